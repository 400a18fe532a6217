"""Daybridge served for a benchmark by its own supervisor, `daybridge up`, whose processes can be looked at and killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bench import ground

CHECKOUT = Path(__file__).resolve().parents[1]


class Served:
    """One `daybridge up` that runs: where it answers, its processes, and what it has said."""

    def __init__(self, process: "subprocess.Popen[bytes]", said: Path) -> None:
        self.process, self.said, self.port = process, said, ground.PORT

    def pid(self, kind: str) -> int | None:
        """The process of this kind ("web" or "worker") that `up` has started and that lives, or "postgres"."""
        if kind == "postgres":
            from daybridge.installation import postgres

            return postgres.server_pid(ground.HOME)
        for process in Path("/proc").glob("[0-9]*"):
            try:
                state, parent = process.joinpath("stat").read_text().rpartition(")")[2].split()[:2]
                words = process.joinpath("cmdline").read_text().split("\0")
            except OSError:
                continue
            if int(parent) == self.process.pid and kind in words and state != "Z":
                return int(process.name)
        return None

    def kill(self, kind: str) -> None:
        """Kill -9 this process; raises when there is none."""
        pid = self.pid(kind)
        assert pid, f"There is no {kind} to kill."
        os.kill(pid, signal.SIGKILL)

    def memory(self, kind: str = "web") -> int:
        """The process's resident memory in KiB."""
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.pid(kind)}/status").read_text())
        assert found
        return int(found[1])

    def worked(self, kind: str = "web") -> float:
        """The seconds of processor time that the process has used."""
        words = Path(f"/proc/{self.pid(kind)}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(**environment: str) -> Iterator[Served]:
    """Everything as `daybridge up` runs it, until the end of the block."""
    said = ground.HOME / "up.log"
    command = [sys.executable, "-m", "daybridge.cli", "up", "--port", str(ground.PORT)]
    with said.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, cwd=CHECKOUT, env={**os.environ, **environment}
        )
    try:
        wait_until(lambda: "is ready at" in said.read_text() or process.poll() is not None, 90)
        if process.poll() is not None:
            raise SystemExit(f"It does not start:\n{said.read_text()}")
        yield Served(process, said)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether it holds within the time given."""
    patience = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > patience:
            return False
        time.sleep(0.05)
    return True


def look(organization: str = "") -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection of the database's owner, behind one organization's walls."""
    from daybridge.installation import home

    connection = psycopg.connect(home.conninfo("owner"), autocommit=True)
    if organization:
        connection.execute("select set_config('app.org', %s, false)", [organization])
    return connection
