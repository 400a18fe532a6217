"""Questionnaires: what is asked, and answers, from the phone and from the clinic's tablet."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Status
from pydantic import BeforeValidator, Field, StringConstraints

from daybridge.companion import queries
from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Body, Moment, Problem, Saved, a_number, moment
from daybridge.companion.kiosk import holder_of_tablet
from daybridge.measures import actions as measured
from daybridge.measures.instruments import MOST_ITEMS
from daybridge.measures.rules import Told, Way


def _few_enough(answers: object) -> object:
    """Counted before any is looked at: pydantic would look at each of sixty thousand first."""
    if isinstance(answers, dict) and len(answers) > MOST_ITEMS:
        raise ValueError(f"No questionnaire has more than {MOST_ITEMS} questions")
    return answers


ItemName = Annotated[str, StringConstraints(max_length=60)]
Given = Annotated[float, Field(ge=-1_000_000, le=1_000_000), BeforeValidator(a_number)] | Literal["declined", "na"]


class AnswersBody(Body):
    """All answers given so far to one sheet; `is_last` finishes it."""

    id: UUID
    sheet_id: UUID
    assignment_id: UUID | None = None
    instrument: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9-]+$")]
    version: Annotated[int, Field(ge=1, le=2_147_483_647), BeforeValidator(a_number)]
    begun_at: Moment
    made_at: Moment
    answers: Annotated[dict[ItemName, Given], Field(max_length=MOST_ITEMS), BeforeValidator(_few_enough)]
    is_last: bool = False


router = Router(auth=signed_in_participant)


@router.get("/measures", response={200: queries.Measures, 401: Problem, 403: Problem})
def measures(request: ParticipantRequest) -> queries.Measures:
    """What is asked now, with everything needed to ask it without a network, and one's own trends."""
    return queries.measures(request.person)


@router.post("/answers", response={200: Saved, 201: Saved, **PROBLEMS})
def post_answers(request: ParticipantRequest, body: AnswersBody) -> Status[Any]:
    return _keep(request, body, Way.PHONE)


def _keep(request: ParticipantRequest, body: AnswersBody, way: Way) -> Status[Any]:
    told = Told(
        part_id=body.id,
        sheet_id=body.sheet_id,
        assignment_id=body.assignment_id,
        instrument=body.instrument,
        version=body.version,
        way=way,
        begun_at=moment(body.begun_at),
        made_at=moment(body.made_at),
        answers=body.answers,
        is_last=body.is_last,
    )
    kept = measured.keep_answers(request.actor, request.person, told=told)
    return Status(200 if kept.repeated else 201, {"id": kept.part_id, "saved_at": kept.saved_at})


kiosk = Router(auth=holder_of_tablet)


@kiosk.get("/measures", response={200: queries.Measures, 401: Problem, 403: Problem})
def kiosk_measures(request: ParticipantRequest) -> queries.Measures:
    """What the holder of the clinic's tablet is asked now."""
    return queries.measures(request.person, with_trends=False)


@kiosk.post("/answers", response={200: Saved, 201: Saved, **PROBLEMS})
def post_kiosk_answers(request: ParticipantRequest, body: AnswersBody) -> Status[Any]:
    return _keep(request, body, Way.KIOSK)
