"""axe finds nothing on any page: light and dark, on a phone and on a desk. Driven by the URLconf: an unlisted page fails."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver
from playwright.sync_api import Browser, Page

from daybridge.installation.home import CHECKOUT
from tests.architecture.test_laws import patterns
from tests.journeys import sessions_now
from tests.journeys.conftest import HOME, PASSWORD, SITE, sign_in
from tests.journeys.steps import keep_the_pages

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
NOBODY, ANA, DORA, BEN = "nobody", "ana@demo.example", "dora@demo.example", "ben@demo.example"
PRIYA = "priya@demo.example"
#: Ana's sister, with whom she shares.
LUZ = "luz@demo.example"
#: What Ana shares with her sister in the play.
LUZ_SEES = ("how-i-am", "safety-plan", "their-part", "warning-signs", "who-to-call", "family-groups", "about-use")
#: Somebody who has given a password and not yet a code; no stranger, so they have a browser of their own.
HALFWAY = "halfway"
#: The clinic's tablet, which somebody hands to a participant.
TABLET = "tablet"
#: A phone that somebody has signed out of.
PHONE_LEFT = "phone that was left"
#: Axe need not describe everything that is as it should be.
_VIOLATIONS_ALONE = {"resultTypes": ["violations"]}
#: A participant who has a session now and was at another: `sessions_now`.
ROBIN = "robin"
#: Goes to the door of the room on video, where Robin goes in other journeys: who was let in waits no more.
SOL = "sol"
#: What axe says: the rule, how grave, and the element with what is wrong with it.
RUN_AXE = """options => axe.run(document, options).then(found => found.violations.flatMap(rule => rule.nodes.map(node =>
  `${rule.id} (${rule.impact}): ${node.html.slice(0, 200)} at ${node.target} — ${node.failureSummary.replace(/\\s+/g, " ")}`)))"""


#: Staff are signed out when they do nothing for 15 minutes, and on a busy machine one of them may be looked at no sooner.
_LONG_IDLE_SECONDS = 600.0


@dataclass
class People:
    """Everyone's browser; the page of each is used again and again."""

    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)
    asked_at: dict[str, float] = field(default_factory=dict)

    def page_of(self, who: str) -> Page:
        if who not in self.pages:
            context = self.browser.new_context(viewport=DESK, reduced_motion="reduce")  # type: ignore[arg-type]
            context.add_init_script(path=AXE)  # not a script of the page's own, which its content policy would refuse
            self.pages[who] = context.new_page()
        is_new = who not in self.asked_at
        now = time.monotonic()
        is_idle = who not in (ANA, LUZ) and now - self.asked_at.get(who, now) > _LONG_IDLE_SECONDS
        if (is_new or is_idle) and who not in (NOBODY, HALFWAY, TABLET, PHONE_LEFT, ROBIN, SOL):
            sign_in(self.pages[who], who)
        self.asked_at[who] = now
        return self.pages[who]


@pytest.fixture(scope="module")
def people(site: str, browser: Browser) -> Iterator[People]:
    known = People(browser)
    yield known
    for page in known.pages.values():
        page.context.close()


Way = Callable[[People], Page]


def _at(who: str, address: str, *, until: str = "main") -> Way:
    """Go to an address as someone."""

    def way(people: People) -> Page:
        page = people.page_of(who)
        page.goto(SITE + address)
        page.wait_for_selector(until)
        return page

    return way


def _on_phone(address: str) -> Way:
    """One of the companion's pages, once the phone has fetched what fills it; axe may look a moment before or after."""

    def way(people: People) -> Page:
        page = people.page_of(ANA)
        with page.expect_response("**/api/companion/today"):
            page.goto(SITE + address)
        return page

    return way


def _coping(people: People) -> Page:
    page = _on_phone("/companion/now/")(people)
    page.locator("#cope-before label", has_text="6").click()
    page.wait_for_selector("#cope-try:not([hidden])")
    return page


def _checked_in(people: People) -> Page:
    """What is shown right after a check-in: the picture of one's own days and a kind sentence."""
    page = _on_phone("/companion/check-in/")(people)
    page.locator("input[name=mood][value='3']").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("#after")
    return page


def _asked(people: People) -> Page:
    """One question of a questionnaire that waits."""
    page = _on_phone("/companion/measures/")(people)
    page.locator("#measures-due button").first.click()
    page.wait_for_selector("#sheet-question")
    return page


def _joining_beside(people: People) -> Page:
    """The door of a family group on video, before it opens."""
    page = _first(LUZ, "/supporter/", r"/supporter/[0-9a-f-]{36}/family-groups/")(people)
    of_date = page.locator("form[action*='/dates/']").first.get_attribute("action")
    page.goto(f"{SITE}{of_date}join/")
    return page


def _first(who: str, address: str, link: str, after: str = "") -> Way:
    """Go to the first thing of its kind that a list links to."""

    def way(people: People) -> Page:
        page = _at(who, address)(people)
        found = [
            href for a in page.locator("a[href]").all() if re.fullmatch(link, href := a.get_attribute("href") or "")
        ]
        assert found, f"{address} links to nothing like {link}"
        return _at(who, found[0] + after)(people)

    return way


def _proven(who: str, address: str) -> Way:
    """Where allauth asks for the password again first."""

    def way(people: People) -> Page:
        page = _at(who, address)(people)
        if "reauthenticate" in page.url:
            page.fill("input[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "reauthenticate" not in url)
        return page

    return way


def _halfway_in(people: People) -> Page:
    """Where staff are asked for their one-time code."""
    page = _at(HALFWAY, "/accounts/login/")(people)
    if page.locator("input[name=code]").count():  # still there from the last look
        return page
    page.fill("input[name=login]", "ines@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=code]")
    return page


def _as_robin(address: str) -> Way:
    """An address on Robin's phone; `{now}` and `{tomorrow}` in it are sessions."""
    return _as_somebody(ROBIN, address)


def _as_somebody(who: str, address: str) -> Way:
    def way(people: People) -> Page:
        page, told = people.page_of(who), sessions_now.told(HOME)
        if page.url == "about:blank":
            sign_in(page, told["emails"][0 if who == ROBIN else 2], told["password"])
        page.goto(SITE + address.format(**told["sessions"]))
        page.wait_for_selector("main")
        return page

    return way


def _door(session: str) -> Way:
    def way(people: People) -> Page:
        return _at(DORA, f"/attendance/{sessions_now.told(HOME)['sessions'][session]}/door/")(people)

    return way


def _reading_the_code(people: People) -> Page:
    link = _door("now")(people).locator("#door-code .qr").get_attribute("data-link") or ""
    return _as_robin(link.removeprefix(SITE))(people)


def _joining_from(place: str) -> Way:
    def way(people: People) -> Page:
        page = _as_somebody(SOL, "/companion/join/{now}/")(people)
        page.fill("#location", place)
        page.fill("#called", "Vireo" if place else "")
        if place and page.locator("#agrees").count():
            page.locator("#agrees").check()
        page.get_by_role("button", name="I am here, join now").click()
        page.wait_for_selector("#call-wait:not([hidden])" if place else ".error-summary")
        return page

    return way


def _at_the_door(people: People) -> Page:
    """Dora has opened the room, anew where it was ended, and Sol waits."""
    _at(DORA, f"/telehealth/{sessions_now.told(HOME)['sessions']['now']}/")(people).wait_for_selector(
        "#call-room:not([hidden])"
    )
    return _joining_from("12 Elm Street, Aurora")(people)


def _leading_on_video(people: People) -> Page:
    _at_the_door(people)
    page = people.page_of(DORA)
    page.wait_for_selector("#waiting li")
    return page


def _more_in_the_room(people: People) -> Page:
    page = _leading_on_video(people)
    page.locator("[popovertarget=call-more]").click()
    page.wait_for_selector("#call-more:popover-open")
    return page


def _room_that_ended(people: People) -> Page:
    """What Sol sees when Dora ends it for everybody."""
    page = _leading_on_video(people)
    page.locator("#lead summary").click()
    page.locator("#do-end").click()
    sol = people.page_of(SOL)
    sol.wait_for_selector("#call-closed:not([hidden])")
    return sol


def _devices_tried(people: People) -> Page:
    page = _at(DORA, "/telehealth/check/")(people)
    page.locator("#begin-check").click()
    page.wait_for_selector("#found-camera:not([hidden])")
    return page


def _after_a_session(people: People) -> Page:
    page = _as_robin("/companion/")(people)
    page.wait_for_selector("#afterwards .after")
    return page


def _wrong_password(people: People) -> Page:
    page = _at(NOBODY, "/accounts/login/")(people)
    page.fill("input[name=login]", "ines@demo.example")
    page.fill("input[name=password]", "not this one")
    page.keyboard.press("Enter")
    page.wait_for_selector("[aria-invalid=true], [role=alert], .errors, .error-summary")
    return page


def _invited(people: People) -> Page:
    """The one-time link for a member of staff who has just been added."""
    page = _at(DORA, "/staff/")(people)
    if not page.get_by_text("Gil Moreno").count():
        page.fill("input[name=name]", "Gil Moreno")
        page.fill("input[name=email]", "gil@demo.example")
        page.locator("input[name=roles]").first.check()
        page.locator("form:has(input[name=roles]) button[type=submit]").click()
        page.wait_for_selector("text=Gil Moreno")
    page.locator("form[action*='/invite/'] button").first.click()
    page.wait_for_selector("a.breaks")
    return page


def _joining(people: People) -> Page:
    link = re.search(r"/join/[^/\s\"]+/", _invited(people).content())
    assert link
    return _at(NOBODY, link.group())(people)


def _setting_up(people: People) -> Page:
    page = _joining(people)
    page.fill("input[name=email]", "gil@demo.example")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=proof]", state="attached")
    return page


