"""Signs that a bundle follows another FHIR release than R4: the same words there mean other things."""

import re
from collections.abc import Iterable
from typing import Any

from daybridge.intake.rules import Place
from daybridge.interop.refusals import CannotRead

DSTU2, STU3, R5 = "DSTU2", "STU3", "R5"
_OLDER = "DSTU2 / STU3"

#: Resources that R4 does not have.
_KINDS = {
    "MedicationOrder": DSTU2,
    "DiagnosticOrder": DSTU2,
    "Conformance": DSTU2,
    "DeviceUseRequest": DSTU2,
    "ReferralRequest": _OLDER,
    "ProcedureRequest": _OLDER,
    "BodySite": _OLDER,
    "EligibilityRequest": _OLDER,
    "NutritionIntake": R5,
    "InventoryReport": R5,
    "Transport": R5,
    "ActorDefinition": R5,
    "GenomicStudy": R5,
    "EncounterHistory": R5,
    "FormularyItem": R5,
    "DeviceUsage": R5,
    "ArtifactAssessment": R5,
}


def _is(kind: type) -> Any:
    return lambda value: isinstance(value, kind)


def _has(*names: str) -> Any:
    return lambda value: isinstance(value, dict) and any(name in value for name in names)


def _any_has(*names: str) -> Any:
    return lambda value: isinstance(value, list) and any(_has(*names)(item) for item in value)


def _there(_: Any) -> bool:
    return True


#: resource, field, how its value looks, and the release that writes it so (each differs from R4 in the specification).
_SHAPES: tuple[tuple[str, str, Any, str], ...] = (
    ("Patient", "animal", _there, _OLDER),
    ("Patient", "careProvider", _there, DSTU2),
    ("Patient", "name", lambda names: isinstance(names, list) and any(isinstance(n, dict) and isinstance(n.get("family"), list) for n in names), DSTU2),
    ("Condition", "patient", _there, DSTU2),
    ("Condition", "clinicalStatus", _is(str), _OLDER),
    ("Condition", "context", _there, STU3),
    ("Condition", "assertedDate", _there, STU3),
    ("Condition", "dateRecorded", _there, DSTU2),
    ("Condition", "participant", _there, R5),
    ("AllergyIntolerance", "substance", _there, DSTU2),
    ("AllergyIntolerance", "status", _there, DSTU2),
    ("AllergyIntolerance", "clinicalStatus", _is(str), STU3),
    ("AllergyIntolerance", "assertedDate", _there, STU3),
    ("AllergyIntolerance", "type", _is(dict), R5),
    ("Encounter", "class", _is(str), DSTU2),
    ("Encounter", "class", _is(list), R5),
    ("Encounter", "patient", _there, DSTU2),
    ("Encounter", "actualPeriod", _there, R5),
    ("Encounter", "plannedStartDate", _there, R5),
    ("Encounter", "admission", _there, R5),
    ("Encounter", "subjectStatus", _there, R5),
    ("Encounter", "reason", _any_has("use", "value"), R5),
    ("Encounter", "reason", _is(list), _OLDER),
    ("Encounter", "incomingReferral", _there, _OLDER),
    ("Encounter", "indication", _there, DSTU2),
    ("MedicationRequest", "medication", _there, R5),
    ("MedicationRequest", "context", _there, STU3),
    ("MedicationRequest", "requester", _has("agent", "onBehalfOf"), STU3),
    ("MedicationRequest", "dosageInstruction", _any_has("doseQuantity", "doseRange", "rateRatio"), _OLDER),
    ("MedicationRequest", "reason", _there, R5),
    ("MedicationStatement", "medication", _there, R5),
    ("MedicationStatement", "adherence", _there, R5),
    ("MedicationStatement", "taken", _there, STU3),
    ("MedicationStatement", "wasNotTaken", _there, DSTU2),
    ("MedicationStatement", "patient", _there, DSTU2),
    ("Observation", "context", _there, STU3),
    ("Observation", "comment", _there, STU3),
    ("Observation", "comments", _there, DSTU2),
    ("Observation", "related", _there, _OLDER),
    ("Observation", "category", _is(dict), DSTU2),
    ("Observation", "triggeredBy", _there, R5),
    ("Observation", "bodyStructure", _there, R5),
    ("ServiceRequest", "code", _has("concept", "reference"), R5),
    ("ServiceRequest", "reason", _there, R5),
    ("ServiceRequest", "orderDetail", _any_has("parameter"), R5),
    ("DocumentReference", "class", _there, _OLDER),
    ("DocumentReference", "indexed", _there, _OLDER),
    ("DocumentReference", "created", _there, _OLDER),
    ("DocumentReference", "context", _is(list), R5),
    ("DocumentReference", "modality", _there, R5),
    ("Coverage", "bin", _there, DSTU2),
    ("Coverage", "grouping", _there, _OLDER),
    ("Coverage", "insurer", _there, R5),
    ("Coverage", "paymentBy", _there, R5),
    ("Coverage", "kind", _there, R5),
    ("Practitioner", "name", _is(dict), DSTU2),
    ("Practitioner", "practitionerRole", _there, DSTU2),
    ("PractitionerRole", "contact", _there, R5),
    ("PractitionerRole", "availability", _there, R5),
    ("Organization", "qualification", _there, R5),
    ("Composition", "class", _there, _OLDER),
    ("Composition", "subject", _is(list), R5),
)  # fmt: skip

