"""What assessments do about things that happened in rooms below; wired in `daybridge.reactions`."""

from daybridge.assessments import actions, queries
from daybridge.assessments.rules import Kind
from daybridge.core.actors import Actor
from daybridge.intake.events import ReferralAdmitted
from daybridge.programs import queries as programs
from daybridge.programs.events import ParticipantAdmitted, ParticipantDischarged

#: What everybody is asked; a site puts its own file of this name in its place.
FIRST = "biopsychosocial"


def begin_with_admission(actor: Actor, event: ParticipantAdmitted) -> None:
    """The stay's first line of level, and an assessment that the participant can fill before day one."""
    episode, system = programs.episode(event.subject_id), Actor.system(event.organization_id, "admission")
    actions.note_admission(system, episode)
    actions.begin_assessment(system, episode.participant, form=FIRST)


def fill_in_what_was_told(actor: Actor, event: ReferralAdmitted) -> None:
    """A referral ended with an admission: what it tells stands in the assessment, to be confirmed."""
    assert event.participant_id
    found = queries.open_one(event.participant_id, Kind.ASSESSMENT)
    if found:
        actions.fill_in_from_referral(Actor.system(event.organization_id, "admission"), found)


def note_the_end(actor: Actor, event: ParticipantDischarged) -> None:
    """However a stay ended, its last line is there."""
    actions.note_end(Actor.system(event.organization_id, "discharge"), programs.episode(event.subject_id))
