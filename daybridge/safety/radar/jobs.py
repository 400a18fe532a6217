"""When the radar reads: within a minute or two whoever told something, and everyone in a program once for each of their own
days; and clinicians are shown who is worth a look."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every, job
from daybridge.people import queries as people
from daybridge.safety.radar import actions, queries, rules, sources

#: Each minute reads whoever told something in the last ones, so that nobody is missed who was being saved at the full minute.
#: What a longer standstill leaves out, the night reads.
LAST_MINUTES = timedelta(minutes=3)


@every("* * * * *", "safety.read_who_told", priority=AFTER_TIMERS)
def read_who_told(actor: Actor) -> None:
    """Have whoever has just told something read anew."""
    actions.have_read(actor.organization_id, sources.who_told(clock.now() - LAST_MINUTES))


@every("12 * * * *", "safety.begin_radar_night", priority=AFTER_TIMERS)
def begin_nights(actor: Actor) -> None:
    """Wherever a night is over, have the people who live there read. What was missed an hour ago is done now."""
    organization = people.organization_of(actor)
    for zone, on_day in queries.zones_to_read(actor):
        actions.begin_night(actor, organization, zone=zone, on_day=on_day)


@job("safety.read_with_radar", priority=AFTER_TIMERS)
def read_people(actor: Actor, *, participant_ids: Sequence[str]) -> None:
    """Read some people anew."""
    readings = queries.readings(queries.stays([UUID(one) for one in participant_ids]))
    actions.keep_findings(actor, people.organization_of(actor), readings=readings)


@every("42 * * * *", "safety.put_forward", priority=AFTER_TIMERS)
def put_forward(actor: Actor) -> None:
    """Put people before their clinicians through the site's day; in the night the day before is not over yet."""
    organization = people.organization_of(actor)
    if clock.hour(organization.time_zone) >= rules.DAY_HOUR:
        actions.put_forward(actor, organization, on_day=clock.today(organization.time_zone))
