"""An invitation: joining with a passkey, a link that works once, and signing out everywhere."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import (
    THEIR_PASSWORD,
    PasskeyHolder,
    a_desk,
    a_phone,
    admit,
    choose_a_password,
    make_the_link,
    say_birth_date,
    take_down_a_call,
)

#: Name and birth date: unlike each other, or intake would first ask whether they are one person.
PLOVER, DUNLIN, PIPIT = (
    ("Plover Mistral", "1988-02-29"),
    ("Dunlin Sirocco", "1971-07-14"),
    ("Pipit Zephyr", "1996-10-03"),
)


@pytest.fixture(scope="module")
def ines(site: str, browser: Browser) -> Iterator[Page]:
    desk = a_desk(browser)
    sign_in(desk, "ines@demo.example")
    yield desk
    desk.context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = a_phone(browser)
    yield page
    page.context.close()


def _invite(ines: Page, person: tuple[str, str]) -> str:
    name, born_on = person
    given_name, family_name = name.split()
    take_down_a_call(ines, given_name, family_name, born_on)
    admit(ines, f"{given_name.lower()}@demo.example")
    return make_the_link(ines)


def _expect_it_has_run_out(phone: Page, link: str) -> None:
    phone.goto(link)
    expect(phone.get_by_role("heading", name="This link has run out")).to_be_visible()
    expect(phone.get_by_text("Call the front desk and ask for a new one.")).to_be_visible()
    expect(phone.get_by_label("Your birth date")).to_have_count(0)


@pytest.mark.critical
def test_a_passkey_is_all_that_a_new_participant_needs(ines: Page, phone: Page) -> None:
    link = _invite(ines, PLOVER)
    device = PasskeyHolder(phone)
    phone.goto(link)
    say_birth_date(phone, PLOVER[1])
    expect(phone.get_by_label("With this phone or computer")).to_be_checked()
    expect(phone.get_by_label("Password", exact=True)).to_be_hidden()
    phone.get_by_role("button", name="Go on").click()

    expect(phone.get_by_role("heading", name="One last step")).to_be_visible()
    phone.get_by_role("button", name="Go on").click()
    phone.wait_for_url(f"{SITE}/companion/")
    expect(phone.get_by_role("heading", name="Hello, Plover")).to_be_visible()
    [passkey] = device.passkeys()
    assert passkey["isResidentCredential"]

    phone.get_by_role("link", name="Me", exact=True).click()
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/accounts/login/")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    phone.wait_for_url(f"{SITE}/companion/")
    expect(phone.get_by_role("heading", name="Hello, Plover")).to_be_visible()


def test_a_link_that_was_used_opens_nothing_again(ines: Page, phone: Page, browser: Browser) -> None:
    link = _invite(ines, DUNLIN)
    phone.goto(link)
    say_birth_date(phone, DUNLIN[1])
    choose_a_password(phone)
    someone = a_phone(browser)
    _expect_it_has_run_out(someone, link)
    someone.get_by_role("link", name="Go to sign-in").click()
    sign_in(someone, "dunlin@demo.example", THEIR_PASSWORD)
    someone.context.close()
    ines.goto(ines.url)
    expect(ines.get_by_text("They have set up how they sign in.")).to_be_visible()


def test_a_newer_link_and_five_wrong_birth_dates_end_a_link(ines: Page, phone: Page) -> None:
    older = _invite(ines, PIPIT)
    newer = make_the_link(ines)
    assert newer != older
    _expect_it_has_run_out(phone, older)
    phone.goto(newer)
    for day in range(1, 6):
        say_birth_date(phone, f"1988-02-0{day}")
        expect(phone.get_by_role("alert")).to_contain_text("Check it, or ask the front desk.")
    _expect_it_has_run_out(phone, newer)
    _expect_it_has_run_out(phone, f"{SITE}/join/made-up/")


def test_signing_out_everywhere_else_ends_the_other_phones_session(site: str, phone: Page, browser: Browser) -> None:
    lost = a_phone(browser)
    for page in (phone, lost):
        sign_in(page, "ana@demo.example")
        expect(page.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    phone.get_by_role("link", name="Me", exact=True).click()
    phone.get_by_role("link", name="Where you are signed in").click()
    phone.get_by_role("button", name="Sign out everywhere else").click()
    expect(phone.get_by_role("button", name="Sign out everywhere else")).to_have_count(0)

    assert lost.request.get(f"{SITE}/api/companion/today").status == 401
    lost.goto(f"{SITE}/companion/me/")
    lost.wait_for_url("**/accounts/login/**")
    expect(lost.get_by_text("Ben Okafor")).to_have_count(0)
    phone.goto(f"{SITE}/companion/")
    expect(phone.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    lost.context.close()
