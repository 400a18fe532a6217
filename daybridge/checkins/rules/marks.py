"""A person's diary: what it watches, and what one entry marks. Plain Python."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daybridge.checkins.worksheets import DiaryWords, Target

#: Urges and feelings: 0 not at all, 5 the strongest.
STRONGEST = 5
#: More than this nobody fills in on a phone.
MOST_TARGETS, MOST_SKILLS = 16, 40
MOST_OWN_CHARACTERS = 60
#: What a check-in asks beyond mood, where the person's setup says so.
QUESTIONS = ("anxiety", "urge", "sleep", "medicines", "note")


@dataclass(frozen=True)
class Watched:
    """One target of a person's diary. `own` are their own or their clinician's words; empty for one of the site's."""

    code: str
    kind: str
    own: str = ""
    danger: str = ""
    #: Also asked in the ten-second check-in, not only in the diary.
    on_check_in: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "kind": self.kind,
            "own": self.own,
            "danger": self.danger,
            "on_check_in": self.on_check_in,
        }

    def said(self, words: DiaryWords, language: str) -> str:
        """What the person reads; the code itself for a target that the site has dropped."""
        known = words.by_code.get(self.code)
        return self.own or (known.words.said(language) if known else self.code)


def usual(words: DiaryWords) -> list[Watched]:
    """What a diary watches that no clinician has set up: the site's feelings, and nothing that would frighten."""
    return [watched(target) for target in words.targets if target.kind == "feeling"]


def watched(target: Target, *, on_check_in: bool = False) -> Watched:
    """One of the site's targets, as a diary keeps it."""
    return Watched(target.code, target.kind, "", target.danger, on_check_in)


@dataclass(frozen=True)
class Mark:
    """What one entry says of a target: how strong (0 to 5), and whether it was acted on or done. None: not said."""

    level: int | None = None
    acted: bool | None = None

    @property
    def says_something(self) -> bool:
        return bool(self.level or self.acted)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Mark":
        return cls(stored.get("level"), stored.get("acted"))

    def to_json(self) -> dict[str, Any]:
        said = {"level": self.level, "acted": self.acted}
        return {name: value for name, value in said.items() if value is not None}


def faults_in_marks(marks: Mapping[str, Mark]) -> set[str]:
    """Which marks are outside their scale. Acting on an urge that was 0 is possible."""
    return {code for code, mark in marks.items() if not _is_possible(mark)}


def _is_possible(mark: Mark) -> bool:
    return mark.level is None or 0 <= mark.level <= STRONGEST


@dataclass(frozen=True)
class Danger:
    """What a human may have to hear of: how strong an urge was (0 to 5), and whether it was acted on."""

    danger: str
    of: str
    level: int
    acted: bool


def dangers_marked(marks: Mapping[str, Mark], asked: Mapping[str, Watched]) -> list[Danger]:
    """What the marks say of danger: what was felt, acted on or done; of what was not, nothing."""
    return [
        Danger(asked[code].danger, asked[code].own or code, mark.level or 0, bool(mark.acted))
        for code, mark in marks.items()
        if code in asked and asked[code].danger and mark.says_something
    ]


@dataclass(frozen=True)
class Page:
    """A page of the diary: what is marked, and which skills were used."""

    marks: Mapping[str, Mark]
    skills: Sequence[str]
    note: str = ""
    #: About this very moment; otherwise about the whole day.
    is_moment: bool = False


def read_page(answers: Mapping[str, Any]) -> Page | None:
    """The page in an entry's answers; None for what is no page."""
    marks, skills, note = answers.get("marks", {}), answers.get("skills", []), answers.get("note", "")
    is_shaped = isinstance(marks, dict) and isinstance(skills, list) and isinstance(note, str)
    if (
        not is_shaped
        or re.search("[\x00\ud800-\udfff]", note)  # no column holds NUL or half a sign
        or len(note) > 4_000
        or not set(answers) <= {"marks", "skills", "note", "is_moment"}
    ):
        return None
    if not all(isinstance(mark, dict) and _is_mark(mark) for mark in marks.values()):
        return None
    if len(skills) > MOST_SKILLS or not all(isinstance(skill, str) for skill in skills):
        return None
    if not isinstance(answers.get("is_moment", False), bool):
        return None
    read = {code: Mark.from_json(mark) for code, mark in marks.items()}
    return Page(read, skills, note, bool(answers.get("is_moment")))


def _is_mark(mark: Mapping[str, Any]) -> bool:
    level = mark.get("level")
    is_level = level is None or (isinstance(level, int) and not isinstance(level, bool))
    return set(mark) <= {"level", "acted"} and is_level and isinstance(mark.get("acted"), bool | None)


def faults_in_setup(targets: Sequence[Watched], skills: Sequence[str], words: DiaryWords) -> dict[str, str]:
    """What of a diary's setup can't be: field -> code; empty when it can."""
    codes = [one.code for one in targets]
    faults = {}
    if len(codes) != len(set(codes)):
        faults["targets"] = "twice"
    elif len(codes) > MOST_TARGETS:
        faults["targets"] = "too-many"
    elif any(len(one.own) > MOST_OWN_CHARACTERS for one in targets):
        faults["targets"] = "too-long"
    elif any(not one.own and one.code not in words.by_code for one in targets):
        faults["targets"] = "unknown"
    if len(skills) > MOST_SKILLS or any(code not in words.by_code for code in skills):
        faults["skills"] = "unknown"
    return faults


# --- The week as a card ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One entry's marks and skills, as the card reads it."""

    day: Any
    marks: Mapping[str, Mark]
    skills: Sequence[str]


def strongest(marks: Sequence[Mark]) -> Mark:
    """What a day's several entries say together: the strongest level, acted on in any."""
    levels = [one.level for one in marks if one.level is not None]
    acted = [one.acted for one in marks if one.acted is not None]
    return Mark(max(levels, default=None), any(acted) if acted else None)


def card(told: Sequence[Told], *, codes: Sequence[str], days: Sequence[Any]) -> dict[str, list[Mark | None]]:
    """One row per target, one place per day: None where nothing was said, so that a gap stays a gap."""
    rows: dict[str, list[Mark | None]] = {}
    for code in codes:
        by_day: dict[Any, list[Mark]] = {}
        for one in told:
            if code in one.marks:
                by_day.setdefault(one.day, []).append(one.marks[code])
        rows[code] = [strongest(by_day[day]) if day in by_day else None for day in days]
    return rows


def skills_used(told: Sequence[Told]) -> dict[str, int]:
    """On how many days each skill was used; most used first."""
    days: dict[str, set[Any]] = {}
    for one in told:
        for code in one.skills:
            days.setdefault(code, set()).add(one.day)
    return {code: len(found) for code, found in sorted(days.items(), key=lambda item: (-len(item[1]), item[0]))}
