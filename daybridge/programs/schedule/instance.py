"""What the engine is told: people and their lives, sessions, rooms, staff. Plain, frozen, in the field's words.

Times are minutes of the week: Monday 00:00 is 0, Tuesday 00:00 is 1,440. docs/schedule.md says the same as a JSON file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

DAY = 24 * 60
ANY_TRACK = "any"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of the week, from the first minute to the minute before `end`."""

    start: int
    end: int

    @property
    def day(self) -> int:
        """0 is Monday."""
        return self.start // DAY

    @property
    def minutes(self) -> int:
        return self.end - self.start

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share a minute."""
        return self.start < other.end and other.start < self.end


class Comes(StrEnum):
    """How a person can take part."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    EITHER = "either"


@dataclass(frozen=True)
class Person:
    """A participant: what their plan asks for and what their life allows."""

    id: str
    free: tuple[Span, ...]
    minimum_minutes: int
    maximum_minutes: int
    minimum_days: int = 1
    maximum_days: int = 7
    #: The most days in a row without any session, the week taken as a ring.
    largest_gap_days: int = 6
    most_minutes_a_day: int = 6 * 60
    #: Kind of group -> how many sessions of it a week, at least.
    needs: Mapping[str, int] = field(default_factory=dict)
    comes: Comes = Comes.EITHER
    #: Site -> minutes from home to there; a site that is not named is out of reach.
    travel: Mapping[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    #: `ANY_TRACK` for whoever belongs to none yet and may sit in each.
    track: str | None = None
    age: int = 30
    #: The gender-specific groups this person chose; what anybody's gender is, the engine is not told.
    gender_groups: tuple[str, ...] = ()
    #: Kinds in which they sit in gender-specific groups only.
    gender_specific_kinds: tuple[str, ...] = ()
    #: The sessions they have a seat in now.
    present: tuple[str, ...] = ()
    preferred: tuple[Span, ...] = ()
    #: Facilitators they already work with.
    knows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Session:
    """One weekly session of a group. A candidate may open or not; then `rooms` and `facilitators` are to choose from."""

    id: str
    group: str
    kind: str
    span: Span
    capacity: int
    #: From which size on it is uncomfortable; never more than `capacity`.
    soft_capacity: int
    site: str | None = None
    is_on_video: bool = False
    rooms: tuple[str, ...] = ()
    #: Who leads it: all of them; of a candidate, one of them.
    facilitators: tuple[str, ...] = ()
    #: Who may lead it when a facilitator cannot.
    covers: tuple[str, ...] = ()
    language: str = "en"
    #: Nobody else may come when a track is named.
    track: str | None = None
    youngest: int = 0
    oldest: int = 150
    gender: str | None = None
    credential: str | None = None
    equipment: tuple[str, ...] = ()
    is_candidate: bool = False


@dataclass(frozen=True)
class Room:
    id: str
    site: str
    capacity: int
    equipment: tuple[str, ...] = ()


@dataclass(frozen=True)
class Staff:
    """Someone who leads groups."""

    id: str
    hours: tuple[Span, ...]
    credentials: tuple[str, ...] = ()
    leave: tuple[Span, ...] = ()
    most_minutes_a_week: int = 40 * 60


@dataclass(frozen=True)
class Rules:
    """What the program asks of everybody; a person's own numbers stand in the person."""

    source: str = ""
    #: (site, site) -> minutes from one to the other.
    between_sites: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def minutes_between(self, one: str, other: str) -> int:
        """Minutes of travel; a pair that nobody wrote down takes an hour."""
        if one == other:
            return 0
        return self.between_sites.get((one, other), self.between_sites.get((other, one), 60))


@dataclass(frozen=True, eq=False)
class Instance:
    """A program's week, to be solved."""

    name: str
    people: tuple[Person, ...]
    sessions: tuple[Session, ...]
    rooms: tuple[Room, ...] = ()
    staff: tuple[Staff, ...] = ()
    #: Two people who must never sit in one session. Neither may ever learn of it from anything the engine says.
    no_contact: tuple[tuple[str, str], ...] = ()
    rules: Rules = Rules()

    @cached_property
    def person(self) -> dict[str, Person]:
        return {one.id: one for one in self.people}

    @cached_property
    def session(self) -> dict[str, Session]:
        return {one.id: one for one in self.sessions}

    @cached_property
    def room(self) -> dict[str, Room]:
        return {one.id: one for one in self.rooms}

    @cached_property
    def facilitator(self) -> dict[str, Staff]:
        return {one.id: one for one in self.staff}

    @cached_property
    def kept_apart(self) -> dict[str, frozenset[str]]:
        """Person -> everyone they must not sit with."""
        apart: dict[str, set[str]] = {}
        for one, other in self.no_contact:
            apart.setdefault(one, set()).add(other)
            apart.setdefault(other, set()).add(one)
        return {one: frozenset(others) for one, others in apart.items()}

    @cached_property
    def worked_out(self) -> dict[tuple[str, str], tuple[object, ...]]:
        """What `fit` worked out about this instance once and need not again."""
        return {}


#: Who sits where: person -> sessions. Everybody is in it, with no session if need be.
Seats = dict[str, tuple[str, ...]]


@dataclass(frozen=True, order=True)
class Opening:
    """A session that is held in a room and by a facilitator the engine chose: a candidate that opens, or a cover."""

    session: str
    room: str | None
    facilitator: str


@dataclass(frozen=True, order=True)
class Shortfall:
    """Something a person's plan asks for that their week does not hold. `what`: minutes, days, gap or a kind of group."""

    person: str
    what: str
    needed: int
    given: int


@dataclass(frozen=True)
class Level:
    """How one aim was solved: `bound` is proven, nothing below it is possible; at `value == bound` it is the best there is."""

    aim: str
    value: int
    bound: int
    seconds: float

    @property
    def is_proven(self) -> bool:
        return self.value <= self.bound

    @property
    def gap(self) -> float:
        """0 when proven; 0.25 when the value may be a quarter too high."""
        return 0.0 if self.is_proven else (self.value - self.bound) / max(self.value, 1)


@dataclass(frozen=True)
class Week:
    """What the engine proposes: it was checked, and nothing of it is in force."""

    seats: Seats
    openings: tuple[Opening, ...] = ()
    #: Sessions that are not held: candidates that stay shut, and those whose facilitator is away.
    shut: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    was_cancelled: bool = False

    @property
    def shortfall(self) -> int:
        return self.levels[0].value if self.levels else 0
