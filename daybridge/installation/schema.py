"""Whether the database's tables are those of this code, and bringing them up to date. The one part that needs Django."""

import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from daybridge.installation import children, home, roles
from daybridge.installation.home import Role
from daybridge.installation.trouble import Trouble


@dataclass(frozen=True)
class Schema:
    """Migrations that the database lacks, those it has and this code does not, and how many organizations live in it."""

    missing: tuple[str, ...]
    newer: tuple[str, ...]
    organizations: int

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def set_up_django(role: Role) -> None:
    """Load the settings as this role; once for each process."""
    os.environ["DAYBRIDGE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybridge.settings")
    import django

    django.setup()


def look() -> Schema:
    """Compare this code's migrations with the database's (Django must be set up)."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    missing = tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)
    known = set(executor.loader.disk_migrations)
    newer = tuple(f"{app}.{name}" for app, name in sorted(set(executor.loader.applied_migrations) - known))
    return Schema(missing, newer, 0 if missing else _count_organizations())


def _count_organizations() -> int:
    from daybridge.core import tenancy

    return len(tenancy.organizations())


def apply() -> None:
    """Bring the tables up to date (Django must be set up as the owner)."""
    from django.core.management import call_command

    from daybridge.core import guard

    with guard.writing():
        call_command("migrate", verbosity=0, interactive=False)


def ask() -> Schema:
    """The same from a process of its own, so that one that only watches others stays small."""
    with roles.connected(home.database("app")):
        pass  # a server that is not there is said in its own words, at once
    answered = children.run("state", is_shown=False)
    if answered.returncode:
        said = ["Daybridge cannot look at its tables.", *answered.stderr.strip().splitlines()]
        what, way_out = said[-2:] if len(said) > 1 else (said[0], "Run: daybridge doctor")
        raise Trouble(what, way_out)
    stored = json.loads(answered.stdout.splitlines()[-1])
    found = Schema(tuple(stored["missing"]), tuple(stored["newer"]), stored["organizations"])
    if not (found.missing or found.newer):
        home.write_private_file(_known_file(), _fingerprint().encode())
    return found


def require_current() -> None:
    """Go on only with a database that this code understands."""
    if is_known_current():
        return
    found = ask()
    refuse_newer(found)
    if found.missing:
        raise Trouble(
            f"The database is older than this Daybridge ({len(found.missing)} migrations are missing).",
            "Take a backup, then run: daybridge migrate",
        )


def is_known_current() -> bool:
    """Whether nothing that decides it has changed since `ask` last found the tables current; quick, without Django."""
    return _known_file().exists() and _known_file().read_text() == _fingerprint()


def _known_file() -> Path:
    return home.home() / ".tables-known"


def _fingerprint() -> str:
    """This code's migrations, the releases of the packages that bring others, and those the database has."""
    ours = sorted(str(path) for path in (home.CHECKOUT / "daybridge").glob("*/migrations/*.py"))
    lock = home.CHECKOUT / "uv.lock"
    theirs = lock.read_text() if lock.exists() else version("daybridge")
    with roles.connected(home.database("dump")) as connection:
        there = connection.execute("select to_regclass('django_migrations')").fetchone()
        applied = (
            connection.execute("select app, name from django_migrations order by 1, 2").fetchall()
            if there != (None,)
            else []
        )
    return sha256(repr((ours, theirs, applied)).encode()).hexdigest()


def refuse_newer(found: Schema) -> None:
    """Refuse a database that a later release has changed."""
    if found.newer:
        raise Trouble(
            f"The database was made by a newer Daybridge (it has {found.newer[-1]}).",
            "Update Daybridge to that release or a later one; going back would lose what the newer one stores.",
        )


def migrate() -> None:
    """Bring the tables up to date as the owner, in a process of its own."""
    if children.run("migrate").returncode:
        raise Trouble(
            "The tables could not be brought up to date.",
            "What stopped it is said above; nothing else was changed.",
        )
