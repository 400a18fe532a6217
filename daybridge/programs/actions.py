"""Opening programs, admitting, discharging."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import access
from daybridge.people import actions as people
from daybridge.people.models import Organization, Participant, Staff
from daybridge.people.rules import TeamRole
from daybridge.programs.events import ParticipantAdmitted, ParticipantDischarged, ProgramOpened
from daybridge.programs.models import Episode, Program
from daybridge.programs.rules import EndReason, Focus


@action(allow=access.is_director)
def open_program(
    actor: Actor, organization: Organization, *, name: str, focus: Focus, name_es: str = ""
) -> ProgramOpened:
    """Open a program that people can be admitted to."""
    program = Program.objects.create(organization=organization, name=name, name_es=name_es, focus=focus)
    return ProgramOpened(organization_id=organization.id, subject_id=program.id)


@action(allow=access.works_intake)
def admit(
    actor: Actor,
    participant: Participant,
    *,
    program: Program,
    primary_therapist: Staff,
    admitted_on: date,
    covering: Staff | None = None,
    substance_use_focus: bool = False,
) -> ParticipantAdmitted:
    """Begin an episode and name who cares for the participant. Raises Conflict when one is open already."""
    if covering == primary_therapist:
        raise Invalid(
            _("Choose someone else to cover."), fields={"covering": _("The therapist can't cover for themself.")}
        )
    episode = Episode(
        organization_id=participant.organization_id,
        participant=participant,
        program=program,
        admitted_on=admitted_on,
        substance_use_focus=substance_use_focus or program.focus == Focus.DUAL_DIAGNOSIS,
    )
    try:
        with transaction.atomic():
            episode.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("This person is in a program already. Discharge them from it first.")) from error
    people.join_care_team(actor, participant, staff=primary_therapist, role=TeamRole.PRIMARY)
    if covering:
        people.join_care_team(actor, participant, staff=covering, role=TeamRole.COVERING)
    return ParticipantAdmitted(
        organization_id=participant.organization_id,
        subject_id=episode.id,
        participant_id=participant.id,
        program_id=program.id,
        admitted_on=admitted_on,
    )


@action(allow=access.treats_participant_of)
def discharge(actor: Actor, episode: Episode, *, reason: EndReason, ended_on: date) -> ParticipantDischarged:
    """End an episode. The care team stays, so that those who cared for someone can still answer for it."""
    episode = Episode.objects.select_for_update().get(id=episode.id)
    if episode.ended_on:
        raise Conflict(_("This episode has ended already."))
    if ended_on < episode.admitted_on:
        raise Invalid(_("Check the date."), fields={"ended_on": _("This is before the admission.")})
    episode.ended_on, episode.end_reason = ended_on, reason
    episode.save(update_fields=["ended_on", "end_reason"])
    return ParticipantDischarged(
        organization_id=episode.organization_id,
        subject_id=episode.id,
        participant_id=episode.participant_id,
        ended_on=ended_on,
        reason=reason,
    )
