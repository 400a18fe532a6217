"""The list with its history, doses and side effects as they are told, and what the database refuses."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from daybridge.core import clock, guard, tenancy
from daybridge.core.errors import Conflict, IdTaken, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.medications import actions, queries
from daybridge.medications.models import DoseEntry, Medicine, MedicineNote, MedicineVersion, SideEffectEntry
from daybridge.medications.queries import Cell
from daybridge.medications.rules import Counts, Nearness
from tests.cast import House, a_dose, a_medicine, a_prescriber, a_side_effect, later, make_house, some_details

TODAY = date(2026, 11, 23)


@pytest.fixture
def house(house: House) -> House:
    """Priya prescribes for Ana."""
    a_prescriber(house)
    return house


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)


# --- The list --------------------------------------------------------------------------------------------------------


def test_a_medicine_that_is_sent_twice_is_added_once(house: House) -> None:
    ana, priya, medicine_id = house.participants["Ana"], house.actors["Priya"], new_id()
    added = [
        actions.add_medicine(priya, ana, medicine_id=medicine_id, details=some_details(), due_on=_ago(-20)).repeated
        for _ in range(2)
    ]
    assert added == [False, True]
    [listed] = queries.medicines_of(ana)
    assert (listed.now.name, listed.now.made_by.name, listed.now.from_on) == ("Sertraline", "Priya Sandhu", TODAY)
    assert [(due.kind, due.due_on, due.nearness) for due in listed.dues] == [("refill", _ago(-20), Nearness.LATER)]


def test_a_change_keeps_what_was_and_says_who_and_why(house: House) -> None:
    ana = house.participants["Ana"]
    medicine = a_medicine(house, ana)
    details = some_details(amount="100 mg, 2 tablets", times=(time(8),))
    actions.change_medicine(
        house.actors["Priya"], medicine, version_id=new_id(), details=details, from_on=_ago(-3), why="Too little so far"
    )
    [listed] = queries.medicines_of(ana)
    assert listed.now.amount == "50 mg, 1 tablet" and listed.planned and listed.planned.amount == "100 mg, 2 tablets"
    with clock.at(later(days=4)):
        [listed] = queries.medicines_of(ana)
    assert listed.now.amount == "100 mg, 2 tablets" and listed.planned is None
    assert [(one.step, one.why) for one in listed.versions] == [("changed", "Too little so far"), ("added", "")]


def test_a_stopped_medicine_is_asked_after_no_more_and_stays_in_the_list(house: House) -> None:
    ana = house.participants["Ana"]
    medicine = a_medicine(house, ana, due_on=_ago(5))
    a_dose(house, medicine, days_ago=1)
    actions.stop_medicine(house.actors["Priya"], medicine, version_id=new_id(), from_on=_ago(2), why="Rash")
    [listed] = queries.medicines_of(ana)
    assert listed.is_stopped and listed.dues == [] and listed.now.why == "Rash"
    [row] = queries.grid(ana, [listed])
    told = [(day, [cell.state for cell in cells]) for day, cells in row.days[-4:]]
    # What was told of a day after the stop stays; the days before it stay due.
    assert told == [(_ago(3), ["unsaid"] * 2), (_ago(2), []), (_ago(1), ["taken"]), (TODAY, [])]
    with pytest.raises(Conflict, match="stopped"):
        actions.change_medicine(
            house.actors["Priya"], medicine, version_id=new_id(), details=some_details(), from_on=TODAY, why="x"
        )


def test_a_change_sent_twice_counts_once_and_needs_a_reason_and_a_day_that_can_be(house: House) -> None:
    priya, medicine, version_id = house.actors["Priya"], a_medicine(house, house.participants["Ana"]), new_id()
    change = {"details": some_details(amount="75 mg"), "from_on": TODAY, "why": "Slowly up"}
    for repeated in (False, True):
        said = actions.change_medicine(priya, medicine, version_id=version_id, **change)  # type: ignore[arg-type]
        assert said.repeated is repeated
    for wrong in ({"why": "  "}, {"from_on": _ago(1)}, {"details": some_details(times=())}):
        with pytest.raises(Invalid):
            actions.change_medicine(priya, medicine, version_id=new_id(), **{**change, **wrong})  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        actions.stop_medicine(priya, medicine, version_id=new_id(), from_on=_ago(11), why="x")  # before it began
    assert MedicineVersion.objects.filter(medicine=medicine).count() == 2


def test_the_wrong_hands_change_nothing(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    for name in ("Ben", "Dora", "Ana", "Cleo"):
        with pytest.raises(Refused):
            actions.stop_medicine(house.actors[name], medicine, version_id=new_id(), from_on=TODAY, why="x")


def test_an_id_of_another_medicine_is_refused(house: House, elsewhere: House) -> None:
    tenancy.enter(elsewhere.organization.id)
    a_prescriber(elsewhere, "Otto Lund", of="Eli")
    other = a_medicine(elsewhere, elsewhere.participants["Eli"], by="Otto")
    tenancy.enter(house.organization.id)
    with pytest.raises(Conflict):
        actions.add_medicine(
            house.actors["Priya"], house.participants["Ana"], medicine_id=other.id, details=some_details()
        )


# --- Refills and injections ------------------------------------------------------------------------------------------


def test_an_injection_that_is_given_says_when_the_next_one_is_due(house: House) -> None:
    ana = house.participants["Ana"]
    shot = a_medicine(
        house, ana, name="Naltrexone XR", amount="380 mg", form="injection", how_often="injection", times=(),
        every_days=28, window_days=3, due_on=_ago(1),
    )  # fmt: skip
    [listed] = queries.medicines_of(ana)
    assert [(due.kind, due.nearness) for due in listed.dues] == [("injection", Nearness.OPEN)]
    note_id = new_id()
    for repeated in (False, True):
        said = actions.note_injection(house.actors["Priya"], shot, note_id=note_id, done_on=TODAY)
        assert said.repeated is repeated
    [listed] = queries.medicines_of(ana)
    assert [(due.due_on, due.nearness) for due in listed.dues] == [(_ago(-28), Nearness.LATER)]
    assert queries.grid(ana, [listed]) == []  # nobody is asked after what staff give


def test_what_was_changed_to_tablets_is_no_overdue_injection_any_more(house: House) -> None:
    ana, priya = house.participants["Ana"], house.actors["Priya"]
    shot = a_medicine(
        house, ana, name="Naltrexone", amount="380 mg", form="injection", how_often="injection", times=(),
        every_days=28, window_days=3, due_on=_ago(0),
    )  # fmt: skip
    tablets = replace(queries.listed(ana, shot.id).details, form="tablet", how_often="daily", times=(time(8),))
    actions.change_medicine(
        priya, shot, version_id=new_id(), from_on=_ago(-5), details=tablets, why="She asked for tablets"
    )
    actions.note_injection(priya, shot, note_id=new_id(), done_on=TODAY)  # until then it is one
    with clock.at(later(days=40)):
        assert queries.listed(ana, shot.id).dues == [] and queries.injections_overdue(ana) == []


def test_a_refill_is_noted_and_days_that_can_not_be_are_not(house: House) -> None:
    priya, medicine = house.actors["Priya"], a_medicine(house, house.participants["Ana"])
    actions.note_refill(priya, medicine, note_id=new_id(), done_on=TODAY, due_on=_ago(-30))
    for done_on, due_on in ((None, None), (_ago(-1), None), (TODAY, _ago(1))):
        with pytest.raises(Invalid):
            actions.note_refill(priya, medicine, note_id=new_id(), done_on=done_on, due_on=due_on)
    with pytest.raises(Conflict, match="no injection"):
        actions.note_injection(priya, medicine, note_id=new_id(), done_on=TODAY)
    assert MedicineNote.objects.count() == 1


def test_what_waits_for_a_prescriber_is_of_their_own_people(house: House) -> None:
    ana = house.participants["Ana"]
    near = a_medicine(house, ana, name="Near", due_on=_ago(-7))
    a_medicine(house, ana, name="Later", due_on=_ago(-8))
    told = a_side_effect(house, ana)
    waits = queries.waiting(house.actors["Priya"])
    assert [(one.now.name, due.due_on) for one, due in waits.dues] == [("Near", _ago(-7))]
    assert list(waits.side_effects) == [told] and near.participant_id == ana.id
    actions.read_side_effect(house.actors["Ben"], told, reading_id=new_id(), answer="Eat first")
    assert queries.waiting(house.actors["Priya"]).side_effects == []
    assert queries.waiting(house.actors["Cleo"]) == queries.Waiting([], [])


# --- Doses -----------------------------------------------------------------------------------------------------------


def test_a_dose_that_is_sent_again_is_saved_once_and_answered_as_the_first_time(house: House) -> None:
    medicine, entry_id = a_medicine(house, house.participants["Ana"]), new_id()
    first = a_dose(house, medicine, entry_id=entry_id)
    audited = AuditEntry.objects.count()
    with clock.at(later(hours=1)):
        again = a_dose(house, medicine, "skipped", entry_id=entry_id)
    assert (again.repeated, again.state, again.saved_at) == (True, "taken", first.saved_at)
    assert DoseEntry.objects.count() == 1 and AuditEntry.objects.count() == audited


def test_a_correction_is_a_new_entry_and_the_first_one_stays(house: House) -> None:
    ana = house.participants["Ana"]
    medicine = a_medicine(house, ana)
    a_dose(house, medicine)
    with clock.at(later(minutes=1)):
        a_dose(house, medicine, "late", at_time=time(9, 30), reason="forgot")
        [row] = queries.grid(ana, queries.medicines_of(ana))
        assert row.days[-1][1][0] == Cell(time(8), "late", "forgot", "", time(9, 30))
    with clock.at(later(minutes=2)):
        a_dose(house, medicine, "cleared")
        [row] = queries.grid(ana, queries.medicines_of(ana))
        assert [cell.state for cell in row.days[-1][1]] == ["unsaid", "later"]
    assert DoseEntry.objects.count() == 3


def test_the_last_two_weeks_are_counted_and_gaps_stay_gaps(house: House) -> None:
    ana = house.participants["Ana"]
    medicine = a_medicine(house, ana, days_ago=3)
    for days_ago, state in ((3, "taken"), (2, "skipped"), (1, "late"), (0, "taken")):
        a_dose(house, medicine, state, days_ago=days_ago)
    [row] = queries.grid(ana, queries.medicines_of(ana))
    assert row.counts == Counts(due=7, taken=2, late=1, skipped=1) and row.counts.unsaid == 3
    assert len(row.days) == 14 and row.days[0] == (_ago(13), [])


def test_what_is_taken_as_needed_stands_by_itself_and_can_be_taken_back(house: House) -> None:
    ana = house.participants["Ana"]
    medicine = a_medicine(house, ana, how_often="as_needed", times=())
    first = a_dose(house, medicine, slot=None)
    with clock.at(later(minutes=5)):
        a_dose(house, medicine, slot=None)
        a_dose(house, medicine, "cleared", slot=None, corrects=first.subject_id)
        [row] = queries.grid(ana, queries.medicines_of(ana))
    assert len(row.as_needed) == 1 and row.counts.due == 0


def test_a_dose_is_never_refused_for_its_date_and_never_moved_to_another_day(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    old = a_dose(house, medicine, days_ago=9, made_at=clock.now() - timedelta(days=8))
    assert old.due_on == _ago(9)
    ahead = a_dose(house, medicine, days_ago=-1, made_at=clock.now() + timedelta(days=1))
    assert ahead.due_on == TODAY and DoseEntry.objects.get(id=ahead.subject_id).clock_was_wrong


def test_a_dose_of_a_medicine_that_is_not_hers_is_refused(house: House) -> None:
    a_prescriber(house, "Tomas Reed", of="Zoe", role="nurse")
    zoes = a_medicine(house, house.participants["Zoe"], by="Tomas")
    zoes.participant = house.participants["Ana"]
    with pytest.raises(Conflict, match="not on your list"):
        a_dose(house, zoes)
    with pytest.raises(Conflict, match="not on your list"):
        a_side_effect(house, house.participants["Ana"], medicine=zoes)
    assert not DoseEntry.objects.exists() and not SideEffectEntry.objects.exists()


def test_an_id_that_is_taken_by_another_is_refused(house: House) -> None:
    ana, entry_id = house.participants["Ana"], new_id()
    a_prescriber(house, "Tomas Reed", of="Zoe", role="nurse")
    a_dose(house, a_medicine(house, house.participants["Zoe"], by="Tomas"), entry_id=entry_id)
    with pytest.raises(Conflict):
        a_dose(house, a_medicine(house, ana), entry_id=entry_id)
    told = a_side_effect(house, house.participants["Zoe"])
    with pytest.raises(Conflict):
        a_side_effect(house, ana, entry_id=told.id)


def test_what_can_not_be_said_of_a_dose_or_a_side_effect_is_refused_with_its_field(house: House) -> None:
    ana = house.participants["Ana"]
    medicine = a_medicine(house, ana)
    with pytest.raises(Invalid) as of_dose:
        a_dose(house, medicine, "skipped", reason="whim")
    with pytest.raises(Invalid) as of_effect:
        a_side_effect(house, ana, "green")
    assert (set(of_dose.value.fields), set(of_effect.value.fields)) == ({"reason"}, {"what"})


def test_a_side_effect_can_be_told_without_an_open_episode(house: House) -> None:
    from daybridge.programs.actions import discharge
    from daybridge.programs.rules import EndReason
    from tests.cast import episode_of

    ana = house.participants["Ana"]
    discharge(house.system, episode_of(ana), reason=EndReason.COMPLETED, ended_on=TODAY)
    assert a_side_effect(house, ana, "breathing").what == ["breathing"]


def test_a_reading_is_written_once_and_its_line_is_there(house: House) -> None:
    told, reading_id = a_side_effect(house, house.participants["Ana"]), new_id()
    for repeated in (False, True):
        read = actions.read_side_effect(house.actors["Priya"], told, reading_id=reading_id, answer=" Eat first. ")
        assert read.repeated is repeated
    [shown] = queries.side_effects_of(told.participant_id)
    assert [(one.answer, one.made_by.name) for one in shown.readings.all()] == [("Eat first.", "Priya Sandhu")]
    with pytest.raises(Invalid):
        actions.read_side_effect(house.actors["Priya"], told, reading_id=new_id(), answer="x" * 1_001)


# --- What the database refuses ---------------------------------------------------------------------------------------


def _refused(statement: str, *values: object) -> str:
    with pytest.raises(Exception) as refusal, transaction.atomic(), guard.writing(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(refusal.value)


def test_what_was_decided_and_told_is_never_changed_or_removed(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"], due_on=_ago(-9))
    a_dose(house, medicine)
    a_side_effect(house, house.participants["Ana"])
    for table in ("medicine", "medicineversion", "medicinenote", "doseentry", "sideeffectentry"):
        assert "permission denied" in _refused(f"update medications_{table} set id = id")
        assert "permission denied" in _refused(f"delete from medications_{table}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"times": []}, {"how_often": "as_needed"}, {"weekdays": [1]}, {"how_often": "weekdays"}, {"every_days": 3},
        {"how_often": "injection", "times": []}, {"name": ""}, {"form": "potion"}, {"step": "added"},
        {"step": "changed", "number": 2, "why": ""},
    ],
)  # fmt: skip
def test_the_database_takes_no_version_that_can_not_be(house: House, wrong: dict[str, object]) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    version = MedicineVersion.objects.get(medicine=medicine)
    fields = {"number": 2, "step": "stopped", "why": "x", **wrong}
    for name, value in fields.items():
        setattr(version, name, value)
    version.id = new_id()
    with pytest.raises(IntegrityError), transaction.atomic(), guard.writing():
        version.save(force_insert=True)


def test_two_sends_of_one_dose_at_once_are_one_dose(really_commits: None, now: datetime) -> None:
    with transaction.atomic():
        house = make_house()
        a_prescriber(house)
        medicine = a_medicine(house, house.participants["Ana"])
    entry_id, answers = new_id(), []

    def send() -> None:
        try:
            with clock.at(now), tenancy.inside(house.organization.id):
                answers.append(a_dose(house, medicine, entry_id=entry_id).repeated)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with tenancy.inside(house.organization.id):
        assert sorted(answers) == [False, True, True, True] and DoseEntry.objects.count() == 1
        assert Medicine.objects.count() == 1


def test_another_medicine_under_the_same_id_is_never_told_to_be_on_the_list(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"], days_ago=0)
    with pytest.raises(IdTaken):
        actions.add_medicine(
            house.actors["Priya"], house.participants["Ana"], medicine_id=medicine.id,
            details=some_details(name="Lithium"),
        )  # fmt: skip
