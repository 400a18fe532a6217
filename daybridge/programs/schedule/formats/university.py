"""University timetabling, ITC-2019 (`.xml`): times, rooms, distributions and students. Read here; solved by `university_model`.

The checker knows every distribution of the format. NOT_MODELLED says which of them the model does not search by.
"""

import xml.etree.ElementTree as ET  # noqa: S405 - entities are refused before anything is parsed
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

#: Kinds of distribution that speak of more than two classes at a time.
NOT_MODELLED = ("MaxDays", "MaxDayLoad", "MaxBreaks", "MaxBlock")


@dataclass(frozen=True)
class Time:
    """Days and weeks as bits, the first day and week the lowest; slots of five minutes."""

    days: int
    weeks: int
    start: int
    length: int
    penalty: int = 0

    @property
    def end(self) -> int:
        return self.start + self.length

    def meets(self, other: "Time") -> bool:
        return self.shares_a_day(other) and self.start < other.end and other.start < self.end

    def shares_a_day(self, other: "Time") -> bool:
        return bool(self.days & other.days and self.weeks & other.weeks)


@dataclass(frozen=True)
class Class:
    id: str
    limit: int | None
    parent: str | None
    rooms: dict[str, int]
    times: tuple[Time, ...]


@dataclass(frozen=True)
class Distribution:
    kind: str
    numbers: tuple[int, ...]
    is_required: bool
    penalty: int
    classes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class University:
    """The file as it is read."""

    name: str
    weights: dict[str, int]
    rooms: dict[str, tuple[int, tuple[Time, ...]]]
    travel: dict[tuple[str, str], int]
    classes: dict[str, Class]
    courses: dict[str, list[list[list[str]]]]
    distributions: tuple[Distribution, ...]
    students: dict[str, tuple[str, ...]]

    def way(self, one: str | None, other: str | None) -> int:
        """Slots between two rooms."""
        return 0 if None in (one, other) or one == other else self.travel.get((str(one), str(other)), 0)

    @cached_property
    def longest_way(self) -> int:
        return max(self.travel.values(), default=0)


@dataclass(frozen=True)
class Solution:
    """Class -> its time and room; student -> classes."""

    times: dict[str, Time]
    rooms: dict[str, str | None]
    choice: dict[str, tuple[str, ...]]


def _bits(text: str) -> int:
    return sum(1 << index for index, bit in enumerate(text) if bit == "1")


def _time(node: ET.Element) -> Time:
    days, weeks = _bits(node.get("days", "")), _bits(node.get("weeks", ""))
    return Time(days, weeks, int(node.get("start", 0)), int(node.get("length", 0)), int(node.get("penalty", 0)))


def read(text: str) -> University:
    """The XML text. ValueError when it declares entities, which no instance needs."""
    if "<!ENTITY" in text:
        raise ValueError("the file declares entities")
    root = ET.fromstring(text.lstrip("\ufeff").encode())  # noqa: S314 - see above
    optimization = root.find("optimization")
    distributions = []
    for node in root.iter("distribution"):
        kind, _, numbers = node.get("type", "").partition("(")
        distributions.append(Distribution(
            kind, tuple(int(n) for n in numbers.rstrip(")").split(",") if n), node.get("required") == "true",
            int(node.get("penalty", 0)), tuple(one.get("id", "") for one in node.iter("class")),
        ))  # fmt: skip
    travel: dict[tuple[str, str], int] = {}
    for room in root.iterfind("rooms/room"):
        for way in room.iterfind("travel"):
            pair, slots = (room.get("id", ""), way.get("room", "")), int(way.get("value", 0))
            travel[pair] = travel[pair[::-1]] = slots
    return University(
        root.get("name", ""),
        {name: int(value) for name, value in (optimization.attrib if optimization is not None else {}).items()},
        {r.get("id", ""): (int(r.get("capacity", 0)), tuple(map(_time, r.iterfind("unavailable")))) for r in root.iterfind("rooms/room")},
        travel,
        {one.id: one for one in map(_class, root.iterfind("courses/course/config/subpart/class"))},
        {
            course.get("id", ""): [
                [[c.get("id", "") for c in part.iterfind("class")] for part in config.iterfind("subpart")]
                for config in course.iterfind("config")
            ]
            for course in root.iterfind("courses/course")
        },
        tuple(distributions),
        {s.get("id", ""): tuple(c.get("id", "") for c in s.iterfind("course")) for s in root.iterfind("students/student")},
    )  # fmt: skip


