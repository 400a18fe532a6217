"""Setting weekly times, giving seats, and keeping the dates ahead on the calendar."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import access
from daybridge.people.models import Organization, Participant, Staff
from daybridge.programs import queries as programs
from daybridge.programs.attending import queries as attending
from daybridge.programs.calendar import queries, rules
from daybridge.programs.calendar.events import (
    CalendarExtended,
    DayClosed,
    MakeUpGivenBack,
    MakeUpTaken,
    OccurrenceCancelled,
    SeatLeft,
    SeatTaken,
    SeriesEnded,
    SeriesOpened,
)
from daybridge.programs.calendar.models import Booking, Closure, Occurrence, Seat, Series
from daybridge.programs.calendar.rules import State, Weekly
from daybridge.programs.calendar.sentences import clash_in_words, fault_in_words
from daybridge.programs.models import Group, Room, Site

# --- Weekly times ----------------------------------------------------------------------------------------------------


@action(allow=access.is_director)
def open_series(
    actor: Actor, group: Group, *, weekly: Weekly, lead: Staff, site: Site | None = None, room: Room | None = None
) -> SeriesOpened:
    """Set a weekly time for a group and put its dates ahead on the calendar.

    Raises Invalid (422) at what can't be, Conflict (409) in words when the room or who leads it is taken then.
    """
    faults = {name: fault_in_words(fault) for name, fault in rules.faults_in(weekly).items()}
    if room and room.site_id != (site.id if site else None):
        faults["room"] = _("This room is at another site.")
    if group.credentials and not set(group.credentials) & set(lead.credentials.replace(",", " ").split()):
        faults["lead"] = _("This group is led by one of: %(credentials)s.") % {
            "credentials": ", ".join(group.credentials)
        }
    if room and room.capacity < group.capacity:
        faults["room"] = _("This room holds %(room)s; the group has %(group)s seats.") % {
            "room": room.capacity, "group": group.capacity
        }  # fmt: skip
    if faults:
        raise Invalid(_("This time can't be set."), fields=faults)
    series = Series.objects.create(
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
    _book([one for occurrence in _put_ahead(series) for one in _of_the_house(series, occurrence)])
    return SeriesOpened(
        organization_id=series.organization_id, subject_id=series.id, group_id=group.id, from_on=weekly.from_on,
        accounts=_accounts(series, ()),
    )  # fmt: skip


@action(allow=access.is_director)
def end_series(actor: Actor, series: Series, *, last_on: date) -> SeriesEnded:
    """Let a weekly time end with a day; what was stays as it was, and seats end with it."""
    series = _locked(series)
    if last_on < series.from_on:
        raise Invalid(_("Check the date."), fields={"last_on": _("This is before it began.")})
    repeated = series.until_on is not None and series.until_on <= last_on
    seats = list(Seat.objects.filter(series=series, until_on=None).select_related("participant"))
    if not repeated:
        series.until_on = last_on
        series.save(update_fields=["until_on"])
        Seat.objects.filter(id__in=[one.id for one in seats]).update(until_on=last_on)
        _call_off(Occurrence.objects.filter(series=series, on_day__gt=last_on, state=State.PLANNED), why="")
    return SeriesEnded(
        organization_id=series.organization_id, subject_id=series.id, last_on=last_on, repeated=repeated,
        accounts=_accounts(series, [one.participant for one in seats]),
    )  # fmt: skip


# --- Seats -----------------------------------------------------------------------------------------------------------


@action(allow=access.treats_or_works_intake)
def take_seat(
    actor: Actor, participant: Participant, *, series: Series, from_on: date, until_on: date | None = None
) -> SeatTaken:
    """Give a participant a seat in a weekly time from a day on.

    Raises Conflict (409) in words: the group is full on a day, or they are in another one then, or in no program.
    """
    series = _locked(series)
    if programs.current_episode(participant.id) is None:
        raise Conflict(_("This person is in no program now."))
    if series.until_on and series.until_on < from_on:
        raise Conflict(_("This weekly time has ended by then."))
    known = Seat.objects.filter(series=series, participant=participant, until_on=None).first()
    if known is None:
        ahead = queries.not_booked(participant.id, queries.planned(series.id, from_on, until_on))
        _refuse_full(series, ahead)
        known = Seat.objects.create(
            organization_id=series.organization_id, series=series, participant=participant, from_on=from_on,
            until_on=until_on,
        )  # fmt: skip
        _book([_of_participant(participant, one) for one in ahead])
        repeated = False
    else:
        repeated = True
    return SeatTaken(
        organization_id=series.organization_id, subject_id=known.id, participant_id=participant.id,
        series_id=series.id, from_on=known.from_on, repeated=repeated, accounts=_accounts(series, [participant]),
    )  # fmt: skip


@action(allow=access.treats_or_works_intake)
def leave_seat(actor: Actor, seat: Seat, *, last_on: date) -> SeatLeft:
    """Let a seat end with a day. What was before stays; the dates after it are free for somebody else."""
    seat = Seat.objects.select_for_update(of=("self",)).select_related("series", "participant").get(id=seat.id)
    repeated = seat.until_on is not None and seat.until_on <= last_on
    if not repeated:
        seat.until_on = max(last_on, seat.from_on)
        seat.save(update_fields=["until_on"])
        after = Booking.objects.standing().filter(
            participant_id=seat.participant_id, occurrence__series_id=seat.series_id, occurrence__on_day__gt=last_on,
            is_make_up=False,
        )  # fmt: skip
        after.take_off()
    return SeatLeft(
        organization_id=seat.organization_id, subject_id=seat.id, participant_id=seat.participant_id, last_on=last_on,
        repeated=repeated, accounts=_accounts(seat.series, [seat.participant]),
    )  # fmt: skip


@action(allow=access.nobody_but_the_system)
def leave_all_seats(actor: Actor, participant: Participant, *, last_on: date) -> SeatLeft:
    """A stay is over: nobody waits for them any more."""
    seats = list(Seat.objects.filter(participant=participant, until_on=None).select_for_update())
    for one in seats:
        one.until_on = max(last_on, one.from_on)
        one.save(update_fields=["until_on"])
    Booking.objects.standing().filter(participant=participant, occurrence__on_day__gt=last_on).take_off()
    return SeatLeft(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id,
        last_on=last_on, repeated=not seats, accounts=tuple(one for one in [participant.account_id] if one),
    )  # fmt: skip


@action(allow=access.is_participant_self)
def take_make_up(actor: Actor, participant: Participant, *, occurrence: Occurrence) -> MakeUpTaken:
    """Take a free seat on one date. Two phones and one seat: the second is told that it is taken."""
    occurrence = (
        Occurrence.objects.select_for_update(of=("self",)).select_related("series__group").get(id=occurrence.id)
    )
    episode = programs.current_episode(participant.id)
    is_theirs = episode is not None and occurrence.series.group.program_id == episode.program_id
    if not (is_theirs and attending.is_for(participant, occurrence)):
        raise Conflict(_("This session is not one of your program."))
    if occurrence.state != State.PLANNED or occurrence.begins_at <= clock.now():
        raise Conflict(_("This session is over or does not take place."))
    known = Booking.objects.standing().filter(occurrence=occurrence, participant=participant).exists()
    if not known:
        _refuse_taken(participant, occurrence)
        _book([_of_participant(participant, occurrence, is_make_up=True)])
    return MakeUpTaken(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, participant_id=participant.id,
        series_id=occurrence.series_id, repeated=known, accounts=_accounts(occurrence.series, [participant]),
    )  # fmt: skip


@action(allow=access.is_participant_self)
def give_back_make_up(actor: Actor, participant: Participant, *, occurrence: Occurrence) -> MakeUpGivenBack:
    """Give a session back that was taken to make up for hours, until it begins. Somebody else may have the seat."""
    occurrence = Occurrence.objects.select_for_update(of=("self",)).select_related("series").get(id=occurrence.id)
    taken = Booking.objects.standing().filter(occurrence=occurrence, participant=participant, is_make_up=True)
    repeated = not taken.exists()
    if not repeated and occurrence.begins_at <= clock.now():
        raise Conflict(_("This session has begun. Tell your team if you can't stay."))
    taken.take_off()
    return MakeUpGivenBack(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, participant_id=participant.id,
        series_id=occurrence.series_id, repeated=repeated, accounts=_accounts(occurrence.series, [participant]),
    )  # fmt: skip


# --- Dates -----------------------------------------------------------------------------------------------------------


@action(allow=access.is_director)
def cancel_occurrence(actor: Actor, occurrence: Occurrence, *, why: str) -> OccurrenceCancelled:
    """Say that a date does not take place. Everybody and the room are free then."""
    if not why.strip():
        raise Invalid(_("Say why."), fields={"why": _("Say why in a few words.")})
    occurrence = Occurrence.objects.select_for_update(of=("self",)).select_related("series").get(id=occurrence.id)
    repeated = occurrence.state == State.CANCELLED
    booked = [
        one.participant
        for one in Booking.objects.standing().filter(occurrence=occurrence).select_related("participant")
        if one.participant
    ]
    if not repeated:
        _call_off(Occurrence.objects.filter(id=occurrence.id), why=why.strip()[:200])
    return OccurrenceCancelled(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, on_day=occurrence.on_day,
        repeated=repeated, accounts=_accounts(occurrence.series, booked),
    )  # fmt: skip


@action(allow=access.is_director)
def close_day(actor: Actor, organization: Organization, *, day: date, name: str, site: Site | None = None) -> DayClosed:
    """Close a site, or the whole house, for a day: what stood on the calendar then does not take place."""
    closure, made = Closure.objects.get_or_create(
        organization=organization, site=site, day=day, defaults={"name": name.strip()[:80]}
    )
    there = Occurrence.objects.filter(on_day=day, state=State.PLANNED, organization=organization)
    _call_off(there.filter(series__site=site) if site else there, why=closure.name)
    return DayClosed(organization_id=organization.id, subject_id=closure.id, day=day, repeated=not made)


@action(allow=access.nobody_but_the_system)
def extend_calendar(actor: Actor, organization: Organization) -> CalendarExtended:
    """Put what is missing of the weeks ahead on the calendar. A booking that clashes is left out, and counted."""
    count = clashes = 0
    going_on = Series.objects.filter(organization=organization, until_on=None).select_related("site", "organization")
    for series in going_on.select_for_update(of=("self",)).order_by("id"):
        seats = list(Seat.objects.filter(series=series).select_related("participant"))
        for occurrence in _put_ahead(series):
            count += 1
            wanted = _of_the_house(series, occurrence)
            wanted += [
                _of_participant(one.participant, occurrence)
                for one in seats
                if rules.is_on(one.from_on, one.until_on, occurrence.on_day)
            ]
            clashes += 0 if _book_if_free(wanted) else sum(not _book_if_free([one]) for one in wanted)
    return CalendarExtended(
        organization_id=organization.id, subject_id=organization.id, count=count, clashes=clashes, repeated=not count
    )


# --- How it is done --------------------------------------------------------------------------------------------------


def _locked(series: Series) -> Series:
    """Whoever gives seats of a series or ends it waits for whoever does so already."""
    found = Series.objects.select_for_update(of=("self",)).select_related("group", "site", "lead", "organization")
    return found.get(id=series.id)


def _put_ahead(series: Series) -> list[Occurrence]:
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


def _of_the_house(series: Series, occurrence: Occurrence) -> list[Booking]:
    lead = _booking(occurrence, who=series.lead_id, staff_id=series.lead_id)
    return [lead, _booking(occurrence, who=series.room_id, room_id=series.room_id)] if series.room_id else [lead]


def _of_participant(participant: Participant, occurrence: Occurrence, *, is_make_up: bool = False) -> Booking:
    return _booking(occurrence, who=participant.id, participant_id=participant.id, is_make_up=is_make_up)


def _booking(occurrence: Occurrence, **of: object) -> Booking:
    during = TimestamptzRange(occurrence.begins_at, occurrence.ends_at)
    return Booking(organization_id=occurrence.organization_id, occurrence=occurrence, during=during, **of)


def _book(wanted: Sequence[Booking]) -> None:
    """All or none. Raises Conflict that says with what the first clashes."""
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(wanted)
    except IntegrityError as error:
        clash = queries.first_clash(wanted)
        if clash is None:  # whoever was in the way has just gone: it can be tried again
            raise Conflict(_("This was changed at the same moment. Try again.")) from error
        said = clash_in_words(clash, queries.zone_of(clash.occurrence.series))
        raise Conflict(said, code="taken") from error


def _book_if_free(wanted: Sequence[Booking]) -> bool:
    """All or none."""
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(wanted)
    except IntegrityError:
        return False
    return True


def _refuse_full(series: Series, ahead: Sequence[Occurrence]) -> None:
    """Whoever else takes seats of these dates waits until this is done."""
    ids = [one.id for one in ahead]
    list(Occurrence.objects.filter(id__in=ids).select_for_update(of=("self",)).order_by("id").values_list("id"))
    taken = queries.taken_seats(ids)
    full = next((one for one in ahead if taken.get(one.id, 0) >= series.group.capacity), None)
    if full:
        raise Conflict(
            _("%(group)s is full on %(day)s (%(seats)s of %(seats)s).")
            % {"group": series.group, "day": full.on_day, "seats": series.group.capacity},
            code="full",
        )


def _refuse_taken(participant: Participant, occurrence: Occurrence) -> None:
    """A seat that is gone and one that is kept from somebody read the same."""
    taken = queries.taken_seats([occurrence.id]).get(occurrence.id, 0)
    if taken >= occurrence.series.group.capacity or queries.kept_from(participant.id, [occurrence.id]):
        raise Conflict(_("This seat was taken just now. Look at the other sessions."), code="full")


def _call_off(found: Iterable[Occurrence], *, why: str) -> None:
    ids = [one.id for one in found]
    Occurrence.objects.filter(id__in=ids).update(state=State.CANCELLED, why=why)
    Booking.objects.standing().filter(occurrence_id__in=ids).take_off()


def _accounts(series: Series, participants: Iterable[Participant]) -> tuple[UUID, ...]:
    """Whose screens look again: who leads it, and who sits in it."""
    return tuple(one for one in (series.lead.account_id, *(person.account_id for person in participants)) if one)
