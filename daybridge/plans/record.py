"""What this room keeps about a participant: what they work on."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.plans.models import GoalWords, Objective, PlanVersion
from daybridge.plans.rules import Ending, Step
from daybridge.plans.sentences import ENDINGS, STEPS
from daybridge.ui import words


def _objectives(participant: Participant) -> Iterable[Objective]:
    found = Objective.objects.filter(participant_id=participant.id).select_related("made_by", "ended_by")
    return in_portions(found.order_by("made_at", "id"))


def _in_words(one: Objective) -> Told:
    return Told(
        one.said,
        (
            Line(_("Since"), words.exact_moment(one.made_at)),
            Line(_("Written by"), str(one.made_by)),
            Line(_("Ended"), words.exact_moment(one.ended_at) if one.ended_at else ""),
            Line(_("How it ended"), ENDINGS[Ending(one.ending)] if one.ending else ""),
        ),
    )


def _versions(participant: Participant) -> Iterable[PlanVersion]:
    found = PlanVersion.objects.filter(participant_id=participant.id).select_related("signed_by")
    return in_portions(found.prefetch_related("steps__staff").order_by("signed_at", "id"))


def _version_as_json(one: PlanVersion) -> dict[str, Any]:
    return row_as_json(one) | {"steps": [row_as_json(step) for step in one.steps.all()]}


def _version_in_words(one: PlanVersion) -> Told:
    says = one.says
    lines = [
        Line(_("Signed by"), str(one.signed_by)),
        *(
            Line(str(STEPS[Step(step.kind)]), f"{words.exact_moment(step.at)} {step.staff or ''} {step.words}".strip())
            for step in one.steps.all()
        ),
        *(Line(_("Problem"), problem.said) for problem in says.problems),
        *(Line(_("Goal"), goal.said) for goal in says.goals),
        *(Line(_("Objective"), objective.said) for objective in says.objectives),
        Line(_("What they bring"), says.strengths),
        Line(_("Ready for less care when"), says.ready_when),
    ]
    return Told(f"{_('Version')} {one.number}, {words.exact_moment(one.signed_at)}", tuple(lines))


def _goal_words(participant: Participant) -> Iterable[GoalWords]:
    return in_portions(GoalWords.objects.filter(participant_id=participant.id).order_by("made_at", "id"))


def _goal_words_in_words(one: GoalWords) -> Told:
    return Told(one.said, (Line(_("Said"), words.exact_moment(one.made_at)),))


SECTIONS = (
    Section(
        code="objectives",
        title=lazy("What you work on"),
        lede=lazy("The objectives on your list, those that have ended too."),
        tables=("plans.Objective",),
        read=_objectives,
        in_words=_in_words,
    ),
    Section(
        code="treatment-plans",
        title=lazy("Your treatment plan"),
        lede=lazy("Every version that was signed, with who said yes to it."),
        tables=("plans.PlanVersion", "plans.PlanStep"),
        read=_versions,
        as_json=_version_as_json,
        in_words=_version_in_words,
    ),
    Section(
        code="goal-words",
        title=lazy("Your goals in your words"),
        lede=lazy("How you have said your goals yourself."),
        tables=("plans.GoalWords",),
        read=_goal_words,
        in_words=_goal_words_in_words,
    ),
)
