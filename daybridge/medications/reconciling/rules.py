"""Which lines are put side by side, what may be decided of each, and when it is due. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from textwrap import wrap
from uuid import UUID, uuid5
from zlib import crc32

from daybridge.medications.precautions.rules import speaks_of
from daybridge.medications.rules import Details

MOST_WORDS_CHARACTERS = 1_000
MOST_LINES = 60
#: Of what somebody types beside the list, one medicine a line: so many lines, and so long is one.
MOST_MORE, MOST_MORE_CHARACTERS = 20, 120
#: What is half decided is kept as it was typed; nobody types more than this.
MOST_TYPED_CHARACTERS, MOST_TYPED_FIELDS = 200_000, 3_000


class Occasion(StrEnum):
    ADMISSION = "admission"
    LEVEL_CHANGE = "level_change"
    DISCHARGE = "discharge"


class Deed(StrEnum):
    """What is decided of a line: the first three of what is on the list, the last two of what is not."""

    KEEP = "keep"
    CHANGE = "change"
    STOP = "stop"
    ADD = "add"
    NOT_TAKING = "not_taking"


ON_THE_LIST = (Deed.KEEP, Deed.CHANGE, Deed.STOP)
NOT_ON_IT = (Deed.ADD, Deed.NOT_TAKING)


class Says(StrEnum):
    """What somebody says of a medicine on their list."""

    YES = "yes"
    NO = "no"
    DIFFERENTLY = "differently"


# --- What the person says --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Taking:
    """What somebody says they take: of each medicine on their list, and what else, one a line."""

    says: Mapping[UUID, str]
    words: Mapping[UUID, str]
    more: str = ""


def faults_in_taking(told: Taking) -> dict[str, str]:
    """What can't be: field -> code; empty when all is well."""
    faults = {}
    if set(told.says.values()) - set(Says):
        faults["says"] = "unknown"
    if len(told.says) > MOST_LINES or len(told.more) > MOST_MORE * MOST_MORE_CHARACTERS:
        faults["more"] = "too-long"
    if any(len(said) > MOST_WORDS_CHARACTERS for said in told.words.values()):
        faults["words"] = "too-long"
    return faults


def lines_in(more: str) -> list[str]:
    """What else somebody takes, one medicine a line. Nothing is cut: a long line goes on in the next, and so do too many."""
    told = [line.strip() for line in more.splitlines() if line.strip()]
    first, rest = told[:MOST_MORE], "; ".join(told[MOST_MORE:])
    return [part for line in (*first, rest) for part in wrap(line, MOST_MORE_CHARACTERS)]


# --- Side by side ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Line:
    """One medicine and what each source says of it; `medicine_id` and `number` where it is on the list, in which version."""

    key: str
    name: str
    medicine_id: UUID | None = None
    number: int = 0
    listed: str = ""
    referred: str = ""
    says: str = ""
    told: str = ""

    @property
    def choices(self) -> Sequence[Deed]:
        return ON_THE_LIST if self.medicine_id else NOT_ON_IT

    @property
    def differs(self) -> bool:
        """Whether the person says something else than the list."""
        return self.says in (Says.NO, Says.DIFFERENTLY)


@dataclass(frozen=True)
class OnList:
    """A medicine of the list, in words."""

    id: UUID
    number: int
    name: str
    words: str


def side_by_side(listed: Sequence[OnList], referred: Sequence[tuple[str, str]], told: Taking | None) -> list[Line]:
    """The list first, then what only the referral names, then what only the person names; each medicine once, by its name."""
    says, words, more = (told.says, told.words, lines_in(told.more)) if told else ({}, {}, [])
    left, lines = list(dict.fromkeys(referred)), []
    for one in listed:
        beside = next((pair for pair in left if speaks_of(pair[0], [one.name])), None)
        if beside:
            left.remove(beside)
        said = [words.get(one.id, ""), _taken_out(more, one.name)]
        lines.append(
            Line(
                key=f"m{one.id.hex}", name=one.name, medicine_id=one.id, number=one.number, listed=one.words,
                referred=_joined(*beside) if beside else "", says=says.get(one.id, ""), told=", ".join(filter(None, said)),
            )
        )  # fmt: skip
    for name, dose in left:
        referral = _joined(name, dose)
        lines.append(Line(key=_key("r", referral), name=name[:120], referred=referral, told=_taken_out(more, name)))
    return lines + [Line(key=_key("t", said), name=said, told=said) for said in dict.fromkeys(more)]


def _taken_out(more: list[str], name: str) -> str:
    """What somebody typed of a medicine that has its line by another source; it gets no second one."""
    said = next((one for one in more if speaks_of(name, [one])), "")
    if said:
        more.remove(said)
    return said


def _key(source: str, said: str) -> str:
    """The same for the same words, so that what is half decided stays with its line."""
    return f"{source}{crc32(said.encode()):08x}"


def _joined(name: str, dose: str) -> str:
    return f"{name}, {dose}" if dose else name


# --- Decisions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was decided of a line, with what a change or a new medicine says, and why where it differs."""

    line: Line
    deed: str
    why: str = ""
    details: Details | None = None
    despite: str = ""


def added_id(reconciliation_id: UUID, line: Line) -> UUID:
    """The id of the medicine that a line becomes: the same however often the form is sent."""
    return uuid5(reconciliation_id, line.key)


def faults_in_decision(decision: Decision) -> dict[str, str]:
    """What is missing of a decision: field -> code."""
    faults = {}
    if decision.deed not in decision.line.choices:
        faults["deed"] = "missing"
    elif _asks_why(decision) and not decision.why.strip():
        faults["why"] = "missing"
    if len(decision.why) > MOST_WORDS_CHARACTERS:
        faults["why"] = "too-long"
    if decision.deed in (Deed.CHANGE, Deed.ADD) and decision.details is None:
        faults["deed"] = "no-details"
    return faults


def _asks_why(decision: Decision) -> bool:
    """A reason where it differs: from the list, from the referral, or from what the person says."""
    if decision.deed == Deed.KEEP:
        return decision.line.differs
    return decision.deed != Deed.ADD


@dataclass(frozen=True)
class Due:
    """By when medicines are reconciled, and on which occasion."""

    on: date
    occasion: Occasion


def due(admitted_on: date, moved_on: Iterable[date], days: int | None, signed_on: Iterable[date]) -> Due | None:
    """By when medicines are reconciled after the first of these that none was signed since: admission, each other level of care.

    None where no rule asks, or all is done.
    """
    if days is None:
        return None
    last = max(signed_on, default=date.min)
    occasions = [(admitted_on, Occasion.ADMISSION), *((day, Occasion.LEVEL_CHANGE) for day in moved_on)]
    left = sorted(one for one in occasions if one[0] > last)
    return Due(left[0][0] + timedelta(days=days), left[0][1]) if left else None
