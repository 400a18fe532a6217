"""What may make up for missing hours: by one's own clock, one's told week, and whom a group is for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.programs.attending.rules import (
    MOST_OFFERS,
    Booked,
    Person,
    Reason,
    Session,
    can_join,
    counts_from,
    days_away,
    faults_in_absence,
    faults_in_answer,
    faults_in_request,
    is_for,
    is_free_then,
    meets,
    minutes_by_week,
    missing_by_week,
    offers,
    time_away,
)
from daybridge.programs.availability.rules import Span, Way, Week
from daybridge.programs.rules import Gender, GroupLanguage, Mode

MONDAY, NEXT = date(2026, 11, 23), date(2026, 11, 30)
NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)  # eight in the morning in Chicago
ANA = Person("America/Chicago", ("en",), date(1990, 4, 12))
LAKESIDE, HILLTOP = "lakeside", "hilltop"


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    """On the wall clock of Chicago in winter."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) + timedelta(hours=6)


def _session(day: date = MONDAY + timedelta(days=1), hour: int = 9, minutes: int = 90, **changes: Any) -> Session:
    begins = _at(day, hour)
    number = changes.pop("number", 1)
    return Session(UUID(int=number), begins, begins + timedelta(minutes=minutes), **{"free": 1, **changes})


def _booked(day: date = MONDAY + timedelta(days=1), hour: int = 9, minutes: int = 90, site: str = "") -> Booked:
    return Booked(_at(day, hour), _at(day, hour) + timedelta(minutes=minutes), site)


def test_what_is_told_counts_from_when_it_was_made_but_two_days_back_at_the_most() -> None:
    assert counts_from(NOW, NOW + timedelta(hours=48)) == NOW
    assert counts_from(NOW, NOW + timedelta(hours=50)) == NOW + timedelta(hours=2)


# --- Whether a week falls short --------------------------------------------------------------------------------------


def test_minutes_are_counted_in_the_week_of_ones_own_clock() -> None:
    sunday_night = Booked(datetime(2026, 11, 30, 5, tzinfo=UTC), datetime(2026, 11, 30, 6, tzinfo=UTC))  # Sunday, 23:00
    assert minutes_by_week(ANA, [sunday_night, _booked(), _booked()]) == {MONDAY: 240}
    assert minutes_by_week(replace(ANA, zone="UTC"), [sunday_night]) == {NEXT: 60}


def test_a_week_that_holds_enough_is_left_out_and_one_without_anything_misses_all() -> None:
    booked = [_booked(), _booked(hour=13)]
    assert missing_by_week(ANA, booked, asked=180, today=MONDAY) == {NEXT: 180}
    assert missing_by_week(ANA, booked, asked=181, today=MONDAY + timedelta(days=6)) == {MONDAY: 1, NEXT: 181}


# --- Whom a group is for ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "is_theirs"),
    [
        ({}, True),
        ({"language": GroupLanguage.EN}, True),
        ({"language": GroupLanguage.ES}, False),
        ({"track": "mornings"}, False),
        ({"track": "evenings"}, True),
        ({"gender": Gender.MEN}, False),
        ({"gender": Gender.WOMEN}, True),
        ({"kind": "trauma"}, False),
        ({"kind": "trauma", "gender": Gender.WOMEN}, True),
        ({"least_age": 36}, True),
        ({"least_age": 37}, False),
        ({"most_age": 36}, True),
        ({"most_age": 35}, False),
    ],
)
def test_a_group_is_for_those_it_names(changes: dict[str, Any], is_theirs: bool) -> None:
    chosen = {"gender_groups": (Gender.WOMEN,), "gender_specific_kinds": ("trauma",)}
    assert is_for(replace(ANA, track="evenings", **chosen), _session(**changes)) is is_theirs


def test_whoever_has_no_track_may_sit_in_each_and_a_gender_is_never_reckoned() -> None:
    assert is_for(ANA, _session(track="mornings"))
    assert not is_for(ANA, _session(gender=Gender.WOMEN))


def test_whoever_has_their_birthday_on_the_day_is_old_enough() -> None:
    session = _session(date(2026, 12, 1), least_age=18)
    assert is_for(replace(ANA, born_on=date(2008, 12, 1)), session)
    assert not is_for(replace(ANA, born_on=date(2008, 12, 2)), session)


