"""One's sessions: that one will come, how one was, and what became of its practice."""

from typing import Annotated, Any, Literal

from ninja import Router, Schema, Status
from pydantic import BeforeValidator

from daybridge.attendance.actions import promise_to_come
from daybridge.attendance.afterwards.actions import Telling, rate_session, tell_practice
from daybridge.attendance.afterwards.rules import HIGHEST, LOWEST, Question
from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Problem, Saved, a_number, moment, told
from daybridge.companion.api.week import OfSessionBody
from daybridge.companion.sessions import OwnSessions, own_sessions
from daybridge.core import clock
from daybridge.programs.calendar import queries as calendar

Rating = Annotated[int | None, BeforeValidator(a_number), told(minimum=LOWEST, maximum=HIGHEST)]


class RatingBody(OfSessionBody):
    """How a session was, 0 to 10 each; what is left out was skipped, and nothing at all takes back what was said before."""

    room: Rating = None
    mattered: Rating = None
    belonged: Rating = None
    together: Rating = None


class PracticeBody(OfSessionBody):
    said: Literal["did", "partly", "not"]


router = Router(auth=signed_in_participant)


@router.get("/sessions", response={200: OwnSessions, 401: Problem, 403: Problem})
def sessions(request: ParticipantRequest) -> Schema:
    """What is next, and what is over since two days."""
    return own_sessions(request.person)


@router.post("/promises", response={200: Saved, 201: Saved, **PROBLEMS})
def post_promise(request: ParticipantRequest, body: OfSessionBody) -> Status[Any]:
    """Say that one will come."""
    occurrence = calendar.any_occurrence(body.occurrence_id)
    promised = promise_to_come(request.actor, request.person, occurrence=occurrence)
    return Status(200 if promised.repeated else 201, {"id": body.id, "saved_at": clock.now()})


@router.post("/session-ratings", response={200: Saved, 201: Saved, **PROBLEMS})
def post_rating(request: ParticipantRequest, body: RatingBody) -> Status[Any]:
    ratings = {question: getattr(body, question.value) for question in Question}
    kept = rate_session(request.actor, request.person, told=_telling(body), ratings=ratings)
    return Status(200 if kept.repeated else 201, {"id": body.id, "saved_at": kept.saved_at})


@router.post("/practice", response={200: Saved, 201: Saved, **PROBLEMS})
def post_practice(request: ParticipantRequest, body: PracticeBody) -> Status[Any]:
    kept = tell_practice(request.actor, request.person, told=_telling(body), said=body.said)
    return Status(200 if kept.repeated else 201, {"id": body.id, "saved_at": kept.saved_at})


def _telling(body: OfSessionBody) -> Telling:
    occurrence = calendar.any_occurrence(body.occurrence_id)
    return Telling(id=body.id, occurrence=occurrence, made_at=moment(body.made_at))
