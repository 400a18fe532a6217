"""Telling how a session went: each deed, twice, by strangers, and what it makes of the ledger's rows."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from daybridge.attendance import queries
from daybridge.attendance.actions import (
    Arrival,
    add_facilitator,
    begin_break,
    begin_session,
    correct_breaks,
    correct_presence,
    end_break,
    end_session,
    excuse,
    mark_everybody,
    mark_presence,
    promise_to_come,
    settle_forgotten,
    settling,
    tell_presence,
)
from daybridge.attendance.jobs import settle_forgotten as settle_all
from daybridge.attendance.ledger import queries as ledger
from daybridge.attendance.models import Attendance, PresenceMark, Promise
from daybridge.attendance.rules import Source, State, Way
from daybridge.attendance.tests.deeds import a_session, again, attendance_of, end, minute, tap
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, IdTaken, Invalid, NotYours, Refused
from daybridge.core.models import AuditEntry
from daybridge.programs.calendar.actions import cancel_occurrence, close_day
from daybridge.programs.calendar.models import Occurrence
from daybridge.safety.models import Alert
from tests.cast import House, a_group, a_series, an_absence


def test_a_tap_is_minutes_and_whoever_does_not_come_is_missing_when_it_ends(house: House) -> None:
    session = a_session(house, "Bo Lark")
    ana, bo = house.participants["Ana"], house.participants["Bo"]
    tap(house, session, ana, 0)
    assert attendance_of(session, ana).is_here
    with minute(session, 90) as now:
        event = end_session(house.actors["Ben"], session, at=now)
    assert event.missing == (bo.id,)
    row = attendance_of(session, ana)
    assert (row.state, row.minutes, row.scheduled_minutes, row.is_here) == (State.PRESENT, 90, 90, False)
    assert attendance_of(session, bo).state == State.NO_SHOW


def test_the_same_mark_twice_is_one_and_an_id_is_nobody_elses(house: House) -> None:
    session = a_session(house, "Bo Lark")
    ana, bo = house.participants["Ana"], house.participants["Bo"]
    with minute(session, 1) as now:
        told = Arrival(way=Way.IN, source=Source.STAFF, at=now)
        assert not mark_presence(house.actors["Ben"], session, participant=ana, told=told).repeated
        assert mark_presence(house.actors["Ben"], session, participant=ana, told=told).repeated
        with pytest.raises(IdTaken):
            mark_presence(house.actors["Ben"], session, participant=bo, told=told)
    assert PresenceMark.objects.count() == 1


def test_late_and_early_are_told_beside_the_minutes(house: House) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    tap(house, session, ana, 15)
    tap(house, session, ana, 70, Way.OUT)
    end(house, session)
    row = attendance_of(session, ana)
    assert (row.minutes, row.is_late, row.left_early) == (55, True, True)


def test_who_comes_without_being_expected_has_minutes_and_none_that_were_scheduled(house: House) -> None:
    session = a_session(house)
    zoe = house.participants["Zoe"]
    tap(house, session, zoe, 0)
    end(house, session)
    row = attendance_of(session, zoe)
    assert (row.state, row.minutes, row.scheduled_minutes) == (State.PRESENT, 90, 0)


def test_a_participant_arrives_by_themself_at_a_session_they_are_expected_at_and_no_other(house: House) -> None:
    session = a_session(house)
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    with minute(session, -3) as now:
        told = Arrival(way=Way.IN, source=Source.DOOR, at=now)
        tell_presence(house.actors["Ana"], ana, occurrence=session, told=told)
        with pytest.raises(Conflict):
            tell_presence(
                house.actors["Zoe"], zoe, occurrence=session, told=Arrival(way=Way.IN, source=Source.DOOR, at=now)
            )
        with pytest.raises(Refused):
            tell_presence(house.actors["Zoe"], ana, occurrence=session, told=told)


@pytest.mark.parametrize(
    ("location", "call_back", "fields"),
    [("", "555-0149", {"location"}), ("At home", "", {"call_back"}), (" ", "none", {"location", "call_back"})],
)
def test_who_joins_from_elsewhere_says_where_they_are_and_how_to_call_them_each_time(
    house: House, location: str, call_back: str, fields: set[str]
) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    with minute(session, 0) as now:
        with pytest.raises(Invalid) as refused:
            tell_presence(
                house.actors["Ana"], ana, occurrence=session,
                told=Arrival(way=Way.IN, source=Source.VIDEO, at=now, location=location, call_back=call_back),
            )  # fmt: skip
        assert refused.value.fields.keys() == fields
        told = Arrival(way=Way.IN, source=Source.VIDEO, at=now, location="At home", call_back="555-0149")
        tell_presence(house.actors["Ana"], ana, occurrence=session, told=told)
    assert attendance_of(session, ana).is_from_afar and queries.locations_of(session) == {ana.id: "At home"}


def test_a_correction_says_how_it_was_and_what_was_told_before_stays_to_be_read(house: House) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    tap(house, session, ana, 30)
    end(house, session)
    begin = session.begins_at
    with minute(session, 100):
        event = correct_presence(
            house.actors["Ben"], session, participant=ana, why="She was here from the start",
            spans=[(begin, begin + timedelta(minutes=40)), (begin + timedelta(minutes=50), session.ends_at)],
        )  # fmt: skip
    assert event.minutes == 80 and attendance_of(session, ana).minutes == 80
    told = queries.marks(session, ana.id)
    assert len(told) == 5 and sum(hasattr(one, "withdrawn") for one in told) == 1


def test_a_correction_of_times_leaves_where_somebody_was_as_it_was(house: House) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    with minute(session, 0) as now:
        told = Arrival(way=Way.IN, source=Source.VIDEO, at=now, location="At home", call_back="555-0149")
        tell_presence(house.actors["Ana"], ana, occurrence=session, told=told)
    end(house, session)
    with minute(session, 100):
        correct_presence(
            house.actors["Ben"], session, participant=ana, why="She left for a call",
            spans=[(session.begins_at, session.begins_at + timedelta(minutes=60))],
        )  # fmt: skip
    assert attendance_of(session, ana).is_from_afar and queries.locations_of(session) == {ana.id: "At home"}


def test_long_after_it_ended_its_end_is_moved_no_more(house: House) -> None:
    session = a_session(house)
    tap(house, session, house.participants["Ana"], 0)
    end(house, session)
    with minute(session, 90 + 12 * 60):
        with pytest.raises(Conflict):
            end_session(house.actors["Ben"], session, at=session.ends_at + timedelta(minutes=60))
        end_session(house.actors["Ben"], session, at=session.ends_at)
    assert attendance_of(session, house.participants["Ana"]).minutes == 90


def test_a_correction_needs_a_reason_and_times_that_can_be(house: House) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    with minute(session, 100):
        for spans, why in (([], " "), ([(session.ends_at, session.begins_at)], "So it was")):
            with pytest.raises(Invalid):
                correct_presence(house.actors["Ben"], session, participant=ana, spans=spans, why=why)
    assert not PresenceMark.objects.exists()


def test_a_correction_to_nothing_makes_a_no_show_of_who_was_tapped_in_by_mistake(house: House) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    tap(house, session, ana, 0)
    end(house, session)
    with minute(session, 95):
        correct_presence(house.actors["Ben"], session, participant=ana, spans=[], why="I tapped the wrong row")
    assert (attendance_of(session, ana).state, attendance_of(session, ana).minutes) == (State.NO_SHOW, 0)


def test_who_told_that_they_will_not_come_is_excused_and_so_is_whom_staff_excuse(house: House) -> None:
    session = a_session(house, "Bo Lark")
    ana, bo = house.participants["Ana"], house.participants["Bo"]
    an_absence(house, ana, session)
    end(house, session)
    assert attendance_of(session, ana).state == State.EXCUSED
    assert attendance_of(session, bo).state == State.NO_SHOW
    with minute(session, 120):
        excuse(house.actors["Ben"], session, participant=bo, why="The hospital called: he is there")
        assert attendance_of(session, bo).state == State.EXCUSED
        excuse(house.actors["Ben"], session, participant=bo, why="A mistake", holds=False)
    assert attendance_of(session, bo).state == State.NO_SHOW


def test_a_break_is_nobodys_and_a_session_that_begins_late_counts_from_then(house: House) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    tap(house, session, ana, -5)
    with minute(session, 12) as now:
        begin_session(house.actors["Ben"], session, at=now)
    with minute(session, 40):
        begin_break(house.actors["Ben"], session)
        assert begin_break(house.actors["Ben"], session).repeated
    with minute(session, 50):
        end_break(house.actors["Ben"], session)
        assert end_break(house.actors["Ben"], session).repeated
    end(house, session)
    assert attendance_of(session, ana).minutes == 68


def test_a_break_that_nobody_ended_ends_with_the_session(house: House) -> None:
    session = a_session(house)
    tap(house, session, house.participants["Ana"], 0)
    with minute(session, 60):
        begin_break(house.actors["Ben"], session)
    end(house, session)
    assert attendance_of(session, house.participants["Ana"]).minutes == 60


def test_a_session_that_ran_over_counts_until_it_really_ended_and_is_corrected_by_ending_it_again(house: House) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    tap(house, session, ana, 0)
    end(house, session, 105)
    assert attendance_of(session, ana).minutes == 105
    with minute(session, 110):
        end_session(house.actors["Ben"], session, at=session.ends_at)
        with pytest.raises(Invalid):
            end_session(house.actors["Ben"], session, at=session.ends_at + timedelta(hours=3))
    assert attendance_of(session, ana).minutes == 90


def test_the_clock_ends_what_was_forgotten_and_leaves_alone_what_nobody_took_attendance_of(house: House) -> None:
    session = a_session(house, "Bo Lark")
    ana, bo = house.participants["Ana"], house.participants["Bo"]
    with minute(session, 119):
        settle_all(house.system)
    assert not Attendance.objects.exists()
    with minute(session, 121):
        settle_all(house.system)
        assert not Attendance.objects.exists() and queries.not_taken([session]) == {session.id}
    tap(house, session, ana, 10)
    with minute(session, 121):
        settle_all(house.system)
        settle_all(house.system)
        assert not queries.not_taken([session])
    assert attendance_of(session, ana).minutes == 80 and attendance_of(session, bo).state == State.NO_SHOW
    assert queries.running(session).held.is_ended_by_clock  # type: ignore[union-attr]
    assert AuditEntry.objects.filter(deed="attendance.SessionEnded").count() == 1


def test_the_clock_does_not_end_what_somebody_ended_or_what_still_runs(house: House) -> None:
    session = a_session(house)
    tap(house, session, house.participants["Ana"], 0)
    with minute(session, 60):
        assert settle_forgotten(house.system, session).repeated
    end(house, session, 80)
    with minute(session, 200):
        assert settle_forgotten(house.system, session).repeated
    assert queries.running(session).ends_at == session.begins_at + timedelta(minutes=80)


def test_what_we_called_off_is_nobodys_miss(house: House) -> None:
    session = a_session(house)
    cancel_occurrence(house.actors["Dora"], session, why="The heating")
    session = again(session)
    with minute(session, 121):
        settle_all(house.system)
        settle_all(house.system)
    assert attendance_of(session, house.participants["Ana"]).state == State.CANCELLED
    with minute(session, 5) as now, pytest.raises(Conflict):
        told = Arrival(way=Way.IN, source=Source.STAFF, at=now)
        mark_presence(house.actors["Ben"], session, participant=house.participants["Ana"], told=told)


def test_a_closed_day_is_called_off_by_us_too(house: House) -> None:
    session = a_session(house)
    close_day(house.actors["Dora"], house.organization, day=session.on_day, name="Snow")
    with minute(session, 121):
        settle_all(house.system)
    assert attendance_of(session, house.participants["Ana"]).state == State.CANCELLED


def test_a_promise_is_kept_once_and_only_of_what_is_ahead(house: House) -> None:
    session = a_session(house)
    ana, zoe = house.actors["Ana"], house.actors["Zoe"]
    promise_to_come(ana, house.participants["Ana"], occurrence=session)
    assert promise_to_come(ana, house.participants["Ana"], occurrence=session).repeated
    assert queries.promised([session.id]) == {(session.id, house.participants["Ana"].id)}
    with pytest.raises(Conflict):
        promise_to_come(zoe, house.participants["Zoe"], occurrence=session)
    with minute(session, 1), pytest.raises(Conflict):
        promise_to_come(ana, house.participants["Ana"], occurrence=session)
    assert Promise.objects.count() == 1


# --- Who leads it ----------------------------------------------------------------------------------------------------


def test_a_colleague_leads_beside_or_takes_over_and_whoever_handed_over_leads_no_longer(house: House) -> None:
    session = a_session(house)
    ben, cora, cleo = (house.actors[name] for name in ("Ben", "Cora", "Cleo"))
    add_facilitator(ben, session, staff=house.staff["Cora"])
    assert queries.session(cora, session.id) and queries.session(ben, session.id)
    assert add_facilitator(ben, session, staff=house.staff["Cora"]).repeated
    add_facilitator(ben, session, staff=house.staff["Cora"], takes_over=True, note="Bo has a hard day")
    assert [one.name for one in queries.leaders(again(session))] == ["Cora Lindqvist"]
    with pytest.raises(NotYours):
        queries.session(cleo, session.id)
    day = {"since": session.begins_at - timedelta(hours=1), "until": session.ends_at}
    assert queries.led_by(cora, **day) == [session] and queries.led_by(ben, **day) == []


def test_a_session_can_be_handed_back_and_a_director_hands_over_for_who_is_away(house: House) -> None:
    session = a_session(house)
    add_facilitator(house.actors["Dora"], session, staff=house.staff["Cora"], takes_over=True)
    assert [one.name for one in queries.leaders(session)] == ["Cora Lindqvist"]
    add_facilitator(house.actors["Cora"], session, staff=house.staff["Ben"], takes_over=True)
    assert [one.name for one in queries.leaders(session)] == ["Ben Okafor"]
    with pytest.raises(Invalid):
        add_facilitator(house.actors["Ben"], session, staff=house.staff["Dev"])


def test_a_stranger_tells_nothing_of_a_session(house: House) -> None:
    session = a_session(house)
    with minute(session, 0) as now, pytest.raises(Refused):
        told = Arrival(way=Way.IN, source=Source.STAFF, at=now)
        mark_presence(house.actors["Cleo"], session, participant=house.participants["Ana"], told=told)


# --- Walls -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["presencemark", "correction", "markwithdrawn", "excuse", "promise"])
@pytest.mark.parametrize("deed", ["update attendance_{} set id = id", "delete from attendance_{}"])
def test_what_was_told_is_never_changed_by_the_application(house: House, table: str, deed: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), guard.writing(), transaction.atomic():
        connection.cursor().execute(deed.format(table))


def test_rows_are_made_again_from_what_was_told(house: House) -> None:
    """`Attendance` is reckoned: thrown away and made again, it is the same; with a break, a correction and an excuse in it."""
    session = a_session(house, "Bo Lark", "Cy Wren", "Di Finch")
    ana, bo, cy, di = (house.participants[name] for name in ("Ana", "Bo", "Cy", "Di"))
    tap(house, session, ana, 3)
    tap(house, session, bo, 20)
    with minute(session, 30):
        begin_break(house.actors["Ben"], session)
    with minute(session, 40):
        end_break(house.actors["Ben"], session)
        excuse(house.actors["Ben"], session, participant=cy, why="Ill")
    tap(house, session, bo, 50, Way.OUT)
    end(house, session)
    with minute(session, 95):
        there = [(session.begins_at + timedelta(minutes=10), session.begins_at + timedelta(minutes=35))]
        correct_presence(house.actors["Ben"], session, participant=di, spans=there, why="Nobody had tapped her")

    def rows() -> list[tuple[object, ...]]:
        columns = ("participant_id", "on_day", "state", "minutes", "first_at", "last_at", "is_late", "left_early")
        return sorted(Attendance.objects.values_list(*columns), key=str)

    before = rows()
    assert {one[0]: one[3] for one in before} == {ana.id: 77, bo.id: 20, cy.id: 0, di.id: 20}
    with guard.writing(), minute(session, 300):
        Attendance.objects.all().delete()
        settling.settle(again(session))
    assert rows() == before


# --- When it was told late, moved, or called off ---------------------------------------------------------------------


def test_a_hand_over_an_excuse_or_one_correction_is_no_attendance_that_was_taken(house: House) -> None:
    session = a_session(house, "Bo Lark", "Cy Wren")
    ben = house.actors["Ben"]
    with minute(session, -600):
        add_facilitator(ben, session, staff=house.staff["Cora"])
        excuse(ben, session, participant=house.participants["Cy"], why="On holiday")
    with minute(session, 200):
        there = [(session.begins_at, session.ends_at)]
        correct_presence(ben, session, participant=house.participants["Ana"], spans=there, why="From the paper sheet")
        settle_all(house.system)
        assert attendance_of(session, house.participants["Ana"]).minutes == 90
        assert not Attendance.objects.filter(state=State.NO_SHOW).exists()
        assert queries.not_taken([again(session)]) == {session.id}
        end_session(ben, session, at=session.ends_at)
        assert queries.not_taken([again(session)]) == set()
    assert attendance_of(session, house.participants["Bo"]).state == State.NO_SHOW


def test_attendance_that_is_taken_after_the_end_counts_from_the_beginning(house: House) -> None:
    session = a_session(house, "Bo Lark")
    with minute(session, 100):
        everybody = [house.participants["Ana"], house.participants["Bo"]]
        mark_everybody(house.actors["Ben"], session, participants=everybody, at=session.begins_at)
    with minute(session, 125):
        settle_all(house.system)
    assert {one.minutes for one in Attendance.objects.all()} == {90}


def test_a_date_that_was_moved_counts_where_it_went_and_not_from_when_it_was_to_begin(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    with minute(session, -600):
        add_facilitator(house.actors["Ben"], session, staff=house.staff["Cora"])
    with minute(session, -300), guard.writing():
        later = timedelta(days=1, hours=4)
        moved = {"begins_at": session.begins_at + later, "ends_at": session.ends_at + later}
        Occurrence.objects.filter(id=session.id).update(**moved)
    session = again(session)
    tap(house, session, ana, 0)
    end(house, session)
    row = attendance_of(session, ana)
    assert (row.minutes, row.is_late, row.on_day) == (90, False, session.on_day + timedelta(days=1))
    weeks = ledger.weeks_of_many([ana.id], first=row.on_day, last=row.on_day)[ana.id]
    assert [day.day for day in weeks[0].days if day.minutes.attended] == [row.on_day]


def test_a_wrong_beginning_and_breaks_that_were_none_are_said_anew(house: House) -> None:
    session, ana, ben = a_session(house), house.participants["Ana"], house.actors["Ben"]
    tap(house, session, ana, 0)
    with minute(session, 45) as now:
        begin_session(ben, session, at=now)
        begin_break(ben, session)
    end(house, session)
    assert attendance_of(session, ana).minutes == 0
    with minute(session, 100):
        begin_session(ben, session, at=session.begins_at)
        assert attendance_of(session, ana).minutes == 45
        assert not attendance_of(session, ana).left_early, "a break until the end is no leaving"
        pause = (session.begins_at + timedelta(minutes=40), session.begins_at + timedelta(minutes=50))
        correct_breaks(ben, session, spans=[pause])
        assert attendance_of(session, ana).minutes == 80
        with pytest.raises(Invalid):
            correct_breaks(ben, session, spans=[pause[::-1]])
        correct_breaks(ben, session, spans=[])
    assert attendance_of(session, ana).minutes == 90
    with clock.at(session.ends_at + timedelta(hours=13)):
        with pytest.raises(Conflict, match="long ago"):
            begin_session(ben, session, at=session.begins_at + timedelta(minutes=5))
        with pytest.raises(Conflict, match="long ago"):
            correct_breaks(ben, session, spans=[pause])


def test_who_turns_out_to_have_been_missing_is_looked_for_and_after_two_days_is_not(house: House) -> None:
    session, ben = a_session(house, "Bo Lark"), house.actors["Ben"]
    ana, bo = house.participants["Ana"], house.participants["Bo"]
    tap(house, session, ana, 0)
    tap(house, session, bo, 0)
    end(house, session)
    with minute(session, 100):
        corrected = correct_presence(ben, session, participant=ana, spans=[], why="It was Bo whom I saw")
        assert corrected.missing == (ana.id,)
    assert Alert.objects.filter(participant=ana).exists() and not Alert.objects.filter(participant=bo).exists()
    with minute(session, 110):
        excuse(ben, session, participant=ana, why="Called the desk")
        taken_back = excuse(ben, session, participant=ana, why="That was another day", holds=False)
        assert taken_back.missing == (ana.id,)
    with clock.at(session.ends_at + timedelta(days=3)):
        assert correct_presence(ben, session, participant=bo, spans=[], why="From the sheet").missing == ()
    assert not Alert.objects.filter(participant=bo).exists()


def test_who_had_come_already_is_not_left_in_a_session_that_is_called_off(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    tap(house, session, ana, -20)
    with minute(session, -10):
        cancel_occurrence(house.actors["Dora"], session, why="No heating")
    with minute(session, 125):
        settle_all(house.system)
        settle_all(house.system)
    row = attendance_of(session, ana)
    assert (row.state, row.minutes, row.is_here) == (State.CANCELLED, 0, False)
    assert AuditEntry.objects.filter(deed="attendance.SessionEnded").count() == 1


def test_a_minute_of_two_sessions_counts_for_the_one_in_which_they_were_seen_last(house: House) -> None:
    """The first runs over by twenty minutes; Ana goes to the next one, which Cora leads, before that begins."""
    first = a_session(house)
    ana = house.participants["Ana"]
    series = a_series(house, a_group(house, "Second", capacity=14), 1, 10 * 60 + 30, lead="Cora")
    second = again(series.occurrences.earliest("begins_at"))
    tap(house, first, ana, 0)
    tap(house, second, ana, -5, by="Cora")
    end(house, first, 110)
    end(house, second, 60, by="Cora")
    assert attendance_of(first, ana).minutes == 90 and attendance_of(second, ana).minutes == 60
    with minute(second, 70):
        there = [(second.begins_at + timedelta(minutes=15), second.begins_at + timedelta(minutes=60))]
        correct_presence(house.actors["Cora"], second, participant=ana, spans=there, why="Came from the other one late")
    assert attendance_of(first, ana).minutes == 105 and attendance_of(second, ana).minutes == 45
    with minute(second, 80):
        correct_presence(house.actors["Cora"], second, participant=ana, spans=[], why="It was somebody else")
    assert attendance_of(first, ana).minutes == 110
    assert not Attendance.objects.filter(occurrence=second).exists(), "who was not expected, and was not there"
