import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybridge.notifications import rules
from daybridge.notifications.rules import KINDS, Audience, Channel, QuietHours

IN_APP, PUSH, EMAIL, SMS = Channel.IN_APP, Channel.PUSH, Channel.EMAIL, Channel.SMS
NIGHT = QuietHours(time(21), time(8))
REMINDER, ALERT, WAITS = KINDS["measure-due"], KINDS["alert"], KINDS["alert-waiting"]
CHICAGO = "America/Chicago"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


# --- Kinds -----------------------------------------------------------------------------------------------------------


def test_every_kind_has_discreet_words_in_both_languages() -> None:
    telling = re.compile(r"alert|crisis|safety|suicid|urge|treat|therap|clinic|program|patient|alerta|riesgo", re.I)
    for kind in KINDS.values():
        assert kind.words.keys() == {"en", "es"} and kind.code == next(c for c, k in KINDS.items() if k is kind)
        assert not any(telling.search(one) for one in kind.words.values()), kind.code
        assert all(len(one) <= 80 for one in kind.words.values()), "one text message, with its link"


def test_a_notice_speaks_the_persons_language_or_else_english() -> None:
    assert rules.words(REMINDER, "es") == "Le esperan unas preguntas."
    assert rules.words(REMINDER, "fr") == "A few questions are waiting for you."


def test_the_buttons_of_a_reminder_are_said_in_both_languages() -> None:
    assert all(one.keys() == {"en", "es"} for one in rules.DEEDS.values())
    assert (rules.deed_words("snooze-60", "es"), rules.deed_words("done", "fr")) == ("En 1 hora", "Done")


# --- Channels --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "kind", "asked", "chosen", "told"),
    [
        (Audience.STAFF, ALERT, None, {}, (IN_APP, PUSH, EMAIL, SMS)),
        (Audience.STAFF, ALERT, None, {"alerts": []}, (IN_APP, PUSH, EMAIL, SMS)),
        (Audience.STAFF, ALERT, ["push", "sms"], {"tasks": []}, (IN_APP, PUSH, SMS)),
        (Audience.STAFF, WAITS, None, {}, (IN_APP, PUSH, EMAIL)),
        (Audience.STAFF, WAITS, ["in_app", "email"], {}, (IN_APP, EMAIL)),
        (Audience.STAFF, WAITS, ["sms", "email"], {"tasks": ["push", "email"]}, (IN_APP, EMAIL)),
        (Audience.STAFF, REMINDER, None, {}, (IN_APP,)),
        (Audience.PARTICIPANT, REMINDER, None, {}, (IN_APP, PUSH)),
        (Audience.PARTICIPANT, REMINDER, None, {"reminders": []}, (IN_APP,)),
        (Audience.PARTICIPANT, REMINDER, ["email", "sms"], {}, (IN_APP,)),
        (Audience.PARTICIPANT, REMINDER, ["push", "sms"], {"reminders": ["sms"]}, (IN_APP, SMS)),
    ],
)
def test_by_what_someone_is_told(audience, kind, asked, chosen, told) -> None:  # type: ignore[no-untyped-def]
    assert rules.channels_for(audience, kind, asked=asked, chosen=chosen) == told


@pytest.mark.parametrize(
    ("tried", "allowed", "then"),
    [
        (["push"], list(Channel), SMS),
        (["push", "sms"], list(Channel), EMAIL),
        (["email"], list(Channel), PUSH),
        (["push", "sms", "email"], list(Channel), None),
        (["push"], ["in_app", "push"], None),
        (["push"], ["in_app", "push", "email"], EMAIL),
    ],
)
def test_what_is_tried_when_a_channel_failed(tried: list[str], allowed: list[str], then: Channel | None) -> None:
    assert rules.next_channel(tried=tried, allowed=allowed) == then


def test_each_audience_chooses_for_the_groups_that_it_is_told_of() -> None:
    assert rules.audience_of(is_staff=True) is Audience.STAFF
    assert rules.audience_of(is_staff=False) is Audience.PARTICIPANT
    for audience, groups in rules.GROUPS.items():
        assert all(IN_APP in rules.usual_channels(audience, group) for group in groups)


