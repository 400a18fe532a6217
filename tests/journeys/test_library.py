"""The library: a therapist gives something to read, it is read without a signal, and the therapist sees what came of it."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import NARROW_PHONE, a_desk, fits_phones, keep_the_pages

ANA, DORA = "ana@demo.example", "dora@demo.example"
Phones = Callable[..., Page]


@pytest.fixture
def phones(site: str, browser: Browser) -> Iterator[Phones]:
    """Ana's phone in some size, signed in, with the companion's pages kept on it."""
    opened: list[BrowserContext] = []

    def phone(**more: str) -> Page:
        context = browser.new_context(viewport=NARROW_PHONE, has_touch=True, **more)  # type: ignore[arg-type]
        context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
        opened.append(context)
        page = context.new_page()
        sign_in(page, ANA)
        keep_the_pages(page)
        return page

    yield phone
    for context in opened:
        context.close()


@pytest.fixture
def dora(site: str, browser: Browser) -> Iterator[Page]:
    page = a_desk(browser)
    sign_in(page, DORA)
    page.goto(f"{SITE}/workspace/caseload/?q=Rivera")
    page.locator("a[href*='/workspace/people/']").first.click()
    page.get_by_role("link", name="Library", exact=True).last.click()
    expect(page.get_by_role("heading", name="Library of Ana")).to_be_visible()
    yield page
    page.context.close()


def _library(page: Page, piece: str = "") -> None:
    page.goto(f"{SITE}/companion/library/")
    expect(page.get_by_role("heading", name="Everything")).to_be_visible()
    if piece:
        _choose(page, piece)


def _choose(page: Page, piece: str) -> None:
    page.get_by_label("Search the library").fill(piece)
    page.locator("#library-found").get_by_role("link", name=piece, exact=True).click()
    expect(page.get_by_role("heading", name=piece, level=1)).to_be_focused()


def test_what_a_therapist_gives_is_read_without_a_signal_and_comes_back_as_read(phones: Phones, dora: Page) -> None:
    code, title = "people-close-to-you", "People close to you"
    dora.get_by_label("A line for them").fill("For the weekend.")
    dora.get_by_label("Search the library").press_sequentially(title.split()[0].lower())
    give = dora.get_by_role("button", name=re.compile(rf"^Give ?: {title}"))
    expect(dora.get_by_role("button", name=re.compile("^Give ?: Better sleep"))).to_have_count(0)
    give.focus()
    dora.keyboard.press("Enter")
    expect(dora.get_by_text(f"{title} is on their phone now.")).to_be_visible()
    row = dora.locator("li", has=dora.get_by_role("button", name=re.compile(rf"^Take back ?: {title}")))
    expect(row).to_contain_text("Not opened yet")

    phone = phones()
    expect(phone.locator("#library-card")).to_contain_text("chose something for you to read or try.")
    phone.get_by_role("link", name="Open the library").click()
    expect(phone.get_by_role("heading", name="Everything")).to_be_visible()
    phone.context.set_offline(True)
    phone.goto(f"{SITE}/companion/library/")
    given = phone.locator("#library-given li", has=phone.get_by_role("link", name=title))
    expect(given).to_contain_text(re.compile(r"chose this for you: For the weekend\."))
    fits_phones(phone)
    given.get_by_role("link").click()
    expect(phone.get_by_role("heading", name=title, level=1)).to_be_focused()
    expect(phone.locator("#piece-body p").first).not_to_be_empty()
    fits_phones(phone)
    phone.get_by_role("button", name="A little").click()
    expect(phone.get_by_role("button", name="A little")).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("#sending")).to_have_text("Waiting for signal (2)")

    phone.context.set_offline(False)
    expect(phone.locator("#sending")).to_have_text("Saved")
    dora.reload()
    expect(row).to_contain_text("opened once, first")
    expect(row).to_contain_text("It helped a little")
    assert code in (row.get_by_role("link").get_attribute("href") or "")


def test_a_search_needs_no_signal(phones: Phones) -> None:
    phone = phones()
    _library(phone)
    phone.context.set_offline(True)
    phone.goto(f"{SITE}/companion/library/")
    phone.get_by_label("Search the library").fill("NALOXONE lips")
    expect(phone.locator("#library-count")).to_have_text("One found")
    expect(phone.locator("#library-found li")).to_contain_text("Overdose and naloxone")
    expect(phone.get_by_role("heading", name="Everything")).to_be_hidden()
    fits_phones(phone)
    phone.get_by_label("Search the library").fill("zeppelin")
    expect(phone.locator("#library-count")).to_have_text("0 found")
    phone.get_by_label("Search the library").fill("")
    expect(phone.get_by_role("heading", name="Everything")).to_be_visible()


def test_what_is_hard_to_read_says_so_first_and_whom_to_call(phones: Phones) -> None:
    phone = phones()
    _library(phone)
    phone.locator("summary", has_text="Staying safe").click()
    phone.get_by_role("link", name="When you think about dying").click()
    notice = phone.locator("#piece-heavy")
    expect(notice).to_contain_text("You can stop at any point.")
    expect(notice.locator("a[href='tel:988']")).to_be_visible()
    phone.get_by_role("link", name="Library", exact=True).click()
    expect(phone.get_by_role("link", name="When you think about dying")).to_be_focused()


def test_an_exercise_leads_without_a_signal_and_without_motion(phones: Phones) -> None:
    phone = phones(reduced_motion="reduce")
    _library(phone)
    phone.context.set_offline(True)
    phone.clock.install()
    phone.goto(f"{SITE}/companion/library/")
    _choose(phone, "Slow breathing")
    phone.get_by_role("button", name="Begin").click()
    expect(phone.locator("#piece-player")).to_contain_text("Step 1 of 3")
    phone.get_by_role("button", name="Next").click()
    expect(phone.locator(".ex-phase")).to_have_text("Breathe in")
    expect(phone.locator(".ex-circle span")).to_have_text("1")
    assert phone.evaluate("document.getAnimations().length") == 0
    phone.clock.run_for(4_200)
    expect(phone.locator(".ex-phase")).to_have_text("Breathe out")
    expect(phone.get_by_role("timer")).to_have_text(re.compile(r"^2:5\d left$"))
    fits_phones(phone)
    phone.clock.run_for(180_000)
    expect(phone.locator(".ex-words")).to_be_focused()
    expect(phone.locator("#piece-player")).to_contain_text("Step 3 of 3")
    phone.get_by_role("button", name="Finish").click()
    expect(phone.locator("#piece-asks")).to_be_focused()
    expect(phone.get_by_text("You stopped early.")).to_be_hidden()


def test_where_motion_is_welcome_the_circle_breathes(phones: Phones) -> None:
    phone = phones(reduced_motion="no-preference")
    _library(phone, "Slow breathing")
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_role("button", name="Next").click()
    expect(phone.locator(".ex-phase")).to_have_text("Breathe in")
    assert phone.evaluate("document.querySelector('.ex-circle div').getAnimations().length") == 1
    phone.get_by_role("button", name="Stop here").click()
    expect(phone.get_by_text("You stopped early. That is fine.")).to_be_visible()


def test_ticking_the_last_thing_off_puts_the_way_on_under_the_finger(phones: Phones) -> None:
    phone = phones()
    _library(phone, "Five things you see")
    phone.get_by_role("button", name="Begin").click()
    for n in range(1, 6):
        phone.get_by_role("checkbox", name=f"{n} of 5").check()
    expect(phone.get_by_role("button", name="Next")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.locator("#piece-player")).to_contain_text("Step 2 of 6")
    assert phone.get_by_role("checkbox").count() == 4


def test_a_check_in_brings_one_thing_that_fits_with_the_reason(phones: Phones) -> None:
    phone = phones()
    _library(phone)  # once seen, the shelf lies on this phone
    phone.goto(f"{SITE}/companion/check-in/")
    phone.context.set_offline(True)
    phone.locator("label", has_text="Very low").click()
    phone.get_by_role("button", name="Save", exact=True).click()
    after = phone.locator("#after-suggestion")
    expect(after).to_contain_text("You noted a very hard day.")
    after.get_by_role("link").click()
    expect(phone.get_by_role("heading", name="What happens when you call 988", level=1)).to_be_visible()
    expect(phone.locator("#piece-why")).to_have_text("You noted a very hard day.")
