"""Who may decide about the week: directors about all of it, whoever cares for somebody about that person's place."""

from daybridge.core.actors import Actor
from daybridge.people import access as people
from daybridge.programs.planning.models import Proposal


def may_decide(actor: Actor, proposal: Proposal) -> bool:
    """A director; of a place for one person also intake, and who treats them."""
    if proposal.participant_id is None:
        return people.is_director(actor, proposal)
    return people.treats_or_works_intake(actor, proposal)
