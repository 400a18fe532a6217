"""ITC-2019 as a model: a time and a room for each class, then classes for each student in the timetable that came out."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from daybridge.programs.schedule.formats import columns
from daybridge.programs.schedule.formats.answer import Answer
from daybridge.programs.schedule.formats.sectioning import Sectioning
from daybridge.programs.schedule.formats.university import (
    NOT_MODELLED,
    Distribution,
    Solution,
    Time,
    University,
    can_attend,
    check,
    cost,
    is_kept,
)
from daybridge.programs.schedule.instance import Level
from daybridge.programs.schedule.solving import Limits, run

_ROOM_RULES = ("SameRoom", "DifferentRoom")


def solve(problem: University, limits: Limits) -> Answer:
    """Times and rooms in two thirds of the time; students are seated by columns in the rest."""
    left_out = _left_out(problem)
    model = _Model(problem)
    share = 0.66 if problem.students else 1.0
    done = run(model.cp, "timetable", sum(model.costs), limits, seconds=share * limits.left)
    if done.value is None or done.level is None:
        why = "no timetable keeps the rules" if done.is_impossible else "no timetable was found in the time"
        return Answer(problem.name, None, (), (why,), left_out)
    value = done.value
    times = {
        name: one.times[i] for name, one in problem.classes.items() for i, v in enumerate(model.at[name]) if value(v)
    }
    rooms = {name: next((room for room, v in model.put[name].items() if value(v)), None) for name in problem.classes}
    found = Solution(times, rooms, _seat(problem, times, rooms, limits))
    total = cost(problem, found)
    is_whole = not problem.students and not any("forbids more" in words for words in left_out)
    bound = min(total, max(0, done.level.bound)) if is_whole else 0
    return Answer(
        problem.name,
        found,
        (Level("cost", total, bound, round(limits.spent, 2)),),
        tuple(check(problem, found)),
        left_out,
    )


def _left_out(problem: University) -> tuple[str, ...]:
    kinds = sorted({rule.kind for rule in problem.distributions if rule.kind in NOT_MODELLED})
    said = [f"{kind} is checked and counted, and not searched by" for kind in kinds]
    if problem.longest_way and any(rule.kind == "SameAttendees" for rule in problem.distributions):
        said.append("the way between rooms counts as the longest way in SameAttendees, which forbids more than it must")
    if problem.students:
        said.append("times and rooms are chosen before students are seated, so the bound says nothing of the whole")
    return tuple(said)


def _seat(
    problem: University, times: dict[str, Time], rooms: dict[str, str | None], limits: Limits
) -> dict[str, tuple[str, ...]]:
    if not problem.students:
        return {}
    conflicts: dict[str, set[str]] = {}
    for one, other in combinations(problem.classes, 2):
        if not can_attend(problem, times[one], times[other], rooms[one], rooms[other]):
            conflicts.setdefault(one, set()).add(other)
            conflicts.setdefault(other, set()).add(one)
    fixed = Sectioning(
        problem.name,
        {name: len(problem.students) if one.limit is None else one.limit for name, one in problem.classes.items()},
        {name: one.parent for name, one in problem.classes.items()},
        problem.courses,
        {student: list(courses) for student, courses in problem.students.items()},
        {name: frozenset(others) for name, others in conflicts.items()},
        {},
    )
    choice: dict[str, tuple[str, ...]] = columns.solve(fixed, limits).solution
    return choice


class _Model:
    """One yes-or-no for each time and each room of a class, and for each of the two together where rooms can be in each other's way."""

    def __init__(self, problem: University) -> None:
        from ortools.sat.python import cp_model

        self.problem, self.cp = problem, cp_model.CpModel()
        self.at = {name: [self.cp.new_bool_var("") for _ in one.times] for name, one in problem.classes.items()}
        self.put = {
            name: {room: self.cp.new_bool_var("") for room in one.rooms} for name, one in problem.classes.items()
        }
        self.costs: list[Any] = []
        for name, one in problem.classes.items():
            self.cp.add_exactly_one(self.at[name])
            if one.rooms:
                self.cp.add_exactly_one(self.put[name].values())
            self._weigh("time", ((time.penalty, var) for time, var in zip(one.times, self.at[name], strict=True)))
            self._weigh("room", ((penalty, self.put[name][room]) for room, penalty in one.rooms.items()))
        self._share_rooms()
        for rule in problem.distributions:
            if rule.kind not in NOT_MODELLED:
                for pair in combinations(rule.classes, 2):
                    self._keep(rule, *pair)

    def _weigh(self, weight: str, terms: Iterator[tuple[int, Any]]) -> None:
        factor = self.problem.weights.get(weight, 0)
        self.costs += [factor * penalty * var for penalty, var in terms if factor * penalty]

    def _share_rooms(self) -> None:
        """In each room at each moment at most one class; a moment is where some class may begin."""
        for room, (_, away) in self.problem.rooms.items():
            used: list[tuple[Time, Any]] = []
            for name in (name for name in self.put if room in self.put[name]):
                for time, var in zip(self.problem.classes[name].times, self.at[name], strict=True):
                    if any(time.meets(other) for other in away):
                        self.cp.add_bool_or([var.negated(), self.put[name][room].negated()])
                        continue
                    both = self.cp.new_bool_var("")
                    self.cp.add_bool_or([both, var.negated(), self.put[name][room].negated()])
                    used.append((time, both))
            for moment in sorted({frozenset(at) for at in _moments(used) if len(at) > 1}, key=sorted):
                self.cp.add_at_most_one([used[index][1] for index in sorted(moment)])

    def _keep(self, rule: Distribution, one: str, other: str) -> None:
        broken = None if rule.is_required else self.cp.new_bool_var("")
        if broken is not None:
            self.costs.append(self.problem.weights.get("distribution", 0) * rule.penalty * broken)
        slack = 0 if broken is None else broken
        if rule.kind in _ROOM_RULES:
            for room, var in self.put[one].items():
                same = self.put[other].get(room, 0)
                self.cp.add(var <= same + slack if rule.kind == "SameRoom" else var + same <= 1 + slack)
            return
        theirs = self.problem.classes[other].times
        for time, var in zip(self.problem.classes[one].times, self.at[one], strict=True):
            bad = [
                v for t, v in zip(theirs, self.at[other], strict=True) if not self._is_kept(rule, time, t, one, other)
            ]
            if bad:
                self.cp.add(var + sum(bad) <= 1 + slack)

    def _is_kept(self, rule: Distribution, time: Time, other: Time, one: str, two: str) -> bool:
        if rule.kind == "SameAttendees":
            way = max((self.problem.way(a, b) for a in self.put[one] for b in self.put[two]), default=0)
            return not time.shares_a_day(other) or time.end + way <= other.start or other.end + way <= time.start
        return is_kept(self.problem, rule, time, other, None, None)


def _moments(used: list[tuple[Time, Any]]) -> Iterator[list[int]]:
    """For each week, day and start that is like no other: who would be there then."""
    weeks, days = (_unlike({getattr(time, part) for time, _ in used}) for part in ("weeks", "days"))
    for week in weeks:
        for day in days:
            today = [(index, t) for index, (t, _) in enumerate(used) if t.weeks >> week & 1 and t.days >> day & 1]
            for start in sorted({t.start for _, t in today}):
                yield [index for index, t in today if t.start <= start < t.end]


def _unlike(masks: set[int]) -> list[int]:
    """One bit for each set of bits that the masks treat alike."""
    kept: dict[tuple[int, ...], int] = {}
    for bit in range(max((mask.bit_length() for mask in masks), default=0)):
        kept.setdefault(tuple(mask >> bit & 1 for mask in sorted(masks)), bit)
    return [bit for profile, bit in kept.items() if any(profile)]