_PERSON, _ALERT, _REFERRAL = (
    rf"/{at}/[0-9a-f-]{{36}}/" for at in ("workspace/people", "workspace/alerts", "referrals")
)
_CHART = _first(DORA, "/workspace/caseload/", _PERSON)


def _of_somebody(address: str) -> Way:
    """A page of the first person on the director's board; `{person}` in its address is who."""

    def way(people: People) -> Page:
        person = re.search(r"[0-9a-f-]{36}", _CHART(people).url)
        assert person
        return _at(DORA, address.format(person=person.group()))(people)

    return way


def _library_of(people: People) -> Page:
    person = re.search(r"[0-9a-f-]{36}", _CHART(people).url)
    assert person
    return _at(DORA, f"/library/people/{person.group()}/")(people)


def _in_library(code: str) -> Way:
    """The library on a phone: its list, or one piece of it."""

    def way(people: People) -> Page:
        page = _on_phone("/companion/library/")(people)
        page.wait_for_selector("#library-all")
        if code:
            page.evaluate("code => { location.hash = `chosen/${code}` }", code)
            page.wait_for_selector("#piece")
        return page

    return way


def _led(code: str) -> Way:
    """An exercise that has begun."""

    def way(people: People) -> Page:
        page = _in_library(code)(people)
        page.click("#piece-begin")
        page.wait_for_selector("#piece-player .ex-words")
        return page

    return way


def _measures_of(after: str) -> Way:
    return _of_somebody(f"/measures/people/{{person}}/{after}")


def _linked(who: str, way: Way, selector: str) -> Way:
    """The page behind the first link of a kind on another page."""

    def linked(people: People) -> Page:
        found = way(people).locator(selector).first.get_attribute("href")
        assert found
        return _at(who, found)(people)

    return linked


_a_space = _linked(
    ANA, _at(ANA, "/companion/peers/"), "#peer-spaces a[href^='/companion/peers/']:not([href$='/join/'])"
)
_joining_a_space = _linked(ANA, _at(ANA, "/companion/peers/"), "a[href$='/join/']")
#: One that somebody else began: nobody reports their own.
_a_thread = _linked(ANA, _a_space, "#peer-feed article:not(:has(> .peer-head .peer-name .soft)) a[href*='/posts/']")
_a_post_to_moderate = _linked(DORA, _at(DORA, "/workspace/peers/moderation/"), "a[href*='/peers/posts/']")


def _sent_empty(way: Way, button: str, fill: str = "") -> Way:
    """A page of peers as it comes back with what is missing or refused."""

    def sent(people: People) -> Page:
        page = way(people)
        if fill:
            page.locator("textarea").first.fill(fill)
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        page.get_by_role("button", name=button, exact=True).first.click()
        page.wait_for_selector(".error, .error-summary")
        return page

    return sent


_refused_words = _sent_empty(_a_space, "Post", "Call me at 555-0177")
_nothing_chosen = _sent_empty(_joining_a_space, "Join")
_reporting_nothing = _sent_empty(_linked(ANA, _a_thread, "a[href$='/report/']"), "Report it")
_opening_nothing = _sent_empty(_at(DORA, "/workspace/peers/"), "Open it")


_a_sheet = _linked(DORA, _measures_of(""), "a[href*='/measures/sheets/']")


def _plan_of(after: str) -> Way:
    return _of_somebody(f"/workspace/people/{{person}}/plan/{after}")


_a_screen = _linked(DORA, _at(DORA, "/inbox/results/"), "main a[href*='/workspace/screens/']")


def _writing_treatment(people: People) -> Page:
    page = _of_somebody("/workspace/people/{person}/treatment/")(people)
    begin = page.get_by_role("button", name=re.compile("Write (a new version|the plan)"))
    if begin.count():
        begin.click()
    else:
        page.get_by_role("link", name="Go on writing").click()
    page.wait_for_url("**/treatment-drafts/**")
    return page


def _signing(writing: Way) -> Way:
    """What was written, before it is signed."""

    def way(people: People) -> Page:
        page = writing(people)
        page.get_by_role("button", name="Look it over and sign").click()
        page.wait_for_url("**/sign/")
        return page

    return way


_a_version_of_treatment = _linked(
    DORA,
    _of_somebody("/workspace/people/{person}/treatment/"),
    "main a[href*='/workspace/treatment/']:not([href$='.pdf'])",
)


def _writing_assessment(people: People) -> Page:
    page = _of_somebody("/workspace/people/{person}/assessment/")(people)
    begin = page.get_by_role("button", name=re.compile("^Begin"))
    (begin if begin.count() else page.get_by_role("link", name="Go on writing")).first.click()
    page.wait_for_url("**/workspace/assessments/**")
    return page


_a_signed_assessment = _linked(
    DORA, _of_somebody("/workspace/people/{person}/level/"), "section[aria-labelledby=sheets-title] li a"
)


def _own_section(people: People) -> Page:
    page = _at(ANA, "/companion/assessment/")(people)
    page.locator("a.own-section").first.click()
    page.wait_for_selector("form[data-note]")
    return page


def _between(after: str) -> Way:
    return _of_somebody(f"/workspace/people/{{person}}/between/{after}")


def _writing_of_use(people: People) -> Page:
    page = _of_somebody("/workspace/people/{person}/use/?substance=tobacco#write")(people)
    for fold in page.locator("main summary").all():
        fold.click()
    return page


def _using(people: People) -> Page:
    page = _on_phone("/companion/use/")(people)
    page.locator("#use-brush input[value=used]").check()
    for fold in page.locator("#use-open summary").all():
        fold.click()
    return page


def _writing_message(people: People) -> Page:
    """A message that is being put in other words, and marked as urgent."""
    page = _on_phone("/companion/messages/")(people)
    page.wait_for_selector("#message-form")
    page.fill("#message-words", "Can somebody call me?")
    page.locator("#message-urgent").check()
    page.wait_for_selector("#message-urgent-words:not([hidden])")
    return page


_thread = _linked(BEN, _at(BEN, "/workspace/messages/?show=all"), ".thread-row a")


_among_staff = _linked(BEN, _thread, "main a[href$='/messages/team/']")


def _nothing_written(people: People) -> Page:
    page = _thread(people)
    page.locator("#write ~ form button[type=submit]").click()
    page.wait_for_selector(".error-summary")
    return page


def _a_worksheet(people: People) -> Page:
    page = _between("")(people)
    shared = page.locator("a[href*='/between/']:not([href*='set-up'])").first.get_attribute("href")
    assert shared
    page.goto(SITE + shared)
    return page


