"""One's own safety plan."""

from typing import Any
from uuid import UUID

from ninja import Router, Status

from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Body, Moment, Problem, Saved, moment
from daybridge.companion.plan import Plan, PlanSections, plan_of
from daybridge.safety.plan import actions as plans
from daybridge.safety.plan import queries as plan_queries


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


router = Router(auth=signed_in_participant)


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
        made_at=moment(body.made_at),
    )
    return Status(200 if written.repeated else 201, {"id": body.id, "saved_at": written.saved_at})


@router.post("/plan-signatures", response={200: Saved, 201: Saved, **PROBLEMS})
def post_plan_signature(request: ParticipantRequest, body: PlanSignatureBody) -> Status[Any]:
    version = plan_queries.version(request.actor, body.plan_id)
    signed = plans.sign_plan(request.actor, version, step_id=body.id, made_at=moment(body.made_at))
    return Status(200 if signed.repeated else 201, {"id": body.id, "saved_at": signed.saved_at})
