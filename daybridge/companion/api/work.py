"""Work between sessions: worksheets, the diary, one's own progress."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Status
from pydantic import BeforeValidator, Field, StringConstraints

from daybridge.checkins import actions as checkins
from daybridge.checkins.actions import ToldEntry
from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Body, Day, Moment, Problem, Saved, a_number, moment, whole_signs
from daybridge.companion.work import Work, work_of


def _few_enough(answers: object) -> object:
    """Counted before any is looked at."""
    if isinstance(answers, dict) and len(answers) > 60:
        raise ValueError("No worksheet has more than 60 fields")
    return whole_signs(answers)


class EntryBody(Body):
    """A worksheet or a page of the diary; `about` is the entry that it goes on with or corrects."""

    id: UUID
    about: UUID | None = None
    worksheet: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    version: Annotated[int, Field(ge=1, le=2_147_483_647), BeforeValidator(a_number)]
    on_day: Day
    made_at: Moment
    is_shared: bool = False
    answers: Annotated[dict[str, Any], BeforeValidator(_few_enough)]


router = Router(auth=signed_in_participant)


@router.get("/work", response={200: Work, 401: Problem, 403: Problem})
def work(request: ParticipantRequest) -> Work:
    """What is asked between sessions, everything needed to ask it without a network, and one's own entries."""
    return work_of(request.person)


@router.post("/entries", response={200: Saved, 201: Saved, **PROBLEMS})
def post_entry(request: ParticipantRequest, body: EntryBody) -> Status[Any]:
    told = ToldEntry(**body.model_dump() | {"made_at": moment(body.made_at)})
    saved = checkins.save_entry(request.actor, request.person, told=told)
    return Status(200 if saved.repeated else 201, {"id": saved.subject_id, "saved_at": saved.saved_at})
