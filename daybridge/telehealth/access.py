"""Who may rule a room on video."""

from daybridge.attendance.access import leads
from daybridge.core.actors import Actor
from daybridge.people.access import is_participant_self
from daybridge.people.models import Supporter
from daybridge.telehealth.models import RoomConnection, RoomGuest, VideoRoom


def leads_room(actor: Actor, room: VideoRoom) -> bool:
    """Whoever leads its session."""
    return leads(actor, room.occurrence)


def leads_room_of(actor: Actor, guest: RoomGuest) -> bool:
    return leads(actor, guest.room.occurrence)


def is_guest_self(actor: Actor, guest: RoomGuest) -> bool:
    """Whoever came to the door: the participant, or the person of theirs who did."""
    return is_supporter_self(actor, guest.supporter) if guest.supporter else is_participant_self(actor, guest)


def is_supporter_self(actor: Actor, supporter: Supporter) -> bool:
    """The row of one's own: somebody with several participants signs in once. Their account may be closed by the time they leave."""
    is_account = supporter.account_id is not None and supporter.account_id == actor.account_id
    return actor.is_supporter and (is_account or actor.person_id == supporter.id)


def is_guest_self_of(actor: Actor, connection: RoomConnection) -> bool:
    return is_guest_self(actor, connection.guest)
