"""The organization's walls: PostgreSQL row-level security, told for each transaction whose rows may be seen.

With no organization set, a query on an organization's table is an error, never rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
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


class RowLevelSecurity(RunSQL):
    """Migration operation: forced row-level security for tables with `organization_id`.

    Goes in a migration after the one that makes the tables: PostgreSQL checks their deferred foreign keys first.
    """

    def __init__(self, *tables: str) -> None:
        super().__init__([_policy(table) for table in tables])


def _policy(table: str) -> str:
    own_rows = "organization_id = (select current_setting('app.org')::uuid)"
    return f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy organization on {table} using ({own_rows}) with check ({own_rows});
    """


class AppendOnly(RunSQL):
    """Migration operation: the application may add rows to these tables and read them, nothing else."""

    def __init__(self, *tables: str) -> None:
        super().__init__([_append_only(table) for table in tables])


def _append_only(table: str) -> str:
    return f"revoke update, delete, truncate on {table} from daybridge_app;"
