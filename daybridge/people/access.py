"""Who may do what, as claims about an actor and what they act on."""

from collections.abc import Iterable
from typing import Any

from daybridge.core.actors import Actor
from daybridge.people.models import Account, CareTeamMember, Invitation, Staff, Supporter
from daybridge.people.rules import CARE, SEE_EVERYONE, Role


def nobody_but_the_system(actor: Actor, subject: Any) -> bool:
    return actor.is_system


def is_director(actor: Actor, subject: Any) -> bool:
    return actor.is_system or actor.has_role(Role.DIRECTOR)


def manages_staff(actor: Actor, subject: Any) -> bool:
    return actor.is_system or actor.has_role(Role.DIRECTOR, Role.ADMINISTRATOR)


def may_give_roles(actor: Actor, roles: Iterable[str]) -> bool:
    """Administrators look after who works here, and see no participant by making themselves someone who does."""
    return is_director(actor, None) or SEE_EVERYONE.isdisjoint(roles)


def may_invite_staff(actor: Actor, staff: Staff) -> bool:
    """Whoever holds the link can sign up as that person, so it takes the right to give their roles."""
    return manages_staff(actor, staff) and may_give_roles(actor, staff.roles)


def works_intake(actor: Actor, subject: Any) -> bool:
    """Intake staff and directors: who see people before a care team exists."""
    return actor.is_system or actor.has_role(Role.INTAKE, Role.DIRECTOR)


def is_participant_self(actor: Actor, subject: Any) -> bool:
    """The participant acting on what is their own."""
    return actor.is_participant and actor.person_id == subject.participant_id


def treats_participant_of(actor: Actor, subject: Any) -> bool:
    """Staff on the care team of the subject's participant, or a director."""
    if actor.is_system or actor.has_role(Role.DIRECTOR):
        return True
    if not actor.is_staff:
        return False
    return CareTeamMember.objects.current().filter(participant_id=subject.participant_id, staff_id=actor.who).exists()


def is_staff_treating_participant_of(actor: Actor, subject: Any) -> bool:
    """Staff who treat them; never the system, where a row names who of the staff it was."""
    return actor.is_staff and treats_participant_of(actor, subject)


def is_invited_supporter(actor: Actor, invitation: Invitation) -> bool:
    """A supporter who already signs in here, with the link of another participant in hand."""
    return actor.is_supporter and invitation.supporter_id is not None


def is_current_supporter(actor: Actor, supporter: Supporter) -> bool:
    """The supporter themself, as long as the participant has not removed them; what is shared with them does not matter."""
    current = Supporter.objects.current().filter(id=supporter.id, account__is_active=True)
    return actor.is_supporter and actor.account_id is not None and current.filter(account_id=actor.account_id).exists()


def closes_supporters_account(actor: Actor, account: Account) -> bool:
    """A supporter on their own account, which is theirs to close; the machine's administrator on any supporter's, as the system."""
    if actor.is_system:
        return Supporter.objects.filter(account=account).exists()
    return actor.is_supporter and actor.account_id == account.id


def may_be_asked_to_care(staff: Staff) -> bool:
    """Whether an alert or a shift can be put in their hands."""
    return staff.is_active and not CARE.isdisjoint(staff.roles)


def treats_or_works_intake(actor: Actor, subject: Any) -> bool:
    return works_intake(actor, subject) or treats_participant_of(actor, subject)


def treats_or_is_participant_self(actor: Actor, subject: Any) -> bool:
    return is_participant_self(actor, subject) or treats_participant_of(actor, subject)
