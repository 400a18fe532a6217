"""The supporter's front door: what is shared with them, how to help, and their own account. Kept in no cache."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.attendance.rules import EARLIEST_BEFORE
from daybridge.companion.arriving import why_not_joined
from daybridge.companion.sharing.shown import shown, to_read
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid, NotYours
from daybridge.library import queries as library
from daybridge.people import actions as people
from daybridge.people import queries as who
from daybridge.people.models import Supporter
from daybridge.privacy import actions, queries
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part
from daybridge.privacy.sentences import part_of
from daybridge.programs.families import queries as families
from daybridge.programs.families.actions import answer_date
from daybridge.programs.sentences import kind_in_words
from daybridge.telehealth import queries as telehealth
from daybridge.telehealth.actions import ask_to_join_beside
from daybridge.telehealth.rules import MOST_NAME_CHARACTERS


class SupporterRequest(HttpRequest):
    """A supporter's request, as the middleware has completed it."""

    actor: Actor
    person: Supporter


def supporter_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for supporters. Strangers sign in first; everybody else finds nothing here."""

    @wraps(view)
    @never_cache
    def permitted(request: HttpRequest, **found: Any) -> HttpResponse:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': '/supporter/'})}")
        if not actor.is_supporter:
            raise NotYours()
        return view(cast(SupporterRequest, request), **found)

    return permitted


@require_GET
@supporter_page
def home(request: SupporterRequest) -> HttpResponse:
    """Who shares what, until when; and how to help in a bad moment."""
    shares = queries.shared_with(request.actor)
    by_person = [
        {"participant": participant, "shares": [(one, part_of(one.part, participant.called)) for one in theirs]}
        for participant, theirs in groupby(shares, key=lambda one: one.participant)
    ]
    page = {"person": request.person, "by_person": by_person, "supported": who.supported_by(request.actor)}
    return render(request, "companion/supporter.html", page)


@require_GET
@supporter_page
def part(request: SupporterRequest, supporter_id: UUID, part: str) -> HttpResponse:
    """One part that is shared at this moment; the look is written down."""
    share = actions.open_shared(request.actor, supporter_id, part)
    parts = [share, *_signs_beside(request.actor, share)]
    page = {
        "parts": [(one.part, shown(one.supporter, Part(one.part))) for one in parts],
        "until": share.until,
        "title": part_of(share.part, share.participant.called),
        "participant": share.participant,
        "to_read": to_read(Part(share.part)),
        "supporter": share.supporter,
        "may_answer": True,
        "rooms_open_to": clock.now() + EARLIEST_BEFORE,
    }
    return render(request, "companion/shared_part.html", page)


def _signs_beside(actor: Actor, share: Share) -> list[Share]:
    """Beside their part in a plan somebody sees its warning signs, where these are shared too: a look at each is written down."""
    has_signs = any(
        (one.supporter_id, one.part) == (share.supporter_id, Part.WARNING_SIGNS) for one in queries.shared_with(actor)
    )
    if share.part != Part.THEIR_PART or not has_signs:
        return []
    return [actions.open_shared(actor, share.supporter_id, Part.WARNING_SIGNS)]


@require_GET
@supporter_page
def reading(request: SupporterRequest) -> HttpResponse:
    """How to help: the same articles for every supporter, whoever shares what with them."""
    return render(request, "companion/helping.html", {"articles": library.for_supporters(about_use=False)})


@require_GET
@supporter_page
def article(request: SupporterRequest, code: str) -> HttpResponse:
    """One of the articles that everybody reads alike."""
    return render(request, "companion/helping_article.html", {"article": library.for_supporter(code)})


@require_POST
@supporter_page
def answer(request: SupporterRequest, supporter_id: UUID, occurrence_id: UUID) -> HttpResponse:
    """Say whether one comes to a family group on a date."""
    invitation, occurrence = families.asked_to(request.actor, supporter_id, occurrence_id)
    try:
        answer_date(request.actor, invitation, occurrence=occurrence, is_coming=request.POST.get("coming") == "yes")
        messages.success(request, _("Thank you. The team sees it."))
    except Conflict as refusal:
        messages.error(request, str(refusal))
    return redirect("supporter:part", supporter_id, Part.FAMILY_GROUPS)


@require_http_methods(["GET", "POST"])
@supporter_page
def join(request: SupporterRequest, supporter_id: UUID, occurrence_id: UUID) -> HttpResponse:
    """Come to a family group by video: what others call one, and that what is said there stays there; then one is at the room's door."""
    occurrence = telehealth.session_with_families(request.actor, occurrence_id)
    supporter, guest = telehealth.supporter_at(request.actor, occurrence)
    if supporter.id != supporter_id:
        raise NotYours()
    page = {
        "supporter": supporter, "kind": kind_in_words(occurrence.series.group.kind), "most_name": MOST_NAME_CHARACTERS,
        "called": guest.called if guest else "", "phone": occurrence.series.organization.phone,
    }  # fmt: skip
    if closed := why_not_joined(occurrence, guest):
        return render(request, "companion/shared_join.html", page | {"refused": closed}, status=409)
    if request.method != "POST":
        return render(request, "companion/shared_join.html", page)
    called, keeps_it = request.POST.get("called", ""), request.POST.get("keeps_it") == "yes"
    try:
        ask_to_join_beside(request.actor, supporter, occurrence=occurrence, called=called, keeps_it=keeps_it)
    except Invalid as error:
        said = {"called": called, "keeps_it": keeps_it, "errors": error.fields}
        return render(request, "companion/shared_join.html", page | said, status=422)
    except Conflict as error:
        return render(request, "companion/shared_join.html", page | {"refused": error.words}, status=409)
    return redirect("telehealth:room", occurrence.id)


@require_POST
@supporter_page
def close(request: SupporterRequest) -> HttpResponse:
    """Close one's own account, for good."""
    people.close_account(request.actor, who.account(cast(UUID, request.actor.account_id)))
    logout(request)
    return HttpResponseRedirect(settings.LOGIN_URL)
