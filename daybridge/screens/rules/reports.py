"""A laboratory's report as it was read, whatever it came in: whose it says it is, and what it found. Plain Python."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from daybridge.screens.rules.expecting import Method, Outcome
from daybridge.screens.rules.panels import Book


@dataclass(frozen=True)
class Person:
    """Whom a report names; empty where it does not say."""

    record_numbers: tuple[str, ...] = ()
    family: str = ""
    given: str = ""
    born_on: date | None = None


@dataclass(frozen=True)
class Reading:
    """One line of a report. `status` is the laboratory's: P, F, C, D, N, X or W (HL7 table 0085)."""

    code: str
    name: str
    value: str
    unit: str = ""
    usual: str = ""
    flags: str = ""
    status: str = "F"
    notes: str = ""


@dataclass(frozen=True)
class Report:
    """One order's results. Placer's and filler's numbers name the order; `reported_at` says which version is newer."""

    placer: str
    filler: str
    what: str
    person: Person
    reported_at: datetime | None
    collected_at: datetime | None
    readings: tuple[Reading, ...]

    def to_json(self) -> dict[str, Any]:
        told = asdict(self)
        told["person"]["born_on"] = self.person.born_on.isoformat() if self.person.born_on else None
        for key in ("reported_at", "collected_at"):
            told[key] = told[key].isoformat() if told[key] else None
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Report":
        person = dict(told["person"])
        born = person.pop("born_on")
        return cls(
            told["placer"], told["filler"], told["what"],
            Person(
                tuple(person["record_numbers"]), person["family"], person["given"],
                date.fromisoformat(born) if born else None,
            ),
            _moment(told["reported_at"]), _moment(told["collected_at"]),
            tuple(Reading(**one) for one in told["readings"]),
        )  # fmt: skip


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


@dataclass(frozen=True)
class Found:
    """A reading of an analyte, as it is kept."""

    analyte: str
    method: Method
    outcome: Outcome
    value: str
    unit: str
    is_correction: bool


@dataclass(frozen=True)
class Sorted:
    """A report's readings by what they are: results, what was measured of the specimen, and what is not known here."""

    found: tuple[Found, ...]
    measured: Mapping[str, float]
    other: tuple[Reading, ...]


def sort_readings(readings: Sequence[Reading], book: Book, earlier: Iterable[Reading] = ()) -> Sorted:
    """Which readings are results of a drug screen, by the laboratory's codes; an order with none of them is another result.

    `earlier`: what came of the same specimen before. A code that came with a figure once is of the same test when it comes in words.
    """
    by_code = book.by_code
    measures_it = {one.code.upper() for one in earlier if _is_figure(one)}
    by_measure = {code.upper(): name for name, codes in book.measured.items() for code in codes}
    found, measured, other = list[Found](), dict[str, float](), list[Reading]()
    for one in readings:
        code = one.code.upper()
        if code in by_code:
            found.append(_found(by_code[code], one, is_figure=code in measures_it or _is_figure(one)))
        elif code in by_measure and (number := _number(one.value)) is not None:
            measured[by_measure[code]] = number
        else:
            other.append(one)
    return Sorted(tuple(found), measured, tuple(other))


#: What was sent before does not hold as it was: corrected, deleted, or put where it did not belong.
_CORRECTS = ("C", "D", "W")


def _found(analyte: str, one: Reading, *, is_figure: bool) -> Found:
    method = Method.CONFIRMED if is_figure else Method.PRESUMPTIVE
    return Found(analyte, method, outcome_of(one), one.value, one.unit, one.status in _CORRECTS)


def _is_figure(one: Reading) -> bool:
    """A laboratory that measures says how much; a quick test says only whether."""
    return _number(one.value.lstrip("<>= ")) is not None


_POSITIVE = ("positive", "pos", "presumptive positive", "detected", "present", "positivo")
_NEGATIVE = ("negative", "neg", "none detected", "not detected", "absent", "negativo")


def outcome_of(one: Reading) -> Outcome:
    """What a reading says, in the words and flags laboratories use; what is not known is said to be unread, never guessed."""
    if one.status in ("D", "N", "W", "X") or not one.value.strip():
        return Outcome.NOT_DONE
    said = one.value.casefold().strip(" .")
    if said in _NEGATIVE:
        return Outcome.NEGATIVE
    if said in _POSITIVE:
        return Outcome.POSITIVE
    if _number(said.lstrip("<>= ")) is None:
        return Outcome.UNREAD
    flags = set(one.flags.upper().split("~"))
    if said.startswith("<") or flags & {"N", "NEG", "ND"}:
        return Outcome.NEGATIVE
    return Outcome.POSITIVE if flags & {"A", "AA", "H", "HH", "POS", "DET"} else Outcome.UNREAD


def _number(said: str) -> float | None:
    """A plain number; words, "nan" and figures without an end are none."""
    try:
        found = float(said)
    except ValueError:
        return None
    return found if abs(found) < 1e9 else None


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in bare if sign.isalnum())


def name_fits(person: Person, *, family: str, given: Sequence[str]) -> bool:
    """Whether a report's name is somebody's: the last name and one of their first names, accents and capitals aside."""
    if not person.family or not person.given:
        return False
    return _plain(person.family) == _plain(family) and _plain(person.given) in {_plain(one) for one in given if one}
