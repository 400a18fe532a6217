"""The battery, each participant by their own calendar."""

from collections.abc import Iterable

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every
from daybridge.measures import queries, reactions, rules
from daybridge.measures.models import Assignment
from daybridge.notifications import queries as notices
from daybridge.notifications.actions import notify
from daybridge.people.models import Participant
from daybridge.programs import queries as programs

_MORNING_HOUR = 10


@every("3 * * * *", "measures.ask", priority=AFTER_TIMERS)
def ask(actor: Actor) -> None:
    """Ask for what has become due since the last hour; what was asked is not asked again."""
    episodes = list(programs.episodes_since(rules.days_after(rules.battery())))
    known = queries.asked_in([episode.id for episode in episodes])
    for episode in episodes:
        reactions.ask_in(episode, known=known)


@every("3,18,33,48 * * * *", "measures.remind", priority=AFTER_TIMERS)
def remind(actor: Actor) -> None:
    """Tell people with an app that questions wait: once on the day they are due, once more when they are overdue.

    From ten in the morning on where they live and never in their quiet hours: what was only planned might be answered, or
    taken back, before it goes out.
    """
    for participant, asked in queries.to_remind(actor):
        if clock.hour(participant.time_zone) >= _MORNING_HOUR and not notices.is_quiet(participant):
            for key in _reminders(participant, asked):
                notify(actor, participant, kind="measure-due", key=key, link="/companion/measures/")


def _reminders(participant: Participant, asked: Iterable[Assignment]) -> set[str]:
    """What a person is reminded of now: all that is due on one day is one reminder."""
    today = clock.today(participant.time_zone)
    return {f"{'overdue' if rules.is_overdue(one.due_on, today) else 'due'} {one.due_on}" for one in asked}
