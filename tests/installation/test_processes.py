"""`daybridge up` with its real children, killed in every way that machines kill."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from daybridge.installation import home, postgres, roles

from .conftest import copy_of

pytestmark = pytest.mark.full


class Up:
    """One `daybridge up` that runs, and what it has said so far."""

    def __init__(self, of_home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.home = of_home
        self.said = of_home.parent / f"said-{self.port}"
        with self.said.open("w") as output:
            command = [sys.executable, "-m", "daybridge.cli", "up", "--port", str(self.port)]
            self.process = subprocess.Popen(command, stdout=output, stderr=output, cwd=home.CHECKOUT)
        self.wait_until(lambda: "is ready at" in self.said.read_text())

    def wait_until(self, holds: Callable[[], bool], seconds: float = 30) -> None:
        patience = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < patience, self.said.read_text()
            time.sleep(0.05)

    def child(self, kind: str) -> int | None:
        """The process of this kind that `up` has started and that lives."""
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
        """Kill a child and wait for the one that takes its place."""
        before = self.child(kind)
        assert before
        os.kill(before, signal.SIGKILL)
        self.wait_until(lambda: self.child(kind) not in (None, before))

    def answer(self) -> int:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        asking.request("GET", "/accounts/login/")
        status = asking.getresponse().status
        asking.close()
        return status


@pytest.fixture
def up(migrated_home: Path, a_home: Path) -> Iterator[Up]:
    copy_of(migrated_home, a_home)
    started = Up(a_home)
    yield started
    if started.process.poll() is None:
        started.process.terminate()
        started.process.wait(30)


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_stops_everything_in_order(up: Up, wish: signal.Signals) -> None:
    assert up.answer() == 200
    pids = [up.child("web"), up.child("rooms"), up.child("worker"), postgres.server_pid(up.home)]
    assert all(pids)
    up.process.send_signal(wish)
    assert up.process.wait(30) == 0
    assert all(is_gone(pid) for pid in pids if pid)
    assert not (up.home / "postgres" / "postmaster.pid").exists()  # stopped cleanly, nothing to recover


def test_every_part_that_is_killed_comes_back(up: Up) -> None:
    up.kill("web")
    assert up.answer() == 200  # asked while nobody listened: the port stayed open and the browser waited
    up.kill("rooms")
    up.kill("worker")
    server = postgres.server_pid(up.home)
    assert server
    os.kill(server, signal.SIGKILL)
    up.wait_until(lambda: postgres.is_running(up.home) and postgres.server_pid(up.home) != server)
    up.wait_until(lambda: up.answer() == 200)
    said = up.said.read_text()
    for part in ("The web process", "The room process", "The worker", "PostgreSQL"):
        assert f"{part} stopped unexpectedly; starting it again" in said


def test_nothing_but_postgresql_outlives_a_killed_up_and_the_next_one_takes_that_over(up: Up) -> None:
    web, worker, server = up.child("web"), up.child("worker"), postgres.server_pid(up.home)
    assert web and worker and server
    up.process.kill()
    up.process.wait()
    up.wait_until(lambda: is_gone(web) and is_gone(worker))
    again = Up(up.home)
    assert postgres.server_pid(up.home) == server
    again.process.terminate()
    assert again.process.wait(30) == 0
    assert is_gone(server)


def test_a_home_that_is_served_is_neither_emptied_nor_replaced(up: Up, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "daybridge.cli", "demo", "--reset"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=home.CHECKOUT, check=False)
    assert ran.returncode == 1
    assert f"Daybridge is running on {up.home}." in ran.stderr
    assert up.answer() == 200


def test_tables_of_a_newer_release_are_refused(migrated_home: Path, a_home: Path) -> None:
    copy_of(migrated_home, a_home)
    with postgres.in_use(a_home), roles.connected(home.database("owner")) as owner:
        insert = "insert into django_migrations (app, name, applied) values ('people', '9999_later', now())"
        owner.execute(insert)
    command = [sys.executable, "-m", "daybridge.cli", "up", "--port", "18999"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=home.CHECKOUT, check=False)
    assert ran.returncode == 1
    assert "made by a newer Daybridge (it has people.9999_later)" in ran.stderr
    assert "Update Daybridge" in ran.stderr


def test_an_administrators_server_is_served_without_one_of_our_own(
    migrated_home: Path, a_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = a_home.parent / "theirs"
    theirs.mkdir(mode=0o711)
    copy_of(migrated_home, theirs)
    (a_home / "secrets.json").write_bytes((theirs / "secrets.json").read_bytes())
    with postgres.in_use(theirs):
        owner = roles.owner_of(theirs, "daybridge")
        url = f"postgresql://{owner['user']}:{owner['password']}@/daybridge?host={owner['host']}"
        monkeypatch.setenv("DATABASE_URL", url)
        up = Up(a_home)
        assert up.answer() == 200
        up.process.terminate()
        assert up.process.wait(30) == 0
        assert postgres.is_running(theirs)
    assert not (a_home / "postgres").exists()
