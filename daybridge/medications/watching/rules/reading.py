"""The packs as they stand in files: ingredients, tests, what is monitored, what is warned of. Plain Python."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from daybridge.core.yaml_files import Fault, FaultyFile, Where, line_of, validated

PACKS = Path(__file__).parents[1] / "packs"
#: A pack's site-chosen interval is at most so many times the shipped one, where the pack says nothing narrower.
MOST_TIMES_LONGER = 2

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Days = Annotated[int, Field(ge=0, le=3_660)]


class FaultyPack(FaultyFile):
    thing = "entry"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """What a person reads, in both languages."""

    en: Text
    es: Text

    def said(self, language: str) -> str:
        return self.es if language == "es" else self.en


class Pack(Words):
    """What every pack says of itself; its `en` and `es` are its name."""

    code: Code
    version: Annotated[int, Field(ge=1)]
    since: date
    source: Text


# --- Ingredients -----------------------------------------------------------------------------------------------------


class Ingredient(Words):
    """Something that works; `en` and `es` are its names, `names` all others that it goes by."""

    code: Code
    names: tuple[Text, ...] = ()
    classes: tuple[Code, ...] = ()


class Product(Part):
    """Names that stand for several ingredients at once."""

    names: tuple[Text, ...]
    holds: tuple[Code, ...]


class Ingredients(Part):
    version: int
    since: date
    source: Text
    classes: dict[Code, Words]
    additions: tuple[str, ...]
    ingredients: tuple[Ingredient, ...]
    products: tuple[Product, ...]


# --- Tests -----------------------------------------------------------------------------------------------------------


class Unit(Part):
    """A unit that a result may come in; a value of it, `times` so much, is in the test's first unit. `also`: how laboratories write it."""

    unit: Text
    also: tuple[Text, ...] = ()
    times: Decimal = Decimal(1)


class Line(Part):
    """From here on somebody is told at once; safety's rulebook says how soon. One of the three bounds is said."""

    code: Code
    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None

    def is_crossed_by(self, value: Decimal) -> bool:
        return (
            (self.above is not None and value > self.above)
            or (self.at_least is not None and value >= self.at_least)
            or (self.below is not None and value < self.below)
        )


class Test(Words):
    """Something that is measured (it has units), or only said to be done."""

    code: Code
    units: tuple[Unit, ...] = ()
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    lines: tuple[Line, ...] = ()

    @property
    def unit(self) -> str:
        """The unit it is read in; empty where it has no value."""
        return self.units[0].unit if self.units else ""


class Tests(Part):
    version: int
    since: date
    source: Text
    tests: tuple[Test, ...]


# --- Monitoring ------------------------------------------------------------------------------------------------------


class Step(Part):
    """How often, until so many days after the start; a site may choose up to `most_days`."""

    days: Annotated[int, Field(ge=1, le=3_660)]
    until_day: int | None = None
    most_days: int | None = None

    @property
    def most(self) -> int:
        return self.most_days or MOST_TIMES_LONGER * self.days


class Watched(Part):
    """When one test of a pack is due, and within which range its value needs no second look."""

    test: Code
    #: Before the start, counted if it was taken at most so many days before; None: not asked for.
    baseline_days: Days | None = None
    after_days: tuple[Days, ...] = ()
    after_change_days: Days | None = None
    #: So many days before such a day it counts already.
    early_days: Days = 0
    every: tuple[Step, ...] = ()
    #: So many days after its day it is overdue.
    late_days: Days = 7
    low: Decimal | None = None
    high: Decimal | None = None


class Monitoring(Pack):
    """What is monitored of some medicines, by ingredient or by class."""

    ingredients: tuple[Code, ...] = ()
    classes: tuple[Code, ...] = ()
    teach: Words | None = None
    tests: tuple[Watched, ...]


# --- Warnings --------------------------------------------------------------------------------------------------------


class One(Part):
    """One side of a warning: which medicines it is about.

    `interrupts`: adding one of these asks for a reason. `washout_days`: it still counts so long after it was stopped.
    """

    ingredients: tuple[Code, ...] = ()
    classes: tuple[Code, ...] = ()
    interrupts: bool = False
    washout_days: Days = 0
    washout_of: dict[Code, Days] = {}

    def washout(self, ingredient: str) -> int:
        return self.washout_of.get(ingredient, self.washout_days)


class Warned(Words):
    """Two medicines that do not go together, one that does not go with a condition, or one ingredient twice (`same`)."""

    code: Code
    what: Words
    think: Words
    source: Text
    sides: tuple[One, ...] = ()
    condition: Code | None = None
    same: bool = False
    #: Of the same two medicines these are then not said as well.
    instead_of: tuple[Code, ...] = ()

    @property
    def interrupts(self) -> bool:
        return any(side.interrupts for side in self.sides)


class Warnings(Pack):
    warnings: tuple[Warned, ...]


