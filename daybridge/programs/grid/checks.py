"""What a session that is moved would meet, told before anybody moves it. The calendar refuses the worst of it all the same."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from psycopg.types.range import TimestamptzRange

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.people.models import Organization, Participant
from daybridge.programs.availability import queries as availability
from daybridge.programs.availability.rules import Week, clashes
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar import rules as weekly_rules
from daybridge.programs.calendar.models import Booking, Occurrence
from daybridge.programs.calendar.rules import State, Weekly
from daybridge.programs.grid import rules, sentences
from daybridge.programs.grid.rules import Meets
from daybridge.programs.models import Room
from daybridge.programs.staffing import queries as staffing
from daybridge.programs.staffing.rules import moments as away_moments
from daybridge.ui import words

_TOLD_WEEKS = 2  # shifts that alternate are met in one of two weeks


@dataclass(frozen=True)
class Target:
    """Where a session would be: a day and minutes since midnight on a clock, for so long, in which room and led by whom."""

    day: date
    start: int
    minutes: int
    zone: str
    lead_id: UUID
    room_id: UUID | None

    @property
    def span(self) -> tuple[datetime, datetime]:
        return _moments(self.day, self.start, self.minutes, self.zone)


@dataclass(frozen=True)
class Met:
    """Something that a move would meet. What is not refused is for whoever decides to weigh."""

    meets: Meets
    words: str
    is_refused: bool


@dataclass(frozen=True)
class Checked:
    """What the move of one date meets, and what the later dates would meet if they moved with it."""

    when: str
    now: Sequence[Met]
    later: Sequence[Met]


@dataclass(frozen=True)
class _Moved:
    """A date at its new place, and who comes to it."""

    occurrence: Occurrence
    begins: datetime
    ends: datetime
    coming: Collection[UUID]


def check(actor: Actor, organization: Organization, occurrence: Occurrence, target: Target) -> Checked:
    """What stands in the way of holding a date there and then; of it alone, and of all from it on."""
    dates = [occurrence, *_later(occurrence)]
    moved = list(_moved(occurrence, target, dates, _coming(dates)))
    taken = _taken(moved, target)
    first, later = moved[:1], moved[1:]
    whole = _whole(actor, organization, occurrence, target, first[0])
    met = [*whole, *_met_by(actor, taken, first, target), *_told(actor, moved[:_TOLD_WEEKS], occurrence)]
    return Checked(
        sentences.placed_in_words(words.day(target.day), target.start, target.minutes),
        met, list(_later_by(taken, later, target)),
    )  # fmt: skip


def _moments(day: date, start: int, minutes: int, zone: str) -> tuple[datetime, datetime]:
    return weekly_rules.moments(Weekly(day.weekday(), start % weekly_rules.DAY, minutes, day), day, zone)


def _later(occurrence: Occurrence) -> list[Occurrence]:
    found = Occurrence.objects.filter(series=occurrence.series_id, on_day__gt=occurrence.on_day, state=State.PLANNED)
    return list(found.order_by("on_day"))


def _coming(dates: Sequence[Occurrence]) -> Mapping[UUID, set[UUID]]:
    booked = Booking.objects.standing().filter(occurrence__in=dates, participant__isnull=False)
    coming: dict[UUID, set[UUID]] = {}
    for occurrence_id, participant_id in booked.values_list("occurrence_id", "participant_id"):
        coming.setdefault(occurrence_id, set()).add(participant_id)
    return coming


def _moved(
    occurrence: Occurrence, target: Target, dates: Sequence[Occurrence], coming: Mapping[UUID, set[UUID]]
) -> Iterator[_Moved]:
    """Each date at its new place: the later ones go as many days on as the first does, to the same hour of the site's clock."""
    begins, ends = target.span
    yield _Moved(occurrence, begins, ends, coming.get(occurrence.id, set()))
    zone = calendar.zone_of(occurrence.series)
    day, start, _end = rules.on_clock(begins, ends, zone)
    places = rules.shifted([(one.id, one.on_day) for one in dates[1:]], occurrence.on_day, day)
    for one in dates[1:]:
        yield _Moved(one, *_moments(places[one.id], start, target.minutes, zone), coming.get(one.id, set()))


def _taken(moved: Sequence[_Moved], target: Target) -> list[Booking]:
    """What is booked then of all that these dates take; their own series aside, for it moves with them."""
    who = {
        target.lead_id,
        *([target.room_id] if target.room_id else []),
        *(one for date in moved for one in date.coming),
    }
    then = Q(pk=None)
    for one in moved:
        then |= Q(during__overlap=TimestamptzRange(one.begins, one.ends))
    standing = Booking.objects.standing().filter(then, who__in=who)
    related = (
        "staff",
        "room",
        "occurrence__series__group",
        "occurrence__series__site",
        "occurrence__series__organization",
    )
    others = standing.exclude(occurrence__in=[one.occurrence for one in moved])
    return list(others.select_related(*related).order_by("during", "id"))


