"""Asking, answering in parts, and what becomes of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from croniter import croniter

from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.core.queue import app
from daybridge.measures import actions, queries
from daybridge.measures.events import AnswersKept, SheetFinished
from daybridge.measures.jobs import ask, remind
from daybridge.measures.models import Assignment, Score, Sheet, SheetPart
from daybridge.measures.rules import Told, Way
from daybridge.notifications.models import Notice
from daybridge.people.models import Participant
from daybridge.programs.actions import admit, discharge
from daybridge.programs.rules import EndReason
from daybridge.safety.models import Alert
from tests.cast import House, a_participant, episode_of

PHQ_9 = {str(item): 1 for item in range(1, 9)} | {"9": 0, "10": 1}


def _told(**changes: Any) -> Told:
    return Told(
        **{
            "part_id": new_id(),
            "sheet_id": new_id(),
            "instrument": "phq-9",
            "version": 1,
            "way": Way.PHONE,
            "begun_at": clock.now(),
            "made_at": clock.now(),
            "answers": PHQ_9,
            "is_last": True,
        }
        | changes
    )


def _keep(house: House, by: str = "Ana", **changes: Any) -> AnswersKept:
    return actions.keep_answers(house.actors[by], house.participants["Ana"], told=_told(**changes))


@pytest.fixture
def lena(house: House) -> Participant:
    """Admitted today, without a focus on substance use."""
    return a_participant(
        house, "Lena Holt", therapist=house.staff["Ben"], program=house.programs["Adult day"], admitted_days_ago=0
    )


def _asked(participant: Participant, occasion: str) -> list[str]:
    found = Assignment.objects.filter(participant=participant, occasion=occasion)
    return sorted(found.values_list("instrument", flat=True))


def test_admission_asks_what_the_battery_has_for_intake_and_the_house_has_words_for(lena: Participant) -> None:
    assert _asked(lena, "intake") == ["audit-c", "gad-7", "pc-ptsd-5", "phq-9"]


def test_the_hourly_look_asks_for_each_week_once(house: House, lena: Participant) -> None:
    with clock.at(clock.now() + timedelta(days=7)):
        ask(house.system)
        ask(house.system)
        assert _asked(lena, "week-1") == ["gad-7", "phq-9"]


def test_discharge_asks_at_once(house: House) -> None:
    ana = house.participants["Ana"]
    discharge(house.actors["Ben"], episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today(ana.time_zone))
    assert Assignment.objects.filter(participant=ana, occasion="discharge", instrument="phq-9").exists()


def test_what_waits_ends_with_the_stay_and_a_follow_up_with_the_return(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    with clock.at(clock.now() + timedelta(days=7)):
        ask(house.system)
        discharge(ben, episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today(ana.time_zone))
        assert {one.occasion for one in queries.due(ana.id, clock.today(ana.time_zone))} == {"discharge"}
    with clock.at(clock.now() + timedelta(days=38)):
        ask(house.system)
        today = clock.today(ana.time_zone)
        assert {one.occasion for one in queries.due(ana.id, today)} == {"after-30"}
        admit(
            house.actors["Ines"],
            ana,
            program=house.programs["Dual diagnosis"],
            primary_therapist=house.staff["Ben"],
            admitted_on=today,
        )
        ask(house.system)
        assert {one.occasion for one in queries.due(ana.id, today)} == {"intake"}


def test_a_finished_sheet_is_scored_and_answers_what_was_asked(house: House) -> None:
    done = _keep(house)
    assert isinstance(done, SheetFinished) and done.is_complete and not done.has_critical
    score = Score.objects.get(sheet_id=done.subject_id)
    assert (score.score, score.value, score.band) == ("total", Decimal(8), "mild")
    assert Sheet.objects.get().assignment == Assignment.objects.get(participant_id=done.about, instrument="phq-9")
    assert "phq-9" not in {one.instrument for one in queries.due(done.about, done.on_day)}


def test_a_sheet_that_was_begun_can_be_gone_on_with_and_what_became_void_counts_no_more(house: House) -> None:
    sheet_id = new_id()
    first = {"1": 2, "2": 3}
    kept = _keep(house, sheet_id=sheet_id, answers=first, is_last=False)
    assert type(kept) is AnswersKept and not Score.objects.exists()
    [begun] = [one.begun[0] for one in queries.due(kept.about, kept.on_day) if one.begun]
    assert begun.id == sheet_id and queries.answers_as_sent(begun) == {"1": 2.0, "2": 3.0}
    _keep(house, sheet_id=sheet_id, answers={str(item): 0 for item in range(1, 11)})
    assert Score.objects.get().value == 0


def test_the_part_that_finishes_a_sheet_stands_although_its_clock_is_slow(house: House) -> None:
    sheet_id = new_id()
    _keep(house, sheet_id=sheet_id, answers=PHQ_9, is_last=False)
    done = _keep(house, sheet_id=sheet_id, answers=PHQ_9 | {"9": 3}, made_at=clock.now() - timedelta(minutes=30))
    assert Score.objects.get().value == 11 and Alert.objects.get(participant_id=done.about).causes[0]["gravities"] == [
        3
    ]


def test_an_empty_form_is_no_answer(house: House) -> None:
    with pytest.raises(Invalid):
        _keep(house, answers={})
    assert not Sheet.objects.exists()


def test_an_old_paper_answers_nothing_that_was_asked_after_it(house: House) -> None:
    ana = house.participants["Ana"]
    asked = Assignment.objects.filter(participant=ana, instrument="phq-9").latest("due_on")
    done = _keep(house, by="Ben", way=Way.PAPER, made_at=clock.now() - timedelta(days=40))
    assert Sheet.objects.get(id=done.subject_id).assignment_id is None
    assert "phq-9" in {one.instrument for one in queries.due(ana.id, asked.due_on)}


def test_a_part_that_is_sent_again_counts_once_and_is_answered_the_same(house: House) -> None:
    told = _told()
    ana, actor = house.participants["Ana"], house.actors["Ana"]
    first, again = (actions.keep_answers(actor, ana, told=told) for _ in range(2))
    assert (first.repeated, again.repeated) == (False, True) and first.saved_at == again.saved_at
    assert (Sheet.objects.count(), SheetPart.objects.count(), Score.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("is_last", [True, False])
@pytest.mark.parametrize("minutes", [-2, 2])
def test_what_comes_after_a_sheet_was_finished_is_kept_and_changes_nothing_that_was_scored(
    house: House, minutes: int, is_last: bool
) -> None:
    done = _keep(house)
    made_at = clock.now() + timedelta(minutes=minutes)
    with clock.at(clock.now() + timedelta(minutes=5)):
        late = _keep(house, sheet_id=done.subject_id, answers={"1": 3, "9": 2}, made_at=made_at, is_last=is_last)
    sheet = queries.one_sheet(late.subject_id)
    assert type(late) is AnswersKept and SheetPart.objects.count() == 2 and Score.objects.get().value == 8
    assert queries.result_of(sheet).scores[0].value == 8
    assert [part.answers for part in queries.came_later(sheet)] == [{"1": "3", "9": "2"}]


def test_a_critical_answer_is_heard_although_another_device_finished_the_sheet_first(house: House) -> None:
    done = _keep(house)
    with clock.at(clock.now() + timedelta(minutes=5)):
        late = _keep(
            house, sheet_id=done.subject_id, answers=PHQ_9 | {"9": 3}, made_at=clock.now() - timedelta(hours=1)
        )
    assert late.has_critical and Alert.objects.get(participant_id=late.about).rule == "thoughts-of-death"


@pytest.mark.parametrize("first", [2, 0])
def test_a_critical_answer_that_is_taken_back_is_heard_in_whatever_order_it_comes(house: House, first: int) -> None:
    sheet_id, early = new_id(), clock.now() - timedelta(minutes=3)
    _keep(house, sheet_id=sheet_id, answers={"9": first}, is_last=False, made_at=early)
    last = _keep(house, sheet_id=sheet_id, answers=PHQ_9 | {"9": 2 - first}, made_at=early + timedelta(minutes=1))
    [critical] = queries.critical_answers(last.subject_id)
    assert (critical.value, Alert.objects.get().causes[0]["gravities"]) == (2, [2])


def test_staff_write_on_no_sheet_of_the_participants_own_nor_they_on_a_colleagues(house: House) -> None:
    begun = _keep(house, answers={"1": 3}, is_last=False)
    with pytest.raises(Conflict):
        _keep(house, by="Ben", way=Way.INTERVIEW, sheet_id=begun.subject_id, answers=PHQ_9)
    paper = _keep(house, by="Ben", way=Way.PAPER, answers={"1": 3}, is_last=False)
    with pytest.raises(Conflict):
        _keep(house, sheet_id=paper.subject_id)


def test_an_item_that_the_file_has_no_more_keeps_no_sheet_from_being_finished(house: House) -> None:
    begun = _keep(house, answers={"1": 2}, is_last=False)
    with guard.writing():
        SheetPart.objects.create(
            organization_id=begun.organization_id,
            sheet_id=begun.subject_id,
            made_at=clock.now(),
            answers={"dropped": "1"},
        )
    assert isinstance(_keep(house, sheet_id=begun.subject_id), SheetFinished)


def test_a_part_that_comes_after_the_last_one_though_made_before_it_is_kept_and_changes_nothing(house: House) -> None:
    early = clock.now() - timedelta(minutes=2)
    done = _keep(house)
    late = _keep(house, sheet_id=done.subject_id, answers={"1": 3}, made_at=early, is_last=False)
    assert SheetPart.objects.count() == 2 and Score.objects.get().value == 8
    assert queries.answers_as_kept(queries.one_sheet(late.subject_id))["1"] == "1"


def test_a_critical_answer_is_told_before_the_sheet_is_finished(house: House) -> None:
    kept = _keep(house, answers={"9": 1}, is_last=False)
    assert kept.has_critical
    assert [one.code for one in queries.critical_answers(kept.subject_id)] == ["thoughts-of-death"]


def test_declining_is_an_answer_and_gives_no_severity(house: House) -> None:
    done = _keep(house, answers=PHQ_9 | {"4": "declined"})
    assert isinstance(done, SheetFinished) and not done.is_complete
    score = Score.objects.get()
    assert (score.value, score.band) == (None, "")
    assert queries.result_of(queries.sheet(house.actors["Ben"], done.subject_id)).declined == ("4",)


@pytest.mark.parametrize("answers", [{"1": 4}, {"1": "perhaps"}, {"77": 1}, {"1": "na"}])
def test_answers_that_cannot_be_are_refused_by_item(house: House, answers: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        _keep(house, answers=answers)
    assert list(refused.value.fields) == list(answers) and not Sheet.objects.exists()


def test_paper_and_interviews_are_entered_by_staff_and_say_so(house: House) -> None:
    done = _keep(house, by="Ben", way=Way.PAPER)
    sheet = Sheet.objects.get(id=done.subject_id)
    assert (sheet.way, sheet.entered_by) == ("paper", house.staff["Ben"])
    with pytest.raises(Invalid):
        _keep(house, by="Ben", way=Way.PHONE)
    with pytest.raises(Invalid):
        _keep(house, way=Way.PAPER)


def test_what_only_a_clinician_asks_is_not_answered_alone(house: House) -> None:
    with pytest.raises(Invalid):
        _keep(house, instrument="cows", answers={})


def test_nobody_answers_for_someone_they_do_not_treat(house: House) -> None:
    with pytest.raises(Refused):
        _keep(house, by="Cleo", way=Way.PAPER)


def test_a_sheet_id_of_someone_else_is_refused(house: House) -> None:
    done = _keep(house)
    zoe = house.participants["Zoe"]
    with pytest.raises(Conflict):
        actions.keep_answers(house.actors["Zoe"], zoe, told=_told(sheet_id=done.subject_id))


def test_a_clinician_asks_beside_the_battery_and_takes_it_back(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    for count in (1, 0):
        assert actions.ask_for(ben, episode_of(ana), instrument="pcl-5").count == count
    asked = Assignment.objects.get(instrument="pcl-5")
    assert asked.assigned_by == house.staff["Ben"]
    actions.withdraw(ben, asked)
    assert "pcl-5" not in {one.instrument for one in queries.due(ana.id, asked.due_on)}
    with pytest.raises(Invalid):
        actions.ask_for(ben, episode_of(ana), instrument="who-5")


def test_what_was_answered_today_can_be_asked_again_today(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    for one in Assignment.objects.filter(participant=ana):
        actions.withdraw(ben, one)
    for count in (1, 0):
        assert actions.ask_for(ben, episode_of(ana), instrument="phq-9").count == count
    _keep(house, answers=PHQ_9 | {"4": "declined"})
    for count in (1, 0):
        assert actions.ask_for(ben, episode_of(ana), instrument="phq-9").count == count
    [again] = queries.due(ana.id, clock.today(ana.time_zone))
    assert again.occasion == "asked-2026-11-23-2"


def test_the_audit_tells_of_the_sheet_and_never_an_answer(house: House) -> None:
    done = _keep(house)
    entry = AuditEntry.objects.get(subject_id=done.subject_id)
    assert entry.deed == "measures.SheetFinished" and "answers" not in entry.facts


def test_trends_hold_complete_sheets_only(house: House) -> None:
    ana = house.participants["Ana"]
    for days, last in ((0, 3), (7, 1), (14, "declined")):
        with clock.at(clock.now() + timedelta(days=days)):
            _keep(house, answers=PHQ_9 | {"1": last})
    [line] = queries.trends(ana)
    assert [point["value"] for point in line["points"]] == [10.0, 8.0]
    assert line["words"].startswith("About the same")


def test_people_are_reminded_once_when_questions_are_due_and_once_when_they_are_late(
    house: House, lena: Participant
) -> None:
    def told() -> list[str]:
        return sorted(Notice.objects.filter(participant=lena).values_list("key", flat=True))

    remind(house.system)
    remind(house.system)
    assert told() == ["due 2026-11-23"]
    with clock.at(clock.now() + timedelta(days=3)):
        remind(house.system)
        assert told() == ["due 2026-11-23", "overdue 2026-11-23"]
    for instrument in _asked(lena, "intake"):
        one = Assignment.objects.get(participant=lena, instrument=instrument)
        actions.withdraw(house.actors["Ben"], one)
    with clock.at(clock.now() + timedelta(days=4)):
        remind(house.system)
        assert len(told()) == 2


def test_a_reminder_comes_in_the_morning_where_they_live(house: House, lena: Participant) -> None:
    with clock.at(clock.now() + timedelta(hours=14)):  # four in the morning in Chicago
        remind(house.system)
        assert not Notice.objects.exists()
    with clock.at(clock.now() + timedelta(hours=20, minutes=3)):
        remind(house.system)
        assert Notice.objects.get(participant=lena).planned_for == clock.now()


def test_nobody_is_reminded_of_what_was_answered_or_taken_back_before_ten(house: House, lena: Participant) -> None:
    asked = {one.instrument: one for one in Assignment.objects.filter(participant=lena)}
    with clock.at(clock.now() + timedelta(hours=18)):
        remind(house.system)
        phq = asked.pop("phq-9")
        actions.keep_answers(house.actors["Lena"], lena, told=_told(assignment_id=phq.id))
        for one in asked.values():
            actions.withdraw(house.actors["Ben"], one)
    with clock.at(clock.now() + timedelta(hours=20, minutes=3)):
        remind(house.system)
    assert not Notice.objects.filter(participant=lena, kind="measure-due").exists()


def test_nobody_is_reminded_in_their_quiet_hours(house: House, lena: Participant) -> None:
    with clock.at(clock.now() + timedelta(hours=8)):  # ten in the evening
        remind(house.system)
        assert not Notice.objects.exists()


@pytest.mark.parametrize("zone", ["America/Chicago", "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham"])
def test_ten_in_the_morning_is_met_within_minutes_wherever_they_live(zone: str) -> None:
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    ten = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    came: datetime = croniter(crons["measures.remind:all"], ten).get_next(datetime)
    assert came - ten < timedelta(minutes=5)
