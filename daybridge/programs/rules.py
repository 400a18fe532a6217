"""What a program is for and how an episode ends. Plain Python."""

from datetime import date
from enum import StrEnum


class Focus(StrEnum):
    MENTAL_HEALTH = "mental_health"
    DUAL_DIAGNOSIS = "dual_diagnosis"


class EndReason(StrEnum):
    """Why an episode ended; the words shown never blame."""

    COMPLETED = "completed"
    STEPPED_DOWN = "stepped_down"
    STEPPED_UP = "stepped_up"
    LEFT_EARLY = "left_early"
    TRANSFERRED = "transferred"
    OTHER = "other"


def day_of_program(admitted_on: date, on: date) -> int:
    """1 on the day of admission."""
    return (on - admitted_on).days + 1
