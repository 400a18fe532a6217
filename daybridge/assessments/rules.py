"""What is missing in an assessment, and how levels of care follow each other. Plain Python; it rates nobody and decides no level."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from daybridge.programs.rules import EndReason

MOST_CHARACTERS = 8000
#: A licensed report that a site attaches is no larger, in bytes.
LARGEST_REPORT = 8 * 1024 * 1024
MOST_REPORTS = 40


class Kind(StrEnum):
    """What a document is for: to know somebody, to say how much care fits, to end a stay."""

    ASSESSMENT = "assessment"
    LEVEL = "level"
    LEAVING = "leaving"


class By(StrEnum):
    """Who may fill a section: the participant on their phone, staff, or each on a side of their own."""

    PARTICIPANT = "participant"
    STAFF = "staff"
    BOTH = "both"


class Takes(StrEnum):
    """What is written as an answer."""

    WORDS = "words"
    CHOICE = "choice"
    DAY = "day"
    NUMBER = "number"


class Prefill(StrEnum):
    """From what an answer is filled in beforehand, until somebody confirms it."""

    REASON = "reason"
    DIAGNOSES = "diagnoses"
    MEDICINES = "medicines"
    ALLERGIES = "allergies"
    SOCIAL = "social"
    #: The list of medicines as it stands on the day that a document is begun.
    LIST = "list"


# --- What was answered -----------------------------------------------------------------------------------------------


class Asked(Protocol):
    """A question as its file has it."""

    @property
    def code(self) -> str: ...
    @property
    def takes(self) -> Takes: ...
    @property
    def codes(self) -> Container[str]: ...
    @property
    def required(self) -> bool: ...
    @property
    def required_when(self) -> str | None: ...
    @property
    def when_says(self) -> Sequence[str]: ...
    @property
    def when_differ(self) -> Sequence[str]: ...
    @property
    def least(self) -> float: ...
    @property
    def most(self) -> float: ...


class Fault(StrEnum):
    MISSING = "missing"
    TOO_LONG = "too long"
    NO_CHOICE = "no choice"
    NO_DAY = "no day"
    NO_NUMBER = "no number"
    UNCONFIRMED = "not confirmed"


@dataclass(frozen=True)
class Missing:
    """What keeps a document from being signed: which question, and why."""

    code: str
    fault: Fault


def fault_in(asked: Asked, said: str) -> Fault | None:
    """What is wrong with an answer as it stands; nothing is wrong with an empty one."""
    said = said.strip()
    if not said:
        return None
    if len(said) > MOST_CHARACTERS:
        return Fault.TOO_LONG
    if asked.takes is Takes.CHOICE and said not in asked.codes:
        return Fault.NO_CHOICE
    if asked.takes is Takes.DAY and day_in(said) is None:
        return Fault.NO_DAY
    if asked.takes is Takes.NUMBER and not _is_number(said, asked.least, asked.most):
        return Fault.NO_NUMBER
    return None


def day_in(said: str) -> date | None:
    """The day that an answer names, of this age of the world."""
    try:
        found = date.fromisoformat(said.strip())
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None


def _is_number(said: str, least: float, most: float) -> bool:
    try:
        return least <= float(said) <= most
    except ValueError:
        return False


def is_needed(asked: Asked, said: Mapping[str, str]) -> bool:
    """Whether a question has to be answered, given the other answers."""
    if asked.required_when:
        told = said.get(asked.required_when, "").strip()
        return told in asked.when_says if asked.when_says else bool(told)
    if asked.when_differ:
        told_ones = [said.get(code, "").strip() for code in asked.when_differ]
        return all(told_ones) and len(set(told_ones)) > 1
    return asked.required


def missing(asks: Iterable[Asked], said: Mapping[str, str], unconfirmed: Container[str] = ()) -> list[Missing]:
    """What is still missing, in the order of the questions: not answered, not readable, or filled in and confirmed by nobody."""
    found = []
    for asked in asks:
        told = said.get(asked.code, "")
        fault = fault_in(asked, told)
        if fault is None and not told.strip() and is_needed(asked, said):
            fault = Fault.MISSING
        if fault is None and asked.code in unconfirmed:
            fault = Fault.UNCONFIRMED
        if fault:
            found.append(Missing(asked.code, fault))
    return found


# --- Levels of care --------------------------------------------------------------------------------------------------


class Level(StrEnum):
    """How much care, from the least to the most, in words of the house: no numbers of anybody's criteria."""

    NONE = "none"
    OUTPATIENT = "op"
    INTENSIVE = "iop"
    PARTIAL = "php"
    RESIDENTIAL = "residential"
    HOSPITAL = "hospital"

    @property
    def place(self) -> int:
        return list(Level).index(self)


