"""Worksheets, the diary and setbacks on Ana's phone, without a signal too, and what Ben sees of them."""

import base64
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import NARROW_PHONE, a_desk, fits_phones, keep_the_pages, press_until

ANA, BEN = "ana@demo.example", "ben@demo.example"


@pytest.fixture(scope="module")
def phone(site: str, browser: Browser) -> Iterator[BrowserContext]:
    """Ana's phone, as narrow as they come."""
    context = browser.new_context(viewport=NARROW_PHONE, has_touch=True)  # type: ignore[arg-type]
    # Playwright may miss what a waking service worker sends.
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    page = context.new_page()
    sign_in(page, ANA)
    keep_the_pages(page)
    yield context
    context.close()


@pytest.fixture
def ana(phone: BrowserContext) -> Iterator[Page]:
    page = phone.pages[0]
    yield page
    phone.set_offline(False)
    fits_phones(page)


@pytest.fixture(scope="module")
def ben(site: str, browser: Browser) -> Iterator[Page]:
    page = a_desk(browser)
    sign_in(page, BEN)
    page.goto(f"{SITE}/workspace/caseload/?q=Rivera")
    page.locator("a[href*='/workspace/people/']").first.click()
    page.get_by_role("link", name="Diary and worksheets").click()
    page.wait_for_url("**/between/")
    yield page
    page.context.close()


def _open(page: Page, path: str) -> None:
    """A page of hers, once it has asked the server what is new."""
    with page.expect_response("**/api/companion/work"):
        page.goto(f"{SITE}/companion/{path}")


def _entries(page: Page, worksheet: str) -> list[dict[str, Any]]:
    answer = page.request.get(f"{SITE}/api/companion/work")
    assert answer.ok, answer.status
    return [one for one in answer.json()["entries"] if one["worksheet"] == worksheet]


def _saved(page: Page) -> None:
    expect(page.locator("#sheet-saved")).to_be_visible()
    expect(page.locator("#sheet-saved-state")).to_have_text("Saved")


def _next(page: Page) -> None:
    page.locator("#sheet-next").click()


def _between(ben: Page, page: Page | None = None) -> Page:
    """Ben's page about Ana, anew."""
    ben.goto(re.sub(r"/between/.*", "/between/", ben.url))
    return ben


# --- A thought record ------------------------------------------------------------------------------------------------


def _write_thoughts(page: Page, situation: str) -> None:
    page.get_by_label("Where were you, and what was going on?").fill(situation)
    _next(page)
    page.get_by_label("The thought").fill("I ruin everything")
    page.get_by_label("How much did you believe it?").fill("85")
    _next(page)
    page.get_by_label("The feeling").fill("Shame")
    page.get_by_label("How strong was it?").fill("70")
    _next(page)


def test_a_thought_record_written_without_signal_over_two_sittings_arrives_once_and_is_read_when_shared(
    phone: BrowserContext, ana: Page, ben: Page
) -> None:
    situation = f"The kitchen, {uuid4()}"
    _open(ana, "worksheets/?sheet=thought-record")
    phone.set_offline(True)
    ana.get_by_role("button", name="Begin").click()
    _write_thoughts(ana, situation)
    expect(ana.locator("#worksheet")).not_to_have_attribute("aria-busy", "true")
    ana.reload()  # the phone was put away, and the page was closed meanwhile
    ana.get_by_role("button", name="Begin").click()
    expect(ana.get_by_text("You go on with what you typed here before.")).to_be_visible()
    expect(ana.get_by_label("Where were you, and what was going on?")).to_have_value(situation)
    for _ in range(3):
        _next(ana)
    ana.get_by_label("What speaks against it?").fill("One plate broke.")
    _next(ana)
    ana.get_by_label("A thought that takes both sides in").fill("One plate is one plate.")
    ana.get_by_label("How strong are the feelings now? Shame").fill("30")
    ana.get_by_text("My team too").click()
    _next(ana)
    expect(ana.locator("#sheet-saved-state")).to_have_text("Waiting for signal")
    phone.set_offline(False)
    _saved(ana)
    found = [one for one in _entries(ana, "thought-record") if one["answers"]["situation"] == situation]
    assert [one["answers"]["feelings-now"] for one in found] == [[30]]
    _between(ben).get_by_role("link", name=situation).click()
    expect(ben.get_by_text("Shame 70 → 30")).to_be_visible()


