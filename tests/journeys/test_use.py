"""Days told on a phone without a signal, filled in with staff by keys, a setback gone through, a formulation shared."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import NARROW_PHONE, a_desk, fits_phones, keep_the_pages

ANA, BEN = "ana@demo.example", "ben@demo.example"
PAGE = f"{SITE}/companion/use/"


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=NARROW_PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    # Playwright may miss what a waking service worker sends.
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    page = context.new_page()
    sign_in(page, ANA)
    keep_the_pages(page)
    page.goto(PAGE)
    expect(page.locator("#use-open")).to_be_visible()
    yield page
    fits_phones(page)
    context.close()


@pytest.fixture
def ben(site: str, browser: Browser) -> Iterator[Page]:
    page = a_desk(browser)
    sign_in(page, BEN)
    yield page
    page.context.close()


def _of_ana(ben: Page, after: str) -> str:
    ben.goto(f"{SITE}/workspace/caseload/")
    link = ben.get_by_role("link", name=re.compile("^Ana ")).first.get_attribute("href")
    assert link
    return f"{SITE}{link}{after}"


def _calendar(phone: Page) -> dict[str, Any]:
    answer = phone.request.get(f"{SITE}/api/companion/use")
    assert answer.ok, answer.status
    return dict(answer.json())


def _day(page: Page, day: str) -> Locator:
    return page.locator(f"button[data-day='{day}']")


def _a_day_of_this_month(phone: Page) -> str:
    """Today, or yesterday where both are of the month that is shown: a day that the tests may write on."""
    last = date.fromisoformat(_calendar(phone)["last"])
    return (last if last.day == 1 else last - timedelta(days=1)).isoformat()


def test_days_tapped_without_a_signal_wait_and_are_saved_once_each(phone: Page) -> None:
    day = _a_day_of_this_month(phone)
    phone.context.set_offline(True)
    phone.locator("#use-brush label", has_text="Not sure").click()
    _day(phone, day).click()
    expect(_day(phone, day)).to_have_attribute("data-state", "not_sure")
    expect(_day(phone, day)).to_be_focused()
    phone.locator("#use-brush label", has_text="Did not use").click()
    _day(phone, day).click()
    expect(_day(phone, day)).to_have_attribute("data-state", "none")
    expect(phone.locator("#sending")).to_contain_text("2")
    phone.goto(PAGE)  # from the phone itself
    expect(_day(phone, day)).to_have_attribute("data-state", "none")
    phone.context.set_offline(False)
    expect(phone.locator("#sending")).to_have_text("Saved")
    [told] = [one for one in _calendar(phone)["days"] if one["on_day"] == day]
    assert (told["state"], told["with_staff"]) == ("none", "")


def test_a_month_is_walked_by_keys_and_a_goal_is_said_in_own_words(phone: Page, ben: Page) -> None:
    day = _a_day_of_this_month(phone)
    _day(phone, day).focus()
    phone.keyboard.press("Home")
    phone.keyboard.press("ArrowUp")
    focused = phone.evaluate("document.activeElement.dataset.day")
    assert focused and focused <= day
    assert phone.locator("#use-grid button[tabindex='0']").count() == 1
    phone.get_by_text("Add something I use").click()
    phone.locator("#goal-code").select_option("other")
    phone.locator("#goal-own-words").fill("khat")
    phone.locator("#goal-form label", has_text="I want to use less").click()
    phone.locator("#goal-said").fill("Only with my uncle")
    phone.locator("#goal-form button[type=submit]").click()
    expect(phone.locator("#goals")).to_contain_text("Only with my uncle")
    expect(phone.locator("#sending")).to_have_text("Saved")
    ben.goto(_of_ana(ben, "use/"))
    expect(ben.locator("#uses")).to_contain_text("khat")
    expect(ben.locator("#uses")).to_contain_text("Only with my uncle")


def test_a_day_filled_in_with_staff_is_on_the_phone_with_who_filled_it_in(phone: Page, ben: Page) -> None:
    day = _a_day_of_this_month(phone)
    ben.goto(_of_ana(ben, "use/"))
    ben.get_by_label("Used", exact=True).check()
    _day(ben, day).focus()
    ben.keyboard.press("Enter")
    expect(_day(ben, day)).to_have_attribute("data-state", "used")
    expect(_day(ben, day)).to_be_focused()  # after the page came back
    phone.reload()
    expect(_day(phone, day)).to_have_attribute("data-state", "used")
    phone.get_by_text("As a list").click()
    expect(phone.locator("#use-told")).to_contain_text("filled in with Ben Okafor")


def test_what_is_shared_and_agreed_in_a_session_is_read_on_the_phone(phone: Page, ben: Page) -> None:
    ben.goto(_of_ana(ben, "therapy/"))
    ben.get_by_label("Agreed next").fill("Walk to the pier on Tuesday")
    ben.get_by_role("button", name="Agree on it").click()
    ben.get_by_role("link", name=re.compile("Write on it|Begin to write")).click()
    ben.get_by_label("What keeps it going").fill("Staying in feels safe, and the week gets smaller")
    ben.get_by_label("Show it to them on their phone").check()
    ben.get_by_role("button", name="Save").click()
    expect(ben.locator("#main")).to_contain_text("shared with them")
    phone.goto(f"{SITE}/companion/together/")
    expect(phone.locator("#main")).to_contain_text("Walk to the pier on Tuesday")
    expect(phone.locator("#main")).to_contain_text("the week gets smaller")
