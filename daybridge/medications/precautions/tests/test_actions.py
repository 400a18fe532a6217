"""What is stated stays; allergies speak up when a medicine is added; a repeat changes nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from daybridge.core import guard
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.medications import actions as the_list
from daybridge.medications import queries as medications
from daybridge.medications.models import MedicineVersion
from daybridge.medications.precautions import actions, queries
from daybridge.medications.precautions.models import AllergyStatement, NaloxoneNote
from daybridge.medications.precautions.rules import Allergy, Kind, Look, Naloxone, Pregnancy
from daybridge.medications.terminology.models import Drug, DrugIngredient
from tests.cast import House, a_medicine, a_prescriber, an_allergy, some_details

TODAY = date(2026, 11, 23)


@pytest.fixture
def house(house: House) -> House:
    a_prescriber(house)
    return house


def test_an_allergy_that_is_sent_twice_stands_once_and_can_be_corrected_and_taken_back(house: House) -> None:
    ana, ben, first = house.participants["Ana"], house.actors["Ben"], new_id()
    said = Allergy(kind="allergy", told_by="themselves", substance="Penicillin", reactions="Rash", severity="severe")
    repeated = [actions.state_allergy(ben, ana, statement_id=first, said=said).repeated for _ in range(2)]
    assert repeated == [False, True]
    better = Allergy(kind="intolerance", told_by="record", substance="Amoxicillin")
    second = actions.state_allergy(ben, ana, statement_id=new_id(), said=better, corrects=first).subject_id
    assert [one.said.substance for one in medications.allergies_of(ana.id).stated] == ["Amoxicillin"]
    with pytest.raises(Invalid, match="Say why"):
        actions.take_allergy_back(ben, ana, statement_id=new_id(), corrects=second, why=" ")
    actions.take_allergy_back(ben, ana, statement_id=new_id(), corrects=second, why="It was her sister's")
    found = medications.allergies_of(ana.id)
    assert not found.standing.is_asked and len(found.history) == 3


def test_none_known_is_refused_beside_an_allergy_and_ended_by_one(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    none = Allergy(kind="none_known", told_by="themselves")
    actions.state_allergy(ben, ana, statement_id=new_id(), said=none)
    assert medications.allergies_of(ana.id).none_known
    an_allergy(house, ana, "Latex")
    assert medications.allergies_of(ana.id).none_known is None
    with pytest.raises(Conflict, match="stands in the record"):
        actions.state_allergy(ben, ana, statement_id=new_id(), said=none)


def test_a_statement_of_somebody_else_is_not_corrected(house: House) -> None:
    theirs = an_allergy(house, house.participants["Zoe"], "Latex", by="Dora")
    with pytest.raises(Conflict, match="no such statement"):
        actions.take_allergy_back(
            house.actors["Ben"], house.participants["Ana"], statement_id=new_id(), corrects=theirs, why="x"
        )


def test_an_allergy_asks_why_a_medicine_is_given_all_the_same(house: House) -> None:
    ana, priya = house.participants["Ana"], house.actors["Priya"]
    an_allergy(house, ana, "sertraline")
    with pytest.raises(Invalid) as refused:
        the_list.add_medicine(priya, ana, medicine_id=new_id(), details=some_details())
    assert "allergy or intolerance to sertraline" in refused.value.fields["despite"]
    assert medications.medicines_of(ana) == []
    the_list.add_medicine(priya, ana, medicine_id=new_id(), details=some_details(), despite="Only nausea, years ago")
    assert MedicineVersion.objects.get().despite == "Only nausea, years ago"


def test_a_change_asks_only_where_it_is_another_medicine_now(house: House) -> None:
    ana, priya = house.participants["Ana"], house.actors["Priya"]
    medicine = a_medicine(house, ana)
    an_allergy(house, ana, "sertraline")
    an_allergy(house, ana, "Lithium")
    said = {"version_id": new_id(), "from_on": TODAY, "why": "Slowly up"}
    the_list.change_medicine(priya, medicine, details=some_details(amount="75 mg"), **said)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refused:
        the_list.change_medicine(
            priya, medicine, details=some_details(name="Lithium"), **{**said, "version_id": new_id()}
        )  # type: ignore[arg-type]
    assert "despite" in refused.value.fields


def test_an_allergy_speaks_by_an_ingredient_of_a_coded_medicine(house: House) -> None:
    with guard.writing():
        Drug.objects.bulk_create(
            [Drug(rxcui="1", name="heronine", kind="IN"), Drug(rxcui="2", name="Feathrix", kind="BN")]
        )
        DrugIngredient.objects.bulk_create([DrugIngredient(rxcui=one, ingredient="1") for one in ("1", "2")])
    ana = house.participants["Ana"]
    an_allergy(house, ana, "Heronine")
    assert [one.said.substance for one in queries.allergies_to(ana.id, "Feathrix", "2")] == ["Heronine"]
    assert queries.allergies_to(ana.id, "Feathrix") == []
    an_allergy(house, ana, "The bird pill", rxcui="2")
    assert [one.said.substance for one in queries.allergies_to(ana.id, "Plume", "2")] == ["Heronine", "The bird pill"]


def test_naloxone_registry_and_pregnancy_are_kept_newest_first_and_once(house: House) -> None:
    ana, priya, note_id = house.participants["Ana"], house.actors["Priya"], new_id()
    for _ in range(2):
        actions.note_naloxone(
            priya, ana, note_id=note_id, said=Naloxone(step="offered", on_day=TODAY - timedelta(days=3))
        )
    actions.note_naloxone(priya, ana, note_id=new_id(), said=Naloxone(step="given", on_day=TODAY, kind="Spray"))
    assert [one.step for one in queries.naloxone_of(ana.id)] == ["given", "offered"]
    actions.log_registry_look(priya, ana, look_id=new_id(), look=Look(on_day=TODAY, states=("TX",), found="Only ours"))
    assert [one.found for one in queries.registry_looks_of(ana.id)] == ["Only ours"]
    said = Pregnancy(on_day=TODAY, pregnant="not_asked", contraception="not_asked")
    actions.state_pregnancy(priya, ana, answer_id=new_id(), said=said)
    assert queries.pregnancy_of(ana.id)[0].pregnant == "not_asked"
    with pytest.raises(Invalid):
        actions.log_registry_look(priya, ana, look_id=new_id(), look=Look(on_day=TODAY, states=("ZZ",), found=""))


def test_the_database_takes_no_statement_that_says_nothing_and_changes_none(house: House) -> None:
    ana = house.participants["Ana"]
    an_allergy(house, ana, "Latex")
    row = AllergyStatement.objects.get()
    told = {"organization": house.organization, "participant": ana, "made_by": house.staff["Ben"]}
    for wrong in (
        {"kind": "allergy", "told_by": "family"},
        {"kind": "taken_back"},
        {"kind": "none_known", "told_by": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), guard.writing():
            AllergyStatement.objects.create(**told, **wrong)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), guard.writing():
        AllergyStatement.objects.filter(id=row.id).update(substance="Nothing")
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), guard.writing():
        NaloxoneNote.objects.all().delete()


def test_another_allergy_under_the_same_id_is_never_told_to_be_kept(house: House) -> None:
    ben, ana, id = house.actors["Ben"], house.participants["Ana"], new_id()
    said = Allergy(kind=Kind.ALLERGY, told_by="themselves", substance="Penicillin")
    for _twice in range(2):
        actions.state_allergy(ben, ana, statement_id=id, said=said)
    with pytest.raises(IdTaken):
        actions.state_allergy(ben, ana, statement_id=id, said=replace(said, substance="Sulfa"))
