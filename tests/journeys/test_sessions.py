"""What Ana does about her sessions on her phone: one more taken and given back, and what her team sees of it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import vobject
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import PHONE, keep_the_pages, until

#: Whether the phone has kept something under this name: a person takes longer to put it away than a test.
_IS_KEPT = """(name) => new Promise((done) => {
  const opening = indexedDB.open("daybridge-companion");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("things").objectStore("things").count(name);
    asked.onsuccess = () => {
      opening.result.close();
      done(asked.result > 0);
    };
  };
})"""
ANA, BEN = "ana@demo.example", "ben@demo.example"


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, ANA)
    keep_the_pages(page)
    yield context
    context.close()


@pytest.fixture
def ana(phone: BrowserContext) -> Page:
    page = phone.pages[0]
    page.goto(f"{SITE}/companion/week/")
    expect(page.locator("#sessions")).to_be_visible()
    return page


def _unfold(page: Page) -> None:
    if page.locator("#sessions-more").is_visible() and not page.locator("#sessions-more[open]").count():
        page.locator("#sessions-more summary").click()


def test_a_session_that_makes_up_for_hours_is_taken_with_one_tap_and_given_back_with_another(ana: Page) -> None:
    offer = ana.locator("#offers-list li").first
    expect(offer).to_be_visible()
    when = offer.locator(".request-what").inner_text()
    offer.get_by_role("button", name="Take this seat").click()
    _unfold(ana)
    taken = ana.locator("#sessions li").filter(has_text="to make up for hours").filter(has_text=when)
    expect(taken).to_be_visible()
    expect(ana.locator("#offers-list li").filter(has_text=when)).to_have_count(0)
    taken.get_by_role("button", name="Give it back").click()
    expect(taken).to_have_count(0)
    expect(ana.locator("#offers-list li").filter(has_text=when)).to_be_visible()


def test_a_seat_that_was_just_taken_is_said_so_and_a_tap_without_a_signal_waits(
    phone: BrowserContext, ana: Page
) -> None:
    offer = ana.locator("#offers-list li").first
    expect(offer).to_be_visible()
    phone.set_offline(True)
    offer.get_by_role("button", name="Take this seat").click()
    expect(offer.locator(".pill")).to_have_text("Waiting for signal")
    full = '{"type": "urn:daybridge:full", "title": "This seat was taken just now. Look at the other sessions.", "status": 409}'
    phone.route(
        "**/api/companion/make-ups",
        lambda asked: asked.fulfill(status=409, body=full, content_type="application/problem+json"),
    )
    phone.set_offline(False)
    refused = ana.locator("#refused li")
    expect(refused).to_contain_text("This seat was taken just now.")
    refused.get_by_role("button").click()
    expect(refused).to_have_count(0)
    phone.unroute("**/api/companion/make-ups")
    expect(ana.locator("#offers-list li").first.get_by_role("button", name="Take this seat")).to_be_visible()


def test_whoever_cannot_come_says_so_in_two_taps_and_comes_after_all(ana: Page, browser: Browser) -> None:
    session = ana.locator("#sessions-list li").filter(has=ana.get_by_role("button", name="I can't come")).first
    when = session.locator(".request-what").inner_text()
    session = ana.locator("#sessions-list li").filter(has_text=when)
    session.get_by_role("button", name="I can't come").click()
    expect(ana.get_by_role("dialog")).to_contain_text(when)
    ana.get_by_role("dialog").get_by_role("button", name="Care for somebody").click()
    expect(session.locator(".pill").first).to_have_text("You told: you can't come (Care for somebody)")
    expect(ana.locator("#offers-list li").first).to_be_visible()

    ben = browser.new_context().new_page()
    sign_in(ben, BEN)
    row = ben.locator("#my-coming li").filter(has_text="Rivera")
    expect(row).to_contain_text("Care for somebody")
    session.get_by_role("button", name="I come after all").click()
    expect(session.get_by_role("button", name="I can't come")).to_be_visible()
    expect(row).to_have_count(0)  # Ben's page looked again by itself
    ben.context.close()


def test_days_away_are_told_without_a_signal_and_taken_back(phone: BrowserContext, ana: Page) -> None:
    phone.set_offline(True)
    ana.get_by_role("button", name="I am away for some days").click()
    dialog = ana.get_by_role("dialog")
    first = dialog.get_by_label("First day").input_value()
    dialog.get_by_label("Last day").fill("2020-01-01")
    dialog.get_by_role("button", name="School").click()
    expect(dialog.get_by_role("alert")).to_have_text("It ends before it begins.")
    last = str(date.fromisoformat(first) + timedelta(days=9))
    dialog.get_by_label("Last day").fill(last)
    dialog.get_by_label("Anything to add").fill("Exams")
    dialog.get_by_role("button", name="School").click()
    row = ana.locator("#away-list li")
    expect(row.locator(".pill")).to_have_text("Waiting for signal")
    phone.set_offline(False)
    row.get_by_role("button", name="I come after all").click()
    expect(row).to_have_count(0)
    expect(ana.locator("#sessions .pill")).to_have_count(0)


def test_a_calendar_follows_the_sessions_by_a_private_link_until_it_is_ended(
    phone: BrowserContext, ana: Page, browser: Browser
) -> None:
    phone.grant_permissions(["clipboard-read", "clipboard-write"])
    ana.get_by_role("link", name="My own calendar").click()
    end = ana.get_by_role("button", name="End the link")
    expect(end.or_(ana.get_by_role("button", name="Make the link"))).to_be_visible()
    if end.is_visible():  # the demo's Ana has one
        end.click()
        expect(ana.get_by_text("The link does not work any more.")).to_be_visible()
    ana.get_by_role("button", name="Make the link").click()
    expect(ana.get_by_role("link", name="Add to my calendar")).to_have_attribute("href", re.compile("^webcal://"))
    ana.get_by_role("button", name="Copy the link").click()
    expect(ana.get_by_text("Copied")).to_be_visible()
    address = ana.evaluate("navigator.clipboard.readText()")
    stranger = browser.new_context()
    read = stranger.request.get(address)
    sessions = list(vobject.readOne(read.text()).vevent_list)
    assert read.status == 200 and sessions and {one.summary.value for one in sessions} == {"Appointment"}

    ana.get_by_label("The group's name").check()
    ana.get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Saved. Your calendar shows it when it looks again.")).to_be_visible()
    named = {one.summary.value for one in vobject.readOne(stranger.request.get(address).text()).vevent_list}
    assert any("evenings" in one or "Skills" in one for one in named) and "Appointment" not in named
    ana.get_by_role("button", name="End it and make a new one").click()
    expect(ana.get_by_text("Here is your link.")).to_be_visible()
    assert stranger.request.get(address).status == 404
    ana.get_by_role("button", name="End the link").click()
    expect(ana.get_by_role("button", name="Make the link")).to_be_visible()
    stranger.close()


def test_other_times_are_asked_for_without_a_signal_and_answered_in_a_sentence(
    phone: BrowserContext, ana: Page, browser: Browser
) -> None:
    phone.set_offline(True)
    ana.get_by_text("A time does not work for me any more").click()
    ana.get_by_role("button", name="Ask my team").click()
    expect(ana.get_by_role("alert").filter(has_text="Write a few words.")).to_be_visible()
    ana.locator("#change-seat").select_option(index=1)
    about = ana.locator("#change-seat option:checked").inner_text()
    ana.get_by_label("What would be better?").fill("Later, from seven on")
    until(ana, lambda: ana.evaluate(_IS_KEPT, "draft change"))
    ana.reload()  # the phone was put away in the middle of it
    ana.get_by_text("A time does not work for me any more").click()
    expect(ana.get_by_label("What would be better?")).to_have_value("Later, from seven on")
    expect(ana.locator("#change-seat option:checked")).to_have_text(about)
    ana.get_by_role("button", name="Ask my team").click()
    row = ana.locator("#changes-list li").filter(has_text="Later, from seven on")
    expect(row).to_contain_text(about)
    expect(row.locator(".pill")).to_have_text("Waiting for signal")
    phone.set_offline(False)
    expect(row.locator(".pill")).to_contain_text("Nobody has answered yet.")

    ben = browser.new_context().new_page()
    sign_in(ben, BEN)
    ben.locator("#my-coming li").filter(has_text="Later, from seven on").get_by_role("link").click()
    asked = ben.locator("#changes > ul > li").filter(has_text="Later, from seven on")
    asked.get_by_text("Let us talk").click()
    asked.get_by_label("Your sentence to them").fill("I have a seat on Thursdays. Let us talk at six.")
    asked.get_by_role("button", name="Send the answer").click()
    expect(ben.get_by_text("They read your answer on their phone.")).to_be_visible()
    expect(row).to_contain_text("I have a seat on Thursdays. Let us talk at six.")
    expect(row.locator(".pill")).to_have_text("Let us talk")
    ben.context.close()
