"""What a note's file may say: its parts, and what each of them asks for."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from daybridge.notes.rules import Door, Kind, Part

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
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
    code: Code
    name: Words


class Asked(OnFile):
    """One part of a note. With `choices` one of them is chosen; `lines` are for how many the field has room at first.

    `part: own` stands once for each person of a group, `shared` once for all of them.
    """

    code: Code
    name: Words
    part: Part = Part.OWN
    hint: Words | None = None
    lines: Annotated[int, Field(ge=1, le=20)] = 1
    required: bool = False
    choices: tuple[Choice, ...] = ()
    #: What is written here is held against what others have and against last week: see `rules.copying`.
    is_told_apart: bool = False

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.is_told_apart and (self.choices or self.part != Part.OWN):
            raise ValueError("only a person's own words are told apart from others'")
        if len({one.code for one in self.choices}) != len(self.choices):
            raise ValueError("a choice is there twice")
        return self

    def chosen(self, code: str, language: str) -> str:
        """The words of what was chosen; what was typed where nothing is to be chosen."""
        found = next((one for one in self.choices if one.code == code), None)
        return found.name.said(language) if found else ("" if self.choices else code)


class NoteForm(OnFile):
    """A kind of note as it is written: its headings in their order.

    `needs_objective`: a person's part is tied to something that they work on. `door`: behind which of its own it is kept.
    """

    code: Code
    version: int = Field(ge=1)
    kind: Kind
    name: Words
    lede: Words
    source: Text
    needs_objective: bool = False
    door: Door = Door.NONE
    asks: tuple[Asked, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        codes = [one.code for one in self.asks]
        if len(set(codes)) != len(codes):
            raise ValueError("a heading is there twice")
        if self.kind != Kind.GROUP and any(one.part == Part.SHARED for one in self.asks):
            raise ValueError("only a group's note has a shared part")
        if self.kind == Kind.GROUP and self.door != Door.NONE:
            raise ValueError("a group's note is behind no door of its own")
        return self

    @property
    def shared(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.asks if one.part == Part.SHARED)

    @property
    def own(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.asks if one.part == Part.OWN)

    def ask(self, code: str) -> Asked | None:
        return next((one for one in self.asks if one.code == code), None)
