"""Who may decide about the week: directors about all of it, whoever cares for somebody about that person's seats."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people import access as people


def may_decide(actor: Actor, about: Any) -> bool:
    """Of a proposal or a version: a director; where it is of one person's seats also intake, and who treats them."""
    if about.participant_id is None:
        return people.is_director(actor, about)
    return people.treats_or_works_intake(actor, about)
