"""Puts a backup back and proves that it is all there. Until everything is proven, what was there before stays in place."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace as changed
from datetime import datetime
from pathlib import Path

from psycopg import sql

from daybridge.installation import backup, children, cluster, home, postgres, roles
from daybridge.installation.backup import HEADS, ROWS, SECRETS, Archive, Manifest
from daybridge.installation.home import APP, DATABASE_NAME, DUMP, Database
from daybridge.installation.trouble import Trouble

_PARTS = ("postgres", SECRETS, HEADS)
_OF_THE_SCHEMA = re.compile(r" DEFAULT ACL | SCHEMA - public | (ACL|COMMENT) - SCHEMA public ")
Say = Callable[[str], None]


def restore(file: Path, *, replace: bool, say: Say) -> list[str]:
    """Restore an archive into this installation; returns what was proven, one sentence each."""
    say(f"Checking {file.name}")
    with backup.opened(file) as archive:
        _check_migrations(archive.manifest)
        with postgres.alone(home.home()):
            into = _into_home if home.is_embedded() else _into_server
            proven = into(archive, replace, say)
    return [
        f"All {len(archive.manifest.parts)} parts of the backup have the checksums they were written with.",
        *proven,
    ]


def _check_migrations(manifest: Manifest) -> None:
    """Refuse a backup of a later release before anything is touched."""
    for migration in manifest.migrations:
        room, name = migration.split(".", 1)
        folder = home.CHECKOUT / "daybridge" / room / "migrations"
        if folder.is_dir() and not (folder / f"{name}.py").exists():
            raise Trouble(
                f"The backup was made by a newer Daybridge ({manifest.daybridge}, with {migration}).",
                "Update Daybridge to that release first.",
            )


# --- Into a home with our own PostgreSQL -----------------------------------------------------------------------------


def _into_home(archive: Archive, replace: bool, say: Say) -> list[str]:
    target = home.home()
    _require_room(target, replace)
    staging = _fresh_staging(target)
    try:
        home.write_private_file(staging / SECRETS, archive.read(SECRETS))
        home.write_private_file(staging / HEADS, archive.read(HEADS))
        with postgres.in_use(staging, say):
            say(f"Putting {archive.manifest.rows:,} rows back")
            known = _empty_database(staging)
            _fill(known, archive)
            roles.open_to_roles(known)
            proven = _prove(archive.manifest, _as_dump(staging), {"DAYBRIDGE_HOME": str(staging)}, say)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return proven + _take_the_place(target, staging)


def _require_room(target: Path, replace: bool) -> None:
    if not replace and any((target / part).exists() for part in _PARTS):
        raise Trouble(
            f"{target} holds an installation already.",
            "Set DAYBRIDGE_HOME to an empty folder, or add --replace, which keeps the present one aside.",
        )
    with postgres.shared(target, "postgres-in-use") as lock:
        if postgres.server_pid(target) and not postgres.is_last_out(lock):
            raise Trouble(f"Another daybridge command is working on {target}.", "Wait for it to end, then try again.")
        postgres.stop(target)


def _fresh_staging(target: Path) -> Path:
    staging = target / home.RESTORING
    if staging.exists():
        postgres.stop(staging)
        shutil.rmtree(staging)
    staging.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
    return staging


def _empty_database(staging: Path) -> Database:
    roles.drop_database(staging, DATABASE_NAME)
    roles.make_database(staging, DATABASE_NAME, is_open=False)
    return roles.owner_of(staging, DATABASE_NAME)


def _as_dump(staging: Path) -> Database:
    password = home.secrets(staging).passwords["dump"]
    return {**roles.superuser(staging, DATABASE_NAME), "user": DUMP, "password": password}


def _take_the_place(target: Path, staging: Path) -> list[str]:
    """Move what was there aside and the restored parts in; a start in between is refused (see `cluster.prepare`)."""
    before = [part for part in _PARTS if (target / part).exists()]
    aside = target / f"before-restore.{datetime.now():%Y%m%d-%H%M%S}"
    if before:
        aside.mkdir(mode=0o700)
        for part in before:
            (target / part).rename(aside / part)
    for part in reversed(_PARTS):
        (staging / part).rename(target / part)
    home.sync_folder(target)
    shutil.rmtree(staging)
    return [f"What was there before is kept in {aside}; delete it when you no longer need it."] if before else []


# --- Into a server of an administrator's -----------------------------------------------------------------------------


def _into_server(archive: Archive, replace: bool, say: Say) -> list[str]:
    owner = home.database("owner")
    with roles.connected(owner) as connection:
        occupied = bool(backup.tables(connection))
        if occupied and not replace:
            raise Trouble(
                f"The database {owner['name']} holds tables already.",
                "Point DATABASE_URL at an empty one, or add --replace, which keeps the present tables aside.",
            )
        busy = connection.execute("select from pg_stat_activity where usename = %s", [APP]).rowcount
        if busy:
            raise Trouble(f"Daybridge is at work on this database ({busy} connections).", "Stop it everywhere first.")
    with _secrets_of(archive), _tables_aside(owner, occupied) as kept:
        roles.prepare_server(open_now=False)
        say(f"Putting {archive.manifest.rows:,} rows back")
        _fill(owner, archive)
        roles.open_to_roles(owner)
        proven = _prove(archive.manifest, home.database("dump"), {}, say)
    return proven + ([f"What was there before is kept in the schema {kept}."] if kept else [])


@contextmanager
def _secrets_of(archive: Archive) -> Iterator[None]:
    """Take over the backup's keys and heads, but keep the passwords that this server's roles already have."""
    files = (home.secrets_file(), home.audit_heads_file())
    before = {path: path.read_bytes() for path in files if path.exists()}
    passwords = home.secrets().passwords if home.secrets_file().exists() else None
    home.write_private_file(home.secrets_file(), archive.read(SECRETS))
    home.write_private_file(home.audit_heads_file(), archive.read(HEADS))
    if passwords:
        merged = changed(home.secrets(), passwords=passwords)
        home.write_private_file(home.secrets_file(), merged.to_json().encode())
    try:
        yield
    except BaseException:
        for path in files:
            path.unlink(missing_ok=True)
        for path, content in before.items():
            home.write_private_file(path, content)
        raise


@contextmanager
def _tables_aside(owner: Database, occupied: bool) -> Iterator[str]:
    """An empty schema for the restored tables; the old ones wait in another and come back if anything goes wrong."""
    kept = f"before_restore_{datetime.now():%Y%m%d_%H%M%S}"
    aside = sql.SQL("alter schema public rename to {}; create schema public").format(sql.Identifier(kept))
    back = sql.SQL("alter schema {} rename to public").format(sql.Identifier(kept))
    with roles.connected(owner) as connection:
        if occupied:
            connection.execute(aside)
        try:
            yield kept if occupied else ""
        except BaseException:
            connection.execute("drop schema public cascade")
            connection.execute(back if occupied else "create schema public")
            raise


# --- Both ------------------------------------------------------------------------------------------------------------


def _fill(known: Database, archive: Archive) -> None:
    """Put the rows in as the owner, in one transaction; `roles` sets again what holds for the schema as a whole.

    Were default privileges there first, a restored table would give the application more than it had.
    """
    tool = backup.client_tool("pg_restore", archive.manifest.postgresql)
    with roles.connected(known) as connection:
        connection.execute(roles.EXTENSIONS)  # no part of a backup, and the tables' constraints ask for it
    with tempfile.NamedTemporaryFile("w+", prefix="daybridge-") as wanted:
        listed = _run_on(archive, [tool, "--list"], known)
        wanted.writelines(line for line in listed.splitlines(keepends=True) if not _OF_THE_SCHEMA.search(line))
        wanted.flush()
        command = [tool, "--no-owner", "--single-transaction", "--exit-on-error", f"--use-list={wanted.name}"]
        _run_on(archive, [*command, f"--dbname={backup.without_password(known)}"], known)


def _run_on(archive: Archive, command: list[str], known: Database) -> str:
    """Let a client tool read the rows from the archive; nothing is unpacked onto the disk."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as said:
        running = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=output, stderr=said, env=backup.environment(known)
        )
        assert running.stdin is not None
        try:
            for chunk in archive.chunks(ROWS):
                running.stdin.write(chunk)
            running.stdin.close()
        except BrokenPipeError:
            pass  # it has read all it needs, or it says below why it stopped
        if running.wait():
            said.seek(0)
            why = cluster.last_words(said.read())
            raise Trouble(f"The rows could not be put back ({why}).", "Nothing was changed here; run daybridge doctor.")
        output.seek(0)
        return output.read()


