"""Ana's hard evening, from a phone without a signal to the answer she reads."""

import re

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import SITE, sign_in


def test_a_check_in_made_offline_is_saved_once_and_its_alert_is_answered(site: str, browser: Browser) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844})
    ana = phone.new_page()
    sign_in(ana, "ana@demo.example")
    ana.evaluate("navigator.serviceWorker.ready.then(() => true)")
    ana.goto(f"{SITE}/companion/check-in/")
    expect(ana.get_by_role("button", name="Save", exact=True)).to_be_visible()
    before = _today(ana)

    desk = browser.new_context(viewport={"width": 1280, "height": 800})
    ben = desk.new_page()
    sign_in(ben, "ben@demo.example")
    ben.goto(f"{SITE}/workspace/alerts/")
    raised = ben.get_by_text(re.compile("Urge 9 of 10"))
    expect(raised).to_have_count(0)

    phone.set_offline(True)
    ana.locator("input[name=mood][value='1']").check()
    ana.get_by_text("Add more").click()
    _slide(ana, "urge", 9)
    ana.get_by_role("button", name="Save all").click()
    expect(ana.get_by_text(re.compile("Waiting", re.IGNORECASE)).first).to_be_visible()

    phone.set_offline(False)
    ana.evaluate("window.dispatchEvent(new Event('online'))")
    expect(raised.first).to_be_visible(timeout=10_000)  # on the open page, without a reload
    after = _today(ana)
    assert len(after["check_ins"]) == len(before["check_ins"]) + 1
    assert after["check_ins"][-1]["urge"] == 9


def _today(page):  # type: ignore[no-untyped-def]
    return page.evaluate("fetch('/api/companion/today').then(answer => answer.json())")


def _slide(page, name: str, value: int) -> None:  # type: ignore[no-untyped-def]
    """Choose a value on a scale, whether it is a slider or a row of radio buttons."""
    scale = page.locator(f"[name={name}]")
    if scale.first.get_attribute("type") == "radio":
        page.locator(f"[name={name}][value='{value}']").check(force=True)
    else:
        scale.first.fill(str(value))
