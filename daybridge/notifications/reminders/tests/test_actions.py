"""What becomes of reminders on the ledger, by channel, and what people do with them."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from daybridge.core import clock, tenancy
from daybridge.core.errors import Conflict, Invalid
from daybridge.core.models import AuditEntry
from daybridge.notifications.actions import add_device, mark_list_shown, mark_shown, set_preferences
from daybridge.notifications.models import Delivery, Notice
from daybridge.notifications.receipts import receipt_token
from daybridge.notifications.reminders import actions, jobs, queries
from daybridge.notifications.reminders.models import Reminder, ReminderVersion
from daybridge.notifications.reminders.rules import EVERY_DAY, Stage
from daybridge.notifications.rules import QuietHours
from daybridge.notifications.tests.servers import ABrowser, Answering, answering
from daybridge.people.actions import change_time_zone
from daybridge.people.models import ZoneStay
from daybridge.programs.actions import discharge
from tests.cast import House, a_dose, a_medicine, a_prescriber, an_entry, episode_of, local, make_house, sign_in

NINE = local(24, 9)


@pytest.fixture
def service(settings: Any) -> Iterator[Answering]:
    with answering() as server:
        settings.PUSH_HOSTS = (server.address,)
        yield server


@pytest.fixture
def texts(settings: Any) -> Iterator[Answering]:
    with answering() as server:
        settings.SMS = {**settings.SMS, "url": server.address, "from": "+15550000000"}
        yield server


def a_reminder(house: House, at: time = time(9), **told: Any) -> Reminder:
    """Ana's, every day, set on a Monday afternoon."""
    told = {"purpose": "medicines", "days": EVERY_DAY} | told
    made = actions.add_reminder(house.actors["Ana"], house.participants["Ana"], at=at, **told)
    return Reminder.objects.get(id=made.subject_id)


def a_phone(house: House, service: Answering) -> ABrowser:
    browser = ABrowser(service.address)
    add_device(house.actors["Ana"], house.participants["Ana"], **browser.told)
    return browser


def work(house: House, at: datetime) -> None:
    """The worker's minute."""
    with clock.at(at):
        jobs.remind(house.system)
        jobs.send(house.system)


def ledger() -> dict[str, str]:
    """Of the only occurrence, by channel: the state of its last round."""
    return {one.channel: one.state for one in Delivery.objects.order_by("round")}


def outcome() -> str:
    return Notice.objects.get(reminder__isnull=False).outcome


# --- Onto the ledger and out -----------------------------------------------------------------------------------------


def test_a_reminder_that_is_due_is_on_the_ledger_and_on_the_phone(house: House, service: Answering) -> None:
    browser = a_phone(house, service)
    reminder = a_reminder(house, own_words="the blue pills")
    work(house, NINE - timedelta(minutes=1))
    assert not Notice.objects.exists()
    for _ in range(2):
        work(house, NINE + timedelta(seconds=3))
    notice = Notice.objects.get()
    assert (notice.reminder_id, notice.on_day, notice.planned_for) == (reminder.id, NINE.date(), NINE)
    [(_, headers, body)] = service.got
    told = browser.open(body)
    assert told["words"] == "You asked for this reminder." and headers["urgency"] == "high"
    assert "blue pills" not in str(told) and "medicines" not in str(told)
    assert [one["words"] for one in told["deeds"]][:2] == ["Done", "In 1 hour"]  # type: ignore[index]
    sent = Delivery.objects.get(channel="push")
    assert sent.state == "sent" and sent.accepted_at and sent.sent_at == NINE + timedelta(seconds=3)
    assert ledger() == {"in_app": "sent", "push": "sent"}


def test_own_words_are_on_no_audit_line_and_in_no_event(house: House) -> None:
    a_reminder(house, own_words="the blue pills")
    assert "blue" not in str(list(AuditEntry.objects.values_list("facts", flat=True)))


def test_a_worker_that_was_away_makes_good_what_still_counts(house: House) -> None:
    a_reminder(house)
    work(house, NINE + timedelta(days=2, hours=5))
    assert list(Notice.objects.order_by("on_day").values_list("outcome", flat=True)) == ["expired", "expired", ""]
    assert Delivery.objects.filter(channel="push").count() == 1


