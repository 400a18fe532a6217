"""What a referral says, what screening still needs, and what may happen to it next. No database, no clock.

Every format a hospital sends (FHIR, HL7 v2, a telephone call) becomes the same `ReferralFacts`, so that screening
reads one page whatever arrived.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, cast

Identifier = tuple[str, str]
"""(system, value): the register that gave the number, and the number."""


@dataclass(frozen=True, kw_only=True)
class ListedFact:
    """One line of a list in the referral: a problem, a medicine, an allergy, a result.

    `text` is the sender's own wording; `place` says where it stands in the file ("entry 14, Condition");
    `detail` is the dose, the value, the reaction or the payer; `on` the day it began or was taken.
    """

    text: str
    place: str
    on: date | None = None
    status: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactFact:
    """Someone the hospital names as close to the person."""

    name: str
    relation: str = ""
    phone: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """Who is referred. `language` is a BCP 47 code such as "en" or "es", empty if not said."""

    given: str = ""
    family: str = ""
    chosen: str = ""
    born_on: date | None = None
    administrative_sex: str = ""
    language: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    contacts: tuple[ContactFact, ...] = ()
    is_recorded_as_deceased: bool = False
    died_on: date | None = None
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class ReferredBy:
    """Who sends the referral and can be called back."""

    organization: str = ""
    practitioner: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class HospitalStay:
    """The stay the referral is about. `kind` is "inpatient", "emergency" or "observation"."""

    kind: str
    place: str
    hospital: str = ""
    began_on: date | None = None
    ended_on: date | None = None
    reason: str = ""
    discharged_to: str = ""


@dataclass(frozen=True, kw_only=True)
class ReferralFacts:
    """What a referral says, in the order screening reads it; `counted` are older things not listed one by one."""

    person: PersonFacts | None = None
    referred_by: ReferredBy = ReferredBy()
    stay: HospitalStay | None = None
    problems: tuple[ListedFact, ...] = ()
    medicines: tuple[ListedFact, ...] = ()
    allergies: tuple[ListedFact, ...] = ()
    observations: tuple[ListedFact, ...] = ()
    coverage: tuple[ListedFact, ...] = ()
    requests: tuple[ListedFact, ...] = ()
    documents: tuple[ListedFact, ...] = ()
    counted: Mapping[str, int] = field(default_factory=dict, hash=False)


LISTS = ("problems", "medicines", "allergies", "observations", "coverage", "requests", "documents")


def to_json(facts: ReferralFacts) -> dict[str, object]:
    """The facts as plain JSON values: dates as YYYY-MM-DD, lists for tuples."""
    return cast("dict[str, object]", _plain(facts))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


def facts_from_json(stored: Mapping[str, object]) -> ReferralFacts:
    """The facts again, from what `to_json` wrote. Raises ValueError where the stored value is not of that shape."""
    person, stay = stored.get("person"), stored.get("stay")
    lists: dict[str, Any] = {name: tuple(_listed(_object(one)) for one in _list(stored.get(name))) for name in LISTS}
    counted = {key: _number(value) for key, value in _object(stored.get("counted") or {}).items()}
    return ReferralFacts(
        person=None if person is None else _person(_object(person)),
        referred_by=ReferredBy(**_texts(_object(stored.get("referred_by") or {}), ReferredBy)),
        stay=None if stay is None else _stay(_object(stay)),
        counted=counted,
        **lists,
    )


def _person(stored: Mapping[str, object]) -> PersonFacts:
    contacts = tuple(ContactFact(**_texts(_object(one), ContactFact)) for one in _list(stored.get("contacts")))
    pairs = [_list(pair) for pair in _list(stored.get("identifiers"))]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("An identifier is a system and a value.")
    return PersonFacts(
        **_texts(stored, PersonFacts),
        born_on=_day(stored.get("born_on")),
        died_on=_day(stored.get("died_on")),
        is_recorded_as_deceased=stored.get("is_recorded_as_deceased") is True,
        phones=tuple(_text(one) for one in _list(stored.get("phones"))),
        emails=tuple(_text(one) for one in _list(stored.get("emails"))),
        identifiers=tuple((_text(system), _text(value)) for system, value in pairs),
        contacts=contacts,
    )


def _stay(stored: Mapping[str, object]) -> HospitalStay:
    began_on, ended_on = _day(stored.get("began_on")), _day(stored.get("ended_on"))
    return HospitalStay(**_texts(stored, HospitalStay), began_on=began_on, ended_on=ended_on)


def _listed(stored: Mapping[str, object]) -> ListedFact:
    return ListedFact(**_texts(stored, ListedFact), on=_day(stored.get("on")))


def _texts(stored: Mapping[str, object], kind: type) -> dict[str, Any]:
    """The fields of that kind which are plain text; unknown ones are left out, so older rows stay readable."""
    wanted = [each.name for each in fields(kind) if each.type is str]
    return {name: _text(stored[name]) for name in wanted if name in stored}


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError("An object is expected here.")
    return value


def _list(value: object) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError("A list is expected here.")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("A text is expected here.")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("A whole number is expected here.")
    return value


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(_text(value))


# What screening still needs, in the order a nurse asks for it on the telephone.
MISSING_CODES = (
    "person",
    "name",
    "birth_date",
    "phone",
    "emergency_contact",
    "referring_organization",
    "referring_practitioner",
    "hospital_stay",
    "discharge_date",
    "reason",
    "medicines",
    "allergies",
    "coverage",
    "discharge_summary",
)


def missing_for_screening(facts: ReferralFacts) -> list[str]:
    """What the referral does not say and screening has to ask for: codes from MISSING_CODES, in that order."""
    missing = _missing_about_the_person(facts.person) | _missing_about_the_stay(facts)
    return [code for code in MISSING_CODES if code in missing]


def _missing_about_the_person(person: PersonFacts | None) -> set[str]:
    if person is None:
        return {"person", "name", "birth_date", "phone", "emergency_contact"}
    missing = {
        "name": not (person.given.strip() and person.family.strip()),
        "birth_date": person.born_on is None,
        "phone": not person.phones,
        "emergency_contact": not person.contacts,
    }
    return {code for code, is_missing in missing.items() if is_missing}


def _missing_about_the_stay(facts: ReferralFacts) -> set[str]:
    has_reason = facts.problems or facts.requests or (facts.stay and facts.stay.reason)
    missing = {
        "referring_organization": not facts.referred_by.organization,
        "referring_practitioner": not facts.referred_by.practitioner,
        "hospital_stay": facts.stay is None,
        "discharge_date": facts.stay is not None and facts.stay.ended_on is None,
        "reason": not has_reason,
        # An empty list is not "takes none" or "has none": somebody has to ask.
        "medicines": not facts.medicines,
        "allergies": not facts.allergies,
        "coverage": not facts.coverage,
        "discharge_summary": not facts.documents,
    }
    return {code for code, is_missing in missing.items() if is_missing}


# What a reader must not overlook before calling, though nothing is missing.
WARNING_CODES = ("recorded_as_deceased", "stay_still_open")


def warnings_for_screening(facts: ReferralFacts) -> list[str]:
    """What would embarrass or hurt if overlooked before the first call: codes from WARNING_CODES."""
    warnings = []
    if facts.person is not None and (facts.person.is_recorded_as_deceased or facts.person.died_on is not None):
        warnings.append("recorded_as_deceased")
    if facts.stay is not None and facts.stay.began_on is not None and facts.stay.ended_on is None:
        warnings.append("stay_still_open")
    return warnings


class ReferralState(StrEnum):
    """Where a referral stands on the board."""

    RECEIVED = "received"
    SCREENING = "screening"
    ACCEPTED = "accepted"
    WAITING_LIST = "waiting_list"
    DECLINED = "declined"
    ADMITTED = "admitted"
    WITHDRAWN = "withdrawn"


_DECIDED = frozenset({ReferralState.ACCEPTED, ReferralState.WAITING_LIST, ReferralState.DECLINED})
MOVES: Mapping[ReferralState, frozenset[ReferralState]] = {
    ReferralState.RECEIVED: frozenset({ReferralState.SCREENING, ReferralState.DECLINED, ReferralState.WITHDRAWN}),
    ReferralState.SCREENING: _DECIDED | {ReferralState.WITHDRAWN},
    ReferralState.WAITING_LIST: frozenset(
        {ReferralState.SCREENING, ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.WITHDRAWN}
    ),
    ReferralState.ACCEPTED: frozenset(
        {ReferralState.ADMITTED, ReferralState.WAITING_LIST, ReferralState.DECLINED, ReferralState.WITHDRAWN}
    ),
    # A hospital may call again with news; an admission is undone by discharging, never here.
    ReferralState.DECLINED: frozenset({ReferralState.SCREENING}),
    ReferralState.WITHDRAWN: frozenset({ReferralState.SCREENING}),
    ReferralState.ADMITTED: frozenset(),
}


def may_move(from_: str, to: str) -> bool:
    """May a referral in one state be put in the other? Unknown states never may."""
    return any(from_ == before and to in after for before, after in MOVES.items())


DECLINE_REASONS = (
    "needs_higher_level_of_care",
    "needs_lower_level_of_care",
    "outside_service_area",
    "age_not_served",
    "coverage_not_accepted",
    "no_capacity",
    "could_not_reach_person",
    "person_chose_another_program",
    "referred_elsewhere",
    "sent_in_error",
    "other",
)


def answer_due_at(received_at: datetime, minutes: int) -> datetime:
    """When the site's own promise to answer a referral runs out."""
    return received_at + timedelta(minutes=minutes)