@pytest.mark.parametrize(
    ("way", "modes"),
    [
        (Way.EITHER, {Mode.ROOM, Mode.VIDEO, Mode.HYBRID}),
        (Way.IN_PERSON, {Mode.ROOM, Mode.HYBRID}),
        (Way.VIDEO, {Mode.VIDEO, Mode.HYBRID}),
    ],
)
def test_a_session_is_held_in_a_way_in_which_they_can_join(way: Way, modes: set[Mode]) -> None:
    somebody = replace(ANA, week=Week(way=way))
    assert {mode for mode in Mode if can_join(somebody, _session(mode=mode))} == modes


# --- When there is room ----------------------------------------------------------------------------------------------


def test_a_told_week_leaves_room_with_the_way_there_and_back() -> None:
    week = Week((Span(1, 10 * 60 + 30, 12 * 60),), travel={LAKESIDE: 20})
    tuesday = _session()
    assert is_free_then(replace(ANA, week=week), tuesday), "one ends as the other begins"
    assert not is_free_then(replace(ANA, week=week), replace(tuesday, site=LAKESIDE)), "twenty minutes home"
    by_video = replace(week, way=Way.VIDEO.value)
    assert is_free_then(replace(ANA, week=by_video), replace(tuesday, site=LAKESIDE)), "no way to go"


def test_the_hours_are_those_of_ones_own_clock_also_past_midnight() -> None:
    week = Week((Span(1, 0, 60), Span(0, 23 * 60, 24 * 60)))
    late = _session(MONDAY, 21)  # 22:00 to 23:30 in New York, 21:00 to 22:30 in Chicago
    assert is_free_then(replace(ANA, week=week), late)
    assert not is_free_then(replace(ANA, week=week, zone="America/New_York"), late)
    over = replace(ANA, week=Week((Span(1, 0, 60),)), zone="America/New_York")
    assert not is_free_then(over, _session(MONDAY, 22)), "23:00 to 00:30 meets Tuesday's first hour"
    assert not is_free_then(replace(ANA, week=Week(days_off=frozenset({MONDAY + timedelta(days=1)}))), _session())


def test_shifts_that_alternate_are_those_of_that_week() -> None:
    week = Week((), other=(Span(1, 0, 24 * 60),), anchor=NEXT)
    assert is_free_then(replace(ANA, week=week), _session())
    assert not is_free_then(replace(ANA, week=week), _session(NEXT + timedelta(days=1)))


def test_two_sessions_meet_at_once_or_with_too_little_time_for_the_way() -> None:
    somebody = replace(ANA, week=Week(travel={LAKESIDE: 30, HILLTOP: 40}))
    first = replace(_session(), site=LAKESIDE)
    assert meets(somebody, first, _booked(hour=10))
    assert not meets(somebody, first, Booked(first.ends_at, first.ends_at + timedelta(hours=1), LAKESIDE))
    for site, needed in ((HILLTOP, 40), ("", 30)):
        after = first.ends_at + timedelta(minutes=needed)
        assert not meets(somebody, first, Booked(after, after + timedelta(hours=1), site))
        sooner = after - timedelta(minutes=1)
        assert meets(somebody, first, Booked(sooner, sooner + timedelta(hours=1), site))


# --- What is offered -------------------------------------------------------------------------------------------------


def _offered(*sessions: Session, **more: Any) -> list[int]:
    said: dict[str, Any] = {"missing": {MONDAY: 90}, "booked": (), "now": NOW, **more}
    return [one.id.int for one in offers(ANA, sessions, **said)]


@pytest.mark.parametrize(
    ("session", "more"),
    [
        (_session(free=0), {}),
        (_session(MONDAY, 7), {}),
        (_session(NEXT), {}),
        (_session(gender=Gender.MEN), {}),
        (_session(), {"booked": [_booked(hour=10)]}),
        (_session(), {"away": [_booked(hour=0, minutes=24 * 60)]}),
    ],
)
def test_what_does_not_fit_is_not_offered(session: Session, more: dict[str, Any]) -> None:
    assert _offered(session, **more) == []


