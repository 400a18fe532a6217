from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AssessmentBegun(Event):
    words = "began an assessment"
    kind: str
    form: str
    version: int


@dataclass(frozen=True, kw_only=True)
class AnswersFilledIn(Event):
    """From a referral, to be confirmed."""

    words = "filled in an assessment from a referral"
    answers: int


@dataclass(frozen=True, kw_only=True)
class AnswerWritten(Event):
    words = "wrote in an assessment"
    code: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class AnswersWritten(Event):
    """`left`: answers that somebody else had changed meanwhile, or that can't be there."""

    words = "wrote in an assessment"
    written: int
    left: int


@dataclass(frozen=True, kw_only=True)
class AnswerConfirmed(Event):
    words = "confirmed what was filled in beforehand"
    code: str
    left: int


@dataclass(frozen=True, kw_only=True)
class SectionSigned(Event):
    words = "signed a section of their own assessment"
    section: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class AssessmentSigned(Event):
    words = "signed an assessment"
    kind: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class AddendumSigned(Event):
    words = "added to a signed assessment"
    digest: str


@dataclass(frozen=True, kw_only=True)
class AssessmentLeft(Event):
    words = "left an assessment that was not signed"
    kind: str


@dataclass(frozen=True, kw_only=True)
class ReportAttached(Event):
    words = "attached a licensed report"
    size: int


@dataclass(frozen=True, kw_only=True)
class LevelChanged(Event):
    """Somebody's level of care was changed, confirmed or held."""

    words = "wrote down a level of care"
    kind: str
    from_level: str
    to_level: str
    on_day: date
    episode_id: UUID
