"""From what was said or noticed to an alert. Boring on purpose: lock the person, ask the rules, write it down."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Invalid
from daybridge.people import access
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.safety import queries, rules
from daybridge.safety.actions import asking
from daybridge.safety.events import AlertRaised, StaffRaised, SupportAsked
from daybridge.safety.models import Alert, SupportRequest
from daybridge.safety.rules import Cause, Fact, Finding, Known, Level, OpenAlert, Signal, Step

_RULE_OF_REQUEST = {"contact": "asked-for-contact", "not_safe": "not-safe"}
KINDS_OF_REQUEST = frozenset(_RULE_OF_REQUEST)
MOST_NOTE_CHARACTERS = 2_000


@action(allow=access.is_participant_self)
def ask_for_support(
    actor: Actor, participant: Participant, *, request_id: UUID, kind: str, made_at: datetime
) -> SupportAsked:
    """The participant wants someone to contact them today (`contact`) or is not safe (`not_safe`): an alert, at once.

    The phone makes `request_id`; a repeat has no second effect. Works without an open episode too: nobody who says they
    are not safe is turned away by a form.
    """
    if kind not in _RULE_OF_REQUEST:
        raise Invalid(_("This can't be sent."), fields={"kind": _("This answer isn't one of the choices.")})
    made_at = min(made_at, clock.now())
    request = SupportRequest(
        id=request_id,
        organization_id=participant.organization_id,
        participant=participant,
        kind=kind,
        made_at=made_at,
        saved_at=clock.now(),
    )
    request, repeated = rows.add_once(request)
    if not repeated:
        rule = queries.rules_in_force()[_RULE_OF_REQUEST[kind]]
        day = clock.day_of(made_at, participant.time_zone)
        act_on(actor, participant, rules.finding_of_request(rule, request_id=str(request_id), on_day=day))
        alert = Alert.objects.still_open().get(participant=participant)
        # What somebody did with the alert while this waited for its turn was not about this request.
        SupportRequest.objects.filter(id=request_id).update(alert=alert, saved_at=clock.now())
    return SupportAsked(
        organization_id=participant.organization_id,
        subject_id=request_id,
        participant_id=participant.id,
        kind=request.kind,
        repeated=repeated,
    )


@action(allow=access.treats_participant_of)
def raise_by_staff(actor: Actor, participant: Participant, *, worry_id: UUID, note: str) -> StaffRaised:
    """A colleague is worried about someone: an alert like any other, with what they say on its history."""
    if not note.strip():
        raise Invalid(_("Say what worries you."), fields={"note": _("Say what worries you.")})
    asking.lock(participant.id)
    today = clock.today(participant.time_zone)
    before = Alert.objects.filter(
        participant=participant, causes__contains=[{"marks": [f"raised_by_staff {worry_id}"]}]
    )
    repeated = before.exists()
    if not repeated:
        act_on_signal(actor, participant, Signal("raised_by_staff", str(worry_id), today))
        alert = Alert.objects.still_open().get(participant=participant)
        asking.step(alert, "worried", staff_id=actor.person_id, note=note.strip()[:MOST_NOTE_CHARACTERS])
    return StaffRaised(
        organization_id=participant.organization_id,
        subject_id=participant.id,
        participant_id=participant.id,
        repeated=repeated,
    )


def act_on_signal(actor: Actor, participant: Participant, signal: Signal) -> None:
    """Hold something that another room noticed against the rules: a missed session, a reliable deterioration."""
    for finding in rules.findings_in_signal(queries.rules_in_force().values(), signal):
        act_on(actor, participant, finding)


def act_on(actor: Actor, participant: Participant, finding: Finding) -> None:
    """Do what the rules say about a finding: raise, grow, add to, or leave the person's alert as it is."""
    asking.lock(participant.id)
    alerts = Alert.objects.filter(participant=participant)
    open_alert = alerts.still_open().select_for_update().first()  # someone may be taking or closing it right now
    told_of = [{"rule": finding.rule.code, "marks": [finding.mark]}]
    last_closed = alerts.exclude(closed_at=None).filter(causes__contains=told_of).order_by("-closed_at").first()
    step = rules.what_to_do(
        finding,
        open_alert=_as_rules_read(open_alert) if open_alert else None,
        last_closed=_known(last_closed).get(finding.rule.code) if last_closed else None,
    )
    system = Actor.system(participant.organization_id, f"rule {finding.rule.code}")
    if step is Step.RAISE:
        raise_alert(system, participant, finding=finding)
    elif open_alert and step in (Step.GROW, Step.ADD):
        grow_alert(system, open_alert, finding=finding, step=step)


def _known(alert: Alert) -> dict[str, Known]:
    return {cause.rule: Known(cause.answered) for cause in asking.causes_of(alert)}


