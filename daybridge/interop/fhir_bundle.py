"""A FHIR R4 bundle as a hospital sends it, read into what it says about one person: whole, or refused."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from daybridge.core import clock
from daybridge.intake.rules import Counted, NotRead, Place, ReferralFacts, clean_line, tells_of_substance_use
from daybridge.interop.fhir_entries import Entries
from daybridge.interop.fhir_facts import clinical, person, stay
from daybridge.interop.fhir_release import check_release
from daybridge.interop.fhir_values import Resource, Thing, Unreadable
from daybridge.interop.json_text import read_json
from daybridge.interop.refusals import CannotRead

LARGEST = 20 * 1024 * 1024
_TYPES = frozenset({"collection", "document", "batch", "transaction", "searchset"})
_R5_TYPES = frozenset({"subscription-notification"})
_DEEPEST = 80
_MOST_LISTED = 300
_MOST_MARKS = 12

#: Read for what other resources say of them.
_READ = frozenset(
    {
        "AllergyIntolerance", "Composition", "Condition", "Coverage", "DocumentReference", "Encounter", "Location",
        "Medication", "MedicationRequest", "MedicationStatement", "Observation", "Organization", "Patient",
        "Practitioner", "PractitionerRole", "RelatedPerson", "ServiceRequest",
    }
)  # fmt: skip
#: Security labels (HL7 v3 ActCode and others) for information about substance use.
_LABELS = frozenset(
    {"ETH", "ETHUD", "SUD", "ALC", "ALCO", "OPIOIDUD", "DRUG", "42CFRPart2", "42CFRPART2", "SUBSTANCEABUSE"}
)
_SAYING = frozenset(
    {"text", "display", "title", "description", "div", "valueString", "conclusion", "patientInstruction"}
)


@dataclass(frozen=True)
class Reading:
    """What a bundle says about one person, and what in it was not read."""

    facts: ReferralFacts
    not_read: tuple[NotRead, ...]


def read_bundle(original: bytes, *, limit: int = LARGEST, today: date | None = None) -> Reading:
    """Read a FHIR R4 bundle. Raises CannotRead, and then nothing of it counts as read.

    `today` (UTC) tells which birth dates are still to come and which coverage has ended.
    """
    bundle = _bundle(read_json(original, limit=limit))
    entries = Entries.of(bundle)
    check_release((resource.place, resource.raw) for resource in entries.resources)
    patient = entries.the_patient()
    entries.check_one_person(patient)
    facts = _facts(patient, entries, today or clock.today("UTC"))
    marked = tuple(_marked(bundle, entries))
    return Reading(replace(facts, marked=marked), tuple(_left_out(entries)))


def _bundle(parsed: Any) -> Thing:
    if not isinstance(parsed, dict):
        raise CannotRead("not_fhir")
    _check_depth(parsed)
    place = Place(None, "Bundle")
    kind = parsed.get("resourceType")
    if not isinstance(kind, str) or not kind.strip():
        raise CannotRead("not_fhir")
    check_release([(place if kind == "Bundle" else Place(None, clean_line(kind, most=60)), parsed)])
    if kind != "Bundle":
        raise CannotRead("not_a_bundle", value=kind)
    type_ = parsed.get("type")
    if not isinstance(type_, str):
        raise CannotRead("wrong_shape", place=place.at("type"), value="text")
    if type_ in _R5_TYPES:
        raise CannotRead("other_release", place=place.at("type"), value="R5")
    if type_ not in _TYPES:
        raise CannotRead("bundle_type", value=type_)
    return Thing(parsed, place)


def _check_depth(parsed: dict[str, Any]) -> None:
    level: list[Any] = [parsed]
    for _ in range(_DEEPEST):
        level = [
            inner
            for thing in level
            for inner in (thing.values() if isinstance(thing, dict) else thing)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return
    raise CannotRead("too_deep")


def _facts(patient: Resource, entries: Entries, today: date) -> ReferralFacts:
    who = _person(patient, entries, today)
    latest_stay, visit, other_stays = stay.read_stay(patient, entries)
    problems, _ = clinical.read_problems(patient, entries)
    medicines, older_medicines = clinical.read_medicines(patient, entries)
    allergies, past_allergies = clinical.read_allergies(patient, entries)
    observations, earlier_observations = clinical.read_observations(patient, entries)
    coverage, ended_coverage = stay.read_coverage(patient, entries, today=today)
    requests, done_requests = stay.read_requests(patient, entries)
    documents, superseded = clinical.read_documents(patient, entries)
    lists: dict[str, list[Any]] = {
        "problems": problems, "medicines": medicines, "allergies": allergies, "observations": observations,
        "coverage": coverage, "requests": requests, "documents": documents,
    }  # fmt: skip
    beyond = [
        Counted(f"more_{name}", len(listed) - _MOST_LISTED)
        for name, listed in lists.items()
        if len(listed) > _MOST_LISTED
    ]
    kept: dict[str, Any] = {name: tuple(listed[:_MOST_LISTED]) for name, listed in lists.items()}
    return ReferralFacts(
        person=who,
        referrer=stay.read_referrer(latest_stay, visit, entries),
        stay=latest_stay,
        visit=visit,
        counted=(
            *other_stays,
            *older_medicines,
            *past_allergies,
            *earlier_observations,
            *ended_coverage,
            *done_requests,
            *superseded,
            *beyond,
        ),
        **kept,
    )


def _person(patient: Resource, entries: Entries, today: date) -> Any:
    """The Patient is the one resource that must be read whole: without it the rest is about nobody."""
    try:
        patient.check_understood()
        return person.read_person(patient, entries, today=today)
    except Unreadable as fault:
        raise CannotRead(fault.code, place=fault.place, value=fault.value) from None


# --- What is left out ------------------------------------------------------------------------------------------------


def _left_out(entries: Entries) -> Iterator[NotRead]:
    """Every fault once, in the order of the file; then each kind of resource that is not read here, counted."""
    seen = set()
    for fault in sorted(entries.not_read, key=lambda one: (one.place.entry or 0, str(one.place))):
        if (fault.code, fault.place) not in seen:
            seen.add((fault.code, fault.place))
            yield fault
    others: dict[str, list[Resource]] = defaultdict(list)
    for resource in entries.resources:
        if resource.kind not in _READ:
            others[resource.place.kind].append(resource)
    for kind in sorted(others):
        first, *rest = others[kind]
        also = tuple(one.place.entry or 0 for one in rest[:4])
        yield NotRead("kind_not_read", first.place, kind, 1 + len(rest), also)


# --- Substance use ---------------------------------------------------------------------------------------------------


def _marked(bundle: Thing, entries: Entries) -> Iterator[Place]:
    """Where the file is labelled as, or tells of, substance use: also in what is not read or only counted."""
    count = 0
    things = [(Place(None, "Bundle"), bundle.raw.get("meta"))] + [(one.place, one.raw) for one in entries.resources]
    for place, raw in things:
        if _tells(raw):
            yield place
            count += 1
            if count >= _MOST_MARKS:
                return


def _tells(raw: Any) -> bool:
    waiting = [raw]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting.extend(thing)
        elif isinstance(thing, dict):
            if _one_tells(thing):
                return True
            waiting.extend(value for value in thing.values() if isinstance(value, (dict, list)))
    return False


def _one_tells(thing: dict[str, Any]) -> bool:
    security = thing.get("security")
    labels = security if isinstance(security, list) else ()
    if any(isinstance(label, dict) and label.get("code") in _LABELS for label in labels):
        return True
    system, code = thing.get("system"), thing.get("code")
    is_diagnosis = isinstance(system, str) and "icd-10" in system.lower()
    if is_diagnosis and isinstance(code, str) and tells_of_substance_use("", icd10=code):
        return True
    return any(
        isinstance(thing.get(name), str) and tells_of_substance_use(thing[name]) for name in _SAYING if name in thing
    )
