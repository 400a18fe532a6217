"""What somebody tells of their medicines reaches a prescriber: in the same transaction, once, and no more often than it must."""

from datetime import date, timedelta

import pytest

from daybridge.core import clock, reacting
from daybridge.core.ids import new_id
from daybridge.core.models import ReactionFailure
from daybridge.medications import actions as medications
from daybridge.medications.models import SideEffectEntry
from daybridge.safety import queries
from daybridge.safety import reactions as reacted
from daybridge.safety.models import Alert
from daybridge.safety.sentences import alert_in_words, facts_in_words
from daybridge.safety.tests.clocks import find_injections
from tests.cast import House, a_dose, a_medicine, a_prescriber, a_shift, a_side_effect, later, local

TODAY = date(2026, 11, 23)


@pytest.fixture
def house(house: House) -> House:
    """Priya prescribes for Ana; nobody is on call."""
    a_prescriber(house)
    return house


def _alert() -> Alert:
    return Alert.objects.get()


# --- Side effects ----------------------------------------------------------------------------------------------------


def test_a_strong_side_effect_is_the_prescribers_the_same_day(house: House) -> None:
    a_side_effect(house, house.participants["Ana"], "nausea", "restless", strength="strong")
    alert = _alert()
    assert (alert.rule, alert.level, alert.owner) == ("side-effect-strong", "same_day", house.staff["Priya"])
    assert alert_in_words(alert) == "A strong side effect"
    assert facts_in_words(alert.facts) == [
        "A strong side effect on Mon 23 Nov: upset stomach, restless, can't sit still."
    ]


@pytest.mark.parametrize("strength", ["mild", "medium"])
def test_a_milder_one_raises_nothing_unless_they_want_a_call(house: House, strength: str) -> None:
    a_side_effect(house, house.participants["Ana"], strength=strength)
    assert not Alert.objects.exists()
    a_side_effect(house, house.participants["Ana"], strength=strength, wants_call=True)
    assert (_alert().rule, _alert().owner) == ("medicine-call", house.staff["Priya"])


@pytest.mark.parametrize("sign", ["breathing", "collapse", "stiff_fever"])
def test_a_sign_of_danger_is_urgent_however_mild_it_is_called(house: House, sign: str) -> None:
    a_side_effect(house, house.participants["Ana"], sign, strength="mild")
    alert = _alert()
    assert (alert.rule, alert.level) == ("side-effect-danger", "urgent")
    assert alert.due_at == later(minutes=15) and alert.owner == house.staff["Priya"]


def test_thoughts_of_self_harm_go_to_the_primary_therapist_at_once(house: House) -> None:
    a_side_effect(house, house.participants["Ana"], "self_harm", "nausea")
    alert = _alert()
    assert (alert.rule, alert.level, alert.owner) == ("side-effect-self-harm", "urgent", house.staff["Ben"])


def test_a_danger_makes_an_alert_that_was_taken_be_taken_anew(house: House) -> None:
    from daybridge.safety import actions

    ana = house.participants["Ana"]
    a_side_effect(house, ana, "breathing")
    actions.take_alert(house.actors["Priya"], _alert())
    with clock.at(later(minutes=10)):
        a_side_effect(house, ana, "collapse")
    assert _alert().taken_at is None and len(_alert().facts) == 2


def test_the_same_entry_sent_again_raises_nothing_again(house: House) -> None:
    ana, entry_id = house.participants["Ana"], new_id()
    for _ in range(3):
        a_side_effect(house, ana, strength="strong", entry_id=entry_id)
    assert _alert().steps.filter(kind="raised").count() == 1 and _alert().steps.count() == 1


def test_own_words_alone_are_said_to_be_in_own_words(house: House) -> None:
    from daybridge.medications.actions import tell_side_effect
    from daybridge.medications.rules import SideEffect

    told = SideEffect(medicine_id=None, what=(), strength="strong", words="Like seven quiet herons")
    tell_side_effect(house.actors["Ana"], house.participants["Ana"], entry_id=new_id(), told=told, made_at=clock.now())
    assert facts_in_words(_alert().facts) == ["A strong side effect on Mon 23 Nov: in their own words."]
    assert "herons" not in str(_alert().facts)


def test_without_a_prescriber_on_the_team_somebody_else_is_asked(house: House) -> None:
    from daybridge.people import actions as people
    from daybridge.people.models import CareTeamMember

    member = CareTeamMember.objects.current().get(staff=house.staff["Priya"])
    people.leave_care_team(house.system, member.participant, staff=house.staff["Priya"])
    a_side_effect(house, house.participants["Ana"], strength="strong")
    assert _alert().owner == house.staff["Ben"]


def test_what_they_told_is_shown_to_be_read_once_it_is(house: House) -> None:
    from daybridge.safety import actions

    ana = house.participants["Ana"]
    a_side_effect(house, ana, strength="strong")
    [shown] = queries.told_to(ana.id)
    assert (shown.kind, shown.state) == ("check_in", "not_read")
    with clock.at(later(minutes=3)):
        actions.take_alert(house.actors["Priya"], _alert())
        [shown] = queries.told_to(ana.id)
    assert (shown.state, shown.read_by) == ("read", "Priya Sandhu")


