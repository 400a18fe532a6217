"""Rows read and added without the ORM are the same rows, behind the same walls and guard."""

import pytest

from daybridge.checkins.models import CheckIn
from daybridge.core import clock, guard, rows, tenancy
from daybridge.core.ids import new_id
from daybridge.core.models import ReactionFailure
from daybridge.people.models import Participant
from tests.cast import House, an_entry, episode_of


def test_a_row_is_what_the_orm_reads_its_json_too(house: House) -> None:
    ana = house.participants["Ana"]
    saved = an_entry(house, ana, mood=2, sleep_hours=6.5, note="¿Qué tal? ✓")
    found = rows.first(CheckIn, "id = %s", saved.subject_id)
    assert found is not None
    known = CheckIn.objects.get(id=saved.subject_id)
    assert {f.attname: getattr(found, f.attname) for f in CheckIn._meta.fields} == {
        f.attname: getattr(known, f.attname) for f in CheckIn._meta.fields
    }
    assert rows.first(CheckIn, "id = %s", new_id()) is None


def test_another_organization_finds_nothing(house: House, elsewhere: House) -> None:
    ana = house.participants["Ana"]
    tenancy.enter(elsewhere.organization.id)
    assert rows.first(Participant, "id = %s", ana.id) is None


def test_nothing_is_added_outside_an_action(house: House) -> None:
    with pytest.raises(guard.WriteOutsideAction, match="checkins_checkin"):
        rows.add(_an_entry_of(house))


def test_a_known_key_adds_nothing(house: House) -> None:
    entry = _an_entry_of(house)
    with guard.writing():
        assert rows.add(entry, unless_known=True)
        entry.mood = 1
        assert not rows.add(entry, unless_known=True)
    assert CheckIn.objects.get(id=entry.id).mood == 4


def _an_entry_of(house: House) -> CheckIn:
    ana = house.participants["Ana"]
    return CheckIn(
        id=new_id(), organization_id=ana.organization_id, participant_id=ana.id, episode_id=episode_of(ana).id,
        on_day=clock.today(ana.time_zone), made_at=clock.now(), mood=4,
    )  # fmt: skip


def test_every_row_is_what_the_orm_reads_json_too(house: House) -> None:
    failure = _a_failure(house)
    with guard.writing():
        rows.add_unless_known([failure])
    [found] = rows.every(ReactionFailure, "reaction = any(%s)", ["some.reaction"])
    assert (found.id, found.stored, found.failed_at) == (failure.id, {"days": [1, 2]}, failure.failed_at)
    assert rows.every(ReactionFailure, "reaction = any(%s)", ["another"]) == []
    assert rows.select("select reaction from core_reactionfailure where id = %s", failure.id) == [("some.reaction",)]


def test_rows_are_changed_in_the_fields_that_are_named_and_in_no_other(house: House) -> None:
    failure = _a_failure(house)
    with guard.writing():
        rows.add_unless_known([failure])
        failure.stored, failure.error = {"days": []}, "NotWritten"
        rows.change([failure], ["stored"])
        rows.change([], ["stored"])
    known = ReactionFailure.objects.get(id=failure.id)
    assert (known.stored, known.error) == ({"days": []}, "Known")


def test_a_row_that_is_there_already_is_left_as_it_is(house: House) -> None:
    failure = _a_failure(house)
    with guard.writing():
        rows.add_unless_known([failure])
        failure.error = "Again"
        rows.add_unless_known([failure])
        rows.add_unless_known([])
    assert ReactionFailure.objects.get(id=failure.id).error == "Known"


def test_changing_stands_before_the_guard_and_the_walls(house: House, elsewhere: House) -> None:
    failure = _a_failure(house)
    with guard.writing():
        rows.add_unless_known([failure])
    with pytest.raises(guard.WriteOutsideAction):
        rows.change([failure], ["stored"])
    tenancy.enter(elsewhere.organization.id)
    assert rows.every(ReactionFailure, "id = %s", failure.id) == []
    failure.error = "From elsewhere"
    with guard.writing():
        rows.change([failure], ["error"])
    tenancy.enter(house.organization.id)
    assert ReactionFailure.objects.get(id=failure.id).error == "Known"


def _a_failure(house: House) -> ReactionFailure:
    return ReactionFailure(
        organization_id=house.organization.id,
        event="e",
        stored={"days": [1, 2]},
        reaction="some.reaction",
        error="Known",
    )
