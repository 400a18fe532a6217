"""The data folder of our own PostgreSQL: made whole or not at all, recognised when it is not ours to touch."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from daybridge.installation import account, home
from daybridge.installation.trouble import Trouble

#: For two cores and 2 GB; `alter system` may change them later. What people typed never reaches the log: PostgreSQL
#: writes neither failed statements nor the values in their errors.
_SETTINGS = """
# --- Daybridge ---
max_connections = 200
shared_buffers = 256MB
effective_cache_size = 1GB
maintenance_work_mem = 64MB
work_mem = 8MB
random_page_cost = 1.1
max_wal_size = 2GB
wal_compression = on
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
log_parameter_max_length = 0
"""
_FIRST_OWN_DATABASE = 16384  # PostgreSQL numbers what is made after initdb from here


def data_folder(of_home: Path) -> Path:
    return of_home / "postgres"


def prepare(of_home: Path) -> list[str]:
    """See that there is a whole data folder of our PostgreSQL's version; returns what had to be mended, in words."""
    data = data_folder(of_home)
    _check_owner(data)
    mended = [*_clear_unfinished(of_home), *_set_aside_half_created(data)]
    if not data.exists():
        _refuse_cut_short_restore(of_home)
        _create(of_home)
    _check_version(data)
    return mended


def _clear_unfinished(of_home: Path) -> Iterator[str]:
    for unfinished in of_home.glob("postgres.new.*"):
        shutil.rmtree(unfinished)
        yield "The last start was cut short while it made the database folder; it is made again."


def _set_aside_half_created(data: Path) -> Iterator[str]:
    """A folder that initdb never finished holds nobody's data; anything more is for a person to decide."""
    if not data.exists() or all(
        (data / part).exists() for part in ("PG_VERSION", "global/pg_control", "postgresql.conf")
    ):
        return
    if any(_holds_a_database(folder) for folder in data.glob("base/*")):
        raise Trouble(
            f"The database folder {data} is damaged: parts of it are missing.",
            "Do not delete it; restore your latest backup with daybridge restore FILE --replace, which keeps it aside.",
        )
    if not any(data.iterdir()):
        data.rmdir()
        return
    aside = data.with_name(f"postgres.incomplete.{datetime.now():%Y%m%d-%H%M%S}")
    data.rename(aside)
    yield f"The database folder was only half made and held no data; it was moved to {aside} and is made again."


def _holds_a_database(folder: Path) -> bool:
    return folder.name.isdigit() and int(folder.name) >= _FIRST_OWN_DATABASE


def _refuse_cut_short_restore(of_home: Path) -> None:
    if (of_home / home.RESTORING).exists():
        raise Trouble(
            f"A restore into {of_home} was cut short, and there is no database in it now.",
            "Run it again: daybridge restore FILE --replace. What was there before lies in before-restore.*",
        )


def _check_owner(data: Path) -> None:
    if data.exists() and os.geteuid() not in (0, data.stat().st_uid):
        raise Trouble(
            f"The database folder {data} belongs to another account.",
            "Run Daybridge as the account that made it, or set DAYBRIDGE_HOME to a folder of your own.",
        )


def _check_version(data: Path) -> None:
    made_by, ours = (data / "PG_VERSION").read_text().strip(), str(account.major_version())
    if made_by != ours:
        raise Trouble(
            f"The database folder {data} was made by PostgreSQL {made_by}, and this Daybridge brings PostgreSQL {ours}.",
            "Take a backup with the Daybridge that made it and restore that here: daybridge restore FILE --replace.",
        )


# --- Making one ------------------------------------------------------------------------------------------------------


def _create(of_home: Path) -> None:
    """Make the folder under another name and give it its own only when it is whole and on the disk."""
    unfinished, runner = of_home / f"postgres.new.{os.getpid()}", account.account_for(data_folder(of_home))
    try:
        unfinished.mkdir(mode=0o700)
        if runner:
            os.chown(unfinished, runner.uid, runner.gid)
    except OSError as error:
        raise home.unwritable(of_home, error) from error
    with _password_file(of_home, runner) as password_file, as_seen_by(runner, unfinished) as (name, words):
        _initdb(name, password_file, words)
    with (unfinished / "postgresql.conf").open("a") as file:
        file.write(_SETTINGS)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(data_folder(of_home))
    home.sync_folder(of_home)


def _initdb(folder: str, password_file: Path, words: dict[str, Any]) -> None:
    command = [
        account.tool("initdb"),
        "--pgdata",
        folder,
        "--username",
        "postgres",
        "--pwfile",
        str(password_file),
    ]
    command += ["--locale", "C.UTF-8", "--encoding", "UTF8", "--data-checksums"]
    command += ["--auth-local", "scram-sha-256", "--auth-host", "reject"]
    made = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace", **words)
    if made.returncode:
        raise Trouble(
            f"PostgreSQL could not make its database folder ({last_words(made.stderr)}).",
            "Free some disk space or set DAYBRIDGE_HOME to another folder; daybridge doctor looks further.",
        )


def last_words(output: str) -> str:
    """The line of a program's output that says what went wrong, without its closing stop."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line.lower() or "fatal:" in line.lower()] or lines or ["no words"]
    return re.split(r"(?:FATAL|PANIC|ERROR|LOG|error): +", telling[-1])[-1].rstrip(".")


@contextmanager
def _password_file(of_home: Path, runner: account.Account | None) -> Iterator[Path]:
    folder = make_socket_folder(of_home, runner)  # the one place that the account can certainly reach
    path = folder / f".password.{os.getpid()}"
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(home.secrets(of_home).passwords["postgres"] + "\n")
            if runner:
                os.fchown(file.fileno(), runner.uid, runner.gid)
        yield path
    finally:
        path.unlink(missing_ok=True)


# --- Letting another account in --------------------------------------------------------------------------------------


@contextmanager
def as_seen_by(runner: account.Account | None, data: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name by which the server reaches its folder, and how `subprocess` starts it there.

    Behind a closed folder (a checkout in /root) the account gets an open descriptor instead of a path: it can work in its
    own folder without our opening anybody's home to the whole machine.
    """
    words: dict[str, Any] = {"cwd": "/", "stdin": subprocess.DEVNULL, "env": _environment()}
    with ExitStack() as held:
        name = str(data)
        if runner:
            words |= runner.as_popen_words()
        if runner and not home.can_be_reached(data.parent):
            descriptor = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
            held.callback(os.close, descriptor)
            name, words["pass_fds"] = f"/proc/self/fd/{descriptor}", [descriptor]
        try:
            yield name, words
        except PermissionError as error:
            raise Trouble(
                "This account may not start PostgreSQL's programs, or not as another account.",
                "Run Daybridge as an ordinary user, or set DATABASE_URL to a PostgreSQL 16 or newer.",
            ) from error


def _environment() -> dict[str, str]:
    """Nothing of ours reaches the server: no passwords, no time zone, no language."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def make_socket_folder(of_home: Path, runner: account.Account | None) -> Path:
    """The folder of the socket, the server's own; refused when somebody else has put one there before us."""
    folder = home.socket_folder(of_home)
    ours = runner.uid if runner else os.geteuid()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid not in (os.geteuid(), ours):
            raise Trouble(
                f"The folder {folder} for PostgreSQL's socket belongs to another account.",
                "Delete it, or set DAYBRIDGE_HOME to a folder of your own.",
            )
        if runner:
            os.chown(folder, runner.uid, runner.gid)
        folder.chmod(0o711 if runner else 0o700)
    except OSError as error:
        raise home.unwritable(folder.parent, error) from error
    return folder
