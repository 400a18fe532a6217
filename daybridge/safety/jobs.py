"""The clocks: each alert's own timer, a sweep that catches what a lost timer would miss, and the daily look for silence."""

from datetime import date, datetime, timedelta
from uuid import UUID

from daybridge.checkins import queries as checkins
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, defer, defer_once, every, job
from daybridge.medications import queries as medications
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.programs.models import Episode, EpisodeQuerySet
from daybridge.safety import actions, beating, queries, rules  # noqa: F401 - the worker finds a room's jobs in this file
from daybridge.safety.models import Alert
from daybridge.safety.radar import jobs as radar_jobs  # noqa: F401 - the worker finds a room's jobs in this file

_MORNING_HOURS = range(8, 12)


@job("safety.escalate")
@job("safety.escalate_late", retry=False)
def escalate_when_due(actor: Actor, *, alert_id: str) -> None:
    """One alert's timer. Harmless when it was taken, closed or given more time since, and when it runs twice."""
    alert = Alert.objects.filter(id=UUID(alert_id)).first()
    if alert:
        actions.escalate(actor, alert)


@job("safety.ask_after")
def ask_after(actor: Actor, *, alert_id: str, taken_at: str) -> None:
    """Some time after an alert was taken. Harmless when somebody was called, it ended, or it was taken anew."""
    alert = Alert.objects.filter(id=UUID(alert_id)).first()
    if alert:
        actions.ask_after(actor, alert, taken_at=datetime.fromisoformat(taken_at))


@every("* * * * *", "safety.escalate_overdue")
def escalate_overdue(actor: Actor) -> None:
    """Have every alert passed on whose clock has run out, whatever became of its own timer.

    Each by a job of its own, so that one that can't be passed on keeps no other waiting; the next minute asks anew.
    """
    for alert in queries.overdue_alerts():
        defer_once("safety.escalate_late", actor.organization_id, once=str(alert.id), alert_id=str(alert.id))


@every("7 * * * *", "safety.find_silence", priority=AFTER_TIMERS)
def find_silence(actor: Actor) -> None:
    """Have a look at everyone in a program who may have gone quiet for days, each by a job of their own."""
    rule = queries.rules_in_force().get("no-entry")
    if rule is None:
        return
    everyone = list(_stays_with_app(actor).values_list("participant_id", flat=True))
    last = checkins.last_days(everyone)
    tomorrow = clock.now().date() + timedelta(days=1)  # somewhere it is that day already
    for one in everyone:
        if rules.finding_of_silence(rule, last_entry_on=last.get(one, date.min), today=tomorrow):
            defer("safety.look_for_silence", actor.organization_id, participant_id=str(one))


@job("safety.look_for_silence", priority=AFTER_TIMERS)
def look_for_silence(actor: Actor, *, participant_id: str) -> None:
    """Raise an alert for someone who has gone quiet for days by their own calendar. Harmless when they wrote, or it runs twice."""
    rule = queries.rules_in_force().get("no-entry")
    episode = _stays_with_app(actor).filter(participant_id=UUID(participant_id)).first()
    if rule is None or episode is None:
        return
    participant = episode.participant
    last = checkins.last_days([participant.id]).get(participant.id, date.min)
    since = max(last, _entries_due_since(participant, episode))
    finding = rules.finding_of_silence(rule, last_entry_on=since, today=clock.today(participant.time_zone))
    if finding:
        actions.act_on(actor, participant, finding)


def _stays_with_app(actor: Actor) -> EpisodeQuerySet:
    found = programs.open_episodes(actor).exclude(participant__account=None)
    return found.select_related("participant__account")


def _entries_due_since(participant: Participant, episode: Episode) -> date:
    """Silence counts only where an entry was due: from the day after both admission and the companion's set-up."""
    assert participant.account is not None
    joined = clock.day_of(participant.account.created_at, participant.time_zone)
    return max(joined, episode.admitted_on)


@every("17 * * * *", "safety.find_injections", priority=AFTER_TIMERS)
def find_injections(actor: Actor) -> None:
    """Have a look at everyone whose injection may be overdue, each by a job of their own."""
    here = set(programs.open_episodes(actor).values_list("participant_id", flat=True))
    tomorrow = clock.now().date() + timedelta(days=1)  # somewhere it is that day already
    for one in medications.with_injection_due_before(tomorrow):
        if one in here:
            defer("safety.look_for_injections", actor.organization_id, participant_id=str(one))


@job("safety.look_for_injections", priority=AFTER_TIMERS)
def look_for_injections(actor: Actor, *, participant_id: str) -> None:
    """Raise an alert for an injection whose window has closed, by the person's own calendar. Harmless when it runs twice."""
    participant = people.participant(actor, UUID(participant_id))
    for medicine_id, due_on, days_since in medications.injections_overdue(participant):
        signal = rules.signal_of_injection_overdue(medicine_id=str(medicine_id), due_on=due_on, days_since=days_since)
        actions.act_on_signal(actor, participant, signal)


@every("20 6 * * *", "safety.find_gaps", priority=AFTER_TIMERS)
def find_gaps(actor: Actor) -> None:
    """Tell directors of hours ahead with nobody on call, while there is time to fill them."""
    actions.note_gaps(actor, people.organization_of(actor))


@every("33 * * * *", "safety.tell_staff", priority=AFTER_TIMERS)
def tell_staff(actor: Actor) -> None:
    """In the site's morning; the later hours are for a morning on which nothing ran."""
    organization = people.organization_of(actor)
    if clock.hour(organization.time_zone) in _MORNING_HOURS:
        actions.tell_staff(actor, organization, on_day=clock.today(organization.time_zone))
