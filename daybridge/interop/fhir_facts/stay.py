"""The hospital stay, who sends the person, what they ask for, who pays."""

from dataclasses import dataclass
from datetime import date

from daybridge.intake.rules import Counted, CoverageFact, Referrer, RequestFact, Stay
from daybridge.interop.fhir_entries import Entries
from daybridge.interop.fhir_facts.person import emails_of, name_of, phones_of
from daybridge.interop.fhir_values import Resource, Thing, Unreadable

#: Classes of Encounter (HL7 v3 ActCode) in which someone is in a hospital: admitted, emergency, observation, short stay.
_IN_HOSPITAL = frozenset({"IMP", "ACUTE", "NONAC", "EMER", "OBSENC", "SS"})
_MOST_REASONS = 20
_NOT_HAPPENED = frozenset({"planned", "cancelled", "entered-in-error"})


# --- Stays -----------------------------------------------------------------------------------------------------------


def read_stay(patient: Resource, entries: Entries) -> tuple[Stay | None, Stay | None, list[Counted]]:
    """The latest hospital stay, or else the latest visit, and how many others the file tells of."""

    def read(encounter: Resource) -> Stay | None:
        entries.check_about(encounter, patient, "subject")
        if encounter.text("status") == "entered-in-error":
            raise Unreadable("entered_in_error", encounter.place)
        return None if encounter.text("status") in _NOT_HAPPENED else _stay(encounter, entries)

    told = entries.each(("Encounter",), read)
    stays = sorted((stay for stay in told if stay.kind in _IN_HOSPITAL), key=_by_time)
    visits = sorted((stay for stay in told if stay.kind not in _IN_HOSPITAL), key=_by_time)
    latest, visit = (stays[-1], None) if stays else (None, visits[-1] if visits else None)
    counted = [Counted("earlier_stays", len(stays) - 1), Counted("visits", len(visits) - (visit is not None))]
    return latest, visit, [one for one in counted if one.count > 0]


def _by_time(stay: Stay) -> str:
    when = stay.start or stay.end
    return when.earliest.isoformat() if when else ""


def _stay(encounter: Resource, entries: Entries) -> Stay:
    start, end = encounter.period("period")
    if start and end and end.earliest < start.earliest and end.text[: len(start.text)] != start.text:
        raise Unreadable("ends_before_it_starts", encounter.at("period"))
    kind = encounter.coding("class")
    hospitalization = encounter.one("hospitalization")
    left_for = hospitalization.concept("dischargeDisposition").text if hospitalization else ""
    return Stay(
        kind=kind.code,
        kind_text=kind.text,
        text=next((concept.text for concept in encounter.concepts("type")), ""),
        reasons=_reasons(encounter, entries),
        start=start,
        end=end,
        is_over=encounter.text("status") == "finished",
        facility=_facility(encounter, entries),
        left_for=left_for,
        place=encounter.place,
    )


def _reasons(encounter: Resource, entries: Entries) -> tuple[str, ...]:
    """Why: the reasons given, then the diagnoses it names."""
    reasons = [concept.text for concept in encounter.concepts("reasonCode")]
    pointed = [*encounter.many("reasonReference"), *(one.one("condition") for one in encounter.many("diagnosis"))]
    reasons += [text for one in pointed if (text := _named(one, encounter, entries))]
    return tuple(dict.fromkeys(reasons))[:_MOST_REASONS]


def _named(reference: Thing | None, inside: Resource, entries: Entries) -> str:
    """What a reference to a condition says: the condition's own words, or else how the reference calls it."""
    found = entries.follow(reference, inside=inside)
    if found is not None and found.has("code"):
        return found.concept("code").text
    return reference.text("display") if reference else ""


def _facility(encounter: Resource, entries: Entries) -> str:
    provider = party(encounter.one("serviceProvider"), encounter, entries)
    if provider and provider.organization:
        return provider.organization
    for one in encounter.many("location"):
        place = one.one("location")
        found = entries.follow(place, inside=encounter)
        if name := (found.text("name") if found else "") or (place.text("display") if place else ""):
            return name
    return ""


# --- Who sends -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Party:
    """A practitioner, an organization, or both."""

    organization: str = ""
    practitioner: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


#: References that can only mean an organization, when nothing else says what they mean.
_TO_ORGANIZATIONS = ("serviceProvider", "organization", "managingOrganization", "custodian", "payor")


def party(reference: Thing | None, inside: Resource, entries: Entries) -> Party | None:
    """Whom a reference means. What is not in the bundle has only the name that the reference gives it."""
    if reference is None:
        return None
    found, called = entries.follow(reference, inside=inside), reference.text("display")
    if found is None:
        means = f"{reference.exactly('reference')} {reference.exactly('type')}"
        is_organization = "Organization" in means or reference.place.field.endswith(_TO_ORGANIZATIONS)
        return (Party(organization=called) if is_organization else Party(practitioner=called)) if called else None
    if found.kind == "PractitionerRole":
        # A role names people and organizations; one that names another role is followed no further.
        return _of_role(found, entries) if inside.kind != found.kind else None
    ways = tuple(phone.number for phone in phones_of(found)), tuple(emails_of(found))
    if found.kind == "Organization":
        return Party(found.text("name") or called, "", *ways)
    return Party("", name_of(found) or called, *ways) if found.kind == "Practitioner" else None


def _of_role(role: Resource, entries: Entries) -> Party:
    someone = party(role.one("practitioner"), role, entries) or Party()
    somewhere = party(role.one("organization"), role, entries) or Party()
    phones = (*(phone.number for phone in phones_of(role)), *someone.phones, *somewhere.phones)
    return Party(
        somewhere.organization, someone.practitioner, phones, (*emails_of(role), *someone.emails, *somewhere.emails)
    )


