"""Reads an instrument's file and says, line by line, what is wrong with it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from daybridge.core import yaml_files
from daybridge.core.yaml_files import Fault, FaultyFile
from daybridge.measures.instruments.definition import SHIPPABLE, Instrument, Item, Part, Score

__all__ = ["Fault", "FaultyInstrument", "blaming", "read", "read_as"]

Where = yaml_files.Where
P = TypeVar("P", bound=Part)


class FaultyInstrument(FaultyFile):
    """A file that is no instrument; `faults` say why, in the order of its lines."""

    thing = "instrument"


def blaming(path: Path) -> AbstractContextManager[None]:
    """Whatever goes wrong in reading a file, foreseen or not, is a fault of that file and stops nothing else."""
    return yaml_files.blaming(path, FaultyInstrument)


def read(path: Path) -> Instrument:
    """The instrument in a file. Raises FaultyInstrument with everything that is wrong with it."""
    with blaming(path):
        instrument, lines = yaml_files.validated(path, Instrument, FaultyInstrument)
        if faults := sorted(Fault(yaml_files.line_of(lines, where), words) for where, words in _faults_in(instrument)):
            raise FaultyInstrument(path, faults)
    return instrument


def read_as(path: Path, kind: type[P]) -> P:
    """A file of another kind in the same manner. Raises FaultyInstrument."""
    return yaml_files.validated(path, kind, FaultyInstrument)[0]


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
