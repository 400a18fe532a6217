"""What Ana and her team write to one another, by the product's own deeds."""

from uuid import UUID

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.messaging import actions
from daybridge.messaging.events import MessageSent
from daybridge.messaging.models import Message
from tests.cast import House


def a_message(
    house: House,
    words: str = "Can I come at ten?",
    *,
    by: str = "Ana",
    to: str = "Ana",
    id: UUID | None = None,
    **said: object,
) -> MessageSent:
    """A message in Ana's thread (or `to`'s), by her unless said otherwise."""
    return actions.send_message(
        house.actors[by],
        house.participants[to],
        message_id=id or new_id(),
        words=words,
        made_at=clock.now(),
        **said,  # type: ignore[arg-type]
    )


def the_message(sent: MessageSent) -> Message:
    return Message.objects.select_related("participant").get(id=sent.subject_id)
