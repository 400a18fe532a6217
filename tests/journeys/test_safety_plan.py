"""A safety plan: written by the clinician, signed by both, and readable on the phone where nothing else is."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import a_desk, a_phone, keep_the_pages

LINE = "Count the boats at the pier"


@pytest.fixture
def ana(site: str, browser: Browser) -> Iterator[Page]:
    page = a_phone(browser)
    sign_in(page, "ana@demo.example")
    keep_the_pages(page)
    yield page
    page.context.close()


@pytest.fixture
def ben(site: str, browser: Browser) -> Iterator[Page]:
    page = a_desk(browser)
    sign_in(page, "ben@demo.example")
    yield page
    page.context.close()


def _plan_of_ana(ben: Page) -> None:
    ben.goto(f"{SITE}/workspace/caseload/?q=Rivera")
    ben.get_by_role("link", name="Ana Rivera").first.click()
    ben.get_by_role("link", name="Open the safety plan").click()
    expect(ben.get_by_role("heading", name="Safety plan of Ana Rivera")).to_be_visible()


def _write_and_sign(ben: Page, line: str) -> None:
    _plan_of_ana(ben)
    ben.get_by_role("link", name=re.compile("Change the draft|Begin a new draft|Write it together")).click()
    ben.get_by_label("What I can do", exact=True).fill(line)
    ben.get_by_role("button", name="Save the draft").click()
    expect(ben.get_by_text("The draft is saved.")).to_be_visible()
    ben.get_by_role("button", name="Sign this draft").click()
    expect(ben.get_by_text("You have signed it.")).to_be_visible()


def _sign(ana: Page, line: str) -> None:
    ana.goto(f"{SITE}/companion/plan/")
    expect(ana.locator("#plan-draft")).to_contain_text(line)
    ana.get_by_role("button", name="Sign this plan").click()
    expect(ana.locator("#plan-in-force")).to_contain_text(line)
    expect(ana.locator("#plan-draft")).to_be_hidden()


def _sign_out(ana: Page) -> None:
    ana.goto(f"{SITE}/companion/me/")
    ana.get_by_role("button", name="Sign out", exact=True).click()
    ana.wait_for_url("**/accounts/login/")


@pytest.mark.critical
def test_written_by_the_clinician_signed_by_both_and_readable_offline_and_signed_out(ben: Page, ana: Page) -> None:
    _write_and_sign(ben, LINE)
    ana.goto(f"{SITE}/companion/")
    expect(ana.get_by_text("Ben Okafor wrote a new draft of your plan.")).to_be_visible()
    _sign(ana, LINE)
    expect(ben.locator("#plan-state")).to_contain_text("Signed by the participant, signed in as themselves: Ana Rivera")
    expect(ben.locator("#plan-state")).to_contain_text("is in force")

    ana.get_by_label("Keep my plan readable on this phone without signing in").check()
    expect(ana.get_by_text("Kept readable on this phone", exact=True)).to_be_visible()
    _sign_out(ana)
    ana.context.set_offline(True)
    ana.goto(f"{SITE}/companion/support/")
    ana.get_by_role("link", name="My safety plan").click()
    expect(ana.locator("#plan-in-force")).to_contain_text(LINE)
    expect(ana.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    expect(ana.locator("#plan-in-force .people a").first).to_have_attribute("href", re.compile("^tel:"))
    expect(ana.get_by_role("button", name="Sign this plan")).to_be_hidden()

    ana.get_by_role("button", name="Remove it from this phone").click()
    expect(ana.locator("#plan-in-force")).to_be_hidden()
    ana.reload()
    expect(ana.get_by_role("link", name="Call 988")).to_be_visible()
    expect(ana.get_by_text(LINE)).to_be_hidden()


def test_a_plan_that_was_not_chosen_to_stay_is_gone_when_she_signs_out(ben: Page, ana: Page) -> None:
    line = f"{LINE} again"
    _write_and_sign(ben, line)
    _sign(ana, line)
    ana.context.set_offline(True)
    ana.reload()
    expect(ana.locator("#plan-in-force")).to_contain_text(line)  # signed in, it is there without a signal
    ana.context.set_offline(False)
    _sign_out(ana)
    ana.goto(f"{SITE}/companion/plan/")
    expect(ana.get_by_text("Your plan is not kept readable on this phone.")).to_be_visible()
    expect(ana.locator("#plan-in-force")).to_be_hidden()
    assert line not in ana.content()


def _paper_pages(page: Page, paper: str) -> int:
    """On how many sheets the page is printed."""
    page.emulate_media(media="print")
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=paper)))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_plan_fits_on_one_sheet_of_paper_from_both_sides(ben: Page, ana: Page, paper: str) -> None:
    _plan_of_ana(ben)
    ben.get_by_role("link", name="Print").click()
    expect(ben.get_by_role("heading", name="My safety plan")).to_be_visible()
    assert _paper_pages(ben, paper) == 1
    expect(ben.get_by_role("button", name="Print")).to_be_hidden()
    ana.goto(f"{SITE}/companion/plan/")
    expect(ana.locator("#plan-in-force")).to_contain_text("Luz")
    assert _paper_pages(ana, paper) == 1
    expect(ana.get_by_role("navigation", name="Places")).to_be_hidden()
    expect(ana.locator("#plan-in-force")).to_contain_text("Luz")


def test_what_she_writes_without_a_signal_is_a_draft_that_waits_and_two_at_once_lose_nothing(
    ben: Page, ana: Page
) -> None:
    ana.goto(f"{SITE}/companion/plan/")
    expect(ana.locator("#change-plan")).to_be_visible()
    ana.context.set_offline(True)
    ana.locator("#change-plan").click()
    hers = ana.locator("fieldset[data-section=matters]")
    hers.get_by_role("button", name="Add a line").click()
    hers.locator("textarea").last.fill("My sister's garden")
    expect(ana.get_by_text("Kept on this phone, not saved yet")).to_be_visible()
    expect(ana.locator("#plan-typed")).to_have_attribute("aria-busy", "false")
    ana.reload()  # the phone was put away in the middle of it
    ana.locator("#change-plan").click()
    expect(ana.get_by_text("What you had begun is here again.")).to_be_visible()
    expect(hers.locator("textarea").last).to_have_value("My sister's garden")
    ana.get_by_role("button", name="Save the draft").click()
    expect(ana.locator("#plan-draft-state")).to_have_text("Waiting for signal")
    expect(ana.locator("#plan-draft")).to_contain_text("My sister's garden")

    _write_and_sign(ben, f"{LINE} twice")
    ana.context.set_offline(False)
    expect(ana.get_by_text("The plan was changed while you wrote.")).to_be_visible()
    expect(ana.locator("#refused")).to_contain_text("My sister's garden")
    ana.get_by_role("button", name="Put my lines into the newest version").click()
    expect(ana.locator("fieldset[data-section=steps] textarea").first).to_have_value(f"{LINE} twice")
    ana.get_by_role("button", name="Save the draft").click()
    expect(ana.locator("#plan-draft")).to_contain_text("My sister's garden")
    expect(ana.locator("#plan-draft")).to_contain_text(f"{LINE} twice")
    expect(ana.locator("#refused")).to_be_hidden()
    expect(ben.get_by_text("The plan was changed while you had it open.")).to_be_visible()
