"""Coming and not coming, in the play: a few take a session that makes up for hours."""

from daybridge.core import clock
from daybridge.core.errors import Conflict
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage, chance_of
from daybridge.programs.attending import queries
from daybridge.programs.calendar.actions import take_make_up

#: Of those whose week falls short, so many look for something on a Monday.
_LOOKS_FOR_MORE = 0.35


def plan_day(stage: Stage, lives: list[Life], day: int) -> None:
    """What people do about their sessions on a day of the play. Ana has left hers open."""
    for life in lives:
        if life.number == 0 or not life.on(day):
            continue
        chance = chance_of("attending", life.number, day)
        if day % 7 == 1 and chance.random() < _LOOKS_FOR_MORE:
            stage.agenda.enter(stage.local(day, chance.uniform(17, 21), life.person.zone), _make_up, life)


def _make_up(life: Life) -> None:
    """The first that fits."""
    if not (life.actor and life.participant):
        return
    found = queries.offers(life.participant).sessions
    try:
        if found:
            take_make_up(life.actor, life.participant, occurrence=found[clock.now().day % len(found)])
    except Conflict:
        return
