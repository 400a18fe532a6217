"""The dead-man switch under faults: how long until the outside hook says that alerts don't travel, and that they do again.

`daybridge up` with a mail server of our own; then the worker is stopped, PostgreSQL is stopped, the mail server goes away, and
the disk is full (a small file system of its own, where this account may mount one). A stopped process (SIGSTOP) stands for one
that hangs: one that dies is started again by the supervisor within a second, and nobody need hear of it.
"""

import os
import shutil
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench import ground, served
from bench.ground import HOME
from bench.served import Served

TARGET, PATIENCE = 120.0, 240.0
SAID = Path(f"{HOME}-alarm.txt")


class _Mail(socketserver.StreamRequestHandler):
    """A mail server as far as a heartbeat goes."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line.split()[:1]
            self.wfile.write(b"221 bye\r\n" if verb == [b"QUIT"] else b"250 ok\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


def mail_server(port: int = 0) -> _Server:
    server = _Server(("127.0.0.1", port), _Mail)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _said(word: str, since: int) -> bool:
    lines = SAID.read_text().splitlines()[since:] if SAID.exists() else []
    return any(line.startswith(word) for line in lines)


def _try(name: str, break_it: Callable[[], object], mend: Callable[[], object]) -> bool:
    """Break something, wait for the hook, mend it, wait for the hook; print both times. Whether it was said in time."""
    lines = len(SAID.read_text().splitlines()) if SAID.exists() else 0
    began = time.monotonic()
    break_it()
    is_said = served.wait_until(lambda: _said("stalled", lines), PATIENCE)
    said_after, leg = time.monotonic() - began, SAID.read_text().split()[-1] if SAID.exists() else ""
    began = time.monotonic()
    mend()
    is_over = served.wait_until(lambda: _said("recovered", lines), PATIENCE)
    over_after = time.monotonic() - began
    said = f"said after {said_after:5.0f} s ({leg})" if is_said else f"not said within {PATIENCE:.0f} s"
    over = f"over after {over_after:5.0f} s" if is_over else f"not over within {PATIENCE:.0f} s"
    sys.stdout.write(f"{name:24} {said}, {over}\n")
    sys.stdout.flush()
    return is_said and said_after <= TARGET


def _signal(up: Served, kind: str, number: int) -> None:
    """To a process, and to PostgreSQL's children with it."""
    pid = up.pid(kind)
    assert pid, f"There is no {kind}."
    for child in [pid, *_children(pid)]:
        os.kill(child, number)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in listed]


def _fill() -> None:
    with (HOME / "filler").open("wb") as filler:
        try:
            while True:
                filler.write(b"\0" * 1_000_000)
                filler.flush()
        except OSError:
            pass


def main() -> None:
    is_small = _mounted()
    mail = mail_server()
    port = mail.server_address[1]
    SAID.unlink(missing_ok=True)
    hook = f'echo "$DAYBRIDGE_ALARM_STATE $DAYBRIDGE_ALARM_LEG" >> {SAID}'
    try:
        with ground.database():
            ground.phones(2)
            settings = {
                "DAYBRIDGE_SMTP_HOST": "127.0.0.1",
                "DAYBRIDGE_SMTP_PORT": str(port),
                "DAYBRIDGE_SMTP_SECURITY": "none",
            }
            with served.served(**settings, DAYBRIDGE_ALARM_COMMAND=hook) as up:
                time.sleep(150)  # two beats, and the grace that a house which has just come up is given
                sys.stdout.write(f"target: said within {TARGET:.0f} s\n")
                _try(
                    "worker hangs",
                    lambda: _signal(up, "worker", signal.SIGSTOP),
                    lambda: _signal(up, "worker", signal.SIGCONT),
                )
                _try(
                    "web process hangs",
                    lambda: _signal(up, "web", signal.SIGSTOP),
                    lambda: _signal(up, "web", signal.SIGCONT),
                )
                _try(
                    "PostgreSQL hangs",
                    lambda: _signal(up, "postgres", signal.SIGSTOP),
                    lambda: _signal(up, "postgres", signal.SIGCONT),
                )
                _try("mail server is gone", lambda: (mail.shutdown(), mail.server_close()), lambda: mail_server(port))
                if is_small:
                    _try("disk is full", _fill, (HOME / "filler").unlink)
                else:
                    sys.stdout.write("disk is full             not tried: this account may mount nothing\n")
    finally:
        if is_small:
            subprocess.run(["umount", "-l", str(HOME)], check=False)


def _mounted() -> bool:
    """A small file system for the home, so that filling it fills nothing else."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    words = ["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", str(HOME)]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    main()
