"""Which findings stand, who is worth a look today, and what another alert budget would have shown and dropped. Plain Python."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from daybridge.safety.radar.findings import Finding

#: Worth a look from here on: as much as one detector gives for its strongest sign alone, or two for a plain one each.
LEAST_POINTS = 4
#: Nobody is put forward twice within these days, unless it has become clearly worse: by so many points.
QUIET_DAYS, RISE = 7, 3
#: The hour by their own clock from which a person's new day is read, and by the site's from which people are put forward.
NIGHT_HOUR, DAY_HOUR = 4, 5
#: A person's usual reaches back at most so far, and never before their admission.
HISTORY_DAYS = 180

#: People a day for each clinician; 0.5 is one every other day.
BUDGETS = (0.5, 1.0, 2.0, 3.0, 5.0)
DEFAULT_BUDGET = 1.0
#: What a budget would have cost is asked of so many days; a setback counts as seen ahead within so many.
LOOK_BACK_DAYS, AHEAD_DAYS = 28, 7
#: With fewer setbacks than these a share says hardly anything.
FEWEST_SETBACKS = 20


class Said(StrEnum):
    """What a clinician says of somebody who was put before them."""

    SEEN = "seen"
    USEFUL = "useful"
    NOT_USEFUL = "not_useful"


# --- Due entries -----------------------------------------------------------------------------------------------------


class Stay(NamedTuple):
    """Someone in a program as the radar meets them. `joined_on`: when their companion was set up; None: nothing is due."""

    participant_id: UUID
    episode_id: UUID
    admitted_on: date
    joined_on: date | None
    today: date

    @property
    def since(self) -> date:
        return max(self.admitted_on, self.today - timedelta(days=HISTORY_DAYS))


def due_days(stay: Stay) -> range:
    """The days (as ordinals) on which an entry was due: full days after admission and set-up, today not yet."""
    if stay.joined_on is None:
        return range(0)
    first = max(stay.joined_on, stay.admitted_on) + timedelta(days=1)
    return range(max(first, stay.since).toordinal(), stay.today.toordinal())


# --- What stands -----------------------------------------------------------------------------------------------------

StoredFact = Mapping[str, Any]


class PersonReading(NamedTuple):
    """What the radar says of one person on one of their days."""

    stay: Stay
    found: Sequence[Finding]


def stored(finding: Finding) -> list[StoredFact]:
    """A finding's facts as they are kept: codes, days and numbers, never a word that somebody wrote."""
    return [
        {
            "code": fact.code,
            "on_day": date.fromordinal(fact.day).isoformat(),
            "value": round(fact.value, 2),
            "baseline": None if fact.baseline is None else round(fact.baseline, 2),
            "days": fact.days,
        }
        for fact in finding.facts
    ]


class Standing(NamedTuple):
    """A finding that stands already."""

    points: int
    facts: Sequence[StoredFact]


class Changes(NamedTuple):
    """What a new reading does to what stands, by kind."""

    begun: Mapping[str, Finding]
    changed: Mapping[str, Finding]
    ended: Collection[str]


def changes(found: Iterable[Finding], standing: Mapping[str, Standing]) -> Changes:
    """One living finding for each kind: a new one begins, one that stands changes with its facts, one not found again ends."""
    by_kind = {finding.code: finding for finding in found}
    begun = {kind: finding for kind, finding in by_kind.items() if kind not in standing}
    changed = {
        kind: by_kind[kind]
        for kind, known in standing.items()
        if kind in by_kind and Standing(by_kind[kind].points, stored(by_kind[kind])) != known
    }
    return Changes(begun, changed, standing.keys() - by_kind.keys())


def with_points(history: Sequence[Sequence[Any]], day: date, points: int) -> list[Sequence[Any]]:
    """A finding's history with its points on a day; of several changes in a day the last counts."""
    before = [one for one in history if one[0] < day.isoformat()]
    if before and before[-1][1] == points:
        return before
    return [*before, [day.isoformat(), points]]


# --- Who is worth a look ---------------------------------------------------------------------------------------------


class Shown(NamedTuple):
    """When somebody was put forward last, and with how many points."""

    on_day: date
    points: int


def may_be_put_forward(points: int, last: Shown | None, *, on_day: date) -> bool:
    """Whether enough has changed, and not only what their clinician was shown this week."""
    if points < LEAST_POINTS:
        return False
    return last is None or (on_day - last.on_day).days >= QUIET_DAYS or points >= last.points + RISE


def places(budget: float, shown_on: Iterable[date], *, on_day: date) -> int:
    """How many more people a clinician may be shown today; under one a day: one, when the last was long enough ago."""
    every = 1 if budget >= 1 else round(1 / budget)
    lately = sum(0 <= (on_day - day).days < every for day in shown_on)
    return max(0, (int(budget) if budget >= 1 else 1) - lately)