class Change(StrEnum):
    """What happened to somebody's level of care."""

    ADMISSION = "admission"
    READMISSION = "readmission"
    CONTINUED = "continued"
    STEP_UP = "step_up"
    STEP_DOWN = "step_down"
    HOLD = "hold"
    TRANSFER = "transfer"
    DISCHARGE = "discharge"


#: What a clinician writes down in a line. A step down and every end of a stay take the page for leaving.
BY_HAND = (Change.CONTINUED, Change.STEP_UP, Change.HOLD, Change.TRANSFER)
_STAYS = frozenset({Change.CONTINUED, Change.HOLD})
_AT_THE_END = {
    EndReason.STEPPED_DOWN: Change.STEP_DOWN,
    EndReason.STEPPED_UP: Change.STEP_UP,
    EndReason.TRANSFERRED: Change.TRANSFER,
}


class LevelFault(StrEnum):
    NEEDS_REASON = "needs a reason"
    NOT_BY_HAND = "not by hand"
    STAYS = "the level stays"
    NOT_HIGHER = "not higher"
    NOT_LOWER = "not lower"
    NOT_THEN = "not on that day"


def fault_in_change(
    kind: Change, *, before: Level, after: Level, reason: str, on: date, today: date, since: date
) -> LevelFault | None:
    """What is wrong with a change of level. `since`: the day of the last one; none is written for a day before it or to come."""
    if not reason.strip():
        return LevelFault.NEEDS_REASON
    if kind in _STAYS and after is not before:
        return LevelFault.STAYS
    if kind is Change.STEP_UP and after.place <= before.place:
        return LevelFault.NOT_HIGHER
    if kind is Change.STEP_DOWN and after.place >= before.place:
        return LevelFault.NOT_LOWER
    return None if since <= on <= today else LevelFault.NOT_THEN


def change_at_end(reason: EndReason) -> Change:
    """What the end of a stay is in the history of levels."""
    return _AT_THE_END.get(reason, Change.DISCHARGE)


def change_at_admission(*, was_here: bool) -> Change:
    return Change.READMISSION if was_here else Change.ADMISSION


# --- After a stay ----------------------------------------------------------------------------------------------------

#: By how many days after leaving somebody is seen again, and how the questions about it are called: who, when, where.
FOLLOW_UPS = {7: "week", 30: "month"}


@dataclass(frozen=True)
class FollowUp:
    """An appointment after a stay; `is_in_time`: it has a day, and that is within so many days of the last."""

    within_days: int
    with_whom: str
    on: date | None
    where: str
    is_in_time: bool


def follow_ups(said: Mapping[str, str], last_on: date | None) -> list[FollowUp]:
    """Those that a page for leaving names, an empty one for each that it does not."""
    found = []
    for days, name in FOLLOW_UPS.items():
        on = day_in(said.get(f"{name}-on", ""))
        in_time = bool(on and last_on and last_on <= on <= last_on + timedelta(days=days))
        with_whom = said.get(f"{name}-with", "").strip()
        found.append(FollowUp(days, with_whom, on, said.get(f"{name}-where", "").strip(), bool(in_time and with_whom)))
    return found
