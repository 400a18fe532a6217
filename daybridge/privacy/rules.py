from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Purpose(StrEnum):
    """Why someone looks at a chart (HIPAA's treatment, payment and operations, and the person's own access)."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    OWN_RECORD = "own-record"


#: A record is read from end to end each time: so often it may be taken out in so many hours.
MOST_EXPORTS, EXPORT_HOURS = 12, 1


def may_export_again(lately: int) -> bool:
    """Whether somebody who took their record out so often in the last hour may do it once more."""
    return lately < MOST_EXPORTS


class Part(StrEnum):
    """What of themselves a participant can show to a supporter. Never a note, a questionnaire, a diary page or a medicine."""

    HOW_I_AM = "how-i-am"
    SAFETY_PLAN = "safety-plan"
    #: Of the safety plan what concerns this one supporter: that they are somebody to turn to, and how they can help.
    THEIR_PART = "their-part"
    WARNING_SIGNS = "warning-signs"
    PROGRESS = "progress"
    WHO_TO_CALL = "who-to-call"
    #: When and where family groups meet that the team asks them to.
    FAMILY_GROUPS = "family-groups"
    #: That care is about alcohol or drugs. It is offered to everybody alike, and nothing else tells it (42 CFR Part 2).
    ABOUT_USE = "about-use"


class Until(StrEnum):
    """What is wrong with a last day of sharing."""

    PAST = "past"
    TOO_FAR = "too-far"


class StopReason(StrEnum):
    """Why staff stop what a participant shares."""

    ASKED_BY_PHONE = "asked-by-phone"
    ASKED_IN_PERSON = "asked-in-person"
    FEARED_HARM = "feared-harm"


USUAL_DAYS, MOST_DAYS = 90, 365
#: The sentence about passing on that a participant reads before they share; a new wording is a new number.
WORDING = 1


def fault_of(until: date, *, today: date) -> Until | None:
    """What keeps sharing from ending on this day: it is over already, or more than a year away."""
    if until < today:
        return Until.PAST
    return Until.TOO_FAR if until > today + timedelta(days=MOST_DAYS) else None


def runs_out_at(until: date, zone: str) -> datetime:
    """The moment after the last day of sharing, by the clock of the participant, who lives in `zone` (an IANA name)."""
    return datetime.combine(until + timedelta(days=1), time(), ZoneInfo(zone))


def last_day(runs_out: datetime, zone: str) -> date:
    """The last day of sharing for someone living in `zone`."""
    return (runs_out - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
