from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.programs.rules import (
    BOUNDS,
    Gender,
    GroupDetails,
    GroupFault,
    GroupLanguage,
    Limit,
    Mode,
    Number,
    PackFault,
    RulePack,
    day_of_program,
    faults_in_group,
    faults_in_pack,
    longest_wait,
    next_topic,
    pack_as_json,
    pack_from_json,
    topics_on,
)

MONDAY = date(2026, 11, 2)


def test_the_day_of_admission_is_the_first_day() -> None:
    assert [day_of_program(date(2026, 11, 20), date(2026, 11, day)) for day in (20, 21, 30)] == [1, 2, 11]


# --- Rule packs ------------------------------------------------------------------------------------------------------


def a_pack(**values: int) -> RulePack:
    numbers = {Limit(name): Number(value, "42 CFR 410.44", MONDAY) for name, value in values.items()}
    return RulePack("us", "United States", "Medicare", "42 CFR 410.44", MONDAY, numbers)


def test_a_number_that_the_rules_do_not_set_is_none() -> None:
    pack = a_pack(least_week_minutes=540)
    assert (pack.value(Limit.LEAST_WEEK_MINUTES), pack.value(Limit.MOST_GROUP)) == (540, None)


def test_what_nobody_confirmed_is_named() -> None:
    pack = RulePack(numbers={Limit.MOST_GROUP: Number(12, "usual", None, False), Limit.LEAST_GROUP: Number(3, "ours")})
    assert pack.unconfirmed == [Limit.MOST_GROUP]


@given(
    st.dictionaries(
        st.sampled_from(Limit),
        st.builds(Number, st.integers(1, 500), st.text(), st.none() | st.dates(), st.booleans()),
    ),
    st.none() | st.dates(),
)
def test_rules_come_back_from_json_as_they_went(numbers: dict[Limit, Number], since: date | None) -> None:
    pack = RulePack("a", "b", "c", "d", since, numbers)
    assert pack_from_json(pack_as_json(pack)) == pack


def test_a_program_without_rules_has_an_empty_pack() -> None:
    assert pack_from_json({}) == RulePack()


def test_sound_rules_have_no_faults() -> None:
    whole = a_pack(
        least_week_minutes=540, most_week_minutes=1140, least_week_days=3, most_week_days=5, least_day_minutes=180,
        largest_gap_days=3, least_session_minutes=30, most_session_minutes=120, least_group=3, most_group=12,
        individual_sessions=1, individual_days=7, review_days=30,
    )  # fmt: skip
    assert faults_in_pack(whole) == {} == faults_in_pack(whole, whole)


@pytest.mark.parametrize("limit", Limit)
def test_a_number_outside_its_bounds_is_refused_and_one_at_them_is_not(limit: Limit) -> None:
    low, high = BOUNDS[limit]
    for value in (low - 1, high + 1):
        assert (limit, "value") in faults_in_pack(a_pack(**{limit: value}))
    for value in (low, high):
        assert faults_in_pack(a_pack(**{limit: value})).get((limit, "value")) in (None, PackFault.BELONGS_TOGETHER)


def test_a_day_of_25_hours_is_no_day() -> None:
    found = faults_in_pack(a_pack(least_day_minutes=25 * 60))
    assert found == {(Limit.LEAST_DAY_MINUTES, "value"): PackFault.MORE_THAN_A_DAY}
    found = faults_in_pack(a_pack(least_day_minutes=0))
    assert found == {(Limit.LEAST_DAY_MINUTES, "value"): PackFault.OUT_OF_BOUNDS}


def test_a_gap_of_no_days_is_no_gap() -> None:
    assert faults_in_pack(a_pack(largest_gap_days=0)) == {(Limit.LARGEST_GAP_DAYS, "value"): PackFault.OUT_OF_BOUNDS}


@pytest.mark.parametrize(
    ("least", "most"),
    [
        (Limit.LEAST_WEEK_MINUTES, Limit.MOST_WEEK_MINUTES),
        (Limit.LEAST_WEEK_DAYS, Limit.MOST_WEEK_DAYS),
        (Limit.LEAST_SESSION_MINUTES, Limit.MOST_SESSION_MINUTES),
        (Limit.LEAST_GROUP, Limit.MOST_GROUP),
        (Limit.LEAST_DAY_MINUTES, Limit.MOST_WEEK_MINUTES),
    ],
)
def test_the_least_is_never_above_the_most(least: Limit, most: Limit) -> None:
    low = BOUNDS[most][0] + 1
    assert faults_in_pack(a_pack(**{least: low + 1, most: low})) == {(least, "value"): PackFault.LEAST_ABOVE_MOST}
    assert faults_in_pack(a_pack(**{least: low, most: low})) == {}


def test_minutes_have_to_fit_into_the_days() -> None:
    found = faults_in_pack(a_pack(least_week_minutes=3_000, most_week_days=2))
    assert found == {(Limit.LEAST_WEEK_MINUTES, "value"): PackFault.NOT_IN_A_WEEK}
    assert faults_in_pack(a_pack(least_week_minutes=2_880, most_week_days=2)) == {}


