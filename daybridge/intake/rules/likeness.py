"""Whether someone who is referred may be someone already known: reasons that a person can weigh, never a score."""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from daybridge.intake.rules.facts import IdentifierFact, PersonFacts

_NEARLY = ("swapped_birth_date", "close_birth_date", "part_of_birth_date")
_LETTERS = re.compile(r"[^\W\d_]+")
#: How a name is written in one country and another.
_SPELLINGS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)


@dataclass(frozen=True)
class KnownPerson:
    """Someone on record, as far as comparing needs."""

    given: str
    family: str
    chosen: str = ""
    born_on: date | None = None
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Likeness:
    """One thing that two records share (`speaks_for`) or in which they differ; `value` completes its sentence."""

    code: str
    value: str = ""
    speaks_for: bool = True


def folded(name: str) -> frozenset[str]:
    """The words of a name without accents, case, order, dots or hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_SPELLINGS).replace("'", "").replace("’", ""))
    return frozenset(_LETTERS.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def likely_same_person(candidate: PersonFacts, known: KnownPerson) -> tuple[Likeness, ...]:
    """Why they may be the same person, what speaks for it first; empty when there is too little to ask.

    Asked are: a shared identifier; the same birth date with a name in common; or the same whole name with a birth date in
    which day and month are swapped, one digit differs, or the day is not told.
    """
    identifier = _shared_identifier(candidate.identifiers, known.identifiers)
    name, born_on = _name(candidate, known), _birth_date(candidate, known)
    is_likely = (
        identifier is not None
        or (born_on.code == "same_birth_date" and name.speaks_for)
        or (born_on.code in _NEARLY and name.code in ("same_name", "same_name_once"))
    )
    if not is_likely:
        return ()
    reasons = [reason for reason in (identifier, name, born_on) if reason]
    return tuple(sorted(reasons, key=lambda reason: not reason.speaks_for))


def birth_dates_to_compare(born_on: date) -> frozenset[date]:
    """The birth dates that someone else's record may have for the same person: itself, and what one slip makes of it."""
    written = born_on.isoformat()
    slips = [f"{born_on.year}-{born_on.day:02}-{born_on.month:02}"]
    slips += [written[:at] + digit + written[at + 1 :] for at in (0, 1, 2, 3, 5, 6, 8, 9) for digit in "0123456789"]
    found = {born_on}
    for slip in slips:
        with suppress(ValueError):  # most slips make a date that does not exist
            found.add(date.fromisoformat(slip))
    return frozenset(found)


def _shared_identifier(theirs: Iterable[IdentifierFact], ours: Iterable[tuple[str, str]]) -> Likeness | None:
    known = {(system.casefold(), value.strip().casefold()) for system, value in ours}
    for one in theirs:
        if one.value.strip() and (one.system.casefold(), one.value.strip().casefold()) in known:
            return Likeness("same_identifier", one.label or one.system)
    return None


def _name(candidate: PersonFacts, known: KnownPerson) -> Likeness:
    ours = folded(f"{known.given} {known.family}")
    chosen = folded(f"{known.chosen} {known.family}") if known.chosen else ours
    for place, name in enumerate(candidate.names):
        theirs = folded(name.full)
        if theirs and (
            theirs in (ours, chosen) or _but_for_middle_names(theirs, ours) or _but_for_middle_names(theirs, chosen)
        ):
            return Likeness("same_name_once" if place else "same_name", name.full)
    shared = {word for name in candidate.names for word in folded(name.full) & (ours | chosen) if len(word) > 1}
    if shared:
        return Likeness("part_of_name", ", ".join(sorted(shared)))
    return Likeness("other_name", speaks_for=False)


def _but_for_middle_names(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one name is the other with further words, at least two being shared."""
    return len(one & other) >= 2 and (one <= other or other <= one)


def _birth_date(candidate: PersonFacts, known: KnownPerson) -> Likeness:
    told, kept = candidate.born_on, known.born_on
    if told is None or kept is None:
        return Likeness("no_birth_date", speaks_for=False)
    if told.text[:10] == kept.isoformat():
        return Likeness("same_birth_date", kept.isoformat())
    if told.day is None:
        if kept.isoformat().startswith(told.text):
            return Likeness("part_of_birth_date", told.text)
    elif (told.day.year, told.day.month, told.day.day) == (kept.year, kept.day, kept.month):
        return Likeness("swapped_birth_date", kept.isoformat())
    elif sum(a != b for a, b in zip(told.text[:10], kept.isoformat(), strict=True)) == 1:
        return Likeness("close_birth_date", kept.isoformat())
    return Likeness("other_birth_date", kept.isoformat(), speaks_for=False)
