"""A person's week in words."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.programs.availability.rules import Span, Way, Week, Why
from daybridge.ui import words

WHYS = {
    Why.WORK: lazy("Work"),
    Why.SCHOOL: lazy("School"),
    Why.CARE: lazy("Care for somebody"),
    Why.OTHER: lazy("Other"),
}
WAYS = {Way.IN_PERSON: lazy("In person"), Way.VIDEO: lazy("On video"), Way.EITHER: lazy("In person or on video")}


def fault_in_words(fault: str) -> str:
    return {
        "no-day": _("There is no such day."),
        "backwards": _("It ends before it begins."),
        "too-long": _("A day has 24 hours."),
        "uneven": _("Choose full or half hours."),
        "overlap": _("Two of these are at the same time."),
        "too-many": _("These are more than fit."),
        "unknown": _("Choose one of the list."),
        "no-anchor": _("Say in which week the other hours are."),
        "no-monday": _("Choose a Monday."),
        "far-away": _("Choose up to 4 hours."),
    }.get(fault, _("This can't be read."))


def span_in_words(span: Span) -> str:
    """Monday, 09:00 to 17:00: Work."""
    return _("%(day)s, %(start)s to %(end)s: %(why)s") % {
        "day": WEEKDAYS[span.weekday],
        "start": _clock(span.start),
        "end": _clock(span.end),
        "why": WHYS[Why(span.why)],
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def week_in_words(week: Week) -> list[tuple[str, str]]:
    """Each part of a week with what is said of it."""
    nothing = _("nothing")
    said = [(_("Taken"), "; ".join(span_in_words(one) for one in sorted(week.taken)) or nothing)]
    if week.other is not None and week.anchor:
        other = "; ".join(span_in_words(one) for one in sorted(week.other)) or nothing
        said.append(
            (_("Taken every second week, as in that of %(day)s") % {"day": words.day(week.anchor, "plain")}, other)
        )
    if week.days_off:
        said.append((_("Days off"), ", ".join(words.day(day, "plain") for day in sorted(week.days_off))))
    said.append((_("How they can join"), str(WAYS[Way(week.way)])))
    return [*said, (_("Note"), week.note)] if week.note else said
