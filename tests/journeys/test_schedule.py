"""A director looks at the week, moves a session by keys and by pointer, cancels a date, closes a day, undoes and prints."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import SITE, sign_in

DORA, BEN = "dora@demo.example", "ben@demo.example"


@pytest.fixture
def dora(site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, DORA)
    _to_next_week(page)
    yield page
    context.close()


def _to_next_week(page: Page) -> None:
    page.get_by_role("link", name="Schedule").click()
    page.get_by_role("link", name="The week after").click()
    expect(page.locator("week-grid")).to_be_visible()
    page.wait_for_url("**/workspace/schedule/?week=*")


def _session(page: Page, name: str) -> Locator:
    return page.locator(f"[data-session][data-name='{name}']").first


def _day_of(page: Page, session_id: str) -> str | None:
    return page.locator(f".schedule-day:has([data-session='{session_id}'])").get_attribute("data-day")


def test_the_week_is_looked_at_by_room_and_by_facilitator_and_a_session_is_opened(dora: Page) -> None:
    dora.get_by_label("Show").select_option(label="One room")
    expect(dora.get_by_label("Which", exact=True)).to_be_visible()
    dora.get_by_label("Which", exact=True).select_option(index=1)
    dora.wait_for_url("**by=room&which=*")
    room = dora.get_by_label("Which", exact=True).locator("option:checked").inner_text().split(": ")[1]
    expect(dora.locator("h1")).to_contain_text(room)
    dora.get_by_label("Show").select_option(label="One facilitator")
    dora.get_by_label("Which", exact=True).select_option(label="Ben Okafor")
    expect(dora.locator("h1")).to_have_text("Ben Okafor")
    first = dora.locator(".session:not([data-cancelled]) a").first
    expect(first).to_contain_text("Ben Okafor")
    expect(first).to_contain_text(re.compile(r"\d+ of \d+, (\d+ free|full)"))
    first.focus()
    dora.keyboard.press("Enter")
    expect(dora.get_by_role("heading", name="Who comes")).to_be_visible()
    expect(dora.get_by_role("heading", name="Dates ahead")).to_be_visible()
    dora.get_by_role("link", name="Schedule").first.click()


@pytest.mark.critical
def test_with_keys_alone_a_session_is_moved_and_the_move_is_undone_after_a_reload(dora: Page) -> None:
    held = _session(dora, "Family group")
    known = held.get_attribute("data-session")
    assert known
    before = _day_of(dora, known)
    says = dora.locator("[data-says]")
    move = held.locator(".session-move")
    move.focus()
    dora.keyboard.press("Enter")
    expect(says).to_contain_text("You hold Family group.")
    dora.keyboard.press("ArrowRight")
    dora.keyboard.press("Escape")
    expect(says).to_have_text("It stays where it was.")
    expect(move).to_be_focused()
    expect(dora.locator(".session-ghost")).to_have_count(0)

    dora.keyboard.press("Enter")
    for _ in range(6):
        dora.keyboard.press("ArrowRight")  # Sunday, when nobody else is here
    dora.keyboard.press("ArrowDown")
    expect(dora.locator(".session-beside")).to_contain_text("Sun")
    expect(dora.locator(".session-met")).not_to_have_count(0)
    expect(dora.locator(".session-beside [data-met=refused]")).to_have_count(0)
    dora.keyboard.press("Enter")
    expect(dora.get_by_role("dialog")).to_be_visible()
    expect(dora.get_by_label("Why")).to_be_focused()
    dora.keyboard.type("A holiday weekend")
    dora.keyboard.press("Enter")
    expect(dora.locator(".schedule-done")).to_contain_text("Changes Family group")
    expect(dora.locator(f".schedule-day:last-of-type [data-session='{known}']")).to_be_visible()

    dora.reload()
    dora.locator(".schedule-lately").get_by_role("button", name="Undo").first.click()
    expect(dora.get_by_text("Taken back. That is a version too: it can be done again.")).to_be_visible()
    assert _day_of(dora, known) == before


_PAIR = """() => {
  const all = [...document.querySelectorAll("[data-session]")];
  const day = one => one.closest(".schedule-day").dataset.day;
  for (const one of all) for (const other of all)
    if (one !== other && one.dataset.room && one.dataset.room === other.dataset.room && day(one) === day(other))
      return [one.dataset.session, other.dataset.session];
}"""


def test_a_drag_onto_a_taken_room_says_so_at_once_and_what_is_refused_stays_where_it_was(dora: Page) -> None:
    one, other = dora.evaluate(_PAIR)
    held, target = (dora.locator(f"[data-session='{known}']") for known in (one, other))
    held.scroll_into_view_if_needed()
    start, goal = held.bounding_box(), target.bounding_box()
    assert start and goal
    before = held.get_attribute("data-start")
    dora.mouse.move(start["x"] + 20, start["y"] + 8)
    dora.mouse.down()
    dora.mouse.move(start["x"] + 20, start["y"] + 30, steps=4)
    dora.mouse.move(goal["x"] + 20, goal["y"] + 12, steps=10)
    beside = dora.locator(".session-beside")
    expect(beside.locator("[data-met=refused]").first).to_contain_text("is taken by")
    expect(beside.locator("[data-met=refused] svg").first).to_be_visible()
    dora.mouse.up()
    dialog = dora.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-met=refused]").first).to_be_visible()
    dialog.get_by_label("Why").fill("To see what happens")
    dialog.get_by_role("button", name="Move it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("is taken by")
    expect(dialog.get_by_label("Why")).to_have_value("To see what happens")
    dialog.get_by_role("button", name="Leave it").click()
    expect(dialog).to_be_hidden()
    dora.reload()
    expect(dora.locator(f"[data-session='{one}']")).to_have_attribute("data-start", before or "")


def test_a_date_is_cancelled_with_a_reason_and_undone_at_once(dora: Page) -> None:
    _session(dora, "Peer-led group").locator("a").click()
    form = dora.locator("form[action$='/cancel/']")
    form.get_by_role("button", name="Cancel this date").click()
    expect(dora.locator(".error-summary")).to_contain_text("Say why in a few words.")
    form.get_by_label("Why it does not take place").fill("The room is being painted")
    form.get_by_role("button", name="Cancel this date").click()
    expect(dora.locator(".session[data-cancelled]", has_text="The room is being painted")).to_be_visible()
    dora.locator(".schedule-done").get_by_role("button", name="Undo").click()
    expect(dora.get_by_text("Taken back. That is a version too: it can be done again.")).to_be_visible()
    expect(dora.locator(".session[data-cancelled]", has_text="The room is being painted")).to_have_count(0)


def test_a_day_is_closed_shown_in_the_week_and_opened_again(dora: Page) -> None:
    day = dora.locator(".schedule-day").nth(3).get_attribute("data-day")
    week = dora.url
    assert day
    dora.get_by_role("link", name="Closed days").click()
    dora.get_by_label("Day", exact=True).fill(day)
    dora.get_by_label("Why it is closed").fill("The water is off")
    dora.get_by_role("button", name="Close this day").click()
    row = dora.locator("li", has_text="The water is off")
    expect(row).to_contain_text("does not take place" if "1 session" in row.inner_text() else "do not take place")
    dora.goto(week)
    expect(dora.locator(f"[data-day='{day}'] .schedule-closed")).to_contain_text("Closed: The water is off")
    expect(dora.locator(f"[data-day='{day}'] .session:not([data-cancelled])")).to_have_count(0)
    dora.get_by_role("link", name="Closed days").click()
    row.get_by_role("button", name="Take it back").click()
    expect(dora.get_by_text("Open again.")).to_be_visible()
    dora.goto(week)
    expect(dora.locator(f"[data-day='{day}'] .session:not([data-cancelled])").first).to_be_visible()


def test_a_phone_shows_a_day_at_a_time_as_a_list(dora: Page) -> None:
    dora.set_viewport_size({"width": 390, "height": 844})
    expect(dora.locator(".schedule-day:visible")).to_have_count(1)
    dora.locator(".schedule-days a").nth(2).click()
    expect(dora.locator(".schedule-day:visible")).to_have_count(1)
    assert dora.locator(".schedule-day:visible").get_attribute("data-day") == dora.url.split("day=")[1]
    assert dora.evaluate("document.documentElement.scrollWidth") == 390


def test_a_week_prints_on_one_page_across_without_anybody_of_those_who_come(dora: Page) -> None:
    # A week that is over: other journeys hold sessions at any hour of this one and the next.
    over = f"{datetime.now(UTC) - timedelta(weeks=3):%G-W%V}"
    dora.goto(f"{SITE}/workspace/schedule/?week={over}")
    expect(dora.locator(".session").first).to_be_visible()
    pdf = dora.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    assert box and float(box[1]) > float(box[2])
    dora.emulate_media(media="print")
    expect(dora.locator(".rail")).to_be_hidden()
    expect(dora.locator(".schedule-bar")).to_be_hidden()
    assert "Rivera" not in dora.locator("main").inner_text()


def test_who_is_no_director_looks_and_moves_nothing(site: str, browser: Browser) -> None:
    ben = browser.new_context().new_page()
    sign_in(ben, BEN)
    _to_next_week(ben)
    expect(ben.locator(".session").first).to_be_visible()
    expect(ben.locator(".session-move")).to_have_count(0)
    expect(ben.get_by_role("link", name="Set a weekly time")).to_have_count(0)
    ben.context.close()
