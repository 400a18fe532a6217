"""What a funding source lets one person have: never more in any span of its months, whatever came in which order. Plain Python."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from daybridge.contingency.rules.terms import Funding


@dataclass(frozen=True)
class Given:
    """So many cents that somebody had on a day."""

    on_day: date
    cents: int


def left(funding: Funding, given: Iterable[Given], on_day: date) -> int:
    """The most cents that may still be given on a day, so that no span of the funding's months holds more than its cap.

    A span begins on any day; the fullest ones begin on a day with something given, or on the day itself.
    """
    known = [one for one in given if one.cents]
    begins = {on_day, *(one.on_day for one in known if one.on_day <= on_day < months_after(one.on_day, funding.months))}
    fullest = max(
        sum(one.cents for one in known if begin <= one.on_day < months_after(begin, funding.months)) for begin in begins
    )
    return max(0, funding.cents - fullest)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
