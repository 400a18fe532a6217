"""The staff's pages. Each gets it permitted, reads its form, calls one action or query, and shows the result."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from daybridge.core import clock
from daybridge.messaging import queries as messaging
from daybridge.people import queries as people
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import Document, note_document_opened, open_chart
from daybridge.privacy.rules import Purpose
from daybridge.safety import actions as safety
from daybridge.safety import queries as alerts_of
from daybridge.ui.forms import attempt
from daybridge.workspace import alert_cards, queries, timeline
from daybridge.workspace import board as boards
from daybridge.workspace.board import Filters
from daybridge.workspace.forms import (
    AnswerForm,
    BoardForm,
    CloseForm,
    ContactForm,
    FollowUpForm,
    HandOverForm,
    SecondLookForm,
    TimelineForm,
)


@require_GET
@staff_page
def today(request: StaffRequest) -> HttpResponse:
    """What waits for me now."""
    day = clock.today(request.organization.time_zone)
    shown = queries.today(request.actor, on=day)
    return render(request, "workspace/today.html", {"today": shown, "day": day})


@require_GET
@staff_page
def my_alerts(request: StaffRequest) -> HttpResponse:
    """What waits for me, fetched again when something about an alert has changed."""
    cards = alert_cards.open_cards(request.actor, alerts_of.alerts_for_me(request.actor))
    return render(request, "workspace/today.html#my-alerts", {"cards": cards})


@require_GET
@staff_page
def caseload(request: StaffRequest) -> HttpResponse:
    """Everyone I care for, who needs someone first at the top."""
    form = BoardForm(request.GET)
    chosen = form.read()
    page = chosen.pop("page", 1)
    day = clock.today(request.organization.time_zone)
    board = boards.board(request.actor, Filters(**chosen), page=page, today=day)
    template = "workspace/caseload.html#board" if request.headers.get("HX-Request") else "workspace/caseload.html"
    return render(request, template, {"board": board, "form": form, "chosen": chosen, "here": _without_page(request)})


def _without_page(request: StaffRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


@require_GET
@staff_page
def chart(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """One person's chart; the look is written down."""
    opened = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT)
    form = TimelineForm(request.GET)
    page = timeline.chart_page(request.actor, opened, **form.read())
    return render(request, "workspace/chart.html", {"page": page, "form": form, "shown": form.read()})


@require_GET
@staff_page
def alerts(request: StaffRequest) -> HttpResponse:
    """Open alerts, or the ones that were closed last."""
    return render(request, "workspace/alerts.html", _alerts_shown(request))


@require_GET
@staff_page
def alert_list(request: StaffRequest) -> HttpResponse:
    """The list alone, fetched again when something about an alert has changed."""
    return render(request, "workspace/alerts.html#alert-list", _alerts_shown(request))


def _alerts_shown(request: StaffRequest) -> dict[str, Any]:
    shows_closed = request.GET.get("state") == "closed"
    if shows_closed:
        cards = alert_cards.alert_cards(request.actor, alerts_of.closed_alerts(request.actor))
    else:
        cards = alert_cards.open_cards(request.actor, alerts_of.open_alerts(request.actor))
    rest = [card for card in cards if not card.is_pressing]
    return {
        "closed": shows_closed,
        "cards": cards,
        "pressing": [card for card in cards if card.is_pressing],
        "mine": [card for card in rest if card.is_mine],
        "others": [card for card in rest if not card.is_mine],
    }


@require_GET
@staff_page
def count(request: StaffRequest) -> HttpResponse:
    """The number beside the bell."""
    return render(request, "ui/parts/alert_count.html", {"alerts": alert_cards.alert_count(request.actor)})


@require_GET
@staff_page
def alarms(request: StaffRequest) -> HttpResponse:
    """What of the machinery does not work, fetched again when that has changed."""
    return render(request, "ui/parts/alarms.html")