_NUMBERS = (("0.5", "DSTU1"), ("0.0", "DSTU1"), ("1.0", DSTU2), ("1.", _OLDER), ("3.", STU3), ("5.", R5), ("6.", "R6"), ("4.2", R5), ("4.4", R5), ("4.5", R5), ("4.6", R5))  # fmt: skip
_PROFILE = re.compile(
    r"http://hl7\.org/fhir/(?:(?P<path>DSTU2|STU3|R5|R6|\d\.\d)/)?StructureDefinition/\w+(?:\|(?P<version>[\d.]+))?\Z"
)
_ARGONAUT = "http://fhir.org/guides/argonaut/"


def check_release(resources: Iterable[tuple[Place, dict[str, Any]]]) -> None:
    """Raises CannotRead at the first sign of another release."""
    for place, raw in resources:
        kind = raw.get("resourceType")
        if isinstance(kind, str) and kind in _KINDS:
            raise CannotRead("other_release", place=place, value=_KINDS[kind])
        _check_meta(place, raw)
        for name, looks, release in _BY_KIND.get(kind if isinstance(kind, str) else "", ()):
            if raw.get(name) is not None and looks(raw[name]):
                raise CannotRead("other_release", place=place.at(name), value=release)


_BY_KIND: dict[str, list[tuple[str, Any, str]]] = {}
for _kind, _name, _looks, _release in _SHAPES:
    _BY_KIND.setdefault(_kind, []).append((_name, _looks, _release))


def _check_meta(place: Place, raw: dict[str, Any]) -> None:
    if release := _release_of_version(raw.get("fhirVersion")):
        raise CannotRead("other_release", place=place.at("fhirVersion"), value=release)
    meta = raw.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    for profile in profiles if isinstance(profiles, list) else ():
        if isinstance(profile, str) and (release := _release_of_profile(profile)):
            raise CannotRead("other_release", place=place.at("meta.profile"), value=release)


def _release_of_version(version: Any) -> str | None:
    if not isinstance(version, str):
        return None
    return next((release for start, release in _NUMBERS if version.startswith(start)), None)


def _release_of_profile(profile: str) -> str | None:
    """Only FHIR's own profiles carry FHIR's version; a guide's own (US Core 9.0.0) says nothing about it."""
    if profile.startswith(_ARGONAUT):
        return DSTU2
    match = _PROFILE.match(profile)
    if not match:
        return None
    path, version = match["path"] or "", match["version"] or ""
    return path if path in (DSTU2, STU3, R5, "R6") else _release_of_version(path + ".") or _release_of_version(version)
