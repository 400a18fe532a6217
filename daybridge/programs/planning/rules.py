"""What a found week asks to be changed, and whether it still can be. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from daybridge.programs.planning.changes import (
    Change,
    CoverTime,
    EndSeat,
    EndTime,
    GiveSeat,
    MoveTime,
    OpenTime,
    PauseTime,
)
from daybridge.programs.schedule import checker
from daybridge.programs.schedule.instance import Instance, Opening


class Aim(StrEnum):
    """What the engine is asked for."""

    PLACE = "place"
    REPAIR = "repair"
    PLAN = "plan"


class State(StrEnum):
    """How far a proposal is."""

    WAITING = "waiting"
    SEARCHING = "searching"
    READY = "ready"
    CANCELLED = "cancelled"
    FAILED = "failed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


#: Those about which something is still to be done, by the engine or by a person.
OPEN = (State.WAITING.value, State.SEARCHING.value, State.READY.value)
#: How long the engine may search, in seconds.
SECONDS: Mapping[Aim, int] = {Aim.PLACE: 10, Aim.REPAIR: 30, Aim.PLAN: 60}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Time:
    """A weekly time as the calendar holds it: what the changes of one need to know."""

    series_id: UUID
    group_id: UUID
    weekday: int
    start: int
    minutes: int
    lead_id: UUID
    site_id: UUID | None
    room_id: UUID | None


def changes_of(
    option: Mapping[str, Any], *, present: Mapping[str, Sequence[str]], times: Mapping[str, Time], new: Iterable[str],
    seed: UUID, from_on: date, until_on: date | None, seat_ends: Mapping[tuple[str, str], date | None] | None = None,
) -> list[Change]:  # fmt: skip
    """What has to be changed so that the week is as an option of the engine has it.

    `present`: who has seats where now, and `seat_ends` until when; `times`: every weekly time by id, also those that would be `new`. With `until_on` it is
    for those days alone and everybody is back in their seats on the next.
    """
    opened = set(new)
    shut = set(option["shut"]) - opened
    held = [
        change
        for one in option["openings"]
        if (change := _held_by(one, times[one["session"]], opened, seed, from_on, until_on)) is not None
    ]
    instead = {one.series_id: one.new_series_id for one in held if isinstance(one, MoveTime)}
    ended, given = [], []
    for person, seats in sorted((who, seats) for who, seats in option["seats"].items() if who in present):
        had = set(present[person])
        ended += [EndSeat(series_id=UUID(one), participant_id=UUID(person), last_on=from_on - ONE_DAY)
                  for one in sorted(had - set(seats) - shut)]  # fmt: skip
        given += [GiveSeat(series_id=instead.get(UUID(one), UUID(one)), participant_id=UUID(person), from_on=from_on,
                           until_on=until_on) for one in sorted(set(seats) - had)]  # fmt: skip
    paused = [_not_held(UUID(one), from_on, until_on) for one in sorted(shut) if one in times]
    back = [
        _back(one, until_on, last)
        for one in ended
        if until_on
        and ((last := (seat_ends or {}).get((str(one.participant_id), str(one.series_id)))) is None or last > until_on)
    ]
    return [*ended, *paused, *held, *given, *back]


def _held_by(
    opening: Mapping[str, Any], time: Time, opened: set[str], seed: UUID, from_on: date, until_on: date | None
) -> Change | None:
    lead, room = UUID(opening["facilitator"]), UUID(opening["room"]) if opening["room"] else None
    if opening["session"] in opened:
        return OpenTime(
            series_id=time.series_id, group_id=time.group_id, weekday=time.weekday, start=time.start, minutes=time.minutes,
            lead_id=lead, site_id=time.site_id, room_id=room, from_on=from_on, until_on=until_on,
        )  # fmt: skip
    if lead == time.lead_id:
        return None
    if until_on:
        return CoverTime(series_id=time.series_id, lead_id=lead, from_on=from_on, until_on=until_on)
    return MoveTime(
        series_id=time.series_id, new_series_id=uuid5(seed, str(time.series_id)), weekday=time.weekday, start=time.start,
        minutes=time.minutes, lead_id=lead, room_id=time.room_id, from_on=from_on,
    )  # fmt: skip


def _not_held(series_id: UUID, from_on: date, until_on: date | None) -> Change:
    if until_on:
        return PauseTime(series_id=series_id, from_on=from_on, until_on=until_on, why="Nobody can lead it")
    return EndTime(series_id=series_id, last_on=from_on - ONE_DAY)


def _back(ended: EndSeat, until_on: date, last: date | None) -> GiveSeat:
    """In their own seat again on the day after, until it would have ended."""
    return GiveSeat(
        series_id=ended.series_id, participant_id=ended.participant_id, from_on=until_on + ONE_DAY, until_on=last
    )


def breaks_more(instance: Instance, changes: Sequence[Change], option: Mapping[str, Any]) -> bool:
    """Whether these changes to today's seats would break a rule that today's week keeps, or are about somebody who is not here."""
    seats = {one.id: set(one.present) for one in instance.people}
    moved = {one.new_series_id: one.series_id for one in changes if isinstance(one, MoveTime)}
    for one in changes:
        if isinstance(one, (GiveSeat, EndSeat)):
            mine = seats.get(str(one.participant_id))
            if mine is None:
                return True
            series = str(moved.get(one.series_id, one.series_id))
            if isinstance(one, EndSeat):
                mine.discard(series)
            elif series in instance.session:  # whoever is back on the day after is in their own seat again
                mine.add(series)
            else:
                return True
    for one in changes:
        if isinstance(one, GiveSeat) and any(_is_back(one, other) for other in changes):
            seats[str(one.participant_id)].discard(str(one.series_id))
    now = {person: tuple(sorted(mine)) for person, mine in seats.items()}
    openings = tuple(Opening(**one) for one in option["openings"] if one["session"] in instance.session)
    return bool(checker.made_worse(instance, now, openings))


def _is_back(given: GiveSeat, ended: Change) -> bool:
    """Whether a seat is given back that the same changes end."""
    return (
        isinstance(ended, EndSeat)
        and (ended.participant_id, ended.series_id) == (given.participant_id, given.series_id)
        and given.from_on > ended.last_on + ONE_DAY
    )


def are_of_one_person(changes: Iterable[Change], participant_id: UUID) -> bool:
    """Whether these change the seats of this person and nothing else."""
    return all(isinstance(one, (GiveSeat, EndSeat)) and one.participant_id == participant_id for one in changes)
