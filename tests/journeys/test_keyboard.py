"""With the keyboard alone: signing in, taking an alert and writing down a contact, always seeing where one is."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import PASSWORD, SITE, fresh_code
from tests.journeys.steps import a_desk, tab_to

DORA = "dora@demo.example"


@pytest.mark.critical
def test_an_alert_is_taken_and_a_contact_logged_with_the_keyboard_alone(site: str, browser: Browser) -> None:
    dora = a_desk(browser)
    _sign_in(dora)
    _press_on(dora, dora.get_by_role("link", name="Alerts").first)
    expect(dora.get_by_role("heading", level=1)).to_have_text("Alerts")
    untaken = dora.locator(".alert-card:not([data-taken]) a").first
    _press_on(dora, untaken)
    _press_on(dora, dora.get_by_role("button", name="I take this"))
    expect(dora.get_by_text("Dora Quill is on it")).to_be_visible()

    contact = dora.get_by_role("region", name="Log a contact")
    tab_to(dora, contact.get_by_label("Reached the participant"))
    dora.keyboard.press("Space")
    dora.keyboard.press("ArrowRight")
    expect(contact.get_by_label("Left a message")).to_be_checked()
    dora.keyboard.press("ArrowLeft")
    expect(contact.get_by_label("Reached the participant")).to_be_checked()
    tab_to(dora, contact.get_by_label("Note"))
    dora.keyboard.type("Reached at work, calls back at six.")
    _press_on(dora, contact.get_by_role("button", name="Write it down"))
    history = dora.get_by_role("region", name="What happened")
    expect(history).to_contain_text("Reached at work, calls back at six.")
    dora.context.close()


def _sign_in(dora: Page) -> None:
    dora.goto(f"{SITE}/accounts/login/")
    tab_to(dora, dora.get_by_label("Email"))
    dora.keyboard.type(DORA)
    tab_to(dora, dora.get_by_label("Password"))
    dora.keyboard.type(PASSWORD)
    dora.keyboard.press("Enter")
    code = dora.locator("input[name=code]")
    expect(code).to_be_visible()
    tab_to(dora, code)
    dora.keyboard.type(fresh_code(dora, DORA))
    dora.keyboard.press("Enter")
    dora.wait_for_url(f"{SITE}/workspace/")


def _press_on(page: Page, place: Locator) -> None:
    tab_to(page, place)
    page.keyboard.press("Enter")
