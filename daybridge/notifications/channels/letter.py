"""What is handed to a channel, and how it says that it could not be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from daybridge.notifications import rules
from daybridge.notifications.models import Delivery, PushSubscription
from daybridge.people.models import Participant, Staff


class NotDelivered(Exception):
    """It could not be sent; `code` says why in a word of `rules` or of the network: "refused", "timeout", "http-500"."""

    def __init__(self, code: str, gone: Sequence[PushSubscription] = ()) -> None:
        super().__init__(code)
        self.code = code
        #: Devices whose push service says that they are no more.
        self.gone = gone


@dataclass(frozen=True)
class Letter:
    """Discreet words, where they lead, and for whom."""

    delivery: Delivery
    person: Staff | Participant
    account_id: UUID | None
    words: str
    link: str
    #: A sleeping device is woken for it.
    is_urgent: bool

    @property
    def open_link(self) -> str:
        """Where it leads, as it may stand on a lock screen: a participant's says nothing of what waits. Today says that."""
        return "/companion/" if isinstance(self.person, Participant) else self.link


def letter_of(delivery: Delivery) -> Letter:
    """A delivery in the words and the language of whom it is for."""
    notice = delivery.notice
    kind = rules.KINDS[notice.kind]
    person = notice.person
    return Letter(
        delivery,
        person,
        notice.account_id,
        rules.words(kind, person.language),
        notice.link,
        kind.is_urgent or kind.is_prompt,
    )
