"""Problems, medicines, allergies, observations and documents: what is active now is listed, what is older is counted."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from html import unescape

from daybridge.intake.rules import (
    AllergyFact,
    Counted,
    DocumentFact,
    Dose,
    MedicineFact,
    ObservationFact,
    ProblemFact,
    When,
    clean,
)
from daybridge.interop.fhir_entries import Entries
from daybridge.interop.fhir_values import Concept, Resource, Thing, Unreadable

_ACTIVE_PROBLEM = frozenset({"active", "recurrence", "relapse"})
_PROBLEM_ORDER = ("resolved", "remission", "active")
_MEDICINE_STATUS = {
    "active": "active",
    "intended": "active",
    "on-hold": "on_hold",
    "unknown": "unknown",
    "": "unknown",
    "draft": "unknown",
}
_LONGEST_DOCUMENT = 200_000
_MOST_PARTS = 40


def _latest(when: When | None) -> str:
    return when.earliest.isoformat() if when else ""


def _refuse_mistakes(resource: Resource) -> None:
    """What its sender calls entered in error is nobody's fact."""
    if resource.text("status") == "entered-in-error" or "entered-in-error" in resource_verification(resource).codes:
        raise Unreadable("entered_in_error", resource.place)


def resource_verification(resource: Resource) -> Concept:
    return resource.concept("verificationStatus") if resource.has("verificationStatus") else Concept()


# --- Problems --------------------------------------------------------------------------------------------------------


def read_problems(patient: Resource, entries: Entries) -> tuple[list[ProblemFact], list[Counted]]:
    """Each diagnosis once: active before in remission before resolved, the newest first; what was ruled out is resolved."""

    def read(condition: Resource) -> ProblemFact:
        entries.check_about(condition, patient, "subject")
        _refuse_mistakes(condition)
        code = condition.concept("code")
        if not code:
            raise Unreadable("says_nothing", condition.at("code"))
        verification = resource_verification(condition).codes
        return ProblemFact(
            text=code.text,
            system=code.system,
            code=code.code,
            onset=_onset(condition),
            status="resolved" if "refuted" in verification else _problem_status(condition),  # type: ignore[arg-type]
            is_confirmed=not verification & {"unconfirmed", "provisional", "differential", "refuted"},
            place=condition.place,
        )

    told = entries.each(("Condition",), read)
    told.sort(key=lambda problem: (_PROBLEM_ORDER.index(problem.status), _latest(problem.onset)))
    once = {(problem.system, problem.code or problem.text.casefold()): problem for problem in told}
    return sorted(once.values(), key=told.index, reverse=True), []


def _problem_status(condition: Resource) -> str:
    """In remission is not over: a problem in remission is watched and may return."""
    status = condition.concept("clinicalStatus").codes
    if not status:
        return "resolved" if any(name.startswith("abatement") for name in condition.raw) else "active"
    if status & _ACTIVE_PROBLEM:
        return "active"
    return "remission" if "remission" in status else "resolved"


def _onset(condition: Resource) -> When | None:
    if condition.has("onsetPeriod"):
        return condition.period("onsetPeriod")[0]
    return condition.when("onsetDateTime")


# --- Medicines -------------------------------------------------------------------------------------------------------


def read_medicines(patient: Resource, entries: Entries) -> tuple[list[MedicineFact], list[Counted]]:
    """What is taken now; stopped and finished ones are counted, and so are orders that repeat one word for word.

    Two open orders of one medicine with different doses are both told: which of them holds is for a clinician to ask.
    """

    def read(order: Resource) -> MedicineFact:
        entries.check_about(order, patient, "subject")
        _refuse_mistakes(order)
        return MedicineFact(
            text=_medicine(order, entries),
            dose=_dose(order),
            status=_medicine_status(order),  # type: ignore[arg-type]
            since=order.when("authoredOn") or order.when("effectiveDateTime") or order.period("effectivePeriod")[0],
            reason=_reason(order, entries),
            place=order.place,
        )

    told = entries.each(("MedicationRequest", "MedicationStatement"), read)
    told.sort(key=lambda medicine: _latest(medicine.since))
    taken = {
        (medicine.text.casefold(), medicine.status == "not_to_be_given", medicine.dose): medicine
        for medicine in told
        if medicine.status != "stopped"
    }
    counts = {
        "stopped_medicines": sum(medicine.status == "stopped" for medicine in told),
        "repeated_orders": sum(medicine.status != "stopped" for medicine in told) - len(taken),
    }
    return list(taken.values()), [Counted(code, count) for code, count in counts.items() if count]


