"""The page on which a participant sets reminders, tries them, and sees what waits."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.notifications.models import Delivery, Notice, Preference
from daybridge.notifications.reminders import actions, jobs
from daybridge.notifications.reminders.models import Reminder
from daybridge.notifications.reminders.tests.test_actions import NINE, a_reminder
from daybridge.people.models import Participant
from tests.cast import House, local, sign_in

PAGE = "/companion/reach/"


@pytest.fixture
def ana(house: House) -> Client:
    return sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]


def post(client: Client, deed: str, **sent: object) -> Any:
    return client.post(PAGE, {"deed": deed} | sent)


def page(client: Client) -> str:
    return client.get(PAGE).content.decode()


NEW = {"new-purpose": "own", "new-own_words": "Water the ferns", "new-at": "09:00", "new-days": [0, 2]}


def test_someone_sets_changes_pauses_and_removes_a_reminder(ana: Client) -> None:
    assert "You have set none yet." in page(ana)
    assert post(ana, "add-reminder", **NEW).status_code == 302
    reminder = Reminder.objects.get()
    shown = page(ana)
    assert (
        "Water the ferns" in shown
        and "9 a.m. · Mon, Wed" in shown
        and re.search(r"Next: [^<]*25", " ".join(shown.split()))
    )
    key = str(reminder.id)
    changed = {f"{key}-at": "06:30", f"{key}-days": list(range(7)), f"{key}-own_words": "Water the ferns"}
    assert post(ana, "change-reminder", id=key, **changed).status_code == 302
    assert "Comes at 8 a.m., after your quiet hours." in page(ana)
    assert post(ana, "pause-reminder", id=key, days="7").status_code == 302
    assert "Paused until" in page(ana)
    assert post(ana, "go-on", id=key).status_code == 302
    assert post(ana, "pause-all", days="3").status_code == 302
    assert "All paused." in page(ana)
    assert post(ana, "go-on-all").status_code == 302
    assert post(ana, "remove-reminder", id=key).status_code == 302
    assert "You have set none yet." in page(ana)
    assert post(ana, "remove-reminder", id=key).status_code == 404


def test_a_reminder_in_the_night_says_that_only_the_app_shows_it(ana: Client) -> None:
    post(ana, "add-reminder", **(NEW | {"new-at": "23:00"}))
    assert "In your quiet hours: you see it in the app only." in page(ana)
    post(ana, "remove-reminder", id=str(Reminder.objects.get().id))
    past = NEW | {"new-ends_on": "2026-11-24", "new-days": [0]}
    post(ana, "add-reminder", **past)
    assert "Next:" not in page(ana)


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"new-at": "25:00"}, "new-at"), ({"new-days": []}, "new-days"), ({"new-ends_on": "2020-01-01"}, "new-ends_on")],
)
def test_what_can_not_be_set_is_said_beside_its_field(ana: Client, sent: dict[str, Any], field: str) -> None:
    answer = post(ana, "add-reminder", **(NEW | sent))
    assert answer.status_code == 422 and f"id_{field}_error" in answer.content.decode()
    assert b"Water the ferns" in answer.content


def test_what_waits_can_be_done_or_put_off_in_the_app_and_looking_is_seeing(house: House) -> None:
    a_reminder(house, own_words="Water the ferns")
    a_reminder(house, time(9, 1), purpose="practice")
    with clock.at(NINE + timedelta(minutes=2)):
        jobs.remind(house.system)
        ana = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
        shown = page(ana)
        assert "Water the ferns" in shown and "This evening" in shown
        ferns, practice = Notice.objects.order_by("planned_for")
        assert Delivery.objects.get(notice=ferns, channel="in_app").shown_at
        assert post(ana, "done", id=str(ferns.id)).status_code == 302
        assert post(ana, "snooze", id=str(practice.id), choice="60").status_code == 302
        assert "comes again at 10:02 a.m." in " ".join(page(ana).split())
        assert post(ana, "snooze", id=str(practice.id), choice="100").status_code == 422
        assert post(ana, "done", id=str(ferns.id)).status_code == 404
    with clock.at(local(24, 20)):
        ana = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
        assert "This evening" not in page(ana)
        assert post(ana, "snooze", id=str(practice.id), choice="evening").status_code == 409


def test_a_test_is_shown_as_far_as_it_came_with_what_to_do(house: House, ana: Client) -> None:
    assert post(ana, "test").status_code == 302
    assert "data-live" in page(ana) and "Waits to be sent" in page(ana)
    from daybridge.notifications.jobs import send

    for one in Delivery.objects.filter(notice__kind="reminder-test"):
        send(house.system, delivery_id=str(one.id))
    part = ana.get(PAGE + "?part=tested").content.decode()
    assert "Could not be sent" in part and "No device shows notices yet." in part and "<html" not in part
    answer = post(ana, "test")
    assert answer.status_code == 409 and b"Wait a minute before the next test." in answer.content


def test_whoever_chose_the_app_only_has_nothing_to_test(house: House, ana: Client) -> None:
    chosen = {"own": [], "reminders": [], "messages": [], "quiet_since": "21:00", "quiet_until": "08:00"}
    assert post(ana, "choose", **chosen).status_code == 302
    assert "Nothing is sent outside it." in page(ana)


def test_the_second_way_is_the_persons_choice(house: House, ana: Client, settings: Any) -> None:
    settings.SMS = {**settings.SMS, "url": "http://127.0.0.1:9"}
    chosen = {
        "own": ["push"],
        "quiet_since": "21:00",
        "quiet_until": "08:00",
        "second": "sms",
        "second_after_minutes": "10",
    }
    assert post(ana, "choose", **chosen).status_code == 302
    kept = Preference.objects.get(participant=house.participants["Ana"])
    assert (kept.second_channel, kept.second_after_minutes) == ("sms", 10)
    assert post(ana, "choose", **(chosen | {"second": "pigeon"})).status_code == 422


def test_a_phone_in_another_zone_can_say_so(house: House, ana: Client) -> None:
    a_reminder(house)
    assert 'data-zone="America/Chicago"' in page(ana)
    assert post(ana, "zone", zone="Europe/Madrid").status_code == 302
    assert Participant.objects.get(given_name="Ana").time_zone == "Europe/Madrid"
    assert post(ana, "zone", zone="Atlantis/Capital").status_code == 422


def test_staff_set_no_reminders_on_their_own_page(house: House) -> None:
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    assert ben.post("/notices/reach/", {"deed": "add-reminder"} | NEW).status_code == 422


def test_more_reminders_ask_no_more_of_the_database(
    house: House, ana: Client, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(ana)
        return len(seen)

    a_reminder(house)
    with clock.at(NINE):
        jobs.remind(house.system)
        ana = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
        asked()
        before = asked()
        for minute in range(1, 6):
            actions.add_reminder(
                house.actors["Ana"], house.participants["Ana"], purpose="own", at=time(8, minute), days=[0]
            )
        assert asked() == before
