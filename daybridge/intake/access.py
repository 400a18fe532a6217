"""Who may take in and decide about referrals; who may see one says `ReferralQuerySet.visible_to`."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.core.errors import Refused
from daybridge.intake.models import Referral
from daybridge.people.access import works_intake

__all__ = ["check_works_intake", "is_own_return_request", "may_decide", "works_intake"]


def may_decide(actor: Actor, referral: Referral) -> bool:
    """Only intake and directors act on a referral."""
    return works_intake(actor, referral)


def is_own_return_request(actor: Actor, referral: Referral) -> bool:
    """The participant who asked to come back."""
    return actor.is_participant and referral.came_by == "app" and referral.participant_id == actor.person_id


def check_works_intake(actor: Actor, words: Any) -> None:
    """Raises Refused, in these words, for staff who do not work at intake."""
    if not works_intake(actor, None):
        raise Refused(str(words))
