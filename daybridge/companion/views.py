"""The participant's pages. Each is a shell without anything personal; the phone fills it from its own sealed store."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybridge.attendance.afterwards.rules import HIGHEST, LOWEST
from daybridge.attendance.afterwards.sentences import PRACTICES, QUESTIONS
from daybridge.companion.home_screen import LOOKS, look_of
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.library import queries as library_queries
from daybridge.medications.sentences import dangers, effects, reasons, strengths
from daybridge.messaging import queries as messaging
from daybridge.messaging.requests import give_out
from daybridge.messaging.rules import MOST_CHARACTERS as MOST_CHARACTERS_OF_MESSAGE
from daybridge.notifications.requests import reach as reach_page
from daybridge.people import actions as people
from daybridge.people import queries as people_queries
from daybridge.people.models import Participant
from daybridge.people.proof import has_proved_lately, prove_again
from daybridge.people.requests import is_shared_phone, last_as_long_as_suits, tell_browser
from daybridge.people.rules import HomeScreen
from daybridge.programs.attending.rules import MOST_BETTER_CHARACTERS
from daybridge.programs.attending.rules import MOST_NOTE_CHARACTERS as MOST_ABSENCE_NOTE
from daybridge.programs.attending.sentences import OUTCOMES, REASONS
from daybridge.programs.availability.rules import DAY, MOST_NOTE_CHARACTERS, STEP
from daybridge.programs.availability.sentences import WAYS, WHYS
from daybridge.safety.plan.rules import MOST_CHARACTERS, MOST_LINES, MOST_RELATION_CHARACTERS, WITH_PHONE
from daybridge.safety.plan.sentences import parts
from daybridge.substances.rules import MOST_AMOUNT, MOST_OWN
from daybridge.substances.rules import MOST_WORDS as MOST_USE_WORDS
from daybridge.substances.sentences import GOALS as USE_GOALS
from daybridge.substances.sentences import STATES as USE_STATES
from daybridge.ui.templatetags.ui import built_url
from daybridge.ui.words import clock_of

Page = Callable[..., HttpResponseBase]


def _who_asks(request: HttpRequest) -> Actor | None:
    actor: Actor | None = getattr(request, "actor", None)
    return actor


class OwnRequest(HttpRequest):
    """A request of the participant whom the page is about."""

    actor: Actor
    person: Participant


def participant_page(view: Page) -> Page:
    """A page that participants look at."""
    return require_safe(for_participants(view))


def for_participants(view: Page) -> Page:
    """For participants, with every hour on their own clock. Strangers sign in first; staff find nothing here."""

    @wraps(view)
    @cache_control(private=True, no_cache=True)
    def permitted(request: HttpRequest, **found: Any) -> HttpResponseBase:
        actor = _who_asks(request)
        if actor is None:
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
        if not actor.is_participant:
            raise NotYours()
        look = look_of(request.person)  # type: ignore[attr-defined]
        request.look = look  # type: ignore[attr-defined]
        with timezone.override(ZoneInfo(request.person.time_zone)):  # type: ignore[attr-defined]
            response = view(request, **found)
        response["Daybridge-Look"] = look.code  # a phone keeps its pages anew when that changes
        return response

    return permitted


@participant_page
def today(request: HttpRequest) -> HttpResponse:
    page = {
        "scale": range(LOWEST, HIGHEST + 1),
        "ratings": [(code.value, words) for code, words in QUESTIONS.items()],
        "practices": [(code.value, words) for code, words in PRACTICES.items()],
    }
    return render(request, "companion/today.html", page)


@participant_page
def check_in(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/check_in.html", {"scale": range(11)})


@participant_page
def skills(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/skills.html")


@participant_page
def now(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/now.html", {"scale": range(11)})


@participant_page
def worksheets(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/worksheets.html")


@participant_page
def diary(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/diary.html")


@participant_page
def progress(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/progress.html")


@participant_page
def library(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/library.html")


@participant_page
def library_shelf(request: HttpRequest) -> HttpResponse:
    """Every article and exercise in the reader's language: a file, compressed because nothing in it is anybody's secret."""
    _mark, told = library_queries.shelf_for_phone((get_language() or "en")[:2])
    answer = HttpResponse(told, content_type="application/json")
    patch_vary_headers(answer, ["Accept-Encoding", "Cookie"])
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.content = _smaller(told)
        answer["Content-Encoding"] = "gzip"
    return answer


@lru_cache(maxsize=8)
def _smaller(told: bytes) -> bytes:
    return gzip.compress(told, mtime=0)


@participant_page
def support(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/support.html")


@participant_page
def measures(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/measures.html")


@participant_page
def plan(request: HttpRequest) -> HttpResponse:
    limits = {"lines": MOST_LINES, "characters": MOST_CHARACTERS, "relation": MOST_RELATION_CHARACTERS}
    page = {"parts": parts(), "with_phone": [one.value for one in WITH_PHONE], "limits": limits}
    return render(request, "companion/plan.html", page)


@participant_page
def medicines(request: HttpRequest) -> HttpResponse:
    page = {"reasons": reasons(), "effects": effects(), "dangers": dangers(), "strengths": strengths()}
    return render(request, "companion/medicines.html", page)


@participant_page
def use(request: HttpRequest) -> HttpResponse:
    page = {
        "goals": [(code.value, words) for code, words in USE_GOALS.items()],
        "states": [(code.value, words) for code, words in USE_STATES.items()],
        "weekdays": [*WEEKDAYS_ABBR.values()][-1:] + [*WEEKDAYS_ABBR.values()][:-1],
        "most_words": MOST_USE_WORDS,
        "most_amount": MOST_AMOUNT,
        "most_own": MOST_OWN,
    }
    return render(request, "companion/use.html", page)


@participant_page
def week(request: HttpRequest) -> HttpResponse:
    page = {
        "weekdays": list(WEEKDAYS.values()),
        "days": list(zip(WEEKDAYS_ABBR.values(), WEEKDAYS.values(), strict=True)),
        "whys": [(code.value, words) for code, words in WHYS.items()],
        "ways": [(code.value, words) for code, words in WAYS.items()],
        "half_hours": [(at, clock_of(at)) for at in range(0, DAY + 1, STEP)],
        "most_note": MOST_NOTE_CHARACTERS,
        "reasons": [(code.value, words) for code, words in REASONS.items()],
        "most_absence_note": MOST_ABSENCE_NOTE,
        "most_better": MOST_BETTER_CHARACTERS,
        "outcomes": [(code.value, words) for code, words in OUTCOMES.items()],
    }
    return render(request, "companion/week.html", page)


@participant_page
def messages_page(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/messages.html", {"most": MOST_CHARACTERS_OF_MESSAGE})


@participant_page
def message_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What came with one of one's own messages."""
    return give_out(messaging.file(_who_asks(request), file_id))  # type: ignore[arg-type]


