"""Putting objectives on somebody's list and taking them off."""

from django.db.models import Max
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import treats_participant_of
from daybridge.people.models import Participant
from daybridge.plans.events import ObjectiveAdded, ObjectiveEnded
from daybridge.plans.models import Objective
from daybridge.plans.rules import Ending, fault_in_objective
from daybridge.plans.sentences import fault_in_words
from daybridge.programs.models import Episode


@action(allow=treats_participant_of)
def add_objective(actor: Actor, participant: Participant, *, said: str, measure: str = "") -> ObjectiveAdded:
    """Put one thing on the list that somebody works on. Raises Invalid (422) in words, Conflict (409) for who is in no program."""
    episode = Episode.objects.select_for_update(of=("self",)).filter(participant=participant, ended_on=None).first()
    if episode is None:
        raise Conflict(_("This person is in no program now."))
    theirs = Objective.objects.filter(episode=episode)
    fault = fault_in_objective(said, open_ones=theirs.filter(ended_at=None).count())
    if fault:
        raise Invalid(fault_in_words(fault), fields={"said": fault_in_words(fault)})
    made = Objective.objects.create(
        organization_id=participant.organization_id, episode=episode, participant=participant,
        number=(theirs.aggregate(last=Max("number"))["last"] or 0) + 1, said=said.strip(), measure=measure,
        made_by_id=actor.who,
    )  # fmt: skip
    return ObjectiveAdded(
        organization_id=made.organization_id, subject_id=made.id, participant_id=participant.id, number=made.number
    )


@action(allow=treats_participant_of)
def end_objective(actor: Actor, objective: Objective, *, ending: Ending) -> ObjectiveEnded:
    """Take one off the list; what was written to it stays."""
    objective = Objective.objects.select_for_update(of=("self",)).get(id=objective.id)
    repeated = objective.ended_at is not None
    if not repeated:
        objective.ended_at, objective.ended_by_id, objective.ending = clock.now(), actor.who, ending
        objective.save(update_fields=["ended_at", "ended_by", "ending"])
    return ObjectiveEnded(
        organization_id=objective.organization_id, subject_id=objective.id, participant_id=objective.participant_id,
        number=objective.number, ending=objective.ending, repeated=repeated,
    )  # fmt: skip