def test_four_workers_at_once_remind_once(really_commits: None, now: datetime, settings: Any) -> None:
    """Each plans and sends at the same time as the others, on connections of their own."""
    with answering() as service:
        settings.PUSH_HOSTS = (service.address,)
        with transaction.atomic():
            house = make_house()
            a_phone(house, service)
            for minute in range(12):
                a_reminder(house, time(9, minute))
        troubles: list[Exception] = []

        def worker() -> None:
            try:
                for deed in (jobs.remind, jobs.send, partial(jobs.send, lane=1)):
                    with clock.at(NINE + timedelta(minutes=30)), tenancy.inside(house.organization.id):
                        deed(house.system)
            except Exception as trouble:
                troubles.append(trouble)
            finally:
                connection.close()

        workers = [Thread(target=worker) for _ in range(4)]
        for one in workers:
            one.start()
        for one in workers:
            one.join(30)
        assert not troubles
        worker()  # what one of them had locked, the next minute finds
        assert len(service.got) == 12
        with tenancy.inside(house.organization.id):
            assert Notice.objects.count() == Delivery.objects.filter(channel="push", state="sent").count() == 12


def test_jobs_that_wait_already_are_not_asked_for_again(house: House, service: Answering) -> None:
    a_phone(house, service)
    a_reminder(house)
    with clock.at(NINE):
        for _ in range(3):
            jobs.remind(house.system)
    assert ProcrastinateJob.objects.filter(task_name="notifications.send_reminders").count() == 2


def test_a_device_that_is_gone_is_taken_off_and_the_second_way_goes_at_once(
    house: House, service: Answering, texts: Answering
) -> None:
    a_phone(house, service)
    choose(house, second="sms")
    a_reminder(house)
    service.answers = [410]
    work(house, NINE)
    assert ledger()["push"] == "failed" and not queries.devices_of_many([house.actors["Ana"].account_id])  # type: ignore[list-item]
    work(house, NINE + timedelta(minutes=1))
    assert ledger()["sms"] == "sent" and len(texts.got) == 1


def choose(
    house: House, *, second: str = "", quiet: QuietHours | None = None, first: tuple[str, ...] = ("push",)
) -> None:
    ana = house.participants["Ana"]
    ana.phone = "312 555 0142"
    from daybridge.core import guard

    with guard.writing():
        ana.save()
    set_preferences(house.actors["Ana"], ana, channels={"own": first}, quiet=quiet, second=second)


# --- The second way --------------------------------------------------------------------------------------------------


def test_what_nobody_has_seen_goes_by_the_second_way_and_what_was_seen_does_not(
    house: House, service: Answering, texts: Answering
) -> None:
    a_phone(house, service)
    choose(house, second="sms")
    a_reminder(house)
    work(house, NINE)
    work(house, NINE + timedelta(minutes=29))
    assert not texts.got
    work(house, NINE + timedelta(minutes=30))
    assert len(texts.got) == 1 and Delivery.objects.get(channel="sms").instead_of == "push"
    day_after = NINE + timedelta(days=1)
    work(house, day_after)
    with clock.at(day_after):
        mark_shown(house.system, Notice.objects.latest("planned_for"), channel="push")
    work(house, day_after + timedelta(minutes=31))
    assert len(texts.got) == 1


def test_a_look_in_the_app_is_seen_too(house: House, service: Answering, texts: Answering) -> None:
    a_phone(house, service)
    choose(house, second="sms")
    a_reminder(house)
    work(house, NINE)
    with clock.at(NINE + timedelta(minutes=5)):
        mark_list_shown(house.actors["Ana"], house.participants["Ana"], notice_ids=[Notice.objects.get().id])
    work(house, NINE + timedelta(minutes=31))
    assert not texts.got and ledger()["sms"] == "cancelled"


def test_nobody_is_told_by_a_way_that_they_have_not_chosen(house: House, service: Answering, texts: Answering) -> None:
    a_phone(house, service)
    choose(house, second="sms")
    a_reminder(house)
    work(house, NINE)
    choose(house)
    work(house, NINE + timedelta(minutes=31))
    assert not texts.got and ledger()["sms"] == "cancelled"


