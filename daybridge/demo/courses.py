"""How somebody's days go: a slow way up with setbacks and recoveries. Plain Python, decided by the seed alone."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Day:
    """What one day's check-in will say; `entries` is False on a day without one."""

    entries: bool
    mood: int
    anxiety: int
    urge: int
    sleep_hours: float
    medicines: str


def course(chance: Random, days: int) -> list[Day]:
    """The days of one episode, first to last."""
    lived, level = [], chance.uniform(1.6, 2.8)
    climb, diligence = chance.uniform(0.01, 0.05), chance.uniform(0.65, 0.97)
    low_left = 0
    for _ in range(days):
        if not low_left and chance.random() < 0.03:
            low_left = chance.randint(2, 5)
        low_left = max(0, low_left - 1)
        level = min(4.6, level + climb)
        felt = level + chance.gauss(0, 0.6) - (1.7 if low_left else 0)
        mood = min(5, max(1, round(felt)))
        strain = 10 - 2 * felt + chance.gauss(0, 1.2)
        lived.append(
            Day(
                entries=chance.random() < (diligence - 0.15 if low_left else diligence),
                mood=mood,
                anxiety=min(10, max(0, round(strain))),
                urge=min(10, max(0, round(strain - 1.5 + chance.gauss(0, 1.5)))),
                sleep_hours=min(11.0, max(2.0, round((5.2 + felt * 0.6 + chance.gauss(0, 0.9)) * 2) / 2)),
                medicines=chance.choices(("all", "some", "none"), (86, 9, 5))[0],
            )
        )
    return lived
