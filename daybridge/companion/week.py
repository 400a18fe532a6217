"""One's own week as the phone shows it: when one can come, and whether the team has gone through it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from daybridge.people.models import Participant
from daybridge.programs.availability import queries as availability


class ToldWeek(Schema):
    id: UUID
    week: dict[str, Any]
    made_at: datetime
    #: Who of the team wrote it down with them, and who confirmed it; empty where nobody has.
    told_to: str
    confirmed_by: str


class OwnWeek(Schema):
    told: ToldWeek | None


def own_week(participant: Participant) -> OwnWeek:
    told = availability.week_of(participant.id)
    if told is None:
        return OwnWeek(told=None)
    confirmed = getattr(told, "confirmed", None)
    return OwnWeek(
        told=ToldWeek(
            id=told.id,
            week=told.week,
            made_at=told.made_at,
            told_to=str(told.told_to) if told.told_to else "",
            confirmed_by=str(confirmed.staff) if confirmed else "",
        )
    )
