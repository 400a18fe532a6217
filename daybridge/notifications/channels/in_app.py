"""In the app: the list of notices, and a poke to the screens that are open."""

from daybridge.notifications.channels.letter import Letter, NotDelivered


def send(letter: Letter) -> None:
    """The event pokes the open screens once it is committed; here only whether the person has a place to look."""
    if letter.account_id is None:
        raise NotDelivered("no-address")
