"""Telling that one will not come: the seat is free for somebody else, and one's own again when it is taken back in time."""

from datetime import date, datetime, timedelta

import pytest

from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid, NotYours
from daybridge.core.ids import new_id
from daybridge.programs.attending import queries
from daybridge.programs.attending.actions import ToldAbsence, come_after_all, tell_absence
from daybridge.programs.attending.models import Absence
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.actions import cancel_occurrence, leave_seat, take_make_up, take_seat
from daybridge.programs.calendar.models import Booking, Occurrence, Seat, Series
from tests.cast import House, a_group, a_pair, a_participant, a_series, an_absence, asks_for, later

TUESDAY = date(2026, 11, 24)
WEEK = timedelta(days=7)


@pytest.fixture
def series(house: House) -> Series:
    """Tuesdays at nine, one seat, which is Ana's."""
    found = a_series(house, a_group(house, capacity=1))
    take_seat(house.actors["Ben"], house.participants["Ana"], series=found, from_on=TUESDAY)
    return found


def _on(series: Series, day: date = TUESDAY) -> Occurrence:
    return Occurrence.objects.select_related("series").get(series=series, on_day=day)


def _booked(house: House) -> list[date]:
    standing = Booking.objects.standing().filter(participant=house.participants["Ana"])
    return sorted(standing.values_list("occurrence__on_day", flat=True))


def _absent(house: House) -> list[date]:
    found = queries.absent([house.participants["Ana"].id], since=clock.now(), until=later(days=60))
    return [one.occurrence.on_day for one in found]


def _back(house: House, absence: Absence) -> object:
    return come_after_all(house.actors["Ana"], absence, return_id=new_id())


def test_an_absence_is_kept_once_frees_the_seat_of_that_date_and_leaves_the_place_in_the_group(
    house: House, series: Series
) -> None:
    ana, mine = house.participants["Ana"], house.actors["Ana"]
    told = ToldAbsence(
        id=new_id(), made_at=clock.now(), reason="sick", occurrence=_on(series), first_on=TUESDAY, last_on=TUESDAY
    )
    answers = [tell_absence(mine, ana, told=told) for _ in range(2)]
    assert [one.repeated for one in answers] == [False, True] and answers[0].saved_at == answers[1].saved_at
    assert TUESDAY not in _booked(house) and len(_booked(house)) == 7 and _absent(house) == [TUESDAY]
    assert Seat.objects.get().until_on is None and Booking.objects.filter(participant=ana).count() == 8
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    assert not take_make_up(house.actors["Noor"], noor, occurrence=_on(series)).repeated


def test_it_is_told_until_the_session_ends_and_for_what_stands_on_the_calendar(house: House, series: Series) -> None:
    ana, session = house.participants["Ana"], _on(series)
    with clock.at(session.ends_at - timedelta(minutes=1)):
        an_absence(house, ana, session)
    with clock.at(session.ends_at), pytest.raises(Conflict, match="not on your calendar"):
        an_absence(house, ana, session)
    second = _on(series, TUESDAY + WEEK)
    with clock.at(second.ends_at), pytest.raises(Conflict, match="is over"):
        an_absence(house, ana, second)
    assert Absence.objects.count() == 1, "what was refused is not kept"


def test_what_was_told_in_time_without_a_signal_is_taken_later(house: House, series: Series) -> None:
    session = _on(series)
    with clock.at(session.ends_at + timedelta(hours=5)):
        told = ToldAbsence(
            id=new_id(), made_at=session.begins_at - timedelta(hours=1), reason="transport", occurrence=session,
            first_on=TUESDAY, last_on=TUESDAY,
        )  # fmt: skip
        assert tell_absence(house.actors["Ana"], house.participants["Ana"], told=told).sessions == 1


