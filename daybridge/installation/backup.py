"""One file that holds everything an installation cannot do without, and proves that it is whole.

The rows, their counts and the audit's heads are read in one snapshot, so they agree although people go on working.
The file holds the installation's keys: it opens everything, and is kept like a key.
"""

import hashlib
import json
import os
import secrets as randomness
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from daybridge.installation import account, cluster, home, roles
from daybridge.installation.home import Database
from daybridge.installation.trouble import Trouble

FORMAT = 1
ROWS, SECRETS, HEADS, MANIFEST = "database.dump", "secrets.json", "audit-heads.log", "manifest.json"
_CHUNK = 1 << 20
Say = Callable[[str], None]


@dataclass(frozen=True)
class Part:
    """One file within the archive."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Head:
    """The last seal of one organization's audit."""

    organization: str
    number: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What the archive says of itself: who made it from what, and what must be found again after a restore."""

    format: int
    made_at: str
    daybridge: str
    postgresql: int
    migrations: tuple[str, ...]
    tables: dict[str, int]
    heads: tuple[Head, ...]
    parts: dict[str, Part]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        stored: dict[str, Any] = json.loads(text)
        stored["heads"] = tuple(Head(**head) for head in stored["heads"])
        stored["parts"] = {name: Part(**part) for name, part in stored["parts"].items()}
        return cls(**{**stored, "migrations": tuple(stored["migrations"])})

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


# --- Looking ---------------------------------------------------------------------------------------------------------


def count_rows(connection: "psycopg.Connection[Any]") -> dict[str, int]:
    """The rows of every table, as the dump role sees them: all of them."""
    return {name: _count(connection, name) for name in tables(connection)}


def tables(connection: "psycopg.Connection[Any]") -> list[str]:
    question = """
        select relname from pg_class
        where relnamespace = to_regnamespace('public') and relkind in ('r', 'p') order by relname
    """
    return [name for (name,) in connection.execute(question)]


def _count(connection: "psycopg.Connection[Any]", name: str) -> int:
    found = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier("public", name))).fetchone()
    return int(found[0]) if found else 0


def audit_heads(connection: "psycopg.Connection[Any]") -> tuple[Head, ...]:
    """The last seal of each organization; none where the audit's tables are not there yet."""
    if "core_auditseal" not in tables(connection):
        return ()
    question = """
        select distinct on (organization_id) organization_id::text, number, encode(digest, 'hex')
        from core_auditseal order by organization_id, number desc
    """
    return tuple(Head(*row) for row in connection.execute(question))


def migrations(connection: "psycopg.Connection[Any]") -> tuple[str, ...]:
    if "django_migrations" not in tables(connection):
        return ()
    question = "select app || '.' || name from django_migrations order by id"
    return tuple(name for (name,) in connection.execute(question))


# --- Making one ------------------------------------------------------------------------------------------------------


