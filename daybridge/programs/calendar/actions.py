"""Setting weekly times, giving seats, and keeping the dates ahead on the calendar."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.core.ids import new_id
from daybridge.people import access
from daybridge.people.models import Organization, Participant, Staff
from daybridge.programs import queries as programs
from daybridge.programs.apart import queries as apart
from daybridge.programs.calendar import booking, queries, rules
from daybridge.programs.calendar.events import (
    CalendarExtended,
    DayClosed,
    DayOpened,
    MakeUpTaken,
    OccurrenceCancelled,
    OccurrenceChanged,
    OccurrenceRestored,
    SeatLeft,
    SeatTaken,
    SeriesEnded,
    SeriesOpened,
    SeriesReopened,
)
from daybridge.programs.calendar.models import Booking, Closure, Occurrence, Seat, Series
from daybridge.programs.calendar.rules import State, Weekly
from daybridge.programs.calendar.sentences import fault_in_words, may_not_lead_in_words
from daybridge.programs.models import Group, Room, Site

ONE_DAY = timedelta(days=1)

# --- Weekly times ----------------------------------------------------------------------------------------------------


@action(allow=access.is_director)
def open_series(
    actor: Actor, group: Group, *, weekly: Weekly, lead: Staff, site: Site | None = None, room: Room | None = None,
    series_id: UUID | None = None,
) -> SeriesOpened:  # fmt: skip
    """Set a weekly time for a group and put its dates ahead on the calendar. Whoever plans ahead brings the id.

    Raises Invalid (422) at what can't be, Conflict (409) in words when the room or who leads it is taken then.
    """
    faults = {name: fault_in_words(fault) for name, fault in rules.faults_in(weekly).items()}
    if room and room.site_id != (site.id if site else None):
        faults["room"] = _("This room is at another site.")
    if not queries.may_lead(lead, group):
        faults["lead"] = may_not_lead_in_words(group)
    if room and room.capacity < group.capacity:
        faults["room"] = _("This room holds %(room)s; the group has %(group)s seats.") % {
            "room": room.capacity, "group": group.capacity
        }  # fmt: skip
    if faults:
        raise Invalid(_("This time can't be set."), fields=faults)
    series = Series.objects.create(
        id=series_id or new_id(),
        organization_id=group.organization_id,
        group=group,
        weekday=weekly.weekday,
        start=weekly.start,
        minutes=weekly.minutes,
        site=site,
        room=room,
        lead=lead,
        from_on=weekly.from_on,
        until_on=weekly.until_on,
    )
    booking.book([one for occurrence in booking.put_ahead(series) for one in booking.of_the_house(series, occurrence)])
    return SeriesOpened(
        organization_id=series.organization_id, subject_id=series.id, group_id=group.id, from_on=weekly.from_on,
        accounts=booking.accounts(series, ()),
    )  # fmt: skip


@action(allow=access.is_director)
def end_series(actor: Actor, series: Series, *, last_on: date) -> SeriesEnded:
    """Let a weekly time end with a day; what was stays as it was, and seats end with it.

    The day before it began takes it back. Raises Invalid (422) for an earlier one.
    """
    series = booking.locked(series)
    if last_on < series.from_on - ONE_DAY:
        raise Invalid(_("Check the date."), fields={"last_on": _("This is before it began.")})
    repeated = series.until_on is not None and series.until_on <= last_on
    seats = queries.seats_after(series.id, last_on)
    if not repeated:
        series.until_on = last_on
        series.save(update_fields=["until_on"])
        _end(seats, last_on)
        booking.call_off(Occurrence.objects.filter(series=series, on_day__gt=last_on, state=State.PLANNED), why="")
    return SeriesEnded(
        organization_id=series.organization_id, subject_id=series.id, last_on=last_on, repeated=repeated,
        accounts=booking.accounts(series, [one.participant for one in seats]),
    )  # fmt: skip


@action(allow=access.is_director)
def reopen_series(
    actor: Actor,
    series: Series,
    *,
    until_on: date | None,
    seats: Mapping[UUID, date | None],
    bookings: Collection[UUID],
) -> SeriesReopened:
    """Take back that a weekly time ended: its dates to come, these seats (until when each) and these bookings stand again.

    Raises Conflict (409) in words when the room, who leads it or who sat in it is taken by now.
    """
    series = booking.locked(series)
    repeated = series.until_on == until_on
    ended = series.until_on or until_on
    if not repeated and ended:
        series.until_on = until_on
        series.save(update_fields=["until_on"])
        today = clock.today(queries.zone_of(series))
        off = Occurrence.objects.filter(
            series=series, on_day__gt=ended, on_day__gte=today, why="", state=State.CANCELLED
        )
        booking.stand_again(off, bookings=bookings)
        for seat in Seat.objects.filter(series=series, id__in=list(seats), participant__in=programs.in_a_program()):
            Seat.objects.filter(id=seat.id).update(until_on=seats[seat.id])
    return SeriesReopened(
        organization_id=series.organization_id, subject_id=series.id, repeated=repeated,
        accounts=booking.accounts(series, queries.seated(series.id)),
    )  # fmt: skip


# --- Seats -----------------------------------------------------------------------------------------------------------


@action(allow=access.treats_or_works_intake)
def take_seat(
    actor: Actor, participant: Participant, *, series: Series, from_on: date, until_on: date | None = None
) -> SeatTaken:
    """Give a participant a seat in a weekly time from a day on.

    Raises Conflict (409) in words: the group is full on a day, or they are in another one then, or in no program.
    """
    series = booking.locked(series)
    if programs.current_episode(participant.id) is None:
        raise Conflict(_("This person is in no program now."))
    if series.until_on and series.until_on < from_on:
        raise Conflict(_("This weekly time has ended by then."))
    known = Seat.objects.filter(series=series, participant=participant, until_on=None).first()
    if known is None:
        ahead = queries.not_booked(participant.id, queries.planned(series.id, from_on, until_on))
        booking.refuse_full(participant, series, ahead)
        if apart.is_seated_with(participant.id, series.id, from_on, until_on):
            raise booking.full(series, from_on)
        known = Seat.objects.create(
            organization_id=series.organization_id, series=series, participant=participant, from_on=from_on,
            until_on=until_on,
        )  # fmt: skip
        booking.book([booking.of_participant(participant.id, one) for one in ahead])
        repeated = False
    else:
        repeated = True
    return SeatTaken(
        organization_id=series.organization_id, subject_id=known.id, participant_id=participant.id,
        series_id=series.id, from_on=known.from_on, repeated=repeated, accounts=booking.accounts(series, [participant]),
    )  # fmt: skip


@action(allow=access.treats_or_works_intake)
def leave_seat(actor: Actor, seat: Seat, *, last_on: date) -> SeatLeft:
    """Let a seat end with a day. What was before stays; the dates after it are free for somebody else.

    A day before it begins takes it back: it was never held, and ends the day before it began.
    """
    seat = Seat.objects.select_for_update(of=("self",)).select_related("series", "participant").get(id=seat.id)
    repeated = seat.until_on is not None and seat.until_on <= last_on
    if not repeated:
        _end([seat], last_on)
        after = Booking.objects.standing().filter(
            participant_id=seat.participant_id, occurrence__series_id=seat.series_id, occurrence__on_day__gt=last_on,
            is_make_up=False,
        )  # fmt: skip
        after.update(is_on=False)
    return SeatLeft(
        organization_id=seat.organization_id, subject_id=seat.id, participant_id=seat.participant_id, last_on=last_on,
        repeated=repeated, accounts=booking.accounts(seat.series, [seat.participant]),
    )  # fmt: skip


@action(allow=access.nobody_but_the_system)
def leave_all_seats(actor: Actor, participant: Participant, *, last_on: date) -> SeatLeft:
    """A stay is over: nobody waits for them any more."""
    seats = list(
        Seat.objects.filter(Q(until_on=None) | Q(until_on__gt=last_on), participant=participant).select_for_update()
    )
    _end(seats, last_on)
    Booking.objects.standing().filter(participant=participant, occurrence__on_day__gt=last_on).update(is_on=False)
    return SeatLeft(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id,
        last_on=last_on, repeated=not seats, accounts=tuple(one for one in [participant.account_id] if one),
    )  # fmt: skip


def _end(seats: Sequence[Seat], last_on: date) -> None:
    """One that has not begun by then was never held."""
    for seat in seats:
        seat.until_on = max(last_on, seat.from_on - ONE_DAY)
    Seat.objects.bulk_update(seats, ["until_on"])


@action(allow=access.is_participant_self)
def take_make_up(actor: Actor, participant: Participant, *, occurrence: Occurrence) -> MakeUpTaken:
    """Take a free seat on one date. Two phones and one seat: the second is told that it is taken."""
    occurrence = booking.locked_date(occurrence)
    episode = programs.current_episode(participant.id)
    if episode is None or occurrence.series.group.program_id != episode.program_id:
        raise Conflict(_("This session is not one of your program."))
    if occurrence.state != State.PLANNED or occurrence.begins_at <= clock.now():
        raise Conflict(_("This session is over or does not take place."))
    known = Booking.objects.standing().filter(occurrence=occurrence, participant=participant).exists()
    if not known:
        booking.refuse_full(participant, occurrence.series, [occurrence])
        booking.book([booking.of_participant(participant.id, occurrence, is_make_up=True)])
    return MakeUpTaken(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, participant_id=participant.id,
        series_id=occurrence.series_id, repeated=known, accounts=booking.accounts(occurrence.series, [participant]),
    )  # fmt: skip


# --- Dates -----------------------------------------------------------------------------------------------------------


@action(allow=access.is_director)
def cancel_occurrence(actor: Actor, occurrence: Occurrence, *, why: str) -> OccurrenceCancelled:
    """Say that a date does not take place. Everybody and the room are free then."""
    if not why.strip():
        raise Invalid(_("Say why."), fields={"why": _("Say why in a few words.")})
    occurrence = booking.locked_date(occurrence)
    repeated = occurrence.state == State.CANCELLED
    booked = queries.roster(occurrence.id)
    if not repeated:
        booking.call_off(Occurrence.objects.filter(id=occurrence.id), why=why.strip()[:200])
    return OccurrenceCancelled(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, on_day=occurrence.on_day,
        repeated=repeated, accounts=booking.accounts(occurrence.series, booked),
    )  # fmt: skip


@action(allow=access.is_director)
def restore_occurrence(actor: Actor, occurrence: Occurrence, *, bookings: Collection[UUID]) -> OccurrenceRestored:
    """Take back that a date was cancelled, with those of these bookings whose people are still here.

    Raises Conflict (409) in words when it is over, its day is closed, or somebody is taken by now.
    """
    occurrence = booking.locked_date(occurrence)
    repeated = occurrence.state == State.PLANNED
    if not repeated:
        _refuse_past_and_closed(occurrence)
        booking.stand_again([occurrence], bookings=bookings)
    return OccurrenceRestored(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, on_day=occurrence.on_day,
        repeated=repeated, accounts=booking.accounts(occurrence.series, queries.roster(occurrence.id)),
    )  # fmt: skip


@action(allow=access.is_director)
def change_occurrence(
    actor: Actor, occurrence: Occurrence, *, begins_at: datetime, minutes: int, lead: Staff, room: Room | None
) -> OccurrenceChanged:
    """Hold one date at another time, in another room or led by somebody else; the weekly time stays as it is.

    Raises Invalid (422) at what can't be, Conflict (409) in words for what is over, closed or taken.
    """
    occurrence = booking.locked_date(occurrence)
    _refuse_past_and_closed(occurrence)
    series, before = (
        occurrence.series,
        (occurrence.begins_at, occurrence.ends_at, occurrence.led_by, occurrence.held_in),
    )
    ends_at = begins_at + timedelta(minutes=minutes)
    repeated = before == (begins_at, ends_at, lead, room)
    if not repeated:
        _refuse_what_cannot_be(occurrence, minutes=minutes, lead=lead, room=room)
        occurrence.begins_at, occurrence.ends_at = begins_at, ends_at
        occurrence.cover = None if lead == series.lead else lead
        occurrence.other_room = None if room == series.room else room
        _refuse_past_and_closed(occurrence)
        occurrence.save(update_fields=["begins_at", "ends_at", "cover", "other_room"])
        booking.move(occurrence, lead_id=lead.id, room_id=room.id if room else None)
    return OccurrenceChanged(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, on_day=occurrence.on_day,
        repeated=repeated, accounts=booking.accounts(series, queries.roster(occurrence.id)),
    )  # fmt: skip


def _refuse_past_and_closed(occurrence: Occurrence) -> None:
    series = occurrence.series
    if occurrence.begins_at <= clock.now():
        raise Conflict(_("This session is over or does not take place."))
    day = clock.day_of(occurrence.begins_at, queries.zone_of(series))
    if queries.closed_days(series.organization_id, series.site_id, day, day):
        raise Conflict(_("That day is closed."))


def _refuse_what_cannot_be(occurrence: Occurrence, *, minutes: int, lead: Staff, room: Room | None) -> None:
    group, faults = occurrence.series.group, {}
    if not rules.SHORTEST <= minutes <= rules.LONGEST:
        faults["minutes"] = fault_in_words("too-short" if minutes < rules.SHORTEST else "too-long")
    if not queries.may_lead(lead, group):
        faults["lead"] = may_not_lead_in_words(group)
    if room and room.site_id != occurrence.series.site_id:
        faults["room"] = _("This room is at another site.")
    elif room is None and occurrence.series.room_id:
        faults["room"] = _("This group meets in a room: choose one.")
    elif room and room.capacity < (coming := len(queries.roster(occurrence.id))):
        faults["room"] = _("This room holds %(room)s; %(coming)s people come.") % {
            "room": room.capacity, "coming": coming
        }  # fmt: skip
    if faults:
        raise Invalid(_("This can't be."), fields=faults)


@action(allow=access.is_director)
def close_day(actor: Actor, organization: Organization, *, day: date, name: str, site: Site | None = None) -> DayClosed:
    """Close a site, or the whole house, for a day: what stood on the calendar then does not take place."""
    closure, made = Closure.objects.get_or_create(
        organization=organization, site=site, day=day, defaults={"name": name.strip()[:80]}
    )
    there = Occurrence.objects.filter(on_day=day, state=State.PLANNED, organization=organization)
    off = list(there.filter(series__site=site) if site else there)
    if off:
        closure.occurrences += [one.id for one in off]
        closure.bookings += queries.standing_bookings([one.id for one in off])
        closure.save(update_fields=["occurrences", "bookings"])
        booking.call_off(off, why=closure.name)
    return DayClosed(organization_id=organization.id, subject_id=closure.id, day=day, repeated=not made)


@action(allow=access.is_director)
def open_day(actor: Actor, closure: Closure) -> DayOpened:
    """Take a closure back: what it took off the calendar stands again, with whoever is still here.

    Raises Conflict (409) in words when the day is over, or somebody is taken by now.
    """
    closure = Closure.objects.select_for_update(of=("self",)).select_related("site", "organization").get(id=closure.id)
    if closure.day < clock.today(closure.site.time_zone if closure.site else closure.organization.time_zone):
        raise Conflict(_("That day is over."))
    off = Occurrence.objects.filter(id__in=closure.occurrences, state=State.CANCELLED, why=closure.name)
    booking.stand_again(off, bookings=closure.bookings)
    opened = DayOpened(organization_id=closure.organization_id, subject_id=closure.id, day=closure.day)
    closure.delete()
    return opened


@action(allow=access.nobody_but_the_system)
def extend_calendar(actor: Actor, organization: Organization) -> CalendarExtended:
    """Put what is missing of the weeks ahead on the calendar. A booking that clashes is left out, and counted."""
    count = clashes = 0
    going_on = Series.objects.filter(organization=organization, until_on=None).select_related("site", "organization")
    for series in going_on.select_for_update(of=("self",)).order_by("id"):
        seats = list(Seat.objects.filter(series=series))
        for occurrence in booking.put_ahead(series):
            count += 1
            wanted = booking.of_the_house(series, occurrence)
            wanted += [
                booking.of_participant(one.participant_id, occurrence)
                for one in seats
                if rules.is_on(one.from_on, one.until_on, occurrence.on_day)
            ]
            clashes += 0 if booking.book_if_free(wanted) else sum(not booking.book_if_free([one]) for one in wanted)
    return CalendarExtended(
        organization_id=organization.id, subject_id=organization.id, count=count, clashes=clashes, repeated=not count
    )
