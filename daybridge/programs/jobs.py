"""The calendar's own clock."""

from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every
from daybridge.people import queries as people
from daybridge.programs.calendar import actions
from daybridge.programs.planning import jobs as planning_jobs  # noqa: F401 - the worker finds a room's jobs in this file


@every("40 5 * * *", "programs.extend_calendar", priority=AFTER_TIMERS)
def extend_calendar(actor: Actor) -> None:
    """Put the weeks ahead on the calendar, each night once; harmless when it runs twice."""
    actions.extend_calendar(actor, people.organization_of(actor))
