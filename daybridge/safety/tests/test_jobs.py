"""The clocks: one person whose alert or record can't be read keeps nobody else waiting."""

from datetime import timedelta

from procrastinate.contrib.django.models import ProcrastinateJob

from daybridge.core import clock, guard, queue
from daybridge.people.models import Participant
from daybridge.safety import jobs
from daybridge.safety.models import Alert
from daybridge.safety.tests.clocks import escalate_overdue, find_silence
from tests.cast import House, an_alert, an_entry


def test_an_alert_that_cannot_be_passed_on_keeps_no_other_waiting(house: House) -> None:
    broken, whole = an_alert(house, house.participants["Ana"]), an_alert(house, house.participants["Zoe"])
    with guard.writing():
        Alert.objects.filter(id=broken.id).update(causes=[])
    with clock.at(max(broken.due_at, whole.due_at)):
        assert [type(trouble) for trouble in escalate_overdue(house.system)] == [IndexError]
    owner = whole.owner_id
    whole.refresh_from_db()
    assert whole.owner_id != owner


def test_a_participant_who_cannot_be_judged_keeps_nobody_elses_silence_unheard(house: House) -> None:
    with guard.writing():
        Participant.objects.filter(id=house.participants["Ana"].id).update(time_zone="Nowhere/At_All")
    with clock.at(clock.now() + timedelta(days=4)):
        assert len(find_silence(house.system)) == 1
    assert Alert.objects.get().participant == house.participants["Zoe"]


def test_an_overdue_alert_in_a_backlog_is_asked_about_once_and_by_no_retry(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    with clock.at(alert.due_at):
        jobs.escalate_overdue(house.system)
        jobs.escalate_overdue(house.system)
    assert ProcrastinateJob.objects.filter(task_name="safety.escalate_late").count() == 1
    assert not queue.app.tasks["safety.escalate_late"].retry_strategy


def test_nobody_is_looked_at_who_entered_something_these_days(house: House) -> None:
    jobs.find_silence(house.system)
    waiting = ProcrastinateJob.objects.filter(task_name="safety.look_for_silence")
    before = waiting.count()
    for one in house.participants.values():
        if one.account_id:
            an_entry(house, one)
    jobs.find_silence(house.system)
    assert before and waiting.count() == before
