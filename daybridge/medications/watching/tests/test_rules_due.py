"""When a test is due: hand-checked days for each pack, and what must hold whatever the days are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.medications.rules import Nearness
from daybridge.medications.watching import rules
from daybridge.medications.watching.rules import Course, Why, dues, next_due
from daybridge.medications.watching.rules.reading import Watched

BEGAN = date(2026, 3, 2)


def _day(number: int) -> date:
    return BEGAN + timedelta(days=number)


def _course(*ingredients: str, listed: int = 0, changed: int | None = None, began: date = BEGAN) -> Course:
    changed_on = None if changed is None else began + timedelta(days=changed)
    return Course("x", frozenset(ingredients), began, began + timedelta(days=listed), changed_on)


def _next(pack: str, test: str, *taken: int, changed: int | None = None, listed: int = 0) -> tuple[int, Why] | None:
    """(day after the start, why) on which a test of a pack is due next, after it was taken on these days."""
    watched = next(one for one in rules.monitoring()[pack].tests if one.test == test)
    found = next_due(watched, _course("x", changed=changed, listed=listed), [_day(day) for day in taken])
    return ((found[0] - BEGAN).days, found[1]) if found else None


@pytest.mark.parametrize(
    ("pack", "test", "taken", "due"),
    [
        # A lithium level 5 to 7 days after the start (a week here), then every 3 months, from a year on every 6.
        ("lithium", "lithium-level", (), (7, Why.AFTER_START)), ("lithium", "lithium-level", (4,), (7, Why.AFTER_START)),
        ("lithium", "lithium-level", (5,), (95, Why.AGAIN)), ("lithium", "lithium-level", (7, 364), (454, Why.AGAIN)),
        ("lithium", "lithium-level", (365,), (545, Why.AGAIN)),
        ("lithium", "tsh", (), (0, Why.BASELINE)), ("lithium", "tsh", (-90,), (180, Why.AGAIN)), ("lithium", "tsh", (-91,), (0, Why.BASELINE)),
        ("lithium", "creatinine", (0, 180), (360, Why.AGAIN)), ("lithium", "hydration-talk", (0,), None),
        ("valproate", "alt", (-3,), (90, Why.AGAIN)), ("valproate", "alt", (370,), (550, Why.AGAIN)), ("valproate", "platelets", (), (0, Why.BASELINE)),
        ("valproate", "valproate-level", (), (5, Why.AFTER_START)), ("valproate", "valproate-level", (3,), (183, Why.AGAIN)),
        ("carbamazepine", "hla-b-1502", (), (0, Why.BASELINE)), ("carbamazepine", "hla-b-1502", (-3000,), None),
        ("carbamazepine", "sodium", (0,), (42, Why.AFTER_START)), ("carbamazepine", "sodium", (0, 28), (118, Why.AGAIN)),
        ("carbamazepine", "carbamazepine-level", (), (28, Why.AFTER_START)),
        ("lamotrigine", "rash-talk", (0,), (14, Why.AFTER_START)), ("lamotrigine", "rash-talk", (0, 14), (28, Why.AFTER_START)),
        ("lamotrigine", "rash-talk", (0, 40), None),
        # Clozapine: weekly for half a year, every two weeks to a year, then monthly.
        ("clozapine", "anc", (), (0, Why.BASELINE)), ("clozapine", "anc", (-7,), (7, Why.AGAIN)), ("clozapine", "anc", (-8,), (0, Why.BASELINE)),
        ("clozapine", "anc", (175,), (182, Why.AGAIN)), ("clozapine", "anc", (182,), (196, Why.AGAIN)),
        ("clozapine", "anc", (364,), (378, Why.AGAIN)), ("clozapine", "anc", (365,), (393, Why.AGAIN)),
        # ADA and APA: weight at 0, 4, 8 and 12 weeks, then each quarter; sugar and fats at 0 and 12 weeks, then yearly.
        ("antipsychotic-metabolic", "weight", (0,), (28, Why.AFTER_START)), ("antipsychotic-metabolic", "weight", (0, 21), (56, Why.AFTER_START)),
        ("antipsychotic-metabolic", "weight", (0, 28, 56, 84), (174, Why.AGAIN)), ("antipsychotic-metabolic", "weight", (0, 60), (84, Why.AFTER_START)),
        ("antipsychotic-metabolic", "glucose", (0,), (84, Why.AFTER_START)), ("antipsychotic-metabolic", "glucose", (0, 84), (449, Why.AGAIN)),
        ("antipsychotic-metabolic", "aims", (0,), (180, Why.AGAIN)),
        ("qt", "qtc", (-300,), (30, Why.AFTER_START)), ("qt", "qtc", (-300, 22), (30, Why.AFTER_START)), ("qt", "qtc", (-300, 23), (388, Why.AGAIN)),
        ("methadone", "qtc", (), (0, Why.BASELINE)), ("methadone", "qtc", (-10, 30), (395, Why.AGAIN)),
        ("naltrexone", "alt", (-20,), (180, Why.AGAIN)), ("disulfiram", "alt", (0,), (14, Why.AFTER_START)), ("disulfiram", "alt", (0, 10), (190, Why.AGAIN)),
        ("acamprosate", "creatinine-clearance", (), (0, Why.BASELINE)), ("acamprosate", "creatinine-clearance", (0,), (365, Why.AGAIN)),
        ("stimulants", "systolic", (0,), (28, Why.AFTER_START)), ("stimulants", "heart-rate", (0, 30), (120, Why.AGAIN)),
    ],
)  # fmt: skip
def test_each_pack_asks_on_the_days_its_source_names(
    pack: str, test: str, taken: tuple[int, ...], due: tuple[int, Why] | None
) -> None:
    assert _next(pack, test, *taken) == due


def test_a_change_of_amount_asks_for_a_level_anew() -> None:
    assert _next("lithium", "lithium-level", 7, changed=40) == (47, Why.AFTER_CHANGE)
    assert _next("lithium", "lithium-level", 7, 44, changed=40) == (47, Why.AFTER_CHANGE)
    assert _next("lithium", "lithium-level", 7, 45, changed=40) == (135, Why.AGAIN)
    assert _next("qt", "qtc", 0, 30, 41, changed=40) == (54, Why.AFTER_CHANGE)
    assert _next("qt", "qtc", 0, 30, 39, changed=40) == (54, Why.AFTER_CHANGE)


def test_nobody_is_late_for_what_was_due_before_the_medicine_was_known_here() -> None:
    assert _next("lithium", "tsh", listed=400) == (400, Why.BASELINE)
    assert _next("clozapine", "anc", 395, listed=400) == (423, Why.AGAIN)


def test_the_sooner_of_two_medicines_of_a_pack_counts_and_nearness_is_told() -> None:
    courses = [_course("clozapine"), _course("olanzapine", began=_day(100)), _course()]
    taken = {"weight": [_day(0), _day(28), _day(56), _day(84)], "anc": [_day(98)]}
    found = {(one.pack, one.test): one for one in dues(rules.monitoring().values(), courses, taken, today=_day(109))}
    weight = found["antipsychotic-metabolic", "weight"]
    assert (weight.due_on, weight.name, weight.last_on) == (_day(128), "x", _day(84))
    assert found["clozapine", "anc"].nearness is Nearness.OVERDUE and found["clozapine", "anc"].due_on == _day(105)
    assert ("lithium", "tsh") not in found
    assert [one.due_on for one in found.values()] == sorted(one.due_on for one in found.values())
    assert dues(rules.monitoring().values(), [], taken, today=_day(9)) == []


def test_what_is_done_for_good_is_due_no_more() -> None:
    found = dues([rules.monitoring()["lithium"]], [_course("lithium")], {"hydration-talk": [_day(1)]}, today=_day(2))
    assert "hydration-talk" not in {one.test for one in found}


# --- Whatever the days are -------------------------------------------------------------------------------------------

_watched = st.sampled_from([one for pack in rules.monitoring().values() for one in pack.tests])
_days = st.lists(st.integers(-400, 1500), max_size=8)
_courses = st.builds(
    lambda listed, changed: _course("x", listed=listed, changed=changed),
    st.integers(0, 500),
    st.none() | st.integers(1, 900),
)


@given(_watched, _courses, _days, st.integers(-400, 1500))
def test_one_more_result_never_makes_a_test_due_sooner(
    watched: Watched, course: Course, taken: list[int], more: int
) -> None:
    before = next_due(watched, course, map(_day, taken))
    after = next_due(watched, course, map(_day, [*taken, more]))
    assert after is None or (before is not None and after[0] >= before[0])


@given(_watched, _courses, _days, st.integers(0, 1500))
def test_what_was_done_today_is_due_on_a_later_day(
    watched: Watched, course: Course, taken: list[int], today: int
) -> None:
    found = next_due(watched, course, map(_day, [*(day for day in taken if day <= today), today]))
    assert found is None or found[0] > _day(today) or found[0] == course.listed_on


@given(_watched, _courses, _days)
def test_the_order_of_results_changes_nothing_and_nothing_is_due_before_it_was_known(
    watched: Watched, course: Course, taken: list[int]
) -> None:
    found = next_due(watched, course, map(_day, taken))
    assert found == next_due(watched, course, map(_day, reversed(taken)))
    assert found is None or found[0] >= course.listed_on


# --- A site's own choice ---------------------------------------------------------------------------------------------


def test_a_site_may_ask_more_often_and_within_bounds_less_often() -> None:
    lithium, clozapine = rules.monitoring()["lithium"], rules.monitoring()["clozapine"]
    assert rules.intervals_of(clozapine)["anc.1"] == 14 and rules.most_days(clozapine)["anc.2"] == 31
    assert rules.faults_in_intervals(lithium, {"lithium-level.0": 60, "lithium-level.1": 360}) == {}
    faults = {"lithium-level.0": 0, "tsh.0": 361, "gold.0": 4}
    assert rules.faults_in_intervals(lithium, faults) == {
        "lithium-level.0": "out-of-range", "tsh.0": "out-of-range", "gold.0": "unknown",
    }  # fmt: skip
    assert rules.faults_in_intervals(clozapine, {"anc.0": 8}) == {"anc.0": "out-of-range"}
    assert rules.faults_in_intervals(lithium, {"lithium-level.1": 80}) == {"lithium-level.1": "shorter"}


def test_an_edited_pack_counts_and_one_that_can_not_be_leaves_the_shipped_one() -> None:
    lithium = rules.monitoring()["lithium"]
    own = rules.edited(lithium, {"lithium-level.0": 60})
    assert rules.intervals_of(own) == {**rules.intervals_of(lithium), "lithium-level.0": 60}
    assert next_due(own.tests[0], _course("lithium"), [_day(7)]) == (_day(67), Why.AGAIN)
    assert rules.edited(lithium, {"gold.0": 1}) is lithium
