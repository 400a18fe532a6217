import re
from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.test import Client

from daybridge.core import clock
from daybridge.people import actions
from daybridge.people.models import Participant
from tests.cast import House, a_participant, make_house, sign_in

GOOD_WORDS = "four quiet herons waiting"


@pytest.fixture
def noor(house: House) -> Participant:
    return a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], with_account=False)


def _link(house: House, participant: Participant) -> str:
    page = sign_in(house.staff["Ben"].account).post(f"/people/{participant.id}/invite/")  # type: ignore[arg-type]
    assert page.status_code == 200 and b"<svg" in page.content
    found = re.search(rb"/join/[^/]+/", page.content)
    assert found
    return found.group().decode()


def _prove(client: Client, link: str, born_on: str = "1990-04-12") -> "str | None":
    page = client.post(link, {"born_on": born_on})
    found = re.search(r'name="proof" value="([^"]+)"', page.content.decode())
    return found.group(1) if found else None


def test_an_invitation_asks_for_the_birth_date_and_then_signs_in(house: House, noor: Participant) -> None:
    link, phone = _link(house, noor), Client()
    assert phone.get(link).status_code == 200
    proof = _prove(phone, link)
    words = {"proof": proof, "email": noor.email, "how": "password", "password": GOOD_WORDS}
    done = phone.post(link, words)
    assert (done.status_code, done["Location"]) == (302, "/")
    assert phone.get("/", follow=False)["Location"] == "/companion/"
    noor.refresh_from_db()
    assert noor.account_id
    assert Client().get(link).status_code == 410


def test_choosing_a_passkey_leads_on_to_making_one(house: House, noor: Participant) -> None:
    link, phone = _link(house, noor), Client()
    done = phone.post(link, {"proof": _prove(phone, link), "email": noor.email, "how": "passkey", "password": ""})
    assert done["Location"].startswith("/accounts/2fa/webauthn/add/")
    page = phone.get(done["Location"]).content.decode()
    assert re.search(r'<div hidden><input type="checkbox" name="passwordless"[^>]* checked', page), (
        "it must be enough alone"
    )
    assert "Choose a password instead" in page and "Passkeys and codes" not in page


def test_five_wrong_birth_dates_end_the_link(house: House, noor: Participant) -> None:
    link, phone = _link(house, noor), Client()
    for _ in range(actions.MOST_WRONG_ANSWERS):
        assert _prove(phone, link, "1991-01-01") is None
    assert phone.get(link).status_code == 410


def test_five_addresses_of_others_end_the_link(house: House, noor: Participant) -> None:
    phone, link = Client(), _link(house, noor)
    words = {"proof": _prove(phone, link), "email": house.staff["Ben"].email, "how": "password", "password": GOOD_WORDS}
    for _ in range(5):
        answer = phone.post(link, words)
        assert answer.status_code == 422 and "This address can&#x27;t be used here." in answer.content.decode()
    assert phone.post(link, words | {"email": noor.email}).status_code == 410
    noor.refresh_from_db()
    assert noor.account_id is None


def test_wrong_birth_dates_that_come_all_at_once_are_counted_one_by_one(really_commits: None) -> None:
    with transaction.atomic():
        house = make_house()
        noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], with_account=False)
        token = actions.new_invitation_token(house.organization.id)
        actions.invite_participant(house.system, noor, token=token)
    at_once, answers = Barrier(3 * actions.MOST_WRONG_ANSWERS), []

    def guess() -> None:
        at_once.wait(10)
        answers.append(Client().post(f"/join/{token}/", {"born_on": "1991-01-01"}).status_code)
        connection.close()

    guessing = [Thread(target=guess) for _ in range(at_once.parties)]
    for one in guessing:
        one.start()
    for one in guessing:
        one.join(30)
    assert Counter(answers) == {422: actions.MOST_WRONG_ANSWERS, 410: 2 * actions.MOST_WRONG_ANSWERS}


