"""Answering alerts and passing on those that nobody takes. Lock the row, write the step, say what happened."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import access
from daybridge.people.models import Staff
from daybridge.people.rules import Role
from daybridge.safety import queries, rules
from daybridge.safety.actions import asking
from daybridge.safety.events import (
    AlertAskedAfter,
    AlertClosed,
    AlertEnded,
    AlertEscalated,
    AlertHandedOver,
    AlertReopened,
    AlertTaken,
    ContactAttempted,
    FollowedUp,
    ParticipantAnswered,
)
from daybridge.safety.models import JOINED, Alert
from daybridge.safety.rules import Level

CONTACT_RESULTS = ("reached", "left_message", "no_answer")
OUTCOMES = ("talked", "plan_made", "seen_in_person", "emergency_services", "no_need", "not_reached_team_review")
#: What came of a follow-up; only these two end it.
FOLLOW_UP_RESULTS = (*CONTACT_RESULTS, "no_follow_up")
_ENDS_FOLLOW_UP = ("reached", "no_follow_up")
MOST_ANSWER_CHARACTERS = 500
CLINICIANS = (Role.THERAPIST, Role.PRESCRIBER, Role.NURSE, Role.DIRECTOR)


def answers_for(actor: Actor, alert: Alert) -> bool:
    """Its owner, whoever took it (as on-call staff do), the participant's care team, and directors."""
    is_theirs = actor.is_staff and actor.person_id in (alert.owner_id, alert.taken_by_id)
    return is_theirs or (actor.is_staff and access.treats_participant_of(actor, alert))


def may_look_again(actor: Actor, alert: Alert) -> bool:
    """A clinician who answers for the alert, and is not the one who ended it."""
    return answers_for(actor, alert) and actor.has_role(*CLINICIANS)


@action(allow=access.nobody_but_the_system)
def escalate(actor: Actor, alert: Alert) -> AlertEscalated:
    """Pass an alert whose clock ran out to the next person on its ladder. Does nothing when it is not due.

    An urgent alert that was ended goes on in the same way until another clinician has looked at it.
    """
    alert = Alert.objects.select_for_update().get(id=alert.id)
    is_done = alert.taken_at is not None and alert.ended_at is None
    due = not alert.closed_at and rules.is_overdue(due=alert.due_at, was_taken=is_done, now=clock.now())
    around = asking.circle(alert.participant_id)
    if due:
        asked = _next(alert, around)
        alert.owner_id = asked.staff_id if asked else None
        wait = _second_look(alert) if alert.ended_at else rules.wait_of(asked, asking.clock_of(alert))
        asking.start_clock(alert, wait)
        alert.save(update_fields=["owner", "due_at"])
        line = asking.step(alert, "escalated", to_staff_id=alert.owner_id)
        asking.set_timer(alert)
        asking.tell(alert, line, asked, kind="alert-waiting" if alert.ended_at else "alert-escalated")
    return AlertEscalated(
        **asking.about(alert, around), to_staff_id=alert.owner_id, due_at=alert.due_at, repeated=not due
    )


def _next(alert: Alert, around: asking.Circle) -> rules.Asked | None:
    """Who is asked next; for a second look, a clinician other than the one who ended it."""
    if not alert.ended_at:
        return rules.next_asked(asking.way_of(alert, around), alert.owner_id)
    clinicians = Staff.objects.filter(roles__overlap=list(CLINICIANS), is_active=True).values_list("id", flat=True)
    fit = set(clinicians) - {alert.ended_by_id}
    everyone = asking.way_of(alert, around, is_open=True)
    known = [one for one in everyone if one.staff_id in fit]
    last = everyone[-1].rung if everyone else None
    others = [rules.Asked(staff_id, last) for staff_id in sorted(fit) if last]  # whoever there is, before nobody at all
    return rules.next_asked(known or others, alert.owner_id)


def _second_look(alert: Alert) -> timedelta:
    return timedelta(minutes=queries.calendar(alert.organization_id).ladder.second_look_within_minutes)


