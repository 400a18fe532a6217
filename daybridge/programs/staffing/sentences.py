"""When somebody works and when they are away, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.programs.sentences import hours_fault_in_words
from daybridge.programs.staffing.rules import LONGEST_LEAVE_DAYS, MOST_WEEK, Days, Reason
from daybridge.ui import words

REASONS = {
    Reason.VACATION: lazy("Vacation"),
    Reason.SICK: lazy("Sick"),
    Reason.TRAINING: lazy("Training"),
    Reason.OTHER: lazy("Other"),
}


def fault_in_words(name: str, fault: str) -> str:
    """Why a part can't be, beside its field."""
    return {
        "too-many": _("These are more than fit.")
        if name == "hours"
        else _("Choose at most %(days)s days.") % {"days": LONGEST_LEAVE_DAYS},
        "out-of-bounds": _("Between 0 and %(hours)s hours.") % {"hours": MOST_WEEK // 60},
        "unknown": _("Choose one of the list."),
        "half": _("Say both: from when, and until when."),
    }.get(fault) or hours_fault_in_words(fault)


def days_in_words(days: Days) -> str:
    """Mon 23 Nov to Fri 27 Nov; with hours: Mon 23 Nov, 09:00 to 12:00."""
    first, last = words.day(days.from_on), words.day(days.until_on)
    said = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    if days.start is None or days.end is None:
        return said
    told = {"day": said, "start": words.clock_of(days.start), "end": words.clock_of(days.end)}
    return _("%(day)s, %(start)s to %(end)s") % told