@require_GET
@staff_page
def alert(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """One alert: the facts, the rule, what was done, and what to do next. The look is written down."""
    found = alerts_of.alert(request.actor, alert_id)
    note_document_opened(
        request.actor, cast(Document, found), participant_id=found.participant_id, purpose=Purpose.TREATMENT
    )
    return _alert_page(request, found)


@require_GET
@staff_page
def alert_state(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """The parts of an alert's page that others' deeds change; what is being typed beside them stays."""
    found = alerts_of.alert(request.actor, alert_id)
    part = "alert-history" if request.GET.get("part") == "history" else "alert-state"
    return render(request, f"workspace/alert.html#{part}", _alert_context(request, found))


def _alert_page(request: StaffRequest, found: Any, *, status: int = 200, **bound: django_forms.Form) -> HttpResponse:
    forms = {
        "contact_form": ContactForm(prefix="contact"),
        "answer_form": AnswerForm(prefix="answer"),
        "close_form": CloseForm(prefix="close"),
        "look_form": SecondLookForm(prefix="look"),
        "follow_form": FollowUpForm(prefix="follow"),
        "hand_over_form": HandOverForm(prefix="hand", colleagues=_colleagues(request)),
    }
    critical = any(one["kind"] == "critical_answer" for one in found.causes)
    more = {"earlier": alert_cards.earlier_alerts(found), "asks_for_screen": critical and not found.closed_at}
    page = _alert_context(request, found) | forms | more | bound
    return render(request, "workspace/alert.html", page, status=status)


def _alert_context(request: StaffRequest, found: Any) -> dict[str, Any]:
    [card] = alert_cards.alert_cards(request.actor, [found])
    return {
        "card": card,
        "alert": found,
        "steps": timeline.alert_steps(found),
        "contacts": list(people.contacts(found.participant_id)),
        "may_take_over": _may_take_over(request, found),
        "may_look_again": safety.may_look_again(request.actor, found),
        "they_see_reading": alerts_of.shows_reading(found),
        "reading": alerts_of.reading_shown(found),
        "urgent_messages": messaging.said_in(alerts_of.urgent_messages(found)),
    }


def _may_take_over(request: StaffRequest, found: Any) -> bool:
    is_with_colleague = found.taken_at and found.taken_by_id != request.actor.person_id
    return bool(is_with_colleague and not found.ended_at and not found.closed_at)


def _colleagues(request: StaffRequest) -> list[Any]:
    return [one for one in people.carers(request.actor) if one.id != request.actor.person_id]


Deed = Callable[[Any, dict[str, Any]], object]


def _answer_alert(
    request: StaffRequest,
    alert_id: UUID,
    name: str,
    form: django_forms.Form,
    deed: Deed,
    said: str,
    *,
    to_list: bool = False,
) -> HttpResponse:
    """Do a deed with what a form says; when it can't be, the same page with what was typed and why (422 or 409)."""
    found = alerts_of.alert(request.actor, alert_id)
    status = attempt(form, lambda told: deed(found, told))
    if status is None:
        messages.success(request, said)
        return redirect("workspace:alerts") if to_list else _back(request, alert_id)
    return _alert_page(request, alerts_of.alert(request.actor, alert_id), status=status, **{name: form})


@require_POST
@staff_page
def take(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Take an alert on."""
    found = alerts_of.alert(request.actor, alert_id)
    safety.take_alert(request.actor, found)
    messages.success(request, _taken(found))
    return _back(request, alert_id)


def _taken(found: Any) -> str:
    if not alerts_of.shows_reading(found):
        return _("It is yours.")
    if alerts_of.reading_shown(found).is_taking:
        return _("It is yours. They can see that you took it on.")
    return _("It is yours. They can see that you read it.")


def _back(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """To the worklist, for who works through it; else to the alert."""
    return (
        redirect("workspace:outreach")
        if request.POST.get("back") == "outreach"
        else redirect("workspace:alert", alert_id)
    )


@require_POST
@staff_page
def take_over(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Take on an alert that a colleague has taken."""
    safety.take_over(request.actor, alerts_of.alert(request.actor, alert_id))
    messages.success(request, _("It is yours."))
    return redirect("workspace:alert", alert_id)


@require_POST
@staff_page
def look_again(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Say whether all is done of an urgent alert that a colleague ended."""

    def deed(alert: Any, said: dict[str, Any]) -> object:
        return safety.look_again(request.actor, alert, agrees=said["agrees"], note=said["note"])

    form = SecondLookForm(request.POST, prefix="look")
    said = _("Your second look is saved.")
    return _answer_alert(request, alert_id, "look_form", form, deed, said)


@require_POST
@staff_page
def follow_up(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Write down what came of a call that was promised."""

    def deed(alert: Any, said: dict[str, Any]) -> object:
        return safety.follow_up(request.actor, alert, result=said["result"], note=said["note"])

    form = FollowUpForm(request.POST, prefix="follow")
    return _answer_alert(request, alert_id, "follow_form", form, deed, _("The call is written down."))


@require_POST
@staff_page
def log_contact(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Write down an attempt to reach the participant."""

    def deed(alert: Any, said: dict[str, Any]) -> object:
        return safety.log_contact(request.actor, alert, result=said["result"], note=said["note"])

    form = ContactForm(request.POST, prefix="contact")
    return _answer_alert(request, alert_id, "contact_form", form, deed, _("The contact is written down."))


@require_POST
@staff_page
def answer(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Write a line to the participant."""

    def deed(alert: Any, said: dict[str, Any]) -> object:
        return safety.answer_participant(request.actor, alert, words=said["words"])

    form = AnswerForm(request.POST, prefix="answer")
    return _answer_alert(request, alert_id, "answer_form", form, deed, _("They can read it in their app now."))


@require_POST
@staff_page
def close(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """End an alert with its outcome."""

    def deed(alert: Any, said: dict[str, Any]) -> object:
        return safety.close_alert(request.actor, alert, **said)

    form = CloseForm(request.POST, prefix="close")
    return _answer_alert(request, alert_id, "close_form", form, deed, _("The alert is closed."))


@require_POST
@staff_page
def hand_over(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Give an alert to a colleague."""

    def deed(alert: Any, said: dict[str, Any]) -> object:
        colleague = people.staff_member(request.actor, said["to"])
        return safety.hand_over(request.actor, alert, to=colleague, note=said["note"])

    form = HandOverForm(request.POST, prefix="hand", colleagues=_colleagues(request))
    said = _("Handed over. The clock runs for them until they take it.")
    # Who hands over an alert of someone they don't treat may not see it any more.
    return _answer_alert(request, alert_id, "hand_over_form", form, deed, said, to_list=True)


@require_POST
@staff_page
def reopen(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Undo the closing of an alert."""
    safety.reopen_alert(request.actor, alerts_of.alert(request.actor, alert_id))
    messages.success(request, _("The alert is open again."))
    return redirect("workspace:alert", alert_id)
