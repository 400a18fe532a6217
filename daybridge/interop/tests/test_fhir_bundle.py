"""What is read from a bundle: the real ones first, then one thing at a time."""

import json
import time
from base64 import b64encode
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from daybridge.intake.rules import Counted, ReferralFacts, from_json, is_about_substance_use, look_first, to_json
from daybridge.interop.fhir_bundle import Reading, read_bundle
from daybridge.interop.refusals import CannotRead
from daybridge.interop.tests.bundles import (
    ABOUT_ANA,
    ANA,
    GIVEN,
    NOOR,
    SHARED,
    US_CORE,
    a_bundle,
    a_condition,
    a_full_referral,
    a_medicine,
    a_request,
    a_stay,
    an_entry,
    an_observation,
    as_file,
)

TODAY = date(2026, 11, 23)


def read(bundle: dict[str, Any]) -> Reading:
    return read_bundle(as_file(bundle), today=TODAY)


def facts_of(*resources: dict[str, Any], **more: Any) -> ReferralFacts:
    return read(a_bundle(*resources, **more)).facts


def the_given(name: str) -> Reading:
    [path] = SHARED.glob(f"{name}*.json")
    return read_bundle(path.read_bytes(), today=TODAY)


# --- Real bundles ----------------------------------------------------------------------------------------------------


def test_gilberto_orosco_s_file_tells_of_opioids_sertraline_and_his_death() -> None:
    reading = the_given("Gilberto")
    facts = reading.facts
    active = {problem.text: problem for problem in facts.active_problems}
    assert facts.person.name.full == "Gilberto Orosco"
    assert (facts.person.language, facts.person.administrative_sex, facts.person.birth_sex) == ("es", "male", "M")
    assert active["Opioid abuse (disorder)"].code == "5602001"
    assert str(active["Opioid abuse (disorder)"].place) == "entry 6, Condition"
    assert [medicine.text for medicine in facts.medicines] == ["Sertraline 100MG", "Acetaminophen/Hydrocodone"]
    assert facts.person.has_died and facts.person.died_on and facts.person.died_on.day == date(1994, 4, 11)
    assert is_about_substance_use(facts)


def test_milan_beatty_s_file_tells_of_depression_and_the_present_fluoxetine_only() -> None:
    facts = the_given("Milan").facts
    assert "Major depression disorder" in [problem.text for problem in facts.active_problems]
    [fluoxetine] = facts.medicines
    assert (fluoxetine.text, fluoxetine.since and fluoxetine.since.day) == ("Fluoxetine 25MG", date(1993, 1, 17))
    assert (fluoxetine.dose.amount, fluoxetine.dose.times, fluoxetine.dose.period_unit) == ("1", "1", "d")
    assert Counted("stopped_medicines", 2) in facts.counted
    assert facts.referrer.organization == "BEVERLY HOSPITAL CORPORATION"
    assert facts.referrer.practitioner == "Dr. Erlinda Franecki"
    assert facts.referrer.phones == ("9789223000",)
    assert facts.stay is None and facts.visit and facts.visit.text == "Encounter for check up (procedure)"
    assert not is_about_substance_use(facts)


def test_omar_abernathy_s_attention_deficit_is_told_as_resolved() -> None:
    facts = the_given("Omar").facts
    assert "Child attention deficit disorder" in [problem.text for problem in facts.resolved_problems]
    assert [problem.text for problem in facts.active_problems] == ["Hypertension"]
    assert [medicine.text for medicine in facts.medicines] == ["Hydrochlorothiazide 25 MG"]
    assert facts.person.language_text == "Portuguese"


@pytest.mark.parametrize("path", GIVEN, ids=lambda path: path.name.split("_")[0])
def test_a_lifelong_history_lists_each_question_once_and_counts_the_rest(path: Path) -> None:
    reading = read_bundle(path.read_bytes(), today=TODAY)
    asked = [(observation.system, observation.code) for observation in reading.facts.observations]
    assert len(asked) == len(set(asked))
    assert any(one.code == "earlier_observations" for one in reading.facts.counted)
    assert {fault.code for fault in reading.not_read} == {"kind_not_read"}
    observations = sum(e["resource"]["resourceType"] == "Observation" for e in json.loads(path.read_bytes())["entry"])
    [earlier] = [one.count for one in reading.facts.counted if one.code == "earlier_observations"]
    assert earlier + len(asked) == observations


