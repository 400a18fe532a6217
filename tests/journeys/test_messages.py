"""A word to one's team: typed on a train without a signal, sent once, read by a name, answered live; urgent reaches an alert."""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SITE, sign_in
from tests.journeys.steps import NARROW_PHONE, a_desk, fits_phones, keep_the_pages, until

ANA, BEN, DORA = "ana@demo.example", "ben@demo.example", "dora@demo.example"
PAGE = f"{SITE}/companion/messages/"


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=NARROW_PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    # Playwright may miss what a waking service worker sends.
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    page = context.new_page()
    sign_in(page, ANA)
    keep_the_pages(page)
    page.goto(PAGE)
    expect(page.locator("#messages-known")).to_be_visible()
    yield page
    fits_phones(page)
    context.close()


@pytest.fixture
def ben(site: str, browser: Browser) -> Iterator[Page]:
    page = a_desk(browser)
    sign_in(page, BEN)
    yield page
    page.context.close()


def _thread(phone: Page) -> dict[str, Any]:
    answer = phone.request.get(f"{SITE}/api/companion/messages")
    assert answer.ok, answer.status
    return dict(answer.json())


def _to_ana(ben: Page) -> None:
    ben.goto(f"{SITE}/workspace/messages/?show=all")
    ben.get_by_role("link", name=re.compile("^Ana ")).first.click()
    expect(ben.locator("#thread")).to_be_visible()


def _program_of_ana(phone: Page) -> str:
    return str(phone.request.get(f"{SITE}/api/companion/today").json()["program"]["name"])


def _write(phone: Page, words: str) -> None:
    phone.locator("#message-words").fill(words)
    phone.get_by_role("button", name="Send", exact=True).click()


def _look_at_what_is_new(phone: Page) -> None:
    """Only what was on the screen counts as read."""
    new = phone.locator("#messages-known [data-unread]")

    def none_is_left() -> bool:
        phone.evaluate("document.querySelector('#messages-known [data-unread]')?.scrollIntoView({block: 'center'})")
        return new.count() == 0 and phone.locator("#unread").is_hidden()

    until(phone, none_is_left)


def test_a_message_written_without_a_signal_is_sent_once_and_read_by_a_name(phone: Page, ben: Page) -> None:
    expect(phone.locator("#in-thread")).to_contain_text("Ben Okafor")
    expect(phone.locator("#reply-hours")).to_be_visible()
    words = "On the train, ten minutes late"
    phone.locator("#message-words").fill("On the train, ten")
    expect(phone.locator("#message-words")).to_have_value("On the train, ten")
    phone.context.set_offline(True)
    phone.goto(PAGE)  # closed and opened again, from the phone itself
    expect(phone.locator("#message-words")).to_have_value("On the train, ten")
    _write(phone, words)
    expect(phone.locator("#message-words")).to_have_value("")
    expect(phone.locator("#thread li").last).to_contain_text("Waiting for signal")
    phone.goto(PAGE)
    expect(phone.locator("#thread li").last).to_contain_text(words)
    ben.goto(f"{SITE}/workspace/messages/?show=all")
    phone.context.set_offline(False)
    expect(phone.locator("#sending")).to_have_text("Saved")
    assert [one["words"] for one in _thread(phone)["messages"]].count(words) == 1
    row = ben.locator(".thread-row", has=ben.get_by_role("link", name=re.compile("^Ana ")))
    expect(row).to_contain_text("not read")  # without reloading
    expect(phone.locator("#thread li").last).to_contain_text("Nobody has read it yet")
    _to_ana(ben)
    expect(ben.locator("#thread")).to_contain_text(words)
    expect(phone.locator("#thread li").last).to_contain_text("Ben Okafor read it: today at ")


def test_an_answer_comes_live_counts_as_new_until_it_is_read_and_may_be_put_in_other_words(
    phone: Page, ben: Page
) -> None:
    _write(phone, "Can somebody call me about Friday?")
    expect(phone.locator("#sending")).to_have_text("Saved")
    phone.goto(f"{SITE}/companion/")
    _to_ana(ben)
    ben.locator("#id_words").fill("Hi Ana.")
    ben.get_by_role("button", name="I will call today").click()
    expect(ben.locator("#id_words")).to_have_value("Hi Ana. Thank you for telling me. I will call you today.")
    ben.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#unread-n")).to_have_text("1")
    expect(phone.locator("#messages-card-words")).to_have_text("Your team wrote to you.")
    phone.get_by_role("link", name="Read it").click()
    expect(phone.locator("#thread li").last).to_contain_text("I will call you today.")
    expect(phone.locator("#unread")).to_be_hidden()
    expect(ben.locator("#thread li").last).to_contain_text("read")
    ben.locator("#thread li").last.get_by_role("link", name=re.compile("^Change")).click()
    ben.locator("#id_words").fill("I will call you tomorrow.")
    ben.get_by_role("button", name="Send", exact=True).click()
    last = phone.locator("#thread li").last
    expect(last).to_contain_text("I will call you tomorrow.")
    last.locator("summary").click()
    expect(last).to_contain_text("I will call you today.")