def test_a_rule_that_fails_leaves_the_entry_saved_and_is_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no rules today")

    ana = house.participants["Ana"]
    with monkeypatch.context() as broken:
        broken.setattr(queries, "rules_in_force", fails)
        a_side_effect(house, ana, strength="strong")
    assert SideEffectEntry.objects.count() == 1 and not Alert.objects.exists()
    failure = ReactionFailure.objects.get()
    assert failure.reaction.endswith(reacted.raise_alert_if_side_effect_calls_for_it.__name__)
    reacting.retry(house.system, failure.id)
    assert _alert().rule == "side-effect-strong"


# --- Doses -----------------------------------------------------------------------------------------------------------


def test_two_due_days_in_a_row_without_a_medicine_are_the_prescribers_by_the_next_day(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    a_dose(house, medicine, "skipped", days_ago=1)
    assert not Alert.objects.exists()
    a_dose(house, medicine, "skipped")
    alert = _alert()
    assert (alert.rule, alert.level, alert.owner) == ("doses-not-taken", "next_day", house.staff["Priya"])
    assert facts_in_words(alert.facts) == ["A medicine skipped on 2 due days in a row, up to Mon 23 Nov."]
    assert alert_in_words(alert) == "A medicine skipped on 2 due days in a row"


def test_a_day_filled_in_later_completes_the_run_too(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    for days_ago in (3, 1):
        a_dose(house, medicine, "skipped", days_ago=days_ago)
    assert not Alert.objects.exists()
    a_dose(house, medicine, "skipped", days_ago=2)
    assert _alert().facts[0]["value"] == 3


def test_gaps_and_two_medicines_skipped_once_each_raise_nothing(house: House) -> None:
    ana = house.participants["Ana"]
    one, other = a_medicine(house, ana), a_medicine(house, ana, name="Lamotrigine")
    a_dose(house, one, "skipped", days_ago=1)
    a_dose(house, other, "skipped")
    a_dose(house, one, "skipped", days_ago=3)
    assert not Alert.objects.exists()


def test_a_run_is_told_again_only_when_it_has_doubled(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    told = []
    for away in range(8):
        with clock.at(later(days=away)):
            a_dose(house, medicine, "skipped")
            told.append(_alert().steps.filter(kind__in=["raised", "grew"]).count() if Alert.objects.exists() else 0)
    assert told == [0, 1, 1, 2, 2, 2, 2, 3]


def test_a_day_on_which_one_dose_was_taken_after_all_ends_the_run(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    a_dose(house, medicine, "skipped", days_ago=1)
    a_dose(house, medicine, "skipped", days_ago=1, slot=medicine.versions.get().times[1])
    with clock.at(later(minutes=1)):
        a_dose(house, medicine, "taken", days_ago=1)
    a_dose(house, medicine, "skipped")
    assert not Alert.objects.exists()


def test_who_has_run_out_hears_from_somebody_within_a_day(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    a_dose(house, medicine, "skipped", reason="ran_out")
    assert (_alert().rule, _alert().level) == ("medicine-ran-out", "next_day")
    assert facts_in_words(_alert().facts) == ["Ran out of a medicine, on Mon 23 Nov."]


# --- Injections ------------------------------------------------------------------------------------------------------


def test_an_injection_whose_window_has_closed_is_told_once_and_again_every_week(house: House) -> None:
    ana = house.participants["Ana"]
    shot = a_medicine(
        house, ana, name="Paliperidone", form="injection", how_often="injection", times=(), every_days=28,
        window_days=3, due_on=TODAY - timedelta(days=3),
    )  # fmt: skip
    find_injections(house.system)
    assert not Alert.objects.exists()  # the last day of its window
    with clock.at(later(days=1)):
        find_injections(house.system)
        find_injections(house.system)
        assert (_alert().rule, _alert().owner) == ("injection-overdue", house.staff["Priya"])
        assert facts_in_words(_alert().facts) == ["An injection was due on Fri 20 Nov, 4 days ago."]
        assert queries.told_to(ana.id) == []  # it is nothing that she told
    with clock.at(later(days=4)):
        find_injections(house.system)
        assert _alert().steps.filter(kind="grew").count() == 1
        medications.note_injection(house.actors["Priya"], shot, note_id=new_id(), done_on=TODAY + timedelta(days=4))
    with clock.at(later(days=12)):
        find_injections(house.system)
        assert _alert().steps.filter(kind="grew").count() == 1


def test_by_night_a_danger_goes_to_who_is_on_call(house: House) -> None:
    a_shift(house, "Cora", local(23, 17), local(24, 8))
    with clock.at(local(23, 23)):
        a_side_effect(house, house.participants["Ana"], "collapse")
    assert _alert().owner == house.staff["Cora"]
