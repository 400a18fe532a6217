"""Rows read and added without the ORM's work, for the few statements that every request makes.

The ORM compiles a query anew each time it runs, which costs several times what PostgreSQL needs to answer it
(docs/performance.md). These are compiled once. Walls and write guard hold as everywhere: they stand at the connection.
"""

from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def first(model: type[M], where: str, *values: Any) -> M | None:
    """The row for which the SQL condition `where` (a constant, `%s` for each value) holds; None when there is none."""
    sql, names = _reading(model, where)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return None if row is None else model.from_db(connection.alias, names, row)


def add(row: models.Model, *, unless_known: bool = False) -> bool:
    """Insert the row; `unless_known` does nothing where its primary key is taken. Whether it was added.

    A key that PostgreSQL gives out itself (an audit entry's number) is not read back.
    """
    sql, fields = _adding(type(row), unless_known)
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])
        return bool(cursor.rowcount == 1)


@cache
def _reading(model: type[models.Model], where: str) -> tuple[str, list[str]]:
    fields = model._meta.concrete_fields
    converted = [field.name for field in fields if field.get_db_converters(connection)]
    if converted:
        raise TypeError(f"{model.__name__}.{converted[0]} is converted when it is read: use the ORM.")
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return f'select {columns} from "{model._meta.db_table}" where {where} limit 1', [field.attname for field in fields]


@cache
def _adding(model: type[models.Model], unless_known: bool) -> tuple[str, list[Any]]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    clash = f' on conflict ("{model._meta.pk.column}") do nothing' if unless_known else ""
    return f'insert into "{model._meta.db_table}" ({columns}) values ({marks}){clash}', fields
