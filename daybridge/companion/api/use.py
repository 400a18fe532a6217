"""One's own calendar of use: days, what one wants, what a day is remembered by."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Status
from pydantic import Field, StringConstraints

from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Body, Day, Moment, OwnWords, Problem, Saved, moment, told
from daybridge.companion.use import OwnCalendar, own_calendar
from daybridge.substances import actions as substances
from daybridge.substances import rules
from daybridge.substances.rules import MOST_AMOUNT, MOST_SUBSTANCES, MOST_WORDS, Goal, State

Key = Annotated[OwnWords, StringConstraints(max_length=200)]


class UseDayBody(Body):
    """What is told of one day. What is said last of a day holds; `cleared` takes it back."""

    id: UUID
    on_day: Day
    state: State
    substances: Annotated[list[Key], Field(max_length=MOST_SUBSTANCES)] = []
    amount: Annotated[OwnWords, told(maxLength=MOST_AMOUNT)] = ""
    made_at: Moment


class UseGoalBody(Body):
    id: UUID
    substance: Key
    goal: Goal
    said: Annotated[OwnWords, told(maxLength=MOST_WORDS)] = ""
    made_at: Moment


class RememberedBody(Body):
    id: UUID
    on_day: Day
    said: Annotated[OwnWords, told(maxLength=MOST_AMOUNT)] = ""
    made_at: Moment


router = Router(auth=signed_in_participant)


@router.get("/use", response={200: OwnCalendar, 401: Problem, 403: Problem})
def own_use(request: ParticipantRequest) -> OwnCalendar:
    """One's own days as they were told, what one uses and wants, and what helps to remember."""
    return own_calendar(request.person)


@router.post("/use-days", response={200: Saved, 201: Saved, **PROBLEMS})
def post_use_day(request: ParticipantRequest, body: UseDayBody) -> Status[Any]:
    day = rules.Day(on_day=body.on_day, state=body.state, substances=tuple(body.substances), amount=body.amount)
    return _saved(
        substances.tell_use_day(request.actor, request.person, entry_id=body.id, told=day, made_at=moment(body.made_at))
    )


@router.post("/use-goals", response={200: Saved, 201: Saved, **PROBLEMS})
def post_use_goal(request: ParticipantRequest, body: UseGoalBody) -> Status[Any]:
    return _saved(
        substances.choose_goal(
            request.actor, request.person, entry_id=body.id, substance=body.substance, goal=body.goal, said=body.said,
            made_at=moment(body.made_at),
        )
    )  # fmt: skip


@router.post("/remembered-days", response={200: Saved, 201: Saved, **PROBLEMS})
def post_remembered_day(request: ParticipantRequest, body: RememberedBody) -> Status[Any]:
    return _saved(
        substances.mark_day(
            request.actor, request.person, entry_id=body.id, on_day=body.on_day, said=body.said,
            made_at=moment(body.made_at),
        )
    )  # fmt: skip


def _saved(saved: Any) -> Status[Any]:
    return Status(200 if saved.repeated else 201, {"id": saved.subject_id, "saved_at": saved.saved_at})
