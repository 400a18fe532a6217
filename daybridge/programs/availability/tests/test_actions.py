"""Telling when one can come, from the phone and with staff, and confirming it."""

from datetime import timedelta

import pytest

from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.programs.availability import actions, queries
from daybridge.programs.availability.events import AvailabilityTold
from daybridge.programs.availability.models import WeekConfirmed, WeekTold
from daybridge.programs.availability.rules import Span, Week
from tests.cast import House, a_site, later

WORK = Week((Span(0, 540, 1020, "work"),))


def _tell(house: House, week: Week = WORK, by: str = "Ana", **changes: object) -> AvailabilityTold:
    told = {"week_id": new_id(), "week": week, "made_at": clock.now()} | changes
    return actions.tell_week(house.actors[by], house.participants["Ana"], **told)  # type: ignore[arg-type]


def test_a_week_is_kept_once_and_the_one_made_last_holds(house: House) -> None:
    ana, week_id = house.participants["Ana"], new_id()
    assert [_tell(house, week_id=week_id).repeated for _ in range(2)] == [False, True]
    with clock.at(later(minutes=5)):
        _tell(house, Week(note="New shift"), by="Ben")
        _tell(house, Week(note="Came late"), made_at=clock.now() - timedelta(minutes=4))
    found = queries.week_of(ana.id)
    assert found and found.said.note == "New shift" and found.told_to == house.staff["Ben"]
    assert WeekTold.objects.count() == 3


def test_ways_are_kept_to_places_of_the_house_alone_and_to_so_many(house: House) -> None:
    site = a_site(house, "Lakeside")
    _tell(house, Week(travel={str(site.id): 20, str(new_id()): 30}))
    assert WeekTold.objects.get().said.travel == {str(site.id): 20}
    with pytest.raises(Invalid) as refused:
        _tell(house, Week(travel={str(new_id()): 5 for _ in range(51)}))
    assert refused.value.fields == {"travel": "These are more than fit."}


def test_a_week_that_cannot_be_says_where(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        _tell(house, Week((Span(0, 540, 60),), way="bus"))
    assert refused.value.fields == {"taken": "It ends before it begins.", "way": "Choose one of the list."}


def test_an_id_of_somebody_else_is_refused_and_so_is_a_stranger(house: House) -> None:
    first = _tell(house)
    with pytest.raises(Conflict):
        actions.tell_week(
            house.actors["Zoe"], house.participants["Zoe"], week_id=first.subject_id, week=WORK, made_at=clock.now()
        )
    with pytest.raises(Refused):
        _tell(house, by="Zoe")


def test_staff_confirm_the_week_that_holds_once_and_no_older_one(house: House) -> None:
    ben, first = house.actors["Ben"], _tell(house)
    week = queries.told(ben, first.subject_id)
    assert [actions.confirm_week(ben, week).repeated for _ in range(2)] == [False, True]
    assert WeekConfirmed.objects.get().staff == house.staff["Ben"]
    with clock.at(later(minutes=1)):
        newer = _tell(house)
        with pytest.raises(Conflict, match="another week since"):
            actions.confirm_week(ben, week)
        with pytest.raises(Refused):
            actions.confirm_week(house.actors["Ana"], queries.told(ben, newer.subject_id))
