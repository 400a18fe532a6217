"""What staff wrote to one another about a participant: for staff alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.messaging.models import (
    TeamMessage,
    TeamReading,
)
from daybridge.messaging.queries.threads import MOST_SHOWN
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.queries import TeamMember


@dataclass(frozen=True)
class TeamThread:
    """What staff wrote to one another about a participant, the newest of it, oldest first."""

    team: Sequence[TeamMember]
    messages: Sequence[TeamMessage]
    has_older: bool
    #: How far the asking person has read; what they wrote themselves is not unread.
    read_up_to: int
    unread: int

    @property
    def last(self) -> int:
        return self.messages[-1].number if self.messages else 0


def team_thread(actor: Actor, participant: Participant, *, most: int = MOST_SHOWN) -> TeamThread:
    """For staff alone. Raises NotYours."""
    if not actor.is_staff:
        raise NotYours()
    found = TeamMessage.objects.filter(participant=participant).select_related("staff").order_by("-number")
    newest = list(found[: most + 1])
    read = team_read_up_to(participant.id, actor.who)
    return TeamThread(
        team=people.care_team(participant.id),
        messages=newest[:most][::-1],
        has_older=len(newest) > most,
        read_up_to=read,
        unread=len([one for one in newest if one.number > read and one.staff_id != actor.who]),
    )


def team_read_up_to(participant_id: UUID, staff_id: UUID) -> int:
    """How far a member of staff has read what staff wrote about a participant."""
    read = TeamReading.objects.filter(participant_id=participant_id, staff_id=staff_id)
    return read.aggregate(last=Max("up_to"))["last"] or 0
