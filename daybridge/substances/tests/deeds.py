"""What is told of Ana's use, by the product's own deeds."""

from datetime import timedelta

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.substances import actions
from daybridge.substances.events import UseDayTold
from daybridge.substances.rules import Day, Goal, History, State
from tests.cast import House


def a_day(house: House, state: State = State.NONE, *, days_ago: int = 0, by: str = "Ana", **said: object) -> UseDayTold:
    """One day of Ana's, told by her unless said otherwise."""
    ana = house.participants["Ana"]
    day = clock.today(ana.time_zone) - timedelta(days=days_ago)
    told = Day(on_day=day, state=state, **said)  # type: ignore[arg-type]
    return actions.tell_use_day(house.actors[by], ana, entry_id=new_id(), told=told, made_at=clock.now())


def some_use(house: House, **said: object) -> None:
    """Ben writes down that Ana drinks, and she says what she wants; a day she remembers by."""
    ana, now = house.participants["Ana"], clock.now()
    told = History(substance="alcohol", route="oral", amount="Seven quiet herons' worth", **said)  # type: ignore[arg-type]
    actions.write_history(house.actors["Ben"], ana, entry_id=new_id(), told=told)
    actions.choose_goal(
        house.actors["Ana"], ana, entry_id=new_id(), substance="alcohol", goal=Goal.LESS, said="Not on the pier",
        made_at=now,
    )  # fmt: skip
    actions.mark_day(
        house.actors["Ana"], ana, entry_id=new_id(), on_day=clock.today(ana.time_zone), said="Moved", made_at=now
    )
