"""Each participant's way through the program, thought out before it is lived: who, when, how their days go."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from daybridge.core.actors import Actor
from daybridge.demo.courses import Day, Ending, course, ended
from daybridge.demo.people import THERAPISTS, Person, person
from daybridge.demo.stage import chance_of
from daybridge.people.models import Participant
from daybridge.programs.rules import Focus


class Part(StrEnum):
    """What somebody does in the play's last hours, so that every kind of open alert is there to see."""

    EVERYDAY = "everyday"
    ANSWERED = "answered"
    NOT_SAFE = "not_safe"
    ASKS = "asks"
    UNANSWERED = "unanswered"
    STRONG_URGE = "strong_urge"
    HARD_DAYS = "hard_days"
    SILENT = "silent"
    SECOND_LOOK = "second_look"
    WORRY = "worry"


_ENDINGS = {Part.HARD_DAYS: Ending.HARD_DAYS, Part.SILENT: Ending.SILENCE}
#: Who takes which part: the first that fits, besides Ana; numbers that divide by three are Ben's, see `therapist`.
_FITS: dict[Part, Callable[[int], bool]] = {
    Part.NOT_SAFE: lambda number: number % 3 == 0,
    Part.ASKS: lambda number: number % 3 == 0,
    Part.UNANSWERED: lambda number: number % 3 == 1,
    Part.STRONG_URGE: lambda number: number % 3 == 1 and _is_dual(number),
    Part.HARD_DAYS: lambda number: number % 3 == 2,
    Part.SILENT: lambda number: number % 3 == 2,
    Part.SECOND_LOOK: lambda number: number % 3 == 2,
    Part.WORRY: lambda number: number % 3 == 1,
}
_SHORTEST_PART = 12


@dataclass
class Life:
    """One participant's way. `starts` and `ends` are days of the play; `hour` is when they like to check in."""

    number: int
    person: Person
    starts: int
    ends: int | None
    part: Part
    days: list[Day]
    hour: float
    participant: Participant | None = None
    actor: Actor | None = None

    @property
    def focus(self) -> Focus:
        return Focus.DUAL_DIAGNOSIS if _is_dual(self.number) else Focus.MENTAL_HEALTH

    @property
    def therapist(self) -> str:
        return THERAPISTS[self.number % 3]

    @property
    def covering(self) -> str:
        return THERAPISTS[(self.number + 1) % 3]

    def on(self, day: int) -> Day | None:
        """How a day of the play goes for them; None on days they are not in the program, and on the first."""
        is_here = self.starts < day < self.starts + len(self.days) and (self.ends is None or day < self.ends)
        return self.days[day - self.starts] if is_here else None


def _is_dual(number: int) -> bool:
    return number % 5 < 2


def think_out(participants: int, days: int) -> list[Life]:
    """Everybody's lives for a play of that many days."""
    times = [_stay(number, participants, days) for number in range(participants)]
    parts = _give_parts(times, days)
    return [_life(number, *times[number], parts.get(number, Part.EVERYDAY), days) for number in range(participants)]


def _stay(number: int, participants: int, days: int) -> tuple[int, int | None]:
    """Admissions come evenly over the weeks, in no order of number; longer stays end before the play does."""
    if number == 0:
        return max(0, days - 40), None
    chance = chance_of("stay", number)
    place = (number * 29) % participants
    starts = min(days - 1, int(place * days / participants) + chance.randint(0, 1))
    ends = starts + chance.randint(35, 60)
    return starts, ends if ends < days - 1 and chance.random() < 0.85 else None


def _give_parts(times: list[tuple[int, int | None]], days: int) -> dict[int, Part]:
    parts = {0: Part.ANSWERED}
    for part, fits in _FITS.items():
        for number, (starts, ends) in enumerate(times):
            if number not in parts and ends is None and starts <= days - _SHORTEST_PART and fits(number):
                parts[number] = part
                break
    return parts


def _life(number: int, starts: int, ends: int | None, part: Part, days: int) -> Life:
    chance = chance_of("life", number)
    length = (days if ends is None else ends) - starts + 1
    lived = course(chance, length)
    if ends is None:
        lived = ended(lived, _ENDINGS.get(part, Ending.NOTHING))
    hour = chance.choice(
        (chance.uniform(6.5, 9), chance.uniform(11.5, 14), chance.uniform(17, 21), chance.uniform(19, 21))
    )
    return Life(number, person(number), starts, ends, part, lived, hour)
