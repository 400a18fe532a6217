"""A thread with a participant, and the list of those that wait."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import Invalid, NotYours
from daybridge.messaging import actions, queries
from daybridge.messaging.on_file import quick_replies
from daybridge.messaging.requests import NotLookedAt, Received, give_out, receive
from daybridge.messaging.rules.files import LARGEST, Kind
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.people.sentences import roles_in_words
from daybridge.privacy.actions import look_along, note_document_opened, open_chart
from daybridge.privacy.rules import Purpose
from daybridge.safety import queries as safety
from daybridge.ui.forms import attempt
from daybridge.workspace.messages.forms import AnnounceForm, HandOverForm, MessageForm, TeamForm

# --- The list --------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def inbox(request: StaffRequest) -> HttpResponse:
    """Whose threads wait, the unread ones first; all of them, where that is asked for. Nothing of what was written."""
    rows, shows_all = queries.inbox(request.actor), request.GET.get("show") == "all"
    sought = request.GET.get("q", "").strip()
    shown = {
        "rows": [row for row in rows if shows_all or row.waits],
        "shows_all": shows_all,
        "threads": len(rows),
        "sought": sought,
        "found": queries.search(request.actor, sought) if sought else None,
        "most": queries.MOST_SOUGHT,
    }
    part = "#inbox" if request.headers.get("HX-Request") else ""
    return render(request, f"workspace/messages.html{part}", shown)


@require_GET
@staff_page
def count(request: StaffRequest) -> HttpResponse:
    """The number beside the way to the messages."""
    return render(request, "workspace/parts/message_count.html", {"waiting": queries.waiting_count(request.actor)})


@require_GET
@staff_page
def for_me(request: StaffRequest) -> HttpResponse:
    """What waits for me, on Today."""
    return render(request, "workspace/parts/messages_for_me.html", {"rows": queries.waiting_for(request.actor)})


# --- One thread ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """A thread: read it, answer, say that nothing needs an answer, hand it over, mark a message as urgent."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    if request.method == "GET":
        return _page(request, participant, _begun(request, participant))
    deed = _DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        return _page(request, participant, MessageForm(), status=422)
    form = _form(request, participant)
    status = attempt(form, lambda said: deed(request.actor, participant, said))
    if status:
        is_message = isinstance(form, MessageForm)
        return _page(request, participant, form if is_message else MessageForm(), wrong=form, status=status)
    messages.success(request, _SAID[request.POST["deed"]]())
    here = reverse("workspace:messages-of", args=[participant.id])
    return redirect(f"{here}#write" if isinstance(form, MessageForm) else here)  # what was sent is seen where it stands