def test_what_a_told_week_or_way_leaves_out_is_not_offered() -> None:
    week = Week((Span(1, 9 * 60, 10 * 60),), way=Way.IN_PERSON.value)
    sessions = [_session(), _session(hour=13, mode=Mode.VIDEO), _session(hour=15)]
    found = offers(replace(ANA, week=week), sessions, missing={MONDAY: 90}, booked=(), now=NOW)
    assert [one.begins_at for one in found] == [_at(MONDAY + timedelta(days=1), 15)]


def test_offers_come_soonest_first_and_are_few() -> None:
    sessions = [_session(MONDAY + timedelta(days=1 + n % 5), 8 + n, number=n) for n in range(9)]
    found = _offered(*sessions)
    assert len(found) == MOST_OFFERS and found[0] == 0
    assert found == [one.id.int for one in sorted(sessions, key=lambda one: one.begins_at)][:MOST_OFFERS]


@given(st.lists(st.tuples(st.integers(0, 13), st.integers(0, 20), st.integers(0, 2)), max_size=12))
def test_no_offer_meets_anything_that_stands(told: list[tuple[int, int, int]]) -> None:
    sessions = [_session(MONDAY + timedelta(days=a), b, free=c, number=n) for n, (a, b, c) in enumerate(told)]
    booked = [_booked(MONDAY + timedelta(days=n), 9 + n, 120) for n in range(7)]
    for one in offers(ANA, sessions, missing={MONDAY: 60}, booked=booked, now=NOW):
        assert one.free and one.begins_at > NOW
        assert all(one.ends_at <= other.begins_at or other.ends_at <= one.begins_at for other in booked)


# --- Not coming ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"last": MONDAY - timedelta(days=1)}, {"last_on": "backwards"}),
        ({"first": MONDAY - timedelta(days=3), "last": MONDAY - timedelta(days=1)}, {"last_on": "over"}),
        ({"last": MONDAY + timedelta(days=49)}, {}),
        ({"last": MONDAY + timedelta(days=50)}, {"last_on": "far-away"}),
        ({"reason": "lazy"}, {"reason": "unknown"}),
        ({"note": "x" * 201}, {"note": "too-long"}),
    ],
)
def test_an_absence_that_cannot_be_is_refused_at_its_part(changes: dict[str, Any], faults: dict[str, str]) -> None:
    said = {"first": MONDAY, "last": MONDAY, "today": MONDAY, "reason": "sick", "note": "", **changes}
    assert faults_in_absence(said.pop("first"), said.pop("last"), **said) == faults


def test_whoever_is_sick_is_away_all_day_by_their_own_clock_and_others_for_that_time() -> None:
    session, zone = _booked(), "America/Chicago"
    assert time_away(Reason.WORK, session, zone) == session
    day = time_away(Reason.SICK, session, zone)
    assert (day.begins_at, day.ends_at) == (_at(MONDAY + timedelta(days=1), 0), _at(MONDAY + timedelta(days=2), 0))


def test_days_away_are_whole_days_also_when_the_clock_changes() -> None:
    away = days_away(date(2027, 3, 13), date(2027, 3, 14), "America/Chicago")
    assert (away.ends_at.astimezone(UTC) - away.begins_at.astimezone(UTC)) == timedelta(hours=47)


# --- Other hours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("better", "note", "faults"),
    [
        ("Mornings", "", {}),
        (" ", "", {"better": "empty"}),
        ("x" * 301, "x" * 201, {"better": "too-long", "note": "too-long"}),
    ],
)
def test_what_is_asked_for_says_what_would_be_better(better: str, note: str, faults: dict[str, str]) -> None:
    assert faults_in_request(better, note) == faults


@pytest.mark.parametrize(
    ("outcome", "words", "faults"),
    [
        ("talk", "Let us look on Monday.", {}),
        ("maybe", " ", {"outcome": "unknown", "words": "empty"}),
        ("done", "x" * 301, {"words": "too-long"}),
    ],
)
def test_an_answer_has_an_outcome_and_a_sentence(outcome: str, words: str, faults: dict[str, str]) -> None:
    assert faults_in_answer(outcome, words) == faults
