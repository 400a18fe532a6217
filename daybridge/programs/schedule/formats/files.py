"""Which format a file has, and the engine for it. A file ending in .gz is unpacked."""

import gzip
import json
from pathlib import Path
from typing import Any

from daybridge.programs.schedule.formats import columns, curriculum, enrolment, sectioning, university, university_model
from daybridge.programs.schedule.formats.answer import Answer
from daybridge.programs.schedule.instance import Instance
from daybridge.programs.schedule.reading import FORMAT, from_json
from daybridge.programs.schedule.solving import Limits

#: More than any instance we know, unpacked; a file that claims more is refused before it fills the memory.
MOST_BYTES = 200_000_000


class UnknownFormat(ValueError):
    """The file is none of the formats that the engine reads."""


Public = sectioning.Sectioning | enrolment.Enrolment | curriculum.Curricula | university.University


def read(path: Path) -> Instance | Public:
    """What the file holds. UnknownFormat, or FaultyInstance where it is ours and not sound."""
    text = _text(path)
    name = path.name.removesuffix(".gz")
    try:
        if name.endswith(".json"):
            return _from_json(json.loads(text))
        if name.endswith(".ctt"):
            return curriculum.read(text)
        if name.endswith(".tim"):
            return enrolment.read(text, name.removesuffix(".tim"))
        if name.endswith(".xml"):
            return university.read(text)
    except (KeyError, IndexError, TypeError, StopIteration, RuntimeError, SyntaxError) as error:
        raise UnknownFormat(f"{path.name} is not written as its ending says ({type(error).__name__})") from error
    raise UnknownFormat(f"{path.name} ends in none of .json, .ctt, .tim, .xml")


def _text(path: Path) -> str:
    if path.suffix != ".gz":
        return path.read_text(encoding="utf-8-sig")
    with gzip.open(path, "rb") as packed:
        found = packed.read(MOST_BYTES + 1)
    if len(found) > MOST_BYTES:
        raise UnknownFormat(f"{path.name} is larger than {MOST_BYTES:,} bytes")
    return found.decode("utf-8-sig")


def _from_json(found: Any) -> Instance | Public:
    if isinstance(found, dict) and found.get("format") != FORMAT and "classes" in found:
        return sectioning.read(found)
    return from_json(found)


def solve(problem: Public, limits: Limits) -> Answer:
    """The answer to a public instance, read by the checker of its own rules."""
    match problem:
        case sectioning.Sectioning():
            return columns.solve(problem, limits)
        case enrolment.Enrolment():
            return enrolment.solve(problem, limits)
        case curriculum.Curricula():
            return curriculum.solve(problem, limits)
        case university.University():
            return university_model.solve(problem, limits)


def plain(answer: Answer) -> Any:
    """The solution as JSON can hold it."""
    found = answer.solution
    if isinstance(found, university.Solution):
        return {
            name: {"days": t.days, "weeks": t.weeks, "start": t.start, "room": found.rooms[name],
                   "students": sorted(s for s, taken in found.choice.items() if name in taken)}
            for name, t in found.times.items()
        }  # fmt: skip
    return found
