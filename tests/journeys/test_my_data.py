"""My data: somebody reads their whole record on their phone, in both languages, and takes it away as a file that lacks nothing."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import HOME, PASSWORD, SITE, sign_in
from tests.journeys.steps import a_phone

#: What is asked of the site's own database, in a process of its own: a browser's process has no business there.
_SET_UP = "import json, sys\nfrom daybridge.installation import schema\nschema.set_up_django('app')\n"
_COUNT = """
from daybridge.core import tenancy
from daybridge.people.models import Participant
from daybridge.companion.record import SECTIONS
from tests.architecture.test_record import rows_about
(organization,) = tenancy.organizations()
with tenancy.inside(organization):
    ana = Participant.objects.get(account__email='ana@demo.example')
    print(json.dumps({table: len(rows_about(ana, table)) for one in SECTIONS for table in one.tables}))
"""
#: As when the phone lay there unlocked: the session stays, and what was shown of who it is has grown old.
_GROW_OLD = """
from daybridge.people.sessions import SessionStore
session = SessionStore(sys.argv[1])
proofs = session['account_authentication_methods']
session['account_authentication_methods'] = [one | {'at': one['at'] - 600} for one in proofs]
session.save()
"""
#: Sections whose rows are those of one table.
_OF_ONE_TABLE = {
    "check_ins": "checkins.CheckIn",
    "entries": "checkins.Entry",
    "diary_setups": "checkins.DiarySetup",
    "sheets": "measures.Sheet",
    "assignments": "measures.Assignment",
    "alerts": "safety.Alert",
    "support_requests": "safety.SupportRequest",
    "safety_plans": "safety.SafetyPlanVersion",
    "findings": "safety.RadarFinding",
    "notices": "notifications.Notice",
    "contacts": "people.Contact",
    "care_team": "people.CareTeamMember",
    "episodes": "programs.Episode",
    "referrals": "intake.Referral",
}
_INSIDE = {
    ("sheets", "parts"): "measures.SheetPart",
    ("sheets", "scores"): "measures.Score",
    ("alerts", "steps"): "safety.AlertStep",
    ("notices", "deliveries"): "notifications.Delivery",
    ("safety_plans", "steps"): "safety.SafetyPlanStep",
}


def _ask_site(script: str, *words: str) -> str:
    env = {**os.environ, "DAYBRIDGE_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "daybridge.settings"}
    command = [sys.executable, "-c", _SET_UP + script, *words]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.fixture
def ana(site: str, browser: Browser) -> Iterator[Page]:
    page = a_phone(browser)
    sign_in(page, "ana@demo.example")
    yield page
    page.context.close()


def _leave_it_lying(page: Page) -> None:
    session = next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid")
    _ask_site(_GROW_OLD, session)


def _show_who_it_is(page: Page) -> None:
    expect(page.get_by_role("heading", name=re.compile("Is it still you"))).to_be_visible()
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")


def _choose(page: Page, language: str) -> None:
    page.goto(f"{SITE}/companion/me/")
    page.get_by_role("button", name=language).click()
    expect(page.get_by_role("button", name=language)).to_have_attribute("aria-current", "true")


def _download(page: Page) -> dict[str, Any]:
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download as JSON").click()
    assert re.fullmatch(r"daybridge-\d{4}-\d\d-\d\d\.json", coming.value.suggested_filename)
    return json.loads(Path(coming.value.path()).read_text())  # type: ignore[no-any-return]


def test_the_whole_record_is_read_on_a_phone_in_both_languages(ana: Page) -> None:
    _leave_it_lying(ana)
    ana.goto(f"{SITE}/companion/me/")
    ana.get_by_role("link", name="My data").click()
    ana.get_by_role("link", name="Read my record").click()
    _show_who_it_is(ana)
    expect(ana.get_by_role("heading", name="My record")).to_be_visible()
    ana.get_by_role("link", name=re.compile(r"^Your check-ins \(\d+\)")).click()
    expect(ana.get_by_role("heading", name="Your check-ins")).to_be_in_viewport()
    assert ana.evaluate("document.documentElement.scrollWidth") <= 390
    _choose(ana, "Español")
    try:
        ana.goto(f"{SITE}/companion/data/record/")
        expect(ana.get_by_role("heading", name="Mi expediente")).to_be_visible()
        expect(ana.get_by_role("heading", name="Su plan de seguridad")).to_be_attached()
        assert ana.locator("#check_ins .record-row").count() > 30
    finally:
        _choose(ana, "English")


def _download_while_nothing_happens(ana: Page) -> tuple[Any, dict[str, int]]:
    """The file and what the database holds; the demo's worker goes on meanwhile (an alert that nobody takes is passed on)."""
    tables = {*_OF_ONE_TABLE.values(), *_INSIDE.values()}
    known = json.loads(_ask_site(_COUNT))
    for _ in range(3):
        told, before, known = _download(ana)["sections"], known, json.loads(_ask_site(_COUNT))
        if all(before[table] == known[table] for table in tables):
            break
    return told, known


def test_the_file_has_every_row_that_the_database_has(ana: Page) -> None:
    ana.goto(f"{SITE}/companion/data/")
    _leave_it_lying(ana)
    ana.get_by_role("button", name="Download as JSON").click()
    _show_who_it_is(ana)
    expect(ana.get_by_text("Now you can download your record.")).to_be_visible()
    told, known = _download_while_nothing_happens(ana)
    assert {code: told[code]["count"] for code in _OF_ONE_TABLE} == {
        code: known[table] for code, table in _OF_ONE_TABLE.items()
    }
    for (code, inside), table in _INSIDE.items():
        assert sum(len(row[inside]) for row in told[code]["rows"]) == known[table], (code, inside)
    assert known["checkins.CheckIn"] > 30
    ana.goto(f"{SITE}/companion/data/")
    expect(ana.get_by_text("as a file").first).to_be_visible()


def test_no_phone_keeps_it(ana: Page) -> None:
    ana.goto(f"{SITE}/companion/data/record/")
    expect(ana.get_by_role("heading", name="My record")).to_be_visible()
    kept = ana.evaluate("""async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((one) => one.url)));
      return all.flat();
    }""")
    assert not [url for url in kept if "/data/" in url]