def _class(node: ET.Element) -> Class:
    limit = node.get("limit")
    return Class(
        node.get("id", ""), int(limit) if limit else None, node.get("parent"),
        {} if node.get("room") == "false" else {r.get("id", ""): int(r.get("penalty", 0)) for r in node.iterfind("room")},
        tuple(map(_time, node.iterfind("time"))),
    )  # fmt: skip


def is_kept(
    problem: University, rule: Distribution, one: Time, other: Time, here: str | None, there: str | None
) -> bool:
    """Whether two classes, in the order of the rule, keep a distribution that speaks of pairs."""
    match rule.kind:
        case "SameStart":
            return one.start == other.start
        case "SameTime":
            return (one.start <= other.start and other.end <= one.end) or (
                other.start <= one.start and one.end <= other.end
            )
        case "DifferentTime":
            return one.end <= other.start or other.end <= one.start
        case "SameDays":
            return one.days | other.days in (one.days, other.days)
        case "DifferentDays":
            return not one.days & other.days
        case "SameWeeks":
            return one.weeks | other.weeks in (one.weeks, other.weeks)
        case "DifferentWeeks":
            return not one.weeks & other.weeks
        case "Overlap":
            return one.meets(other)
        case "NotOverlap":
            return not one.meets(other)
        case "SameRoom":
            return here == there
        case "DifferentRoom":
            return here != there
        case "SameAttendees":
            return can_attend(problem, one, other, here, there)
        case "Precedence":
            return _is_before(one, other)
        case "WorkDay":
            return (
                not one.shares_a_day(other) or max(one.end, other.end) - min(one.start, other.start) <= rule.numbers[0]
            )
        case "MinGap":
            gap = rule.numbers[0]
            return not one.shares_a_day(other) or one.end + gap <= other.start or other.end + gap <= one.start
    raise ValueError(f"there is no distribution {rule.kind}")


def can_attend(problem: University, one: Time, other: Time, here: str | None, there: str | None) -> bool:
    """Whether one person can attend both, the way between the rooms counted."""
    way = problem.way(here, there)
    return not one.shares_a_day(other) or one.end + way <= other.start or other.end + way <= one.start


def _is_before(one: Time, other: Time) -> bool:
    """The first meeting of one lies before the first meeting of the other: by week, by day, by end against start."""
    first, then = (((t.weeks & -t.weeks), (t.days & -t.days)) for t in (one, other))
    return first < then or (first == then and one.end <= other.start)


def check(problem: University, found: Solution) -> list[str]:
    """Every hard rule that is broken, in words."""
    wrong = [f"class {name} has no time" for name in problem.classes if name not in found.times]
    if wrong:
        return wrong
    wrong += [
        f"class {n}: its time or room is none of its own"
        for n, one in problem.classes.items()
        if not _is_own(one, found)
    ]
    by_room: dict[str, list[str]] = {}
    for name, room in found.rooms.items():
        if room is not None:
            by_room.setdefault(room, []).append(name)
            if any(found.times[name].meets(away) for away in problem.rooms[room][1]):
                wrong.append(f"class {name} is in room {room} when it is not to be had")
    for room, names in by_room.items():
        wrong += [
            f"classes {a} and {b} are in room {room} at once"
            for a, b in combinations(names, 2)
            if found.times[a].meets(found.times[b])
        ]
    wrong += [
        f"{rule.kind} is broken by {', '.join(rule.classes[:6])}"
        for rule in problem.distributions
        if rule.is_required and times_broken(problem, rule, found)
    ]
    return wrong + list(_wrong_choices(problem, found))


