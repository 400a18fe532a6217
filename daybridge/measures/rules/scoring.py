"""Scoring, exactly as an instrument's file says. Plain Python over exact decimals: answers in, scores out, nothing guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from daybridge.measures.instruments import Instrument, Item, Score
from daybridge.measures.instruments.definition import Band, Condition, Cut, Level, Need, Pattern, Sex


class Declined:
    """An answer of its own: the person saw the question and chose not to answer."""


class NotApplicable:
    """The question does not apply to this person, where the instrument provides for that."""


DECLINED, NOT_APPLICABLE = Declined(), NotApplicable()
Answer = Decimal | Declined | NotApplicable


class ImpossibleAnswers(Exception):
    """Answers that this instrument does not take; `faults` maps an item's code to why."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{code}: {why}" for code, why in faults.items()))
        self.faults = dict(faults)


@dataclass(frozen=True)
class CutCrossed:
    """A cut that a score crosses; `remark` names the one item all its points come from, where that matters."""

    cut: Cut
    remark: str = ""


@dataclass(frozen=True)
class Scored:
    """One score. `value` is None when answers are missing that it needs; such a score has no band and crosses no cut."""

    score: Score
    value: Decimal | None
    low: Decimal
    high: Decimal
    missing: tuple[str, ...] = ()
    is_prorated: bool = False
    band: Band | None = None
    cuts: tuple[CutCrossed, ...] = ()
    level: Level | None = None
    #: The value on the instrument's own scale, where a table says it; band and cuts are then this one's.
    converted: Decimal | None = None
    #: Of a sum with answers missing: what the known ones come to already, where the others could only add to it.
    floor: Decimal | None = None


@dataclass(frozen=True)
class CriticalAnswer:
    """An answer that a human hears of at once; `value` is 1 for a refusal."""

    code: str
    item: str
    value: Decimal


@dataclass(frozen=True)
class Result:
    """Everything one set of answers to an instrument says."""

    instrument: Instrument
    scores: tuple[Scored, ...]
    #: Pattern -> whether it holds; None where an answer that it asks about is missing.
    patterns: Mapping[str, bool | None]
    critical: tuple[CriticalAnswer, ...]
    missing: tuple[str, ...]
    declined: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.declined


# --- Answers ---------------------------------------------------------------------------------------------------------


def is_asked(item: Item, answers: Mapping[str, Answer]) -> bool:
    """Whether an item is asked after these answers. What it depends on and was not answered does not skip it."""
    if item.asked_if is None:
        return True
    if any(_fails(condition, answers) for condition in item.asked_if.all):
        return False
    either = item.asked_if.any
    return not either or not all(_fails(condition, answers) for condition in either)


def _fails(condition: Condition, answers: Mapping[str, Answer]) -> bool:
    answer = answers.get(condition.item)
    return isinstance(answer, Decimal) and not _holds(condition, answer)


def _holds(condition: Condition | Cut, value: Decimal) -> bool:
    above = condition.at_least is None or value >= condition.at_least
    return above and (condition.at_most is None or value <= condition.at_most)


def faults_in(instrument: Instrument, answers: Mapping[str, Answer]) -> dict[str, str]:
    """Item -> why its answer can't be; empty when all can."""
    faults = {}
    for code, answer in answers.items():
        item = instrument.by_code.get(code)
        if item is None:
            faults[code] = "unknown-item"
        elif isinstance(answer, NotApplicable) and not item.may_not_apply:
            faults[code] = "always-applies"
        elif isinstance(answer, Decimal) and not _takes(instrument, item, answer):
            faults[code] = "not-an-answer"
    return faults


def _takes(instrument: Instrument, item: Item, answer: Decimal) -> bool:
    if item.number is None:
        return any(answer == choice.value for choice in instrument.answers_of(item))
    is_whole = answer == answer.to_integral_value()
    return item.number.least <= answer <= item.number.most and (is_whole or not item.number.is_whole)


