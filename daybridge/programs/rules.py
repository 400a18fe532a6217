"""What a program is for, the rules it goes by, what its groups may be, and how an episode ends. Plain Python."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Protocol, TypeVar


class Focus(StrEnum):
    MENTAL_HEALTH = "mental_health"
    DUAL_DIAGNOSIS = "dual_diagnosis"


class LevelOfCare(StrEnum):
    """How much care a program gives: partial hospitalization, intensive outpatient, outpatient."""

    PHP = "php"
    IOP = "iop"
    OP = "op"


class Mode(StrEnum):
    """How people come to a group: into the room, by video, or either."""

    ROOM = "room"
    VIDEO = "video"
    HYBRID = "hybrid"


class GroupLanguage(StrEnum):
    EN = "en"
    ES = "es"
    BOTH = "both"


class Gender(StrEnum):
    """For whom a group is kept, where people may choose one; most groups are for everyone."""

    EVERYONE = ""
    WOMEN = "women"
    MEN = "men"
    NONBINARY = "nonbinary"


class EndReason(StrEnum):
    """Why an episode ended; the words shown never blame."""

    COMPLETED = "completed"
    STEPPED_DOWN = "stepped_down"
    STEPPED_UP = "stepped_up"
    LEFT_EARLY = "left_early"
    TRANSFERRED = "transferred"
    OTHER = "other"


def day_of_program(admitted_on: date, on: date) -> int:
    """1 on the day of admission."""
    return (on - admitted_on).days + 1


# --- Rule packs ------------------------------------------------------------------------------------------------------


class Limit(StrEnum):
    """The numbers that a program's rules may set; a rule pack may leave any of them out."""

    LEAST_WEEK_MINUTES = "least_week_minutes"
    MOST_WEEK_MINUTES = "most_week_minutes"
    LEAST_WEEK_DAYS = "least_week_days"
    MOST_WEEK_DAYS = "most_week_days"
    LEAST_DAY_MINUTES = "least_day_minutes"
    #: The most days without a session between two days with one.
    LARGEST_GAP_DAYS = "largest_gap_days"
    LEAST_SESSION_MINUTES = "least_session_minutes"
    MOST_SESSION_MINUTES = "most_session_minutes"
    LEAST_GROUP = "least_group"
    MOST_GROUP = "most_group"
    #: So many individual sessions in `INDIVIDUAL_DAYS`.
    INDIVIDUAL_SESSIONS = "individual_sessions"
    INDIVIDUAL_DAYS = "individual_days"
    REVIEW_DAYS = "review_days"
    #: So many days after admission, and after each time, a physician certifies the plan again.
    CERTIFY_DAYS = "certify_days"
    #: So many days after admission somebody's medicines are reconciled.
    RECONCILE_DAYS = "reconcile_days"
    #: After so many minutes somebody is late, and so many before the end they left early.
    LATE_MINUTES = "late_minutes"
    #: Sessions of fewer attended minutes are not counted by the payer.
    LEAST_BILLED_MINUTES = "least_billed_minutes"
    #: With which day the payer's week begins: 1 for Monday to 7 for Sunday.
    WEEK_BEGINS_ON = "week_begins_on"
    #: So many hours after a session its notes are signed.
    NOTE_HOURS = "note_hours"
    #: 1: notes of whoever has no credentials behind their name are signed by a second person, too.
    COSIGN_UNCREDENTIALED = "cosign_uncredentialed"


_DAY = 24 * 60
#: Between which values each number makes sense at all; what a payer asks for lies within.
BOUNDS: Mapping[Limit, tuple[int, int]] = {
    Limit.LEAST_WEEK_MINUTES: (1, 7 * _DAY),
    Limit.MOST_WEEK_MINUTES: (1, 7 * _DAY),
    Limit.LEAST_WEEK_DAYS: (1, 7),
    Limit.MOST_WEEK_DAYS: (1, 7),
    Limit.LEAST_DAY_MINUTES: (1, _DAY),
    Limit.LARGEST_GAP_DAYS: (1, 14),
    Limit.LEAST_SESSION_MINUTES: (5, 480),
    Limit.MOST_SESSION_MINUTES: (5, 480),
    Limit.LEAST_GROUP: (1, 500),
    Limit.MOST_GROUP: (1, 500),
    Limit.INDIVIDUAL_SESSIONS: (1, 50),
    Limit.INDIVIDUAL_DAYS: (1, 366),
    Limit.REVIEW_DAYS: (1, 366),
    Limit.CERTIFY_DAYS: (1, 366),
    Limit.RECONCILE_DAYS: (1, 60),
    Limit.LATE_MINUTES: (1, 120),
    Limit.LEAST_BILLED_MINUTES: (1, 480),
    Limit.WEEK_BEGINS_ON: (1, 7),
    Limit.NOTE_HOURS: (1, 24 * 31),
    Limit.COSIGN_UNCREDENTIALED: (0, 1),
}
_PAIRS = (
    (Limit.LEAST_WEEK_MINUTES, Limit.MOST_WEEK_MINUTES),
    (Limit.LEAST_WEEK_DAYS, Limit.MOST_WEEK_DAYS),
    (Limit.LEAST_DAY_MINUTES, Limit.MOST_WEEK_MINUTES),
    (Limit.LEAST_SESSION_MINUTES, Limit.MOST_SESSION_MINUTES),
    (Limit.LEAST_GROUP, Limit.MOST_GROUP),
)


