"""Peer spaces on the staff's screens: opening and looking after them, the moderators' queue, and what a care team was told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.peers import actions, queries
from daybridge.peers.access import opens_spaces
from daybridge.peers.models import PeerPost, PeerSpace
from daybridge.peers.rules import Deed, Kind, State, Why
from daybridge.peers.sentences import CONCERNS, DEEDS, KINDS, REPORTS, STATES
from daybridge.people import queries as people
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs import queries as programs
from daybridge.programs.setting_up import queries as setting_up
from daybridge.safety import queries as safety
from daybridge.ui.forms import attempt
from daybridge.workspace.peers.forms import (
    AnswerForm,
    CircleForm,
    HideForm,
    OnceForm,
    OpenForm,
    PauseForm,
    ReasonForm,
    RulesForm,
    SettingsForm,
    WarnForm,
)

# --- Spaces ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest) -> HttpResponse:
    """The spaces that one looks after; a director opens another."""
    may_open = opens_spaces(request.actor, None)
    form = _open_form(request) if may_open else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise NotYours()
        refused = attempt(form, lambda said: _open(request.actor, form, said))
        if refused is None:
            messages.success(request, _("The space is open. Whoever may join finds it under My peers."))
            return redirect("workspace:peer-space", form.cleaned_data["id"])
        status = refused
    shown = {"spaces": queries.looked_after(request.actor), "form": form}
    return render(request, "workspace/peers.html", shown, status=status)


def _open_form(request: StaffRequest) -> OpenForm:
    whom = []
    for one in programs.programs(request.actor):
        whom.append((f"program {one.id}", _("Everybody in %(program)s") % {"program": one.called}))
        whom += [(f"group {group.id}", f"{one.called}: {group.called}") for group in setting_up.groups_of(one)]
    return OpenForm(request.POST or None, staff=people.carers(request.actor), whom=whom)


def _open(actor: Actor, form: OpenForm, said: dict[str, Any]) -> object:
    kind, key = said["whom"].split(" ")
    group = setting_up.group(actor, UUID(key)) if kind == "group" else None
    program = programs.program(actor, group.program_id if group else UUID(key))
    return actions.open_space(
        actor, program, space_id=said["id"], settings=form.settings, moderators=form.chosen, group=group
    )


@require_http_methods(["GET", "POST"])
@staff_page
def space(request: StaffRequest, space_id: UUID) -> HttpResponse:
    """One space as its moderators read along, with its settings, its rules and the circle."""
    one = queries.moderated_space(request.actor, space_id)
    forms_of = _space_forms(request, one)
    status = 200
    if request.method == "POST":
        deed = request.POST.get("deed", "")
        if deed == "close":
            actions.close_space(request.actor, one)
            return redirect("workspace:peer-space", one.id)
        form = forms_of.get(deed)
        if form is None:
            raise NotYours()
        refused = attempt(form, lambda said: _change(request.actor, one, form, said))
        if refused is None:
            messages.success(request, _("Saved."))
            return redirect("workspace:peer-space", one.id)
        status = refused
    shown = {
        "space": one, "rows": _all_shown(queries.page_of_space(one)), "forms": forms_of,
        "may_open": opens_spaces(request.actor, one), "deeds": _log(one), "own_rules": queries.rules_of(one),
        "readers": queries.moderators_of(one),
    }  # fmt: skip
    return render(request, "workspace/peers_space.html", shown, status=status)


def _space_forms(request: StaffRequest, one: PeerSpace) -> dict[str, forms.Form]:
    """A form is filled only by the deed it is of: what was typed in another is not lost, for it was not sent."""
    deed, sent = request.POST.get("deed"), request.POST
    found: dict[str, forms.Form] = {"circle": CircleForm(sent if deed == "circle" else None, prefix="circle")}
    if opens_spaces(request.actor, one):
        now = SettingsForm.initial_of(one, [staff.id for staff in queries.moderators_of(one)])
        carers = people.carers(request.actor)
        found["settings"] = SettingsForm(
            sent if deed == "settings" else None, initial=now, staff=carers, prefix="settings"
        )
        last = queries.own_rules(one)
        rules = {"words": last.words, "words_es": last.words_es} if last else {}
        found["rules"] = RulesForm(sent if deed == "rules" else None, initial=rules, prefix="rules")
    return found


def _change(actor: Actor, one: PeerSpace, form: forms.Form, said: dict[str, Any]) -> object:
    if isinstance(form, SettingsForm):
        return actions.change_space(actor, one, settings=form.settings, moderators=form.chosen)
    if isinstance(form, RulesForm):
        return actions.write_rules(actor, one, words=said["words"], words_es=said["words_es"])
    return actions.open_circle(
        actor, one, round_id=said["id"], asks=said["asks"], asks_es=said["asks_es"], hours=said["hours"]
    )


# --- The queue -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A post as a moderator reads it, in words."""

    row: queries.QueueRow
    kind: Any
    state: Any
    tone: str
    concern: Any
    reports: list[tuple[Any, str, Any]]
    deeds: list[tuple[Any, str, str, Any]]
    #: Of the alert to their care team: whether it was taken, and until when; by whom is not a moderator's to know.
    call: safety.Call | None

    @property
    def post(self) -> PeerPost:
        return self.row.post