# --- Quiet hours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meant", "sent"),
    [
        ("2026-11-23T20:59:00-06:00", "2026-11-23T20:59:00-06:00"),
        ("2026-11-23T21:00:00-06:00", "2026-11-24T08:00:00-06:00"),
        ("2026-11-24T00:30:00-06:00", "2026-11-24T08:00:00-06:00"),
        ("2026-11-24T07:59:00-06:00", "2026-11-24T08:00:00-06:00"),
        ("2026-11-24T08:00:00-06:00", "2026-11-24T08:00:00-06:00"),
        # The night in which the clocks go forward is an hour shorter, the one in which they go back an hour longer.
        ("2027-03-13T22:00:00-06:00", "2027-03-14T08:00:00-05:00"),
        ("2026-10-31T22:00:00-05:00", "2026-11-01T08:00:00-06:00"),
    ],
)
def test_what_is_not_urgent_waits_until_the_morning_of_the_person(meant: str, sent: str) -> None:
    assert rules.send_at(at(meant), zone=CHICAGO, quiet=NIGHT, kind=REMINDER, channel=PUSH) == at(sent)


def test_the_hours_are_those_of_where_the_person_lives() -> None:
    evening = at("2026-11-23T20:30:00-06:00")
    assert rules.send_at(evening, zone="America/Los_Angeles", quiet=NIGHT, kind=REMINDER, channel=SMS) == evening
    put_off = rules.send_at(evening, zone="America/New_York", quiet=NIGHT, kind=REMINDER, channel=SMS)
    assert put_off == at("2026-11-24T08:00:00-05:00")


@pytest.mark.parametrize(
    ("quiet", "meant", "sent"),
    [
        # 02:30 does not exist on this day: the moment after the gap.
        (QuietHours(time(22), time(2, 30)), "2027-03-14T01:00:00-06:00", "2027-03-14T03:30:00-05:00"),
        # 01:30 comes twice on this day: the first that is still ahead.
        (QuietHours(time(22), time(1, 30)), "2026-11-01T00:10:00-05:00", "2026-11-01T01:30:00-05:00"),
        (QuietHours(time(22), time(1, 30)), "2026-11-01T01:15:00-06:00", "2026-11-01T01:30:00-06:00"),
        (QuietHours(time(13), time(15)), "2026-11-23T14:00:00-06:00", "2026-11-23T15:00:00-06:00"),
        (QuietHours(time(13), time(15)), "2026-11-23T15:30:00-06:00", "2026-11-23T15:30:00-06:00"),
    ],
)
def test_on_days_when_the_clocks_change_and_at_siesta(quiet: QuietHours, meant: str, sent: str) -> None:
    assert rules.send_at(at(meant), zone=CHICAGO, quiet=quiet, kind=REMINDER, channel=EMAIL) == at(sent)


@pytest.mark.parametrize(
    ("kind", "quiet", "channel"), [(ALERT, NIGHT, SMS), (REMINDER, None, SMS), (REMINDER, NIGHT, IN_APP)]
)
def test_what_is_urgent_or_wakes_nobody_waits_for_nothing(kind, quiet, channel) -> None:  # type: ignore[no-untyped-def]
    night = at("2026-11-24T03:00:00-06:00")
    assert rules.send_at(night, zone=CHICAGO, quiet=quiet, kind=kind, channel=channel) == night


@settings(deadline=None)  # zones are read from the disk the first time
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001 - given a zone below
    st.sampled_from([CHICAGO, "America/St_Johns", "Pacific/Auckland", "Africa/Casablanca", "UTC"]),
    st.times(),
    st.times(),
)
def test_nothing_is_sent_early_or_held_for_longer_than_a_day(moment, zone, since, until) -> None:  # type: ignore[no-untyped-def]
    moment = moment.replace(tzinfo=UTC)
    sent = rules.send_at(moment, zone=zone, quiet=QuietHours(since, until), kind=REMINDER, channel=PUSH)
    assert timedelta(0) <= sent - moment <= timedelta(hours=25)
    assert rules.send_at(
        sent, zone=zone, quiet=QuietHours(since, until), kind=REMINDER, channel=PUSH
    ) - sent <= timedelta(hours=2)


# --- Trouble ---------------------------------------------------------------------------------------------------------


def test_what_is_not_urgent_is_tried_four_times_before_the_next_channel() -> None:
    pauses = [rules.after_failure(REMINDER, error="timeout", tries=tries) for tries in (1, 2, 3, 4)]
    assert [one.again_in for one in pauses] == [*map(_seconds, (30, 120, 600)), None]
    assert [one.go_on for one in pauses] == [False, False, False, True]


def test_what_is_urgent_goes_on_at_once_and_is_tried_again_beside_it() -> None:
    pauses = [rules.after_failure(ALERT, error="http-500", tries=tries) for tries in (1, 2, 3, 4)]
    assert [one.again_in for one in pauses] == [*map(_seconds, (5, 20, 60)), None]
    assert [one.go_on for one in pauses] == [True, False, False, True]


def _seconds(count: int) -> timedelta:
    return timedelta(seconds=count)


@pytest.mark.parametrize("error", sorted(rules.FINAL - {"too-late"}))
def test_what_no_other_try_would_mend_is_not_tried_again(error: str) -> None:
    assert rules.after_failure(REMINDER, error=error, tries=1) == rules.AfterFailure(None, go_on=True)