@dataclass(frozen=True)
class Number:
    """One number of a rule pack: who says so, and since when it holds.

    `is_confirmed` is false for what is usual in the field and stands in no source that was read: a site says yes to it.
    """

    value: int
    source: str
    since: date | None = None
    is_confirmed: bool = True


@dataclass(frozen=True)
class RulePack:
    """The rules that a program goes by: which authority and payer they are of, and their numbers, each with its source."""

    code: str = ""
    jurisdiction: str = ""
    payer: str = ""
    source: str = ""
    since: date | None = None
    numbers: Mapping[Limit, Number] = field(default_factory=dict)

    def value(self, limit: Limit) -> int | None:
        """A number, or None where these rules do not set it."""
        found = self.numbers.get(limit)
        return found.value if found else None

    @property
    def unconfirmed(self) -> list[Limit]:
        """The numbers that nobody of the site has said yes to yet."""
        return [limit for limit, number in self.numbers.items() if not number.is_confirmed]


def pack_as_json(pack: RulePack) -> dict[str, Any]:
    """As `Program.rule_pack` keeps it."""
    numbers = {
        limit.value: {
            "value": one.value,
            "source": one.source,
            "since": one.since.isoformat() if one.since else None,
            "is_confirmed": one.is_confirmed,
        }
        for limit, one in pack.numbers.items()
    }
    return {
        "code": pack.code,
        "jurisdiction": pack.jurisdiction,
        "payer": pack.payer,
        "source": pack.source,
        "since": pack.since.isoformat() if pack.since else None,
        "numbers": numbers,
    }


def pack_from_json(told: Mapping[str, Any]) -> RulePack:
    """As it was kept; an empty one where a program has no rules yet."""
    kept = told.get("numbers", {})
    numbers = {
        limit: Number(**{**kept[limit.value], "since": _day(kept[limit.value]["since"])})
        for limit in Limit
        if limit.value in kept
    }
    words = {name: told.get(name, "") for name in ("code", "jurisdiction", "payer", "source")}
    return RulePack(**words, since=_day(told.get("since")), numbers=numbers)


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


class PackFault(StrEnum):
    """Why a number can't be so."""

    OUT_OF_BOUNDS = "out of bounds"
    LEAST_ABOVE_MOST = "least above most"
    MORE_THAN_A_DAY = "more than a day"
    NOT_IN_A_WEEK = "not in a week"
    NEEDS_SOURCE = "needs a source"
    NEEDS_DAY = "needs a day"
    BELONGS_TOGETHER = "belongs together"


def faults_in_pack(pack: RulePack, before: RulePack | None = None) -> dict[tuple[Limit, str], PackFault]:
    """What can't be so, by number and part of it ("value", "source", "since"); empty when the rules are sound.

    A number that differs from `before` says since when it holds; one of a file may not know.
    """
    faults: dict[tuple[Limit, str], PackFault] = {}
    for limit, number in pack.numbers.items():
        low, high = BOUNDS[limit]
        if not low <= number.value <= high:
            is_day = limit == Limit.LEAST_DAY_MINUTES and number.value > high
            faults[limit, "value"] = PackFault.MORE_THAN_A_DAY if is_day else PackFault.OUT_OF_BOUNDS
        if not number.source.strip():
            faults[limit, "source"] = PackFault.NEEDS_SOURCE
        if before is not None and number.since is None and number.value != before.value(limit):
            faults[limit, "since"] = PackFault.NEEDS_DAY
    return {**_faults_between(pack), **faults}


