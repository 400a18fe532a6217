"""Post-enrolment timetabling, ITC-2007 track 2 (`.tim`). Everything of the format is modelled.

Hard: nobody in two events at once, a room that is large enough and has what the event needs, one event for each room and slot, slots
an event may have, what must come before what. Distance: students of events that found no place. Cost, for each student: an event in
the last slot of a day, each third event in a row, a day with one event.
"""

import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

from daybridge.programs.schedule.formats.answer import Answer
from daybridge.programs.schedule.instance import Level
from daybridge.programs.schedule.solving import Limits, Progress, run

SLOTS, PER_DAY = 45, 9
#: Event -> (slot, room); an event that is missing found no place.
Timetable = dict[int, tuple[int, int]]
#: Events that are placed anew together.
TOGETHER = 16


@dataclass(frozen=True)
class Enrolment:
    """The file as it is read."""

    name: str
    events: int
    size: tuple[int, ...]
    students: tuple[tuple[int, ...], ...]
    rooms: tuple[frozenset[int], ...]
    slots: tuple[frozenset[int], ...]
    before: tuple[tuple[int, int], ...]


def read(text: str, name: str = "") -> Enrolment:
    """The `.tim` text: numbers only, in the order of the format."""
    numbers = map(int, text.split())

    def table(rows: int, columns: int) -> list[list[int]]:
        return [[next(numbers) for _ in range(columns)] for _ in range(rows)]

    events, rooms, features, students = (next(numbers) for _ in range(4))
    sizes = table(rooms, 1)
    attends, has, needs = table(students, events), table(rooms, features), table(events, features)
    may, order = table(events, SLOTS), table(events, events)
    count = tuple(sum(row[event] for row in attends) for event in range(events))
    return Enrolment(
        name, events, count,
        tuple(tuple(e for e in range(events) if row[e]) for row in attends),
        tuple(
            frozenset(
                room for room in range(rooms)
                if sizes[room][0] >= count[event] and all(h >= n for h, n in zip(has[room], needs[event], strict=True))
            )
            for event in range(events)
        ),
        tuple(frozenset(slot for slot in range(SLOTS) if may[event][slot]) for event in range(events)),
        tuple({
            (one, other) if order[one][other] == 1 else (other, one)
            for one in range(events) for other in range(events) if order[one][other]
        }),
    )  # fmt: skip


def check(problem: Enrolment, timetable: Timetable) -> list[str]:
    """Every hard rule that the placed events break, in words."""
    wrong = []
    for event, (slot, room) in timetable.items():
        if room not in problem.rooms[event]:
            wrong.append(f"event {event} is in room {room}, which does not suit")
        if slot not in problem.slots[event]:
            wrong.append(f"event {event} is in slot {slot}, which it may not have")
    taken = Counter(timetable.values())
    wrong += [f"room {room} has {count} events in slot {slot}" for (slot, room), count in taken.items() if count > 1]
    for student, events in enumerate(problem.students):
        at = Counter(timetable[event][0] for event in events if event in timetable)
        wrong += [f"student {student} has {count} events in slot {slot}" for slot, count in at.items() if count > 1]
    wrong += [
        f"event {first} is not before event {then}"
        for first, then in problem.before
        if first in timetable and then in timetable and timetable[first][0] >= timetable[then][0]
    ]
    return wrong


def distance(problem: Enrolment, timetable: Timetable) -> int:
    """Students of events without a place."""
    return sum(problem.size[event] for event in range(problem.events) if event not in timetable)


