"""Weekly times on the calendar: who is booked when, what clashes, and that the database keeps it whoever asks."""

from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from daybridge.core import clock, guard, tenancy
from daybridge.core.errors import Conflict, DaybridgeError, Invalid
from daybridge.programs.actions import discharge
from daybridge.programs.calendar import actions, queries
from daybridge.programs.calendar.models import Booking, Closure, Occurrence, Seat
from daybridge.programs.calendar.rules import HORIZON_DAYS, Weekly
from daybridge.programs.models import Room
from tests.cast import House, a_group, a_participant, a_series, a_site, episode_of, later, make_house

TODAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def _rooms(house: House) -> tuple[Room, Room]:
    site = a_site(house, "Lakeside", "Room 1", "Room 2")
    one, two = Room.objects.filter(site=site).select_related("site").order_by("name")
    return one, two


def _booked(who: object) -> list[date]:
    found = Booking.objects.standing().filter(who=who.id)  # type: ignore[attr-defined]
    return sorted(found.values_list("occurrence__on_day", flat=True))


# --- Weekly times ----------------------------------------------------------------------------------------------------


def test_a_weekly_time_stands_eight_weeks_ahead_with_its_room_and_who_leads_it(house: House) -> None:
    room, _other = _rooms(house)
    a_series(house, a_group(house), room=room)
    days = [TUESDAY + timedelta(weeks=n) for n in range(HORIZON_DAYS // 7)]
    assert _booked(room) == _booked(house.staff["Ben"]) == days
    first = Occurrence.objects.order_by("begins_at").first()
    assert first and first.begins_at.isoformat() == "2026-11-24T15:00:00+00:00"


def test_a_room_or_a_leader_that_is_taken_is_named_with_what_takes_it(house: House) -> None:
    room, other = _rooms(house)
    a_series(house, a_group(house), room=room)
    trauma = a_group(house, "Trauma")
    with pytest.raises(Conflict, match=r"Room 1 is taken by Skills: Tue 24 Nov, 09:00 to 10:30\."):
        a_series(house, trauma, start=10 * 60, lead="Cora", room=room)
    with pytest.raises(Conflict, match=r"Ben Okafor.* is taken by Skills"):
        a_series(house, trauma, start=10 * 60, room=other)
    assert Occurrence.objects.filter(series__group=trauma).count() == 0, "nothing of it stays"
    a_series(house, trauma, start=10 * 60 + 30, room=room)  # one ends as the next begins


@pytest.mark.parametrize(
    ("weekly", "at"),
    [
        (Weekly(1, 9 * 60, 25 * 60, TODAY), "minutes"),
        (Weekly(1, 9 * 60, 90, TODAY, TODAY - timedelta(days=1)), "until_on"),
        (Weekly(8, 9 * 60, 90, TODAY), "weekday"),
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_its_part(house: House, weekly: Weekly, at: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.open_series(house.actors["Dora"], a_group(house), weekly=weekly, lead=house.staff["Ben"])
    assert set(refused.value.fields) == {at}


def test_a_room_must_hold_the_group_and_be_where_the_group_is(house: House) -> None:
    small = Room.objects.get(site=a_site(house, "Lakeside", "Office", capacity=2))
    with pytest.raises(Invalid, match="can't be set"):
        a_series(house, a_group(house), room=small)
    elsewhere = a_site(house, "Hilltop")
    with pytest.raises(Invalid):
        actions.open_series(
            house.actors["Dora"], a_group(house, "Small", capacity=2), weekly=Weekly(1, 540, 90, TODAY),
            lead=house.staff["Ben"], room=small, site=elsewhere,
        )  # fmt: skip


def test_an_ended_time_keeps_its_past_and_frees_what_was_to_come(house: House) -> None:
    room, _other = _rooms(house)
    series, ana = a_series(house, a_group(house), room=room), house.participants["Ana"]
    actions.take_seat(house.actors["Ben"], ana, series=series, from_on=TODAY)
    last = TUESDAY + timedelta(weeks=1)
    assert [actions.end_series(house.actors["Dora"], series, last_on=last).repeated for _ in range(2)] == [False, True]
    assert _booked(room) == _booked(ana) == [TUESDAY, last]
    assert Seat.objects.get().until_on == last


def test_an_end_is_taken_back_with_everybody_who_sat_there(house: House) -> None:
    room, _other = _rooms(house)
    series, ana, dora = a_series(house, a_group(house), room=room), house.participants["Ana"], house.actors["Dora"]
    actions.take_seat(house.actors["Ben"], ana, series=series, from_on=TODAY)
    seats = {one.id: one.until_on for one in queries.seats_after(series.id, TODAY)}
    off = queries.standing_bookings(list(Occurrence.objects.values_list("id", flat=True)))
    actions.end_series(dora, series, last_on=TODAY)
    assert _booked(ana) == _booked(room) == []
    for repeated in (False, True):
        again = actions.reopen_series(dora, series, until_on=None, ended_on=TODAY, seats=seats, bookings=off)
        assert again.repeated is repeated
    assert len(_booked(ana)) == len(_booked(room)) == len(_booked(house.staff["Ben"])) == 8
    assert Seat.objects.get().until_on is None


def test_an_end_is_not_taken_back_over_what_came_in_its_place(house: House) -> None:
    series, dora = a_series(house, a_group(house)), house.actors["Dora"]
    off = queries.standing_bookings(list(Occurrence.objects.values_list("id", flat=True)))
    actions.end_series(dora, series, last_on=TODAY)
    a_series(house, a_group(house, "Trauma"))
    with pytest.raises(Conflict, match=r"Ben Okafor.* is taken by Trauma"):
        actions.reopen_series(dora, series, until_on=None, ended_on=TODAY, seats={}, bookings=off)


def test_a_time_is_taken_back_before_it_began_and_never_ends_earlier(house: House) -> None:
    series, dora = a_series(house, a_group(house)), house.actors["Dora"]
    with pytest.raises(Invalid, match="Check the date"):
        actions.end_series(dora, series, last_on=TODAY - timedelta(days=2))
    actions.end_series(dora, series, last_on=TODAY - timedelta(days=1))
    assert _booked(house.staff["Ben"]) == []


def test_whoever_lacks_what_a_group_asks_for_does_not_lead_it(house: House) -> None:
    group = a_group(house)
    group.credentials = ["PsyD"]
    with pytest.raises(Invalid) as refused:
        a_series(house, group)
    assert refused.value.fields == {"lead": "This group is led by one of: PsyD."}


# --- Seats -----------------------------------------------------------------------------------------------------------


def test_a_seat_books_every_date_and_leaving_keeps_those_that_were(house: House) -> None:
    series, ana, ben = a_series(house, a_group(house)), house.participants["Ana"], house.actors["Ben"]
    taken = [actions.take_seat(ben, ana, series=series, from_on=TODAY).repeated for _ in range(2)]
    assert taken == [False, True] and len(_booked(ana)) == 8
    with clock.at(later(days=8)):
        actions.leave_seat(ben, Seat.objects.get(), last_on=TUESDAY + timedelta(days=7))
    assert _booked(ana) == [TUESDAY, TUESDAY + timedelta(days=7)]


def test_a_seat_is_taken_back_before_it_begins_and_none_is_given_after_a_time_has_ended(house: House) -> None:
    series, ana, ben = a_series(house, a_group(house)), house.participants["Ana"], house.actors["Ben"]
    actions.take_seat(ben, ana, series=series, from_on=TODAY + timedelta(days=7))
    actions.leave_seat(ben, Seat.objects.get(), last_on=TODAY)
    assert _booked(ana) == [] and Seat.objects.get().until_on == TODAY + timedelta(days=6)
    actions.end_series(house.actors["Dora"], series, last_on=TUESDAY)
    with pytest.raises(Conflict, match="has ended by then"):
        actions.take_seat(ben, ana, series=series, from_on=TUESDAY + timedelta(days=1))


def test_whoever_left_may_come_back_and_a_date_made_up_before_stays_one_booking(house: House) -> None:
    series, ana, ben = a_series(house, a_group(house)), house.participants["Ana"], house.actors["Ben"]
    second = Occurrence.objects.get(on_day=TUESDAY + timedelta(days=7))
    actions.take_make_up(house.actors["Ana"], ana, occurrence=second)
    actions.take_seat(ben, ana, series=series, from_on=TODAY)
    assert len(_booked(ana)) == len(set(_booked(ana))) == 8
    actions.leave_seat(ben, Seat.objects.get(), last_on=TODAY)
    assert _booked(ana) == [second.on_day], "what she took herself is hers"
    actions.take_seat(ben, ana, series=series, from_on=TODAY + timedelta(days=1))
    assert len(_booked(ana)) == len(set(_booked(ana))) == 8


def test_a_full_group_and_two_groups_at_once_are_said_in_words(house: House) -> None:
    ben, ana = house.actors["Ben"], house.participants["Ana"]
    small, other = a_series(house, a_group(house, "Small", capacity=1)), a_group(house, "Other")
    actions.take_seat(ben, ana, series=small, from_on=TODAY)
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    with pytest.raises(Conflict, match=r"Small is full on Tue 24 Nov\."):
        actions.take_seat(ben, noor, series=small, from_on=TODAY)
    overlapping = a_series(house, other, start=10 * 60, lead="Cora")
    with pytest.raises(Conflict, match="Ana is taken by Small"):
        actions.take_seat(ben, ana, series=overlapping, from_on=TODAY)


def test_a_discharge_ends_every_seat(house: House) -> None:
    series, ana, ben = a_series(house, a_group(house)), house.participants["Ana"], house.actors["Ben"]
    actions.take_seat(ben, ana, series=series, from_on=TODAY)
    discharge(ben, episode_of(ana), ended_on=TUESDAY, reason="completed")
    assert _booked(ana) == [TUESDAY] and Seat.objects.get().until_on == TUESDAY
    with pytest.raises(Conflict, match="in no program"):
        actions.take_seat(ben, ana, series=series, from_on=TODAY)


# --- Dates -----------------------------------------------------------------------------------------------------------


def test_a_cancelled_date_frees_everybody_and_a_closed_day_is_left_out_from_then_on(house: House) -> None:
    series, ana, dora = a_series(house, a_group(house)), house.participants["Ana"], house.actors["Dora"]
    actions.take_seat(house.actors["Ben"], ana, series=series, from_on=TODAY)
    first = Occurrence.objects.get(on_day=TUESDAY)
    with pytest.raises(Invalid):
        actions.cancel_occurrence(dora, first, why=" ")
    actions.cancel_occurrence(dora, first, why="No heating")
    assert TUESDAY not in _booked(ana) and TUESDAY not in _booked(house.staff["Ben"])
    second, beyond = TUESDAY + timedelta(weeks=1), TUESDAY + timedelta(weeks=8)
    for day in (second, beyond):
        actions.close_day(dora, house.organization, day=day, name="Staff day")
    assert second not in _booked(ana)
    with clock.at(later(days=21)):
        actions.extend_calendar(house.system, house.organization)
        ahead = _booked(ana)
    assert beyond not in ahead and beyond + timedelta(weeks=1) in ahead


def test_a_cancelled_date_is_taken_back_with_whoever_is_still_here(house: House) -> None:
    series, ana, dora = a_series(house, a_group(house)), house.participants["Ana"], house.actors["Dora"]
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    for one in (ana, noor):
        actions.take_seat(house.actors["Ben"], one, series=series, from_on=TODAY)
    first = Occurrence.objects.get(on_day=TUESDAY)
    off = queries.standing_bookings([first.id])
    actions.cancel_occurrence(dora, first, why="No heating")
    discharge(house.actors["Ben"], episode_of(noor), ended_on=TODAY, reason="completed")
    assert [actions.restore_occurrence(dora, first, bookings=off).repeated for _ in range(2)] == [False, True]
    assert TUESDAY in _booked(ana) and TUESDAY in _booked(house.staff["Ben"]) and _booked(noor) == []
    with clock.at(later(days=3)), pytest.raises(Conflict, match="over"):
        actions.cancel_occurrence(dora, first, why="Late")
        actions.restore_occurrence(dora, first, bookings=off)


def test_one_date_is_held_at_another_time_by_somebody_else_elsewhere_and_the_next_as_ever(house: House) -> None:
    room, other = _rooms(house)
    series, ana, dora = a_series(house, a_group(house), room=room), house.participants["Ana"], house.actors["Dora"]
    actions.take_seat(house.actors["Ben"], ana, series=series, from_on=TODAY)
    first = Occurrence.objects.get(on_day=TUESDAY)
    to = {"begins_at": first.begins_at + timedelta(days=1), "minutes": 60, "lead": house.staff["Cora"], "room": other}
    assert [actions.change_occurrence(dora, first, **to).repeated for _ in range(2)] == [False, True]  # type: ignore[arg-type]
    first.refresh_from_db()
    assert (first.led_by, first.held_in, first.on_day) == (house.staff["Cora"], other, TUESDAY)
    standing = Booking.objects.standing().filter(occurrence=first)
    assert {one.who for one in standing} == {ana.id, house.staff["Cora"].id, other.id}
    assert {one.during.upper for one in standing} == {first.begins_at + timedelta(minutes=60)}
    assert len(_booked(room)) == len(_booked(house.staff["Ben"])) == 7


def test_what_a_date_cannot_be_is_refused_beside_its_part_and_a_clash_in_words(house: House) -> None:
    room, other = _rooms(house)
    a_series(house, a_group(house), room=room)
    a_series(house, a_group(house, "Trauma"), room=other, lead="Cora")
    dora, first = house.actors["Dora"], Occurrence.objects.get(on_day=TUESDAY, series__group__name="Skills")
    as_is = {"begins_at": first.begins_at, "minutes": 90, "lead": house.staff["Ben"], "room": room}
    elsewhere = Room.objects.get(site=a_site(house, "Hilltop", "Attic"))
    for part, value in (("minutes", 2), ("room", elsewhere), ("room", None)):
        with pytest.raises(Invalid) as refused:
            actions.change_occurrence(dora, first, **{**as_is, part: value})  # type: ignore[arg-type]
        assert set(refused.value.fields) == {part}
    with pytest.raises(Conflict, match="Room 2 is taken by Trauma"):
        actions.change_occurrence(dora, first, **{**as_is, "room": other})  # type: ignore[arg-type]
    assert _booked(room)[0] == TUESDAY, "it stays where it was"
    actions.close_day(dora, house.organization, day=TUESDAY + timedelta(days=1), name="Staff day")
    with pytest.raises(Conflict, match="closed"):
        actions.change_occurrence(dora, first, **{**as_is, "begins_at": first.begins_at + timedelta(days=1)})  # type: ignore[arg-type]
    with clock.at(later(days=3)), pytest.raises(Conflict, match="over"):
        actions.change_occurrence(dora, first, **{**as_is, "minutes": 60})  # type: ignore[arg-type]


def test_a_closure_is_taken_back_and_what_it_took_off_stands_again(house: House) -> None:
    series, ana, dora = a_series(house, a_group(house)), house.participants["Ana"], house.actors["Dora"]
    actions.take_seat(house.actors["Ben"], ana, series=series, from_on=TODAY)
    second = TUESDAY + timedelta(weeks=1)
    actions.cancel_occurrence(dora, Occurrence.objects.get(on_day=second + timedelta(weeks=1)), why="No heating")
    actions.close_day(dora, house.organization, day=second, name="Staff day")
    assert second not in _booked(ana)
    closure = Closure.objects.get()
    with clock.at(later(days=20)), pytest.raises(Conflict, match="over"):
        actions.open_day(dora, closure)
    actions.open_day(dora, closure)
    assert second in _booked(ana) and second in _booked(house.staff["Ben"]) and not Closure.objects.exists()
    assert second + timedelta(weeks=1) not in _booked(ana), "what was cancelled for another reason stays so"


def test_the_weeks_ahead_are_put_on_once_and_a_clash_leaves_out_one_booking_alone(house: House) -> None:
    series, ana = a_series(house, a_group(house)), house.participants["Ana"]
    actions.take_seat(house.actors["Ben"], ana, series=series, from_on=TODAY)
    with clock.at(later(days=14)):
        first = actions.extend_calendar(house.system, house.organization)
        again = actions.extend_calendar(house.system, house.organization)
    assert (first.count, first.clashes, again.count) == (2, 0, 0) and len(_booked(ana)) == 10


def test_the_database_itself_refuses_the_second_booking(house: House) -> None:
    series = a_series(house, a_group(house))
    first = Booking.objects.filter(staff=house.staff["Ben"]).first()
    assert first
    other = Occurrence.objects.exclude(id=first.occurrence_id).first()
    assert other and series
    with pytest.raises(IntegrityError, match="nobody_is_in_two_places"), transaction.atomic(), guard.writing():
        Booking.objects.create(
            organization=house.organization, occurrence=other, who=first.who, staff=house.staff["Ben"],
            during=first.during,
        )  # fmt: skip


# --- Making up -------------------------------------------------------------------------------------------------------


def test_a_free_seat_is_taken_once_and_never_of_another_program_or_of_yesterday(house: House) -> None:
    a_series(house, a_group(house))
    ana, mine = house.participants["Ana"], house.actors["Ana"]
    first = Occurrence.objects.get(on_day=TUESDAY)
    assert [actions.take_make_up(mine, ana, occurrence=first).repeated for _ in range(2)] == [False, True]
    assert [one.id for one in queries.sessions_of(ana.id, since=clock.now(), until=later(days=7))] == [first.id]
    with pytest.raises(Conflict, match="not one of your program"):
        actions.take_make_up(house.actors["Zoe"], house.participants["Zoe"], occurrence=first)
    with clock.at(later(days=2)), pytest.raises(Conflict, match="over"):
        actions.take_make_up(mine, ana, occurrence=first)


def test_two_phones_and_one_seat_give_one_seat(really_commits: None, now: datetime) -> None:
    with transaction.atomic():
        house = make_house()
        a_series(house, a_group(house, capacity=1))
        program = house.programs["Dual diagnosis"]
        names = ["Noor Haddad", "Kai Lund", "Mia Sol", "Lou Park"]
        people = [a_participant(house, name, therapist=house.staff["Ben"], program=program) for name in names]
        occurrence = Occurrence.objects.get(on_day=TUESDAY)
    answers: list[str] = []

    def take(number: int) -> None:
        try:
            with clock.at(now), tenancy.inside(house.organization.id):
                actor = house.actors[people[number].given_name]
                actions.take_make_up(actor, people[number], occurrence=occurrence)
            answers.append("taken")
        except DaybridgeError as error:
            answers.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=take, args=(number,)) for number in range(len(people))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with tenancy.inside(house.organization.id):
        assert sorted(answers) == ["full", "full", "full", "taken"]
        assert Booking.objects.standing().filter(participant__isnull=False).count() == 1