def _faults_between(pack: RulePack) -> dict[tuple[Limit, str], PackFault]:
    """What two numbers say that can't both be."""
    faults: dict[tuple[Limit, str], PackFault] = {}
    for low, high in _PAIRS:
        least, most = pack.value(low), pack.value(high)
        if least is not None and most is not None and least > most:
            faults[low, "value"] = PackFault.LEAST_ABOVE_MOST
    days, minutes = pack.value(Limit.MOST_WEEK_DAYS), pack.value(Limit.LEAST_WEEK_MINUTES)
    if days is not None and minutes is not None and minutes > days * _DAY:
        faults[Limit.LEAST_WEEK_MINUTES, "value"] = PackFault.NOT_IN_A_WEEK
    together = (Limit.INDIVIDUAL_SESSIONS, Limit.INDIVIDUAL_DAYS)
    missing = [limit for limit in together if limit not in pack.numbers]
    if len(missing) == 1:
        faults[missing[0], "value"] = PackFault.BELONGS_TOGETHER
    return faults


# --- Groups ----------------------------------------------------------------------------------------------------------

LEAST_MINUTES, MOST_MINUTES, MOST_SEATS, MOST_AGE = 5, 480, 500, 120


@dataclass(frozen=True, kw_only=True)
class GroupDetails:
    """What a group is, as a director says it; where it meets is said beside it."""

    name: str
    kind: str
    capacity: int
    soft_capacity: int
    minutes: int
    name_es: str = ""
    curriculum: str = ""
    language: GroupLanguage = GroupLanguage.EN
    mode: Mode = Mode.ROOM
    least_age: int | None = None
    most_age: int | None = None
    gender: Gender = Gender.EVERYONE
    credentials: tuple[str, ...] = ()


class GroupFault(StrEnum):
    """Why a group can't be so."""

    NEEDS_NAME = "needs a name"
    SEATS_OUT_OF_BOUNDS = "seats out of bounds"
    MORE_THAN_RULES_ALLOW = "more than the rules allow"
    WORKS_BEST_ABOVE_SEATS = "works best above seats"
    LONGER_THAN_A_DAY_HOLDS = "longer than a day holds"
    SHORTER_THAN_RULES_ALLOW = "shorter than the rules allow"
    LONGER_THAN_RULES_ALLOW = "longer than the rules allow"
    AGE_OUT_OF_BOUNDS = "age out of bounds"
    AGES_OUT_OF_ORDER = "ages out of order"
    LANGUAGE_NOT_SPOKEN = "language not spoken"
    ROOM_TOO_SMALL = "room too small"
    VIDEO_HAS_NO_ROOM = "video has no room"


def faults_in_group(
    group: GroupDetails, *, pack: RulePack, languages: Collection[str], room_seats: int | None = None
) -> dict[str, GroupFault]:
    """What can't be so, by field; empty when the group is sound. `room_seats`: of the room it meets in, if any."""
    faults: dict[str, GroupFault] = {}
    if not group.name.strip():
        faults["name"] = GroupFault.NEEDS_NAME
    most_group, least, most = (
        pack.value(limit) for limit in (Limit.MOST_GROUP, Limit.LEAST_SESSION_MINUTES, Limit.MOST_SESSION_MINUTES)
    )
    if not 1 <= group.capacity <= MOST_SEATS:
        faults["capacity"] = GroupFault.SEATS_OUT_OF_BOUNDS
    elif most_group is not None and group.capacity > most_group:
        faults["capacity"] = GroupFault.MORE_THAN_RULES_ALLOW
    if not 1 <= group.soft_capacity <= group.capacity:
        faults["soft_capacity"] = GroupFault.WORKS_BEST_ABOVE_SEATS
    if not LEAST_MINUTES <= group.minutes <= MOST_MINUTES:
        faults["minutes"] = GroupFault.LONGER_THAN_A_DAY_HOLDS
    elif least is not None and group.minutes < least:
        faults["minutes"] = GroupFault.SHORTER_THAN_RULES_ALLOW
    elif most is not None and group.minutes > most:
        faults["minutes"] = GroupFault.LONGER_THAN_RULES_ALLOW
    return faults | _faults_in_who(group, languages) | _faults_in_where(group, room_seats)