def cost(problem: Enrolment, timetable: Timetable) -> int:
    """The published measure."""
    total = 0
    for events in problem.students:
        busy = {timetable[event][0] for event in events if event in timetable}
        for day in range(SLOTS // PER_DAY):
            today = [slot in busy for slot in range(day * PER_DAY, (day + 1) * PER_DAY)]
            total += today[-1] + (sum(today) == 1) + sum(all(today[i : i + 3]) for i in range(PER_DAY - 2))
    return total


def solve(problem: Enrolment, limits: Limits) -> Answer:
    """A place for every event first; then a few events at a time are placed anew."""
    timetable = _place_all(problem, limits)
    chance, short = random.Random(limits.seed), distance(problem, timetable)
    value = cost(problem, timetable)
    while limits.left > 0.3 and value and not short:
        moving = set(chance.sample(range(problem.events), min(TOGETHER, problem.events)))
        timetable = _place_anew(problem, timetable, moving, limits)
        value = cost(problem, timetable)
        limits.on_progress(Progress("cost", value, None, round(limits.spent, 2)))
    levels = (Level("distance", short, 0, limits.spent), Level("cost", value, 0, round(limits.spent, 2)))
    return Answer(problem.name, timetable, levels, tuple(check(problem, timetable)), ())


class _Model:
    """Places for these events; the others stay where they are."""

    def __init__(self, problem: Enrolment, fixed: Timetable) -> None:
        from ortools.sat.python import cp_model

        self.problem, self.cp = problem, cp_model.CpModel()
        self.put: dict[tuple[int, int, int], Any] = {}
        for event in range(problem.events):
            for slot in sorted(problem.slots[event]):
                for room in sorted(problem.rooms[event]):
                    if event not in fixed or fixed[event] == (slot, room):
                        self.put[event, slot, room] = self.cp.new_bool_var("")
        self.at: dict[tuple[int, int], Any] = {}
        for (event, slot, _), var in self.put.items():
            self.at[event, slot] = self.at.get((event, slot), 0) + var
        self.missing = [self.cp.new_bool_var("") for _ in range(problem.events)]
        for event in range(problem.events):
            self.cp.add(sum(self.at.get((event, s), 0) for s in range(SLOTS)) + self.missing[event] == 1)
            if event in fixed:
                self.cp.add(self.missing[event] == 0)
        self._one_place()
        self._in_order()

    def _one_place(self) -> None:
        by_place: dict[tuple[int, int], list[Any]] = {}
        for (_, slot, room), var in self.put.items():
            by_place.setdefault((slot, room), []).append(var)
        for variables in by_place.values():
            self.cp.add_at_most_one(variables)
        for events in sorted(set(self.problem.students)):
            for slot in range(SLOTS):
                mine = [self.at[event, slot] for event in events if (event, slot) in self.at]
                if len(mine) > 1:
                    self.cp.add(sum(mine) <= 1)

    def _in_order(self) -> None:
        for first, then in self.problem.before:
            for slot in range(SLOTS):
                later = [self.at[first, s] for s in range(slot, SLOTS) if (first, s) in self.at]
                earlier = [self.at[then, s] for s in range(slot + 1) if (then, s) in self.at]
                if later and earlier:
                    self.cp.add(sum(later) + sum(earlier) <= 1)

    def costs(self) -> list[Any]:
        """The published measure; students with the same events count together."""
        costs: list[Any] = []
        for events, count in sorted(Counter(self.problem.students).items()):
            busy = [sum(self.at[event, slot] for event in events if (event, slot) in self.at) for slot in range(SLOTS)]
            for first in range(0, SLOTS, PER_DAY):
                today = busy[first : first + PER_DAY]
                costs.append(count * today[-1])
                self._of_a_day(today, count, costs)
        return costs

    def _of_a_day(self, today: list[Any], count: int, costs: list[Any]) -> None:
        comes, alone = self.cp.new_bool_var(""), self.cp.new_bool_var("")
        for slot in today:
            self.cp.add(comes >= slot)
        self.cp.add(alone >= 2 * comes - sum(today))
        costs.append(count * alone)
        for index in range(PER_DAY - 2):
            three = self.cp.new_bool_var("")
            self.cp.add(three >= sum(today[index : index + 3]) - 2)
            costs.append(count * three)

    def timetable(self, value: Any) -> Timetable:
        return {event: (slot, room) for (event, slot, room), var in self.put.items() if value(var)}


def _place_all(problem: Enrolment, limits: Limits) -> Timetable:
    model = _Model(problem, {})
    short = sum(size * var for size, var in zip(problem.size, model.missing, strict=True))
    done = run(model.cp, "distance", short, limits)
    return model.timetable(done.value) if done.value else {}


def _place_anew(problem: Enrolment, timetable: Timetable, moving: set[int], limits: Limits) -> Timetable:
    model = _Model(problem, {event: place for event, place in timetable.items() if event not in moving})
    model.cp.add(sum(model.missing) == 0)
    for (event, slot, room), var in model.put.items():
        model.cp.add_hint(var, int(timetable[event] == (slot, room)))
    done = run(model.cp, "cost", sum(model.costs()), limits, seconds=4.0, report=False)
    if done.value is None:
        return timetable
    anew = model.timetable(done.value)
    return anew if cost(problem, anew) <= cost(problem, timetable) else timetable
