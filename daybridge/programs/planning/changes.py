"""The changes that a published version is made of. Plain Python: ids and dates, as a version keeps them for ever."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, kw_only=True)
class GiveSeat:
    """Somebody has a seat in a weekly time from a day on."""

    series_id: UUID
    participant_id: UUID
    from_on: date
    until_on: date | None = None
    #: The weekly time of the same group that they come along from when it moves: they had their place there.
    along_from: UUID | None = None
    kind: Literal["give-seat"] = "give-seat"


@dataclass(frozen=True, kw_only=True)
class EndSeat:
    """Somebody's seats in a weekly time end with a day; one alone where it is named."""

    series_id: UUID
    participant_id: UUID
    last_on: date
    seat_id: UUID | None = None
    kind: Literal["end-seat"] = "end-seat"


@dataclass(frozen=True, kw_only=True)
class OpenTime:
    """A group meets weekly from a day on. Whoever plans it makes its id, so that seats in it can be planned too.

    `weekday` 0 is Monday; `start` is minutes since midnight on the clock of the site; `minutes` its length.
    """

    series_id: UUID
    group_id: UUID
    weekday: int
    start: int
    minutes: int
    lead_id: UUID
    site_id: UUID | None = None
    room_id: UUID | None = None
    from_on: date
    until_on: date | None = None
    kind: Literal["open-time"] = "open-time"


@dataclass(frozen=True, kw_only=True)
class EndTime:
    """A weekly time ends with a day, and all its seats with it."""

    series_id: UUID
    last_on: date
    kind: Literal["end-time"] = "end-time"


@dataclass(frozen=True, kw_only=True)
class ReopenTime:
    """The opposite of the end of `ended_on`: `seats` are (seat, until when), `bookings` those that stood."""

    series_id: UUID
    until_on: date | None
    ended_on: date
    seats: tuple[tuple[UUID, date | None], ...] = ()
    bookings: tuple[UUID, ...] = ()
    kind: Literal["reopen-time"] = "reopen-time"


@dataclass(frozen=True, kw_only=True)
class MoveTime:
    """A weekly time ends, and another with everybody in it begins on `from_on`; `without` are those who do not come along."""

    series_id: UUID
    new_series_id: UUID
    weekday: int
    start: int
    minutes: int
    lead_id: UUID
    room_id: UUID | None = None
    from_on: date
    without: tuple[UUID, ...] = ()
    kind: Literal["move-time"] = "move-time"


@dataclass(frozen=True, kw_only=True)
class CoverTime:
    """Somebody else leads a weekly time on its dates between two days, both included."""

    series_id: UUID
    lead_id: UUID
    from_on: date
    until_on: date
    kind: Literal["cover-time"] = "cover-time"


@dataclass(frozen=True, kw_only=True)
class PauseTime:
    """A weekly time is not held on its dates between two days, both included."""

    series_id: UUID
    from_on: date
    until_on: date
    why: str
    kind: Literal["pause-time"] = "pause-time"


@dataclass(frozen=True, kw_only=True)
class CancelDate:
    """One date does not take place; `why` is for staff."""

    occurrence_id: UUID
    why: str
    kind: Literal["cancel-date"] = "cancel-date"


@dataclass(frozen=True, kw_only=True)
class RestoreDate:
    """The opposite of a cancelled date; `bookings` are those that stood."""

    occurrence_id: UUID
    bookings: tuple[UUID, ...] = ()
    kind: Literal["restore-date"] = "restore-date"


@dataclass(frozen=True, kw_only=True)
class ChangeDate:
    """One date is held at this moment, for so many minutes, led by this one, in this room."""

    occurrence_id: UUID
    begins_at: datetime
    minutes: int
    lead_id: UUID
    room_id: UUID | None = None
    kind: Literal["change-date"] = "change-date"


#: What is changed of a week beside somebody's seat.
WeekChange = (
    OpenTime | EndTime | ReopenTime | MoveTime | CoverTime | PauseTime | CancelDate | RestoreDate | ChangeDate
)  # fmt: skip
Change = GiveSeat | EndSeat | WeekChange
_ALL: TypeAdapter[list[Change]] = TypeAdapter(list[Annotated[Change, Field(discriminator="kind")]])


def to_json(changes: list[Change]) -> list[dict[str, Any]]:
    """As a version keeps them."""
    return _ALL.dump_python(changes, mode="json")  # type: ignore[no-any-return]


def from_json(kept: list[dict[str, Any]]) -> list[Change]:
    """As they were kept. Raises ValueError for what is none."""
    return _ALL.validate_python(kept)


def from_today(change: Change, today: date) -> Change | None:
    """A change as it can still be made: nothing begins or ends before today; None where its time is over."""
    if getattr(change, "until_on", None) and not isinstance(change, ReopenTime) and change.until_on < today:  # type: ignore[union-attr, operator]
        return None
    if isinstance(change, (GiveSeat, OpenTime, MoveTime, CoverTime, PauseTime)):
        return replace(change, from_on=max(change.from_on, today))
    if isinstance(change, (EndSeat, EndTime)):
        return replace(change, last_on=max(change.last_on, today - timedelta(days=1)))
    return change
