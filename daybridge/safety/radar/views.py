"""What clinicians say of those put before them, and the director's page for the alert budget."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.core import clock
from daybridge.core.errors import NotYours
from daybridge.people.access import is_director
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.safety.radar import actions, queries, rules
from daybridge.safety.radar.forms import BudgetForm
from daybridge.safety.radar.sentences import budget_in_words
from daybridge.ui.forms import attempt


@require_POST
@staff_page
def say(request: StaffRequest, look_id: UUID) -> HttpResponse:
    """Seen, useful or not useful."""
    actions.say_of_look(request.actor, queries.look(request.actor, look_id), said=request.POST.get("said", ""))
    return redirect("workspace:today")


@require_http_methods(["GET", "POST"])
@staff_page
def budget(request: StaffRequest) -> HttpResponse:
    """How many people a day each clinician is asked to look at, and what each choice would have cost."""
    if not is_director(request.actor, request.organization):
        raise NotYours()
    present = queries.present_budget(request.actor)
    form = BudgetForm(request.POST or None, initial={"per_day": str(present)})
    if request.method == "GET":
        return _budget_page(request, form, present)
    status = attempt(form, lambda said: actions.choose_budget(request.actor, request.organization, **said))
    if status:
        return _budget_page(request, form, present, status=status)
    messages.success(request, _("The new budget holds from now on."))
    return redirect("radar:budget")


def _budget_page(request: StaffRequest, form: BudgetForm, present: float, *, status: int = 200) -> HttpResponse:
    today = clock.today(request.organization.time_zone)
    costs = queries.costs(request.actor, until=today)
    page = {
        "form": form,
        "costs": [(one, budget_in_words(one.budget), one.budget == present) for one in costs],
        "said": queries.words_said(request.actor, until=today),
        "chosen": [(one, budget_in_words(float(one.per_day))) for one in queries.budgets(request.actor)[:10]],
        "setbacks": _most_setbacks(costs),
        "says_little": _most_setbacks(costs) < rules.FEWEST_SETBACKS,
        "weeks": rules.LOOK_BACK_DAYS // 7,
        "ahead_days": rules.AHEAD_DAYS,
    }
    return render(request, "safety/alert_budget.html", page, status=status)


def _most_setbacks(costs: Sequence[rules.Cost]) -> int:
    return max((one.setbacks for one in costs), default=0)
