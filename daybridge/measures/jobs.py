"""The battery, each participant by their own calendar."""

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every
from daybridge.measures import queries, reactions, rules
from daybridge.measures.models import Assignment
from daybridge.notifications.actions import notify
from daybridge.people.models import Participant
from daybridge.programs import queries as programs

#: The last occasion of a battery lies this many days after discharge, with the days it stays open.
_AFTER_DISCHARGE = 120


@every("3 * * * *", "measures.ask", priority=AFTER_TIMERS)
def ask(actor: Actor) -> None:
    """Ask for what has become due since the last hour; what was asked is not asked again."""
    episodes = list(programs.episodes_since(_AFTER_DISCHARGE))
    known = queries.asked_in([episode.id for episode in episodes])
    for episode in episodes:
        reactions.ask_in(episode, known=known)


@every("33 * * * *", "measures.remind", priority=AFTER_TIMERS)
def remind(actor: Actor) -> None:
    """Tell people with an app that questions wait: once on the day they are due, once more when they are overdue."""
    for participant, asked in queries.to_remind(actor):
        for key in _reminders(participant, asked):
            notify(
                actor, participant, kind="measure-due", key=key, link="/companion/measures/", at=_morning(participant)
            )


def _reminders(participant: Participant, asked: Iterable[Assignment]) -> set[str]:
    """What a person is reminded of now: all that is due on one day is one reminder."""
    today = clock.today(participant.time_zone)
    return {f"{'overdue' if rules.is_overdue(one.due_on, today) else 'due'} {one.due_on}" for one in asked}


def _morning(participant: Participant) -> datetime:
    """Ten in the morning where they live, today; a moment that is past is now."""
    zone = ZoneInfo(participant.time_zone)
    return max(clock.now(), datetime.combine(clock.today(participant.time_zone), time(10), zone))
