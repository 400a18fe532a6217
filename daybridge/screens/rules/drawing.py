"""Days drawn by chance within rules, from a seed that is kept: the same seed gives the same days, so a draw can be looked at later. Plain Python."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

MOST_WEEKS, MOST_A_MONTH = 26, 12


@dataclass(frozen=True)
class Drawing:
    """Within what a draw stays. Weekdays count from Monday, 0; a draw goes over so many weeks from its first day."""

    first_on: date
    weeks: int
    weekdays: frozenset[int]
    least_days: int
    most_days: int
    most_a_month: int

    @property
    def faults(self) -> tuple[str, ...]:
        """Codes of what makes these rules no rules."""
        found = {
            "weeks": not 1 <= self.weeks <= MOST_WEEKS,
            "weekdays": not self.weekdays or not self.weekdays <= frozenset(range(7)),
            "days": not 1 <= self.least_days <= self.most_days <= 60,
            "most_a_month": not 1 <= self.most_a_month <= MOST_A_MONTH,
        }
        return tuple(code for code, is_so in found.items() if is_so)

    @property
    def last_on(self) -> date:
        return self.first_on + timedelta(weeks=self.weeks) - timedelta(days=1)


def draw(rules: Drawing, seed: str) -> tuple[date, ...]:
    """The days of a draw. Two are at least `least_days` apart; at most `most_days` unless no allowed day lies within them."""
    chance, drawn = Random(seed), list[date]()  # noqa: S311  # fair, and to be drawn again: not secret
    in_month: Counter[tuple[int, int]] = Counter()
    earliest, latest = rules.first_on, rules.first_on + timedelta(days=rules.most_days - 1)
    while earliest <= rules.last_on:
        open_days = [
            day for day in _days(earliest, rules.last_on)
            if day.weekday() in rules.weekdays and in_month[day.year, day.month] < rules.most_a_month
        ]  # fmt: skip
        if not open_days:
            break
        near = [day for day in open_days if day <= latest] or open_days[:1]
        day = chance.choice(near)
        drawn.append(day)
        in_month[day.year, day.month] += 1
        earliest, latest = day + timedelta(days=rules.least_days), day + timedelta(days=rules.most_days)
    return tuple(drawn)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
