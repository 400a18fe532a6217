"""How somebody's days go: a slow way up with setbacks and recoveries. Plain Python, decided by the seed alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

#: Everyday life in these last days raises nothing by itself; what is open when the demo opens is `Ending`'s alone.
QUIET_DAYS = 3
#: So many that the rule about silence holds for the first time on the last day.
SILENT_DAYS = 4


class Ending(StrEnum):
    """What waits at the end of somebody's course, so that it is the same at whatever hour the demo is lived."""

    NOTHING = "nothing"
    HARD_DAYS = "hard_days"
    SILENCE = "silence"


@dataclass(frozen=True)
class Day:
    """What one day's check-in will say. `entries` is False on a day without one; `told_late` is filled in a day after."""

    entries: bool
    told_late: bool
    in_setback: bool
    mood: int
    anxiety: int
    urge: int
    sleep_hours: float
    medicines: str


def course(chance: Random, days: int) -> list[Day]:
    """The days of one episode, first to last."""
    level, climb = chance.uniform(1.7, 2.8), chance.uniform(0.02, 0.06)
    diligence = chance.uniform(0.72, 0.97)
    sure = int(days * chance.uniform(0.25, 0.7))  # everybody has a setback sooner or later, some have more
    weight, lived = 0.0, list[Day]()
    for number in range(days):
        if number == sure or (weight < 0.4 and chance.random() < 0.03):
            weight = chance.uniform(1.5, 2.6)  # a setback falls at once and lifts over the days after
        level = min(4.5, level + climb)
        lived.append(_day(chance, level - weight, diligence, weight))
        weight *= chance.uniform(0.6, 0.95)
    return lived


def _day(chance: Random, felt: float, diligence: float, weight: float) -> Day:
    felt += chance.gauss(0, 0.5)
    strain = 9.5 - 2 * felt + chance.gauss(0, 1.1)
    entries = chance.random() < (diligence - 0.15 if weight > 1 else diligence)
    return Day(
        entries=entries,
        told_late=not entries and chance.random() < 0.35,
        in_setback=weight > 1,
        mood=min(5, max(1, round(felt))),
        anxiety=min(10, max(0, round(strain))),
        urge=min(10, max(0, round(strain - 2 + weight / 2 + chance.gauss(0, 1.3)))),
        sleep_hours=min(11.0, max(2.0, round((5.0 + felt * 0.6 + chance.gauss(0, 0.9)) * 2) / 2)),
        medicines=chance.choices(("all", "some", "none"), (88, 8, 4))[0],
    )


def ended(lived: Sequence[Day], ending: Ending) -> list[Day]:
    """The same course with its last days brought to this ending; the very last day is today."""
    quiet = [*lived[:-QUIET_DAYS], *(_quiet(day) for day in lived[-QUIET_DAYS:])]
    if ending is Ending.HARD_DAYS:
        hard = (replace(day, entries=True, told_late=False, mood=1, in_setback=True) for day in quiet[-3:-1])
        return [*quiet[:-3], *hard, replace(quiet[-1], entries=False, told_late=False)]
    if ending is Ending.SILENCE:
        silent = (replace(day, entries=False, told_late=False) for day in quiet[-SILENT_DAYS:])
        last = replace(quiet[-SILENT_DAYS - 1], entries=True, told_late=False)
        return [*quiet[: -SILENT_DAYS - 1], last, *silent]
    return quiet


def _quiet(day: Day) -> Day:
    return replace(
        day, mood=max(2, day.mood), urge=min(6, day.urge), in_setback=False, sleep_hours=max(5.0, day.sleep_hours),
        medicines="some" if day.medicines == "none" else day.medicines,
    )  # fmt: skip
