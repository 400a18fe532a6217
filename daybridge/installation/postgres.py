"""Starts and stops our own PostgreSQL: unix socket only, as an unprivileged account, durable, and never twice.

Everyone who works with it holds a shared lock on the home; the last one out stops it. A process that was killed holds
nothing, so nothing is left behind for longer than the next start.
"""

import atexit
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedRandom
from pathlib import Path
from typing import NamedTuple

from daybridge.installation import account, cluster, home, roles
from daybridge.installation.cluster import data_folder
from daybridge.installation.home import PORT
from daybridge.installation.trouble import Trouble

_START_SECONDS, _STOP_SECONDS = 60.0, 60.0
Say = Callable[[str], None]

#: Servers that this process started; they are its children, so it has to take note of their end.
_children: dict[int, "subprocess.Popen[bytes]"] = {}


def _silently(_: str) -> None:
    pass


# --- Whether it runs -------------------------------------------------------------------------------------------------


class _Postmaster(NamedTuple):
    """What the server wrote in postmaster.pid."""

    pid: int
    status: str


def is_running(of_home: Path) -> bool:
    """Whether the server of this home is up and accepts connections."""
    found = _postmaster(of_home)
    return found is not None and found.status == "ready" and _is_alive(found.pid, data_folder(of_home))


def server_pid(of_home: Path) -> int | None:
    """The server's process, while it lives."""
    found = _postmaster(of_home)
    return found.pid if found and _is_alive(found.pid, data_folder(of_home)) else None


def _postmaster(of_home: Path) -> _Postmaster | None:
    try:
        lines = (data_folder(of_home) / "postmaster.pid").read_text().splitlines()
        return _Postmaster(int(lines[0]), lines[7].strip() if len(lines) > 7 else "")
    except (OSError, ValueError, IndexError):
        return None


def _is_alive(pid: int, data: Path) -> bool:
    """Whether this is still our server, neither gone nor a zombie nor a stranger that got its number."""
    if (child := _children.get(pid)) and child.poll() is not None:
        del _children[pid]
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _is_postgres_at(pid, data)


def _is_postgres_at(pid: int, data: Path) -> bool:
    process = Path("/proc", str(pid))
    if not process.parent.joinpath("self").exists():  # no /proc on this system: believe the number
        return True
    try:
        name, _, rest = process.joinpath("stat").read_text().partition("(")[2].rpartition(")")
        if rest.split()[0] == "Z" or not name.startswith("postgres"):
            return False
        return process.joinpath("cwd").samefile(data)
    except PermissionError:
        return True
    except OSError:
        return False


# --- Starting --------------------------------------------------------------------------------------------------------


def start(of_home: Path, say: Say = _silently) -> None:
    """Have the server of this home accept connections, with its roles and database; quick when it already does."""
    _ensure(of_home, say)
    try:
        roles.prepare_embedded(of_home)
    except Trouble:
        if is_running(of_home):
            raise
        _ensure(of_home, say)  # it was being killed while we looked
        roles.prepare_embedded(of_home)


def _ensure(of_home: Path, say: Say) -> None:
    if not is_running(of_home):
        with home.locked("postgres-start", of_home):
            if not _comes_up_by_itself(of_home):
                _start(of_home, say)


def _comes_up_by_itself(of_home: Path) -> bool:
    """Whether a server is there; one that recovers from the crash of a connection is given its time."""
    patience = time.monotonic() + _START_SECONDS
    while server_pid(of_home) and not is_running(of_home) and time.monotonic() < patience:
        time.sleep(0.05)
    return is_running(of_home)


def _start(of_home: Path, say: Say) -> None:
    say("Starting PostgreSQL" if data_folder(of_home).exists() else "Making the database (once)")
    for sentence in cluster.prepare(of_home):
        say(sentence)
    data, log = data_folder(of_home), _open_log(of_home)
    runner = account.account_for(data)
    sockets = cluster.make_socket_folder(of_home, runner)
    patience = time.monotonic() + _START_SECONDS
    try:
        while True:
            _clear_stale_locks(of_home, sockets)
            where = log.seek(0, os.SEEK_END)
            server = _launch(data, sockets, runner, log.fileno())
            if _becomes_ready(server, of_home, patience):
                return
            # After kill -9 of the server its own processes need a moment to notice and let go of the shared memory.
            if not _was_still_held(log, where) or time.monotonic() > patience:
                raise _did_not_start(of_home, log, where)
            time.sleep(0.2)
    finally:
        log.close()


