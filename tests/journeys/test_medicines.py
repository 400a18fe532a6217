"""Medicines: doses told without a signal and sent once, a side effect on the prescriber's open page, a new medicine on the phone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import NARROW_PHONE, a_desk, fits_phones, is_still_here, keep_the_pages, mark, until

ANA, PRIYA = "ana@demo.example", "priya@demo.example"
PAGE = f"{SITE}/companion/medicines/"


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=NARROW_PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    # Playwright may miss what a waking service worker sends.
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    page = context.new_page()
    sign_in(page, ANA)
    keep_the_pages(page)
    yield page
    fits_phones(page)
    context.close()


@pytest.fixture
def priya(site: str, browser: Browser) -> Iterator[Page]:
    page = a_desk(browser)
    sign_in(page, PRIYA)
    yield page
    page.context.close()


def _open(phone: Page, *, days_back: int = 0) -> Locator:
    """The page of medicines on a day; answers the first dose of that day, with nothing said of it."""
    phone.goto(PAGE)
    expect(phone.locator("#dose-day option")).to_have_count(4)
    phone.locator("#dose-day").select_option(index=days_back)
    dose = phone.locator("#doses li").first
    expect(dose).to_be_visible()
    if dose.get_attribute("data-state") != "open":
        dose.get_by_role("button", name=re.compile("^Undo")).click()
        expect(dose).to_have_attribute("data-state", "open")
        expect(_standing(phone)).to_have_text("Saved")
    return dose


def _told(phone: Page) -> list[dict[str, Any]]:
    answer = phone.request.get(f"{SITE}/api/companion/medicines")
    assert answer.ok, answer.status
    return list(answer.json()["told"])


def _standing(phone: Page) -> Locator:
    return phone.locator("#sending")


def _fits(phone: Page) -> bool:
    return bool(phone.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def _lose_answers(context: BrowserContext, path: str) -> list[int]:
    """The server gets what is sent there and its answer never arrives; fills up with each."""
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    context.route(f"**{path}", lose)
    return lost


def test_doses_told_without_a_signal_wait_on_the_phone_and_are_sent_exactly_once(phone: Page) -> None:
    _open(phone)
    before = {one["id"] for one in _told(phone)}
    phone.context.set_offline(True)
    phone.goto(PAGE)  # the kept page, filled from the sealed store
    dose = phone.locator("#doses li").first
    dose.get_by_role("button", name=re.compile("^Taken")).click()
    expect(dose).to_contain_text("Taken")
    expect(dose).to_contain_text("Waiting for signal")
    phone.locator("#as-needed").get_by_role("button", name=re.compile("^I took one now")).click()
    expect(_standing(phone)).to_have_text("Waiting for signal (2)")
    phone.reload()
    expect(phone.locator("#doses li").first).to_contain_text("Waiting for signal")
    assert _fits(phone)

    lost = _lose_answers(phone.context, "/api/companion/doses")
    phone.context.set_offline(False)
    expect(_standing(phone)).to_contain_text(re.compile("Waiting|Sending"))
    phone.wait_for_function("navigator.onLine")
    until(phone, lambda: lost)  # the browser's own next try
    phone.context.unroute("**/api/companion/doses")
    phone.reload()
    expect(phone.locator("#doses li").first).to_contain_text("Saved")
    expect(_standing(phone)).to_have_text("Saved")
    new = [one for one in _told(phone) if one["id"] not in before]
    assert sorted((one["state"], one["slot"] is None) for one in new) == [("taken", False), ("taken", True)]


def test_two_days_that_read_the_same_are_told_apart(phone: Page) -> None:
    for days_back in (1, 0):
        _open(phone, days_back=days_back).get_by_role("button", name=re.compile("^Taken")).click()
        expect(phone.locator("#doses li").first).to_have_attribute("data-state", "taken")
        expect(_standing(phone)).to_have_text("Saved")
    phone.reload()  # without the pills of what was just sent, both days read the same
    phone.locator("#dose-day").select_option(index=1)
    phone.locator("#doses li").first.get_by_role("button", name=re.compile("^Undo")).click()
    expect(phone.locator("#doses li").first).to_have_attribute("data-state", "open")
    phone.locator("#dose-day").select_option(index=0)
    expect(phone.locator("#doses li").first).to_have_attribute("data-state", "taken")


def test_a_skipped_dose_says_why_and_a_correction_takes_its_place(phone: Page, priya: Page) -> None:
    dose = _open(phone, days_back=1)
    dose.get_by_role("button", name=re.compile("^Late or skipped")).click()
    phone.locator("#dose-dialog").get_by_text("I forgot").click()
    phone.locator("#dose-dialog").get_by_role("button", name="Save").click()
    expect(dose).to_contain_text("Skipped: I forgot")
    expect(dose).to_contain_text("Saved")
    assert _fits(phone)
    dose.get_by_role("button", name=re.compile("^Change")).click()
    dialog = phone.locator("#dose-dialog")
    dialog.get_by_text("Late", exact=True).click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Choose a time.")).to_be_visible()
    dialog.get_by_label("About when did you take it?").fill("11:30")
    dialog.get_by_role("button", name="Save").click()
    expect(dose).to_contain_text("Taken late, at 11:30: I forgot")

    _medicines_of_ana(priya)
    priya.get_by_text("Sertraline as a table").click()
    table = priya.locator("details", has_text="Sertraline as a table").locator("table")
    expect(table).to_contain_text("Late, at 11:30: forgot")


def _medicines_of_ana(priya: Page) -> None:
    priya.goto(f"{SITE}/workspace/caseload/?q=Rivera")
    priya.get_by_role("link", name="Ana Rivera").first.click()
    priya.get_by_role("link", name="Medicines and doses").first.click()
    expect(priya.get_by_role("heading", name="Medicines of Ana Rivera")).to_be_visible()


def test_a_strong_side_effect_is_an_alert_on_the_prescribers_open_page_and_her_answer_comes_back(
    phone: Page, priya: Page
) -> None:
    words = f"Buzzing in my ears {phone.viewport_size['width'] if phone.viewport_size else ''}"
    priya.goto(f"{SITE}/workspace/alerts/")
    mark(priya)
    today = priya.context.new_page()
    today.goto(f"{SITE}/workspace/")
    phone.goto(PAGE)
    phone.locator("#new-effect summary").click()
    form = phone.locator("#effect-form")
    form.get_by_text("Restless").click()
    form.get_by_label("In your own words").fill(words)
    form.get_by_text("A lot").click()
    assert _fits(phone)
    form.get_by_role("button", name="Tell my team").click()
    expect(phone.locator("#effect-told")).to_contain_text("Saved")
    expect(phone.locator("#effects li").first).to_contain_text("No answer yet")

    # Whose the alert is depends on what was open already; every prescriber and nurse of the team sees it at once.
    card = priya.locator(".alert-card").filter(has_text="Ana Rivera").first
    expect(card).to_contain_text("A strong side effect on")
    assert is_still_here(priya)
    expect(today.locator("#my-medicines").get_by_role("listitem").first).to_contain_text("restless, can't sit still")
    card.get_by_role("link").first.click()
    priya.get_by_role("link", name="Medicines and doses").first.click()
    told = priya.locator("article").filter(has_text=words).first
    told.get_by_label("A line to them").fill("I call you at four.")
    told.get_by_role("button", name="I have read this").click()
    expect(priya.get_by_text("They see on their phone that you have read it.")).to_be_visible()

    expect(phone.locator("#effects li").first).to_contain_text("Priya Sandhu read this today")
    expect(phone.locator("#effects li").first).to_contain_text("I call you at four.")


def test_what_needs_help_at_once_is_said_with_the_tick_before_anything_is_saved(phone: Page) -> None:
    phone.goto(PAGE)
    phone.context.set_offline(True)
    phone.locator("#new-effect summary").click()
    phone.locator("#effect-form").get_by_text("Trouble breathing").click()
    call = phone.get_by_role("link", name="Call 911")
    expect(call).to_be_visible()
    expect(call).to_have_attribute("href", "tel:911")
    phone.locator("#effect-form").get_by_text("Thoughts of hurting myself").click()
    expect(phone.locator("#effect-self-harm").get_by_role("link", name="Support now")).to_be_visible()


def test_a_medicine_that_the_prescriber_adds_is_on_the_phone_without_reloading(phone: Page, priya: Page) -> None:
    name = f"Zinc test {phone.viewport_size['width'] if phone.viewport_size else ''}"
    phone.goto(PAGE)
    expect(phone.locator("#list li").first).to_be_visible()
    mark(phone)
    _medicines_of_ana(priya)
    priya.get_by_role("link", name="Add a medicine").click()
    priya.get_by_label("Medicine", exact=True).fill(name)
    priya.get_by_role("button", name="Save").click()
    expect(priya.locator(".error-summary")).to_contain_text("Write how much, as it stands on the label.")
    priya.get_by_label("How much").fill("15 mg, 1 tablet")
    priya.get_by_label("Times of the day").fill("7:30 22:00")
    priya.get_by_role("button", name="Save").click()
    expect(priya.get_by_text(f"{name} is on the list, and on their phone.")).to_be_visible()

    expect(phone.locator("#list")).to_contain_text(name)
    expect(phone.locator("#doses li").filter(has_text=name)).to_have_count(2)
    assert is_still_here(phone)

    priya.get_by_role("link", name=re.compile(f"^Stop ?: {name}")).click()
    priya.get_by_label("Why it is stopped").fill("It was only a test.")
    priya.get_by_role("button", name="Save").click()
    expect(priya.get_by_role("heading", name="Stopped")).to_be_visible()
    expect(phone.locator("#list")).not_to_contain_text(name)


@pytest.mark.critical
def test_what_one_takes_is_told_without_a_signal_and_stands_beside_the_list_that_is_gone_through(
    phone: Page, priya: Page
) -> None:
    word = f"Valerian {phone.viewport_size['width'] if phone.viewport_size else ''}"
    phone.goto(PAGE)
    expect(phone.locator("#taking")).to_be_visible()
    phone.context.set_offline(True)
    phone.locator("#new-taking summary").click()
    phone.locator("#taking-form input[value=differently]").first.check()
    phone.get_by_label("How do you take it?").first.fill("Only at noon")
    phone.get_by_label("Anything else?").fill(word)
    phone.locator("#taking-form").get_by_role("button", name="Tell my team").click()
    expect(phone.locator("#taking-state")).to_contain_text("Waiting")
    phone.context.set_offline(False)
    expect(phone.locator("#taking-state")).to_contain_text("Saved")

    _medicines_of_ana(priya)
    priya.get_by_role("link", name="Reconcile", exact=True).click()
    line = priya.locator(".reconcile-line").filter(has_text=word)
    expect(priya.locator(".reconcile-line").filter(has_text="Only at noon")).to_contain_text("takes it differently")
    priya.wait_for_load_state()
    for one in priya.locator(".reconcile-line").all():
        one.get_by_label("Keep").or_(one.get_by_label("Leave it off the list")).first.check()
    priya.get_by_role("button", name="Sign and do it").click()
    expect(priya.locator(".error-summary")).to_be_visible()
    priya.wait_for_load_state()
    for one in priya.locator(".reconcile-line").all():
        one.get_by_label("Why, where it differs").fill("Talked over with her")
    priya.get_by_role("button", name="Keep, go on later").click()
    expect(priya.get_by_text("Half done, kept by Priya Sandhu")).to_be_visible()
    expect(line.get_by_label("Why, where it differs")).to_have_value("Talked over with her")
    priya.get_by_role("button", name="Sign and do it").click()
    expect(priya.get_by_text("Signed. The list says what you decided")).to_be_visible()
