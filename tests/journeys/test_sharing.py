"""Ana shares with her brother: from her phone to his, and back to her, who reads when he looked."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import THEIR_PASSWORD, a_desk, a_phone, keep_the_pages

WORD = "blue kettle"


@pytest.fixture
def ana(site: str, browser: Browser) -> Iterator[Page]:
    page = a_phone(browser)
    sign_in(page, "ana@demo.example")
    yield page
    page.context.close()


@pytest.fixture
def theirs(browser: Browser) -> Iterator[Page]:
    page = a_phone(browser)
    yield page
    page.context.close()


def ask_somebody(ana: Page, name: str, *parts: str) -> str:
    """Ana chooses what this person sees and makes their link."""
    ana.goto(f"{SITE}/companion/me/")
    ana.get_by_role("link", name="People I share with").click()
    ana.locator("summary", has_text="Share with somebody").click()
    ana.get_by_label("Their name").fill(name)
    ana.get_by_label("Who they are to you").fill("brother")
    ana.get_by_label("Their e-mail address").fill(f"{name.lower()}@demo.example")
    for part in parts:
        ana.get_by_label(re.compile(rf"^\s*{part}\b")).check()
    ana.get_by_role("button", name="Go on").click()
    expect(ana.get_by_role("alert")).to_contain_text("Read this and tick it first.")
    ana.get_by_label("I know: they can pass on").check()
    ana.get_by_role("button", name="Go on").click()
    expect(ana.get_by_text("has not joined yet")).to_be_visible()
    ana.get_by_label("A word only the two of you know").fill("Rivera")
    ana.get_by_role("button", name="Make the link").click()
    expect(ana.get_by_role("alert")).to_contain_text("It must not be a name")
    ana.get_by_label("A word only the two of you know").fill(WORD)
    ana.get_by_role("button", name="Make the link").click()
    link = ana.locator("a.breaks").inner_text()
    message = ana.get_by_role("link", name="As a text message").get_attribute("href") or ""
    assert link in unquote(message) and WORD not in unquote(message)
    return link


def join_with(theirs: Page, link: str) -> None:
    theirs.goto(link)
    expect(theirs.get_by_role("heading", name="Someone wants to share something with you")).to_be_visible()
    assert not re.search("Ana|Rivera|Harbor", theirs.content())
    theirs.get_by_label("The word you agreed on").fill("green kettle")
    theirs.get_by_role("button", name="Go on").click()
    expect(theirs.get_by_role("alert")).to_contain_text("That is not the word.")
    theirs.get_by_label("The word you agreed on").fill("Blue  Kettle")
    theirs.get_by_role("button", name="Go on").click()
    theirs.get_by_text("With a password").click()
    theirs.get_by_label("Password", exact=True).fill(THEIR_PASSWORD)
    theirs.get_by_role("button", name="Go on").click()
    theirs.wait_for_url(f"{SITE}/supporter/")


@pytest.mark.critical
def test_a_supporter_sees_what_is_shared_until_it_is_stopped_and_ana_reads_who_looked(
    ana: Page, theirs: Page, browser: Browser
) -> None:
    join_with(theirs, ask_somebody(ana, "Milo", "How I am", "My safety plan"))
    expect(theirs.get_by_role("heading", name="Hello, Milo")).to_be_visible()
    doors = theirs.locator(".doors a")
    expect(doors).to_have_count(4)  # two parts, "I am worried", and what to read
    expect(theirs.get_by_text("How to help in a bad moment")).to_be_visible()
    doors.filter(has_text="safety plan").click()
    expect(theirs.get_by_role("heading", name="Ana's safety plan")).to_be_visible()
    plan = theirs.url
    theirs.get_by_role("link", name="Back").click()
    theirs.locator(".doors a", has_text="How Ana is").click()
    expect(theirs.get_by_text(re.compile(r"Ana checked in on \d+ of the last 14 days\."))).to_be_visible()
    shown = theirs.locator("main").inner_text()
    assert not re.search(r"Rivera|Harbor Bridge|Dual diagnosis|Ben Okafor|\b[Uu]rge|[Mm]edicine", shown), shown
    moods = theirs.url

    ben = a_desk(browser)
    sign_in(ben, "ben@demo.example")
    ben.goto(f"{SITE}/workspace/caseload/?q=Ana")
    ben.get_by_role("link", name=re.compile("Ana Rivera")).first.click()
    panel = ben.locator("section", has=ben.get_by_role("heading", name="Shares with"))
    expect(panel.get_by_role("listitem").filter(has_text="Milo")).to_contain_text("mood, safety plan")
    ben.context.close()

    ana.get_by_role("link", name="People I share with").click()
    expect(ana.get_by_text(re.compile("Milo looked at your safety plan today"))).to_be_visible()
    ana.get_by_role("link", name="Change or stop: Milo").click()
    ana.get_by_role("button", name="Stop sharing now").click()
    expect(ana.get_by_text("Stopped. Milo sees nothing of yours now.")).to_be_visible()

    for address in (plan, moods):
        answer = theirs.goto(address)
        assert answer and answer.status == 404
    theirs.go_back()
    theirs.goto(f"{SITE}/supporter/")
    expect(theirs.get_by_role("heading", name="Nothing is shared with you now")).to_be_visible()
    for elsewhere in (
        "/companion/",
        "/companion/sharing/",
        "/workspace/",
        "/api/companion/today",
        "/api/companion/plan",
    ):
        assert theirs.request.get(SITE + elsewhere).status in (403, 404), elsewhere
    assert theirs.request.get(f"{SITE}/live").status in (401, 404)
    assert theirs.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert theirs.evaluate("caches.keys().then((all) => all.length)") == 0


def test_without_signal_nothing_is_changed_and_the_page_says_so(ana: Page) -> None:
    keep_the_pages(ana)
    ana.goto(f"{SITE}/companion/sharing/")
    ana.get_by_role("link", name="Change or stop: Luz").click()
    stop = ana.get_by_role("button", name="Stop sharing now")
    expect(stop).to_be_visible()
    ana.context.set_offline(True)
    stop.click()
    expect(ana.get_by_text("This needs signal. Nothing was changed.")).to_be_visible()
    ana.context.set_offline(False)
    ana.goto(f"{SITE}/companion/me/")
    ana.context.set_offline(True)
    ana.get_by_role("link", name="People I share with").click()
    expect(ana.get_by_text("This needs signal. Nothing was changed.")).to_be_visible()
    ana.context.set_offline(False)
    ana.get_by_role("link", name="People I share with").click()
    expect(ana.get_by_role("heading", name="Luz")).to_be_visible()


def test_anas_sister_reads_her_page_in_spanish(site: str, theirs: Page) -> None:
    sign_in(theirs, "luz@demo.example")
    theirs.get_by_role("button", name="Español").click()
    expect(theirs.get_by_role("heading", name="Hola, Luz")).to_be_visible()
    expect(theirs.get_by_role("link", name="Cómo está Ana")).to_be_visible()
    theirs.get_by_role("button", name="English").click()
    expect(theirs.get_by_role("heading", name="Hello, Luz")).to_be_visible()
