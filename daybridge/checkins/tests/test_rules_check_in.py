from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.checkins.rules import BACK_FILL_DAYS, MOST_NOTE_CHARACTERS, Answers, Medicines, date_entry, faults_in

NOW, TODAY = datetime(2026, 11, 23, 20, tzinfo=UTC), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        ({}, {}),
        ({"mood": 0}, {"mood": "out-of-range"}),
        ({"anxiety": 11, "urge": -1}, {"anxiety": "out-of-range", "urge": "out-of-range"}),
        ({"sleep_hours": 7.5, "medicines": "some"}, {}),
        ({"sleep_hours": 7.3}, {"sleep_hours": "out-of-range"}),
        ({"sleep_hours": 24.5}, {"sleep_hours": "out-of-range"}),
        ({"medicines": "both"}, {"medicines": "unknown"}),
        ({"note": "x" * MOST_NOTE_CHARACTERS}, {}),
        ({"note": "x" * (MOST_NOTE_CHARACTERS + 1)}, {"note": "too-long"}),
    ],
)
def test_answers_that_cannot_be_are_named(answers: dict[str, Any], faults: dict[str, str]) -> None:
    assert faults_in(Answers(**({"mood": 3} | answers))) == faults


@given(
    mood=st.integers(1, 5),
    scale=st.integers(0, 10) | st.none(),
    half_hours=st.integers(0, 48),
    medicines=st.sampled_from([*Medicines, None]),
)
def test_every_answer_on_its_scale_is_taken(mood: int, scale: int | None, half_hours: int, medicines: str) -> None:
    answers = Answers(mood=mood, anxiety=scale, urge=scale, sleep_hours=half_hours / 2, medicines=medicines)
    assert not faults_in(answers)


@given(claimed_day=st.dates(), ahead=st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_every_entry_finds_a_day_that_can_be_meant(claimed_day: date, ahead: timedelta) -> None:
    claimed_at = NOW + ahead
    dating = date_entry(
        claimed_day=claimed_day, claimed_at=claimed_at, claimed_at_day=claimed_at.date(), now=NOW, today=TODAY
    )
    made_day = TODAY if ahead > timedelta(minutes=10) else min(claimed_at.date(), TODAY)
    assert dating.made_at <= NOW
    assert made_day - timedelta(days=BACK_FILL_DAYS) <= dating.on_day <= made_day
    assert dating.clock_was_wrong == (ahead > timedelta(minutes=10) or dating.on_day != claimed_day)
