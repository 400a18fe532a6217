"""What a plan must hold before it is signed, what a version changes, and how far an objective has come."""

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from daybridge.plans.rules import Due, certification_due, review_due
from daybridge.plans.rules.content import (
    Changed,
    Content,
    Fault,
    Goal,
    Intervention,
    Missing,
    Objective,
    Problem,
    Service,
    Side,
    Stage,
    Target,
    changes,
    faults_in,
    progress,
)

TODAY = date(2026, 11, 23)
DONE = Intervention(UUID(int=9), what="Skills group")
ONE = Objective(UUID(int=3), "Score under 10", Target.MEASURE, "phq-9", 18, 9, TODAY + timedelta(days=60), (DONE,))


def a_plan(one: Objective = ONE) -> Content:
    return Content((Problem(UUID(int=1), "Low mood", goals=(Goal(UUID(int=2), "Want to get up", (one,)),)),))


def test_a_plan_is_the_same_after_json() -> None:
    dated = replace(
        ONE, interventions=(DONE, Intervention(UUID(int=8), Service.GROUP, "Skills", times_a_week=3, code="s"))
    )
    feeding = Problem(UUID(int=4), "Drinking", Side.SUBSTANCE_USE, feeds=frozenset({UUID(int=1)}))
    whole = replace(a_plan(dated), strengths="A brother who calls", ready_when="Two weeks at work")
    whole = replace(
        whole,
        problems=(
            *whole.problems,
            feeding,
            Problem(UUID(int=5), goals=(Goal(UUID(int=6), "x", (replace(ONE, due_on=None),)),)),
        ),
    )
    assert Content.from_json(json.loads(json.dumps(whole.to_json()))) == whole
    assert Content.from_json({}) == Content()


def test_a_whole_plan_misses_nothing() -> None:
    assert faults_in(a_plan(), TODAY) == []
    assert ONE.goes_down and a_plan().objective(ONE.id) == ONE and a_plan().objective(UUID(int=99)) is None


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"said": " "}, Missing(Fault.EMPTY, ONE.id)),
        ({"said": "x" * 301}, Missing(Fault.TOO_LONG, ONE.id)),
        ({"code": ""}, Missing(Fault.NEEDS_TARGET, ONE.id, "code")),
        ({"target": None}, Missing(Fault.NEEDS_TARGET, ONE.id, "target")),
        ({"target": 18}, Missing(Fault.NO_CHANGE, ONE.id, "target")),
        ({"due_on": None}, Missing(Fault.NEEDS_DUE, ONE.id, "due_on")),
        ({"due_on": TODAY - timedelta(days=1)}, Missing(Fault.PAST, ONE.id, "due_on")),
        ({"interventions": ()}, Missing(Fault.NEEDS_SERVICE, ONE.id)),
        ({"interventions": (replace(DONE, what=""),)}, Missing(Fault.EMPTY, DONE.id, "what")),
    ],
)
def test_each_piece_that_is_missing_is_named(changed: dict[str, object], missing: Missing) -> None:
    assert faults_in(a_plan(replace(ONE, **changed)), TODAY) == [missing]  # type: ignore[arg-type]


def test_what_they_do_needs_no_number_and_today_is_not_too_late() -> None:
    doing = replace(ONE, seen_by=Target.BEHAVIOR, code="", baseline=None, target=None, due_on=TODAY)
    assert faults_in(a_plan(doing), TODAY) == []


def test_a_plan_goes_down_to_what_is_done() -> None:
    assert faults_in(Content(), TODAY) == [Missing(Fault.NEEDS_PROBLEM)]
    assert faults_in(Content((Problem(UUID(int=1), "x"),)), TODAY) == [Missing(Fault.NEEDS_GOAL, UUID(int=1))]
    bare = Content((Problem(UUID(int=1), "x", goals=(Goal(UUID(int=2), "y"),)),))
    assert faults_in(bare, TODAY) == [Missing(Fault.NEEDS_OBJECTIVE, UUID(int=2))]


