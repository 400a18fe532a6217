"""A week is looked for with the real engine in its own process, accepted, and taken back; with the keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import sign_in

DORA = "dora@demo.example"


@pytest.fixture
def dora(site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, DORA)
    yield page
    context.close()


def _press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.focus()
    page.keyboard.press("Enter")


def test_a_program_is_repaired_accepted_and_taken_back(site: str, dora: Page) -> None:
    dora.goto(f"{site}/programs/")
    dora.get_by_role("link", name="Dual diagnosis").first.click()
    dora.get_by_role("link", name="Planning and versions").click()
    dora.get_by_label("For how long?").select_option(label="Two weeks")
    _press(dora, "Start looking")
    dora.wait_for_url("**/planning/proposals/*/")
    expect(dora.get_by_role("heading", name="The week that was found")).to_be_visible(timeout=90_000)
    expect(dora.get_by_text("Found; nothing is changed yet")).to_be_visible()
    accepting = dora.get_by_role("button", name="Accept this week")
    if not accepting.count():  # the play's own week is whole already: then that is said
        expect(dora.get_by_text("there is nothing to change")).to_be_visible()
        return
    dora.get_by_label("Why").fill("A new shift")
    _press(dora, "Accept this week")
    dora.wait_for_url(re.compile(r"/planning/[0-9a-f-]{36}/$"))
    version = dora.locator(".version-rows > li").first
    expect(version).to_contain_text("A new shift")
    version.get_by_role("button", name="Take back").focus()
    dora.keyboard.press("Enter")
    expect(dora.get_by_text("Taken back. That is a version too")).to_be_visible()
    expect(dora.locator(".version-rows > li").nth(1)).to_contain_text("taken back")


def test_a_week_for_one_person_is_found_and_a_search_can_be_stopped(site: str, dora: Page) -> None:
    dora.goto(f"{site}/workspace/caseload/?q=Rivera")
    person = dora.locator("a[href*='/workspace/people/']").first.get_attribute("href")
    dora.goto(f"{site}{person}week/")
    _press(dora, "Find a week that fits")
    dora.wait_for_url("**/planning/proposals/*/")
    expect(dora.locator("h1")).to_contain_text("Find a week for one person")
    expect(dora.locator(".option").first).to_be_visible(timeout=60_000)
    expect(dora.get_by_text("Nobody else loses a seat.").first).to_be_visible()
    _press(dora, "Leave the week as it is")
    expect(dora.get_by_text("Nothing was changed.")).to_be_visible()