@require_GET
@staff_page
def thread(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The thread alone, fetched again when something in it has changed; what is being typed beside it stays."""
    participant = look_along(request.actor, participant_id, purpose=Purpose.TREATMENT)
    return render(request, "workspace/thread.html#thread", _shown(request, participant))


@require_POST
@staff_page
def read(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The end of the thread came onto the screen."""
    participant = people.participant(request.actor, participant_id)
    actions.note_read(request.actor, participant, up_to=_number(request))
    return HttpResponse(status=204)


@require_GET
@staff_page
def file(request: StaffRequest, participant_id: UUID, file_id: UUID) -> HttpResponse:
    """What came with a message. A document is a look of its own; what the thread shows is part of the look at that."""
    found = queries.file(request.actor, file_id)
    if found.participant_id != participant_id:
        raise NotYours()
    if found.kind is Kind.DOCUMENT:
        note_document_opened(request.actor, found, participant_id=participant_id, purpose=Purpose.TREATMENT)
    else:
        look_along(request.actor, participant_id, purpose=Purpose.TREATMENT)
    return give_out(found)


# --- Announcements ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def announcements(request: StaffRequest) -> HttpResponse:
    """What was said to groups and programs, and how many have read it; say something."""
    may_be_told = {str(one.id): one for one in queries.may_be_told(request.actor)}
    form, status = AnnounceForm(request.POST or None, to=may_be_told), 200
    if request.method == "POST":
        failed = attempt(
            form,
            lambda said: actions.announce(
                request.actor, may_be_told[said["to"]], announcement_id=said["id"], words=said["words"]
            ),
        )
        if failed is None:
            messages.success(request, _SAID["announce"]())
            return redirect("workspace:announcements")
        status = failed
    shown = {"form": form, "may_announce": bool(may_be_told), "said": queries.announcements(request.actor)}
    return render(request, "workspace/announcements.html", shown, status=status)


# --- Staff to staff --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def team(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What staff wrote to one another about somebody, who never reads it here."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    form, status = TeamForm(request.POST or None), 200
    if request.method == "POST":
        failed = attempt(
            form,
            lambda said: actions.write_to_team(request.actor, participant, message_id=said["id"], words=said["words"]),
        )
        if failed is None:
            messages.success(request, _SAID["send"]())
            return redirect("workspace:team-messages", participant.id)
        status = failed
    shown = {**_shown_to_team(request, participant), "form": form}
    return render(request, "workspace/team_messages.html", shown, status=status)


@require_GET
@staff_page
def team_thread(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The same alone, fetched again when a colleague has written."""
    participant = look_along(request.actor, participant_id, purpose=Purpose.TREATMENT)
    return render(request, "workspace/team_messages.html#thread", _shown_to_team(request, participant))


def _shown_to_team(request: StaffRequest, participant: Participant) -> dict[str, Any]:
    return {"participant": participant, "thread": queries.team_thread(request.actor, participant)}


@require_POST
@staff_page
def read_team(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The end of it came onto the screen."""
    participant = people.participant(request.actor, participant_id)
    actions.note_team_read(request.actor, participant, up_to=_number(request))
    return HttpResponse(status=204)


def _number(request: StaffRequest) -> int:
    up_to = request.POST.get("up_to", "")
    return int(up_to) if up_to.isascii() and up_to.isdigit() and len(up_to) < 10 else 0


def _begun(request: StaffRequest, participant: Participant) -> MessageForm:
    """The form, with an own message in it where one is to be put in other words (`?about=`)."""
    about = request.GET.get("about")
    thread = queries.thread(participant, reader=request.actor.who) if about else None
    own = [one for one in thread.messages if str(one.id) == about] if thread else []
    if own and own[0].staff and own[0].staff.id == request.actor.who:
        return MessageForm(initial={"about": own[0].id, "words": own[0].words})
    return MessageForm()


def _page(
    request: StaffRequest, participant: Participant, form: Any, *, wrong: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    shown = _shown(request, participant)
    calendar = safety.calendar(participant.organization_id)
    more = {
        "form": form,
        "wrong": wrong,
        "replies": [(one.name, one.said(participant.language)) for one in quick_replies()],
        "hand_over": _hand_over(shown["thread"]),
        "has_app": participant.account_id is not None,
        "is_at_work": calendar.is_open(clock.now()),
    }
    return render(request, "workspace/thread.html", shown | more, status=status)


def _shown(request: StaffRequest, participant: Participant) -> dict[str, Any]:
    sought = request.GET.get("q", "").strip()[: queries.MOST_SOUGHT]
    most = queries.MOST_SEARCHED if sought else queries.MOST_SHOWN
    thread = queries.thread(participant, reader=request.actor.who, most=most)
    team = [(one, roles_in_words(one.roles)) for one in thread.team]
    shown = queries.with_words(thread.messages, sought) if sought else thread.messages
    return {
        "participant": participant,
        "thread": thread,
        "shown": shown,
        "sought": sought,
        "team": team,
        "me": request.actor.who,
        "alert": safety.open_alerts(request.actor).filter(participant=participant).first(),
    }


def _hand_over(thread: queries.Thread) -> HandOverForm:
    answers = str(thread.answers.staff_id) if thread.answers else None
    return HandOverForm(team=_team(thread.team), initial={"to": answers})


def _team(team: Any) -> list[tuple[str, str]]:
    return [(str(one.staff_id), f"{one.name}, {roles_in_words(one.roles)}") for one in team]


def _form(request: StaffRequest, participant: Participant) -> forms.Form:
    deed = request.POST["deed"]
    if deed == "send":
        return MessageForm(request.POST, files=request.FILES)
    if deed == "hand-over":
        return HandOverForm(request.POST, team=_team(people.care_team(participant.id)))
    return UpToForm(request.POST)


class UpToForm(forms.Form):
    """Up to which message, or which one."""

    up_to = forms.IntegerField(required=False, min_value=0, max_value=1_000_000_000)
    message = forms.UUIDField(required=False)


Deed = Callable[[Actor, Participant, dict[str, Any]], object]


def _send(actor: Actor, participant: Participant, said: dict[str, Any]) -> None:
    sent = said["file"]
    actions.send_message(
        actor,
        participant,
        message_id=said["id"],
        words=said["words"],
        about=said["about"],
        file=_received(sent) if sent else None,
        made_at=clock.now(),
    )
    if said["up_to"]:
        actions.note_read(actor, participant, up_to=said["up_to"])  # whoever answers has it in front of them


def _received(sent: Any) -> Received:
    """What was chosen, looked at. Raises Invalid (422), so that what was typed beside it comes back."""
    try:
        return receive(sent.read(LARGEST + 1), name=sent.name)
    except NotLookedAt as silent:
        raise Invalid(silent.words, fields={"file": silent.words}) from silent


def _settle(actor: Actor, participant: Participant, said: dict[str, Any]) -> None:
    actions.settle(actor, participant, up_to=said["up_to"] or 0)


def _hand(actor: Actor, participant: Participant, said: dict[str, Any]) -> None:
    actions.hand_over(actor, participant, to=people.staff_member(actor, said["to"]))


def _mark(actor: Actor, participant: Participant, said: dict[str, Any]) -> None:
    actions.mark_urgent(actor, queries.message(actor, participant.id, said["message"]))


_DEEDS: dict[str, Deed] = {"send": _send, "settle": _settle, "hand-over": _hand, "urgent": _mark}
_SAID: dict[str, Callable[[], str]] = {
    "send": lambda: _("Sent."),
    "announce": lambda: _("Sent to everybody who is in it now."),
    "settle": lambda: _("It no longer waits for an answer."),
    "hand-over": lambda: _("They answer from now on, and have been told."),
    "urgent": lambda: _("It is an alert now, with its clock."),
}