_TONES = {State.SHOWN: "plain", State.WAITING: "waiting", State.HIDDEN: "next", State.TAKEN_BACK: "plain"}


def _all_shown(rows: Sequence[queries.QueueRow]) -> list[Row]:
    marks = {row.post.id: _marks(row) for row in rows}
    people_behind = {row.post.member.participant_id for row in rows}
    calls = safety.calls_of(people_behind, [mark for of_post in marks.values() for mark in of_post])
    return [
        _shown(row, next((calls[mark] for mark in marks[row.post.id] if mark in calls), None)) for row in rows
    ]  # fmt: skip


def _marks(row: queries.QueueRow) -> list[str]:
    """What an alert keeps of where it came from: a moderator's last deed, then the peers who were worried."""
    handed_on = [f"moderator_worried {one.id}" for one in row.deeds if one.deed == Deed.ESCALATE]
    return [*reversed(handed_on), *(f"peer_worried {one.id}" for one in reversed(row.reports))]


def _shown(row: queries.QueueRow, call: safety.Call | None) -> Row:
    state = State(row.post.state)
    return Row(
        row, KINDS[Kind(row.post.kind)], STATES[state], _TONES[state],
        CONCERNS[Why(row.concern.why)] if row.concern else "",
        [(REPORTS[Why(one.why)], one.words, one.at) for one in row.reports],
        [(DEEDS[Deed(one.deed)], one.reason, str(one.staff), one.at) for one in row.deeds], call,
    )  # fmt: skip


def _log(one: PeerSpace) -> list[tuple[Any, str, str, str, Any]]:
    return [
        (DEEDS[Deed(deed.deed)], deed.member.name, deed.reason, str(deed.staff), deed.at)
        for deed in queries.moderation_of(one)
    ]


@never_cache
@require_GET
@staff_page
def moderation(request: StaffRequest) -> HttpResponse:
    """What waits for a moderator, with its clocks; alone when a poke asks for it."""
    part = "workspace/peers_moderation.html" + ("#queue" if request.headers.get("HX-Request") else "")
    waits = _all_shown(queries.queue(request.actor))
    ids = {one.post.id for one in waits}
    handed_on = [one for one in _all_shown(queries.handed_on(request.actor)) if one.post.id not in ids]
    shown = {"rows": waits, "handed_on": handed_on}
    return render(request, part, shown)


@require_GET
@staff_page
def for_me(request: StaffRequest) -> HttpResponse:
    """Spaces in which something waits for me, fetched again when something in a space has changed."""
    return render(request, "workspace/parts/peers_waiting.html", {"peers": waiting(request.actor)})


def waiting(actor: Actor) -> list[queries.LookedAfter]:
    """The spaces one looks after in which a post waits."""
    return [one for one in queries.looked_after(actor) if one.waiting]


