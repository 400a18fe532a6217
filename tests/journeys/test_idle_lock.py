"""A workspace nobody touches: it locks itself, in every tab, and opens again with the keyboard alone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PASSWORD, SITE, sign_in
from tests.journeys.steps import DESK, PasskeyHolder, tab_to

NOTE = "Half a sentence that must not get lost"


@pytest.mark.critical
def test_an_idle_workspace_locks_in_every_tab_and_opens_again_with_the_keyboard(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    context.clock.install()
    cora = context.new_page()
    sign_in(cora, "cora@demo.example")
    device = _add_a_passkey(cora)
    other = context.new_page()
    other.goto(f"{SITE}/workspace/caseload/")
    names = other.locator("[data-board] [data-row-link]")
    expect(names.first).to_be_visible()

    cora.goto(f"{SITE}/workspace/alerts/")
    cora.locator(".alert-card a").first.click()
    someone = cora.get_by_role("heading", level=1).inner_text()
    assert someone in _read_aloud(cora) and someone in cora.title()
    cora.locator("summary", has_text="Hand it over").click()
    cora.get_by_label("What they should know").fill(NOTE)

    context.clock.fast_forward("14:00")
    expect(_cover(cora)).to_be_hidden()
    context.clock.fast_forward("01:10")
    for page in (cora, other):
        expect(_cover(page)).to_be_visible()
        _expect_nothing_to_be_read(page)
    assert someone not in _read_aloud(cora)
    assert cora.request.get(f"{SITE}/workspace/", max_redirects=0).status == 302

    expect(cora.get_by_role("link", name="Sign in again")).to_be_focused()
    cora.keyboard.press("Escape")
    expect(_cover(cora)).to_be_visible()
    with context.expect_page() as opened:
        cora.keyboard.press("Enter")
    entrance = opened.value
    PasskeyHolder(entrance).take_over(device)
    tab_to(entrance, entrance.get_by_role("button", name="Sign in with a passkey"))
    entrance.keyboard.press("Enter")
    entrance.wait_for_url(f"{SITE}/workspace/")
    entrance.close()

    for page in (cora, other):
        tab_to(page, page.get_by_role("button", name="I have signed in"))
        page.keyboard.press("Enter")
        expect(_cover(page)).to_be_hidden()
    expect(cora.get_by_label("What they should know")).to_have_value(NOTE)
    assert someone in _read_aloud(cora) and someone in cora.title()
    expect(names.first).to_be_visible()
    context.close()


def _cover(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("dialog", name="Locked while you were away")


def _expect_nothing_to_be_read(page: Page) -> None:
    """The cover hides all of the window, without a hole, and nothing under it is there for a reader or a finger."""
    page.bring_to_front()
    covered = page.evaluate(
        """() => {
          const cover = document.querySelector("#lock");
          const spots = [0.01, 0.25, 0.5, 0.75, 0.99].flatMap((x) => [0.01, 0.25, 0.5, 0.75, 0.99].map((y) => [x, y]));
          const isOnTop = spots.every(([x, y]) => cover.contains(document.elementFromPoint(innerWidth * x, innerHeight * y)));
          const looks = getComputedStyle(cover);
          return isOnTop && looks.opacity === "1" && !/\\/|rgba|transparent/.test(looks.backgroundColor);
        }"""
    )
    assert covered
    assert page.title() == "Locked while you were away · Daybridge"
    read = _read_aloud(page)
    assert "Locked while you were away" in read
    assert not {"Workspace", "Caseload", "Alerts"} & read


def _read_aloud(page: Page) -> set[str]:
    """Everything that the browser itself tells a screen reader."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return {node.get("name", {}).get("value", "") for node in nodes if not node["ignored"]}


def _add_a_passkey(cora: Page) -> PasskeyHolder:
    device = PasskeyHolder(cora)
    cora.goto(f"{SITE}/accounts/2fa/webauthn/add/")
    cora.get_by_label("Password").fill(PASSWORD)  # is it still you?
    cora.get_by_role("button", name="Go on").click()
    cora.get_by_role("button", name="Add a passkey").click()
    expect(cora.get_by_text("The passkey is added.")).to_be_visible()
    return device
