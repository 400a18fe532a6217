"""What is told after a session: when, and what staff see of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.attendance.afterwards import rules
from daybridge.attendance.afterwards.rules import Fault, Question, averages

ENDED = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
ONE = {Question.ROOM: 8, Question.MATTERED: 6, Question.BELONGED: 9, Question.TOGETHER: 10}


@pytest.mark.parametrize(
    ("made", "now", "counts"),
    [(1, 5, 1), (-60, 5, 5), (60 * 24 * 300, 5, 5), (5, 5, 5), (0, 5, 0)],
)
def test_it_was_told_when_the_phone_says_unless_its_clock_is_wrong(made: int, now: int, counts: int) -> None:
    made_at, now_at = ENDED + timedelta(minutes=made), ENDED + timedelta(minutes=now)
    assert rules.told_at(made_at, now_at, ENDED) == ENDED + timedelta(minutes=counts)


@pytest.mark.parametrize(("hours", "fault"), [(-0.1, Fault.TOO_EARLY), (0, None), (48, None), (48.01, Fault.TOO_LATE)])
def test_it_is_open_from_the_end_for_two_days(hours: float, fault: Fault | None) -> None:
    assert rules.fault_in_moment(ENDED + timedelta(hours=hours), ENDED) is fault


@pytest.mark.parametrize(("value", "fault"), [(0, None), (10, None), (None, None), (-1, "x"), (11, "x")])
def test_a_rating_is_from_0_to_10_or_none(value: int | None, fault: str | None) -> None:
    assert (rules.fault_in_ratings({Question.ROOM: value}) is Fault.NOT_A_RATING) == bool(fault)


def test_of_three_people_no_average_is_told_and_of_four_there_is() -> None:
    assert averages([ONE] * 3) is None
    found = averages([ONE] * 4)
    assert found and (found.people, found.alliance, found.cohesion) == (4, 7.0, 9.5)
    assert found.questions[Question.MATTERED] == 6.0


def test_who_took_back_what_they_said_or_skipped_all_counts_among_nobody() -> None:
    empty = dict.fromkeys(Question)
    assert averages([ONE, ONE, ONE, empty]) is None


def test_a_question_that_too_few_answered_has_no_average_though_others_have() -> None:
    skipped = {**ONE, Question.BELONGED: None, Question.TOGETHER: None}
    found = averages([ONE, ONE, ONE, skipped])
    assert found and found.alliance == 7.0 and found.cohesion is None and found.questions[Question.BELONGED] is None


def test_each_person_counts_once_however_many_of_two_questions_they_answered() -> None:
    half = {Question.ROOM: 0, Question.MATTERED: None}
    found = averages([{Question.ROOM: 10, Question.MATTERED: 10}] * 3 + [half])
    assert found and found.alliance == 7.5


_RATING = st.none() | st.integers(0, 10)


@given(st.lists(st.tuples(_RATING, _RATING, _RATING, _RATING), max_size=9))
def test_an_average_lies_among_what_was_given_and_never_of_fewer_than_four(told: list[tuple[int | None, ...]]) -> None:
    ratings = [dict(zip(Question, one, strict=True)) for one in told]
    found = averages(ratings)
    given_by = [one for one in ratings if any(value is not None for value in one.values())]
    assert (found is None) == (len(given_by) < rules.FEWEST_RATERS)
    for question, mean in (found.questions if found else {}).items():
        values = [one[question] for one in ratings if one[question] is not None]
        assert mean is None if len(values) < 4 else min(values) <= mean <= max(values)