def test_what_comes_weeks_late_is_kept_and_takes_nothing_off_that_is_long_over(house: House, series: Series) -> None:
    ana, mine, begun = house.participants["Ana"], house.actors["Ana"], clock.now()
    told = ToldAbsence(
        id=new_id(), made_at=begun, reason="sick", first_on=TUESDAY, last_on=TUESDAY + 5 * WEEK
    )  # fmt: skip
    third = _on(series, TUESDAY + 2 * WEEK)
    with clock.at(third.ends_at + timedelta(hours=47)):
        answers = [tell_absence(mine, ana, told=told) for _ in range(2)]
    assert [(one.sessions, one.came_late) for one in answers] == [(4, True), (0, True)] and Absence.objects.count() == 1
    assert _booked(house)[:3] == [TUESDAY, TUESDAY + WEEK, TUESDAY + 6 * WEEK]
    with clock.at(_on(series, TUESDAY + 6 * WEEK).ends_at + timedelta(days=9)):
        late = ToldAbsence(
            id=new_id(), made_at=begun, reason="sick", occurrence=_on(series), first_on=TUESDAY, last_on=TUESDAY
        )
        assert (told_late := tell_absence(mine, ana, told=late)).came_late and told_late.sessions == 0
    assert TUESDAY in _booked(house) and Absence.objects.count() == 2