def create(file: Path, say: Say) -> Manifest:
    """Write the archive; it appears under its name only when it is whole and on the disk."""
    if file.exists():
        raise Trouble(f"{file} exists already.", "Choose another name; a backup never replaces one.")
    unfinished = file.with_name(f".{file.name}.{randomness.token_hex(4)}")
    try:
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as output:
            manifest = _write(output, say)
            output.flush()
            os.fsync(output.fileno())
        unfinished.rename(file)
        home.sync_folder(file.absolute().parent)
    except OSError as error:
        words = (error.strerror or str(error)).lower()
        raise Trouble(
            f"The backup cannot be written to {file} ({words}).", "Choose a folder with room for it."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return manifest


def _write(output: IO[bytes], say: Say) -> Manifest:
    known = home.database("dump")
    with zipfile.ZipFile(output, "w") as archive, roles.connected(known) as connection:
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read read only")
            (snapshot,) = connection.execute("select pg_export_snapshot()").fetchone() or ("",)
            say("Counting the rows")
            counts, heads = count_rows(connection), audit_heads(connection)
            say(f"Copying {sum(counts.values()):,} rows of {len(counts)} tables")
            contents = {
                ROWS: _dump(known, snapshot, connection.info.server_version),
                SECRETS: [home.secrets().to_json().encode()],
                HEADS: _heads_up_to(heads),
            }
            manifest = Manifest(
                format=FORMAT,
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                daybridge=version("daybridge"),
                postgresql=connection.info.server_version // 10000,
                migrations=migrations(connection),
                tables=counts,
                heads=heads,
                parts={name: _add(archive, name, content) for name, content in contents.items()},
            )
        archive.writestr(MANIFEST, manifest.to_json())
    return manifest


def _add(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> Part:
    hashed, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as part:
        for chunk in chunks:
            part.write(chunk)
            hashed.update(chunk)
            size += len(chunk)
    return Part(hashed.hexdigest(), size)


def _dump(known: Database, snapshot: str, server_version: int) -> Iterator[bytes]:
    command = [client_tool("pg_dump", server_version // 10000), "--format=custom", f"--snapshot={snapshot}"]
    command += ["--schema=public", f"--dbname={without_password(known)}"]
    with tempfile.TemporaryFile() as said:
        dumping = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=environment(known))
        assert dumping.stdout is not None
        with dumping.stdout as rows:
            yield from iter(lambda: rows.read(_CHUNK), b"")
        if dumping.wait():
            said.seek(0)
            why = cluster.last_words(said.read().decode(errors="replace"))
            raise Trouble(f"The database could not be copied ({why}).", "Run daybridge doctor.")


def _heads_up_to(heads: tuple[Head, ...]) -> Iterator[bytes]:
    """The lines of the heads file that the snapshot holds too; a seal made meanwhile belongs to the next backup."""
    last = {head.organization: head.number for head in heads}
    if home.audit_heads_file().exists():
        for line in home.audit_heads_file().read_text().splitlines():
            organization, number, _ = line.split()
            if int(number) <= last.get(organization, 0):
                yield f"{line}\n".encode()


# --- The client tools ------------------------------------------------------------------------------------------------


def client_tool(name: str, server: int) -> str:
    """A pg_dump or pg_restore no older than the server: ours, or the machine's own for a newer server."""
    if server <= account.major_version():
        return account.tool(name)
    from shutil import which

    if own := which(name):
        return own
    raise Trouble(
        f"The database server is PostgreSQL {server}, newer than the {name} that Daybridge brings.",
        f"Install that release's client programs (such as postgresql-client-{server}).",
    )


def without_password(known: Database) -> str:
    """A libpq line fit for a command line, which everybody on the machine can read."""
    return home.as_conninfo({**known, "password": ""})


def environment(known: Database) -> dict[str, str]:
    return {**os.environ, "PGPASSWORD": known["password"], "PGTZ": "UTC"}


# --- Reading one -----------------------------------------------------------------------------------------------------


class Archive:
    """A backup opened for reading; every part has been compared with its checksum."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def chunks(self, name: str) -> Iterator[bytes]:
        with self._archive.open(name) as part:
            yield from iter(lambda: part.read(_CHUNK), b"")

    def read(self, name: str) -> bytes:
        return self._archive.read(name)


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """The archive, refused when it is not ours, not whole or not as it was written."""
    damaged = Trouble(f"{file} is damaged or not a Daybridge backup.", "Use another backup; nothing was changed here.")
    try:
        archive = zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise Trouble(f"There is no file {file}.", "Give the path of a file that daybridge backup wrote.") from error
    except PermissionError as error:
        raise Trouble(f"This account may not read {file}.", "Run the command as the file's owner.") from error
    except (zipfile.BadZipFile, OSError) as error:
        raise damaged from error
    with archive:
        try:
            found = Archive(archive, _manifest(archive, file))
            if not all(_is_as_written(found, name, part) for name, part in found.manifest.parts.items()):
                raise damaged
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
            raise damaged from error
        yield found


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    text = archive.read(MANIFEST).decode()
    if json.loads(text)["format"] != FORMAT:
        raise Trouble(f"{file} was written by another release of Daybridge.", "Restore it with that release.")
    return Manifest.from_json(text)


def _is_as_written(archive: Archive, name: str, part: Part) -> bool:
    hashed, size = hashlib.sha256(), 0
    for chunk in archive.chunks(name):
        hashed.update(chunk)
        size += len(chunk)
    return (hashed.hexdigest(), size) == (part.sha256, part.size)
