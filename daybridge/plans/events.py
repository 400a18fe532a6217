from dataclasses import dataclass
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ObjectiveAdded(Event):
    words = "put an objective on the list"
    number: int


@dataclass(frozen=True, kw_only=True)
class ObjectiveEnded(Event):
    words = "took an objective off the list"
    number: int
    ending: str


@dataclass(frozen=True, kw_only=True)
class PlanBegun(Event):
    words = "began to write a treatment plan"


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Event):
    words = "wrote on a treatment plan"
    revision: int


@dataclass(frozen=True, kw_only=True)
class PlanLeft(Event):
    words = "left a treatment plan that was not signed"


@dataclass(frozen=True, kw_only=True)
class PlanSigned(Event):
    """`ended`: objectives that the new version does not have any more."""

    words = "signed a treatment plan as clinician"
    number: int
    digest: str
    objectives: tuple[UUID, ...]
    ended: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanAnswered(Event):
    """A participant signed their plan, agreed in person, or did not want to sign it."""

    words = "answered a treatment plan"
    kind: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class PlanCertified(Event):
    words = "certified a treatment plan as physician"
    digest: str


@dataclass(frozen=True, kw_only=True)
class PlanReviewed(Event):
    words = "looked at a treatment plan again and left it as it is"


@dataclass(frozen=True, kw_only=True)
class GoalSaid(Event):
    words = "said a goal in words of their own"
    goal_id: UUID
