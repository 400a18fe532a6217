"""How people say how they may be reached, and what a push shows on their device."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import DESK, PHONE, keep_the_pages, until

_SHOWN = """async (scope) => {
  const [one] = await (await navigator.serviceWorker.getRegistration(scope)).getNotifications();
  const buttons = one?.actions.map(({ action, title }) => [action, title]);
  return one && { title: one.title, body: one.body, lang: one.lang, tag: one.tag, buttons };
}"""


def test_a_participant_chooses_how_they_are_reached_on_their_phone(site: str, whole_browser: Browser) -> None:
    context = whole_browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    ana = context.new_page()
    sign_in(ana, "ana@demo.example")
    ana.goto(f"{SITE}/companion/me/")
    ana.get_by_role("link", name="How we may reach you").click()
    questions = ana.get_by_role("group", name="When questions are waiting")
    expect(questions.get_by_label("Notification on my devices")).to_be_checked()
    expect(ana.get_by_text("This site can't send text messages.")).to_be_visible()
    questions.get_by_label("Notification on my devices").uncheck()
    ana.get_by_label("Quiet from").fill("20:30")
    ana.get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Saved.", exact=True)).to_be_visible()
    ana.reload()
    expect(questions.get_by_label("Notification on my devices")).not_to_be_checked()
    expect(ana.get_by_label("Quiet from")).to_have_value("20:30")
    context.close()


@pytest.mark.critical
def test_a_push_shows_its_discreet_words_and_nothing_else(site: str, whole_browser: Browser) -> None:
    context = whole_browser.new_context(viewport=PHONE, permissions=["notifications"])  # type: ignore[arg-type]
    ana = context.new_page()
    sign_in(ana, "ana@demo.example")
    keep_the_pages(ana)
    told = {"words": "You have a new note.", "language": "en", "id": "7", "link": "/companion/", "receipt": ""}
    deliver(ana, "/companion/", json.dumps(told))
    expected = {"title": "Daybridge", "body": "You have a new note.", "lang": "en", "tag": "7", "buttons": []}
    assert shown(ana, "/companion/") == expected
    context.close()


def test_staff_are_told_the_truth_when_their_browser_has_no_push_service(site: str, whole_browser: Browser) -> None:
    """This browser reaches no push service. Its worker is there all the same, and shows what it is handed."""
    context = whole_browser.new_context(viewport=DESK, permissions=["notifications"])  # type: ignore[arg-type]
    dora = context.new_page()
    sign_in(dora, "dora@demo.example")
    dora.goto(f"{SITE}/staff/me/")
    dora.get_by_role("link", name="Channels, quiet hours, devices").click()
    dora.get_by_role("button", name="Show notices on this device").click()
    expect(dora.locator("#device-trouble")).to_contain_text("could not be set up for notices")
    deliver(dora, "/notices/", "not JSON")
    assert shown(dora, "/notices/")["body"] == "Something waits for you."
    context.close()


def shown(page: Page, scope: str) -> dict[str, Any]:
    """The first notice that this page's service worker shows, once there is one."""
    until(page, lambda: page.evaluate(_SHOWN, scope))
    return dict(page.evaluate(_SHOWN, scope))


def deliver(page: Page, scope: str, told: str) -> None:
    """Hand a push to this page's service worker, as the browser does when one arrives."""
    devtools = page.context.new_cdp_session(page)
    known: list[dict[str, str]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    until(page, lambda: any(one["scopeURL"] == SITE + scope for one in known))
    [found, *_] = [one for one in known if one["scopeURL"] == SITE + scope]
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": SITE, "registrationId": found["registrationId"], "data": told},
    )
