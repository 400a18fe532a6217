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


def standing(parts: Iterable[P]) -> P | None:
    """The part that a sheet is read from: the one that finished it, whatever a device's clock says; until then the latest made.

    Each part holds all answers given so far, so what branching made void is in none of the later ones.
    """
    as_they_came = sorted(parts, key=lambda part: part.saved_at)
    finishing = next((part for part in as_they_came if part.is_last), None)
    return finishing or max(as_they_came, key=lambda part: (part.made_at, part.saved_at), default=None)
