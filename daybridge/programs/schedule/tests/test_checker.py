"""The checker sees each hard rule broken, one by one: a week made wrong in exactly one way is refused by that name."""

import ast
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from daybridge.programs.schedule import checker
from daybridge.programs.schedule.instance import Comes, Instance, Opening, Room, Rules, Span, Staff

from .programs import WHOLE_WEEK, a_program, a_session, at, someone


def _rules(instance: Instance, seats: dict[str, tuple[str, ...]], *openings: Opening) -> set[str]:
    return {one.rule for one in checker.violations(instance, seats, openings)}


@pytest.mark.parametrize(
    ("rule", "person", "session"),
    [
        ("not_free", {"free": (at(0, 10),)}, {}),
        ("not_free", {"comes": Comes.VIDEO}, {}),
        ("not_free", {"comes": Comes.IN_PERSON}, {"site": None, "is_on_video": True}),
        ("not_free", {"travel": {}}, {}),
        ("language", {"languages": ("es",)}, {}),
        ("track", {}, {"track": "adolescent"}),
        ("age", {"age": 17}, {"youngest": 18}),
        ("gender_group", {}, {"gender": "women"}),
        ("gender_group", {"gender_specific_kinds": ("process",)}, {}),
        ("most_minutes", {"maximum_minutes": 60}, {}),
        ("most_days", {"maximum_days": 0}, {}),
        ("most_minutes_a_day", {"most_minutes_a_day": 60}, {}),
        ("not_held", {}, {"is_candidate": True}),
    ],
)
def test_a_seat_that_a_rule_forbids_is_seen(rule: str, person: dict[str, Any], session: dict[str, Any]) -> None:
    instance = a_program([someone(minimum_minutes=0, **person)], [a_session("s", at(0, 10), **session)])
    assert _rules(instance, {"ana": ("s",)}) == {rule}


def test_a_week_without_fault_passes() -> None:
    instance = a_program([someone()], [a_session("a", at(0, 10)), a_session("b", at(1, 10))])
    assert _rules(instance, {"ana": ("a", "b")}) == set()
    assert checker.shortfalls(instance, {"ana": ("a", "b")}) == []


def test_two_places_at_once_and_too_little_time_between_are_seen() -> None:
    ana = someone(travel={"main": 10, "south": 10})
    sessions = [a_session("a", at(0, 10)), a_session("b", at(0, 11)), a_session("c", at(0, 11.5), site="south")]
    instance = a_program([ana], sessions, rules=Rules(between_sites={("main", "south"): 15}))
    assert _rules(instance, {"ana": ("a", "b")}) == {"two_places"}
    assert _rules(instance, {"ana": ("a", "c")}) == {"travel"}


def test_a_group_or_room_too_small_is_seen() -> None:
    people = [someone("ana"), someone("ben")]
    small = a_program(people, [a_session("s", at(0, 10), capacity=1, soft_capacity=1)])
    assert _rules(small, {"ana": ("s",), "ben": ("s",)}) == {"capacity"}
    tiny = a_program(people, [a_session("s", at(0, 10), rooms=("r",))], rooms=(Room("r", "main", 1),))
    assert _rules(tiny, {"ana": ("s",), "ben": ("s",)}) == {"room_capacity"}


def test_a_pair_in_one_session_is_seen_without_their_names() -> None:
    instance = a_program([someone("ana"), someone("ben")], [a_session("s", at(0, 10))], no_contact=(("ana", "ben"),))
    found = checker.violations(instance, {"ana": ("s",), "ben": ("s",)})
    assert found == [checker.Violation("kept_apart", "s", ("s",))]


def test_a_facilitator_who_is_away_or_not_qualified_holds_nothing() -> None:
    instance = a_program([someone()], [a_session("s", at(0, 10), credential="LCSW")])
    assert _rules(instance, {"ana": ("s",)}) == {"not_held"}
    leave = (Staff("for-s", WHOLE_WEEK, ("LCSW",), (Span(600, 660),)),)
    assert _rules(replace(instance, staff=leave), {"ana": ("s",)}) == {"not_held"}


def test_openings_are_read_too() -> None:
    rooms = (Room("r", "main", 12), Room("far", "south", 12), Room("bare", "main", 12))
    candidate = a_session(
        "s",
        at(0, 10),
        is_candidate=True,
        rooms=("r", "far", "bare"),
        equipment=("screen",),
        facilitators=("dora", "emil"),
    )
    other = replace(candidate, id="t", group="t")
    instance = a_program([someone()], [candidate, other], rooms=(replace(rooms[0], equipment=("screen",)), *rooms[1:]))
    right = Opening("s", "r", "dora")
    assert _rules(instance, {"ana": ("s",)}, right) == set()
    assert _rules(instance, {}, replace(right, room="far")) == {"room"}
    assert _rules(instance, {}, replace(right, room="bare")) == {"room"}
    assert _rules(instance, {}, replace(right, facilitator="zoe")) == {"facilitator"}
    assert _rules(instance, {}, right, Opening("t", "r", "dora")) == {"facilitator_twice", "room_twice"}
    part = replace(instance, sessions=(candidate, replace(other, group="s", span=at(1, 10))))
    assert _rules(part, {}, right) == {"group_in_parts"}
    tired = replace(instance, staff=tuple(replace(one, most_minutes_a_week=60) for one in instance.staff))
    assert _rules(tired, {}, right) == {"facilitator_hours"}


def test_what_a_plan_asks_for_and_a_week_lacks_is_counted() -> None:
    ana = someone(minimum_days=3, largest_gap_days=3, needs={"skills": 2}, minimum_minutes=540)
    instance = a_program([ana], [a_session("a", at(0, 10)), a_session("b", at(1, 10), kind="skills")])
    found = {(one.what, one.needed, one.given) for one in checker.shortfalls(instance, {"ana": ("a", "b")})}
    assert found == {("minutes", 540, 180), ("days", 3, 2), ("skills", 2, 1), ("gap", 3, 5)}


def test_seats_of_the_unknown_are_seen() -> None:
    instance = a_program([someone()], [a_session("s", at(0, 10))])
    assert _rules(instance, {"zoe": ("s",), "ana": ("nowhere",)}) == {"unknown"}
    assert _rules(instance, {"ana": ("s", "s")}) >= {"seat_twice"}


def test_the_checker_shares_no_code_with_the_model() -> None:
    tree = ast.parse(Path(checker.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in imported if name and name.startswith("daybridge")} == {
        "daybridge.programs.schedule.instance"
    }


def test_what_is_broken_today_is_no_mistake_of_a_new_week() -> None:
    ana = someone("ana", free=(at(1, 8, 6),), present=("mon",))
    instance = a_program([ana], [a_session("mon", at(0, 10)), a_session("wed", at(2, 10))])
    assert checker.made_worse(instance, {"ana": ("mon",)}) == []
    assert checker.made_worse(instance, {"ana": ("wed",)}) == [checker.Violation("not_free", "ana", ("wed",))]
