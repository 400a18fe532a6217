"""What change between scores means: reliable or noise, recovered or not, on track or not. Plain Python over exact decimals.

Every verdict carries what it was made of, so that it can be shown and argued with. Nothing is claimed of fewer than two scores,
nor by a figure that the instrument's file does not name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from daybridge.measures.instruments import Score

NO_SCORE_FOR = timedelta(days=14)
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Reading:
    """One score of a finished sheet on its day; `value` is None where answers were missing, and that is never judged.

    `sheet_id` leads back to the answers and decides nothing.
    """

    on_day: date
    value: Decimal | None
    sheet_id: UUID | None = field(default=None, compare=False)


class Kind(StrEnum):
    """What can be said of a line of scores."""

    IMPROVED = "reliable-improvement"
    WORSE = "reliable-deterioration"
    RECOVERED = "recovery"
    REMISSION = "remission"
    NOT_ON_TRACK = "not-on-track"
    NO_SCORE = "no-score"


#: Which of several verdicts a board shows: what asks for somebody first.
ORDER = (Kind.WORSE, Kind.NOT_ON_TRACK, Kind.NO_SCORE, Kind.RECOVERED, Kind.REMISSION, Kind.IMPROVED)


_GOOD = frozenset({Kind.RECOVERED, Kind.REMISSION, Kind.IMPROVED})


@dataclass(frozen=True)
class Verdict:
    """Something that holds, with its inputs: the two scores it compares, the line it was held against, whose figure that is."""

    kind: Kind
    since: Reading
    now: Reading
    line: Decimal
    population: str
    source: str


def gain(score: Score, before: Decimal, after: Decimal) -> Decimal:
    """How much better `after` is than `before`, on this score's own points; negative when it is worse."""
    return after - before if score.better == "higher" else before - after


def beyond_noise(score: Score, before: Decimal, after: Decimal) -> str:
    """`better` or `worse` than noise explains, else empty; empty too where nobody found out how much noise there is."""
    gained = gain(score, before, after)
    if score.change is None or abs(gained) < score.change.reliable:
        return ""
    return "better" if gained > 0 else "worse"


def verdicts(
    score: Score, readings: Sequence[Reading], *, began_on: date, today: date, is_weekly: bool = True
) -> list[Verdict]:
    """What holds of one person's scores (oldest first) in an episode that began on `began_on`; gravest first.

    Change is judged between the first score and the last; worsening also between the best one and the last. Silence counts only
    where scores are asked for weekly: pass `is_weekly=False` for all others, and after the episode has ended. Nothing good is
    claimed past a later sheet that has no score.
    """
    known = [one for one in readings if one.value is not None]
    found = [*_change(score, known), *_well(score, known), *_off_track(score, known, began_on, today)]
    if readings and readings[-1].value is None:
        found = [one for one in found if one.kind not in _GOOD]
    if is_weekly and known and is_silence(known[-1].on_day, today):
        days = Decimal(NO_SCORE_FOR.days)
        found.append(Verdict(Kind.NO_SCORE, known[-1], known[-1], days, "", "site policy: domain brief 5.1"))
    return sorted(found, key=lambda one: ORDER.index(one.kind))


def is_silence(since: date, today: date) -> bool:
    """Whether no score since this day is worth a word."""
    return today - since > NO_SCORE_FOR


def _change(score: Score, known: Sequence[Reading]) -> list[Verdict]:
    if score.change is None or len(known) < 2:
        return []
    figure, first, last = score.change, known[0], known[-1]
    best = max(known, key=lambda one: gain(score, _value(first), _value(one)))

    def said(kind: Kind, since: Reading) -> list[Verdict]:
        return [Verdict(kind, since, last, figure.reliable, figure.population, figure.source)]

    if gain(score, _value(best), _value(last)) <= -figure.reliable:
        return said(Kind.WORSE, best)
    if gain(score, _value(first), _value(last)) >= figure.reliable:
        return said(Kind.IMPROVED, first)
    return []


def _well(score: Score, known: Sequence[Reading]) -> list[Verdict]:
    """Recovery needs a case at the start, none now, and change beyond noise; remission a last score before its line.

    Neither is claimed of change that a known figure calls noise.
    """
    if score.line is None or len(known) < 2:
        return []
    line, first, last, found = score.line, known[0], known[-1], []
    was_case = line.case is not None and not _is_before(score, _value(first), line.case)
    is_reliable = _is_reliable(score, first, last)
    if line.case is not None and was_case and is_reliable and _is_before(score, _value(last), line.case):
        found.append(Verdict(Kind.RECOVERED, first, last, line.case, "", line.source))
    is_noise = score.change is not None and not is_reliable
    if line.remission is not None and was_case and not is_noise and _is_before(score, _value(last), line.remission):
        found.append(Verdict(Kind.REMISSION, first, last, line.remission, "", line.source))
    return found


def _is_reliable(score: Score, first: Reading, last: Reading) -> bool:
    return beyond_noise(score, _value(first), _value(last)) == "better"


def _is_before(score: Score, value: Decimal, line: Decimal) -> bool:
    """Whether a value lies on the well side of a line."""
    return value > line if score.better == "higher" else value < line


def _off_track(score: Score, known: Sequence[Reading], began_on: date, today: date) -> list[Verdict]:
    """By the week that the file names, and from a first score that left room, less than its share was gained and nothing reliable.

    Weeks count from the first score, and the last one must be of that week or later: an older pair says nothing about it.
    """
    figure = score.not_on_track
    if figure is None or len(known) < 2:
        return []
    first, last = known[0], known[-1]
    by = max(began_on, first.on_day) + figure.by_week * _WEEK
    if today < by or last.on_day <= by - _WEEK:
        return []
    has_room = score.line is None or score.line.case is None or not _is_before(score, _value(first), score.line.case)
    gained = gain(score, _value(first), _value(last))
    if not has_room or _is_reliable(score, first, last) or gained >= figure.gain * _trouble(score, _value(first)):
        return []
    return [Verdict(Kind.NOT_ON_TRACK, first, last, figure.gain, "", figure.source)]


def _trouble(score: Score, value: Decimal) -> Decimal:
    """How far a value lies from the best end of its scale."""
    return score.high - value if score.better == "higher" else value - score.low


def _value(reading: Reading) -> Decimal:
    assert reading.value is not None
    return reading.value
