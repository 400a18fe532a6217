from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from daybridge.core.events import Event, Poke


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
class AboutPlan(Event):
    """Something about a treatment plan that its participant's phone and the team's screens should show."""

    words = "did something with a treatment plan"
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("treatment", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class PlanBegun(AboutPlan):
    words = "began to write a treatment plan"


@dataclass(frozen=True, kw_only=True)
class PlanChanged(AboutPlan):
    words = "wrote on a treatment plan"
    revision: int


@dataclass(frozen=True, kw_only=True)
class PlanLeft(AboutPlan):
    words = "left a treatment plan that was not signed"


@dataclass(frozen=True, kw_only=True)
class PlanSigned(AboutPlan):
    """`ended`: objectives that the new version does not have any more."""

    words = "signed a treatment plan as clinician"
    number: int
    digest: str
    objectives: tuple[UUID, ...]
    ended: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanAnswered(AboutPlan):
    """A participant signed their plan, agreed in person, or did not want to sign it."""

    words = "answered a treatment plan"
    answer: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class PlanCertified(AboutPlan):
    words = "certified a treatment plan as physician"
    digest: str


@dataclass(frozen=True, kw_only=True)
class PlanReviewed(AboutPlan):
    words = "looked at a treatment plan again and left it as it is"


@dataclass(frozen=True, kw_only=True)
class GoalSaid(AboutPlan):
    words = "said a goal in words of their own"
    goal_id: UUID
