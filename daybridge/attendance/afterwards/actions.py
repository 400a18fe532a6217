"""Telling how a session was, and what became of its practice. The phone makes the id and sends it as often as it likes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.attendance import queries as attendance
from daybridge.attendance.actions import settling
from daybridge.attendance.afterwards import queries, rules
from daybridge.attendance.afterwards.events import PracticeReported, SessionRated
from daybridge.attendance.afterwards.models import PracticeTold, SessionRating
from daybridge.attendance.afterwards.rules import Practice, Ratings
from daybridge.attendance.afterwards.sentences import FAULTS
from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import is_participant_self
from daybridge.people.models import Participant
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.teaching.queries import topics


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Which session it is about, and the phone's own id and moment of it."""

    id: UUID
    occurrence: Occurrence
    made_at: datetime


@action(allow=is_participant_self)
def rate_session(actor: Actor, participant: Participant, *, told: Telling, ratings: Ratings) -> SessionRated:
    """A participant says how a session was for them. None of it has to be said; nothing at all takes back what was said before.

    Raises Invalid (422) for what is no rating, Conflict (409) for a session that they were not at, or that is long over.
    """
    if fault := rules.fault_in_ratings(ratings):
        raise Invalid(str(FAULTS[fault]), fields={"ratings": str(FAULTS[fault])})
    kept, repeated = rows.add_once(
        SessionRating(
            id=told.id, organization_id=participant.organization_id, participant_id=participant.id,
            occurrence_id=told.occurrence.id, made_at=_when(told), saved_at=clock.now(),
            **{question.value: value for question, value in ratings.items()},
        )
    )  # fmt: skip
    if not repeated:
        _refuse_what_cannot_be_told(told.occurrence, participant, kept.made_at)
    return SessionRated(
        organization_id=kept.organization_id, subject_id=kept.id, participant_id=participant.id,
        occurrence_id=told.occurrence.id, saved_at=kept.saved_at, repeated=repeated, accounts=_own(participant),
    )  # fmt: skip


@action(allow=is_participant_self)
def tell_practice(actor: Actor, participant: Participant, *, told: Telling, said: str) -> PracticeReported:
    """A participant says what became of a session's practice; told again, the newest holds.

    Raises Conflict (409) for a session that they were not at, that has no practice, or that is long over.
    """
    topic = topics([told.occurrence]).get(told.occurrence.id)
    kept, repeated = rows.add_once(
        PracticeTold(
            id=told.id, organization_id=participant.organization_id, participant_id=participant.id,
            occurrence_id=told.occurrence.id, made_at=_when(told), saved_at=clock.now(), said=Practice(said),
            topic=topic.code if topic else "",
        )
    )  # fmt: skip
    if not repeated:
        if topic is None:
            raise Conflict(_("This session had no practice."))
        _refuse_what_cannot_be_told(told.occurrence, participant, kept.made_at)
    leaders = settling.accounts(told.occurrence, [participant])
    return PracticeReported(
        organization_id=kept.organization_id, subject_id=kept.id, participant_id=participant.id,
        occurrence_id=told.occurrence.id, said=kept.said, saved_at=kept.saved_at, repeated=repeated, accounts=leaders,
    )  # fmt: skip


def _when(told: Telling) -> datetime:
    return rules.told_at(told.made_at, clock.now(), attendance.running(told.occurrence).ends_at)


def _refuse_what_cannot_be_told(occurrence: Occurrence, participant: Participant, at: datetime) -> None:
    if not queries.was_there(occurrence, participant.id):
        raise Conflict(_("Only who was at a session tells how it was. Talk with your team if you were there."))
    if fault := rules.fault_in_moment(at, attendance.running(occurrence).ends_at):
        raise Conflict(str(FAULTS[fault]))


def _own(participant: Participant) -> tuple[UUID, ...]:
    """Who else hears of it could tell who has just rated."""
    return (participant.account_id,) if participant.account_id else ()
