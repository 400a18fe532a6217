"""The companion's pages: shells for the participant, nothing for anybody else, and nothing personal in any of them."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from daybridge.core import clock
from tests.cast import PASSWORD, House, an_agreed_plan, an_alert, an_entry, sign_in

PAGES = ["/companion/", "/companion/check-in/", "/companion/support/", "/companion/plan/", "/companion/me/"]


@pytest.fixture
def phone(house: House) -> Client:
    return sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]


@pytest.mark.parametrize("page", PAGES)
def test_ana_opens_her_pages(phone: Client, page: str) -> None:
    answer = phone.get(page)
    assert answer.status_code == 200
    assert 'id="main"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_kept_on_a_phone_holds_nothing_personal(house: House, phone: Client, page: str) -> None:
    ana = house.participants["Ana"]
    an_entry(house, ana, note="Argued with my sister.")
    an_alert(house, ana)
    an_agreed_plan(house, ana, "Feed the herons")
    content = phone.get(page).content.decode()
    for words in (
        "Ana",
        "Rivera",
        "Ben",
        "Okafor",
        "sister",
        "herons",
        str(ana.id),
        ana.email,
        house.organization.phone,
    ):
        assert words not in content


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_signs_in_first(db: None, page: str) -> None:
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=%2Fcompanion%2F")


@pytest.mark.parametrize("page", PAGES)
def test_staff_find_nothing_here(house: House, page: str) -> None:
    assert sign_in(house.staff["Ben"].account).get(page).status_code == 404  # type: ignore[arg-type]


def test_pages_come_in_the_participants_language(house: House, phone: Client) -> None:
    ana = house.participants["Ana"]
    answer = phone.get("/companion/support/")
    assert answer["Content-Language"] == ana.language


@pytest.mark.parametrize("page", ["/companion/", "/companion/check-in/", "/companion/support/", "/companion/plan/"])
def test_the_numbers_to_call_stand_in_every_page_with_distress(phone: Client, page: str) -> None:
    content = phone.get(page).content.decode()
    for address in ("tel:988", "sms:988", "https://chat.988lifeline.org/", "tel:911"):
        assert f'href="{address}"' in content


def test_without_a_script_not_safe_is_a_link_to_the_numbers(phone: Client) -> None:
    found = re.findall(r"<a[^>]*data-asks=\"not_safe\"[^>]*>", phone.get("/companion/").content.decode())
    assert len(found) == 1 and 'href="/companion/support/"' in found[0]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_a_person_writes_can_end_up_in_an_address(phone: Client, page: str) -> None:
    forms = re.findall(r"<form[^>]*>", phone.get(page).content.decode())
    assert all('method="post"' in form or 'method="dialog"' in form for form in forms)


@pytest.mark.parametrize("page", PAGES)
def test_pages_hold_no_script_and_no_style_of_their_own(phone: Client, page: str) -> None:
    content = phone.get(page).content.decode()
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", content)


def test_a_phone_learns_whose_it_is_without_learning_who(house: House, phone: Client) -> None:
    ana = house.participants["Ana"]
    answer = phone.get("/companion/whose/")
    assert set(answer.json()) == {"mark", "csrf", "shared_minutes"}
    assert str(ana.id) not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert phone.get("/companion/whose/").json()["mark"] == answer.json()["mark"]


def test_two_participants_have_two_marks(house: House, phone: Client) -> None:
    zoe = sign_in(house.participants["Zoe"].account)  # type: ignore[arg-type]
    theirs = zoe.get("/companion/whose/").json()["mark"]
    ana = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    assert ana.get("/companion/whose/").json()["mark"] != theirs


def test_nobody_and_staff_have_no_mark(house: House) -> None:
    assert Client().get("/companion/whose/").status_code == 401
    assert sign_in(house.staff["Ben"].account).get("/companion/whose/").status_code == 401  # type: ignore[arg-type]


def test_a_phone_can_install_the_companion(db: None) -> None:
    manifest = Client().get("/companion/manifest.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    described = manifest.json()
    assert described["start_url"] == "/companion/"
    assert [one["url"] for one in described["shortcuts"]] == [
        "/companion/check-in/",
        "/companion/support/",
        "/companion/plan/",
    ]
    assert {(icon["sizes"], icon["purpose"]) for icon in described["icons"]} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in described["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon["src"]


def test_the_service_worker_may_look_after_the_companions_pages_and_is_never_old(db: None) -> None:
    worker = Client().get("/companion/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "no-cache" in worker["Cache-Control"]
    assert worker["Service-Worker-Allowed"] == "/companion/"


@pytest.mark.parametrize("look", ["notes", "journal"])
def test_the_home_screen_shows_the_name_that_was_chosen(phone: Client, look: str) -> None:
    assert phone.post("/companion/home-screen/", {"look": look}).status_code == 302
    described = phone.get("/companion/manifest.webmanifest").json()
    assert described["name"] == described["short_name"] == {"notes": "Notes", "journal": "Journal"}[look]
    assert "daybridge" not in str(described).lower()
    assert [one["url"] for one in described["shortcuts"]] == ["/companion/check-in/"], "the others would say what it is"
    for icon in described["icons"]:
        assert look in icon["src"] and finders.find(icon["src"].removeprefix("/static/")), icon["src"]
    page = phone.get("/companion/")
    assert page["Daybridge-Look"] == look
    assert "· Daybridge" not in page.content.decode()


def test_what_is_said_of_reaching_someone_is_stored_by_no_browser(phone: Client) -> None:
    assert "no-store" in phone.get("/companion/reach/")["Cache-Control"]


def test_a_look_that_is_not_there_is_refused(phone: Client) -> None:
    assert phone.post("/companion/home-screen/", {"look": "bank"}).status_code == 422


def test_a_phone_that_is_not_only_theirs_has_a_short_session_that_goes_with_the_browser(phone: Client) -> None:
    assert phone.get("/companion/whose/").json()["shared_minutes"] == 0
    said = phone.post("/companion/shared-phone/", {"shared": "yes"})
    assert said.cookies["daybridge-shared"].value == "yes"
    assert phone.get("/companion/whose/").json()["shared_minutes"] == 15
    assert phone.session.get_expire_at_browser_close() and phone.session["idle_seconds"] == 15 * 60
    asked = phone.post("/companion/shared-phone/", {"shared": "no"})
    assert asked["Location"].startswith("/accounts/reauthenticate/?next="), "what is kept from then on is its owner's"
    assert phone.get("/companion/whose/").json()["shared_minutes"] == 15
    phone.post(asked["Location"], {"password": PASSWORD})
    unsaid = phone.post("/companion/shared-phone/", {"shared": "no"})
    assert unsaid.cookies["daybridge-shared"].value == ""
    assert phone.get("/companion/whose/").json()["shared_minutes"] == 0
    assert not phone.session.get_expire_at_browser_close()


def test_a_shared_phones_session_ends_when_it_is_left(phone: Client, now: datetime) -> None:
    phone.post("/companion/shared-phone/", {"shared": "yes"})
    for minutes, status in ((14, 200), (14 + 16, 401)):
        with clock.at(now + timedelta(minutes=minutes)):
            assert phone.get("/companion/whose/").status_code == status


def test_signing_in_follows_what_the_browser_was_told(house: House) -> None:
    browser = Client()
    browser.cookies["daybridge-shared"] = "yes"
    account = house.participants["Ana"].account
    assert account is not None
    browser.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    assert browser.get("/companion/whose/").json()["shared_minutes"] == 15
    assert browser.session.get_expire_at_browser_close()


def test_the_servers_copy_of_a_phones_note_takes_nothing_but_a_note(phone: Client) -> None:
    for noted, copied in (("2.1790000000000", True), ("lost.2.179", False), ("<b>", False)):
        phone.cookies["daybridge-kept"] = noted
        assert ("daybridge-kept-copy" in phone.get("/companion/whose/").cookies) is copied


def test_what_phones_fetch_comes_compressed_and_staffs_pages_do_not(house: House, phone: Client) -> None:
    ways = {"HTTP_ACCEPT_ENCODING": "gzip, br"}
    assert phone.get("/companion/", **ways)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in sign_in(house.staff["Ben"].account).get("/workspace/", **ways)  # type: ignore[arg-type]
