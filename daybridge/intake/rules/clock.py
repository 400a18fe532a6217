"""How long a referrer may wait for an answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from daybridge.intake.rules.states import CallResult


@dataclass(frozen=True)
class ResponsePolicy:
    """The site's promise to those who refer; `source` says where it comes from."""

    answer_within: timedelta
    source: str = "site policy"


class Answered(StrEnum):
    """How the first answer stands to its clock."""

    NOT_YET = "not_yet"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    LATE = "late"


def answer_due_at(received_at: datetime, policy: ResponsePolicy) -> datetime:
    """When the first answer is owed at the latest."""
    return received_at + policy.answer_within


def answered(*, due_at: datetime, first_response_at: datetime | None, now: datetime) -> Answered:
    """Whether the first answer came, and in time."""
    if first_response_at:
        return Answered.IN_TIME if first_response_at <= due_at else Answered.LATE
    return Answered.OVERDUE if now > due_at else Answered.NOT_YET


def counts_as_answer(result: CallResult) -> bool:
    """A call that nobody took answers nobody: only words that reached someone, or were left for them, stop the clock."""
    return result is not CallResult.NO_ANSWER
