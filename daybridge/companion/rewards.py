"""A participant's own rewards: said yes or no to, drawn, read, and checked. Needs the network; no phone keeps it."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybridge.companion.views import OwnRequest, for_participants, participant_page
from daybridge.contingency import actions
from daybridge.contingency import queries as rewards
from daybridge.contingency.models import Draw, Enrolment
from daybridge.contingency.queries import Standing, screens
from daybridge.contingency.rules import Ending, Kind
from daybridge.contingency.sentences import (
    check_in_words,
    days_in_words,
    dollars,
    earns_in_words,
    next_in_words,
    prize_in_words,
)
from daybridge.core.errors import DaybridgeError, NotYours

_WON_SHOWN = 30
_NEXT_AFTER_TALK = lazy("Your team goes through your last screen with you first. What you have won stays yours.")


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def page(request: OwnRequest) -> HttpResponse:
    """What I may take part in, what I have won, my next draw, and how I can check it all."""
    found = rewards.enrolments_of(request.person.id).first()
    if request.method == "POST":
        return _do(request, found)
    if found is None:
        return render(request, "companion/rewards.html", {"one": None})
    return render(request, "companion/rewards.html", _shown(rewards.standing(found)))


def _shown(one: Standing) -> dict[str, object]:
    tongue, protocol, enrolment = (get_language() or "en")[:2], one.protocol, one.enrolment
    rise = protocol.escalation
    checked = rewards.checked(enrolment) if enrolment.ended_at else None
    return {
        "one": one,
        "name": protocol.name.said(tongue),
        "target": protocol.target.said(tongue),
        "days": days_in_words(enrolment.weekdays),
        "funding": one.funding.name.said(tongue),
        "is_fishbowl": protocol.kind == Kind.FISHBOWL,
        "first": earns_in_words(rise.begins_with, protocol.kind),
        "most": earns_in_words(rise.most, protocol.kind),
        "cap": dollars(one.funding.cents),
        "won": dollars(one.won_cents),
        "balance": dollars(one.balance),
        "waiting": [(prize_in_words(each), dollars(each.cents)) for each in one.to_hand_over],
        "next": next_in_words(one) if not screens.waits_for_talk(one) else _NEXT_AFTER_TALK,
        "next_draw": next(iter(one.open_draws), None) if enrolment.is_running else None,
        "draws": [_draw(each) for each in list(reversed(one.draws))[:_WON_SHOWN]],
        "bowl": [
            (prize.name.said(tongue), prize.slips, dollars(prize.cents) if prize.cents else "")
            for prize in protocol.bowl
        ],
        "checked": checked,
        "faults": [check_in_words(fault) for fault in checked.faults] if checked else [],
    }


def _draw(one: Draw) -> tuple[Draw, str, str]:
    return one, prize_in_words(one), dollars(one.cents) if one.cents else ""


def _do(request: OwnRequest, found: Enrolment | None) -> HttpResponse:
    """Say yes or no, draw the slip that was next on the screen, or leave."""
    if found is None:
        raise NotYours()
    try:
        deed = request.POST.get("deed", "")
        if deed == "agree":
            actions.agree(request.actor, found, word=request.POST.get("word", ""))
            messages.success(request, _("You take part. Your code and your word are below."))
        elif deed == "draw":
            _draw_next(request, found)
        else:
            actions.end_rewards(request.actor, found, ending=Ending.THEIR_WISH)
            messages.success(request, _("It is ended. What you have won stays yours."))
    except DaybridgeError as refused:
        if refused.status not in (409, 422):
            raise
        messages.error(request, refused.words)
    return HttpResponseRedirect(reverse("own-rewards"))


def _draw_next(request: OwnRequest, found: Enrolment) -> None:
    number = request.POST.get("number", "")
    try:
        on_day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise NotYours() from None
    drawn = actions.draw(
        request.actor, found, on_day=on_day, number=int(number) if number.isdecimal() and len(number) < 4 else 0
    )
    prize = next(one.name for one in found.protocol.bowl if one.code == drawn.prize)
    name = prize.said((get_language() or "en")[:2])
    if drawn.cents:
        messages.success(
            request,
            _("%(prize)s, worth %(dollars)s. Your team hands it to you.")
            % {"prize": name, "dollars": dollars(drawn.cents)},
        )
    else:
        messages.success(request, _("Your slip says: %(prize)s.") % {"prize": name})


@never_cache
@participant_page
def draws(request: OwnRequest) -> HttpResponse:
    """My draws as a file that anyone can check (docs/contingency.md)."""
    found = rewards.enrolments_of(request.person.id).first()
    if found is None:
        raise NotYours()
    answer = JsonResponse(rewards.to_check(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="draws.json"'
    return answer
