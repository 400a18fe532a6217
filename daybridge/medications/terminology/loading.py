"""Taking a site's own release of RxNorm in: read whole, then put in the place of the one before, in one step."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from daybridge.medications.terminology import rules
from daybridge.medications.terminology.rules import Concept

NAMES, RELATIONS = "RXNCONSO.RRF", "RXNREL.RRF"


@dataclass(frozen=True)
class Loaded:
    concepts: int
    ingredients: int
    has_relations: bool


def load(names: Path, *, relations: Path | None = None) -> Loaded:
    """Load a release; who searches meanwhile finds the one before. Raises FaultyRelease, and then nothing has changed."""
    with names.open("rb") as lines:
        known = rules.concepts(lines)
    leading: dict[str, set[str]] = {}
    if relations:
        with relations.open("rb") as lines:
            leading = rules.relations(lines)
    parts = list(rules.ingredients(known, leading))
    _replace(known.values(), parts)
    return Loaded(len(known), len(parts), relations is not None)


def _replace(known: Iterable[Concept], parts: Iterable[tuple[str, str]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("lock table medications_drug in share row exclusive mode")  # two loads go one after the other
        cursor.execute("delete from medications_drugingredient")
        cursor.execute("delete from medications_drug")
        _copy(cursor, "medications_drug (rxcui, name, kind)", ((one.rxcui, one.name, one.kind) for one in known))
        _copy(cursor, "medications_drugingredient (rxcui, ingredient)", parts)


def _copy(cursor: Any, into: str, found: Iterable[tuple[str, ...]]) -> None:
    with cursor.copy(f"copy {into} from stdin") as copy:
        for row in found:
            copy.write_row(row)
