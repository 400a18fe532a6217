"""Nothing is written outside an action: every INSERT, UPDATE and DELETE on the connection is asked where it comes from."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings

_writing: ContextVar[bool] = ContextVar("writing", default=False)

_WRITE = re.compile(
    r"""\b(?:insert\s+into|delete\s+from|merge\s+into|truncate(?:\s+table)?|copy
        |(?<!for\s)(?<!for\sno\skey\s)(?<!do\s)update(?:\s+only)?)\s+"?(?:public"?\.)?"?([a-z_][a-z0-9_]*)""",
    re.IGNORECASE | re.VERBOSE,
)


class WriteOutsideAction(Exception):
    """A row was about to change without an action: without permission, audit and live update."""


@contextmanager
def writing() -> Iterator[None]:
    """Open the guard. Only actions, core's own records (audit, alarms, failed reactions) and migrations come through here."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@lru_cache(maxsize=4096)
def tables_written(sql: str) -> frozenset[str]:
    """The tables that a statement changes; empty for one that only looks."""
    return frozenset(name.lower() for name in _WRITE.findall(sql))


def _check(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not _writing.get():
        outside = tables_written(_text_of(sql)) - settings.FRAMEWORK_TABLES
        if outside:
            raise WriteOutsideAction(f"{', '.join(sorted(outside))} may only change inside an action.")
    return execute(sql, params, many, context)


def _text_of(sql: Any) -> str:
    """A statement as text, however psycopg takes it: text, bytes, or composed of parts."""
    if isinstance(sql, str):
        return sql
    return sql.decode() if isinstance(sql, bytes) else str(sql.as_string(None))


def stand_at_the_connection(*, connection: Any, **_: Any) -> None:
    """Put the guard on a new connection, once."""
    if _check not in connection.execute_wrappers:
        connection.execute_wrappers.append(_check)
