"""Ana's phone where the signal comes and goes: nothing is lost, nothing is sent twice, and the screen says what is true."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import keep_the_pages, press_until

ANA = "ana@demo.example"
PHONE = {"width": 390, "height": 844}
PAGES = [
    "/companion/",
    "/companion/check-in/",
    "/companion/skills/",
    "/companion/library/",
    "/companion/support/",
    "/companion/plan/",
    "/companion/me/",
    "/companion/measures/",
    "/companion/medicines/",
]
#: What lies on the phone: how many rows on each shelf of its store.
SHELVES = """() => new Promise((done, fail) => {
  const opening = indexedDB.open("daybridge-companion");
  opening.onerror = () => fail(opening.error);
  opening.onsuccess = () => {
    const shelves = ["keys", "things", "entries"];
    const reading = opening.result.transaction(shelves);
    const counts = shelves.map((shelf) => reading.objectStore(shelf).count());
    reading.oncomplete = () => { opening.result.close(); done(counts.map((count) => count.result)); };
  };
})"""


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[BrowserContext]:
    """A phone on which Ana has just signed in, with the companion's pages kept on it."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    _sign_in(context.new_page())
    yield context
    context.close()


@pytest.fixture
def ana(phone: BrowserContext) -> Page:
    return phone.pages[0]


def _sign_in(page: Page) -> None:
    sign_in(page, ANA)
    keep_the_pages(page)
    expect(page.get_by_role("heading", name="Hello, Ana")).to_be_visible()


def _check_in(page: Page, note: str = "") -> None:
    page.goto(f"{SITE}/companion/check-in/")
    _answer(page, note)


def _answer(page: Page, note: str = "") -> None:
    page.locator("label", has_text="In between").click()
    if note:
        more = page.locator("#more")
        # What was said before may come in under the pointer and move it.
        press_until(more.get_by_text("Add more"), lambda: more.get_attribute("open") is not None)
        page.get_by_label("What happened").fill(note)
    page.get_by_role("button", name="Save all" if note else "Save", exact=True).click()


def _line(page: Page) -> Any:
    """What stands beside the mark on every page."""
    return page.locator("#sending")


def _today(page: Page) -> dict[str, Any]:
    answer = page.request.get(f"{SITE}/api/companion/today")
    assert answer.ok, answer.status
    return dict(answer.json())


def _saved_with(page: Page, note: str) -> int:
    return [one["note"] for one in _today(page)["check_ins"]].count(note)


def _only_pages_send(context: BrowserContext) -> None:
    """Withholds background sync from pages opened from here on: Playwright may miss what a waking service worker sends."""
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")


def _sent_to(context: BrowserContext, path: str) -> list[str]:
    """Fills up with every POST that pages send to this path."""
    sent: list[str] = []
    _only_pages_send(context)
    context.on("request", lambda asked: asked.method == "POST" and asked.url.endswith(path) and sent.append(asked.url))
    return sent


# --- Without a network ------------------------------------------------------------------------------------------------


