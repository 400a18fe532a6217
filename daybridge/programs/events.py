from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ProgramOpened(Event):
    words = "opened a program"
    template: str = ""
    template_version: int = 0


@dataclass(frozen=True, kw_only=True)
class ProgramChanged(Event):
    words = "changed a program"


@dataclass(frozen=True, kw_only=True)
class RulePackSet(Event):
    words = "set the rules of a program"
    number: int


@dataclass(frozen=True, kw_only=True)
class SiteOpened(Event):
    words = "opened a site"


@dataclass(frozen=True, kw_only=True)
class SiteChanged(Event):
    words = "changed a site"
    time_zone: str


@dataclass(frozen=True, kw_only=True)
class SiteClosed(Event):
    words = "closed a site"


@dataclass(frozen=True, kw_only=True)
class RoomOpened(Event):
    words = "added a room"
    site_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoomChanged(Event):
    words = "changed a room"
    site_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoomClosed(Event):
    words = "closed a room"
    site_id: UUID


@dataclass(frozen=True, kw_only=True)
class TrackOpened(Event):
    words = "added a track"
    program_id: UUID


@dataclass(frozen=True, kw_only=True)
class TrackClosed(Event):
    words = "closed a track"
    program_id: UUID


@dataclass(frozen=True, kw_only=True)
class GroupOpened(Event):
    words = "added a group"
    program_id: UUID


@dataclass(frozen=True, kw_only=True)
class GroupChanged(Event):
    words = "changed a group"
    program_id: UUID


@dataclass(frozen=True, kw_only=True)
class GroupClosed(Event):
    words = "closed a group"
    program_id: UUID


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
