"""Reading RxNorm's files line by line, and what somebody types as a search. Plain Python."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

#: Term types that are kept, the plainest first: of several names of one concept the first of these holds.
KINDS = ("IN", "MIN", "PIN", "BN", "SCD", "SBD", "SCDF", "SBDF", "GPCK", "BPCK")
_CONSO_FIELDS, _REL_FIELDS = 17, 15
#: "RXCUI2 has this relation to RXCUI1": from a drug by its parts to what is in it.
_TOWARDS_INGREDIENTS = frozenset(
    {"has_ingredient", "has_ingredients", "consists_of", "tradename_of", "contains", "has_part"}
)
_MOST_WORDS = 8
#: Longer ones would fill a page; the longest of RxNorm are some thousand characters.
_MOST_NAME_CHARACTERS = 4_000


class FaultyRelease(Exception):
    """A line that is none of RxNorm's; `line` counts from 1, 0 for the file as a whole."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line, self.words = line, words


@dataclass(frozen=True)
class Concept:
    rxcui: str
    name: str
    kind: str


def concepts(lines: Iterable[bytes]) -> dict[str, Concept]:
    """What is kept of RXNCONSO.RRF: English names of RxNorm's own that are not suppressed. Raises FaultyRelease."""
    found: dict[str, Concept] = {}
    for number, fields in _split(lines, _CONSO_FIELDS, "RXNCONSO.RRF"):
        rxcui, language, source, kind, name, suppressed = (fields[place] for place in (0, 1, 11, 12, 14, 16))
        if source != "RXNORM" or language != "ENG" or suppressed not in ("N", "") or kind not in KINDS:
            continue
        if not re.fullmatch(r"[1-9][0-9]{0,7}", rxcui) or not name or len(name) > _MOST_NAME_CHARACTERS:
            raise FaultyRelease(number, "it has no code or no name where RxNorm has them")
        known = found.get(rxcui)
        if known is None or KINDS.index(kind) < KINDS.index(known.kind):
            found[rxcui] = Concept(rxcui, name, kind)
    if not found:
        raise FaultyRelease(0, "it has no English name of RxNorm's own in it")
    return found


def relations(lines: Iterable[bytes]) -> dict[str, set[str]]:
    """What of RXNREL.RRF leads from a drug towards its ingredients: concept -> concepts."""
    found: dict[str, set[str]] = {}
    for _number, fields in _split(lines, _REL_FIELDS, "RXNREL.RRF"):
        to, of, relation, source = fields[0], fields[4], fields[7], fields[10]
        if to and of and source == "RXNORM" and relation in _TOWARDS_INGREDIENTS:
            found.setdefault(of, set()).add(to)
    return found


def ingredients(known: Mapping[str, Concept], leading: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """(drug, ingredient) for each drug that is kept, whichever way leads there; an ingredient is its own."""
    for rxcui in known:
        seen, ahead = {rxcui}, [rxcui]
        while ahead:
            here = ahead.pop()
            if here in known and known[here].kind == "IN":
                yield rxcui, here
                continue
            new = leading.get(here, set()) - seen
            seen |= new
            ahead.extend(new)


def _split(lines: Iterable[bytes], least: int, file: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, 1):
        try:
            text = line.decode()
        except UnicodeDecodeError:
            raise FaultyRelease(number, "it is not text in UTF-8") from None
        if not text.strip():
            continue
        fields = text.rstrip("\r\n").split("|")
        if len(fields) < least or "\0" in text:
            raise FaultyRelease(
                number, f"{file} has {least} fields or more with | between them, and this has {len(fields)}"
            )
        yield number, fields


def as_prefixes(typed: str) -> str:
    """What somebody types as a search for words that begin so, for PostgreSQL's to_tsquery; empty for nothing to search."""
    words = [word.strip(".").casefold() for word in re.findall(r"[^\W_][\w.]*", typed)]
    return " & ".join(f"'{word}':*" for word in words[:_MOST_WORDS] if word)