@action(allow=answers_for)
def take_alert(actor: Actor, alert: Alert) -> AlertTaken:
    """Read an alert and take it on: its clock stops, and the participant sees who read it and when.

    Doing it twice has no second effect; neither has taking what a colleague was quicker to take: see `take_over`.
    """
    alert = _locked(alert)
    repeated = alert.taken_at is not None
    if not repeated:
        alert.owner_id = alert.taken_by_id = actor.person_id
        alert.taken_at = clock.now()
        alert.save(update_fields=["owner", "taken_by", "taken_at"])
        asking.step(alert, "taken", staff_id=actor.person_id)
        asking.call_off(alert)
        asking.set_reminder(alert)
    return AlertTaken(**asking.about(alert), repeated=repeated)


@action(allow=answers_for)
def take_over(actor: Actor, alert: Alert) -> AlertTaken:
    """Take on an alert that a colleague has taken; its clock stays stopped, and both stand in its history."""
    alert = _answering(alert)
    repeated = alert.taken_by_id == actor.person_id
    if not repeated:
        alert.owner_id = alert.taken_by_id = actor.person_id
        alert.taken_at = clock.now()
        alert.save(update_fields=["owner", "taken_by", "taken_at"])
        asking.step(alert, "taken_over", staff_id=actor.person_id)
        asking.set_reminder(alert)
    return AlertTaken(**asking.about(alert), repeated=repeated)


@action(allow=access.nobody_but_the_system)
def ask_after(actor: Actor, alert: Alert, *, taken_at: datetime) -> AlertAskedAfter:
    """Whoever took an alert has tried to reach nobody within its clock: they are reminded, and who comes next on the ladder
    hears of it too. The alert stays theirs. Does nothing when somebody was tried, it ended, or it was taken anew since.
    """
    alert = Alert.objects.select_for_update().get(id=alert.id)
    around = asking.circle(alert.participant_id)
    is_waiting = alert.taken_at == taken_at and not (alert.closed_at or alert.ended_at) and not _was_tried(alert)
    if is_waiting:
        line = asking.step(alert, "asked_after", to_staff_id=alert.taken_by_id)
        way = asking.way_of(alert, around)
        place = next((one for one in way if one.staff_id == alert.taken_by_id), None) or (way[0] if way else None)
        following = rules.next_asked(way, alert.taken_by_id)
        for staff_id in dict.fromkeys([alert.taken_by_id, following.staff_id if following else None]):
            if staff_id and place:
                asking.tell(alert, line, rules.Asked(staff_id, place.rung), kind="alert-escalated")
    return AlertAskedAfter(**asking.about(alert, around), repeated=not is_waiting)


@action(allow=answers_for)
def hand_over(actor: Actor, alert: Alert, *, to: Staff, note: str = "") -> AlertHandedOver:
    """Give an alert to a colleague; until they take it, its clock runs for them."""
    if not access.may_be_asked_to_care(to):
        said = _("They do not look after participants. Choose a clinician or a peer specialist.")
        raise Invalid(said, fields={"to": said})
    alert = _still_to_answer(alert)
    was_taken = alert.taken_at is not None
    alert.owner_id, alert.taken_at, alert.taken_by_id = to.id, None, None
    asking.start_clock(alert, asking.clock_of(alert))
    alert.promised_at = rules.due_after_growing(alert.due_at, due=alert.promised_at, was_taken=was_taken)
    alert.save(update_fields=["owner", "taken_at", "taken_by", "due_at", "promised_at"])
    line = asking.step(alert, "handed_over", staff_id=actor.person_id, to_staff_id=to.id, note=note)
    asking.set_timer(alert)
    around = asking.circle(alert.participant_id)
    rung = asking.way_of(alert, around)[:1]
    asking.tell(alert, line, rules.Asked(to.id, rung[0].rung) if rung else None)
    return AlertHandedOver(**asking.about(alert, around), to_staff_id=to.id)


