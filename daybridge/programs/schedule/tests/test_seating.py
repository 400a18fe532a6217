"""Everybody's week: what plans ask for first, and honest about what could not be."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybridge.programs.schedule import checker, designing, generate, greedy, placing, repairing, seating
from daybridge.programs.schedule.comfort import discomfort
from daybridge.programs.schedule.instance import Comes, Instance, Opening, Span
from daybridge.programs.schedule.model import WeekModel
from daybridge.programs.schedule.solving import Limits, Progress, run

from .programs import WHOLE_WEEK, a_program, a_session, at, someone


def _quick(**changes: object) -> Limits:
    return Limits(**({"seconds": 5, "workers": 1} | changes))  # type: ignore[arg-type]


@pytest.mark.full
def test_everyone_of_a_planted_program_gets_the_week_that_their_plan_asks_for() -> None:
    instance = generate.program(60, is_tight=True)
    assert seating.shortfall(instance, greedy.seat_greedily(instance)) > 0, "the plain rule gets stuck here"
    week = seating.seat(instance, _quick())
    assert not week.shortfalls
    assert week.levels[0].aim == "clinical" and week.levels[0].is_proven and week.levels[0].gap == 0


def test_a_plan_that_no_program_could_meet_is_proven_short_and_named() -> None:
    ana = someone(minimum_minutes=540, free=(at(0, 9, 3),))
    week = seating.seat(a_program([ana], [a_session("s", at(0, 10))]), _quick())
    assert week.levels[0].value == week.levels[0].bound == 450
    assert [(one.what, one.needed, one.given) for one in week.shortfalls] == [("minutes", 540, 90)]


def test_one_seat_for_two_people_leaves_one_short_and_proves_it() -> None:
    people = [someone("ana", minimum_minutes=90), someone("ben", minimum_minutes=90)]
    week = seating.seat(a_program(people, [a_session("s", at(0, 10), capacity=1, soft_capacity=1)]), _quick())
    assert len({one.person for one in week.shortfalls}) == 1 and week.levels[0].is_proven


def test_the_same_seed_and_one_worker_give_the_same_week() -> None:
    instance = generate.program(30, seed=3)
    assert seating.seat(instance, _quick()).seats == seating.seat(instance, _quick()).seats


def test_a_cancelled_search_gives_the_week_that_it_had() -> None:
    week = seating.seat(generate.program(30), _quick(is_cancelled=lambda: True))
    assert week.was_cancelled and week.levels[0].aim == "clinical"


def test_progress_tells_value_and_bound() -> None:
    told: list[Progress] = []
    seating.seat(generate.program(30), _quick(on_progress=told.append))
    assert told[0].aim == "clinical" and any(one.aim == "comfort" and one.value is not None for one in told)


def test_comfort_in_the_model_is_comfort_as_it_is_counted() -> None:
    instance = generate.program(30, seed=5)
    week = seating.seat(instance, _quick())
    assert week.levels[1].value == discomfort(instance, week.seats)


def test_travel_between_sites_is_kept() -> None:
    ana = someone(travel={"main": 10, "south": 10}, minimum_minutes=180)
    near = a_program([ana], [a_session("a", at(0, 10)), a_session("b", at(0, 12), site="south")])
    assert seating.seat(near, _quick()).shortfalls, "an hour is needed where nobody wrote down less"
    far_enough = replace(near, rules=replace(near.rules, between_sites={("south", "main"): 30}))
    assert not seating.seat(far_enough, _quick()).shortfalls


def test_a_candidate_opens_with_one_facilitator_who_is_free_and_a_room() -> None:
    instance = generate.program(30, as_candidates=True)
    week = designing.design(instance, _quick(seconds=8))
    assert not week.shortfalls and week.openings and week.shut
    alone = seating.seat(generate.program(30), _quick())
    assert len(week.openings) < len({s for taken in alone.seats.values() for s in taken})


def test_a_newcomer_gets_three_different_weeks_that_cost_nobody_anything() -> None:
    instance = generate.program(60)
    instance = placing.accept(instance, seating.seat(instance, _quick()))
    new = replace(instance.people[0], id="new", present=())
    found = placing.place(replace(instance, people=(*instance.people, new)), "new", _quick(seconds=2))
    assert len({one.sessions for one in found}) == 3
    assert all(one.shortfall == 0 and one.moves == () for one in found)


def test_someone_moves_for_a_newcomer_only_when_nothing_else_gives_a_whole_week() -> None:
    sessions = [a_session("mon", at(0, 10), capacity=1, soft_capacity=1), a_session("tue", at(1, 10))]
    ben = someone("ben", minimum_minutes=90, present=("mon",))
    ana = someone("ana", minimum_minutes=90, free=(at(0, 8, 6),))
    best = placing.place(a_program([ana, ben], sessions), "ana", _quick())[0]
    assert best.sessions == ("mon",) and best.shortfall == 0
    assert best.moves == (placing.Move("ben", ("mon",), ("tue",)),)


def test_who_makes_room_gets_no_seat_beside_the_one_they_exchange() -> None:
    sessions = [
        a_session("mon", at(0, 10), capacity=1, soft_capacity=1), a_session("tue", at(1, 10)), a_session("wed", at(2, 10)),
    ]  # fmt: skip
    ben = someone("ben", minimum_minutes=180, present=("mon",))
    ana = someone("ana", minimum_minutes=90, free=(at(0, 8, 6),))
    moves = placing.place(a_program([ana, ben], sessions), "ana", _quick())[0].moves
    assert [len(one.gets) for one in moves] == [1]


def test_a_newcomer_is_offered_no_week_twice() -> None:
    """Also where making room for them gains a week that they could have had without."""
    sessions = [a_session("mon", at(0, 10), capacity=1, soft_capacity=1), a_session("tue", at(1, 10))]
    ben = someone("ben", minimum_minutes=90, present=("mon",))
    ana = someone("ana", minimum_minutes=180, free=(at(0, 8, 6), at(1, 8, 6)))
    weeks = [frozenset(one.sessions) for one in placing.place(a_program([ana, ben], sessions), "ana", _quick())]
    assert weeks[0] == {"mon", "tue"} and len(weeks) == len(set(weeks))


def test_a_new_shift_moves_only_whom_it_concerns_and_names_the_rule() -> None:
    instance = generate.program(60)
    instance = placing.accept(instance, seating.seat(instance, _quick()))
    late = instance.people[7]
    lost = next(s for s in late.present)
    day = instance.session[lost].span.day
    changed = replace(late, free=tuple(window for window in late.free if window.day != day))
    done = repairing.repair(
        replace(instance, people=tuple(changed if p.id == late.id else p for p in instance.people)), _quick()
    )
    assert {one.person for one in done.moves} == {late.id}
    assert {one.rule for one in done.taken} == {"time"}
    assert all(instance.session[one.session].span.day == day for one in done.taken)


def test_a_sick_facilitator_is_covered_before_anybody_is_moved() -> None:
    people = [someone(f"p{n}", minimum_minutes=90, present=("s",)) for n in range(4)]
    instance = a_program(people, [a_session("s", at(0, 10), covers=("dora",)), a_session("t", at(1, 10))])
    sick = tuple(replace(one, leave=WHOLE_WEEK) if one.id == "for-s" else one for one in instance.staff)
    done = repairing.repair(replace(instance, staff=sick), _quick())
    assert done.moves == () and done.week.openings == (Opening("s", None, "dora"),)
    away = tuple(replace(one, leave=WHOLE_WEEK) if one.id in ("for-s", "dora") else one for one in instance.staff)
    done = repairing.repair(replace(instance, staff=away), _quick())
    assert len(done.moves) == 4 and {one.rule for one in done.taken} == {"not_held"} and not done.week.shortfalls


def test_a_smaller_group_takes_as_few_seats_as_it_must() -> None:
    people = [someone(f"p{n}", minimum_minutes=90, present=("s",)) for n in range(6)]
    instance = a_program(people, [a_session("s", at(0, 10), capacity=4, soft_capacity=4), a_session("t", at(1, 10))])
    done = repairing.repair(instance, _quick())
    assert len(done.moves) == 2 and {one.rule for one in done.taken} == {"not_possible"} and not done.week.shortfalls


def test_nothing_is_given_out_that_the_checker_refuses() -> None:
    instance = a_program([someone()], [a_session("s", at(0, 10), language="es")])
    with pytest.raises(checker.WrongWeek):
        seating.proposed(instance, {"ana": ("s",)}, (), (), was_cancelled=False)


def test_the_hints_of_a_whole_week_are_a_solution() -> None:
    instance = generate.program(20)
    seats = greedy.seat_greedily(instance)
    model = WeekModel(instance, tuple(instance.person))
    for person, mine in model.seat.items():
        for session, var in mine.items():
            model.cp.add(var == int(session in seats[person]))
    done = run(model.cp, "clinical", sum(model.shortfall), _quick(), report=False)
    assert done.level and done.level.value == seating.shortfall(instance, seats)


@st.composite
def _programs(draw: st.DrawFn) -> Instance:
    """A handful of people and sessions with everything that can stand between them, and pairs that must not meet."""
    sessions = [
        a_session(
            f"s{n}", at(draw(st.integers(0, 4)), draw(st.sampled_from((9, 10, 10.5, 12, 13))), draw(st.sampled_from((1, 1.5)))),
            kind=draw(st.sampled_from(("process", "skills"))), capacity=(size := draw(st.integers(1, 3))), soft_capacity=size,
            language=draw(st.sampled_from(("en", "en", "es"))), track=draw(st.sampled_from((None, None, "teen"))),
            site=(site := draw(st.sampled_from(("main", "south", None)))), is_on_video=site is None or draw(st.booleans()),
            gender=draw(st.sampled_from((None, None, "women"))),
        )
        for n in range(draw(st.integers(1, 8)))
    ]  # fmt: skip
    people = [
        someone(
            f"p{n}", free=tuple(Span(d * 1440 + 480, d * 1440 + draw(st.sampled_from((720, 960)))) for d in sorted(draw(st.sets(st.integers(0, 4), min_size=1)))),
            minimum_minutes=draw(st.sampled_from((60, 120, 240))), maximum_minutes=draw(st.sampled_from((240, 600))),
            minimum_days=1, maximum_days=draw(st.integers(1, 4)), largest_gap_days=draw(st.sampled_from((3, 6))),
            most_minutes_a_day=draw(st.sampled_from((90, 180))), needs=draw(st.sampled_from(({}, {"skills": 1}))),
            comes=draw(st.sampled_from(list(Comes))), travel=draw(st.sampled_from(({}, {"main": 20}, {"main": 15, "south": 45}))),
            languages=draw(st.sampled_from((("en",), ("en", "es")))), track=draw(st.sampled_from((None, "teen"))),
            gender_groups=draw(st.sampled_from(((), ("women",)))),
            gender_specific_kinds=draw(st.sampled_from(((), ("process",)))),
        )
        for n in range(draw(st.integers(1, 5)))
    ]  # fmt: skip
    ids = [one.id for one in people]
    pairs = (
        draw(
            st.lists(
                st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda pair: pair[0] != pair[1]),
                max_size=3,
            )
        )
        if len(ids) > 1
        else []
    )
    return a_program(people, sessions, no_contact=tuple(pairs))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_programs())
def test_whatever_the_program_no_hard_rule_is_broken_and_the_shortfall_is_proven(instance: Instance) -> None:
    week = seating.seat(instance, _quick())
    assert checker.violations(instance, week.seats) == []
    assert week.levels[0].is_proven
    assert (week.levels[0].value == 0) == (not week.shortfalls)
    assert checker.violations(instance, greedy.seat_greedily(instance)) == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(_programs(), st.randoms(use_true_random=False))
def test_whatever_is_planted_wrong_is_found(instance: Instance, chance: object) -> None:
    """Infeasible plans are never hidden: a person who needs more than everything there is stays short in every week."""
    first = replace(instance.people[0], minimum_minutes=6000, maximum_minutes=6000)
    instance = replace(instance, people=(first, *instance.people[1:]))
    week = seating.seat(instance, _quick())
    assert any(one.person == first.id and one.what == "minutes" for one in week.shortfalls)
    assert week.levels[0].bound > 0