@pytest.mark.parametrize("path", GIVEN, ids=lambda path: path.name.split("_")[0])
def test_facts_come_back_from_the_database_as_they_went_in(path: Path) -> None:
    facts = read_bundle(path.read_bytes(), today=TODAY).facts
    assert from_json(ReferralFacts, json.loads(json.dumps(to_json(facts)))) == facts


def us_core_resource(path: Path) -> dict[str, Any]:
    return json.loads(path.read_bytes())


PATIENT = us_core_resource(SHARED / "us-core-bh-examples" / "patient-example.json") if US_CORE else {}
OTHERS = [path for path in US_CORE if us_core_resource(path)["resourceType"] not in ("Patient", "Bundle")]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_every_us_core_example_is_read_or_its_kind_is_named(path: Path) -> None:
    resource = us_core_resource(path)
    reading = read(a_bundle(resource, patient=PATIENT))
    assert {fault.code for fault in reading.not_read} <= {"kind_not_read"}
    assert reading.facts.person.name.full == "Amy V. Baxter"


def test_all_us_core_examples_together_make_one_referral() -> None:
    resources = [us_core_resource(path) for path in OTHERS]
    reading = read(a_bundle(*resources, patient=PATIENT))
    facts = reading.facts
    assert not [fault for fault in reading.not_read if fault.code not in ("kind_not_read", "about_something_else")]
    assert [allergy.text for allergy in facts.allergies] == ["sulfonamide antibacterial", "Latex"]
    assert {"Nizatidine 15 MG/ML Oral Solution [Axid]", "Tylenol PM Pill"} <= {one.text for one in facts.medicines}
    assert (facts.coverage[0].payer, facts.coverage[0].plan.split(", ")[0]) == ("Acme Health Plan", "PPO")
    assert facts.coverage[0].member_id == "88800933501"
    assert [contact.name for contact in facts.person.contacts] == ["Sarah van Putten"]
    assert facts.documents[0].words.startswith("No activity restriction")
    by_code = {observation.code: observation for observation in facts.observations}
    assert by_code["44261-6"].value == "12"
    assert by_code["44260-8"].value == "Not at all"
    answers = [observation.value for observation in facts.observations if observation.code == "93031-3"]
    assert len(answers) > 1, "several answers to one question stay together"


@pytest.mark.parametrize("name", ["patient-child-example", "patient-deceased-example", "patient-infant-example"])
def test_every_us_core_patient_is_read(name: str) -> None:
    patient = us_core_resource(SHARED / "us-core-bh-examples" / f"{name}.json")
    person = read(a_bundle(patient=patient)).facts.person
    assert person.name.family and person.born_on
    assert person.has_died == (name == "patient-deceased-example")


@pytest.mark.parametrize(
    "path", [path for path in US_CORE if us_core_resource(path)["resourceType"] == "Bundle"], ids=lambda p: p.stem
)
def test_us_core_bundles_without_a_patient_are_refused(path: Path) -> None:
    with pytest.raises(CannotRead) as refused:
        read_bundle(path.read_bytes(), today=TODAY)
    assert refused.value.code == "no-patient"


# --- The person ------------------------------------------------------------------------------------------------------


def test_the_name_in_use_comes_before_names_of_the_past() -> None:
    names = facts_of(patient=PATIENT).person.names
    assert [name.full for name in names] == ["Amy V. Baxter", "Amy V. Shaw"]


def test_preferred_language_and_interpreter_are_read() -> None:
    person = facts_of(patient=PATIENT).person
    assert (person.language, person.language_text, person.needs_interpreter) == ("es", "Spanish", True)


@pytest.mark.parametrize("written", ["1980", "1980-05"])
def test_a_partial_birth_date_stays_partial(written: str) -> None:
    born_on = facts_of(patient={**ANA, "birthDate": written}).person.born_on
    assert born_on and born_on.text == written and born_on.day is None


def test_a_birth_date_of_tomorrow_in_utc_is_today_elsewhere() -> None:
    assert facts_of(patient={**ANA, "birthDate": "2026-11-24"}).person.born_on