def _launch(data: Path, sockets: Path, runner: account.Account | None, log: int) -> "subprocess.Popen[bytes]":
    with cluster.as_seen_by(runner, data) as (name, words):
        command = [account.tool("postgres"), "-D", name, "-p", str(PORT), "-c", "listen_addresses="]
        command += ["-c", f"unix_socket_directories={sockets}", "-c", "unix_socket_permissions=0700"]
        command += ["-c", "fsync=on", "-c", "logging_collector=off"]
        # A session of its own: Ctrl-C in the terminal is ours to pass on, last and in order.
        server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **words)
    _children[server.pid] = server
    return server


def _becomes_ready(server: "subprocess.Popen[bytes]", of_home: Path, patience: float) -> bool:
    while server.poll() is None:
        found = _postmaster(of_home)
        if found and found.pid == server.pid and found.status == "ready":
            return True
        if time.monotonic() > patience:
            server.terminate()
            server.wait()
            return False
        time.sleep(0.01)
    return False


def _clear_stale_locks(of_home: Path, sockets: Path) -> None:
    """Remove what a killed server left, only once its process is truly gone."""
    data = data_folder(of_home)
    for lock in (data / "postmaster.pid", sockets / f".s.PGSQL.{PORT}.lock"):
        try:
            pid = int(lock.read_text().split("\n", 1)[0])
        except FileNotFoundError:
            continue
        except ValueError:
            pid = 0
        if pid and _is_alive(pid, data):
            raise Trouble(
                f"Another PostgreSQL (process {pid}) is already working on {data} but does not answer.",
                f"Wait a minute and try again; if it stays, stop it with: kill -INT {pid}",
            )
        lock.unlink(missing_ok=True)


def _open_log(of_home: Path) -> BufferedRandom:
    return home.log_file("postgresql", of_home).open("a+b")


def _was_still_held(log: BufferedRandom, where: int) -> bool:
    log.seek(where)
    said = log.read()
    return b"pre-existing shared memory block" in said or b"is still in use" in said


def _did_not_start(of_home: Path, log: BufferedRandom, where: int) -> Trouble:
    log.seek(where)
    why = cluster.last_words(log.read().decode(errors="replace"))
    return Trouble(
        f"PostgreSQL did not start ({why}).",
        f"Its log is {home.log_folder(of_home) / 'postgresql.log'}; daybridge doctor looks further.",
    )


# --- Stopping --------------------------------------------------------------------------------------------------------


def stop(of_home: Path) -> None:
    """Stop the server at once but in order: open transactions are rolled back, everything saved is on the disk."""
    with home.locked("postgres-start", of_home):
        pid = server_pid(of_home)
        if pid is None:
            return
        for wish, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 10.0)):
            os.kill(pid, wish)
            if _ends(pid, data_folder(of_home), seconds):
                return
    raise Trouble(f"PostgreSQL (process {pid}) does not stop.", f"Look at its log; stop it with: kill -QUIT {pid}")


def _ends(pid: int, data: Path, seconds: float) -> bool:
    patience = time.monotonic() + seconds
    while _is_alive(pid, data):
        if time.monotonic() > patience:
            return False
        time.sleep(0.01)
    return True


# --- Sharing it ------------------------------------------------------------------------------------------------------


@contextmanager
def in_use(of_home: Path, say: Say = _silently) -> Iterator[None]:
    """Work with the server of this home, which is started when it must be; the last one out stops it."""
    with shared(of_home, "postgres-in-use") as lock:
        start(of_home, say)
        try:
            yield
        finally:
            if is_last_out(lock):
                stop(of_home)


@contextmanager
def shared(of_home: Path, name: str) -> Iterator[int]:
    """Hold a lock that others may hold too."""
    lock = home.open_lock(name, of_home)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield lock
    finally:
        os.close(lock)


@contextmanager
def alone(of_home: Path) -> Iterator[None]:
    """Hold the home so that nobody serves it meanwhile; refused while somebody does."""
    with shared(of_home, "up") as lock:
        if not is_last_out(lock):
            raise Trouble(
                f"Daybridge is running on {of_home}.", "Stop it first (Ctrl-C where it runs), then try again."
            )
        yield


def is_last_out(lock: int) -> bool:
    """Whether nobody else holds this shared lock; if so it is ours alone until it is let go."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def running(of_home: Path) -> None:
    """Have the server of this home accept connections until this process ends: for tests and single commands."""
    if of_home not in _kept_running:
        _kept_running.add(of_home)
        stack = ExitStack()
        stack.enter_context(in_use(of_home))
        atexit.register(stack.close)
    elif not is_running(of_home):
        start(of_home)


_kept_running: set[Path] = set()
