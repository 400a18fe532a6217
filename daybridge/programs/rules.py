"""What a program is for, what its groups may be, and how an episode ends. Plain Python."""

from datetime import date
from enum import StrEnum


class Focus(StrEnum):
    MENTAL_HEALTH = "mental_health"
    DUAL_DIAGNOSIS = "dual_diagnosis"


class LevelOfCare(StrEnum):
    """How much care a program gives: partial hospitalization, intensive outpatient, outpatient."""

    PHP = "php"
    IOP = "iop"
    OP = "op"


class Mode(StrEnum):
    """How people come to a group: into the room, by video, or either."""

    ROOM = "room"
    VIDEO = "video"
    HYBRID = "hybrid"


class GroupLanguage(StrEnum):
    EN = "en"
    ES = "es"
    BOTH = "both"


class Gender(StrEnum):
    """For whom a group is kept, where people may choose one; most groups are for everyone."""

    EVERYONE = ""
    WOMEN = "women"
    MEN = "men"
    NONBINARY = "nonbinary"


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
