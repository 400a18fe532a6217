"""Looking at a week of dated sessions, and at what a move would meet. In as many queries for six sessions as for sixty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Organization, Participant
from daybridge.programs import queries as programs
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Booking, Closure, Occurrence, Series
from daybridge.programs.calendar.rules import State
from daybridge.programs.grid import rules, sentences
from daybridge.programs.grid.rules import By
from daybridge.programs.models import Group, Program, Room, Site
from daybridge.programs.planning import queries as planning
from daybridge.programs.planning.models import ScheduleVersion
from daybridge.programs.planning.queries import VersionRow

_SHOWN = ("series__group__program", "series__site", "series__room", "series__lead", "cover", "other_room")
_WEEK = timedelta(days=7)
_NEWEST_VERSIONS = 200


@dataclass(frozen=True)
class Choice:
    """Something that the week can be shown of."""

    value: str
    label: str


@dataclass(frozen=True)
class Look:
    """What somebody asked to see. `which` is the id of the room, group or whoever; nothing for the whole house."""

    by: By
    which: UUID | None
    monday: date
    #: The one day that a phone shows, as it was asked for.
    day: str = ""

    @cached_property
    def asked(self) -> str:
        """The same week of the same thing, as addresses say it."""
        of = f"&by={self.by}&which={self.which}" if self.which else ""
        return f"week={rules.code_of(self.monday)}{of}"


@dataclass(frozen=True)
class Block:
    """One session of the week as it is drawn. `start` and `end` are minutes of the grid's clock."""

    occurrence: Occurrence
    start: int
    end: int
    when: str
    #: Its site's own clock, where that is not the grid's.
    own_clock: str
    where: str
    taken: int
    row: int = 0
    rows: int = 0
    lane: int = 1
    wide: int = 1

    @property
    def group(self) -> Group:
        return self.occurrence.series.group

    @property
    def is_cancelled(self) -> bool:
        return self.occurrence.state == State.CANCELLED

    @property
    def is_over(self) -> bool:
        return self.occurrence.begins_at <= clock.now()

    @property
    def may_move(self) -> bool:
        return not (self.is_cancelled or self.is_over)

    @property
    def minutes(self) -> int:
        return int((self.occurrence.ends_at - self.occurrence.begins_at).total_seconds()) // 60

    @property
    def load(self) -> rules.Load:
        return rules.load_of(self.taken, self.group.soft_capacity, self.group.capacity)

    @property
    def load_words(self) -> str:
        return sentences.load_in_words(self.taken, self.group)


@dataclass(frozen=True)
class Day:
    """One day of the week: its sessions in order, and what is closed."""

    day: date
    blocks: Sequence[Block]
    closures: Sequence[Closure]
    lanes: int
    is_today: bool
    is_shown: bool


@dataclass(frozen=True)
class Grid:
    """A week of one thing, or of the whole house."""

    look: Look
    name: str
    zone: str
    zone_words: str
    days: Sequence[Day]
    hours: range
    is_this_week: bool

    @property
    def last(self) -> date:
        return self.look.monday + timedelta(days=6)

    @property
    def previous(self) -> str:
        return rules.code_of(self.look.monday - _WEEK)

    @property
    def next(self) -> str:
        return rules.code_of(self.look.monday + _WEEK)

    @property
    def code(self) -> str:
        return rules.code_of(self.look.monday)

    @property
    def rows(self) -> int:
        return len(self.hours) * 60 // rules.STEP

    @property
    def sessions(self) -> int:
        return sum(not one.is_cancelled for day in self.days for one in day.blocks)


# --- Of what ---------------------------------------------------------------------------------------------------------


def choices(actor: Actor, by: By) -> list[Choice]:
    """What a week can be shown of; nothing to choose for the whole house."""
    if by is By.PROGRAM:
        return [Choice(str(one.id), one.called) for one in programs.programs(actor)]
    if by is By.SITE:
        return [Choice(str(one.id), one.name) for one in Site.objects.still_open().order_by("name")]
    if by is By.ROOM:
        rooms = Room.objects.still_open().select_related("site").order_by("site__name", "name")
        return [Choice(str(one.id), f"{one.site.name}: {one.name}") for one in rooms]
    if by is By.LEAD:
        return [Choice(str(one.id), one.name) for one in people.carers(actor)]
    if by is By.GROUP:
        groups = Group.objects.still_open().select_related("program").order_by("program__name", "name")
        return [Choice(str(one.id), f"{one.program.called}: {one.called}") for one in groups]
    return []


