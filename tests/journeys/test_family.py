"""Somebody of Ana's helps: what they read, their part in her plan, a family group, and the moment it ends."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import a_desk, a_phone, keep_the_pages
from tests.journeys.test_sharing import ask_somebody, join_with


@pytest.fixture
def ana(site: str, browser: Browser) -> Iterator[Page]:
    page = a_phone(browser)
    sign_in(page, "ana@demo.example")
    yield page
    page.context.close()


@pytest.fixture
def theirs(site: str, browser: Browser) -> Iterator[Page]:
    page = a_phone(browser)
    yield page
    page.context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    page = a_desk(browser)
    yield page
    page.context.close()


def _sharing_of_ana(desk: Page) -> None:
    desk.goto(f"{SITE}/workspace/caseload/?q=Ana")
    desk.get_by_role("link", name=re.compile("Ana Rivera")).first.click()
    desk.get_by_role("link", name="Family and friends").click()
    expect(desk.get_by_role("heading", name="Family and friends")).to_be_visible()


def test_anas_sister_reads_how_to_help_and_her_part_in_the_plan(theirs: Page) -> None:
    sign_in(theirs, "luz@demo.example")
    theirs.get_by_role("link", name=re.compile("Short pages to read")).click()
    expect(theirs.locator(".doors a")).to_have_count(9)
    theirs.get_by_role("link", name=re.compile("Kind limits")).click()
    expect(theirs.get_by_role("heading", name="How to set one")).to_be_visible()
    theirs.get_by_text("Where this comes from").click()
    expect(theirs.get_by_text(re.compile("National Alliance on Mental Illness"))).to_be_visible()

    theirs.goto(f"{SITE}/supporter/")
    theirs.get_by_role("link", name=re.compile("Your part in Ana's plan")).click()
    expect(theirs.get_by_text("Walk the dog with me")).to_be_visible()
    expect(theirs.get_by_role("heading", name="Warning signs")).to_be_visible()
    expect(theirs.get_by_role("link", name="Call 911")).to_be_visible()

    theirs.goto(f"{SITE}/supporter/")
    theirs.get_by_role("link", name=re.compile("Helping with alcohol and drugs")).click()
    theirs.get_by_text("When an urge comes").click()
    expect(theirs.get_by_role("heading", name="You can help it pass")).to_be_visible()


def test_from_bens_question_to_the_roster_and_until_ana_calls_it_off(
    ana: Page, theirs: Page, desk: Page, browser: Browser
) -> None:
    join_with(theirs, ask_somebody(ana, "Nora", "Their part in my safety plan"))
    ana.goto(f"{SITE}/companion/sharing/")
    ana.get_by_role("link", name="Change or stop: Nora").click()
    ana.locator("summary", has_text="How Nora can help").click()
    expect(ana.get_by_text("The safety plan you signed does not name Nora")).to_be_visible()
    ana.get_by_role("textbox", name=re.compile("^How they can help")).fill("Bring soup\nSit with me")
    ana.locator("details", has_text="How Nora can help").get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Saved. It holds from now on.")).to_be_visible()
    theirs.get_by_role("link", name=re.compile("Your part in Ana's plan")).click()
    expect(theirs.get_by_text("Bring soup")).to_be_visible()

    sign_in(desk, "ben@demo.example")
    _sharing_of_ana(desk)
    nora = desk.locator("section", has=desk.get_by_role("heading", name="Nora"))
    nora.locator("summary", has_text="Ask to a family group").click()
    nora.get_by_label("Family group").select_option(index=1)
    nora.get_by_role("button", name="Ask", exact=True).click()
    expect(nora.get_by_text("waits for their yes")).to_be_visible()
    theirs.goto(f"{SITE}/supporter/")
    expect(theirs.get_by_role("link", name=re.compile("Family groups"))).to_have_count(0)

    ana.reload()
    expect(ana.get_by_role("heading", name="Your team asks")).to_be_visible()
    ana.locator("summary", has_text="Change what they see").click()
    ana.get_by_label(re.compile(r"^\s*Family groups")).check()
    ana.get_by_label("I know: they can pass on").check()
    ana.locator("details", has_text="Change what they see").get_by_role("button", name="Save").click()
    expect(ana.get_by_text(re.compile("You said yes: Nora sees"))).to_be_visible()

    theirs.goto(f"{SITE}/supporter/")
    theirs.get_by_role("link", name=re.compile("Family groups")).click()
    date = theirs.locator(".family-date").first
    action = date.locator("form").get_attribute("action") or ""
    date.get_by_role("button", name=re.compile("^I come")).click()
    expect(theirs.locator(".family-date").first.get_by_text("You said: I come.")).to_be_visible()

    director = a_desk(browser)
    sign_in(director, "dora@demo.example")
    found = re.search(r"/dates/([0-9a-f-]+)/", action)
    assert found
    director.goto(f"{SITE}/workspace/sessions/{found[1]}/")
    guests = director.locator("#guests")
    expect(guests.get_by_role("listitem").filter(has_text="Nora")).to_contain_text("comes")
    expect(director.locator(".presence-rows").get_by_text("Nora")).to_have_count(0)
    director.context.close()

    # Ana calls: Ben stops it for her, while Nora's page lies open.
    nora.locator("summary", has_text="Stop it for them").click()
    nora.get_by_label("Why").select_option("asked-by-phone")
    nora.get_by_role("button", name="Stop sharing now").click()
    expect(nora.get_by_text("Sees nothing of theirs now.")).to_be_visible()
    with theirs.expect_response(re.compile("/dates/")) as answered:
        theirs.locator(".family-date").first.get_by_role("button", name=re.compile("^I can't come")).click()
    assert answered.value.status == 404
    theirs.goto(f"{SITE}/supporter/")
    expect(theirs.get_by_role("heading", name="Nothing is shared with you now")).to_be_visible()
    expect(theirs.get_by_role("link", name=re.compile("Short pages to read"))).to_be_visible()
    ana.goto(f"{SITE}/companion/sharing/")
    expect(ana.locator("section", has_text="Nora").first).to_contain_text("Sees nothing of yours now.")


def test_without_signal_how_to_help_is_not_saved_and_the_page_says_so(ana: Page) -> None:
    keep_the_pages(ana)
    ana.goto(f"{SITE}/companion/sharing/")
    ana.get_by_role("link", name="Change or stop: Luz").click()
    ana.locator("summary", has_text="How Luz can help").click()
    ana.get_by_role("textbox", name=re.compile("^How they can help")).fill("Nothing at all")
    ana.context.set_offline(True)
    ana.locator("details", has_text="How Luz can help").get_by_role("button", name="Save").click()
    expect(ana.get_by_text("This needs signal. Nothing was changed.")).to_be_visible()
    ana.context.set_offline(False)


def test_it_is_all_there_in_spanish(theirs: Page) -> None:
    sign_in(theirs, "luz@demo.example")
    theirs.get_by_role("button", name="Español").click()
    theirs.get_by_role("link", name=re.compile("Páginas cortas para leer")).click()
    theirs.get_by_role("link", name=re.compile("Si teme por su vida")).click()
    expect(theirs.get_by_role("heading", name="Pregunte")).to_be_visible()
    theirs.goto(f"{SITE}/supporter/")
    theirs.get_by_role("link", name=re.compile("Su parte en el plan de Ana")).click()
    expect(theirs.get_by_role("heading", name="Alguien a quien acudir")).to_be_visible()
    theirs.goto(f"{SITE}/supporter/")
    theirs.get_by_role("button", name="English").click()
