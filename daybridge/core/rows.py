"""Rows read and added without the ORM's work, for the few statements that every request makes.

The ORM compiles a query anew each time it runs, which costs several times what PostgreSQL needs to answer it
(docs/performance.md). These are compiled once. Walls and write guard hold as everywhere: they stand at the connection.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

from daybridge.core.errors import IdTaken

M = TypeVar("M", bound=models.Model)


def first(model: type[M], where: str, *values: Any) -> M | None:
    """The row for which the SQL condition `where` (a constant, `%s` for each value) holds; None when there is none."""
    found = every(model, f"{where} limit 1", *values)
    return found[0] if found else None


def every(model: type[M], where: str, *values: Any) -> list[M]:
    """Every row for which the SQL condition `where` holds; values are converted as the ORM converts them."""
    sql, names, converted = _reading(model, where)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = [list(row) for row in cursor.fetchall()]
    for row in found:
        for place, convert in converted:
            row[place] = convert(row[place], None, connection)
    return [model.from_db(connection.alias, names, row) for row in found]


def select(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a constant SELECT finds; the walls hold as for any other."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def select_named(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The same with values that are named: `%(name)s`."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def change(changed: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write these fields of rows that are there already, all of one model."""
    if not changed:
        return
    sql, fields = _changing(type(changed[0]), tuple(names))
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in changed]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def add(row: models.Model, *, unless_known: bool = False) -> bool:
    """Insert the row; `unless_known` does nothing where its primary key is taken. Whether it was added.

    A key that PostgreSQL gives out itself (an audit entry's number) is not read back.
    """
    sql, fields = _adding(type(row), unless_known)
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])
        return bool(cursor.rowcount == 1)


def add_once(row: M, *, same: Sequence[str] = ()) -> tuple[M, bool]:
    """A participant's row under the id that their phone made, as it is kept now, and whether it was kept before.

    However often it is sent, and when two sends race, the first holds. Raises IdTaken for an id of anything else,
    and for the same id with something else in the fields `same`: what staff typed anew is never told to be kept when it is not.
    """
    if add(row, unless_known=True):
        return row, False
    known = type(row)._default_manager.filter(pk=row.pk, participant_id=row.participant_id).first()  # type: ignore[attr-defined]
    if known is None or any(getattr(known, name) != getattr(row, name) for name in same):
        raise IdTaken()
    return known, True


def insert(row: models.Model) -> None:
    """Add a row under an id that a phone or a page made. Raises IdTaken for one that is there already."""
    if not add(row, unless_known=True):
        raise IdTaken()


def add_unless_known(added: Sequence[models.Model]) -> None:
    """Insert rows of one model; one that breaks a unique constraint is left out."""
    if not added:
        return
    sql, fields = _adding(type(added[0]), False)
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in added]
    with connection.cursor() as cursor:
        cursor.executemany(f"{sql} on conflict do nothing", values)


@cache
def _reading(model: type[models.Model], where: str) -> tuple[str, list[str], list[tuple[int, Any]]]:
    fields = model._meta.concrete_fields
    converted = [(place, one) for place, field in enumerate(fields) for one in field.get_db_converters(connection)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return f'select {columns} from "{model._meta.db_table}" where {where}', [f.attname for f in fields], converted


@cache
def _changing(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    return f'update "{model._meta.db_table}" set {columns} where "{model._meta.pk.column}" = %s', [
        *fields,
        model._meta.pk,
    ]


@cache
def _adding(model: type[models.Model], unless_known: bool) -> tuple[str, list[Any]]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    clash = f' on conflict ("{model._meta.pk.column}") do nothing' if unless_known else ""
    return f'insert into "{model._meta.db_table}" ({columns}) values ({marks}){clash}', fields
