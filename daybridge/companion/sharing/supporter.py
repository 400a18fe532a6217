"""The supporter's front door: what is shared with them, how to help, and their own account. Kept in no cache."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from daybridge.companion.sharing.shown import shown
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import actions as people
from daybridge.people import queries as who
from daybridge.people.models import Supporter
from daybridge.privacy import actions, queries
from daybridge.privacy.rules import Part
from daybridge.privacy.sentences import part_of


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
    return render(request, "companion/supporter.html", {"person": request.person, "by_person": by_person})


@require_GET
@supporter_page
def part(request: SupporterRequest, supporter_id: UUID, part: str) -> HttpResponse:
    """One part that is shared at this moment; the look is written down."""
    share = actions.open_shared(request.actor, supporter_id, part)
    page = {"part": share.part, "shown": shown(share.participant, Part(share.part)), "until": share.until}
    title = part_of(share.part, share.participant.called)
    return render(request, "companion/shared_part.html", page | {"title": title, "participant": share.participant})


@require_POST
@supporter_page
def close(request: SupporterRequest) -> HttpResponse:
    """Close one's own account, for good."""
    people.close_account(request.actor, who.account(cast(UUID, request.actor.account_id)))
    logout(request)
    return HttpResponseRedirect(settings.LOGIN_URL)
