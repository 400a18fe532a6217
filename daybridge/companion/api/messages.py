"""One's own messages: the thread, a message, how far one has read."""

from base64 import b64decode
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import BeforeValidator, Field, StringConstraints

from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Body, Moment, OwnWords, Problem, Saved, a_number, moment, told
from daybridge.companion.messages import OwnThread, own_thread
from daybridge.core.errors import Invalid
from daybridge.messaging import actions
from daybridge.messaging.requests import Received, receive
from daybridge.messaging.rules import MOST_CHARACTERS

#: So many bytes as base64; a phone makes its pictures smaller, and a larger body is not read at all.
MOST_BASE64 = 960_000


class FileBody(Body):
    """A picture, a voice note or a PDF: what it is says its content."""

    name: Annotated[OwnWords, StringConstraints(max_length=200)] = ""
    content: Annotated[str, StringConstraints(max_length=MOST_BASE64, pattern="^[A-Za-z0-9+/]*={0,2}$")]


class MessageBody(Body):
    """`about`: the own message that this one puts in other words."""

    id: UUID
    words: Annotated[OwnWords, told(maxLength=MOST_CHARACTERS)]
    is_urgent: bool = False
    about: UUID | None = None
    file: FileBody | None = None
    made_at: Moment


class ReadingBody(Body):
    up_to: Annotated[int, Field(ge=0, le=1_000_000_000), BeforeValidator(a_number)]


class HeardBody(Body):
    ids: Annotated[list[UUID], Field(max_length=50)]


class HowMany(Schema):
    count: int


class HowFar(Schema):
    up_to: int


router = Router(auth=signed_in_participant)


@router.get("/messages", response={200: OwnThread, 401: Problem, 403: Problem})
def thread(request: ParticipantRequest) -> OwnThread:
    """What one and one's team wrote to each other, and who is in it now."""
    return own_thread(request.actor, request.person)


@router.post("/messages", response={200: Saved, 201: Saved, **PROBLEMS})
def post_message(request: ParticipantRequest, body: MessageBody) -> Status[Any]:
    sent = actions.send_message(
        request.actor,
        request.person,
        message_id=body.id,
        words=body.words,
        made_at=moment(body.made_at),
        is_urgent=body.is_urgent,
        about=body.about,
        file=received(body.file) if body.file else None,
    )
    return Status(200 if sent.repeated else 201, {"id": sent.subject_id, "saved_at": sent.saved_at})


def received(sent: FileBody) -> Received:
    """What was sent, looked at before anything is written. Raises Invalid (422) for what is not kept."""
    try:
        content = b64decode(sent.content, validate=True)
    except ValueError as error:
        words = _("This file can't be read.")
        raise Invalid(words, fields={"file": words}) from error
    return receive(content, name=sent.name)


@router.post("/message-readings", response={200: HowFar, **PROBLEMS})
def post_reading(request: ParticipantRequest, body: ReadingBody) -> HowFar:
    """The messages up to this number were on one's screen."""
    read = actions.note_read(request.actor, request.person, up_to=body.up_to)
    return HowFar(up_to=read.number)


@router.post("/announcement-readings", response={200: HowMany, **PROBLEMS})
def post_heard(request: ParticipantRequest, body: HeardBody) -> HowMany:
    """These announcements were on one's screen."""
    read = actions.note_announcements_read(request.actor, request.person, ids=body.ids)
    return HowMany(count=read.count)
