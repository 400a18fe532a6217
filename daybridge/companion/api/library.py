"""The library: what was given to this person, and what they say of what they opened. The shelf itself is a file (views)."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import BeforeValidator, Field, StrictBool, StringConstraints

from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Body, Moment, Problem, Saved, a_number, moment
from daybridge.library import actions as library
from daybridge.library import queries
from daybridge.library.rules import Helped, Told, Way


class GivenPiece(Schema):
    """A piece that a clinician gave this person, and their line why."""

    id: UUID
    code: str
    note: str
    by: str
    assigned_at: datetime


class Visit(Schema):
    """One visit to a piece, as all its lines tell it; `helped` is empty where nothing was said."""

    id: UUID
    code: str
    way: str
    opened_at: datetime
    is_done: bool
    helped: str


class Library(Schema):
    """What of the library is this person's own, with the mark of the shelf that belongs to it."""

    language: str
    mark: str
    given: list[GivenPiece]
    visits: list[Visit]


class OpeningBody(Body):
    """A line of a visit: it was opened, its steps were done, or whether it helped."""

    id: UUID
    visit_id: UUID
    code: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9][a-z0-9-]*$")]
    version: Annotated[int, Field(ge=1, le=10_000), BeforeValidator(a_number)]
    made_at: Moment
    way: Literal["assigned", "suggested", "chosen", "coping"]
    is_done: StrictBool = False
    helped: Literal["yes", "a_little", "no"] | None = None


router = Router(auth=signed_in_participant)


@router.get("/library", response={200: Library, 401: Problem, 403: Problem})
def own_library(request: ParticipantRequest) -> Library:
    """What was given to me, what I opened, and which shelf it is of."""
    person = request.person
    mark, _told = queries.shelf_for_phone(person.language)
    visits = [Visit.from_orm(one) for one in queries.remembered_visits(person.id)]
    given = [
        GivenPiece(
            id=one.id,
            code=one.code,
            note=one.note,
            by=one.assigned_by.name if one.assigned_by else "",
            assigned_at=one.assigned_at,
        )
        for one in queries.given_to(person.id)
    ]
    return Library(language=person.language, mark=mark, given=given, visits=visits)


@router.post("/library/openings", response={200: Saved, 201: Saved, **PROBLEMS})
def post_opening(request: ParticipantRequest, body: OpeningBody) -> Status[Any]:
    kept = library.keep_opening(
        request.actor,
        request.person,
        entry_id=body.id,
        visit_id=body.visit_id,
        code=body.code,
        version=body.version,
        made_at=moment(body.made_at),
        told=Told(Way(body.way), body.is_done, Helped(body.helped) if body.helped else None),
    )
    return Status(200 if kept.repeated else 201, {"id": kept.subject_id, "saved_at": kept.saved_at})
