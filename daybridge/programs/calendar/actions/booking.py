"""How seats, rooms and people are put on the calendar and taken off it; the deeds that use this are in `actions`."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from daybridge.core import clock
from daybridge.core.errors import Conflict
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.programs.apart import queries as apart
from daybridge.programs.attending import queries as attending
from daybridge.programs.calendar import queries, rules
from daybridge.programs.calendar.models import Booking, Occurrence, Seat, Series
from daybridge.programs.calendar.rules import State
from daybridge.programs.calendar.sentences import clash_in_words
from daybridge.ui import words

ONE_DAY = timedelta(days=1)


def locked(series: Series) -> Series:
    """Whoever gives seats of a series or ends it waits for whoever does so already."""
    found = Series.objects.select_for_update(of=("self",)).select_related(
        "group", "site", "room", "lead", "organization"
    )
    return found.get(id=series.id)


def locked_date(occurrence: Occurrence) -> Occurrence:
    """Whoever changes a date or takes a seat on it waits for whoever does so already."""
    found = Occurrence.objects.select_for_update(of=("self",)).select_related(
        "series__group", "series__site", "series__room", "series__lead", "series__organization", "cover", "other_room"
    )
    return found.get(id=occurrence.id)


def hold(found: QuerySet[Series] | QuerySet[Occurrence]) -> None:
    """Whoever else changes these waits until this is done; what is read from now on is what holds."""
    list(found.select_for_update(of=("self",)).order_by("id").values_list("id"))


def put_ahead(series: Series) -> list[Occurrence]:
    """The dates up to the horizon that are not on the calendar yet, put there."""
    today = clock.today(queries.zone_of(series))
    last = today + timedelta(days=rules.HORIZON_DAYS)
    known = set(Occurrence.objects.filter(series=series, on_day__gte=today).values_list("on_day", flat=True))
    closed = queries.closed_days(series.organization_id, series.site_id, today, last)
    zone = queries.zone_of(series)
    made = []
    for day in rules.days_of(series.weekly, today, last, closed=closed | known):
        begins, ends = rules.moments(series.weekly, day, zone)
        made.append(
            Occurrence(
                organization_id=series.organization_id, series=series, on_day=day, begins_at=begins, ends_at=ends
            )
        )
    return Occurrence.objects.bulk_create(made)


def of_the_house(series: Series, occurrence: Occurrence) -> list[Booking]:
    return [of_lead(occurrence, series.lead_id), *([of_room(occurrence, series.room_id)] if series.room_id else [])]


def of_lead(occurrence: Occurrence, staff_id: UUID) -> Booking:
    return _booking(occurrence, who=staff_id, staff_id=staff_id)


def of_room(occurrence: Occurrence, room_id: UUID) -> Booking:
    return _booking(occurrence, who=room_id, room_id=room_id)


def of_participant(participant_id: UUID, occurrence: Occurrence, *, is_make_up: bool = False) -> Booking:
    return _booking(occurrence, who=participant_id, participant_id=participant_id, is_make_up=is_make_up)


def _booking(occurrence: Occurrence, **of: object) -> Booking:
    during = TimestamptzRange(occurrence.begins_at, occurrence.ends_at)
    return Booking(organization_id=occurrence.organization_id, occurrence=occurrence, during=during, **of)


def book(wanted: Sequence[Booking]) -> None:
    """All or none. Raises Conflict that says with what the first clashes."""
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(wanted)
    except IntegrityError as error:
        raise _clash(wanted) from error


def _clash(wanted: Sequence[Booking]) -> Conflict:
    clash = queries.first_clash(wanted)
    if clash is None:  # whoever was in the way has just gone: it can be tried again
        return Conflict(_("This was changed at the same moment. Try again."))
    return Conflict(clash_in_words(clash, queries.zone_of(clash.occurrence.series)), code="taken")


def book_if_free(wanted: Sequence[Booking]) -> bool:
    """All or none."""
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(wanted)
    except IntegrityError:
        return False
    return True


def refuse_full(participant: Participant, series: Series, ahead: Sequence[Occurrence]) -> None:
    """Whoever else takes seats of these dates waits until this is done.

    A date on which somebody sits whom they must not meet is refused as a full one is: the same words, code and status, and no
    count that a roster would give the lie to.
    """
    ids = [one.id for one in ahead]
    hold(Occurrence.objects.filter(id__in=ids))
    taken, withheld = queries.taken_seats(ids), apart.withheld(participant.id, ids)
    found = next((one for one in ahead if taken.get(one.id, 0) >= series.group.capacity or one.id in withheld), None)
    if found:
        raise full(series, found.on_day)


def refuse_taken(participant: Participant, occurrence: Occurrence) -> None:
    """For the participant's own eyes: a seat that is gone and one that is withheld from them read the same."""
    taken = queries.taken_seats([occurrence.id]).get(occurrence.id, 0)
    if taken >= occurrence.series.group.capacity or apart.withheld(participant.id, [occurrence.id]):
        raise Conflict(_("This seat was taken just now. Look at the other sessions."), code="full")


