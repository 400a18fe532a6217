"""Every page as its person gets it over HTTP, written to `var/test/pages` for `check_pages.mjs`, which runs axe on it.

Driven by the same examples as the permission tests: an address without one fails there. What only a browser can show (contrast, sizes,
what a script fills in) is in `tests/journeys/test_axe.py` and `test_gallery.py`.
"""

import re
from pathlib import Path

import pytest
from django.db import transaction

from daybridge.installation.home import CHECKOUT
from tests.permissions.scene import Scene
from tests.permissions.test_addresses import KNOWN, Visit, _example

PAGES = CHECKOUT / "var" / "test" / "pages"
#: The addresses in shares, so that test processes can divide them.
SHARES = 4
#: Parts of pages, which htmx puts into a page that is checked by itself, have no document of their own.
_IS_DOCUMENT = re.compile(r"^\s*<!doctype html>", re.IGNORECASE)


class Nobody(Visit):
    """Requests of a browser in which nobody is signed in."""

    def __post_init__(self) -> None:
        self._cookie = ""


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_there_for_axe(scene: Scene, share: int) -> None:
    visits: dict[str, Visit] = {}
    for pattern in KNOWN[share::SHARES]:
        example = _example(pattern)
        if example is None or pattern.startswith("api/"):
            continue
        visit = visits.get(example.by) or (Nobody if example.by == "nobody" else Visit)(scene, example.by)
        visits[example.by] = visit
        with transaction.atomic():
            answer = visit.ask("get", pattern, example)
            transaction.set_rollback(True)
        page = (answer.getvalue() if answer.streaming else answer.content).decode(errors="replace")
        if answer.headers["Content-Type"].startswith("text/html") and _IS_DOCUMENT.match(page):
            _file_of(pattern).write_text(f"<!-- /{pattern} as {example.by}: {answer.status_code} -->\n{page}")


def _file_of(pattern: str) -> Path:
    PAGES.mkdir(parents=True, exist_ok=True)
    return PAGES / (re.sub(r"[^\w]+", "-", pattern).strip("-") + ".html")