def test_a_birth_date_that_is_not_known_is_not_made_up() -> None:
    absent = {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
    }
    patient = {key: value for key, value in ANA.items() if key != "birthDate"} | {"_birthDate": absent}
    assert facts_of(patient=patient).person.born_on is None


def test_a_nickname_is_offered_as_the_chosen_name() -> None:
    patient = {**ANA, "name": [*ANA["name"], {"use": "nickname", "given": ["Lu"]}]}  # type: ignore[misc]
    person = facts_of(patient=patient).person
    assert (person.chosen_name, person.name.given) == ("Lu", "Ana Lucía")


def test_text_is_shown_without_what_could_deceive_the_eye() -> None:
    patient = {**ANA, "name": [{"family": "Ri\u202evera\x00\x1b[31m", "given": ["<script>alert(1)</script>\u200b"]}]}
    name = facts_of(patient=patient).person.name
    assert name.family == "Rivera [31m"
    assert name.given == "<script>alert(1)</script>"


def test_half_a_surrogate_is_left_out_of_the_facts() -> None:
    file = as_file(a_bundle()).replace(b"Rivera", b"Riv\\ud800era")
    assert read_bundle(file, today=TODAY).facts.person.name.family == "Rivera"


def test_a_byte_order_mark_is_tolerated() -> None:
    assert read_bundle(b"\xef\xbb\xbf" + as_file(a_bundle()), today=TODAY).facts.person.name.family == "Rivera"


# --- Stay and referrer -----------------------------------------------------------------------------------------------


def test_the_latest_stay_is_told_with_reason_and_place() -> None:
    earlier = a_stay(period={"start": "2024-01-01", "end": "2024-01-09"})
    visit = a_stay(period={"start": "2026-11-22"}, **{"class": {"code": "AMB"}})
    facts = facts_of(earlier, a_stay(), visit)
    assert facts.stay and facts.stay.start and facts.stay.start.text == "2026-11-10T14:00:00-06:00"
    assert facts.stay.reasons == ("Depression with thoughts of suicide",)
    assert (facts.stay.facility, str(facts.stay.place)) == ("Lakeside Hospital", "entry 3, Encounter")
    assert set(facts.counted) == {Counted("earlier_stays", 1), Counted("visits", 1)}


@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_a_stay_that_did_not_happen_is_no_stay(status: str) -> None:
    assert facts_of(a_stay(status=status)).stay is None


def test_a_stay_s_diagnoses_are_found_where_it_points() -> None:
    condition = a_condition("Bipolar disorder", id="bp")
    stay = a_stay(reasonCode=[], diagnosis=[{"condition": {"reference": "Condition/bp"}}])
    facts = facts_of(stay, condition)
    assert facts.stay and facts.stay.reasons == ("Bipolar disorder",)


def test_who_asks_is_the_referrer_before_who_had_them_in_hospital() -> None:
    referrer = read(a_full_referral()).facts.referrer
    assert (referrer.practitioner, referrer.phones, referrer.known_by) == ("Dr. Noor Haddad", ("555-0190",), "asked")


