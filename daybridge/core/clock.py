"""The one clock. Moments are UTC; which day it is depends on whose day is meant."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _moved_to.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Live through `moment` (aware) instead of the present: for the demo program and for tests."""
    token = _moved_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moved_to.reset(token)


def day_of(moment: datetime, zone: str) -> date:
    """The calendar day on which `moment` falls for someone living in `zone` (an IANA name)."""
    return moment.astimezone(ZoneInfo(zone)).date()


def today(zone: str) -> date:
    """The calendar day it is now for someone living in `zone` (an IANA name)."""
    return day_of(now(), zone)


def hour(zone: str) -> int:
    """The full hour it is now for someone living in `zone` (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).hour


def start_of(day: date) -> datetime:
    """The moment a day begins in UTC; for windows that are wide enough to hold a day of any zone."""
    return datetime.combine(day, time(), UTC)