def read_referrer(stay: Stay | None, visit: Stay | None, entries: Entries) -> Referrer:
    """Who sends the person: who asked, else who wrote the document, else who last cared for them, else whose record it is."""
    asked = entries.each(("ServiceRequest",), lambda one: _who_asked(one, entries))
    asked.sort(key=lambda one: one[0], reverse=True)
    wrote = entries.each(("Composition",), lambda one: _as_referrer(one, ("author", "custodian"), "wrote", entries))
    last, known_by = (stay, "stay") if stay else (visit, "visit")
    at = last.place.entry if last else None
    cared = entries.each(
        ("Encounter",),
        lambda one: (
            _as_referrer(one, ("participant", "serviceProvider"), known_by, entries) if one.place.entry == at else None
        ),
    )
    known = entries.each(("Patient",), lambda one: _as_referrer(one, ("managingOrganization",), "record", entries))
    return next((found for found in (*(one for _, one in asked), *wrote, *cared, *known)), Referrer())


def _who_asked(request: Resource, entries: Entries) -> tuple[str, Referrer] | None:
    """Who asks for something that is still wanted, and when they asked."""
    if request.text("status") in ("completed", "revoked", "entered-in-error"):
        return None
    found, on = _as_referrer(request, ("requester",), "asked", entries), request.when("authoredOn")
    return (on.earliest.isoformat() if on else "", found) if found else None


def _as_referrer(resource: Resource, names: tuple[str, ...], known_by: str, entries: Entries) -> Referrer | None:
    parties = [found for name in names for one in _pointed(resource, name) if (found := party(one, resource, entries))]
    organization = next((one.organization for one in parties if one.organization), "")
    practitioner = next((one.practitioner for one in parties if one.practitioner), "")
    if not organization and not practitioner:
        return None
    return Referrer(
        organization=organization,
        practitioner=practitioner,
        phones=tuple(dict.fromkeys(phone for one in parties for phone in one.phones)),
        emails=tuple(dict.fromkeys(mail for one in parties for mail in one.emails)),
        known_by=known_by,  # type: ignore[arg-type]
        place=resource.place,
    )


def _pointed(resource: Resource, name: str) -> list[Thing]:
    """The references under a name, whichever way the resource holds them."""
    if name == "participant":
        return [found for one in resource.many(name) if (found := one.one("individual"))]
    if isinstance(resource.raw.get(name), list):
        return resource.many(name)
    found = resource.one(name)
    return [found] if found else []


# --- What is asked, and who pays -------------------------------------------------------------------------------------


def read_requests(patient: Resource, entries: Entries) -> tuple[list[RequestFact], list[Counted]]:
    """What is asked of someone now; requests that are done or were dropped are counted."""

    def read(request: Resource) -> RequestFact | None:
        entries.check_about(request, patient, "subject")
        status, code = request.text("status", most=30), request.concept("code")
        if status == "entered-in-error":
            raise Unreadable("entered_in_error", request.place)
        if not code:
            raise Unreadable("says_nothing", request.at("code"))
        by = party(request.one("requester"), request, entries) or Party()
        pointed = [_named(one, request, entries) for one in request.many("reasonReference")]
        reasons = [*(concept.text for concept in request.concepts("reasonCode")), *(text for text in pointed if text)]
        return RequestFact(
            text=code.text,
            status="not_to_be_done" if request.flag("doNotPerform") else status,
            reasons=tuple(dict.fromkeys(reasons))[:_MOST_REASONS],
            on=request.when("authoredOn"),
            by=", ".join(part for part in (by.practitioner, by.organization) if part),
            place=request.place,
        )

    told = entries.each(("ServiceRequest",), read)
    done = [one for one in told if one.status in ("completed", "revoked")]
    open_ones = [one for one in told if one not in done]
    return open_ones, [Counted("done_requests", len(done))] if done else []


def read_coverage(patient: Resource, entries: Entries, *, today: date) -> tuple[list[CoverageFact], list[Counted]]:
    """Who pays; coverage that has ended by `today` is counted."""

    def read(coverage: Resource) -> CoverageFact:
        entries.check_about(coverage, patient, "beneficiary")
        if coverage.text("status") == "entered-in-error":
            raise Unreadable("entered_in_error", coverage.place)
        payers = [found for one in coverage.many("payor") if (found := party(one, coverage, entries))]
        kind = coverage.concept("type").text
        names = [one.organization or one.practitioner for one in payers]
        plans = [one.text("name") or one.text("value") for one in coverage.many("class")]
        if not any((*names, kind, *plans)):
            raise Unreadable("says_nothing", coverage.at("payor"))
        _, until = coverage.period("period")
        has_ended = until is not None and until.text < today.isoformat()[: len(until.text)]
        is_over = has_ended or coverage.text("status") == "cancelled"
        return CoverageFact(
            payer="" if is_over else ", ".join(dict.fromkeys(name for name in names if name)) or kind,
            member_id=_member_id(coverage),
            plan=", ".join(dict.fromkeys(part for part in (kind, *plans) if part and part not in names)),
            until=until,
            place=coverage.place,
        )

    told = entries.each(("Coverage",), read)
    present = [one for one in told if one.payer]
    over = len(told) - len(present)
    return present, [Counted("ended_coverage", over)] if over else []


def _member_id(coverage: Resource) -> str:
    """The person's own member number, or else the subscriber's."""
    for one in coverage.many("identifier"):
        if "MB" in one.concept("type").codes and one.text("value"):
            return one.text("value", most=60)
    return coverage.text("subscriberId", most=60)
