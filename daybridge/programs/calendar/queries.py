"""Looking at the calendar."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Participant, Staff
from daybridge.programs.calendar.models import Booking, Closure, Occurrence, Seat, Series
from daybridge.programs.calendar.rules import State, is_on
from daybridge.programs.models import Group

#: Seats and weekly times but those that were taken back before they began.
HELD = Q(until_on=None) | Q(until_on__gte=F("from_on"))
_WITH_GROUP = ("series__group", "series__site", "series__room", "series__lead", "cover", "other_room")


def zone_of(series: Series) -> str:
    """The clock that a series goes by."""
    return series.site.time_zone if series.site else series.organization.time_zone


def closed_days(organization_id: UUID, site_id: UUID | None, first: date, last: date) -> set[date]:
    """The days on which a site is closed, by its own or the whole house's."""
    own = Q(site=None) | Q(site_id=site_id) if site_id else Q(site=None)
    found = Closure.objects.filter(own, organization_id=organization_id, day__range=(first, last))
    return set(found.values_list("day", flat=True))


def series(actor: Actor, series_id: UUID) -> Series:
    """One weekly time of the actor's house. Raises NotYours."""
    found = Series.objects.filter(id=series_id).select_related("group", "site", "room", "lead", "organization").first()
    if found is None or not (actor.is_staff or actor.is_system):
        raise NotYours()
    return found


def series_by_id(ids: Collection[UUID]) -> dict[UUID, Series]:
    found = Series.objects.filter(id__in=ids).select_related("group", "site", "room", "lead", "organization")
    return {one.id: one for one in found}


def occurrences_by_id(ids: Collection[UUID]) -> dict[UUID, Occurrence]:
    found = Occurrence.objects.filter(id__in=ids).select_related(*_WITH_GROUP, "series__organization")
    return {one.id: one for one in found}


def standing_series(program_id: UUID, on: date) -> QuerySet[Series]:
    """The weekly times of a program that hold on a day or later."""
    found = Series.objects.filter(HELD, group__program_id=program_id).filter(Q(until_on=None) | Q(until_on__gte=on))
    return found.select_related("group", "site", "room", "lead").order_by("weekday", "start", "group__name")


def seats_of(participant_id: UUID, on: date) -> list[Seat]:
    """The seats that somebody has on a day or later."""
    found = Seat.objects.filter(HELD, participant_id=participant_id).filter(Q(until_on=None) | Q(until_on__gte=on))
    related = ("series__group", "series__site", "series__room", "series__lead")
    return list(found.select_related(*related).order_by("series__weekday", "series__start"))


def sits_in(participant_id: UUID, group_id: UUID) -> bool:
    """Whether somebody has a seat in a weekly time of a group today, by the clock of where it is held."""
    seats = Seat.objects.filter(HELD, participant_id=participant_id, series__group_id=group_id)
    return any(_holds_today(one) for one in seats.select_related("series__site", "series__organization"))


def _holds_today(one: Seat) -> bool:
    today = clock.today(zone_of(one.series))
    return one.from_on <= today and (one.until_on is None or one.until_on >= today)


def came_from(before: Series, after: Series, participant_id: UUID) -> bool:
    """Whether somebody had a seat in a weekly time of the same group up to when the next began."""
    had = Seat.objects.filter(series=before, participant_id=participant_id, is_left=False)
    return before.group_id == after.group_id and had.filter(until_on__gte=after.from_on - timedelta(days=1)).exists()


def series_of_house(organization_id: UUID, on: date) -> list[Series]:
    """The weekly times of every program that hold on a day or later."""
    found = Series.objects.filter(HELD, organization_id=organization_id).filter(Q(until_on=None) | Q(until_on__gte=on))
    return list(
        found.select_related("group", "site", "room", "lead", "organization").order_by("weekday", "start", "id")
    )


def not_held(series_ids: Collection[UUID], first: date, last: date) -> set[UUID]:
    """Those of these whose dates between two days, both included, are all called off."""
    dates = Occurrence.objects.filter(series_id__in=series_ids, on_day__range=(first, last))
    held = set(dates.filter(state=State.PLANNED).values_list("series_id", flat=True))
    return set(dates.values_list("series_id", flat=True)) - held


def seats_in(series_ids: Collection[UUID], first: date, last: date | None) -> dict[UUID, list[Seat]]:
    """Who has seats in these between two days, both included; without a last one, seats that have no end."""
    seats = Seat.objects.filter(HELD, series_id__in=series_ids)
    ahead = seats.filter(until_on=None) if last is None else seats.filter(
        Q(until_on=None) | Q(until_on__gte=first), from_on__lte=last
    )  # fmt: skip
    found: dict[UUID, list[Seat]] = {}
    for one in ahead.order_by("id"):
        found.setdefault(one.participant_id, []).append(one)
    return found


