"""Whether draws are those that were promised: the seed, every slip, and no number left out. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from daybridge.contingency.rules.drawing import commitment_of, slip_of


@dataclass(frozen=True, order=True)
class Drawn:
    """A draw as it was written down."""

    on_day: date
    number: int
    slip: int


class FaultKind(StrEnum):
    SEED = "seed"
    SLIP = "slip"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was promised; of a draw, its day and number."""

    kind: FaultKind
    on_day: date | None = None
    number: int = 0


def faults_in_draws(
    draws: Iterable[Drawn], *, seed: bytes, commitment: str, protocol: str, enrolment: UUID, word: str, slips: int
) -> list[Fault]:
    """What does not hold: empty where every draw can be made again from the seed whose digest was shown before."""
    if commitment_of(seed) != commitment:
        return [Fault(FaultKind.SEED)]
    found: list[Fault] = []
    expected: dict[date, int] = {}
    for one in sorted(draws):
        number = expected.get(one.on_day, 1)
        expected[one.on_day] = one.number + 1
        if one.number != number:
            found.append(Fault(FaultKind.SKIPPED, one.on_day, number))
        slip = slip_of(
            seed, protocol=protocol, enrolment=enrolment, on_day=one.on_day, number=one.number, word=word, slips=slips
        )
        if slip != one.slip:
            found.append(Fault(FaultKind.SLIP, one.on_day, one.number))
    return found
