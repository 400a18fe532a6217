"""Looking at alerts and requests."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.db.models.lookups import IsNull

from daybridge.core import clock, rows
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people.models import Organization
from daybridge.safety import rules
from daybridge.safety.models import (
    JOINED,
    Alert,
    AlertQuerySet,
    AlertStep,
    Holiday,
    LadderEdit,
    OnCallShift,
    RuleEdit,
    RuleSignOff,
    ShiftHandOver,
    SupportRequest,
)
from daybridge.safety.rules import LEVEL_ORDER, Calendar, Cause, Edit, Level, Rule, Shift

_BY_LEVEL = Case(
    *(When(level=level, then=Value(place)) for place, level in enumerate(LEVEL_ORDER)), output_field=IntegerField()
)


def open_alerts(actor: Actor) -> AlertQuerySet:
    """Open alerts this actor may see: those nobody took first, then by level, then by clock."""
    found = Alert.objects.visible_to(actor).still_open().select_related("participant", "owner", "taken_by", "ended_by")
    return found.annotate(level_order=_BY_LEVEL).order_by(IsNull(F("taken_at"), False), "level_order", "promised_at")


def open_levels(participant_ids: Collection[UUID]) -> list[tuple[UUID, str]]:
    """(participant, level) of their open alerts and nothing else of them: whoever leads a group knows for whom one is open."""
    found = Alert.objects.still_open().filter(participant_id__in=participant_ids)
    return list(found.values_list("participant_id", "level"))


@dataclass(frozen=True)
class Call:
    """Of an alert: whether somebody took it, and until when they have; nothing else."""

    is_taken: bool
    promised_at: datetime


def calls_of(participant_ids: Collection[UUID], marks: Collection[str]) -> dict[str, Call]:
    """mark of a cause -> its newest alert, for whoever told of it and does not treat the person: never who took it."""
    wanted = set(marks)
    if not wanted:
        return {}
    found = Alert.objects.filter(participant_id__in=participant_ids).exclude(outcome=JOINED).order_by("raised_at")
    return {
        mark: Call(one.taken_at is not None or one.closed_at is not None, one.promised_at)
        for one in found
        for cause in causes(one)
        for mark in cause.marks
        if mark in wanted
    }


def alerts_for_me(actor: Actor) -> AlertQuerySet:
    """What waits for this actor, and what nobody took that is urgent or past its time: passing it on hides it from nobody."""
    pressing = Q(taken_at=None) & (Q(level="urgent") | Q(promised_at__lte=clock.now()))
    return open_alerts(actor).filter(ended_at=None).filter(Q(owner_id=actor.person_id) | pressing)


def second_looks(actor: Actor) -> AlertQuerySet:
    """Urgent alerts that a colleague of this actor ended and nobody has looked at again, the shortest clock first."""
    return open_alerts(actor).exclude(ended_at=None).exclude(ended_by_id=actor.person_id).order_by("promised_at")


def follow_ups_due(actor: Actor, *, on: date) -> AlertQuerySet:
    """Closed alerts whose promised call is due by a day: this actor's own, and those of people whom they treat."""
    found = Alert.objects.visible_to(actor).filter(follow_up_on__lte=on, followed_up_at=None).exclude(closed_at=None)
    return found.select_related("participant", "ended_by").order_by("follow_up_on", "id")


#: What is a reason to look for someone the same day.
OUTREACH_KINDS = ("silent_days", "missed_session", "raised_by_staff")


def owing_a_call(*, on: date) -> set[UUID]:
    """Who (staff ids) ended an alert with a promised call that is due by a day and was not made."""
    found = Alert.objects.filter(follow_up_on__lte=on, followed_up_at=None).exclude(closed_at=None)
    return set(found.exclude(ended_by=None).values_list("ended_by_id", flat=True))


def left_unfinished(*, taken_before: datetime) -> set[UUID]:
    """Who (staff ids) took an alert before a moment and has not ended it: no clock runs for it any more."""
    found = Alert.objects.still_open().filter(taken_at__lt=taken_before, ended_at=None)
    return set(found.exclude(taken_by=None).values_list("taken_by_id", flat=True))


def outreach(actor: Actor) -> list[Alert]:
    """Whom to look for today: open alerts of silence, missed sessions and colleagues' worries, with their attempts."""
    steps = AlertStep.objects.select_related("staff", "to_staff").order_by("at", "id")
    found = open_alerts(actor).prefetch_related(Prefetch("steps", steps))
    reasons = Q()
    for kind in OUTREACH_KINDS:
        reasons |= Q(causes__contains=[{"kind": kind}])
    return list(found.filter(reasons))


