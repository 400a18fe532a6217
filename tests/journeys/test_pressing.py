"""News comes while somebody presses: their press is not lost, and the news is drawn once it is over."""

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import until

_NEWS = """() => {
  document.body.addEventListener("htmx:afterRequest", (done) => {
    window.isFetched ||= done.detail.pathInfo.requestPath.endsWith("/alerts/list/");
  });
  document.body.dispatchEvent(new CustomEvent("alerts"));
}"""


def _alerts(browser: Browser) -> Page:
    ben = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(ben, "ben@demo.example")
    ben.goto(f"{SITE}/workspace/alerts/")
    return ben


def _news_comes(page: Page) -> None:
    """And was fetched; it is drawn by then, where it may be."""
    page.evaluate(_NEWS)
    until(page, lambda: page.evaluate("window.isFetched"))


def test_an_alert_that_is_pressed_while_the_list_is_drawn_anew_opens(site: str, browser: Browser) -> None:
    ben = _alerts(browser)
    first = ben.locator(".alert-card a").first
    address = first.get_attribute("href")
    first.hover()
    ben.mouse.down()
    _news_comes(ben)
    ben.mouse.up()
    ben.wait_for_url(f"**{address}")
    ben.context.close()


def test_what_came_under_a_finger_is_drawn_once_it_is_lifted(site: str, browser: Browser) -> None:
    ben = _alerts(browser)
    ben.locator(".alert-card p").first.hover()
    ben.mouse.down()
    ben.evaluate("document.getElementById('alert-list').dataset.old = 'yes'")
    _news_comes(ben)
    expect(ben.locator("#alert-list[data-old]")).to_have_count(1)
    ben.mouse.up()
    expect(ben.locator("#alert-list[data-old]")).to_have_count(0)
    ben.context.close()