def _reason(order: Resource, entries: Entries) -> str:
    """What it is for: in the order's own words, or those of the condition it points to."""
    told = [concept.text for concept in order.concepts("reasonCode")]
    for one in order.many("reasonReference"):
        found = entries.follow(one, inside=order)
        told.append(found.concept("code").text if found and found.has("code") else one.text("display"))
    return next((text for text in told if text), "")


def _medicine_status(order: Resource) -> str:
    if order.flag("doNotPerform"):
        return "not_to_be_given"
    return _MEDICINE_STATUS.get(order.text("status"), "stopped")


def _medicine(order: Resource, entries: Entries) -> str:
    """Its name: told in the order, or by the Medication that the order points to."""
    if order.has("medicationCodeableConcept"):
        name = order.concept("medicationCodeableConcept").text
    else:
        reference = order.one("medicationReference")
        found = entries.follow(reference, inside=order)
        called = reference.text("display") if reference else ""
        name = (found.concept("code").text if found and found.kind == "Medication" else "") or called
        if reference and not name:
            raise Unreadable("points_nowhere", order.at("medicationReference"), reference.text("reference"))
    if not name:
        raise Unreadable("says_nothing", order.at("medicationCodeableConcept"))
    return name


def _dose(order: Resource) -> Dose:
    listed = order.many("dosageInstruction") or order.many("dosage")
    if not listed:
        return Dose()
    texts = [one.text("text") or one.text("patientInstruction") for one in listed]
    if any(texts):
        return Dose(text="; ".join(text for text in texts if text))
    first = listed[0]
    rates = first.many("doseAndRate")
    quantity = rates[0].one("doseQuantity") if rates else None
    timing = first.one("timing")
    repeat = timing.one("repeat") if timing else None
    return Dose(
        amount=quantity.number("value") if quantity else "",
        unit=(quantity.text("unit", most=40) or quantity.text("code", most=40)) if quantity else "",
        times=repeat.number("frequency") if repeat else "",
        period=repeat.number("period") if repeat else "",
        period_unit=repeat.text("periodUnit", most=10) if repeat else "",
        as_needed=first.flag("asNeededBoolean") or first.has("asNeededCodeableConcept"),
    )


# --- Allergies -------------------------------------------------------------------------------------------------------


def read_allergies(patient: Resource, entries: Entries) -> tuple[list[AllergyFact], list[Counted]]:
    """Allergies and intolerances that hold now; resolved and refuted ones are counted."""

    def read(allergy: Resource) -> tuple[bool, AllergyFact]:
        entries.check_about(allergy, patient, "patient")
        _refuse_mistakes(allergy)
        code, reactions = allergy.concept("code"), allergy.many("reaction")
        substances = [concept.text for one in reactions if (concept := one.concept("substance"))]
        text = code.text or ", ".join(dict.fromkeys(substances))
        if not text:
            raise Unreadable("says_nothing", allergy.at("code"))
        status, verification = allergy.concept("clinicalStatus").codes, resource_verification(allergy).codes
        shown = [concept.text for one in reactions for concept in one.concepts("manifestation")]
        holds = not status & {"inactive", "resolved"} and "refuted" not in verification
        return holds, AllergyFact(
            text=text,
            reactions=tuple(dict.fromkeys(shown))[:_MOST_PARTS],
            is_grave=allergy.text("criticality") == "high"
            or any(one.text("severity") == "severe" for one in reactions),
            is_confirmed="unconfirmed" not in verification,
            place=allergy.place,
        )

    told = entries.each(("AllergyIntolerance",), read)
    over = sum(not holds for holds, _ in told)
    return [allergy for holds, allergy in told if holds], [Counted("past_allergies", over)] if over else []


