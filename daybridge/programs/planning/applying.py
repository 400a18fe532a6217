"""Doing one change, and saying what undoes it. Each is a deed of the calendar with its own permission."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.programs import queries as programs
from daybridge.programs.calendar import actions as calendar
from daybridge.programs.calendar import queries
from daybridge.programs.calendar.actions import booking
from daybridge.programs.calendar.models import Occurrence, Series
from daybridge.programs.calendar.rules import Weekly
from daybridge.programs.models import Room
from daybridge.programs.planning.changes import (
    CancelDate,
    Change,
    ChangeDate,
    CoverTime,
    EndSeat,
    EndTime,
    GiveSeat,
    MoveTime,
    OpenTime,
    PauseTime,
    ReopenTime,
    RestoreDate,
)
from daybridge.programs.setting_up import queries as places
from daybridge.programs.staffing import queries as staffing

_ONE_DAY = timedelta(days=1)


def apply(actor: Actor, change: Change) -> list[Change]:
    """Do it, and return what would undo it, in the order in which that is to be done. Raises what the calendar's deeds raise."""
    match change:
        case GiveSeat():
            return _give_seat(actor, change)
        case EndSeat():
            return _end_seat(actor, change)
        case OpenTime():
            return _open_time(actor, change)
        case EndTime():
            return _end_time(actor, change)
        case ReopenTime():
            return _reopen_time(actor, change)
        case CancelDate():
            return _cancel_date(actor, change)
        case RestoreDate():
            return _restore_date(actor, change)
        case ChangeDate():
            return _change_date(actor, change)
        case _:
            return _one_after_the_other(actor, _parts_of(actor, change))


def _one_after_the_other(actor: Actor, parts: Iterator[Change]) -> list[Change]:
    opposites: list[Change] = []
    for part in parts:
        opposites = [*apply(actor, part), *opposites]
    return opposites


def _parts_of(actor: Actor, change: MoveTime | CoverTime | PauseTime) -> Iterator[Change]:
    """What a change that is several deeds consists of; each is looked up once those before it are done."""
    series = queries.series(actor, change.series_id)
    if isinstance(change, MoveTime):
        seats = queries.seats_after(series.id, change.from_on - _ONE_DAY)
        yield EndTime(series_id=series.id, last_on=change.from_on - _ONE_DAY)
        yield OpenTime(
            series_id=change.new_series_id, group_id=series.group_id, weekday=change.weekday, start=change.start,
            minutes=change.minutes, lead_id=change.lead_id, site_id=series.site_id, room_id=change.room_id,
            from_on=change.from_on, until_on=series.until_on,
        )  # fmt: skip
        here = set(programs.in_a_program().values_list("participant_id", flat=True))
        for seat in seats:
            if seat.participant_id not in change.without and seat.participant_id in here:
                yield GiveSeat(
                    series_id=change.new_series_id, participant_id=seat.participant_id,
                    from_on=max(seat.from_on, change.from_on), until_on=seat.until_on, along_from=series.id,
                )  # fmt: skip
        return
    for one in _dates_without_lead(series, change):
        if isinstance(change, PauseTime):
            yield CancelDate(occurrence_id=one.id, why=change.why)
        else:
            yield _as_it_is(one, lead_id=change.lead_id)


def _dates_without_lead(series: Series, change: CoverTime | PauseTime) -> list[Occurrence]:
    """The dates on which who leads it is away; all of them where nobody told that they are away then."""
    dates = queries.dates_between(series.id, change.from_on, change.until_on)
    away = staffing.away_at(series.lead_id, change.from_on, change.until_on, series.organization.time_zone)
    met = [one for one in dates if any(one.begins_at < end and start < one.ends_at for start, end in away)]
    return met or dates


def _as_it_is(one: Occurrence, **but: object) -> ChangeDate:
    room = one.held_in
    held = {
        "begins_at": one.begins_at, "minutes": _minutes(one), "lead_id": one.led_by.id,
        "room_id": room.id if room else None,
    }  # fmt: skip
    return ChangeDate(occurrence_id=one.id, **{**held, **but})  # type: ignore[arg-type]


def _minutes(one: Occurrence) -> int:
    return int((one.ends_at - one.begins_at).total_seconds()) // 60


# --- Seats -----------------------------------------------------------------------------------------------------------


def _give_seat(actor: Actor, change: GiveSeat) -> list[Change]:
    series = queries.series(actor, change.series_id)
    participant = people.known_participant(change.participant_id, actor.organization_id)
    along = queries.series(actor, change.along_from) if change.along_from else None
    taken = calendar.take_seat(
        actor, participant, series=series, from_on=change.from_on, until_on=change.until_on, along_from=along
    )
    if taken.repeated:
        return []
    before = taken.from_on - _ONE_DAY
    return [EndSeat(series_id=series.id, participant_id=participant.id, last_on=before, seat_id=taken.subject_id)]


def _end_seat(actor: Actor, change: EndSeat) -> list[Change]:
    opposites: list[Change] = []
    for seat in queries.seats_after(change.series_id, change.last_on):
        if seat.participant_id == change.participant_id and change.seat_id in (None, seat.id):
            back = GiveSeat(
                series_id=change.series_id, participant_id=change.participant_id,
                from_on=max(seat.from_on, change.last_on + _ONE_DAY), until_on=seat.until_on,
            )  # fmt: skip
            calendar.leave_seat(actor, seat, last_on=change.last_on)
            opposites.append(back)
    return opposites


