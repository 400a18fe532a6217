"""An instrument as it is put before the person who answers it: in their language, without a word of what answers mean."""

from decimal import Decimal
from typing import Any

from daybridge.measures.instruments.definition import AskedIf, Condition, Instrument, Item, Words


def as_asked(instrument: Instrument, language: str) -> dict[str, Any]:
    """Everything a phone needs to ask the questions with no network; JSON. Words missing in Spanish stand in English."""
    return {
        "code": instrument.code,
        "version": instrument.version,
        "name": in_language(instrument.name, language),
        "minutes": instrument.minutes,
        "window": in_language(instrument.window, language),
        "credit": instrument.credit,
        "is_in_language": language != "es" or all(item.es for item in instrument.items),
        "items": [_item(instrument, item, language) for item in instrument.items],
    }


def in_language(words: Any, language: str) -> str:
    """The words in this language, where they are there, else in English; empty for none."""
    if words is None:
        return ""
    said: str = (language == "es" and words.es) or words.en
    return said


def _item(instrument: Instrument, item: Item, language: str) -> dict[str, Any]:
    stem: Words | None = instrument.stems.get(item.stem)
    lines = [critical.at_least for critical in item.critical]
    return {
        "code": item.code,
        "text": in_language(item, language),
        "stem": in_language(stem, language),
        "choices": [
            {"value": choice.value, "text": in_language(choice, language) or str(choice.value)}
            for choice in instrument.answers_of(item)
        ],
        "number": _number(item),
        "asked_if": _asked_if(item.asked_if),
        "may_not_apply": item.may_not_apply,
        "is_optional": item.is_optional,
        "at_once_from": _plain(min(lines)) if lines else None,
    }


def _number(item: Item) -> dict[str, Any] | None:
    if item.number is None:
        return None
    return {
        "least": _plain(item.number.least),
        "most": _plain(item.number.most),
        "is_whole": item.number.is_whole,
    }


def _asked_if(asked_if: AskedIf | None) -> dict[str, Any] | None:
    if asked_if is None:
        return None
    return {"all": [_condition(one) for one in asked_if.all], "any": [_condition(one) for one in asked_if.any]}


def _condition(one: Condition) -> dict[str, Any]:
    return {
        "item": one.item,
        "at_least": None if one.at_least is None else _plain(one.at_least),
        "at_most": None if one.at_most is None else _plain(one.at_most),
    }


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
