"""Which sessions may make up for missing hours of a week, and what may be told about not coming. Plain Python."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from daybridge.programs.availability.rules import DAY, Way, Week, clashes
from daybridge.programs.rules import Gender, GroupLanguage, Mode

#: More to choose from than this is a list to search, and no offer.
MOST_OFFERS = 6


@dataclass(frozen=True)
class Session:
    """A date of a group, with whom the group is for. `site` is empty where it meets by video alone."""

    id: UUID
    begins_at: datetime
    ends_at: datetime
    free: int
    site: str = ""
    language: str = GroupLanguage.BOTH
    track: str = ""
    least_age: int | None = None
    most_age: int | None = None
    gender: str = Gender.EVERYONE
    mode: str = Mode.ROOM
    kind: str = ""


@dataclass(frozen=True)
class Booked:
    """What somebody has on their calendar: a session, or a time in which they told that they can't come."""

    begins_at: datetime
    ends_at: datetime
    site: str = ""


@dataclass(frozen=True)
class Person:
    """Who may be offered something: their own clock, their told week, and what a group may ask of them."""

    zone: str
    languages: Collection[str]
    born_on: date
    week: Week = field(default_factory=Week)
    #: Empty for whoever has none: they may sit in each.
    track: str = ""
    gender_groups: Collection[str] = ()
    #: Kinds of groups in which they sit in such groups only.
    gender_specific_kinds: Collection[str] = ()

    def day_of(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def travel_to(self, site: str) -> int:
        """Minutes on the way; none for whoever joins from where they are."""
        return 0 if self.week.way == Way.VIDEO else self.week.travel.get(site, 0)


# --- Whether a week falls short --------------------------------------------------------------------------------------


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def minutes_by_week(person: Person, booked: Iterable[Booked]) -> Mapping[date, int]:
    """Booked minutes of each ISO week by the person's own clock, by its Monday."""
    counted: dict[date, int] = {}
    for one in booked:
        monday = monday_of(person.day_of(one.begins_at))
        counted[monday] = counted.get(monday, 0) + int((one.ends_at - one.begins_at).total_seconds()) // 60
    return counted


def missing_by_week(person: Person, booked: Iterable[Booked], *, asked: int, today: date) -> dict[date, int]:
    """Minutes that this week and the next fall short of what is asked, by its Monday; a week that holds enough is left out."""
    counted, first = minutes_by_week(person, booked), monday_of(today)
    missing = {monday: asked - counted.get(monday, 0) for monday in (first, first + timedelta(days=7))}
    return {monday: minutes for monday, minutes in missing.items() if minutes > 0}


# --- What fits -------------------------------------------------------------------------------------------------------


def is_for(person: Person, session: Session) -> bool:
    """Whether its group is for them at all: language, track, age on its day, and a gender that they chose, never one reckoned."""
    if session.language != GroupLanguage.BOTH and session.language not in person.languages:
        return False
    if session.track and person.track and session.track != person.track:
        return False
    if session.gender != Gender.EVERYONE and session.gender not in person.gender_groups:
        return False
    if session.gender == Gender.EVERYONE and session.kind in person.gender_specific_kinds:
        return False
    age = _years(person.born_on, person.day_of(session.begins_at))
    return (session.least_age or 0) <= age <= (session.most_age or age)


def _years(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def can_join(person: Person, session: Session) -> bool:
    """Whether it is held in a way in which they can join."""
    impossible = {Way.IN_PERSON.value: Mode.VIDEO, Way.VIDEO.value: Mode.ROOM}.get(person.week.way)
    return session.mode != impossible


def is_free_then(person: Person, session: Session) -> bool:
    """Whether their told week leaves room for it with the way there and back, by their own clock, also past midnight."""
    zone = ZoneInfo(person.zone)
    begins, ends = session.begins_at.astimezone(zone), session.ends_at.astimezone(zone)
    day, start = begins.date(), begins.hour * 60 + begins.minute
    end = (ends.date() - day).days * DAY + ends.hour * 60 + ends.minute
    return not any(
        clashes(
            person.week,
            day + timedelta(days=more),
            start - more * DAY,
            end - more * DAY,
            travel=person.travel_to(session.site),
        )
        for more in (-1, 0, 1)
    )


def meets(person: Person, session: Session, booked: Booked) -> bool:
    """Whether both can't be: at once, or at two places with too little time for the way."""
    between = timedelta(0)
    if session.site != booked.site:
        between = timedelta(minutes=max(person.travel_to(session.site), person.travel_to(booked.site)))
    return session.begins_at < booked.ends_at + between and booked.begins_at < session.ends_at + between


def offers(
    person: Person,
    sessions: Iterable[Session],
    *,
    missing: Mapping[date, int],
    booked: Sequence[Booked],
    away: Sequence[Booked] = (),
    now: datetime,
) -> list[Session]:
    """The sessions that may make up for what is missing, soonest first; `away` are times in which they said they can't come."""
    fitting = [
        one
        for one in sessions
        if one.free > 0
        and one.begins_at > now
        and monday_of(person.day_of(one.begins_at)) in missing
        and is_for(person, one)
        and can_join(person, one)
        and is_free_then(person, one)
        and not any(meets(person, one, other) for other in (*booked, *away))
    ]
    return sorted(fitting, key=lambda one: (one.begins_at, one.id))[:MOST_OFFERS]


# --- Not coming ------------------------------------------------------------------------------------------------------

#: Dates stand on the calendar eight weeks ahead; a week less, so that every date that an absence is told for is there.
MOST_DAYS_AHEAD = 7 * 7
MOST_NOTE_CHARACTERS = 200
#: How long a phone may have been without a signal for what it tells to change what is over by the time it arrives.
LONGEST_ON_ITS_WAY = timedelta(hours=48)


class Reason(StrEnum):
    """Why somebody does not come. Nobody has to prove it."""

    SICK = "sick"
    WORK = "work"
    SCHOOL = "school"
    CARE = "care"
    TRANSPORT = "transport"
    APPOINTMENT = "appointment"
    OTHER = "other"


def faults_in_absence(first: date, last: date, *, today: date, reason: str, note: str) -> dict[str, str]:
    """Which parts can't be: field -> code (`backwards`, `over`, `far-away`, `unknown`, `too-long`)."""
    faults = {}
    if last < first:
        faults["last_on"] = "backwards"
    elif last < today:
        faults["last_on"] = "over"
    elif last > today + timedelta(days=MOST_DAYS_AHEAD):
        faults["last_on"] = "far-away"
    if reason not in set(Reason):
        faults["reason"] = "unknown"
    if len(note) > MOST_NOTE_CHARACTERS:
        faults["note"] = "too-long"
    return faults


def counts_from(made_at: datetime, saved_at: datetime) -> datetime:
    """What ended after this is changed by what was told at `made_at` and came at `saved_at`."""
    return max(made_at, saved_at - LONGEST_ON_ITS_WAY)


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def time_away(reason: str, session: Booked, zone: str) -> Booked:
    """The time in which nothing else is offered: whoever is sick is so all day, whoever has an appointment has it then."""
    if reason != Reason.SICK:
        return session
    day = session.begins_at.astimezone(ZoneInfo(zone)).date()
    return days_away(day, day, zone)


def days_away(first: date, last: date, zone: str) -> Booked:
    return Booked(midnight(first, zone), midnight(last + timedelta(days=1), zone))


# --- Other hours -----------------------------------------------------------------------------------------------------

MOST_BETTER_CHARACTERS, MOST_ANSWER_CHARACTERS = 300, 300
#: How often somebody may ask until somebody of their team answers any of it.
MOST_UNANSWERED = 10


class Outcome(StrEnum):
    """What came of asking for other times. The change itself is made where seats are given."""

    DONE = "done"
    NOT_NOW = "not_now"
    TALK = "talk"


def faults_in_request(better: str, note: str) -> dict[str, str]:
    """Which parts can't be: field -> code (`empty`, `too-long`)."""
    faults = {}
    if not better.strip():
        faults["better"] = "empty"
    elif len(better) > MOST_BETTER_CHARACTERS:
        faults["better"] = "too-long"
    if len(note) > MOST_NOTE_CHARACTERS:
        faults["note"] = "too-long"
    return faults


def faults_in_answer(outcome: str, words: str) -> dict[str, str]:
    """Which parts can't be: field -> code (`unknown`, `empty`, `too-long`)."""
    faults = {}
    if outcome not in set(Outcome):
        faults["outcome"] = "unknown"
    if not words.strip():
        faults["words"] = "empty"
    elif len(words) > MOST_ANSWER_CHARACTERS:
        faults["words"] = "too-long"
    return faults
