"""What is due when, and whose answers count."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest

from daybridge.measures.instruments import library
from daybridge.measures.rules import (
    Ask,
    Stay,
    Told,
    Way,
    asked_weekly,
    battery,
    days_after,
    fault_of,
    is_overdue,
    may_go_on,
    open_on,
    sex_on_record,
    standing,
)

ADMITTED = date(2026, 9, 7)
ASKS = (
    Ask("intake", 7, ("phq-9",)),
    Ask("intake", 7, ("bam-iop",), focus="substance_use"),
    Ask("weekly", 6, ("phq-9", "gad-7")),
    Ask("monthly", 10, ("group-rating", "phq-9")),
    Ask("discharge", 7, ("phq-9",)),
    Ask("after-30", 14, ("phq-9",)),
)


def _open(day: date, *, ended_on: date | None = None, substance_use: bool = False) -> set[tuple[str, str]]:
    found = open_on(ASKS, Stay(ADMITTED, ended_on, substance_use), day)
    assert all(one.due_on <= day <= one.until for one in found)
    return {(one.instrument, one.occasion) for one in found}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-1, set()),
        (0, {("phq-9", "intake")}),
        (6, {("phq-9", "intake")}),
        (7, {("phq-9", "intake"), ("phq-9", "week-1"), ("gad-7", "week-1")}),
        (8, {("phq-9", "week-1"), ("gad-7", "week-1")}),
        (13, {("phq-9", "week-1"), ("gad-7", "week-1")}),
        (14, {("phq-9", "week-2"), ("gad-7", "week-2")}),
        (28, {("phq-9", "week-4"), ("gad-7", "week-4"), ("group-rating", "month-1"), ("phq-9", "month-1")}),
        (38, {("phq-9", "week-5"), ("gad-7", "week-5"), ("group-rating", "month-1"), ("phq-9", "month-1")}),
        (39, {("phq-9", "week-5"), ("gad-7", "week-5")}),
    ],
)
def test_what_may_be_answered_on_a_day_of_the_program(after: int, expected: set[tuple[str, str]]) -> None:
    assert _open(ADMITTED + timedelta(days=after)) == expected


def test_a_focus_asks_only_those_who_have_it() -> None:
    assert _open(ADMITTED, substance_use=True) == {("phq-9", "intake"), ("bam-iop", "intake")}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (0, {("phq-9", "discharge"), ("phq-9", "week-2"), ("gad-7", "week-2")}),
        (7, {("phq-9", "discharge")}),
        (8, set()),
        (29, set()),
        (30, {("phq-9", "after-30")}),
        (44, {("phq-9", "after-30")}),
        (45, set()),
    ],
)
def test_what_may_be_answered_after_discharge(after: int, expected: set[tuple[str, str]]) -> None:
    ended_on = ADMITTED + timedelta(days=17)
    assert _open(ended_on + timedelta(days=after), ended_on=ended_on) == expected


def test_a_battery_says_how_long_after_a_discharge_it_asks() -> None:
    assert (days_after(ASKS), days_after([]), days_after(battery())) == (44, 0, 386)


def test_the_week_that_begins_on_the_day_of_discharge_is_not_asked_beside_it() -> None:
    ended_on = ADMITTED + timedelta(days=14)
    assert _open(ended_on, ended_on=ended_on) == {("phq-9", "discharge")}


def test_what_is_due_longest_comes_first_and_two_days_are_grace() -> None:
    found = open_on(ASKS, Stay(ADMITTED, None, False), ADMITTED + timedelta(days=7))
    assert [one.occasion for one in found] == ["intake", "week-1", "week-1"]
    assert [is_overdue(ADMITTED, ADMITTED + timedelta(days=days)) for days in (0, 2, 3)] == [False, False, True]


def test_the_battery_of_the_house_asks_for_instruments_that_are_there() -> None:
    assert {code for ask in battery() for code in ask.instruments} <= library().keys()


@pytest.mark.parametrize("wrong", ['when = "daily"', 'when = "after-0"', 'focus = "sleep"\nwhen = "weekly"'])
def test_a_battery_that_cannot_be_names_its_line(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "battery.toml"
    path.write_text(
        f'[[ask]]\nwhen = "intake"\nopen_days = 7\ninstruments = ["phq-9"]\n\n[[ask]]\n{wrong}\nopen_days = 1\ninstruments = []\n'
    )
    with pytest.raises(ValueError, match="Line 2"):
        battery(path)


def _told(instrument: str, way: Way) -> Told:
    at, nobody = datetime(2026, 11, 23, tzinfo=UTC), UUID(int=0)
    return Told(
        part_id=nobody, sheet_id=nobody, instrument=instrument, version=1, way=way, begun_at=at, made_at=at, answers={}
    )


@pytest.mark.parametrize(
    ("code", "way", "by_staff", "fault"),
    [
        ("phq-9", Way.PHONE, False, ""),
        ("phq-9", Way.KIOSK, False, ""),
        ("phq-9", Way.PAPER, True, ""),
        ("phq-9", Way.INTERVIEW, True, ""),
        ("phq-9", Way.PHONE, True, "not-theirs"),
        ("phq-9", Way.PAPER, False, "not-theirs"),
        ("cows", Way.INTERVIEW, True, ""),
        ("cows", Way.PHONE, False, "not-theirs"),
        ("who-5", Way.PHONE, False, "no-words"),
    ],
)  # fmt: skip
def test_who_may_answer_what_in_which_way(code: str, way: Way, by_staff: bool, fault: str) -> None:
    assert fault_of(library()[code], _told(code, way), by_staff=by_staff) == fault


@pytest.mark.parametrize(
    ("begun", "told", "same_hand", "may"),
    [
        ("phone", Way.KIOSK, True, True),
        ("kiosk", Way.PHONE, True, True),
        ("phone", Way.INTERVIEW, True, False),
        ("paper", Way.PHONE, False, False),
        ("paper", Way.PAPER, True, True),
        ("paper", Way.PAPER, False, False),
    ],
)
def test_nobodys_sheet_is_written_on_by_another_hand(begun: str, told: Way, same_hand: bool, may: bool) -> None:
    assert may_go_on(_told("phq-9", told), way=begun, is_same_hand=same_hand) is may


class _Part(NamedTuple):
    made_at: datetime
    saved_at: datetime
    is_last: bool = False


def test_a_sheet_is_read_from_the_part_that_finished_it_and_until_then_from_the_latest_made() -> None:
    at = [datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in range(6)]
    first, late, slow_clock = _Part(at[1], at[1]), _Part(at[0], at[3]), _Part(at[0], at[4], is_last=True)
    assert standing([]) is None
    assert standing([late, first]) == first
    assert standing([first, late, slow_clock]) == slow_clock
    assert standing([slow_clock, _Part(at[5], at[5], is_last=True), first]) == slow_clock


@pytest.mark.parametrize(
    ("recorded", "sex"), [("female", "female"), ("male", "male"), ("other", None), ("unknown", None), ("", None)]
)
def test_a_sex_that_no_cut_knows_is_none(recorded: str, sex: str | None) -> None:
    assert sex_on_record(recorded) == sex


def test_what_everyone_is_asked_every_week_is_known() -> None:
    assert asked_weekly(battery()) == {"phq-9", "gad-7"}
