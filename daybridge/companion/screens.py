"""A participant's own drug screens: when and where, what is looked for, honest words beforehand, and results in plain words. Needs the network."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybridge.companion.views import OwnRequest, for_participants
from daybridge.core import clock
from daybridge.core.errors import DaybridgeError, NotYours
from daybridge.core.ids import new_id
from daybridge.screens import actions, queries
from daybridge.screens.models import Screen
from daybridge.screens.rules import WAITS, Method, Outcome, State, book
from daybridge.screens.sentences import OUTCOMES


@dataclass(frozen=True)
class OwnScreen:
    """A screen as its person reads it: nothing says whether a result was expected; that is talked about, not told."""

    screen: Screen
    looked_for: str
    #: What was looked for, how it came out, and whether a laboratory confirmed it.
    results: list[tuple[str, Any, bool]]
    said: list[str]
    is_ahead: bool
    is_waiting: bool


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def page(request: OwnRequest) -> HttpResponse:
    """My drug screens: what comes, and what came."""
    return _say(request) if request.method == "POST" else _shown(request)


def _shown(request: OwnRequest, *, unsent: str = "", status: int = 200) -> HttpResponse:
    """The page; `unsent` are words that were refused, and that stand on it so that they are not lost."""
    own = [_own(one) for one in queries.screens_of(request.person.id) if one.screen.state != State.WITHDRAWN]
    now = clock.now()
    shown = {
        "ahead": [one for one in own if one.is_ahead and _is_told(one.screen)],
        "past": [one for one in own if one.results or one.is_waiting],
        "now": now,
        "words_id": new_id(),
        "unsent": unsent,
    }
    return render(request, "companion/screens.html", shown, status=status)


def _is_told(screen: Screen) -> bool:
    """A day drawn by chance is shown once they are told of it; one agreed on is shown from the start."""
    return screen.state == State.NOTIFIED or screen.drawn_id is None


def _own(found: queries.Shown) -> OwnScreen:
    screen, language = found.screen, get_language() or "en"
    named = queries.names(language)
    panel = book().panels.get(screen.panel)
    now = clock.now()
    is_shown = found.is_shown_to_them(now)
    results = [
        (named.get(code, code), OUTCOMES[Outcome(one.outcome)], one.method == Method.CONFIRMED)
        for code, one in found.judged.items()
    ]
    return OwnScreen(
        screen, ", ".join(named[code] for code in panel.analytes) if panel else "", results if is_shown else [],
        [one.said for one in found.words if one.kind == "before"], screen.state in WAITS and screen.closes_at > now,
        screen.resulted_at is not None and not is_shown,
    )  # fmt: skip


def _say(request: OwnRequest) -> HttpResponse:
    """Say beforehand what may be found."""
    try:
        screen = queries.screen(request.actor, UUID(request.POST.get("screen", "")))
        words_id = UUID(request.POST.get("words_id", ""))
    except ValueError:
        raise NotYours() from None
    said = request.POST.get("said", "").replace("\x00", "")
    try:
        actions.tell_before(request.actor, screen, words_id=words_id, said=said)
        messages.success(request, _("Thank you for saying it. Your team reads it before the results."))
    except DaybridgeError as refused:
        if refused.status not in (409, 422):
            raise
        messages.error(request, refused.words)
        return _shown(request, unsent=said, status=refused.status)
    return HttpResponseRedirect(reverse("own-screens"))