def _met_by(actor: Actor, taken: Sequence[Booking], moved: Sequence[_Moved], target: Target) -> Iterator[Met]:
    """Room and leader by name with what takes them, and those who come by number: names of those this actor may look at."""
    for who, meets in ((target.room_id, Meets.ROOM), (target.lead_id, Meets.LEAD)):
        found = [one for one in taken if one.who == who and any(_overlaps(one, date) for date in moved)]
        if found:
            zone = calendar.zone_of(found[0].occurrence.series)
            yield Met(meets, sentences.taken_in_words(found[0], zone), is_refused=True)
    busy = {one.who for one in taken for date in moved if one.who in date.coming and _overlaps(one, date)}
    if busy:
        yield Met(Meets.PEOPLE, sentences.booked_in_words(len(busy), _names(actor, busy)), is_refused=True)


def _later_by(taken: Sequence[Booking], moved: Sequence[_Moved], target: Target) -> Iterator[Met]:
    """The same of the dates after it, counted."""
    for who, meets in ((target.room_id, Meets.ROOM), (target.lead_id, Meets.LEAD)):
        count = sum(any(one.who == who and _overlaps(one, date) for one in taken) for date in moved)
        if count:
            yield Met(meets, sentences.later_in_words(meets, count), is_refused=True)
    busy = {one.who for one in taken for date in moved if one.who in date.coming and _overlaps(one, date)}
    if busy:
        yield Met(Meets.PEOPLE, sentences.later_in_words(Meets.PEOPLE, len(busy)), is_refused=True)


def _overlaps(booking: Booking, moved: _Moved) -> bool:
    return bool(booking.during.lower < moved.ends and moved.begins < booking.during.upper)


def _names(actor: Actor, ids: Collection[UUID]) -> list[str]:
    return sorted(one.name for one in people.participants(actor).filter(id__in=ids))


def _whole(
    actor: Actor, organization: Organization, occurrence: Occurrence, target: Target, moved: _Moved
) -> Iterator[Met]:
    """What is in the way whoever comes: the clock, a closed day, the size of the room, leave."""
    zone = calendar.zone_of(occurrence.series)
    day, start, _end = rules.on_clock(moved.begins, moved.ends, zone)
    closed = calendar.closed_days(organization.id, occurrence.series.site_id, day, day)
    local = clock.now().astimezone(ZoneInfo(zone))
    for meets in rules.faults_in_move(
        day, start, target.minutes, today=local.date(), now=local.hour * 60 + local.minute, closed=closed
    ):
        yield Met(meets, sentences.meets_in_words(meets), is_refused=True)
    yield from _of_room(occurrence, target, len(moved.coming))
    yield from _of_leave(actor, organization, target, moved)


def _of_room(occurrence: Occurrence, target: Target, coming: int) -> Iterator[Met]:
    present = occurrence.held_in
    if target.room_id is None or (present and present.id == target.room_id):
        return
    room = Room.objects.get(id=target.room_id)
    if room.capacity < coming:
        said = sentences.meets_in_words(Meets.ROOM_SMALL, room=room.capacity, coming=coming)
        yield Met(Meets.ROOM_SMALL, said, is_refused=True)


def _of_leave(actor: Actor, organization: Organization, target: Target, moved: _Moved) -> Iterator[Met]:
    around = timedelta(days=1)
    for away in staffing.leaves_between(target.day - around, target.day + around):
        stretches = away_moments(away.days, organization.time_zone)
        if away.staff_id == target.lead_id and any(a < moved.ends and moved.begins < b for a, b in stretches):
            who = people.staff_member(actor, target.lead_id).name
            yield Met(Meets.AWAY, sentences.meets_in_words(Meets.AWAY, who=who), is_refused=False)
            return


def _told(actor: Actor, moved: Sequence[_Moved], occurrence: Occurrence) -> Iterator[Met]:
    """Who of those who come has told that they can't come then, by their own clock, in this week or the next."""
    coming = {one for date in moved for one in date.coming}
    weeks = availability.weeks_of_many(coming)
    zones = dict(Participant.objects.filter(id__in=weeks).values_list("id", "time_zone"))
    site = occurrence.series.site_id
    cannot = {
        one
        for date in moved
        for one in date.coming
        if one in weeks and _cannot(weeks[one], date, zones[one], str(site) if site else "")
    }
    if cannot:
        yield Met(Meets.TOLD, sentences.told_in_words(len(cannot), _names(actor, cannot)), is_refused=False)


def _cannot(week: Week, moved: _Moved, zone: str, site: str) -> bool:
    day, start, end = rules.on_clock(moved.begins, moved.ends, zone)
    return bool(clashes(week, day, start, end, travel=week.travel.get(site, 0)))
