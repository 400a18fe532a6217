"""One's own medicines: the list, doses, side effects."""

from datetime import time
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Status
from pydantic import Field, StringConstraints

from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Body, Day, Moment, OwnWords, Problem, Saved, moment, told
from daybridge.companion.medicines import Medicines, medicines_of
from daybridge.medications import actions as medications
from daybridge.medications.reconciling.actions import tell_taking
from daybridge.medications.reconciling.rules import MOST_LINES, MOST_MORE, MOST_MORE_CHARACTERS, Says, Taking
from daybridge.medications.rules import MOST_WORDS_CHARACTERS, Dose, Effect, Reason, SideEffect, State, Strength

#: A time on the person's own wall.
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Code = Annotated[str, StringConstraints(max_length=20)]
Note = Annotated[OwnWords, told(maxLength=MOST_WORDS_CHARACTERS)]


class DoseBody(Body):
    """What is said of one dose: the slot of a day, or none for one taken as needed; `corrects` an earlier such one."""

    id: UUID
    medicine_id: UUID
    due_on: Day
    slot: ClockTime | None = None
    state: Annotated[str, told(enum=[*State])]
    at_time: ClockTime | None = None
    reason: Annotated[str, told(enum=["", *Reason])] = ""
    note: Note = ""
    corrects: UUID | None = None
    made_at: Moment


class SideEffectBody(Body):
    id: UUID
    medicine_id: UUID | None = None
    what: Annotated[list[Code], Field(max_length=len(Effect)), told(items={"enum": [*Effect]})] = []
    words: Note = ""
    strength: Annotated[str, told(enum=[*Strength])]
    since_on: Day | None = None
    wants_call: bool = False
    made_at: Moment


class TakingLine(Body):
    """What is said of one medicine on one's list."""

    medicine_id: UUID
    says: Annotated[str, told(enum=[*Says])]
    words: Note = ""


class TakingBody(Body):
    """Which medicines somebody takes: each on their list, and what else, one a line."""

    id: UUID
    lines: Annotated[list[TakingLine], Field(max_length=MOST_LINES)] = []
    more: Annotated[OwnWords, told(maxLength=MOST_MORE * MOST_MORE_CHARACTERS)] = ""
    made_at: Moment


router = Router(auth=signed_in_participant)


@router.get("/medicines", response={200: Medicines, 401: Problem, 403: Problem})
def medicines(request: ParticipantRequest) -> Medicines:
    """One's own list, the doses of the days around today, and what one told of them."""
    return medicines_of(request.person)


@router.post("/doses", response={200: Saved, 201: Saved, **PROBLEMS})
def post_dose(request: ParticipantRequest, body: DoseBody) -> Status[Any]:
    dose = Dose(
        medicine_id=body.medicine_id,
        due_on=body.due_on,
        slot=_on_the_wall(body.slot),
        state=body.state,
        at_time=_on_the_wall(body.at_time),
        reason=body.reason,
        note=body.note,
        corrects=body.corrects,
    )
    saved = medications.tell_dose(
        request.actor, request.person, entry_id=body.id, dose=dose, made_at=moment(body.made_at)
    )
    return Status(200 if saved.repeated else 201, {"id": saved.subject_id, "saved_at": saved.saved_at})


@router.post("/side-effects", response={200: Saved, 201: Saved, **PROBLEMS})
def post_side_effect(request: ParticipantRequest, body: SideEffectBody) -> Status[Any]:
    effect = SideEffect(
        medicine_id=body.medicine_id,
        what=tuple(body.what),
        strength=body.strength,
        since_on=body.since_on,
        words=body.words,
        wants_call=body.wants_call,
    )
    saved = medications.tell_side_effect(
        request.actor, request.person, entry_id=body.id, told=effect, made_at=moment(body.made_at)
    )
    return Status(200 if saved.repeated else 201, {"id": saved.subject_id, "saved_at": saved.saved_at})


@router.post("/taking", response={200: Saved, 201: Saved, **PROBLEMS})
def post_taking(request: ParticipantRequest, body: TakingBody) -> Status[Any]:
    taking = Taking(
        says={one.medicine_id: one.says for one in body.lines},
        words={one.medicine_id: one.words for one in body.lines if one.words},
        more=body.more,
    )
    saved = tell_taking(request.actor, request.person, entry_id=body.id, told=taking, made_at=moment(body.made_at))
    return Status(200 if saved.repeated else 201, {"id": saved.subject_id, "saved_at": saved.saved_at})


def _on_the_wall(said: str | None) -> time | None:
    return time.fromisoformat(said) if said else None
