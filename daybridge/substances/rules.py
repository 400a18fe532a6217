"""What may be told of use, and what told days come to. Plain Python.

A day of which nothing was told is a gap: it counts neither as a day with use nor as one without.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from daybridge.substances.on_file import use

MOST_WORDS = 300
MOST_OWN, MOST_AMOUNT, MOST_SUBSTANCES = 60, 120, 8
#: Something that the list has no code for, in a person's own words: "other:khat".
OTHER = "other"
#: How far back days can be told: so long before somebody came, and never longer ago than this.
DAYS_BEFORE, MOST_DAYS_BACK = 90, 500


class State(StrEnum):
    """What is told of a day. `cleared` takes back what was told: the day is a gap again."""

    NONE = "none"
    USED = "used"
    NOT_SURE = "not_sure"
    CLEARED = "cleared"


class Goal(StrEnum):
    """What somebody wants with a substance. It is theirs to choose; none is better than another here."""

    STOP = "stop"
    LESS = "less"
    SAFER = "safer"
    NOT_SURE = "not_sure"
    KEEP = "keep"


class Source(StrEnum):
    """From whom staff have what they write down."""

    PERSON = "person"
    REFERRAL = "referral"
    STAFF = "staff"


# --- Substances ------------------------------------------------------------------------------------------------------


def key_of(code: str, own: str = "") -> str:
    """By which a person's substance is known: its code, or `other:` with their words. Empty for what is none."""
    words = " ".join(own.split())
    if code == OTHER:
        is_said = 0 < len(words) <= MOST_OWN and "\x00" not in words
        return f"{OTHER}:{words}" if is_said else ""
    return code if code in use().by_code else ""


def is_key(told: str) -> bool:
    code, _colon, own = told.partition(":")
    return told != "" and key_of(code, own) == told


@dataclass(frozen=True, kw_only=True)
class History:
    """How somebody uses or used one substance, as it was told."""

    substance: str
    source: Source = Source.PERSON
    route: str = ""
    frequency: str = ""
    first_age: int | None = None
    last_used_on: date | None = None
    amount: str = ""
    #: Written down by mistake: it is taken off the list, and stays in its history.
    is_mistake: bool = False


def faults_in_history(told: History, today: date) -> dict[str, str]:
    """What of it can't be: field -> code; empty when it can."""
    faults = {}
    if not is_key(told.substance):
        faults["substance"] = "unknown"
    if told.route and told.route not in {one.code for one in use().routes}:
        faults["route"] = "unknown"
    if told.frequency and told.frequency not in {one.code for one in use().frequencies}:
        faults["frequency"] = "unknown"
    if told.first_age is not None and not 0 <= told.first_age <= 110:
        faults["first_age"] = "out-of-range"
    if told.last_used_on and not today - timedelta(days=36_525) <= told.last_used_on <= today:
        faults["last_used_on"] = "not-come"
    if fault := fault_in_words(told.amount, MOST_WORDS):
        faults["amount"] = fault
    return faults


def fault_in_words(said: str, most: int) -> str:
    if "\x00" in said:
        return "unreadable"
    return "too-long" if len(said) > most else ""


# --- Days ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Day:
    """What is told of one day: whether, of what, how much in words."""

    on_day: date
    state: State
    substances: tuple[str, ...] = ()
    amount: str = ""


def first_day(admitted_on: date | None, today: date) -> date:
    """From when on days can be told: some months before somebody came."""
    return max(today - timedelta(days=MOST_DAYS_BACK), (admitted_on or today) - timedelta(days=DAYS_BEFORE))


def faults_in_day(told: Day, today: date) -> dict[str, str]:
    """What of it can't be: field -> code; empty when it can."""
    faults = {}
    if fault := fault_in_date(told.on_day, today):
        faults["on_day"] = fault
    if len(told.substances) > MOST_SUBSTANCES:
        faults["substances"] = "too-many"
    elif not all(map(is_key, told.substances)):
        faults["substances"] = "unknown"
    if fault := fault_in_words(told.amount, MOST_AMOUNT):
        faults["amount"] = fault
    return faults


def fault_in_date(day: date, today: date) -> str:
    if day > today:
        return "not-come"
    return "too-old" if day < today - timedelta(days=MOST_DAYS_BACK + 7) else ""


class Telling(NamedTuple):
    """One thing that was told of a day, in the order in which it was said."""

    on_day: date
    made_at: datetime
    saved_at: datetime
    of: object


def last_said(told: Iterable[Telling]) -> dict[date, object]:
    """Of each day what was said last: nothing that was told before is lost, and it does not count any more."""
    return {one.on_day: one.of for one in sorted(told, key=lambda one: (one.made_at, one.saved_at))}


@dataclass(frozen=True)
class Sums:
    """What the told days of a stretch come to. `untold` are gaps, and nothing is said of them."""

    told: int
    with_use: int
    without: int
    not_sure: int
    untold: int
    #: Most days in a row that were told to be without use: a gap ends it, as does a day that somebody is not sure of.
    longest_without: int


def sums(told: Mapping[date, State], *, first: date, last: date) -> Sums:
    """What the days from first to last come to."""
    days = [told.get(first + timedelta(days=count), State.CLEARED) for count in range((last - first).days + 1)]
    counts = {state: days.count(state) for state in State}
    untold = counts[State.CLEARED]
    return Sums(
        len(days) - untold, counts[State.USED], counts[State.NONE], counts[State.NOT_SURE], untold, _longest(days)
    )


def _longest(days: Collection[State]) -> int:
    longest = run = 0
    for state in days:
        run = run + 1 if state is State.NONE else 0
        longest = max(longest, run)
    return longest


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of its month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def weeks_of(first: date, last: date) -> list[list[date | None]]:
    """A month's days in weeks that begin on Sunday; None where a week reaches into another month."""
    before = (first.weekday() + 1) % 7
    places: list[date | None] = [None] * before
    places += [first + timedelta(days=count) for count in range((last - first).days + 1)]
    places += [None] * (-len(places) % 7)
    return [places[at : at + 7] for at in range(0, len(places), 7)]
