"""Ana tells on her phone when she can come, also without a signal, and Ben goes through it with her."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import PHONE, keep_the_pages

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
    expect(page.locator("#week-form")).to_be_visible()
    return page


def _hour(page: Page, weekday: int, hour: int) -> Locator:
    return page.locator(f"#week-grid [data-weekday='{weekday}'][data-hour='{hour}']")


def _free(page: Page) -> None:
    """Forget what the demo's Ana told: everything in the list is taken away."""
    page.locator("#week-form details.fold summary").first.click()
    rows = page.locator("#week-list button")
    for before in range(rows.count(), 0, -1):
        rows.first.click()
        expect(rows).to_have_count(before - 1)


@pytest.mark.critical
def test_hours_are_painted_with_a_finger_kept_without_a_signal_and_confirmed(
    phone: BrowserContext, ana: Page, browser: Browser
) -> None:
    _free(ana)
    phone.set_offline(True)
    ana.get_by_text("School", exact=True).first.click()
    _hour(ana, 1, 9).scroll_into_view_if_needed()
    first, last = _hour(ana, 1, 9).bounding_box(), _hour(ana, 1, 11).bounding_box()
    assert first and last
    ana.mouse.move(first["x"] + 9, first["y"] + 9)
    ana.mouse.down()
    ana.mouse.move(last["x"] + 9, last["y"] + 9, steps=12)
    ana.mouse.up()
    expect(ana.locator("#week-list li")).to_have_count(1)
    expect(ana.locator("#week-list")).to_contain_text("Tuesday, 09:00 to 12:00: School")
    expect(ana.locator("#week-state")).to_have_text("Changed, not saved yet")
    ana.reload()  # the phone was put away in the middle of it
    expect(_hour(ana, 1, 10)).to_have_attribute("aria-pressed", "true")
    ana.get_by_role("button", name="Save my week").click()
    expect(ana.locator("#week-state")).to_have_text("Waiting for signal")
    phone.set_offline(False)
    expect(ana.locator("#week-state")).to_have_text("Saved. Your team goes through it with you.")

    ben = browser.new_context().new_page()
    sign_in(ben, BEN)
    ben.goto(f"{SITE}/workspace/caseload/?q=Rivera")
    ben.locator("a[href*='/workspace/people/']").first.click()
    ben.get_by_role("link", name="Their week").click()
    expect(ben.get_by_text("Tuesday, 09:00 to 12:00: School")).to_be_visible()
    ben.get_by_role("button", name="We went through it together").click()
    expect(ben.get_by_role("heading", name="went through it with them")).to_be_visible()
    expect(ana.locator("#week-state")).to_contain_text("went through it with you")
    ben.context.close()


def test_with_keys_alone_an_hour_is_taken_and_freed_and_half_hours_are_added(ana: Page) -> None:
    _free(ana)
    ana.locator("#week-brush input").first.focus()
    _hour(ana, 0, 6).focus()
    ana.keyboard.press("ArrowRight")
    ana.keyboard.press("ArrowDown")
    expect(_hour(ana, 1, 7)).to_be_focused()
    ana.keyboard.press("Space")
    expect(_hour(ana, 1, 7)).to_have_attribute("aria-pressed", "true")
    ana.keyboard.press("Space")
    expect(_hour(ana, 1, 7)).to_have_attribute("aria-pressed", "false")
    ana.locator("#week-from").select_option("510")
    ana.locator("#week-to").select_option("480")
    ana.get_by_role("button", name="Add these hours").click()
    expect(ana.get_by_role("alert").filter(has_text="It ends before it begins.")).to_be_visible()
    ana.locator("#week-to").select_option("570")
    ana.get_by_role("button", name="Add these hours").click()
    expect(ana.locator("#week-list")).to_contain_text("Monday, 08:30 to 09:30: Work")
    ana.get_by_role("button", name="Forget my changes").click()
    expect(ana.locator("#week-state")).not_to_have_text("Changed, not saved yet")


def test_every_second_week_may_be_different(ana: Page) -> None:
    _free(ana)
    _hour(ana, 4, 9).click()
    ana.get_by_label("Every second week is different").check()
    ana.locator("#week-which label").nth(1).click()
    expect(_hour(ana, 4, 9)).to_have_attribute("aria-pressed", "true")
    _hour(ana, 4, 9).click()
    expect(_hour(ana, 4, 9)).to_have_attribute("aria-pressed", "false")
    ana.locator("#week-which label").first.click()
    expect(_hour(ana, 4, 9)).to_have_attribute("aria-pressed", "true")
    ana.get_by_role("button", name="Save my week").click()
    expect(ana.locator("#week-state")).to_have_text("Saved. Your team goes through it with you.")
    told = ana.request.get(f"{SITE}/api/companion/week").json()["told"]["week"]
    assert told["other"] == [] and len(told["taken"]) == 1
