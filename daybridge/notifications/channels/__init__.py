"""The ways a notice leaves: each takes a letter and returns when the next server has it, or raises NotDelivered."""

from collections.abc import Callable, Mapping

import structlog

from daybridge.notifications.channels import email, in_app, push, sms
from daybridge.notifications.channels.letter import Letter, NotDelivered
from daybridge.notifications.rules import Channel

log = structlog.get_logger()

CHANNELS: Mapping[Channel, Callable[[Letter], None]] = {
    Channel.IN_APP: in_app.send,
    Channel.PUSH: push.send,
    Channel.EMAIL: email.send,
    Channel.SMS: sms.send,
}


def is_set_up(channel: Channel) -> bool:
    """Whether this site can send by a channel at all, as far as can be known without trying."""
    return {Channel.EMAIL: email.is_set_up, Channel.SMS: sms.is_set_up}.get(channel, lambda: True)()


def hand_over(letter: Letter, channel: Channel) -> None:
    """Send by one channel. Raises NotDelivered, whatever went wrong: a fault of ours must not keep the next channel waiting."""
    try:
        CHANNELS[channel](letter)
    except NotDelivered:
        raise
    except Exception as error:
        log.error("a channel failed", channel=channel, error=type(error).__name__)
        raise NotDelivered("fault") from error
