"""What was told about coming, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.programs.attending.models import Absence, ChangeRequest
from daybridge.programs.attending.rules import MOST_DAYS_AHEAD, Outcome, Reason
from daybridge.programs.calendar.sentences import series_in_words
from daybridge.ui import words

REASONS = {
    Reason.SICK: lazy("I am sick"),
    Reason.WORK: lazy("Work"),
    Reason.SCHOOL: lazy("School"),
    Reason.CARE: lazy("Care for somebody"),
    Reason.TRANSPORT: lazy("No way to get there"),
    Reason.APPOINTMENT: lazy("An appointment"),
    Reason.OTHER: lazy("Something else"),
}
#: The same as staff read it.
REASONS_FOR_STAFF = {**REASONS, Reason.SICK: lazy("Sick")}

#: As their team chooses it, and as they read it.
OUTCOMES = {
    Outcome.DONE: lazy("Done"),
    Outcome.NOT_NOW: lazy("Not possible now"),
    Outcome.TALK: lazy("Let us talk"),
}


def fault_in_words(fault: str) -> str:
    return {
        "backwards": _("It ends before it begins."),
        "over": _("This day is over."),
        "far-away": _("Choose a day within %(days)s days.") % {"days": MOST_DAYS_AHEAD},
        "unknown": _("Choose one of the list."),
        "too-long": _("Say it in fewer words."),
        "empty": _("Write a few words."),
    }[fault]


def reason_in_words(absence: Absence) -> str:
    """Care for somebody: my son."""
    said = str(REASONS_FOR_STAFF[Reason(absence.reason)])
    return f"{said}: {absence.note}" if absence.note else said


def days_in_words(absence: Absence) -> str:
    """Tue 24 Nov, or the first and the last of several days."""
    first, last = words.day(absence.first_on, "plain"), words.day(absence.last_on, "plain")
    return first if absence.first_on == absence.last_on else _("%(first)s to %(last)s") % {"first": first, "last": last}


def asked_of_in_words(request: ChangeRequest) -> str:
    """Skills: Tuesday, 09:00 to 10:30; or other hours in all."""
    if request.seat is None:
        return _("Other hours")
    return f"{request.seat.series.group.called}: {series_in_words(request.seat.series)}"
