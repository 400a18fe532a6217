"""Robin and Kit come to their groups: by the code at the door, from elsewhere, and what they say afterwards."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import sessions_now
from tests.journeys.conftest import HOME, SITE, sign_in
from tests.journeys.steps import DESK, a_phone, fits_phones, keep_the_pages, tab_to

DORA = "dora@demo.example"


@pytest.fixture(scope="module")
def told(site: str) -> dict[str, Any]:
    return sessions_now.told(HOME)


def _phone_of(browser: Browser, told: dict[str, Any], who: int) -> Page:
    page = a_phone(browser)
    sign_in(page, told["emails"][who], told["password"])
    return page


@pytest.fixture
def robin(browser: Browser, told: dict[str, Any]) -> Iterator[Page]:
    page = _phone_of(browser, told, 0)
    yield page
    page.context.close()


@pytest.fixture
def kit(browser: Browser, told: dict[str, Any]) -> Iterator[Page]:
    page = _phone_of(browser, told, 1)
    yield page
    page.context.close()


@pytest.fixture
def sol(browser: Browser, told: dict[str, Any]) -> Iterator[Page]:
    page = _phone_of(browser, told, 2)
    yield page
    page.context.close()


@pytest.fixture
def tablet(browser: Browser, told: dict[str, Any]) -> Iterator[Page]:
    """Dora opened the door on it and left it there."""
    page = browser.new_context(viewport=DESK).new_page()  # type: ignore[arg-type]
    sign_in(page, DORA, to_sign_out=True)
    page.goto(f"{SITE}/attendance/{told['sessions']['now']}/door/")
    page.get_by_role("button", name="Sign out and leave it here").click()
    expect(page.get_by_role("button", name="Staff: close this page")).to_be_visible()
    yield page
    page.context.close()


def _code_on(tablet: Page) -> str:
    """What a camera reads; the picture itself is the same link, drawn."""
    return tablet.evaluate("document.querySelector('#door-code .qr').dataset.link")  # type: ignore[no-any-return]


def test_whoever_reads_the_code_and_taps_has_arrived_and_the_tablet_shows_it(tablet: Page, sol: Page) -> None:
    sol.goto(_code_on(tablet))
    expect(tablet.get_by_role("button", name="Sol F.")).to_be_visible()
    sol.get_by_role("button", name="I am here").click()
    expect(sol.get_by_role("heading", name=re.compile("You are at Harbor skills"))).to_be_visible()
    expect(sol.get_by_text("Welcome, Sol.")).to_be_visible()
    fits_phones(sol)
    expect(tablet.locator(".door-name", has_text="Sol F.")).to_contain_text("is here")
    sol.goto(f"{SITE}/companion/")
    expect(sol.locator("#next-list li").first.locator(".pill")).to_have_text("You are in")
    tablet.goto(f"{SITE}/workspace/")
    expect(tablet).to_have_url(re.compile("/accounts/login/"))


def test_a_tap_on_the_tablet_is_an_arrival_and_keys_alone_do_it(tablet: Page, kit: Page) -> None:
    name = tablet.get_by_role("button", name="Kit M.")
    tab_to(tablet, name)
    tablet.keyboard.press("Enter")
    expect(tablet.locator(".door-name", has_text="Kit M.")).to_contain_text("is here")
    expect(tablet.locator("a[href]:not(.skip-link)")).to_have_count(0)
    kit.goto(f"{SITE}/companion/")
    expect(kit.locator("#next-list li").first.locator(".pill")).to_have_text("You are in")


def test_whoever_comes_from_elsewhere_says_where_they_are_each_time(
    browser: Browser, robin: Page, told: dict[str, Any]
) -> None:
    dora = browser.new_context(viewport=DESK).new_page()  # type: ignore[arg-type]
    sign_in(dora, DORA)
    dora.goto(f"{SITE}/workspace/sessions/{told['sessions']['now']}/")
    dora.get_by_role("link", name="Open the video room").click()
    robin.goto(f"{SITE}/companion/join/{told['sessions']['now']}/")
    expect(robin.get_by_text("so that your team can send help to the right place")).to_be_visible()
    expect(robin.get_by_label("On which number can we call you back?")).to_have_value("555-0188")
    robin.get_by_label("Where are you now?").fill("")
    robin.get_by_role("button", name="I am here, join now").click()
    expect(robin.get_by_role("alert")).to_contain_text("Say where you are now.")
    robin.get_by_label("Where are you now?").fill("12 Elm Street, Aurora")
    robin.get_by_label("What should others call you?").fill("Robin Vale")
    robin.get_by_role("button", name="I am here, join now").click()
    expect(robin.get_by_role("alert")).to_contain_text("Leave out your last name")
    robin.get_by_label("What should others call you?").fill("Vireo")
    robin.get_by_label("Yes, I want to meet by video").check()
    fits_phones(robin)
    robin.get_by_role("button", name="I am here, join now").click()
    expect(robin.get_by_role("heading", name="You are at the door")).to_be_visible()
    expect(robin.locator("#call-state")).to_have_text("Connected")
    fits_phones(robin)
    dora.locator("#waiting li", has_text="Vireo (Robin V.)").get_by_role("button").click()
    expect(robin.locator(".tile", has_text="Dora Quill")).to_be_visible()
    robin.locator("#chat summary").click()
    robin.get_by_label("Your words").fill("Hello from the car")
    robin.get_by_role("button", name="Send").click()
    expect(dora.locator("#chat-list")).to_contain_text("Hello from the car")
    expect(dora.locator(".tile")).to_have_count(2)
    fits_phones(robin)
    robin.get_by_role("link", name="Leave").last.click()
    expect(robin).to_have_url(f"{SITE}/companion/")
    expect(dora.locator(".tile")).to_have_count(1)
    dora.context.close()
    robin.goto(f"{SITE}/companion/join/{told['sessions']['now']}/")
    expect(robin.get_by_label("Where are you now?")).to_have_value("12 Elm Street, Aurora")


def test_i_will_be_there_is_one_tap_on_today_and_stands_in_the_week_too(kit: Page) -> None:
    kit.goto(f"{SITE}/companion/")
    row = kit.locator("#next-list li").filter(has=kit.get_by_role("button", name="I'll be there"))
    row.get_by_role("button", name="I'll be there").click()
    expect(kit.locator("#next-list")).to_contain_text("You said: I'll be there")
    kit.goto(f"{SITE}/companion/week/")
    expect(kit.locator("#sessions-list")).to_contain_text("You said: I'll be there")
    fits_phones(kit)


def test_what_is_said_afterwards_without_a_signal_is_sent_once_and_can_be_changed(robin: Page) -> None:
    keep_the_pages(robin)
    robin.goto(f"{SITE}/companion/")
    card = robin.locator("#afterwards .after")
    expect(card).to_contain_text("What we did")
    robin.context.set_offline(True)
    card.get_by_role("button", name="Partly").click()
    expect(card.locator(".after-practice-state")).to_have_text("Waiting for signal")
    card.locator("summary").click()
    card.get_by_role("button", name="Save").click()
    expect(card.get_by_role("alert")).to_contain_text("Choose a number for one of them")
    card.get_by_role("group", name=re.compile("There was room")).get_by_text("8", exact=True).click()
    card.get_by_role("button", name="Save").click()
    expect(card.locator(".after-rating-state")).to_have_text("Waiting for signal")
    robin.reload()
    expect(card.locator(".after-practice-state")).to_have_text("Waiting for signal")
    expect(card.get_by_role("button", name="Partly")).to_have_attribute("aria-pressed", "true")
    robin.context.set_offline(False)
    for state in (".after-practice-state", ".after-rating-state"):
        expect(card.locator(state)).to_have_text("Saved")
    told = robin.request.get(f"{SITE}/api/companion/sessions").json()["afterwards"][0]
    assert (told["practice_told"], told["ratings"]["room"], told["ratings"]["belonged"]) == ("partly", 8, None)
    card.get_by_role("button", name="I did it").click()
    expect(card.get_by_role("button", name="I did it")).to_have_attribute("aria-pressed", "true")
    expect(card.locator(".after-practice-state")).to_have_text("Saved")
    fits_phones(robin)
    rows = _kept(robin)
    assert (rows["session-ratings"], rows["practice"]) == (1, 2)


def _kept(page: Page) -> dict[str, int]:
    """How many rows the server has of each, by one's own record."""
    with page.expect_download() as coming:
        page.goto(f"{SITE}/companion/data/")
        page.get_by_role("button", name="Download as JSON").click()
    record = json.loads(Path(coming.value.path()).read_text())
    return {code: one["count"] for code, one in record["sections"].items()}
