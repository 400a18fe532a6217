"""What the radar found as a clinician would say it: the facts, the person's own usual beside them, and how it is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybridge.safety.radar import sources
from daybridge.safety.radar.models import RadarFinding
from daybridge.safety.radar.points import PARTS
from daybridge.safety.radar.rules import Said
from daybridge.ui.words import day

KINDS = tuple(part.code for part in PARTS)


@dataclass(frozen=True)
class Input:
    """One fact in words; `entry_on` is the day of the entry it came from, where it came from one."""

    words: str
    entry_on: date | None


@dataclass(frozen=True)
class FindingInWords:
    """One thing that changed, ready to be read and checked."""

    kind: str
    title: str
    inputs: tuple[Input, ...]
    rule: str
    source: str
    points: int
    first_on: date
    ended_on: date | None


def in_words(finding: RadarFinding) -> FindingInWords:
    """A finding with its facts, its rule and where the rule comes from."""
    rule, source = _rule_of(finding.kind)
    return FindingInWords(
        kind=finding.kind,
        title=title(finding.kind),
        inputs=tuple(_input(finding.kind, fact) for fact in finding.facts),
        rule=rule,
        source=source,
        points=finding.points,
        first_on=finding.first_on,
        ended_on=finding.ended_on,
    )


def title(kind: str) -> str:
    """A kind of finding in a few words."""
    return {
        "lapse_recency": _("Told of a setback lately"),
        "lapse_count": _("Told of more than one setback"),
        "jump": _("A worse day than their usual"),
        "single_jump": _("One answer far from their usual"),
        "drift": _("Slowly getting worse"),
        "level": _("Hard days, whatever their usual"),
        "reliable_change": _("Clearly worse than at the start"),
        "silence": _("Silent where an entry was due"),
        "missed_share": _("Many entries missing"),
    }[kind]


def _rule_of(kind: str) -> tuple[str, str]:
    """How a kind is counted, and the source of the method; the numbers stand in safety.radar.points."""
    own = _("Our own line, the same for everyone.")
    return {
        "lapse_recency": (_("Days since the last setback they told of. Up to 90 days count, the last three most."), own),
        "lapse_count": (_("Setbacks they told of within 30 days, from two on."), own),
        "jump": (
            _("All answers of a day together, against all earlier days of the same person, in their own usual spread."),
            "Hawkins 1987",
        ),
        "single_jump": (
            _("The one answer that stands farthest from the same person's earlier days: from twice their usual spread on."),
            "Hawkins 1987",
        ),
        "drift": (
            _("A moving average over about nine days, against the same person's earlier days, in its own error."),
            "Roberts 1959; Lucas & Saccucci 1990",
        ),
        "level": (_("How far the last answers stand towards the worse end of their scales."), own),
        "reliable_change": (
            _("A measure that is worse than the first time by more than its own error."),
            "Jacobson & Truax 1991",
        ),
        "silence": (_("Entries that were due and did not come, one after another. Where nothing is due there is no silence."), own),
        "missed_share": (_("The share of the entries due in two weeks that did not come, from a third on."), own),
    }[kind]  # fmt: skip


# --- Facts -----------------------------------------------------------------------------------------------------------


def _input(kind: str, fact: Mapping[str, Any]) -> Input:
    on_day = date.fromisoformat(fact["on_day"])
    own = _of_the_whole(fact, on_day)
    if own:
        return Input(own, on_day if kind == "lapse_recency" else None)
    said = _answer(fact["code"], fact["value"]) % {"day": day(on_day)}
    usual = _against(kind, fact)
    return Input(f"{said}; {usual}." if usual else f"{said}.", on_day)


def _of_the_whole(fact: Mapping[str, Any], on_day: date) -> str:
    """Facts that are about no single answer."""
    value = fact["value"]
    match fact["code"]:
        case "silence":
            words = ngettext("Nothing for %(count)s day on which an entry was due.", "Nothing for %(count)s days in a row on which an entry was due.", round(value))  # fmt: skip
            return words % {"count": _number(value)}
        case "missed_share":
            return _("%(percent)s %% of the entries due in the last two weeks did not come.") % {"percent": round(value * 100)}  # fmt: skip
        case "lapse_count":
            return _("%(count)s setbacks told of within 30 days.") % {"count": _number(value)}
        case "lapse_recency":
            return _("Told of a setback on %(day)s.") % {"day": day(on_day)}
        case "drift":
            return _("Their answers of the last days together lean to the worse side: %(value)s, and from 1 on it counts.") % {"value": _number(value)}  # fmt: skip
        case _:
            return ""


def _answer(code: str, value: float) -> str:
    """One answer; `%(day)s` is still to be filled in."""
    words = {
        "mood": _("Mood %(value)s of 5 on %(day)s"),
        "anxiety": _("Anxiety %(value)s of 10 on %(day)s"),
        "urge": _("Urge %(value)s of 10 on %(day)s"),
        "sleep": _("%(value)s h of sleep told on %(day)s"),
        "medicines": _("Medicines: %(value)s on %(day)s"),
    }.get(code, _("%(name)s %(value)s on %(day)s"))
    return words % {"name": sources.named(code), "value": _value(code, value), "day": "%(day)s"}


def _against(kind: str, fact: Mapping[str, Any]) -> str:
    if fact["baseline"] is None or kind == "level":
        return ""
    usual, days = _value(fact["code"], fact["baseline"]), fact["days"]
    if kind == "reliable_change":
        return _("the first time it was %(usual)s") % {"usual": usual}
    words = ngettext(
        "their usual is %(usual)s, over %(days)s day", "their usual is %(usual)s, over %(days)s days", days
    )
    return words % {"usual": usual, "days": days}


def _value(code: str, value: float) -> str:
    if code == "medicines":
        return (_("all taken"), _("some taken"), _("none taken"))[round(value)]
    return _number(value)


def _number(value: float) -> str:
    return str(number_format(round(value, 1), 0 if round(value, 1) == round(value) else 1))


def budget_in_words(per_day: float) -> str:
    """An alert budget as it is chosen."""
    if per_day < 1:
        every = round(1 / per_day)
        return ngettext("One person a day", "One person every %(count)s days", every) % {"count": every}
    count = round(per_day)
    return ngettext("At most %(count)s person a day", "At most %(count)s people a day", count) % {"count": count}


def said_in_words() -> list[tuple[str, str]]:
    """What can be said of somebody who was put forward: code and words."""
    return [(Said.SEEN, _("Seen")), (Said.USEFUL, _("Useful")), (Said.NOT_USEFUL, _("Not useful"))]
