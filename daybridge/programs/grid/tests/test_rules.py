from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.programs.grid import rules
from daybridge.programs.grid.rules import Load, Meets, Place, Suggested, Taken

TUESDAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)


def test_a_week_is_named_as_addresses_name_it() -> None:
    assert rules.code_of(TUESDAY) == "2026-W48"
    assert rules.monday_of("2026-W48", date(2026, 1, 1)) == MONDAY
    assert rules.code_of(date(2027, 1, 1)) == "2026-W53"


@pytest.mark.parametrize(
    "told", ["", "2026-W60", "2026-48", "<script>", "0000-W01", "0001-W01", "9999-W52", "2034-W01"]
)
def test_a_week_that_is_none_is_this_week(told: str) -> None:
    assert rules.monday_of(told, TUESDAY) == MONDAY


def test_a_phone_shows_the_day_asked_for_else_today_else_the_first_with_a_session() -> None:
    assert rules.day_shown("2026-11-26", MONDAY, TUESDAY, []) == date(2026, 11, 26)
    assert rules.day_shown("2027-01-01", MONDAY, TUESDAY, []) == TUESDAY
    assert rules.day_shown("", MONDAY, date(2026, 12, 24), [date(2026, 11, 27), date(2026, 11, 25)]) == date(
        2026, 11, 25
    )
    assert rules.day_shown("", MONDAY, date(2026, 12, 24), []) == MONDAY


def test_a_day_begins_at_its_own_midnight() -> None:
    assert rules.zone("America/Chicago").key == "America/Chicago"
    assert rules.start_of(MONDAY, "America/Chicago") == datetime(2026, 11, 23, 6, tzinfo=UTC)


def test_sessions_at_once_stand_side_by_side_and_spread_where_nobody_is() -> None:
    stands, lanes = rules.places([(540, 630), (540, 600), (600, 660), (700, 760)])
    assert lanes == 2
    assert stands == [Place(1, 1), Place(2, 1), Place(2, 1), Place(1, 2)]
    assert rules.places([]) == ([], 1)


TIMES = st.lists(st.tuples(st.integers(0, 1400), st.integers(5, 300)), max_size=8)


@given(TIMES)
def test_no_session_ever_hides_another(times: list[tuple[int, int]]) -> None:
    spans = [(start, start + minutes) for start, minutes in times]
    stands, lanes = rules.places(spans)
    for one, (a, b) in enumerate(spans):
        assert stands[one].lane >= 1 and stands[one].lane + stands[one].wide - 1 <= lanes
        for other, (c, d) in enumerate(spans):
            if one != other and a < d and c < b:
                mine = range(stands[one].lane, stands[one].lane + stands[one].wide)
                theirs = range(stands[other].lane, stands[other].lane + stands[other].wide)
                assert not set(mine) & set(theirs)


def test_the_grid_has_the_hours_of_a_working_day_and_more_where_there_is_more() -> None:
    assert rules.hours_drawn([]) == range(9, 17)
    assert rules.hours_drawn([(7 * 60 + 30, 600), (1080, 1230)]) == range(7, 21)


def test_a_row_that_is_begun_is_taken() -> None:
    assert rules.rows_of(540, 630, 9) == (0, 6)
    assert rules.rows_of(550, 605, 9) == (0, 5)


def test_a_session_stands_where_the_clock_on_the_wall_says() -> None:
    begins = datetime(2026, 11, 24, 15, tzinfo=UTC)
    ends = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert rules.on_clock(begins, ends, "America/Chicago") == (TUESDAY, 540, 630)
    assert rules.on_clock(begins, ends, "America/Denver") == (TUESDAY, 480, 570)


def test_what_goes_past_midnight_on_a_clock_ends_with_its_day() -> None:
    begins, ends = datetime(2026, 11, 25, 4, 30, tzinfo=UTC), datetime(2026, 11, 25, 5, 30, tzinfo=UTC)
    assert rules.on_clock(begins, ends, "America/New_York") == (TUESDAY, 1410, 1440)


def test_a_session_over_the_hour_that_comes_twice_is_still_drawn() -> None:
    """On 1 November 2026 clocks in Chicago go back from two to one."""
    begins, ends = datetime(2026, 11, 1, 6, 45, tzinfo=UTC), datetime(2026, 11, 1, 7, 15, tzinfo=UTC)
    assert rules.on_clock(begins, ends, "America/Chicago") == (date(2026, 11, 1), 105, 120)


def test_load_is_told_against_what_works_best_and_what_there_is() -> None:
    told = [rules.load_of(taken, 10, 12) for taken in (0, 7, 10, 12)]
    assert told == [Load.EMPTY, Load.FREE, Load.ABOVE, Load.FULL]


def test_a_move_into_the_past_past_midnight_or_onto_a_closed_day_is_in_the_way() -> None:
    def faults(day: date, start: int, closed: tuple[date, ...] = ()) -> list[Meets]:
        return rules.faults_in_move(day, start, 90, today=TUESDAY, now=600, closed=closed)

    assert faults(TUESDAY, 601) == []
    assert faults(TUESDAY, 600) == [Meets.OVER]
    assert faults(MONDAY, 900) == [Meets.OVER]
    assert faults(TUESDAY, 1400) == [Meets.MIDNIGHT]
    assert faults(TUESDAY, 900, (TUESDAY,)) == [Meets.CLOSED]
    assert set(Meets) - rules.REFUSED == {Meets.AWAY, Meets.TOLD}


def test_no_week_loses_its_session_when_a_weekly_time_goes_to_another_day() -> None:
    thursday, began = date(2026, 11, 26), date(2026, 11, 1)
    assert rules.moves_from(TUESDAY, thursday, began) == TUESDAY
    assert rules.moves_from(TUESDAY, MONDAY, began) == MONDAY
    assert rules.moves_from(TUESDAY, MONDAY, TUESDAY) == TUESDAY


def test_later_dates_go_as_many_days_on_as_the_first() -> None:
    one, two, before = uuid4(), uuid4(), uuid4()
    dates = [(before, date(2026, 11, 17)), (one, TUESDAY), (two, date(2026, 12, 1))]
    assert rules.shifted(dates, TUESDAY, date(2026, 11, 26)) == {one: date(2026, 11, 26), two: date(2026, 12, 3)}


# --- A new program's first week ---

BEN, CORA, OAK = uuid4(), uuid4(), uuid4()


def _row(weekday: int, start: int, room: UUID | None = None) -> Suggested:
    return Suggested(uuid4(), weekday, start, 90, room)


def test_leaders_are_dealt_to_whoever_is_free_and_leads_least() -> None:
    rows = [_row(0, 540), _row(0, 600), _row(1, 540), _row(1, 540)]
    may = [[BEN, CORA], [BEN, CORA], [BEN, CORA], [BEN]]
    assert rules.deal(rows, may, []) == [BEN, CORA, BEN, None]
    assert rules.deal(rows[:1], may[:1], [Taken(BEN, 0, 600, 660)]) == [CORA]


def test_what_is_taken_twice_is_found_before_anything_is_set() -> None:
    rows = [_row(0, 540, OAK), _row(0, 600, OAK), _row(0, 630, OAK)]
    chosen = [(number, row, row.room_id) for number, row in enumerate(rows)]
    assert rules.twice_taken(chosen, []) == {1, 2}
    assert rules.twice_taken(chosen[:1], [Taken(OAK, 0, 500, 541)]) == {0}
    assert rules.twice_taken([(0, rows[0], None)], []) == set()
