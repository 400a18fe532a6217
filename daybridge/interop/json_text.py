"""Bytes into JSON, strictly: what two programs could read differently is refused with its line and column."""

import json
import re
from typing import Any, NoReturn

from daybridge.interop.refusals import CannotRead
from daybridge.interop.sniffing import what_it_is

#: More objects and lists than any record of one person; each costs far more memory than it takes in the file.
_MOST_PARTS = 1_500_000
_MOST_DIGITS = 40
_BOM = b"\xef\xbb\xbf"
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


class _SameKey(Exception):
    pass


class _BadNumber(Exception):
    pass


def read_json(original: bytes, *, limit: int) -> Any:
    """The JSON in a file. Raises CannotRead for everything else; numbers with a fraction stay text as written."""
    if len(original) > limit:
        raise CannotRead("too_large", value=megabytes(limit))
    if found := what_it_is(original):
        raise CannotRead(found)
    if original.count(b"{") + original.count(b"[") > _MOST_PARTS:
        raise CannotRead("too_many_parts")
    text = _decoded(original.removeprefix(_BOM))
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=_number, parse_int=_whole, parse_constant=_not_a_number
        )
    except _SameKey:
        position, key = _second(text)
        _refuse_at("same_key", text, position, key)
    except _BadNumber as bad:
        _refuse_at("number", text, _number_at(text, str(bad)), str(bad))
    except json.JSONDecodeError as error:
        _refuse_broken(text, error)
    except RecursionError:
        raise CannotRead("too_deep") from None


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:g}"


def _decoded(original: bytes) -> str:
    try:
        return original.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotRead("not_utf8", line=original.count(b"\n", 0, error.start) + 1) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _SameKey
    return found


class Decimal(str):
    """A number with a fraction, as its digits were written."""

    __slots__ = ()


def _number(written: str) -> Decimal:
    """A decimal stays as it was written: 7.20 is not 7.2 to a laboratory."""
    exponent = re.split("[eE]", written)[1:]
    if len(written) > _MOST_DIGITS or (exponent and abs(int(exponent[0])) > 30):
        raise _BadNumber(written)
    return Decimal(written)


def _whole(written: str) -> int:
    if len(written) > 20:
        raise _BadNumber(written)
    return int(written)


def _not_a_number(written: str) -> NoReturn:
    raise _BadNumber(written)


# --- Observation the line, only when a file is refused -------------------------------------------------------------------


def _refuse_at(code: str, text: str, position: int, value: str) -> NoReturn:
    line = text.count("\n", 0, position) + 1
    raise CannotRead(code, value=value, line=line, column=position - text.rfind("\n", 0, position))


def _refuse_broken(text: str, error: json.JSONDecodeError) -> NoReturn:
    if error.msg == "Extra data" and text[error.pos : error.pos + 1] == "{":
        raise CannotRead("ndjson")
    # An open string or a missing end can only be noticed at the end of the text: then the file was cut off.
    ended = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    raise CannotRead("cut_off" if ended else "broken_json", line=error.lineno, column=error.colno)


def _second(text: str) -> tuple[int, str]:
    """Where a key stands that its object has had before."""
    open_objects: list[set[str] | None] = []
    before, before_at = "", 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word in "{[":
            open_objects.append(set() if word == "{" else None)
        elif word in "}]":
            open_objects.pop()
        elif word == ":":
            keys = open_objects[-1]
            key = json.loads(before)
            if keys is not None and key in keys:
                return before_at, key
            if keys is not None:
                keys.add(key)
        before, before_at = word, token.start()
    return 0, ""


def _number_at(text: str, written: str) -> int:
    return next((token.start() for token in _TOKEN.finditer(text) if token[0] == written), 0)
