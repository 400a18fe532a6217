"""From people's own clocks and dates to one week on the house's clock, as the engine reckons. Plain Python."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from daybridge.programs.availability.rules import DAY, Week, taken_on
from daybridge.programs.schedule.instance import Span

WEEK = 7 * DAY


def minute_of_week(moment: datetime, monday: date, zone: str) -> int:
    """Minutes since Monday midnight, as the wall clock of a zone shows them; below 0 before that Monday."""
    local = moment.astimezone(ZoneInfo(zone))
    return (local.date() - monday).days * DAY + local.hour * 60 + local.minute


def moment_of(day: date, minute: int, zone: str) -> datetime:
    """The moment at which a wall clock shows a minute of a day; minute 1,440 is the next midnight."""
    day, minute = day + timedelta(days=minute // DAY), minute % DAY
    return datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(zone))


def taken_in(week: Week, monday: date, *, zone: str, house: str, is_meant: Callable[[date], bool]) -> list[Span]:
    """What a person's own week takes on the days that are meant, on the house's clock, cut at this Monday and the next."""
    found = []
    for day in filter(is_meant, (monday + timedelta(days=number) for number in range(-1, 8))):
        for start, end in taken_on(week, day):
            begins = minute_of_week(moment_of(day, start, zone), monday, house)
            ends = minute_of_week(moment_of(day, end, zone), monday, house)
            if max(begins, 0) < min(ends, WEEK):
                found.append(Span(max(begins, 0), min(ends, WEEK)))
    return found


def free_of(taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of the seven days, a span for each stretch of a day."""
    free, at = [], 0
    for span in [*sorted(taken), Span(WEEK, WEEK)]:
        free += by_day(at, span.start)
        at = max(at, span.end)
    return tuple(free)


def by_day(start: int, end: int) -> list[Span]:
    """The minutes between two of a week, a span for each day."""
    return [
        Span(max(start, day * DAY), min(end, (day + 1) * DAY))
        for day in range(7)
        if max(start, day * DAY) < min(end, (day + 1) * DAY)
    ]


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same minutes, with none said twice."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end and span.day == found[-1].day:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def mondays(from_on: date, until_on: date | None) -> Sequence[date]:
    """The weeks that a plan is for; for good: two, so that shifts that alternate are both met."""
    first = from_on - timedelta(days=from_on.weekday())
    last = until_on or first + timedelta(days=7)
    return [first + timedelta(days=7 * number) for number in range((last - first).days // 7 + 1)]
