"""The organization's walls: PostgreSQL row-level security, told for each transaction whose rows may be seen.

With no organization set, a query on an organization's table is an error, never rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.operations import RunSQL

SIGN_IN = "sign-in"
MACHINERY = "machinery"


def enter(organization_id: UUID | None, *, door: str = "") -> None:
    """Set whose rows the rest of this transaction may see; `door` opens only what must be seen before that is known."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.org', %s, true), set_config('app.door', %s, true)",
            [str(organization_id or ""), door],
        )


@contextmanager
def inside(organization_id: UUID) -> Iterator[None]:
    """One transaction within one organization: for jobs, commands and the demo program."""
    with transaction.atomic():
        enter(organization_id)
        yield


@contextmanager
def at_the_door(door: str) -> Iterator[None]:
    """One transaction before any organization is known: only accounts (sign-in) or organizations (machinery) show."""
    with transaction.atomic():
        enter(None, door=door)
        yield


def organizations() -> list[UUID]:
    """Every organization of this installation, for the machinery that serves them all."""
    with at_the_door(MACHINERY):
        return list(apps.get_model("people.Organization").objects.values_list("id", flat=True))


class Walls(RunSQL):
    """Migration operation: put forced row-level security on tables that carry `organization_id`."""

    def __init__(self, *tables: str) -> None:
        super().__init__([_wall(table) for table in tables], [f"drop policy wall on {t}" for t in tables])

    def describe(self) -> str:
        return "Raise the organization's walls"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:  # pragma: no cover - never autodetected
        raise NotImplementedError("Walls are written by hand.")


def _wall(table: str) -> str:
    inside_walls = "organization_id = (select current_setting('app.org')::uuid)"
    return f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy wall on {table} using ({inside_walls}) with check ({inside_walls});
    """


class AppendOnly(RunSQL):
    """Migration operation: the application may add rows to these tables and read them, nothing else."""

    def __init__(self, *tables: str) -> None:
        super().__init__([_append_only(table) for table in tables], RunSQL.noop)


def _append_only(table: str) -> str:
    return f"revoke update, delete, truncate on {table} from daybridge_app;"
