"""What the phone's API takes and answers with: the kinds of field, and the shapes that every part of it shares."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints

from daybridge.core import clock

NEWEST = date(2200, 1, 1)
#: What lay on a phone for longer than this has a wrong date.
LONGEST_WAIT = timedelta(days=366)


def written_out(value: object) -> object:
    """A day or a moment begins like 2026-11-23; a bare number, which could be counted from anything, is refused."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("Write the date out, as in 2026-11-23")
    return value


def a_number(value: object) -> object:
    """A number, not a word or a yes that could be read as one."""
    if isinstance(value, (str, bool)):
        raise ValueError("Send a number")
    return value


def whole_signs(said: object) -> object:
    """Half a sign, as a phone leaves when it cuts an emoji in two, becomes a blot: no mark is lost for it, and no alert."""
    told = json.dumps(said, ensure_ascii=False)
    try:
        told.encode()
    except UnicodeEncodeError:
        return json.loads(told.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return said


Day = Annotated[date, BeforeValidator(written_out)]
Moment = Annotated[AwareDatetime, BeforeValidator(written_out)]
#: Words of a person's own; PostgreSQL takes no NUL.
OwnWords = Annotated[str, BeforeValidator(whole_signs), StringConstraints(pattern=r"^[^\x00]*$")]


def told(**limits: Any) -> Any:
    """A limit that the description tells and the room's own rules keep, in the person's words."""
    return Field(json_schema_extra=limits)


class Problem(Schema):
    type: str
    title: str
    status: int
    errors: list[dict[str, str]] = []


class Body(Schema):
    model_config = ConfigDict(extra="forbid")


class Saved(Schema):
    id: UUID
    saved_at: datetime


PROBLEMS: dict[int, Any] = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Problem,
    429: Problem,
}


def moment(made_at: datetime) -> datetime:
    """A phone's clock may be wrong by years; what nobody can have waited so long to send counts as now."""
    return made_at if clock.now() - LONGEST_WAIT < made_at and made_at.date() < NEWEST else clock.now()