# --- Observations ----------------------------------------------------------------------------------------------------


def read_observations(patient: Resource, entries: Entries) -> tuple[list[ObservationFact], list[Counted]]:
    """The latest answer to each question; earlier answers are counted."""

    def read(observation: Resource) -> ObservationFact | None:
        entries.check_about(observation, patient, "subject")
        _refuse_mistakes(observation)
        if observation.text("status") == "cancelled":
            return None
        return _observation(observation)

    told = entries.each(("Observation",), read)
    told.sort(key=lambda observation: _latest(observation.on))
    latest: dict[tuple[str, str, str], list[ObservationFact]] = {}
    for observation in told:
        key = (observation.system, observation.code, "" if observation.code else observation.text)
        # Answers given in the same moment to one question ("choose all that apply") belong together.
        same = [one for one in latest.get(key, ()) if one.on == observation.on and one.value != observation.value]
        latest[key] = [*same, observation]
    kept = sorted(
        (one for several in latest.values() for one in several), key=lambda one: _latest(one.on), reverse=True
    )
    earlier = len(told) - len(kept)
    return kept, [Counted("earlier_observations", earlier)] if earlier else []


def _observation(observation: Resource) -> ObservationFact | None:
    code = observation.concept("code")
    if not code:
        raise Unreadable("says_nothing", observation.at("code"))
    value, unit, answer = _value(observation)
    if not value:
        value = "; ".join(_component(part) for part in observation.many("component")[:_MOST_PARTS])
    if not value and observation.has("dataAbsentReason"):
        value = observation.concept("dataAbsentReason").text
    if not value:
        if observation.has("hasMember"):
            return None  # a heading: its members say what was found
        raise Unreadable("says_nothing", observation.at("value"))
    kinds = [code for concept in observation.concepts("category") for code in sorted(concept.codes)]
    return ObservationFact(
        text=code.text,
        value=value,
        unit=unit,
        system=code.system,
        code=code.code,
        kind="survey" if "survey" in kinds else next(iter(kinds), ""),
        on=observation.when("effectiveDateTime")
        or observation.period("effectivePeriod")[0]
        or observation.when("issued"),
        is_final=observation.text("status") not in ("preliminary", "registered", "unknown"),
        answer_code=answer,
        place=observation.place,
    )


def _component(part: Thing) -> str:
    value, unit, _ = _value(part)
    said = " ".join(piece for piece in (value, unit) if piece) or part.concept("dataAbsentReason").text
    return f"{part.concept('code').text}: {said}" if said else part.concept("code").text


def _value(thing: Thing) -> tuple[str, str, str]:
    """(value, unit, code of the answer) of an Observation or one of its components."""
    if thing.has("valueQuantity"):
        return (*_quantity(thing.one("valueQuantity")), "")
    if thing.has("valueCodeableConcept"):
        concept = thing.concept("valueCodeableConcept")
        return concept.text, "", concept.code
    if thing.has("valueString"):
        return thing.text("valueString", most=2000), "", ""
    if thing.has("valueBoolean"):
        return ("true" if thing.flag("valueBoolean") else "false"), "", ""
    if thing.has("valueInteger"):
        return thing.number("valueInteger"), "", ""
    for name in ("valueDateTime", "valueTime"):
        if thing.has(name):
            when = thing.when(name) if name == "valueDateTime" else None
            return (when.text if when else thing.text(name)), "", ""
    return _compound(thing)


def _compound(thing: Thing) -> tuple[str, str, str]:
    for name, (first, second), between in (
        ("valueRange", ("low", "high"), "–"),
        ("valueRatio", ("numerator", "denominator"), ":"),
    ):
        found = thing.one(name)
        if found:
            low, high = _quantity(found.one(first)), _quantity(found.one(second))
            return f"{low[0]}{between}{high[0]}", low[1] or high[1], ""
    if thing.has("valuePeriod"):
        start, end = thing.period("valuePeriod")
        return f"{start.text if start else ''}–{end.text if end else ''}", "", ""
    if thing.has("valueSampledData"):
        raise Unreadable("a_curve", thing.at("valueSampledData"))
    return "", "", ""