def is_late(received_at: datetime, minutes: int, *, now: datetime, answered_at: datetime | None = None) -> bool:
    """Was the referral, or is it still, unanswered past its time? An answer on the minute is in time."""
    return (answered_at or now) > answer_due_at(received_at, minutes)


# Why the person may be known already, strongest first. Offered to a person to decide, never merged.
SAME_PERSON_REASONS = (
    "same_identifier",
    "same_name_and_birth_date",
    "similar_name_and_birth_date",
    "same_name_day_and_month_swapped",
    "same_name_birth_date_unknown",
)


def likely_same_person(
    given: str,
    family: str,
    *,
    born_on: date | None,
    identifiers: Iterable[Identifier],
    known_given: str,
    known_family: str,
    known_born_on: date | None,
    known_identifiers: Iterable[Identifier],
) -> list[str]:
    """Why these two may be one person: codes from SAME_PERSON_REASONS, strongest first; empty when nothing says so."""
    reasons = []
    if _comparable(identifiers) & _comparable(known_identifiers):
        reasons.append("same_identifier")
    ours, theirs = (folded_words(given), folded_words(family)), (folded_words(known_given), folded_words(known_family))
    by_name = _reason_by_name(ours, theirs, born_on=born_on, known_born_on=known_born_on)
    return reasons + ([by_name] if by_name else [])