def sex_on_record(administrative_sex: str) -> Sex | None:
    """The sex that cuts are judged by; None for what is not on record or is neither, and then the lower line holds."""
    return "female" if administrative_sex == "female" else "male" if administrative_sex == "male" else None


# --- Scores ----------------------------------------------------------------------------------------------------------


def score(instrument: Instrument, answers: Mapping[str, Answer], *, sex: Sex | None = None) -> Result:
    """Score a set of answers. An answer that was given counts, also to an item that would not have been asked.

    Without `sex`, a cut that differs by sex holds at its lower line. Raises ImpossibleAnswers.
    """
    if faults := faults_in(instrument, answers):
        raise ImpossibleAnswers(faults)
    points = {
        item.code: found for item in instrument.items if (found := _points(instrument, item, answers)) is not None
    }
    unanswered = [item for item in instrument.items if not item.is_optional and _is_owed(item, answers)]
    return Result(
        instrument=instrument,
        scores=tuple(_score(instrument, one, answers, points, sex) for one in instrument.scores),
        patterns={one.code: _holds_pattern(one, answers) for one in instrument.patterns},
        critical=tuple(_critical(instrument, answers)),
        missing=tuple(item.code for item in unanswered if item.code not in answers),
        declined=tuple(item.code for item in instrument.items if isinstance(answers.get(item.code), Declined)),
    )


def _is_owed(item: Item, answers: Mapping[str, Answer]) -> bool:
    return not isinstance(answers.get(item.code), Decimal | NotApplicable) and is_asked(item, answers)


def _points(instrument: Instrument, item: Item, answers: Mapping[str, Answer]) -> Decimal | None:
    """What an item adds to a score; None when that is not known."""
    answer = answers.get(item.code)
    if isinstance(answer, Decimal):
        return _worth(instrument, item, answer)
    if isinstance(answer, NotApplicable) or is_asked(item, answers):
        return None
    return item.when_not_asked


def _worth(instrument: Instrument, item: Item, answer: Decimal) -> Decimal:
    if item.buckets:
        return next(bucket.points for bucket in item.buckets if answer <= bucket.up_to)
    chosen = next((choice for choice in instrument.answers_of(item) if choice.value == answer), None)
    return chosen.points if chosen and chosen.points is not None else answer


def _score(
    instrument: Instrument, one: Score, answers: Mapping[str, Answer], points: Mapping[str, Decimal], sex: Sex | None
) -> Scored:
    if one.how == "level":
        return _level(instrument, one, answers)
    if one.zero_unless:
        gate = answers.get(one.zero_unless.item)
        if not isinstance(gate, Decimal):
            return Scored(one, None, one.low, one.high, (one.zero_unless.item,))
        if not _holds(one.zero_unless, gate):
            return _judged(one, Decimal(0), {}, sex)
    applicable = [code for code in one.items if not isinstance(answers.get(code), NotApplicable)]
    missing = tuple(code for code in applicable if code not in points)
    known = {code: _counted(instrument, one, code, points[code]) for code in applicable if code in points}
    allowed = one.missing.most if one.missing else 0
    if not known or len(missing) > allowed:
        return Scored(one, None, one.low, one.high, missing, floor=_floor(instrument, one, known))
    raw = sum(known.values(), Decimal())
    if one.how == "mean":
        raw /= len(known)
    elif missing:
        raw = raw / len(known) * len(applicable)
    value = _rounded(raw * one.times, one.decimals)
    if missing:
        return Scored(one, value, one.low, one.high, missing, is_prorated=True)
    if len(applicable) < len(one.items):
        high = sum((max(instrument.points_of(instrument.by_code[code])) for code in applicable), Decimal()) * one.times
        return Scored(one, value, one.low, high)
    return _judged(one, value, known, sex)


def _floor(instrument: Instrument, one: Score, known: Mapping[str, Decimal]) -> Decimal | None:
    worth = [
        one.weights.get(code, Decimal(1)) * least
        for code in one.items
        for least in instrument.points_of(instrument.by_code[code])
    ]
    is_growing = one.how == "sum" and not one.has_table and all(points >= 0 for points in worth)
    return sum(known.values(), Decimal()) * one.times if known and is_growing else None