def _of(look: Look) -> Q:
    if look.which is None:
        return Q()
    lead_here = Q(cover=look.which) | Q(cover=None, series__lead=look.which)
    room_here = Q(other_room=look.which) | Q(other_room=None, series__room=look.which)
    return {
        By.HOUSE: Q(), By.PROGRAM: Q(series__group__program=look.which), By.SITE: Q(series__site=look.which),
        By.ROOM: room_here, By.LEAD: lead_here, By.GROUP: Q(series__group=look.which),
    }[look.by]  # fmt: skip


def _site_of(look: Look) -> Site | None:
    """Whose clock a grid goes by, where it is of one place."""
    if look.which and look.by is By.SITE:
        return Site.objects.filter(id=look.which).first()
    if look.which and look.by is By.ROOM:
        return Site.objects.filter(rooms=look.which).first()
    return None


# --- The week --------------------------------------------------------------------------------------------------------


def week(actor: Actor, organization: Organization, look: Look, *, name: str = "") -> Grid:
    """A week of dated sessions, on the clock of the place that was chosen, or of the house."""
    site = _site_of(look)
    zone = site.time_zone if site else organization.time_zone
    today = clock.today(zone)
    blocks = _blocks(look, organization, zone)
    shown = rules.day_shown(look.day, look.monday, today, blocks)
    drawn = rules.hours_drawn([(one.start, one.end) for day in blocks.values() for one in day])
    closures = _closures(look.monday, site)
    days = [look.monday + timedelta(days=number) for number in range(7)]
    columns = [
        _day(day, blocks.get(day, []), [one for one in closures if one.day == day], drawn, today, shown) for day in days
    ]
    whose = site.name if site else organization.name
    return Grid(
        look, name, zone, sentences.clock_in_words(whose, zone), columns, drawn, look.monday <= today <= days[-1]
    )


def _day(
    day: date, blocks: list[Block], closures: list[Closure], drawn: range, today: date, shown: date
) -> Day:  # fmt: skip
    blocks = sorted(blocks, key=lambda one: (one.start, one.end, one.group.name))
    stands, lanes = rules.places([(one.start, one.end) for one in blocks])
    placed = []
    for one, place in zip(blocks, stands, strict=True):
        row, rows = rules.rows_of(one.start, one.end, drawn.start)
        placed.append(replace(one, row=row, rows=rows, lane=place.lane, wide=place.wide))
    return Day(day, placed, closures, lanes, day == today, day == shown)


def _blocks(look: Look, organization: Organization, zone: str) -> dict[date, list[Block]]:
    found = list(_sessions(look, zone))
    taken = calendar.taken_seats([one.id for one in found])
    blocks: dict[date, list[Block]] = {}
    for one in found:
        day, start, end = rules.on_clock(one.begins_at, one.ends_at, zone)
        own = one.series.site.time_zone if one.series.site else organization.time_zone
        block = Block(
            one, start, end, sentences.hours_in_words(one, zone),
            "" if own == zone else sentences.own_clock_in_words(one, own), sentences.where_in_words(one),
            taken.get(one.id, 0),
        )  # fmt: skip
        blocks.setdefault(day, []).append(block)
    return blocks


def _sessions(look: Look, zone: str) -> QuerySet[Occurrence]:
    """The sessions of a week; one that was taken off because its weekly time ended or moved is not told."""
    since, until = (rules.start_of(day, zone) for day in (look.monday, look.monday + _WEEK))
    found = Occurrence.objects.filter(_of(look), begins_at__gte=since, begins_at__lt=until)
    told = found.exclude(state=State.CANCELLED, why="")
    return told.select_related(*_SHOWN).order_by("begins_at", "ends_at", "id")


def _closures(monday: date, site: Site | None) -> list[Closure]:
    found = Closure.objects.filter(day__range=(monday, monday + timedelta(days=6))).select_related("site")
    return list((found.filter(Q(site=None) | Q(site=site)) if site else found).order_by("day", "site__name"))