def dates_between(series_id: UUID, first: date, last: date) -> list[Occurrence]:
    """The dates of a series between two days, both included, that take place and have not begun."""
    found = Occurrence.objects.filter(
        series_id=series_id, on_day__range=(first, last), state=State.PLANNED, begins_at__gt=clock.now()
    )
    return list(found.select_related(*_WITH_GROUP).order_by("on_day"))


def occurrence(actor: Actor, occurrence_id: UUID) -> Occurrence:
    """One date of the actor's house. Raises NotYours."""
    found = Occurrence.objects.filter(id=occurrence_id).select_related(*_WITH_GROUP, "series__organization").first()
    if found is None or not (actor.is_staff or actor.is_system):
        raise NotYours()
    return found


def who_left(seat_ids: Collection[UUID]) -> set[UUID]:
    """Whose of these seats somebody ended since."""
    return set(Seat.objects.filter(id__in=seat_ids, is_left=True).values_list("participant_id", flat=True))


def seats_by_id(seat_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Seat -> whose it is."""
    return dict(Seat.objects.filter(id__in=seat_ids).values_list("id", "participant_id"))


def seats_for_good(series_id: UUID, from_on: date) -> int:
    """How many have a seat in a series without an end, from a day on or sooner."""
    return Seat.objects.filter(series_id=series_id, until_on=None, from_on__lte=from_on).count()


def seats_after(series_id: UUID, last_on: date) -> list[Seat]:
    """The seats of a series that would still hold after a day."""
    found = Seat.objects.filter(HELD, series_id=series_id).filter(Q(until_on=None) | Q(until_on__gt=last_on))
    return list(found.select_related("participant").order_by("id"))


def seated(series_id: UUID) -> list[Participant]:
    """Who has a seat without an end."""
    return [
        one.participant for one in Seat.objects.filter(series_id=series_id, until_on=None).select_related("participant")
    ]


def roster(occurrence_id: UUID) -> list[Participant]:
    """Who is booked into a date."""
    found = Booking.objects.standing().filter(occurrence_id=occurrence_id, participant__isnull=False)
    return [one.participant for one in found.select_related("participant") if one.participant]


def standing_bookings(occurrence_ids: Collection[UUID]) -> list[UUID]:
    """The ids of all that these dates take: people, staff, rooms."""
    return list(Booking.objects.standing().filter(occurrence_id__in=occurrence_ids).values_list("id", flat=True))


def may_lead(staff: Staff, group: Group) -> bool:
    """Whether one of the credentials that a group asks for stands behind this name; a group may ask for none."""
    return not group.credentials or bool(set(group.credentials) & set(staff.credentials.replace(",", " ").split()))


def next_of(series_ids: Sequence[UUID], day: date) -> dict[UUID, Occurrence]:
    """The next date of each series that takes place, from a day on."""
    found = Occurrence.objects.filter(series_id__in=series_ids, on_day__gte=day, state=State.PLANNED)
    return {one.series_id: one for one in found.order_by("series_id", "on_day").distinct("series_id")}


def seat(actor: Actor, seat_id: UUID) -> Seat:
    """A seat of somebody whom this actor may look at. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = (
        Seat.objects.filter(id=seat_id, participant_id__in=visible)
        .select_related("series__site", "series__organization", "participant")
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def sessions_of(participant_id: UUID, *, since: datetime, until: datetime) -> list[Occurrence]:
    """What a participant is booked into, in order."""
    booked = Booking.objects.standing().filter(participant_id=participant_id).values("occurrence_id")
    found = Occurrence.objects.filter(id__in=booked, begins_at__gte=since, begins_at__lt=until)
    return list(found.select_related(*_WITH_GROUP).order_by("begins_at"))


def planned_of_program(program_id: UUID, *, since: datetime, until: datetime) -> list[Occurrence]:
    """What a program holds between two moments, in order."""
    found = Occurrence.objects.filter(series__group__program_id=program_id, state=State.PLANNED)
    return list(
        found.filter(begins_at__gte=since, begins_at__lt=until).select_related(*_WITH_GROUP).order_by("begins_at")
    )


def any_occurrence(occurrence_id: UUID) -> Occurrence:
    """One date of the house, for a participant who does something with it. Raises NotYours."""
    found = Occurrence.objects.filter(id=occurrence_id).select_related(*_WITH_GROUP).first()
    if found is None:
        raise NotYours()
    return found


def cancelled_of(participant_id: UUID, *, since: datetime, until: datetime) -> list[Occurrence]:
    """The dates of somebody's seats, and those they took for themselves, that do not take place, in order; the reason is for staff."""
    off = Occurrence.objects.filter(state=State.CANCELLED, begins_at__gte=since, begins_at__lt=until)
    theirs = Seat.objects.filter(HELD, participant_id=participant_id, series_id=OuterRef("series_id"))
    theirs = theirs.filter(Q(until_on=None) | Q(until_on__gte=OuterRef("on_day")), from_on__lte=OuterRef("on_day"))
    taken = Booking.objects.filter(participant_id=participant_id, is_make_up=True, occurrence_id=OuterRef("id"))
    found = off.filter(Exists(theirs) | Exists(taken))
    return list(found.select_related(*_WITH_GROUP).order_by("begins_at"))


def made_up_by(participant_id: UUID, occurrence_ids: Collection[UUID]) -> set[UUID]:
    """Which of these a participant took for that date alone."""
    found = Booking.objects.standing().filter(participant_id=participant_id, occurrence_id__in=occurrence_ids)
    return set(found.filter(is_make_up=True).values_list("occurrence_id", flat=True))


def taken_seats(occurrence_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many participants are booked into each of these; one with none is left out."""
    booked = Booking.objects.standing().filter(occurrence_id__in=occurrence_ids, participant__isnull=False)
    counted = booked.values("occurrence_id").annotate(count=Count("id"))
    return {one["occurrence_id"]: one["count"] for one in counted}


def first_clash(wanted: Iterable[Booking]) -> Booking | None:
    """The first booking that stands in the way of one of these."""
    standing = Booking.objects.standing().select_related(
        "participant", "staff", "room", "occurrence__series__group", "occurrence__series__site", "organization"
    )
    for one in wanted:
        found = (
            standing.filter(who=one.who, during__overlap=one.during).exclude(occurrence_id=one.occurrence_id).first()
        )
        if found:
            return found
    return None


@dataclass(frozen=True)
class Unbooked:
    """A date that stands on the calendar without who leads it, its room, or somebody who has a seat: they are elsewhere then."""

    occurrence: Occurrence
    who: str
    participant_id: UUID | None = None


def unbooked(actor: Actor, program_id: UUID, since: datetime) -> list[Unbooked]:
    """What the calendar could not book on dates ahead, in order; whoever the actor may not look at is not named."""
    ahead = Occurrence.objects.filter(series__group__program_id=program_id, state=State.PLANNED, begins_at__gte=since)
    dates = list(ahead.select_related(*_WITH_GROUP, "series__organization").order_by("begins_at"))
    known = Booking.objects.filter(occurrence__in=dates)
    booked, standing = (set(some.values_list("occurrence_id", "who")) for some in (known, known.standing()))
    seats: dict[UUID, list[Seat]] = {}
    for seat in Seat.objects.filter(series__group__program_id=program_id).select_related("participant"):
        seats.setdefault(seat.series_id, []).append(seat)
    names = {one.id: str(one.name) for one in people.participants(actor)}
    found = []
    for one in dates:
        house = [one.led_by, one.held_in] if one.held_in else [one.led_by]
        found += [Unbooked(one, str(thing)) for thing in house if (one.id, thing.id) not in standing]
        found += [
            Unbooked(one, names.get(seat.participant_id, ""), seat.participant_id)
            for seat in seats.get(one.series_id, ())
            if is_on(seat.from_on, seat.until_on, one.on_day) and (one.id, seat.participant_id) not in booked
        ]
    return found


def seats_of_many(
    participant_ids: Collection[UUID], series_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], list[tuple[date, date | None]]]:
    """(participant, series) -> from when until when they have or had a seat in it."""
    found: dict[tuple[UUID, UUID], list[tuple[date, date | None]]] = {}
    seats = Seat.objects.filter(participant_id__in=participant_ids, series_id__in=series_ids)
    for who, series_id, first, last in seats.values_list("participant_id", "series_id", "from_on", "until_on"):
        found.setdefault((who, series_id), []).append((first, last))
    return found


def comers(occurrence_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who is booked into each of these dates; one with nobody is left out."""
    found: dict[UUID, set[UUID]] = {}
    booked = Booking.objects.standing().filter(occurrence_id__in=occurrence_ids, participant__isnull=False)
    for occurrence_id, who in booked.values_list("occurrence_id", "who"):
        found.setdefault(occurrence_id, set()).add(who)
    return found


def planned(series_id: UUID, first: date, last: date | None) -> list[Occurrence]:
    """The occurrences of a series between two days, both included, that take place and have not begun; without a last one all."""
    found = Occurrence.objects.filter(
        series_id=series_id, on_day__gte=first, state=State.PLANNED, begins_at__gt=clock.now()
    )
    return list((found.filter(on_day__lte=last) if last else found).order_by("on_day"))


def not_booked(participant_id: UUID, occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    """Those of these that a participant isn't booked into yet: a date they took for itself stays as it is."""
    booked = Booking.objects.standing().filter(participant_id=participant_id, occurrence__in=occurrences)
    known = set(booked.values_list("occurrence_id", flat=True))
    return [one for one in occurrences if one.id not in known]
