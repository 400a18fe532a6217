"""The whole product as `bin/demo` starts it, and a real Chromium."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from daybridge.installation import postgres
from tests import prepared
from tests.journeys.signed_in import session_of


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORT = _free_port()
SITE = f"http://localhost:{PORT}"
#: Where the demo of these journeys lives; each test process has its own, a copy of the one that was lived for all of them.
HOME = Path(f"{os.environ['DAYBRIDGE_HOME']}-journeys-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage
 --disable-background-networking --disable-component-update --disable-sync""".split()
PASSWORD = "harbor lamp otter 42"
#: How long a screen may take to show what is expected: two busy cores, not a person's patience, are what is waited for.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session", autouse=True)
def rows_beside_a_browser() -> Iterator[None]:
    """Playwright keeps a loop in this thread; Django's rows are asked for between its turns and never within one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo that has just been lived, served with its worker; stopped as a person would, with Ctrl-C."""
    log = tmp_path_factory.mktemp("journeys") / "demo.log"
    with log.open("w") as out:
        _move_in()
        command = [sys.executable, "-m", "daybridge.cli", *prepared.DEMO, "--up", "--port", str(PORT)]
        served = subprocess.Popen(command, stdout=out, stderr=out, env=prepared.settings(HOME))
        try:
            _wait_until_ready(served, log)
            yield SITE
        finally:
            served.send_signal(signal.SIGINT)
            assert served.wait(40) == 0, log.read_text()


def _move_in() -> None:
    """Copy the demo that was lived for all test processes."""
    if HOME.exists():
        postgres.stop(HOME)  # of a run that was killed
        shutil.rmtree(HOME)
    HOME.mkdir(mode=0o711)
    prepared.copy(prepared.demo(), HOME)


def _wait_until_ready(served: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 300
    while "ready at" not in log.read_text():
        assert served.poll() is None and time.monotonic() < until, log.read_text()
        time.sleep(0.2)  # a process is starting; what is waited for is its own word that it is ready


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The headless browser: what a person sees, for a third of the processor time."""
    opened = playwright.chromium.launch(executable_path=program("DAYBRIDGE_HEADLESS"), args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """With everything that the headless one leaves out, notices of the system among it."""
    opened = playwright.chromium.launch(executable_path=program("DAYBRIDGE_CHROMIUM"), args=FLAGS)
    yield opened
    opened.close()


def program(setting: str) -> str | None:
    """Where `bin/test` found it; Playwright's own where it found none."""
    found = os.environ.get(setting) or os.environ.get("DAYBRIDGE_CHROMIUM") or "/usr/bin/chromium"
    return found if Path(found).exists() else None


#: The one-time code that each person typed last; it works once, and a new one comes only every 30 seconds.
_TYPED: dict[str, str] = {}
#: The cookies of staff who have signed in.
_SIGNED_IN: dict[str, Any] = {}


def sign_in(page: Page, email: str, password: str = PASSWORD, *, to_sign_out: bool = False) -> None:
    """Sign in as one of the demo's people, by the page the first time. Staff go on with the session they had, unless they are going to end it."""
    if email in _SIGNED_IN and not to_sign_out:
        page.context.add_cookies(_SIGNED_IN[email])
        page.goto(f"{SITE}/workspace/")
        if page.url == f"{SITE}/workspace/":
            return
        page.context.clear_cookies()
    if email in _TYPED:
        go_on_as(page, email)
    else:
        _sign_in_by_page(page, email, password)
    page.wait_for_url(re.compile("/(workspace|companion|supporter)/$"))
    if page.url.endswith("/workspace/") and not to_sign_out:
        _SIGNED_IN[email] = page.context.cookies()


def go_on_as(page: Page, email: str, *, minutes_ago: int = 0) -> None:
    """Go on in a session in which this member of staff signed in so long ago."""
    key = session_of(HOME, email, minutes_ago=minutes_ago)
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": SITE}])
    page.goto(f"{SITE}/workspace/")


def _sign_in_by_page(page: Page, email: str, password: str) -> None:
    page.goto(f"{SITE}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(accounts/2fa/authenticate|workspace|companion|supporter)/$"))
    if "/2fa/" in page.url:
        page.fill("input[name=code]", fresh_code(page, email))
        page.keyboard.press("Enter")


def fresh_code(page: Page, email: str) -> str:
    """The demo's present one-time code: one this person has not typed yet, with time enough left to type it."""
    shown = page.context.new_page()
    shown.goto(f"{SITE}/demo/")  # it renews itself
    line = shown.locator("#present-code")
    expect(line.locator("strong")).not_to_have_text(_TYPED.get(email, ""), timeout=35_000)
    expect(line).not_to_contain_text(re.compile(r"good for [0-3] second"), timeout=15_000)
    _TYPED[email] = line.locator("strong").inner_text()
    shown.close()
    return _TYPED[email]