@pytest.mark.parametrize(
    ("channel", "hours", "is_too_late"), [(SMS, 24, False), (SMS, 25, True), (PUSH, 25, True), (IN_APP, 999, False)]
)
def test_after_an_outage_nobody_is_woken_for_what_is_old(channel: Channel, hours: int, is_too_late: bool) -> None:
    planned = at("2026-11-23T20:00:00+00:00")
    assert rules.is_too_late(channel, planned_for=planned, now=planned + timedelta(hours=hours)) is is_too_late
    assert not rules.after_failure(ALERT, error="too-late", tries=1).go_on


def test_one_persons_missing_address_is_no_alarm() -> None:
    assert rules.is_sites_fault("timeout") and rules.is_sites_fault("rejected")
    assert not any(rules.is_sites_fault(error) for error in ("no-address", "no-device", "bad-device", "not-set-up"))


@pytest.mark.parametrize(
    ("troubles", "gravest"),
    [
        ([], "no-device"),
        (["bad-device"], "bad-device"),
        (["no-device", "bad-device"], "no-device"),
        (["bad-device", "rejected"], "rejected"),
        (["rejected", "bad-device", "timeout"], "timeout"),
    ],
)
def test_what_is_said_of_a_person_whose_devices_all_failed(troubles: list[str], gravest: str) -> None:
    assert rules.gravest_trouble(troubles) == gravest


# --- Addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", ["", "/", "/workspace/alerts/01a209fe-7200-77ec-bc35-da4d22b6cdd3/"])
def test_a_link_is_a_path_of_ours(link: str) -> None:
    assert rules.is_own_path(link)


@pytest.mark.parametrize("link", ["x", "//x", "/\\x", "https://x", "/a\nb"])
def test_no_link_leads_elsewhere(link: str) -> None:
    assert not rules.is_own_path(link)


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("(312) 555-0142", "+13125550142"), ("1-312-555-0142", "+13125550142"), ("+44 20 7946 0000", "+442079460000"),
        ("555-0142", ""), ("", ""), ("+123", ""), ("23125550142", ""),
    ],
)  # fmt: skip
def test_how_a_number_is_dialled(phone: str, dialled: str) -> None:
    assert rules.as_dialled(phone) == dialled


HOSTS = ("fcm.googleapis.com", ".push.apple.com", "http://localhost:9000")


@pytest.mark.parametrize(
    "address",
    ["https://fcm.googleapis.com/fcm/send/x", "https://web.push.apple.com/x", "http://localhost:9000/send"],
)
def test_browsers_makers_are_known(address: str) -> None:
    assert rules.is_push_address(address, hosts=HOSTS)


@pytest.mark.parametrize(
    "address",
    [
        "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com@evil.example/x",
        "https://evil.example/fcm.googleapis.com", "https://evilpush.apple.com/x", "https://10.0.0.1/x", "", "x",
        "http://localhost:9001/send", "https://me:pw@fcm.googleapis.com/x", "https://x.push.apple.com/../",
        "https://x.push.apple.com/a/%2e%2E/b", "https://x.push.apple.com/a\\..\\b", "http://localhost:9000/./x",
    ],
)  # fmt: skip
def test_other_addresses_are_not(address: str) -> None:
    assert not rules.is_push_address(address, hosts=HOSTS)


#: The generator of P-256, uncompressed (SEC 2, 2.4.2).
POINT = bytes.fromhex(
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("point", "secret", "are_keys"),
    [
        (_text(POINT), _text(b"s" * 16), True),
        (_text(b"\4" + b"x" * 64), _text(b"s" * 16), False),  # of the right length, and not on the curve
        (_text(POINT[:33]), _text(b"s" * 16), False),
        (_text(b"\0"), _text(b"s" * 16), False),
        (_text(POINT), _text(b"s" * 15), False),
        ("é", "é", False),
        ("", "", False),
    ],
)
def test_keys_are_what_the_standard_says(point: str, secret: str, are_keys: bool) -> None:
    assert rules.are_push_keys(p256dh=point, auth=secret) is are_keys


# --- Codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "wrong", "is_open"), [(0, 0, True), (10, 4, True), (11, 0, False), (1, 5, False), (None, 0, False)]
)
def test_how_long_a_code_can_be_typed(minutes: int | None, wrong: int, is_open: bool) -> None:
    now = at("2026-11-23T20:00:00+00:00")
    asked_at = None if minutes is None else now - timedelta(minutes=minutes)
    assert rules.takes_codes(asked_at=asked_at, wrong_codes=wrong, now=now) is is_open
