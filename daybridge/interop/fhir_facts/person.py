"""The Patient, and the people near them."""

from collections.abc import Iterable
from datetime import date, timedelta

from daybridge.intake.rules import ContactFact, IdentifierFact, PersonFacts, PersonName, PhoneFact, When
from daybridge.interop.fhir_entries import Entries
from daybridge.interop.fhir_values import Concept, Resource, Thing
from daybridge.interop.refusals import CannotRead

_US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
_NAME_ORDER = ("official", "usual", "", "temp", "anonymous", "maiden", "old", "nickname")
_USE_ORDER = ("mobile", "home", "work", "", "temp")
_OLDEST_YEARS = 130
#: Nobody has more names, numbers or addresses than this that intake would read.
_MOST = 20
#: SNOMED CT's "yes", as US Core says that an interpreter is needed.
_YES = "373066001"


def read_person(patient: Resource, entries: Entries, *, today: date) -> PersonFacts:
    """Who is referred. Raises CannotRead for an impossible birth date, Unreadable for what is not of R4's shape."""
    names = _names(patient)[:_MOST]
    language, language_text = _language(patient)
    died_on = patient.when("deceasedDateTime")
    return PersonFacts(
        names=tuple(name for name in names if name.use != "nickname") or tuple(names),
        chosen_name=next((name.given or name.text for name in names if name.use == "nickname"), ""),
        born_on=_birth_date(patient, today),
        administrative_sex=patient.text("gender", most=10),
        birth_sex=_code_of_extension(patient, _US_CORE + "us-core-birthsex"),
        pronouns=_text_of_extension(patient, "http://hl7.org/fhir/StructureDefinition/individual-pronouns"),
        language=language,
        language_text=language_text,
        needs_interpreter=_needs_interpreter(patient),
        phones=tuple(phones_of(patient)[:_MOST]),
        emails=tuple(emails_of(patient)[:_MOST]),
        addresses=tuple(addresses_of(patient)[:_MOST]),
        identifiers=tuple(_identifiers(patient)[:_MOST]),
        contacts=(*_contacts(patient), *_related(patient, entries))[:_MOST],
        has_died=patient.flag("deceasedBoolean") or died_on is not None,
        died_on=died_on,
        place=patient.place,
    )


def _birth_date(patient: Resource, today: date) -> When | None:
    born_on = patient.when("birthDate")
    if born_on is None:
        return None
    if born_on.earliest.date() > today + timedelta(days=1):  # it is tomorrow already, somewhere
        raise CannotRead("birth_in_future", place=patient.at("birthDate"), value=born_on.text)
    if born_on.earliest.year < today.year - _OLDEST_YEARS:
        raise CannotRead("birth_too_long_ago", place=patient.at("birthDate"), value=born_on.text)
    return When(born_on.text[:10])


# --- Names, numbers, addresses: the same shapes for everyone ---------------------------------------------------------


def _names(someone: Thing) -> list[PersonName]:
    """The names in use first; names of the past last."""
    found = []
    for name in someone.many("name"):
        given, family, text = " ".join(name.texts("given")), name.text("family"), name.text("text")
        if given or family or text:
            use = name.text("use", most=20)
            found.append((_is_over(name), PersonName(given, family, "" if given or family else text, use)))
    return [name for _, name in sorted(found, key=lambda one: (one[0], _rank(one[1].use, _NAME_ORDER)))]


def name_of(someone: Thing) -> str:
    """A practitioner's or relative's name on one line."""
    for name in someone.many("name"):
        parts = [*name.texts("prefix"), *name.texts("given"), name.text("family"), *name.texts("suffix")]
        if full := " ".join(part for part in parts if part) or name.text("text"):
            return full
    return ""


def phones_of(someone: Thing) -> list[PhoneFact]:
    """Telephone numbers in use: mobile before home before work."""
    listed = [
        PhoneFact(one.text("value", most=60), one.text("use", most=20))
        for one in _in_use(someone.many("telecom"))
        if one.text("system") in ("phone", "sms") and one.text("value")
    ]
    return sorted(dict.fromkeys(listed), key=lambda phone: _rank(phone.use, _USE_ORDER))


def emails_of(someone: Thing) -> list[str]:
    mails = (one.text("value", most=254) for one in _in_use(someone.many("telecom")) if one.text("system") == "email")
    return [mail for mail in dict.fromkeys(mails) if mail]


def addresses_of(someone: Thing) -> list[str]:
    found = []
    for one in _in_use(someone.many("address")):
        town = " ".join(part for part in (one.text("state"), one.text("postalCode", most=20)) if part)
        parts = [*one.texts("line"), one.text("city"), town]
        found.append(", ".join(part for part in parts if part) or one.text("text"))
    return [address for address in dict.fromkeys(found) if address]


def _in_use(listed: Iterable[Thing]) -> list[Thing]:
    return [one for one in listed if one.text("use") != "old" and not _is_over(one)]


def _is_over(thing: Thing) -> bool:
    """Whether something's period has ended; one that ends with the years (9999) has not."""
    _, end = thing.period("period")
    return end is not None and not end.text.startswith("9999")


def _rank(use: str, order: tuple[str, ...]) -> int:
    return order.index(use) if use in order else len(order)


def _identifiers(patient: Resource) -> list[IdentifierFact]:
    found = []
    for one in patient.many("identifier"):
        value, kind = one.text("value", most=120), one.concept("type")
        if value and one.text("use") != "old":
            found.append(
                IdentifierFact(one.text("system", most=200), value, kind.text, next(iter(sorted(kind.codes)), ""))
            )
    return list(dict.fromkeys(found))


# --- The rest of the Patient -----------------------------------------------------------------------------------------


def _language(patient: Resource) -> tuple[str, str]:
    spoken = patient.many("communication")
    chosen = next((one for one in spoken if one.flag("preferred")), spoken[0] if spoken else None)
    language = chosen.concept("language") if chosen else Concept()
    return language.code, language.text


def _needs_interpreter(patient: Resource) -> bool:
    found = patient.extension(_US_CORE + "us-core-interpreter-needed")
    return found is not None and found.coding("valueCoding").code == _YES


def _code_of_extension(patient: Resource, url: str) -> str:
    found = patient.extension(url)
    return found.text("valueCode", most=20) if found else ""


def _text_of_extension(patient: Resource, url: str) -> str:
    found = patient.extension(url)
    inner = next((one for one in found.many("extension") if one.has("valueCodeableConcept")), None) if found else None
    return inner.concept("valueCodeableConcept").text if inner else ""


def _contacts(patient: Resource) -> list[ContactFact]:
    found = []
    for one in patient.many("contact"):
        name = one.one("name")
        full = " ".join([*name.texts("given"), name.text("family")]).strip() or name.text("text") if name else ""
        phones = tuple(phone.number for phone in phones_of(one))
        if full or phones:
            relation = ", ".join(concept.text for concept in one.concepts("relationship"))
            found.append(ContactFact(full, relation, phones, patient.at("contact")))
    return found


def _related(patient: Resource, entries: Entries) -> list[ContactFact]:
    def read(one: Resource) -> ContactFact:
        entries.check_about(one, patient, "patient")
        relation = ", ".join(concept.text for concept in one.concepts("relationship"))
        return ContactFact(name_of(one), relation, tuple(phone.number for phone in phones_of(one)), one.place)

    return entries.each(("RelatedPerson",), read)