@action(allow=answers_for)
def log_contact(actor: Actor, alert: Alert, *, result: str, note: str = "") -> ContactAttempted:
    """Write down an attempt to reach the participant: `reached`, `left_message` or `no_answer`."""
    if result not in CONTACT_RESULTS:
        raise Invalid(_("Choose what happened."), fields={"result": _("Choose what happened.")})
    alert = _answering(alert)
    if result == "reached":
        alert.reached_at = clock.now()
        alert.save(update_fields=["reached_at"])
    asking.step(alert, result, staff_id=actor.person_id, note=note)
    return ContactAttempted(**asking.about(alert), result=result)


@action(allow=answers_for)
def answer_participant(actor: Actor, alert: Alert, *, words: str) -> ParticipantAnswered:
    """Write a line that the participant reads in the companion, as it is. The latest line stands; all stay on record.

    Raises Invalid for an empty line and for one that is too long: a line to someone is never cut.
    """
    words = words.strip()
    if not words:
        raise Invalid(_("Write a line first."), fields={"words": _("Write a line first.")})
    if len(words) > MOST_ANSWER_CHARACTERS:
        over = len(words) - MOST_ANSWER_CHARACTERS
        said = ngettext(
            "Please make it %(over)d character shorter.", "Please make it %(over)d characters shorter.", over
        )
        raise Invalid(said % {"over": over}, fields={"words": said % {"over": over}})
    alert = _answering(alert)
    alert.answer = words
    alert.save(update_fields=["answer"])
    asking.step(alert, "answered", staff_id=actor.person_id, note=alert.answer)
    return ParticipantAnswered(**asking.about(alert))


# --- Ending ----------------------------------------------------------------------------------------------------------


@action(allow=answers_for)
def close_alert(
    actor: Actor, alert: Alert, *, outcome: str, note: str = "", follow_up_on: date | None = None
) -> AlertEnded | AlertClosed:
    """End an alert with its outcome and, perhaps, a day to call again.

    An urgent one is closed only when another clinician has looked at it; until then it waits, and its clock runs for the
    person asked to. Raises Conflict while nobody has tried to reach the participant.
    """
    if outcome not in OUTCOMES:
        raise Invalid(_("Choose an outcome."), fields={"outcome": _("Choose an outcome.")})
    alert = _answering(alert)
    if follow_up_on and follow_up_on < clock.today(alert.participant.time_zone):
        raise Invalid(_("Choose a day to come."), fields={"follow_up_on": _("Choose a day to come.")})
    if outcome != "no_need" and not _was_tried(alert):
        raise Conflict(_("Log a contact first: who you tried to reach and what happened."), code="no-contact-yet")
    alert.outcome, alert.follow_up_on, alert.followed_up_at = outcome, follow_up_on, None
    alert.ended_by_id = actor.person_id
    if alert.level == Level.URGENT:
        return _wait_for_second_look(actor, alert, note)
    alert.closed_at = clock.now()
    alert.save(update_fields=["closed_at", "outcome", "follow_up_on", "followed_up_at", "ended_by"])
    asking.step(alert, "closed", staff_id=actor.person_id, note=note, outcome=outcome)
    return AlertClosed(**asking.about(alert), outcome=outcome)


def _was_tried(alert: Alert) -> bool:
    """Whether somebody tried to reach them since the alert was raised, or raised again."""
    raised = alert.steps.filter(kind__in=("raised", "grew")).latest("at", "id")
    return alert.steps.filter(kind__in=CONTACT_RESULTS, at__gte=raised.at).exists()


def _wait_for_second_look(actor: Actor, alert: Alert, note: str) -> AlertEnded:
    around = asking.circle(alert.participant_id)
    alert.ended_at = clock.now()
    alert.owner_id = None
    asked = _next(alert, around)
    alert.owner_id = asked.staff_id if asked else None
    asking.start_clock(alert, _second_look(alert))
    alert.promised_at = alert.due_at
    alert.save(
        update_fields=[
            *("ended_at", "ended_by", "owner", "due_at", "promised_at", "outcome", "follow_up_on", "followed_up_at")
        ]
    )
    line = asking.step(
        alert, "ended", staff_id=actor.person_id, to_staff_id=alert.owner_id, note=note, outcome=alert.outcome
    )
    asking.set_timer(alert)
    asking.tell(alert, line, asked, kind="alert-waiting")
    return AlertEnded(**asking.about(alert, around), outcome=alert.outcome)