# --- Calling off -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deed", ["remove", "change", "pause", "pause all"])
def test_what_is_called_off_does_not_come_although_its_job_waits(house: House, service: Answering, deed: str) -> None:
    a_phone(house, service)
    reminder = a_reminder(house)
    with clock.at(NINE):
        jobs.remind(house.system)
        assert ProcrastinateJob.objects.filter(task_name="notifications.send_reminders").exists()
        call_off(house, reminder, deed)
        jobs.send(house.system)
    assert not service.got and outcome() == "cancelled" and ledger()["push"] == "cancelled"


def call_off(house: House, reminder: Reminder, deed: str) -> None:
    actor, until = house.actors["Ana"], NINE.date() + timedelta(days=3)
    if deed == "remove":
        actions.remove_reminder(actor, reminder)
    elif deed == "change":
        actions.change_reminder(actor, reminder, at=time(8), days=EVERY_DAY)
    elif deed == "pause":
        actions.pause_reminder(actor, reminder, until=until)
    else:
        actions.pause_reminders(actor, house.participants["Ana"], until=until)


def test_an_edit_keeps_how_it_was_and_the_same_occurrence_stays_one(house: House, service: Answering) -> None:
    a_phone(house, service)
    reminder = a_reminder(house)
    work(house, NINE)
    with clock.at(NINE + timedelta(minutes=5)):
        actions.change_reminder(house.actors["Ana"], reminder, at=time(10), days=EVERY_DAY)
        actions.change_reminder(house.actors["Ana"], reminder, at=time(9), days=EVERY_DAY)
    work(house, NINE + timedelta(hours=2))
    assert ReminderVersion.objects.filter(reminder=reminder).count() == 3 and len(service.got) == 1
    with clock.at(NINE):
        actions.remove_reminder(house.actors["Ana"], reminder)
        with pytest.raises(Conflict):
            actions.pause_reminder(house.actors["Ana"], reminder, until=None)


def test_after_a_pause_it_goes_on_and_nothing_is_made_up_for(house: House) -> None:
    reminder = a_reminder(house)
    actions.pause_reminder(house.actors["Ana"], reminder, until=NINE.date() + timedelta(days=3))
    work(house, NINE + timedelta(days=2))
    assert not Notice.objects.exists()
    work(house, NINE + timedelta(days=3))
    assert Notice.objects.get().on_day == NINE.date() + timedelta(days=3)


