"""How a week is drawn, and what stands in the way of a move. Plain Python: minutes are those of a day on the grid's clock."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

DAY = 24 * 60
#: A row of the grid, and what a key moves a session by.
STEP = 15
#: The hours that are drawn whatever there is.
FIRST_HOUR, LAST_HOUR = 9, 17
#: Days and weeks that are shown or asked for, before today and after it.
MOST_DAYS_AWAY = 5 * 366
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


class By(StrEnum):
    """Of what the week is shown."""

    HOUSE = "house"
    PROGRAM = "program"
    SITE = "site"
    ROOM = "room"
    LEAD = "facilitator"
    GROUP = "group"


class Load(StrEnum):
    """How full a session is."""

    EMPTY = "empty"
    FREE = "free"
    ABOVE = "above"
    FULL = "full"


class Scope(StrEnum):
    """Of what a change is: one date, or the weekly time from that date on."""

    ONCE = "once"
    ON = "on"


# --- Which week ------------------------------------------------------------------------------------------------------


def monday_of(told: str, today: date) -> date:
    """The Monday of a week such as 2026-W48; of today's where none such is told, or one out of reach."""
    this, found = today - timedelta(days=today.weekday()), _WEEK.fullmatch(told)
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else this
    except ValueError:
        return this
    return monday if is_within_reach(monday, today) else this


def is_within_reach(day: date, today: date) -> bool:
    """Whether anybody plans or looks back so far; beyond it calendars and clocks end."""
    return abs((day - today).days) <= MOST_DAYS_AWAY


def code_of(day: date) -> str:
    """The week that a day lies in, as addresses name it."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def day_shown(told: str, monday: date, today: date, held: Iterable[date]) -> date:
    """The one day that a phone shows: the one asked for, else today, else the first on which there is something."""
    days = [monday + timedelta(days=number) for number in range(7)]
    if told in (asked := {day.isoformat(): day for day in days}):
        return asked[told]
    return today if today in days else min((day for day in held if day in days), default=monday)


def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def start_of(day: date, zone: str) -> datetime:
    """The moment a day begins on a clock."""
    return datetime.combine(day, time(), ZoneInfo(zone))


# --- Where a session stands ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Side by side: in which lane of its day a session stands, from 1, and over how many it may spread."""

    lane: int
    wide: int


def places(spans: Sequence[tuple[int, int]]) -> tuple[list[Place], int]:
    """Where each of a day's sessions (start, end) stands so that none hides another, and how many lanes the day has."""
    order = sorted(range(len(spans)), key=lambda one: (spans[one][0], -spans[one][1], one))
    lanes: dict[int, int] = {}
    ends: list[int] = []
    for one in order:
        start, end = spans[one]
        lane = next((at for at, until in enumerate(ends) if until <= start), len(ends))
        ends[lane : lane + 1] = [end]
        lanes[one] = lane
    count = max(1, len(ends))
    return [Place(lanes[one] + 1, _room_beside(one, lanes, spans, count)) for one in range(len(spans))], count


def _room_beside(one: int, lanes: dict[int, int], spans: Sequence[tuple[int, int]], count: int) -> int:
    start, end = spans[one]
    beside = [lanes[other] for other, (a, b) in enumerate(spans) if a < end and start < b and lanes[other] > lanes[one]]
    return min(beside, default=count) - lanes[one]