def test_what_is_kept_to_oneself_is_not_seen_and_can_be_shared_later(ana: Page, ben: Page) -> None:
    situation = f"At home, {uuid4()}"
    _open(ana, "worksheets/?sheet=thought-record&new")
    _write_thoughts(ana, situation)
    for _ in range(2):
        _next(ana)
    _saved(ana)
    expect(_between(ben).get_by_role("link", name=situation)).to_have_count(0)
    ana.get_by_role("button", name="What I have written").click()
    row = ana.locator("#worksheet-entries li", has_text=situation)
    expect(row).to_contain_text("Only for you")
    row.get_by_role("button").click()
    press_until(ana.locator("#sheet-next"), ana.locator("#sheet-sharing").is_visible)
    ana.get_by_text("My team too").click()
    _next(ana)
    _saved(ana)
    expect(_between(ben).get_by_role("link", name=situation)).to_have_count(1)


# --- Plans, fears, nights --------------------------------------------------------------------------------------------


def test_something_planned_waits_on_today_until_she_says_how_it_went(ana: Page, ben: Page) -> None:
    what = f"Swim {uuid4()}"
    _open(ana, "worksheets/?sheet=activity-plan&new")
    ana.get_by_label("What will you do?").fill(what)
    ana.locator("#sheet-day").select_option(label="tomorrow")
    ana.get_by_role("button", name="Save so far").click()
    _saved(ana)
    _open(ana, "")
    expect(ana.locator("#open-work")).to_contain_text(what)
    ana.locator("#open-work").get_by_role("link", name=what).click()
    ana.locator("#worksheet-entries li", has_text=what).get_by_role("button", name="Go on").click()
    ana.locator("fieldset", has_text="Did you do it?").get_by_text("Some of it").click()
    ana.locator("fieldset", has_text="How much did you enjoy it?").get_by_text("7", exact=True).click()
    _next(ana)
    _saved(ana)
    [entry] = [one for one in _entries(ana, "activity-plan") if one["answers"]["what"] == what]
    assert (entry["answers"]["done"], entry["answers"]["pleasure"]) == ("some", 7)
    expect(_between(ben).get_by_role("link", name=what)).to_be_visible()


def test_a_fear_is_faced_in_two_sittings(ana: Page, ben: Page) -> None:
    step = f"The bus {uuid4()}"
    _open(ana, "worksheets/?sheet=exposure-step&new")
    ana.get_by_label("What will you face?").fill(step)
    ana.get_by_label("How distressed are you before it?").fill("60")
    ana.get_by_role("button", name="Save so far").click()
    _saved(ana)
    ana.get_by_role("button", name="What I have written").click()
    ana.locator("#worksheet-entries li", has_text=step).get_by_role("button", name="Go on").click()
    ana.get_by_label("How high did the distress go?").fill("85")
    ana.get_by_label("How distressed are you now?").fill("25")
    _next(ana)
    _saved(ana)
    _between(ben).get_by_role("link", name=step).click()
    expect(ben.get_by_text("85 of 100")).to_be_visible()


def test_a_night_is_told_in_numbers_and_comes_back_as_sleep(ana: Page, ben: Page) -> None:
    _open(ana, "worksheets/?sheet=sleep-diary&new")
    ana.get_by_label("When did you get into bed?").fill("23:00")
    ana.get_by_label("How many minutes were you awake in all?").fill("96")
    ana.get_by_label("When did you get up?").fill("07:00")
    _next(ana)
    _saved(ana)
    ana.get_by_role("button", name="What I have written").click()
    expect(ana.locator("#worksheet-entries li", has_text="80 percent of the time in bed").first).to_be_visible()
    expect(_between(ben).get_by_text("sleep efficiency 80 %", exact=True).first).to_be_visible()


