"""Someone whose days got worse is put before their therapist, who reads why, looks, and says whether it helped."""

import re

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import SITE, sign_in


def test_a_therapist_reads_what_changed_and_says_whether_it_helped(site: str, browser: Browser) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, "ben@demo.example")
    page.goto(SITE + "/workspace/")
    card = page.locator(".look-card").first
    name = card.locator(".look-who a").inner_text()
    card.get_by_role("link", name=name).click()
    changed = page.locator("#changed")
    expect(changed.get_by_role("heading", name="What changed for them")).to_be_visible()
    changed.locator("summary").click()
    expect(changed.get_by_text(re.compile("It is a reason to look, not a probability"))).to_be_visible()
    page.go_back()
    card = page.locator(".look-card", has=page.get_by_role("link", name=name))
    card.get_by_role("button", name="Useful: " + name, exact=True).click()
    expect(card.get_by_role("button", name="Useful: " + name, exact=True)).to_have_attribute("aria-pressed", "true")
