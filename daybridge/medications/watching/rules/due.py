"""From when a medicine began and which results are on record: what is due, near or overdue. Plain Python."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from daybridge.medications.rules import Nearness, nearness
from daybridge.medications.watching.rules.names import fits
from daybridge.medications.watching.rules.reading import Monitoring, Step, Watched, steps_hold


class Why(StrEnum):
    """Why a test is due."""

    BASELINE = "baseline"
    AFTER_START = "after_start"
    AFTER_CHANGE = "after_change"
    AGAIN = "again"


@dataclass(frozen=True)
class Course:
    """One medicine as it is taken now: what is in it, since when, since when we know of it, when its amount last changed."""

    name: str
    ingredients: frozenset[str]
    began_on: date
    listed_on: date
    changed_on: date | None = None


@dataclass(frozen=True)
class Due:
    """One test that a pack asks for, and when it is due next; `last_on` is the last one on record that counts."""

    pack: str
    test: str
    due_on: date
    why: Why
    nearness: Nearness
    last_on: date | None
    name: str


def is_about(pack: Monitoring, course: Course) -> bool:
    """Whether a pack speaks of something in this medicine."""
    return any(fits(code, ingredients=pack.ingredients, classes=pack.classes) for code in course.ingredients)


def next_due(watched: Watched, course: Course, taken: Iterable[date]) -> tuple[date, Why] | None:
    """When a test is due next, given the days on which it was taken; None where nothing of it is to come.

    What was due before we knew of the medicine is due on the day we came to know: nobody is late for that.
    """
    last = last_counted(watched, course, taken)
    owed = [(day, why) for day, why, counts_from in _asked(watched, course) if last is None or last < counts_from]
    again = _again(watched.every, course, last)
    coming = [*owed, *([(again, Why.AGAIN)] if again else [])]
    if not coming:
        return None
    day, why = min(coming, key=lambda one: one[0])
    return max(day, course.listed_on), why


def last_counted(watched: Watched, course: Course, taken: Iterable[date]) -> date | None:
    """The last day on which it was taken, unless that was too long before the medicine began."""
    earliest = course.began_on - timedelta(days=watched.baseline_days or 0)
    return max((day for day in taken if day >= earliest), default=None)


def _asked(watched: Watched, course: Course) -> Iterator[tuple[date, Why, date]]:
    """(due, why, the first day on which a result answers it), of everything that is asked for once."""
    early = timedelta(days=watched.early_days)
    if watched.baseline_days is not None:
        yield course.began_on, Why.BASELINE, course.began_on - timedelta(days=watched.baseline_days)
    for after in watched.after_days:
        day = course.began_on + timedelta(days=after)
        yield day, Why.AFTER_START, day - early
    if watched.after_change_days is not None and course.changed_on:
        day = course.changed_on + timedelta(days=watched.after_change_days)
        yield day, Why.AFTER_CHANGE, max(day - early, course.changed_on)


def _again(steps: Sequence[Step], course: Course, last: date | None) -> date | None:
    counted_from = max(last or course.began_on, course.began_on)
    day = (counted_from - course.began_on).days
    step = next((one for one in steps if one.until_day is None or day < one.until_day), None)
    return counted_from + timedelta(days=step.days) if step else None


def dues(
    packs: Iterable[Monitoring], courses: Sequence[Course], taken: Mapping[str, Sequence[date]], *, today: date
) -> list[Due]:
    """Everything that is to come of these medicines, soonest first; of a test that two medicines of a pack ask for, the sooner."""
    found: dict[tuple[str, str], Due] = {}
    for pack in packs:
        for course in courses:
            if not is_about(pack, course):
                continue
            for watched in pack.tests:
                one = _due(pack, watched, course, taken.get(watched.test, ()), today)
                known = found.get((pack.code, watched.test))
                if one and (known is None or one.due_on < known.due_on):
                    found[pack.code, watched.test] = one
    return sorted(found.values(), key=lambda one: (one.due_on, one.pack, one.test))


def _due(pack: Monitoring, watched: Watched, course: Course, taken: Sequence[date], today: date) -> Due | None:
    coming = next_due(watched, course, taken)
    if coming is None:
        return None
    day, why = coming
    near = nearness(day, today=today, window_days=watched.late_days)
    return Due(pack.code, watched.test, day, why, near, last_counted(watched, course, taken), course.name)


# --- A site's own choice ---------------------------------------------------------------------------------------------

#: Which step of which test, and every how many days a site has it.
Intervals = Mapping[str, int]


def intervals_of(pack: Monitoring) -> dict[str, int]:
    """Every interval of a pack by its key, `test.step`: what a site may choose otherwise."""
    return {
        f"{one.test}.{number}": step.days for one in pack.tests for number, step in enumerate(one.every)
    }  # fmt: skip


def most_days(pack: Monitoring) -> dict[str, int]:
    """How long each interval may be at most."""
    return {
        f"{one.test}.{number}": step.most for one in pack.tests for number, step in enumerate(one.every)
    }  # fmt: skip


def faults_in_intervals(pack: Monitoring, chosen: Intervals) -> dict[str, str]:
    """What of a site's intervals can't be: key -> code; empty when the site may say so."""
    most, faults = most_days(pack), {}
    for key, days in chosen.items():
        if key not in most:
            faults[key] = "unknown"
        elif not 1 <= days <= most[key]:
            faults[key] = "out-of-range"
    for one in pack.tests:
        steps = [chosen.get(f"{one.test}.{number}", step.days) for number, step in enumerate(one.every)]
        if not steps_hold(steps):
            faults.setdefault(f"{one.test}.{len(steps) - 1}", "shorter")
    return faults


def edited(pack: Monitoring, chosen: Intervals) -> Monitoring:
    """The pack with a site's intervals. Those that a newer pack no longer allows count for nothing: the shipped ones stand."""
    if faults_in_intervals(pack, chosen):
        return pack
    tests = tuple(
        one.model_copy(
            update={
                "every": tuple(
                    step.model_copy(update={"days": chosen.get(f"{one.test}.{number}", step.days)})
                    for number, step in enumerate(one.every)
                )
            }
        )
        for one in pack.tests
    )
    return pack.model_copy(update={"tests": tests})
