"""A participant's "People I share with": who, what, until when, who looked. Needs the network; no phone keeps it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from daybridge.companion.sharing.forms import AgreedWordForm, ChoiceForm, SupporterForm, WaysForm
from daybridge.companion.sharing.shown import shown
from daybridge.companion.views import OwnRequest, for_participants
from daybridge.core.errors import NotYours
from daybridge.people import actions as supporters
from daybridge.people import queries as who
from daybridge.people.models import Participant, Supporter
from daybridge.people.proof import FORM_TIME, has_proved_lately, prove_again
from daybridge.people.requests import link_of
from daybridge.privacy import actions, queries
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part
from daybridge.privacy.sentences import look_in_words, part_in_words, part_of
from daybridge.programs.families import queries as families
from daybridge.programs.families.actions import end_asking
from daybridge.safety.plan import queries as plans
from daybridge.safety.plan.actions import say_how_to_help
from daybridge.ui.forms import attempt

Deed = Callable[[OwnRequest, Supporter, dict[str, Any]], int | None]


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def people(request: OwnRequest) -> HttpResponse:
    """Whom a participant shares with, what they looked at, what was before; and the form that adds somebody."""
    form = SupporterForm(request.POST or None, participant=request.person)
    added: list[UUID] = []
    status = 200
    if request.method == "POST":
        if not has_proved_lately(request, within=FORM_TIME):
            return _prove(request)
        told = attempt(form, lambda _told: added.append(_add(request, form)))
        if told is None:
            return HttpResponseRedirect(reverse("sharing_with", args=added))
        status = told
    with timezone.override(ZoneInfo(request.person.time_zone)):
        page = _people_page(request.person) | {"form": form, "may_give": _may_give(request)}
        return render(request, "companion/sharing.html", page, status=status)


def _may_give(request: OwnRequest) -> bool:
    """Who finds a phone unlocked can stop a share and give none: what lets somebody in is asked of its owner only."""
    return request.method == "POST" or has_proved_lately(request)


def _prove(request: OwnRequest) -> HttpResponse:
    messages.info(request, _("After this, please enter it again."))
    return prove_again(come_back_to=request.path)


def _add(request: OwnRequest, form: SupporterForm) -> UUID:
    """All of it or nothing: somebody who was added and can see nothing would only puzzle."""
    told = form.cleaned_data
    known = {name: told[name] for name in ("name", "relation", "email")}
    with transaction.atomic():
        added = supporters.add_supporter(request.actor, request.person, **known)
        actions.share(request.actor, who.own_supporter(request.actor, added.subject_id), **form.said)
    return added.subject_id


def _people_page(participant: Participant) -> dict[str, object]:
    shares = queries.shares_now(participant.id)
    return {
        "supporters": [
            (one, [(part_in_words(s.part), s.until) for s in shares if s.supporter_id == one.id])
            for one in who.supporters(participant.id)
        ],
        "looks": _looks(participant),
        "before": [(one, part_in_words(one.part)) for one in queries.shares_before(participant.id)],
    }


def _looks(participant: Participant, supporter_id: UUID | None = None) -> list[tuple[str, object]]:
    found = queries.looks_of_supporters(participant.id)
    shown_looks = [one for one in found if supporter_id in (None, one.supporter_id)]
    return [(look_in_words(one.part, one.by), one.at) for one in shown_looks]


# --- One of them -----------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def one(request: OwnRequest, supporter_id: UUID) -> HttpResponse:
    """What one supporter sees: change it, stop it, hand over their link, remove them."""
    supporter = who.own_supporter(request.actor, supporter_id)
    shares = [one for one in queries.shares_now(request.person.id) if one.supporter_id == supporter.id]
    deed = request.POST.get("deed", "")
    page: dict[str, Any] = {
        "supporter": supporter,
        "choice": _choice(request, shares, is_sent=deed == "choose"),
        "word": AgreedWordForm(request.POST if deed == "link" else None),
        "their_part": (theirs := plans.part_of_supporter(supporter)),
        "asked": [one for one in families.asked_of(request.person.id) if one.supporter_id == supporter.id],
        "ways": WaysForm(request.POST if deed == "help" else None, initial={"told": "\n".join(theirs.ways)}),
        "may_give": _may_give(request),
    }
    status = 200
    if request.method == "POST":
        if deed in _GIVING and not has_proved_lately(request, within=FORM_TIME):
            return _prove(request)
        told = _DEEDS[deed](request, supporter, page) if deed in _DEEDS else 422
        if told is None:
            return HttpResponseRedirect(reverse("sharing") if deed == "remove" else request.path)
        status = told
    with timezone.override(ZoneInfo(request.person.time_zone)):
        page |= {
            "shares": [(one, part_in_words(one.part)) for one in shares],
            "shares_groups": any(one.part == Part.FAMILY_GROUPS for one in shares),
            "is_open": supporter.id in who.open_links(request.person.id),
        }
        page["looks"] = _looks(request.person, supporter.id)
        return render(request, "companion/sharing_with.html", page, status=status)


def _choice(request: OwnRequest, shares: list[Share], *, is_sent: bool) -> ChoiceForm:
    chosen = {"parts": [one.part for one in shares], "until": shares[0].until} if shares else None
    return ChoiceForm(request.POST if is_sent else None, participant=request.person, chosen=chosen)


def _choose(request: OwnRequest, supporter: Supporter, page: dict[str, Any]) -> int | None:
    form = page["choice"]
    status = attempt(form, lambda _told: actions.share(request.actor, supporter, **form.said))
    if status is None:
        messages.success(request, _("Saved. It holds from now on."))
    return status


def _stop(request: OwnRequest, supporter: Supporter, page: dict[str, Any]) -> None:
    actions.stop_sharing(request.actor, supporter)
    messages.success(request, _("Stopped. %(name)s sees nothing of yours now.") % {"name": supporter.name})


def _remove(request: OwnRequest, supporter: Supporter, page: dict[str, Any]) -> None:
    actions.stop_sharing(request.actor, supporter)
    supporters.remove_supporter(request.actor, supporter)
    messages.success(request, _("Removed. %(name)s sees nothing of yours now.") % {"name": supporter.name})


def _make_link(request: OwnRequest, supporter: Supporter, page: dict[str, Any]) -> int:
    """Shows the link this once, so there is no page to go on to."""
    token = supporters.new_invitation_token(supporter.organization_id)
    form = page["word"]
    status = attempt(
        form, lambda told: supporters.invite_supporter(request.actor, supporter, token=token, word=told["word"])
    )
    if status is not None:
        return status
    made = link_of(token)
    said = _("I want to share something with you. Open this link; it asks for our word. %(link)s") % made
    page |= made | {"message": quote(said), "subject": quote(_("Something I want to share with you"))}
    return 200


def _say_how_to_help(request: OwnRequest, supporter: Supporter, page: dict[str, Any]) -> int | None:
    form = page["ways"]
    status = attempt(form, lambda told: say_how_to_help(request.actor, supporter, told=told["told"]))
    if status is None:
        messages.success(request, _("Saved. It holds from now on."))
    return status


def _not_this_group(request: OwnRequest, supporter: Supporter, page: dict[str, Any]) -> None:
    sent = request.POST.get("invitation", "")
    for one in page["asked"]:
        if str(one.id) == sent:
            end_asking(request.actor, one)
            messages.success(request, _("%(name)s is not asked.") % {"name": supporter.name})


_DEEDS: dict[str, Deed] = {
    "not-this": _not_this_group,
    "choose": _choose, "stop": _stop, "remove": _remove, "link": _make_link, "help": _say_how_to_help,
}  # fmt: skip
_GIVING = ("choose", "link", "help")


@never_cache
@require_GET
@for_participants
def as_they_see_it(request: OwnRequest, supporter_id: UUID, part: str) -> HttpResponse:
    """What a supporter sees, or would see, of a part: for the participant alone. No look, so none is written down."""
    supporter = who.own_supporter(request.actor, supporter_id)
    if part not in set(Part):
        raise NotYours()
    found = shown(supporter, Part(part), is_shared=False)
    title = part_of(part, request.person.called)
    page = {"supporter": supporter, "part": part, "shown": found, "title": title, "participant": request.person}
    return render(request, "companion/as_they_see_it.html", page)
