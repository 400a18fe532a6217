"""The companion's JSON API: today's picture in, entries out. Problems are problem+json (RFC 9457)."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.utils import check_csrf
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints

from daybridge.checkins import actions as checkins
from daybridge.checkins.rules import HIGHEST_MOOD, LOWEST_MOOD, MOST_NOTE_CHARACTERS, Answers, Medicines
from daybridge.companion import queries
from daybridge.companion.kiosk import holder_of_tablet
from daybridge.companion.plan import Plan, PlanSections, plan_of
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import DaybridgeError, Invalid, Refused
from daybridge.core.middleware import problem
from daybridge.measures import actions as measured
from daybridge.measures.actions import MOST_FAULTS_TOLD
from daybridge.measures.instruments import MOST_ITEMS
from daybridge.measures.rules import Told, Way
from daybridge.people import actions as people
from daybridge.people import queries as people_queries
from daybridge.people.models import Participant
from daybridge.safety import actions as safety
from daybridge.safety import queries as safety_queries
from daybridge.safety.plan import actions as plans
from daybridge.safety.plan import queries as plan_queries

NEWEST = date(2200, 1, 1)
#: What lay on a phone for longer than this has a wrong date.
LONGEST_WAIT = timedelta(days=366)
LONGEST_NAME_TOLD = 120


def _written_out(value: object) -> object:
    """A day or a moment begins like 2026-11-23; a bare number, which could be counted from anything, is refused."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("Write the date out, as in 2026-11-23")
    return value


def _few_enough(answers: object) -> object:
    """Counted before any is looked at: pydantic would look at each of sixty thousand first."""
    if isinstance(answers, dict) and len(answers) > MOST_ITEMS:
        raise ValueError(f"No questionnaire has more than {MOST_ITEMS} questions")
    return answers


def _a_number(value: object) -> object:
    """A number, not a word or a yes that could be read as one."""
    if isinstance(value, (str, bool)):
        raise ValueError("Send a number")
    return value


Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")
]
Relation = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60, pattern=r"^[^\x00]*$")]
Phone = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^\+? ?[0-9()./-][0-9 ()./-]{1,28}[0-9()./-]$")
]
Day = Annotated[date, BeforeValidator(_written_out)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]


def _told(**limits: Any) -> Any:
    """A limit that the description tells and the room's own rules keep, in the person's words."""
    return Field(json_schema_extra=limits)


class Problem(Schema):
    type: str
    title: str
    status: int
    errors: list[dict[str, str]] = []


ItemName = Annotated[str, StringConstraints(max_length=60)]
Given = Annotated[float, Field(ge=-1_000_000, le=1_000_000), BeforeValidator(_a_number)] | Literal["declined", "na"]


class Body(Schema):
    model_config = ConfigDict(extra="forbid")


class CheckInBody(Body):
    id: UUID
    on_day: Day
    made_at: Moment
    mood: Annotated[int, BeforeValidator(_a_number), _told(minimum=LOWEST_MOOD, maximum=HIGHEST_MOOD)]
    anxiety: Annotated[int | None, BeforeValidator(_a_number), _told(minimum=0, maximum=10)] = None
    urge: Annotated[int | None, BeforeValidator(_a_number), _told(minimum=0, maximum=10)] = None
    sleep_hours: Annotated[float | None, BeforeValidator(_a_number), _told(minimum=0, maximum=24, multipleOf=0.5)] = (
        None
    )
    medicines: Annotated[str | None, _told(enum=[*Medicines, None])] = None
    note: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$"), _told(maxLength=MOST_NOTE_CHARACTERS)] = ""


class AnswersBody(Body):
    """All answers given so far to one sheet; `is_last` finishes it."""

    id: UUID
    sheet_id: UUID
    assignment_id: UUID | None = None
    instrument: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9-]+$")]
    version: Annotated[int, Field(ge=1, le=2_147_483_647), BeforeValidator(_a_number)]
    begun_at: Moment
    made_at: Moment
    answers: Annotated[dict[ItemName, Given], Field(max_length=MOST_ITEMS), BeforeValidator(_few_enough)]
    is_last: bool = False


class Saved(Schema):
    id: UUID
    saved_at: datetime


class SupportBody(Body):
    id: UUID
    kind: Annotated[str, _told(enum=sorted(safety.KINDS_OF_REQUEST))]
    made_at: Moment


class SupportSaved(Saved):
    state: str


class ContactBody(Body):
    id: UUID
    name: Name
    relation: Relation = ""
    phone: Phone


class PlanBody(Body):
    """A whole version of one's own safety plan; `based_on` is the version that was on the screen."""

    id: UUID
    based_on: UUID | None = None
    made_at: Moment
    sections: PlanSections


class PlanSignatureBody(Body):
    id: UUID
    plan_id: UUID
    made_at: Moment


