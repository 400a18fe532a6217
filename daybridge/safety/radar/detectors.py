"""The detectors, one step of each: plain arithmetic over one person's days, nothing kept but what is returned."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from daybridge.safety.radar.series import Scale

MINIMUM_DAYS = 3  # fewer are no usual; the first week is when most people leave an IOP, so no more are waited for
PRIOR_SPREAD, PRIOR_DAYS = 0.10, 4  # until own days speak, a tenth of the scale is taken as usual spread, worth 4 days
SPREAD_FLOOR = 0.05  # of the scale: somebody who always ticks the same is no alarm for one tick
Z_LIMIT = 3.0  # one odd day alone does not make a drift (robust CUSUM, Lucas and Crosier 1982)
SMOOTHING = 0.2  # the EWMA's usual weight for shifts of one own SD (Lucas and Saccucci 1990): a memory of about 9 days
SLACK = 0.5  # the CUSUM's usual slack: half of the shift it should find, one own SD
TOGETHER = 0.4  # assumed correlation of one person's answers: many questions are not as many witnesses
GAP_DAYS = 14  # after two weeks without an answer an old drift says nothing about now; the usual stays
WINDOW_DAYS, FEWEST_DUE = 14, 5  # the share missed is read over two weeks, and not from a handful of entries


class Usual(NamedTuple):
    """A person's own baseline of one variable: how many days, their mean, and the sum of squares around it."""

    days: int = 0
    mean: float = 0.0
    squares: float = 0.0
    first: float = 0.0

    def with_day(self, value: float) -> "Usual":
        """The baseline grown by one day (Welford 1962)."""
        days = self.days + 1
        off = value - self.mean
        mean = self.mean + off / days
        return Usual(days, mean, self.squares + off * (value - mean), self.first if self.days else value)


def spread(usual: Usual, scale: Scale) -> float:
    """The person's own day-to-day spread: own days blended with a prior, and never under the floor."""
    span = scale.high - scale.low
    prior = PRIOR_DAYS * (PRIOR_SPREAD * span) ** 2
    blended = math.sqrt((prior + usual.squares) / (PRIOR_DAYS + (usual.days - 1 if usual.days else 0)))
    floor = SPREAD_FLOOR * span
    return blended if blended > floor else floor


def jump(usual: Usual, value: float, scale: Scale) -> float | None:
    """How many own SDs a day is worse than the person's usual before it. None while there is no usual yet."""
    if usual.days < MINIMUM_DAYS:
        return None
    return scale.worse(value - usual.mean) / (spread(usual, scale) * math.sqrt(1 + 1 / usual.days))


def overall_jump(jumps: Sequence[float]) -> float | None:
    """One standardized value for all answers of a day, counting that they move together."""
    if not jumps:
        return None
    count = len(jumps)
    return sum(jumps) / math.sqrt(count * (1 + (count - 1) * TOGETHER))


class Drift(NamedTuple):
    """What an EWMA and a CUSUM remember of the days so far."""

    average: float = 0.0
    variance: float = 0.0
    cusum: float = 0.0
    last_day: int | None = None

    def with_day(self, day: int, z: float) -> "Drift":
        """Both grown by one standardized day; both start anew after a long gap."""
        if self.last_day is not None and day - self.last_day > GAP_DAYS:
            return Drift().with_day(day, z)
        z = -Z_LIMIT if z < -Z_LIMIT else Z_LIMIT if z > Z_LIMIT else z
        cusum = self.cusum + z - SLACK
        return Drift(
            (1 - SMOOTHING) * self.average + SMOOTHING * z,
            (1 - SMOOTHING) ** 2 * self.variance + SMOOTHING**2,
            cusum if cusum > 0 else 0.0,
            day,
        )

    @property
    def ewma(self) -> float:
        """The EWMA in its own standard errors: comparable on the 2nd day and on the 60th."""
        return self.average / math.sqrt(self.variance) if self.variance else 0.0


def reliable_worsening(usual: Usual, value: float, scale: Scale) -> float:
    """Worsening since the first value in reliable changes: 1 or more is change beyond error (Jacobson and Truax 1991)."""
    if not usual.days or scale.reliable_change is None:
        return 0.0
    return max(0.0, scale.worse(value - usual.first) / scale.reliable_change)


class Due(NamedTuple):
    """One day's due entries."""

    day: int
    due: int
    missed: int


def silent_days(days: Sequence[Due], missed_in_a_row: int) -> float:
    """Due entries missed in a row, in days' worth of what is due for this person. With nothing due there is no silence."""
    full = days[:-1] or days
    return missed_in_a_row * len(full) / sum(one.due for one in full) if full else 0.0


def missed_share(days: Sequence[Due]) -> float:
    """Which share of the due entries of the last two weeks was missed; 0 from too few."""
    due = sum(one.due for one in days)
    return sum(one.missed for one in days) / due if due >= FEWEST_DUE else 0.0
