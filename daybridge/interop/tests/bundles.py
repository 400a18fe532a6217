"""Bundles made by hand, and the real ones."""

import json
from typing import Any

from tests.shared import BUNDLES

#: Without the real files the tests that need them are skipped.
SHARED = BUNDLES
GIVEN = sorted(SHARED.glob("*.json"))
US_CORE = sorted((SHARED / "us-core-bh-examples").glob("*.json"))

ANA = {
    "resourceType": "Patient",
    "id": "ana",
    "name": [{"use": "official", "family": "Rivera", "given": ["Ana", "Lucía"]}],
    "birthDate": "1990-04-12",
    "telecom": [{"system": "phone", "value": "555-0101", "use": "mobile"}],
}
ABOUT_ANA = {"reference": "Patient/ana"}


def an_entry(resource: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"resource": resource, **more}


def a_bundle(
    *resources: dict[str, Any], patient: dict[str, Any] | None = ANA, type: str = "collection", **more: Any
) -> dict[str, Any]:
    """A bundle about Ana with these resources after her."""
    listed = [an_entry(patient)] if patient else []
    return {"resourceType": "Bundle", "type": type, "entry": [*listed, *(an_entry(one) for one in resources)], **more}


def as_file(bundle: Any) -> bytes:
    return json.dumps(bundle).encode()


def a_condition(text: str = "Major depression", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"text": text, "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F33.1"}]},
        "subject": ABOUT_ANA,
        **more,
    }


def a_medicine(text: str = "Sertraline 100 mg tablet", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": text},
        "subject": ABOUT_ANA,
        "authoredOn": "2026-11-20",
        "dosageInstruction": [{"text": "one in the morning"}],
        **more,
    }


def a_stay(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP", "display": "inpatient"},
        "subject": ABOUT_ANA,
        "period": {"start": "2026-11-10T14:00:00-06:00", "end": "2026-11-20T10:00:00-06:00"},
        "serviceProvider": {"display": "Lakeside Hospital"},
        "reasonCode": [{"text": "Depression with thoughts of suicide"}],
        **more,
    }


def an_observation(text: str = "PHQ-9 total score", value: Any = 17, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"code": "survey"}]}],
        "code": {"text": text},
        "subject": ABOUT_ANA,
        "effectiveDateTime": "2026-11-19",
        "valueQuantity": {"value": value, "unit": "{score}"},
        **more,
    }


def a_request(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "order",
        "code": {"text": "Intensive outpatient program"},
        "subject": ABOUT_ANA,
        "authoredOn": "2026-11-20",
        "requester": {"reference": "Practitioner/noor"},
        **more,
    }


NOOR = {
    "resourceType": "Practitioner",
    "id": "noor",
    "name": [{"family": "Haddad", "given": ["Noor"], "prefix": ["Dr."]}],
    "telecom": [{"system": "phone", "value": "555-0190", "use": "work"}],
}


def a_full_referral() -> dict[str, Any]:
    """What a careful hospital sends at discharge."""
    return a_bundle(
        NOOR,
        a_stay(),
        a_condition(),
        a_medicine(),
        an_observation(),
        a_request(),
        {
            "resourceType": "AllergyIntolerance",
            "code": {"text": "Penicillin"},
            "patient": ABOUT_ANA,
            "criticality": "high",
            "reaction": [{"manifestation": [{"text": "Hives"}]}],
        },
        {
            "resourceType": "Coverage",
            "status": "active",
            "beneficiary": ABOUT_ANA,
            "payor": [{"display": "Acme Health Plan"}],
            "subscriberId": "888009335",
        },
        {
            "resourceType": "DocumentReference",
            "status": "current",
            "type": {"text": "Discharge summary"},
            "subject": ABOUT_ANA,
            "content": [{"attachment": {"contentType": "application/pdf", "url": "Binary/7"}}],
        },
    )