def _as_rules_read(alert: Alert) -> OpenAlert:
    evening = timedelta(hours=queries.calendar(alert.organization_id).ladder.one_evening_hours)
    is_fresh = alert.taken_at is not None and clock.now() - alert.taken_at <= evening
    return OpenAlert(
        Level(alert.level),
        _known(alert),
        was_taken=alert.taken_at is not None,
        is_on_hand=is_fresh and alert.ended_at is None,
    )


@action(allow=access.nobody_but_the_system)
def raise_alert(actor: Actor, participant: Participant, *, finding: Finding) -> AlertRaised:
    """Put an alert before whoever is first on its ladder, and start its clock."""
    alert = Alert(
        organization_id=participant.organization_id,
        participant=participant,
        episode=programs.current_episode(participant.id),
        facts=_stored(finding.facts),
        raised_at=clock.now(),
    )
    _set_causes(alert, rules.caused([], finding))
    around = asking.circle(participant.id)
    asked = rules.next_asked(asking.way_of(alert, around), None)
    alert.owner_id = asked.staff_id if asked else None
    asking.start_clock(alert, finding.rule.clock)
    alert.promised_at = alert.due_at
    alert.save(force_insert=True)
    line = asking.step(alert, "raised", to_staff_id=alert.owner_id, facts=alert.facts)
    asking.set_timer(alert)
    asking.tell(alert, line, asked)
    return _raised(alert, Step.RAISE, around)


@action(allow=access.nobody_but_the_system)
def grow_alert(actor: Actor, alert: Alert, *, finding: Finding, step: Step) -> AlertRaised:
    """Add facts to an open alert; worse ones (GROW) mean it must be taken anew.

    The gravest level and the earliest clock win. A second look that was waited for is off: there is something new to do.
    """
    around = asking.circle(alert.participant_id)
    _set_causes(alert, rules.caused(asking.causes_of(alert), finding))
    alert.facts = _merged(alert.facts, _stored(finding.facts))
    due, was_taken = alert.due_at, alert.taken_at is not None
    is_asked_anew = step is Step.GROW or not was_taken
    if is_asked_anew:
        asking.start_clock(alert, finding.rule.clock)
        alert.promised_at = rules.due_after_growing(alert.due_at, due=alert.promised_at, was_taken=was_taken)
        alert.due_at = rules.due_after_growing(alert.due_at, due=due, was_taken=was_taken)
        alert.taken_at = alert.taken_by = alert.ended_at = alert.ended_by = alert.reached_at = None
        alert.outcome = ""
    way = asking.way_of(alert, around)
    present = next((one for one in way if one.staff_id == alert.owner_id), None)
    asked = present or rules.next_asked(way, None)
    if step is Step.GROW:
        alert.owner_id = asked.staff_id if asked else None
    alert.save()
    line = asking.step(alert, "grew" if step is Step.GROW else "added", facts=_stored(finding.facts))
    if is_asked_anew and (alert.due_at != due or was_taken):
        asking.set_timer(alert)
    if step is Step.GROW:
        asking.tell(alert, line, asked)
    return _raised(alert, step, around)


def _set_causes(alert: Alert, causes: list[Cause]) -> None:
    """Keep why the alert stands; its gravest cause gives it its name, its source and, with the others, its level."""
    first = causes[0]
    alert.causes = [cause.to_json() for cause in causes]
    alert.rule, alert.rule_version, alert.rule_source = first.rule, first.version, first.source
    alert.level = rules.gravest(cause.level for cause in causes)
    alert.answer_within_minutes = min(cause.answer_within_minutes for cause in causes)


def _raised(alert: Alert, step: Step, around: asking.Circle) -> AlertRaised:
    return AlertRaised(
        **asking.about(alert, around), rule=alert.rule, level=alert.level, due_at=alert.due_at, step=step
    )


def _stored(facts: tuple[Fact, ...]) -> list[dict[str, object]]:
    return [
        {"code": fact.code, "on_day": fact.on_day.isoformat(), "value": fact.value}
        | ({"of": fact.of} if fact.of else {})
        for fact in facts
    ]


#: Facts that are each an occurrence of its own: two of one day stand beside each other.
_EACH_COUNTS = frozenset(
    (
        "urge",
        "not_safe",
        "asked_for_contact",
        "missed_session",
        "raised_by_staff",
        "side_effect_danger",
        "side_effect_self_harm",
        "side_effect_strong",
        "medicine_call",
        "doses_not_taken",
        "medicine_ran_out",
        "injection_overdue",
        "screen_unexpected",
        "screen_unexpected_opioid",
        "message_urgent",
        "peer_worried",
        "moderator_worried",
        "supporter_worried",
    )
)


def _merged(old: list[dict[str, object]], new: list[dict[str, object]]) -> list[dict[str, object]]:
    """New facts after old ones; a fact about the same thing and day is replaced unless each is an occurrence of its own."""
    replaced = {_thing(fact) for fact in new}
    return [*(fact for fact in old if fact["code"] in _EACH_COUNTS or _thing(fact) not in replaced), *new]


def _thing(fact: dict[str, object]) -> tuple[object, ...]:
    return fact["code"], fact["on_day"], fact.get("of")
