"""How answers come in, and who may give them. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

from daybridge.measures.instruments import Instrument


class Way(StrEnum):
    """How a sheet was answered: on their phone, on the clinic's tablet, from paper by staff, or asked by a clinician."""

    PHONE = "phone"
    KIOSK = "kiosk"
    PAPER = "paper"
    INTERVIEW = "interview"


#: What only the participant uses; the others are staff's.
OF_THE_PARTICIPANT = frozenset({Way.PHONE, Way.KIOSK})


@dataclass(frozen=True, kw_only=True)
class Told:
    """A part of a sheet: all answers given so far, item -> number or `declined` or `na`; `is_last` finishes the sheet."""

    part_id: UUID
    sheet_id: UUID
    instrument: str
    version: int
    way: Way
    begun_at: datetime
    made_at: datetime
    answers: Mapping[str, Any]
    assignment_id: UUID | None = None
    is_last: bool = False


def fault_of(instrument: Instrument, told: Told, *, by_staff: bool) -> str:
    """Why this can't be kept: `no-words`, `not-theirs`; empty when it can.

    A phone may have asked in the words of an earlier version: an item's code means the same in all versions of an instrument.
    """
    if not instrument.has_words:
        return "no-words"
    is_participants = told.way in OF_THE_PARTICIPANT
    if is_participants == by_staff or (is_participants and instrument.by == "clinician"):
        return "not-theirs"
    return ""


def may_go_on(told: Told, *, way: str, is_same_hand: bool) -> bool:
    """Whether a part may join a sheet that was begun by `way`: nobody's own answers are written on by another hand."""
    return is_same_hand and (Way(way) in OF_THE_PARTICIPANT) == (told.way in OF_THE_PARTICIPANT)


class KeptPart(Protocol):
    """A part of a sheet as it was kept."""

    made_at: datetime
    saved_at: datetime
    is_last: bool


P = TypeVar("P", bound=KeptPart)


def counted(parts: Iterable[P]) -> list[P]:
    """The parts that a sheet is read from, in the order they were made: none that came after the one that finished it.

    What comes later is kept and shown beside the sheet; it never changes what was scored.
    """
    as_they_came = sorted(parts, key=lambda part: part.saved_at)
    end = next((part.saved_at for part in as_they_came if part.is_last), None)
    read = [part for part in as_they_came if end is None or part.saved_at <= end]
    return sorted(read, key=lambda part: (part.made_at, part.saved_at))


def merged(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A sheet's answers from its parts in their order: the latest word on each item."""
    answers: dict[str, Any] = {}
    for part in parts:
        answers.update(part)
    return answers
