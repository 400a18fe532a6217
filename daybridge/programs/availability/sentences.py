"""A person's week in words."""

from collections.abc import Iterable

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


def spans_in_words(spans: Iterable[Span]) -> str:
    """Monday to Friday, 09:00 to 17:00: Work; Sunday, 10:00 to 12:00: Other. Days in a row with the same hours are said once."""
    days: dict[tuple[int, int, str], list[int]] = {}
    for one in sorted(spans):
        days.setdefault((one.start, one.end, one.why), []).append(one.weekday)
    said = [
        _("%(day)s, %(start)s to %(end)s: %(why)s")
        % {"day": in_a_row, "start": words.clock_of(start), "end": words.clock_of(end), "why": WHYS[Why(why)]}
        for (start, end, why), weekdays in days.items()
        for in_a_row in _in_a_row(weekdays)
    ]
    return "; ".join(said) or _("nothing")


def _in_a_row(weekdays: list[int]) -> list[str]:
    runs: list[list[int]] = []
    for day in weekdays:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [
        str(WEEKDAYS[run[0]])
        if len(run) == 1
        else _("%(first)s to %(last)s") % {"first": WEEKDAYS[run[0]], "last": WEEKDAYS[run[-1]]}
        for run in runs
    ]


def week_in_words(week: Week) -> list[tuple[str, str]]:
    """Each part of a week with what is said of it."""
    said = [(_("Taken"), spans_in_words(week.taken))]
    if week.other is not None and week.anchor:
        said.append(
            (
                _("Taken every second week, as in that of %(day)s") % {"day": words.day(week.anchor, "plain")},
                spans_in_words(week.other),
            )
        )
    if week.days_off:
        said.append((_("Days off"), ", ".join(words.day(day, "plain") for day in sorted(week.days_off))))
    said.append((_("How they can join"), str(WAYS[Way(week.way)])))
    return [*said, (_("Note"), week.note)] if week.note else said
