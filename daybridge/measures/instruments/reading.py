"""Reads an instrument's file and says, line by line, what is wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from daybridge.measures.instruments.definition import SHIPPABLE, Instrument, Item, Part, Score

Where = tuple[str | int, ...]
P = TypeVar("P", bound=Part)
_LARGEST, _DEEPEST = 100_000, 12


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong with a file, at a line (counted from 1)."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"


class FaultyInstrument(Exception):
    """A file that is no instrument; `faults` say why, in the order of its lines."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{path.name}, {fault}" for fault in faults))
        self.faults = faults


@contextmanager
def blaming(path: Path) -> Iterator[None]:
    """Whatever goes wrong in reading a file, foreseen or not, is a fault of that file and stops nothing else."""
    try:
        yield
    except FaultyInstrument:
        raise
    except Exception as error:
        raise FaultyInstrument(path, [Fault(1, f"The file could not be read ({type(error).__name__}).")]) from error


def read(path: Path) -> Instrument:
    """The instrument in a file. Raises FaultyInstrument with everything that is wrong with it."""
    with blaming(path):
        instrument, lines = _validated(path, Instrument)
        if faults := sorted(Fault(_line(lines, where), words) for where, words in _faults_in(instrument)):
            raise FaultyInstrument(path, faults)
    return instrument


def read_as(path: Path, kind: type[P]) -> P:
    """A file of another kind in the same manner. Raises FaultyInstrument."""
    return _validated(path, kind)[0]


def _validated(path: Path, kind: type[P]) -> tuple[P, dict[Where, int]]:
    told, lines = _parse(path)
    try:
        return kind.model_validate(told), lines
    except ValidationError as error:
        faults = [Fault(_line(lines, one["loc"]), _say(one["loc"], one["msg"])) for one in error.errors()]
        raise FaultyInstrument(path, sorted(faults)) from None


# --- The file's text -------------------------------------------------------------------------------------------------


def _parse(path: Path) -> tuple[Any, dict[Where, int]]:
    """The file's content, every scalar as the text it is written as, and the line where each part stands."""
    text, depth = _text(path), 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                at = event.start_mark.line + 1 if event.start_mark else 1
                raise FaultyInstrument(path, [Fault(at, "Nothing in an instrument is nested so deep.")])
            if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
                at = event.start_mark.line + 1 if event.start_mark else 1
                raise FaultyInstrument(path, [Fault(at, "An instrument's file has no aliases (*) and no tags (!).")])
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        is_unfinished = "end of stream" in (
            error.problem or ""
        )  # then where it began says more than where it was missed
        mark = (is_unfinished and error.context_mark) or error.problem_mark or error.context_mark
        raise FaultyInstrument(
            path, [Fault(mark.line + 1 if mark else 1, f"This is no YAML: {error.problem}.")]
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise FaultyInstrument(path, [Fault(1, "This is no YAML.")]) from None
    lines: dict[Where, int] = {(): 1}
    doubles: list[Fault] = []
    told = _told(node, (), lines, doubles) if node is not None else {}
    if doubles:
        raise FaultyInstrument(path, doubles)
    return told, lines


def _text(path: Path) -> str:
    if not path.is_file():
        raise FaultyInstrument(path, [Fault(1, "There is no such file.")])
    if path.stat().st_size > _LARGEST:
        raise FaultyInstrument(path, [Fault(1, "The file is far larger than any instrument.")])
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyInstrument(path, [Fault(1, f"The file could not be read as UTF-8 text ({error}).")]) from None


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


def _line(lines: dict[Where, int], where: Where) -> int:
    """The line of a part, or of the nearest part around it."""
    while where not in lines:
        where = where[:-1]
    return lines[where]


def _say(where: Where, words: str) -> str:
    said = {
        "Extra inputs are not permitted": "an instrument's file has no such key here",
        "Field required": "this is missing",
    }.get(words, words.removeprefix("Value error, "))
    return f"{_path(where)}: {said}."


def _path(where: Where) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in where) or "the file"


# --- What only the whole file shows ----------------------------------------------------------------------------------


def _faults_in(instrument: Instrument) -> Iterator[tuple[Where, str]]:
    yield from _twice("items", [item.code for item in instrument.items])
    yield from _twice("scores", [score.code for score in instrument.scores])
    for index, item in enumerate(instrument.items):
        yield from ((("items", index, *where), words) for where, words in _faults_in_item(instrument, item))
    for index, score in enumerate(instrument.scores):
        yield from ((("scores", index, *where), words) for where, words in _faults_in_score(instrument, score))
    for index, pattern in enumerate(instrument.patterns):
        for number, need in enumerate(pattern.needs):
            for code in (*need.items, *need.but):
                if code not in instrument.by_code:
                    yield ("patterns", index, "needs", number), f"There is no item {code}."
            if not 1 <= need.count <= len(need.items):
                yield ("patterns", index, "needs", number, "count"), "It cannot be met, or always is."
    if instrument.licence == "attribution" and not instrument.credit:
        yield ("licence",), "Say whom to credit (`credit`)."


def _twice(part: str, codes: list[str]) -> Iterator[tuple[Where, str]]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield (part, index, "code"), f"The code {code} is used twice."


