"""Who answers a thread, whether it waits, and who has read what. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

MOST_CHARACTERS = 4_000


class What(StrEnum):
    """What happened to a thread up to one of its messages."""

    FETCHED = "fetched"
    READ = "read"
    SETTLED = "settled"
    URGENT = "urgent"
    HANDED_OVER = "handed_over"


def fault_in(words: str, *, has_file: bool = False) -> str:
    """Why this can't be a message: `missing`, `too-long`, `unreadable`; empty when all is well. A file needs no words."""
    if "\x00" in words:
        return "unreadable"
    if not words.strip() and not has_file:
        return "missing"
    return "too-long" if len(words) > MOST_CHARACTERS else ""


@dataclass(frozen=True)
class Standing:
    """How a thread stands: the numbers of the last messages of either side, and up to which one staff said that no answer is needed."""

    theirs: int = 0
    staffs: int = 0
    settled: int = 0

    @property
    def waits(self) -> bool:
        """Whether something that the participant wrote has no answer yet."""
        return self.theirs > self.answered

    @property
    def answered(self) -> int:
        return max(self.staffs, self.settled)


def who_answers(team: Sequence[UUID], handed_to: Iterable[UUID]) -> UUID | None:
    """Who answers a thread: to whom it was handed last, of those still on the team; else who is asked first of all.

    `team` is in the order in which it is asked, `handed_to` the newest first. None where nobody cares for them now.
    """
    members = frozenset(team)
    return next((one for one in handed_to if one in members), team[0] if team else None)


@dataclass(frozen=True)
class Reading:
    """Somebody had this thread on their screen up to a number; `reader` None is the participant."""

    reader: UUID | None
    up_to: int
    at: datetime


def first_reached(number: int, readings: Iterable[Reading]) -> Mapping[UUID | None, datetime]:
    """Who has reached a message, and when first, in that order."""
    found: dict[UUID | None, datetime] = {}
    for one in sorted(readings, key=lambda one: one.at):
        if one.up_to >= number:
            found.setdefault(one.reader, one.at)
    return found