def test_what_is_needed_is_said_beside_the_form_and_nothing_typed_is_lost(ana: Page) -> None:
    _open(ana, "worksheets/?sheet=trigger-plan&new")
    _next(ana)
    expect(ana.get_by_role("alert").filter(has_text="Please fill this in first: What is it?")).to_be_focused()
    trigger = f"Payday {uuid4()}"
    ana.get_by_label("What is it?").fill(trigger)
    for _ in range(3):
        _next(ana)
    _saved(ana)
    assert [one for one in _entries(ana, "trigger-plan") if one["answers"]["trigger"] == trigger]


# --- The diary -------------------------------------------------------------------------------------------------------


def test_an_urge_of_zero_that_was_acted_on_is_on_the_card_and_with_her_team(
    phone: BrowserContext, ana: Page, ben: Page
) -> None:
    _open(ana, "diary/")
    phone.set_offline(True)
    urge = ana.locator("fieldset.mark", has_text="Urge to use")
    for _ in range(2):  # tapped by mistake, and tapped away again
        urge.get_by_text("4", exact=True).click()
    expect(urge.locator("input:checked")).to_have_count(0)
    urge.get_by_text("0", exact=True).click()
    urge.get_by_text("Acted on it").click()
    ana.get_by_text("Skills I used").click()
    ana.get_by_text("Asked for help").click()
    note = f"Told nobody, {uuid4()}"
    ana.get_by_label("What happened").fill(note)
    ana.get_by_role("button", name="Save", exact=True).click()
    expect(ana.locator("#diary-saved-state")).to_have_text("Waiting for signal")
    expect(ana.locator("#diary-hard").get_by_role("link", name="Support now")).to_be_visible()
    expect(ana.locator("#week-rows tr", has_text="Urge to use")).to_contain_text("0 acted")
    phone.set_offline(False)
    expect(ana.locator("#diary-saved-state")).to_have_text("Saved")
    assert [one["answers"].get("note") for one in _entries(ana, "diary")].count(note) == 1
    card = _between(ben).locator(".diary-card")
    expect(card.locator("tr", has_text="Urge to use")).to_contain_text("acted")
    expect(ben.get_by_text(note)).to_be_visible()
    ben.get_by_role("link", name="Ana Rivera").first.click()
    expect(ben.get_by_text(re.compile("Urge to use, on .*: it happened")).first).to_be_visible()
    ben.get_by_role("link", name="Diary and worksheets").click()


def test_a_setback_is_told_in_three_taps_and_opens_support_and_nothing_goes_back_to_zero(ana: Page) -> None:
    _open(ana, "")
    before = len(_entries(ana, "setback"))
    ana.get_by_role("link", name="Tell of a setback").click()  # one
    ana.locator("#worksheet").get_by_text("I drank or used").click()  # two
    _next(ana)  # three
    ana.wait_for_url("**/companion/support/#setback-used")
    expect(ana.get_by_text("Nothing goes back to zero.")).to_be_visible()
    expect(ana.get_by_text("keep naloxone near you")).to_be_visible()
    expect(ana.get_by_role("link", name="Call 988")).to_be_visible()
    expect(ana.locator("#sending")).to_have_text("Saved")
    assert len(_entries(ana, "setback")) == before + 1
    _open(ana, "progress/")
    expect(ana.locator("#days-words")).to_have_text(re.compile(r"^\d\d of the last \d\d days$"))


