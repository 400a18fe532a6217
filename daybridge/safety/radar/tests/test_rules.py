from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybridge.safety.radar.findings import Fact, Finding, findings
from daybridge.safety.radar.points import points
from daybridge.safety.radar.rules import (
    AHEAD_DAYS,
    BUDGETS,
    HISTORY_DAYS,
    LEAST_POINTS,
    LOOK_BACK_DAYS,
    QUIET_DAYS,
    RISE,
    Candidate,
    Changes,
    Cost,
    Course,
    Shown,
    Standing,
    Stay,
    changes,
    chosen,
    cost,
    due_days,
    may_be_put_forward,
    onsets,
    places,
    points_by_day,
    stored,
    with_points,
)
from daybridge.safety.radar.series import DUE, LAPSE, Moment, Scale, Told, daily
from daybridge.safety.radar.watching import follow, read

TODAY = date(2026, 11, 23)
ANA, ELI, ZOE = (UUID(int=number) for number in (1, 2, 3))
BEN, CLEO = UUID(int=11), UUID(int=12)
SCALES = {one.code: one for one in (Scale("mood", 1, 5, high_is_worse=False), Scale("urge", 0, 10))}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def a_stay(**details: object) -> Stay:
    return Stay(**{"participant_id": ANA, "episode_id": UUID(int=9), "admitted_on": ago(10), "joined_on": ago(8), "today": TODAY, **details})  # type: ignore[arg-type] # fmt: skip


# --- Due entries and days --------------------------------------------------------------------------------------------


def test_entries_are_due_from_the_day_after_admission_and_set_up_until_yesterday() -> None:
    assert due_days(a_stay()) == range(ago(7).toordinal(), TODAY.toordinal())
    assert due_days(a_stay(joined_on=ago(20))) == range(ago(9).toordinal(), TODAY.toordinal())


def test_nothing_is_due_before_the_companion_is_set_up_and_on_its_day() -> None:
    assert not due_days(a_stay(joined_on=None))
    assert not due_days(a_stay(joined_on=TODAY))


def test_a_long_stay_is_read_over_its_last_half_year() -> None:
    long = a_stay(admitted_on=ago(900), joined_on=ago(900))
    assert long.since == ago(HISTORY_DAYS) and due_days(long).start == long.since.toordinal()


def test_a_day_is_the_mean_of_what_was_told_about_it() -> None:
    told = [Told(5, {"mood": 2, "urge": 8}), Told(4, {"mood": 3}), Told(5, {"mood": 5})]
    assert daily(told, due=range(0)) == [Moment(4.0, {"mood": 3}), Moment(5.0, {"mood": 3.5, "urge": 8})]


def test_a_due_day_about_which_nothing_was_told_is_missed_and_others_are_not() -> None:
    series = daily([Told(5, {"mood": 3}), Told(7, {LAPSE: 1}), Told(9, {LAPSE: 1})], due=range(5, 8))
    assert series == [
        Moment(5.0, {"mood": 3}), Moment(6.0, {DUE: None}), Moment(7.0, {LAPSE: 1, DUE: None}), Moment(9.0, {LAPSE: 1}),
    ]  # fmt: skip
    assert [one.was_due and not one.was_answered for one in series] == [False, True, False, False]


# --- What stands -----------------------------------------------------------------------------------------------------


def a_finding(kind: str = "jump", points: int = 3, value: float = 1) -> Finding:
    return Finding(kind, points, (Fact("mood", TODAY.toordinal(), value, 3.404, 21),))


def test_facts_are_kept_as_codes_days_and_rounded_numbers() -> None:
    [fact] = stored(a_finding())
    assert fact == {"code": "mood", "on_day": "2026-11-23", "value": 1, "baseline": 3.4, "days": 21}
    [without] = stored(Finding("level", 3, (Fact("mood", TODAY.toordinal(), 1),)))
    assert without["baseline"] is None


def test_a_new_finding_begins_and_one_that_is_not_found_again_ends() -> None:
    known = {"drift": Standing(2, [])}
    assert changes([a_finding()], known) == Changes({"jump": a_finding()}, {}, {"drift"})


