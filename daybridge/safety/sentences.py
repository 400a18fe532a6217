"""An alert's facts and steps as a clinician would say them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from daybridge.ui.words import day


def facts_in_words(facts: Iterable[dict[str, Any]]) -> list[str]:
    """One sentence for each kind of fact; days at the bottom of the mood scale are told together."""
    said = []
    low_days = [fact["on_day"] for fact in facts if fact["code"] == "mood"]
    if low_days:
        said.append(_low_mood(low_days))
    said.extend(_say(fact) for fact in facts if fact["code"] != "mood")
    return said


def _low_mood(days: list[str]) -> str:
    count = len(days)
    words = ngettext(
        "Mood at the bottom of the scale on %(count)d day: %(first)s.",
        "Mood at the bottom of the scale on %(count)d days in a row: %(first)s to %(last)s.",
        count,
    )
    return words % {
        "count": count,
        "first": day(date.fromisoformat(min(days))),
        "last": day(date.fromisoformat(max(days))),
    }


def _say(fact: dict[str, Any]) -> str:
    words = {
        "urge": _("Urge %(value)s of 10 on %(day)s."),
        "silent_days": _("No check-in for %(value)s days; the last was about %(day)s."),
        "not_safe": _("Said they are not safe, on %(day)s."),
        "asked_for_contact": _("Asked for someone to contact them today, on %(day)s."),
    }
    return words[fact["code"]] % {"value": fact["value"], "day": day(date.fromisoformat(fact["on_day"]))}


def rule_in_words(code: str) -> str:
    """The rule that raised an alert, in a few words."""
    return {
        "not-safe": _("Not safe right now"),
        "asked-for-contact": _("Asked for contact today"),
        "urge-high": _("Urge of 8 or more"),
        "mood-lowest": _("Lowest mood three days in a row"),
        "no-entry": _("No check-in for three days"),
    }.get(code, code)


#: Where the rules of the default rulebook come from, as it says it.
SOURCES = frozenset(
    [
        gettext_noop("Site policy: someone who says they are not safe is contacted by a person at once"),
        gettext_noop("Site policy: who asks for someone today hears from someone today"),
        gettext_noop("Site policy: a strong urge calls for a friendly word the same day"),
        gettext_noop("Site policy: three days at the bottom of the mood scale call for a person"),
        gettext_noop("Site policy: after three days of silence someone asks how they are"),
    ]
)


def source_in_words(source: str) -> str:
    """Where a rule comes from, in the viewer's language; a site's own rules stand as the site wrote them."""
    return _(source) if source in SOURCES else source


def step_in_words(kind: str) -> str:
    """A step of an alert's history."""
    return {
        "raised": _("Raised"),
        "grew": _("Raised again: the facts are worse"),
        "added": _("More facts of the same kind"),
        "escalated": _("Nobody took it in time: passed on"),
        "taken": _("Read and taken"),
        "handed_over": _("Handed over"),
        "reached": _("Reached the participant"),
        "left_message": _("Left a message"),
        "no_answer": _("No answer"),
        "answered": _("Wrote to the participant"),
        "closed": _("Closed"),
        "reopened": _("Opened again"),
    }[kind]


def outcome_in_words(outcome: str) -> str:
    return {
        "talked": _("Talked it through"),
        "plan_made": _("Made a plan together"),
        "seen_in_person": _("Seen in person"),
        "emergency_services": _("Emergency services are with them"),
        "no_need": _("No need: it was answered elsewhere"),
        "not_reached_team_review": _("Not reached: the team reviews what to do"),
    }.get(outcome, outcome)
