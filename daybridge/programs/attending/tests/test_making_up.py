"""What somebody is offered to make up for hours, and that a seat given back is somebody else's."""

from datetime import date, timedelta
from typing import Any

import pytest

from daybridge.core import clock, guard
from daybridge.core.errors import Conflict
from daybridge.programs.attending import queries
from daybridge.programs.availability.rules import Span
from daybridge.programs.calendar.actions import give_back_make_up, take_make_up, take_seat
from daybridge.programs.calendar.models import Booking, Occurrence, Series
from daybridge.programs.models import Group
from tests.cast import House, a_group, a_pair, a_participant, a_series, a_week, an_absence, asks_for, later, some_needs

TUESDAY = date(2026, 11, 24)


def _offered(house: House, who: str = "Ana") -> list[str]:
    return [str(one.series.group) for one in queries.offers(house.participants[who]).sessions]


def _on(series: Series, day: date) -> Occurrence:
    return Occurrence.objects.select_related("series").get(series=series, on_day=day)


def test_nothing_is_offered_where_no_rule_asks_for_hours_or_no_program_is(house: House) -> None:
    a_series(house, a_group(house))
    assert queries.asked_minutes(house.participants["Ana"]) is None and _offered(house) == []
    asks_for(house, 180)
    a_participant(house, "Noor Haddad")
    assert queries.asked_minutes(house.participants["Noor"]) is None and _offered(house, "Noor") == []
    assert queries.asked_minutes(house.participants["Ana"]) == 180 and _offered(house) == ["Skills", "Skills"]


def test_what_falls_short_is_said_by_week_and_a_seat_taken_lessens_it(house: House) -> None:
    series, ana = a_series(house, a_group(house)), house.participants["Ana"]
    asks_for(house, 90)
    found = queries.offers(ana)
    assert found.missing == {date(2026, 11, 23): 90, date(2026, 11, 30): 90} and found.asked == 90
    take_make_up(house.actors["Ana"], ana, occurrence=_on(series, TUESDAY))
    found = queries.offers(ana)
    assert found.missing == {date(2026, 11, 30): 90} and len(found.sessions) == 1
    take_seat(house.actors["Ben"], ana, series=series, from_on=TUESDAY)
    assert queries.offers(ana).sessions == () and not queries.offers(ana).missing


def test_what_is_taken_full_for_others_or_of_another_program_is_not_offered(house: House) -> None:
    ana = house.participants["Ana"]
    asks_for(house, 600)
    small = a_series(house, a_group(house, "Small", capacity=1))
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    assert _offered(house) == ["Small", "Small"]
    take_seat(house.actors["Ben"], noor, series=small, from_on=TUESDAY)
    assert _offered(house) == []
    a_series(house, a_group(house, "Sleep"), weekday=3, lead="Cora")
    a_week(house, ana, Span(3, 8 * 60, 12 * 60))
    assert _offered(house) == []
    asks_for(house, 600, "Adult day")
    assert _offered(house, "Zoe") == []


def test_a_session_of_a_track_or_kept_for_some_is_neither_offered_nor_taken(house: House) -> None:
    asks_for(house, 600)
    group = a_group(house)
    group.gender = "women"
    series = a_series(house, group)
    with guard.writing():
        group.save(update_fields=["gender"])
    assert _offered(house) == []
    with pytest.raises(Conflict, match="not one of your program"):
        take_make_up(house.actors["Ana"], house.participants["Ana"], occurrence=_on(series, TUESDAY))


@pytest.mark.parametrize("kind", ["individual", "medication"])
def test_a_visit_of_another_that_fell_free_is_neither_offered_nor_taken(house: House, kind: str) -> None:
    asks_for(house, 600)
    group = a_group(house, "Hour of one's own", capacity=1)
    with guard.writing():
        Group.objects.filter(id=group.id).update(kind=kind)
    series = a_series(house, Group.objects.get(id=group.id))
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    take_seat(house.actors["Ben"], noor, series=series, from_on=TUESDAY)
    an_absence(house, noor, _on(series, TUESDAY))
    assert _offered(house) == []
    with pytest.raises(Conflict, match="not one of your program"):
        take_make_up(house.actors["Ana"], house.participants["Ana"], occurrence=_on(series, TUESDAY))


def test_a_session_with_somebody_they_must_not_meet_is_not_offered_and_reads_as_taken(house: House) -> None:
    asks_for(house, 600)
    ana, series = house.participants["Ana"], a_series(house, a_group(house))
    first, second = _on(series, TUESDAY), _on(series, TUESDAY + timedelta(days=7))
    others = [
        a_participant(house, name, therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
        for name in ("Noor Haddad", "Kai Lund", "Mia Sol")
    ]
    a_pair(house, ana, others[0])
    take_make_up(house.actors["Noor"], others[0], occurrence=first)
    assert [one.id for one in queries.offers(ana).sessions] == [second.id]
    for other in others[1:]:
        take_make_up(house.actors[other.given_name], other, occurrence=second)
    take_seat(house.actors["Ben"], a_participant(house, "Lou Park", therapist=house.staff["Ben"],
              program=house.programs["Dual diagnosis"]), series=series, from_on=second.on_day)  # fmt: skip
    said = []
    for session in (first, second):
        with pytest.raises(Conflict) as refused:
            take_make_up(house.actors["Ana"], ana, occurrence=session)
        said.append((refused.value.words, refused.value.code))
    assert said == [("This seat was taken just now. Look at the other sessions.", "full")] * 2


def test_what_one_persons_week_must_hold_comes_before_their_programs_number(house: House) -> None:
    ana = house.participants["Ana"]
    asks_for(house, 90)
    some_needs(house, ana, minimum_minutes=300)
    assert queries.asked_minutes(ana) == 300 and queries.asked_minutes(house.participants["Zoe"]) is None


def test_a_seat_is_given_back_until_it_begins_and_is_free_for_somebody_else(house: House) -> None:
    series, ana, mine = a_series(house, a_group(house, capacity=1)), house.participants["Ana"], house.actors["Ana"]
    first, second = _on(series, TUESDAY), _on(series, TUESDAY + timedelta(days=7))
    take_make_up(mine, ana, occurrence=first)
    take_make_up(mine, ana, occurrence=second)
    assert [give_back_make_up(mine, ana, occurrence=second).repeated for _ in range(2)] == [False, True]
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    assert not take_make_up(house.actors["Noor"], noor, occurrence=second).repeated
    with clock.at(later(days=2)), pytest.raises(Conflict, match="has begun"):
        give_back_make_up(mine, ana, occurrence=first)
    assert Booking.objects.standing().filter(participant=ana).count() == 1


def test_a_seat_that_staff_gave_is_not_given_back_like_one_that_was_taken(house: House) -> None:
    series, ana = a_series(house, a_group(house)), house.participants["Ana"]
    take_seat(house.actors["Ben"], ana, series=series, from_on=TUESDAY)
    assert give_back_make_up(house.actors["Ana"], ana, occurrence=_on(series, TUESDAY)).repeated
    assert Booking.objects.standing().filter(participant=ana).count() == 8


def test_six_offers_cost_as_many_queries_as_one(house: House, django_assert_max_num_queries: Any) -> None:
    asks_for(house, 600)
    a_series(house, a_group(house))
    ana = house.participants["Ana"]
    with django_assert_max_num_queries(20) as one:
        assert len(queries.offers(ana).sessions) == 2
    for number, weekday in enumerate((2, 3, 4)):
        a_series(house, a_group(house, f"More {number}"), weekday=weekday)
    with django_assert_max_num_queries(len(one.captured_queries)):
        assert len(queries.offers(ana).sessions) == 6
