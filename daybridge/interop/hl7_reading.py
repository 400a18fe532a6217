"""Reads HL7 v2 result messages (ORU^R01), whatever line ends and marks they came with, and writes the answer (ACK).

A message is held to limits before anything is taken apart: size, segments, and repeats of each field.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import hl7  # type: ignore[import-untyped]

from daybridge.screens.rules import Person, Reading, Report

LARGEST = 1_000_000
_MOST_SEGMENTS, _MOST_READINGS, _LONGEST_LINE, _MOST_REPEATS = 2_000, 500, 100_000, 50
#: Marks that part a message into pieces: each piece takes its time.
_MOST_MARKS = 60_000
#: What a laboratory's clock may say; what lies beyond can't be reckoned with.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_CHARSETS = {
    "UNICODE UTF-8": "utf-8",
    "UTF-8": "utf-8",
    "8859/1": "latin-1",
    "8859/15": "iso8859-15",
    "ASCII": "ascii",
    "": "utf-8",
}


@dataclass(frozen=True)
class Read:
    """What came of reading a message: the answer (AA, AE, AR) with why, and its reports."""

    answer: str
    why: str = ""
    sender: str = ""
    control_id: str = ""
    kind: str = ""
    reports: tuple[Report, ...] = ()


class _Refusal(Exception):
    def __init__(self, answer: str, why: str) -> None:
        super().__init__(why)
        self.answer, self.why = answer, why


def read_message(original: bytes, *, zone: str = "UTC") -> Read:
    """Read what came. Never raises: what cannot be read is answered, with the reason.

    `zone`: of the house, whose clock a time is on that does not say its offset.
    """
    header: Sequence[str] = ()
    try:
        lines = _lines(original)
        header = _header(lines[0])
        kind = _at(header, 8)
        if not kind.startswith("ORU^R01"):
            raise _Refusal("AR", "not_read_here")
        reports = tuple(_reports(hl7.parse("\r".join(lines)), ZoneInfo(zone)))
        if not any(one.readings for one in reports):
            raise _Refusal("AE", "no_results")
        return Read("AA", "", _sender(header), _at(header, 9)[:200], kind[:40], reports)
    except _Refusal as refused:
        answer, why = refused.answer, refused.why
    except (
        hl7.HL7Exception, AssertionError, AttributeError, ValueError, TypeError, LookupError, OverflowError, RecursionError,
    ):  # fmt: skip  # the parser asserts and trusts: what it trips over is no message
        answer, why = "AE", "cannot_read"
    return Read(answer, why, _sender(header), _at(header, 9)[:200], _at(header, 8)[:40])


def acknowledgment(read: Read, *, now: datetime, number: str) -> bytes:
    """The answer to a message: accepted, in error, or refused, with the number of what it answers."""
    said = read.why.replace("_", " ")
    safe = re.sub(r"[|\^~\\&\r\n\x00]", " ", read.control_id)
    return (
        f"MSH|^~\\&|DAYBRIDGE||||{now.astimezone(UTC):%Y%m%d%H%M%S}+0000||ACK^R01^ACK|{number}|P|2.5.1\r"
        f"MSA|{read.answer}|{safe}|{said}\r"
    ).encode()


# --- Lines and fields ------------------------------------------------------------------------------------------------


def _lines(original: bytes) -> list[str]:
    if len(original) > LARGEST:
        raise _Refusal("AR", "too_many")
    text = _text(original).lstrip("\ufeff\x0b \r\n").rstrip("\x1c\r\n ")
    if not text.startswith("MSH") or len(text) < 8 or "\x00" in text[:8]:
        raise _Refusal("AR", "no_header")
    lines = [line for line in re.split(r"\r\n|\r|\n", text.replace("\x00", "")) if line.strip()]
    if len(lines) > _MOST_SEGMENTS or any(
        len(line) > _LONGEST_LINE or line.count("~") > _MOST_REPEATS * 10 for line in lines
    ):
        raise _Refusal("AR", "too_many")
    if sum(text.count(mark) for mark in set(lines[0][3:8])) > _MOST_MARKS:
        raise _Refusal("AR", "too_many")
    return lines


def _text(original: bytes) -> str:
    """The text, in the charset it names (MSH-18); what does not fit that is tried as UTF-8, then taken byte by byte."""
    first = original[:2000].split(b"\r")[0].split(b"\n")[0].split(b"|")
    named = first[17].decode("ascii", "replace").split("~")[0] if len(first) > 17 else ""
    for charset in (_CHARSETS.get(named, "utf-8"), "utf-8"):
        try:
            return original.decode(charset)
        except UnicodeDecodeError:
            continue
    return original.decode("latin-1")


def _header(line: str) -> Sequence[str]:
    """MSH by its numbers: the separator itself counts as its first field."""
    fields = line.split(line[3])
    return [fields[0], line[3], *fields[1:]]


def _at(header: Sequence[str], number: int) -> str:
    """A field of the header; MSH-9 stands at 9, and `number` counts from 0 after the name."""
    return header[number + 1].strip() if len(header) > number + 1 else ""


def _sender(header: Sequence[str]) -> str:
    return f"{_at(header, 2)} {_at(header, 3)}".strip()[:200]


# --- Reports ---------------------------------------------------------------------------------------------------------


def _reports(message: hl7.Message, zone: tzinfo) -> Iterator[Report]:
    """One report for each OBR, with the observations and notes below it."""
    person, placer, filler = Person(), "", ""
    segments = [one for one in message if str(one[0]) in ("PID", "ORC", "OBR", "OBX", "NTE")]
    group: list[hl7.Segment] = []
    for one in segments:
        name = str(one[0])
        if name in ("PID", "ORC", "OBR") and group:
            yield _report(person, group, placer, filler, zone)
            group = []
        if name == "PID":
            person, placer, filler = _person(one), "", ""
        elif name == "ORC":
            placer, filler = _part(one, 2), _part(one, 3)
        elif name == "OBR" or group:
            group.append(one)
    if group:
        yield _report(person, group, placer, filler, zone)


def _report(person: Person, group: Sequence[hl7.Segment], placer: str, filler: str, zone: tzinfo) -> Report:
    order, *below = group
    readings: list[Reading] = []
    for one in below:
        if str(one[0]) == "OBX":
            readings.append(_reading(one))
        elif readings and (said := _part(one, 3)):
            last = readings[-1]
            readings[-1] = Reading(**{**last.__dict__, "notes": f"{last.notes} {said}".strip()[:1000]})
    if len(readings) > _MOST_READINGS:
        raise _Refusal("AR", "too_many")
    return Report(
        (_part(order, 2) or placer)[:80], (_part(order, 3) or filler)[:80],
        (_part(order, 4, 2) or _part(order, 4) or "?")[:200], person, _moment(_part(order, 22), zone),
        _moment(_part(order, 7), zone), tuple(readings),
    )  # fmt: skip


def _person(pid: hl7.Segment) -> Person:
    numbers = tuple(dict.fromkeys(one for one in (_part(pid, 3, 1, again) for again in range(_repeats(pid, 3))) if one))
    return Person(numbers[:10], _part(pid, 5, 1, 0, 1)[:80], _part(pid, 5, 2)[:80], _day(_part(pid, 7)))


def _reading(obx: hl7.Segment) -> Reading:
    said = [_value(obx, again) for again in range(_repeats(obx, 5))]
    return Reading(
        code=_part(obx, 3)[:80], name=(_part(obx, 3, 2) or _part(obx, 3))[:200], value=" ".join(one for one in said if one)[:1000],
        unit=_part(obx, 6)[:40], usual=_part(obx, 7)[:80], flags="~".join(_part(obx, 8, 1, again) for again in range(_repeats(obx, 8)))[:40],
        status=_part(obx, 11)[:1] or "F",
    )  # fmt: skip


def _value(obx: hl7.Segment, again: int) -> str:
    """OBX-5 by its type: coded ones by their words, structured numbers with their sign, text and numbers as they are."""
    kind = _part(obx, 2)
    if kind in ("CE", "CWE", "CNE", "CF"):
        return _part(obx, 5, 2, again) or _part(obx, 5, 9, again) or _part(obx, 5, 1, again)
    if kind == "SN":
        return "".join(_part(obx, 5, number, again) for number in (1, 2, 3, 4))
    return _part(obx, 5, 1, again)


def _repeats(segment: hl7.Segment, number: int) -> int:
    try:
        return min(len(segment[number]), _MOST_REPEATS)
    except IndexError:
        return 0


def _part(segment: hl7.Segment, number: int, component: int = 1, again: int = 0, sub: int = 1) -> str:
    """One component of a field, its escapes undone; empty where there is none."""
    try:
        found = segment[number][again]
        if isinstance(found, list) and component > len(found):
            return ""
        part = found[component - 1] if isinstance(found, hl7.Repetition) else (found if component == 1 else "")
        part = part[sub - 1] if isinstance(part, hl7.Component) else part
    except IndexError:
        return ""
    return _unescaped(str(part)).strip()


_ESCAPES = {"F": "|", "S": "^", "R": "~", "E": "\\", "T": "&", ".br": "\n", "H": "", "N": ""}


def _unescaped(said: str) -> str:
    return re.sub(r"\\(F|S|R|E|T|H|N|\.br)\\", lambda found: _ESCAPES[found[1]], said).replace("\x00", "")


def _day(said: str) -> date | None:
    try:
        return datetime.strptime(said[:8], "%Y%m%d").replace(tzinfo=UTC).date() if said else None
    except ValueError:
        return None


def _moment(said: str, zone: tzinfo) -> datetime | None:
    """An HL7 time with its offset, in UTC; one without is on the house's own clock, one that is none is unknown."""
    found = re.fullmatch(r"(\d{8,14})(?:\.\d+)?([+-]\d{4})?", said)
    if not found:
        return None
    digits, offset = found[1].ljust(14, "0"), found[2]
    if not _FIRST_YEAR <= int(digits[:4]) <= _LAST_YEAR:
        return None
    if offset:
        minutes = int(offset[1:3]) * 60 + int(offset[3:])
        zone = timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes)) if minutes < 1440 else UTC
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
