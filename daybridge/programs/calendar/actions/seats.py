"""Giving seats, ending them, and taking one for a date to make up for hours."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict
from daybridge.people import access
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.programs.apart import queries as apart
from daybridge.programs.attending import queries as attending
from daybridge.programs.calendar import queries, rules
from daybridge.programs.calendar.actions import booking
from daybridge.programs.calendar.actions.booking import ONE_DAY
from daybridge.programs.calendar.events import (
    MakeUpGivenBack,
    MakeUpTaken,
    SeatLeft,
    SeatTaken,
)
from daybridge.programs.calendar.models import Booking, Occurrence, Seat, Series
from daybridge.programs.calendar.rules import State


@action(allow=access.treats_or_works_intake)
def take_seat(
    actor: Actor, participant: Participant, *, series: Series, from_on: date, until_on: date | None = None,
    along_from: Series | None = None,
) -> SeatTaken:  # fmt: skip
    """Give a participant a seat in a weekly time from a day on; on days for which they told that they are away they are not expected.

    Whoever comes `along_from` another weekly time of the group, in which they had a seat, brings their place with them.

    It begins today at the earliest: sessions that have begun stay as they were. Raises Conflict (409) in words: the group is full
    on a day, or of another program, or they are in another one then, or in no program.
    """
    series = booking.locked(series)
    episode = programs.current_episode(participant.id)
    if episode is None:
        raise Conflict(_("This person is in no program now."))
    if series.group.program_id != episode.program_id:
        raise Conflict(_("This group belongs to another program."))
    from_on = max(from_on, clock.today(queries.zone_of(series)))
    if series.until_on and series.until_on < from_on:
        raise Conflict(_("This weekly time has ended by then."))
    known = Seat.objects.filter(series=series, participant=participant, until_on=None).first()
    if known and known.from_on > from_on:
        if until_on is None or until_on >= known.from_on:
            raise Conflict(_("They have a seat in it already, from a later day on. End that one first."))
        known = None
    if known is None:
        ahead = queries.not_booked(participant.id, queries.planned(series.id, from_on, until_on))
        away = attending.away_on([participant.id], ahead)
        ahead = [one for one in ahead if (participant.id, one.id) not in away]
        if not (along_from and queries.came_from(along_from, series, participant.id)):
            booking.refuse_full(participant, series, ahead)
            beyond = max(from_on, clock.today(queries.zone_of(series)) + timedelta(days=rules.HORIZON_DAYS))
            if until_on is None and queries.seats_for_good(series.id, beyond) >= series.group.capacity:
                raise booking.full(series, beyond)
            if apart.is_seated_with(participant.id, series.id, from_on, until_on):
                meets = rules.days_of(series.weekly, from_on, from_on + timedelta(days=6))
                raise booking.full(series, next(meets, from_on))
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
    last_on = max(last_on, clock.today(seat.participant.time_zone) - ONE_DAY)
    repeated = seat.is_left and seat.until_on is not None and seat.until_on <= last_on
    if not repeated:
        until_on = seat.until_on
        booking.end_seats([seat], min(last_on, until_on or last_on), are_left=True)
        after = Booking.objects.standing().filter(
            participant_id=seat.participant_id, occurrence__series_id=seat.series_id, occurrence__on_day__gt=last_on,
            occurrence__on_day__gte=seat.from_on, occurrence__begins_at__gt=clock.now(), is_make_up=False,
        )  # fmt: skip
        (after.filter(occurrence__on_day__lte=until_on) if until_on else after).take_off()
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
    booking.end_seats(seats, last_on, are_left=True)
    after = Booking.objects.standing().filter(participant=participant, occurrence__on_day__gt=last_on)
    after.filter(occurrence__begins_at__gt=clock.now()).take_off()
    return SeatLeft(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id,
        last_on=last_on, repeated=not seats, accounts=tuple(one for one in [participant.account_id] if one),
    )  # fmt: skip


@action(allow=access.is_participant_self)
def take_make_up(actor: Actor, participant: Participant, *, occurrence: Occurrence) -> MakeUpTaken:
    """Take a free seat on one date. Two phones and one seat: the second is told that it is taken."""
    occurrence = booking.locked_date(occurrence)
    episode = programs.current_episode(participant.id)
    is_theirs = episode is not None and occurrence.series.group.program_id == episode.program_id
    if not (is_theirs and attending.is_for(participant, occurrence)):
        raise Conflict(_("This session is not one of your program."))
    if occurrence.state != State.PLANNED or occurrence.begins_at <= clock.now():
        raise Conflict(_("This session is over or does not take place."))
    known = Booking.objects.standing().filter(occurrence=occurrence, participant=participant).exists()
    if not known:
        booking.refuse_taken(participant, occurrence)
        booking.book([booking.of_participant(participant.id, occurrence, is_make_up=True)])
    return MakeUpTaken(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, participant_id=participant.id,
        series_id=occurrence.series_id, repeated=known, accounts=booking.accounts(occurrence.series, [participant]),
    )  # fmt: skip


@action(allow=access.is_participant_self)
def give_back_make_up(actor: Actor, participant: Participant, *, occurrence: Occurrence) -> MakeUpGivenBack:
    """Give a session back that was taken to make up for hours, until it begins. Somebody else may have the seat."""
    occurrence = booking.locked_date(occurrence)
    taken = Booking.objects.standing().filter(occurrence=occurrence, participant=participant, is_make_up=True)
    repeated = not taken.exists()
    if not repeated and occurrence.begins_at <= clock.now():
        raise Conflict(_("This session has begun. Tell your team if you can't stay."))
    taken.take_off()
    return MakeUpGivenBack(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, participant_id=participant.id,
        series_id=occurrence.series_id, repeated=repeated, accounts=booking.accounts(occurrence.series, [participant]),
    )  # fmt: skip
