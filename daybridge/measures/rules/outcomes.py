"""What a program's measures say of it: how much was answered, of how many there are pairs, and how they changed. Plain Python.

Small numbers are told and not made into shares: a share of three people says more about them than about the program.
"""

from collections import Counter
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


@dataclass(frozen=True)
class Pair:
    """One person's first and last score, and what became of them: `better`, `worse` or `same`, which is within noise."""

    first: Reading
    last: Reading
    gain: Decimal
    became: str


def pair(score: Score, line: Sequence[Reading]) -> Pair | None:
    """The pair of one person's scores, oldest first; none of fewer than two. Without a figure for noise any change counts."""
    known = [(one, one.value) for one in line if one.value is not None]
    if len(known) < 2:
        return None
    (first, before), (last, after) = known[0], known[-1]
    gained = gain(score, before, after)
    is_same = abs(gained) < score.change.reliable if score.change else not gained
    return Pair(first, last, gained, "same" if is_same else "better" if gained > 0 else "worse")


def changes(score: Score, lines: Iterable[Sequence[Reading]], *, people: int) -> Changes:
    """How the scores of a program's people changed between first and last, each line one person's, oldest first.

    `people` is how many were in the program, so that those without a pair are not forgotten.
    """
    became = Counter(found.became for line in lines if (found := pair(score, line)))
    return Changes(people, became.total(), became["better"], became["same"], became["worse"])
