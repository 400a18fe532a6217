"""Solve a sectioning by whole choices: everyone with the same courses is one kind of student, a column is one choice that such a
student can make, and the master says how many make it. New columns are priced in as long as they help, which also proves a bound;
then CP-SAT chooses whole numbers among them.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from daybridge.programs.schedule.formats.answer import Answer
from daybridge.programs.schedule.formats.sectioning import Choice, Sectioning, check, cost
from daybridge.programs.schedule.instance import Level
from daybridge.programs.schedule.solving import Limits, Progress, run

Column = tuple[str, ...]
Courses = tuple[str, ...]
#: What a seat too many costs in the master until the columns get on without it; how far the pricing of one kind may look.
OVERFULL, NODES = 20.0, 60_000


def solve(problem: Sectioning, limits: Limits) -> Answer:
    """Columns, bound, whole numbers; the published choice is where it begins, if there is one."""
    kinds = _kinds(problem)
    pricers = {courses: _Pricer(problem, courses) for courses in kinds}
    columns: dict[Courses, dict[Column, int]] = {courses: {} for courses in kinds}
    start = problem.start if problem.start and not check(problem, problem.start) else {}
    for student, classes in start.items():
        _add(problem, columns[_kind(problem.students[student])], classes)
    for courses, pricer in pricers.items():
        for column in pricer.best({})[1]:
            _add(problem, columns[courses], column)
    bound = _price_in(problem, kinds, pricers, columns, limits)
    counted = _whole_numbers(problem, kinds, columns, start, bound, limits)
    choice = _hand_out(kinds, counted) if counted else dict(start)
    value = cost(problem, choice) if choice else 0
    level = Level("conflicts", value, min(bound, value), round(limits.spent, 2))
    return Answer(problem.name, choice, (level,), tuple(check(problem, choice)), ())


def _kind(courses: list[str]) -> Courses:
    return tuple(sorted(courses))


def _kinds(problem: Sectioning) -> dict[Courses, list[str]]:
    kinds: dict[Courses, list[str]] = defaultdict(list)
    for student, courses in sorted(problem.students.items()):
        kinds[_kind(courses)].append(student)
    return dict(kinds)


def _add(problem: Sectioning, into: dict[Column, int], classes: Column) -> bool:
    column = tuple(sorted(classes))
    if column in into:
        return False
    into[column] = cost(problem, {"": column})
    return True


def _price_in(
    problem: Sectioning, kinds: Mapping[Courses, list[str]], pricers: Mapping[Courses, "_Pricer"],
    columns: dict[Courses, dict[Column, int]], limits: Limits,
) -> int:  # fmt: skip
    """Add every column that could lower the cost; the bound that the last prices prove."""
    bound, until = 0.0, limits.spent + 0.5 * limits.left
    while limits.left and limits.spent < until:
        prices = _master(problem, kinds, columns)
        proven, is_exact, new = -sum(problem.limit[one] * price for one, price in prices.items()), True, 0
        for courses, students in kinds.items():
            least, found, exact = pricers[courses].best(prices)
            proven, is_exact = proven + len(students) * least, is_exact and exact
            new += sum(_add(problem, columns[courses], column) for column in found)
        if is_exact:
            bound = max(bound, proven)
        limits.on_progress(Progress("conflicts", None, math.ceil(bound - 1e-6), round(limits.spent, 2)))
        if not new:
            break
    return math.ceil(bound - 1e-6)


def _master(
    problem: Sectioning, kinds: Mapping[Courses, list[str]], columns: Mapping[Courses, Mapping[Column, int]]
) -> dict[str, float]:
    """The prices of seats in classes at the best mixture of the columns so far."""
    from ortools.linear_solver import pywraplp

    lp = pywraplp.Solver.CreateSolver("GLOP")
    objective, rows = lp.Objective(), {}
    for one, limit in problem.limit.items():
        rows[one] = lp.RowConstraint(-lp.infinity(), limit)
        too_many = lp.NumVar(0, lp.infinity(), "")
        rows[one].SetCoefficient(too_many, -1)
        objective.SetCoefficient(too_many, OVERFULL)
    for courses, students in kinds.items():
        everyone = lp.RowConstraint(len(students), len(students))
        for column, conflicts in columns[courses].items():
            many = lp.NumVar(0, lp.infinity(), "")
            everyone.SetCoefficient(many, 1)
            objective.SetCoefficient(many, conflicts)
            for one in column:
                rows[one].SetCoefficient(many, 1)
    objective.SetMinimization()
    lp.Solve()
    prices = {one: max(0.0, -row.dual_value()) for one, row in rows.items()}
    return {one: price for one, price in prices.items() if price > 1e-9}


def _whole_numbers(
    problem: Sectioning, kinds: Mapping[Courses, list[str]], columns: Mapping[Courses, Mapping[Column, int]], start: Choice,
    bound: int, limits: Limits,
) -> dict[Courses, dict[Column, int]] | None:  # fmt: skip
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    begun = Counter((_kind(problem.students[student]), tuple(sorted(classes))) for student, classes in start.items())
    many: dict[Courses, dict[Column, Any]] = {}
    coming: dict[str, list[Any]] = defaultdict(list)
    for courses, students in kinds.items():
        many[courses] = {column: cp.new_int_var(0, len(students), "") for column in columns[courses]}
        cp.add(sum(many[courses].values()) == len(students))
        for column, var in many[courses].items():
            cp.add_hint(var, begun[courses, column])
            for one in column:
                coming[one].append(var)
    for one, variables in coming.items():
        cp.add(sum(variables) <= problem.limit[one])
    conflicts = sum(columns[courses][column] * var for courses, of in many.items() for column, var in of.items())
    cp.add(conflicts >= bound)
    done = run(cp, "conflicts", conflicts, limits)
    if done.value is None:
        return None
    value = done.value
    return {courses: {column: value(var) for column, var in of.items()} for courses, of in many.items()}


def _hand_out(kinds: Mapping[Courses, list[str]], counted: Mapping[Courses, Mapping[Column, int]]) -> Choice:
    """Who of a kind gets which choice does not matter to the cost; they are taken in order."""
    choice: Choice = {}
    for courses, students in kinds.items():
        columns = [column for column, count in counted[courses].items() for _ in range(count)]
        choice |= dict(zip(students, columns, strict=True))
    return choice


class _Pricer:
    """The cheapest whole choices of one kind of student at given prices of seats, by branch and bound over their courses."""

    def __init__(self, problem: Sectioning, courses: Courses) -> None:
        options = sorted((list(_options(problem, course)) for course in courses), key=len)
        self._options = options
        self._own = [[cost(problem, {"": option}) for option in of] for of in options]
        self._between = [
            [[[_between(problem, one, other) for other in later] for later in options[depth + 1 :]] for one in of]
            for depth, of in enumerate(options)
        ]

    def best(self, prices: Mapping[str, float]) -> tuple[float, list[Column], bool]:
        """(the least cost, up to three of the cheapest choices, whether nothing cheaper can exist)."""
        self._nodes = 0
        self._found: list[tuple[float, Column]] = [(math.inf, ())]
        waiting = [
            [own + sum(prices.get(one, 0.0) for one in option) for own, option in zip(owns, of, strict=True)]
            for owns, of in zip(self._own, self._options, strict=True)
        ]
        self._descend(0, 0.0, waiting, ())
        found = self._found[-3:]
        return found[-1][0], [column for _, column in found if column], self._nodes <= NODES

    def _descend(self, depth: int, so_far: float, waiting: list[list[float]], chosen: Column) -> None:
        self._nodes += 1
        if self._nodes > NODES:
            return
        if not waiting:
            self._found.append((so_far, chosen))
            return
        now, *later = waiting
        rest = sum(min(costs) for costs in later) if later else 0.0
        for index in sorted(range(len(now)), key=now.__getitem__):
            if so_far + now[index] + rest >= self._found[-1][0] - 1e-9:
                return
            after = [
                [cost + more for cost, more in zip(costs, between, strict=True)]
                for costs, between in zip(later, self._between[depth][index], strict=True)
            ]
            if so_far + now[index] + sum(min(costs) for costs in after) < self._found[-1][0] - 1e-9:
                self._descend(depth + 1, so_far + now[index], after, chosen + self._options[depth][index])


def _options(problem: Sectioning, course: str) -> Iterator[Column]:
    """Every way to take a course: one configuration, a class of each of its parts, children with their parents."""
    for configuration in problem.courses[course]:
        for classes in product(*configuration):
            if all(problem.parent[one] in (None, *classes) for one in classes):
                yield classes


def _between(problem: Sectioning, one: Column, other: Column) -> int:
    return sum(len(problem.conflicts.get(name, frozenset()).intersection(other)) for name in one)