@participant_page
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "companion/me.html", {"looks": LOOKS.values()})


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def reach(request: HttpRequest) -> HttpResponse:
    """How a participant may be reached; unlike the shells it needs the network, and no phone keeps it."""
    return reach_page(request, "companion/reach.html")


@require_POST
@for_participants
def home_screen(request: HttpRequest) -> HttpResponse:
    """Keep the name and picture that someone chose for their home screen."""
    people.choose_home_screen(_who_asks(request), request.person, look=request.POST.get("look", ""))  # type: ignore[arg-type, attr-defined]
    return HttpResponseRedirect("/companion/me/#home-screen")


_SHARED_PHONE = "/companion/me/#shared-phone"


@require_POST
@for_participants
def phone_is_shared(request: HttpRequest) -> HttpResponse:
    """Keep whether this phone is only theirs; it is the session's to know, and written down like a sign-in."""
    actor, shared = _who_asks(request), request.POST.get("shared") == "yes"
    assert actor is not None
    if not shared and not has_proved_lately(request):  # what is kept on a phone from then on is for its owner's eyes
        messages.info(request, _("After this, please choose it again."))
        return prove_again(come_back_to=_SHARED_PHONE)
    last_as_long_as_suits(request, people_queries.organization_of(actor), shared=shared)
    what = "said that this phone is not only theirs" if shared else "said that this phone is only theirs"
    people.note_sign_in(actor, request.user, what=what)  # type: ignore[arg-type]
    response = HttpResponseRedirect(_SHARED_PHONE)
    tell_browser(request, response)
    return response


