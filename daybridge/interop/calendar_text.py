"""Somebody's sessions as an iCalendar text (RFC 5545) that their own calendar follows. A pure function of what it is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

#: How often a calendar that follows the address is asked to look again; many choose for themselves.
LOOK_AGAIN = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One session. Times are aware; `sequence` grows with every change, and `uid` is its own for good."""

    uid: UUID
    begins_at: datetime
    ends_at: datetime
    title: str
    where: str = ""
    is_cancelled: bool = False
    changed_at: datetime
    sequence: int = 0


def as_icalendar(entries: Iterable[Entry], *, name: str) -> bytes:
    """The text, in UTC, lines folded and ended as the standard asks. The same entries are the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Daybridge//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", LOOK_AGAIN)
    for one in entries:
        calendar.add_component(_event(one))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.begins_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.title)
    if entry.where:
        event.add("location", entry.where)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    return event