# --- Weekly times ----------------------------------------------------------------------------------------------------


def _open_time(actor: Actor, change: OpenTime) -> list[Change]:
    weekly = Weekly(change.weekday, change.start, change.minutes, change.from_on, change.until_on)
    calendar.open_series(
        actor, places.group(actor, change.group_id), weekly=weekly, lead=people.staff_member(actor, change.lead_id),
        site=places.site(actor, change.site_id) if change.site_id else None, room=_room(actor, change.room_id),
        series_id=change.series_id,
    )  # fmt: skip
    return [EndTime(series_id=change.series_id, last_on=change.from_on - _ONE_DAY)]


def _end_time(actor: Actor, change: EndTime) -> list[Change]:
    series = queries.series(actor, change.series_id)
    booking.hold(Series.objects.filter(id=series.id))
    seats = tuple((one.id, one.until_on) for one in queries.seats_after(series.id, change.last_on))
    ahead = [one.id for one in queries.planned(series.id, change.last_on + _ONE_DAY, None)]
    bookings = tuple(queries.standing_bookings(ahead))
    ended = calendar.end_series(actor, series, last_on=change.last_on)
    if ended.repeated:
        return []
    return [
        ReopenTime(
            series_id=series.id, until_on=series.until_on, ended_on=change.last_on, seats=seats, bookings=bookings
        )
    ]


def _reopen_time(actor: Actor, change: ReopenTime) -> list[Change]:
    series = queries.series(actor, change.series_id)
    opened = calendar.reopen_series(
        actor, series, until_on=change.until_on, ended_on=change.ended_on, seats=dict(change.seats),
        bookings=change.bookings,
    )  # fmt: skip
    if opened.repeated or series.until_on is None:
        return []
    return [EndTime(series_id=series.id, last_on=series.until_on)]


def _room(actor: Actor, room_id: object) -> Room | None:
    return places.room(actor, room_id) if room_id else None  # type: ignore[arg-type]


# --- Dates -----------------------------------------------------------------------------------------------------------


def _cancel_date(actor: Actor, change: CancelDate) -> list[Change]:
    one = queries.occurrence(actor, change.occurrence_id)
    booking.hold(Occurrence.objects.filter(id=one.id))
    bookings = tuple(queries.standing_bookings([one.id]))
    cancelled = calendar.cancel_occurrence(actor, one, why=change.why)
    return [] if cancelled.repeated else [RestoreDate(occurrence_id=one.id, bookings=bookings)]


def _restore_date(actor: Actor, change: RestoreDate) -> list[Change]:
    one = queries.occurrence(actor, change.occurrence_id)
    restored = calendar.restore_occurrence(actor, one, bookings=change.bookings)
    return [] if restored.repeated else [CancelDate(occurrence_id=one.id, why=one.why or "-")]


def _change_date(actor: Actor, change: ChangeDate) -> list[Change]:
    one = queries.occurrence(actor, change.occurrence_id)
    before = _as_it_is(one)
    changed = calendar.change_occurrence(
        actor, one, begins_at=change.begins_at, minutes=change.minutes, lead=people.staff_member(actor, change.lead_id),
        room=_room(actor, change.room_id),
    )  # fmt: skip
    return [] if changed.repeated else [before]


def is_out_of_reach(actor: Actor, change: Change, now: datetime) -> bool:
    """Whether nothing of a change can be taken back any more: its date has begun, or its day was closed since."""
    if not isinstance(change, (CancelDate, RestoreDate, ChangeDate)):
        return False
    one = queries.occurrence(actor, change.occurrence_id)
    day = clock.day_of(one.begins_at, queries.zone_of(one.series))
    is_closed = day in queries.closed_days(one.organization_id, one.series.site_id, day, day)
    return one.begins_at <= now or (isinstance(change, RestoreDate) and is_closed)


def seated_since(actor: Actor, opposites: Sequence[Change]) -> list[str]:
    """Who got a seat in a weekly time that these changes would end, besides those whose seats they end."""
    found = []
    for ended in opposites:
        if isinstance(ended, EndTime):
            known = {
                one.participant_id for one in opposites if isinstance(one, EndSeat) and one.series_id == ended.series_id
            }
            found += [
                seat.participant.called
                for seat in queries.seats_after(ended.series_id, ended.last_on)
                if seat.participant_id not in known
            ]
    return found


def without_who_left(opposites: Sequence[Change]) -> list[Change]:
    """Whoever left the seat that they had been moved to does not come back to the one before it."""
    moved = [one.seat_id for one in opposites if isinstance(one, EndSeat) and one.seat_id]
    left = queries.who_left(moved)
    before = queries.seats_by_id([seat for one in opposites if isinstance(one, ReopenTime) for seat, _ in one.seats])
    return [
        replace(one, seats=tuple((seat, last) for seat, last in one.seats if before.get(seat) not in left))
        if isinstance(one, ReopenTime)
        else one
        for one in opposites
    ]
