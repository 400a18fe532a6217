"""What a safety plan may hold, which version is in force, and when somebody should look at it again. Plain Python."""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

RULEBOOK = Path(__file__).parents[1] / "rulebook" / "plan.toml"
MOST_LINES, MOST_CHARACTERS, MOST_RELATION_CHARACTERS = 12, 200, 60
#: A number as people write it: 3 to 30 characters, digits and what stands between them.
PHONE = r"\+? ?[0-9()./-][0-9 ()./-]{1,28}[0-9()./-]"


class Section(StrEnum):
    """The parts of a plan, in the order in which they are read."""

    SIGNS = "signs"
    STEPS = "steps"
    PLACES = "places"
    PEOPLE = "people"
    PROFESSIONALS = "professionals"
    SAFER = "safer"
    MATTERS = "matters"


#: Where a line is somebody to reach or somewhere to go, and may say who they are and their number.
WITH_PHONE = frozenset({Section.PLACES, Section.PEOPLE, Section.PROFESSIONALS})


@dataclass(frozen=True)
class Line:
    """One line of a plan; `relation` and `phone` only where `WITH_PHONE` allows them."""

    text: str
    relation: str = ""
    phone: str = ""


Sections = Mapping[Section, Sequence[Line]]


class Fault(StrEnum):
    """What keeps a section from being saved."""

    TOO_MANY = "too-many"
    TOO_LONG = "too-long"
    NO_TEXT = "no-text"
    NO_NUMBER_HERE = "no-number-here"
    PHONE = "phone"


def faults_in(sections: Sections) -> dict[Section, Fault]:
    """What is wrong, section by section; empty when the plan can be saved."""
    found = {section: _fault_of(section, lines) for section, lines in sections.items()}
    return {section: fault for section, fault in found.items() if fault}


def _fault_of(section: Section, lines: Sequence[Line]) -> Fault | None:
    if len(lines) > MOST_LINES:
        return Fault.TOO_MANY
    return next((fault for line in lines if (fault := _fault_of_line(section, line))), None)


def _fault_of_line(section: Section, line: Line) -> Fault | None:
    if not line.text.strip() or "\0" in line.text + line.relation:
        return Fault.NO_TEXT
    if len(line.text) > MOST_CHARACTERS or len(line.relation) > MOST_RELATION_CHARACTERS:
        return Fault.TOO_LONG
    if section not in WITH_PHONE and (line.relation or line.phone):
        return Fault.NO_NUMBER_HERE
    return Fault.PHONE if line.phone and not re.fullmatch(PHONE, line.phone) else None


def is_empty(sections: Sections) -> bool:
    """Whether there is no line in any section."""
    return not any(sections.values())


def stored(sections: Sections) -> dict[str, list[dict[str, str]]]:
    """A plan as its version keeps it: every section, in order."""
    return {
        section.value: [
            {"text": line.text, "relation": line.relation, "phone": line.phone} for line in sections.get(section, ())
        ]
        for section in Section
    }


