"""Files that are refused: each in words that a person at intake can act on, and nothing of them counts as read."""

import copy
import json
import random
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybridge.intake.rules import ReferralFacts, from_json, look_first, missing_for_screening, to_json
from daybridge.interop.fhir_bundle import Reading, read_bundle
from daybridge.interop.refusals import REFUSALS, CannotRead
from daybridge.interop.tests.bundles import (
    ABOUT_ANA,
    ANA,
    GIVEN,
    NOOR,
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


def refusal(file: bytes, **more: Any) -> CannotRead:
    with pytest.raises(CannotRead) as refused:
        read_bundle(file, today=TODAY, **more)
    error = refused.value
    assert error.words[0].isupper() or error.words[0] == "“", error.words
    assert "%(" not in error.words
    return error


def a_zip() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("bundle.json", "{}")
    return held.getvalue()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (a_zip(), "zip"),
        (b"\x1f\x8b\x08\x00rest", "gzip"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"{\\rtf1 Dear colleague}", "word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "word"),
        (b"\xff\xd8\xff\xe0 jpeg", "picture"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"<!DOCTYPE html><html><body>Please sign in</body></html>", "html"),
        (b'<?xml version="1.0"?>\n<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/></Bundle>', "fhir-xml"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3">', "ccda"),
        (b'<?xml version="1.0"?><!-- note --><x:ClinicalDocument xmlns:x="urn:hl7-org:v3">', "ccda"),
        ('<?xml version="1.0" encoding="utf-16"?><ClinicalDocument xmlns="urn:hl7-org:v3">'.encode("utf-16"), "ccda"),
        (b"<?xml version='1.0'?><invoice/>", "xml"),
        (b"MSH|^~\\&|EPIC|HOSP|||20261120||ADT^A03|1|P|2.5\rPID|1||7", "hl7v2"),
        (b"\x0bMSH|^~\\&|EPIC", "hl7v2"),
        (b"ISA*00*          *00*", "x12"),
        (b'{"resourceType":"Patient"}\n{"resourceType":"Condition"}\n', "ndjson"),
        ('{"resourceType":"Bundle"}'.encode("utf-16"), "not-utf8"),
        (b'{"resourceType":\n"Bund\xfcle"}', "not-utf8"),
        (b'{"resourceType": "Bundle", "type": "collection", "entry": [{"reso', "cut-off"),
        (b'{"resourceType": "Bundle"', "cut-off"),
        (b'{"resourceType": "Bundle",}', "broken-json"),
        (b"{'resourceType': 'Bundle'}", "broken-json"),
        (b"Dear colleague, I refer", "broken-json"),
        (b'{"a": "tab\there"}', "broken-json"),
        (b"[" * 100_000, "too-deep"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "too-deep"),
        (b"[" + b"{}," * 1_500_000 + b"{}]", "too-many-parts"),
        (b'{"resourceType": "Bundle", "resourceType": "Patient"}', "same-key"),
        (b'{"resourceType": "Bundle", "total": NaN}', "number"),
        (b'{"resourceType": "Bundle", "total": Infinity}', "number"),
        (b'{"resourceType": "Bundle", "total": 1e999}', "number"),
        (b'{"resourceType": "Bundle", "total": ' + b"9" * 5000 + b"}", "number"),
        (b"[]", "not-fhir"),
        (b'"Bundle"', "not-fhir"),
        (b"null", "not-fhir"),
        (b"{}", "not-fhir"),
        (b'{"resourceType": 7}', "not-fhir"),
        (as_file(ANA), "not-a-bundle"),
        (as_file(a_bundle(type="message")), "bundle-type"),
        (as_file(a_bundle(type="history")), "bundle-type"),
        (as_file(a_bundle(type="batch-response")), "bundle-type"),
        (as_file({"resourceType": "Bundle"}), "wrong-shape"),
        (as_file({"resourceType": "Bundle", "type": "collection"}), "no-entries"),
        (as_file({"resourceType": "Bundle", "type": "collection", "entry": []}), "no-entries"),
        (as_file({"resourceType": "Bundle", "type": "collection", "entry": {}}), "wrong-shape"),
        (as_file({"resourceType": "Bundle", "type": "collection", "entry": ["x"]}), "wrong-shape"),
        (as_file({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": []}]}), "wrong-shape"),
        (as_file(a_bundle(a_condition(), patient=None)), "no-patient"),
        (as_file(a_bundle({**ANA, "id": "eva"})), "two-patients"),
        (as_file(a_bundle({**ANA, "birthDate": "1990-04-13"})), "two-patients"),
        (as_file(a_bundle(a_condition(subject={"reference": "Patient/eva"}))), "other-patient"),
        (as_file(a_bundle({"resourceType": "Claim", "patient": {"reference": "https://other/Patient/7"}})), "other-patient"),
        (as_file(a_bundle(a_condition(subject={"reference": "Patient?identifier=x|9"}))), "other-patient"),
        (as_file(a_bundle(NOOR, {**NOOR, "name": [{"text": "Somebody else"}]})), "same-address"),
    ],
)  # fmt: skip
def test_each_wrong_file_is_refused_in_its_own_words(file: bytes, code: str) -> None:
    assert refusal(file).code == code


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_says_what_is_wrong_and_what_to_do(code: str) -> None:
    error = CannotRead(code, value="x", line=3, column=7)
    assert error.wrong.endswith((".", "it."))
    assert error.way_out.endswith(".")
    assert error.status == (413 if code == "too_large" else 422)


def test_broken_json_says_line_and_column() -> None:
    error = refusal(b'{\n  "resourceType": "Bundle",\n  "type": collection\n}')
    assert (error.line, error.column) == (3, 11)
    assert "line 3, column 11" in error.words


def test_a_key_said_twice_says_which_and_where() -> None:
    error = refusal(
        b'{"resourceType": "Bundle",\n "entry": [{"x": {"a": 1, "b": {"a": 2}}},\n {"id": "1",\n  "\\u0069d": "2"}]}'
    )
    assert (error.line, error.column) == (4, 3)
    assert "“id” is said twice" in error.words


def test_a_number_that_is_none_says_where_also_when_the_word_stands_in_a_text_before() -> None:
    error = refusal(b'{"resourceType": "NaN",\n "total": NaN}')
    assert (error.line, error.column) == (2, 11)


# --- Size ------------------------------------------------------------------------------------------------------------


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not() -> None:
    file = as_file(a_bundle())
    assert read_bundle(file, limit=len(file), today=TODAY)
    error = refusal(file + b" ", limit=len(file))
    assert (error.code, error.status) == ("too-large", 413)


def test_a_large_file_is_refused_with_the_limit_in_words() -> None:
    assert "larger than 20 MB" in refusal(b" " * (20 * 1024 * 1024 + 1)).words


# --- Another release -------------------------------------------------------------------------------------------------

_PROFILE = "http://hl7.org/fhir/{}StructureDefinition/Patient{}"


@pytest.mark.parametrize(
    ("resource", "release", "place"),
    [
        (a_condition(clinicalStatus="active"), "DSTU2 / STU3", "entry 2, Condition.clinicalStatus"),
        (a_condition(patient=ABOUT_ANA), "DSTU2", "entry 2, Condition.patient"),
        (a_condition(assertedDate="2020"), "STU3", "entry 2, Condition.assertedDate"),
        (a_medicine(medication={"concept": {"text": "x"}}), "R5", "entry 2, MedicationRequest.medication"),
        (a_medicine(requester={"agent": {"display": "x"}}), "STU3", "entry 2, MedicationRequest.requester"),
        (a_medicine(dosageInstruction=[{"doseQuantity": {"value": 1}}]), "DSTU2 / STU3", "entry 2, MedicationRequest.dosageInstruction"),
        (a_stay(**{"class": "inpatient"}), "DSTU2", "entry 2, Encounter.class"),
        (a_stay(**{"class": [{"text": "inpatient"}]}), "R5", "entry 2, Encounter.class"),
        (a_stay(actualPeriod={"start": "2026"}), "R5", "entry 2, Encounter.actualPeriod"),
        (a_stay(reason=[{"text": "Depression"}]), "DSTU2 / STU3", "entry 2, Encounter.reason"),
        (a_stay(reason=[{"value": [{"concept": {"text": "Depression"}}]}]), "R5", "entry 2, Encounter.reason"),
        (an_observation(context={"reference": "Encounter/1"}), "STU3", "entry 2, Observation.context"),
        (a_request(code={"concept": {"text": "IOP"}}), "R5", "entry 2, ServiceRequest.code"),
        ({"resourceType": "MedicationOrder"}, "DSTU2", "entry 2, MedicationOrder"),
        ({"resourceType": "ReferralRequest"}, "DSTU2 / STU3", "entry 2, ReferralRequest"),
        ({"resourceType": "NutritionIntake"}, "R5", "entry 2, NutritionIntake"),
        ({"resourceType": "CapabilityStatement", "fhirVersion": "3.0.1"}, "STU3", "entry 2, CapabilityStatement.fhirVersion"),
        ({**NOOR, "meta": {"profile": ["http://fhir.org/guides/argonaut/StructureDefinition/argo-practitioner"]}}, "DSTU2", "entry 2, Practitioner.meta.profile"),
    ],
)  # fmt: skip
def test_another_release_is_refused_with_the_sign_it_was_known_by(
    resource: dict[str, Any], release: str, place: str
) -> None:
    error = refusal(as_file(a_bundle(resource)))
    assert (error.code, str(error.place)) == ("other-release", place)
    assert f"This is FHIR {release}:" in error.words


@pytest.mark.parametrize(
    ("patient", "release"),
    [
        ({**ANA, "name": [{"family": ["Rivera"], "given": ["Ana"]}]}, "DSTU2"),
        ({**ANA, "animal": {}}, "DSTU2 / STU3"),
        ({**ANA, "meta": {"profile": [_PROFILE.format("", "|3.0.2")]}}, "STU3"),
        ({**ANA, "meta": {"profile": [_PROFILE.format("", "|5.0.0")]}}, "R5"),
        ({**ANA, "meta": {"profile": [_PROFILE.format("1.0/", "")]}}, "DSTU2"),
        ({**ANA, "meta": {"profile": [_PROFILE.format("R5/", "")]}}, "R5"),
    ],
)
def test_another_release_is_seen_on_the_patient_too(patient: dict[str, Any], release: str) -> None:
    assert f"This is FHIR {release}:" in refusal(as_file(a_bundle(patient=patient))).words


def test_a_bundle_type_that_only_r5_has_is_another_release() -> None:
    assert refusal(as_file(a_bundle(type="subscription-notification"))).code == "other-release"


@pytest.mark.parametrize(
    "profile",
    [
        _PROFILE.format("", ""),
        _PROFILE.format("", "|4.0.1"),
        _PROFILE.format("4.0/", ""),
        "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|9.0.0",
        "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|3.1.1",
        "http://example.org/fhir/5.0/StructureDefinition/our-patient",
    ],
)
def test_r4_s_own_profiles_and_a_guide_s_version_are_no_sign_of_another_release(profile: str) -> None:
    assert read_bundle(as_file(a_bundle(patient={**ANA, "meta": {"profile": [profile]}})), today=TODAY)


# --- Dates -----------------------------------------------------------------------------------------------------------

IMPOSSIBLE = ["0000", "0000-01-01", "0001-01-01", "2026-02-31", "2026-13-01", "2025-02-29", "11/23/2026", "2026-1-1", "20261123", "yesterday", "", "2026-11-23T25:00:00Z", "2026-11-23T10:00:00+15:00", "１９９０-04-12"]  # fmt: skip


@pytest.mark.parametrize("written", IMPOSSIBLE)
def test_a_birth_date_that_does_not_exist_refuses_the_file(written: str) -> None:
    error = refusal(as_file(a_bundle(patient={**ANA, "birthDate": written})))
    assert (error.code, str(error.place)) == ("impossible-date", "entry 1, Patient.birthDate")


@pytest.mark.parametrize("written", IMPOSSIBLE)
@pytest.mark.parametrize(
    "resource",
    [
        lambda date: a_condition(onsetDateTime=date),
        lambda date: a_medicine(authoredOn=date),
        lambda date: an_observation(effectiveDateTime=date),
        lambda date: a_stay(period={"start": date}),
    ],
    ids=["onset", "authored", "effective", "stay"],
)
def test_a_date_that_does_not_exist_anywhere_refuses_the_file(resource: Any, written: str) -> None:
    error = refusal(as_file(a_bundle(resource(written))))
    assert error.code == "impossible-date"
    assert "there is no such date" in error.words


def test_a_birth_date_that_is_still_to_come_is_refused() -> None:
    assert refusal(as_file(a_bundle(patient={**ANA, "birthDate": "2027-01-01"}))).code == "birth-in-future"


def test_a_birth_date_of_another_century_is_refused() -> None:
    assert refusal(as_file(a_bundle(patient={**ANA, "birthDate": "1889-04-20"}))).code == "birth-too-long-ago"


@pytest.mark.parametrize("written", ["2026-11-23T10:00:60Z", "2026-11-23T10:00Z", "2026-11-23T10:00:00", "2026-11-23T10:00:00.123456789-06:00", "9999-12-31T23:59:59-12:00"])  # fmt: skip
def test_dates_that_are_only_unusual_are_read(written: str) -> None:
    assert read_bundle(as_file(a_bundle(a_condition(onsetDateTime=written))), today=TODAY).facts.problems[0].onset


@pytest.mark.parametrize(
    "patient",
    [
        {**ANA, "name": "Ana Rivera"},
        {**ANA, "name": {"family": "Rivera"}},
        {**ANA, "name": [["Rivera"]]},
        {**ANA, "birthDate": 19900412},
        {**ANA, "telecom": ["555"]},
        {**ANA, "contact": [{"name": "Eva"}]},
        {**ANA, "deceasedBoolean": "no"},
        {**ANA, "communication": [{"language": "es"}]},
    ],
)
def test_a_patient_of_the_wrong_shape_refuses_the_file(patient: dict[str, Any]) -> None:
    error = refusal(as_file(a_bundle(patient=patient)))
    assert error.code == "wrong-shape" and error.place.entry == 1


def test_a_patient_with_an_unknown_modifier_refuses_the_file() -> None:
    assert refusal(as_file(a_bundle(patient={**ANA, "modifierExtension": [{"url": "x"}]}))).code == "modifier"


# --- Whatever comes --------------------------------------------------------------------------------------------------

WRONG: list[Any] = [
    None, True, False, 0, -1, 7.5, "", "x", "2026-02-31", "0000", "#", "Patient/ana", "Patient/other", "urn:uuid:x", [], {},
    [[]], [{}], [None], ["x"], {"x": None}, {"reference": "#a"}, {"reference": 7}, {"coding": "x"}, {"coding": [7]},
    "\ud800", "\u202e", "\x00", "A" * 5000, {"value": "x"}, "Bundle", "Patient", "Condition",
]  # fmt: skip


def read_or_refuse(bundle: Any) -> Reading | None:
    """Whatever comes is read or refused, and what is read can be kept, shown and weighed."""
    try:
        reading = read_bundle(json.dumps(bundle).encode(), today=TODAY)
    except CannotRead as refused:
        assert refused.words
        return None
    stored = json.dumps(to_json(reading.facts))
    assert "\\u0000" not in stored and "\\ud800" not in stored
    assert from_json(ReferralFacts, json.loads(stored)) == reading.facts
    missing_for_screening(reading.facts)
    look_first(reading.facts, on=TODAY)
    return reading


def spoil(bundle: Any, chance: random.Random) -> None:
    """Put something wrong, or something from elsewhere, into one place of a bundle."""
    thing, path = bundle, []
    while isinstance(thing, (dict, list)) and thing and (chance.random() < 0.85 or not path):
        key = chance.choice(list(thing) if isinstance(thing, dict) else range(len(thing)))
        path.append((thing, key))
        thing = thing[key]
    if not path:
        return
    holder, key = path[-1]
    match chance.randrange(4):
        case 0 if isinstance(holder, dict):
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        case 2 if isinstance(holder, dict):
            holder[chance.choice(sorted(holder))] = copy.deepcopy(holder[key])
        case _:
            holder[key] = copy.deepcopy(chance.choice(WRONG))


def shortened(path: Path) -> dict[str, Any]:
    """A real bundle with at most a few resources of each kind, so that many can be tried."""
    bundle = json.loads(path.read_bytes())
    kept: dict[str, int] = {}
    entries = []
    for entry in bundle["entry"]:
        kind = entry["resource"]["resourceType"]
        kept[kind] = kept.get(kind, 0) + 1
        if kept[kind] <= 3:
            entries.append(entry)
    return {**bundle, "entry": entries}


BUNDLES = [a_full_referral(), *(shortened(path) for path in GIVEN)]
if US_CORE:
    everything = [json.loads(path.read_bytes()) for path in US_CORE]
    amy = next(one for one in everything if one["resourceType"] == "Patient" and one["id"] == "example")
    BUNDLES.append(
        a_bundle(*(one for one in everything if one["resourceType"] not in ("Patient", "Bundle")), patient=amy)
    )


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(which=st.integers(0, len(BUNDLES) - 1), seed=st.integers(0, 2**32), times=st.integers(1, 12))
def test_a_bundle_spoiled_anywhere_is_read_or_refused_and_never_an_error(which: int, seed: int, times: int) -> None:
    bundle, chance = copy.deepcopy(BUNDLES[which]), random.Random(seed)
    for _ in range(times):
        spoil(bundle, chance)
    read_or_refuse(bundle)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FIELDS = sorted({key for bundle in BUNDLES for entry in bundle["entry"] for key in entry["resource"]})
KINDS = sorted({entry["resource"]["resourceType"] for bundle in BUNDLES for entry in bundle["entry"]})


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=5), max_size=3), st.sampled_from(KINDS))
def test_resources_of_any_shape_are_read_or_refused(resources: list[dict[str, Any]], kind: str) -> None:
    read_or_refuse(a_bundle(*({**one, "resourceType": kind, "subject": ABOUT_ANA} for one in resources)))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_refused(file: bytes) -> None:
    with pytest.raises(CannotRead):
        read_bundle(file, today=TODAY)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_file_with_one_byte_changed_or_cut_off_is_read_or_refused(position: int, byte: int) -> None:
    file = bytearray(as_file(a_full_referral()))
    position %= len(file)
    file[position] = byte
    for spoiled in (bytes(file), bytes(file[:position])):
        try:
            read_bundle(spoiled, today=TODAY)
        except CannotRead as refused:
            assert refused.words


def test_an_entry_that_holds_itself_in_words_only_is_no_trouble() -> None:
    stay = a_stay(id="s", reasonCode=[], diagnosis=[{"condition": {"reference": "Encounter/s"}}])
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "PractitionerRole/r"}}
    bundle = a_bundle(stay, role, a_request(requester={"reference": "PractitionerRole/r"}))
    bundle["entry"].append(an_entry({"resourceType": "Basic", "id": "b"}))
    assert read_or_refuse(bundle)
