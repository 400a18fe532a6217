"""Reminders on a phone: set, paused, put off, and tried; and what a notification's own buttons do."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import PHONE, keep_the_pages
from tests.journeys.test_notices import deliver, shown


def _ana(whole_browser: Browser) -> Page:
    context = whole_browser.new_context(  # type: ignore[call-overload]
        viewport=PHONE, permissions=["notifications"], timezone_id="America/Chicago"
    )
    page = context.new_page()
    sign_in(page, "ana@demo.example")
    return page  # type: ignore[no-any-return]


def _add(page: Page, words: str, at: str) -> None:
    page.get_by_text("Add a reminder", exact=True).click()
    form = page.locator("#new-reminder form")
    form.get_by_label("What for").select_option("own")
    form.get_by_label("In your own words").fill(words)
    form.get_by_label("At", exact=True).fill(at)
    form.get_by_label("Also in my quiet hours").check()
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. We remind you from now on.")).to_be_visible()


def test_a_reminder_is_set_changed_paused_and_removed(site: str, whole_browser: Browser) -> None:
    page = _ana(whole_browser)
    page.goto(f"{SITE}/companion/me/")
    page.get_by_role("link", name="My reminders").click()
    _add(page, "Water the ferns", "09:15")
    mine = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Water the ferns"))
    expect(mine).to_contain_text("9:15 a.m. · Every day")
    mine.get_by_text("Change", exact=False).first.click()
    mine.get_by_label("At", exact=True).fill("10:45")
    mine.get_by_label("Sunday").uncheck()
    mine.get_by_role("button", name="Save").click()
    expect(mine).to_contain_text("10:45 a.m. · Mon, Tue, Wed, Thu, Fri, Sat")
    page.locator("#pause-all > summary").click()
    page.get_by_label("Pause for").select_option("7")
    page.locator("#pause-all").get_by_role("button", name="Pause all").click()
    expect(page.get_by_text("Taking a break is fine.").first).to_be_visible()
    expect(page.get_by_text(re.compile("All paused. They come again on"))).to_be_visible()
    page.get_by_role("button", name="Go on now").click()
    expect(page.get_by_text("Your reminders come again.")).to_be_visible()
    mine.get_by_text("Change", exact=False).first.click()
    mine.get_by_role("button", name="Remove").click()
    expect(mine).to_have_count(0)
    page.context.close()


def test_a_reminder_comes_and_is_put_off_in_the_app(site: str, whole_browser: Browser) -> None:
    """Set for the next minute; the worker's own sweep brings it."""
    page = _ana(whole_browser)
    page.goto(f"{SITE}/companion/reach/")
    at = datetime.now(ZoneInfo("America/Chicago")) + timedelta(minutes=1)
    _add(page, "Call the garage", f"{at:%H:%M}")
    waits = page.locator("#now").get_by_role("listitem").filter(has_text="Call the garage")
    for _ in range(50):
        if waits.count():
            break
        page.wait_for_timeout(2_000)  # the worker looks once a minute
        page.goto(f"{SITE}/companion/reach/")
    waits.get_by_role("button", name="In 1 hour").click()
    expect(page.get_by_text("It comes again later.")).to_be_visible()
    expect(waits).to_contain_text("comes again at")
    waits.get_by_role("button", name="Done").click()
    expect(waits).to_have_count(0)
    page.context.close()


def test_a_test_says_by_itself_how_far_it_came_and_what_to_do(site: str, whole_browser: Browser) -> None:
    """This browser reaches no push service, so no device can be added; the page says so without being asked again."""
    page = _ana(whole_browser)
    page.goto(f"{SITE}/companion/reach/")
    page.get_by_role("button", name="Test my reminders").click()
    shown = page.locator("#tested")
    expect(shown).to_contain_text("Notification on my devices")
    expect(shown).to_contain_text("Could not be sent", timeout=30_000)
    expect(shown).to_contain_text("No device shows notices yet. Add this one below.")
    page.context.close()


def test_a_button_that_nobody_heard_of_leaves_the_notification_where_it_was(site: str, whole_browser: Browser) -> None:
    page = _ana(whole_browser)
    keep_the_pages(page)
    deeds = [{"what": "done", "words": "Done"}, {"what": "snooze-60", "words": "In 1 hour"}]
    told = {
        "words": "You asked for this reminder.", "language": "en", "id": "9", "link": "/companion/reach/",
        "receipt": "made up", "deeds": deeds,
    }  # fmt: skip
    deliver(page, "/companion/", json.dumps(told))
    assert shown(page, "/companion/")["body"] == "You asked for this reminder."
    assert shown(page, "/companion/")["buttons"] == [["done", "Done"], ["snooze-60", "In 1 hour"]]
    [worker] = page.context.service_workers
    worker.evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications();
          self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action: "snooze-60" }));
        }"""
    )
    page.wait_for_timeout(1_500)  # the receipt is refused meanwhile
    assert shown(page, "/companion/")["tag"] == "9", "it is still there"
    page.context.close()


def test_a_phone_elsewhere_is_asked_whether_to_use_its_clock(site: str, whole_browser: Browser) -> None:
    context = whole_browser.new_context(viewport=PHONE, timezone_id="Europe/Madrid")  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, "ana@demo.example")
    page.goto(f"{SITE}/companion/reach/")
    expect(page.get_by_text("Your phone says it is in Madrid time. Use that?")).to_be_visible()
    page.get_by_role("button", name="Use that").click()
    expect(page.get_by_text("Your reminders go by that clock from now on.")).to_be_visible()
    expect(page.locator("#zone-card")).to_be_hidden()
    context.close()
    home = _ana(whole_browser)  # and back, for whoever comes after
    home.goto(f"{SITE}/companion/reach/")
    home.get_by_role("button", name="Use that").click()
    expect(home.locator("#zone-card")).to_be_hidden()
    home.context.close()