def read(kept: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[Section, tuple[Line, ...]]:
    """A plan from what its version keeps."""
    return {section: tuple(Line(**line) for line in kept.get(section.value, ())) for section in Section}


# --- Whom it names, and how they can help ---------------------------------------------------------------------------

MOST_WAYS = 6
_NAMING = (Section.PLACES, Section.PEOPLE, Section.SAFER)


def names(sections: Mapping[str, Sequence[Mapping[str, str]]], name: str) -> bool:
    """Whether a plan, as its version keeps it, names somebody: all words of what they are called stand in one line.

    It decides whether a page may say that the plan names them; no word of the line is shown, for it may be another of that name.
    """
    wanted = _words(name)
    lines = [line for section in _NAMING for line in sections.get(section.value, ())]
    return bool(wanted) and any(wanted <= _words(f"{line['text']} {line.get('relation', '')}") for line in lines)


def _words(text: str) -> frozenset[str]:
    plain = "".join(one for one in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(one))
    return frozenset(re.findall(r"\w+", plain))


def ways_in(told: str) -> tuple[str, ...]:
    """How somebody can help, from a text with one way a line; empty lines are left out."""
    return tuple(way for line in told.splitlines() if (way := " ".join(line.split())))


def fault_in_ways(ways: Sequence[str]) -> Fault | None:
    """What keeps them from being saved; none at all is a word, too: it takes back what was said before."""
    if len(ways) > MOST_WAYS:
        return Fault.TOO_MANY
    return Fault.TOO_LONG if any(len(way) > MOST_CHARACTERS for way in ways) else None


# --- Versions --------------------------------------------------------------------------------------------------------


class Mark(StrEnum):
    """What was done with a version: each is a step of its history."""

    SIGNED = "signed"
    IN_PERSON = "in_person"
    COUNTERSIGNED = "countersigned"
    REVIEWED = "reviewed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Version:
    """What decides where a version stands."""

    id: UUID
    number: int
    marks: frozenset[str] = frozenset()


def is_agreed(marks: Collection[str]) -> bool:
    """Whether both have said yes: the participant (signed in, or in person before a witness) and a clinician."""
    return has_participants_yes(marks) and Mark.COUNTERSIGNED in marks


def has_participants_yes(marks: Collection[str]) -> bool:
    return Mark.SIGNED in marks or Mark.IN_PERSON in marks


def in_force(versions: Collection[Version]) -> Version | None:
    """The newest version that both agreed to: it holds until a newer one is agreed, whatever is drafted meanwhile."""
    return max((one for one in versions if is_agreed(one.marks)), key=lambda one: one.number, default=None)


def draft(versions: Collection[Version]) -> Version | None:
    """The newest version, unless it is agreed or was dropped; the ones it was made from are history."""
    newest = max(versions, key=lambda one: one.number, default=None)
    return None if newest is None or is_agreed(newest.marks) or Mark.DROPPED in newest.marks else newest


def begins_from(versions: Collection[Version]) -> UUID | None:
    """What the next version must have been written from: the draft, else what is in force, else nothing."""
    base = draft(versions) or in_force(versions)
    return base.id if base else None


# --- Looking at it again ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Policy:
    """When plans are looked at again: after so many days, and after alerts of these levels."""

    every_days: int
    after_alerts: tuple[str, ...]
    version: int
    since: date
    source: str


@cache
def policy(path: Path = RULEBOOK) -> Policy:
    """The policy in force. Raises ValueError when it can't be."""
    told: dict[str, Any] = tomllib.loads(path.read_text())["review"]
    read_policy = Policy(**{**told, "after_alerts": tuple(told["after_alerts"])})
    if read_policy.every_days < 1 or not read_policy.source:
        raise ValueError("The rulebook for safety plans can't be: check every_days and source.")
    return read_policy


class Why(StrEnum):
    """Why a plan should be looked at again."""

    CRISIS = "crisis"
    INTERVAL = "interval"


@dataclass(frozen=True)
class Review:
    """When a plan in force should be looked at again, and why."""

    due_at: datetime
    why: Why


def last_looked_at(steps: Iterable[tuple[str, datetime]]) -> datetime:
    """When both last looked at a version, from its steps as (kind, when): a later signature to what was agreed is no look."""
    done = list(steps)
    is_agreed_in_person = any(kind == Mark.IN_PERSON for kind, _ in done)
    return max(at for kind, at in done if not (kind == Mark.SIGNED and is_agreed_in_person))


def review_of(policy: Policy, *, looked_at: datetime, crisis_over_at: datetime | None) -> Review:
    """The next look: when a crisis ended after the last one, at once; else so many days after it."""
    if crisis_over_at and crisis_over_at > looked_at:
        return Review(crisis_over_at, Why.CRISIS)
    return Review(looked_at + timedelta(days=policy.every_days), Why.INTERVAL)


class Need(StrEnum):
    """What a plan needs of the primary therapist, the most pressing first."""

    CRISIS = "crisis"
    TO_SIGN = "to-sign"
    NO_PLAN = "no-plan"
    INTERVAL = "interval"


def need_of(versions: Collection[Version], review: Review | None, *, now: datetime) -> Need | None:
    """What there is to do about a plan; a draft that only waits for its participant is nobody else's to do.

    `review` is that of the version in force, None where there is none.
    """
    is_due = review is not None and review.due_at <= now
    if review and is_due and review.why is Why.CRISIS:
        return Need.CRISIS
    waiting = draft(versions)
    if waiting and Mark.COUNTERSIGNED not in waiting.marks:
        return Need.TO_SIGN
    if review is None:
        return Need.NO_PLAN
    return Need.INTERVAL if is_due else None