def closed_alerts(actor: Actor, *, most: int = 50) -> AlertQuerySet:
    found = Alert.objects.visible_to(actor).exclude(closed_at=None).exclude(outcome=JOINED)
    found = found.select_related("participant", "owner", "taken_by", "ended_by")
    return found.order_by("-closed_at")[:most]


def alert(actor: Actor, alert_id: UUID) -> Alert:
    """One alert with its history (`steps`). Raises NotYours."""
    steps = AlertStep.objects.select_related("staff", "to_staff").order_by("at", "id")
    found = (
        Alert.objects.visible_to(actor)
        .filter(id=alert_id)
        .select_related("participant", "owner", "taken_by", "ended_by", "second_look_by", "episode__program")
        .prefetch_related(Prefetch("steps", steps))
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def alerts_of(participant_id: UUID, *, before: datetime | None = None, most: int = 50) -> list[Alert]:
    """A participant's alerts with their steps, newest first."""
    found = Alert.objects.filter(participant_id=participant_id).exclude(outcome=JOINED)
    found = found.select_related("owner", "taken_by")
    if before:
        found = found.filter(raised_at__lt=before)
    steps = AlertStep.objects.select_related("staff", "to_staff").order_by("at", "id")
    return list(found.prefetch_related(Prefetch("steps", steps)).order_by("-raised_at")[:most])


def earlier(alert: Alert, *, days: int = 7) -> list[Alert]:
    """What else the person's alerts told in the days before this one, newest first: for whoever answers for it now."""
    since = alert.raised_at - timedelta(days=days)
    found = Alert.objects.filter(
        participant_id=alert.participant_id, raised_at__lt=alert.raised_at, closed_at__gte=since
    )
    return list(found.exclude(outcome=JOINED).order_by("-raised_at"))


def worries(alert_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What a colleague last said worries them, of those of these alerts in which one did."""
    found = AlertStep.objects.filter(alert_id__in=list(alert_ids), kind="worried").order_by("at")
    return dict(found.values_list("alert_id", "note"))


def overdue_alerts() -> AlertQuerySet:
    """Alerts of this organization whose clock ran out before anybody took them, or looked at them again."""
    return Alert.objects.with_clock_running().filter(due_at__lte=clock.now())


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
    return [as_shown(one) for one in _with_steps(found).order_by("-made_at")]


def request(participant_id: UUID, request_id: UUID) -> RequestState:
    """One request as its participant sees it."""
    return as_shown(_with_steps(SupportRequest.objects.all()).get(id=request_id, participant_id=participant_id))


def _with_steps(found: "QuerySet[SupportRequest]") -> "QuerySet[SupportRequest]":
    steps = AlertStep.objects.select_related("staff").order_by("at", "id")
    return found.select_related("alert").prefetch_related(Prefetch("alert__steps", steps))


def told_to(participant_id: UUID, *, days: int = 14) -> list[RequestState]:
    """All that a participant is shown of the last days, newest first: their requests, and what came of their entries.

    An alert may have grown from both. Each request is told by itself, and the entries together as one.
    """
    since = clock.now() - timedelta(days=days)
    steps = AlertStep.objects.select_related("staff").order_by("at", "id")
    found = Alert.objects.filter(participant_id=participant_id, steps__at__gte=since).exclude(outcome=JOINED).distinct()
    found = found.prefetch_related(Prefetch("steps", steps), "requests")
    own = [_as_told(one) for one in found]
    shown = [*requests_of(participant_id, days=days), *(one for one in own if one and one.made_at >= since)]
    return sorted(shown, key=lambda one: one.made_at, reverse=True)


#: What a participant tells in an entry: only of these are they shown that somebody read it.
_THEIR_WORDS = frozenset(
    (
        "urge_at_least",
        "lowest_mood_days",
        "medicines_not_taken_days",
        "short_sleep_days",
        "critical_answer",
        "side_effect_danger",
        "side_effect_self_harm",
        "side_effect_strong",
        "medicine_call",
        "doses_not_taken",
        "medicine_ran_out",
        "message_urgent",
    )
)
_REQUESTS = frozenset(("not_safe", "asked_for_contact"))


def causes(alert: Alert) -> list[Cause]:
    """Why an alert stands, gravest first, as its rules were when they held."""
    return [Cause.from_json(stored) for stored in alert.causes]


def shows_reading(alert: Alert) -> bool:
    """Whether its participant is shown who read it: there must be something of theirs to read."""
    return any(cause.kind in _THEIR_WORDS | _REQUESTS for cause in causes(alert))


@dataclass(frozen=True)
class Reading:
    """Who read what a participant asked for, or took on what they told, and when, as they are shown it; `at` is None while nobody has."""

    by: str
    at: datetime | None
    is_taking: bool


def reading_shown(alert: Alert) -> Reading:
    """What the participant is shown of an alert's reading: the first who took it since it was last raised."""
    steps = list(alert.steps.all())
    shown = _state(alert, shown_id=alert.id, kind="check_in", made_at=alert.raised_at, saved_at=_raised_last(steps))
    is_asked_for = any(cause.kind in _REQUESTS for cause in causes(alert))
    return Reading(shown.read_by, shown.read_at, is_taking=not is_asked_for)


def _raised_last(steps: list[AlertStep]) -> datetime:
    return max(step.at for step in steps if step.kind in ("raised", "grew"))


def _as_told(alert: Alert) -> RequestState | None:
    """What came of the entries behind an alert. What they did not write is no entry: there only a line to them is shown.

    A line that answers a request is shown with the request already.
    """
    steps = list(alert.steps.all())
    raised_at = _entry_told_at(steps)
    if raised_at:
        return _state(alert, shown_id=alert.id, kind="check_in", made_at=raised_at, saved_at=raised_at)
    asked_at = min((one.saved_at for one in alert.requests.all()), default=None)
    written = [step for step in steps if step.kind == "answered" and (asked_at is None or step.at < asked_at)]
    if not written:
        return None
    last = written[-1]
    name = last.staff.name if last.staff else ""
    return RequestState(alert.id, "wrote", last.at, last.at, "read", name, last.at, last.note)


def urgent_messages(alert: Alert) -> list[UUID]:
    """Which messages were marked as urgent: whoever is asked by the alert may read them, on the team or not."""
    marks = [mark.split() for cause in alert.causes for mark in cause.get("marks", ())]
    return [UUID(mark[1]) for mark in marks if len(mark) == 2 and mark[0] == "message_urgent"]


#: Facts that are no entry of the participant's: their requests are told by themselves, the rest they did not write.
_NO_ENTRY = frozenset(
    (
        "silent_days",
        "missed_session",
        "missed_sessions",
        "raised_by_staff",
        "reliable_deterioration",
        "not_on_track",
        "score",
        "injection_overdue",
        "result_line",
        "screen_unexpected",
        "screen_unexpected_opioid",
        "peer_worried",
        "moderator_worried",
        "supporter_worried",
    )
)


def _entry_told_at(steps: list[AlertStep]) -> datetime | None:
    """When an entry last made the alert, or made it worse; else when one was first added to what they asked for."""
    told = [step for step in steps if step.kind in ("raised", "grew", "added") and _tells_entry(step)]
    worse = [step.at for step in told if step.kind != "added"]
    return max(worse) if worse else min((step.at for step in told), default=None)


def _tells_entry(step: AlertStep) -> bool:
    return any(fact["code"] not in _NO_ENTRY | _REQUESTS for fact in step.facts)


def as_shown(asked: SupportRequest) -> RequestState:
    """What became of this very request: only what was done since it was saved counts, whatever its alert grew from."""
    return _state(asked.alert, shown_id=asked.id, kind=asked.kind, made_at=asked.made_at, saved_at=asked.saved_at)


#: Deeds that nobody does without having read the alert. Worse facts must be taken anew before any of the others.
_SHOWS_READING = frozenset(
    (
        "taken",
        "taken_over",
        "reached",
        "left_message",
        "no_answer",
        "answered",
        "ended",
        "closed",
        "looked_again",
        "disagreed",
        "reopened",
    )
)


def was_read_since(alert: Alert, moment: datetime) -> bool:
    """Whether somebody has read an alert since a moment; of `alert.steps`."""
    return any(step.kind in _SHOWS_READING and step.at >= moment for step in alert.steps.all())


def _state(alert: Alert | None, *, shown_id: UUID, kind: str, made_at: datetime, saved_at: datetime) -> RequestState:
    done = [step for step in alert.steps.all() if step.at >= saved_at] if alert else []
    taken = next((step for step in done if step.kind in _SHOWS_READING), None)
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


# --- What a site has decided -----------------------------------------------------------------------------------------


def rules_in_force() -> Mapping[str, Rule]:
    """The rules that raise alerts here now, by code: the shipped ones with this site's edits, without those it put off.

    Read in the present transaction, so an edit holds from its commit on, in every process. One small query.
    """
    edits = latest_edits()
    in_force = (rules.edited(rule, edits.get(code)) for code, rule in rules.rulebook().items())
    return {rule.code: rule for rule in in_force if rule.is_on}


def latest_edits() -> dict[str, Edit]:
    """This site's newest edit of each rule that it edited."""
    return {
        code: Edit(
            level=Level(level), answer_within_minutes=minutes, is_on=is_on, at_least=at_least, days=days, below=below,
            number=number,
        )
        for code, level, minutes, is_on, at_least, days, below, number in rows.select(_LATEST_EDITS)
    }  # fmt: skip


_LATEST_EDITS = """select distinct on (rule) rule, level, answer_within_minutes, is_on, at_least, days, below, number
 from safety_ruleedit order by rule, number desc"""


@dataclass(frozen=True)
class RuleState:
    """A rule as the site has it, the shipped one beside it, who signed it off and its edits, newest first."""

    rule: Rule
    shipped: Rule
    signed: RuleSignOff | None
    edits: list[RuleEdit]


def rule_states() -> list[RuleState]:
    """Every rule of the rulebook as this site has it, in the rulebook's order; those put off too."""
    latest = latest_edits()
    signed = {
        (one.rule, one.version, one.number): one
        for one in RuleSignOff.objects.select_related("signed_by").order_by("id")
    }
    edits: dict[str, list[RuleEdit]] = {}
    for edit in RuleEdit.objects.select_related("made_by").order_by("-number"):
        edits.setdefault(edit.rule, []).append(edit)
    states = []
    for code, shipped in rules.rulebook().items():
        rule = rules.edited(shipped, latest.get(code))
        sign_off = signed.get((code, rule.version, rule.edit))
        states.append(RuleState(replace(rule, signed_off=bool(sign_off)), shipped, sign_off, edits.get(code, [])))
    return states


def rule_state(code: str) -> RuleState:
    """One rule as this site has it. Raises NotYours when the rulebook has none of that code."""
    found = next((one for one in rule_states() if one.rule.code == code), None)
    if found is None:
        raise NotYours()
    return found


def latest_ladder() -> LadderEdit | None:
    """This site's own ladder, with who made it; None while the shipped one holds."""
    return LadderEdit.objects.select_related("made_by").order_by("-number").first()


def calendar(organization_id: UUID) -> Calendar:
    """The site's ladder, working hours, zone and holidays, as they are in the present transaction."""
    own = LadderEdit.objects.order_by("-number").values_list("ladder", "number").first()
    zone = Organization.objects.values_list("time_zone", flat=True).get(id=organization_id)
    policy = rules.ladder_in_force(own[0], edit=own[1]) if own else rules.ladder()
    return Calendar(policy, zone, frozenset(Holiday.objects.values_list("day", flat=True)))


def on_call(moment: datetime) -> list[UUID]:
    """Who is on call at a moment, then who backs them up."""
    return rules.on_call_at(_shifts(since=moment, until=moment + timedelta(microseconds=1)), moment)


def _shifts(*, since: datetime, until: datetime) -> list[Shift]:
    found = OnCallShift.objects.filter(removed_at=None, until__gt=since, since__lt=until)
    return [Shift(*row) for row in found.values_list("staff_id", "since", "until", "backup_id")]


ROSTER_WEEKS = 4


@dataclass(frozen=True)
class Roster:
    """Who is on call for the next weeks, the hours with nobody, the days the site is closed, and shifts offered."""

    now: list[UUID]
    shifts: list[OnCallShift]
    gaps: list[tuple[datetime, datetime]]
    holidays: list[Holiday]
    offered: dict[UUID, ShiftHandOver]


def roster(organization_id: UUID) -> Roster:
    """The roster of the next four weeks, from this moment."""
    now = clock.now()
    until = now + timedelta(weeks=ROSTER_WEEKS)
    shifts = OnCallShift.objects.filter(removed_at=None, until__gt=now, since__lt=until)
    offers = ShiftHandOver.objects.filter(acknowledged_at=None, shift__until__gt=now).select_related(
        "from_staff", "to_staff"
    )
    return Roster(
        now=on_call(now),
        shifts=list(shifts.select_related("staff", "backup").order_by("since")),
        gaps=gaps(organization_id, until=until),
        holidays=list(Holiday.objects.filter(day__gte=now.date() - timedelta(days=1)).order_by("day")),
        offered={offer.shift_id: offer for offer in offers},
    )


def gaps(organization_id: UUID, *, until: datetime, since: datetime | None = None) -> list[tuple[datetime, datetime]]:
    """When the site is closed and nobody is on call, from now on where `since` says nothing else."""
    since = since or clock.now()
    return rules.gaps(calendar(organization_id), _shifts(since=since, until=until), since=since, until=until)


def shift(shift_id: UUID) -> OnCallShift:
    """A shift of the roster. Raises NotYours."""
    found = OnCallShift.objects.filter(id=shift_id, removed_at=None).select_related("staff").first()
    if found is None:
        raise NotYours()
    return found


def holiday(holiday_id: UUID) -> Holiday:
    """A day on which the site is closed. Raises NotYours."""
    found = Holiday.objects.filter(id=holiday_id).first()
    if found is None:
        raise NotYours()
    return found
