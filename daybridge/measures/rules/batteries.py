"""Which questionnaires are asked when: batteries by program week, as a file says. Plain Python."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).parents[1] / "batteries" / "default.toml"
_EVERY = {"weekly": ("week", 7), "monthly": ("month", 28)}
_AFTER = re.compile(r"after-([1-9][0-9]{0,2})")
#: From here on what is due counts as overdue: two days of grace.
GRACE = timedelta(days=2)


@dataclass(frozen=True)
class Ask:
    """A line of a battery: these instruments, on this occasion, open for some days; perhaps only with a focus."""

    when: str
    open_days: int
    instruments: tuple[str, ...]
    focus: str = ""


@dataclass(frozen=True)
class Stay:
    """What of an episode decides what is asked."""

    admitted_on: date
    ended_on: date | None
    has_substance_use_focus: bool


@dataclass(frozen=True)
class Due:
    """One instrument on one occasion: `intake`, `week-3`, `month-1`, `discharge`, `after-30`; both days included."""

    instrument: str
    occasion: str
    due_on: date
    until: date


@cache
def battery(path: Path = DEFAULT) -> tuple[Ask, ...]:
    """The lines of a battery's file. Raises ValueError naming the line that can't be."""
    return tuple(_read(number, row) for number, row in enumerate(tomllib.loads(path.read_text())["ask"], start=1))


def _read(number: int, row: dict[str, Any]) -> Ask:
    ask = Ask(**{**row, "instruments": tuple(row["instruments"])})
    is_known = ask.when in (*_EVERY, "intake", "discharge") or _AFTER.fullmatch(ask.when)
    if not is_known or ask.open_days < 1 or ask.focus not in ("", "substance_use"):
        raise ValueError(f"Line {number} of the battery can't be: check when, open_days and focus.")
    return ask


def open_on(asks: Sequence[Ask], stay: Stay, day: date) -> list[Due]:
    """What may be answered on a day of this stay or after it, first the longest due. Each instrument once an occasion."""
    found: dict[tuple[str, str], Due] = {}
    for ask in asks:
        if ask.focus and not stay.has_substance_use_focus:
            continue
        for occasion, due_on in _occasions(ask, stay, day):
            until = due_on + timedelta(days=ask.open_days)
            if due_on <= day <= until:
                for code in ask.instruments:
                    found.setdefault((code, occasion), Due(code, occasion, due_on, until))
    return sorted(found.values(), key=lambda due: due.due_on)


def asked_weekly(asks: Sequence[Ask]) -> frozenset[str]:
    """The instruments that everyone in a program is asked every week, whatever their focus."""
    return frozenset(code for ask in asks if ask.when == "weekly" and not ask.focus for code in ask.instruments)


def days_after(asks: Sequence[Ask]) -> int:
    """How many days after a discharge the last line of a battery is still open."""
    return max((int(after[1]) + ask.open_days for ask in asks if (after := _AFTER.fullmatch(ask.when))), default=0)


def _occasions(ask: Ask, stay: Stay, day: date) -> Iterator[tuple[str, date]]:
    """The occasions of a line that lie nearest before `day`."""
    if ask.when in _EVERY:
        name, days = _EVERY[ask.when]
        passed = (day - stay.admitted_on).days // days
        due_on = stay.admitted_on + timedelta(days=passed * days)
        if passed >= 1 and (stay.ended_on is None or due_on < stay.ended_on):
            yield f"{name}-{passed}", due_on
    elif ask.when == "intake":
        yield "intake", stay.admitted_on
    elif stay.ended_on:
        after = _AFTER.fullmatch(ask.when)
        yield ask.when, stay.ended_on + timedelta(days=int(after[1]) if after else 0)


def is_overdue(due_on: date, today: date) -> bool:
    """Whether what is still unanswered is overdue."""
    return today > due_on + GRACE
