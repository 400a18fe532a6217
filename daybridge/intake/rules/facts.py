"""What a referral says, whatever format it came in. Each fact knows its place in the file."""

import dataclasses
import re
import types
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

_WHEN = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?\Z", re.ASCII
)
#: Nothing that a referral tells happened before; files use such years for "not known".
_EARLIEST_YEAR = 1800


@dataclass(frozen=True)
class Place:
    """Where in the file something stands: entry 14, Condition, onsetDateTime. Empty for what was told by phone."""

    entry: int | None = None
    kind: str = ""
    field: str = ""

    def __str__(self) -> str:
        named = ".".join(part for part in (self.kind, self.field) if part)
        return ", ".join(part for part in (f"entry {self.entry}" if self.entry else "", named) if part)

    def at(self, name: str) -> "Place":
        """The same entry, at one of its fields."""
        return Place(self.entry, self.kind, name)


@dataclass(frozen=True)
class When:
    """A time as exactly as it was told: "1980", "1980-05", "1980-05-03" or with hour and zone (ISO 8601)."""

    text: str

    @classmethod
    def read(cls, text: str) -> "When":
        """Raises ValueError for a day or an hour that does not exist, and for years before 1800."""
        match = _WHEN.match(text)
        if not match:
            raise ValueError(text)
        year, month, day, hour, minute, second, zone = match.groups()
        if int(year) < _EARLIEST_YEAR:
            raise ValueError(text)
        date(int(year), int(month or 1), int(day or 1))
        if hour is None:
            return cls(text)
        at = datetime(int(year), int(month), int(day), int(hour), int(minute), min(int(second or 0), 59))
        # An hour without its zone could be any hour: only the day is known.
        return cls(at.replace(tzinfo=_zone(zone)).isoformat() if zone else at.date().isoformat())

    @property
    def day(self) -> date | None:
        """The calendar day where it happened, when that is known."""
        return date.fromisoformat(self.text[:10]) if len(self.text) >= 10 else None

    @property
    def moment(self) -> datetime | None:
        return datetime.fromisoformat(self.text) if len(self.text) > 10 else None

    @property
    def earliest(self) -> datetime:
        """The first moment it can mean (UTC), to sort by."""
        if moment := self.moment:
            try:
                return moment.astimezone(UTC)
            except OverflowError:
                return datetime.max.replace(tzinfo=UTC)
        year, month, day = (*(int(part) for part in self.text[:10].split("-")), 1, 1)[:3]
        return datetime(year, month, day, tzinfo=UTC)


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


@dataclass(frozen=True)
class PersonName:
    """A name; `text` is the whole of it where given and family name are not told apart."""

    given: str = ""
    family: str = ""
    text: str = ""
    use: str = ""

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}".strip() or self.text


@dataclass(frozen=True)
class PhoneFact:
    number: str
    use: str = ""


#: Kinds of numbers that open doors elsewhere: a social security number, a licence, a passport. Not kept, nor shown whole.
_OPENING_DOORS = frozenset({"SS", "DL", "PPN"})


@dataclass(frozen=True)
class IdentifierFact:
    """A number someone knows the person by; `kind` is what the sender calls it (MR, SS, MB ...)."""

    system: str
    value: str
    label: str = ""
    kind: str = ""

    @property
    def opens_doors(self) -> bool:
        return self.kind in _OPENING_DOORS or "ssn" in self.system.lower()


@dataclass(frozen=True)
class ContactFact:
    """Someone near the person."""

    name: str
    relation: str = ""
    phones: tuple[str, ...] = ()
    place: Place = Place()


@dataclass(frozen=True)
class PersonFacts:
    """Who is referred. The first name is the one in use."""

    names: tuple[PersonName, ...] = ()
    chosen_name: str = ""
    born_on: When | None = None
    administrative_sex: str = ""
    birth_sex: str = ""
    pronouns: str = ""
    #: BCP 47 code and the sender's word for it.
    language: str = ""
    language_text: str = ""
    needs_interpreter: bool = False
    phones: tuple[PhoneFact, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[IdentifierFact, ...] = ()
    contacts: tuple[ContactFact, ...] = ()
    has_died: bool = False
    died_on: When | None = None
    place: Place = Place()

    @property
    def name(self) -> PersonName:
        return self.names[0] if self.names else PersonName()


@dataclass(frozen=True)
class Referrer:
    """Who sends the person, and how to answer them."""

    organization: str = ""
    practitioner: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    #: How the file says so.
    known_by: Literal["", "asked", "wrote", "stay", "visit", "record", "phone"] = ""
    place: Place = Place()

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.practitioner, self.organization) if part)


@dataclass(frozen=True)
class Stay:
    """The latest hospital stay; `kind` is the class code as given (IMP, EMER, OBSENC ...)."""

    kind: str
    kind_text: str = ""
    text: str = ""
    reasons: tuple[str, ...] = ()
    start: When | None = None
    end: When | None = None
    #: Whether the hospital says that it is finished, with or without a day.
    is_over: bool = False
    facility: str = ""
    left_for: str = ""
    place: Place = Place()


@dataclass(frozen=True)
class ProblemFact:
    """A diagnosis or a problem, with the code that the sender gave it."""

    text: str
    system: str = ""
    code: str = ""
    onset: When | None = None
    status: Literal["active", "remission", "resolved"] = "active"
    is_confirmed: bool = True
    place: Place = Place()


