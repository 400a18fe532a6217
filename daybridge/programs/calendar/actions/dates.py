"""What happens to single dates: cancelled, held otherwise, closed days; and how that is taken back."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import access
from daybridge.people.models import Organization, Staff
from daybridge.programs.calendar import queries, rules
from daybridge.programs.calendar.actions import booking
from daybridge.programs.calendar.actions.booking import ONE_DAY
from daybridge.programs.calendar.events import (
    DayClosed,
    DayOpened,
    OccurrenceCancelled,
    OccurrenceChanged,
    OccurrenceRestored,
)
from daybridge.programs.calendar.models import Closure, Occurrence
from daybridge.programs.calendar.rules import State
from daybridge.programs.calendar.sentences import fault_in_words, may_not_lead_in_words
from daybridge.programs.models import Room, Site


@action(allow=access.is_director)
def cancel_occurrence(actor: Actor, occurrence: Occurrence, *, why: str) -> OccurrenceCancelled:
    """Say that a date does not take place. Everybody and the room are free then. Raises Conflict (409) once it has begun."""
    if not why.strip():
        raise Invalid(_("Say why."), fields={"why": _("Say why in a few words.")})
    occurrence = booking.locked_date(occurrence)
    repeated = occurrence.state == State.CANCELLED
    if not repeated and occurrence.begins_at <= clock.now():
        raise Conflict(_("This session has begun or is over: it stays as it was."))
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
    if occurrence.state != State.PLANNED:
        raise Conflict(_("This session is over or does not take place."))
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
    """Close a site, or the whole house, for a day: what is still to come of it on the calendar does not take place.

    Raises Conflict (409) for a day that is over.
    """
    if day < clock.today(site.time_zone if site else organization.time_zone):
        raise Conflict(_("That day is over."))
    closure, made = Closure.objects.get_or_create(
        organization=organization, site=site, day=day, defaults={"name": name.strip()[:80]}
    )
    zone = site.time_zone if site else organization.time_zone
    begins, ends = (datetime.combine(one, time(), ZoneInfo(zone)) for one in (day, day + ONE_DAY))
    held = Occurrence.objects.filter(begins_at__gte=begins, begins_at__lt=ends, organization=organization)
    there = booking.to_come(held)
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
