"""What a week must hold, a day away with what needs cover, two who must not meet, and a director's week: by the keyboard."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import DESK, PHONE, fits_phones, tab_to

DORA, BEN, CORA = "dora@demo.example", "ben@demo.example", "cora@demo.example"
AsWhom = Callable[..., Page]


@pytest.fixture
def as_whom(site: str, browser: Browser) -> Iterator[AsWhom]:
    """A browser for each who is asked for, on a desk unless told."""
    opened = []

    def open_as(email: str, viewport: dict[str, int] = DESK) -> Page:
        context = browser.new_context(viewport=viewport, reduced_motion="reduce")  # type: ignore[arg-type]
        opened.append(context)
        page = context.new_page()
        sign_in(page, email)
        return page

    yield open_as
    for context in opened:
        context.close()


def _week_of(page: Page, name: str) -> str:
    """Where somebody's week stands."""
    page.goto(f"{SITE}/workspace/caseload/?q={name.split()[0]}")
    link = page.get_by_role("link", name=re.compile(name)).first
    href = link.get_attribute("href")
    assert href
    return f"{SITE}{href}week/"


def _press(page: Page, name: str, role: str = "button") -> None:
    place = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    place.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_what_a_week_must_hold_is_changed_with_the_keyboard(as_whom: AsWhom, viewport: dict[str, int]) -> None:
    ben = as_whom(BEN, viewport)
    ben.goto(_week_of(ben, "Ana"))
    _press(ben, "Change what it must hold", "link")
    least = ben.get_by_label("Hours a week, at least")
    tab_to(ben, least)
    ben.keyboard.press("ControlOrMeta+A")
    ben.keyboard.type("500")
    _press(ben, "Save")
    problem = ben.get_by_role("alert")
    expect(problem).to_be_focused()
    expect(problem).to_contain_text("no more than a week has: 168")
    expect(problem).to_contain_text("Say why")
    least.fill("7.5")
    ben.get_by_label("Skills group", exact=True).first.fill("2")
    ben.get_by_label("Why").fill("Works mornings from now on.")
    fits_phones(ben)
    ben.set_viewport_size(viewport)  # type: ignore[arg-type]
    _press(ben, "Save")
    card = ben.get_by_role("region", name="What their week must hold")
    expect(card).to_contain_text("7 h 30 min (set for them)")
    expect(card).to_contain_text("Skills group: 2 sessions")
    expect(card).to_contain_text("Works mornings from now on.")
    fits_phones(ben)


def test_a_day_away_is_told_and_lists_the_sessions_that_need_cover(as_whom: AsWhom) -> None:
    ben = as_whom(BEN, PHONE)
    ben.goto(f"{SITE}/workspace/my-hours/")
    monday = date.today() + timedelta(days=21 - date.today().weekday())  # noqa: DTZ011 - the demo's own day is near enough
    ben.get_by_label("First day").fill((monday + timedelta(days=4)).isoformat())
    ben.get_by_label("Last day").fill(monday.isoformat())
    ben.get_by_label("Why").select_option(label="Vacation")
    _press(ben, "Keep this")
    expect(ben.get_by_role("alert")).to_contain_text("It ends before it begins.")
    ben.get_by_label("First day").fill(monday.isoformat())
    ben.get_by_label("Last day").fill((monday + timedelta(days=4)).isoformat())
    _press(ben, "Keep this")
    expect(ben.get_by_text("Sessions that need cover then:")).to_be_visible()
    away = ben.get_by_role("listitem").filter(has=ben.get_by_role("heading", level=3)).filter(has_text="Vacation")
    expect(away).to_contain_text(re.compile("These \\d+ sessions need cover:"))
    expect(away.get_by_role("listitem").first).to_contain_text(re.compile("may lead it"))
    fits_phones(ben)
    _press(ben, "Not away after all")
    expect(ben.get_by_text("Taken back. They are not away then.").first).to_be_visible()


def test_two_are_kept_apart_after_both_names_were_read_and_another_therapist_sees_nothing(as_whom: AsWhom) -> None:
    dora, cora = as_whom(DORA), as_whom(CORA)
    cora.goto(f"{SITE}/workspace/caseload/")
    hers = cora.locator("main a[href*='/workspace/people/']").all()
    address = next(
        href
        for one in hers
        if re.fullmatch(r"/workspace/people/[0-9a-f-]{36}/", href := one.get_attribute("href") or "")
    )
    cora.goto(f"{SITE}{address}apart/")
    choices = set(cora.get_by_label("From whom").locator("option").all_inner_texts())
    before = cora.locator("main").inner_text()
    dora.goto(f"{SITE}{address}apart/")
    not_hers = next(
        one for one in dora.get_by_label("From whom").locator("option").all_inner_texts() if one not in choices
    )
    dora.get_by_label("From whom").select_option(label=not_hers)
    dora.get_by_label("Why").fill("Both asked for it.")
    _press(dora, "Go on")
    name = not_hers.rsplit(",", 1)[0]
    facts = dora.get_by_role("region", name="Read both names once more")
    expect(facts).to_contain_text(name)
    tab_to(dora, dora.get_by_role("button", name="Yes, keep these two apart"))
    dora.keyboard.press("Enter")
    expect(dora.get_by_text("They are kept apart from now on.")).to_be_visible()
    expect(dora.get_by_role("heading", name=name)).to_be_visible()
    fits_phones(dora)
    cora.goto(f"{SITE}{address}apart/")
    assert cora.locator("main").inner_text() == before
    for page in ("week/", ""):
        cora.goto(f"{SITE}{address}{page}")
        assert name not in cora.content()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_director_sees_who_falls_short_which_seats_are_free_and_who_leads_how_much(
    as_whom: AsWhom, viewport: dict[str, int]
) -> None:
    dora = as_whom(DORA, viewport)
    dora.goto(f"{SITE}/programs/")
    _press(dora, "Dual diagnosis", "link")
    _press(dora, "Hours and seats", "link")
    people = dora.get_by_role("region", name=re.compile("of \\d+ falls? short"))
    expect(people).to_contain_text(re.compile("missing"))
    expect(dora.get_by_role("region", name=re.compile("seats are free"))).to_contain_text("Ben Okafor")
    expect(dora.get_by_role("region", name="Who leads how much")).to_contain_text("of at most")
    with dora.expect_download() as taken:
        _press(dora, "As a file (CSV)", "link")
    assert taken.value.path().read_text().startswith("week,record_number,name,asked_minutes")
    _press(dora, "Week after", "link")
    expect(dora.get_by_text("this week", exact=True)).to_have_count(0)
    fits_phones(dora)
    people.get_by_role("link").first.click()
    expect(dora.get_by_role("heading", name="Their week", exact=True)).to_be_visible()