def _faults_in_who(group: GroupDetails, languages: Collection[str]) -> dict[str, GroupFault]:
    faults: dict[str, GroupFault] = {}
    for name in ("least_age", "most_age"):
        age = getattr(group, name)
        if age is not None and not 0 <= age <= MOST_AGE:
            faults[name] = GroupFault.AGE_OUT_OF_BOUNDS
    if not faults and group.least_age is not None and group.most_age is not None and group.least_age > group.most_age:
        faults["most_age"] = GroupFault.AGES_OUT_OF_ORDER
    spoken = ("en", "es") if group.language == GroupLanguage.BOTH else (group.language.value,)
    if not set(spoken) <= set(languages):
        faults["language"] = GroupFault.LANGUAGE_NOT_SPOKEN
    return faults


def _faults_in_where(group: GroupDetails, room_seats: int | None) -> dict[str, GroupFault]:
    if room_seats is None:
        return {}
    if group.mode == Mode.VIDEO:
        return {"room": GroupFault.VIDEO_HAS_NO_ROOM}
    return {"room": GroupFault.ROOM_TOO_SMALL} if room_seats < group.capacity else {}


# --- Hours of a week -------------------------------------------------------------------------------------------------


class WeekHours(Protocol):
    """Hours of a weekday (Monday 0): from `start` up to `end`, in minutes since midnight."""

    @property
    def weekday(self) -> int: ...

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, order=True)
class Hours:
    """Hours of a weekday (Monday 0), week after week: from `start` up to `end`, in minutes since midnight."""

    weekday: int
    start: int
    end: int

    def to_json(self) -> dict[str, int]:
        return {"weekday": self.weekday, "start": self.start, "end": self.end}

    @classmethod
    def from_json(cls, stored: Mapping[str, int]) -> "Hours":
        return cls(stored["weekday"], stored["start"], stored["end"])


def fault_in_hours(hours: Sequence[WeekHours]) -> str:
    """Why these hours can't be: `no-day`, `too-long` (a day has 24 hours), `backwards`, `overlap`; empty when all is well."""
    for one in hours:
        if not 0 <= one.weekday <= 6:
            return "no-day"
        if not (0 <= one.start < _DAY and 0 < one.end <= _DAY):
            return "too-long"
        if one.end <= one.start:
            return "backwards"
    in_order = sorted(hours, key=lambda one: (one.weekday, one.start))
    meet = any(a.weekday == b.weekday and b.start < a.end for a, b in pairwise(in_order))
    return "overlap" if meet else ""


# --- Curricula -------------------------------------------------------------------------------------------------------


class Taught(Protocol):
    """A week's topic of a curriculum."""

    @property
    def code(self) -> str: ...

    @property
    def is_entry(self) -> bool:
        """Whether somebody new can begin with it."""
        ...


T = TypeVar("T", bound=Taught)


def topics_on(topics: Sequence[T], dates: Iterable[date]) -> dict[date, T]:
    """Which topic a group has on each of its dates: one a week, in their order, and from the first again after the last.

    `dates` are all dates of the series. A week without one takes no topic, so nobody misses a topic by a holiday; a second
    meeting in a week goes on with that week's topic.
    """
    days = sorted(set(dates))
    weeks = sorted({day - timedelta(days=day.weekday()) for day in days})
    by_week = {week: topics[number % len(topics)] for number, week in enumerate(weeks)}
    return {day: by_week[day - timedelta(days=day.weekday())] for day in days}


def next_topic(
    topics: Sequence[T], entry_on: date, dates: Iterable[date], had: Collection[str] = ()
) -> tuple[date, T] | None:
    """When somebody who comes from `entry_on` on has their next topic, and which. None where the dates hold none for them.

    They begin with a topic that is an entry; after it each week's topic is theirs, those they `had` (codes) left out. The
    same dates as for `topics_on`: all of the series.
    """
    ahead = [(day, topic) for day, topic in topics_on(topics, dates).items() if day >= entry_on]
    if not had:
        ahead = [(day, topic) for day, topic in ahead if topic.is_entry]
    return next(((day, topic) for day, topic in ahead if topic.code not in had), None)


def longest_wait(topics: Sequence[Taught]) -> int:
    """How many weeks somebody waits for an entry at the worst: 0 where every topic is one. Raises ValueError without any."""
    entries = [number for number, topic in enumerate(topics) if topic.is_entry]
    if not entries:
        raise ValueError("a curriculum has a topic to begin with")
    following = [*entries[1:], entries[0] + len(topics)]
    return max(after - before for before, after in zip(entries, following, strict=True)) - 1
