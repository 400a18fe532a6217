"""Opening a file that should be FHIR R4 JSON: read as JSON, or refused in one plain sentence."""

import json
import re
from decimal import Decimal
from typing import NoReturn

AT_MOST_BYTES = 20 * 1024 * 1024
AT_MOST_DEPTH = 60
AT_MOST_DIGITS = 18


class CannotRead(Exception):
    """The file cannot become a referral: `code` for programs, `words` for people, `place` where it goes wrong."""

    def __init__(self, code: str, words: str, place: str = "") -> None:
        super().__init__(code, words, place)
        self.code = code
        self.words = words
        self.place = place

    def __str__(self) -> str:
        return f"{self.words} ({self.place})" if self.place else self.words


_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "zip", "This is a zip archive. Unpack it and send the JSON file inside."),
    (b"PK\x05\x06", "zip", "This is an empty zip archive. Send the JSON file itself."),
    (b"\x1f\x8b", "gzip", "This file is compressed with gzip. Unpack it and send the JSON file inside."),
    (b"%PDF", "pdf", "This is a PDF document. Daybridge reads FHIR R4 bundles in JSON; type the referral in instead."),
    (b"\xd0\xcf\x11\xe0", "office", "This is an Office document. Daybridge reads FHIR R4 bundles in JSON."),
    (b"\xff\xfe", "not_utf8", "This file is written in UTF-16. FHIR JSON is written in UTF-8."),
    (b"\xfe\xff", "not_utf8", "This file is written in UTF-16. FHIR JSON is written in UTF-8."),
    (b"\xff\xd8\xff", "picture", "This is a picture. Daybridge reads FHIR R4 bundles in JSON."),
    (b"\x89PNG", "picture", "This is a picture. Daybridge reads FHIR R4 bundles in JSON."),
)
_HL7_V2 = re.compile(rb"\A\x0b?(MSH|FHS|BHS)[|^~\\&]")


def open_json(original: bytes, *, at_most_bytes: int = AT_MOST_BYTES) -> object:
    """The JSON value in the file, numbers exact. Raises CannotRead for everything that is not sound JSON."""
    if len(original) > at_most_bytes:
        limit = f"{at_most_bytes // (1024 * 1024)} MB" if at_most_bytes >= 1024 * 1024 else f"{at_most_bytes} bytes"
        raise CannotRead("too_large", f"This file is too large. A referral may have up to {limit}.")
    _refuse_other_formats(original)
    text = _as_text(original)
    try:
        value: object = json.loads(
            text,
            parse_int=lambda digits: _whole_number(digits, text),
            parse_float=lambda digits: _decimal(digits, text),
            parse_constant=lambda word: _refuse_constant(word, text),
            object_pairs_hook=_object_with_single_names,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        words = "This file is damaged or cut off: it is not sound JSON."
        raise CannotRead("broken_json", words, place) from None
    except RecursionError:
        _refuse_depth()
    _refuse_deep_nesting(value)
    return value


def _refuse_other_formats(original: bytes) -> None:
    for beginning, code, words in _BEGINNINGS:
        if original.startswith(beginning):
            raise CannotRead(code, words)
    start = original[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not original.removeprefix(b"\xef\xbb\xbf").strip():
        raise CannotRead("empty", "This file is empty.")
    if _HL7_V2.match(start):
        raise CannotRead("hl7_v2", "This is an HL7 v2 message, not a FHIR R4 bundle in JSON.")
    if start.startswith(b"<"):
        _refuse_markup(start)


def _refuse_markup(start: bytes) -> NoReturn:
    beginning = start.lower()
    if b"urn:hl7-org:v3" in beginning or b"clinicaldocument" in beginning:
        raise CannotRead("c_cda", "This is a C-CDA document in XML. Ask the hospital for a FHIR R4 bundle in JSON.")
    if b"hl7.org/fhir" in beginning:
        raise CannotRead("fhir_xml", "This is FHIR written as XML. Ask the hospital for the same bundle in JSON.")
    if b"<html" in beginning or b"<!doctype html" in beginning:
        raise CannotRead("web_page", "This is a web page, not a FHIR R4 bundle. The download may have failed.")
    raise CannotRead("xml", "This is an XML file. Daybridge reads FHIR R4 bundles in JSON.")


def _as_text(original: bytes) -> str:
    try:
        return original.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = original.count(b"\n", 0, error.start) + 1
        words = "This file is not written in UTF-8, as FHIR JSON must be."
        raise CannotRead("not_utf8", words, f"line {line}, byte {error.start + 1}") from None


def _place_of(pattern: str, text: str) -> str:
    """Line and column of the first hit outside a quoted text."""
    for hit in re.finditer(rf'"(?:[^"\\]|\\.)*"|(?P<hit>{pattern})', text):
        if hit["hit"] is not None:
            start = hit.start()
            return f"line {text.count(chr(10), 0, start) + 1}, column {start - text.rfind(chr(10), 0, start)}"
    return ""


def _whole_number(digits: str, text: str) -> int:
    if len(digits.lstrip("-")) > AT_MOST_DIGITS:
        _refuse_number(_place_of(rf"-?\d{{{AT_MOST_DIGITS + 1},}}", text))
    return int(digits)


def _decimal(digits: str, text: str) -> Decimal:
    mantissa, _, exponent = digits.lower().partition("e")
    if len(mantissa) > 64 or len(exponent) > 3 or abs(int(exponent or "0")) > 40:
        _refuse_number(_place_of(re.escape(digits), text))
    exact = Decimal(digits)
    if exact.adjusted() >= AT_MOST_DIGITS:
        _refuse_number(_place_of(re.escape(digits), text))
    return exact


def _refuse_number(place: str) -> NoReturn:
    raise CannotRead("number_too_large", "This file has a number far too large to be real.", place)


def _refuse_constant(word: str, text: str) -> NoReturn:
    words = f"This file has {word} where a number must be; JSON does not know it."
    raise CannotRead("not_a_number", words, _place_of(re.escape(word), text))


def _object_with_single_names(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object that says two things under one name has no single meaning; choosing one in silence is no answer."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        shown = "".join(letter for letter in twice[:40] if letter.isprintable())
        raise CannotRead("repeated_name", f"This file gives “{shown}” twice in one place, so it has no single meaning.")
    return found


def _refuse_deep_nesting(value: object) -> None:
    layer = [value]
    for _ in range(AT_MOST_DEPTH):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not layer:
            return
    _refuse_depth()


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _refuse_depth() -> NoReturn:
    raise CannotRead("too_deep", f"This file is nested more than {AT_MOST_DEPTH} levels deep; no referral is.")
