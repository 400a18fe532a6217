"""When one can come."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import BeforeValidator

from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Body, Day, Moment, OwnWords, Problem, Saved, a_number, moment, told
from daybridge.companion.week import OwnWeek, own_week
from daybridge.programs.availability import actions
from daybridge.programs.availability.rules import (
    DAY,
    LONGEST_TRAVEL,
    MOST_DAYS_OFF,
    MOST_NOTE_CHARACTERS,
    MOST_SPANS,
    Span,
    Week,
)

Minutes = Annotated[int, BeforeValidator(a_number), told(minimum=0, maximum=DAY)]


class SpanBody(Body):
    """Minutes of a weekday (Monday 0) that are taken, from `start` up to `end`."""

    weekday: Annotated[int, BeforeValidator(a_number), told(minimum=0, maximum=6)]
    start: Minutes
    end: Minutes
    why: Literal["work", "school", "care", "other"]

    def as_rules_read(self) -> Span:
        return Span(self.weekday, self.start, self.end, self.why)


class WeekBody(Body):
    taken: Annotated[list[SpanBody], told(maxItems=MOST_SPANS)]
    other: Annotated[list[SpanBody] | None, told(maxItems=MOST_SPANS)] = None
    anchor: Day | None = None
    days_off: Annotated[list[Day], told(maxItems=MOST_DAYS_OFF)] = []
    way: Literal["in_person", "video", "either"] = "either"
    travel: dict[UUID, Annotated[int, BeforeValidator(a_number), told(minimum=0, maximum=LONGEST_TRAVEL)]] = {}
    note: Annotated[OwnWords, told(maxLength=MOST_NOTE_CHARACTERS)] = ""

    def as_rules_read(self) -> Week:
        return Week(
            taken=tuple(one.as_rules_read() for one in self.taken),
            other=None if self.other is None else tuple(one.as_rules_read() for one in self.other),
            anchor=self.anchor,
            days_off=frozenset[date](self.days_off),
            way=self.way,
            travel={str(site): minutes for site, minutes in self.travel.items()},
            note=self.note,
        )


class TellWeekBody(Body):
    id: UUID
    made_at: Moment
    week: WeekBody


router = Router(auth=signed_in_participant)


@router.get("/week", response={200: OwnWeek, 401: Problem, 403: Problem})
def week(request: ParticipantRequest) -> Schema:
    """When one can come, as it was told last."""
    return own_week(request.person)


@router.post("/weeks", response={200: Saved, 201: Saved, **PROBLEMS})
def post_week(request: ParticipantRequest, body: TellWeekBody) -> Status[Any]:
    told_now = actions.tell_week(
        request.actor,
        request.person,
        week_id=body.id,
        week=body.week.as_rules_read(),
        made_at=moment(body.made_at),
    )
    return Status(200 if told_now.repeated else 201, {"id": body.id, "saved_at": told_now.saved_at})
