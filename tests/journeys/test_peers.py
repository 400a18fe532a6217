"""Two phones and a moderator: joining under a chosen name, a post that arrives by itself, a report, and a lost signal that loses nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import (
    a_desk,
    a_phone,
    admit,
    choose_a_password,
    fits_phones,
    make_the_link,
    say_birth_date,
    take_down_a_call,
)

ANA, DORA, INES = "ana@demo.example", "dora@demo.example", "ines@demo.example"
SPACE = "Weekends"


@pytest.fixture
def ana(site: str, browser: Browser) -> Iterator[Page]:
    page = a_phone(browser)
    sign_in(page, ANA)
    yield page
    page.context.close()


@pytest.fixture
def newcomers(site: str, browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Two who were admitted just now, each on their own phone: what they join and write is on no other journey's way."""
    ines = a_desk(browser)
    sign_in(ines, INES)
    phones = []
    for given, family, born_on in (("Tamsin", "Sandwort", "1991-06-17"), ("Whimbrel", "Saltgrass", "1988-03-04")):
        take_down_a_call(ines, given, family, born_on)
        admit(ines, f"{given.lower()}@demo.example")
        page = a_phone(browser)
        page.goto(make_the_link(ines))
        say_birth_date(page, born_on)
        choose_a_password(page)
        phones.append(page)
    tamsin, other = phones
    yield tamsin, other
    for page in (*phones, ines):
        page.context.close()


def _join(page: Page, name: str, picture: str) -> None:
    page.goto(f"{SITE}/companion/me/")
    page.get_by_role("link", name="My peers").click()
    card = page.locator("section.card", has=page.get_by_role("heading", name=SPACE))
    card.get_by_role("link", name="See the rules and join").click()
    page.get_by_label("Your name here").fill(name)
    page.locator("label", has_text=picture).click()
    page.get_by_label("I have read this and agree to it.").check()
    page.get_by_role("button", name="Join", exact=True).click()


def _say(page: Page, words: str) -> None:
    page.get_by_label("What would you like to say?").fill(words)
    page.get_by_role("button", name="Post", exact=True).click()


def test_two_phones_and_a_moderator(newcomers: tuple[Page, Page], browser: Browser) -> None:
    tamsin, other = newcomers
    # Tamsin's own name is refused beside the field; what she typed stands there. A chosen one is taken.
    _join(tamsin, "Tamsin", "Leaf")
    expect(tamsin.locator("#peer-name-error")).to_contain_text("too close to your own name")
    tamsin.get_by_label("Your name here").fill("Harbor Kite")
    tamsin.get_by_role("button", name="Join", exact=True).click()
    expect(tamsin.get_by_text("You are Harbor Kite here.")).to_be_visible()
    _join(other, "Night Owl", "Star")
    expect(other.get_by_text("You are Night Owl here.")).to_be_visible()
    fits_phones(tamsin)

    # A telephone number is refused, and the words are still there; without it they arrive at the other phone by themselves.
    _say(tamsin, "Long Saturday. Ring me at 555-0149")
    expect(tamsin.locator("#peer-post-error")).to_contain_text("Leave out phone numbers")
    expect(tamsin.get_by_label("What would you like to say?")).to_have_value("Long Saturday. Ring me at 555-0149")
    _say(tamsin, "Long Saturday. Who is awake?")
    here = other.locator("article.peer-post", has_text="Long Saturday. Who is awake?")
    expect(here).to_be_visible()
    expect(here).to_contain_text("Harbor Kite")
    assert "Sandwort" not in other.content() and "555-0149" not in other.content()

    # A sign and a reply come back.
    here.get_by_text("Give a sign").click()
    here.get_by_role("button", name="I am with you").click()
    here = other.locator("article.peer-post", has_text="Who is awake?")
    here.get_by_role("link", name="Reply, and more").click()
    other.get_by_label("Your reply").fill("Me. Tea is on.")
    other.get_by_role("button", name="Reply", exact=True).click()
    mine = tamsin.locator("article.peer-post", has_text="Who is awake?")
    expect(mine).to_contain_text("I am with you: Night Owl")
    expect(mine).to_contain_text("Me. Tea is on.")

    # A report reaches the moderator's open queue by itself; hidden with a kind word, it is gone from the other phone.
    dora = a_desk(browser)
    sign_in(dora, DORA)
    dora.goto(f"{SITE}/workspace/peers/moderation/")
    other.get_by_text("More", exact=True).first.click()
    other.get_by_role("link", name="Report this, or worry about them").first.click()
    other.get_by_label("Something else").check()
    other.get_by_role("button", name="Report it").click()
    expect(other.get_by_text("Thank you. It was told.")).to_be_visible()
    waits = dora.locator("article", has_text="Long Saturday. Who is awake?")
    expect(waits).to_contain_text("answer by")
    assert "Sandwort" not in dora.locator("main").inner_text()
    waits.get_by_role("link", name="Look at it").click()
    fold = dora.locator("details", has=dora.locator("summary", has_text="Hide it"))
    fold.locator("summary").click()
    fold.get_by_label("Why it is hidden").fill("Thank you. Let us talk about Saturdays in group.")
    fold.get_by_role("button", name="Hide it").click()
    expect(dora.get_by_text("Done, and written down.")).to_be_visible()
    other.get_by_role("link", name=SPACE).first.click()
    expect(other.get_by_text("Who is awake?")).to_have_count(0)
    expect(tamsin.get_by_text("Let us talk about Saturdays in group.")).to_be_visible()
    dora.context.close()


def test_a_draft_outlives_a_lost_signal_and_is_sent_once(ana: Page) -> None:
    ana.goto(f"{SITE}/companion/peers/")
    ana.get_by_role("link", name="Open", exact=True).first.click()
    ana.wait_for_selector("#peer-post")
    space = ana.url
    ana.context.set_offline(True)
    ana.get_by_label("What would you like to say?").fill("Written on the train, under the river")
    ana.get_by_role("button", name="Post", exact=True).click()
    expect(ana.locator("#needs-signal")).to_be_visible()
    expect(ana.get_by_text("Your words are kept on this phone.").first).to_be_visible()
    ana.context.set_offline(False)
    ana.goto(f"{SITE}/companion/")
    ana.goto(space)
    expect(ana.get_by_label("What would you like to say?")).to_have_value("Written on the train, under the river")
    ana.get_by_role("button", name="Post", exact=True).click()
    expect(ana.locator("article.peer-post", has_text="under the river")).to_have_count(1)
    ana.wait_for_url(re.compile("#post-"))
    ana.goto(space)
    expect(ana.get_by_label("What would you like to say?")).to_have_value("")
    assert ana.evaluate("Object.keys(localStorage).filter(key => key.startsWith('daybridge-note peers')).length") == 0
    fits_phones(ana)
