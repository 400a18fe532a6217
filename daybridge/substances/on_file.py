"""What can be used, how and how often, and the days that help to remember: a file, not code. Plain Python."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from daybridge.core.yaml_files import FaultyFile, validated

_FILE = Path(__file__).parent / "shipped" / "use.yaml"
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{0,29}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class FaultyUse(FaultyFile):
    thing = "entry"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Words(Part):
    en: Text
    es: Text

    def said(self, language: str) -> str:
        return self.es if language == "es" else self.en


class Coded(Part):
    """A code with its words, and what the state's report (TEDS) calls it."""

    code: Code
    words: Words
    teds: str = ""


class Anchor(Part):
    """A day that comes every year: a day of a month, or the n-th weekday of it."""

    month: int = Field(ge=1, le=12)
    day: int = Field(default=0, ge=0, le=31)
    nth: int = Field(default=0, ge=-1, le=4)
    weekday: int = Field(default=0, ge=0, le=6)
    words: Words

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if bool(self.day) == bool(self.nth):
            raise ValueError("say a day of the month, or which weekday of it")
        return self

    def on(self, year: int) -> date:
        """The day of that year."""
        first = date(year, self.month, 1)
        if self.day:
            return first.replace(day=self.day)
        if self.nth > 0:
            return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - self.weekday) % 7)


class Use(Part):
    """Everything that the file says."""

    substances: tuple[Coded, ...]
    routes: tuple[Coded, ...]
    frequencies: tuple[Coded, ...]
    anchors: tuple[Anchor, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Coded]:
        return {one.code: one for one in self.substances}

    def anchors_between(self, first: date, last: date) -> list[tuple[date, Words]]:
        """The days of these years that help to remember, in order."""
        years = range(first.year, last.year + 1)
        found = [(one.on(year), one.words) for year in years for one in self.anchors]
        return sorted(((day, words) for day, words in found if first <= day <= last), key=lambda one: one[0])


@cache
def use() -> Use:
    return validated(_FILE, Use, FaultyUse)[0]