def test_a_finding_changes_with_its_points_or_facts_and_otherwise_stays_as_it_is() -> None:
    same = {"jump": Standing(3, stored(a_finding()))}
    assert changes([a_finding()], same) == Changes({}, {}, set())
    assert changes([a_finding(points=4)], same).changed == {"jump": a_finding(points=4)}
    assert changes([a_finding(value=2)], same).changed == {"jump": a_finding(value=2)}


def test_its_history_holds_each_change_of_points_and_a_day_s_last_word() -> None:
    history = with_points([["2026-11-20", 2]], date(2026, 11, 21), 2)
    assert history == [["2026-11-20", 2]]
    history = with_points(history, date(2026, 11, 22), 3)
    assert with_points(history, date(2026, 11, 22), 4) == [["2026-11-20", 2], ["2026-11-22", 4]]
    assert with_points(history, date(2026, 11, 22), 2) == [["2026-11-20", 2]]
    assert with_points([["2026-11-20", 2]], date(2026, 11, 20), 5) == [["2026-11-20", 5]]


# --- Who is worth a look ---------------------------------------------------------------------------------------------


def test_who_has_too_few_points_is_not_put_forward() -> None:
    assert not may_be_put_forward(LEAST_POINTS - 1, None, on_day=TODAY)
    assert may_be_put_forward(LEAST_POINTS, None, on_day=TODAY)


def test_nobody_is_put_forward_again_within_a_week_unless_it_is_clearly_worse() -> None:
    before = Shown(ago(QUIET_DAYS - 1), 5)
    assert not may_be_put_forward(5 + RISE - 1, before, on_day=TODAY)
    assert may_be_put_forward(5 + RISE, before, on_day=TODAY)
    assert may_be_put_forward(5, Shown(ago(QUIET_DAYS), 5), on_day=TODAY)


@pytest.mark.parametrize(
    ("budget", "shown_days_ago", "free"),
    [
        (1, [], 1),
        (1, [0], 0),
        (1, [1], 1),
        (3, [0, 0], 1),
        (2, [0, 0, 0], 0),
        (0.5, [], 1),
        (0.5, [1], 0),
        (0.5, [2], 1),
    ],
)
def test_a_budget_leaves_so_many_places(budget: float, shown_days_ago: list[int], free: int) -> None:
    assert places(budget, [ago(days) for days in shown_days_ago], on_day=TODAY) == free


def test_the_most_points_come_first_then_what_changed_last_as_far_as_there_are_places() -> None:
    ana, eli, zoe = (
        Candidate(ANA, BEN, 5, ago(1)), Candidate(ELI, BEN, 5, ago(0)), Candidate(ZOE, CLEO, 9, ago(3)),
    )  # fmt: skip
    assert chosen([ana, eli, zoe], {BEN: 1, CLEO: 0}) == [eli]
    assert chosen([ana, eli, zoe], {BEN: 2, CLEO: 1}) == [zoe, eli, ana]
    assert chosen([ana], {}) == []


# --- What a budget costs ---------------------------------------------------------------------------------------------


def test_points_stand_from_a_change_to_the_next_or_to_the_end() -> None:
    history = [(ago(6), 2), (ago(3), 5)]
    days = points_by_day(history, until=ago(1), first=ago(5), last=TODAY)
    assert days == {ago(5): 2, ago(4): 2, ago(3): 5, ago(2): 5}
    assert points_by_day(history[1:], until=None, first=ago(1), last=TODAY) == {ago(1): 5, TODAY: 5}


def test_alerts_within_a_week_of_the_one_before_belong_to_the_same_setback() -> None:
    assert onsets([ago(1), ago(20), ago(14), ago(8)]) == [ago(20)]
    assert onsets([ago(20), ago(20 - AHEAD_DAYS - 1)]) == [ago(20), ago(12)]
    assert onsets([]) == []


def a_course(person: UUID, days: Mapping[int, int], *setbacks: int, staff: UUID = BEN) -> Course:
    return Course(person, staff, {ago(day): points for day, points in days.items()}, [ago(day) for day in setbacks])


def test_with_one_place_the_graver_is_shown_and_the_other_left_out() -> None:
    courses = [a_course(ANA, {5: 9}, 3), a_course(ELI, {5: 4}, 3)]
    one, five = (cost(courses, budget, until=TODAY) for budget in (1, 5))
    assert (one.shown, one.dropped, one.seen_ahead, one.setbacks, one.share) == (1, 1, 1, 2, 0.5)
    assert (five.shown, five.dropped, five.seen_ahead) == (2, 0, 2)


