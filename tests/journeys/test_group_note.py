"""A facilitator's group: who is there by keys, a note that survives a crash and a colleague, and a signature that is a proof."""

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import sessions_now
from tests.journeys.conftest import HOME, PASSWORD, SITE, go_on_as, sign_in

DORA = "dora@demo.example"
SHARED = {
    "topic": "Waiting out a wave",
    "interventions": "Drew the wave on the board; five minutes of slow breathing.",
    "group": "The group compared how an urge feels in the body and what has helped to wait.",
}
LINES = (
    "Told how the bus home passes the old bar and chose to walk with a neighbour on Friday.",
    "Doubted that waiting helps, then tried the breathing twice and noticed the chest loosen.",
    "Wrote down three people to ring in the evening and read the list out at the end.",
    "Stayed quiet at first, later said that mornings are hardest and asked for an early check-in.",
    "Compared cravings before and after payday and planned to hand the card over for a week.",
    "Practised saying no to a cousin in a short role play and laughed about how it came out.",
    "Named boredom as the trigger and signed up for the Saturday repair workshop.",
    "Worried about a hearing next week, stayed in the room, and used the grounding exercise.",
)


@pytest.fixture
def session(site: str) -> dict[str, str]:
    """A session that runs now: its `id`, and the `name`, `email` and `password` of who leads it."""
    made = sessions_now.told(HOME)
    return {"id": made["sessions"]["held"], "password": made["password"], **made["lead"]}


@pytest.fixture
def leader(browser: Browser, session: dict[str, str]) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    go_on_as(context.new_page(), session["email"], minutes_ago=60)  # too long ago to sign without a new proof
    yield context
    context.close()


def _saved(page: Page) -> None:
    expect(page.locator("#note-state")).to_have_text("Everything is saved.")


@pytest.mark.critical
def test_a_group_is_held_written_of_and_signed(
    leader: BrowserContext, session: dict[str, str], browser: Browser
) -> None:
    page = leader.pages[0]
    page.goto(f"{SITE}/workspace/sessions/{session['id']}/")
    expect(page.locator("#roster")).to_be_visible()

    # Who is there, by keys alone: the roster answers without the page being loaded anew.
    here = page.locator("#roster .presence-deeds button", has_text="Here")
    while before := here.count():
        here.first.press("Enter")
        # Where the roster was drawn anew under the key, whoever presses sees it and presses again.
        with suppress(AssertionError):
            expect(here).to_have_count(before - 1, timeout=5_000)
    people = page.locator("fieldset.note-person")
    page.reload()
    count = people.count()
    assert count >= 2

    # The group once, then a line for each: with Tab from cell to cell.
    for code, words in SHARED.items():
        cell = page.locator(f"[data-cell={code}][data-who='']")
        cell.fill(words)
    page.locator("[data-cell=group]").press("Tab")
    for number in range(count):
        part = people.nth(number)
        expect(part.locator("[data-cell=participation]")).to_be_focused()
        for choice in ("when asked", "even", "none voiced", "done"):
            page.keyboard.type(choice[:6])
            page.keyboard.press("Tab")
        page.keyboard.type(LINES[number % len(LINES)])
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")  # the first of their objectives
        if number < count - 1:
            page.keyboard.press("Tab")
    _saved(page)

    # A dropped line and a closed window: what was typed is there again, and reaches the server.
    leader.set_offline(True)
    line = people.first.locator("[data-cell=response]")
    line.fill("Told it anew after the line had dropped, and chose the longer way home for Friday.")
    expect(page.locator("#note-state")).to_contain_text("kept in this browser")
    address = page.url
    page.close()
    leader.set_offline(False)
    page = leader.new_page()
    page.goto(address)
    line = page.locator("fieldset.note-person").first.locator("[data-cell=response]")
    expect(line).to_have_value(re.compile("after the line had dropped"))
    _saved(page)

    # A colleague writes in the same place: neither is overwritten.
    dora = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(dora, DORA)
    dora.goto(address)
    theirs = dora.locator("fieldset.note-person").nth(1).locator("[data-cell=response]")
    ours = page.locator("fieldset.note-person").nth(1).locator("[data-cell=response]")
    ours.focus()  # where somebody types, a colleague's words are not put
    theirs.fill(f"{LINES[1]} Dora adds that the sister was mentioned.")
    _saved(dora)
    ours.fill(f"{LINES[1]} Ben adds the phone call.")
    expect(page.locator(".cell-trouble")).to_contain_text("Dora adds that the sister was mentioned.")
    ours.blur()
    with page.expect_response(
        re.compile("/cells/$")
    ):  # somebody writes elsewhere: mine still stand while it is open what holds
        page.evaluate("document.body.dispatchEvent(new Event('note'))")
    expect(ours).to_have_value(re.compile("Ben adds"))
    page.get_by_role("button", name="Keep both").click()
    expect(ours).to_have_value(re.compile("Dora adds(.|\n)*Ben adds"))
    _saved(page)
    dora.context.close()

    # It ends, it is looked over, and signing takes a proof.
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("heading", name="Ended")).to_be_visible()
    page.get_by_role("button", name="Look it over and sign").click()
    expect(page.get_by_role("heading", name="Your signature")).to_be_visible()
    page.get_by_role("link", name="Show that it is you").click()
    page.fill("input[name=password]", session["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your signature")).to_be_visible()
    looked = page.get_by_label("I have looked at it")
    if looked.count():
        looked.check()
    sign = page.get_by_role("button", name=re.compile(r"Sign \d+ notes"))
    said = re.search(r"\d+", sign.inner_text())
    assert said and int(said.group()) >= count - 2  # whoever came in the last minute has no minute to write of
    sign.click()
    expect(page.get_by_text(f"Signed: {said.group()} notes")).to_be_visible()

    # Locked: the part has no field left, and the note says who signed it.
    page.goto(address)
    expect(page.locator("fieldset.note-person[disabled]")).to_have_count(int(said.group()))
    page.get_by_role("link", name="Read the signed note").first.click()
    expect(page.get_by_text(f"Signed by {session['name']}")).to_be_visible()
    expect(page.get_by_text(re.compile("SHA-256 [0-9a-f]{64}"))).to_be_visible()

    # Whoever supervises signs beside them.
    note = page.url
    dora = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(dora, DORA)
    dora.goto(f"{SITE}/notes/to-cosign/")
    dora.locator(f"a[href='{urlsplit(note).path}']").click()
    prove = dora.get_by_role("link", name="Show that it is you").first  # one beside each thing to sign
    if prove.count():
        prove.click()
        dora.fill("input[name=password]", PASSWORD)
        dora.keyboard.press("Enter")
    dora.locator("form[action$='/cosign/'] button").click()
    expect(dora.locator(f"a[href='{urlsplit(note).path}']")).to_have_count(0)  # nothing left of it to co-sign
    dora.goto(note)
    expect(dora.locator("article").first).to_contain_text("Dora Quill")
    dora.context.close()
