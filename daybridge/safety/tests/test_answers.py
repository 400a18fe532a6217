"""What participants and clinicians answer on questionnaires reaches a human at once, in the transaction that saves it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.measures import actions as measures
from daybridge.measures.models import SheetPart
from daybridge.measures.rules import Told, Way
from daybridge.people import actions as people
from daybridge.people.rules import TeamRole
from daybridge.safety import actions, queries
from daybridge.safety.models import Alert
from daybridge.safety.sentences import alert_in_words, facts_in_words
from tests.cast import House, a_staff_member, an_entry


def _phq_9(total: int, *, ninth: int = 0) -> dict[str, Any]:
    """Answers that add up to a total: as many threes as fit, then the rest."""
    left, answers = total - ninth, {}
    for item in range(1, 9):
        answers[str(item)] = min(3, left)
        left -= answers[str(item)]
    return {**answers, "9": ninth, "10": 0 if not total else 1}


def _keep(
    house: House, instrument: str = "phq-9", *, by: str = "Ana", sheet_id: UUID | None = None, **said: Any
) -> UUID:
    told = {"answers": _phq_9(0), "is_last": True, "way": Way.PHONE, **said}
    sheet_id = sheet_id or new_id()
    measures.keep_answers(
        house.actors[by],
        house.participants["Ana"],
        told=Told(
            part_id=new_id(), sheet_id=sheet_id, instrument=instrument, version=1, begun_at=clock.now(),
            made_at=clock.now(), **told,
        ),
    )  # fmt: skip
    return sheet_id


def test_item_nine_reaches_a_human_the_same_day_before_the_sheet_is_finished(house: House) -> None:
    sheet_id = _keep(house, answers={"9": 1}, is_last=False)
    alert = Alert.objects.get()
    assert (alert.level, alert.rule, alert.owner) == ("same_day", "thoughts-of-death", house.staff["Ben"])
    assert facts_in_words(alert.facts) == ["PHQ-9, item 9 answered 1 (Several days) on Mon 23 Nov: thoughts of death."]
    assert queries.told_to(alert.participant_id)[0].state == "not_read"
    _keep(house, sheet_id=sheet_id, answers=_phq_9(9, ninth=1))
    assert alert.steps.count() == 1


def test_a_graver_answer_on_the_same_sheet_makes_the_alert_be_taken_anew(house: House) -> None:
    sheet_id = _keep(house, answers={"9": 1}, is_last=False)
    actions.take_alert(house.actors["Ben"], Alert.objects.get())
    _keep(house, sheet_id=sheet_id, answers=_phq_9(12, ninth=3))
    assert Alert.objects.get().taken_at is None


def test_answers_that_call_for_nobody_raise_nothing_and_none_is_lost_when_one_is_taken_back(house: House) -> None:
    _keep(house, answers=_phq_9(20))
    assert not Alert.objects.exists()
    sheet_id = _keep(house, answers={"9": 2}, is_last=False)
    _keep(house, sheet_id=sheet_id, answers=_phq_9(4))
    assert Alert.objects.get().rule == "thoughts-of-death"


def test_thoughts_of_suicide_right_now_are_urgent(house: House) -> None:
    _keep(house, "asq", answers={"1": 1, "2": 1, "3": 1, "4": 0, "5": 1})
    alert = Alert.objects.get()
    assert (alert.level, alert.due_at - alert.raised_at) == ("urgent", timedelta(minutes=5))
    assert {cause["rule"] for cause in alert.causes} == {"suicidal-now", "suicidal-thoughts", "thoughts-of-death"}
    assert alert_in_words(alert) == "Suicidal thoughts now, intent, a plan or an attempt, and 2 more"


def test_any_use_on_the_bam_is_worth_a_word_the_next_day(house: House) -> None:
    from daybridge.measures.instruments import library

    answers = {item.code: 0 for item in library()["bam-iop"].items}
    _keep(house, "bam-iop", answers=answers)
    assert not Alert.objects.exists()
    _keep(house, "bam-iop", answers={**answers, "4": 1})
    alert = Alert.objects.get()
    assert (alert.rule, alert.level) == ("bam-iop-use", "next_day")
    assert facts_in_words(alert.facts) == ["BAM-IOP use: 1 on Mon 23 Nov."]
    assert queries.told_to(alert.participant_id) == []


def test_two_days_without_medicines_go_to_the_prescriber_first(house: House) -> None:
    ana, priya = house.participants["Ana"], a_staff_member(house, "Priya Sandhu", "prescriber")
    people.join_care_team(house.system, ana, staff=priya, role=TeamRole.MEMBER)
    for days_ago in (1, 0):
        an_entry(house, ana, medicines="none", days_ago=days_ago)
    alert = Alert.objects.get()
    assert (alert.rule, alert.owner) == ("medicines-none", priya)


def test_reliably_worse_is_reviewed_once_and_again_only_when_as_much_worse_once_more(house: House) -> None:
    totals, alerts = (4, 12, 12, 12, 20), []
    for week, total in enumerate(totals):
        with clock.at(clock.now() + timedelta(weeks=week)):
            _keep(house, answers=_phq_9(total))
            for alert in Alert.objects.still_open().filter(rule="deteriorated"):
                alerts.append(alert)
                actions.take_alert(house.actors["Ben"], alert)
                actions.close_alert(house.actors["Ben"], alert, outcome="no_need")
    assert [alert.level for alert in alerts] == ["review", "review"]
    assert facts_in_words(alerts[0].facts) == ["PHQ-9 total is reliably worse: 12 on Mon 30 Nov."]


def test_no_gain_by_the_week_the_instrument_names_is_reviewed_once(house: House) -> None:
    _keep(house, answers=_phq_9(18))
    for week in (3, 5, 6):
        with clock.at(clock.now() + timedelta(weeks=week)):
            _keep(house, answers=_phq_9(17))
    alert = Alert.objects.get()
    assert (alert.rule, alert.level) == ("not-on-track", "review") and alert.steps.count() == 1


def test_the_alert_and_the_answers_are_saved_together_or_not_at_all(house: House) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        _keep(house, answers={"9": 1}, is_last=False)
        assert Alert.objects.exists()
        raise RuntimeError
    assert not Alert.objects.exists() and not SheetPart.objects.exists()


def test_a_second_yes_to_the_gravest_question_is_heard_although_somebody_has_the_first(house: House) -> None:
    yes = {"1": 1, "2": 0, "3": 0, "4": 0, "5": 1}
    _keep(house, "asq", answers=yes)
    actions.take_alert(house.actors["Ben"], Alert.objects.get())
    with clock.at(clock.now() + timedelta(hours=3)):
        _keep(house, "asq", answers=yes)
    assert Alert.objects.get().taken_at is None


def test_declining_to_say_raises_an_alert_and_says_so(house: House) -> None:
    _keep(house, answers={**_phq_9(4), "9": "declined"})
    alert = Alert.objects.get()
    assert (alert.rule, alert.level) == ("risk-question-declined", "same_day")
    assert facts_in_words(alert.facts) == ["PHQ-9, item 9 on Mon 23 Nov: they did not want to answer."]


def test_withdrawal_that_is_severe_on_the_known_items_raises_an_alert_although_one_is_missing(house: House) -> None:
    items = ("nausea", "tremor", "sweats", "anxiety", "agitation", "headache")
    _keep(house, "ciwa-ar", by="Ben", way=Way.INTERVIEW, answers=dict.fromkeys(items, 7) | {"orientation": "declined"})
    alert = Alert.objects.get()
    assert (alert.rule, alert.level) == ("ciwa-severe", "urgent")
    assert facts_in_words(alert.facts) == ["CIWA-Ar total: at least 42 on Mon 23 Nov, with answers missing."]


def test_confusion_in_withdrawal_is_urgent_at_a_low_total(house: House) -> None:
    items = ("nausea", "tremor", "sweats", "anxiety", "agitation", "tactile", "auditory", "visual", "headache")
    _keep(house, "ciwa-ar", by="Ben", way=Way.INTERVIEW, answers=dict.fromkeys(items, 0) | {"orientation": 3})
    assert (Alert.objects.get().rule, Alert.objects.get().level) == ("withdrawal-delirium", "urgent")