def hours_drawn(spans: Iterable[tuple[int, int]]) -> range:
    """The full hours that a grid of these sessions has."""
    told = list(spans)
    first = min((start // 60 for start, _ in told), default=FIRST_HOUR)
    last = max((-(-end // 60) for _, end in told), default=LAST_HOUR)
    return range(min(first, FIRST_HOUR), max(last, LAST_HOUR))


def rows_of(start: int, end: int, first_hour: int) -> tuple[int, int]:
    """In which row a session begins, from 0, and how many it takes; rows begun are rows taken."""
    begins = (start - first_hour * 60) // STEP
    ends = -(-(end - first_hour * 60) // STEP)
    return begins, ends - begins


def on_clock(begins_at: datetime, ends_at: datetime, zone: str) -> tuple[date, int, int]:
    """The day, and the minutes since midnight from and to, that a clock shows; what goes past midnight ends with its day."""
    begins, ends = begins_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    start = begins.hour * 60 + begins.minute
    end = ends.hour * 60 + ends.minute if ends.date() == begins.date() else DAY
    # On the night when clocks go back, something may end earlier than it began by the clock on the wall.
    return begins.date(), start, end if end > start else min(DAY, start + STEP)


def load_of(taken: int, works_best: int, capacity: int) -> Load:
    """How full it is: above what works best a seat is still a seat, and somebody says yes to it."""
    if taken >= capacity:
        return Load.FULL
    if taken >= works_best:
        return Load.ABOVE
    return Load.FREE if taken else Load.EMPTY


# --- What a move meets -----------------------------------------------------------------------------------------------


class Meets(StrEnum):
    """What a move would meet."""

    ROOM = "room"
    LEAD = "lead"
    PEOPLE = "people"
    CLOSED = "closed"
    OVER = "over"
    MIDNIGHT = "midnight"
    ROOM_SMALL = "room-small"
    AWAY = "away"
    TOLD = "told"


#: What the calendar refuses; the rest is for whoever decides to weigh.
REFUSED = frozenset(Meets) - {Meets.AWAY, Meets.TOLD}


def faults_in_move(
    day: date, start: int, minutes: int, *, today: date, now: int, closed: Iterable[date]
) -> list[Meets]:
    """What stands in the way of a session on a day at a time, whoever and whatever it takes. `now` is in minutes of today."""
    found = []
    if (day, start) <= (today, now):
        found.append(Meets.OVER)
    if not 0 <= start < DAY or start + minutes > DAY:
        found.append(Meets.MIDNIGHT)
    if day in closed:
        found.append(Meets.CLOSED)
    return found


def moves_from(on_day: date, new_day: date, weekly_from: date) -> date:
    """From which day on a weekly time is another one, when its date on `on_day` goes to `new_day`: no week loses its session."""
    return max(min(on_day, new_day), weekly_from)


def shifted(dates: Iterable[tuple[UUID, date]], on_day: date, new_day: date) -> dict[UUID, date]:
    """Where the dates of a weekly time come to stand when that of `on_day` goes to `new_day`; those before it stay."""
    by = new_day - on_day
    return {one: day + by for one, day in dates if day >= on_day}


# --- A new program's first week --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Taken:
    """Hours of a weekday that somebody or something has already."""

    who: UUID
    weekday: int
    start: int
    end: int


@dataclass(frozen=True)
class Suggested:
    """A time that a template suggests for a group, and the group's usual room."""

    group_id: UUID
    weekday: int
    start: int
    minutes: int
    room_id: UUID | None

    @property
    def end(self) -> int:
        return self.start + self.minutes

    def taken_by(self, who: UUID) -> Taken:
        return Taken(who, self.weekday, self.start, self.end)


def is_taken(who: UUID, row: Suggested, taken: Iterable[Taken]) -> bool:
    """Whether somebody or something has other hours at a suggested time."""
    return any(
        one.who == who and one.weekday == row.weekday and one.start < row.end and row.start < one.end for one in taken
    )


def deal(rows: Sequence[Suggested], may: Sequence[Sequence[UUID]], taken: Iterable[Taken]) -> list[UUID | None]:
    """A leader for each time: of those who may, one who is free then and leads least; nobody where all are taken."""
    busy = list(taken)
    minutes: dict[UUID, int] = {}
    dealt: list[UUID | None] = []
    for row, candidates in zip(rows, may, strict=True):
        free = [one for one in candidates if not is_taken(one, row, busy)]
        lead = min(free, key=lambda one: (minutes.get(one, 0), candidates.index(one)), default=None)
        if lead:
            minutes[lead] = minutes.get(lead, 0) + row.minutes
            busy.append(row.taken_by(lead))
        dealt.append(lead)
    return dealt


def twice_taken(chosen: Sequence[tuple[int, Suggested, UUID | None]], taken: Iterable[Taken]) -> set[int]:
    """The numbers of those times whose room or leader (None: none) is taken then, or has another of these times at once."""
    busy, found = list(taken), set()
    for number, row, who in chosen:
        if who is None:
            continue
        if is_taken(who, row, busy):
            found.add(number)
        busy.append(row.taken_by(who))
    return found
