"""Programs as files: kinds of groups, rule packs, curricula and program templates, the house's own and a site's.

A site's own lie in `DAYBRIDGE_HOME/programs/` (`rules/`, `curricula/`, `templates/`); of two with one code the site's holds.
Plain Python.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from daybridge.core.yaml_files import Fault, FaultyFile, blaming, line_of, validated
from daybridge.programs.on_file.definition import (
    Curriculum,
    GroupOnFile,
    Kind,
    Kinds,
    Meeting,
    Part,
    RulesOnFile,
    Template,
    Topic,
)
from daybridge.programs.rules import Limit, faults_in_group

__all__ = [
    "SHIPPED",
    "Curriculum",
    "FaultyProgram",
    "GroupOnFile",
    "Kind",
    "Meeting",
    "RulesOnFile",
    "Template",
    "Topic",
    "check",
    "curricula",
    "faults_in",
    "folder",
    "kinds",
    "rule_packs",
    "templates",
    "use_folder",
]

SHIPPED = Path(__file__).parent / "shipped"
Found = TypeVar("Found", RulesOnFile, Curriculum, Template)
_FOLDERS: Mapping[str, type[Part]] = {"rules": RulesOnFile, "curricula": Curriculum, "templates": Template}
_folder: Path | None = None


class FaultyProgram(FaultyFile):
    thing = "entry"


def use_folder(folder: Path | None) -> None:
    """From now on a site's own files are read too; None: the house's only."""
    global _folder  # noqa: PLW0603 - said once, when the house starts
    _folder = folder


def folder() -> Path | None:
    """Where a site's own files are read from."""
    return _folder


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of group, by code, in the order of the file."""
    return {one.code: one for one in validated(SHIPPED / "kinds.yaml", Kinds, FaultyProgram)[0].kinds}


def rule_packs() -> Mapping[str, RulesOnFile]:
    """Every rule pack, by code."""
    return _rule_packs(_folder)


def curricula() -> Mapping[str, Curriculum]:
    """Every curriculum, by code."""
    return _curricula(_folder)


def templates() -> Mapping[str, Template]:
    """Every program template, by code."""
    return _templates(_folder)


@cache
def _rule_packs(own: Path | None) -> Mapping[str, RulesOnFile]:
    return _gathered("rules", RulesOnFile, own)


@cache
def _curricula(own: Path | None) -> Mapping[str, Curriculum]:
    return _gathered("curricula", Curriculum, own)


@cache
def _templates(own: Path | None) -> Mapping[str, Template]:
    return _gathered("templates", Template, own)


def _gathered(name: str, kind: type[Found], own: Path | None) -> Mapping[str, Found]:
    """The house's files and the site's; a faulty one of the site's is left out: see `faults_in`."""
    found = {one.code: one for one in (_read(path, kind) for path in _files(SHIPPED, name))}
    for path in _files(own, name) if own else ():
        with suppress(FaultyProgram):
            one = _read(path, kind)
            found[one.code] = one
    return found


def _files(folder: Path, name: str) -> list[Path]:
    return sorted((folder / name).glob("*.yaml"))


def _read(path: Path, kind: type[Found]) -> Found:
    with blaming(path, FaultyProgram):
        one, lines = validated(path, kind, FaultyProgram)
        faults = sorted(Fault(line_of(lines, where), words) for where, words in _strangers(one))
        if faults:
            raise FaultyProgram(path, faults)
        return one


def _strangers(one: Part) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What a file names that is in no other file, or what its own rules refuse: (where, words)."""
    if isinstance(one, Curriculum) and one.kind not in kinds():
        yield ("kind",), f"There is no kind of group {one.kind}."
    if isinstance(one, Template):
        if one.rules not in rule_packs():
            yield ("rules",), f"There is no rule pack {one.rules}."
            return
        for number, group in enumerate(one.groups):
            for where, words in _strange_in_group(one, group):
                yield ("groups", number, *where), words
        yield from ((("groups",), words) for words in _short_weeks(one))


def _strange_in_group(template: Template, group: GroupOnFile) -> Iterator[tuple[tuple[str, ...], str]]:
    if group.kind not in kinds():
        yield ("kind",), f"There is no kind of group {group.kind}."
    if group.curriculum and group.curriculum not in curricula():
        yield ("curriculum",), f"There is no curriculum {group.curriculum}."
    faults = faults_in_group(
        group.details(template.ages), pack=rule_packs()[template.rules].pack, languages=template.languages
    )
    for name, fault in faults.items():
        yield (name if name != "soft_capacity" else "works_best",), f"{name.replace('_', ' ')}: {fault.value}."


def _short_weeks(template: Template) -> Iterator[str]:
    """A template whose own times can't meet its own rules would promise a program that can't be."""
    pack = rule_packs()[template.rules].pack
    tracks: list[str | None] = [track.code for track in template.tracks]
    for track in tracks or [None]:
        week, of = template.week(track), f" of track {track}" if track else ""
        least, days = pack.value(Limit.LEAST_WEEK_MINUTES), pack.value(Limit.LEAST_WEEK_DAYS)
        if least is not None and sum(week.values()) < least:
            yield f"The times{of} hold {sum(week.values())} minutes a week; the rules want {least}."
        if days is not None and len(week) < days:
            yield f"The times{of} are on {len(week)} days; the rules want {days}."


# --- A site's own files ----------------------------------------------------------------------------------------------


def check(path: Path) -> RulesOnFile | Curriculum | Template:
    """One file of a site's; what it is shows in what it says. Raises FaultyProgram."""
    kind = _kind_of(path)
    if kind is Template:
        return _read(path, Template)
    return _read(path, Curriculum) if kind is Curriculum else _read(path, RulesOnFile)


def _kind_of(path: Path) -> type[Part]:
    """By the folder it lies in; else by the one word that only files of its kind have."""
    if path.parent.name in _FOLDERS:
        return _FOLDERS[path.parent.name]
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if "\nmodules:" in text:
        return Curriculum
    return RulesOnFile if "\nnumbers:" in text else Template


def faults_in(own: Path) -> dict[Path, list[Fault]]:
    """What is wrong with a site's files, file by file; empty when all are sound."""
    faults = {}
    for name in _FOLDERS:
        for path in _files(own, name):
            try:
                check(path)
            except FaultyProgram as faulty:
                faults[path] = faulty.faults
    return faults
