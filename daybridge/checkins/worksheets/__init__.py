"""Worksheets as data: every piece of work between sessions, one file each, and what diaries can watch. Plain Python."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from daybridge.checkins.worksheets.asking import as_asked
from daybridge.checkins.worksheets.definition import Asked, Column, DiaryWords, Module, Skill, Target, Worksheet

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
    "use_diary",
    "worksheets",
]

_SHIPPED = Path(__file__).parent / "shipped"
_DIARY = Path(__file__).parent / "diary.yaml"
_diary: Path = _DIARY


@cache
def worksheets() -> Mapping[str, Worksheet]:
    """All worksheets by code, in the order in which a phone shows them."""
    found = [Worksheet.model_validate(_read(path)) for path in sorted(_SHIPPED.glob("*.yaml"))]
    order = ("now", "think", "do", "ahead", "body", "")
    return {one.code: one for one in sorted(found, key=lambda one: (order.index(one.place), one.minutes, one.code))}


def use_diary(path: Path) -> None:
    """From now on targets and skills are a site's own. Raises pydantic.ValidationError for a file that can't be."""
    global _diary  # noqa: PLW0603 - said once, when the house starts
    if path.exists():
        DiaryWords.model_validate(_read(path))
        _diary = path


def diary_words() -> DiaryWords:
    """The targets and skills that this site's diaries choose from."""
    return _diary_words(_diary)


@cache
def _diary_words(path: Path) -> DiaryWords:
    return DiaryWords.model_validate(_read(path))


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
