"""What a referral lacks before someone can be screened, and what to look at before anything else."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from daybridge.intake.rules.facts import ObservationFact, Place, ReferralFacts
from daybridge.people.rules import age_on

_ADULT_AT = 18
#: After half a year without a newer fact a reader should know how old the file is.
_OLD_AFTER = timedelta(days=183)
#: LOINC 44260-8 is question 9 of the PHQ-9: thoughts of being better off dead. Any answer but "not at all" asks for a
#: person the same day (domain reference, section 5.1).
_BETTER_OFF_DEAD = "44260-8"
_NOT_AT_ALL = re.compile(r"(not at all|0(\.0+)?|no|never)\Z", re.IGNORECASE)
_ABOUT_SUICIDE = re.compile(r"suicid|better off dead|c-ssrs|\basq\b|harm(ing)? (yourself|oneself|self)", re.IGNORECASE)


@dataclass(frozen=True)
class Missing:
    """Something that screening needs and the referral does not say; `value` completes its sentence."""

    code: str
    value: str = ""


@dataclass(frozen=True)
class Concern:
    """Something to look at before anything else, with the fact it rests on."""

    code: str
    value: str = ""
    place: Place = field(default_factory=Place)


def missing_for_screening(facts: ReferralFacts) -> list[Missing]:
    """What to ask the referrer or the person for, the most needed first."""
    found = [Missing(code) for code, is_there in _NEEDED if not is_there(facts)]
    born_on = facts.person.born_on
    if born_on and not born_on.day:
        found.insert(0, Missing("whole_birth_date", born_on.text))
    doseless = [
        medicine.text for medicine in facts.medicines if _is_taken(medicine.status) and not _says_dose(medicine.dose)
    ]
    if doseless:
        found.append(Missing("doses", ", ".join(doseless)))
    return found


def _is_taken(status: str) -> bool:
    return status in ("active", "unknown")


def _says_dose(dose: object) -> bool:
    return bool(getattr(dose, "text", "") or getattr(dose, "amount", ""))


_NEEDED: tuple[tuple[str, Callable[[ReferralFacts], bool]], ...] = (
    ("name", lambda facts: bool(facts.person.name.family or facts.person.name.given)),
    ("birth_date", lambda facts: facts.person.born_on is not None),
    ("way_to_reach", lambda facts: bool(facts.person.phones or facts.person.emails)),
    ("referrer", lambda facts: bool(facts.referrer.name)),
    ("referrer_phone", lambda facts: not facts.referrer.name or bool(facts.referrer.phones or facts.referrer.emails)),
    ("request", lambda facts: bool(facts.requests)),
    ("stay", lambda facts: facts.stay is not None),
    ("end_of_stay", lambda facts: facts.stay is None or facts.stay.end is not None),
    ("problems", lambda facts: bool(facts.active_problems)),
    ("suicide_risk", lambda facts: any(_is_about_suicide(observation) for observation in facts.observations)),
    ("medicines", lambda facts: bool(facts.medicines)),
    ("allergies", lambda facts: bool(facts.allergies)),
    ("coverage", lambda facts: bool(facts.coverage)),
    ("member_id", lambda facts: not facts.coverage or any(one.member_id for one in facts.coverage)),
    ("language", lambda facts: bool(facts.person.language or facts.person.language_text)),
    ("contact", lambda facts: bool(facts.person.contacts)),
)


def _is_about_suicide(observation: ObservationFact) -> bool:
    return observation.code == _BETTER_OFF_DEAD or bool(_ABOUT_SUICIDE.search(observation.text))


def look_first(facts: ReferralFacts, *, on: date) -> list[Concern]:
    """What decides how to go on, from plain answers in the file; `on` is the day of looking."""
    person, found = facts.person, []
    if person.has_died:
        found.append(Concern("died", person.died_on.text if person.died_on else "", person.place.at("deceased")))
    found.extend(
        Concern("better_off_dead", observation.value, observation.place)
        for observation in facts.observations
        if observation.code == _BETTER_OFF_DEAD and not _NOT_AT_ALL.match(observation.value.strip())
    )
    born_on = person.born_on.day if person.born_on else None
    if born_on and not person.has_died and age_on(born_on, on) < _ADULT_AT:
        found.append(Concern("minor", str(age_on(born_on, on)), person.place.at("birthDate")))
    if facts.stay and not facts.stay.end and not facts.stay.is_over:
        found.append(Concern("still_in_hospital", facts.stay.facility, facts.stay.place))
    found.extend(
        Concern("not_to_be_given", medicine.text, medicine.place)
        for medicine in facts.medicines
        if medicine.status == "not_to_be_given"
    )
    newest = facts.newest.earliest.date() if facts.newest else None
    if newest and on - newest > _OLD_AFTER:
        found.append(Concern("old", facts.newest.text[:10] if facts.newest else ""))
    if person.needs_interpreter:
        found.append(Concern("interpreter", person.language_text or person.language, person.place))
    return found