@pytest.mark.parametrize(
    ("reference", "full_url"),
    [
        ({"reference": "Practitioner/noor"}, None),
        ({"reference": "urn:uuid:11111111-2222-4333-8444-555555555555"}, "urn:uuid:11111111-2222-4333-8444-555555555555"),
        ({"reference": "https://ehr.example/fhir/Practitioner/noor/_history/3"}, "https://ehr.example/fhir/Practitioner/noor"),
        ({"reference": "https://ehr.example/fhir/Practitioner/noor"}, None),
        ({"reference": "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|150"}, None),
        ({"type": "Practitioner", "identifier": {"system": "http://hl7.org/fhir/sid/us-npi", "value": "150"}}, None),
        ({"identifier": {"system": "http://hl7.org/fhir/sid/us-npi", "value": "150"}}, None),
        ({"reference": "#own"}, None),
    ],
)  # fmt: skip
def test_references_are_followed_however_they_are_written(reference: dict[str, Any], full_url: str | None) -> None:
    noor = {**NOOR, "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "150"}]}
    bundle = a_bundle(a_request(requester=reference, contained=[{**noor, "id": "own"}]))
    bundle["entry"].append(an_entry(noor, **({"fullUrl": full_url} if full_url else {})))
    assert read(bundle).facts.referrer.practitioner == "Dr. Noor Haddad"


def test_a_role_names_both_the_person_and_the_organization() -> None:
    role = {
        "resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "Practitioner/noor"},
        "organization": {"display": "Lakeside Hospital"}, "telecom": [{"system": "phone", "value": "555-0191"}],
    }  # fmt: skip
    referrer = facts_of(NOOR, role, a_request(requester={"reference": "PractitionerRole/r"})).referrer
    assert (referrer.name, referrer.phones) == ("Dr. Noor Haddad, Lakeside Hospital", ("555-0191", "555-0190"))


def test_one_thing_sent_twice_word_for_word_counts_once() -> None:
    assert len(facts_of(a_condition(id="c1"), a_condition(id="c1")).problems) == 1


# --- Clinical facts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, "active"),
        ({"clinicalStatus": {"coding": [{"code": "relapse"}]}}, "active"),
        ({"clinicalStatus": {"coding": [{"code": "remission"}]}}, "remission"),
        ({"clinicalStatus": None}, "active"),
        ({"clinicalStatus": None, "abatementDateTime": "2020"}, "resolved"),
        ({"verificationStatus": {"coding": [{"code": "refuted"}]}}, "resolved"),
    ],
)  # fmt: skip
def test_whether_a_problem_holds_now(more: dict[str, Any], status: str) -> None:
    assert [problem.status for problem in facts_of(a_condition(**more)).problems] == [status]


def test_a_problem_told_at_every_visit_is_listed_once() -> None:
    facts = facts_of(*(a_condition(id=f"c{n}", onsetDateTime=f"20{n:02}-01-01") for n in range(20)))
    [problem] = facts.problems
    assert problem.onset and problem.onset.text == "2019-01-01"


def test_a_partial_onset_stays_partial() -> None:
    [problem] = facts_of(a_condition(onsetDateTime="1998-05")).problems
    assert problem.onset and problem.onset.text == "1998-05"


def test_a_medicine_is_named_by_what_it_points_to() -> None:
    order = a_medicine(medicationCodeableConcept=None, medicationReference={"reference": "#m"})
    order["contained"] = [{"resourceType": "Medication", "id": "m", "code": {"text": "Lithium carbonate 300 mg"}}]
    assert facts_of(order).medicines[0].text == "Lithium carbonate 300 mg"


def test_a_medicine_that_points_nowhere_is_left_out_and_said_so() -> None:
    reading = read(
        a_bundle(a_medicine(medicationCodeableConcept=None, medicationReference={"reference": "Medication/9"}))
    )
    assert not reading.facts.medicines
    assert [(fault.code, fault.value, str(fault.place)) for fault in reading.not_read] == [
        ("points_nowhere", "Medication/9", "entry 2, MedicationRequest.medicationReference")
    ]


def test_what_must_not_be_given_is_never_listed_as_taken() -> None:
    [medicine] = facts_of(a_medicine(doNotPerform=True)).medicines
    assert medicine.status == "not_to_be_given"


def test_an_order_repeated_word_for_word_is_told_once_with_its_latest_day() -> None:
    facts = facts_of(a_medicine(authoredOn="2026-01-01"), a_medicine(id="again"))
    [medicine] = facts.medicines
    assert medicine.since and medicine.since.text == "2026-11-20"
    assert facts.counted == (Counted("repeated_orders", 1),)


def test_two_open_orders_of_one_medicine_with_different_doses_are_both_told() -> None:
    facts = facts_of(a_medicine(authoredOn="2026-01-01"), a_medicine(dosageInstruction=[{"text": "two at night"}]))
    assert {medicine.dose.text for medicine in facts.medicines} == {"one in the morning", "two at night"}
    assert facts.counted == ()


def test_a_statement_tells_a_medicine_too() -> None:
    statement = {
        "resourceType": "MedicationStatement", "status": "active", "subject": ABOUT_ANA, "effectivePeriod": {"start": "2025"},
        "medicationCodeableConcept": {"text": "Naltrexone"}, "dosage": [{"text": "50 mg daily"}],
    }  # fmt: skip
    [medicine] = facts_of(statement).medicines
    assert (medicine.text, medicine.dose.text, medicine.since and medicine.since.text) == (
        "Naltrexone",
        "50 mg daily",
        "2025",
    )


