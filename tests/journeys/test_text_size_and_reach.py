"""Every page of the companion with text twice as large, on a narrow phone, for a screen reader, with one thumb, and at rest."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from daybridge.installation.home import CHECKOUT
from tests.journeys.conftest import SITE, sign_in

ANA = "ana@demo.example"
TALL = {"width": 390, "height": 844}
NARROW = {"width": 360, "height": 740}
#: The pages that a phone keeps, as the service worker names them, and the one that it does not.
_KEPT = re.search(r"const PAGES = \[([^\]]*)\]", (CHECKOUT / "client/sw.ts").read_text())
assert _KEPT
PLACES = [*re.findall(r'"([^"]*)"', _KEPT[1]), "reach/"]
#: What a person can work; each must say what it is.
CONTROLS = set(
    "button link textbox searchbox checkbox radio combobox slider spinbutton switch tab menuitem img".split()
)

#: Words that reach out of the screen, or out of a box that cuts them off; a box that can be scrolled by hand cuts nothing off.
CUT_OFF = """() => {
  const found = [];
  const says = (one) => `${one.tagName.toLowerCase()}#${one.id}.${one.className}: ${one.textContent.trim().slice(0, 60)}`;
  const scrolls = (one) => one && (/(auto|scroll)/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth) found.push(`the page scrolls sideways: ${page.scrollWidth}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const box = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !box.checkVisibility({ visibilityProperty: true })) continue;
    if (box.closest(".visually-hidden, .skip-link, template, svg, option, noscript") || scrolls(box.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const out = [...range.getClientRects()].some(({ left, right }) => left < -1 || right > innerWidth + 1);
    const looks = getComputedStyle(box);
    const cuts = /(hidden|clip)/.test(looks.overflow) || looks.textOverflow === "ellipsis";
    if (out || (cuts && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1))) found.push(says(box));
  }
  return found;
}"""
#: What still moves for somebody who asked for no motion.
MOVES = """() => [
  ...document.getAnimations().filter((one) => Number(one.effect.getComputedTiming().duration) > 0).map((one) => one.animationName ?? "a transition"),
  ...[...document.querySelectorAll("*")].filter((one) => getComputedStyle(one).transitionDuration.split(", ").some((long) => parseFloat(long) > 0)).map((one) => one.className),
]"""
#: The places at the bottom: how high each is on the screen, and how large.
THUMB = """() => [...document.querySelectorAll(".companion-places a")].map((one) => {
  const { top, bottom, width, height } = one.getBoundingClientRect();
  return { top: top / innerHeight, bottom: bottom / innerHeight, width, height };
})"""


@pytest.fixture(scope="module")
def ana(site: str, browser: Browser) -> Iterator[Page]:
    """One page of Ana's phone for every look; each place is opened once for each size."""
    context = browser.new_context(viewport=TALL, reduced_motion="reduce", has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, ANA)
    yield page
    context.close()


def opened(page: Page, place: str, viewport: Any, *, text_size: str = "") -> Page:
    """A place of the companion once the phone has filled it, with all that can be unfolded unfolded."""
    page.set_viewport_size(viewport)
    page.goto(f"{SITE}/companion/{place}")
    if place != "reach/":
        page.locator(".companion[data-known]").wait_for()
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", text_size)
    page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
    return page


@pytest.mark.parametrize("place", PLACES)
def test_with_text_twice_as_large_no_word_is_cut_off(ana: Page, place: str) -> None:
    page = opened(ana, place, TALL, text_size="200%")
    assert page.evaluate(CUT_OFF) == []
    head, places = (page.locator(one).bounding_box() for one in (".companion-head", ".companion-places"))
    assert head and places
    # What stays on the screen leaves more than half of it to read in.
    assert head["height"] + places["height"] < TALL["height"] / 2


@pytest.mark.parametrize("place", PLACES)
def test_on_a_narrow_phone_no_word_is_cut_off(ana: Page, place: str) -> None:
    assert opened(ana, place, NARROW).evaluate(CUT_OFF) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_screen_reader_is_told_what_every_control_is(ana: Page, place: str) -> None:
    page = opened(ana, place, TALL)
    told = page.context.new_cdp_session(page)
    nodes = told.send("Accessibility.getFullAXTree")["nodes"]
    told.detach()
    controls = [one for one in nodes if not one["ignored"] and one.get("role", {}).get("value") in CONTROLS]
    nameless = [one for one in controls if not one.get("name", {}).get("value", "").strip()]
    assert len(controls) >= 6, "the places and the way to the main part at least"
    assert [one["role"]["value"] for one in nameless] == []


@pytest.mark.parametrize("place", PLACES)
def test_nothing_moves_for_who_asked_for_no_motion(ana: Page, place: str) -> None:
    assert opened(ana, place, TALL).evaluate(MOVES) == []


@pytest.mark.parametrize("viewport", [TALL, NARROW], ids=["390", "360"])
def test_what_is_needed_most_lies_under_one_thumb(ana: Page, viewport: Any) -> None:
    """The places and Support now lie in the lowest part of every screen; the face and Save need no reaching up."""
    for place in PLACES:
        for spot in opened(ana, place, viewport).evaluate(THUMB):
            assert spot["top"] > 0.8 and spot["bottom"] <= 1, (place, spot)
            assert spot["width"] >= 44 and spot["height"] >= 44, (place, spot)
    page = opened(ana, "check-in/", viewport)
    page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = false; }")
    page.evaluate("scrollTo(0, 0)")
    faces = page.locator(".moods .mood").first.bounding_box()
    places = page.locator(".companion-places").bounding_box()
    assert faces and places and faces["y"] + faces["height"] < places["y"]
    save = page.get_by_role("button", name="Save", exact=True)
    save.scroll_into_view_if_needed()
    expect(save).to_be_in_viewport()
    box = save.bounding_box()
    assert box and box["y"] > viewport["height"] / 4 and box["y"] + box["height"] < places["y"]
