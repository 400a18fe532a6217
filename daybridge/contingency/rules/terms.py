"""What a protocol's file, and a funding source's, may say. An enrolment keeps both as it began with them. Plain Python."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from daybridge.contingency.rules.evidence import EvidenceKind

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Few = Annotated[int, Field(ge=0, le=1_000_000)]


class Kind(StrEnum):
    FISHBOWL = "fishbowl"
    VOUCHER = "voucher"


class OnFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(OnFile):
    """What a person reads, in both languages."""

    en: Text
    es: Text

    def said(self, language: str) -> str:
        return self.es if language == "es" else self.en


class Escalation(OnFile):
    """How much a met target earns: draws from a bowl, or a voucher's cents.

    It grows by `step` with each one in a row, up to `most`. One that was not met earns nothing, and the next begins at `reset_to`;
    after `restores_after` met ones in a row it is back where it had been (0: it climbs step by step).
    """

    begins_with: Few
    step: Few
    most: Annotated[int, Field(ge=1, le=1_000_000)]
    reset_to: Few
    restores_after: Annotated[int, Field(ge=0, le=60)] = 0

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if max(self.begins_with, self.reset_to) > self.most:
            raise ValueError("it begins, and begins anew, with no more than `most`")
        return self


class Prize(OnFile):
    """A kind of slip: how many of them are in the bowl, what one is worth, and of how many prizes the cabinet should not run short."""

    code: Code
    name: Words
    slips: Annotated[int, Field(ge=1, le=100_000)]
    cents: Annotated[int, Field(ge=0, le=100_000)]
    keep: Annotated[int, Field(ge=0, le=1_000)] = 0


class Gives(StrEnum):
    GOODS = "goods"
    VOUCHERS = "vouchers"


class Protocol(OnFile):
    """How rewards are earned: by what test, how often, how they grow, and what is in the bowl."""

    code: Code
    version: Annotated[int, Field(ge=1)]
    kind: Kind
    name: Words
    #: What somebody is to do.
    target: Words
    #: By what test it is seen, in words that an auditor reads.
    test: Words
    source: Text
    evidence: tuple[EvidenceKind, ...] = Field(min_length=1)
    #: What a drug screen is not to find, by the codes of its analytes: then screens count by themselves.
    absent: tuple[str, ...] = Field(default=(), max_length=20)
    gives: Gives
    days_a_week: Annotated[int, Field(ge=1, le=7)]
    weeks: Annotated[int, Field(ge=1, le=52)]
    escalation: Escalation
    bowl: tuple[Prize, ...] = ()

    @field_validator("evidence", mode="before")
    @classmethod
    def _is_objective(cls, told: Any) -> Any:
        if isinstance(told, (list, tuple)) and any("self" in str(one) for one in told):
            raise ValueError("what people tell of themselves is no evidence")
        return told

    @field_validator("gives", mode="before")
    @classmethod
    def _is_no_cash(cls, told: Any) -> Any:
        if told == "cash":
            raise ValueError("rewards are goods or vouchers, never cash")
        return told

    @model_validator(mode="after")
    def _is_seen_by_screens(self) -> Self:
        if self.absent and (EvidenceKind.SCREEN not in self.evidence or EvidenceKind.ATTENDANCE in self.evidence):
            raise ValueError("what says what a screen is not to find takes screens as evidence, and no attendance")
        if len(set(self.absent)) != len(self.absent):
            raise ValueError("something that is not to be found is named twice")
        return self

    @model_validator(mode="after")
    def _has_its_bowl(self) -> Self:
        if self.kind == Kind.VOUCHER and self.bowl:
            raise ValueError("a voucher protocol has no bowl")
        if self.kind == Kind.FISHBOWL and self.slips < 2:
            raise ValueError("a fishbowl has at least two slips in its bowl")
        if self.kind == Kind.FISHBOWL and self.escalation.most > 100:
            raise ValueError("nobody draws more than 100 times a day")
        if len({one.code for one in self.bowl}) != len(self.bowl):
            raise ValueError("a kind of slip is in the bowl twice")
        return self

    @property
    def slips(self) -> int:
        return sum(one.slips for one in self.bowl)

    def prize_of(self, slip: int) -> Prize:
        """Which kind a slip is; they are numbered from 0 in the order of the file. Raises IndexError for one that is not in the bowl."""
        for one in self.bowl if slip >= 0 else ():
            if slip < one.slips:
                return one
            slip -= one.slips
        raise IndexError("There is no such slip in the bowl.")

    @property
    def called(self) -> str:
        """Code and version, as they stand in what a draw is made from."""
        return f"{self.code} {self.version}"


class Funding(OnFile):
    """Who pays, and up to how much for one person in any span of so many months: the most strict reading of a yearly cap."""

    code: Code
    version: Annotated[int, Field(ge=1)]
    name: Words
    cents: Annotated[int, Field(ge=1, le=10_000_000)]
    months: Annotated[int, Field(ge=1, le=60)]
    from_on: date
    source: Text
