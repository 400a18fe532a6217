"""Raising alerts and answering them. Boring on purpose: lock the row, write the step, say what happened."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from daybridge.core import clock, queue, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import access
from daybridge.people import queries as people
from daybridge.people.models import Participant, Staff
from daybridge.people.queries import TeamMember
from daybridge.programs import queries as programs
from daybridge.safety import rules
from daybridge.safety.events import (
    AlertClosed,
    AlertEscalated,
    AlertHandedOver,
    AlertRaised,
    AlertReopened,
    AlertTaken,
    ContactAttempted,
    ParticipantAnswered,
    SupportAsked,
)
from daybridge.safety.models import Alert, AlertStep, SupportRequest
from daybridge.safety.rules import Fact, Finding, Known, Rule, Step

CONTACT_RESULTS = ("reached", "left_message", "no_answer")
OUTCOMES = ("talked", "plan_made", "seen_in_person", "emergency_services", "no_need", "not_reached_team_review")
_RULE_OF_REQUEST = {"contact": "asked-for-contact", "not_safe": "not-safe"}
KINDS_OF_REQUEST = frozenset(_RULE_OF_REQUEST)


# --- Raising ---------------------------------------------------------------------------------------------------------


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
    is_new = rows.add(request, unless_known=True)  # two sends may race
    if not is_new:
        request = _as_asked_before(request)
    if is_new:
        rule = rules.rulebook()[_RULE_OF_REQUEST[kind]]
        day = clock.day_of(made_at, participant.time_zone)
        act_on(actor, participant, rules.finding_of_request(rule, request_id=str(request_id), on_day=day))
        alert = Alert.objects.still_open().get(participant=participant, rule=rule.code)
        SupportRequest.objects.filter(id=request_id).update(alert=alert)
    return SupportAsked(
        organization_id=participant.organization_id,
        subject_id=request_id,
        participant_id=participant.id,
        kind=request.kind,
        repeated=not is_new,
    )


def _as_asked_before(request: SupportRequest) -> SupportRequest:
    known = SupportRequest.objects.filter(id=request.id, participant_id=request.participant_id).first()
    if known is None:  # the id belongs to someone else's request, perhaps behind another organization's walls
        raise Conflict(_("This could not be saved. Please enter it again."), code="id-taken")
    return known


def act_on(actor: Actor, participant: Participant, finding: Finding) -> None:
    """Do what the rules say about a finding: raise, grow, add to, or leave the alert as it is."""
    Participant.objects.select_for_update().get(id=participant.id)  # two findings at once must not both raise
    alerts = Alert.objects.filter(participant=participant, rule=finding.rule.code)
    open_alert = alerts.still_open().select_for_update().first()  # someone may be taking or closing it right now
    last_closed = alerts.exclude(closed_at=None).order_by("-closed_at").first()
    step = rules.what_to_do(finding, open_alert=_known(open_alert), last_closed=_known(last_closed))
    system = Actor.system(participant.organization_id, f"rule {finding.rule.code}")
    if step is Step.RAISE:
        raise_alert(system, participant, finding=finding)
    elif open_alert and step in (Step.GROW, Step.ADD):
        grow_alert(system, open_alert, finding=finding, step=step)


def _known(alert: Alert | None) -> Known | None:
    return Known(alert.gravity, frozenset(alert.marks)) if alert else None


@action(allow=access.nobody_but_the_system)
def raise_alert(actor: Actor, participant: Participant, *, finding: Finding) -> AlertRaised:
    """Put an alert before the primary therapist and whoever covers, and start its clock."""
    ladder = _ladder(participant.id)
    owner = rules.next_owner(ladder, None)
    now = clock.now()
    alert = Alert.objects.create(
        organization_id=participant.organization_id,
        participant=participant,
        episode=programs.current_episode(participant.id),
        rule=finding.rule.code,
        rule_version=finding.rule.version,
        rule_source=finding.rule.source,
        level=finding.rule.level,
        gravity=finding.gravity,
        marks=[finding.mark],
        facts=_stored(finding.facts),
        raised_at=now,
        due_at=rules.due_at(finding.rule, asked_at=now),
        owner_id=owner.staff_id if owner else None,
    )
    _step(alert, "raised", to_staff_id=alert.owner_id, facts=alert.facts)
    return _raised(alert, Step.RAISE)


@action(allow=access.nobody_but_the_system)
def grow_alert(actor: Actor, alert: Alert, *, finding: Finding, step: Step) -> AlertRaised:
    """Add facts to an open alert; worse ones (GROW) mean it must be taken anew."""
    alert.marks = list(dict.fromkeys([*alert.marks, finding.mark]))
    alert.facts = _merged(alert.facts, _stored(finding.facts))
    alert.gravity = max(alert.gravity, finding.gravity)
    if step is Step.GROW:
        was_taken = alert.taken_at is not None
        alert.due_at = rules.due_after_growing(
            finding.rule, grown_at=clock.now(), due=alert.due_at, was_taken=was_taken
        )
        alert.taken_at = alert.taken_by = None
    alert.save(update_fields=["marks", "facts", "gravity", "due_at", "taken_at", "taken_by"])
    _step(alert, "grew" if step is Step.GROW else "added", facts=_stored(finding.facts))
    return _raised(alert, step)


def _raised(alert: Alert, step: Step) -> AlertRaised:
    if step is not Step.ADD:
        queue.defer("safety.escalate", alert.organization_id, at=alert.due_at, alert_id=str(alert.id))
    return AlertRaised(**_about(alert), rule=alert.rule, level=alert.level, due_at=alert.due_at, step=step)


def _stored(facts: tuple[Fact, ...]) -> list[dict[str, object]]:
    return [{"code": fact.code, "on_day": fact.on_day.isoformat(), "value": fact.value} for fact in facts]


def _merged(old: list[dict[str, object]], new: list[dict[str, object]]) -> list[dict[str, object]]:
    """New facts after old ones; a fact about the same thing and day is replaced unless each is an occurrence of its own."""
    keep = [fact for fact in old if fact["code"] == "urge" or (fact["code"], fact["on_day"]) not in _keys(new)]
    return [*keep, *new]


def _keys(facts: list[dict[str, object]]) -> set[tuple[object, object]]:
    return {(fact["code"], fact["on_day"]) for fact in facts}


def _ladder(participant_id: UUID) -> list[TeamMember]:
    """Who is asked, in order: primary therapist, who covers, the rest of the team, then the directors."""
    asked: dict[UUID, TeamMember] = {}
    for member in (*people.care_team(participant_id), *people.directors()):
        asked.setdefault(member.staff_id, member)
    return list(asked.values())


@action(allow=access.nobody_but_the_system)
def escalate(actor: Actor, alert: Alert) -> AlertEscalated:
    """Pass an alert whose clock ran out to the next person on its ladder. Does nothing when it is not due."""
    alert = Alert.objects.select_for_update().get(id=alert.id)
    due = not alert.closed_at and rules.is_overdue(due=alert.due_at, was_taken=bool(alert.taken_at), now=clock.now())
    if due:
        ladder = _ladder(alert.participant_id)
        present = next((member for member in ladder if member.staff_id == alert.owner_id), None)
        owner = rules.next_owner(ladder, present)
        alert.owner_id = owner.staff_id if owner else None
        alert.due_at = rules.due_at(_rule_of(alert), asked_at=clock.now())
        alert.save(update_fields=["owner", "due_at"])
        _step(alert, "escalated", to_staff_id=alert.owner_id)
        queue.defer("safety.escalate", alert.organization_id, at=alert.due_at, alert_id=str(alert.id))
    return AlertEscalated(**_about(alert), to_staff_id=alert.owner_id, due_at=alert.due_at, repeated=not due)


def _rule_of(alert: Alert) -> Rule:
    return rules.rulebook()[alert.rule]


# --- Answering -------------------------------------------------------------------------------------------------------


def answers_for(actor: Actor, alert: Alert) -> bool:
    """Its owner, the participant's care team, and directors."""
    return actor.is_staff and (actor.person_id == alert.owner_id or access.treats_participant_of(actor, alert))


