"""Who may say when somebody works, and read why they are away."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people.access import is_director
from daybridge.programs.staffing.models import Leave


def is_own_or_director(actor: Actor, subject: Any) -> bool:
    """The member of staff who is the subject, or whose leave it is; or a director."""
    about = subject.staff_id if isinstance(subject, Leave) else subject.id
    return is_director(actor, subject) or (actor.is_staff and actor.who == about)
