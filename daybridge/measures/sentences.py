"""Measures in words: what a participant is told of their own answers, and how staff name ways and occasions."""

import re
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from daybridge.measures.rules import Way


def trend_in_words(values: Sequence[Decimal], *, better: str) -> str:
    """One plain sentence about a person's own scores, oldest first: never a band, never a diagnosis."""
    if not values:
        return ""
    if len(values) == 1:
        return _("This is your first one. Next time you see how it changes.")
    first, last = values[0], values[-1]
    if first == last:
        return _("The same as the first time.")
    is_lower = last < first
    if is_lower == (better == "lower"):
        return _("Better than the first time. Change goes up and down; what counts is the longer line.")
    return _("Harder than the first time. Change goes up and down; your team looks at it with you.")


def way_in_words(way: str) -> str:
    """How a sheet was answered."""
    return {
        Way.PHONE: _("on their phone"),
        Way.KIOSK: _("on the clinic's tablet"),
        Way.PAPER: _("on paper, entered by staff"),
        Way.INTERVIEW: _("asked by a clinician"),
    }[Way(way)]


def occasion_in_words(occasion: str) -> str:
    """When in the program something is asked: "Week 3"."""
    name, _dash, number = occasion.partition("-")
    if re.fullmatch(r"asked-\d{4}-\d\d-\d\d", occasion):
        return _("Asked by staff")
    return {
        "intake": _("Intake"),
        "week": _("Week %(number)s"),
        "month": _("Month %(number)s"),
        "discharge": _("Discharge"),
        "after": _("%(number)s days after"),
    }[name] % {"number": number}
