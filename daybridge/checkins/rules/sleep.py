"""Sleep efficiency from a sleep diary. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_DAY = 24 * 60


@dataclass(frozen=True)
class Night:
    """Minutes in bed and asleep; `efficiency` is asleep of in bed in percent, rounded."""

    in_bed: int
    asleep: int

    @property
    def efficiency(self) -> int:
        return round(100 * self.asleep / self.in_bed)


def night(answers: Mapping[str, Any]) -> Night | None:
    """A night of the sleep diary; None where its times are missing or can't be.

    In bed from getting in until getting up, asleep from trying to sleep until waking for good without the minutes awake
    (Carney and others 2012, Sleep 35:287). Who gave no time of trying or of waking is taken to have tried and woken in bed.
    """
    to_bed, up = _minutes(answers.get("to-bed")), _minutes(answers.get("up"))
    if to_bed is None or up is None or up == to_bed:
        return None
    in_bed = (up - to_bed) % _DAY
    tried, woke = _minutes(answers.get("lights-out")), _minutes(answers.get("woke"))
    begun = 0 if tried is None else (tried - to_bed) % _DAY
    ended = in_bed if woke is None else (woke - to_bed) % _DAY
    awake = (answers.get("falling-asleep") or 0) + (answers.get("awake") or 0)
    asleep = ended - begun - awake
    if not 0 <= asleep <= ended <= in_bed or begun > in_bed:
        return None
    return Night(in_bed, asleep)


def _minutes(said: Any) -> int | None:
    if not isinstance(said, str) or ":" not in said:
        return None
    hours, minutes = said.split(":")
    return int(hours) * 60 + int(minutes)
