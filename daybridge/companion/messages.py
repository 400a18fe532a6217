"""A participant's thread with their care team, as their phone shows it: who is in it, when they answer, what was written."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.messaging import actions, queries
from daybridge.messaging.queries import Heard, ShownMessage
from daybridge.people.models import Participant
from daybridge.people.sentences import roles_in_words
from daybridge.programs import queries as programs
from daybridge.safety import queries as safety


class InThread(Schema):
    """Somebody of the team; `answers`: who answers first."""

    name: str
    does: str
    answers: bool


class SaidBefore(Schema):
    words: str
    at: datetime


class ReadBy(Schema):
    name: str
    at: datetime


class FileCard(Schema):
    """What came with it: `kind` is picture, voice or document."""

    id: UUID
    kind: str
    name: str


class OwnMessage(Schema):
    """A message as it reads now. `by` is empty for one's own."""

    id: UUID
    number: int
    by: str
    words: str
    made_at: datetime
    saved_at: datetime
    is_urgent: bool
    earlier: list[SaidBefore]
    readers: list[ReadBy]
    file: FileCard | None


class AnnouncementCard(Schema):
    """Something said to everybody in `to`, a group or a program."""

    id: UUID
    to: str
    by: str
    words: str
    sent_at: datetime
    is_read: bool


class OwnThread(Schema):
    #: Somebody is there who reads it: the person is in a program now.
    is_open: bool
    #: Whether the team is at work at this moment, and until when that holds: then a phone without a signal knows no more.
    is_at_work: bool
    changes_at: datetime | None
    people: list[InThread]
    messages: list[OwnMessage]
    has_older: bool
    read_up_to: int
    unread: int
    announcements: list[AnnouncementCard]


def own_thread(actor: Actor, participant: Participant) -> OwnThread:
    """The participant's own thread; that their phone has brought it is noted."""
    thread = queries.thread(participant, reader=None)
    if thread.last:
        actions.note_fetched(actor, participant, up_to=thread.last)
    calendar, now = safety.calendar(participant.organization_id), clock.now()
    closes_at = calendar.closes_at(now)
    return OwnThread(
        is_open=programs.current_episode(participant.id) is not None,
        is_at_work=closes_at is not None,
        changes_at=closes_at or calendar.next_opening(now),
        people=[
            InThread(name=one.name, does=roles_in_words(one.roles), answers=one == thread.answers)
            for one in thread.team
        ],
        messages=[_own(one) for one in thread.messages],
        has_older=thread.has_older,
        read_up_to=thread.read_up_to,
        unread=thread.unread,
        announcements=[_announced(one) for one in queries.announcements_to(participant.id)],
    )


def _announced(one: Heard) -> AnnouncementCard:
    said = one.announcement
    return AnnouncementCard(
        id=said.id,
        to=(said.group or said.program).called,
        by=said.staff.name,
        words=said.words,
        sent_at=said.sent_at,
        is_read=one.is_read,
    )


def _own(one: ShownMessage) -> OwnMessage:
    return OwnMessage(
        id=one.id,
        number=one.number,
        by=one.staff.name if one.staff else "",
        words=one.words,
        made_at=one.made_at,
        saved_at=one.saved_at,
        is_urgent=one.is_urgent,
        earlier=[SaidBefore(words=said.words, at=said.at) for said in one.earlier],
        readers=[ReadBy(name=reader.name, at=reader.at) for reader in one.readers],
        file=FileCard(id=one.file.id, kind=one.file.kind, name=one.file.name) if one.file else None,
    )