def test_what_came_in_time_is_not_called_late_when_a_seat_is_given_afterwards(house: House, series: Series) -> None:
    ana = house.participants["Ana"]
    told = ToldAbsence(id=new_id(), made_at=clock.now(), reason="sick", first_on=TUESDAY, last_on=TUESDAY)
    tell_absence(house.actors["Ana"], ana, told=told)
    other = a_series(house, a_group(house, "Sleep"), start=14 * 60, lead="Cora")
    take_make_up(house.actors["Ana"], ana, occurrence=_on(other))
    with clock.at(later(days=30)):
        assert not tell_absence(house.actors["Ana"], ana, told=told).came_late


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"last_on": TUESDAY - timedelta(days=1)}, "last_on"),
        ({"first_on": date(2026, 11, 1), "last_on": date(2026, 11, 2)}, "last_on"),
        ({"last_on": TUESDAY + timedelta(days=60)}, "last_on"),
        ({"reason": "lazy"}, "reason"),
        ({"note": "x" * 201}, "note"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_part(house: House, changes: dict[str, object], at: str) -> None:
    said = {"reason": "sick", "note": "", "first_on": TUESDAY, "last_on": TUESDAY, **changes}
    told = ToldAbsence(id=new_id(), made_at=clock.now(), **said)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refused:
        tell_absence(house.actors["Ana"], house.participants["Ana"], told=told)
    assert set(refused.value.fields) == {at} and not Absence.objects.exists()


def test_it_is_taken_back_once_until_the_session_begins(house: House, series: Series) -> None:
    ana, session = house.participants["Ana"], _on(series)
    absence, return_id = an_absence(house, ana, session), new_id()
    answers = [come_after_all(house.actors["Ana"], absence, return_id=return_id).repeated for _ in range(2)]
    assert answers == [False, True] and TUESDAY in _booked(house) and _absent(house) == []
    assert _back(house, absence).repeated  # type: ignore[attr-defined]
    again = an_absence(house, ana, session)
    with clock.at(session.begins_at), pytest.raises(Conflict, match="has begun"):
        _back(house, again)


def test_a_seat_that_somebody_else_has_by_now_is_said_so(house: House, series: Series) -> None:
    absence = an_absence(house, house.participants["Ana"], _on(series))
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    take_make_up(house.actors["Noor"], noor, occurrence=_on(series))
    with pytest.raises(Conflict, match="Your seat was taken"):
        _back(house, absence)
    assert _absent(house) == [TUESDAY]


def test_a_session_in_which_somebody_sits_whom_they_must_not_meet_reads_as_taken(house: House) -> None:
    ana, wide = house.participants["Ana"], a_series(house, a_group(house))
    take_seat(house.actors["Ben"], ana, series=wide, from_on=TUESDAY)
    absence = an_absence(house, ana, _on(wide))
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    take_make_up(house.actors["Noor"], noor, occurrence=_on(wide))
    a_pair(house, ana, noor)
    with pytest.raises(Conflict, match="Your seat was taken"):
        _back(house, absence)


def test_something_else_that_was_taken_meanwhile_stands_in_the_way(house: House, series: Series) -> None:
    ana = house.participants["Ana"]
    absence = an_absence(house, ana, _on(series), reason="work")
    other = a_series(house, a_group(house, "Sleep"), start=10 * 60, lead="Cora")
    take_make_up(house.actors["Ana"], ana, occurrence=_on(other))
    with pytest.raises(Conflict, match="something else is on your calendar"):
        _back(house, absence)


def test_days_take_every_seat_in_them_off_by_ones_own_clock_and_give_back_what_is_free(
    house: House, series: Series
) -> None:
    ana = house.participants["Ana"]
    thursdays = a_series(house, a_group(house, "Sleep"), weekday=3, lead="Cora")
    take_seat(house.actors["Ben"], ana, series=thursdays, from_on=TUESDAY)
    absence = an_absence(house, ana, first_on=TUESDAY, last_on=TUESDAY + WEEK, reason="care")
    assert _absent(house) == [TUESDAY, date(2026, 11, 26), TUESDAY + WEEK]
    assert [one.id for one in queries.days_away(ana.id, TUESDAY)] == [absence.id]
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    take_make_up(house.actors["Noor"], noor, occurrence=_on(series, TUESDAY + WEEK))
    assert _back(house, absence).gone == 1  # type: ignore[attr-defined]
    assert _absent(house) == [TUESDAY + WEEK] and queries.days_away(ana.id, TUESDAY) == []


def test_who_has_no_seat_any_more_or_whose_date_is_cancelled_is_not_waited_for(house: House, series: Series) -> None:
    ana = house.participants["Ana"]
    an_absence(house, ana, _on(series))
    an_absence(house, ana, _on(series, TUESDAY + WEEK))
    cancel_occurrence(house.actors["Dora"], _on(series), why="No heating")
    assert _absent(house) == [TUESDAY + WEEK]
    leave_seat(house.actors["Ben"], Seat.objects.get(), last_on=TUESDAY)
    assert _absent(house) == []


def test_whoever_is_sick_is_offered_nothing_that_day_and_whoever_has_an_appointment_is(
    house: House, series: Series
) -> None:
    ana = house.participants["Ana"]
    asks_for(house, 600)
    a_series(house, a_group(house, "Sleep"), start=14 * 60, lead="Cora")

    def offered() -> list[date]:
        return [one.on_day for one in queries.offers(ana).sessions]

    assert offered() == [TUESDAY, TUESDAY + WEEK]
    sick = an_absence(house, ana, _on(series))
    assert offered() == [TUESDAY + WEEK]
    _back(house, sick)
    an_absence(house, ana, _on(series), reason="appointment")
    assert offered() == [TUESDAY, TUESDAY + WEEK], "and never the session that they told they can't come to"
    away = an_absence(house, ana, first_on=TUESDAY, last_on=TUESDAY + WEEK, reason="care")
    assert offered() == []
    _back(house, away)
    assert offered() == [TUESDAY, TUESDAY + WEEK]


def test_an_absence_is_found_by_whose_it_is(house: House, series: Series) -> None:
    absence = an_absence(house, house.participants["Ana"], _on(series))
    assert queries.absence(house.actors["Ana"], absence.id).id == absence.id
    for who in ("Zoe", "Ben"):
        with pytest.raises(NotYours):
            queries.absence(house.actors[who], absence.id)


def test_what_is_told_is_a_moment_of_the_past(house: House, series: Series, now: datetime) -> None:
    told = ToldAbsence(
        id=new_id(), made_at=later(days=40), reason="sick", occurrence=_on(series), first_on=TUESDAY, last_on=TUESDAY
    )
    tell_absence(house.actors["Ana"], house.participants["Ana"], told=told)
    assert Absence.objects.get().made_at == now and calendar.taken_seats([_on(series).id]) == {}
