"""What the answers to a worksheet may be, and what they say of danger. Plain Python."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybridge.checkins.worksheets import Asked, Column, Worksheet

MOST_CHARACTERS = 4_000
MOST_IN_ALL = 40_000
#: Answers hold rows, rows hold columns, columns hold choices.
MOST_DEEP = 4
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def faults_in_answers(worksheet: Worksheet, version: int, answers: Mapping[str, Any]) -> dict[str, str]:
    """Which answers can't be: field -> code (`missing`, `unknown`, `out-of-range`, `too-long`, `unreadable`).

    Of another version of the worksheet nothing is `unknown` or `missing`: a phone may lag behind, and what it asked is kept.
    """
    if fault := _fault_in_all(answers):
        return {"answers": fault}
    faults = {}
    for code, answer in answers.items():
        field = worksheet.fields.get(code)
        if fault := _fault_in(field, answer) if field else "unknown":
            faults[code] = fault
    for code, field in worksheet.fields.items():
        if field.is_required and not _is_said(answers.get(code)):
            faults[code] = "missing"
    is_other = version != worksheet.version
    return {code: fault for code, fault in faults.items() if not (is_other and fault in ("unknown", "missing"))}


def _fault_in_all(answers: Mapping[str, Any]) -> str:
    """What no column can hold, wherever it stands: NUL, half a sign, not a number, and more or deeper than anyone writes."""
    if _is_deeper(answers, than=MOST_DEEP):
        return "unreadable"
    try:
        told = json.dumps(answers, allow_nan=False)
        json.dumps(answers, ensure_ascii=False).encode()
    except ValueError:
        return "unreadable"
    if "\\u0000" in told.replace("\\\\", ""):  # NUL itself, not somebody's words about it
        return "unreadable"
    return "too-long" if len(told) > MOST_IN_ALL else ""


def _is_deeper(value: Any, *, than: int) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return bool(inner) and (than == 0 or any(_is_deeper(one, than=than - 1) for one in inner))


def _is_said(answer: Any) -> bool:
    return answer not in (None, "", [], {})


def _fault_in(field: Asked, answer: Any) -> str:
    if field.kind == "rows":
        return _fault_in_rows(field, answer)
    if field.kind == "again":
        fits = isinstance(answer, list) and len(answer) <= field.most_rows
        return "" if fits and all(one is None or _is_whole(one) for one in answer) else "unreadable"
    return _fault_in_one(field, answer)


def _fault_in_rows(field: Asked, rows: Any) -> str:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return "unreadable"
    if len(rows) > field.most_rows:
        return "too-long"
    columns = {column.code: column for column in field.columns}
    faults = [
        _fault_in_one(columns[code], answer) if code in columns else "unknown"
        for row in rows
        for code, answer in row.items()
    ]
    return next((fault for fault in sorted(faults, key=lambda one: one == "unknown") if fault), "")


def _fault_in_one(column: Column, answer: Any) -> str:
    if answer is None:
        return ""
    match column.kind:
        case "level":
            if not _is_whole(answer):
                return "unreadable"
            return "" if column.least <= answer <= column.most else "out-of-range"
        case "choices":
            if not (isinstance(answer, list) and all(isinstance(one, str) for one in answer)):
                return "unreadable"
            return _fault_in_choice(column, answer)
        case "choice":
            return _fault_in_choice(column, [answer]) if isinstance(answer, str) else "unreadable"
        case "time":
            return "" if isinstance(answer, str) and (answer == "" or _TIME.fullmatch(answer)) else "unreadable"
    if not isinstance(answer, str):
        return "unreadable"
    return "too-long" if len(answer) > MOST_CHARACTERS else ""


def _fault_in_choice(column: Column, chosen: Collection[str]) -> str:
    """What a diary offers changes with the diary, so of those choices only the length is held."""
    if column.options_from:
        return "" if len(chosen) <= 40 and all(len(one) <= 60 for one in chosen) else "too-long"
    known = {option.code for option in column.options} | {""}
    return "" if known.issuperset(chosen) else "unknown"


def _is_whole(answer: Any) -> bool:
    return isinstance(answer, int) and not isinstance(answer, bool)


def dangers_in(worksheet: Worksheet, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Of what a human hears: (the danger, the option that says it has happened). Free text is never looked at."""
    return [
        (option.danger, option.code)
        for field in worksheet.fields.values()
        if field.kind == "choice"
        for option in field.options
        if option.danger and answers.get(field.code) == option.code
    ]


# --- What was said of one thing, in all ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """An entry as one of the versions of what it is about: corrections are entries of their own."""

    id: str
    about: str
    made_at: datetime


def last_words(versions: Collection[Version]) -> dict[str, str]:
    """The last version of each thing: what it is about -> the id of the entry that says it. The last one made holds."""
    last: dict[str, Version] = {}
    for one in sorted(versions, key=lambda one: (one.made_at, one.id)):
        last[one.about] = one
    return {about: one.id for about, one in last.items()}
