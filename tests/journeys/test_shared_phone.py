"""A phone that is not only Ana's keeps nothing of hers; and on her own the home screen shows the name that she chose."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from tests.journeys.conftest import PASSWORD, SITE, sign_in
from tests.journeys.steps import PHONE, keep_the_pages, until
from tests.journeys.test_companion_offline import ANA, SHELVES, _answer, _check_in, _line, _saved_with

#: Everything that a browser keeps of this site: databases with rows, what caches hold, what scripts noted.
AT_REST = """async () => {
  const rows = {};
  for (const { name } of await indexedDB.databases()) {
    const opened = await new Promise((done) => { indexedDB.open(name).onsuccess = (event) => done(event.target.result); });
    for (const shelf of opened.objectStoreNames)
      rows[`${name} ${shelf}`] = await new Promise((done) => {
        opened.transaction(shelf).objectStore(shelf).count().onsuccess = (event) => done(event.target.result);
      });
    opened.close();
  }
  const kept = {};
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) kept[request.url] = await (await caches.match(request)).text();
  return { rows, kept, local: { ...localStorage }, tab: { ...sessionStorage } };
}"""


@pytest.fixture
def shared(site: str, browser: Browser) -> Iterator[BrowserContext]:
    """A phone on which Ana has signed in and said that it is not only hers."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{SITE}/accounts/login/")
    page.get_by_label("This is not only my phone").check()
    page.fill("input[name=login]", ANA)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{SITE}/companion/")
    expect(page.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    yield context
    context.close()


@pytest.fixture
def ana(shared: BrowserContext) -> Page:
    return shared.pages[0]


def _nothing_at_rest(page: Page, *words: str) -> None:
    kept: dict[str, Any] = page.evaluate(AT_REST)
    assert sum(kept["rows"].values()) == 0, kept["rows"]
    assert not [url for url in kept["kept"] if "/api/" in url or "/whose/" in url]
    for url, text in kept["kept"].items():
        assert not [word for word in words if word in text], url
    assert kept["local"] == {}
    assert kept["tab"] == {"daybridge-tab": "here"}


@pytest.mark.critical
def test_a_shared_phone_keeps_nothing_of_what_was_done_on_it(shared: BrowserContext, ana: Page) -> None:
    note = f"Nobody else's to read. {uuid4()}"
    keep_the_pages(ana)
    _check_in(ana, note)
    expect(ana.locator("#after-state")).to_have_text("Saved")
    for place in ("", "skills/", "plan/", "measures/", "me/", "support/"):
        ana.goto(f"{SITE}/companion/{place}")
        expect(ana.locator(".companion[data-known]")).to_be_attached()
    expect(ana.get_by_role("link", name="Call Luz, 555-0150")).to_be_visible()  # it does show what the server has
    assert _saved_with(ana, note) == 1
    _nothing_at_rest(ana, note, "Ana", "Luz", "Ben Okafor")
    cookies = {one["name"]: one for one in shared.cookies()}
    assert cookies["sessionid"]["expires"] == -1, "it goes with the browser"
    assert not [name for name in cookies if name.startswith("daybridge-kept")]
    ana.goto(f"{SITE}/companion/me/")
    ana.get_by_role("button", name="Sign out").click()
    ana.wait_for_url("**/accounts/login/")
    _nothing_at_rest(ana, note, "Ana", "Luz", "Ben Okafor")


def test_without_a_signal_the_words_stay_on_the_open_page_and_it_says_so(shared: BrowserContext, ana: Page) -> None:
    note = f"On this page only. {uuid4()}"
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    ana.on("dialog", stay)
    ana.goto(f"{SITE}/companion/check-in/")
    expect(ana.locator(".companion[data-known]")).to_be_attached()
    shared.set_offline(True)
    _answer(ana, note)
    told = ana.locator("#keeps-nothing")
    expect(told).to_contain_text("This phone keeps nothing. What you wrote is on this open page only")
    expect(told.get_by_role("link", name="988", exact=True)).to_have_attribute("href", "tel:988")
    expect(_line(ana)).to_have_text("Waiting for signal (1)")
    _nothing_at_rest(ana, note)
    ana.get_by_role("link", name="Back to today").click(no_wait_after=True)
    expect(_line(ana)).to_have_text("Waiting for signal (1)")
    assert asked == ["beforeunload"], "leaving is asked after"
    shared.set_offline(False)
    expect(_line(ana)).to_have_text("Saved")
    expect(told).to_be_hidden()
    assert _saved_with(ana, note) == 1


def test_not_safe_without_a_signal_stays_on_the_page_that_holds_it(shared: BrowserContext, ana: Page) -> None:
    ana.goto(f"{SITE}/companion/")
    expect(ana.locator(".companion[data-known]")).to_be_attached()
    before = len(ana.request.get(f"{SITE}/api/companion/today").json()["requests"])
    shared.set_offline(True)
    ana.get_by_role("button", name="I am not safe right now").click()
    expect(ana.locator("#keeps-nothing")).to_be_visible()
    expect(ana.locator("#crisis")).to_be_focused()
    assert ana.url == f"{SITE}/companion/"
    shared.set_offline(False)
    expect(_line(ana)).to_have_text("Saved")
    after = ana.request.get(f"{SITE}/api/companion/today").json()["requests"]
    assert len(after) == before + 1 and after[0]["kind"] == "not_safe"


def test_closing_the_tab_is_leaving(shared: BrowserContext, ana: Page) -> None:
    ana.close()
    somebody = shared.new_page()
    somebody.goto(f"{SITE}/companion/")
    somebody.wait_for_url("**/accounts/login/**")
    assert somebody.request.get(f"{SITE}/api/companion/today").status == 401
    expect(somebody.get_by_label("This is not only my phone")).to_be_checked()


def test_an_untouched_page_signs_itself_out(shared: BrowserContext, ana: Page) -> None:
    ana.clock.install()
    ana.goto(f"{SITE}/companion/")
    expect(ana.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    ana.clock.fast_forward("16:00")
    ana.wait_for_url("**/accounts/login/")
    assert ana.request.get(f"{SITE}/api/companion/today").status == 401


def test_saying_so_later_sends_what_waits_first_and_empties_the_phone(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    ana = context.new_page()
    sign_in(ana, ANA)
    keep_the_pages(ana)
    ana.goto(f"{SITE}/companion/plan/")
    ana.get_by_label("Keep my plan readable").check()
    expect(ana.locator("#keep-plan-state")).to_have_text("Kept readable on this phone")
    note = f"Sent before the phone forgot. {uuid4()}"
    context.set_offline(True)
    _check_in(ana, note)
    expect(_line(ana)).to_have_text("Waiting for signal (1)")
    ana.goto(f"{SITE}/companion/me/")
    ana.get_by_role("button", name="This is not only my phone").click()
    expect(ana.get_by_text("This needs signal.", exact=True)).to_be_visible()
    assert ana.evaluate(SHELVES)[2] == 1
    context.set_offline(False)
    expect(_line(ana)).to_have_text("Saved")
    ana.get_by_role("button", name="This is not only my phone").click()
    expect(ana.get_by_text("This phone keeps nothing of yours")).to_be_visible()
    assert _saved_with(ana, note) == 1
    _nothing_at_rest(ana, note, "Ana", "Ben Okafor")
    ana.goto(f"{SITE}/companion/plan/")
    expect(ana.get_by_label("Keep my plan readable")).to_be_disabled()
    expect(ana.get_by_text("so it keeps no plan")).to_be_visible()
    ana.goto(f"{SITE}/companion/reach/")
    expect(ana.get_by_text("so it shows no notices")).to_be_visible()
    expect(ana.get_by_role("button", name="Show notices on this device")).to_be_hidden()
    ana.goto(f"{SITE}/companion/me/")
    ana.get_by_role("button", name="This is only my phone").click()
    expect(ana.get_by_text("This phone keeps nothing of yours")).to_be_hidden()
    ana.goto(f"{SITE}/companion/")
    expect(ana.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    assert ana.evaluate(SHELVES)[1] > 0, "now it keeps again"
    assert next(one for one in context.cookies() if one["name"] == "sessionid")["expires"] > 0
    context.close()


# --- The home screen ---------------------------------------------------------------------------------------------------


def test_the_name_and_picture_for_the_home_screen_are_the_ones_chosen(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    ana = context.new_page()
    sign_in(ana, ANA)
    keep_the_pages(ana)
    ana.goto(f"{SITE}/companion/me/")
    try:
        ana.locator("#home-screen").get_by_role("button", name="Notes").click()
        expect(ana).to_have_title("Me · Notes")
        manifest = ana.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((one) => one.json())")
        assert (manifest["id"], manifest["name"], manifest["short_name"]) == ("/companion/", "Notes", "Notes")
        assert "Daybridge" not in str(manifest)
        for icon in [*manifest["icons"], *(one["icons"][0] for one in manifest["shortcuts"])]:
            assert "home-notes" in icon["src"] and ana.request.get(SITE + icon["src"]).ok
        expect(ana.locator("link[rel=apple-touch-icon]")).to_have_attribute("href", re.compile("home-notes-180"))
        look = """caches.match("/companion/support/").then((page) => page?.headers.get("Daybridge-Look"))"""
        until(ana, lambda: ana.evaluate(look) == "notes")
        context.set_offline(True)
        ana.goto(f"{SITE}/companion/support/")
        expect(ana).to_have_title("Support now · Notes")
        context.set_offline(False)
    finally:
        ana.goto(f"{SITE}/companion/me/")
        ana.locator("#home-screen").get_by_role("button", name="Daybridge").click()
        expect(ana).to_have_title("Me · Daybridge")
        context.close()


# --- Another word for the same day ------------------------------------------------------------------------------------


def test_a_check_in_is_changed_with_a_new_one_that_starts_from_it(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    ana = context.new_page()
    sign_in(ana, ANA)
    note = f"Not quite what I meant. {uuid4()}"
    _check_in(ana, note)
    expect(ana.locator("#after-state")).to_have_text("Saved")
    ana.goto(f"{SITE}/companion/")
    ana.get_by_role("link", name="Change it").click()
    expect(ana.get_by_label("What happened")).to_have_value(note)
    expect(ana.get_by_label("In between")).to_be_checked()
    expect(ana.locator("#said-before")).to_contain_text("You have checked in for today: In between.")
    ana.locator("label", has_text="Very good").click()
    ana.get_by_label("What happened").fill(f"{note} Better.")
    ana.get_by_role("button", name="Save all").click()
    expect(ana.locator("#after-state")).to_have_text("Saved")
    today = ana.request.get(f"{SITE}/api/companion/today").json()
    mine = [(one["mood"], one["note"]) for one in today["check_ins"] if one["note"].startswith(note)]
    assert sorted(mine) == [(3, note), (5, f"{note} Better.")], "the first stays in the record"
    ana.goto(f"{SITE}/companion/")
    expect(ana.locator("#checked-in")).to_contain_text("Very good")
    context.close()
