"""The threads that wait for an answer, and how many there are. Lists tell nothing of what was written."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from daybridge.core.actors import Actor
from daybridge.messaging.models import (
    Message,
    MessageStep,
    by,
)
from daybridge.messaging.queries.threads import answering
from daybridge.messaging.rules import Standing, What
from daybridge.people import queries as people
from daybridge.people.models import Participant, Staff
from daybridge.people.rules import Role


@dataclass(frozen=True)
class Card:
    """How a thread stands for a member of staff, and nothing of what was written."""

    participant_id: UUID
    standing: Standing
    #: How far they themselves have read.
    read_up_to: int
    last_at: datetime
    #: Who of the staff answers; None where nobody cares for them now.
    answers: UUID | None

    @property
    def waits(self) -> bool:
        return self.standing.waits

    @property
    def is_unread(self) -> bool:
        return self.standing.theirs > self.read_up_to


def cards(actor: Actor, participant_ids: Iterable[UUID]) -> list[Card]:
    """How the threads of these participants stand, of those who have one; in a number of queries that does not grow."""
    teams = people.teams_of(participant_ids)
    written = Message.objects.filter(participant_id__in=list(teams)).values("participant_id")
    threads = written.annotate(
        theirs=Max("number", filter=Q(staff=None)),
        staffs=Max("number", filter=Q(staff__isnull=False)),
        last_at=Max("saved_at"),
    )
    found = {one["participant_id"]: one for one in threads}
    steps = MessageStep.objects.filter(participant_id__in=list(found))
    reached: dict[UUID, tuple[int, int]] = {
        one["participant_id"]: (one["settled"] or 0, one["read"] or 0)
        for one in steps.values("participant_id").annotate(
            settled=Max("up_to", filter=Q(what=What.SETTLED)),
            read=Max("up_to", filter=Q(what=What.READ) & by(actor.person_id)),
        )
    }
    handed: dict[UUID, list[MessageStep]] = defaultdict(list)
    for step in steps.filter(what=What.HANDED_OVER).order_by("at", "id"):
        handed[step.participant_id].append(step)
    return [
        Card(
            participant_id=key,
            standing=Standing(one["theirs"] or 0, one["staffs"] or 0, reached.get(key, (0, 0))[0]),
            read_up_to=reached.get(key, (0, 0))[1],
            last_at=one["last_at"],
            answers=answering(teams[key], handed[key]),
        )
        for key, one in found.items()
    ]


def card(actor: Actor, participant_id: UUID) -> Card | None:
    """How one thread stands; None where nothing was written yet."""
    return next(iter(cards(actor, [participant_id])), None)


def _in_sight(actor: Actor) -> list[UUID]:
    """Whose threads are in somebody's list: of the people they care for, and for directors of those whom nobody does."""
    mine = people.caseload_of(actor.who)
    return mine + people.without_team() if actor.has_role(Role.DIRECTOR) else mine


def _is_theirs(actor: Actor, card: Card) -> bool:
    """Whether it is the asking person's to answer; what is nobody's is a director's."""
    return card.answers == actor.person_id or (card.answers is None and actor.has_role(Role.DIRECTOR))


def waiting_count(actor: Actor) -> int:
    """How many threads wait for the asking person's answer."""
    return len([one for one in cards(actor, _in_sight(actor)) if one.waits and _is_theirs(actor, one)])


@dataclass(frozen=True)
class Row:
    """A thread in the list of those that wait: nothing of what was written."""

    participant: Participant
    waits: bool
    waiting_since: datetime | None
    #: How many of those that wait the asking person has not read.
    unread: int
    is_urgent: bool
    last_at: datetime
    answers: str
    #: Whether it is the asking person's to answer.
    is_mine: bool

    @property
    def order(self) -> tuple[object, ...]:
        """Those that wait first: urgent, then unread, then one's own, the longest wait first; then the newest."""
        waiting = self.waiting_since.timestamp() if self.waiting_since else 0.0
        return not self.waits, not self.is_urgent, not self.unread, not self.is_mine, waiting, -self.last_at.timestamp()


def inbox(actor: Actor) -> list[Row]:
    """The threads of those the actor cares for; a director's also those that nobody answers."""
    found = cards(actor, _in_sight(actor))
    wanted = Q(pk__in=[])
    for one in found:
        if one.waits:
            wanted |= Q(participant_id=one.participant_id, number__gt=one.standing.answered)
    waiting: dict[UUID, list[Message]] = defaultdict(list)
    for said in Message.objects.filter(wanted, staff=None).defer("words").order_by("number"):
        waiting[said.participant_id].append(said)
    marked = MessageStep.objects.filter(what=What.URGENT, participant_id__in=list(waiting))
    urgent = set(marked.values_list("participant_id", "up_to"))
    whose = Participant.objects.in_bulk([one.participant_id for one in found])
    names = {one.id: one.name for one in Staff.objects.filter(id__in={one.answers for one in found if one.answers})}
    rows = [
        Row(
            participant=whose[one.participant_id],
            waits=one.waits,
            waiting_since=waiting[one.participant_id][0].saved_at if waiting[one.participant_id] else None,
            unread=len([said for said in waiting[one.participant_id] if said.number > one.read_up_to]),
            is_urgent=any(
                said.is_urgent or (said.participant_id, said.number) in urgent for said in waiting[one.participant_id]
            ),
            last_at=one.last_at,
            answers=names.get(one.answers, "") if one.answers else "",
            is_mine=_is_theirs(actor, one),
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: row.order)


def waiting_for(actor: Actor) -> list[Row]:
    """What waits for the asking person's answer."""
    return [row for row in inbox(actor) if row.waits and row.is_mine]
