"""Telling FHIR R4 from the releases before and after it, which look alike and mean other things."""

from collections.abc import Callable, Mapping

from daybridge.interop.fhir_refusals import CannotRead
from daybridge.interop.fhir_values import Node, all_words, node, words

# Source: the resource lists and "R4 differences" of hl7.org/fhir (DSTU2 1.0.2, STU3 3.0.2, R4 4.0.1, R5 5.0.0).
_ONLY_IN: Mapping[str, frozenset[str]] = {
    "DSTU2": frozenset({"MedicationOrder", "DiagnosticOrder", "DeviceUseRequest", "Order", "OrderResponse"}),
    "STU3": frozenset({"ReferralRequest", "ProcedureRequest", "EligibilityRequest", "ProcessRequest", "Sequence"}),
    "R5": frozenset(
        {"Transport", "DeviceDispense", "DeviceAssociation", "EncounterHistory", "FormularyItem", "GenomicStudy"}
        | {"ImagingSelection", "InventoryItem", "InventoryReport", "Requirements", "ActorDefinition"}
    ),
}

_Mark = tuple[str, Callable[[Node], bool], str]


def _says(resource: Node, *names: str) -> bool:
    return any(name in resource for name in names)


def _is_text(resource: Node, name: str) -> bool:
    return isinstance(resource.get(name), str)


_MARKS: tuple[_Mark, ...] = (
    ("Encounter", lambda it: _is_text(it, "class"), "DSTU2"),
    ("Patient", lambda it: _says(it, "careProvider"), "DSTU2"),
    ("Condition", lambda it: _says(it, "dateRecorded"), "DSTU2"),
    ("Condition", lambda it: _is_text(it, "clinicalStatus") or _says(it, "assertedDate"), "STU3"),
    ("AllergyIntolerance", lambda it: _is_text(it, "clinicalStatus") or _says(it, "assertedDate"), "STU3"),
    ("MedicationRequest", lambda it: _says(it, "context"), "STU3"),
    ("MedicationStatement", lambda it: _says(it, "taken"), "STU3"),
    ("DocumentReference", lambda it: _says(it, "indexed"), "STU3"),
    ("Patient", lambda it: _says(it, "animal"), "STU3"),
    ("Encounter", lambda it: isinstance(it.get("class"), list), "R5"),
    ("Encounter", lambda it: _says(it, "actualPeriod", "admission", "subjectStatus"), "R5"),
    ("MedicationRequest", lambda it: isinstance(it.get("medication"), dict), "R5"),
    ("MedicationStatement", lambda it: isinstance(it.get("medication"), dict), "R5"),
    ("MedicationStatement", lambda it: it.get("status") == "recorded", "R5"),
    ("ServiceRequest", lambda it: "concept" in node(it.get("code")), "R5"),
    ("Coverage", lambda it: _says(it, "kind", "insurer", "paymentBy"), "R5"),
)
_PROFILE_MARKS = {
    "hl7.org/fhir/1.0": "DSTU2",
    "/dstu2/": "DSTU2",
    "hl7.org/fhir/3.0": "STU3",
    "/stu3/": "STU3",
    "hl7.org/fhir/5.0": "R5",
    "/r5/": "R5",
}


def refuse_other_releases(resource: Node, kind: str, place: str) -> None:
    """Refuse a resource that only another release of FHIR writes so. Raises CannotRead("other_release")."""
    release = _by_kind(kind) or _by_marks(resource, kind) or _by_profile(resource)
    if release:
        said = f"This bundle is written in FHIR {release}. Daybridge reads FHIR R4 (4.0.1); ask the hospital for R4."
        raise CannotRead("other_release", said, place)


def _by_kind(kind: str) -> str:
    return next((release for release, kinds in _ONLY_IN.items() if kind in kinds), "")


def _by_marks(resource: Node, kind: str) -> str:
    return next((release for wanted, is_marked, release in _MARKS if kind == wanted and is_marked(resource)), "")


def _by_profile(resource: Node) -> str:
    profiles = " ".join(all_words(node(resource.get("meta")).get("profile"))).casefold()
    named = next((release for mark, release in _PROFILE_MARKS.items() if mark in profiles), "")
    version = words(resource.get("fhirVersion"))
    by_version = {"1": "DSTU2", "3": "STU3", "5": "R5"}.get(version[:1], "")
    return named or by_version
