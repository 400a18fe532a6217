"""A director sets a program up from a template in minutes, with the keyboard, and keeps its rules."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in

DORA, DESK, PHONE = "dora@demo.example", {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def dora(site: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, DORA)
    yield page
    context.close()


def _press(page: Page, name: str, role: str = "button") -> None:
    """Come to it by its place on the page and press it with the keyboard."""
    found = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    found.focus()
    page.keyboard.press("Enter")


def _write(page: Page, label: str, words: str) -> None:
    field = page.get_by_label(label, exact=True).first
    field.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(words)


def test_a_program_is_set_up_from_a_template_in_minutes(dora: Page) -> None:
    began, name = time.monotonic(), f"Evenings {dora.viewport_size['width']}"  # type: ignore[index]
    dora.goto(f"{SITE}/programs/")
    _press(dora, "New program", "link")
    _press(dora, "Begin with this (Evening program)", "link")
    expect(dora.get_by_text("630 minutes on 4 days")).to_be_visible()
    _write(dora, "Name", name)
    _press(dora, "Make the program")
    expect(dora.get_by_role("alert")).to_contain_text("Choose where it meets.")
    northside = dora.get_by_label("Northside")
    northside.focus()
    dora.keyboard.press("Space")
    _press(dora, "Make the program")
    expect(dora.get_by_role("heading", name=name)).to_be_visible()
    expect(dora.get_by_text("The program is made.")).to_be_visible()
    # A group whose day has 25 hours is refused beside its field, and nothing that was written is lost.
    _press(dora, "Process", "link")
    _write(dora, "Minutes", "1500")
    _press(dora, "Save")
    expect(dora.get_by_role("alert")).to_contain_text("Between 5 and 480 minutes (8 hours).")
    _write(dora, "Minutes", "75")
    dora.get_by_label("Room").select_option(label="Northside: Room A (12)")
    _press(dora, "Save")
    expect(dora.get_by_text("75 min, 10 seats")).to_be_visible()
    # A number of the rules is changed with its source, its day and a reason.
    _press(dora, "Change them, or see their history", "link")
    most = dora.get_by_role("group", name=re.compile("People in a group, at most"))
    most.get_by_label("People in a group, at most").fill("10")
    most.get_by_label("Who says so").fill("Our contract with the county, section 4")
    _press(dora, "Set these rules")
    expect(dora.get_by_role("alert")).to_contain_text("Say why")
    _write(dora, "Why", "The county caps groups at 10.")
    _press(dora, "Set these rules")
    expect(dora.get_by_role("alert")).to_contain_text("Say from which day it holds.")
    most.get_by_label("Holds since").fill("2026-11-01")
    most.get_by_label("We have confirmed this").check()
    _press(dora, "Set these rules")
    history = dora.get_by_role("region", name="Every version")
    expect(history).to_contain_text("12 → 10")
    expect(history).to_contain_text("The county caps groups at 10.")
    # What no longer keeps the rules is said where the groups stand.
    _press(dora, "Back to the program", "link")
    expect(dora.get_by_text("The rules allow 10 in a group.").first).to_be_visible()
    assert time.monotonic() - began < 180, "minutes, not hours"


def test_a_site_and_its_rooms_are_opened_and_closed(dora: Page) -> None:
    name = f"Riverside {dora.viewport_size['width']}"  # type: ignore[index]
    dora.goto(f"{SITE}/programs/sites/")
    _write(dora, "Name of the site", name)
    _write(dora, "Time zone", "Chicago")
    _press(dora, "Open the site")
    expect(dora.get_by_role("alert")).to_contain_text("There is no time zone Chicago")
    _write(dora, "Time zone", "America/Denver")
    _press(dora, "Open the site")
    expect(dora.get_by_role("heading", name=name)).to_be_visible()
    _write(dora, "Name of the room", "Blue room")
    _write(dora, "People it holds", "12")
    _press(dora, "Add the room")
    expect(dora.get_by_text("holds 12 people")).to_be_visible()
    _press(dora, "Close this site")
    expect(dora.get_by_text("The site is closed.")).to_be_visible()
    expect(dora.get_by_role("link", name=name)).to_have_count(0)
