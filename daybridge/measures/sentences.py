"""Measures in words: what a participant is told of their own answers, and how staff name ways and occasions."""

import re
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from daybridge.measures.instruments import Score
from daybridge.measures.rules import ChangeKind, Verdict, Way, gain
from daybridge.ui.words import day


def trend_in_words(values: Sequence[Decimal], score: Score) -> str:
    """Plain sentences about a person's own scores, oldest first: never a band, never a diagnosis.

    A change that the measure's own noise explains is told as about the same.
    """
    if not values:
        return ""
    if len(values) == 1:
        return _("This is your first one. Next time you see how it changes.")
    first, before, last = values[0], values[-2], values[-1]
    noise = score.change.reliable if score.change else Decimal(0)
    step = last - before if score.better == "lower" else before - last
    if len(values) > 2 and step > 0 and step >= noise:  # whatever the first one was, this is not the moment for praise
        return _("Thank you for answering openly. Your team looks at it with you.")
    if first == last or abs(last - first) < noise:
        return _("About the same as when you started. Small steps up and down are part of it.")
    if score.better == "lower":
        return (
            _("Lower than when you started. On this scale lower means less trouble.")
            if last < first
            else _(
                "Higher than when you started. On this scale lower means less trouble; your team looks at it with you."
            )
        )
    return (
        _("Higher than when you started. On this scale higher is better.")
        if last > first
        else _("Lower than when you started. On this scale higher is better; your team looks at it with you.")
    )


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


def number(value: Decimal) -> str:
    """A score as it is read: without needless zeros."""
    return format(value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize(), "f")


def score_in_words(value: Decimal | None) -> str:
    """A score, or that there is none."""
    return _("not complete") if value is None else number(value)


def signed(value: Decimal) -> str:
    """A change as it is read: "+4", "−6", "0"."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


def verdict_in_words(score: Score, one: Verdict) -> str:
    """What holds of a line of scores, with everything it was made of."""
    before, now = one.since.value or Decimal(0), one.now.value or Decimal(0)
    moved = gain(score, before, now)
    said = {
        "before": number(before),
        "since": day(one.since.on_day),
        "now": number(now),
        "day": day(one.now.on_day),
        "points": number(abs(moved)),
        "line": number(one.line),
        "share": number(one.line * 100),
        "source": ", ".join(filter(None, (one.population, one.source))),
    }
    return {
        ChangeKind.IMPROVED: _(
            "Reliably better: %(before)s on %(since)s, %(now)s on %(day)s. %(points)s points; %(line)s are beyond noise (%(source)s)."
        ),
        ChangeKind.WORSE: _(
            "Reliably worse: %(before)s on %(since)s, %(now)s on %(day)s. %(points)s points; %(line)s are beyond noise (%(source)s)."
        ),
        ChangeKind.RECOVERED: _(
            "Recovered: %(before)s on %(since)s was beyond the clinical line of %(line)s, %(now)s on %(day)s is not (%(source)s)."
        ),
        ChangeKind.REMISSION: _("Remission: %(now)s on %(day)s; the line is %(line)s (%(source)s)."),
        ChangeKind.NOT_ON_TRACK: _(
            "Not on track: %(before)s on %(since)s, %(now)s on %(day)s; a gain of %(share)s %% was hoped for by now (%(source)s)."
        ),
        ChangeKind.NO_SCORE: _("No score since %(day)s, more than %(line)s days (%(source)s)."),
    }[one.kind] % said


def flag_in_words(kind: ChangeKind) -> str:
    """The same in a word, for a board."""
    return {
        ChangeKind.IMPROVED: _("better"),
        ChangeKind.WORSE: _("worse"),
        ChangeKind.RECOVERED: _("recovered"),
        ChangeKind.REMISSION: _("remission"),
        ChangeKind.NOT_ON_TRACK: _("not on track"),
        ChangeKind.NO_SCORE: _("no score"),
    }[kind]
