"""What a program's measures say of it: how much was answered, of how many there are pairs, and how they changed. Plain Python.

Small numbers are told and not made into shares: a share of three people says more about them than about the program.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from daybridge.measures.instruments import Score
from daybridge.measures.rules.change import Reading, gain

#: From here on a share is said.
ENOUGH_FOR_A_SHARE = 10


@dataclass(frozen=True)
class Part:
    """So many of so many; `share` in percent only where there are enough to mean something."""

    count: int
    of: int

    @property
    def share(self) -> int | None:
        return round(100 * self.count / self.of) if self.of >= ENOUGH_FOR_A_SHARE else None


@dataclass(frozen=True)
class Changes:
    """Everyone with a first and a later score: how many changed for the better, for the worse, or within noise."""

    people: int
    paired: int
    better: int
    same: int
    worse: int

    @property
    def coverage(self) -> Part:
        return Part(self.paired, self.people)


def changes(score: Score, lines: Iterable[Sequence[Reading]], *, people: int) -> Changes:
    """How the scores of a program's people changed between first and last, each line one person's, oldest first.

    `people` is how many were in the program, so that those without a pair are not forgotten.
    """
    reliable = score.change.reliable if score.change else Decimal(0)
    gains = []
    for line in lines:
        known = [one.value for one in line if one.value is not None]
        if len(known) > 1:
            gains.append(gain(score, known[0], known[-1]))
    better = sum(one >= reliable for one in gains)
    worse = sum(one <= -reliable for one in gains)
    return Changes(people, len(gains), better, len(gains) - better - worse, worse)
