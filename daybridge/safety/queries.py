"""Looking at alerts and requests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.db.models.lookups import IsNull

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.safety.models import Alert, AlertQuerySet, AlertStep, SupportRequest
from daybridge.safety.rules import LEVEL_ORDER, rulebook

_BY_LEVEL = Case(
    *(When(level=level, then=Value(place)) for place, level in enumerate(LEVEL_ORDER)), output_field=IntegerField()
)


def open_alerts(actor: Actor) -> AlertQuerySet:
    """Open alerts this actor may see: those nobody took first, then by level, then by clock."""
    found = Alert.objects.visible_to(actor).still_open().select_related("participant", "owner", "taken_by")
    return found.annotate(level_order=_BY_LEVEL).order_by(IsNull(F("taken_at"), False), "level_order", "due_at")


def alerts_for_me(actor: Actor) -> AlertQuerySet:
    """What waits for this actor, and what nobody took that is urgent or past its time: passing it on hides it from nobody."""
    pressing = Q(taken_at=None) & (Q(level="urgent") | Q(due_at__lte=clock.now()))
    return open_alerts(actor).filter(Q(owner_id=actor.person_id) | pressing)


def closed_alerts(actor: Actor, *, most: int = 50) -> AlertQuerySet:
    found = Alert.objects.visible_to(actor).exclude(closed_at=None).select_related("participant", "owner", "taken_by")
    return found.order_by("-closed_at")[:most]


def alert(actor: Actor, alert_id: UUID) -> Alert:
    """One alert with its history (`steps`). Raises NotYours."""
    steps = AlertStep.objects.select_related("staff", "to_staff").order_by("at", "id")
    found = (
        Alert.objects.visible_to(actor)
        .filter(id=alert_id)
        .select_related("participant", "owner", "taken_by", "episode__program")
        .prefetch_related(Prefetch("steps", steps))
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def alerts_of(participant_id: UUID, *, before: datetime | None = None, most: int = 50) -> list[Alert]:
    """A participant's alerts with their steps, newest first."""
    found = Alert.objects.filter(participant_id=participant_id).select_related("owner", "taken_by")
    if before:
        found = found.filter(raised_at__lt=before)
    steps = AlertStep.objects.select_related("staff", "to_staff").order_by("at", "id")
    return list(found.prefetch_related(Prefetch("steps", steps)).order_by("-raised_at")[:most])


def overdue_alerts() -> AlertQuerySet:
    """Alerts of this organization that nobody took before their clock ran out."""
    return Alert.objects.not_taken().filter(due_at__lte=clock.now())


@dataclass(frozen=True)
class RequestState:
    """What a participant is shown about something they asked for or told: always the truth.

    `kind` is `contact` or `not_safe` for what they asked, `check_in` for entries that went to the team, and `wrote` for
    a line that the team wrote without being asked.
    """

    id: UUID
    kind: str
    made_at: datetime
    saved_at: datetime
    state: str
    read_by: str
    read_at: datetime | None
    answer: str


def requests_of(participant_id: UUID, *, days: int = 14) -> list[RequestState]:
    """A participant's requests of the last days, newest first, with who read them and when."""
    since = clock.now() - timedelta(days=days)
    found = SupportRequest.objects.filter(participant_id=participant_id, saved_at__gte=since)
    return [_as_shown(one) for one in _with_steps(found).order_by("-made_at")]


def request(participant_id: UUID, request_id: UUID) -> RequestState:
    """One request as its participant sees it."""
    return _as_shown(_with_steps(SupportRequest.objects.all()).get(id=request_id, participant_id=participant_id))


def _with_steps(found: "QuerySet[SupportRequest]") -> "QuerySet[SupportRequest]":
    steps = AlertStep.objects.select_related("staff").order_by("at", "id")
    return found.select_related("alert").prefetch_related(Prefetch("alert__steps", steps))


def told_to(participant_id: UUID, *, days: int = 14) -> list[RequestState]:
    """All that a participant is shown of the last days, newest first: their requests, and what came of their entries."""
    since = clock.now() - timedelta(days=days)
    steps = AlertStep.objects.select_related("staff").order_by("at", "id")
    found = Alert.objects.filter(participant_id=participant_id, steps__at__gte=since, requests=None).distinct()
    own = [_as_told(one) for one in found.prefetch_related(Prefetch("steps", steps))]
    shown = [*requests_of(participant_id, days=days), *(one for one in own if one and one.made_at >= since)]
    return sorted(shown, key=lambda one: one.made_at, reverse=True)


def shows_reading(alert: Alert) -> bool:
    """Whether its participant is shown who read it: there must be something of theirs to read."""
    return rulebook()[alert.rule].kind != "silent_days"


def _as_told(alert: Alert) -> RequestState | None:
    """What came of the entries behind an alert. Silence is no entry: there only what the team wrote is shown."""
    steps = list(alert.steps.all())
    raised_at = max(step.at for step in steps if step.kind in ("raised", "grew"))
    if shows_reading(alert):
        return _state(alert, shown_id=alert.id, kind="check_in", made_at=raised_at, saved_at=raised_at)
    written = [step for step in steps if step.kind == "answered"]
    if not written:
        return None
    last = written[-1]
    name = last.staff.name if last.staff else ""
    return RequestState(alert.id, "wrote", last.at, last.at, "read", name, last.at, last.note)


def _as_shown(asked: SupportRequest) -> RequestState:
    """What became of this very request: only what was done since it was saved counts, whatever its alert grew from."""
    return _state(asked.alert, shown_id=asked.id, kind=asked.kind, made_at=asked.made_at, saved_at=asked.saved_at)


def _state(alert: Alert | None, *, shown_id: UUID, kind: str, made_at: datetime, saved_at: datetime) -> RequestState:
    done = [step for step in alert.steps.all() if step.at >= saved_at] if alert else []
    taken = next((step for step in done if step.kind == "taken"), None)
    kinds = {step.kind for step in done}
    state = "not_read"
    if alert and taken:
        state = "closed" if alert.closed_at else "contacted" if "reached" in kinds else "read"
    answers = [step.note for step in done if step.kind == "answered"]
    return RequestState(
        id=shown_id,
        kind=kind,
        made_at=made_at,
        saved_at=saved_at,
        state=state,
        read_by=taken.staff.name if taken and taken.staff else "",
        read_at=taken.at if taken else None,
        answer=answers[-1] if answers else "",
    )
