"""Each channel on a real server, and what becomes of a notice when that server is away, refuses or says nothing."""

import base64
import json
import re
from collections.abc import Iterator
from datetime import datetime
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.db import connection, transaction

from daybridge.core import clock, guard, tenancy
from daybridge.core.alarms import open_alarms
from daybridge.core.errors import Invalid
from daybridge.notifications import actions, queries
from daybridge.notifications.channels import network, push
from daybridge.notifications.jobs import send, send_code
from daybridge.notifications.models import Delivery, Notice, Preference, PushSubscription
from daybridge.notifications.rules import GROUPS, KINDS, USUAL_QUIET, Audience
from daybridge.notifications.tests.servers import ABrowser, Answering, MailServer, a_mail_server, answering, free_port
from daybridge.notifications.tests.test_actions import tell, work_off
from tests.cast import House, a_participant, make_house

LINK = "/workspace/alerts/"


@pytest.fixture
def mails(settings: Any) -> Iterator[MailServer]:
    with a_mail_server() as (server, port):
        _mail_at(settings, port)
        yield server


def _mail_at(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False


@pytest.fixture
def texts(settings: Any) -> Iterator[Answering]:
    with answering() as server:
        settings.SMS = {**settings.SMS, "url": f"{server.address}/messages", "from": "+15550000000"}
        yield server


@pytest.fixture
def push_service(settings: Any) -> Iterator[Answering]:
    with answering() as server:
        settings.PUSH_HOSTS = (server.address,)
        yield server


def a_device(house: House, name: str, service: Answering, mark: str = "one") -> ABrowser:
    browser = ABrowser(service.address, mark)
    person: Any = house.staff.get(name) or house.participants[name]
    actions.add_device(house.actors[name], person, **browser.told)
    return browser


def a_phone(house: House, name: str = "Ben", number: str = "312 555 0142") -> None:
    """A member of staff's phone, asked for and proven, and that they may be reached by everything."""
    actor, staff = house.actors[name], house.staff[name]
    quiet = USUAL_QUIET[Audience.STAFF]
    actions.set_preferences(actor, staff, channels={"tasks": ["push", "email", "sms"]}, quiet=quiet)
    actions.ask_phone_code(actor, staff, phone=number)
    assert actions.prove_phone(actor, staff, code=actions.phone_code(Preference.objects.get(staff=staff))).is_right


def ledger(notice: Notice) -> dict[str, tuple[str, str, str, int]]:
    """What stands on the ledger: by channel the state, the error, what it stands in for, and how often it was tried."""
    return {
        one.channel: (one.state, one.error, one.instead_of, one.tries) for one in Delivery.objects.filter(notice=notice)
    }


# --- E-mail ----------------------------------------------------------------------------------------------------------


def test_a_mail_says_that_something_waits_and_where(house: House, mails: MailServer) -> None:
    notice = tell(house, house.staff["Ben"], "alert", link=LINK, channels=["email"])
    work_off(house)
    work_off(house)
    [mail] = mails.mails
    body = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert (mail["To"], mail["Subject"]) == ("ben@example.org", "Someone needs you now. Please open Daybridge.")
    assert f"http://localhost:8010{LINK}" in body
    [sent] = Delivery.objects.filter(notice=notice, channel="email")
    assert str(sent.id) in mail["Message-ID"] and sent.state == "sent"


def test_a_mail_to_a_participant_does_not_say_what_waits_not_even_in_its_address(
    house: House, mails: MailServer
) -> None:
    ana = house.participants["Ana"]
    actions.set_preferences(house.actors["Ana"], ana, channels={"messages": ["email"]}, quiet=None)
    tell(house, ana, "safety-plan-ready", link="/companion/plan/")
    work_off(house)
    [mail] = mails.mails
    body = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "http://localhost:8010/companion/\r\n" in body and "plan" not in body


def test_a_mail_server_that_is_away_is_tried_again_and_the_next_channel_is_taken(
    house: House, settings: Any, texts: Answering
) -> None:
    a_phone(house)
    _mail_at(settings, free_port())
    notice = tell(house, house.staff["Ben"], "alert-waiting", channels=["email"])
    work_off(house)
    assert ledger(notice)["email"] == ("planned", "refused", "", 1)
    for minutes in (1, 10, 30):  # past each pause
        work_off(house, minutes=minutes)
    assert ledger(notice)["email"] == ("failed", "refused", "", 4)
    [alarm] = open_alarms()
    assert (alarm.kind, alarm.about) == ("channel", "email")
    work_off(house, minutes=31)
    assert ledger(notice)["push"][:3] == ("failed", "no-device", "email")
    work_off(house, minutes=31)
    assert ledger(notice)["sms"] == ("sent", "", "push", 1) and len(texts.got) == 1


def test_a_channel_that_works_again_ends_its_alarm(house: House, mails: MailServer) -> None:
    mails.says = "554 no"
    tell(house, house.staff["Ben"], channels=["email"])
    work_off(house)
    assert [alarm.about for alarm in open_alarms()] == ["email"]
    mails.says = "250 OK"
    tell(house, house.staff["Ben"], key="two", channels=["email"])
    work_off(house)
    assert not open_alarms()


def test_a_mail_server_that_is_busy_is_asked_again_one_that_refuses_is_not(house: House, mails: MailServer) -> None:
    mails.says = "451 later"
    notice = tell(house, house.staff["Ben"], channels=["email"])
    work_off(house)
    assert ledger(notice)["email"] == ("planned", "later", "", 1)
    mails.says = "554 no"
    work_off(house, minutes=2)
    assert ledger(notice)["email"] == ("failed", "rejected", "", 2)


def test_without_a_mail_server_it_is_said_so_and_nothing_is_tried(house: House, settings: Any) -> None:
    settings.MAIL_IS_SET_UP = False
    notice = tell(house, house.staff["Ben"], channels=["email"])
    work_off(house)
    assert ledger(notice)["email"] == ("failed", "not-set-up", "", 1) and not open_alarms()


# --- Text messages ---------------------------------------------------------------------------------------------------


def test_a_text_message_is_posted_as_the_site_says(house: House, settings: Any, texts: Answering) -> None:
    a_phone(house)
    settings.SMS = {**settings.SMS, "user": "site", "password": "secret"}
    tell(house, house.staff["Ben"], "alert", link=LINK, channels=["sms"])
    work_off(house)
    [(path, headers, body)] = texts.got
    assert path == "/messages" and base64.b64decode(headers["authorization"].split()[1]) == b"site:secret"
    assert parse_qs(body.decode()) == {
        "To": ["+13125550142"],
        "From": ["+15550000000"],
        "Body": [f"Someone needs you now. Please open Daybridge. http://localhost:8010{LINK}"],
    }


def test_a_text_message_may_be_json_with_a_token(house: House, settings: Any, texts: Answering) -> None:
    a_phone(house)
    settings.SMS = {**settings.SMS, "body": "json", "token": "tok", "fields": "to from text"}
    tell(house, house.staff["Ben"], "on-call", channels=["sms"])
    work_off(house)
    [(_path, headers, body)] = texts.got
    assert headers["authorization"] == "Bearer tok" and json.loads(body)["to"] == "+13125550142"


@pytest.mark.parametrize(
    ("answer", "left"),
    [(500, ("planned", "http-500")), (429, ("planned", "http-429")), (400, ("failed", "rejected")),
     (307, ("failed", "rejected"))],
)  # fmt: skip
def test_a_gateway_in_trouble_is_tried_again_one_that_refuses_is_not(
    house: House, texts: Answering, answer: int, left: tuple[str, str]
) -> None:
    a_phone(house)
    texts.answers = [answer]
    notice = tell(house, house.staff["Ben"], channels=["sms"])
    work_off(house)
    assert ledger(notice)["sms"][:2] == left and len(texts.got) == 1
    if left[0] == "planned":
        work_off(house, minutes=2)
        assert ledger(notice)["sms"] == ("sent", "", "", 2)


def test_an_urgent_notice_goes_on_at_once_and_is_tried_again_beside_it(
    house: House, texts: Answering, mails: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gateway takes the message and says nothing: nobody waits for it."""
    a_phone(house)
    monkeypatch.setattr(network, "TIMEOUT_SECONDS", 0.2)
    texts.answers = ["nothing"]
    notice = tell(house, house.staff["Ben"], "alert", channels=["sms"])
    work_off(house)
    assert ledger(notice)["sms"] == ("planned", "timeout", "", 1)
    assert ledger(notice)["push"][0] == "planned"
    work_off(house)
    work_off(house)
    assert ledger(notice)["push"] == ("failed", "no-device", "sms", 1)
    assert ledger(notice)["email"] == ("sent", "", "push", 1) and len(mails.mails) == 1
    work_off(house, minutes=1)
    assert ledger(notice)["sms"] == ("sent", "", "", 2)


def test_a_phone_is_proven_before_anything_is_sent_to_it(house: House, texts: Answering) -> None:
    ben, actor = house.staff["Ben"], house.actors["Ben"]
    actions.ask_phone_code(actor, ben, phone="(312) 555-0142")
    chosen = Preference.objects.get(staff=ben)
    send_code(house.system, preference_id=str(chosen.id))
    [(_path, _headers, body)] = texts.got
    code = re.findall(r"\d{6}", parse_qs(body.decode())["Body"][0])[0]
    wrong = "000000" if code != "000000" else "111111"
    assert not actions.prove_phone(actor, ben, code=wrong).is_right and queries.phone_of(ben) == ""
    assert actions.prove_phone(actor, ben, code=f" {code} ").is_right and queries.phone_of(ben) == "+13125550142"
    assert not actions.prove_phone(actor, ben, code=code).is_right, "a code works once"
    send_code(house.system, preference_id=str(chosen.id))
    assert len(texts.got) == 1, "nobody waits for a code any more"


def test_a_code_can_be_guessed_at_five_times(house: House, texts: Answering) -> None:
    ben, actor = house.staff["Ben"], house.actors["Ben"]
    actions.ask_phone_code(actor, ben, phone="312 555 0142")
    code = actions.phone_code(Preference.objects.get(staff=ben))
    for guess in range(5):
        assert not actions.prove_phone(actor, ben, code=f"{(int(code) + 1 + guess) % 10**6:06}").is_right
    assert not actions.prove_phone(actor, ben, code=code).is_right


# --- Push ------------------------------------------------------------------------------------------------------------


def test_a_push_is_sealed_for_the_browser_and_signed_by_us(house: House, push_service: Answering) -> None:
    browser = a_device(house, "Ana", push_service)
    notice = tell(house, house.participants["Ana"], "answer", link="/companion/")
    work_off(house)
    [(path, headers, sealed)] = push_service.got
    assert path == "/send/one" and headers["content-encoding"] == "aes128gcm" and b"note" not in sealed
    opened = browser.open(sealed)
    assert {name: opened[name] for name in ("words", "id", "link", "language")} == {
        "words": "You have a new note.", "id": str(notice.id), "link": "/companion/", "language": "en",
    }  # fmt: skip
    assert opened.keys() == {"words", "id", "link", "language", "receipt"}, "nothing else travels"
    _check_signature(headers["authorization"], push_service.address)


def _check_signature(authorization: str, audience: str) -> None:
    """RFC 8292: `vapid t=JWT,k=KEY`, signed with the key that browsers were given."""
    token, key = (
        re.search(rf"\b{name}=([\w.-]+)", authorization)[1]  # type: ignore[index]
        for name in ("t", "k")
    )
    assert key == push.public_key()
    signed, _, signature = token.rpartition(".")
    raw = _raw(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _raw(key))
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    point.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(_raw(signed.split(".")[1]))["aud"] == audience


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_taken_off_the_list(house: House, push_service: Answering, status: int) -> None:
    a_device(house, "Ben", push_service)
    push_service.answers = [status]
    notice = tell(house, house.staff["Ben"], channels=["push"])
    work_off(house)
    assert ledger(notice)["push"] == ("failed", "no-device", "", 1)
    assert PushSubscription.objects.get().removed_at and not open_alarms()


def test_one_device_that_can_be_reached_is_enough(house: House, push_service: Answering) -> None:
    a_device(house, "Ben", push_service, "old"), a_device(house, "Ben", push_service, "new")
    push_service.answers = [410, 201]
    notice = tell(house, house.staff["Ben"], channels=["push"])
    work_off(house)
    assert ledger(notice)["push"] == ("sent", "", "", 1)
    [left] = PushSubscription.objects.filter(removed_at=None)
    assert left.endpoint.endswith("new")


@pytest.mark.parametrize(("status", "is_devices"), [(400, True), (405, True), (401, False), (403, False)])
def test_what_a_service_refuses_of_one_device_is_no_alarm_of_the_sites(
    house: House, push_service: Answering, status: int, is_devices: bool
) -> None:
    a_device(house, "Ben", push_service)
    push_service.answers = [status]
    notice = tell(house, house.staff["Ben"], channels=["push"])
    work_off(house)
    assert ledger(notice)["push"][:2] == ("failed", "bad-device" if is_devices else "rejected")
    assert [alarm.about for alarm in open_alarms()] == ([] if is_devices else ["push"])


def test_a_device_whose_keys_cannot_be_keeps_no_other_of_its_owner_unreached(
    house: House, push_service: Answering
) -> None:
    a_device(house, "Ben", push_service, "old"), a_device(house, "Dora", push_service, "alone")
    with guard.writing():  # as such keys were once taken
        PushSubscription.objects.update(p256dh=base64.urlsafe_b64encode(b"\4" + b"x" * 64).decode())
    a_device(house, "Ben", push_service, "new")
    bens = tell(house, house.staff["Ben"], channels=["push"])
    doras = tell(house, house.staff["Dora"], channels=["push"])
    work_off(house)
    assert ledger(bens)["push"][0] == "sent" and ledger(doras)["push"] == ("failed", "bad-device", "", 1)
    assert not open_alarms()


def test_the_newest_devices_are_kept(house: House, push_service: Answering) -> None:
    for number in range(10):
        a_device(house, "Ben", push_service, str(number))
    kept = [one.endpoint[-1] for one in queries.own_devices(house.actors["Ben"])]
    assert kept == [*"23456789"]


@pytest.mark.parametrize(("answer", "error"), [(500, "http-500"), ("nothing", "timeout")])
def test_a_push_service_in_trouble_is_tried_again(
    house: House, push_service: Answering, monkeypatch: pytest.MonkeyPatch, answer: int | str, error: str
) -> None:
    monkeypatch.setattr(network, "TIMEOUT_SECONDS", 0.2)
    a_device(house, "Ben", push_service)
    push_service.answers = [answer]
    notice = tell(house, house.staff["Ben"], channels=["push"])
    work_off(house)
    assert ledger(notice)["push"] == ("planned", error, "", 1)
    monkeypatch.setattr(network, "TIMEOUT_SECONDS", 5)
    work_off(house, minutes=2)
    assert ledger(notice)["push"] == ("sent", "", "", 2)


def test_a_push_service_that_is_away_is_refused_and_one_that_leads_elsewhere_is_not_followed(
    house: House, settings: Any, push_service: Answering
) -> None:
    a_device(house, "Ben", push_service)
    push_service.answers = [307]
    first = tell(house, house.staff["Ben"], channels=["push"])
    work_off(house)
    assert ledger(first)["push"][:2] == ("failed", "rejected") and len(push_service.got) == 1
    away = f"http://127.0.0.1:{free_port()}"
    settings.PUSH_HOSTS = (away,)
    actions.add_device(house.actors["Dora"], house.staff["Dora"], **ABrowser(away).told)
    second = tell(house, house.staff["Dora"], channels=["push"])
    work_off(house)
    assert ledger(second)["push"][:2] == ("planned", "refused")


def test_a_browser_shows_the_notices_of_whoever_asked_last(house: House, push_service: Answering) -> None:
    browser = a_device(house, "Ana", push_service)
    again = actions.add_device(house.actors["Ana"], house.participants["Ana"], **browser.told)
    assert again.repeated and PushSubscription.objects.count() == 1
    actions.add_device(house.actors["Ben"], house.staff["Ben"], **browser.told)
    [left] = PushSubscription.objects.filter(removed_at=None)
    assert left.staff == house.staff["Ben"]


@pytest.mark.parametrize(
    "wrong",
    [{"endpoint": "http://169.254.169.254/latest"}, {"endpoint": "https://fcm.googleapis.com.evil.example/x"},
     {"p256dh": "AAAA"}, {"p256dh": base64.urlsafe_b64encode(b"\4" + b"x" * 64).decode()}, {"auth": "????"}],
)  # fmt: skip
def test_a_browsers_address_leads_the_worker_nowhere_but_to_push_services(
    house: House, push_service: Answering, wrong: dict[str, str]
) -> None:
    with pytest.raises(Invalid):
        actions.add_device(
            house.actors["Ana"], house.participants["Ana"], **{**ABrowser(push_service.address).told, **wrong}
        )
    assert not PushSubscription.objects.exists()


# --- All of them -----------------------------------------------------------------------------------------------------


def test_a_fault_of_our_own_does_not_keep_the_next_channel_waiting(
    house: House, settings: Any, mails: MailServer
) -> None:
    a_phone(house)
    settings.SMS = {**settings.SMS, "url": "http://127.0.0.1", "fields": "too many names here"}
    notice = tell(house, house.staff["Ben"], "alert", channels=["sms"])
    for _ in range(3):
        work_off(house)
    assert ledger(notice)["sms"][:2] == ("planned", "fault") and ledger(notice)["email"][0] == "sent"


def test_what_an_outage_held_up_for_more_than_a_day_is_told_in_the_app_only(
    house: House, texts: Answering, mails: MailServer
) -> None:
    a_phone(house)
    notice = tell(house, house.staff["Ben"], "alert", channels=["sms"])
    work_off(house, minutes=60 * 25)
    assert ledger(notice) == {"in_app": ("sent", "", "", 1), "sms": ("failed", "too-late", "", 1)}
    assert not texts.got and not open_alarms()


def test_staff_are_told_of_what_can_wait_by_what_they_chose_and_of_what_is_urgent_as_the_site_says(
    house: House, texts: Answering, mails: MailServer
) -> None:
    a_phone(house)
    actions.set_preferences(house.actors["Ben"], house.staff["Ben"], channels={"tasks": []}, quiet=None)
    waits = tell(house, house.staff["Ben"], "alert-waiting", channels=["sms"])
    urgent = tell(house, house.staff["Ben"], "alert", channels=["sms"])
    work_off(house)
    assert ledger(waits).keys() == {"in_app"} and ledger(urgent)["sms"][0] == "sent"
    assert len(texts.got) == 1 and not mails.mails


def test_a_participant_is_never_told_by_what_they_did_not_choose(
    house: House, texts: Answering, mails: MailServer
) -> None:
    notice = tell(house, house.participants["Ana"], "answer", channels=["push", "email", "sms"])
    for minutes in (0, 0, 60):
        work_off(house, minutes=minutes)
    assert ledger(notice).keys() == {"in_app", "push"} and not texts.got and not mails.mails


def test_nothing_that_leaves_the_house_says_what_it_is_about(
    house: House, texts: Answering, mails: MailServer, push_service: Answering
) -> None:
    """Every kind, by every channel, to whom it is for: no name of a participant and no word of illness is in any of it."""
    a_phone(house)
    lea = a_participant(house, "Lea Rivera", therapist=house.staff["Ben"], phone="312 555 0177")
    groups = dict.fromkeys(("own", "reminders", "messages"), ("push", "email", "sms"))
    actions.set_preferences(house.actors["Lea"], lea, channels=groups, quiet=None)
    browsers = {f"/send/{name}": a_device(house, name, push_service, name) for name in ("Ben", "Lea")}
    for code, kind in KINDS.items():
        person = house.staff["Ben"] if kind.group in GROUPS[Audience.STAFF] or kind.is_urgent else lea
        tell(house, person, code, key="Lea Rivera's urge", channels=["push", "email", "sms"])
    work_off(house)
    sent = [
        *(mail.as_string().replace("lea@example.net", "") for mail in mails.mails),
        *(parse_qs(body.decode())["Body"][0] for _path, _headers, body in texts.got),
        *(json.dumps(browsers[path].open(body)) for path, _headers, body in push_service.got),
    ]
    assert len(sent) == 3 * len(KINDS)
    clinical = re.compile(r"rivera|\blea\b|urge\b|suicid|depress|diagnos|craving|drug|alcohol|therap|safety plan", re.I)
    assert not [one for one in sent if clinical.search(one)]


def test_a_job_that_runs_twice_sends_once_by_every_channel(
    house: House, texts: Answering, mails: MailServer, push_service: Answering
) -> None:
    a_phone(house)
    a_device(house, "Ben", push_service)
    notice = tell(house, house.staff["Ben"], "alert", channels=["push", "email", "sms"])
    for _ in range(2):
        for one in Delivery.objects.filter(notice=notice):
            send(house.system, delivery_id=str(one.id))
    assert (len(texts.got), len(mails.mails), len(push_service.got)) == (1, 1, 1)


def test_two_workers_at_once_send_once(really_commits: None, now: datetime, texts: Answering) -> None:
    """One worker is held up in the gateway; the other finds the row locked and leaves it alone."""
    with transaction.atomic():
        house = make_house()
        a_phone(house)
        notice = tell(house, house.staff["Ben"], "alert", channels=["sms"])
        [delivery] = Delivery.objects.filter(notice=notice, channel="sms")
    texts.answers = ["wait"]

    def worker() -> None:
        with clock.at(now), tenancy.inside(house.organization.id):
            send(house.system, delivery_id=str(delivery.id))
        connection.close()

    first, second = Thread(target=worker), Thread(target=worker)
    first.start()
    assert texts.reached.wait(10)
    second.start()
    second.join(10)
    assert not second.is_alive() and first.is_alive(), "the second neither waits nor sends"
    texts.over.set()
    first.join(10)
    with tenancy.inside(house.organization.id):
        assert ledger(notice)["sms"] == ("sent", "", "", 1) and len(texts.got) == 1


def test_two_channels_that_fail_together_choose_the_next_one_once(really_commits: None, now: datetime) -> None:
    """Nobody's failure is lost: a job that raised would be tried again, and its message be sent twice."""
    with transaction.atomic():
        house = make_house()
        notice = tell(house, house.staff["Ben"], "alert", channels=["push", "sms"])
    system, troubles = house.system, []

    def fails(channel: str) -> None:
        try:
            with clock.at(now), tenancy.inside(house.organization.id):
                actions.mark_failed(system, Delivery.objects.get(notice=notice, channel=channel), error="timeout")
        except Exception as trouble:
            troubles.append(trouble)
        connection.close()

    second = Thread(target=fails, args=["sms"])
    with clock.at(now), tenancy.inside(house.organization.id):
        push = Delivery.objects.get(notice=notice, channel="push")
        actions.mark_failed(system, push, error="timeout")
        second.start()
        second.join(0.5)
        assert second.is_alive(), "the second waits for the first"
    second.join(10)
    with tenancy.inside(house.organization.id):
        states = {channel: (state, tries) for channel, (state, _, _, tries) in ledger(notice).items()}
    assert not troubles and states == {
        "in_app": ("planned", 0), "push": ("planned", 1), "sms": ("planned", 1), "email": ("planned", 0),
    }  # fmt: skip
