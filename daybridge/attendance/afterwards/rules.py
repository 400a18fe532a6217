"""How a session was, and its practice: when that may be told, which telling holds, and what staff see of it. Plain Python.

The four questions and their words are ours; no published scale stands behind them, and they give no score of a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import fmean


class Question(StrEnum):
    """What may be rated, 0 (not at all) to 10 (fully); each may be left out."""

    ROOM = "room"
    MATTERED = "mattered"
    BELONGED = "belonged"
    TOGETHER = "together"


#: With whom and on what one worked; and the group.
ALLIANCE = (Question.ROOM, Question.MATTERED)
COHESION = (Question.BELONGED, Question.TOGETHER)
LOWEST, HIGHEST = 0, 10
#: Of fewer than so many people no average is shown: it would tell what one of them said.
FEWEST_RATERS = 4
#: So long after a session's end it is on the phone, and what was told of it can be changed.
LASTS = timedelta(hours=48)

Ratings = Mapping[Question, int | None]


class Practice(StrEnum):
    """What became of the practice; none of these is a failure."""

    DID = "did"
    PARTLY = "partly"
    NOT = "not"


class Fault(StrEnum):
    TOO_EARLY = "too early"
    TOO_LATE = "too late"
    NOT_A_RATING = "not a rating"


def told_at(made_at: datetime, now: datetime, ended_at: datetime) -> datetime:
    """When it was told: as the phone says, unless its clock can't be right; then it counts as told now."""
    return made_at if ended_at <= made_at <= now else now


def fault_in_moment(at: datetime, ended_at: datetime) -> Fault | None:
    if at < ended_at:
        return Fault.TOO_EARLY
    return Fault.TOO_LATE if at > ended_at + LASTS else None


def fault_in_ratings(ratings: Ratings) -> Fault | None:
    given = [one for one in ratings.values() if one is not None]
    return None if all(LOWEST <= one <= HIGHEST for one in given) else Fault.NOT_A_RATING


@dataclass(frozen=True)
class Averages:
    """Of one session: how many rated it, and the mean of what they gave, to a tenth; None where too few gave any."""

    people: int
    alliance: float | None
    cohesion: float | None
    questions: Mapping[Question, float | None]


def averages(ratings: Sequence[Ratings]) -> Averages | None:
    """`ratings`: what holds of each person. None where fewer than `FEWEST_RATERS` rated anything."""
    given = [one for one in ratings if any(value is not None for value in one.values())]
    if len(given) < FEWEST_RATERS:
        return None
    return Averages(
        len(given), _mean(given, ALLIANCE), _mean(given, COHESION), {one: _mean(given, (one,)) for one in Question}
    )


def _mean(given: Iterable[Ratings], of: Sequence[Question]) -> float | None:
    """The mean of people's means, so that each counts once."""
    own = [[value for one in of if (value := ratings.get(one)) is not None] for ratings in given]
    means = [fmean(values) for values in own if values]
    return round(fmean(means), 1) if len(means) >= FEWEST_RATERS else None
