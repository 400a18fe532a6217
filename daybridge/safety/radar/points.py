"""The sum: fixed points for what the detectors say, each with its reason. Nothing is fitted.

The points were written down before any open data had been run, and were not changed after (docs/model-card-radar.md)."""

from collections.abc import Callable
from typing import NamedTuple

from daybridge.safety.radar.watching import Reading


class Part(NamedTuple):
    """One line of the sum: points for reaching a value, the highest step that is reached counts."""

    code: str
    value: Callable[[Reading], float]
    steps: tuple[tuple[float, int], ...]
    reason: str

    def points(self, reading: Reading) -> int:
        value = self.value(reading)
        return max((points for least, points in self.steps if value >= least), default=0)


PARTS = (
    Part(
        "lapse_recency",
        lambda reading: -reading.days_since_lapse,
        ((-90, 1), (-30, 2), (-14, 4), (-7, 5), (-3, 6)),
        "Days since the last lapse alone almost equal boosted trees on unseen people (AUC .752 and .780), so it weighs most.",
    ),
    Part(
        "lapse_count",
        lambda reading: reading.lapses,
        ((2, 1), (4, 2), (8, 3)),
        "More lapses within 30 days add to how recent the last one is; less than recency, which they contain.",
    ),
    Part(
        "jump",
        lambda reading: reading.jump,
        ((1.0, 1), (1.5, 2), (2.0, 3), (2.5, 4)),
        "A day worse than own usual beat one cut for all on every open set; a point for each half SD from one SD on.",
    ),
    Part(
        "single_jump",
        lambda reading: reading.single_jump,
        ((2.0, 1), (3.0, 2)),
        "One answer far off its own usual (an urge, for example) must not drown in quiet ones; few points, it is noisy.",
    ),
    Part(
        "drift",
        lambda reading: reading.ewma,
        ((1.0, 1), (1.5, 2), (2.0, 3), (2.5, 4), (3.0, 5)),
        "Slow worsening shows in the EWMA sooner than in any one day; 3 standard errors is the usual control limit.",
    ),
    Part(
        "level",
        lambda reading: reading.level,
        ((0.4, 1), (0.6, 2), (0.8, 3)),
        "Somebody who is badly off all the time never leaves the own usual; few points, for one cut for all is weak.",
    ),
    Part(
        "reliable_change",
        lambda reading: reading.reliable_change,
        ((1.0, 2),),
        "A measure worse than at its first time by more than its error calls for a review of the plan (domain.md 5.1).",
    ),
    Part(
        "silence",
        lambda reading: reading.silent_days,
        ((1, 1), (2, 2), (3, 3), (5, 4)),
        "Missed sessions and silence come before leaving; a day's worth of due entries is a point.",
    ),
    Part(
        "missed_share",
        lambda reading: reading.missed_share,
        ((0.34, 1), (0.67, 2)),
        "Answering now and then is a weaker sign than falling silent: a point from a third, two from two thirds.",
    ),
)
MOST_POINTS = sum(max(points for _, points in part.steps) for part in PARTS)


def points(reading: Reading) -> int:
    """The combined score of a reading: a reason to look, and no probability of anything."""
    return sum(part.points(reading) for part in PARTS)
