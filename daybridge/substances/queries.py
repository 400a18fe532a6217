"""Looking at what was told of use."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from daybridge.substances.models import RememberedDay, ToldRow, UseDay, UseGoal, UseHistory, said_at
from daybridge.substances.rules import State, Sums, Telling, last_said, sums

R = TypeVar("R", UseDay, RememberedDay)


@dataclass(frozen=True)
class Used:
    """One substance of somebody's: what is known of it now and was before (newest first), what they want with it and wanted."""

    substance: str
    versions: Sequence[UseHistory]
    goals: Sequence[UseGoal]

    @property
    def now(self) -> UseHistory | None:
        return self.versions[0] if self.versions else None

    @property
    def goal(self) -> UseGoal | None:
        return self.goals[0] if self.goals else None


def used(participant_id: UUID) -> list[Used]:
    """Everything that somebody uses or used or has a goal for, in the order in which it was first told; what was a mistake is left out."""
    versions = _by_substance(UseHistory.objects.filter(participant_id=participant_id).select_related("staff"))
    goals = _by_substance(UseGoal.objects.filter(participant_id=participant_id).select_related("staff"))
    keys = dict.fromkeys((*versions, *goals))
    found = [Used(key, versions.get(key, ()), goals.get(key, ())) for key in keys]
    return [one for one in found if not (one.now and one.now.is_mistake)]


T = TypeVar("T", UseHistory, UseGoal)


def _by_substance(found: Iterable[T]) -> dict[str, list[T]]:
    """Substance -> its rows, newest first; substances in the order in which they were first told."""
    rows: dict[str, list[T]] = {}
    for one in sorted(found, key=said_at):
        rows.setdefault(one.substance, []).insert(0, one)
    return rows


@dataclass(frozen=True)
class Calendar:
    """The days of a stretch as they were told last: gaps are not in `days`; `remembered` by what a day is remembered."""

    first: date
    last: date
    days: Mapping[date, UseDay]
    remembered: Mapping[date, RememberedDay]

    @property
    def sums(self) -> Sums:
        return self.sums_between(self.first, self.last)

    def sums_between(self, first: date, last: date) -> Sums:
        return sums({day: State(one.state) for day, one in self.days.items()}, first=first, last=last)


def calendar(participant_id: UUID, *, first: date, last: date) -> Calendar:
    """What was told of the days from first to last."""
    days = UseDay.objects.filter(participant_id=participant_id, on_day__range=(first, last)).select_related("staff")
    marked = RememberedDay.objects.filter(participant_id=participant_id, on_day__range=(first, last))
    told = {day: one for day, one in _last(days).items() if one.state != State.CLEARED}
    remembered = {day: one for day, one in _last(marked.select_related("staff")).items() if one.said}
    return Calendar(first, last, told, remembered)


def _last(found: Iterable[R]) -> dict[date, R]:
    return last_said(Telling(one.on_day, *said_at(one), one) for one in found)  # type: ignore[return-value]


def told_of_day(participant_id: UUID, on_day: date) -> list[ToldRow]:
    """Everything that was ever told of one day, newest first."""
    found = UseDay.objects.filter(participant_id=participant_id, on_day=on_day).select_related("staff")
    return sorted(found, key=said_at, reverse=True)
