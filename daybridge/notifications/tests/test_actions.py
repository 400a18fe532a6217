from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from daybridge.core import clock, queue
from daybridge.notifications import queries
from daybridge.notifications.actions import notify
from daybridge.notifications.jobs import send, send_lost
from daybridge.notifications.models import Delivery, Notice
from daybridge.people.models import Participant, Staff
from tests.cast import House


def tell(house: House, person: Staff | Participant, kind: str = "alert-waiting", **details: object) -> Notice:
    told = notify(house.system, person, kind=kind, key=details.pop("key", "one"), **details)  # type: ignore[arg-type]
    return Notice.objects.get(id=told.subject_id)


def work_off(house: House, *, minutes: float = 0) -> None:
    """Have every waiting delivery tried once, as a worker does, so many minutes from now."""
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        for delivery in Delivery.objects.filter(state="planned").order_by("id"):
            send(house.system, delivery_id=str(delivery.id))


def test_the_same_thing_is_told_once(house: House) -> None:
    first, again = tell(house, house.staff["Ben"], channels=["in_app"]), tell(house, house.staff["Ben"])
    other = tell(house, house.staff["Ben"], key="two", channels=["in_app"])
    assert first == again != other
    assert Delivery.objects.count() == ProcrastinateJob.objects.filter(task_name="notifications.send").count() == 2


def test_a_notice_in_the_app_is_on_the_ledger_and_on_the_persons_list(house: House) -> None:
    ben = house.staff["Ben"]
    assert ben.account
    tell(house, ben, key="an alert", link="/workspace/alerts/", channels=["in_app"])
    assert queries.receipt("an alert") is None and not queries.notices_of(ben.account)
    work_off(house)
    receipt = queries.receipt("an alert", kind="alert-waiting")
    assert receipt and (receipt.channel, receipt.state, receipt.tries) == ("in_app", "sent", 1)
    [shown] = queries.notices_of(ben.account, language="es")
    assert (shown.words, shown.link, shown.is_opened) == (
        "Hay algo para usted en Daybridge.",
        "/workspace/alerts/",
        False,
    )


def test_a_job_that_runs_twice_sends_once(house: House) -> None:
    tell(house, house.staff["Ben"], channels=["in_app"])
    [delivery] = Delivery.objects.all()
    for _ in range(2):
        send(house.system, delivery_id=str(delivery.id))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("sent", 1)


def test_timers_go_before_what_is_sent(house: House) -> None:
    tell(house, house.staff["Ben"], channels=["in_app"])
    assert set(ProcrastinateJob.objects.values_list("priority", flat=True)) == {-10}


def test_what_lost_its_job_is_found_and_sent(house: House) -> None:
    tell(house, house.staff["Ben"], channels=["in_app"])
    ProcrastinateJob.objects.all()._raw_delete("default")
    send_lost(house.system)
    assert not ProcrastinateJob.objects.exists()
    with clock.at(clock.now() + timedelta(minutes=3)):
        send_lost(house.system)
        [found] = ProcrastinateJob.objects.values_list("task_name", "args")
        queue.app.tasks[found[0]](**found[1])
    assert Delivery.objects.get().state == "sent"


def test_what_only_stands_in_line_is_asked_for_once_more_and_not_each_minute(house: House) -> None:
    tell(house, house.staff["Ben"], channels=["in_app"])
    tell(house, house.staff["Dora"], channels=["in_app"])
    for minutes in (3, 4, 5):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            send_lost(house.system)
    assert ProcrastinateJob.objects.count() == 2 * 2
    assert not queue.app.tasks["notifications.send_late"].retry_strategy


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example", "workspace/", "/a\nb"])
def test_a_notice_leads_nowhere_but_to_our_own_pages(house: House, link: str) -> None:
    with pytest.raises(ValueError, match="can be made"):
        tell(house, house.staff["Ben"], link=link)
