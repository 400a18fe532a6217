"""Small facts about medicines as data, each with its source: usual windows of injections, pregnancy, controlled substances, families of allergies. Plain Python.

What is not confirmed waits for a site's medical director. A site puts a file of the same name into DAYBRIDGE_HOME/medicines;
it then holds whole in the place of ours.
"""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from daybridge.core.yaml_files import FaultyFile, blaming, validated

_SHIPPED = Path(__file__).parent / "shipped"
_own: Path | None = None

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]


class FaultyFacts(FaultyFile):
    thing = "entry"


class _OnFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_OnFile):
    """What a person reads, in both languages."""

    en: Text
    es: Text

    def said(self, language: str) -> str:
        return self.es if language.startswith("es") else self.en


class _Fact(_OnFile):
    source: Text
    #: False until a site's medical director has said yes to it.
    confirmed: bool = False


class Window(_Fact):
    """How often an injection or an implant is usually given, and how many days early or late are usual."""

    code: Code
    name: Text
    form: Annotated[str, StringConstraints(pattern="^(injection|implant)$")] = "injection"
    route: Annotated[str, StringConstraints(pattern="^(intramuscular|subcutaneous)$")]
    every_days: Annotated[int, Field(ge=2, le=200)]
    window_days: Annotated[int, Field(ge=0, le=60)]


class Caution(_Fact):
    """What pregnancy and contraception mean for one ingredient, under any of these names."""

    names: Annotated[tuple[Text, ...], Field(min_length=1)]
    words: Words


class Controlled(_Fact):
    """Substances of one schedule of the Controlled Substances Act (21 CFR 1308)."""

    schedule: Annotated[str, StringConstraints(pattern="^(II|III|IV|V)$")]
    names: Annotated[tuple[Text, ...], Field(min_length=1)]


class Family(_Fact):
    """Medicines so near to each other that an allergy to one asks about the others; `called`: how people write the family itself."""

    names: Words
    called: Annotated[tuple[Text, ...], Field(min_length=1)]
    members: Annotated[tuple[Text, ...], Field(min_length=1)]


class _Facts(_OnFile):
    """One file."""

    version: int
    windows: tuple[Window, ...] = ()
    cautions: tuple[Caution, ...] = ()
    controlled: tuple[Controlled, ...] = ()
    families: tuple[Family, ...] = ()


def use_folder(folder: Path) -> None:
    """From now on the site's own files hold in the place of ours of the same name."""
    global _own  # noqa: PLW0603 - said once, when the house starts
    _own = folder


def read(path: Path) -> _Facts:
    """The facts in a file. Raises FaultyFacts with everything that is wrong with it."""
    with blaming(path, FaultyFacts):
        return validated(path, _Facts, FaultyFacts)[0]


@cache
def _facts(name: str, own: Path | None) -> _Facts:
    """The site's file where it is sound, else ours."""
    theirs = own / name if own else None
    if theirs and theirs.is_file():
        try:
            return read(theirs)
        except FaultyFacts:
            pass
    return read(_SHIPPED / name)


def windows() -> tuple[Window, ...]:
    return _facts("injections.yaml", _own).windows


def cautions() -> tuple[Caution, ...]:
    return _facts("pregnancy.yaml", _own).cautions


def controlled() -> tuple[Controlled, ...]:
    return _facts("controlled.yaml", _own).controlled


def families() -> tuple[Family, ...]:
    return _facts("families.yaml", _own).families
