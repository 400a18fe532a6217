"""Reads files that people write by hand (YAML), and says line by line what is wrong with one.

Plain Python: rules and the command line read files without Django.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Where = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)
_LARGEST, _DEEPEST = 100_000, 12
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's reads the same ten times as fast


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong with a file, at a line (counted from 1)."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"


class FaultyFile(Exception):
    """A file that is not what it should be; `faults` say why, in the order of its lines."""

    #: What the file should have been: a noun that takes "an".
    thing: ClassVar[str]

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{path.name}, {fault}" for fault in faults))
        self.faults = faults


@contextmanager
def blaming(path: Path, faulty: type[FaultyFile]) -> Iterator[None]:
    """Whatever goes wrong in reading a file, foreseen or not, is a fault of that file and stops nothing else."""
    try:
        yield
    except FaultyFile:
        raise
    except Exception as error:
        raise faulty(path, [Fault(1, f"The file could not be read ({type(error).__name__}).")]) from error


def validated(path: Path, kind: type[M], faulty: type[FaultyFile]) -> tuple[M, dict[Where, int]]:
    """What a file says, as `kind` describes it, and the line where each part stands. Raises `faulty`."""
    told, lines = _parse(path, faulty)
    try:
        return kind.model_validate(told), lines
    except ValidationError as error:
        faults = [Fault(line_of(lines, one["loc"]), _say(one["loc"], one["msg"], faulty)) for one in error.errors()]
        raise faulty(path, sorted(faults)) from None


def line_of(lines: dict[Where, int], where: Where) -> int:
    """The line of a part, or of the nearest part around it."""
    while where not in lines:
        where = where[:-1]
    return lines[where]


def _parse(path: Path, faulty: type[FaultyFile]) -> tuple[Any, dict[Where, int]]:
    """The file's content, every scalar as the text it is written as, and the line where each part stands."""
    text, depth = _text(path, faulty), 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                at = event.start_mark.line + 1 if event.start_mark else 1
                raise faulty(path, [Fault(at, f"Nothing in an {faulty.thing} is nested so deep.")])
            if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
                at = event.start_mark.line + 1 if event.start_mark else 1
                raise faulty(path, [Fault(at, f"An {faulty.thing}'s file has no aliases (*) and no tags (!).")])
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        is_unfinished = "end of stream" in (
            error.problem or ""
        )  # then where it began says more than where it was missed
        mark = (is_unfinished and error.context_mark) or error.problem_mark or error.context_mark
        raise faulty(path, [Fault(mark.line + 1 if mark else 1, f"This is no YAML: {error.problem}.")]) from None
    except (yaml.YAMLError, RecursionError):
        raise faulty(path, [Fault(1, "This is no YAML.")]) from None
    lines: dict[Where, int] = {(): 1}
    doubles: list[Fault] = []
    told = _told(node, (), lines, doubles) if node is not None else {}
    if doubles:
        raise faulty(path, doubles)
    return told, lines


def _text(path: Path, faulty: type[FaultyFile]) -> str:
    if not path.is_file():
        raise faulty(path, [Fault(1, "There is no such file.")])
    if path.stat().st_size > _LARGEST:
        raise faulty(path, [Fault(1, f"The file is far larger than any {faulty.thing}.")])
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise faulty(path, [Fault(1, f"The file could not be read as UTF-8 text ({error}).")]) from None


def _told(node: Any, where: Where, lines: dict[Where, int], doubles: list[Fault]) -> Any:
    lines[where] = min(lines.get(where, node.start_mark.line + 1), node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        told: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            lines[(*where, name)] = key.start_mark.line + 1
            if name in told:
                doubles.append(Fault(key.start_mark.line + 1, f"`{name}` is said twice."))
            told[name] = _told(value, (*where, name), lines, doubles)
        return told
    if isinstance(node, yaml.SequenceNode):
        return [_told(value, (*where, index), lines, doubles) for index, value in enumerate(node.value)]
    return str(node.value)


def _say(where: Where, words: str, faulty: type[FaultyFile]) -> str:
    said = {
        "Extra inputs are not permitted": f"an {faulty.thing}'s file has no such key here",
        "Field required": "this is missing",
    }.get(words, words.removeprefix("Value error, "))
    return f"{_path(where)}: {said}."


def _path(where: Where) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in where) or "the file"
