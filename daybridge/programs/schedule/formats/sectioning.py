"""Sectioning with times fixed: students choose a class of each part of their courses (the JSON of muni-fsps-spr17).

The nearest public problem to seating people in an existing week. Hard: one configuration of each course, one class of each of its
subparts, a child class only with its parent, class limits. Cost: pairs of a student's classes that conflict. Everything is modelled.
Solved by `columns`: a student's whole choice at a time.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Student -> classes.
Choice = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Sectioning:
    """The file as it is read."""

    name: str
    limit: Mapping[str, int]
    parent: Mapping[str, str | None]
    courses: Mapping[str, list[list[list[str]]]]
    students: Mapping[str, list[str]]
    conflicts: Mapping[str, frozenset[str]]
    start: Choice


def read(found: dict[str, Any]) -> Sectioning:
    conflicts: dict[str, set[str]] = {}
    for one, other in found["conflicts"]:
        conflicts.setdefault(one, set()).add(other)
        conflicts.setdefault(other, set()).add(one)
    return Sectioning(
        name=found["name"],
        limit={
            name: len(found["students"]) if one["limit"] is None else one["limit"]
            for name, one in found["classes"].items()
        },
        parent={name: one["parent"] for name, one in found["classes"].items()},
        courses=found["courses"],
        students=found["students"],
        conflicts={name: frozenset(others) for name, others in conflicts.items()},
        start={student: tuple(classes) for student, classes in found.get("baseline", {}).items()},
    )


def cost(problem: Sectioning, choice: Choice, students: list[str] | None = None) -> int:
    """Conflicting pairs, over all students or these."""
    return sum(_conflicts(problem, choice[student]) for student in (choice if students is None else students))


def _conflicts(problem: Sectioning, classes: tuple[str, ...]) -> int:
    taken = set(classes)
    return sum(len(problem.conflicts.get(one, frozenset()) & taken) for one in classes) // 2


def check(problem: Sectioning, choice: Choice) -> list[str]:
    """Every hard rule that this choice breaks, in words. Shares nothing with the model."""
    wrong = [f"student {student} has no classes" for student in problem.students if student not in choice]
    sizes = Counter(one for classes in choice.values() for one in classes)
    wrong += [
        f"class {one} has {size} of {problem.limit[one]}" for one, size in sizes.items() if size > problem.limit[one]
    ]
    for student, classes in choice.items():
        taken = set(classes)
        wanted: set[str] = set()
        for course in problem.students[student]:
            chosen = [
                configuration for configuration in problem.courses[course]
                if all(len(taken & set(part)) == 1 for part in configuration)
            ]  # fmt: skip
            if len(chosen) != 1:
                wrong.append(f"student {student} has {len(chosen)} whole configurations of course {course}")
            wanted |= {one for configuration in problem.courses[course] for part in configuration for one in part}
            others = [one for c in problem.courses[course] if c not in chosen for part in c for one in part]
            wrong += [f"student {student} is in class {one} of another configuration" for one in taken & set(others)]
        wrong += [
            f"student {student} is in class {one} without its parent"
            for one in taken
            if (problem.parent[one] or one) not in taken
        ]
        wrong += [f"student {student} has class {one} of no course of theirs" for one in taken - wanted]
    return wrong
