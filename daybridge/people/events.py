from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganizationFounded(Event):
    words = "set up the organization"


@dataclass(frozen=True, kw_only=True)
class StaffRegistered(Event):
    words = "added a member of staff"


@dataclass(frozen=True, kw_only=True)
class ParticipantRegistered(Event):
    words = "registered a participant"


@dataclass(frozen=True, kw_only=True)
class CareTeamJoined(Event):
    words = "put someone on a care team"
    staff_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class CareTeamLeft(Event):
    words = "took someone off a care team"
    staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    words = "made an invitation"
    staff_id: UUID | None = None
    supporter_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class InvitationAnsweredWrongly(Event):
    words = "gave a wrong answer to an invitation"
    wrong_answers: int


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    words = "accepted an invitation and set up signing in"
    account_id: UUID
    supporter_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ContactAdded(Event):
    words = "added someone to call"


@dataclass(frozen=True, kw_only=True)
class ContactRemoved(Event):
    words = "removed someone to call"


@dataclass(frozen=True, kw_only=True)
class SupporterAdded(Event):
    words = "added someone to share with"


@dataclass(frozen=True, kw_only=True)
class SupporterRemoved(Event):
    words = "removed someone they shared with"


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    words = "closed a supporter's account"


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(Event):
    words = "chose a language"
    language: str


@dataclass(frozen=True, kw_only=True)
class HomeScreenChosen(Event):
    words = "chose a name and a picture for the home screen"
    look: str


@dataclass(frozen=True, kw_only=True)
class TimeZoneChanged(Event):
    words = "moved to another time zone"
    zone: str
    since: datetime


#: As the audit says it, in `SignInChanged.what`.
NEW_PASSWORD = ("changed the password", "reset the password", "set a password")


@dataclass(frozen=True, kw_only=True)
class SignInChanged(Event):
    words = "signed in, signed out or changed how they sign in"
    what: str

    @property
    def is_new_password(self) -> bool:
        """Somebody else may have known the old one."""
        return self.what in NEW_PASSWORD
