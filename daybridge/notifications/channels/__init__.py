"""The ways a notice leaves: each takes a letter and returns when the next server has it, or raises NotDelivered."""

from collections.abc import Callable, Mapping

import structlog

from daybridge.notifications.channels import in_app
from daybridge.notifications.channels.letter import Letter, NotDelivered
from daybridge.notifications.rules import Channel

log = structlog.get_logger()

CHANNELS: Mapping[Channel, Callable[[Letter], None]] = {
    Channel.IN_APP: in_app.send,
}


def hand_over(letter: Letter, channel: str) -> None:
    """Send by one channel. Raises NotDelivered, whatever went wrong: a fault of ours must not keep the next channel waiting."""
    try:
        send = CHANNELS.get(Channel(channel))
        if send is None:
            raise NotDelivered("not-set-up")
        send(letter)
    except NotDelivered:
        raise
    except Exception as error:
        log.error("a channel failed", channel=channel, error=type(error).__name__)
        raise NotDelivered("fault") from error