def _medicines_of_ana(after: str) -> Way:
    """Ana's medicines as her prescriber sees them."""

    def way(people: People) -> Page:
        page = _at(PRIYA, "/workspace/caseload/?q=Rivera")(people)
        person = page.locator("a[href*='/workspace/people/']").first.get_attribute("href")
        assert person
        return _at(PRIYA, person + after)(people)

    return way


def _a_medicine(deed: str) -> Way:
    return _linked(PRIYA, _medicines_of_ana("medicines/"), f"main a[href*='/medicines/'][href$='/{deed}/']")


def _empty_medicine(people: People) -> Page:
    page = _medicines_of_ana("medicines/add/")(people)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector(".error-summary")
    return page


_an_order = _linked(PRIYA, _medicines_of_ana("medicines/"), "main a[href*='/workspace/orders/']")


def _nothing_decided(people: People) -> Page:
    page = _medicines_of_ana("medicines/reconcile/")(people)
    page.locator("main form button[name=sign]").click()
    page.wait_for_selector(".error-summary, .error")
    return page


def _empty_result(people: People) -> Page:
    page = _medicines_of_ana("medicines/watching/")(people)
    page.locator("form[action$='/medicines/results/'] button[type=submit]").click()
    page.wait_for_selector(".error-summary")
    return page


def _what_i_take(people: People) -> Page:
    page = _on_phone("/companion/medicines/")(people)
    page.locator("#new-taking summary").click()
    page.locator("#taking-form input[value=differently]").first.check()
    page.wait_for_selector("[data-how]:not([hidden])")
    return page


_a_result_to_correct = _linked(
    PRIYA, _medicines_of_ana("medicines/watching/"), "main a[href*='/results/'][href$='/correct/']"
)


def _a_warning(people: People) -> Page:
    """Ana takes naltrexone: an opioid asks for a reason."""
    page = _medicines_of_ana("medicines/add/")(people)
    page.fill("input[name=name]", "Oxycodone")
    page.fill("input[name=amount]", "5 mg, 1 tablet")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector("#stop")
    return page


def _a_dose(people: People) -> Page:
    page = _on_phone("/companion/medicines/")(people)
    page.locator("#doses button", has_text=re.compile("Late or skipped|Change")).first.click()
    page.wait_for_selector("#dose-dialog[open]")
    return page


def _not_coming(people: People) -> Page:
    page = _on_phone("/companion/week/")(people)
    page.locator("#away-open").click()
    page.wait_for_selector("#absence[open]")
    return page


def _week_as_a_list(people: People) -> Page:
    page = _on_phone("/companion/week/")(people)
    page.locator("#week-grid .hour").first.click()
    page.locator("#week-form details.fold summary").first.click()
    page.locator("#week-list li").first.wait_for()
    return page


def _wrong_plan(people: People) -> Page:
    page = _plan_of("edit/")(people)
    page.fill("input[name=people-0-phone]", "ask her")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector(".error-summary")
    return page


def _writing_a_plan(people: People) -> Page:
    page = _on_phone("/companion/plan/")(people)
    page.locator("#change-plan").click()
    page.wait_for_selector("#plan-editor:not([hidden])")
    return page


def _plan_signed_out(people: People) -> Page:
    """The copy that stays readable, on a phone of its own: signing out would end the others' looks."""
    page = people.page_of(PHONE_LEFT)
    if page.url == "about:blank":
        sign_in(page, ANA)
        keep_the_pages(page)
        page.goto(f"{SITE}/companion/plan/")
        page.get_by_label("Keep my plan readable").check()
        page.locator("#keep-plan-state", has_text="Kept readable on this phone").wait_for()
        page.goto(f"{SITE}/companion/me/")
        page.get_by_role("button", name="Sign out", exact=True).click()
        page.wait_for_url("**/accounts/login/")
    page.goto(f"{SITE}/companion/plan/")
    page.wait_for_selector("#plan-is-open:not([hidden])")
    return page


def _handed_over(people: People) -> Page:
    """The tablet in a participant's hands, in a browser of its own: handing over signs out."""
    page = people.page_of(TABLET)
    if "/kiosk/" not in page.url:
        sign_in(page, DORA, to_sign_out=True)
        person = re.search(r"[0-9a-f-]{36}", _CHART(people).url)
        assert person
        page.goto(f"{SITE}/measures/people/{person.group()}/")
        page.locator("form[action*='/kiosk/'] button").click()
        page.wait_for_url("**/kiosk/")
    page.goto(f"{SITE}/kiosk/")
    page.wait_for_selector("main")
    return page


def _empty_budget(people: People) -> Page:
    page = _at(DORA, "/workspace/alert-budget/")(people)
    page.get_by_role("button", name="Choose this budget").click()
    page.wait_for_selector(".error-summary")
    return page


def _empty_referral(people: People) -> Page:
    page = _at(DORA, "/referrals/new/")(people)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector(".error-summary")
    return page


def _may_share(people: People) -> Page:
    """The people Ana shares with; adding one asks for a proof, which is good for five minutes."""
    return _proven(ANA, "/accounts/reauthenticate/?next=/companion/sharing/")(people)


def _empty_sharing(people: People) -> Page:
    page = _may_share(people)
    page.locator("summary", has_text="Share with somebody").click()
    page.evaluate("document.querySelectorAll('form').forEach(one => { one.noValidate = true })")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_selector(".error-summary")
    return page


def _sharing_with(name: str) -> Way:
    def way(people: People) -> Page:
        page = _at(ANA, "/companion/sharing/")(people)
        page.get_by_role("link", name=f"Change or stop: {name}").click()
        page.wait_for_selector("#now-title")
        return page

    return way


def _as_seen(part: str) -> Way:
    def way(people: People) -> Page:
        page = _sharing_with("Luz")(people)
        page.goto(f"{page.url}{part}/")
        return page

    return way


def _link_for_somebody(people: People) -> Page:
    """The link for somebody who has not joined yet, added once."""
    page = _may_share(people)
    if not page.get_by_role("link", name="Change or stop: Axel").count():
        page.locator("summary", has_text="Share with somebody").click()
        page.get_by_label("Their name").fill("Axel")
        page.get_by_label("Their e-mail address").fill("axel@demo.example")
        page.get_by_label("How I am").check()
        page.get_by_label("I know: they can pass on").check()
        page.get_by_role("button", name="Go on").click()
    page = _sharing_with("Axel")(people)
    page.get_by_label("A word only the two of you know").fill("paper lantern")
    page.get_by_role("button", name="Make the link").click()
    page.wait_for_selector("a.breaks")
    return page


def _supporter_joining(people: People) -> Page:
    link = re.search(r"/join/[^/\s\"]+/", _link_for_somebody(people).content())
    assert link
    return _at(NOBODY, link.group())(people)


_ID = "[0-9a-f-]{36}"


def _of_program(after: str = "") -> Way:
    """A page of the first program on the list."""
    return _first(DORA, "/programs/", rf"/programs/{_ID}/", after)


def _minutes_of_program(people: People) -> Page:
    """What everybody of the first program on the list attended in a week."""
    [program_id, *_more] = re.findall(rf"/programs/({_ID})/", _at(DORA, "/programs/")(people).content())
    return _at(DORA, f"/workspace/programs/{program_id}/minutes/")(people)


def _rewards_of_program(people: People) -> Page:
    """Of the program in which somebody takes part."""
    for found in re.findall(rf"/programs/({_ID})/", _at(DORA, "/programs/")(people).content()):
        page = _at(DORA, f"/workspace/programs/{found}/rewards/")(people)
        if page.locator("main a[href*='/workspace/people/']").count():
            return page
    raise AssertionError("nobody takes part in any program")


def _rewards_of_somebody(people: People) -> Page:
    link = _rewards_of_program(people).locator("main a[href*='/workspace/people/']").first.get_attribute("href")
    assert link
    return _at(DORA, link)(people)