def test_allergies_that_no_longer_hold_are_counted() -> None:
    gone = {
        "resourceType": "AllergyIntolerance", "code": {"text": "Eggs"}, "patient": ABOUT_ANA,
        "clinicalStatus": {"coding": [{"code": "resolved"}]},
    }  # fmt: skip
    facts = facts_of(gone)
    assert not facts.allergies and facts.counted == (Counted("past_allergies", 1),)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"valueQuantity": {"value": 7.20, "unit": "mmol/L"}}, ("7.2", "mmol/L")),
        ({"valueQuantity": {"value": 5, "comparator": "<", "code": "mg"}}, ("<5", "mg")),
        ({"valueCodeableConcept": {"coding": [{"code": "LA6568-5", "display": "Not at all"}]}}, ("Not at all", "")),
        ({"valueString": "Feels watched"}, ("Feels watched", "")),
        ({"valueBoolean": False}, ("false", "")),
        ({"valueInteger": 0}, ("0", "")),
        ({"valueDateTime": "2026-01"}, ("2026-01", "")),
        ({"valueRange": {"low": {"value": 1, "unit": "h"}, "high": {"value": 3}}}, ("1–3", "h")),
        ({"dataAbsentReason": {"text": "Asked, declined"}}, ("Asked, declined", "")),
        ({"component": [{"code": {"text": "Systolic"}, "valueQuantity": {"value": 120, "unit": "mmHg"}}]}, ("Systolic: 120 mmHg", "")),
    ],
)  # fmt: skip
def test_an_observation_s_value_is_told_whatever_its_type(value: dict[str, Any], shown: tuple[str, str]) -> None:
    [observation] = facts_of({**an_observation(valueQuantity=None), **value}).observations
    assert (observation.value, observation.unit) == shown


def test_a_number_keeps_the_digits_it_was_written_with() -> None:
    file = as_file(a_bundle(an_observation(value=123))).replace(b"123", b"7.20")
    assert read_bundle(file, today=TODAY).facts.observations[0].value == "7.20"


def test_a_panel_without_a_value_is_a_heading_and_no_fault() -> None:
    reading = read(a_bundle(an_observation(valueQuantity=None, hasMember=[{"reference": "Observation/1"}])))
    assert not reading.facts.observations and not reading.not_read


def test_a_document_s_sections_are_told_in_words_alone() -> None:
    composition = {
        "resourceType": "Composition", "title": "Discharge summary", "date": "2026-11-20", "subject": ABOUT_ANA,
        "author": [{"display": "Dr. Haddad"}],
        "section": [{"title": "Hospital course", "text": {"status": "generated", "div": "<div><p>Came by <b>ambulance</b>.</p><script>x()</script><p>Left calm.</p></div>"}}],
    }  # fmt: skip
    facts = facts_of(composition, type="document")
    assert [(one.title, one.words) for one in facts.documents] == [
        ("Discharge summary: Hospital course", "Came by ambulance.\nLeft calm.")
    ]
    assert (facts.referrer.practitioner, facts.referrer.known_by) == ("Dr. Haddad", "wrote")


def test_a_narrative_with_a_broken_declaration_is_read() -> None:
    section = {"title": "Course", "text": {"status": "generated", "div": "<div><![foo[ Slept well.</div>"}}
    composition = {"resourceType": "Composition", "title": "Letter", "subject": ABOUT_ANA, "section": [section]}
    [document] = facts_of(composition, type="document").documents
    assert "Slept well." in document.words


@pytest.mark.parametrize(("letters", "is_cut"), [(1_000, False), (250_000, True)])
def test_a_long_letter_is_shown_from_its_beginning_and_says_so(letters: int, is_cut: bool) -> None:
    data = b64encode(("ñ" * letters).encode()).decode()
    attachment = {"contentType": "text/plain", "data": data}
    letter = {"resourceType": "DocumentReference", "status": "current", "subject": ABOUT_ANA, "content": [{"attachment": attachment}]}  # fmt: skip
    [document] = facts_of(letter).documents
    assert (len(document.words), document.is_cut) == (min(letters, 200_000), is_cut)
    assert set(document.words.removesuffix("…")) == {"ñ"}