@require_safe
@never_cache
def whose(request: HttpRequest) -> HttpResponse:
    """Whose phone this is at the moment, as a mark that says nothing else, and the token that a write needs.

    A phone asks before it sends what waits, so that nobody's words are ever sent under another person's name.
    """
    actor = _who_asks(request)
    if actor is None or not actor.is_participant:
        return JsonResponse({}, status=401)
    mark = salted_hmac("daybridge.companion.store", str(actor.person_id), algorithm="sha256").hexdigest()
    minutes = request.session["idle_seconds"] // 60 if is_shared_phone(request) else 0
    response = JsonResponse({"mark": mark, "csrf": get_token(request), "shared_minutes": minutes})
    tell_browser(request, response)
    _keep_kept(request, response)
    return response


#: What a phone notes beside its store: how many entries wait in it and since when (client/offline/kept.ts); our copy of it.
_KEPT, _KEPT_COPY, _KEPT_DAYS = "daybridge-kept", "daybridge-kept-copy", 400


def _keep_kept(request: HttpRequest, response: HttpResponse) -> None:
    """Some browsers forget what a script noted after a week, together with the store that it is about; not what we note."""
    noted = request.COOKIES.get(_KEPT, "")
    if re.fullmatch(r"\d{1,6}\.\d{1,16}", noted):
        age = _KEPT_DAYS * 24 * 60 * 60
        response.set_cookie(
            _KEPT_COPY, noted, max_age=age, path="/companion/", samesite="Lax", secure=request.is_secure()
        )


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker at an address that lets it look after the companion's pages."""
    built = finders.find(built_url("sw.js").removeprefix(settings.STATIC_URL))
    if not built:
        raise Http404
    headers = {"Service-Worker-Allowed": "/companion/"}
    return HttpResponse(Path(str(built)).read_bytes(), content_type="text/javascript; charset=utf-8", headers=headers)


#: Long-pressing the picture shows these; under a discreet name only the one that says nothing.
_SHORTCUTS = (
    (gettext_lazy("Check in"), "/companion/check-in/"),
    (gettext_lazy("Support now"), "/companion/support/"),
    (gettext_lazy("My safety plan"), "/companion/plan/"),
)


@require_safe
@cache_control(no_cache=True)
def web_manifest(request: HttpRequest) -> HttpResponse:
    """How a phone puts the companion on its home screen: a discreet name and icon, and the ways in that can't wait."""
    look = look_of(getattr(request, "person", None))
    described = {
        "id": "/companion/",
        "name": look.name,
        "short_name": look.name,
        "description": _("Your program, on your phone.") if look.code == HomeScreen.DAYBRIDGE else look.name,
        "lang": get_language(),
        "start_url": "/companion/",
        "scope": "/companion/",
        "display": "standalone",
        "background_color": "#fbf9f4",
        "theme_color": "#1f5560",
        "icons": [
            {"src": look.icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            look.picture(192),
            look.picture(512),
            look.picture(512, purpose="maskable"),
        ],
        "shortcuts": [
            {"name": words, "url": address, "icons": [look.picture(192)]}
            for words, address in (_SHORTCUTS if look.code == HomeScreen.DAYBRIDGE else _SHORTCUTS[:1])
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")
