"""What an outline may say, and what one version changes of another. Plain Python."""

from collections.abc import Mapping
from enum import StrEnum

MOST_CHARACTERS, MOST_HOMEWORK = 2_000, 300


class Kind(StrEnum):
    """What is written: what keeps a problem going, what to work on first, what somebody wants for their body and rest."""

    FORMULATION = "formulation"
    TARGETS = "targets"
    WELLNESS = "wellness"


#: The headings of each kind. A formulation follows cognitive therapy's common parts (Beck 1995; own words); targets go by what
#: endangers life first (the order of dialectical behaviour therapy, Linehan 1993; generic names).
HEADINGS: Mapping[Kind, tuple[str, ...]] = {
    Kind.FORMULATION: (
        "situations", "thoughts", "feelings", "body", "behavior", "beliefs", "early", "strengths", "keeps_going",
    ),
    Kind.TARGETS: ("life", "therapy", "quality", "skills"),
    Kind.WELLNESS: ("sleep_hours", "movement_minutes", "quiet_minutes", "food"),
}  # fmt: skip
#: Headings that hold a whole number, with the least and the most: days are held against them.
NUMBERS: Mapping[str, tuple[int, int]] = {
    "sleep_hours": (3, 12), "movement_minutes": (5, 240), "quiet_minutes": (1, 120),
}  # fmt: skip


def faults_in(kind: Kind, content: Mapping[str, str]) -> dict[str, str]:
    """What of it can't be: heading -> code (`unknown`, `too-long`, `unreadable`, `out-of-range`); `empty` for nothing at all."""
    faults = {}
    for heading, words in content.items():
        if heading not in HEADINGS[kind]:
            faults[heading] = "unknown"
        elif "\x00" in words:
            faults[heading] = "unreadable"
        elif len(words) > MOST_CHARACTERS:
            faults[heading] = "too-long"
        elif heading in NUMBERS and words and not _is_within(words, *NUMBERS[heading]):
            faults[heading] = "out-of-range"
    if not any(words.strip() for words in content.values()):
        faults[HEADINGS[kind][0]] = "empty"
    return faults


def _is_within(words: str, least: int, most: int) -> bool:
    return words.isascii() and words.isdecimal() and len(words) < 5 and least <= int(words) <= most


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The headings that say something else now, in the order of the later one."""
    return [heading for heading in {**after, **before} if before.get(heading, "") != after.get(heading, "")]


def lines_of(words: str) -> list[str]:
    """Each line that says something: targets are written one a line."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def fault_in_homework(said: str) -> str:
    if not said.strip():
        return "empty"
    if "\x00" in said:
        return "unreadable"
    return "too-long" if len(said) > MOST_HOMEWORK else ""
