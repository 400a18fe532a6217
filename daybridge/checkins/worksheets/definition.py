"""What a worksheet's file may say: the steps of a piece of work between sessions, and the fields on each."""

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
#: What a discrete answer can be about that a human hears of; the rulebook says from where on.
Danger = Literal["", "suicide", "self-harm", "use", "leaving"]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Words(Part):
    """What a person reads, in both languages."""

    en: Text
    es: Text

    def said(self, language: str) -> str:
        return self.es if language == "es" else self.en


class Option(Part):
    """One answer of a choice. `danger`: choosing it says that this has happened."""

    code: Code
    words: Words
    danger: Danger = ""


class Column(Part):
    """A field, or a column of a field that has rows.

    `words`: free text, read by a person, never by a rule. `level`: a number from `least` to `most` in steps. `choice`, `choices`:
    one or several of `options`, or of the person's own diary (`options_from`). `time`: 23:15. `again` asks every row of the field
    `rows` for its column `column` once more.
    """

    code: Code
    kind: Literal["words", "level", "choice", "choices", "time"]
    label: Words
    hint: Words | None = None
    is_long: bool = False
    least: int = 0
    most: int = 10
    step: int = 1
    unit: str = ""
    low: Words | None = None
    high: Words | None = None
    options: tuple[Option, ...] = ()
    options_from: Literal["", "targets", "skills"] = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind in ("choice", "choices") and bool(self.options) == bool(self.options_from):
            raise ValueError("a choice says its options, or where they come from")
        if self.kind == "level" and not self.least < self.most:
            raise ValueError("a level goes from least up to most")
        return self


class Asked(Column):
    """A field of a step."""

    kind: Literal["words", "level", "choice", "choices", "time", "rows", "again"]  # type: ignore[assignment]
    is_required: bool = False
    columns: tuple[Column, ...] = ()
    most_rows: int = 8
    rows: str = ""
    column: str = ""

    @model_validator(mode="after")
    def _has_its_rows(self) -> Self:
        if (self.kind == "rows") != bool(self.columns):
            raise ValueError("rows, and only they, have columns")
        if (self.kind == "again") != bool(self.rows and self.column):
            raise ValueError("a field that asks again says of which rows and column")
        return self


class Step(Part):
    title: Words
    hint: Words | None = None
    fields: tuple[Asked, ...]


class Worksheet(Part):
    """One piece of work between sessions."""

    code: Code
    version: int = Field(ge=1)
    #: Where the phone shows it: right now, thinking, doing, looking ahead, body and rest; "" for one that has a page of its own.
    place: Literal["now", "think", "do", "ahead", "body", ""]
    icon: str
    minutes: int = Field(ge=1, le=60)
    name: Words
    lede: Words
    #: From where its structure is taken; the words are ours.
    source: Text
    #: The person says each time whether their team may read it; otherwise the team reads it always.
    is_kept_or_shared: bool = False
    #: The field that a list shows it by.
    title_field: str
    #: An entry without this field is still open: planned and not done, begun and not finished.
    open_until: str = ""
    #: How many days ahead it may be planned for.
    days_ahead: int = Field(default=0, ge=0, le=14)
    #: What the phone opens once it is saved.
    leads_to: Literal["", "support"] = ""
    steps: tuple[Step, ...]

    @cached_property
    def fields(self) -> dict[str, Asked]:
        return {field.code: field for step in self.steps for field in step.fields}

    @model_validator(mode="after")
    def _names_fields_that_are_there(self) -> Self:
        codes = [field.code for step in self.steps for field in step.fields]
        if len(codes) != len(set(codes)):
            raise ValueError("two fields have one code")
        for named in (self.title_field, self.open_until):
            if named and named not in codes:
                raise ValueError(f"there is no field {named}")
        if self.is_kept_or_shared and any(option.danger for field in self.fields.values() for option in field.options):
            raise ValueError("what a human hears of can't be kept to oneself")
        for field in self.fields.values():
            if field.kind == "again":
                columns = {column.code for column in self.fields[field.rows].columns} if field.rows in codes else set()
                if field.column not in columns:
                    raise ValueError(f"{field.code} asks again for a column that is not there")
        return self


# --- The diary -------------------------------------------------------------------------------------------------------


class Target(Part):
    """Something to watch from day to day: an urge (0 to 5, and whether one acted on it), a feeling (0 to 5), or something done."""

    code: Code
    kind: Literal["urge", "feeling", "action"]
    words: Words
    danger: Danger = ""


class Skill(Part):
    code: Code
    words: Words


class Module(Part):
    """Skills that are taught together. `taught_in`: the part of a skills curriculum that teaches them; empty where none does."""

    code: Code
    words: Words
    taught_in: str = ""
    skills: tuple[Skill, ...]


class DiaryWords(Part):
    """The targets and skills that a site's clinicians choose from."""

    targets: tuple[Target, ...]
    modules: tuple[Module, ...]

    @cached_property
    def by_code(self) -> dict[str, Target | Skill]:
        targets: dict[str, Target | Skill] = {one.code: one for one in self.targets}
        return targets | {skill.code: skill for module in self.modules for skill in module.skills}

    @model_validator(mode="after")
    def _has_each_once(self) -> Self:
        if len(self.by_code) != len(self.targets) + sum(len(module.skills) for module in self.modules):
            raise ValueError("two targets or skills have one code")
        return self
