"""Worksheets as data: every piece of work between sessions, one file each, and what diaries can watch. Plain Python."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from daybridge.checkins.worksheets.asking import as_asked
from daybridge.checkins.worksheets.definition import Asked, Column, DiaryWords, Module, Skill, Target, Worksheet
from daybridge.core.yaml_files import Fault, FaultyFile, validated

__all__ = [
    "Asked",
    "Column",
    "DiaryWords",
    "Module",
    "Skill",
    "Target",
    "Worksheet",
    "as_asked",
    "diary_words",
    "faults_in_diary",
    "use_diary",
    "worksheets",
]

_SHIPPED = Path(__file__).parent / "shipped"
_DIARY = Path(__file__).parent / "diary.yaml"
_diary: Path = _DIARY


class FaultyWorksheet(FaultyFile):
    thing = "entry"


@cache
def worksheets() -> Mapping[str, Worksheet]:
    """All worksheets by code, in the order in which a phone shows them."""
    found = [validated(path, Worksheet, FaultyWorksheet)[0] for path in sorted(_SHIPPED.glob("*.yaml"))]
    order = ("now", "think", "do", "ahead", "body", "")
    return {one.code: one for one in sorted(found, key=lambda one: (order.index(one.place), one.minutes, one.code))}


def use_diary(path: Path) -> None:
    """From now on targets and skills are those of a site's own file, if there is one and it is sound: see `faults_in_diary`."""
    global _diary  # noqa: PLW0603 - said once, when the house starts
    _diary = path if path.exists() and not faults_in_diary(path) else _DIARY


def faults_in_diary(path: Path) -> list[Fault]:
    """What is wrong with a site's own diary file; empty for one that is sound, or not there."""
    if not path.exists():
        return []
    try:
        validated(path, DiaryWords, FaultyWorksheet)
    except FaultyWorksheet as faulty:
        return faulty.faults
    return []


def diary_words() -> DiaryWords:
    """The targets and skills that this site's diaries choose from."""
    return _diary_words(_diary)


@cache
def _diary_words(path: Path) -> DiaryWords:
    return validated(path, DiaryWords, FaultyWorksheet)[0]
