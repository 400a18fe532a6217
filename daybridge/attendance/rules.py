"""From what each source said to minutes: who was there, from when until when, and what that is called. Plain Python.

Minutes are whole: seconds are added up over a session, and what is left of a minute is dropped once. Everything above a
session only adds whole minutes, so that parts always sum exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Source(StrEnum):
    """Who or what says that somebody came or went."""

    STAFF = "staff"
    DOOR = "door"
    TABLET = "tablet"
    VIDEO = "video"
    PHONE = "phone"
    CORRECTION = "correction"


#: A connection begins and ends by itself. The others are told: somebody says "here", and often nobody says "gone".
CONNECTIONS = frozenset({Source.VIDEO, Source.PHONE})
#: Who says "gone" for the whole person, not for one way of being there.
_SEES_THEM_GO = frozenset({Source.STAFF, Source.CORRECTION})
#: By these one comes from elsewhere: where they are and how to call them back is asked each time.
FROM_AFAR = CONNECTIONS


class Way(StrEnum):
    IN = "in"
    OUT = "out"


class State(StrEnum):
    """How it went for one person. Late and early leaving are told beside it."""

    EXPECTED = "expected"
    PRESENT = "present"
    EXCUSED = "excused"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


#: Before a session begins, and after now, a mark may lie by so much: clocks of phones differ, and people come early.
EARLIEST_BEFORE = timedelta(minutes=60)
CLOCKS_DIFFER = timedelta(minutes=2)
#: So long after its end nobody has ended it: the clock does, and what it says then can still be corrected.
ENDED_BY_CLOCK_AFTER = timedelta(minutes=30)
#: A session runs over by so much at most; what is longer was forgotten and not held.
LONGEST_OVERRUN = timedelta(minutes=60)
#: So long its end can be told anew.
END_MOVES_FOR = timedelta(hours=12)
#: Whoever turns out to have been missing by a correction is looked for, if it is of a session so long ago at most.
LOOKED_FOR_WITHIN = timedelta(hours=48)
#: A break that was begun by mistake still takes time.
SHORTEST_BREAK = timedelta(seconds=1)
#: After so many minutes somebody is late, and so many before the end they left early, unless the program's rules say otherwise.
LATE_AFTER_MINUTES = 10


@dataclass(frozen=True)
class Mark:
    """What one source said: somebody came or went, at a moment (aware). `stream` tells two connections of one kind apart."""

    way: Way
    source: Source
    at: datetime
    stream: str = ""
    #: Of who went to another session: their minutes here count until that one began.
    until: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", self.at.astimezone(UTC))


def gone_to_another(at: datetime, began_at: datetime) -> Mark:
    """Nobody is in two sessions at once: who was seen coming to another, which began then, has left this one."""
    return Mark(Way.OUT, Source.STAFF, at, until=max(at, began_at).astimezone(UTC))


@dataclass(frozen=True, order=True)
class Span:
    """From a moment until another (aware), the end not included."""

    begin: datetime
    end: datetime

    def __post_init__(self) -> None:
        """On a wall clock, subtracting is wrong on the nights on which it moves: moments are UTC from here on."""
        object.__setattr__(self, "begin", self.begin.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @property
    def seconds(self) -> int:
        return int((self.end - self.begin).total_seconds())


@dataclass(frozen=True)
class Presence:
    """From when until when somebody was there within a session, and whether they still are."""

    spans: Sequence[Span] = ()
    is_here: bool = False
    #: Since when they are here now; they may have come before it began, or this very moment.
    here_since: datetime | None = None
    #: Pauses of everybody, whose minutes are nobody's.
    breaks: Sequence[Span] = ()

    @property
    def minutes(self) -> int:
        return sum(span.seconds for span in without(self.spans, self.breaks)) // 60

    @property
    def first_at(self) -> datetime | None:
        return self.spans[0].begin if self.spans else self.here_since

    @property
    def last_at(self) -> datetime | None:
        return self.spans[-1].end if self.spans else None


def spans_of(marks: Iterable[Mark], until: datetime) -> tuple[list[Span], datetime | None]:
    """From when until when somebody was there by any source, overlaps joined, and since when they are there at `until`.

    `marks` in the order in which they are to be believed at one moment. Coming twice is coming once, and who was never there
    can't go. A connection that ends, ends itself alone; when the last one ends, a "here" that staff told meanwhile ends with
    it. Staff who say "gone" mean the person. What was never ended lasts until `until`.
    """
    ways_here: set[tuple[Source, str]] = set()
    spans: list[Span] = []
    since: datetime | None = None
    for mark in sorted(marks, key=lambda one: one.at):
        if mark.at > until:
            break
        _follow(ways_here, mark)
        if ways_here and since is None:
            since = mark.at
        elif not ways_here and since is not None:
            spans.append(Span(since, min(mark.until or mark.at, until)))
            since = None
    if since is not None:
        spans.append(Span(since, until))
    return joined(spans), since


def _follow(ways_here: set[tuple[Source, str]], mark: Mark) -> None:
    way = (mark.source, mark.stream)
    if mark.way == Way.IN:
        ways_here.add(way)
    elif mark.source in _SEES_THEM_GO:
        ways_here.clear()
    elif way in ways_here:
        ways_here.discard(way)
        if mark.source in CONNECTIONS and not any(source in CONNECTIONS for source, _ in ways_here):
            ways_here.difference_update([one for one in ways_here if one[0] == Source.STAFF])


def joined(spans: Iterable[Span]) -> list[Span]:
    """In order, those that meet or touch made one, empty ones left out."""
    found: list[Span] = []
    for span in sorted(spans):
        if span.end <= span.begin:
            continue
        if found and span.begin <= found[-1].end:
            found[-1] = Span(found[-1].begin, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def without(spans: Iterable[Span], breaks: Iterable[Span]) -> list[Span]:
    """What is left of spans outside of these breaks."""
    left = joined(spans)
    for pause in joined(breaks):
        cut = []
        for span in left:
            cut += [Span(span.begin, min(span.end, pause.begin)), Span(max(span.begin, pause.end), span.end)]
        left = joined(cut)
    return left


def presence(
    marks: Iterable[Mark], *, begin: datetime, end: datetime, now: datetime, breaks: Iterable[Span] = ()
) -> Presence:
    """Somebody's presence within a session from `begin` to `end`; after the end nobody is here any more."""
    until = min(end, now)
    spans, since = spans_of(marks, until)
    is_here = since is not None and now < end
    within = joined(Span(max(one.begin, begin), min(one.end, end)) for one in spans)
    return Presence(within, is_here, since if is_here else None, tuple(breaks))


