"""Setting weekly times, ending them, and keeping the dates ahead on the calendar."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.core.ids import new_id
from daybridge.people import access
from daybridge.people.models import Organization, Staff
from daybridge.programs import queries as programs
from daybridge.programs.apart import queries as apart
from daybridge.programs.calendar import queries, rules
from daybridge.programs.calendar.actions import booking
from daybridge.programs.calendar.actions.booking import ONE_DAY
from daybridge.programs.calendar.events import (
    CalendarExtended,
    SeriesEnded,
    SeriesOpened,
    SeriesReopened,
)
from daybridge.programs.calendar.models import Occurrence, Seat, Series
from daybridge.programs.calendar.rules import State, Weekly
from daybridge.programs.calendar.sentences import fault_in_words, may_not_lead_in_words
from daybridge.programs.models import Group, Room, Site


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
    if last_on < clock.today(queries.zone_of(series)) - ONE_DAY:
        raise Invalid(
            _("Check the date."), fields={"last_on": _("Sessions that were held stay: choose today or later.")}
        )
    repeated = series.until_on is not None and series.until_on <= last_on
    seats = queries.seats_after(series.id, last_on)
    if not repeated:
        series.until_on = last_on
        series.save(update_fields=["until_on"])
        booking.end_seats(seats, last_on, are_left=False)
        booking.call_off(booking.to_come(Occurrence.objects.filter(series=series, on_day__gt=last_on)), why="")
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
    ended_on: date,
    seats: Mapping[UUID, date | None],
    bookings: Collection[UUID],
) -> SeriesReopened:
    """Take back that a weekly time ended on a day: its dates to come, these seats (until when each) and these bookings stand again.

    Raises Conflict (409) in words when it ends on another day by now, or the room, who leads it or who sat in it is taken.
    """
    series = booking.locked(series)
    repeated = series.until_on == until_on
    if not repeated:
        if series.until_on != ended_on:
            raise Conflict(_("This weekly time ends on another day by now. Take that back first."))
        series.until_on = until_on
        series.save(update_fields=["until_on"])
        here = Seat.objects.filter(series=series, id__in=list(seats), is_left=False)
        for seat in here.filter(participant__in=programs.in_a_program()).order_by("id"):
            if not apart.is_seated_with(seat.participant_id, series.id, ended_on + ONE_DAY, until_on):
                Seat.objects.filter(id=seat.id).update(until_on=seats[seat.id])
        off = Occurrence.objects.filter(series=series, on_day__gt=ended_on, why="", state=State.CANCELLED)
        off = off.filter(on_day__lte=until_on) if until_on else off
        last = max(off.values_list("on_day", flat=True), default=ended_on)
        closed = queries.closed_days(series.organization_id, series.site_id, ended_on, last)
        booking.stand_again(off.exclude(on_day__in=closed), bookings=bookings)
    return SeriesReopened(
        organization_id=series.organization_id, subject_id=series.id, repeated=repeated,
        accounts=booking.accounts(series, queries.seated(series.id)),
    )  # fmt: skip


@action(allow=access.nobody_but_the_system)
def extend_calendar(actor: Actor, organization: Organization) -> CalendarExtended:
    """Put what is missing of the weeks ahead on the calendar. A booking that clashes is left out, and counted."""
    count = clashes = 0
    today = clock.today(organization.time_zone)
    going_on = Series.objects.filter(Q(until_on=None) | Q(until_on__gte=today), organization=organization)
    going_on = going_on.select_related("site", "organization", "group")
    for series in going_on.select_for_update(of=("self",)).order_by("id"):
        seats = list(Seat.objects.filter(series=series).order_by("made_at", "id"))
        for occurrence in booking.put_ahead(series):
            count += 1
            wanted = booking.of_the_house(series, occurrence)
            sitting = [one for one in seats if rules.is_on(one.from_on, one.until_on, occurrence.on_day)]
            in_time = sitting[: series.group.capacity]  # whoever has the seat the longest
            clashes += len(sitting) - len(in_time)
            wanted += [booking.of_participant(one.participant_id, occurrence) for one in in_time]
            clashes += 0 if booking.book_if_free(wanted) else sum(not booking.book_if_free([one]) for one in wanted)
    return CalendarExtended(
        organization_id=organization.id, subject_id=organization.id, count=count, clashes=clashes, repeated=not count
    )
