"""Asking somebody to a family group, ending it, and saying whether one comes."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import is_staff_treating_participant_of, treats_or_is_participant_self
from daybridge.people.models import Supporter
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.families import queries
from daybridge.programs.families.access import is_asked_now
from daybridge.programs.families.events import FamilyDateAnswered, FamilyInvitationEnded, SupporterAsked
from daybridge.programs.families.models import FamilyAnswer, FamilyInvitation
from daybridge.programs.models import Group


@action(allow=is_staff_treating_participant_of)
def ask_to_group(actor: Actor, supporter: Supporter, *, group: Group) -> SupporterAsked:
    """Ask somebody of a participant's to a family group of the participant's program.

    They hear of it only once, and while, the participant agrees (the part "family groups"); the participant hears at once.
    Raises Invalid for a group that is not for them; asking twice is the same as once.
    """
    if supporter.removed_at:
        raise Conflict(_("They have removed this person."))
    if group.id not in {one.id for one in queries.groups_for(supporter.participant_id)}:
        raise Invalid(_("Choose a family group."), fields={"group": _("Choose a family group of their program.")})
    asked = FamilyInvitation(
        organization_id=supporter.organization_id,
        group=group,
        participant_id=supporter.participant_id,
        supporter=supporter,
        asked_by_id=actor.who,
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
        repeated = False
    except IntegrityError:
        asked = FamilyInvitation.objects.get(supporter=supporter, group=group, ended_at=None)
        repeated = True
    return SupporterAsked(
        organization_id=asked.organization_id,
        subject_id=asked.id,
        participant_id=asked.participant_id,
        supporter_id=supporter.id,
        group_id=group.id,
        repeated=repeated,
    )


@action(allow=treats_or_is_participant_self)
def end_asking(actor: Actor, invitation: FamilyInvitation) -> FamilyInvitationEnded:
    """They are asked no longer: the participant does not want it, or the team takes it back."""
    invitation = FamilyInvitation.objects.select_for_update(of=("self",)).get(id=invitation.id)
    repeated = invitation.ended_at is not None
    if not repeated:
        invitation.ended_at = clock.now()
        invitation.save(update_fields=["ended_at"])
    return FamilyInvitationEnded(
        organization_id=invitation.organization_id,
        subject_id=invitation.id,
        participant_id=invitation.participant_id,
        supporter_id=invitation.supporter_id,
        repeated=repeated,
    )


@action(allow=is_asked_now)
def answer_date(
    actor: Actor, invitation: FamilyInvitation, *, occurrence: Occurrence, is_coming: bool
) -> FamilyDateAnswered:
    """Say whether one comes on a date; the newest word holds, and the same word again adds nothing.

    Raises Conflict for a date that is over or called off, or later than what is shared.
    """
    if not queries.is_ahead(invitation, occurrence):
        raise Conflict(_("This date is over, or it does not take place."))
    said_before = FamilyAnswer.objects.filter(invitation=invitation, occurrence=occurrence)
    said = said_before.order_by("-said_at", "-id").first()
    repeated = said is not None and said.is_coming == is_coming
    if said is None or not repeated:
        said = FamilyAnswer.objects.create(
            organization_id=invitation.organization_id,
            invitation=invitation,
            participant_id=invitation.participant_id,
            occurrence=occurrence,
            is_coming=is_coming,
        )
    return FamilyDateAnswered(
        organization_id=invitation.organization_id,
        subject_id=said.id,
        participant_id=invitation.participant_id,
        occurrence_id=occurrence.id,
        is_coming=is_coming,
        repeated=repeated,
    )
