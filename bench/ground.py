"""The ground a benchmark stands on: a home of its own, real people made by the product's actions, a real web process."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOME = Path(os.environ.get("DAYBRIDGE_BENCH_HOME") or f"{tempfile.gettempdir()}/daybridge-bench-{os.geteuid()}")
os.environ["DAYBRIDGE_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybridge.settings")
os.environ.pop("DATABASE_URL", None)


def free_port() -> int:
    """A port that nobody listens on now, so that several benches can run at once."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


PORT = free_port()


@dataclass(frozen=True)
class Phone:
    """A signed-in participant's cookies and ids, as strings."""

    organization: str
    participant: str
    episode: str
    account: str
    cookies: str
    csrf: str


@contextmanager
def database() -> Iterator[None]:
    """PostgreSQL with the present migrations, empty of people."""
    from daybridge.installation import home, postgres, roles, schema

    with postgres.in_use(home.home()):
        roles.prepare_embedded(HOME)
        roles.drop_database(HOME, home.DATABASE_NAME)
        roles.make_database(HOME, home.DATABASE_NAME)
        home.audit_heads_file().unlink(missing_ok=True)  # what it says is of the database that went
        schema.migrate()
        schema.set_up_django("app")
        yield


def phones(count: int) -> list[Phone]:
    """A program with `count` participants in care, each signed in on a phone."""
    from django.db import transaction

    from tests import cast

    made = []
    with transaction.atomic():
        house = cast.a_house()
        cast.a_program(house, "Dual diagnosis", cast.Focus.DUAL_DIAGNOSIS)
        ben = cast.a_staff_member(house, "Ben Okafor", "therapist")
        cast.a_staff_member(house, "Dora Quill", "director")
        for number in range(count):
            participant = cast.a_participant(house, f"P{number} Bench", therapist=ben)
            session = cast.sign_in(participant.account).cookies["sessionid"].value  # type: ignore[arg-type]
            csrf = secrets.token_hex(16)
            made.append(
                Phone(
                    str(house.organization.id),
                    str(participant.id),
                    str(cast.episode_of(participant).id),
                    str(participant.account_id),
                    f"sessionid={session}; csrftoken={csrf}",
                    csrf,
                )
            )
    return made


@contextmanager
def web(port: int = PORT, *, processes: int = 1) -> Iterator[str]:
    """The web process as `daybridge up` starts it, and its address."""
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "daybridge.asgi:application",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    command += ["--no-access-log", "--workers", str(processes)]
    server = subprocess.Popen(command, env={**os.environ, "DAYBRIDGE_SITE": f"http://localhost:{port}"})
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                urllib.request.urlopen(address + "/accounts/login/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