def _planning(after: str = "") -> Way:
    """The planning page of the program in which something was found and waits."""

    def way(people: People) -> Page:
        for found in re.findall(rf"/programs/({_ID})/", _at(DORA, "/programs/")(people).content()):
            page = _at(DORA, f"/planning/{found}/")(people)
            if page.get_by_text("Repair the week after a change").count():
                break
        if after:
            href = page.locator(f"main a[href*='{after}']").first.get_attribute("href")
            assert href
            page = _at(DORA, href)(people)
        return page

    return way


def _next_week_of(by: str) -> Way:
    def way(people: People) -> Page:
        page = _at(DORA, f"/workspace/schedule/?by={by}")(people)
        page.get_by_role("link", name="The week after").click()
        page.wait_for_url("**/workspace/schedule/?week=*")
        return page

    return way


def _a_session(who: str) -> Way:
    """A session of the week after the next: nothing of it is over."""

    def way(people: People) -> Page:
        page = _at(who, "/workspace/schedule/")(people)
        page.get_by_role("link", name="The week after").click()
        page.wait_for_url("**/workspace/schedule/?week=*")
        href = page.locator(".session:not([data-cancelled]) a").first.get_attribute("href")
        assert href
        return _at(who, href)(people)

    return way


def _held_in_hand(people: People) -> Page:
    page = _next_week_of("house")(people)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.locator("[data-session] .session-move").first.click()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(".session-beside .session-met")
    return page


def _suggested_times(people: People) -> Page:
    found = re.search(rf"/programs/({_ID})/", _at(DORA, "/programs/")(people).content())
    assert found
    return _at(DORA, f"/workspace/schedule/times/{found[1]}/")(people)


def _part_of_program(kind: str) -> Way:
    """The first group of the first program, or the first room of the first site."""

    def way(people: People) -> Page:
        page = (_of_program() if kind == "groups" else _first(DORA, "/programs/sites/", rf"/programs/sites/{_ID}/"))(
            people
        )
        href = page.locator(f"main a[href*='/programs/{kind}/']").first.get_attribute("href")
        assert href
        return _at(DORA, href)(people)

    return way


def _both_names(people: People) -> Page:
    """Two people who are about to be kept apart; nothing is kept."""
    page = _medicines_of_ana("apart/")(people)
    page.get_by_label("From whom").select_option(index=1)
    page.get_by_label("Why").fill("They asked for it.")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Read both names once more").wait_for()
    return page


def _nobody_chosen(people: People) -> Page:
    page = _medicines_of_ana("apart/")(people)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_selector(".error-summary")
    return page


def _somebody_away(people: People) -> Page:
    """A colleague with leave ahead, and sessions that need cover."""
    page = _at(DORA, "/programs/staff-hours/")(people)
    page.get_by_role("link", name="Mateo Fuentes").click()
    page.get_by_text("need cover:").first.wait_for()
    return page


def _refused_in(way: Way, **said: str) -> Way:
    """A form that was sent with something that can't be."""

    def refused(people: People) -> Page:
        page = way(people)
        for name, value in said.items():
            page.fill(f"input[name='{name.replace('__', '-')}']", value)
        page.locator("main form:has(input:not([type=hidden])) button[type=submit]").last.click()
        page.wait_for_selector(".error-summary")
        return page

    return refused


def _my_session(after: str = "", link: str = "") -> Way:
    """The session that Ben leads while the demo is opened; its page, or one that it links to."""

    def way(people: People) -> Page:
        page = _at(BEN, "/workspace/")(people)
        href = page.locator(".my-sessions a.session-name").last.get_attribute("href")
        assert href
        page = _at(BEN, href + after)(people)
        if link:
            found = page.locator(f"main a[href*='/sessions/'][href*='{link}']").first.get_attribute("href")
            assert found
            page = _at(BEN, found)(people)
        return page

    return way


def _to_sign(people: People) -> Page:
    """A note before it is signed: a session of Ben's that is over and waits for its note."""
    page = _at(BEN, "/workspace/")(people)
    href = page.locator("#my-sessions .plain-rows a[href$='#note']").first.get_attribute("href")
    assert href
    page = _at(BEN, href)(people)
    page.locator("[data-cell=topic]").fill("Waiting out a wave")
    page.locator("#note-state[data-state=saved]").wait_for()
    return _at(BEN, href.replace("/workspace/sessions/", "/notes/sessions/").replace("#note", "sign/"))(people)


def _notes_of(after: str = "") -> Way:
    return _of_somebody(f"/notes/people/{{person}}/{after}")


def _a_note(people: People) -> Page:
    page = _notes_of()(people)
    href = page.locator(".note-list a[href^='/notes/']").first.get_attribute("href")
    assert href
    return _at(DORA, href)(people)


def _writing_a_note(people: People) -> Page:
    page = _notes_of()(people)
    page.get_by_role("button", name="Write a note").click()
    page.wait_for_selector("#note-form")
    return page


def _own_notes(people: People) -> Page:
    person = re.search(r"[0-9a-f-]{36}", _CHART(people).url)
    assert person
    return _proven(DORA, f"/notes/people/{person.group()}/own/")(people)


def _an_own_note(people: People) -> Page:
    page = _own_notes(people)
    if not page.locator("main a[href*='/notes/own/']").count():
        for field in page.locator("main form[method=post] textarea").all():
            field.fill("Something between the two of us.")
        page.get_by_role("button", name="Seal it").click()
    href = page.locator("main a[href*='/notes/own/']").first.get_attribute("href")
    assert href
    return _proven(DORA, href)(people)


