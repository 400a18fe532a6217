"""A pair that must not meet never sits together, and nothing that is said about one tells of the other, or that there is a pair."""

import json
from dataclasses import asdict, replace

from daybridge.programs.schedule import placing, reasons, repairing, seating
from daybridge.programs.schedule.instance import Instance
from daybridge.programs.schedule.solving import Limits

from .programs import a_program, a_session, at, someone


def _said(*things: object) -> str:
    return json.dumps([asdict(thing) for thing in things], default=str)  # type: ignore[call-overload]


def _with_ben_in_the_way(*, is_a_pair: bool) -> Instance:
    """Ana needs both sessions; Ben sits in one of them, alone or, where they are no pair, among eleven others."""
    sessions = [
        a_session("mon", at(0, 10), capacity=2, soft_capacity=2),
        a_session("tue", at(1, 10), capacity=2, soft_capacity=2),
    ]
    ben = someone("ben", minimum_minutes=90, present=("mon",))
    others = [] if is_a_pair else [someone("cleo", minimum_minutes=90, present=("mon",))]
    pairs = (("ana", "ben"),) if is_a_pair else ()
    return a_program([someone("ana"), ben, *others], sessions, no_contact=pairs)


def test_a_pair_never_sits_in_one_session() -> None:
    instance = a_program(
        [someone("ana"), someone("ben")],
        [a_session(f"s{d}", at(d, 10)) for d in range(4)],
        no_contact=(("ben", "ana"),),
    )
    week = seating.seat(instance, Limits(5, workers=1))
    assert not week.shortfalls
    assert not set(week.seats["ana"]) & set(week.seats["ben"])


def test_why_not_says_the_same_of_a_pair_as_of_a_full_group() -> None:
    of_a_pair = reasons.explain(_with_ben_in_the_way(is_a_pair=True), "ana", Limits(5, workers=1))
    of_a_full_group = reasons.explain(_with_ben_in_the_way(is_a_pair=False), "ana", Limits(5, workers=1))
    assert of_a_pair.reasons == of_a_full_group.reasons
    assert any(reason.code == "no_seat" for reason in of_a_pair.reasons)
    assert "ben" not in _said(of_a_pair)


def test_no_change_is_offered_that_would_bring_a_pair_together() -> None:
    found = reasons.explain(_with_ben_in_the_way(is_a_pair=True), "ana", Limits(5, workers=1))
    assert [change.code for one in found.relaxations for change in one.changes] == ["plan"]


def test_nobody_is_moved_out_of_the_way_of_someone_they_must_not_meet() -> None:
    """Ben could change to Wednesday, and Ana would then fit; but Ben's name beside Ana's would tell of the pair."""
    instance = _with_ben_in_the_way(is_a_pair=True)
    instance = replace(
        instance, sessions=(*instance.sessions, replace(instance.sessions[0], id="wed", span=at(2, 10), gender="men"))
    )
    ana, ben = instance.people
    instance = replace(instance, people=(ana, replace(ben, gender_groups=("men",))))
    for found in placing.place(instance, "ana", Limits(5, workers=1)):
        assert found.moves == ()
        assert "ben" not in _said(*found.moves) and found.sessions == ("tue",)
    assert "ben" not in placing.who_could_make_room(instance, "ana")


def test_a_pair_found_out_later_is_parted_and_the_reason_tells_nothing() -> None:
    sessions = [a_session(f"s{d}", at(d, 10)) for d in range(4)]
    people = [someone("ana", present=("s0", "s1")), someone("ben", present=("s0", "s2"))]
    instance = a_program(people, sessions, no_contact=(("ana", "ben"),))
    done = repairing.repair(instance, Limits(5, workers=1))
    assert len(done.moves) == 1 and not done.week.shortfalls
    assert [(one.session, one.rule) for one in done.taken] == [("s0", "not_possible")]
    told = _said(*done.taken, *done.moves)
    assert ("ana" in told) != ("ben" in told)