@require_http_methods(["GET", "POST"])
@staff_page
def post(request: StaffRequest, post_id: UUID) -> HttpResponse:
    """One post and what a moderator may do about it."""
    one = queries.post_to_moderate(request.actor, post_id)
    deed, sent, status = request.POST.get("deed", ""), request.POST, 200
    forms_of = {name: form(sent if deed == name else None, prefix=name) for name, form in _FORMS.items()}
    if request.method == "POST":
        if deed not in _DEEDS:
            raise NotYours()
        form, act = forms_of[deed], _DEEDS[deed]
        refused = attempt(form, lambda said: act(request.actor, one, said))
        if refused is None:
            messages.success(request, _("Done, and written down."))
            return redirect("workspace:peer-moderate", one.id)
        status = refused
    row = queries.one_row(queries.post_to_moderate(request.actor, post_id))
    shown = {
        "row": _all_shown([row])[0], "forms": forms_of, "is_paused": row.paused_until and row.paused_until > clock.now(),
        "is_question": row.post.kind == Kind.QUESTION and row.post.state == State.SHOWN,
    }  # fmt: skip
    return render(request, "workspace/peers_post.html", shown, status=status)


class _Nothing(forms.Form):
    """A button alone."""


_FORMS: Mapping[str, type[forms.Form]] = {
    "hide": HideForm, "restore": ReasonForm, "release": _Nothing, "leave": ReasonForm, "warn": WarnForm,
    "pause": PauseForm, "resume": OnceForm, "escalate": OnceForm, "answer": AnswerForm,
}  # fmt: skip
Said = dict[str, Any]
_DEEDS: Mapping[str, Callable[[Actor, PeerPost, Said], object]] = {
    "hide": lambda actor, one, said: actions.move_post(actor, one, deed=Deed.HIDE, reason=said["reason"]),
    "restore": lambda actor, one, said: actions.move_post(actor, one, deed=Deed.RESTORE, reason=said["reason"]),
    "release": lambda actor, one, said: actions.move_post(actor, one, deed=Deed.RELEASE),
    "leave": lambda actor, one, said: actions.leave_post(actor, one, reason=said["reason"]),
    "warn": lambda actor, one, said: actions.warn_member(
        actor, one.member, deed_id=said["id"], words=said["words"], post=one
    ),
    "pause": lambda actor, one, said: actions.pause_member(
        actor, one.member, deed_id=said["id"], days=said["days"], reason=said["reason"], post=one
    ),
    "resume": lambda actor, one, said: actions.resume_member(
        actor, one.member, deed_id=said["id"], reason=said["reason"]
    ),
    "escalate": lambda actor, one, said: actions.escalate_post(actor, one, deed_id=said["id"], reason=said["reason"]),
    "answer": lambda actor, one, said: actions.answer_question(actor, one, words=said["words"]),
}


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page
def behind(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Who is behind a chosen name: told once, to whoever has just written down why. Looking again is another line."""
    member = queries.member_to_moderate(request.actor, member_id)
    form, found, status = ReasonForm(request.POST or None), None, 200
    if request.method == "POST":
        refused = attempt(form, lambda said: actions.look_behind_name(request.actor, member, reason=said["reason"]))
        found = queries.behind(request.actor, member) if refused is None else None
        status = refused or 200
    back = request.GET.get("post", "")
    shown = {"member": member, "form": form, "found": found, "post_id": back if _is_id(back) else ""}
    return render(request, "workspace/peers_behind.html", shown, status=status)


def _is_id(said: str) -> bool:
    try:
        return bool(UUID(said))
    except ValueError:
        return False


# --- A care team ---------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def told(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What somebody's care team was told of peer spaces: those posts alone, without the name they stood under."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    told = queries.told_to_team(participant, most=queries.MOST_TOLD + 1)
    shown = [(one, STATES[State(one.state)]) for one in told[: queries.MOST_TOLD]]
    page = {"participant": participant, "told": shown, "has_older": len(told) > len(shown)}
    return render(request, "workspace/peers_told.html", page)
