"""What an assessment's file may say: its sections, who fills them, and what each of them asks."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from daybridge.assessments.rules import FOLLOW_UPS, By, Kind, Level, Prefill, Takes
from daybridge.programs.rules import EndReason

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]


class OnFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(OnFile):
    """What a person reads, in both languages."""

    en: Text
    es: Text

    def said(self, language: str) -> str:
        return self.es if language == "es" else self.en


class Choice(OnFile):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    name: Words


class Ask(OnFile):
    """One question. It needs an answer if `required`; or when another was answered (with one of `when_says`), or two differ."""

    code: Code
    name: Words
    #: How the participant is asked; without it the name stands there too.
    own: Words | None = None
    hint: Words | None = None
    takes: Takes = Takes.WORDS
    lines: Annotated[int, Field(ge=1, le=20)] = 3
    choices: tuple[Choice, ...] = ()
    required: bool = False
    required_when: Code | None = None
    when_says: tuple[str, ...] = ()
    when_differ: tuple[Code, ...] = ()
    least: float = 0
    most: float = 1000
    prefill: Prefill | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if (self.takes is Takes.CHOICE) != bool(self.choices):
            raise ValueError("choices belong to what is chosen, and to nothing else")
        if len({one.code for one in self.choices}) != len(self.choices):
            raise ValueError("a choice is there twice")
        return self

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(one.code for one in self.choices)

    def as_read(self, said: str, language: str) -> str:
        """The words of what was chosen; what was typed where nothing is to be chosen."""
        found = next((one for one in self.choices if one.code == said), None)
        return found.name.said(language) if found else said


class Section(OnFile):
    """Some questions that belong together, and who may fill them."""

    code: Code
    name: Words
    lede: Words | None = None
    by: By = By.STAFF
    asks: tuple[Ask, ...] = Field(min_length=1)

    @property
    def is_theirs(self) -> bool:
        return self.by is not By.STAFF

    @property
    def is_staffs(self) -> bool:
        return self.by is not By.PARTICIPANT


#: What the machinery reads of a form: question -> the only choices it may have; empty for any.
_READ: Mapping[Kind, Mapping[str, frozenset[str]]] = {
    Kind.ASSESSMENT: {},
    Kind.LEVEL: dict.fromkeys(("recommended", "actual"), frozenset(Level)),
    Kind.LEAVING: {
        "reason": frozenset(EndReason),
        "to-level": frozenset(Level),
        "stay": frozenset({"ends", "goes_on"}),
        "last-on": frozenset(),
        "why": frozenset(),
        "plan": frozenset(),
        **{f"{name}-{what}": frozenset() for name in FOLLOW_UPS.values() for what in ("with", "on", "where")},
    },
}


class Form(OnFile):
    """A document as it is filled: its sections in their order. `edition`: of which edition's six dimensions it has the order."""

    code: Code
    version: int = Field(ge=1)
    kind: Kind
    edition: Annotated[str, StringConstraints(max_length=20)] = ""
    name: Words
    lede: Words
    source: Text
    sections: tuple[Section, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        codes = [one.code for one in self.asks]
        if len(set(codes)) != len(codes):
            raise ValueError("a question is there twice")
        if len({one.code for one in self.sections}) != len(self.sections):
            raise ValueError("a section is there twice")
        for one in self.asks:
            if not {one.required_when or one.code, *one.when_differ} <= set(codes):
                raise ValueError(f"{one.code} hangs on a question that is not there")
        for code, choices in _READ[self.kind].items():
            asked = self.ask(code)
            if asked is None:
                raise ValueError(f"a {self.kind} form asks for {code}")
            if not asked.codes <= choices:
                raise ValueError(f"{code} has a choice that nothing reads")
        return self

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(one for section in self.sections for one in section.asks)

    def ask(self, code: str) -> Ask | None:
        return next((one for one in self.asks if one.code == code), None)

    def section(self, code: str) -> Section | None:
        return next((one for one in self.sections if one.code == code), None)

    def section_of(self, ask: str) -> Section | None:
        return next((one for one in self.sections if any(asked.code == ask for asked in one.asks)), None)
