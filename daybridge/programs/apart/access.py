"""Who may know of a no-contact pair."""

from daybridge.core.actors import Actor
from daybridge.people.access import treats_participant_of
from daybridge.programs.apart.models import KeptApart


def may_know_of(actor: Actor, pair: KeptApart) -> bool:
    """A director, or staff who treat both: to hear of the other is a disclosure in itself. Never the machinery: a person answers for it."""
    return actor.is_staff and treats_participant_of(actor, pair.one) and treats_participant_of(actor, pair.other)