def is_late(found: Presence, begin: datetime, after_minutes: int | None) -> bool:
    grace = timedelta(minutes=LATE_AFTER_MINUTES if after_minutes is None else after_minutes)
    return found.first_at is not None and found.first_at - begin > grace


def left_early(found: Presence, end: datetime, before_minutes: int | None) -> bool:
    """Of a session that is over."""
    grace = timedelta(minutes=LATE_AFTER_MINUTES if before_minutes is None else before_minutes)
    return found.last_at is not None and end - found.last_at > grace


def state_of(found: Presence, *, is_over: bool, is_excused: bool, is_cancelled: bool) -> State:
    """Who was there for a minute was there, also of a session for which they had excused themselves; one that we called off never was."""
    if is_cancelled:
        return State.CANCELLED
    if found.minutes or found.is_here:
        return State.PRESENT
    if is_excused:
        return State.EXCUSED
    return State.NO_SHOW if is_over else State.EXPECTED


class Fault(StrEnum):
    """Why a presence can't be so."""

    BACKWARDS = "backwards"
    OVERLAP = "overlap"
    OUTSIDE = "outside"
    AHEAD = "ahead"
    NEEDS_REASON = "needs a reason"
    NEEDS_PLACE = "needs a place"
    NEEDS_NUMBER = "needs a number"


def fault_in_moment(at: datetime, *, begin: datetime, end: datetime, now: datetime) -> Fault | None:
    """Why nobody can have come or gone at that moment of a session."""
    if at > now + CLOCKS_DIFFER:
        return Fault.AHEAD
    return None if begin - EARLIEST_BEFORE <= at <= end + LONGEST_OVERRUN else Fault.OUTSIDE


def fault_in_correction(
    spans: Sequence[tuple[datetime, datetime | None]], *, begin: datetime, end: datetime, now: datetime
) -> Fault | None:
    """Why a presence can't have been like that; the last span may have no end while the session runs."""
    last: datetime | None = None
    for number, (first, until) in enumerate(spans):
        moments = [first] if until is None else [first, until]
        if until is None and (number < len(spans) - 1 or now >= end):
            return Fault.BACKWARDS
        if fault := next((one for at in moments if (one := fault_in_moment(at, begin=begin, end=end, now=now))), None):
            return fault
        if until is not None and until <= first:
            return Fault.BACKWARDS
        if last is not None and first < last:
            return Fault.OVERLAP
        last = until
    return None


def fault_in_ending(at: datetime, *, begin: datetime, scheduled_end: datetime, now: datetime) -> Fault | None:
    if at > now + CLOCKS_DIFFER:
        return Fault.AHEAD
    if at <= begin:
        return Fault.BACKWARDS
    return Fault.OUTSIDE if at > scheduled_end + LONGEST_OVERRUN else None


def is_settled_for_good(ended_at: datetime, now: datetime) -> bool:
    """Whether a session's end is moved no more: what is corrected later is corrected person by person, with a reason."""
    return now >= ended_at + END_MOVES_FOR


def is_forgotten(scheduled_end: datetime, now: datetime) -> bool:
    """Whether nobody ended a session for so long that the clock does."""
    return now >= scheduled_end + ENDED_BY_CLOCK_AFTER


# --- Arriving --------------------------------------------------------------------------------------------------------

#: The code at the door renews itself long before; who has opened its page has so long to tap.
DOOR_CODE_LASTS = timedelta(minutes=2)
TAP_WAITS = timedelta(minutes=10)
#: So long before a session somebody who comes from elsewhere may join it.
JOIN_BEFORE = timedelta(minutes=10)
#: So long before a session it is asked who will come.
PROMISED_BEFORE = timedelta(hours=36)


def is_door_open(now: datetime, *, begin: datetime, end: datetime) -> bool:
    """Whether somebody can arrive at a session's door: from an hour before it until it ends."""
    return begin - EARLIEST_BEFORE <= now < end


def is_fresh(shown_at: datetime, now: datetime, lasts: timedelta) -> bool:
    """Whether a code that was shown then is still good; one from the future is not."""
    return -CLOCKS_DIFFER <= now - shown_at <= lasts


def may_join(now: datetime, *, begin: datetime, end: datetime) -> bool:
    return begin - JOIN_BEFORE <= now < end