@pytest.mark.critical
def test_every_page_opens_without_a_network(phone: BrowserContext, ana: Page) -> None:
    phone.set_offline(True)
    for path in PAGES:
        ana.goto(SITE + path)
        expect(_line(ana)).to_have_text("No connection")
        expect(ana.get_by_role("link", name="Support now", exact=True)).to_be_visible()
    ana.goto(f"{SITE}/companion/")
    expect(ana.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    ana.goto(f"{SITE}/companion/support/")
    expect(ana.get_by_role("link", name="Call Luz, 555-0150")).to_have_attribute("href", "tel:5550150")


def test_a_check_in_made_without_a_signal_waits_and_is_saved_once(phone: BrowserContext, ana: Page) -> None:
    note = f"A walk by the river. {uuid4()}"
    phone.set_offline(True)
    _check_in(ana, note)
    expect(ana.locator("#after-state")).to_have_text("Waiting for signal")
    expect(_line(ana)).to_have_text("Waiting for signal (1)")
    phone.set_offline(False)
    expect(ana.locator("#after-state")).to_have_text("Saved")
    expect(_line(ana)).to_have_text("Saved")
    assert _saved_with(ana, note) == 1


def test_an_entry_waits_in_a_closed_phone(phone: BrowserContext, ana: Page) -> None:
    note = f"Slept badly. {uuid4()}"
    phone.set_offline(True)
    _check_in(ana, note)
    expect(_line(ana)).to_have_text("Waiting for signal (1)")
    ana.close()
    again = phone.new_page()
    again.goto(f"{SITE}/companion/")
    expect(_line(again)).to_have_text("Waiting for signal (1)")
    expect(again.get_by_text("You checked in today at")).to_be_visible()
    phone.set_offline(False)
    expect(_line(again)).to_have_text("Saved")
    assert _saved_with(again, note) == 1


def test_two_open_tabs_send_an_entry_once(phone: BrowserContext, ana: Page) -> None:
    note = f"Two tabs. {uuid4()}"
    sent = _sent_to(phone, "/check-ins")
    other = phone.new_page()
    other.goto(f"{SITE}/companion/")
    expect(other.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    phone.set_offline(True)
    _check_in(ana, note)
    expect(_line(other)).to_have_text("Waiting for signal (1)")
    sent.clear()
    phone.set_offline(False)
    for page in (ana, other):
        expect(_line(page)).to_have_text("Saved")
    assert len(sent) == 1
    assert _saved_with(ana, note) == 1


# --- A server in trouble ----------------------------------------------------------------------------------------------


def test_an_answer_that_was_lost_after_the_commit_does_not_save_twice(phone: BrowserContext, ana: Page) -> None:
    note = f"The answer got lost. {uuid4()}"
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.fulfill(status=500, body="")

    _only_pages_send(phone)
    phone.route("**/api/companion/check-ins", lose_the_first)
    _check_in(ana, note)
    expect(ana.locator("#after-state")).to_have_text("Saved", timeout=15_000)
    assert lost == [201]
    assert _saved_with(ana, note) == 1


def test_what_the_server_refuses_is_kept_with_its_reason(phone: BrowserContext, ana: Page) -> None:
    problem = {"type": "urn:daybridge:invalid", "title": "This note is too long. Please shorten it.", "status": 422}
    _only_pages_send(phone)
    phone.route("**/api/companion/check-ins", lambda route: route.fulfill(status=422, json=problem))
    _check_in(ana, "Every word of it stays.")
    refused = ana.get_by_role("region", name="Could not be saved")
    expect(refused).to_contain_text("Every word of it stays.")
    expect(refused).to_contain_text("This note is too long. Please shorten it.")
    expect(_line(ana)).to_have_text("Not saved")
    ana.goto(f"{SITE}/companion/me/")
    expect(refused).to_contain_text("Every word of it stays.")
    refused.get_by_role("button", name="Remove from this phone").click()
    expect(refused).to_be_hidden()


# --- Signing in and out -----------------------------------------------------------------------------------------------


def test_an_entry_outlives_the_session_and_is_sent_after_the_next_sign_in(phone: BrowserContext, ana: Page) -> None:
    note = f"Signed out meanwhile. {uuid4()}"
    ana.goto(f"{SITE}/companion/check-in/")
    phone.clear_cookies(name="sessionid")
    _answer(ana, note)
    expect(ana.locator("#after-state")).to_have_text("Sign in to send")
    expect(ana.get_by_text("What you wrote is safe on this phone")).to_be_visible()
    _sign_in(ana)
    expect(_line(ana)).to_have_text("Saved")
    assert _saved_with(ana, note) == 1


def test_signing_out_leaves_nothing_on_the_phone(phone: BrowserContext, ana: Page) -> None:
    ana.goto(f"{SITE}/companion/me/")
    expect(ana.get_by_text("555-0150")).to_be_visible()
    other = phone.new_page()
    other.goto(f"{SITE}/companion/")
    expect(other.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    ana.get_by_role("button", name="Sign out").click()
    ana.wait_for_url("**/accounts/login/")
    assert ana.evaluate(SHELVES) == [0, 0, 0]
    expect(other.get_by_text("Ben Okafor")).to_have_count(0)
    ana.goto(f"{SITE}/companion/support/")  # without a sign-in, once it was opened here
    expect(ana.get_by_role("link", name="Call 988")).to_be_visible()
    expect(ana.get_by_text("555-0150")).to_have_count(0)
    ana.goto(f"{SITE}/companion/")
    ana.wait_for_url("**/accounts/login/**")


def test_on_a_phone_without_a_sign_in_nobody_is_told_and_the_screen_says_so(phone: BrowserContext, ana: Page) -> None:
    ana.goto(f"{SITE}/companion/me/")
    expect(ana.get_by_text("555-0150")).to_be_visible()  # the page's own script signs out, once it is there
    ana.get_by_role("button", name="Sign out").click()
    ana.wait_for_url("**/accounts/login/")
    ana.goto(f"{SITE}/companion/support/")
    ana.get_by_role("button", name="I am not safe right now").click()
    expect(ana.get_by_role("alert")).to_contain_text("Your team can't get this from here yet")
    assert ana.evaluate(SHELVES) == [0, 0, 0]


def test_signing_out_without_a_signal_empties_the_phone_now_and_ends_the_session_later(
    phone: BrowserContext, ana: Page
) -> None:
    ana.goto(f"{SITE}/companion/me/")
    expect(ana.get_by_text("555-0150")).to_be_visible()
    phone.set_offline(True)
    ana.get_by_role("button", name="Sign out").click()
    expect(ana.get_by_text("Everything of yours is gone from this phone.")).to_be_visible()
    expect(ana.get_by_text("555-0150")).to_have_count(0)
    assert ana.evaluate(SHELVES) == [1, 0, 0]  # only whose session is to be ended
    phone.set_offline(False)
    expect(ana.get_by_text("You are signed out.")).to_be_visible()
    assert ana.request.get(f"{SITE}/api/companion/today").status == 401
    assert ana.evaluate(SHELVES) == [0, 0, 0]


def test_unsent_entries_are_named_before_they_would_be_lost(phone: BrowserContext, ana: Page) -> None:
    phone.set_offline(True)
    _check_in(ana)
    expect(_line(ana)).to_have_text("Waiting for signal (1)")
    ana.goto(f"{SITE}/companion/me/")
    ana.get_by_role("button", name="Sign out").click()
    asked = ana.get_by_role("dialog", name="Not everything is sent")
    expect(asked).to_contain_text("Not sent yet: 1")
    asked.get_by_role("button", name="Stay signed in").click()
    phone.set_offline(False)
    expect(_line(ana)).to_have_text("Saved")


def test_what_one_account_left_is_gone_when_another_signs_in(phone: BrowserContext, ana: Page) -> None:
    _only_pages_send(phone)
    note = "Another account's by now"
    phone.set_offline(True)
    _check_in(ana, note)
    expect(_line(ana)).to_have_text("Waiting for signal (1)")
    phone.route("**/companion/whose/", lambda route: route.fulfill(json={"mark": "another account's", "csrf": "x"}))
    phone.set_offline(False)
    expect(_line(ana)).to_be_hidden()
    assert ana.evaluate(SHELVES)[2] == 0
    assert _saved_with(ana, note) == 0


# --- Asking for someone -----------------------------------------------------------------------------------------------


@pytest.mark.critical
def test_not_safe_shows_the_numbers_at_once_and_the_truth_about_who_knows(phone: BrowserContext, ana: Page) -> None:
    ana.goto(f"{SITE}/companion/")
    phone.set_offline(True)
    ana.get_by_role("button", name="I am not safe right now").click()
    ana.wait_for_url("**/companion/support/")
    for name, address in (("Call 988", "tel:988"), ("Text 988", "sms:988"), ("Call 911", "tel:911")):
        expect(ana.get_by_role("link", name=name)).to_have_attribute("href", address)
    expect(ana.get_by_role("link", name="Call Luz, 555-0150")).to_be_visible()
    told = ana.locator("#told")
    expect(told).to_have_text("This has not reached your team yet. Call 988 now.")
    phone.set_offline(False)
    expect(told).to_have_text(re.compile("Your team has this. Nobody has read it yet."))
    newest = _today(ana)["requests"][0]
    assert (newest["kind"], newest["state"]) == ("not_safe", "not_read")


def test_asking_for_contact_can_be_undone(phone: BrowserContext, ana: Page) -> None:
    sent = _sent_to(phone, "/support-requests")
    ana.clock.install()
    ana.goto(f"{SITE}/companion/")
    asked = ana.get_by_role("button", name="Ask my team to contact me today")
    asked.click()
    expect(ana.get_by_text("About to be sent")).to_be_visible()
    ana.get_by_role("button", name="Undo").click()
    expect(ana.get_by_text("About to be sent")).to_have_count(0)
    ana.clock.run_for(12_000)
    assert sent == []
    asked.click()
    expect(ana.get_by_text("About to be sent")).to_be_visible()
    ana.clock.run_for(12_000)
    expect(ana.get_by_text("About to be sent")).to_have_count(0)
    expect(ana.locator("#requests li").first).to_contain_text("Not read yet")
    assert len(sent) == 1


# --- Language ---------------------------------------------------------------------------------------------------------


def test_the_companion_speaks_spanish_without_a_network_too(phone: BrowserContext, ana: Page) -> None:
    ana.goto(f"{SITE}/companion/me/")
    try:
        ana.get_by_role("button", name="Español").click()
        expect(ana.locator("html")).to_have_attribute("lang", "es")
        keep_the_pages(ana, "es")
        phone.set_offline(True)
        ana.goto(f"{SITE}/companion/support/")
        expect(ana.get_by_role("heading", name="Apoyo ahora")).to_be_visible()
        expect(ana.get_by_role("link", name="Enviar AYUDA al 988")).to_have_attribute("href", "sms:988?body=AYUDA")
        ana.goto(f"{SITE}/companion/")
        expect(ana.get_by_role("heading", name="Hola, Ana")).to_be_visible()
    finally:
        phone.set_offline(False)
        ana.goto(f"{SITE}/companion/me/")
        ana.get_by_role("button", name="English").click()
        expect(ana.locator("html")).to_have_attribute("lang", "en")
