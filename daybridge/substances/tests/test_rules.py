from datetime import UTC, date, datetime, timedelta

import pytest

from daybridge.substances.on_file import Anchor, Words, use
from daybridge.substances.rules import (
    DAYS_BEFORE,
    MOST_DAYS_BACK,
    MOST_OWN,
    MOST_WORDS,
    Day,
    History,
    State,
    Sums,
    Telling,
    fault_in_date,
    faults_in_day,
    faults_in_history,
    first_day,
    is_key,
    key_of,
    last_said,
    month_of,
    sums,
    weeks_of,
)

TODAY = date(2026, 11, 23)


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_a_substance_is_known_by_its_code_or_by_the_words_of_who_uses_it() -> None:
    assert key_of("alcohol", "beer") == "alcohol"
    assert key_of("other", "  khat  leaves ") == "other:khat leaves"
    assert [key_of("other", own) for own in ("", " ", "x" * (MOST_OWN + 1), "a\x00b")] == [""] * 4
    assert key_of("moon dust") == ""
    assert is_key("other:khat leaves") and is_key("tobacco")
    assert not any(map(is_key, ("", "other", "other:", "other:two  spaces", "moon", "alcohol:beer")))


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, {}),
        ({"substance": "moon"}, {"substance": "unknown"}),
        ({"route": "smoked", "frequency": "daily", "first_age": 0, "last_used_on": TODAY}, {}),
        ({"route": "by mail"}, {"route": "unknown"}),
        ({"frequency": "often"}, {"frequency": "unknown"}),
        ({"first_age": -1}, {"first_age": "out-of-range"}),
        ({"first_age": 111}, {"first_age": "out-of-range"}),
        ({"last_used_on": TODAY + timedelta(days=1)}, {"last_used_on": "not-come"}),
        ({"last_used_on": date(1, 1, 1)}, {"last_used_on": "not-come"}),
        ({"amount": "x" * (MOST_WORDS + 1)}, {"amount": "too-long"}),
        ({"amount": "\x00"}, {"amount": "unreadable"}),
    ],
)
def test_a_use_history_says_what_can_be(said: dict[str, object], fault: dict[str, str]) -> None:
    told = History(**{"substance": "alcohol", **said})  # type: ignore[arg-type]
    assert faults_in_history(told, TODAY) == fault


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, {}),
        ({"on_day": TODAY + timedelta(days=1)}, {"on_day": "not-come"}),
        ({"on_day": _ago(MOST_DAYS_BACK + 8)}, {"on_day": "too-old"}),
        ({"substances": ("alcohol", "other:khat")}, {}),
        ({"substances": ("alcohol", "moon")}, {"substances": "unknown"}),
        ({"substances": ("alcohol",) * 9}, {"substances": "too-many"}),
        ({"amount": "x" * 200}, {"amount": "too-long"}),
    ],
)
def test_a_day_is_told_that_has_come(said: dict[str, object], fault: dict[str, str]) -> None:
    told = Day(**{"on_day": TODAY, "state": State.USED, **said})  # type: ignore[arg-type]
    assert faults_in_day(told, TODAY) == fault


def test_days_before_somebody_came_can_be_told_and_never_those_of_years_ago() -> None:
    assert first_day(None, TODAY) == _ago(DAYS_BEFORE)
    assert first_day(_ago(30), TODAY) == _ago(30 + DAYS_BEFORE)
    assert first_day(_ago(4_000), TODAY) == _ago(MOST_DAYS_BACK)
    assert fault_in_date(_ago(MOST_DAYS_BACK), TODAY) == ""


def test_what_is_said_last_of_a_day_holds_whoever_said_it_and_in_whatever_order_it_came() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    told = [
        Telling(TODAY, noon, noon, "second"),
        Telling(TODAY, noon - timedelta(hours=1), noon + timedelta(hours=1), "first, and came late"),
        Telling(_ago(1), noon, noon, "another day"),
    ]
    assert last_said(told) == last_said(reversed(told)) == {TODAY: "second", _ago(1): "another day"}


def test_sums_count_days_that_were_told_and_a_gap_or_an_unsure_day_ends_a_stretch() -> None:
    none, used, unsure = State.NONE, State.USED, State.NOT_SURE
    days = [none, none, used, none, none, none, unsure, none, State.CLEARED, none, none]
    told = {_ago(back): state for back, state in enumerate(reversed(days))}
    assert sums(told, first=_ago(13), last=TODAY) == Sums(
        told=10, with_use=1, without=8, not_sure=1, untold=4, longest_without=3
    )
    assert sums({}, first=TODAY, last=TODAY) == Sums(0, 0, 0, 0, 1, 0)


def test_a_month_is_laid_in_weeks_that_begin_on_sunday() -> None:
    first, last = month_of(date(2026, 11, 23))
    assert (first, last) == (date(2026, 11, 1), date(2026, 11, 30))
    weeks = weeks_of(first, last)
    assert weeks[0][0] == first and weeks[-1] == [date(2026, 11, 29), last, *[None] * 5]
    assert month_of(date(2028, 2, 5))[1] == date(2028, 2, 29)
    december = weeks_of(*month_of(date(2026, 12, 1)))
    assert december[0][:3] == [None, None, date(2026, 12, 1)] and all(len(week) == 7 for week in december)


def test_days_to_remember_by_fall_where_the_year_puts_them() -> None:
    found = {words.en: day for day, words in use().anchors_between(date(2026, 1, 1), date(2026, 12, 31))}
    assert found["Thanksgiving"] == date(2026, 11, 26) and found["Memorial Day"] == date(2026, 5, 25)
    assert found["Labor Day"] == date(2026, 9, 7) and found["Christmas"] == date(2026, 12, 25)
    span = use().anchors_between(date(2026, 12, 30), date(2027, 1, 1))
    assert [day for day, _words in span] == [date(2026, 12, 31), date(2027, 1, 1)]


def test_an_anchor_is_a_day_of_the_month_or_a_weekday_of_it() -> None:
    words = Words(en="A day", es="Un día")
    for said in ({}, {"day": 4, "nth": 1}):
        with pytest.raises(ValueError, match="day of the month"):
            Anchor(month=1, words=words, **said)


def test_every_code_of_the_file_is_there_once_and_tobacco_is_among_them() -> None:
    for coded in (use().substances, use().routes, use().frequencies):
        assert len({one.code for one in coded}) == len(coded)
    assert {"tobacco", "nicotine-vape", "alcohol", "other"} <= use().by_code.keys()
    assert use().by_code["methamphetamine"].teds == "10"
