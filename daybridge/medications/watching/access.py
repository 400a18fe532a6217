"""Who enters a result."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.medications.access import looks_after_medicines_of


def enters_results_of(actor: Actor, subject: Any) -> bool:
    """A prescriber or nurse on the care team, and the machinery that reads what a laboratory sends."""
    return actor.is_system or looks_after_medicines_of(actor, subject)
