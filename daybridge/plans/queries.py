"""Looking at what people work on."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.plans.models import Objective


def objectives(participant_id: UUID) -> list[Objective]:
    """What somebody works on now, by number."""
    return objectives_of([participant_id]).get(participant_id, [])


#: So long after a stay has ended, notes of its last days are still written.
_WRITTEN_FOR = timedelta(days=14)


def objectives_of(participant_ids: Collection[UUID]) -> dict[UUID, list[Objective]]:
    """Participant -> what they work on now, or did until their stay ended a fortnight ago at most; who has nothing is left out."""
    found: dict[UUID, list[Objective]] = {}
    rows = Objective.objects.filter(participant_id__in=participant_ids, ended_at=None)
    rows = rows.filter(Q(episode__ended_on=None) | Q(episode__ended_on__gte=clock.today("UTC") - _WRITTEN_FOR))
    for one in rows.order_by("episode__admitted_on", "number"):
        found.setdefault(one.participant_id, []).append(one)
    return found


def every_objective(participant_id: UUID) -> list[Objective]:
    """Everything that somebody ever worked on, the newest stay first."""
    found = Objective.objects.filter(participant_id=participant_id).select_related("made_by", "ended_by", "episode")
    return list(found.order_by("-episode__admitted_on", "number"))


def objective(actor: Actor, objective_id: UUID) -> Objective:
    """One of somebody whom this actor may look at. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = Objective.objects.filter(id=objective_id, participant_id__in=visible).select_related("participant").first()
    if found is None:
        raise NotYours()
    return found
