"""One's own record: what each room keeps about somebody, told to a program (JSON) and to the person themselves (in words).

Every room that keeps rows about participants has a `record.py` with its `SECTIONS`; `companion.record` puts them together, and
tests/architecture/test_record.py fails for a table about participants that is in no section. See docs/export.md.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from psycopg.types.range import Range

Said = str | Promise
#: Rows are read so many at a time: a long record takes no more memory than a short one.
AT_ONCE = 500
#: Whose record it is, and whose house: said once at its top, not in every row.
_ON_TOP = frozenset({"organization", "participant"})


class Line(NamedTuple):
    """One thing that is told of a row: what it is, and what it says; without a label it is a sentence of its own."""

    label: Said
    words: Said


@dataclass(frozen=True)
class Told:
    """One row of a record as its person reads it. Lines that say nothing are left out."""

    title: Said
    lines: Sequence[Line] = ()

    @property
    def told(self) -> list[Line]:
        return [line for line in self.lines if line.words not in ("", None)]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One kind of thing that a room keeps about somebody.

    `read(participant)` finds all of it, oldest first, in a number of queries that does not grow with it. `left_out` names columns
    of its tables that are in no export, each with the reason. `is_not_yet(row)`: a row that `read` leaves out until its person is
    told of it, such as a day drawn by chance that lies ahead.
    """

    code: str
    title: Said
    lede: Said
    tables: tuple[str, ...]
    read: Callable[[Any], Iterable[Any]]
    in_words: Callable[[Any], Told]
    as_json: Callable[[Any], dict[str, Any]] = field(default_factory=lambda: row_as_json)
    left_out: Mapping[str, str] = field(default_factory=dict)
    is_not_yet: Callable[[Any], bool] = field(default=lambda row: False)


def row_as_json(row: models.Model, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """Every column of a row as JSON can hold it. A member of staff it names is told by id and name, any other row by its id."""
    told = {}
    hidden = frozenset(without)
    for name, attname, is_staff in _columns(type(row)):
        if name in hidden:
            continue
        value = getattr(row, attname)
        told[name] = _staff(getattr(row, name)) if is_staff and value else as_json(value)
    return told


def _staff(one: Any) -> dict[str, str]:
    return {"id": str(one.id), "name": str(one)}


@cache
def _columns(model: type[models.Model]) -> list[tuple[str, str, bool]]:
    return [
        (one.name, one.attname, isinstance(one, models.ForeignKey) and one.related_model._meta.label == "people.Staff")
        for one in model._meta.concrete_fields
        if one.name not in _ON_TOP
    ]


def as_json(value: Any) -> Any:
    """A value as JSON can hold it: times in ISO 8601 with their zone, bytes in base64, numbers as numbers."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list):
        return [as_json(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Range):
        return {"from": as_json(value.lower), "until": as_json(value.upper)}
    if isinstance(value, (bytes, memoryview)):
        return b64encode(bytes(value)).decode()
    return value


def in_portions(found: "models.QuerySet[Any]") -> Iterable[Any]:
    """The rows of a query, a portion at a time from a cursor of the database's own."""
    return found.iterator(chunk_size=AT_ONCE)
