"""When one can come."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import BeforeValidator

from daybridge.companion.api.door import ParticipantRequest, signed_in_participant
from daybridge.companion.api.fields import PROBLEMS, Body, Day, Moment, OwnWords, Problem, Saved, a_number, moment, told
from daybridge.companion.week import OwnWeek, own_week
from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid
from daybridge.programs.attending import actions as attending_actions
from daybridge.programs.attending import queries as attending
from daybridge.programs.attending.actions import ToldAbsence, ToldChange
from daybridge.programs.attending.rules import MOST_BETTER_CHARACTERS
from daybridge.programs.attending.rules import MOST_NOTE_CHARACTERS as MOST_ABSENCE_NOTE
from daybridge.programs.availability import actions
from daybridge.programs.availability.rules import (
    DAY,
    LONGEST_TRAVEL,
    MOST_DAYS_OFF,
    MOST_NOTE_CHARACTERS,
    MOST_SITES,
    MOST_SPANS,
    Span,
    Week,
)
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.actions import give_back_make_up, take_make_up

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
    travel: Annotated[
        dict[UUID, Annotated[int, BeforeValidator(a_number), told(minimum=0, maximum=LONGEST_TRAVEL)]],
        told(maxProperties=MOST_SITES),
    ] = {}
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


class OfSessionBody(Body):
    """Something one does with one date of a group. The phone makes the id."""

    id: UUID
    occurrence_id: UUID
    made_at: Moment


class AbsenceBody(Body):
    """Not coming to one session (`occurrence_id`), or on days from `first_on` to `last_on`, both included."""

    id: UUID
    made_at: Moment
    occurrence_id: UUID | None = None
    first_on: Day | None = None
    last_on: Day | None = None
    reason: Literal["sick", "work", "school", "care", "transport", "appointment", "other"]
    note: Annotated[OwnWords, told(maxLength=MOST_ABSENCE_NOTE)] = ""


class ChangeRequestBody(Body):
    """Other times: than those of one seat, or (without one) in all."""

    id: UUID
    made_at: Moment
    seat_id: UUID | None = None
    better: Annotated[OwnWords, told(maxLength=MOST_BETTER_CHARACTERS)]
    note: Annotated[OwnWords, told(maxLength=MOST_ABSENCE_NOTE)] = ""


class AbsenceReturnBody(Body):
    id: UUID
    absence_id: UUID
    made_at: Moment


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


@router.post("/make-ups", response={200: Saved, 201: Saved, **PROBLEMS})
def post_make_up(request: ParticipantRequest, body: OfSessionBody) -> Status[Any]:
    """Take a free seat on one date to make up for hours; 409 when it is taken."""
    occurrence = calendar.any_occurrence(body.occurrence_id)
    taken = take_make_up(request.actor, request.person, occurrence=occurrence)
    return _saved(body.id, is_repeated=taken.repeated)


@router.post("/make-up-returns", response={200: Saved, 201: Saved, **PROBLEMS})
def post_make_up_return(request: ParticipantRequest, body: OfSessionBody) -> Status[Any]:
    """Give such a seat back, until it begins."""
    occurrence = calendar.any_occurrence(body.occurrence_id)
    given = give_back_make_up(request.actor, request.person, occurrence=occurrence)
    return _saved(body.id, is_repeated=given.repeated)


@router.post("/absences", response={200: Saved, 201: Saved, **PROBLEMS})
def post_absence(request: ParticipantRequest, body: AbsenceBody) -> Status[Any]:
    """Tell that one will not come. What comes days late is kept, and answered with 409: it changes nothing that was over long before."""
    occurrence = calendar.any_occurrence(body.occurrence_id) if body.occurrence_id else None
    day = clock.day_of(occurrence.begins_at, request.person.time_zone) if occurrence else body.first_on
    if day is None:
        raise Invalid(_("Say which session, or from which day."), fields={"first_on": _("Choose a day.")})
    said = ToldAbsence(
        id=body.id,
        made_at=moment(body.made_at),
        reason=body.reason,
        note=body.note,
        occurrence=occurrence,
        first_on=day,
        last_on=day if occurrence else body.last_on or day,
    )
    kept = attending_actions.tell_absence(request.actor, request.person, told=said)
    if kept.came_late:  # after it was kept: only what fails takes back what was written
        raise Conflict(
            _(
                "This reached us more than 2 days late. Your calendar of those days stays. Tell your team that you could not come."
            )
        )
    return Status(200 if kept.repeated else 201, {"id": body.id, "saved_at": kept.saved_at})


@router.post("/absence-returns", response={200: Saved, 201: Saved, **PROBLEMS})
def post_absence_return(request: ParticipantRequest, body: AbsenceReturnBody) -> Status[Any]:
    """Take it back: one comes after all."""
    absence = attending.absence(request.actor, body.absence_id)
    back = attending_actions.come_after_all(request.actor, absence, return_id=body.id)
    return Status(200 if back.repeated else 201, {"id": body.id, "saved_at": back.saved_at})


@router.post("/change-requests", response={200: Saved, 201: Saved, **PROBLEMS})
def post_change_request(request: ParticipantRequest, body: ChangeRequestBody) -> Status[Any]:
    """Ask for other times."""
    seat = attending.own_seat(request.person.id, body.seat_id) if body.seat_id else None
    said = ToldChange(id=body.id, made_at=moment(body.made_at), better=body.better, note=body.note, seat=seat)
    asked = attending_actions.ask_for_change(request.actor, request.person, told=said)
    return Status(200 if asked.repeated else 201, {"id": body.id, "saved_at": asked.saved_at})


def _saved(entry_id: UUID, *, is_repeated: bool) -> Status[Any]:
    return Status(200 if is_repeated else 201, {"id": entry_id, "saved_at": clock.now()})