def closures_since(actor: Actor, day: date) -> list[Closure]:
    """The days that are closed from a day on, in order."""
    return list(
        Closure.objects.filter(day__gte=day).select_related("site", "organization").order_by("day", "site__name")
    )


def closure(actor: Actor, closure_id: UUID) -> Closure:
    """One closed day of the actor's house. Raises NotYours."""
    found = Closure.objects.filter(id=closure_id).select_related("site", "organization").first()
    if found is None or not actor.is_staff:
        raise NotYours()
    return found


# --- What was done ---------------------------------------------------------------------------------------------------


def lately(actor: Actor, most: int = 4) -> list[VersionRow]:
    """The newest versions of the house's week, the newest first; those of one person's seats are told beside that person."""
    found = ScheduleVersion.objects.filter(participant=None).select_related("program", "made_by", "undoes", "undone_by")
    return planning.version_rows(actor, list(found.order_by("-made_at", "-id")[:most]))


def version_of(occurrence: Occurrence) -> ScheduleVersion | None:
    """The newest version that changed a date alone, where it has not been taken back; of its program's newest."""
    newest = ScheduleVersion.objects.filter(program=occurrence.series.group.program_id).order_by("-number")
    # A page must not grow with every version that was ever made; what is older is taken back from where it stands.
    found = ScheduleVersion.objects.filter(
        id__in=newest.values("id")[:_NEWEST_VERSIONS], changes__contains=[{"occurrence_id": str(occurrence.id)}]
    )
    return found.filter(undone_by=None, undoes=None).order_by("-made_at", "-id").first()


# --- One session -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Roster:
    """Who comes: by name whom this actor may look at, the others as a number."""

    named: Sequence[Participant]
    others: int

    @property
    def count(self) -> int:
        return len(self.named) + self.others


def roster(actor: Actor, occurrence: Occurrence) -> Roster:
    """Who is booked into a date."""
    booked = Booking.objects.standing().filter(occurrence=occurrence, participant__isnull=False)
    named = people.participants(actor).filter(id__in=booked.values("participant_id"))
    known = sorted(named, key=lambda one: one.called.casefold())
    return Roster(known, booked.count() - len(known))


def dates_ahead(occurrence: Occurrence, most: int = 8) -> list[tuple[Occurrence, str, int]]:
    """The next dates of the same weekly time, each with its words and how many come."""
    found = Occurrence.objects.filter(series=occurrence.series_id, begins_at__gt=max(clock.now(), occurrence.begins_at))
    told = list(found.exclude(state=State.CANCELLED, why="").select_related(*_SHOWN).order_by("begins_at")[:most])
    taken = calendar.taken_seats([one.id for one in told])
    zone = calendar.zone_of(occurrence.series)
    return [(one, sentences.dated_in_words(one, zone), taken.get(one.id, 0)) for one in told]


def rooms_for(occurrence: Occurrence) -> list[Room]:
    """Where it could be held: the rooms of its site."""
    return list(Room.objects.still_open().filter(site=occurrence.series.site_id).order_by("name"))


def is_room(room_id: UUID) -> bool:
    """Whether the house has such a room."""
    return Room.objects.filter(id=room_id).exists()


def all_rooms(actor: Actor) -> list[Room]:
    """The open rooms of every site, in order."""
    return list(Room.objects.still_open().select_related("site").order_by("site__name", "name"))


def groups_to_set(actor: Actor) -> list[Group]:
    """The open groups of every open program, in order."""
    found = Group.objects.still_open().filter(program__is_open=True)
    return list(found.select_related("program__organization", "site", "room__site").order_by("program__name", "name"))


def group_of_house(actor: Actor, group_id: UUID) -> Group:
    found = Group.objects.filter(id=group_id).select_related("program__organization", "site", "room__site").first()
    if found is None or not actor.is_staff:
        raise NotYours()
    return found


def programs_without_times(actor: Actor) -> list[Program]:
    """The open programs whose groups have suggested times and no weekly time at all: a new one."""
    set_already = Series.objects.values("group__program_id")
    suggested = Group.objects.still_open().exclude(suggested_times=[]).values("program_id")
    return list(programs.programs(actor).filter(id__in=suggested).exclude(id__in=set_already))
