"""Whose threads hold some words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from daybridge.core.actors import Actor
from daybridge.messaging.models import (
    Message,
)
from daybridge.messaging.queries.threads import ShownMessage
from daybridge.people.models import Participant

FEWEST_SOUGHT, MOST_SOUGHT, MOST_SEARCHED = 2, 80, 2_000


@dataclass(frozen=True)
class Found:
    """With whom words were written, how often and when last: not the words, which the thread shows."""

    participant: Participant
    hits: int
    last_at: datetime


def search(actor: Actor, sought: str, *, most: int = 50) -> list[Found]:
    """Whose threads hold these words, of the people the actor may look at; every version counts. Too few letters find nothing."""
    sought = sought.strip()[:MOST_SOUGHT]
    if len(sought) < FEWEST_SOUGHT or "\x00" in sought:
        return []
    hits = Message.objects.visible_to(actor).filter(words__icontains=sought).values("participant_id")
    counted = hits.annotate(hits=Count("id"), last_at=Max("saved_at")).order_by("-last_at")[:most]
    found = list(counted)
    whose = Participant.objects.in_bulk([one["participant_id"] for one in found])
    return [Found(whose[one["participant_id"]], one["hits"], one["last_at"]) for one in found]


def with_words(messages: Iterable[ShownMessage], sought: str) -> list[ShownMessage]:
    """The messages that say these words now or said them before."""
    wanted = sought.strip().casefold()
    return [one for one in messages if any(wanted in said.words.casefold() for said in one.versions)]
