"""Doing one change, and saying what undoes it. Each is a deed of the calendar with its own permission."""

from collections.abc import Iterator
from datetime import timedelta

from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.programs.calendar import actions as calendar
from daybridge.programs.calendar import queries
from daybridge.programs.calendar.actions import booking
from daybridge.programs.calendar.models import Occurrence
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
        for seat in seats:
            if seat.participant_id not in change.without:
                yield GiveSeat(
                    series_id=change.new_series_id, participant_id=seat.participant_id,
                    from_on=max(seat.from_on, change.from_on), until_on=seat.until_on,
                )  # fmt: skip
        return
    for one in queries.dates_between(series.id, change.from_on, change.until_on):
        if isinstance(change, PauseTime):
            yield CancelDate(occurrence_id=one.id, why=change.why)
        else:
            yield _as_it_is(one, lead_id=change.lead_id)


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
    taken = calendar.take_seat(actor, participant, series=series, from_on=change.from_on, until_on=change.until_on)
    if taken.repeated:
        return []
    before = taken.from_on - _ONE_DAY
    return [EndSeat(series_id=series.id, participant_id=participant.id, last_on=before)]


def _end_seat(actor: Actor, change: EndSeat) -> list[Change]:
    opposites: list[Change] = []
    for seat in queries.seats_after(change.series_id, change.last_on):
        if seat.participant_id == change.participant_id:
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
    series = booking.locked(queries.series(actor, change.series_id))
    seats = tuple((one.id, one.until_on) for one in queries.seats_after(series.id, change.last_on))
    ahead = [one.id for one in queries.planned(series.id, change.last_on + _ONE_DAY, None)]
    bookings = tuple(queries.standing_bookings(ahead))
    ended = calendar.end_series(actor, series, last_on=change.last_on)
    if ended.repeated:
        return []
    return [ReopenTime(series_id=series.id, until_on=series.until_on, seats=seats, bookings=bookings)]


def _reopen_time(actor: Actor, change: ReopenTime) -> list[Change]:
    series = queries.series(actor, change.series_id)
    opened = calendar.reopen_series(
        actor, series, until_on=change.until_on, seats=dict(change.seats), bookings=change.bookings
    )
    if opened.repeated or series.until_on is None:
        return []
    return [EndTime(series_id=series.id, last_on=series.until_on)]


def _room(actor: Actor, room_id: object) -> Room | None:
    return places.room(actor, room_id) if room_id else None  # type: ignore[arg-type]


# --- Dates -----------------------------------------------------------------------------------------------------------


def _cancel_date(actor: Actor, change: CancelDate) -> list[Change]:
    one = booking.locked_date(queries.occurrence(actor, change.occurrence_id))
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


def is_over(actor: Actor, change: Change, now: object) -> bool:
    """Whether a change is of a date that has begun, so nothing of it can be taken back any more."""
    if not isinstance(change, (CancelDate, RestoreDate, ChangeDate)):
        return False
    return queries.occurrence(actor, change.occurrence_id).begins_at <= now  # type: ignore[operator]
