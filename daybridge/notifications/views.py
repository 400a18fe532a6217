"""The list of notices, where each leads, how staff are reached, and what a device tells us."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from daybridge.core import tenancy
from daybridge.core.actors import Actor
from daybridge.notifications import actions, queries, requests, rules
from daybridge.notifications.models import Notice
from daybridge.notifications.receipts import read_receipt_token
from daybridge.notifications.reminders import actions as reminders
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.ui.templatetags.ui import built_url


@require_GET
@staff_page
def notices(request: StaffRequest) -> HttpResponse:
    """What a member of staff was told, newest first; looking at it counts as having been shown it."""
    shown = queries.notices_of(request.actor, language=request.person.language)
    actions.mark_list_shown(request.actor, request.person, notice_ids=[one.id for one in shown])
    return render(request, "notifications/notices.html", {"notices": shown})


@require_GET
@staff_page
def open_notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Go where a notice leads."""
    notice = queries.own_notice(request.actor, notice_id)
    actions.mark_opened(request.actor, notice, channel="in_app")
    return HttpResponseRedirect(notice.link or "/notices/")


@require_http_methods(["GET", "POST"])
@staff_page
def reach(request: StaffRequest) -> HttpResponse:
    """How a member of staff may be reached."""
    return requests.reach(request, "notifications/reach.html")


@csrf_exempt  # a service worker has no page to take a token from; the receipt's own key is the proof
@require_POST
def receipt(request: HttpRequest) -> HttpResponse:
    """A device says that it showed a push, that its owner opened it, or what they did with it there."""
    read = read_receipt_token(request.POST.get("receipt", ""))
    what = request.POST.get("what", "")
    if read is None or what not in ("shown", "opened", *rules.DEEDS):
        raise Http404
    organization_id, notice_id, channel, round_of = read
    tenancy.enter(organization_id)
    system = Actor.system(organization_id, "receipt of a device")
    _DEEDS[what.partition("-")[0]](system, queries.notice(notice_id), channel, round_of, what.partition("-")[2])
    return HttpResponse(status=204)


def _shown(system: Actor, notice: Notice, channel: str, round_of: int, _choice: str) -> None:
    actions.mark_shown(system, notice, channel=channel, round_of=round_of)


def _opened(system: Actor, notice: Notice, channel: str, round_of: int, _choice: str) -> None:
    actions.mark_opened(system, notice, channel=channel, round_of=round_of)


def _done(system: Actor, notice: Notice, channel: str, round_of: int, _choice: str) -> None:
    _opened(system, notice, channel, round_of, "")
    reminders.mark_done(system, notice)


def _snooze(system: Actor, notice: Notice, channel: str, round_of: int, choice: str) -> None:
    _opened(system, notice, channel, round_of, "")
    reminders.snooze(system, notice, choice=choice)


_DEEDS = {"shown": _shown, "opened": _opened, "done": _done, "snooze": _snooze}


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The staff's service worker: it shows notices, and looks after no page."""
    built = finders.find(built_url("notices.js").removeprefix(settings.STATIC_URL))
    if not built:
        raise Http404
    return HttpResponse(Path(str(built)).read_bytes(), content_type="text/javascript; charset=utf-8")
