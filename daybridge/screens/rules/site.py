"""A site's own panels, analytes and laboratory codes: one file that adds to what is shipped, and what is wrong with it. Plain Python."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, model_validator

from daybridge.core.yaml_files import Fault, Where, line_of, validated
from daybridge.medications.watching.rules import tests
from daybridge.screens.rules.panels import Analyte, Book, FaultyPanels, Names, Panel, Scale, Strict, shipped_book


class OwnAnalyte(Strict):
    """What a site says of an analyte: of a shipped one only what it adds or changes; its codes are added."""

    names: Names | None = None
    days: tuple[int, int] | None = None
    source: str = ""
    is_opioid: bool | None = None
    expected_from: tuple[str, ...] = ()
    looks_like: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    note: Names | None = None

    @model_validator(mode="after")
    def _counts_up(self) -> "OwnAnalyte":
        if self.days and not 0 <= self.days[0] <= self.days[1] <= 365:
            raise ValueError("the days count up, from the first to the last on which it is found")
        return self


class OwnBook(Strict):
    """A site's file. A panel or a scale of a shipped name takes its place; codes are added to those that are known."""

    version: str = Field(min_length=1, max_length=60)
    shown_after_days: int | None = Field(default=None, ge=0, le=30)
    measured: dict[str, tuple[str, ...]] = {}
    results: dict[str, tuple[str, ...]] = {}
    analytes: dict[str, OwnAnalyte] = {}
    panels: dict[str, Panel] = {}
    withdrawal: dict[str, Scale] = {}


def faults_in(path: Path) -> list[Fault]:
    """What is wrong with a site's own file, in the order of its lines; empty for one that is sound, or not there."""
    if not path.exists():
        return []
    try:
        with_own(path)
    except FaultyPanels as faulty:
        return faulty.faults
    return []


def with_own(path: Path) -> Book:
    """What is shipped, with what a site's file says beside it. Raises FaultyPanels, line by line."""
    own, lines = validated(path, OwnBook, FaultyPanels)
    shipped = shipped_book()
    faults = [Fault(line_of(lines, where), words) for where, words in _faults(own, shipped)]
    if faults:
        raise FaultyPanels(path, sorted(faults))
    told: dict[str, object] = {
        "version": f"{shipped.version}, {own.version}",
        "measured": _added(shipped.measured, own.measured),
        "results": _added(shipped.results, own.results),
        "analytes": {**shipped.analytes, **{code: _analyte(shipped, code, one) for code, one in own.analytes.items()}},
        "panels": {**shipped.panels, **own.panels},
        "withdrawal": {**shipped.withdrawal, **own.withdrawal},
    }
    if own.shown_after_days is not None:
        told["shown_after_days"] = own.shown_after_days
    return shipped.model_copy(update=told)


def _added(shipped: dict[str, tuple[str, ...]], own: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {code: (*shipped.get(code, ()), *own.get(code, ())) for code in (*shipped, *own)}


def _analyte(shipped: Book, code: str, own: OwnAnalyte) -> Analyte:
    known = shipped.analytes.get(code)
    said = own.model_dump(exclude_unset=True)
    if known is None:
        return Analyte(**said)
    return known.model_copy(update=said | {"codes": (*known.codes, *own.codes)})


def _faults(own: OwnBook, shipped: Book) -> Iterator[tuple[Where, str]]:
    known = {*shipped.analytes, *own.analytes}
    for code, one in own.analytes.items():
        if code not in shipped.analytes and (one.names is None or one.days is None or not one.source):
            yield ("analytes", code), f"{code} is not shipped, so say its names, days and source."
    for code, panel in own.panels.items():
        for at, name in enumerate(panel.analytes):
            if name not in known:
                yield ("panels", code, "analytes", at), f"there is no analyte `{name}`, here or shipped."
    for code in own.results:
        if code not in tests():
            yield ("results", code), f"`{code}` is no test that is watched beside medicines."
    for code in own.measured:
        if code not in shipped.measured:
            yield ("measured", code), f"`{code}` is not measured of a specimen; {', '.join(shipped.measured)} are."
    for code in own.withdrawal:
        if code not in shipped.withdrawal:
            yield ("withdrawal", code), f"`{code}` is no withdrawal scale here; {', '.join(shipped.withdrawal)} are."
    yield from _claimed_twice(own, shipped)


def _claimed_twice(own: OwnBook, shipped: Book) -> Iterator[tuple[Where, str]]:
    """A laboratory's code names one thing: of two it could not be told which was found."""
    taken = {
        code.upper(): name
        for codes in (shipped.measured, shipped.results, {name: one.codes for name, one in shipped.analytes.items()})
        for name, named in codes.items()
        for code in named
    }
    parts = {"measured": own.measured, "results": own.results}
    said: list[tuple[Where, str, str]] = [
        ((part, name, at), name, code)
        for part, codes in parts.items()
        for name, named in codes.items()
        for at, code in enumerate(named)
    ]
    said += [
        (("analytes", name, "codes", at), name, code)
        for name, one in own.analytes.items()
        for at, code in enumerate(one.codes)
    ]
    for where, name, code in said:
        if code.upper() in taken:
            yield where, f"the code `{code}` names {taken[code.upper()]} already."
        taken[code.upper()] = name