def test_who_waits_until_there_is_a_place_was_not_left_out() -> None:
    both = [a_course(ANA, {5: 9}), a_course(ELI, {5: 4, 4: 4})]
    assert (cost(both, 1, until=TODAY).shown, cost(both, 1, until=TODAY).dropped) == (2, 0)


def test_who_still_waits_today_is_left_out_so_far() -> None:
    both = [a_course(ANA, {0: 9}), a_course(ELI, {0: 4})]
    assert (cost(both, 1, until=TODAY).shown, cost(both, 1, until=TODAY).dropped) == (1, 1)


def test_a_setback_counts_as_seen_ahead_only_from_a_showing_before_it() -> None:
    for shown, is_ahead in ((3, False), (4, True), (3 + AHEAD_DAYS, True), (4 + AHEAD_DAYS, False)):
        assert cost([a_course(ANA, {shown: 5}, 3)], 1, until=TODAY).seen_ahead == is_ahead, shown


def test_what_lies_before_the_weeks_is_lived_but_not_counted() -> None:
    lived = cost([a_course(ANA, {LOOK_BACK_DAYS + 1: 5}, LOOK_BACK_DAYS - 1, LOOK_BACK_DAYS + 3)], 1, until=TODAY)
    assert (lived.shown, lived.setbacks, lived.seen_ahead) == (0, 1, 1)


def test_a_list_by_lot_meets_as_many_days_as_it_covers() -> None:
    lived = cost([a_course(ANA, {10: 5}), a_course(ELI, {})], 1, until=TODAY)
    assert lived.by_chance == AHEAD_DAYS / (2 * LOOK_BACK_DAYS) and lived.by_chance_percent == 12
    assert lived.share is None
    nobody = cost([], 1, until=TODAY)
    assert nobody == Cost(1, 0, 0, 0, 0, None) and nobody.by_chance_percent == 0


_PEOPLE = st.lists(
    st.tuples(st.dictionaries(st.integers(0, 34), st.integers(1, 31), max_size=12), st.lists(st.integers(0, 27), max_size=3)),
    max_size=6,
)  # fmt: skip


@settings(deadline=None)
@given(_PEOPLE, st.sampled_from(BUDGETS))
def test_a_budget_is_never_overdrawn_and_nothing_is_seen_that_did_not_happen(
    people: list[tuple[dict[int, int], list[int]]], budget: float
) -> None:
    courses = [a_course(UUID(int=n + 1), days, *setbacks) for n, (days, setbacks) in enumerate(people)]
    lived = cost(courses, budget, until=TODAY)
    every = 1 if budget >= 1 else round(1 / budget)
    assert lived.shown <= max(1, int(budget)) * -(-LOOK_BACK_DAYS // every)
    assert 0 <= lived.seen_ahead <= lived.setbacks
    assert 0 <= (lived.by_chance or 0) <= 1


_DAYS = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 10)), min_size=1, max_size=30)


@settings(deadline=None)
@given(_DAYS, st.integers(0, 4), st.integers(0, 10))
def test_a_worse_last_day_never_lowers_the_points(days: list[tuple[int, int]], lower: int, higher: int) -> None:
    def sum_of(mood: int, urge: int) -> int:
        told = [Told(day, {"mood": m, "urge": u}) for day, (m, u) in enumerate([*days[:-1], (mood, urge)])]
        return points(read(follow(daily(told, due=range(len(days))), SCALES), SCALES))

    mood, urge = days[-1]
    assert sum_of(max(1, mood - lower), min(10, urge + higher)) >= sum_of(mood, urge)


@settings(deadline=None)
@given(_DAYS, st.integers(0, 6))
def test_one_more_silent_day_never_lowers_what_silence_counts(days: list[tuple[int, int]], silent: int) -> None:
    told = [Told(day, {"mood": mood, "urge": urge}) for day, (mood, urge) in enumerate(days)]

    def of_silence(last: int) -> int:
        seen = follow(daily(told, due=range(last)), SCALES)
        found = findings(seen._replace(at=float(last)), SCALES)
        return sum(one.points for one in found if one.code == "silence")

    end = len(days) + silent
    assert of_silence(end + 1) >= of_silence(end)
