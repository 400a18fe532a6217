"""Who needs someone first, and how a timeline is cut into pages. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from daybridge.safety.rules import LEVEL_ORDER, Level

#: Days without an entry from which silence is worth a look (the alert itself is safety's rule).
QUIET_DAYS = 2
#: The two lowest of the five moods.
LOW_MOOD = 2
#: How far back a board looks for someone's last entry.
BOARD_DAYS = 30
SPARKLINE_DAYS = 14

_NO_ALERT = len(LEVEL_ORDER)


class Reason(StrEnum):
    """Why someone stands where they stand on the board."""

    CLOCK_PASSED = "clock_passed"
    ALERT = "alert"
    LOW_MOOD = "low_mood"
    QUIET = "quiet"
    NOT_SET_UP = "not_set_up"
    STEADY = "steady"


@dataclass(frozen=True, kw_only=True)
class OpenAlert:
    """What the order needs to know of an open alert."""

    level: str
    is_late: bool
    is_taken: bool
    #: Until its clock runs out, below 0 when it has; 0 once taken, for then the clock stands.
    seconds_left: int = 0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of one person today; `quiet_days` are full days without an entry (None: entries are not due yet)."""

    name: str
    alerts: tuple[OpenAlert, ...] = ()
    mood: int | None = None
    quiet_days: int | None = 0


def place(standing: Standing) -> tuple[int, int, int, int, int, int, str]:
    """The sort key of the board, smallest first.

    The gravest open alert, then whether its clock has passed, then whether nobody has taken it, then how little time is
    left; after the alerts the low moods, then the longest silence, then the name.
    """
    gravest = min(standing.alerts, key=_urgency, default=None)
    alert = _urgency(gravest) if gravest else (_NO_ALERT, 1, 1, 0)
    mood = standing.mood if standing.mood is not None and standing.mood <= LOW_MOOD else LOW_MOOD + 1
    quiet = standing.quiet_days or 0
    return *alert, mood, -min(quiet, BOARD_DAYS) if quiet >= QUIET_DAYS else 0, standing.name.casefold()


def gravity(level: str) -> int:
    """0 for the gravest level."""
    return LEVEL_ORDER.index(Level(level))


def _urgency(alert: OpenAlert) -> tuple[int, int, int, int]:
    return gravity(alert.level), 0 if alert.is_late else 1, 1 if alert.is_taken else 0, alert.seconds_left


def reason(standing: Standing) -> Reason:
    """The first thing that speaks for looking at someone."""
    if any(alert.is_late for alert in standing.alerts):
        return Reason.CLOCK_PASSED
    if standing.alerts:
        return Reason.ALERT
    if standing.mood is not None and standing.mood <= LOW_MOOD:
        return Reason.LOW_MOOD
    if standing.quiet_days is None:
        return Reason.NOT_SET_UP
    return Reason.QUIET if standing.quiet_days >= QUIET_DAYS else Reason.STEADY


def quiet_days(*, last_on: date | None, due_from: date | None, today: date) -> int | None:
    """Full days without an entry before today. `due_from` is the first day one could be made; None: not set up yet."""
    if last_on is None and due_from is None:
        return None
    since = max(day for day in (last_on, due_from - timedelta(days=1) if due_from else None) if day)
    return max(0, (today - since).days - 1)


T = TypeVar("T")


def daily(entries: Iterable[tuple[date, T]], *, last_on: date, days: int) -> list[T | None]:
    """The last value of each of the `days` days up to `last_on`, oldest first; None where there is none."""
    by_day = dict(entries)
    return [by_day.get(last_on - timedelta(days=back)) for back in range(days - 1, -1, -1)]


@dataclass(frozen=True)
class Source:
    """The days of one kind of happening, newest first, read up to a limit; `is_cut` when there may be older ones."""

    days: Sequence[date]
    is_cut: bool


def floor_of_page(sources: Iterable[Source]) -> date | None:
    """The day a page of a timeline stops at, itself excluded: below it some source may have happenings unread.

    None when every source was read to its end. A page therefore never shows a day in part, and the next page starts
    where this one stopped, however the sources differ in number.
    """
    floors = [source.days[-1] for source in sources if source.is_cut and source.days]
    return max(floors, default=None)