@pytest.mark.parametrize(
    ("said", "missing"),
    [("individual_sessions", Limit.INDIVIDUAL_DAYS), ("individual_days", Limit.INDIVIDUAL_SESSIONS)],
)
def test_individual_sessions_are_counted_in_days(said: str, missing: Limit) -> None:
    assert faults_in_pack(a_pack(**{said: 2})) == {(missing, "value"): PackFault.BELONGS_TOGETHER}


def test_every_number_says_who_says_so() -> None:
    pack = RulePack(numbers={Limit.MOST_GROUP: Number(12, "  ")})
    assert faults_in_pack(pack) == {(Limit.MOST_GROUP, "source"): PackFault.NEEDS_SOURCE}


def test_a_changed_number_says_since_when_and_one_left_alone_may_not_know() -> None:
    before = RulePack(numbers={Limit.MOST_GROUP: Number(12, "usual"), Limit.REVIEW_DAYS: Number(30, "usual")})
    after = RulePack(numbers={Limit.MOST_GROUP: Number(10, "ours"), Limit.REVIEW_DAYS: Number(30, "usual")})
    assert faults_in_pack(after, before) == {(Limit.MOST_GROUP, "since"): PackFault.NEEDS_DAY}
    dated = RulePack(numbers={**after.numbers, Limit.MOST_GROUP: Number(10, "ours", MONDAY)})
    assert faults_in_pack(dated, before) == {}


# --- Groups ----------------------------------------------------------------------------------------------------------

SKILLS = GroupDetails(name="Skills", kind="skills", capacity=12, soft_capacity=10, minutes=60)


def _faults(group: GroupDetails, *, room_seats: int | None = None, **values: int) -> dict[str, GroupFault]:
    return faults_in_group(group, pack=a_pack(**values), languages=["en"], room_seats=room_seats)


def test_a_sound_group_has_no_faults() -> None:
    whole = replace(SKILLS, least_age=18, most_age=18, gender=Gender.WOMEN, credentials=("LCSW",))
    assert (
        _faults(whole, room_seats=12, most_group=12, least_session_minutes=60, most_session_minutes=60)
        == {}
        == _faults(SKILLS)
    )


@pytest.mark.parametrize(
    ("wrong", "field", "fault"),
    [
        ({"name": " "}, "name", GroupFault.NEEDS_NAME),
        ({"capacity": 501}, "capacity", GroupFault.SEATS_OUT_OF_BOUNDS),
        ({"soft_capacity": 13}, "soft_capacity", GroupFault.WORKS_BEST_ABOVE_SEATS),
        ({"soft_capacity": 0}, "soft_capacity", GroupFault.WORKS_BEST_ABOVE_SEATS),
        ({"minutes": 1_500}, "minutes", GroupFault.LONGER_THAN_A_DAY_HOLDS),
        ({"minutes": 4}, "minutes", GroupFault.LONGER_THAN_A_DAY_HOLDS),
        ({"least_age": -1}, "least_age", GroupFault.AGE_OUT_OF_BOUNDS),
        ({"most_age": 121}, "most_age", GroupFault.AGE_OUT_OF_BOUNDS),
        ({"least_age": 18, "most_age": 17}, "most_age", GroupFault.AGES_OUT_OF_ORDER),
        ({"language": GroupLanguage.ES}, "language", GroupFault.LANGUAGE_NOT_SPOKEN),
        ({"language": GroupLanguage.BOTH}, "language", GroupFault.LANGUAGE_NOT_SPOKEN),
    ],
)
def test_a_group_that_cannot_be_says_why(wrong: dict[str, object], field: str, fault: GroupFault) -> None:
    assert _faults(replace(SKILLS, **wrong)) == {field: fault}  # type: ignore[arg-type]


def test_no_seats_are_no_group() -> None:
    assert _faults(replace(SKILLS, capacity=0))["capacity"] == GroupFault.SEATS_OUT_OF_BOUNDS


def test_one_age_alone_is_enough() -> None:
    assert _faults(replace(SKILLS, least_age=18)) == {} == _faults(replace(SKILLS, most_age=17))


def test_the_programs_rules_hold_for_each_of_its_groups() -> None:
    assert _faults(SKILLS, most_group=11) == {"capacity": GroupFault.MORE_THAN_RULES_ALLOW}
    assert _faults(SKILLS, least_session_minutes=61) == {"minutes": GroupFault.SHORTER_THAN_RULES_ALLOW}
    assert _faults(SKILLS, most_session_minutes=59) == {"minutes": GroupFault.LONGER_THAN_RULES_ALLOW}


def test_a_group_fits_into_its_room_and_one_by_video_has_none() -> None:
    assert _faults(SKILLS, room_seats=11) == {"room": GroupFault.ROOM_TOO_SMALL}
    assert _faults(replace(SKILLS, mode=Mode.HYBRID), room_seats=12) == {}
    assert _faults(replace(SKILLS, mode=Mode.VIDEO), room_seats=12) == {"room": GroupFault.VIDEO_HAS_NO_ROOM}


