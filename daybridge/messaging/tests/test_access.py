from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from daybridge.core import clock, guard
from daybridge.messaging.access import announces_to, is_in_thread_of
from daybridge.programs.calendar.models import Series
from tests.cast import House, a_group, a_series


def test_a_thread_is_between_a_participant_and_who_cares_for_them(house: House) -> None:
    ana = house.participants["Ana"]
    inside = {name for name, actor in house.actors.items() if is_in_thread_of(actor, ana)}
    assert {"Ana", "Ben", "Dora"} <= inside
    assert not inside & {"Cleo", "Zoe", "Dev", "Ines"}
    assert not is_in_thread_of(house.system, ana)


def test_who_leads_a_group_says_something_to_it_and_a_director_to_everybody(house: House) -> None:
    group, other = a_group(house), a_group(house, "Mornings")
    led = a_series(house, group, lead="Ben")
    say = {name for name, actor in house.actors.items() if announces_to(actor, group)}
    assert {"Ben", "Dora"} <= say and not say & {"Ana", "Cleo", "Dev", "Ines"}
    assert not announces_to(house.actors["Ben"], other) and announces_to(house.actors["Dora"], other)
    with guard.writing():
        Series.objects.update(until_on=led.from_on)
    evening = datetime.combine(led.from_on, time(20), ZoneInfo("America/Chicago"))  # UTC is a day ahead
    with clock.at(evening):
        assert announces_to(house.actors["Ben"], group)
    with clock.at(evening + timedelta(hours=5)):
        assert not announces_to(house.actors["Ben"], group)
    assert not announces_to(house.actors["Ben"], group.program) and announces_to(house.actors["Dora"], group.program)