def test_an_urgent_message_says_what_it_is_not_and_is_an_alert(phone: Page, ben: Page) -> None:
    ben.goto(f"{SITE}/workspace/alerts/")
    phone.locator("#message-urgent").check()
    expect(phone.locator("#message-urgent-words")).to_contain_text("988")
    _write(phone, "I left the house and can't go back tonight")
    expect(phone.locator("#sending")).to_have_text("Saved")
    expect(phone.locator("#thread li").last).to_contain_text("Urgent")
    expect(phone.locator("#thread li").last).to_be_in_viewport()  # what was sent, not only an empty field
    # An alert that stood already grows and keeps its title: what is new says so itself.
    card = ben.locator(".alert-card", has_text="A message was marked as urgent").filter(has_text="Ana ")
    expect(card).to_have_count(1)  # without reloading
    card.get_by_role("link").first.click()
    expect(ben.locator("#alert-state")).to_contain_text("I left the house and can't go back tonight")


def _a_picture() -> bytes:
    """Two by two dots of a dusk blue, with a word about where it was taken."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    dots = b"".join(b"\x00" + b"\x20\x60\x70" * 2 for _ in range(2))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    place = chunk(b"tEXt", b"Comment\x00Harbor Street 12")
    return b"\x89PNG\r\n\x1a\n" + head + place + chunk(b"IDAT", zlib.compress(dots)) + chunk(b"IEND", b"")


def test_a_picture_waits_on_the_phone_and_comes_without_its_place(phone: Page, ben: Page) -> None:
    phone.context.set_offline(True)
    picture = {"name": "IMG_0012.png", "mimeType": "image/png", "buffer": _a_picture()}
    phone.locator("#message-file").set_input_files(picture)  # type: ignore[arg-type]
    expect(phone.locator("#message-attached")).to_contain_text("Picture")
    phone.goto(PAGE)
    expect(phone.locator("#message-attached")).to_be_visible()  # a draft, with what goes along
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#thread li").last).to_contain_text("Waiting for signal")
    phone.context.set_offline(False)
    expect(phone.locator("#sending")).to_have_text("Saved")
    shown = phone.locator("#thread li").last.locator("img")
    expect(shown).to_be_visible()
    kept = phone.request.get(f"{SITE}{shown.get_attribute('src')}")
    assert kept.headers["content-type"] == "image/jpeg" and b"Harbor" not in kept.body()
    _to_ana(ben)
    expect(ben.locator("#thread li").last.locator("img")).to_be_visible()
    assert (
        ben.locator("#thread li").last.locator("img").evaluate("one => one.decode().then(() => one.naturalWidth)") == 2
    )


def test_colleagues_write_apart_and_an_announcement_is_read_on_the_phone(
    phone: Page, ben: Page, browser: Browser
) -> None:
    _to_ana(ben)
    ben.get_by_role("link", name="Among staff").click()
    ben.locator("#id_words").fill("Does anybody know the lone egret?")
    ben.get_by_role("button", name="Send", exact=True).click()
    expect(ben.locator("#team-thread")).to_contain_text("lone egret")
    _look_at_what_is_new(phone)
    phone.goto(f"{SITE}/companion/")  # on the page of messages it would count as read at once
    expect(phone.locator("#unread")).to_be_hidden()
    dora = a_desk(browser)
    sign_in(dora, DORA)
    dora.goto(f"{SITE}/workspace/announcements/")
    dora.locator("#id_to").select_option(label=_program_of_ana(phone))
    said = "The lift is out of order on Thursday"
    dora.locator("#id_words").fill(said)
    dora.get_by_role("button", name="Send", exact=True).click()
    expect(dora.locator("#main")).to_contain_text(said)
    expect(phone.locator("#unread")).to_be_visible()  # without reloading
    phone.goto(PAGE)
    expect(phone.locator("#announcements-new")).to_contain_text(said)
    expect(phone.locator("#unread")).to_be_hidden()
    assert "lone egret" not in phone.content()
    # One that comes while the page lies open somewhere else is read only when it was on the screen.
    phone.locator("#message-words").scroll_into_view_if_needed()
    later = "The lift works again"
    dora.locator("#id_to").select_option(label=_program_of_ana(phone))
    dora.locator("#id_words").fill(later)
    dora.get_by_role("button", name="Send", exact=True).click()
    new = phone.locator("#announcements-new li", has_text=later)
    expect(new).to_contain_text("New")
    expect(phone.locator("#unread")).to_be_visible()
    new.scroll_into_view_if_needed()
    expect(phone.locator("#unread")).to_be_hidden()
    dora.reload()
    expect(dora.locator(".thread-row", has_text=said)).to_contain_text(re.compile(r"read by [1-9]"))
    dora.context.close()
