"""Who does something: a member of staff, a participant, a supporter, or the system itself with its reason."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    STAFF = "staff"
    PARTICIPANT = "participant"
    SUPPORTER = "supporter"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Someone acting within one organization; `person_id` is their Staff, Participant or first Supporter row."""

    kind: ActorKind
    organization_id: UUID
    account_id: UUID | None = None
    person_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    reason: str = ""

    @classmethod
    def system(cls, organization_id: UUID, reason: str) -> "Actor":
        """The system acting on its own, for a reason the audit will show."""
        return cls(kind=ActorKind.SYSTEM, organization_id=organization_id, reason=reason)

    @property
    def who(self) -> UUID:
        """The Staff, Participant or Supporter row of a person who acts; the system is nobody."""
        if self.person_id is None:
            raise ValueError("The system acts here, not a person.")
        return self.person_id

    @property
    def is_staff(self) -> bool:
        return self.kind is ActorKind.STAFF

    @property
    def is_participant(self) -> bool:
        return self.kind is ActorKind.PARTICIPANT

    @property
    def is_supporter(self) -> bool:
        return self.kind is ActorKind.SUPPORTER

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    def has_role(self, *roles: str) -> bool:
        """Whether this is a member of staff in at least one of these roles."""
        return self.is_staff and not self.roles.isdisjoint(roles)
