"""A signed treatment plan on paper, as it was signed."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from daybridge.measures import queries as measures
from daybridge.people.models import Organization
from daybridge.plans import queries
from daybridge.plans.models import PlanStep, PlanVersion
from daybridge.plans.rules import ANSWERS, Step
from daybridge.plans.rules.content import Goal, Intervention, Objective, Problem, Target
from daybridge.plans.sentences import SERVICES, SIDES, STAGES, STEPS, TARGETS
from daybridge.ui import printing, words


def as_pdf(version: PlanVersion, steps: Sequence[PlanStep], organization: Organization) -> bytes:
    """Some pages in the viewer's language: problems of both kinds, goals, objectives, what is done; who has said yes, and the digest."""
    return printing.as_pdf(told_of(version, steps, organization))


def told_of(version: PlanVersion, steps: Sequence[PlanStep], organization: Organization) -> dict[str, Any]:
    who, says = version.participant, version.says
    named = {one.id: one.said for one in says.problems}
    parts = [_problem(number, one, named) for number, one in enumerate(says.problems, 1)]
    more = [[_("What they bring"), says.strengths], [_("Ready for less care when"), says.ready_when]]
    return {
        "title": f"{_('Treatment plan')} · {who.name}",
        "form": _("Version %(number)s") % {"number": version.number},
        "organization": organization.name,
        "language": (get_language() or "en")[:2],
        "facts": [
            [
                _("Participant"),
                f"{who.name}, {_('born')} {words.day(who.born_on, 'plain')}, {_('record')} {who.record_number}",
            ],
            [_("In this program since"), words.day(version.episode.admitted_on, "plain")],
        ],
        "parts": parts + [one for one in more if one[1]],
        "signatures_title": _("Signed"),
        "signatures": _signatures(version, steps),
        "addenda_title": "",
        "addenda": [],
        "footer": f"{who.record_number} · SHA-256 {version.digest}",
    }


def _problem(number: int, one: Problem, named: dict[Any, str]) -> list[str]:
    head = f"{SIDES[one.side]} · {STAGES[one.stage]}"
    feeds = [f"{_('makes worse:')} {named[other]}" for other in named if other in one.feeds]
    lines = [head, *feeds, *(line for goal in one.goals for line in _goal(goal))]
    return [f"{number}. {one.said}", "\n".join(lines)]


def _goal(goal: Goal) -> list[str]:
    return [f"{_('Goal')}: {goal.said}", *(line for one in goal.objectives for line in _objective(one))]


def _objective(one: Objective) -> list[str]:
    seen = measures.name_of(one.code) if one.seen_by == Target.MEASURE else str(TARGETS[one.seen_by])
    aims = "" if one.target is None else f", {_number(one.baseline)} → {_number(one.target)}"
    by = f", {_('by')} {words.day(one.due_on, 'plain')}" if one.due_on else ""
    return [f"– {one.said} ({_('seen by')} {seen}{aims}{by})", *(f"   {_service(done)}" for done in one.interventions)]


def _service(done: Intervention) -> str:
    often = _("%(times)s a week for %(weeks)s weeks") % {"times": done.times_a_week, "weeks": done.weeks}
    return ", ".join(one for one in (f"{SERVICES[done.service]}: {done.what}", done.by, often) if one)


def _signatures(version: PlanVersion, steps: Sequence[PlanStep]) -> list[str]:
    lines = [] if queries.is_whole(version) else [_("This is not what was signed: its seal does not fit.")]
    when = words.exact_moment(version.signed_at)
    lines.append(_("Signed by %(who)s, %(when)s") % {"who": version.signed_by, "when": when})
    for one in steps:
        said = f"{STEPS[Step(one.kind)]}{f': {one.staff}' if one.staff else ''}, {words.exact_moment(one.at)}"
        lines.append(f"{said} “{one.words}”" if one.words else said)
    if not any(one.kind in ANSWERS for one in steps):
        lines.append(_("Waits for the participant's signature."))
    return lines


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