def _counted(instrument: Instrument, one: Score, code: str, points: Decimal) -> Decimal:
    if one.counts_from is not None:
        return Decimal(points >= one.counts_from)
    if code in one.reverse:
        possible = list(instrument.points_of(instrument.by_code[code]))
        points = min(possible) + max(possible) - points
    return points * one.weights.get(code, Decimal(1))


def _judged(one: Score, value: Decimal, known: Mapping[str, Decimal], sex: Sex | None) -> Scored:
    converted = next((row.value for row in one.table if row.raw == value), None)
    if one.has_table and converted is None:
        return Scored(one, value, one.low, one.high)  # raw: bands and cuts stand on values that are not known here
    judged = value if converted is None else converted
    band = next((band for band in reversed(one.bands) if judged >= band.start), None)
    crossed = [cut for cut in one.cuts if (cut.sex in (None, sex) or sex is None) and _holds(cut, judged)]
    cuts = tuple(CutCrossed(cut, _remark(cut, known)) for cut in crossed)
    return Scored(one, value, one.low, one.high, band=band, cuts=cuts, converted=converted)


def _remark(cut: Cut, known: Mapping[str, Decimal]) -> str:
    only = cut.remark_if_only_from
    others = any(points for code, points in known.items() if code != only)
    return only if only and not others else ""


def _level(instrument: Instrument, one: Score, answers: Mapping[str, Answer]) -> Scored:
    """The gravest level whose condition holds. With answers missing, a grave level still stands and no calm one is claimed."""
    missing = tuple(item.code for item in instrument.items if not item.is_optional and _is_owed(item, answers))
    for level in one.levels:
        met = (answers.get(condition.item) for condition in level.any)
        holds = any(
            isinstance(answer, Decimal) and _holds(condition, answer)
            for condition, answer in zip(level.any, met, strict=True)
        )
        if holds and (not missing or level is one.levels[0]):
            return Scored(one, Decimal(level.value), one.low, one.high, missing, level=level)
    return Scored(one, None if missing else one.low, one.low, one.high, missing)


def _holds_pattern(pattern: Pattern, answers: Mapping[str, Answer]) -> bool | None:
    asked_about = {code for need in pattern.needs for code in need.items}
    if not all(isinstance(answers.get(code), Decimal) for code in asked_about):
        return None
    return all(_is_met(need, answers) for need in pattern.needs)


def _is_met(need: Need, answers: Mapping[str, Answer]) -> bool:
    """Whether enough of the items stand at their line; what is missing counts for nothing."""
    met = 0
    for code in need.items:
        answer = answers.get(code)
        met += isinstance(answer, Decimal) and answer >= need.but.get(code, need.each)
    return met >= need.count


def _critical(instrument: Instrument, answers: Mapping[str, Answer]) -> list[CriticalAnswer]:
    refused = [
        CriticalAnswer(item.refusal, item.code, Decimal(1))
        for item in instrument.items
        if item.refusal and isinstance(answers.get(item.code), Declined)
    ]
    return refused + [
        CriticalAnswer(critical.code, item.code, answer)
        for item in instrument.items
        if isinstance(answer := answers.get(item.code), Decimal)
        for critical in item.critical
        if answer >= critical.at_least
    ]


def critical_in(instrument: Instrument, told: Iterable[Mapping[str, Answer]]) -> tuple[CriticalAnswer, ...]:
    """The critical answers in all that was told on a sheet, each item at its gravest: what was taken back was said all the same."""
    gravest: dict[tuple[str, str], CriticalAnswer] = {}
    for answers in told:
        for one in _critical(instrument, answers):
            known = gravest.get((one.code, one.item), one)
            gravest[one.code, one.item] = max(known, one, key=lambda answer: answer.value)
    return tuple(gravest.values())


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