@pytest.mark.parametrize("told", [{"days": []}, {"days": [7]}, {"ends_on": datetime(2026, 1, 1).date()}])  # noqa: DTZ001
def test_what_makes_no_sense_is_refused(house: House, told: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        a_reminder(house, **told)


def test_there_is_room_for_a_dozen(house: House) -> None:
    for minute in range(12):
        a_reminder(house, time(9, minute))
    with pytest.raises(Conflict):
        a_reminder(house)


# --- Quiet hours and the end of the day ------------------------------------------------------------------------------


def test_quiet_hours_hold_it_back_within_its_day(house: House, service: Answering) -> None:
    a_phone(house, service)
    a_reminder(house, time(6))
    work(house, local(24, 6))
    assert not service.got
    work(house, local(24, 8))
    assert len(service.got) == 1


def test_a_worker_that_comes_back_at_night_wakes_nobody(house: House, service: Answering) -> None:
    a_phone(house, service)
    a_reminder(house)
    with clock.at(NINE):
        jobs.plan(house.system)
    work(house, local(24, 22))
    assert not service.got and ledger()["push"] == "cancelled"


def test_what_nobody_saw_is_over_with_its_day(house: House, service: Answering) -> None:
    a_phone(house, service)
    a_reminder(house)
    work(house, NINE)
    work(house, local(25, 0))
    assert outcome() == "expired"


def test_what_was_seen_is_over_too_and_not_called_missed(house: House, service: Answering) -> None:
    a_phone(house, service)
    a_reminder(house)
    work(house, NINE)
    mark_shown(house.system, Notice.objects.get(), channel="push")
    work(house, local(25, 0))
    assert outcome() == "seen"


# --- Putting off and doing -------------------------------------------------------------------------------------------


def test_what_is_put_off_comes_again_once(house: House, service: Answering) -> None:
    browser = a_phone(house, service)
    a_reminder(house)
    work(house, NINE)
    with clock.at(NINE + timedelta(minutes=2)):
        for _ in range(2):
            actions.snooze(house.actors["Ana"], Notice.objects.get(), choice="10")
    work(house, NINE + timedelta(minutes=11))
    assert len(service.got) == 1
    work(house, NINE + timedelta(minutes=12))
    work(house, NINE + timedelta(minutes=13))
    assert len(service.got) == 2
    ids = {browser.open(body)["id"] for _, _, body in service.got}
    assert len(ids) == 1, "it is the same reminder, and takes the place of the first on the phone"


def test_what_is_put_off_over_midnight_counts_on_the_day_on_which_it_comes(house: House) -> None:
    a_reminder(house, time(23, 50), even_when_quiet=True)
    work(house, local(23, 23, 50))
    with clock.at(local(23, 23, 55)):
        actions.snooze(house.actors["Ana"], Notice.objects.get(), choice="60")
    work(house, local(24, 0, 30))
    assert outcome() == ""


def test_what_is_over_can_not_be_put_off(house: House) -> None:
    a_reminder(house)
    work(house, NINE)
    work(house, local(25, 0))
    with pytest.raises(Conflict):
        actions.snooze(house.actors["Ana"], Notice.objects.get(), choice="10")
    with clock.at(local(24, 20)), pytest.raises(Conflict):
        actions.snooze(house.actors["Ana"], Notice.objects.get(), choice="evening")


@pytest.mark.parametrize(("what", "ended"), [("done", "done"), ("snooze-60", ""), ("snooze-evening", "")])
def test_a_phone_that_nobody_is_signed_in_on_says_what_was_done_there(
    house: House, service: Answering, what: str, ended: str
) -> None:
    from django.test import Client

    a_phone(house, service)
    a_reminder(house)
    work(house, NINE)
    token = receipt_token(Delivery.objects.get(channel="push"))
    with clock.at(NINE + timedelta(minutes=1)):
        answer = Client(enforce_csrf_checks=True).post("/notices/receipt/", {"receipt": token, "what": what})
    tenancy.enter(house.organization.id)
    assert answer.status_code == 204 and outcome() == ended
    first = Delivery.objects.get(channel="push", round=0)
    assert first.opened_at and Notice.objects.get().round == (0 if ended else 1)


def test_an_answer_on_a_notice_that_is_no_reminder_is_refused(house: House) -> None:
    from daybridge.notifications.tests.test_actions import tell

    with pytest.raises(Conflict):
        actions.mark_done(house.actors["Ana"], tell(house, house.participants["Ana"], "answer"))


def test_a_check_in_closes_todays_reminder_of_it_and_no_other(house: House, service: Answering) -> None:
    a_phone(house, service)
    a_reminder(house, purpose="check_in")
    a_reminder(house, time(9, 1))
    work(house, NINE + timedelta(minutes=1))
    with clock.at(NINE + timedelta(minutes=5)):
        an_entry(house, house.participants["Ana"])
    ended = dict(Notice.objects.filter(kind="reminder").values_list("reminder__purpose", "outcome"))
    assert ended == {"check_in": "done", "medicines": ""}


def test_whoever_has_checked_in_already_is_not_reminded_of_it(house: House, service: Answering) -> None:
    a_phone(house, service)
    a_reminder(house, purpose="check_in")
    with clock.at(NINE - timedelta(hours=2)):
        an_entry(house, house.participants["Ana"])
    work(house, NINE)
    assert not service.got and outcome() == "done"
    work(house, NINE + timedelta(days=1))
    assert len(service.got) == 1


def test_a_medicines_reminder_is_done_once_every_dose_that_is_due_is_told_of(house: House) -> None:
    a_prescriber(house)
    morning = [a_medicine(house, house.participants["Ana"], name=name) for name in ("Sertraline", "Lithium")]
    a_reminder(house, time(8, 30))
    a_reminder(house, time(20, 30))
    for number, (medicine, told) in enumerate(zip(morning, ("", "done"), strict=True)):
        work(house, NINE + timedelta(minutes=number))
        with clock.at(NINE + timedelta(minutes=number)):
            a_dose(house, medicine, "skipped" if number else "taken")
        assert Notice.objects.get(on_day=NINE.date(), kind="reminder").outcome == told
    evening = Reminder.objects.get(current__at=time(20, 30))
    assert evening.next_at and evening.next_at.date() == NINE.date() + timedelta(days=1), (
        "8 p.m. there is the next day in UTC"
    )


def test_a_discharge_ends_reminders_of_what_is_closed_then_and_no_other(house: House) -> None:
    for purpose in ("check_in", "diary", "medicines"):
        a_reminder(house, purpose=purpose)
    work(house, NINE)
    with clock.at(NINE + timedelta(minutes=1)):
        discharge(house.actors["Ben"], episode_of(house.participants["Ana"]), ended_on=NINE.date(), reason="completed")
    assert [one.purpose for one in Reminder.objects.filter(removed_at=None)] == ["medicines"]
    ended = dict(Notice.objects.filter(kind="reminder").values_list("reminder__purpose", "outcome"))
    assert ended == {"check_in": "cancelled", "diary": "cancelled", "medicines": ""}


# --- Moving ----------------------------------------------------------------------------------------------------------


def test_whoever_moves_is_reminded_by_the_clock_of_where_they_are(house: House) -> None:
    a_reminder(house)
    change_time_zone(house.actors["Ana"], house.participants["Ana"], zone="Europe/Madrid")
    assert Reminder.objects.get().next_at == datetime.fromisoformat("2026-11-24T08:00:00+00:00")
    assert [one.zone for one in ZoneStay.objects.order_by("since")] == ["America/Chicago", "Europe/Madrid"]
    change_time_zone(house.actors["Ana"], house.participants["Ana"], zone="Europe/Madrid")
    assert ZoneStay.objects.count() == 2
    with pytest.raises(Invalid):
        change_time_zone(house.actors["Ana"], house.participants["Ana"], zone="Atlantis/Capital")


# --- Trying and reaching ---------------------------------------------------------------------------------------------


def test_a_test_goes_out_now_by_each_way_and_says_how_far_it_came(
    house: House, service: Answering, texts: Answering
) -> None:
    from daybridge.notifications.jobs import send

    a_phone(house, service)
    choose(house, second="sms", quiet=QuietHours(time(0), time(23, 59)))
    service.answers = [503]
    actions.try_channels(house.actors["Ana"], house.participants["Ana"])
    for one in Delivery.objects.all():
        send(house.system, delivery_id=str(one.id))
    by_channel = {one.channel: one for one in queries.last_test(house.participants["Ana"].id)}
    assert by_channel["sms"].stage is Stage.ACCEPTED and not by_channel["sms"].can_tell  # type: ignore[index]
    assert (by_channel["push"].stage, by_channel["push"].error) == (Stage.WAITS, "http-503")  # type: ignore[index]
    with pytest.raises(Conflict):
        actions.try_channels(house.actors["Ana"], house.participants["Ana"])


def test_staff_see_how_well_someone_is_reached_and_never_what_for(house: House, service: Answering) -> None:
    a_phone(house, service)
    a_reminder(house, own_words="the blue pills")
    work(house, NINE)
    with clock.at(NINE + timedelta(minutes=1)):
        mark_shown(house.system, Notice.objects.get(), channel="push")
        reach = queries.reach_of(house.participants["Ana"])
    by_channel = {one.channel: one for one in reach.ways}
    push = by_channel["push"]  # type: ignore[index]
    assert (push.state, push.accepted, push.shown, push.opened) == ("works", 1, 1, 0) and push.last_shown_at
    assert by_channel["sms"].state == "not-chosen"  # type: ignore[index]
    assert (reach.occurrences, reach.seen, reach.reminders) == (1, 1, 1) and "blue" not in str(reach)


def test_the_receipts_of_an_older_release_are_still_read(house: House, service: Answering) -> None:
    from django.core import signing

    from daybridge.notifications.receipts import _SALT, read_receipt_token

    a_phone(house, service)
    a_reminder(house)
    work(house, NINE)
    one = Delivery.objects.get(channel="push")
    old = signing.dumps([str(one.organization_id), str(one.notice_id), "push"], salt=_SALT)
    assert read_receipt_token(old) == read_receipt_token(receipt_token(one))
    assert sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
