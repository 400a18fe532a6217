"""Which allergies stand, which of them speak of a medicine, and what a form may not say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from daybridge.medications import on_file
from daybridge.medications.precautions.rules import (
    Allergy,
    Look,
    Naloxone,
    Pregnancy,
    Statement,
    faults_in_allergy,
    faults_in_look,
    faults_in_naloxone,
    faults_in_pregnancy,
    is_of_family,
    speaks_of,
    standing,
    tidied,
)

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _allergy(substance: str = "Penicillin", **said: Any) -> Allergy:
    return Allergy(**{"kind": "allergy", "told_by": "themselves", "substance": substance, **said})


def _stated(said: Allergy | None, minute: int, corrects: UUID | None = None) -> Statement:
    return Statement(id=uuid4(), made_at=NOON + timedelta(minutes=minute), said=said, corrects=corrects)


_NONE = Allergy(kind="none_known", told_by="themselves")


def test_nothing_stated_is_not_the_same_as_none_known() -> None:
    assert not standing([]).is_asked
    found = standing([_stated(_NONE, 0)])
    assert found.is_asked and found.none_known and not found.allergies


def test_an_allergy_ends_none_known_and_one_that_is_corrected_or_taken_back_stands_no_more() -> None:
    none, first = _stated(_NONE, 0), _stated(_allergy(), 1)
    found = standing([first, none])
    assert found.is_asked and found.allergies == (first,) and found.none_known is None
    better = _stated(_allergy("Amoxicillin"), 2, first.id)
    assert standing([none, first, better]).allergies == (better,)
    back = _stated(None, 3, better.id)
    assert standing([none, first, better, back]).none_known == none


@pytest.mark.parametrize(
    ("substance", "names", "speaks"),
    [
        ("Penicillin", ["penicillin V potassium 500 MG Oral Tablet"], True),
        ("lamotrigine", ["Lamictal", "lamotrigine"], True),
        ("Sertraline 50 mg", ["sertraline"], True),
        ("Penicillin", ["Sertraline", ""], False),
        ("sodium", ["divalproex sodium"], False),
        ("a b", ["Sertraline"], False),
    ],
)
def test_a_substance_speaks_of_a_medicine_by_whole_words(substance: str, names: list[str], speaks: bool) -> None:
    assert speaks_of(substance, names) is speaks


@pytest.mark.parametrize(
    ("substance", "name", "family"),
    [
        ("Penicillin", "Amoxicillin 500 mg", ["penicillins"]),
        ("penicilina", "Augmentin", ["penicillins"]),
        ("Penicillin", "Cephalexin", []),
        ("Sulfa drugs", "Bactrim DS", ["sulfa antibiotics"]),
        ("Aspirin", "Ibuprofen", ["NSAID pain relievers"]),
        ("carbamazepine", "Lamictal", ["seizure medicines with an aromatic ring"]),
        ("Codeine", "Percocet", ["opioids near morphine"]),
        ("Codeine", "Buprenorphine", []),  # the treatment of opioid use is not held up
        ("Latex", "Sertraline", []),
    ],
)
def test_an_allergy_speaks_of_others_of_its_family(substance: str, name: str, family: list[str]) -> None:
    found = [one for one in on_file.families() if is_of_family(substance, [name], one.called, one.members)]
    assert [one.names.en for one in found] == family


def test_what_an_allergy_may_not_say() -> None:
    assert faults_in_allergy(tidied(_allergy(" Latex ", severity="severe"))) == {}
    assert tidied(Allergy(kind="none_known", told_by="family", substance="x")) == Allergy(
        kind="none_known", told_by="family"
    )
    assert faults_in_allergy(_NONE) == {}
    wrong = _allergy("", kind="maybe", told_by="a bird", severity="huge", since="x" * 81)
    assert faults_in_allergy(wrong) == {
        "kind": "unknown", "told_by": "unknown", "severity": "unknown", "substance": "missing", "since": "too-long",
    }  # fmt: skip


def test_naloxone_is_noted_of_the_last_year() -> None:
    assert faults_in_naloxone(Naloxone(step="given", on_day=TODAY), today=TODAY) == {}
    wrong = Naloxone(step="lost", on_day=TODAY + timedelta(days=1), lot="x" * 41)
    assert faults_in_naloxone(wrong, today=TODAY) == {"step": "unknown", "on_day": "out-of-range", "lot": "too-long"}


def test_a_look_at_the_registry_says_where_what_and_by_when_again() -> None:
    good = Look(on_day=TODAY, states=("TX", "NM"), found="Nothing but ours", next_on=TODAY + timedelta(days=90))
    assert faults_in_look(good, today=TODAY) == {}
    assert faults_in_look(Look(on_day=TODAY, states=(), found=""), today=TODAY) == {
        "found": "missing",
        "states": "missing",
    }
    wrong = Look(on_day=TODAY, states=("XX",), found="x", next_on=TODAY - timedelta(days=1))
    assert faults_in_look(wrong, today=TODAY) == {"states": "unknown", "next_on": "out-of-range"}


def test_an_answer_about_pregnancy_may_be_that_it_was_not_asked() -> None:
    assert (
        faults_in_pregnancy(Pregnancy(on_day=TODAY, pregnant="not_asked", contraception="not_applicable"), today=TODAY)
        == {}
    )
    wrong = Pregnancy(on_day=TODAY, pregnant="maybe", contraception="yes")
    assert faults_in_pregnancy(wrong, today=TODAY) == {"pregnant": "unknown"}
