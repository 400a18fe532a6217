"""Looking at alerts and requests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, IntegerField, Prefetch, QuerySet, Value, When

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.safety.models import Alert, AlertQuerySet, AlertStep, SupportRequest
from daybridge.safety.rules import LEVEL_ORDER

_BY_LEVEL = Case(
    *(When(level=level, then=Value(place)) for place, level in enumerate(LEVEL_ORDER)), output_field=IntegerField()
)


def open_alerts(actor: Actor) -> AlertQuerySet:
    """Open alerts this actor may see: those nobody took first, then by level, then by clock."""
    found = Alert.objects.visible_to(actor).still_open().select_related("participant", "owner", "taken_by")
    return found.annotate(level_order=_BY_LEVEL).order_by(F("taken_at").asc(nulls_first=True), "level_order", "due_at")


def my_open_alerts(actor: Actor) -> AlertQuerySet:
    """Open alerts that wait for this actor."""
    return open_alerts(actor).filter(owner_id=actor.person_id)


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


def open_alerts_of_many(participant_ids: Iterable[UUID]) -> dict[UUID, list[Alert]]:
    """Open alerts for a caseload: participant -> alerts, gravest first."""
    by_participant: dict[UUID, list[Alert]] = {}
    found = Alert.objects.still_open().filter(participant_id__in=list(participant_ids))
    for one in found.annotate(level_order=_BY_LEVEL).order_by("level_order", "due_at"):
        by_participant.setdefault(one.participant_id, []).append(one)
    return by_participant


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
    """What a participant is shown about something they asked for: always the truth."""

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


def _as_shown(asked: SupportRequest) -> RequestState:
    """What became of this very request: only what was done since it was saved counts, whatever its alert grew from."""
    done = [step for step in asked.alert.steps.all() if step.at >= asked.saved_at] if asked.alert else []
    taken = next((step for step in done if step.kind == "taken"), None)
    kinds = {step.kind for step in done}
    state = "not_read"
    if asked.alert and taken:
        state = "closed" if asked.alert.closed_at else "contacted" if "reached" in kinds else "read"
    answers = [step.note for step in done if step.kind == "answered"]
    return RequestState(
        id=asked.id,
        kind=asked.kind,
        made_at=asked.made_at,
        saved_at=asked.saved_at,
        state=state,
        read_by=taken.staff.name if taken and taken.staff else "",
        read_at=taken.at if taken else None,
        answer=answers[-1] if answers else "",
    )
