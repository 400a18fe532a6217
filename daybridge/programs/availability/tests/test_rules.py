"""A person's week: what it can be, and when it leaves room."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.programs.availability.rules import (
    DAY,
    MOST_SPANS,
    STEP,
    Span,
    Week,
    clashes,
    faults_in,
    taken_on,
)

MONDAY = date(2026, 11, 23)
NINE, FIVE = 9 * 60, 17 * 60
WORK = Span(0, NINE, FIVE, "work")


@pytest.mark.parametrize(
    ("week", "faults"),
    [
        (Week(), {}),
        (Week((WORK,), (Span(0, 0, DAY),), MONDAY, frozenset({MONDAY}), "video", {"a": 40}, "Bus 12"), {}),
        (Week((WORK, Span(0, FIVE, DAY))), {}),
        (Week((WORK, Span(0, 16 * 60, DAY))), {"taken": "overlap"}),
        (Week((WORK, Span(1, 16 * 60, DAY))), {}),
        (Week((Span(7, 0, 60),)), {"taken": "no-day"}),
        (Week((Span(0, FIVE, NINE),)), {"taken": "backwards"}),
        (Week((Span(0, NINE, NINE),)), {"taken": "backwards"}),
        (Week((Span(0, NINE, 25 * 60),)), {"taken": "too-long"}),
        (Week((Span(0, -30, NINE),)), {"taken": "too-long"}),
        (Week((Span(0, NINE + 5, FIVE),)), {"taken": "uneven"}),
        (Week((Span(0, NINE, FIVE, "sleep"),)), {"taken": "unknown"}),
        (Week((WORK,) * (MOST_SPANS + 1)), {"taken": "too-many"}),
        (Week(other=(WORK, WORK), anchor=MONDAY), {"other": "overlap"}),
        (Week(other=()), {"anchor": "no-anchor"}),
        (Week(anchor=MONDAY), {"anchor": "no-anchor"}),
        (Week(other=(), anchor=MONDAY + timedelta(days=1)), {"anchor": "no-monday"}),
        (Week(days_off=frozenset(MONDAY + timedelta(days=n) for n in range(61))), {"days_off": "too-many"}),
        (Week(way="bus"), {"way": "unknown"}),
        (Week(travel={"a": 300}), {"travel": "far-away"}),
        (Week(travel={"a": -1}), {"travel": "far-away"}),
        (Week(travel={str(site): 5 for site in range(51)}), {"travel": "too-many"}),
        (Week(travel={"a" * 37: 5}), {"travel": "unknown"}),
        (Week(note="x" * 401), {"note": "too-long"}),
    ],
)
def test_a_week_that_cannot_be_is_refused_at_its_part(week: Week, faults: dict[str, str]) -> None:
    assert faults_in(week) == faults


def test_shifts_that_alternate_follow_the_anchor_before_and_after_it() -> None:
    week = Week((WORK,), (), MONDAY)
    for weeks, taken in ((-2, []), (-1, [(NINE, FIVE)]), (0, []), (1, [(NINE, FIVE)]), (52, []), (53, [(NINE, FIVE)])):
        assert taken_on(week, MONDAY + timedelta(weeks=weeks)) == taken


def test_on_a_day_off_everything_is_taken() -> None:
    week = Week((WORK,), days_off=frozenset({MONDAY}))
    assert taken_on(week, MONDAY) == [(0, DAY)]
    assert taken_on(week, MONDAY + timedelta(days=7)) == [(NINE, FIVE)]
    assert taken_on(week, MONDAY + timedelta(days=1)) == []


def test_the_way_there_and_back_counts() -> None:
    week = Week((WORK,))
    assert clashes(week, MONDAY, FIVE, FIVE + 90) == []
    assert clashes(week, MONDAY, FIVE, FIVE + 90, travel=30) == [(NINE, FIVE)]
    assert clashes(week, MONDAY, NINE - 90, NINE) == []
    assert clashes(week, MONDAY, NINE - 90, NINE, travel=1) == [(NINE, FIVE)]


SPANS = st.builds(
    lambda day, start, steps: Span(day, start * STEP, min(DAY, (start + steps) * STEP)),
    st.integers(0, 6), st.integers(0, 47), st.integers(1, 20),
)  # fmt: skip


@given(st.lists(SPANS, max_size=8), st.integers(0, 400))
def test_a_minute_clashes_exactly_when_it_is_taken(spans: list[Span], days: int) -> None:
    week, day = Week(tuple(spans)), MONDAY + timedelta(days=days)
    taken = {minute for start, end in taken_on(week, day) for minute in range(start, end)}
    assert {minute for minute in range(DAY) if clashes(week, day, minute, minute + 1)} == taken


@given(st.lists(SPANS, max_size=5), st.none() | st.lists(SPANS, max_size=3))
def test_a_week_is_kept_and_read_back_as_it_was(spans: list[Span], other: list[Span] | None) -> None:
    anchor = None if other is None else MONDAY
    week = Week(
        tuple(spans), None if other is None else tuple(other), anchor, frozenset({MONDAY}), "video", {"a": 5}, "n"
    )
    assert Week.from_json(week.to_json()) == week