@action(allow=answers_for)
def take_alert(actor: Actor, alert: Alert) -> AlertTaken:
    """Read an alert and take it on: its clock stops, and the participant sees who read it and when."""
    alert = _locked(alert)
    repeated = alert.taken_at is not None
    if not repeated:
        alert.owner_id = alert.taken_by_id = actor.person_id
        alert.taken_at = clock.now()
        alert.save(update_fields=["owner", "taken_by", "taken_at"])
        _step(alert, "taken", staff_id=actor.person_id)
    return AlertTaken(**_about(alert), repeated=repeated)


@action(allow=answers_for)
def hand_over(actor: Actor, alert: Alert, *, to: Staff, note: str = "") -> AlertHandedOver:
    """Give an alert to a colleague; until they take it, its clock runs for them."""
    alert = _locked(alert)
    alert.owner_id, alert.taken_at, alert.taken_by_id = to.id, None, None
    alert.due_at = rules.due_at(_rule_of(alert), asked_at=clock.now())
    alert.save(update_fields=["owner", "taken_at", "taken_by", "due_at"])
    _step(alert, "handed_over", staff_id=actor.person_id, to_staff_id=to.id, note=note)
    queue.defer("safety.escalate", alert.organization_id, at=alert.due_at, alert_id=str(alert.id))
    return AlertHandedOver(**_about(alert), to_staff_id=to.id)


