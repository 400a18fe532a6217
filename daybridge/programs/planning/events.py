from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class SchedulePublished(Event):
    """`count`: how many changes it is made of; `undoes`: the version that it takes back."""

    words = "published a version of the schedule"
    number: int
    count: int
    undoes: UUID | None = None
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("schedule", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class OfAProposal(Event):
    """Something about a proposal; `accounts` are those who watch it."""

    words = "changed a proposal for the schedule"
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("proposal", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class ProposalAsked(OfAProposal):
    words = "asked for a proposal for the schedule"
    program_id: UUID
    aim: str
    from_on: date


@dataclass(frozen=True, kw_only=True)
class SearchBegun(OfAProposal):
    words = "began to search for a schedule"


@dataclass(frozen=True, kw_only=True)
class ProposalFound(OfAProposal):
    words = "found a proposal for the schedule"
    options: int


@dataclass(frozen=True, kw_only=True)
class SearchFailed(OfAProposal):
    words = "could not find a schedule"
    why: str


@dataclass(frozen=True, kw_only=True)
class SearchCancelled(OfAProposal):
    words = "cancelled a search for a schedule"


@dataclass(frozen=True, kw_only=True)
class ProposalAccepted(OfAProposal):
    words = "accepted a proposal for the schedule"
    version_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProposalDeclined(OfAProposal):
    words = "declined a proposal for the schedule"
