"""Looking at when people can come."""

from uuid import UUID

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.programs.availability.models import WeekTold


def week_of(participant_id: UUID) -> WeekTold | None:
    """The week that holds now, with who confirmed it; None for whoever has told nothing yet."""
    found = WeekTold.objects.filter(participant_id=participant_id).select_related("confirmed__staff", "told_to")
    return found.order_by("-made_at", "-id").first()


def told(actor: Actor, week_id: UUID) -> WeekTold:
    """One that was told, of somebody this actor may look at. Raises NotYours."""
    found = WeekTold.objects.filter(id=week_id, participant_id__in=people.participants(actor).values("id")).first()
    if found is None:
        raise NotYours()
    return found
