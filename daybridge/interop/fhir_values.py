"""Taking values out of FHIR without trusting their types: the wrong type reads as nothing, never as an error."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Node = Mapping[str, object]

AT_MOST_LETTERS = 500
_JOINERS = "\u200c\u200d"  # Persian and Indic names need them; every other invisible letter goes.


@dataclass(frozen=True, kw_only=True)
class NotRead:
    """Something in the file that did not become a fact: where it stands, and why in a plain sentence."""

    place: str
    why: str


def node(value: object) -> Node:
    """The JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def nodes(value: object) -> list[Node]:
    """The JSON objects in a list; a single object counts as a list of one."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def words(value: object) -> str:
    """Text fit for a screen: no control or direction-override letters, single spaces, at most 500 letters."""
    if not isinstance(value, str):
        return ""
    kept = "".join(map(_letter, value[: AT_MOST_LETTERS * 4]))
    text = " ".join(kept.split())
    return text if len(text) <= AT_MOST_LETTERS else text[: AT_MOST_LETTERS - 1] + "…"


def _letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category in {"Cf", "Cs", "Co", "Cn"} and letter not in _JOINERS else letter


def all_words(value: object) -> list[str]:
    """The texts of a list, or the one text given instead of a list."""
    listed = value if isinstance(value, list) else [value]
    return [text for text in map(words, listed) if text]


def concept(value: object) -> str:
    """A CodeableConcept or Coding as its sender words it: text, else the first display, else the code."""
    given = node(value)
    codings = nodes(given.get("coding"))
    return (
        words(given.get("text"))
        or words(given.get("display"))
        or first(words(coding.get("display")) for coding in codings)
        or first(words(coding.get("code")) for coding in [*codings, given])
    )


def code_of(value: object) -> str:
    """The first code of a CodeableConcept, Coding or plain code, in lower case."""
    given = node(value)
    listed = first(words(coding.get("code")) for coding in nodes(given.get("coding")))
    return (listed or words(given.get("code")) or words(given.get("text")) or words(value)).casefold()


def concepts(value: object) -> str:
    """Several CodeableConcepts in one line."""
    return "; ".join(unique(concept(one) for one in nodes(value)))


def unique(texts: Iterable[str]) -> list[str]:
    """Each text once, empty ones left out, order kept."""
    return list(dict.fromkeys(text for text in texts if text))


def first(texts: Iterable[str]) -> str:
    """The first text that is not empty."""
    return next((text for text in texts if text), "")


_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")


def day(value: object) -> date | None:
    """The day of a FHIR date or dateTime as written there; None for a bare year or month, and for anything else."""
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def number(value: object) -> str:
    """A number as a person writes it: whole, or with up to two decimals (three digits below one)."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    exact = Decimal(value)
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4:
        exact = round(exact, 2) if abs(exact) >= 1 else Decimal(f"{exact:.3g}")
    shown = f"{exact:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown and exponent != -1 else shown


def quantity(value: object) -> str:
    """A Quantity in one piece: "120 mm[Hg]", "< 5 mg/dL"."""
    given = node(value)
    amount = number(given.get("value"))
    unit = words(given.get("unit")) or words(given.get("code"))
    return " ".join(part for part in (words(given.get("comparator")), amount, unit) if part) if amount else ""


def period(value: object) -> tuple[date | None, date | None]:
    """First and last day of a Period."""
    given = node(value)
    return day(given.get("start")), day(given.get("end"))


def walk(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Every single value inside, with the name it stands under. No recursion: files nest as they like."""
    waiting: list[tuple[str, object]] = [(key, value)]
    while waiting:
        name, inner = waiting.pop()
        if isinstance(inner, dict):
            waiting.extend((str(under), part) for under, part in inner.items())
        elif isinstance(inner, list):
            waiting.extend((name, part) for part in inner)
        else:
            yield name, inner
