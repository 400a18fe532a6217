"""What must be there before somebody signs, and by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

MOST_CHARACTERS = 8_000
#: A note of a time that lies so far back was not made from memory of it.
LONGEST_AGO = timedelta(days=366)
LONGEST = timedelta(hours=12)


class Part(StrEnum):
    """Of whom a part of a note is: of the group, or of one person."""

    SHARED = "shared"
    OWN = "own"


class Door(StrEnum):
    """Behind which door of its own a note is kept, apart from the record: whoever wrote it opens it, and nobody else.

    45 CFR 164.501 (psychotherapy notes) and 42 CFR 2.11 (SUD counseling notes).
    """

    NONE = ""
    PSYCHOTHERAPY = "psychotherapy"
    SUD_COUNSELING = "sud_counseling"


class Kind(StrEnum):
    """What a note is of."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    EVALUATION = "evaluation"
    MEDICATION = "medication"
    NURSING = "nursing"
    CRISIS = "crisis"
    CONTACT = "contact"
    DISCHARGE = "discharge"
    OWN = "own"

    @property
    def place(self) -> int:
        return list(Kind).index(self)


class Asked(Protocol):
    """One heading of a note, as its file says."""

    @property
    def code(self) -> str: ...

    @property
    def required(self) -> bool: ...


class Fault(StrEnum):
    """Why a note can't be signed."""

    EMPTY = "empty"
    NEEDS_OBJECTIVE = "needs an objective"
    NEEDS_TIMES = "needs times"
    BACKWARDS = "backwards"
    AHEAD = "ahead"
    TOO_LONG_AGO = "too long ago"
    NOT_OVER = "not over"
    WAS_NOT_THERE = "was not there"


@dataclass(frozen=True)
class Missing:
    """What is missing, and under which heading (code), where it is under one."""

    fault: Fault
    code: str = ""


def missing_in(
    asks: Sequence[Asked], said: Mapping[str, str], *, needs_objective: bool, has_objective: bool
) -> list[Missing]:
    """What has to be there and is not, in the order of the headings. `said`: code -> what was written or chosen."""
    found = [Missing(Fault.EMPTY, one.code) for one in asks if one.required and not said.get(one.code, "").strip()]
    if needs_objective and not has_objective:
        found.append(Missing(Fault.NEEDS_OBJECTIVE))
    return found


def fault_in_times(begins_at: datetime | None, ends_at: datetime | None, now: datetime) -> Fault | None:
    """Why a note can't be of this time."""
    if begins_at is None or ends_at is None:
        return Fault.NEEDS_TIMES
    if ends_at <= begins_at or ends_at - begins_at > LONGEST:
        return Fault.BACKWARDS
    if ends_at > now + timedelta(minutes=2):
        return Fault.AHEAD
    return Fault.TOO_LONG_AGO if now - begins_at > LONGEST_AGO else None


def due_at(ended_at: datetime, hours: int | None) -> datetime | None:
    """By when a note is to be signed; None where no rule says."""
    return None if hours is None else ended_at + timedelta(hours=hours)


def is_late(signed_at: datetime, due: datetime | None) -> bool:
    return due is not None and signed_at > due
