"""Whom a referral concerns; wired in `daybridge.reactions`."""

from daybridge.core.actors import Actor
from daybridge.intake import queries
from daybridge.intake.events import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralPutOnWaitingList,
    ReferralReceived,
)
from daybridge.intake.models import Referral
from daybridge.notifications.actions import notify

AFTER_PROGRAM = "/companion/after/"


def notify_intake_of_return(actor: Actor, event: ReferralReceived) -> None:
    """Somebody who has left would like to come back: intake hears of it, whether or not a board is open."""
    if event.came_by != "app" or event.repeated:
        return
    system = Actor.system(event.organization_id, "return")
    for staff in queries.intake_staff():
        notify(
            system, staff, kind="work-waiting", key=f"return {event.subject_id}", link=f"/referrals/{event.subject_id}/"
        )


def notify_of_decision(actor: Actor, event: ReferralAccepted | ReferralPutOnWaitingList | ReferralDeclined) -> None:
    """A participant who asked to come back hears that there is an answer."""
    referral = Referral.objects.filter(id=event.subject_id, came_by="app").select_related("participant").first()
    if referral and referral.participant:
        system = Actor.system(event.organization_id, "return")
        key = f"return {referral.id} {referral.state}"
        notify(system, referral.participant, kind="answer", key=key, link=AFTER_PROGRAM)