def _is_own(one: Class, found: Solution) -> bool:
    room = found.rooms[one.id]
    return found.times[one.id] in one.times and (room in one.rooms if one.rooms else room is None)


def _wrong_choices(problem: University, found: Solution) -> Iterator[str]:
    sizes: dict[str, int] = {}
    for student, courses in problem.students.items():
        taken = set(found.choice.get(student, ()))
        for name in taken:
            sizes[name] = sizes.get(name, 0) + 1
            if problem.classes[name].parent not in (None, *taken):
                yield f"student {student} is in class {name} without its parent"
        for course in courses:
            whole = [c for c in problem.courses[course] if all(len(taken & set(part)) == 1 for part in c)]
            in_course = taken & {name for c in problem.courses[course] for part in c for name in part}
            if len(whole) != 1 or len(in_course) != len(whole[0]):
                yield f"student {student} does not have one whole configuration of course {course}"
    for name, size in sizes.items():
        limit = problem.classes[name].limit
        if limit is not None and size > limit:
            yield f"class {name} has {size} of {limit}"


def times_broken(problem: University, rule: Distribution, found: Solution) -> int:
    """How many pairs (or days, breaks, blocks) break this distribution."""
    times = [found.times[name] for name in rule.classes]
    if rule.kind in NOT_MODELLED:
        return _broken_by_all(rule, times)
    places = [(found.times[name], found.rooms[name]) for name in rule.classes]
    return sum(not is_kept(problem, rule, a, b, here, there) for (a, here), (b, there) in combinations(places, 2))


def _broken_by_all(rule: Distribution, times: list[Time]) -> int:
    if rule.kind == "MaxDays":
        days = 0
        for time in times:
            days |= time.days
        return max(0, days.bit_count() - rule.numbers[0])
    total, weeks = 0, max((time.weeks.bit_length() for time in times), default=0)
    for week in range(weeks):
        for day in range(7):
            today = sorted((t.start, t.end) for t in times if t.weeks >> week & 1 and t.days >> day & 1)
            total += _broken_on_a_day(rule, today)
    return -(-total // max(1, weeks))


def _broken_on_a_day(rule: Distribution, today: list[tuple[int, int]]) -> int:
    if rule.kind == "MaxDayLoad":
        return max(0, sum(end - start for start, end in today) - rule.numbers[0])
    breaks_at_most, slots = (rule.numbers[0], rule.numbers[1]) if rule.kind == "MaxBreaks" else (0, rule.numbers[1])
    blocks: list[list[int]] = []
    for start, end in today:
        if blocks and start <= blocks[-1][1] + slots:
            blocks[-1][1], blocks[-1][2] = max(blocks[-1][1], end), blocks[-1][2] + 1
        else:
            blocks.append([start, end, 1])
    if rule.kind == "MaxBreaks":
        return max(0, len(blocks) - 1 - breaks_at_most)
    return sum(1 for start, end, count in blocks if count > 1 and end - start > rule.numbers[0])


def cost(problem: University, found: Solution) -> int:
    """The published measure: penalties of times, rooms and distributions, and student conflicts, weighted."""
    weights = problem.weights
    times = sum(time.penalty for time in found.times.values())
    rooms = sum(problem.classes[name].rooms[room] for name, room in found.rooms.items() if room is not None)
    broken = sum(r.penalty * times_broken(problem, r, found) for r in problem.distributions if not r.is_required)
    conflicts = sum(
        not can_attend(problem, found.times[a], found.times[b], found.rooms[a], found.rooms[b])
        for taken in found.choice.values() for a, b in combinations(taken, 2)
    )  # fmt: skip
    return (
        weights.get("time", 0) * times + weights.get("room", 0) * rooms
        + weights.get("distribution", 0) * broken + weights.get("student", 0) * conflicts
    )  # fmt: skip