def full(series: Series, day: date) -> Conflict:
    return Conflict(_("%(group)s is full on %(day)s.") % {"group": series.group, "day": words.day(day)}, code="full")


def end_seats(seats: Sequence[Seat], last_on: date, *, are_left: bool) -> None:
    """Their last day; one that has not begun by then was never held. Seats that were left do not come back with their weekly time."""
    for seat in seats:
        seat.until_on = max(last_on, seat.from_on - ONE_DAY)
        seat.is_left = seat.is_left or are_left
    Seat.objects.bulk_update(seats, ["until_on", "is_left"])


def to_come(found: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """Those of these dates that have not begun: what was is never changed."""
    return found.filter(state=State.PLANNED, begins_at__gt=clock.now())


def call_off(found: Iterable[Occurrence], *, why: str) -> None:
    """These dates do not take place; who and what they took is free."""
    ids = [one.id for one in found]
    Occurrence.objects.filter(id__in=ids).update(state=State.CANCELLED, why=why)
    Booking.objects.standing().filter(occurrence_id__in=ids).take_off()


def stand_again(found: Iterable[Occurrence], *, bookings: Collection[UUID]) -> None:
    """Dates that were called off take place after all, with those of these bookings who may still come; what has begun stays as it is.

    Left out is whoever is in no program any more, has left the seat meanwhile, told that they will not come, must not meet
    somebody who is there, or has no place any more. Raises Conflict in words when somebody or something was given away meanwhile.
    """
    ids = sorted(one.id for one in found)
    dates = list(
        Occurrence.objects.filter(id__in=ids, begins_at__gt=clock.now())
        .select_for_update(of=("self",)).select_related("series__group").order_by("id")
    )  # fmt: skip
    Occurrence.objects.filter(id__in=[one.id for one in dates]).update(state=State.PLANNED, why="")
    wanted = Booking.objects.filter(id__in=bookings, occurrence__in=dates, is_on=False).order_by("id")
    again = [one for one in wanted if one.participant_id is None]
    again += _may_return(dates, [one for one in wanted if one.participant_id])
    try:
        with transaction.atomic():
            Booking.objects.filter(id__in=[one.id for one in again]).put_back()
    except IntegrityError as error:
        raise _clash(again) from error


def _may_return(dates: Sequence[Occurrence], wanted: Sequence[Booking]) -> list[Booking]:
    """One after the other, so that of two who must not meet, or of the last place, the first has it."""
    people = {one.who for one in wanted}
    here = set(programs.in_a_program().filter(participant_id__in=people).values_list("participant_id", flat=True))
    seats = queries.seats_of_many(people, [one.series_id for one in dates])
    away, coming = attending.away_on(people, dates), queries.comers([one.id for one in dates])
    apart_from = apart.kept_from_each_other(people | {who for there in coming.values() for who in there})
    date_of = {one.id: one for one in dates}
    again = []
    for one in wanted:
        day, there = date_of[one.occurrence_id], coming.setdefault(one.occurrence_id, set())
        has_seat = one.is_make_up or any(
            rules.is_on(first, last, day.on_day) for first, last in seats.get((one.who, day.series_id), ())
        )
        has_place = len(there) < day.series.group.capacity and not there & apart_from.get(one.who, set())
        if one.who in here and has_seat and has_place and (one.who, day.id) not in away and one.who not in there:
            there.add(one.who)
            again.append(one)
    return again


def move(occurrence: Occurrence, *, lead_id: UUID, room_id: UUID | None) -> None:
    """Book a date anew for its own times, led by this one and in this room; whoever sits in it comes along.

    Raises Conflict in words.
    """
    standing = Booking.objects.standing().filter(occurrence=occurrence)
    coming = [of_participant(one.participant_id, occurrence, is_make_up=one.is_make_up)
              for one in standing if one.participant_id]  # fmt: skip
    standing.take_off()
    # Who told that they will not come may take it back: their booking is then for the new time.
    during = TimestamptzRange(occurrence.begins_at, occurrence.ends_at)
    Booking.objects.filter(occurrence=occurrence, is_on=False).update(during=during)
    room = [of_room(occurrence, room_id)] if room_id else []
    book([of_lead(occurrence, lead_id), *room, *coming])


def accounts(series: Series, participants: Iterable[Participant]) -> tuple[UUID, ...]:
    """Whose screens look again: who leads it, and who sits in it."""
    return tuple(one for one in (series.lead.account_id, *(person.account_id for person in participants)) if one)
