from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class ThreadChanged(Event):
    """Something happened in the thread of `participant_id`, up to message `number`."""

    words = "changed a thread of messages"
    number: int
    accounts: tuple[UUID, ...] = ()

    @property
    def about(self) -> UUID:
        """Whose thread it is."""
        assert self.participant_id is not None
        return self.participant_id

    def pokes(self) -> Iterable[Poke]:
        yield Poke("messages", self.about, self.accounts)


@dataclass(frozen=True, kw_only=True)
class MessageSent(ThreadChanged):
    """`is_correction`: it puts an earlier one in other words."""

    words = "wrote a message"
    saved_at: datetime
    is_by_staff: bool
    is_urgent: bool
    is_correction: bool


@dataclass(frozen=True, kw_only=True)
class MessagesFetched(ThreadChanged):
    words = "had messages brought to their phone"


@dataclass(frozen=True, kw_only=True)
class MessagesRead(ThreadChanged):
    words = "read messages"
    #: Who of the staff; None: the participant.
    staff_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class MessagesSettled(ThreadChanged):
    words = "said that messages need no answer"


@dataclass(frozen=True, kw_only=True)
class MessageMarkedUrgent(ThreadChanged):
    words = "marked a message as urgent"


@dataclass(frozen=True, kw_only=True)
class ThreadHandedOver(ThreadChanged):
    words = "handed a thread of messages over"
    to_staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class TeamMessageSent(ThreadChanged):
    """Between staff: the participant's own screens are not told."""

    words = "wrote to colleagues"
    by_staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class TeamMessagesRead(ThreadChanged):
    words = "read what colleagues wrote"
    by_staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class Announced(Event):
    """To `count` participants at once; who they are stands with it."""

    words = "made an announcement"
    count: int
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("messages", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class AnnouncementsRead(Event):
    words = "read announcements"
    count: int
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("messages", self.subject_id, self.accounts)
