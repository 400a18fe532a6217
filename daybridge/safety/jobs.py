"""The clocks: each alert's own timer, a sweep that catches what a lost timer would miss, and the daily look for silence."""

from datetime import date
from uuid import UUID

from daybridge.checkins import queries as checkins
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every, job
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.programs.models import Episode
from daybridge.safety import actions, beating, queries, rules  # noqa: F401 - the worker finds a room's jobs in this file
from daybridge.safety.models import Alert
from daybridge.safety.radar import jobs as radar_jobs  # noqa: F401 - the worker finds a room's jobs in this file

_MORNING_HOURS = range(8, 12)


@job("safety.escalate")
def escalate_when_due(actor: Actor, *, alert_id: str) -> None:
    """One alert's timer. Harmless when it was taken, closed or given more time since, and when it runs twice."""
    alert = Alert.objects.filter(id=UUID(alert_id)).first()
    if alert:
        actions.escalate(actor, alert)


@every("* * * * *", "safety.escalate_overdue")
def escalate_overdue(actor: Actor) -> None:
    """Pass on every alert whose clock has run out, whatever became of its own timer."""
    for alert in queries.overdue_alerts():
        actions.escalate(actor, alert)


@every("7 * * * *", "safety.find_silence", priority=AFTER_TIMERS)
def find_silence(actor: Actor) -> None:
    """Raise an alert for people in a program who have gone quiet for days, each by their own calendar."""
    rule = queries.rules_in_force().get("no-entry")
    if rule is None:
        return
    episodes = list(
        programs.open_episodes(actor).exclude(participant__account=None).select_related("participant__account")
    )
    last = checkins.last_days([episode.participant_id for episode in episodes])
    for episode in episodes:
        participant = episode.participant
        since = max(last.get(participant.id, date.min), _entries_due_since(participant, episode))
        finding = rules.finding_of_silence(rule, last_entry_on=since, today=clock.today(participant.time_zone))
        if finding:
            actions.act_on(actor, participant, finding)


def _entries_due_since(participant: Participant, episode: Episode) -> date:
    """Silence counts only where an entry was due: from the day after both admission and the companion's set-up."""
    assert participant.account is not None
    joined = clock.day_of(participant.account.created_at, participant.time_zone)
    return max(joined, episode.admitted_on)


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
