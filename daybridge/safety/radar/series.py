"""What the radar reads: one person's entries in order of time, and the scales they stand on."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

DUE = "due"  # stands for an entry that was due on a day on which nothing was told
LAPSE = "lapse"  # the variable that reports a lapse: more than 0 says that there was one


@dataclass(frozen=True, slots=True)
class Scale:
    """One thing that is asked: its ends, which end is worse, and the reliable change of a measure where published."""

    code: str
    low: float
    high: float
    high_is_worse: bool = True
    reliable_change: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"{self.code}: a scale needs a low end under its high end.")
        if self.reliable_change is not None and not (0 < self.reliable_change < math.inf):
            raise ValueError(f"{self.code}: a reliable change is a number above 0.")

    @property
    def span(self) -> float:
        return self.high - self.low

    def worse(self, value: float) -> float:
        """The same value so that more is worse."""
        return value if self.high_is_worse else -value

    def held(self, value: float) -> float:
        """A value beyond the scale counts as its end."""
        return self.low if value < self.low else self.high if value > self.high else value

    def severity(self, value: float) -> float:
        """How far towards the worse end, 0 to 1."""
        share = (self.held(value) - self.low) / self.span
        return share if self.high_is_worse else 1 - share


Scales = Mapping[str, Scale]


class Entry(NamedTuple):
    """One value at one time. No value: an entry was due and nothing came."""

    at: float
    variable: str
    value: float | None


class Moment(NamedTuple):
    """Everything that was due or given at one time."""

    at: float
    values: Mapping[str, float | None]

    @property
    def day(self) -> int:
        return math.floor(self.at)

    @property
    def was_answered(self) -> bool:
        return any(value is not None for value in self.values.values())

    @property
    def was_due(self) -> bool:
        """A lapse may be told at any time; told alone, it says nothing about check-ins."""
        return len(self.values) > (LAPSE in self.values)


def moments(entries: Iterable[Entry]) -> list[Moment]:
    """One person's entries in order of time, whatever order they came in. A value beats a miss, the larger of two values
    the smaller. Raises ValueError on a time or value that is no number."""
    found: dict[float, dict[str, float | None]] = {}
    for at, variable, value in entries:
        if not math.isfinite(at) or (value is not None and not math.isfinite(value)):
            raise ValueError(f"{variable} at {at}: {value} is no number that can be read.")
        values = found.setdefault(at, {})
        known = values.get(variable)
        values[variable] = value if known is None else known if value is None else max(known, value)
    return [Moment(at, values) for at, values in sorted(found.items())]


class Told(NamedTuple):
    """What a person told about a day (`date.toordinal()`) at one time: variable -> value."""

    day: int
    values: Mapping[str, float]


def daily(told: Iterable[Told], *, due: range) -> list[Moment]:
    """One moment for each day: the mean of what was told about it, and a miss on each due day about which nothing was told."""
    days: dict[int, list[Mapping[str, float]]] = {day: [] for day in due}
    for one in told:
        days.setdefault(one.day, []).append(one.values)
    return [Moment(float(day), _of_one_day(days[day], day in due)) for day in sorted(days)]


def _of_one_day(told: Sequence[Mapping[str, float]], was_due: bool) -> Mapping[str, float | None]:
    means = told[0] if len(told) == 1 else _means(told)
    return {**means, DUE: None} if was_due and not means.keys() - {LAPSE} else means


def _means(told: Sequence[Mapping[str, float]]) -> dict[str, float]:
    variables = dict.fromkeys(variable for values in told for variable in values)
    values = {one: [values[one] for values in told if one in values] for one in variables}
    return {variable: sum(of_it) / len(of_it) for variable, of_it in values.items()}
