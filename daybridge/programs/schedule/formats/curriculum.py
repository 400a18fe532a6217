"""Curriculum timetabling, ITC-2007 track 3 (`.ctt`). Everything of the format is modelled.

Hard: every lecture in a period of its own, no two of one teacher or curriculum at once, one lecture for each room and period, periods
that are not to be had. Cost: a student without a seat 1, a missing working day 5, a lecture of a curriculum with no neighbour 2, a
room more for one course 1.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from daybridge.programs.schedule.formats.answer import Answer
from daybridge.programs.schedule.instance import Level
from daybridge.programs.schedule.solving import Limits, run

#: Course -> (period, room) of each of its lectures.
Timetable = dict[str, tuple[tuple[int, str], ...]]


@dataclass(frozen=True)
class Course:
    teacher: str
    lectures: int
    working_days: int
    students: int


@dataclass(frozen=True)
class Curricula:
    """The file as it is read; a period is day x periods_per_day + period."""

    name: str
    days: int
    periods_per_day: int
    courses: dict[str, Course]
    rooms: dict[str, int]
    curricula: dict[str, list[str]]
    not_at: frozenset[tuple[str, int]]

    @property
    def periods(self) -> range:
        return range(self.days * self.periods_per_day)


def read(text: str) -> Curricula:
    """The `.ctt` text."""
    head: dict[str, str] = {}
    parts: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if colon and value.strip():
            head[name] = value.strip()
        elif colon:
            rows = parts.setdefault(name, [])
        elif line != "END.":
            rows.append(line.split())
    per_day = int(head["Periods_per_day"])
    return Curricula(
        head["Name"], int(head["Days"]), per_day,
        {row[0]: Course(row[1], *map(int, row[2:5])) for row in parts["COURSES"]},
        {row[0]: int(row[1]) for row in parts["ROOMS"]},
        {row[0]: row[2:] for row in parts["CURRICULA"]},
        frozenset((row[0], int(row[1]) * per_day + int(row[2])) for row in parts.get("UNAVAILABILITY_CONSTRAINTS", [])),
    )  # fmt: skip


def _together(problem: Curricula) -> Iterator[set[str]]:
    """Courses of which no two may be at once."""
    by_teacher: dict[str, set[str]] = defaultdict(set)
    for name, course in problem.courses.items():
        by_teacher[course.teacher].add(name)
    yield from by_teacher.values()
    yield from map(set, problem.curricula.values())


def check(problem: Curricula, timetable: Timetable) -> list[str]:
    """Every hard rule that is broken, in words."""
    wrong = []
    for name, course in problem.courses.items():
        periods = {period for period, _ in timetable.get(name, ())}
        if len(periods) != course.lectures or len(timetable[name]) != course.lectures:
            wrong.append(f"course {name} has {len(periods)} of {course.lectures} lectures")
        wrong += [f"course {name} is in period {period}" for period in periods if (name, period) in problem.not_at]
    placed = Counter(place for places in timetable.values() for place in places)
    wrong += [
        f"room {room} has {count} lectures in period {period}" for (period, room), count in placed.items() if count > 1
    ]
    for courses in _together(problem):
        at = Counter(period for name in courses for period, _ in timetable.get(name, ()))
        wrong += [
            f"{count} of {', '.join(sorted(courses))} in period {period}" for period, count in at.items() if count > 1
        ]
    return wrong


def cost(problem: Curricula, timetable: Timetable) -> int:
    """The published measure."""
    total = 0
    for name, course in problem.courses.items():
        places = timetable[name]
        total += sum(max(0, course.students - problem.rooms[room]) for _, room in places)
        total += 5 * max(0, course.working_days - len({period // problem.periods_per_day for period, _ in places}))
        total += len({room for _, room in places}) - 1
    for courses in problem.curricula.values():
        at = {period for name in courses for period, _ in timetable[name]}
        total += 2 * sum(
            not at.intersection(_beside(problem, period)) for name in courses for period, _ in timetable[name]
        )
    return total


def _beside(problem: Curricula, period: int) -> list[int]:
    day = period // problem.periods_per_day
    return [
        other
        for other in (period - 1, period + 1)
        if other // problem.periods_per_day == day and other in problem.periods
    ]


def solve(problem: Curricula, limits: Limits) -> Answer:
    """One model: course x period x room."""
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    at = {
        (name, period): cp.new_bool_var("")
        for name in problem.courses for period in problem.periods if (name, period) not in problem.not_at
    }  # fmt: skip
    put = {(*key, room): cp.new_bool_var("") for key in at for room in problem.rooms}
    for key, var in at.items():
        cp.add(sum(put[*key, room] for room in problem.rooms) == var)
    for period in problem.periods:
        for room in problem.rooms:
            cp.add_at_most_one(put[name, period, room] for name in problem.courses if (name, period) in at)
        for courses in _together(problem):
            cp.add_at_most_one(at[name, period] for name in sorted(courses) if (name, period) in at)
    costs: list[Any] = [
        (problem.courses[name].students - problem.rooms[room]) * var
        for (name, _, room), var in put.items() if problem.courses[name].students > problem.rooms[room]
    ]  # fmt: skip
    for name, course in problem.courses.items():
        mine = {period: at[name, period] for period in problem.periods if (name, period) in at}
        cp.add(sum(mine.values()) == course.lectures)
        costs += _working_days(cp, problem, course, mine)
        used = {room: cp.new_bool_var("") for room in problem.rooms}
        for (other, _, room), var in put.items():
            if other == name:
                cp.add_implication(var, used[room])
        cp.add(sum(used.values()) >= min(1, course.lectures))
        costs += [*used.values(), -1]
    for taught in problem.curricula.values():
        costs += _without_neighbour(cp, problem, taught, at)
    done = run(cp, "cost", sum(costs), limits)
    if done.value is None or done.level is None:
        return Answer(problem.name, {}, (), ("no timetable was found in the time",), ())
    value = done.value
    timetable: Timetable = dict.fromkeys(problem.courses, ())
    for (name, period, room), var in put.items():
        if value(var):
            timetable[name] += ((period, room),)
    wrong = check(problem, timetable)
    level = Level("cost", cost(problem, timetable), done.level.bound, done.level.seconds)
    return Answer(problem.name, timetable, (level,), tuple(wrong), ())


def _working_days(cp: Any, problem: Curricula, course: Course, mine: dict[int, Any]) -> list[Any]:
    works = []
    for day in range(problem.days):
        today = [var for period, var in mine.items() if period // problem.periods_per_day == day]
        if today:
            works.append(cp.new_bool_var(""))
            cp.add(works[-1] <= sum(today))
    missing = cp.new_int_var(0, course.working_days, "")
    cp.add(missing >= course.working_days - sum(works))
    return [5 * missing]


def _without_neighbour(cp: Any, problem: Curricula, courses: list[str], at: dict[tuple[str, int], Any]) -> list[Any]:
    alone = []
    busy = {period: sum(at[name, period] for name in courses if (name, period) in at) for period in problem.periods}
    for period in problem.periods:
        alone.append(cp.new_bool_var(""))
        cp.add(alone[-1] >= busy[period] - sum(busy[other] for other in _beside(problem, period)))
    return [2 * var for var in alone]
