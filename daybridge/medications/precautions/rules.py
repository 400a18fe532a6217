"""What stands of the allergies that were stated, which of them speak of a medicine, and what else is known. Plain Python."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

MOST_NAME_CHARACTERS = 120
MOST_LINE_CHARACTERS = 400
MOST_STATES = 8
#: How far ahead the next look at the registry may be entered.
MOST_DAYS_AHEAD = 400


class Kind(StrEnum):
    """What is stated: an allergy, an intolerance, or that there is none that is known."""

    ALLERGY = "allergy"
    INTOLERANCE = "intolerance"
    NONE_KNOWN = "none_known"


class Severity(StrEnum):
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class ToldBy(StrEnum):
    THEMSELVES = "themselves"
    FAMILY = "family"
    REFERRAL = "referral"
    RECORD = "record"


# --- Allergies -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Allergy:
    """What is said of one substance, or (`none_known`) that no allergy is known. `since` is in the teller's words."""

    kind: str
    told_by: str
    substance: str = ""
    rxcui: str = ""
    reactions: str = ""
    severity: str = ""
    since: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """An allergy as it was stated; `corrects` the one it takes the place of, and without `said` it only takes that one back."""

    id: UUID
    made_at: datetime
    said: Allergy | None
    corrects: UUID | None = None


@dataclass(frozen=True)
class Standing:
    """What stands: allergies and intolerances, or since when it is said that none is known. Neither: nobody has asked."""

    allergies: Sequence[Statement] = ()
    none_known: Statement | None = None

    @property
    def is_asked(self) -> bool:
        return bool(self.allergies or self.none_known)


def standing(statements: Iterable[Statement]) -> Standing:
    """What stands of all that was stated: what nothing corrected. "None known" holds only while nothing else stands."""
    stated = sorted(statements, key=lambda one: (one.made_at, one.id))
    corrected = {one.corrects for one in stated}
    left = [(one, one.said) for one in stated if one.said is not None and one.id not in corrected]
    allergies = [one for one, said in left if said.kind != Kind.NONE_KNOWN]
    none_known = next((one for one, said in reversed(left) if said.kind == Kind.NONE_KNOWN), None)
    return Standing(tuple(allergies), None if allergies else none_known)


def tidied(allergy: Allergy) -> Allergy:
    """The same without stray spaces, and of "none known" no more than who told it."""
    if allergy.kind == Kind.NONE_KNOWN:
        return Allergy(kind=allergy.kind, told_by=allergy.told_by)
    words = {name: getattr(allergy, name).strip() for name in ("substance", "reactions", "since")}
    return replace(allergy, **words)


def faults_in_allergy(allergy: Allergy) -> dict[str, str]:
    """What of a statement can't be: field -> code. Asked of a `tidied` one."""
    faults = _too_long(allergy, substance=MOST_NAME_CHARACTERS, reactions=MOST_LINE_CHARACTERS, since=80)
    if allergy.kind not in set(Kind):
        faults["kind"] = "unknown"
    if allergy.told_by not in set(ToldBy):
        faults["told_by"] = "unknown"
    if allergy.severity and allergy.severity not in set(Severity):
        faults["severity"] = "unknown"
    if not allergy.substance and allergy.kind != Kind.NONE_KNOWN:
        faults["substance"] = "missing"
    return faults


def _too_long(said: object, **most: int) -> dict[str, str]:
    return {name: "too-long" for name, longest in most.items() if len(getattr(said, name)) > longest}


_WORD = re.compile(r"[^\W\d_]{4,}")


def speaks_of(substance: str, names: Iterable[str]) -> bool:
    """Whether a substance, as somebody wrote it, is in one of a medicine's names (or the other way), word for word.

    Words of fewer than four letters say nothing: strengths, salts, "mg". Neither a family nor a spelling is guessed at.
    """
    meant = _words(substance)
    return any(meant <= words or words <= meant for words in map(_words, names) if words) if meant else False


def is_of_family(substance: str, names: Iterable[str], called: Iterable[str], members: Iterable[str]) -> bool:
    """Whether an allergy is to a family, or to one of it, and a medicine's names hold one of it."""
    members = list(members)
    meant = any(speaks_of(one, [substance]) for one in (*called, *members))
    return meant and any(speaks_of(one, names) for one in members)


def _words(said: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(said)) - _NO_SUBSTANCE


#: What stands beside a substance in a name: forms and salts.
_NO_SUBSTANCE = frozenset(
    "oral tablet tablets capsule capsules solution film injection injectable hydrochloride sodium acid extended release "
    "delayed prefilled syringe patch sublingual product pill suspension sulfate long acting allergy hour".split()
)


# --- Naloxone --------------------------------------------------------------------------------------------------------


class NaloxoneStep(StrEnum):
    OFFERED = "offered"
    GIVEN = "given"
    DECLINED = "declined"
    HAS_IT = "has_it"


@dataclass(frozen=True, kw_only=True)
class Naloxone:
    """That naloxone was offered, given or declined, or is in their hands already."""

    step: str
    on_day: date
    kind: str = ""
    lot: str = ""


def faults_in_naloxone(said: Naloxone, *, today: date) -> dict[str, str]:
    faults = _too_long(said, kind=80, lot=40) | _faults_in_day(said.on_day, today)
    if said.step not in set(NaloxoneStep):
        faults["step"] = "unknown"
    return faults


def _faults_in_day(day: date, today: date) -> dict[str, str]:
    return {} if today - timedelta(days=366) <= day <= today else {"on_day": "out-of-range"}


# --- The state's registry of controlled medicines --------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Look:
    """A look at one or more states' prescription monitoring programs (PDMP): when, where, what was found in a line."""

    on_day: date
    states: tuple[str, ...]
    found: str
    next_on: date | None = None


#: Postal codes of the states, the District and the territories that run one.
STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MP MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA PR RI SC SD TN TX UT VT VA VI WA WV WI WY".split()
)


def faults_in_look(look: Look, *, today: date) -> dict[str, str]:
    faults = _too_long(look, found=MOST_LINE_CHARACTERS) | _faults_in_day(look.on_day, today)
    if not look.found:
        faults["found"] = "missing"
    if not look.states or len(look.states) > MOST_STATES or not set(look.states) <= STATES:
        faults["states"] = "unknown" if look.states else "missing"
    if look.next_on and not today <= look.next_on <= today + timedelta(days=MOST_DAYS_AHEAD):
        faults["next_on"] = "out-of-range"
    return faults


# --- Pregnancy and contraception -------------------------------------------------------------------------------------


class Answer(StrEnum):
    """What somebody answers, or why there is no answer."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, kw_only=True)
class Pregnancy:
    """Whether somebody is pregnant or may become so, and whether they use contraception, as they say it."""

    on_day: date
    pregnant: str
    contraception: str
    words: str = ""


def faults_in_pregnancy(said: Pregnancy, *, today: date) -> dict[str, str]:
    faults = _too_long(said, words=MOST_LINE_CHARACTERS) | _faults_in_day(said.on_day, today)
    for name in ("pregnant", "contraception"):
        if getattr(said, name) not in set(Answer):
            faults[name] = "unknown"
    return faults
