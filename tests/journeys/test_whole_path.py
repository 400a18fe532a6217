"""From a hospital's file to a hard evening that somebody answers: intake, a new participant's phone, and their therapist."""

import re
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import sign_in
from tests.journeys.steps import (
    Sent,
    a_desk,
    a_hospitals_file,
    a_phone,
    accept,
    admit,
    choose_a_password,
    is_still_here,
    keep_the_pages,
    make_the_link,
    mark,
    say_birth_date,
    take_in,
)

EMAIL = "new@demo.example"
#: The real file tells of a death; whoever screens asks the person.
CALL = "Alive and well: the hospital mixed up two files. Wants to start this week."
NOTE = "Someone offered me a pill at the bus stop."
ANSWER = "You did the right thing by writing it down. See you at ten tomorrow."


@pytest.mark.critical
def test_a_referred_person_joins_has_a_hard_evening_and_reads_who_answered(site: str, browser: Browser) -> None:
    sent = a_hospitals_file()
    ines = a_desk(browser)
    sign_in(ines, "ines@demo.example")
    take_in(ines, sent)
    _read_what_came(ines, sent)
    _screen_and_admit(ines, sent)
    link = make_the_link(ines)

    phone = a_phone(browser)
    _join(phone, link, sent)
    ben = a_desk(browser)
    sign_in(ben, "ben@demo.example")
    alert = ben.locator("#my-alerts li", has=ben.get_by_role("link", name=sent.person))
    expect(ben.get_by_role("heading", name="My alerts")).to_be_visible()
    expect(alert).to_have_count(0)
    mark(ben)

    _check_in_without_a_signal(phone)
    expect(alert).to_have_count(0)
    phone.context.set_offline(False)
    expect(phone.locator("#after-state")).to_have_text("Saved")
    expect(alert).to_contain_text("Urge 9 of 10")  # on the page that lay open
    assert is_still_here(ben)

    phone.get_by_role("link", name="Back to today").click()
    told = phone.locator("#requests li").first
    expect(told).to_contain_text("Nobody has taken it on yet")
    _answer(ben, phone, sent)
    _see_it_on_the_chart(ben, sent)


def _read_what_came(ines: Page, sent: Sent) -> None:
    person = ines.get_by_role("region", name="The person")
    expect(person).to_contain_text(sent.given_name)
    expect(person).to_contain_text(date.fromisoformat(sent.born_on).strftime("%-d %B %Y"))
    missing = ines.get_by_role("region", name="Missing for screening")
    expect(missing.get_by_role("listitem").first).to_be_visible()


def _screen_and_admit(ines: Page, sent: Sent) -> None:
    ines.locator("summary", has_text="Log a call").click()
    ines.get_by_label("The person referred").check()
    ines.get_by_label("Reached them").check()
    ines.locator("#call_note").fill(CALL)
    ines.get_by_role("button", name="Write it down").click()
    history = ines.get_by_role("region", name="What happened")
    expect(history).to_contain_text(CALL)
    ines.get_by_role("button", name="Begin screening").click()
    expect(ines.get_by_text("Screening has begun.")).to_be_visible()
    accept(ines, "Fits the dual diagnosis program.")
    admit(ines, EMAIL)
    expect(ines.get_by_role("heading", level=1)).to_have_text(f"Invite {sent.person}")


def _join(phone: Page, link: str, sent: Sent) -> None:
    phone.goto(link)
    say_birth_date(phone, "1999-01-01")
    expect(phone.get_by_role("alert")).to_contain_text("This isn't what we have on record.")
    say_birth_date(phone, sent.born_on)
    expect(phone.get_by_label("E-mail address")).to_have_value(EMAIL)
    choose_a_password(phone)
    expect(phone.get_by_role("heading", name=f"Hello, {sent.given_name}")).to_be_visible()
    keep_the_pages(phone)


def _check_in_without_a_signal(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.get_by_role("link", name="Check in").first.click()
    phone.locator("label", has_text="Very low").click()
    phone.get_by_text("Add more").click()
    urge = phone.get_by_role("group", name=re.compile("Urge to use"))
    urge.locator("label", has_text="9").click()
    phone.get_by_label("What happened").fill(NOTE)
    phone.get_by_role("button", name="Save all").click()
    expect(phone.locator("#after-state")).to_have_text("Waiting for signal")
    expect(phone.locator("#sending")).to_have_text("Waiting for signal (1)")


def _answer(ben: Page, phone: Page, sent: Sent) -> None:
    """Ben does what there is to do, and the phone that lies open says each of it."""
    told = phone.locator("#requests li").first
    mark(phone)
    ben.locator("#my-alerts").get_by_role("link", name=sent.person).click()
    ben.get_by_role("button", name="I take this").click()
    expect(ben.get_by_text("It is yours. They can see that you took it on.")).to_be_visible()
    expect(told).to_contain_text(re.compile(r"Ben Okafor took this on at \d"))

    contact = ben.get_by_role("region", name="Log a contact")
    contact.get_by_label("Reached the participant").check()
    contact.get_by_label("Note").fill("Called. Home with a friend, urge is down to 4.")
    contact.get_by_role("button", name="Write it down").click()
    expect(ben.get_by_text("The contact is written down.")).to_be_visible()
    expect(told).to_contain_text("Ben Okafor reached you")

    ben.get_by_label("Your line to them").fill(ANSWER)
    ben.get_by_role("button", name="Show it to them").click()
    expect(told).to_contain_text(ANSWER)
    closing = ben.get_by_role("region", name="Close")
    closing.get_by_label("Made a plan together").check()
    closing.get_by_role("button", name="Close the alert").click()
    expect(ben.get_by_text("The alert is closed.")).to_be_visible()
    expect(told).to_contain_text("Ben Okafor followed up on this")
    expect(told).to_contain_text(re.compile(r"Ben Okafor took this on at \d"))
    expect(told).to_contain_text(ANSWER)
    assert is_still_here(phone)


def _see_it_on_the_chart(ben: Page, sent: Sent) -> None:
    ben.get_by_role("link", name="Open the chart").click()
    expect(ben.get_by_role("heading", level=1)).to_contain_text(sent.person)
    line = ben.locator("#timeline")
    entry = line.locator("[data-kind=check-in]")
    expect(entry).to_contain_text("urge 9 of 10")
    expect(entry).to_contain_text(NOTE)
    alert = line.locator("[data-kind=alert]")
    expect(alert).to_contain_text("Reached the participant")
    expect(alert).to_contain_text("Called. Home with a friend, urge is down to 4.")
    expect(alert).to_contain_text(ANSWER)
    expect(line.locator("[data-kind=milestone]")).to_contain_text("Admitted to Dual diagnosis")
