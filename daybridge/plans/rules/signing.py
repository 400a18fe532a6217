"""Who says yes to a plan, and when it is looked at again. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Step(StrEnum):
    """What is done with a version of a plan after its clinician has signed it."""

    SIGNED = "signed"
    IN_PERSON = "in_person"
    DECLINED = "declined"
    CERTIFIED = "certified"
    REVIEWED = "reviewed"


#: How a participant answered.
ANSWERS = frozenset({Step.SIGNED, Step.IN_PERSON, Step.DECLINED})


@dataclass(frozen=True)
class Due:
    """By which day something of a plan is to be done; `rests_on`: the day from which it is counted."""

    on: date
    rests_on: date

    def is_over(self, today: date) -> bool:
        return today > self.on


def review_due(signed_on: date, reviewed_on: Sequence[date], days: int | None) -> Due | None:
    """When a version is looked at again: so many days after it was signed or last looked at. None where no rule asks."""
    if days is None:
        return None
    last = max([signed_on, *reviewed_on])
    return Due(last + timedelta(days=days), last)


def certification_due(admitted_on: date, certified_on: Sequence[date], days: int | None) -> Due | None:
    """When a physician certifies: with the first plan, from admission on; then so many days after the last time."""
    if days is None:
        return None
    if not certified_on:
        return Due(admitted_on, admitted_on)
    return Due(max(certified_on) + timedelta(days=days), max(certified_on))
