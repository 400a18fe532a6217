"""Looking at when people can come."""

from collections.abc import Collection, Mapping
from uuid import UUID

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.programs.availability.models import WeekTold
from daybridge.programs.availability.rules import Week
from daybridge.programs.models import Site


def week_of(participant_id: UUID) -> WeekTold | None:
    """The week that holds now, with who confirmed it; None for whoever has told nothing yet."""
    found = WeekTold.objects.filter(participant_id=participant_id).select_related("confirmed__staff", "told_to")
    return found.order_by("-made_at", "-id").first()


def weeks_of_many(participant_ids: Collection[UUID]) -> dict[UUID, Week]:
    """The week that holds of each of these; whoever told nothing is left out."""
    found = WeekTold.objects.filter(participant_id__in=participant_ids)
    newest = found.order_by("participant_id", "-made_at", "-id").distinct("participant_id")
    return {one.participant_id: one.said for one in newest}


def told(actor: Actor, week_id: UUID) -> WeekTold:
    """One that was told, of somebody this actor may look at. Raises NotYours."""
    found = WeekTold.objects.filter(id=week_id, participant_id__in=people.participants(actor).values("id")).first()
    if found is None:
        raise NotYours()
    return found


def of_the_house(travel: Mapping[str, int]) -> dict[str, int]:
    """Minutes to each site that there is."""
    sites = {str(one) for one in Site.objects.values_list("id", flat=True)} if travel else set()
    return {site: minutes for site, minutes in travel.items() if site in sites}