#: What a warning may hang on besides medicines.
CONDITIONS = frozenset({"substance-use"})
P = TypeVar("P", bound=Pack)


# --- Reading ---------------------------------------------------------------------------------------------------------


@cache
def ingredients(folder: Path = PACKS) -> Ingredients:
    """The list of ingredients. Raises FaultyPack for a class, an ingredient or a name that can't be."""
    path = folder / "ingredients.yaml"
    found, lines = validated(path, Ingredients, FaultyPack)
    _refuse(path, lines, _strange_ingredients(found))
    return found


def _strange_ingredients(found: Ingredients) -> Iterator[tuple[Where, str]]:
    codes = [one.code for one in found.ingredients]
    for number, one in enumerate(found.ingredients):
        if one.code in codes[:number]:
            yield ("ingredients", number), f"{one.code} stands here twice."
        for code in set(one.classes) - set(found.classes):
            yield ("ingredients", number), f"There is no class {code}."
    for number, product in enumerate(found.products):
        for code in set(product.holds) - set(codes):
            yield ("products", number), f"There is no ingredient {code}."


@cache
def tests(folder: Path = PACKS) -> Mapping[str, Test]:
    """Every test, by code. Raises FaultyPack."""
    path = folder / "tests.yaml"
    found, lines = validated(path, Tests, FaultyPack)
    _refuse(path, lines, _strange_tests(found))
    return {one.code: one for one in found.tests}


def _strange_tests(found: Tests) -> Iterator[tuple[Where, str]]:
    for number, one in enumerate(found.tests):
        if one.units and not one.low < one.high:
            yield ("tests", number), "It lies between nothing and nothing."
        for line in one.lines:
            if sum(bound is not None for bound in (line.above, line.at_least, line.below)) != 1:
                yield ("tests", number), f"The line {line.code} has one bound."


@cache
def monitoring(folder: Path = PACKS) -> Mapping[str, Monitoring]:
    """Every pack of what is monitored, by code. Raises FaultyPack."""
    return {
        one.code: one
        for path in sorted((folder / "monitoring").glob("*.yaml"))
        for one in [_read(path, Monitoring, lambda pack: _strange_monitoring(pack, folder))]
    }


@cache
def warnings(folder: Path = PACKS) -> Mapping[str, Warnings]:
    """Every pack of warnings, by code. Raises FaultyPack."""
    return {
        one.code: one
        for path in sorted((folder / "warnings").glob("*.yaml"))
        for one in [_read(path, Warnings, lambda pack: _strange_warnings(pack, folder))]
    }


def _read(path: Path, kind: type[P], strange: Callable[[P], Iterator[tuple[Where, str]]]) -> P:
    found, lines = validated(path, kind, FaultyPack)
    _refuse(path, lines, strange(found))
    return found


def _refuse(path: Path, lines: dict[Where, int], strange: Iterator[tuple[Where, str]]) -> None:
    faults = sorted(Fault(line_of(lines, where), words) for where, words in strange)
    if faults:
        raise FaultyPack(path, faults)


def _unknown(folder: Path, codes: tuple[str, ...], classes: tuple[str, ...]) -> list[str]:
    known = ingredients(folder)
    return sorted((set(codes) - {one.code for one in known.ingredients}) | (set(classes) - set(known.classes)))


def _strange_monitoring(pack: Monitoring, folder: Path) -> Iterator[tuple[Where, str]]:
    for code in _unknown(folder, pack.ingredients, pack.classes):
        yield ("ingredients",), f"There is no {code}."
    for number, one in enumerate(pack.tests):
        if one.test not in tests(folder):
            yield ("tests", number), f"There is no test {one.test}."
        if not steps_hold([step.days for step in one.every]):
            yield ("tests", number), "It does not become more often with time."
        ends = [step.until_day for step in one.every]
        if None in ends[:-1] or ends[-1:] not in ([], [None]):
            yield ("tests", number), "Every step but the last says until when."


def steps_hold(days: list[int]) -> bool:
    """Intervals only grow: otherwise one more result could make the next one due sooner."""
    return days == sorted(days)


def _strange_warnings(pack: Warnings, folder: Path) -> Iterator[tuple[Where, str]]:
    codes = {one.code for one in pack.warnings}
    for number, one in enumerate(pack.warnings):
        where = ("warnings", number)
        for side in one.sides:
            for code in _unknown(folder, (*side.ingredients, *side.washout_of), side.classes):
                yield where, f"There is no {code}."
        if len(one.sides) != (0 if one.same else 1 if one.condition else 2):
            yield where, "It has two sides, one with a condition, or none where it is the same ingredient."
        if one.condition and one.condition not in CONDITIONS:
            yield where, f"There is no condition {one.condition}."
        for code in set(one.instead_of) - codes:
            yield where, f"This pack has no warning {code}."
