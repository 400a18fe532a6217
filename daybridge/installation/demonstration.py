"""A demo installation: made, lived, emptied and served; never where real people's data could be."""

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from daybridge.installation import children, home, postgres, processes, roles, schema
from daybridge.installation.home import DATABASE_NAME
from daybridge.installation.schema import Schema
from daybridge.installation.trouble import Trouble

_BEGUN, _LIVED = "begun", "lived"
Say = Callable[[str], None]


def up(host: str, port: int, *, reset: bool, size: Sequence[str] = (), say: Say, show: Callable[[str], object]) -> None:
    """Start the demo once its environment is installed; `size` goes to `daybridge live-demo`."""
    plan = processes.Plan(host=host, port=port)
    os.environ["DAYBRIDGE_DEMO"] = "1"
    asked: list[subprocess.Popen[str]] = []

    def before() -> None:
        prepare(reset=reset, size=size, say=say)
        asked.append(
            subprocess.Popen(children.command("sign-ins"), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        )

    def ready() -> None:
        show(f"\nDaybridge is ready at {plan.address} (Ctrl-C stops it)\n")
        show(asked[0].communicate()[0])

    processes.up(plan, say, ready, before=before)


def prepare(*, reset: bool, size: Sequence[str] = (), say: Say) -> None:
    """With the database running: tables up to date, and the demo program lived when there is none."""
    if _said() == _LIVED and not reset and schema.is_known_current():
        return
    if not home.is_embedded():
        roles.prepare_server()
    found = schema.ask()
    if reset or (found.organizations and _said() == _BEGUN):  # the last demo was cut short while it lived
        found = _empty(found, say)
    schema.refuse_newer(found)
    if found.missing:
        schema.migrate()
        found = schema.ask()
    if found.organizations and not _said():
        raise Trouble(
            "This installation has an organization of its own, so the demo program is not lived in it.",
            "Set DAYBRIDGE_HOME to another folder for the demo, or run this one as it is: daybridge up",
        )
    if not found.organizations:
        _live(size)


def _live(size: Sequence[str]) -> None:
    home.write_private_file(_mark(), _BEGUN.encode())
    if children.run("live-demo", *size).returncode:
        raise Trouble("The demo program was not lived to its end.", "Start again with: bin/demo --reset")
    home.write_private_file(_mark(), _LIVED.encode())


def _mark() -> Path:
    return home.demo_mark()


def _said() -> str:
    return _mark().read_text() if _mark().exists() else ""


def refuse_real_work() -> None:
    """A demo's sign-ins are known to everyone, and `--reset` empties all of its home."""
    if _mark().exists():
        raise Trouble(f"{home.home()} holds the demo program.", "Set DAYBRIDGE_HOME to another folder for real people.")


def _empty(found: Schema, say: Say) -> Schema:
    """Remove the demo's database; refused where anything but the demo may have been entered."""
    if not home.is_embedded():
        raise Trouble(
            "--reset empties only the PostgreSQL that Daybridge brings.",
            "Empty your own server's database yourself.",
        )
    if found.organizations and not _said():
        raise Trouble(
            "This installation has an organization of its own, so --reset does not empty it.",
            "Set DAYBRIDGE_HOME to another folder for the demo.",
        )
    with postgres.alone(home.home()):
        say("Emptying the demo database")
        roles.drop_database(home.home(), DATABASE_NAME)
        roles.make_database(home.home(), DATABASE_NAME)
        home.audit_heads_file().unlink(missing_ok=True)
        _mark().unlink(missing_ok=True)
    return schema.ask()
