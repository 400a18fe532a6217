"""One's sessions on Today: what is next, and what is over since two days."""

from datetime import datetime, timedelta
from uuid import UUID

from ninja import Schema

from daybridge.attendance import queries as attendance
from daybridge.attendance.afterwards import queries as afterwards
from daybridge.attendance.afterwards.queries import Over
from daybridge.attendance.afterwards.rules import Question
from daybridge.attendance.rules import PROMISED_BEFORE
from daybridge.companion.week import ComingSession, coming_of
from daybridge.core import clock
from daybridge.people.models import Participant

#: So far ahead it is looked for a next one; a session takes eight hours at most.
_LOOKS_AHEAD, _LONGEST = timedelta(days=14), timedelta(hours=8)


class Ratings(Schema):
    """0 to 10 each; none where it was left out."""

    room: int | None = None
    mattered: int | None = None
    belonged: int | None = None
    together: int | None = None


class NextTime(Schema):
    group: str
    begins_at: datetime
    ends_at: datetime


class SessionOver(Schema):
    """A session that they were at: what it was about, its practice, and what they told of it. Without a curriculum it has no topic."""

    id: UUID
    group: str
    begins_at: datetime
    ends_at: datetime
    #: So long it can be told of and changed.
    until: datetime
    topic: str = ""
    goals: list[str] = []
    practice: str = ""
    practice_told: str = ""
    ratings: Ratings | None = None
    next: NextTime | None = None


class IsIn(Schema):
    """A session that they are in; `stream`: the connection by which they joined it from elsewhere."""

    id: UUID
    stream: str = ""


class OwnSessions(Schema):
    #: What is on within 36 hours, running ones first; where nothing is, the next one.
    sessions: list[ComingSession]
    #: Those of these that they are in.
    here: list[IsIn]
    afterwards: list[SessionOver]


def own_sessions(participant: Participant) -> OwnSessions:
    now = clock.now()
    ahead = coming_of(participant, since=now - _LONGEST, until=now + _LOOKS_AHEAD)
    ahead = [one for one in ahead if one.ends_at > now]
    soon = [one for one in ahead if one.begins_at <= now + PROMISED_BEFORE]
    here = sorted(attendance.here_now(participant.id, [one.id for one in soon]))
    streams = attendance.open_connections(participant.id, here)
    booked = [one for one in ahead if not (one.is_cancelled or one.absence_id)]
    return OwnSessions(
        sessions=soon or booked[:1],
        here=[IsIn(id=one, stream=streams.get(one, "")) for one in here],
        afterwards=[_over(one, participant.language, booked) for one in afterwards.over(participant.id)],
    )


def _over(one: Over, language: str, booked: list[ComingSession]) -> SessionOver:
    """Its next time is that of its own group, where they have one."""
    group = one.occurrence.series.group.called
    ahead = [other for other in booked if other.begins_at >= one.ended_at]
    next_one = next((other for other in ahead if other.group == group), ahead[0] if ahead else None)
    rated = one.rating.ratings if one.rating else {}
    is_rated = any(value is not None for value in rated.values())
    return SessionOver(
        id=one.occurrence.id, group=group, begins_at=one.occurrence.begins_at, ends_at=one.ended_at, until=one.until,
        topic=one.topic.name.said(language) if one.topic else "",
        goals=[goal.said(language) for goal in one.topic.goals] if one.topic else [],
        practice=one.topic.practice.said(language) if one.topic else "",
        practice_told=one.practice.said if one.practice else "",
        ratings=Ratings(**{question.value: rated[question] for question in Question}) if is_rated else None,
        next=NextTime(group=next_one.group, begins_at=next_one.begins_at, ends_at=next_one.ends_at)
        if next_one else None,
    )  # fmt: skip