@action(allow=answers_for)
def log_contact(actor: Actor, alert: Alert, *, result: str, note: str = "") -> ContactAttempted:
    """Write down an attempt to reach the participant: `reached`, `left_message` or `no_answer`."""
    if result not in CONTACT_RESULTS:
        raise Invalid(_("Choose what happened."), fields={"result": _("Choose what happened.")})
    alert = _taken(alert)
    if result == "reached":
        alert.reached_at = clock.now()
        alert.save(update_fields=["reached_at"])
    _step(alert, result, staff_id=actor.person_id, note=note)
    return ContactAttempted(**_about(alert), result=result)


@action(allow=answers_for)
def answer_participant(actor: Actor, alert: Alert, *, words: str) -> ParticipantAnswered:
    """Write a line that the participant reads in the companion, as it is. The latest line stands; all stay on record."""
    if not words.strip():
        raise Invalid(_("Write a line first."), fields={"words": _("Write a line first.")})
    alert = _taken(alert)
    alert.answer = words.strip()
    alert.save(update_fields=["answer"])
    _step(alert, "answered", staff_id=actor.person_id, note=alert.answer)
    return ParticipantAnswered(**_about(alert))


@action(allow=answers_for)
def close_alert(actor: Actor, alert: Alert, *, outcome: str, note: str = "") -> AlertClosed:
    """End an alert with its outcome. Raises Conflict while nobody has tried to reach the participant."""
    if outcome not in OUTCOMES:
        raise Invalid(_("Choose an outcome."), fields={"outcome": _("Choose an outcome.")})
    alert = _taken(alert)
    if not alert.steps.filter(kind__in=CONTACT_RESULTS).exists() and outcome != "no_need":
        raise Conflict(_("Log a contact first: who you tried to reach and what happened."), code="no-contact-yet")
    alert.closed_at, alert.outcome = clock.now(), outcome
    alert.save(update_fields=["closed_at", "outcome"])
    _step(alert, "closed", staff_id=actor.person_id, note=note)
    return AlertClosed(**_about(alert), outcome=outcome)


@action(allow=answers_for)
def reopen_alert(actor: Actor, alert: Alert) -> AlertReopened:
    """Undo a closing. Raises Conflict when a newer alert of the same rule is open."""
    newer = Alert.objects.still_open().filter(participant_id=alert.participant_id, rule=alert.rule)
    if alert.closed_at is None or newer.exists():
        raise Conflict(_("There is an open alert for this already."))
    alert.closed_at, alert.outcome = None, ""
    alert.save(update_fields=["closed_at", "outcome"])
    _step(alert, "reopened", staff_id=actor.person_id)
    return AlertReopened(**_about(alert))


def _locked(alert: Alert) -> Alert:
    alert = Alert.objects.select_for_update().get(id=alert.id)
    if alert.closed_at:
        raise Conflict(_("This alert is closed."), code="closed")
    return alert


def _taken(alert: Alert) -> Alert:
    alert = _locked(alert)
    if not alert.taken_at:
        raise Conflict(_("Take this alert first, so that the others know you are on it."), code="not-taken")
    return alert


class _About(TypedDict):
    organization_id: UUID
    subject_id: UUID
    participant_id: UUID
    team: tuple[UUID, ...]
    participant_account: UUID | None


def _about(alert: Alert) -> _About:
    """What every event about an alert says, with the accounts whose screens should look again."""
    asked = {member.account_id for member in _ladder(alert.participant_id)}
    owner = Staff.objects.filter(Q(id=alert.owner_id)).values_list("account_id", flat=True)
    participant = Participant.objects.only("account_id").get(id=alert.participant_id)
    return {
        "organization_id": alert.organization_id,
        "subject_id": alert.id,
        "participant_id": alert.participant_id,
        "team": tuple(sorted(account for account in {*asked, *owner} if account)),
        "participant_account": participant.account_id,
    }


def _step(alert: Alert, kind: str, **said: object) -> None:
    AlertStep.objects.create(organization_id=alert.organization_id, alert=alert, at=clock.now(), kind=kind, **said)