def _quantity(quantity: Thing | None) -> tuple[str, str]:
    if quantity is None:
        return "", ""
    sign, number = quantity.text("comparator", most=4), quantity.number("value")
    unit = quantity.text("unit", most=60) or quantity.text("code", most=60)
    return f"{sign}{number}", "" if unit in ("1", "{score}") else unit


# --- Documents -------------------------------------------------------------------------------------------------------


def read_documents(patient: Resource, entries: Entries) -> tuple[list[DocumentFact], list[Counted]]:
    """What the referral carries or names to read; superseded documents are counted."""

    def read(document: Resource) -> DocumentFact | None:
        entries.check_about(document, patient, "subject")
        _refuse_mistakes(document)
        if document.text("status") == "superseded":
            return None
        attachments = [found for one in document.many("content") if (found := one.one("attachment"))]
        first = attachments[0] if attachments else None
        title = document.text("description") or (first.text("title") if first else "") or document.concept("type").text
        media_type = first.text("contentType", most=80) if first else ""
        words = _plain_text(first, media_type) if first else ""
        return DocumentFact(
            title=title,
            on=document.when("date") or (first.when("creation") if first else None),
            media_type=media_type,
            words=clean(words, most=_LONGEST_DOCUMENT),
            is_cut=len(words) > _LONGEST_DOCUMENT,
            is_inside=bool(first and first.has("data")),
            place=document.place,
        )

    named = entries.each(("DocumentReference",), read)
    superseded = sum(1 for one in entries.of_kind("DocumentReference") if one.raw.get("status") == "superseded")
    written = entries.each(("Composition",), lambda one: _composition(one, patient, entries))
    sections = [section for listed in written for section in listed]
    return [*sections, *named], [Counted("superseded_documents", superseded)] if superseded else []


def _plain_text(attachment: Thing, media_type: str) -> str:
    """The words of an attachment that is plain text; others are kept in the original and not opened."""
    if not media_type.startswith("text/plain") or not attachment.has("data"):
        return ""
    try:
        return b64decode(attachment.exactly("data"), validate=False).decode("utf-8")
    except (NotBase64, ValueError):
        raise Unreadable("unreadable_attachment", attachment.place) from None


def _composition(composition: Resource, patient: Resource, entries: Entries) -> list[DocumentFact]:
    """A document's title and its sections, each with the words a person would read in it."""
    if composition.has("subject"):
        entries.check_about(composition, patient, "subject")
    _refuse_mistakes(composition)
    title, on = composition.text("title") or composition.concept("type").text, composition.when("date")
    found = []
    for section in composition.many("section"):
        narrative = section.one("text")
        heading = section.text("title") or section.concept("code").text
        html = narrative.exactly("div") if narrative else ""
        words = _words_of_html(html[:_LONGEST_DOCUMENT])
        if heading or words:
            found.append(
                DocumentFact(
                    title=": ".join(part for part in (title, heading) if part),
                    on=on,
                    media_type="text/html",
                    words=words,
                    is_cut=len(html) > _LONGEST_DOCUMENT,
                    is_inside=True,
                    place=section.place,
                )
            )
    return found or [DocumentFact(title, on, is_inside=True, place=composition.place)]


#: A tag ends at the next bracket of either kind, so that no text, however made, is looked at twice.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)?[^<>]*>")
_BREAKS = frozenset({"p", "div", "br", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style"})


def _words_of_html(html: str) -> str:
    """The words of a narrative, line by line, without anything that a browser would act on."""
    words, silent, after = [], False, 0
    for tag in _TAG.finditer(html):
        if not silent:
            words.append(_on_one_line(html[after : tag.start()]))
        after, name = tag.end(), (tag[2] or "").lower()
        if name in _SILENT:
            silent = not tag[1]
        words.append("\n" if name in _BREAKS else " " if name in ("td", "th") else "")
    if not silent:
        words.append(_on_one_line(html[after:]))
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    return clean("\n".join(line for line in lines if line), most=_LONGEST_DOCUMENT)


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text))
