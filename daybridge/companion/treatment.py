"""A participant's own treatment plan: read, signed, and its goals said in words of their own. Needs the network; no phone keeps it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybridge.companion.views import OwnRequest, for_participants
from daybridge.core import clock
from daybridge.core.errors import DaybridgeError, NotYours
from daybridge.core.ids import new_id
from daybridge.plans import actions
from daybridge.plans import queries as plans
from daybridge.plans.models import PlanVersion
from daybridge.plans.rules.content import MOST_WORDS, Goal, Problem


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def page(request: OwnRequest) -> HttpResponse:
    """What we work on together, as it holds: to read, to sign, and to say in one's own words."""
    holds = plans.in_force(request.person.id)
    return _do(request, holds) if request.method == "POST" else _shown(request, holds)


def _shown(request: OwnRequest, holds: PlanVersion | None, *, unsent: str = "", status: int = 200) -> HttpResponse:
    """The page; `unsent` are words that were refused, and that stand on it so that they are not lost."""
    standing = plans.standing(request.person) if holds else None
    shown = {
        "holds": holds,
        "problems": _problems(holds) if holds else [],
        "answer": standing.answer if standing else None,
        "review": standing.review if standing else None,
        "most_words": MOST_WORDS,
        "step_id": new_id(),
        "unsent": unsent,
    }
    return render(request, "companion/treatment.html", shown, status=status)


def _problems(holds: PlanVersion) -> list[tuple[Problem, list[tuple[Goal, str]]]]:
    """Each problem with its goals as they were signed, and how their person says them now where that is otherwise."""
    now = {goal: one.said for goal, one in plans.goal_words(holds.participant_id).items()}
    return [
        (one, [(goal, said if (said := now.get(goal.id, "")) != goal.said else "") for goal in one.goals])
        for one in holds.says.problems
    ]


def _do(request: OwnRequest, holds: PlanVersion | None) -> HttpResponse:
    """Sign the version that was on the screen, or say a goal anew."""
    if holds is None:
        raise NotYours()
    said = request.POST.get("said", "").replace("\x00", "")
    try:
        if request.POST.get("deed") == "sign":
            if request.POST.get("version") != str(holds.id):
                messages.error(request, _("Your plan was changed meanwhile. Read it first, then sign."))
                return HttpResponseRedirect(reverse("own-treatment"))
            actions.sign_own_plan(
                request.actor, holds, step_id=_id(request.POST.get("step_id", "")), made_at=clock.now()
            )
            messages.success(request, _("You have signed your plan."))
        else:
            goal = _id(request.POST.get("goal", ""))
            actions.say_goal(
                request.actor, request.person, words_id=new_id(), goal_id=goal, said=said, made_at=clock.now()
            )
            messages.success(request, _("Saved in your words. Your team sees it."))
    except DaybridgeError as refused:
        if refused.status not in (409, 422):
            raise
        messages.error(request, refused.words)
        return _shown(request, holds, unsent=said, status=refused.status)
    return HttpResponseRedirect(reverse("own-treatment"))


def _id(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError:
        raise NotYours() from None