# --- Curricula -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ATopic:
    code: str
    is_entry: bool = False


FOUR = (ATopic("a", True), ATopic("b"), ATopic("c", True), ATopic("d"))


def _weekly(weeks: int, *, leaving_out: int = -1) -> list[date]:
    return [MONDAY + timedelta(weeks=week) for week in range(weeks) if week != leaving_out]


def test_a_group_has_one_topic_a_week_and_begins_again() -> None:
    assert [topic.code for topic in topics_on(FOUR, _weekly(6)).values()] == list("abcdab")


def test_a_second_meeting_in_a_week_goes_on_with_its_topic() -> None:
    days = [MONDAY, MONDAY + timedelta(days=2), MONDAY + timedelta(days=7)]
    assert [topic.code for topic in topics_on(FOUR, days).values()] == list("aab")


def test_a_closed_week_takes_no_topic() -> None:
    assert [topic.code for topic in topics_on(FOUR, _weekly(5, leaving_out=1)).values()] == list("abcd")


def test_somebody_new_begins_at_an_entry() -> None:
    assert next_topic(FOUR, MONDAY, _weekly(8)) == (MONDAY, FOUR[0])
    found = next_topic(FOUR, MONDAY + timedelta(days=1), _weekly(8))
    assert found == (MONDAY + timedelta(weeks=2), FOUR[2])


def test_who_had_some_goes_on_with_the_next_one_they_did_not() -> None:
    third = MONDAY + timedelta(weeks=3)
    assert next_topic(FOUR, third, _weekly(8), had={"c"}) == (third, FOUR[3])
    assert next_topic(FOUR, third, _weekly(8), had={"c", "d", "a"}) == (MONDAY + timedelta(weeks=5), FOUR[1])


def test_who_had_everything_or_comes_too_late_has_nothing_next() -> None:
    assert next_topic(FOUR, MONDAY, _weekly(8), had=set("abcd")) is None
    assert next_topic(FOUR, MONDAY + timedelta(weeks=9), _weekly(8)) is None
    assert next_topic(FOUR, MONDAY, []) is None


def test_the_longest_wait_is_between_two_entries() -> None:
    assert longest_wait(FOUR) == 1
    assert longest_wait((ATopic("a", True),)) == 0
    assert longest_wait((ATopic("a"), ATopic("b", True), ATopic("c"), ATopic("d"))) == 3
    with pytest.raises(ValueError, match="to begin with"):
        longest_wait((ATopic("a"),))


@st.composite
def a_course(draw: st.DrawFn) -> tuple[tuple[ATopic, ...], list[date], date]:
    """A curriculum, the dates of a series that runs twice through it with weeks left out, and when somebody comes."""
    entries = draw(st.lists(st.booleans(), min_size=1, max_size=8).filter(any))
    topics = tuple(ATopic(str(number), is_entry) for number, is_entry in enumerate(entries))
    gaps = draw(st.lists(st.integers(1, 3), min_size=3 * len(topics), max_size=3 * len(topics)))
    weeks = [sum(gaps[:number]) for number in range(len(gaps))]
    dates = [
        MONDAY + timedelta(weeks=week, days=day)
        for week in weeks
        for day in draw(st.sets(st.integers(0, 6), min_size=1, max_size=3))
    ]
    entry = MONDAY + timedelta(days=draw(st.integers(0, 7 * weeks[len(topics)])))
    return topics, dates, entry


def _attended(topics: tuple[ATopic, ...], entry: date, dates: list[date]) -> Iterator[tuple[date, ATopic]]:
    had: set[str] = set()
    while found := next_topic(topics, entry, dates, had):
        yield found
        had.add(found[1].code)
        entry = found[0]


@given(a_course())
def test_who_comes_each_week_has_every_topic_once(course: tuple[tuple[ATopic, ...], list[date], date]) -> None:
    topics, dates, entry = course
    attended = list(_attended(topics, entry, dates))
    assert sorted(topic.code for _day, topic in attended) == sorted(topic.code for topic in topics)
    assert attended[0][1].is_entry and attended[0][0] >= entry
    days = [day for day, _topic in attended]
    assert days == sorted(days) and set(days) <= set(dates)


@given(a_course())
def test_somebody_new_never_waits_longer_than_the_curriculum_says(
    course: tuple[tuple[ATopic, ...], list[date], date],
) -> None:
    topics, dates, entry = course
    begins = next_topic(topics, entry, dates)
    assert begins
    week = lambda day: day - timedelta(days=day.weekday())  # noqa: E731
    missed = {week(day) for day in dates if entry <= day and week(day) < week(begins[0])}
    assert len(missed) <= longest_wait(topics) + 1  # the week in which they come may have begun already


@given(a_course(), st.randoms())
def test_the_order_in_which_dates_are_told_changes_nothing(
    course: tuple[tuple[ATopic, ...], list[date], date], chance: object
) -> None:
    topics, dates, entry = course
    shuffled = list(dates) + dates[:2]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert topics_on(topics, shuffled) == topics_on(topics, dates)
    assert next_topic(topics, entry, shuffled) == next_topic(topics, entry, dates)
