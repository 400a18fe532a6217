"""The command-line program as a person meets it: a process of its own, its words, its exit code."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from daybridge.installation import home

from .conftest import needs_root


def daybridge(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "daybridge.cli", *words]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **environment}, cwd=home.CHECKOUT, check=False
    )


def assert_refused(ran: "subprocess.CompletedProcess[str]", what: str, way_out: str) -> None:
    """One sentence, a way out, and nothing that only a programmer reads."""
    assert ran.returncode == 1
    assert len(ran.stderr.strip().splitlines()) == 2
    assert what in ran.stderr.splitlines()[0]
    assert way_out in ran.stderr.splitlines()[1]
    assert "Traceback" not in ran.stderr


def test_help_names_every_command_a_person_uses() -> None:
    said = daybridge("--help").stdout
    for command in ("up", "migrate", "demo", "refer", "audit", "backup", "restore", "doctor"):
        assert f" {command} " in said
    assert "live-demo" not in said
    assert "│ worker" not in said


def test_a_taken_port_is_said_before_anything_starts(a_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = daybridge("up", "--port", str(port))
    assert_refused(ran, f"Port {port} is in use already", f"--port {port + 1}")
    assert list(a_home.iterdir()) == []


def test_an_address_that_is_not_ours_is_said(a_home: Path) -> None:
    assert_refused(
        daybridge("up", "--host", "192.0.2.1"), "does not have the address 192.0.2.1", "Use --host 127.0.0.1"
    )


def test_a_database_without_tables_is_said_to_be_older(running_home: Path) -> None:
    ran = daybridge("up", "--port", str(_free_port()))
    assert_refused(ran, "The database is older than this Daybridge", "daybridge migrate")


def test_nobodys_real_work_begins_in_a_demos_home(a_home: Path) -> None:
    """Its sign-ins are known to everyone, and `bin/demo --reset` empties it."""
    (a_home / ".demo").write_text("lived")
    ran = daybridge(
        "found", "Harbor Bridge", "--director", "Dora Quill", "--email", "dora@example.org", "--phone", "555-0100"
    )
    assert_refused(ran, "holds the demo program", "Set DAYBRIDGE_HOME to another folder")


def test_a_demos_home_is_told_by_the_doctor(running_home: Path) -> None:
    (running_home / ".demo").write_text("lived")
    said = daybridge("doctor").stdout
    assert "! demo:" in said and "its sign-ins are known to everyone" in said


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_a_database_url_that_does_not_answer_is_said(a_home: Path) -> None:
    ran = daybridge("migrate", DATABASE_URL="postgresql://a:b@127.0.0.1:1/c")
    assert_refused(ran, "Daybridge cannot reach the database at 127.0.0.1:1", "Check DATABASE_URL")


def test_a_missing_file_is_said(a_home: Path) -> None:
    assert_refused(daybridge("refer", "no.json"), "There is no file no.json", "the file that the hospital sent")
    assert_refused(daybridge("restore", "no.backup"), "There is no file no.backup", "daybridge backup wrote")


@needs_root
def test_a_read_only_folder_is_said(folder: Path) -> None:
    blocked = folder / "file"
    blocked.touch()
    ran = daybridge("doctor", DAYBRIDGE_HOME=str(blocked / "home"))
    assert "cannot write in" in ran.stdout
    assert_refused(daybridge("migrate", DAYBRIDGE_HOME=str(blocked / "home")), "cannot write in", "Set DAYBRIDGE_HOME")


def test_debug_shows_where_an_error_came_from(a_home: Path) -> None:
    ran = daybridge("restore", "no.backup", "--debug")
    assert "Traceback" in ran.stderr
    assert ran.returncode == 1


@pytest.mark.parametrize("word", ["upp", "--no-such-option"])
def test_a_mistyped_word_is_explained(word: str) -> None:
    ran = daybridge(word)
    assert ran.returncode == 2
    assert "No such" in ran.stderr
