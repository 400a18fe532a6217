"""A person's own picture over weeks: days without a setback, what went together, what was reached. Plain Python.

Nothing here goes back to zero, and nothing claims a cause: what went together is told as counts of days.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WINDOW_DAYS = 90
#: Fewer days than this on either side say nothing.
FEWEST_DAYS = 5
#: Shares that differ by less are told as much the same.
LEAST_DIFFERENCE = 0.15


@dataclass(frozen=True)
class DaysWithout:
    """How many of the last days (at most 90, since the first day here) had no setback."""

    without: int
    of: int


def days_without(setbacks: Collection[date], *, since: date, today: date) -> DaysWithout:
    """Reads "78 of the last 90 days"; a setback takes one day away and none of the others."""
    first = max(since, today - timedelta(days=WINDOW_DAYS - 1))
    of = max(0, (today - first).days + 1)
    within = {day for day in setbacks if first <= day <= today}
    return DaysWithout(of - len(within), of)


# --- What goes with what ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LivedDay:
    """What is known of one day; None where nothing was said."""

    day: date
    mood: int | None = None
    urge: int | None = None
    sleep_hours: float | None = None
    medicines: str | None = None
    skills: int | None = None
    movement: int | None = None


@dataclass(frozen=True)
class Insight:
    """On `good_with` of `days_with` days with the one thing the other was so, on `good_without` of `days_without` days else.

    `code` names the pair; `tells` says whether the two shares differ by enough to be worth saying.
    """

    code: str
    good_with: int
    days_with: int
    good_without: int
    days_without: int

    @property
    def tells(self) -> bool:
        return abs(self.good_with / self.days_with - self.good_without / self.days_without) >= LEAST_DIFFERENCE


def _slept(day: LivedDay) -> bool | None:
    return None if day.sleep_hours is None else day.sleep_hours >= 7


def _used_skills(day: LivedDay) -> bool | None:
    return None if day.skills is None else day.skills > 0


def _moved(day: LivedDay) -> bool | None:
    return None if day.movement is None else day.movement >= 20


def _took_medicines(day: LivedDay) -> bool | None:
    return None if day.medicines is None else day.medicines == "all"


def _good_mood(day: LivedDay) -> bool | None:
    return None if day.mood is None else day.mood >= 4


def _low_urge(day: LivedDay) -> bool | None:
    return None if day.urge is None else day.urge <= 3


PAIRS = {
    "sleep-mood": (_slept, _good_mood),
    "sleep-urge": (_slept, _low_urge),
    "skills-mood": (_used_skills, _good_mood),
    "skills-urge": (_used_skills, _low_urge),
    "movement-mood": (_moved, _good_mood),
    "medicines-mood": (_took_medicines, _good_mood),
}


def insights(days: Sequence[LivedDay]) -> list[Insight]:
    """Every pair with enough days on both sides, those that tell something first; no pair is made of other than one's own days."""
    found = []
    for code, (has, is_good) in PAIRS.items():
        told = [(has(day), is_good(day)) for day in days]
        known = [(with_it, good) for with_it, good in told if with_it is not None and good is not None]
        with_it = [good for has_it, good in known if has_it]
        without = [good for has_it, good in known if not has_it]
        if min(len(with_it), len(without)) >= FEWEST_DAYS:
            found.append(Insight(code, sum(with_it), len(with_it), sum(without), len(without)))
    return sorted(found, key=lambda one: not one.tells)


# --- Milestones ------------------------------------------------------------------------------------------------------

_STEPS = (5, 10, 25, 50, 100, 200, 365)


@dataclass(frozen=True)
class Milestone:
    """So many of something, ever: once reached it stays."""

    code: str
    reached: int


def milestones(counts: Mapping[str, int]) -> list[Milestone]:
    """The highest step that each count has reached; a count below the first step has none yet."""
    found = []
    for code, count in counts.items():
        reached = [step for step in _STEPS if step <= count]
        if reached:
            found.append(Milestone(code, reached[-1]))
    return found