@pytest.mark.parametrize(("until", "holds"), [("2020-12-31", False), ("2026", True), ("2026-11-23", True), ("2027-01", True)])  # fmt: skip
def test_coverage_that_has_ended_is_counted(until: str, holds: bool) -> None:
    coverage = {
        "resourceType": "Coverage", "status": "active", "beneficiary": ABOUT_ANA, "period": {"end": until},
        "payor": [{"display": "Acme Health Plan"}],
    }  # fmt: skip
    facts = facts_of(coverage)
    assert [one.payer for one in facts.coverage] == (["Acme Health Plan"] if holds else [])
    assert facts.counted == (() if holds else (Counted("ended_coverage", 1),))


def test_a_stay_that_is_finished_without_a_day_is_over() -> None:
    finished, going_on = (
        facts_of(a_stay(status=one, period={"start": "2026-11-01"})) for one in ("finished", "in-progress")
    )
    assert "still_in_hospital" not in {one.code for one in look_first(finished, on=TODAY)}
    assert "still_in_hospital" in {one.code for one in look_first(going_on, on=TODAY)}


def test_coverage_names_payer_and_member_number() -> None:
    [coverage] = read(a_full_referral()).facts.coverage
    assert (coverage.payer, coverage.member_id) == ("Acme Health Plan", "888009335")