_Names = tuple[frozenset[str], frozenset[str]]


def _reason_by_name(ours: _Names, theirs: _Names, *, born_on: date | None, known_born_on: date | None) -> str:
    all_ours, all_theirs = ours[0] | ours[1], theirs[0] | theirs[1]
    if not all_ours or not all_theirs:
        return ""
    is_same_name = all_ours == all_theirs
    if born_on is None or known_born_on is None:
        return "same_name_birth_date_unknown" if is_same_name else ""
    if born_on == known_born_on:
        if is_same_name:
            return "same_name_and_birth_date"
        # A second surname, a middle name or a married name is often only on one side.
        has_overlap = bool(ours[0] & theirs[0]) or len(all_ours & all_theirs) >= 2
        return "similar_name_and_birth_date" if has_overlap else ""
    is_swapped = (born_on.year, born_on.month, born_on.day) == (
        known_born_on.year,
        known_born_on.day,
        known_born_on.month,
    )
    return "same_name_day_and_month_swapped" if is_same_name and is_swapped else ""


# Letters that carry no separable accent and yet are typed without one at a front desk.
_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


def folded_words(name: str) -> frozenset[str]:
    """The words of a name without accents, case, order or punctuation: "O'Neil-García" is {"oneil", "garcia"}."""
    apart = unicodedata.normalize("NFKD", name).casefold().translate(_PLAIN_LETTERS)
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter) and letter not in "'’‘`´.")
    return frozenset("".join(letter if letter.isalnum() else " " for letter in kept).split())


def _comparable(identifiers: Iterable[Identifier]) -> frozenset[Identifier]:
    """Identifiers worth comparing: with a system, without spaces and dashes, and not a filler such as 999-99-9999."""
    worth = set()
    for system, value in identifiers:
        digits = "".join(letter for letter in value.casefold() if letter.isalnum())
        if system.strip() and len(set(digits)) > 1:
            worth.add((system.strip().casefold().rstrip("/"), digits))
    return frozenset(worth)