#: URL pattern -> the pages it shows, each with how to get there.
PAGES: dict[str, dict[str, Way]] = {
    "accounts/login/": {"": _at(NOBODY, "/accounts/login/"), "wrong password": _wrong_password},
    "accounts/logout/": {"": _at(DORA, "/accounts/logout/")},
    "accounts/inactive/": {"": _at(NOBODY, "/accounts/inactive/")},
    "accounts/signup/": {"": _at(NOBODY, "/accounts/signup/")},
    "accounts/reauthenticate/": {"": _at(DORA, "/accounts/reauthenticate/")},
    "accounts/confirm-email/": {"": _at(NOBODY, "/accounts/confirm-email/")},
    "accounts/password/change/": {"": _at(DORA, "/accounts/password/change/")},
    "accounts/password/reset/": {"": _at(NOBODY, "/accounts/password/reset/")},
    "accounts/password/reset/done/": {"": _at(NOBODY, "/accounts/password/reset/done/")},
    "accounts/password/reset/key/done/": {"": _at(NOBODY, "/accounts/password/reset/key/done/")},
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": {
        "made up": _at(NOBODY, "/accounts/password/reset/key/1-made-up/")
    },
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": {"made up": _at(NOBODY, "/accounts/confirm-email/made-up/")},
    "accounts/2fa/": {"participant": _at(ANA, "/accounts/2fa/"), "staff": _at(DORA, "/accounts/2fa/")},
    "accounts/2fa/authenticate/": {"": _halfway_in},
    "accounts/2fa/reauthenticate/": {"": _at(DORA, "/accounts/2fa/reauthenticate/")},
    "accounts/2fa/totp/activate/": {"": _proven(ANA, "/accounts/2fa/totp/activate/")},
    "accounts/2fa/totp/deactivate/": {"": _proven(DORA, "/accounts/2fa/totp/deactivate/")},
    "accounts/2fa/recovery-codes/": {"": _proven(DORA, "/accounts/2fa/recovery-codes/")},
    "accounts/2fa/recovery-codes/generate/": {"": _proven(DORA, "/accounts/2fa/recovery-codes/generate/")},
    "accounts/2fa/webauthn/": {"": _at(ANA, "/accounts/2fa/webauthn/")},
    "accounts/2fa/webauthn/add/": {"": _proven(ANA, "/accounts/2fa/webauthn/add/")},
    "accounts/sessions/": {"": _at(DORA, "/accounts/sessions/")},
    "join/<str:token>/": {
        "": _joining,
        "a supporter's": _supporter_joining,
        "set up": _setting_up,
        "over": _at(NOBODY, "/join/made-up/"),
    },
    "people/<uuid:participant_id>/invite/": {"": _of_somebody("/people/{person}/invite/")},
    "staff/": {"": _at(DORA, "/staff/")},
    "staff/me/": {"": _at(DORA, "/staff/me/")},
    "notices/": {"": _at(DORA, "/notices/")},
    "notices/reach/": {"": _at(DORA, "/notices/reach/")},
    "staff/<uuid:staff_id>/invite/": {"": _invited},
    "kiosk/": {"": _handed_over},
    "library/": {"": _at(DORA, "/library/"), "nothing found": _at(DORA, "/library/?q=zeppelin")},
    "library/pieces/<slug:code>/": {
        "": _at(DORA, "/library/pieces/overdose-and-naloxone/"),
        "an exercise": _at(DORA, "/library/pieces/ride-the-urge/"),
    },
    "library/people/<uuid:participant_id>/": {"": _library_of},
    "programs/": {"": _at(DORA, "/programs/"), "a therapist's": _at(BEN, "/programs/")},
    "programs/new/": {"": _at(DORA, "/programs/new/")},
    "programs/new/<slug:code>/": {
        "": _at(DORA, "/programs/new/dual-diagnosis/"),
        "refused": _refused_in(_at(DORA, "/programs/new/evening/"), name=""),
    },
    "programs/curricula/": {"": _at(DORA, "/programs/curricula/")},
    "programs/curricula/<slug:code>/": {"": _at(DORA, "/programs/curricula/skills/")},
    "programs/sites/": {
        "": _at(DORA, "/programs/sites/"),
        "refused": _refused_in(_at(DORA, "/programs/sites/"), name="Third", time_zone="Chicago"),
    },
    "programs/sites/<uuid:site_id>/": {"": _first(DORA, "/programs/sites/", rf"/programs/sites/{_ID}/")},
    "programs/rooms/<uuid:room_id>/": {"": _part_of_program("rooms")},
    "programs/groups/<uuid:group_id>/": {"": _part_of_program("groups")},
    "programs/<uuid:program_id>/": {"": _of_program()},
    "planning/<uuid:program_id>/": {
        "": _planning(),
        "refused": _refused_in(_planning(), from_on=""),
    },
    "planning/proposals/<uuid:proposal_id>/": {"": _planning("/planning/proposals/")},
    "programs/staff-hours/": {"": _at(DORA, "/programs/staff-hours/")},
    "programs/<uuid:program_id>/hours/": {"": _of_program("hours/")},
    "programs/<uuid:program_id>/change/": {"": _of_program("change/")},
    "programs/<uuid:program_id>/rules/": {
        "": _of_program("rules/"),
        "refused": _refused_in(_of_program("rules/"), least_day_minutes__value="1500"),
    },
    "programs/<uuid:program_id>/groups/": {"": _of_program("groups/")},
    "measures/": {"": _at(DORA, "/measures/")},
    "measures/outcomes/": {"": _at(DORA, "/measures/outcomes/")},
    "measures/outcomes/<uuid:program_id>/<slug:code>/<slug:score>/": {
        "": _first(DORA, "/measures/outcomes/", r"/measures/outcomes/[0-9a-f-]{36}/[a-z0-9-]+/[a-z0-9-]+/")
    },
    "measures/sheets/<uuid:sheet_id>/": {"": _a_sheet},
    "measures/people/<uuid:participant_id>/": {"": _measures_of("")},
    "measures/people/<uuid:participant_id>/enter/<slug:code>/": {
        "": _measures_of("enter/phq-9/"),
        "numbers": _measures_of("enter/bam-r/"),
    },
    "companion/": {"after a session": _after_a_session, "": _on_phone("/companion/")},
    "companion/check-in/": {"": _on_phone("/companion/check-in/"), "saved": _checked_in},
    "companion/skills/": {"": _on_phone("/companion/skills/")},
    "companion/now/": {"": _on_phone("/companion/now/"), "something to try": _coping},
    "companion/library/": {
        "": _in_library(""),
        "an article": _in_library("overdose-and-naloxone"),
        "breathing": _led("breathe-and-hold"),
        "ticking off": _led("five-senses"),
        "riding an urge": _led("ride-the-urge"),
        "writing": _led("opposite-action"),
    },
    "companion/worksheets/": {
        "": _on_phone("/companion/worksheets/?sheet=thought-record"),
        "writing": _on_phone("/companion/worksheets/?sheet=chain-analysis&new"),
    },
    "companion/diary/": {"": _on_phone("/companion/diary/")},
    "companion/progress/": {"": _on_phone("/companion/progress/")},
    "companion/support/": {"": _on_phone("/companion/support/")},
    "companion/measures/": {"": _on_phone("/companion/measures/"), "a question": _asked},
    "companion/video/": {"": _at(ANA, "/companion/video/")},
    "companion/me/": {"": _on_phone("/companion/me/")},
    "companion/after/": {"": _on_phone("/companion/after/")},
    "companion/data/": {"": _on_phone("/companion/data/")},
    "companion/data/record/": {"": _proven(ANA, "/companion/data/record/")},
    "companion/reach/": {"": _on_phone("/companion/reach/")},
    "companion/medicines/": {
        "": _on_phone("/companion/medicines/"),
        "late or skipped": _a_dose,
        "what I take": _what_i_take,
    },
    "companion/week/": {"": _on_phone("/companion/week/"), "as a list": _week_as_a_list, "not coming": _not_coming},
    "attendance/<uuid:occurrence_id>/door/": {"": _door("now"), "closed": _door("tomorrow")},
    "companion/here/<str:token>/": {"": _reading_the_code, "made up": _as_robin("/companion/here/made-up/")},
    "companion/join/<uuid:occurrence_id>/": {
        "": _as_robin("/companion/join/{now}/"),
        "too early": _as_robin("/companion/join/{tomorrow}/"),
        "nothing filled in": _joining_from(""),
    },
    "telehealth/<uuid:occurrence_id>/": {
        "at the door": _at_the_door,
        "leading it": _leading_on_video,
        "more": _more_in_the_room,
        "over": _room_that_ended,
    },
    "telehealth/check/": {"": _at(DORA, "/telehealth/check/"), "tried": _devices_tried},
    "companion/calendar/": {"": _at(ANA, "/companion/calendar/")},
    "companion/messages/": {"": _on_phone("/companion/messages/"), "writing": _writing_message},
    "companion/use/": {"": _on_phone("/companion/use/"), "using": _using},
    "companion/together/": {"": _at(ANA, "/companion/together/")},
    "companion/rewards/": {"": _at(ANA, "/companion/rewards/")},
    "companion/screens/": {"": _at(ANA, "/companion/screens/")},
    "companion/peers/": {"": _at(ANA, "/companion/peers/")},
    "companion/peers/<uuid:space_id>/": {"": _a_space, "refused": _refused_words},
    "companion/peers/<uuid:space_id>/join/": {"": _joining_a_space, "nothing chosen": _nothing_chosen},
    "companion/peers/<uuid:space_id>/mine/": {"": _linked(ANA, _a_space, "a[href$='/mine/']")},
    "companion/peers/<uuid:space_id>/posts/<uuid:post_id>/": {"": _a_thread},
    "companion/peers/<uuid:space_id>/posts/<uuid:post_id>/report/": {
        "": _linked(ANA, _a_thread, "a[href$='/report/']"),
        "nothing chosen": _reporting_nothing,
    },
    "companion/treatment/": {"": _at(ANA, "/companion/treatment/")},
    "companion/assessment/": {"": _at(ANA, "/companion/assessment/")},
    "companion/assessment/<slug:code>/": {"": _own_section},
    "companion/plan/": {"": _on_phone("/companion/plan/"), "writing": _writing_a_plan, "signed out": _plan_signed_out},
    "companion/sharing/": {"": _at(ANA, "/companion/sharing/"), "nothing filled in": _empty_sharing},
    "companion/sharing/<uuid:supporter_id>/": {"": _sharing_with("Luz"), "a link": _link_for_somebody},
    "companion/sharing/<uuid:supporter_id>/<slug:part>/": {part: _as_seen(part) for part in LUZ_SEES},
    "supporter/": {"": _at(LUZ, "/supporter/")},
    "supporter/help/": {"": _at(LUZ, "/supporter/help/")},
    "supporter/help/<slug:code>/": {
        code: _at(LUZ, f"/supporter/help/{code}/") for code in ("kind-limits", "when-you-fear-for-their-life")
    },
    "supporter/<uuid:supporter_id>/dates/<uuid:occurrence_id>/join/": {"too early": _joining_beside},
    "supporter/<uuid:supporter_id>/worried/": {
        "": _first(LUZ, "/supporter/", r"/supporter/[0-9a-f-]{36}/worried/"),
    },
    "supporter/<uuid:supporter_id>/<slug:part>/": {
        part: _first(LUZ, "/supporter/", rf"/supporter/[0-9a-f-]{{36}}/{part}/") for part in LUZ_SEES
    },
    "workspace/": {
        "": _at(DORA, "/workspace/"),
        "a therapist's": _at(BEN, "/workspace/"),
        "a prescriber's": _at(PRIYA, "/workspace/"),
    },
    "workspace/messages/": {
        "": _at(DORA, "/workspace/messages/"),
        "all": _at(BEN, "/workspace/messages/?show=all"),
    },
    "workspace/people/<uuid:participant_id>/messages/": {
        "": _thread,
        "nothing written": _nothing_written,
    },
    "workspace/announcements/": {"": _at(DORA, "/workspace/announcements/")},
    "workspace/people/<uuid:participant_id>/messages/team/": {"": _among_staff},
    "workspace/caseload/": {
        "": _at(DORA, "/workspace/caseload/"),
        "nobody found": _at(DORA, "/workspace/caseload/?q=nobody-of-this-name"),
    },
    "workspace/people/<uuid:participant_id>/": {"": _CHART},
    "workspace/people/<uuid:participant_id>/between/": {"": _between("")},
    "workspace/people/<uuid:participant_id>/between/set-up/": {"": _between("set-up/")},
    "workspace/people/<uuid:participant_id>/between/<uuid:about>/": {"": _a_worksheet},
    "workspace/people/<uuid:participant_id>/medicines/": {"": _medicines_of_ana("medicines/")},
    "workspace/people/<uuid:participant_id>/week/": {"": _medicines_of_ana("week/")},
    "workspace/people/<uuid:participant_id>/minutes/": {"": _medicines_of_ana("minutes/")},
    "workspace/programs/<uuid:program_id>/minutes/": {"": _minutes_of_program},
    "workspace/people/<uuid:participant_id>/needs/": {
        "": _medicines_of_ana("needs/"),
        "refused": _refused_in(_medicines_of_ana("needs/"), minimum_minutes="300"),
    },
    "workspace/people/<uuid:participant_id>/sharing/": {"": _medicines_of_ana("sharing/")},
    "workspace/people/<uuid:participant_id>/team/": {"": _of_somebody("/workspace/people/{person}/team/")},
    "workspace/people/<uuid:participant_id>/apart/": {
        "": _medicines_of_ana("apart/"),
        "both names": _both_names,
        "refused": _nobody_chosen,
    },
    "workspace/my-hours/": {"": _at(BEN, "/workspace/my-hours/")},
    "workspace/staff/<uuid:staff_id>/hours/": {
        "": _first(DORA, "/programs/staff-hours/", rf"/workspace/staff/{_ID}/hours/"),
        "somebody away": _somebody_away,
    },
    "workspace/people/<uuid:participant_id>/medicines/add/": {
        "": _medicines_of_ana("medicines/add/"),
        "nothing filled in": _empty_medicine,
        "held up by a warning": _a_warning,
    },
    "workspace/people/<uuid:participant_id>/medicines/watching/": {"": _medicines_of_ana("medicines/watching/")},
    "workspace/people/<uuid:participant_id>/medicines/results/": {"nothing filled in": _empty_result},
    "workspace/results/<uuid:result_id>/correct/": {"": _a_result_to_correct},
    "workspace/medicine-rules/": {"": _at(DORA, "/workspace/medicine-rules/")},
    "workspace/medicine-rules/<slug:code>/": {
        "tests": _at(DORA, "/workspace/medicine-rules/lithium/"),
        "warnings": _at(DORA, "/workspace/medicine-rules/sedation/"),
    },
    "workspace/medicines/<uuid:medicine_id>/change/": {"": _a_medicine("change")},
    "workspace/medicines/<uuid:medicine_id>/stop/": {"": _a_medicine("stop")},
    "workspace/medicines/<uuid:medicine_id>/order/": {"": _a_medicine("order")},
    "workspace/orders/<uuid:order_id>/": {"": _an_order},
    "workspace/people/<uuid:participant_id>/medicines/known/": {"": _medicines_of_ana("medicines/known/")},
    "workspace/people/<uuid:participant_id>/medicines/reconcile/": {
        "": _medicines_of_ana("medicines/reconcile/"),
        "nothing decided": _nothing_decided,
    },
    "workspace/people/<uuid:participant_id>/plan/": {"": _plan_of("")},
    "workspace/people/<uuid:participant_id>/plan/edit/": {"": _plan_of("edit/"), "wrong": _wrong_plan},
    "workspace/people/<uuid:participant_id>/plan/print/": {"": _plan_of("print/")},
    "workspace/people/<uuid:participant_id>/screens/": {"": _of_somebody("/workspace/people/{person}/screens/")},
    "workspace/people/<uuid:participant_id>/withdrawal/": {"": _of_somebody("/workspace/people/{person}/withdrawal/")},
    "workspace/screens/<uuid:screen_id>/": {"": _a_screen},
    "workspace/peers/": {"": _at(DORA, "/workspace/peers/"), "nothing chosen": _opening_nothing},
    "workspace/peers/moderation/": {"": _at(DORA, "/workspace/peers/moderation/")},
    "workspace/peers/<uuid:space_id>/": {"": _first(DORA, "/workspace/peers/", r"/workspace/peers/[0-9a-f-]{36}/")},
    "workspace/peers/posts/<uuid:post_id>/": {"": _a_post_to_moderate},
    "workspace/peers/members/<uuid:member_id>/": {"": _linked(DORA, _a_post_to_moderate, "a[href*='/peers/members/']")},
    "workspace/people/<uuid:participant_id>/peers/": {"": _of_somebody("/workspace/people/{person}/peers/")},
    "inbox/results/": {"": _at(DORA, "/inbox/results/")},
    "inbox/results/<uuid:report_id>/": {"": _first(DORA, "/inbox/results/", r"/inbox/results/[0-9a-f-]{36}/")},
    "workspace/people/<uuid:participant_id>/treatment/": {"": _of_somebody("/workspace/people/{person}/treatment/")},
    "workspace/people/<uuid:participant_id>/use/": {
        "": _of_somebody("/workspace/people/{person}/use/"),
        "writing": _writing_of_use,
    },
    "workspace/people/<uuid:participant_id>/therapy/": {"": _of_somebody("/workspace/people/{person}/therapy/")},
    "workspace/people/<uuid:participant_id>/therapy/<slug:part>/": {
        part: _of_somebody(f"/workspace/people/{{person}}/therapy/{part}/") for part in ("skills", "wellness")
    },
    "workspace/people/<uuid:participant_id>/therapy/write/<slug:kind>/": {
        kind: _of_somebody(f"/workspace/people/{{person}}/therapy/write/{kind}/")
        for kind in ("formulation", "wellness")
    },
    "workspace/treatment-drafts/<uuid:draft_id>/": {"": _writing_treatment},
    "workspace/treatment-drafts/<uuid:draft_id>/sign/": {"": _signing(_writing_treatment)},
    "workspace/treatment/<uuid:version_id>/": {"": _a_version_of_treatment},
    "workspace/people/<uuid:participant_id>/assessment/": {"": _of_somebody("/workspace/people/{person}/assessment/")},
    "workspace/assessments/<uuid:assessment_id>/": {"writing": _writing_assessment, "signed": _a_signed_assessment},
    "workspace/assessments/<uuid:assessment_id>/sign/": {"": _signing(_writing_assessment)},
    "workspace/people/<uuid:participant_id>/level/": {"": _of_somebody("/workspace/people/{person}/level/")},
    "workspace/people/<uuid:participant_id>/discharge/": {"": _of_somebody("/workspace/people/{person}/discharge/")},
    "workspace/people/<uuid:participant_id>/rewards/": {
        "": _rewards_of_somebody,
        "not offered": _of_somebody("/workspace/people/{person}/rewards/"),
    },
    "workspace/programs/<uuid:program_id>/rewards/": {"": _rewards_of_program},
    "workspace/people/<uuid:participant_id>/objectives/": {"": _of_somebody("/workspace/people/{person}/objectives/")},
    "workspace/sessions/<uuid:occurrence_id>/": {"": _my_session()},
    "workspace/sessions/<uuid:occurrence_id>/sheet/": {"": _my_session("sheet/")},
    "workspace/sessions/<uuid:occurrence_id>/people/<uuid:participant_id>/": {"": _my_session(link="/people/")},
    "notes/drafts/<uuid:draft_id>/": {"": _writing_a_note},
    "notes/drafts/<uuid:draft_id>/sign/": {"": _to_sign},
    "notes/people/<uuid:participant_id>/": {"": _notes_of()},
    "notes/people/<uuid:participant_id>/own/": {"": _own_notes},
    "notes/own/<uuid:own_id>/": {"": _an_own_note},
    "notes/to-finish/": {"": _at(DORA, "/notes/to-finish/?of=everybody")},
    "notes/to-cosign/": {"": _at(DORA, "/notes/to-cosign/")},
    "notes/supervisors/": {"": _at(DORA, "/notes/supervisors/")},
    "notes/<uuid:note_id>/": {"": _a_note},
    "workspace/alerts/": {"": _at(DORA, "/workspace/alerts/"), "closed": _at(DORA, "/workspace/alerts/?state=closed")},
    "workspace/alerts/<uuid:alert_id>/": {
        "": _first(DORA, "/workspace/alerts/", _ALERT),
        "closed": _first(DORA, "/workspace/alerts/?state=closed", _ALERT),
    },
    "workspace/people/<uuid:participant_id>/worry/": {"": _first(DORA, "/workspace/caseload/", _PERSON, "worry/")},
    "workspace/outreach/": {"": _at(DORA, "/workspace/outreach/")},
    "workspace/rules/": {"": _at(DORA, "/workspace/rules/")},
    "workspace/rules/<slug:code>/": {"": _at(DORA, "/workspace/rules/urge-high/")},
    "workspace/ladder/": {"": _at(DORA, "/workspace/ladder/")},
    "workspace/on-call/": {"": _at(DORA, "/workspace/on-call/")},
    "workspace/alert-budget/": {"": _at(DORA, "/workspace/alert-budget/"), "nothing filled in": _empty_budget},
    "workspace/schedule/": {
        "": _at(DORA, "/workspace/schedule/"),
        "a therapist's": _at(BEN, "/workspace/schedule/"),
        "one room's next week": _next_week_of("room"),
        "held in the hand": _held_in_hand,
    },
    "workspace/schedule/sessions/<uuid:occurrence_id>/": {
        "": _a_session(DORA),
        "a therapist's": _a_session(BEN),
    },
    "workspace/schedule/times/": {"": _at(DORA, "/workspace/schedule/times/")},
    "workspace/schedule/times/<uuid:program_id>/": {"": _suggested_times},
    "workspace/schedule/closures/": {"": _at(DORA, "/workspace/schedule/closures/")},
    "referrals/": {"": _at(DORA, "/referrals/"), "closed": _at(DORA, "/referrals/?state=closed")},
    "referrals/upload/": {"": _at(DORA, "/referrals/upload/")},
    "referrals/new/": {"": _at(DORA, "/referrals/new/"), "nothing filled in": _empty_referral},
    "referrals/<uuid:referral_id>/": {"": _first(DORA, "/referrals/", _REFERRAL)},
    "referrals/<uuid:referral_id>/admit/": {"": _first(DORA, "/referrals/", _REFERRAL, "admit/")},
    "demo/": {"": _at(NOBODY, "/demo/")},
    "": {"not found": _at(NOBODY, "/no-such-page/"), "refused": _at(ANA, "/workspace/")},
}
#: Addresses that show no page of their own, and why.
_DEED, _PART, _DATA, _ONWARD = "a deed: POST only", "a part of a page that is listed", "no page", "only sends onward"
NO_PAGE: dict[str, str] = {
    "telehealth/<uuid:occurrence_id>/ticket/": _DATA,
    "telehealth/<uuid:occurrence_id>/still-here/": _DATA,
    "attendance/<uuid:occurrence_id>/door/leave-here/": "Ends the session of this browser and shows the door again.",
    "attendance/<uuid:occurrence_id>/door/close/": "Sends to the sign-in page.",
    "attendance/<uuid:occurrence_id>/door/<uuid:participant_id>/": "A button on the door's page, or that page with a refusal.",
    "workspace/rules/<slug:code>/sign-off/<int:version>/<int:number>/": _DEED,
    "workspace/medicine-rules/<slug:code>/sign-off/<int:version>/<int:number>/": _DEED,
    "workspace/results/<uuid:result_id>/seen/": _DEED,
    "planning/places/<uuid:participant_id>/": _DEED,
    "workspace/my-sessions/": _PART,
    "workspace/sessions/<uuid:occurrence_id>/state/": _PART,
    **{
        f"workspace/sessions/<uuid:occurrence_id>/{deed}/": _DEED
        for deed in (
            "everybody",
            "add",
            "begin",
            "end",
            "hand-over",
            "break/<slug:way>",
            "people/<uuid:participant_id>/<slug:way>",
            "people/<uuid:participant_id>/note",
        )
    },
    "workspace/people/<uuid:participant_id>/assessment/begin/": _DEED,
    **{f"workspace/assessments/<uuid:assessment_id>/{deed}/": _DEED for deed in ("confirm", "leave")},
    "workspace/assessments/<uuid:assessment_id>/cells/": _DATA,
    "companion/assessment/cells/": _DATA,
    "workspace/people/<uuid:participant_id>/level/attach/": _DEED,
    "workspace/licensed-reports/<uuid:report_id>/": "a file, no page",
    "workspace/objectives/<uuid:objective_id>/end/": _DEED,
    "notes/sessions/<uuid:occurrence_id>/cells/": _DATA,
    "notes/sessions/<uuid:occurrence_id>/save/": _DEED,
    "notes/sessions/<uuid:occurrence_id>/sign/": _ONWARD,
    "notes/drafts/<uuid:draft_id>/cells/": _DATA,
    "notes/drafts/<uuid:draft_id>/drop/": _DEED,
    "notes/<uuid:note_id>/pdf/": "a PDF, no page; its tags are held by daybridge/notes/tests/test_printing.py",
    "notes/<uuid:note_id>/cosign/": _DEED,
    **{f"planning/proposals/<uuid:proposal_id>/{deed}/": _DEED for deed in "accept decline cancel".split()},
    "planning/proposals/<uuid:proposal_id>/progress/": _PART,
    "planning/versions/<uuid:version_id>/undo/": _DEED,
    "companion/shared-phone/": _DEED,
    "companion/home-screen/": _DEED,
    "workspace/on-call/shifts/": _DEED,
    "workspace/on-call/holidays/": _DEED,
    "workspace/on-call/holidays/<uuid:holiday_id>/remove/": _DEED,
    **{f"workspace/on-call/shifts/<uuid:shift_id>/{deed}/": _DEED for deed in "remove hand-over acknowledge".split()},
    "accounts/email/": _ONWARD,
    "accounts/password/set/": _ONWARD,
    "accounts/login/code/confirm/": _ONWARD,
    "accounts/2fa/recovery-codes/download/": _DATA,
    "accounts/2fa/webauthn/login/": _DATA,
    "accounts/2fa/webauthn/reauthenticate/": "asks for a passkey at once; walked with a passkey, not here",
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": "needs a passkey; walked with a passkey, not here",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": "needs a passkey; walked with a passkey, not here",
    "supporter/close/": _DEED,
    "supporter/<uuid:supporter_id>/dates/<uuid:occurrence_id>/": _DEED,
    "staff/language/": _DEED,
    "i18n/setlang/": _DEED,
    "kiosk/end/": _DEED,
    "kiosk/people/<uuid:participant_id>/": _DEED,
    "library/people/<uuid:participant_id>/assign/": _DEED,
    "library/assigned/<uuid:assigned_id>/take-back/": _DEED,
    **{f"programs/{part}/close/": _DEED for part in ("sites/<uuid:site_id>", "rooms/<uuid:room_id>")},
    **{f"programs/{part}/close/": _DEED for part in ("groups/<uuid:group_id>", "tracks/<uuid:track_id>")},
    "programs/sites/<uuid:site_id>/rooms/": _DEED,
    "programs/<uuid:program_id>/hours.csv": _DATA,
    "workspace/people/<uuid:participant_id>/minutes.csv": _DATA,
    "workspace/treatment/<uuid:version_id>/plan.pdf": "a PDF, no page; its tags come from ui/document.typ, as a note's do",
    "workspace/programs/<uuid:program_id>/minutes.csv": _DATA,
    "workspace/apart/<uuid:pair_id>/end/": _DEED,
    "workspace/people/<uuid:participant_id>/team/<uuid:staff_id>/leave/": _DEED,
    "workspace/staff/<uuid:staff_id>/leave/": _DEED,
    "workspace/leave/<uuid:leave_id>/back/": _DEED,
    "programs/<uuid:program_id>/tracks/": _DEED,
    "workspace/schedule/sessions/<uuid:occurrence_id>/check/": _DATA,
    **{f"workspace/schedule/sessions/<uuid:occurrence_id>/{deed}/": _DEED for deed in "change cancel end".split()},
    "workspace/schedule/versions/<uuid:version_id>/undo/": _DEED,
    "workspace/schedule/closures/<uuid:closure_id>/open/": _DEED,
    "companion/library/shelf.json": _DATA,
    "measures/people/<uuid:participant_id>/ask/": _DEED,
    "measures/assignments/<uuid:assignment_id>/withdraw/": _DEED,
    "measures/outcomes/<slug:kind>.csv": _DATA,
    "companion/whose/": _DATA,
    "companion/data/record.json": _DATA,
    "calendar/<str:token>.ics": _DATA,
    "companion/sw.js": _DATA,
    "notices/sw.js": _DATA,
    "notices/receipt/": _DEED,
    "notices/<uuid:notice_id>/": _ONWARD,
    "companion/manifest.webmanifest": _DATA,
    "workspace/coming-for-me/": _PART,
    "workspace/change-requests/<uuid:request_id>/answer/": _DEED,
    "workspace/medicines-for-me/": _PART,
    "workspace/screens-for-me/": _PART,
    "workspace/messages-for-me/": _PART,
    "workspace/messages/count/": _PART,
    "workspace/people/<uuid:participant_id>/messages/thread/": _PART,
    "workspace/people/<uuid:participant_id>/messages/read/": _DEED,
    "workspace/peers-for-me/": _PART,
    "companion/peers/<uuid:space_id>/posts/<uuid:post_id>/<slug:deed>/": _DEED,
    "workspace/people/<uuid:participant_id>/messages/team/thread/": _PART,
    "workspace/people/<uuid:participant_id>/messages/team/read/": _DEED,
    "workspace/people/<uuid:participant_id>/messages/files/<uuid:file_id>/": "a file, no page",
    "companion/messages/files/<uuid:file_id>/": "a file, no page",
    "workspace/medicines/<uuid:medicine_id>/note/": _DEED,
    "workspace/people/<uuid:participant_id>/medicines/about/": _PART,
    "workspace/people/<uuid:participant_id>/medicines/known/<slug:what>/": _DEED,
    "workspace/people/<uuid:participant_id>/allergies/take-over/<int:number>/": _DEED,
    "workspace/people/<uuid:participant_id>/allergies/<uuid:statement_id>/take-back/": _DEED,
    "workspace/orders/<uuid:order_id>/hand-over/": _DEED,
    "workspace/orders/<uuid:order_id>/order.pdf": "a PDF, no page; its tags are held by daybridge/medications/ordering/tests",
    "workspace/weeks/<uuid:week_id>/confirm/": _DEED,
    "workspace/people/<uuid:participant_id>/seats/<uuid:series_id>/": _DEED,
    "workspace/seats/<uuid:seat_id>/end/": _DEED,
    "workspace/side-effects/<uuid:entry_id>/read/": _DEED,
    "workspace/alerts-for-me/": _PART,
    "workspace/alarms/": _PART,
    "workspace/people/<uuid:participant_id>/between/<uuid:about>/together/": _DEED,
    "workspace/people/<uuid:participant_id>/setbacks/<str:day>/together/": _DEED,
    "workspace/people/<uuid:participant_id>/therapy/homework/": _DEED,
    "companion/rewards/draws.json": _DATA,
    "workspace/programs/<uuid:program_id>/rewards.csv": _DATA,
    "workspace/rewards/<uuid:enrolment_id>/draws.json": _DATA,
    "workspace/rewards/<uuid:enrolment_id>/<slug:way>/": _DEED,
    "workspace/rewards/prizes/<uuid:draw_id>/": _DEED,
    "workspace/people/<uuid:participant_id>/rewards/offer/": _DEED,
    "workspace/people/<uuid:participant_id>/treatment/begin/": _DEED,
    "workspace/treatment-drafts/<uuid:draft_id>/leave/": _DEED,
    **{f"workspace/treatment/<uuid:version_id>/{deed}/": _DEED for deed in "answer review certify".split()},
    "workspace/people/<uuid:participant_id>/plan/state/": _PART,
    **{f"workspace/plans/<uuid:version_id>/{deed}/": _DEED for deed in "sign in-person reviewed drop".split()},
    "workspace/alerts/count/": _PART,
    "workspace/alerts/list/": _PART,
    "workspace/alerts/<uuid:alert_id>/state/": _PART,
    "workspace/worth-a-look/<uuid:look_id>/": _DEED,
    "referrals/open/": _PART,
    "referrals/<uuid:referral_id>/original/": _DATA,
    **{
        f"workspace/alerts/<uuid:alert_id>/{deed}/": _DEED
        for deed in "take take-over contact answer close second-look follow-up hand-over reopen".split()
    },
    **{
        f"referrals/<uuid:referral_id>/{deed}/": _DEED
        for deed in "call screen accept wait decline withdraw reopen known/<uuid:participant_id> new-person".split()
    },
}