def test_a_link_ends_after_a_week_and_when_a_newer_one_is_made(house: House, noor: Participant) -> None:
    old = _link(house, noor)
    new = _link(house, noor)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (410, 200)
    with clock.at(clock.now() + timedelta(days=8)):
        assert Client().get(new).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 54, "..%2f", "é"])
def test_a_made_up_link_says_it_has_run_out(house: House, token: str) -> None:
    assert Client().get(f"/join/{token}/").status_code in (404, 410)


def test_setting_up_cannot_be_reached_without_the_birth_date(house: House, noor: Participant) -> None:
    link, phone = _link(house, noor), Client()
    phone.post(link, {"proof": "made up", "email": noor.email, "how": "password", "password": GOOD_WORDS})
    noor.refresh_from_db()
    assert noor.account_id is None


def test_another_address_than_the_one_on_record_must_be_verified_first(house: House, noor: Participant) -> None:
    link, phone = _link(house, noor), Client()
    words = {"proof": _prove(phone, link), "email": "new@example.net", "how": "password", "password": GOOD_WORDS}
    done = phone.post(link, words)
    assert done["Location"] == "/accounts/confirm-email/"
    assert phone.get("/companion/").status_code != 200 or "_auth_user_id" not in phone.session


@pytest.mark.parametrize("who", ["Cleo", "Dev"])
def test_only_those_who_care_for_someone_or_work_intake_invite_them(house: House, noor: Participant, who: str) -> None:
    assert sign_in(house.staff[who].account).get(f"/people/{noor.id}/invite/").status_code == 404  # type: ignore[arg-type]


def test_a_member_of_staff_is_added_and_invited_by_an_administrator(house: House) -> None:
    client = sign_in(house.staff["Dev"].account)  # type: ignore[arg-type]
    client.post("/staff/", {"name": "Gil Moreno", "email": "gil@example.org", "roles": ["nurse"]})
    assert b"Gil Moreno" in client.get("/staff/").content
    assert sign_in(house.staff["Ben"].account).get("/staff/").status_code == 404  # type: ignore[arg-type]


def test_staff_without_a_second_factor_can_only_set_one_up(house: House) -> None:
    answer = sign_in(house.staff["Ben"].account, twice=False).get("/staff/me/")  # type: ignore[arg-type]
    assert answer.status_code == 302 and answer["Location"].startswith("/accounts/2fa/")


def test_an_answer_to_the_session_before_does_not_sign_anybody_out(house: House) -> None:
    client = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    before = client.cookies["sessionid"].value
    client.post(f"/kiosk/people/{house.participants['Ana'].id}/")
    now = client.cookies["sessionid"].value
    assert before != now and client.get("/kiosk/").status_code == 200
    client.cookies["sessionid"] = before  # what was on its way meanwhile
    assert "sessionid" not in client.get("/workspace/").cookies
    client.cookies["sessionid"] = now
    assert client.post("/kiosk/end/").cookies["sessionid"].value == ""


def test_what_a_page_fetches_by_itself_does_not_keep_a_session_open(house: House) -> None:
    client = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    for minutes in (10, 14):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            answer = client.get("/staff/me/", headers={"X-Daybridge-Quiet": "1"})
            assert answer.status_code == 200
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert client.get("/staff/me/")["Location"].startswith("/accounts/login/")


def test_what_someone_is_shown_stays_in_no_cache(house: House) -> None:
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    ana = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    chart = f"/workspace/people/{house.participants['Ana'].id}/"
    for client, address in ((ben, "/workspace/"), (ben, chart), (ana, "/api/companion/today")):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_a_participant_signs_out_where_the_phone_is_emptied_too(house: House) -> None:
    client = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    assert client.get("/accounts/logout/")["Location"] == "/companion/me/#sign-out"
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert client.get("/companion/me/")["Location"].startswith("/accounts/login/")


def test_a_session_left_idle_is_signed_out(house: House) -> None:
    client = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    assert client.get("/staff/me/").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert client.get("/staff/me/")["Location"].startswith("/accounts/login/")
