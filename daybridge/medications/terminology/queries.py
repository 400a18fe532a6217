"""Looking names and codes up in the release that a site has loaded."""

from collections.abc import Iterable
from dataclasses import dataclass

from daybridge.core import rows
from daybridge.medications.terminology.models import Drug
from daybridge.medications.terminology.rules import KINDS, as_prefixes

_MOST_FOUND = 10
_LEAST_CHARACTERS = 3
#: The expression is the index's, word for word: PostgreSQL uses it for no other.
_SEARCH = """
    select rxcui, name, kind from medications_drug
    where to_tsvector('simple', name) @@ to_tsquery('simple', %s)
    order by array_position(%s::text[], kind::text), length(name), name limit %s
"""


@dataclass(frozen=True)
class Found:
    rxcui: str
    name: str
    kind: str


def search(typed: str) -> list[Found]:
    """Medicines whose name has all these words or beginnings of words, ingredients first; none where no release is loaded."""
    wanted = as_prefixes(typed)
    if len(typed.strip()) < _LEAST_CHARACTERS or not wanted:
        return []
    return [Found(*row) for row in rows.select(_SEARCH, wanted, list(KINDS), _MOST_FOUND)]


def is_loaded() -> bool:
    return bool(rows.select("select 1 from medications_drug limit 1"))


def drug(rxcui: str) -> Drug | None:
    return rows.first(Drug, "rxcui = %s", rxcui) if rxcui else None


def ingredients_of(codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """For each code the codes and names of what is in it; nothing for codes that the release does not know."""
    found: dict[str, dict[str, str]] = {}
    sql = """
        select part.rxcui, drug.rxcui, drug.name from medications_drugingredient part
        join medications_drug drug on drug.rxcui = part.ingredient where part.rxcui = any(%s::text[])
    """
    for code, ingredient, name in rows.select(sql, list(codes)):
        found.setdefault(code, {})[ingredient] = name
    return found