def _prove(manifest: Manifest, known: Database, environment: dict[str, str], say: Say) -> list[str]:
    say("Counting every table again")
    with roles.connected(known) as connection:
        counts, heads = backup.count_rows(connection), backup.audit_heads(connection)
    wrong = [name for name in manifest.tables.keys() | counts.keys() if manifest.tables.get(name) != counts.get(name)]
    if wrong or heads != manifest.heads:
        what = ", ".join(sorted(wrong)) or "the audit's heads"
        raise Trouble(
            f"After the restore {what} differ from the backup.",
            "Nothing was changed here; use another backup.",
        )
    proven = [f"{manifest.rows:,} rows in {len(counts)} tables, the same in every table as when the backup was made."]
    if manifest.migrations:
        say("Bringing the tables up to date")
        _daybridge("migrate", environment=environment)
        say("Verifying the audit")
        proven += _daybridge("audit", "verify", environment=environment).splitlines()
    return proven


def _daybridge(*words: str, environment: dict[str, str]) -> str:
    ran = children.run(*words, is_shown=False, environment={**os.environ, **environment})
    if ran.returncode:
        why = cluster.last_words(ran.stderr or ran.stdout)
        raise Trouble(f"daybridge {' '.join(words)} failed on the restored data ({why}).", "Nothing was changed here.")
    return ran.stdout
