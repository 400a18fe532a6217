"""What stands on the calendar, in words."""

from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from daybridge.programs.calendar.models import Booking, Occurrence, Series
from daybridge.programs.models import Group
from daybridge.ui import words


def fault_in_words(fault: str) -> str:
    return {
        "no-day": _("There is no such day."),
        "no-time": _("A day has 24 hours."),
        "too-short": _("Choose at least 5 minutes."),
        "too-long": _("Choose at most 8 hours."),
        "over-midnight": _("It would go past midnight."),
        "backwards": _("It ends before it begins."),
    }[fault]


def may_not_lead_in_words(group: Group) -> str:
    return _("This group is led by one of: %(credentials)s.") % {"credentials": ", ".join(group.credentials)}


def series_in_words(series: Series) -> str:
    """Tuesday, 09:00 to 10:30."""
    return weekly_in_words(series.weekday, series.start, series.minutes)


def weekly_in_words(weekday: int, start: int, minutes: int) -> str:
    """Tuesday, 09:00 to 10:30."""
    return _("%(day)s, %(start)s to %(end)s") % {
        "day": WEEKDAYS[weekday], "start": words.clock_of(start), "end": words.clock_of(start + minutes)
    }  # fmt: skip


def occurrence_in_words(occurrence: Occurrence, zone: str) -> str:
    """Tue 24 Nov, 09:00 to 10:30, on the clock of where it is."""
    begins, ends = (at.astimezone(ZoneInfo(zone)) for at in (occurrence.begins_at, occurrence.ends_at))
    return _("%(day)s, %(start)s to %(end)s") % {
        "day": words.day(begins.date()),
        "start": f"{begins:%H:%M}",
        "end": f"{ends:%H:%M}",
    }


def clash_in_words(booking: Booking, zone: str) -> str:
    """Room 2 is taken by Skills group: Tue 24 Nov, 09:00 to 10:30."""
    who = booking.room or booking.staff or (booking.participant and booking.participant.called)
    return _("%(who)s is taken by %(group)s: %(when)s.") % {
        "who": who,
        "group": booking.occurrence.series.group,
        "when": occurrence_in_words(booking.occurrence, zone),
    }
