"""Today's picture, check-ins, asking for support, people to call."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Status
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from daybridge.checkins import actions as checkins
from daybridge.checkins.rules import (
    HIGHEST_MOOD,
    LOWEST_MOOD,
    MOST_NOTE_CHARACTERS,
    MOST_TARGETS,
    STRONGEST,
    Answers,
    Mark,
    Medicines,
)
from daybridge.companion import queries
from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Body, Day, Moment, OwnWords, Problem, Saved, a_number, moment, told
from daybridge.core import clock
from daybridge.people import actions as people
from daybridge.people import queries as people_queries
from daybridge.safety import actions as safety
from daybridge.safety import queries as safety_queries

Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"),
    AfterValidator(str.strip),
]
Relation = Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$"), AfterValidator(str.strip)]
Phone = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^\+? ?[0-9()./-][0-9 ()./-]{1,28}[0-9()./-]$")
]


class MarkBody(Body):
    """What is said of one target of one's own diary: 0 to 5, whether it was acted on."""

    level: Annotated[int | None, BeforeValidator(a_number), told(minimum=0, maximum=STRONGEST)] = None
    acted: bool | None = None


class CheckInBody(Body):
    id: UUID
    on_day: Day
    made_at: Moment
    mood: Annotated[int, BeforeValidator(a_number), told(minimum=LOWEST_MOOD, maximum=HIGHEST_MOOD)]
    anxiety: Annotated[int | None, BeforeValidator(a_number), told(minimum=0, maximum=10)] = None
    urge: Annotated[int | None, BeforeValidator(a_number), told(minimum=0, maximum=10)] = None
    sleep_hours: Annotated[float | None, BeforeValidator(a_number), told(minimum=0, maximum=24, multipleOf=0.5)] = None
    medicines: Annotated[str | None, told(enum=[*Medicines, None])] = None
    note: Annotated[OwnWords, told(maxLength=MOST_NOTE_CHARACTERS)] = ""
    marks: Annotated[dict[str, MarkBody], Field(max_length=MOST_TARGETS)] = {}


class SupportBody(Body):
    id: UUID
    kind: Annotated[str, told(enum=sorted(safety.KINDS_OF_REQUEST))]
    made_at: Moment


class SupportSaved(Saved):
    state: str


class ContactBody(Body):
    id: UUID
    name: Name
    relation: Relation = ""
    phone: Phone


router = Router(auth=signed_in_participant)


@router.get("/today", response={200: queries.Today, 401: Problem, 403: Problem})
def today(request: ParticipantRequest) -> queries.Today:
    """Everything the companion shows, in one look."""
    return queries.today(request.actor)


@router.post("/check-ins", response={200: Saved, 201: Saved, **PROBLEMS})
def post_check_in(request: ParticipantRequest, body: CheckInBody) -> Status[Any]:
    answers = Answers(**body.model_dump(include=set(Answers.__dataclass_fields__)))
    saved = checkins.check_in(
        request.actor,
        request.person,
        entry_id=body.id,
        on_day=body.on_day,
        made_at=moment(body.made_at),
        answers=answers,
        marks={code: Mark(**one.model_dump()) for code, one in body.marks.items()},
    )
    return Status(200 if saved.repeated else 201, {"id": saved.subject_id, "saved_at": saved.saved_at})


@router.post("/support-requests", response={200: SupportSaved, 201: SupportSaved, **PROBLEMS})
def post_support_request(request: ParticipantRequest, body: SupportBody) -> Status[Any]:
    asked = safety.ask_for_support(
        request.actor, request.person, request_id=body.id, kind=body.kind, made_at=moment(body.made_at)
    )
    state = safety_queries.request(request.person.id, asked.subject_id)
    return Status(200 if asked.repeated else 201, {"id": state.id, "saved_at": state.saved_at, "state": state.state})


@router.post("/contacts", response={200: Saved, 201: Saved, **PROBLEMS})
def post_contact(request: ParticipantRequest, body: ContactBody) -> Status[Any]:
    added = people.add_contact(
        request.actor, request.person, contact_id=body.id, name=body.name, phone=body.phone, relation=body.relation
    )
    return Status(200 if added.repeated else 201, {"id": added.subject_id, "saved_at": clock.now()})


@router.delete("/contacts/{contact_id}", response={204: None, **PROBLEMS})
def delete_contact(request: ParticipantRequest, contact_id: UUID) -> Status[None]:
    people.remove_contact(request.actor, people_queries.own_contact(request.actor, contact_id))
    return Status(204, None)