def signed_in_participant(request: HttpRequest) -> Actor | None:
    """The participant with this session. A write also needs the CSRF token."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return None
    if not actor.is_participant:
        raise Refused(_("This is the participant's own page."))
    if request.method != "GET" and check_csrf(request) is not None:
        raise Refused(_("Reload the page and try again."), code="csrf")
    return actor


class ParticipantRequest(HttpRequest):
    """A request of the participant whose phone this is."""

    actor: Actor
    person: Participant


router = Router(auth=signed_in_participant)
PROBLEMS: dict[int, Any] = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Problem,
    429: Problem,
}


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
        made_at=_moment(body.made_at),
        answers=answers,
    )
    return Status(200 if saved.repeated else 201, {"id": saved.subject_id, "saved_at": saved.saved_at})


@router.post("/support-requests", response={200: SupportSaved, 201: SupportSaved, **PROBLEMS})
def post_support_request(request: ParticipantRequest, body: SupportBody) -> Status[Any]:
    asked = safety.ask_for_support(
        request.actor, request.person, request_id=body.id, kind=body.kind, made_at=_moment(body.made_at)
    )
    state = safety_queries.request(request.person.id, asked.subject_id)
    return Status(200 if asked.repeated else 201, {"id": state.id, "saved_at": state.saved_at, "state": state.state})


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
        begun_at=_moment(body.begun_at),
        made_at=_moment(body.made_at),
        answers=body.answers,
        is_last=body.is_last,
    )
    kept = measured.keep_answers(request.actor, request.person, told=told)
    return Status(200 if kept.repeated else 201, {"id": kept.part_id, "saved_at": kept.saved_at})


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


@router.get("/plan", response={200: Plan, 401: Problem, 403: Problem})
def plan(request: ParticipantRequest) -> Plan:
    """One's own safety plan: what is in force, and the draft beside it."""
    return plan_of(request.person)


@router.post("/plans", response={200: Saved, 201: Saved, **PROBLEMS})
def post_plan(request: ParticipantRequest, body: PlanBody) -> Status[Any]:
    written = plans.write_plan(
        request.actor,
        request.person,
        version_id=body.id,
        based_on=body.based_on,
        sections=body.sections.as_rules_read(),
        made_at=_moment(body.made_at),
    )
    return Status(200 if written.repeated else 201, {"id": body.id, "saved_at": written.saved_at})


@router.post("/plan-signatures", response={200: Saved, 201: Saved, **PROBLEMS})
def post_plan_signature(request: ParticipantRequest, body: PlanSignatureBody) -> Status[Any]:
    version = plan_queries.version(request.actor, body.plan_id)
    signed = plans.sign_plan(request.actor, version, step_id=body.id, made_at=_moment(body.made_at))
    return Status(200 if signed.repeated else 201, {"id": body.id, "saved_at": signed.saved_at})


def _moment(made_at: datetime) -> datetime:
    """A phone's clock may be wrong by years; what nobody can have waited so long to send counts as now."""
    return made_at if clock.now() - LONGEST_WAIT < made_at and made_at.date() < NEWEST else clock.now()


kiosk = Router(auth=holder_of_tablet)


@kiosk.get("/measures", response={200: queries.Measures, 401: Problem, 403: Problem})
def kiosk_measures(request: ParticipantRequest) -> queries.Measures:
    """What the holder of the clinic's tablet is asked now."""
    return queries.measures(request.person, with_trends=False)


@kiosk.post("/answers", response={200: Saved, 201: Saved, **PROBLEMS})
def post_kiosk_answers(request: ParticipantRequest, body: AnswersBody) -> Status[Any]:
    return _keep(request, body, Way.KIOSK)


class DescribedApi(NinjaAPI):
    """An API whose description names the media type of its problems, too."""

    def get_openapi_schema(self, **words: Any) -> OpenAPISchema:
        described = super().get_openapi_schema(**words)
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return described


api = DescribedApi(title="Daybridge", version="1", urls_namespace="api", docs_url=None, openapi_url="/openapi.json")
api.add_router("/companion", router)
api.add_router("/kiosk", kiosk)


@api.exception_handler(DaybridgeError)
def _refused(request: HttpRequest, error: DaybridgeError) -> HttpResponse:
    return problem(error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = [(".".join(str(part) for part in one["loc"][1:]), one["msg"]) for one in error.errors[:MOST_FAULTS_TOLD]]
    fields = {name[:LONGEST_NAME_TOLD] or "body": words for name, words in told}
    return problem(Invalid(_("Part of what was sent can't be read."), fields=fields))


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    refused = Refused(_("Sign in first."), code="signed-out")
    refused.status = 401
    return problem(refused)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    refused = Refused(_("What was sent can't be read."), code="unreadable")
    refused.status = error.status_code
    return problem(refused)
