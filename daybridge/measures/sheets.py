"""Answers and scores as JSON, for those who hold a score against its manual at a terminal."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from daybridge.measures.instruments import Instrument, Item
from daybridge.measures.rules import (
    DECLINED,
    NOT_APPLICABLE,
    Answer,
    Declined,
    ImpossibleAnswers,
    Result,
    Scored,
)

_WORDS: dict[str, Answer] = {
    "declined": DECLINED,
    "refused": DECLINED,
    "na": NOT_APPLICABLE,
    "n/a": NOT_APPLICABLE,
    "yes": Decimal(1),
    "true": Decimal(1),
    "no": Decimal(0),
    "false": Decimal(0),
}


def answers_from(instrument: Instrument, told: Mapping[str, Any]) -> dict[str, Answer]:
    """Item -> answer. An item may be called "9", "q9" or "item9"; null is an answer that is missing; yes and no answer items
    that are answered with yes and no.

    Raises ImpossibleAnswers for what is neither a number nor one of yes, no, declined, na, and for an item told twice.
    """
    answers: dict[str, Answer] = {}
    faults: dict[str, str] = {}
    for name, value in told.items():
        code = _code(instrument, name)
        if value is None:
            continue
        answer = _answer(value, takes_yes=_takes_yes(instrument, code))
        if answer is None:
            faults[name] = "not-an-answer"
        elif code in answers:
            faults[name] = "told-twice"
        else:
            answers[code] = answer
    if faults:
        raise ImpossibleAnswers(faults)
    return answers


def read_kept(instrument: Instrument, kept: Mapping[str, str]) -> dict[str, Answer]:
    """Answers as they were kept, to the items that the instrument's file of today still has."""
    return answers_from(instrument, {code: said for code, said in kept.items() if code in instrument.by_code})


def _code(instrument: Instrument, name: str) -> str:
    plain = name.strip().lower()
    if plain in instrument.by_code:
        return plain
    stripped = re.sub(r"^(?:question|item|q)[\s_-]*0*", "", plain)
    return stripped if stripped in instrument.by_code else name


def _takes_yes(instrument: Instrument, code: str) -> bool:
    item = instrument.by_code.get(code)
    return item is not None and {choice.value for choice in instrument.answers_of(item)} == {0, 1}


def _answer(value: Any, *, takes_yes: bool) -> Answer | None:
    text = str(value).strip().lower()
    word = _WORDS.get(text)
    if word is not None:
        return word if takes_yes or not isinstance(word, Decimal) else None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def as_text(answer: Answer) -> str:
    """An answer as it is kept: read back by `answers_from` without loss."""
    if isinstance(answer, Decimal):
        return format(answer.normalize(), "f")
    return "declined" if isinstance(answer, Declined) else "na"


def as_json(result: Result) -> dict[str, Any]:
    """A result with every name in English and every figure with its source."""
    instrument = result.instrument
    return {
        "instrument": instrument.code,
        "version": instrument.version,
        "name": instrument.name.en,
        "complete": result.is_complete,
        "missing": list(result.missing),
        "declined": list(result.declined),
        "scores": {one.score.code: _score_as_json(one) for one in result.scores},
        "patterns": {
            one.code: {"met": result.patterns[one.code], "name": one.en, "source": one.source}
            for one in instrument.patterns
        },
        "critical": [{"code": one.code, "item": one.item, "value": _number(one.value)} for one in result.critical],
    }


def _score_as_json(one: Scored) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": one.score.en,
        "value": None if one.value is None else _number(one.value),
        "low": _number(one.low),
        "high": _number(one.high),
        "missing": list(one.missing),
        "prorated": one.is_prorated,
        "band": {"code": one.band.code, "name": one.band.en, "source": one.score.bands_source} if one.band else None,
        "cuts": [
            {"code": crossed.cut.code, "name": crossed.cut.en, "sex": crossed.cut.sex, "source": crossed.cut.source}
            | ({"only_from": crossed.remark} if crossed.remark else {})
            for crossed in one.cuts
        ],
    }
    if one.score.has_table:
        said["converted"] = None if one.converted is None else _number(one.converted)
    if one.score.how == "level":
        said["level"] = {"code": one.level.code, "name": one.level.en} if one.level else None
    return said


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def in_words(instrument: Instrument, fault: str, code: str) -> str:
    """Why an answer can't be, as one says it."""
    item = instrument.by_code.get(code)
    takes = what_it_takes(instrument, item) if item else ""
    return {
        "unknown-item": f"{code}: {instrument.name.en} has no such item; it has {', '.join(instrument.by_code)}.",
        "always-applies": f"{code}: this item applies to everybody.",
        "not-an-answer": f"{code}: this is no answer to it" + (f"; it takes {takes}." if takes else "."),
        "told-twice": f"{code}: this item is answered twice.",
    }[fault]


def what_it_takes(instrument: Instrument, item: Item) -> str:
    """The answers to an item: "0, 1, 2, 3" or "0 to 30"."""
    if item.number is not None:
        return f"{item.number.least} to {item.number.most}"
    return ", ".join(str(choice.value) for choice in instrument.answers_of(item))