def test_every_page_is_listed() -> None:
    known = {pattern for pattern in patterns(get_resolver()) if not pattern.startswith("api/")}
    for pattern in sorted(known):
        assert pattern in PAGES or pattern in NO_PAGE, (
            f"/{pattern} is not looked at by axe. Add it to PAGES in tests/journeys/test_axe.py with the way there, or to "
            f"NO_PAGE with the reason when it shows no page of its own."
        )
    assert not (PAGES.keys() | NO_PAGE.keys()) - known, "Gone, so take them out"


_LISTED = [
    pytest.param(pattern, name, id=f"/{pattern} {name}".strip()) for pattern, ways in PAGES.items() for name in ways
]


@pytest.mark.parametrize(("pattern", "name"), _LISTED)
def test_axe_finds_nothing(people: People, pattern: str, name: str) -> None:
    page = PAGES[pattern][name](people)
    assert re.fullmatch(_as_path(pattern), urlsplit(page.url).path) or not pattern, f"the way led to {page.url}"
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    barriers = []
    for width in (DESK, PHONE):
        page.set_viewport_size(width)  # type: ignore[arg-type]
        barriers += _barriers(page, "light", width, {})
        # Only colours differ in the dark.
        barriers += _barriers(page, "dark", width, {"runOnly": ["color-contrast", "link-in-text-block"]})
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    assert not barriers, f"/{pattern} {name}\n" + "\n".join(dict.fromkeys(barriers))


def _as_path(pattern: str) -> str:
    return "/" + re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "[^/]+", pattern.replace("^", "").rstrip("$"))


def _barriers(page: Page, scheme: Any, width: dict[str, int], options: dict[str, Any]) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    return [
        f"{scheme}, {width['width']} px: {said}" for said in page.evaluate(RUN_AXE, {**_VIOLATIONS_ALONE, **options})
    ]