# --- What is left out ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("resource", "code", "place"),
    [
        (a_condition(code=None), "says_nothing", "entry 2, Condition.code"),
        (a_condition(code="depression"), "wrong_shape", "entry 2, Condition.code"),
        (a_condition(code={"coding": {"code": "x"}}), "wrong_shape", "entry 2, Condition.code.coding"),
        (a_condition(subject=None), "about_nobody", "entry 2, Condition.subject"),
        (a_condition(subject={"reference": "Group/7"}), "about_something_else", "entry 2, Condition.subject"),
        (a_condition(subject={"display": "Ana"}), "about_something_else", "entry 2, Condition.subject"),
        (a_condition(verificationStatus={"coding": [{"code": "entered-in-error"}]}), "entered_in_error", "entry 2, Condition"),
        (a_condition(modifierExtension=[{"url": "x"}]), "modifier", "entry 2, Condition.modifierExtension"),
        (a_medicine(status="entered-in-error"), "entered_in_error", "entry 2, MedicationRequest"),
        (a_stay(period={"start": "2026-05-02", "end": "2026-05-01"}), "ends_before_it_starts", "entry 2, Encounter.period"),
        (an_observation(valueQuantity="17"), "wrong_shape", "entry 2, Observation.valueQuantity"),
        (an_observation(value="17"), "wrong_shape", "entry 2, Observation.valueQuantity.value"),
        (an_observation(effectiveDateTime=2026), "wrong_shape", "entry 2, Observation.effectiveDateTime"),
        ({"id": "x"}, "no_kind", "entry 2"),
        ({"resourceType": "Claim"}, "kind_not_read", "entry 2, Claim"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_read_is_left_out_whole_and_named(
    resource: dict[str, Any], code: str, place: str
) -> None:
    reading = read(a_bundle(resource))
    assert [(fault.code, str(fault.place)) for fault in reading.not_read] == [(code, place)]
    assert not (reading.facts.problems or reading.facts.medicines or reading.facts.observations or reading.facts.stay)


def test_entries_that_only_change_or_delete_are_named() -> None:
    bundle = a_bundle(type="transaction")
    bundle["entry"] += [
        {"request": {"method": "DELETE", "url": "Patient/ana"}},
        an_entry(a_condition(), request={"method": "PATCH", "url": "Condition/1"}),
        {"fullUrl": "urn:uuid:1"},
    ]
    assert [fault.code for fault in read(bundle).not_read] == ["deleted", "changes_only", "empty_entry"]


def test_kinds_that_are_not_read_are_counted_with_their_first_places() -> None:
    [fault] = read(a_bundle(*({"resourceType": "Claim", "id": str(n)} for n in range(9)))).not_read
    assert (fault.value, fault.count, fault.place.entry, fault.also) == ("Claim", 9, 2, (3, 4, 5, 6))


# --- Substance use ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "resource",
    [
        a_condition(code={"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F11.20"}]}),
        {"resourceType": "CarePlan", "subject": ABOUT_ANA, "category": [{"text": "Detoxification"}]},
        a_medicine("Buprenorphine 8 mg / naloxone 2 mg", status="stopped"),
        a_condition(meta={"security": [{"code": "ETH"}]}),
        a_condition(meta={"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "42CFRPart2"}]}),
    ],
)  # fmt: skip
def test_a_referral_that_tells_of_substance_use_anywhere_is_marked_so(resource: dict[str, Any]) -> None:
    facts = facts_of(resource)
    assert facts.marked and facts.marked[0].entry == 2
    assert is_about_substance_use(facts)


def test_a_label_on_the_whole_bundle_marks_the_referral() -> None:
    assert facts_of(meta={"security": [{"code": "SUD"}]}).marked


def test_a_referral_without_substance_use_is_not_marked() -> None:
    assert not is_about_substance_use(read(a_full_referral()).facts)


# --- Addresses -------------------------------------------------------------------------------------------------------


def test_two_servers_may_both_have_a_practitioner_1_and_each_reference_means_its_own() -> None:
    bundle = a_bundle(patient=None)
    kim = {**NOOR, "name": [{"family": "Kim"}]}
    bundle["entry"] = [
        an_entry(ANA, fullUrl="https://a.example/fhir/Patient/ana"),
        an_entry(kim, fullUrl="https://b.example/fhir/Practitioner/noor"),
        an_entry(NOOR, fullUrl="https://a.example/fhir/Practitioner/noor"),
        an_entry(a_request(), fullUrl="https://a.example/fhir/ServiceRequest/1"),
    ]
    assert read(bundle).facts.referrer.practitioner == "Dr. Noor Haddad"


def test_a_reference_that_could_mean_two_is_not_guessed() -> None:
    bundle = a_bundle(a_request())
    kim = {**NOOR, "name": [{"family": "Kim"}]}
    bundle["entry"] += [
        an_entry(kim, fullUrl="https://b.example/fhir/Practitioner/noor"),
        an_entry(NOOR, fullUrl="https://a.example/fhir/Practitioner/noor"),
    ]
    assert read(bundle).facts.referrer.practitioner == ""


def test_the_same_patient_under_two_addresses_is_one_person_by_either() -> None:
    bundle = a_bundle(patient=None)
    other = "https://ehr.example/fhir/Patient/ana"
    bundle["entry"] = [
        an_entry(ANA, fullUrl="urn:uuid:11111111-2222-4333-8444-555555555555"),
        an_entry(ANA, fullUrl=other),
        an_entry(a_condition(subject={"reference": other})),
    ]
    assert len(read(bundle).facts.problems) == 1


def test_a_patient_with_a_thousand_numbers_is_read_and_the_first_are_kept() -> None:
    numbers = [{"system": "urn:x", "value": str(n)} for n in range(1000)]
    assert len(facts_of(patient={**ANA, "identifier": numbers}).person.identifiers) == 20


def test_a_table_in_a_narrative_stays_readable() -> None:
    div = "<div xmlns='x'><table><tr><th>Drug</th><th>Dose</th></tr><tr><td>Lithium&#160;ER</td><td>&lt; 900 mg</td></tr></table></div>"
    composition = {
        "resourceType": "Composition",
        "title": "S",
        "subject": ABOUT_ANA,
        "section": [{"text": {"div": div}}],
    }
    assert facts_of(composition).documents[0].words == "Drug Dose\nLithium ER < 900 mg"


@pytest.mark.parametrize("piece", ["<", "<!--", "<a ", "&", "<![CDATA[", "</", "<script>", "<p>x", "<p", "&#"])
def test_a_narrative_made_to_be_slow_is_read_in_time(piece: str) -> None:
    section = {"title": "Course", "text": {"div": piece * (1_000_000 // len(piece))}}
    composition = {"resourceType": "Composition", "title": "Summary", "subject": ABOUT_ANA, "section": [section]}
    started = time.process_time()
    facts_of(composition)
    assert time.process_time() - started < 3
