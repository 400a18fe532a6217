"""The page on which someone says how they may be reached; each front door shows it in its own frame."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from daybridge.core.actors import Actor
from daybridge.core.errors import Invalid, NotYours
from daybridge.notifications import actions, channels, queries, rules
from daybridge.notifications.channels import push
from daybridge.notifications.forms import CodeForm, DeviceForm, PhoneForm, ReachForm
from daybridge.notifications.reminders import page as own
from daybridge.notifications.rules import Channel
from daybridge.people.models import Participant, Staff
from daybridge.ui.forms import attempt


@dataclass
class _Page:
    """One request for the page, by whom, and its forms: the one that was sent is bound."""

    request: HttpRequest
    actor: Actor
    person: Staff | Participant

    def __post_init__(self) -> None:
        self.chosen = queries.preference_of(self.person)
        self.deed = self.request.POST.get("deed", "")
        is_theirs = isinstance(self.person, Participant)
        self.of_reminders = own.Asked(self.request, self.actor, cast(Participant, self.person)) if is_theirs else None

    def sent(self, deed: str) -> Any:
        return self.request.POST if self.deed == deed else None

    def do(self, forms: dict[str, Any]) -> int | None:
        """The one deed that is asked for; None when it is done, else the status of the page that shows why not."""
        if self.of_reminders and self.deed in own.DEEDS:
            try:
                return own.DEEDS[self.deed](self.of_reminders)
            except NotYours as gone:  # tapped twice, or over meanwhile; somebody else's looks the same
                messages.info(self.request, _("That is done, or not there any more."))
                return gone.status
        return _DEEDS[self.deed](self, forms) if self.deed in _DEEDS else 422

    @property
    def choices(self) -> ReachForm:
        audience = rules.audience_of(is_staff=self.actor.is_staff)
        offered = [one for one in Channel if channels.is_set_up(one)]
        return ReachForm(self.sent("choose"), audience=audience, chosen=self.chosen, offered=offered)


def reach(request: HttpRequest, template: str) -> HttpResponse:
    """Show how this person is reached, or do the one thing that they ask for and show it again."""
    asked = cast(Any, request)
    page = _Page(request, asked.actor, asked.person)
    if request.GET.get("part") == "tested" and page.of_reminders:
        return render(request, "notifications/parts/tested.html", dict(own.tested(page.of_reminders.person)))
    forms: dict[str, Any] = {
        "choices": page.choices,
        "phone_form": PhoneForm(page.sent("phone")),
        "code_form": CodeForm(page.sent("code")),
    }
    if request.method != "POST":
        return render(request, template, _shown(page) | forms)
    status = page.do(forms)
    if status is None:
        return HttpResponseRedirect(request.path)
    return render(request, template, _shown(page) | forms, status=status)


def _shown(page: _Page) -> dict[str, object]:
    return {
        "person": page.person,
        "address": queries.email_of(page.person),
        "phone": queries.phone_of(page.person),
        "chosen": page.chosen,
        "awaits_code": bool(page.chosen and queries.awaiting_code(page.chosen.id)),
        "devices": queries.own_devices(page.actor),
        "push_key": push.public_key(),
        "has_mail": channels.is_set_up(Channel.EMAIL),
        "has_texts": channels.is_set_up(Channel.SMS),
    } | (dict(own.shown(page.of_reminders)) if page.of_reminders else {})


# --- The deeds: each answers None when it is done, else the status of the page that shows why not ---------------------


def _choose(page: _Page, forms: dict[str, Any]) -> int | None:
    form = forms["choices"]

    def deed(_told: dict[str, Any]) -> object:
        by_group, quiet = form.said
        return actions.set_preferences(page.actor, page.person, channels=by_group, quiet=quiet, **form.second)

    status = attempt(form, deed)
    if status is None:
        messages.success(page.request, _("Saved."))
    return status


def _add_device(page: _Page, forms: dict[str, Any]) -> int | None:
    form = DeviceForm(page.request.POST)
    if not form.is_valid():
        raise Invalid(_("This browser's maker is not one that we can send through. Nothing was changed."))
    actions.add_device(page.actor, page.person, **form.cleaned_data)
    messages.success(page.request, _("This device shows notices from now on."))
    return None


def _remove_device(page: _Page, forms: dict[str, Any]) -> int | None:
    device = queries.own_device(page.actor, page.request.POST.get("id", ""))
    actions.remove_device(page.actor, device)
    messages.success(page.request, _("That device shows no notices any more."))
    return None


def _ask_code(page: _Page, forms: dict[str, Any]) -> int | None:
    return attempt(
        forms["phone_form"], lambda told: actions.ask_phone_code(page.actor, cast(Staff, page.person), **told)
    )


def _prove(page: _Page, forms: dict[str, Any]) -> int | None:
    form = forms["code_form"]
    if not form.is_valid():
        return 422
    if actions.prove_phone(page.actor, cast(Staff, page.person), **form.cleaned_data).is_right:
        messages.success(page.request, _("Text messages go to this phone from now on."))
        return None
    form.add_error("code", _("That is not the code, or it is too old. Look again, or ask for a new one."))
    return 422


_DEEDS: dict[str, Callable[[_Page, dict[str, Any]], int | None]] = {
    "choose": _choose,
    "add-device": _add_device,
    "remove-device": _remove_device,
    "phone": _ask_code,
    "code": _prove,
}
