"""How long a therapist's hands take for the notes of a ten-person group, driven through the real screens in a real browser.

Ten people were there. Typed at 50 words a minute (240 ms a character), a key for going on takes 300 ms, and before each person's line
somebody thinks for four seconds. From opening the session's page to the last signature, the password included. Keyboard only from the
first cell of the note to the button that leads to signing.
"""

import os
import sys
import time

from playwright.sync_api import Page, sync_playwright

from bench import ground

PEOPLE = int(os.environ.get("PEOPLE", "10"))
CHARACTER_MS, KEY_MS, THINKING_MS = 240, 300, 4_000
_SHARED = (
    "Drew the wave of an urge on the board; five minutes of paced breathing together.",
    "The group compared how an urge feels in the body. Most could say what helps to wait; two tried it in a role play. Energy rose after the break.",
)
_LINES = (
    "Told how the bus home passes the old bar and chose to walk with a neighbour on Friday.",
    "Doubted that waiting helps, then tried the breathing twice and noticed the chest loosen.",
    "Wrote down three people to ring in the evening and read the list out at the end.",
    "Stayed quiet at first, later said that mornings are hardest and asked for an early call.",
    "Compared cravings before and after payday and planned to hand the card over for a week.",
    "Practised saying no to a cousin in a short role play and laughed about how it came out.",
    "Named boredom as the trigger and signed up for the Saturday repair workshop.",
    "Worried about a hearing next week, stayed in the room, and used the grounding exercise.",
    "Brought the filled-in sheet and found that urges come after arguments, not before them.",
    "Offered a ride to another member and spoke for the first time about the night in June.",
)


def main() -> None:
    with ground.database():
        cookie, address = _session()
        with ground.web() as site, sync_playwright() as playwright:
            site = site.replace("127.0.0.1", "localhost")
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("DAYBRIDGE_CHROMIUM", "/usr/bin/chromium"),
                args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            )
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
            page = context.new_page()
            began = time.monotonic()
            page.goto(site + address)
            characters = _write(page)
            written = time.monotonic() - began
            _sign(page)
            whole = time.monotonic() - began
            browser.close()
    sys.stdout.write(
        f"{PEOPLE} people, {characters} characters: written {written / 60:.1f} min, signed after {whole / 60:.1f} min "
        f"({whole / PEOPLE:.0f} s a person). Target: 10 minutes for ten.\n"
    )


def _session() -> tuple[str, str]:
    """A session that is over, its presence taken, its note not begun; the leader's cookie and the page's address."""
    from django.db import transaction

    from bench.sessions import held_session

    with transaction.atomic():
        return held_session(PEOPLE)


def _type(page: Page, words: str) -> int:
    page.keyboard.type(words, delay=CHARACTER_MS)
    return len(words)


def _key(page: Page, *keys: str) -> None:
    for key in keys:
        page.wait_for_timeout(KEY_MS)
        page.keyboard.press(key)


def _write(page: Page) -> int:
    """The group, then everybody; the number of characters that were typed."""
    page.locator("[data-cell=topic]").focus()
    typed = _type(page, "Riding out an urge")
    for words in _SHARED:
        _key(page, "Tab")
        typed += _type(page, words)
    for number in range(PEOPLE):
        _key(page, "Tab")
        for first in ("w", "e", "n", "d")[:4]:
            page.wait_for_timeout(KEY_MS)
            page.keyboard.press(first)
            _key(page, "Tab")
        page.wait_for_timeout(THINKING_MS)
        typed += _type(page, _LINES[number % len(_LINES)])
        _key(page, "Tab", "ArrowDown")
    page.locator("#note-state[data-state=saved]").wait_for()
    return typed


def _sign(page: Page) -> None:
    _key(page, "Control+Enter")
    page.wait_for_url("**/sign/")
    page.get_by_role("link", name="Show that it is you").click()
    page.locator("input[name=password]").wait_for()
    from tests.cast import PASSWORD

    _type(page, PASSWORD)
    _key(page, "Enter")
    page.get_by_role("button", name=f"Sign {PEOPLE} notes").click()
    page.get_by_text(f"Signed: {PEOPLE} notes.").wait_for()


if __name__ == "__main__":
    main()