def test_what_a_version_changes_is_told_piece_by_piece() -> None:
    now = a_plan(replace(ONE, target=5, interventions=()))
    more = replace(now, problems=(*now.problems, Problem(UUID(int=7), "Sleeps little")))
    assert changes(a_plan(), more) == [
        Changed("objective", "Score under 10 (18 → 9)", "Score under 10 (18 → 5)"),
        Changed("problem", None, "Sleeps little"),
        Changed("intervention", "Skills group, 1 × 8", None),
    ]
    assert changes(a_plan(), a_plan()) == []
    words = replace(ONE, target=None, baseline=None)
    assert changes(a_plan(words), a_plan(replace(words, said="Other")))[0].now == "Other"
    assert changes(a_plan(), a_plan(replace(ONE, baseline=None)))[0].now == "Score under 10 (– → 9)"


def test_a_stage_and_a_day_that_changed_are_told_of_what_is_in_both() -> None:
    moved = a_plan(replace(ONE, due_on=None))
    [problem] = moved.problems
    moved = replace(moved, problems=(replace(problem, stage=Stage.DOING),))
    assert changes(a_plan(), moved) == [
        Changed("stage", a_plan().problems[0].stage, Stage.DOING),
        Changed("due", ONE.due_on.isoformat() if ONE.due_on else "", ""),
    ]
    assert changes(Content(), moved)[0] == Changed("problem", None, problem.said)
    assert {one.kind for one in changes(moved, Content())} == {"problem", "goal", "objective", "intervention"}


def test_nothing_that_is_signed_changes_without_being_told() -> None:
    [problem], mood = a_plan().problems, Problem(UUID(int=8), "Low mood")
    two = replace(a_plan(), problems=(problem, mood))
    fed = replace(two, problems=(problem, replace(mood, feeds=frozenset({problem.id}))))
    assert changes(two, fed) == [Changed("feeds", "", problem.said)]
    both = replace(two, problems=(replace(problem, side=Side.BOTH), mood))
    assert changes(two, both) == [Changed("side", problem.side, Side.BOTH)]
    other = a_plan(replace(ONE, seen_by=Target.DIARY, code=""))
    assert changes(a_plan(), other) == [Changed("seen_by", "measure phq-9", "diary ")]
    done = a_plan(replace(ONE, interventions=(replace(ONE.interventions[0], by="Ben", service=Service.PEER),)))
    assert changes(a_plan(), done) == [
        Changed("service", "group ", "peer "), Changed("intervention", "Skills group, 1 × 8", "Skills group, Ben, 1 × 8"),
    ]  # fmt: skip
    said = replace(a_plan(), strengths="Sings", ready_when="Three quiet weeks")
    assert changes(a_plan(), said) == [
        Changed("strengths", "", "Sings"), Changed("ready_when", "", "Three quiet weeks")
    ]  # fmt: skip
    less = replace(two, problems=(replace(problem, feeds=frozenset({mood.id})), mood))
    assert changes(less, replace(two, problems=(problem,)))[0] == Changed("feeds", "Low mood", "")


@pytest.mark.parametrize(
    ("baseline", "target", "now", "share", "is_reached"),
    [
        (18, 9, 18, 0, False),
        (18, 9, 12, 67, False),
        (18, 9, 9, 100, True),
        (18, 9, 4, 100, True),
        (18, 9, 22, 0, False),
        (60, 90, 75, 50, False),
        (60, 90, 95, 100, True),
        (None, 9, 12, 0, False),
        (9, 9, 9, 100, True),
    ],
)
def test_how_far_an_objective_has_come(
    baseline: float | None, target: float, now: float, share: int, is_reached: bool
) -> None:
    found = progress(replace(ONE, baseline=baseline, target=target), now, TODAY)
    assert (found.share, found.is_reached) == (share, is_reached)


def test_nothing_is_said_of_what_nobody_knows() -> None:
    assert progress(ONE, None, None).share is None
    assert progress(replace(ONE, target=None), 5, TODAY).share is None


def test_a_look_is_counted_from_the_last_one_and_a_physicians_from_admission() -> None:
    assert review_due(TODAY, [], None) is None and certification_due(TODAY, [], None) is None
    later = TODAY + timedelta(days=10)
    assert review_due(TODAY, [later], 30) == Due(later + timedelta(days=30), later)
    assert certification_due(TODAY, [], 60) == Due(TODAY, TODAY)
    due = certification_due(TODAY, [later], 60)
    assert due == Due(later + timedelta(days=60), later)
    assert not due.is_over(later + timedelta(days=60)) and due.is_over(later + timedelta(days=61))