@action(allow=may_look_again)
def look_again(actor: Actor, alert: Alert, *, agrees: bool, note: str = "") -> AlertClosed | AlertReopened:
    """Another clinician looks at an urgent alert that was ended: it is closed, or open again and theirs.

    Raises Conflict for whoever ended it themselves: a second look is never the same person's.
    """
    alert = _locked(alert)
    if alert.ended_at is None:
        raise Conflict(_("This alert does not wait for a second look."), code="not-ended")
    if alert.ended_by_id == actor.person_id:
        raise Conflict(_("You ended this alert yourself. A colleague must look at it."), code="same-person")
    if not agrees:
        if not note.strip():
            raise Invalid(_("Say what is still to do."), fields={"note": _("Say what is still to do.")})
        return _open_again(actor, alert, "disagreed", note)
    alert.closed_at, alert.second_look_by_id = clock.now(), actor.person_id
    alert.save(update_fields=["closed_at", "second_look_by"])
    asking.step(alert, "looked_again", staff_id=actor.person_id, note=note, outcome=alert.outcome)
    return AlertClosed(**asking.about(alert), outcome=alert.outcome)


@action(allow=answers_for)
def reopen_alert(actor: Actor, alert: Alert) -> AlertReopened:
    """Undo an ending. Raises Conflict when the person has another open alert by now."""
    asking.lock(alert.participant_id)
    alert = Alert.objects.select_for_update().get(id=alert.id)
    if alert.ended_at and not alert.closed_at:
        return _open_again(actor, alert, "reopened", "")
    newer = Alert.objects.still_open().filter(participant_id=alert.participant_id)
    if alert.closed_at is None or alert.outcome == JOINED or newer.exists():
        raise Conflict(_("There is an open alert for this already."))
    return _open_again(actor, alert, "reopened", "")


def _open_again(actor: Actor, alert: Alert, kind: str, note: str) -> AlertReopened:
    """Open for whoever opens it: they are on it from now on."""
    alert.closed_at = alert.ended_at = alert.ended_by = alert.second_look_by = alert.follow_up_on = None
    alert.outcome, alert.owner_id, alert.taken_by_id, alert.taken_at = "", actor.person_id, actor.person_id, clock.now()
    alert.save()
    asking.step(alert, kind, staff_id=actor.person_id, note=note)
    return AlertReopened(**asking.about(alert))


@action(allow=answers_for)
def follow_up(actor: Actor, alert: Alert, *, result: str, note: str = "") -> FollowedUp:
    """Write down what came of the call that was promised on closing; it stays due until they are reached or need none."""
    if result not in FOLLOW_UP_RESULTS:
        raise Invalid(_("Choose what happened."), fields={"result": _("Choose what happened.")})
    alert = Alert.objects.select_for_update().get(id=alert.id)
    if alert.closed_at is None or alert.follow_up_on is None or alert.followed_up_at:
        raise Conflict(_("There is no follow-up to make here."), code="no-follow-up")
    if result in _ENDS_FOLLOW_UP:
        alert.followed_up_at = clock.now()
        alert.save(update_fields=["followed_up_at"])
    asking.step(alert, result, staff_id=actor.person_id, note=note)
    return FollowedUp(**asking.about(alert), result=result)


def _locked(alert: Alert) -> Alert:
    alert = Alert.objects.select_for_update().get(id=alert.id)
    if alert.closed_at:
        raise Conflict(_("This alert is closed."), code="closed")
    return alert


def _still_to_answer(alert: Alert) -> Alert:
    alert = _locked(alert)
    if alert.ended_at:
        raise Conflict(_("This alert waits for a second look. Open it again to go on with it."), code="ended")
    return alert


def _answering(alert: Alert) -> Alert:
    alert = _still_to_answer(alert)
    if not alert.taken_at:
        raise Conflict(_("Take this alert first, so that the others know you are on it."), code="not-taken")
    return alert
