"""What Ana writes outlives a closed page, a lost answer, a wrong clock, an old app and a full phone, and each is counted:
entries made = entries on the server, every one exactly once. docs/offline.md says which test holds which promise."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from daybridge.installation.home import CHECKOUT
from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import PHONE, keep_the_pages, until
from tests.journeys.test_companion_offline import ANA, SHELVES, _answer, _check_in, _line, _only_pages_send, _today

#: Everything but cookies, as a browser that runs short of room throws it away.
ALL_BUT_COOKIES = "indexeddb,cache_storage,service_workers,local_storage,file_systems"
#: From here on the browser has no room: it refuses every write as it does then. (A quota set by CDP lets small ones through.)
FULL = """() => {
  const { add, put } = IDBObjectStore.prototype;
  const refuse = () => { throw new DOMException("No room", "QuotaExceededError"); };
  window.hadRoom = { add, put };
  Object.assign(IDBObjectStore.prototype, { add: refuse, put: refuse });
}"""

REGISTRATION = "navigator.serviceWorker.getRegistration('/companion/')"


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[BrowserContext]:
    """A phone on which Ana has signed in and that keeps the companion's pages; only open pages send from it."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    _only_pages_send(context)
    page = context.new_page()
    sign_in(page, ANA)
    keep_the_pages(page)
    expect(page.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    yield context
    context.close()


@pytest.fixture
def ana(phone: BrowserContext) -> Page:
    return phone.pages[0]


def _some(what: str, many: int = 1) -> list[str]:
    """Notes that nobody else writes, to count by."""
    run = uuid4()
    return [f"{what} {number} {run}" for number in range(many)]


def _on_the_server(page: Page, notes: list[str]) -> list[str]:
    """Those of the notes that are on the server, as often as they are."""
    return sorted(one["note"] for one in _today(page)["check_ins"] if one["note"] in notes)


def _open(phone: BrowserContext, path: str = "/companion/") -> Page:
    page = phone.new_page()
    page.goto(SITE + path)
    return page


def _answer_another(page: Page, note: str) -> None:
    """After one that was saved, or could not be: what more there is to say is open already."""
    page.get_by_role("button", name="Another check-in").click()
    page.locator("label", has_text="In between").click()
    page.get_by_label("What happened").fill(note)
    page.get_by_role("button", name="Save all").click()


def _waiting(page: Page, many: int) -> None:
    expect(_line(page)).to_have_text(f"Waiting for signal ({many})")


def _saved(page: Page) -> None:
    """All is on the server, and the page has let go of its own copies."""
    expect(_line(page)).to_have_text("Saved")
    until(page, lambda: page.evaluate(SHELVES)[2] == 0)


# --- Pages that end at the worst moment -------------------------------------------------------------------------------


@pytest.mark.critical
def test_a_page_closed_while_it_sends_has_its_entry_saved_once(phone: BrowserContext, ana: Page) -> None:
    notes = _some("Closed while sending", 3)
    committed: list[int] = []
    phone.route("**/api/companion/check-ins", lambda route: committed.append(route.fetch().status))  # and no answer
    for number, note in enumerate(notes):
        before = len(committed)
        _check_in(ana, note)
        until(ana, lambda: ana.evaluate(SHELVES)[2] == number + 1 and len(committed) > before)  # noqa: B023
        ana.close()
        ana = _open(phone)
    phone.unroute("**/api/companion/check-ins")
    ana.reload()
    _saved(ana)
    assert _on_the_server(ana, notes) == sorted(notes)


def test_a_page_closed_in_the_very_moment_of_saving_never_saves_twice(phone: BrowserContext, ana: Page) -> None:
    """Before the screen says that it waits nothing is promised; what reached the disk is sent, once."""
    notes = _some("Closed while saving", 4)
    for note in notes:
        ana.goto(f"{SITE}/companion/check-in/")
        ana.locator("input[name=mood][value='3']").check()
        ana.evaluate("note => { document.querySelector('#note').value = note; }", note)
        ana.evaluate("() => { document.querySelector('#check-in').requestSubmit(); }")
        ana.close()
        ana = _open(phone)
    until(ana, lambda: ana.evaluate(SHELVES)[2] == 0)  # what was kept is sent
    there = _on_the_server(ana, notes)
    assert len(there) == len(set(there))


def test_a_reload_in_the_middle_of_sending_saves_once(phone: BrowserContext, ana: Page) -> None:
    notes = _some("Reloaded while sending", 3)
    committed: list[int] = []

    def keep_the_answer(route: Route) -> None:
        if len(committed) < len(notes):
            committed.append(route.fetch().status)
        else:
            route.continue_()

    phone.route("**/api/companion/check-ins", keep_the_answer)
    for number, note in enumerate(notes):
        _check_in(ana, note)
        until(ana, lambda: ana.evaluate(SHELVES)[2] > 0 and len(committed) > number)  # noqa: B023
        ana.reload()
    _saved(ana)
    assert committed[0] == 201
    assert _on_the_server(ana, notes) == sorted(notes)


# --- A server in trouble ----------------------------------------------------------------------------------------------


@pytest.mark.critical
def test_a_server_that_fails_after_it_committed_has_each_kind_of_entry_once(phone: BrowserContext, ana: Page) -> None:
    [note] = _some("Failed after the commit")
    name = f"Robin {uuid4()}"[:40]
    before = len(_today(ana)["requests"])
    lost: dict[str, int] = {}

    def lose_the_first(route: Route) -> None:
        path = route.request.url
        if route.request.method != "POST" or path in lost:
            return route.continue_()
        lost[path] = route.fetch().status
        return route.fulfill(status=500, body="")

    phone.route("**/api/companion/**", lose_the_first)
    _check_in(ana, note)
    ana.goto(f"{SITE}/companion/me/")
    ana.get_by_text("Add a person").click()
    ana.get_by_label("Name", exact=True).fill(name)
    ana.get_by_label("Phone", exact=True).fill("555-0107")
    ana.locator("#contact-form").get_by_role("button", name="Save").click()
    ana.goto(f"{SITE}/companion/support/")
    ana.get_by_role("button", name="I am not safe right now").click()
    until(ana, lambda: len(lost) == 3)  # until it is on its way the line still says that all before it is saved
    _saved(ana)
    today = _today(ana)
    assert sorted(lost.values()) == [201, 201, 201]
    assert _on_the_server(ana, [note]) == [note]
    assert [one["name"] for one in today["contacts"]].count(name) == 1
    assert len(today["requests"]) == before + 1


@pytest.mark.critical
def test_two_tabs_that_both_write_send_every_entry_once(phone: BrowserContext, ana: Page) -> None:
    notes = _some("From two tabs", 6)
    sent: list[str] = []
    phone.on("request", lambda asked: asked.method == "POST" and "/check-ins" in asked.url and sent.append(asked.url))
    tabs = [ana, _open(phone, "/companion/check-in/")]
    for tab in tabs:
        expect(tab.locator(".companion[data-known]")).to_be_attached()
    phone.set_offline(True)
    for number, note in enumerate(notes):
        _check_in(tabs[number % 2], note)
        _waiting(tabs[number % 2], number + 1)
    sent.clear()
    phone.set_offline(False)
    for tab in tabs:
        _saved(tab)
    assert len(sent) == len(notes)
    assert _on_the_server(ana, notes) == sorted(notes)


# --- Time and sessions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("off_by", [timedelta(days=1), timedelta(days=-1)], ids=["a day ahead", "a day behind"])
def test_a_clock_that_is_wrong_by_a_day_neither_loses_nor_doubles(
    phone: BrowserContext, ana: Page, off_by: timedelta
) -> None:
    notes = _some("By a wrong clock", 3)
    right = _today(ana)["today"]
    phone.clock.set_system_time(datetime.now(UTC) + off_by)
    ana.reload()
    _check_in(ana, notes[0])
    _saved(ana)
    phone.set_offline(True)
    _check_in(ana, notes[1])
    _waiting(ana, 1)
    ana.close()
    phone.clock.set_system_time(datetime.now(UTC))  # somebody sets the clock right while the entry waits
    ana = _open(phone)
    _check_in(ana, notes[2])
    phone.set_offline(False)
    _saved(ana)
    assert _on_the_server(ana, notes) == sorted(notes)
    days = {one["note"]: one["on_day"] for one in _today(ana)["check_ins"] if one["note"] in notes}
    behind = (datetime.fromisoformat(right) - timedelta(days=1)).date().isoformat()
    # A clock ahead is seen through: nothing is filed under a day that has not come. One behind can't be told from back-filling.
    assert days[notes[0]] == days[notes[1]] == (right if off_by > timedelta() else behind)
    assert days[notes[2]] == right


def test_entries_of_every_kind_wait_for_the_next_sign_in_and_are_sent_once(phone: BrowserContext, ana: Page) -> None:
    notes = _some("The session had ended", 2)
    before = len(_today(ana)["requests"])
    ana.goto(f"{SITE}/companion/check-in/")
    phone.clear_cookies(name="sessionid")
    _answer(ana, notes[0])
    expect(ana.locator("#after-state")).to_have_text("Sign in to send")
    _answer_another(ana, notes[1])
    expect(_line(ana)).to_have_text("Sign in to send (2)")
    ana.goto(f"{SITE}/companion/support/")
    ana.get_by_role("button", name="I am not safe right now").click()
    expect(_line(ana)).to_have_text("Sign in to send (3)")
    expect(ana.locator("#told")).to_have_text("This has not reached your team yet. Call 988 now.")
    sign_in(ana, ANA)
    _saved(ana)
    assert _on_the_server(ana, notes) == sorted(notes)
    assert len(_today(ana)["requests"]) == before + 1


# --- A phone without room ---------------------------------------------------------------------------------------------


def _clear_the_store(phone: BrowserContext, page: Page) -> None:
    """What a browser does that runs short of room: everything of the site goes at once, but for its cookies."""
    page.goto("about:blank")
    told = phone.new_cdp_session(page)
    told.send("Storage.clearDataForOrigin", {"origin": SITE, "storageTypes": ALL_BUT_COOKIES})


def test_a_store_that_the_browser_cleared_is_told_with_what_may_be_lost(phone: BrowserContext, ana: Page) -> None:
    notes = _some("Thrown away by the browser", 2)
    phone.set_offline(True)
    phone.route(
        "**/api/companion/check-ins", lambda route: route.abort()
    )  # a page that opens may be online for a moment
    for number, note in enumerate(notes):
        _check_in(ana, note)
        _waiting(ana, number + 1)
    _clear_the_store(phone, ana)
    phone.unroute_all()
    phone.set_offline(False)
    for _ in range(2):  # and again until somebody has seen it
        ana.goto(f"{SITE}/companion/")
        expect(ana.get_by_role("heading", name="Hello, Ana")).to_be_visible()
        expect(ana.locator("#lost")).to_contain_text("On today, 2 of what you wrote here still waited to be sent.")
    assert _on_the_server(ana, notes) == []  # as many as the screen says
    ana.get_by_role("button", name="I have seen this").click()
    expect(ana.locator("#lost")).to_be_hidden()
    ana.reload()
    expect(ana.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    expect(ana.locator("#lost")).to_be_hidden()
    _check_in(ana, notes[0])
    _saved(ana)
    assert _on_the_server(ana, notes) == [notes[0]]


def test_a_store_cleared_with_nothing_unsent_says_that_nothing_is_lost(phone: BrowserContext, ana: Page) -> None:
    [note] = _some("Sent before the store went")
    _check_in(ana, note)
    _saved(ana)
    _clear_the_store(phone, ana)
    ana.goto(f"{SITE}/companion/")
    expect(ana.locator("#lost")).to_contain_text("Nothing of yours was waiting to be sent")
    assert _on_the_server(ana, [note]) == [note]


def test_signing_out_is_no_loss(phone: BrowserContext, ana: Page) -> None:
    ana.goto(f"{SITE}/companion/me/")
    ana.get_by_role("button", name="Sign out").click()
    ana.wait_for_url("**/accounts/login/")
    sign_in(ana, ANA)
    expect(ana.get_by_role("heading", name="Hello, Ana")).to_be_visible()
    expect(ana.locator("#lost")).to_be_hidden()


def test_a_full_phone_sends_at_once_and_without_a_signal_keeps_the_words_on_the_page(
    phone: BrowserContext, ana: Page
) -> None:
    notes = _some("No room here", 2)
    ana.goto(f"{SITE}/companion/check-in/")
    expect(ana.locator(".companion[data-known]")).to_be_attached()
    ana.evaluate(FULL)
    _answer(ana, notes[0])
    expect(ana.locator("#after-state")).to_have_text("Saved")
    assert _on_the_server(ana, notes) == [notes[0]]
    phone.set_offline(True)
    _answer_another(ana, notes[1])
    expect(ana.get_by_text("This phone could not keep that.")).to_be_visible()
    expect(ana.get_by_label("What happened")).to_have_value(notes[1])
    phone.set_offline(False)
    ana.evaluate("Object.assign(IDBObjectStore.prototype, window.hadRoom)")
    ana.get_by_role("button", name="Save all").click()
    _saved(ana)
    assert _on_the_server(ana, notes) == sorted(notes)


# --- An app two releases old ------------------------------------------------------------------------------------------


class OldBuild:
    """The site as it was before: the same pages and files under names that today's build does not know."""

    def __init__(self, name: str) -> None:
        built = json.loads((CHECKOUT / "daybridge/static/built/manifest.json").read_text())
        shells = [file for file in built.values() if re.match(r"(main|companion)-", file)]
        self.names = {file: re.sub(r"-[A-Z0-9]{8}\.", f"-{name}.", file) for file in shells}
        self.name = name

    def _renamed(self, text: str, *, back: bool = False) -> str:
        for new, old in self.names.items():
            text = text.replace(old, new) if back else text.replace(new, old)
        return text

    def serve(self, phone: BrowserContext) -> None:
        phone.route(f"{SITE}/companion/**", self._page)
        phone.route(re.compile(f"/static/built/.*-{self.name}\\."), self._file)

    def gone(self, phone: BrowserContext) -> None:
        phone.unroute_all(behavior="wait")  # what the closed page asked for last may still be on its way
        phone.route(re.compile(f"/static/built/.*-{self.name}\\."), lambda route: route.fulfill(status=404))

    def _page(self, route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        body = self._renamed(answer.text())
        if route.request.url.endswith("/sw.js"):
            [today] = re.findall(r"daybridge-companion-pages-([0-9A-F]{8})", body)
            body = body.replace(today, self.name)
        route.fulfill(response=answer, body=body)

    def _file(self, route: Route) -> None:
        answer = route.fetch(url=self._renamed(route.request.url, back=True))
        mark = f'globalThis.build="{self.name}";' if route.request.url.endswith(".js") else ""
        route.fulfill(response=answer, body=mark + answer.text())


def test_a_phone_two_builds_old_updates_itself_and_loses_nothing_that_waits(site: str, browser: Browser) -> None:
    notes = _some("Written in an old app", 4)
    phone = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    _only_pages_send(phone)
    blank = _open(phone, "/static/ui/mark.svg")
    blank.evaluate("caches.open('daybridge-companion-files-OLDER000')")  # left by a build that was older still
    blank.close()
    oldest = OldBuild("OLDEST11")
    oldest.serve(phone)
    elsewhere = browser.new_context()
    sign_in(elsewhere.new_page(), ANA)  # a page that a sign-in leads to can't be served as it was
    phone.add_cookies(elsewhere.cookies())  # type: ignore[arg-type]
    elsewhere.close()
    ana = _open(phone)
    keep_the_pages(ana)
    assert ana.evaluate("globalThis.build") == oldest.name
    phone.set_offline(True)
    for number, note in enumerate(notes[:2]):
        _check_in(ana, note)
        _waiting(ana, number + 1)
    assert ana.evaluate("globalThis.build") == oldest.name, "the old shell opened without a network"
    ana.close()
    # Two builds later nothing of the old one is there any more; the new one finds its shell, its worker and its store.
    oldest.gone(phone)
    ana = _open(phone, "/companion/check-in/")
    assert ana.evaluate("globalThis.build") == oldest.name
    _answer(ana, notes[2])
    _waiting(ana, 3)
    phone.set_offline(False)
    _saved(ana)  # the old page itself sends to the new server
    phone.set_offline(True)
    _check_in(ana, notes[3])
    _waiting(ana, 1)
    ana.close()
    phone.set_offline(False)
    ana = _open(phone)
    _saved(ana)
    assert ana.evaluate("globalThis.build ?? ''") == ""
    assert _on_the_server(ana, notes) == sorted(notes)

    def is_taken() -> bool:
        left = [one for one in ana.evaluate("caches.keys()") if "OLD" in one]
        return left == [f"daybridge-companion-files-{oldest.name}"]

    until(ana, is_taken)
    phone.set_offline(True)
    # A page that was opened from the old shell at that moment asks for its files now.
    for file in oldest.names.values():
        assert ana.evaluate("file => fetch(file).then((one) => one.ok)", f"/static/built/{file}"), file
    ana.goto(f"{SITE}/companion/support/")
    assert ana.evaluate("globalThis.build ?? ''") == "", "today's shell is the one that is kept"
    expect(ana.get_by_role("link", name="Call 988")).to_be_visible()
    phone.close()


def test_a_new_build_that_the_browser_lets_wait_is_asked_again_by_open_pages(site: str, browser: Browser) -> None:
    """Chromium lets one wait now and then, for five minutes; here it does while the worker before has something under way."""
    phone = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]

    def older(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + "// an older build")

    phone.route(f"{SITE}/companion/sw.js", older)
    ana = phone.new_page()
    sign_in(ana, ANA)
    keep_the_pages(ana)
    [before] = phone.service_workers
    before.evaluate("""() => self.addEventListener("message", (event) => {
      if (event.data.stay) event.waitUntil(new Promise((done) => { self.letGo = done; }));
    })""")
    ana.evaluate("navigator.serviceWorker.controller.postMessage({ stay: true })")
    ana.evaluate(f"{REGISTRATION}.then((one) => one.update())")  # which Chromium asks of the server, past every route
    until(ana, lambda: ana.evaluate(f"{REGISTRATION}.then((one) => !!one.waiting)"))
    [new] = [one for one in phone.service_workers if one.evaluate("self.serviceWorker.state") == "installed"]
    new.evaluate("""() => {
      const ask = self.skipWaiting.bind(self);
      self.skipWaiting = () => { self.hasAskedAgain = true; return ask(); };
    }""")
    until(ana, lambda: new.evaluate("self.hasAskedAgain"))
    before.evaluate("letGo()")
    until(ana, lambda: new.evaluate("self.serviceWorker.state") == "activated")
    phone.close()
