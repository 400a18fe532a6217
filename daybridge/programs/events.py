from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ProgramOpened(Event):
    words = "opened a program"


@dataclass(frozen=True, kw_only=True)
class ParticipantAdmitted(Event):
    words = "admitted a participant"
    program_id: UUID
    admitted_on: date


@dataclass(frozen=True, kw_only=True)
class ParticipantDischarged(Event):
    words = "discharged a participant"
    ended_on: date
    reason: str
