"""What is tested, for how long it is found, and which medicines it may come from: data with its sources (`panels/default.yaml`). Plain Python."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from daybridge.core.yaml_files import FaultyFile, validated
from daybridge.screens.rules.validity import Limits

SHIPPED = Path(__file__).parent.parent / "panels" / "default.yaml"


class FaultyPanels(FaultyFile):
    thing = "analyte list"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _in_both(names: dict[str, str]) -> dict[str, str]:
    if not names.get("en") or not names.get("es"):
        raise ValueError("say it in English (en) and in Spanish (es)")
    return names


#: A name or a note by language.
Names = Annotated[dict[str, str], AfterValidator(_in_both)]


class Analyte(Strict):
    """One thing that is looked for. `days`: how long it is found, from and to; `missed`: what a quick test often does not see."""

    names: Names
    days: tuple[int, int]
    source: str
    is_opioid: bool = False
    expected_from: tuple[str, ...] = ()
    looks_like: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    #: LOINC codes and a laboratory's own, as results name them.
    codes: tuple[str, ...] = ()
    note: dict[str, str] = {}

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["en"])


class Panel(Strict):
    names: Names
    analytes: tuple[str, ...] = Field(min_length=1)

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["en"])


class _Validity(Strict):
    temperature_f: tuple[float, float]
    minutes: int
    creatinine_dilute: float
    creatinine_least: float
    gravity_dilute: float
    gravity_least: float
    ph: tuple[float, float]
    source: str


class Withdrawal(Strict):
    """A band of a withdrawal scale: from which score, how soon the next one, and how it is said."""

    least: int
    names: Names
    again_hours: int
    #: Who is asked: nobody, a nurse or prescriber the same day, or emergency care.
    asks: str = ""

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["en"])


class Scale(Strict):
    source: str
    is_signed_off: bool
    #: After so many scores in a row in the lowest band no other one is due.
    ends_after: Annotated[int, Field(ge=1, le=20)] = 3
    bands: tuple[Withdrawal, ...] = Field(min_length=1)

    @field_validator("bands")
    @classmethod
    def _counts_up(cls, bands: tuple[Withdrawal, ...]) -> tuple[Withdrawal, ...]:
        least = [one.least for one in bands]
        if least[0] != 0 or least != sorted(set(least)):
            raise ValueError("bands begin at 0 and count up")
        return bands

    def band(self, score: int) -> Withdrawal:
        """The band a score lies in; bands are written from the lowest up, the first from 0."""
        return [one for one in self.bands if one.least <= score][-1]


class Book(Strict):
    """All of it, as one file says it."""

    version: str
    shown_after_days: int
    validity: _Validity
    #: Codes by which results name creatinine, specific gravity and pH.
    measured: dict[str, tuple[str, ...]]
    analytes: dict[str, Analyte]
    panels: dict[str, Panel]
    withdrawal: dict[str, Scale]
    #: Other tests that are watched beside medicines (`medications.watching`) -> the codes by which laboratories name them.
    results: dict[str, tuple[str, ...]] = {}

    @property
    def limits(self) -> Limits:
        return Limits(**self.validity.model_dump())

    @property
    def by_code(self) -> Mapping[str, str]:
        """A laboratory's code -> analyte."""
        return {code.upper(): name for name, one in self.analytes.items() for code in one.codes}

    @property
    def test_by_code(self) -> Mapping[str, str]:
        """A laboratory's code -> a test that is watched beside medicines."""
        return {code.upper(): name for name, codes in self.results.items() for code in codes}


@cache
def shipped_book(path: Path = SHIPPED) -> Book:
    """What a file says. Raises FaultyPanels, line by line, where it is not what it should be."""
    return validated(path, Book, FaultyPanels)[0]


_own: Book | None = None


def use_book(own: Book | None) -> None:
    """From now on this is the book of the house: a site's own, or (None) the shipped one."""
    global _own  # noqa: PLW0603 - said once, when the house starts
    _own = own


def book() -> Book:
    """What is looked for in this house, and how it is read."""
    return _own or shipped_book()
