"""What asks for another look at a plan before its time, and what is done for somebody that their plan does not name. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from daybridge.plans.rules.content import Content, Service
from daybridge.plans.rules.signing import Due


class Why(StrEnum):
    """Why a plan may not fit any more."""

    WORSE = "worse"
    NOT_ON_TRACK = "not_on_track"
    SETBACK = "setback"
    LEVEL = "level"
    SCREEN = "screen"


#: So many days after one of these the plan is looked at again (Joint Commission CTS.03.01.09 asks that results inform the
#: plan; the number of days is a default of the field, not a rule of anybody: domain brief 5.1).
REVISED_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Cause:
    """Something that happened after a plan was last looked at. `about`: a code of what it is about; `source`: where it stands."""

    why: Why
    on: date
    about: str = ""
    source: UUID | None = None


def revision_due(causes: Iterable[Cause]) -> Due | None:
    """By when a plan is looked at again: counted from the first thing that asks for it, however many come after."""
    first = min((one.on for one in causes), default=None)
    return Due(first + REVISED_WITHIN, first) if first else None


# --- What is done that the plan does not name ------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """Something that somebody was given: a kind of group (`code`), a visit, a medicine; under which name, and when last."""

    service: Service
    name: str
    last_on: date
    code: str = ""
    times: int = 1


def outside(content: Content, given: Iterable[Given]) -> list[Given]:
    """What no part of the plan names. Groups in a plan without a kind are groups of every kind."""
    named = {(done.service, done.code) for one in content.objectives for done in one.interventions}
    return [one for one in given if not named & {(one.service, ""), (one.service, one.code)}]