def _faults_in_item(instrument: Instrument, item: Item) -> Iterator[tuple[Where, str]]:
    earlier = {one.code for one in instrument.items[: instrument.items.index(item)]}
    if item.choices and item.choices not in instrument.choices:
        yield ("choices",), f"The file has no choices called {item.choices}."
    if item.stem and item.stem not in instrument.stems:
        yield ("stem",), f"The file has no stem called {item.stem}."
    if instrument.licence in SHIPPABLE and not item.en:
        yield (), f"Item {item.code} has no words."
    values = [choice.value for choice in instrument.answers_of(item)]
    if len(set(values)) != len(values):
        yield ("choices",), f"Two of the choices {item.choices} have the same value."
    if item.number and item.number.least > item.number.most:
        yield ("number",), "The least is more than the most."
    for condition in (*item.asked_if.all, *item.asked_if.any) if item.asked_if else ():
        if condition.item not in earlier:
            yield ("asked_if",), f"It depends on {condition.item}, which is not an item before it."
    most = max(_answers_to(instrument, item), default=None)
    for critical in item.critical:
        if most is not None and critical.at_least > most:
            yield ("critical",), f"No answer reaches {critical.at_least}, so nobody would ever hear of it."
    steps = [bucket.up_to for bucket in item.buckets]
    if steps and (steps != sorted(set(steps)) or not item.number or steps[-1] != item.number.most):
        yield ("buckets",), "Buckets go up, and the last reaches the most that can be answered."


def _faults_in_score(instrument: Instrument, score: Score) -> Iterator[tuple[Where, str]]:
    for code in (*score.items, *score.reverse, *score.weights):
        if code not in instrument.by_code:
            yield ("items",), f"There is no item {code}."
            return
    yield from _twice_in_score(score)
    if score.zero_unless and score.zero_unless.item not in instrument.by_code:
        yield ("zero_unless",), f"There is no item {score.zero_unless.item}."
    if score.missing and score.missing.most >= len(score.items):
        yield ("missing",), "Then a form with nothing answered would have a score."
    values = [level.value for level in score.levels]
    if values != sorted(values, reverse=True):
        yield ("levels",), "Levels are listed gravest first: the highest value at the top."
    if outside := {*score.reverse, *score.weights} - set(score.items):
        yield ("reverse",), f"Not among the score's items: {', '.join(sorted(outside))}."
    if (score.how == "level") != bool(score.levels) or (score.how != "level" and not score.items):
        yield ("how",), "A level needs levels; every other score needs items."
    if (score.how == "count") != (score.counts_from is not None):
        yield ("how",), "A count says from which answer it counts (`counts_from`), and only a count does."
    for level in score.levels:
        for condition in level.any:
            if condition.item not in instrument.by_code:
                yield ("levels",), f"There is no item {condition.item}."
    yield from _faults_in_table(score)
    lowest, highest = _scale(score)
    lines = [(("cuts",), cut.at_least if cut.at_most is None else cut.at_most) for cut in score.cuts]
    if score.line:
        lines += [(("line",), figure) for figure in (score.line.case, score.line.remission)]
    for where, figure in lines:
        if figure is not None and not lowest <= figure <= highest and (score.table or not score.has_table):
            yield where, f"{figure} lies outside the score, {lowest} to {highest}."
    starts, (low, high) = [band.start for band in score.bands], _scale(score)
    if starts and (starts != sorted(set(starts)) or starts[0] != low or starts[-1] > high):
        yield ("bands",), f"Bands go up from {low}, the lowest score, and none starts above {high}."
    if score.bands and not score.bands_source:
        yield ("bands",), "Say where the bands come from (`bands_source`)."
    is_known = all(list(instrument.points_of(instrument.by_code[code])) for code in score.items)
    if is_known and score.how != "level" and not score.weights:
        least, most = _ends(instrument, score)
        if (least, most) != (score.low, score.high):
            yield ("low",), f"The items give {least} to {most}, not {score.low} to {score.high}."


def _twice_in_score(score: Score) -> Iterator[tuple[Where, str]]:
    for index, code in enumerate(score.items):
        if code in score.items[:index]:
            yield ("items",), f"Item {code} is counted twice."


def _answers_to(instrument: Instrument, item: Item) -> Iterator[Decimal]:
    """The ends of the answers to an item, as they are given and not as they count."""
    if item.number:
        yield item.number.most
    yield from (Decimal(choice.value) for choice in instrument.answers_of(item))


def _faults_in_table(score: Score) -> Iterator[tuple[Where, str]]:
    if score.table and not score.has_table:
        yield ("table",), "Say `has_table: true` beside it."
    elif score.table and [row.raw for row in score.table] != [*range(int(score.low), int(score.high) + 1)]:
        yield ("table",), f"It needs one row for each raw score from {score.low} to {score.high}, in order."


def _scale(score: Score) -> tuple[Decimal, Decimal]:
    """The ends of the scale that bands stand on."""
    values = [row.value for row in score.table]
    return (min(values), max(values)) if values else (score.low, score.high)


def _ends(instrument: Instrument, score: Score) -> tuple[Decimal, Decimal]:
    """The least and the most that the items of a score can give."""
    if score.how == "count":
        return Decimal(0), len(score.items) * score.times
    points = [list(instrument.points_of(instrument.by_code[code])) for code in score.items]
    least, most = sum(map(min, points), Decimal()), sum(map(max, points), Decimal())
    many = len(score.items) if score.how == "mean" else 1
    return least * score.times / many, most * score.times / many