@dataclass(frozen=True)
class Dose:
    """How a medicine is taken: the sender's words, or else the parts."""

    text: str = ""
    amount: str = ""
    unit: str = ""
    times: str = ""
    #: every `period` of `period_unit` (s, min, h, d, wk, mo, a)
    period: str = ""
    period_unit: str = ""
    as_needed: bool = False


@dataclass(frozen=True)
class MedicineFact:
    text: str
    dose: Dose = Dose()
    status: Literal["active", "on_hold", "unknown", "stopped", "not_to_be_given"] = "active"
    since: When | None = None
    reason: str = ""
    place: Place = Place()


@dataclass(frozen=True)
class AllergyFact:
    text: str
    reactions: tuple[str, ...] = ()
    is_grave: bool = False
    is_confirmed: bool = True
    place: Place = Place()


@dataclass(frozen=True)
class ObservationFact:
    """The latest answer to one question: a score, a measurement, a sentence."""

    text: str
    value: str
    unit: str = ""
    system: str = ""
    code: str = ""
    #: survey, social-history, vital-signs, laboratory ... as the sender sorts it.
    kind: str = ""
    on: When | None = None
    is_final: bool = True
    #: The answer's own code, for answers chosen from a list.
    answer_code: str = ""
    place: Place = Place()


@dataclass(frozen=True)
class CoverageFact:
    payer: str
    member_id: str = ""
    plan: str = ""
    until: When | None = None
    place: Place = Place()


@dataclass(frozen=True)
class RequestFact:
    """What is asked of someone."""

    text: str
    status: str = "active"
    reasons: tuple[str, ...] = ()
    on: When | None = None
    by: str = ""
    place: Place = Place()


@dataclass(frozen=True)
class DocumentFact:
    """A document that the referral names or carries; `words` is its text where it is plain text, `is_cut` a part of it."""

    title: str
    on: When | None = None
    media_type: str = ""
    words: str = ""
    is_cut: bool = False
    is_inside: bool = False
    place: Place = Place()


@dataclass(frozen=True)
class Counted:
    """Older things that are counted and not listed: `stopped_medicines`, `earlier_observations`, `visits` ..."""

    code: str
    count: int


@dataclass(frozen=True)
class NotRead:
    """Something in the file that is not among the facts, where it is, and why (`code`; `value` completes the sentence)."""

    code: str
    place: Place
    value: str = ""
    count: int = 1
    #: Further entries of the same kind, beside the one `place` names.
    also: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReferralFacts:
    """Everything a referral says."""

    person: PersonFacts = field(default_factory=PersonFacts)
    referrer: Referrer = field(default_factory=Referrer)
    stay: Stay | None = None
    #: The latest visit outside a hospital, told only where there is no stay.
    visit: Stay | None = None
    problems: tuple[ProblemFact, ...] = ()
    medicines: tuple[MedicineFact, ...] = ()
    allergies: tuple[AllergyFact, ...] = ()
    observations: tuple[ObservationFact, ...] = ()
    coverage: tuple[CoverageFact, ...] = ()
    requests: tuple[RequestFact, ...] = ()
    documents: tuple[DocumentFact, ...] = ()
    counted: tuple[Counted, ...] = ()
    #: Where the file tells of substance use or is labelled so, also in parts that are not listed here.
    marked: tuple[Place, ...] = ()
    #: Whether whoever wrote it down said that it tells of substance use.
    is_marked: bool = False

    @property
    def newest(self) -> When | None:
        """The latest time that any fact tells."""
        told = [one.since for one in self.medicines] + [one.onset for one in self.problems]
        told += [one.on for listed in (self.observations, self.requests, self.documents) for one in listed]
        told += [when for stay in (self.stay, self.visit) if stay for when in (stay.start, stay.end)]
        return max((when for when in told if when), key=lambda when: when.earliest, default=None)

    @property
    def active_problems(self) -> tuple[ProblemFact, ...]:
        return tuple(problem for problem in self.problems if problem.status == "active")

    @property
    def problems_in_remission(self) -> tuple[ProblemFact, ...]:
        return tuple(problem for problem in self.problems if problem.status == "remission")

    @property
    def resolved_problems(self) -> tuple[ProblemFact, ...]:
        return tuple(problem for problem in self.problems if problem.status == "resolved")


# --- Kept as JSON ----------------------------------------------------------------------------------------------------

F = TypeVar("F")


def to_json(facts: Any) -> Any:
    """Facts as JSON can hold them, without what is empty."""
    if isinstance(facts, When):
        return facts.text
    if isinstance(facts, tuple):
        return [to_json(item) for item in facts]
    if not dataclasses.is_dataclass(facts):
        return facts
    held = {one.name: getattr(facts, one.name) for one in dataclasses.fields(facts)}
    defaults = _defaults(facts.__class__)
    return {name: to_json(value) for name, value in held.items() if value != defaults.get(name, ...)}


def from_json(kind: type[F], stored: Any) -> F:
    """The facts that `to_json` stored."""
    hints = get_type_hints(kind)
    return kind(**{name: _read(hints[name], value) for name, value in stored.items() if name in hints})


@cache
def _defaults(kind: type[Any]) -> dict[str, Any]:
    values = {}
    for one in dataclasses.fields(kind):
        if one.default is not dataclasses.MISSING:
            values[one.name] = one.default
        elif one.default_factory is not dataclasses.MISSING:
            values[one.name] = one.default_factory()
    return values


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is types.UnionType:
        hint = next(arg for arg in get_args(hint) if arg is not types.NoneType)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if hint is When:
        return When(value)
    return from_json(hint, value) if isinstance(hint, type) and dataclasses.is_dataclass(hint) else value