def test_what_ben_sets_up_is_asked_on_her_open_page_without_a_reload(ana: Page, ben: Page) -> None:
    own = f"Bet {uuid4()}"[:20]
    _open(ana, "check-in/")
    _between(ben)
    ben.get_by_role("link", name="What their diary asks").click()
    free = ben.locator(".own-target", has=ben.locator("input[id$='-words'][value='']")).first
    if not free.count():
        free = ben.locator(".own-target").last
    free.get_by_label("In their words").fill(own)
    free.get_by_label("Also in the check-in").check()
    ben.get_by_role("button", name="Save", exact=True).click()
    expect(ben.get_by_text("Saved. Their phone asks this")).to_be_visible()
    row = ana.locator("#check-in-marks fieldset", has_text=own)
    expect(row).to_be_visible()
    row.get_by_text("3", exact=True).click()
    ana.locator("label", has_text="In between").click()
    ana.get_by_role("button", name="Save", exact=True).click()
    expect(ana.locator("#after-state")).to_have_text("Saved")
    expect(_between(ben).locator(".diary-card tr", has_text=own)).to_contain_text("3")


# --- A hard moment ---------------------------------------------------------------------------------------------------


def _coped(page: Page) -> int:
    return len(_entries(page, "coping"))


def test_in_a_hard_moment_without_signal_there_is_one_thing_to_try_and_what_helped_comes_first(
    phone: BrowserContext, ana: Page
) -> None:
    ana.goto(f"{SITE}/companion/library/")
    expect(ana.locator("#library-search")).to_be_visible()  # the exercises lie on this phone
    _open(ana, "now/")
    before = _coped(ana)
    expect(ana.locator("#cope")).to_be_visible()
    phone.set_offline(True)
    ana.reload()
    ana.locator("#cope-before label", has_text="8").click()
    expect(ana.locator("#cope-strong").get_by_role("link", name="Support now")).to_be_visible()
    other, why = ana.get_by_role("button", name="Something else"), ana.locator("#cope-why")
    press_until(other, lambda: bool(re.search("exercise|before", why.inner_text())))
    tried = ana.locator("#cope-title").inner_text()
    ana.get_by_role("button", name="Try this").click()
    ana.locator("#cope-place").get_by_role("button", name="Stop here").click()
    ana.locator("#cope-after label", has_text="1").first.click()
    expect(ana.get_by_text("It went from 8 to 1.")).to_be_visible()
    expect(ana.locator("#cope-state")).to_have_text("Waiting for signal")
    phone.set_offline(False)
    expect(ana.locator("#cope-state")).to_have_text("Saved")
    assert _coped(ana) == before + 1
    ana.get_by_role("button", name="Something else").click()
    ana.locator("#cope-before label", has_text="7").click()
    expect(ana.locator("#cope-title")).to_have_text(tried)
    expect(ana.locator("#cope-why")).to_contain_text("This brought it down by about")


def test_a_picture_of_hers_is_offered_and_never_leaves_her_phone(phone: BrowserContext, ana: Page) -> None:
    sent: list[str] = []
    phone.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    _open(ana, "now/")
    ana.get_by_text("Pictures that comfort me").click()
    drawn = "document.createElement('canvas').toDataURL('image/png').split(',')[1]"
    picture = base64.b64decode(ana.evaluate(drawn))
    ana.get_by_label("Add a picture").set_input_files({"name": "sea.png", "mimeType": "image/png", "buffer": picture})
    expect(ana.locator("#pictures img")).to_have_count(1)
    ana.get_by_label("Add a picture").set_input_files(
        {"name": "n.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    expect(ana.get_by_text("This picture could not be kept. Try another one.")).to_be_visible()
    ana.reload()
    expect(ana.locator("#pictures img")).to_have_count(1)
    ana.locator("#cope-before label", has_text="5").click()
    other, title = ana.get_by_role("button", name="Something else"), ana.locator("#cope-title")
    press_until(other, lambda: title.inner_text() == "Look at your pictures")
    ana.get_by_role("button", name="Try this").click()
    expect(ana.locator("#cope-place img")).to_be_visible()
    assert not [url for url in sent if "/api/" in url]
    ana.get_by_text("Pictures that comfort me").click()
    ana.get_by_role("button", name="Remove").click()
    expect(ana.locator("#pictures img")).to_have_count(0)