class Candidate(NamedTuple):
    """Someone who may be put before their clinician today."""

    participant_id: UUID
    staff_id: UUID
    points: int
    changed_on: date


def chosen(candidates: Iterable[Candidate], free: Mapping[UUID, int]) -> list[Candidate]:
    """Who is put forward: for each clinician the most points first, then what changed last, as far as there are places."""
    left, taken = dict(free), []
    for one in sorted(candidates, key=lambda one: (-one.points, -one.changed_on.toordinal(), one.participant_id)):
        if left.get(one.staff_id, 0) > 0:
            left[one.staff_id] -= 1
            taken.append(one)
    return taken


# --- What a budget costs ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Course:
    """One person's past: points at the end of each day (days without any left out), and when a setback began."""

    participant_id: UUID
    staff_id: UUID
    points: Mapping[date, int]
    setbacks: Sequence[date] = ()


def points_by_day(
    history: Sequence[tuple[date, int]], *, until: date | None, first: date, last: date
) -> dict[date, int]:
    """A finding's points on each day from `first` to `last`. `history` holds each change; `until` is the day it ended."""
    found: dict[date, int] = {}
    for place, (day, points) in enumerate(history):
        ends = history[place + 1][0] if place + 1 < len(history) else until or last + timedelta(days=1)
        at = max(day, first)
        while at < ends and at <= last:
            found[at] = points
            at += timedelta(days=1)
    return found


def onsets(days: Iterable[date]) -> list[date]:
    """When setbacks began: days of alerts, those within a week of the one before belonging to the same setback."""
    found: list[date] = []
    before: date | None = None
    for day in sorted(days):
        if before is None or (day - before).days > AHEAD_DAYS:
            found.append(day)
        before = day
    return found


@dataclass(frozen=True)
class Cost:
    """What one budget would have shown and dropped in `LOOK_BACK_DAYS`, and how many setbacks it would have seen ahead.

    `dropped` counts spells: somebody who could have been put forward on some days in a row and never was. `by_chance` is
    the share of all person-days that had a showing within the days before: what a list drawn by lot would have "seen".
    """

    budget: float
    shown: int
    dropped: int
    setbacks: int
    seen_ahead: int
    by_chance: float | None

    @property
    def share(self) -> float | None:
        return self.seen_ahead / self.setbacks if self.setbacks else None

    @property
    def by_chance_percent(self) -> int:
        return round(100 * (self.by_chance or 0))


def cost(courses: Sequence[Course], budget: float, *, until: date) -> Cost:
    """Live the last weeks again with this budget. The week before them is lived too, so that the first day has a past."""
    first = until - timedelta(days=LOOK_BACK_DAYS - 1)
    shown, waiting, dropped = _lived_again(courses, budget, first=first, until=until)
    counted = {one: [day for day in days if day >= first] for one, days in shown.items()}
    ahead = caught = near = 0
    for course in courses:
        days = shown.get(course.participant_id, [])
        for onset in course.setbacks:
            if first <= onset <= until:
                ahead += 1
                caught += _was_shown_before(days, onset)
        near += sum(_was_shown_before(days, first + timedelta(days=day)) for day in range(LOOK_BACK_DAYS))
    return Cost(
        budget=budget,
        shown=sum(map(len, counted.values())),
        dropped=dropped + len(waiting),
        setbacks=ahead,
        seen_ahead=caught,
        by_chance=near / (len(courses) * LOOK_BACK_DAYS) if courses else None,
    )


def _was_shown_before(days: Iterable[date], onset: date) -> bool:
    return any(0 < (onset - day).days <= AHEAD_DAYS for day in days)


def _lived_again(
    courses: Sequence[Course], budget: float, *, first: date, until: date
) -> tuple[dict[UUID, list[date]], set[UUID], int]:
    """Who would have been shown on which days, who waits on the last day, and how many spells ended without a showing."""
    shown: dict[UUID, list[date]] = {}
    last: dict[UUID, Shown] = {}
    by_staff: dict[UUID, list[date]] = {}
    waiting: set[UUID] = set()
    dropped = 0
    day = first - timedelta(days=AHEAD_DAYS)
    while day <= until:
        eligible = [
            Candidate(one.participant_id, one.staff_id, points, day)
            for one in courses
            if may_be_put_forward(points := one.points.get(day, 0), last.get(one.participant_id), on_day=day)
        ]
        free = {one.staff_id: places(budget, by_staff.get(one.staff_id, ()), on_day=day) for one in eligible}
        taken = chosen(eligible, free)
        for one in taken:
            shown.setdefault(one.participant_id, []).append(day)
            by_staff.setdefault(one.staff_id, []).append(day)
            last[one.participant_id] = Shown(day, one.points)
        passed_over = {one.participant_id for one in eligible} - {one.participant_id for one in taken}
        if day >= first:
            dropped += len(waiting - passed_over - {one.participant_id for one in taken})
        waiting = passed_over
        day += timedelta(days=1)
    return shown, waiting, dropped
