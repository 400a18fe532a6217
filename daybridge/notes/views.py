"""The pages of notes: each gets it permitted, reads its form, calls one action or query, and shows the result."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.attendance import queries as attendance
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid, NotYours
from daybridge.notes import actions, printing, queries
from daybridge.notes import cells as shown_cells
from daybridge.notes.access import is_clinician_of, may_add_to, may_cosign, may_sign
from daybridge.notes.actions import Typed
from daybridge.notes.forms import AddendumForm, BeginForm, OwnNoteForm, TimesForm
from daybridge.notes.models import Draft, Note
from daybridge.notes.rules import Door, Kind
from daybridge.notes.sentences import DOORS, KINDS
from daybridge.people import queries as people
from daybridge.people.proof import (
    FORM_TIME,
    give_proof_back,
    has_proved_lately,
    has_proved_since_last_signature,
    prove_again,
    take_proof,
)
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import note_document_opened, open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs.calendar.models import Occurrence
from daybridge.ui.forms import attempt
from daybridge.ui.printing import pdf_response

# --- Writing on a group's note ---------------------------------------------------------------------------------------


def _draft_of(actor: Actor, occurrence: Occurrence) -> Draft:
    """The note of a session, begun with the first word that is written on it."""
    found = queries.group_draft(occurrence)
    if found is None:
        found = queries.draft(actor, actions.begin_group_note(actor, occurrence).subject_id)
    return found


@require_http_methods(["GET", "POST"])
@staff_page
def cells(request: StaffRequest, occurrence_id: UUID) -> JsonResponse:
    """Keep one cell of a session's note as it is typed (POST), or tell all of them as they stand (GET)."""
    occurrence = attendance.session(request.actor, occurrence_id)
    if request.method == "POST":
        return _kept(request, _draft_of(request.actor, occurrence), occurrence)
    found = queries.group_draft(occurrence)
    return JsonResponse({"cells": _as_told(found) if found else []})


@require_http_methods(["GET", "POST"])
@staff_page
def own_cells(request: StaffRequest, draft_id: UUID) -> JsonResponse:
    """The same of a note about one person."""
    draft = queries.draft(request.actor, draft_id)
    return _kept(request, draft, None) if request.method == "POST" else JsonResponse({"cells": _as_told(draft)})


def _as_told(draft: Draft) -> list[dict[str, Any]]:
    return [
        {"who": str(who or ""), "code": code, "said": one.said, "revision": one.revision, "by": one.written_by.name}
        for (who, code), one in queries.cells(draft).items()
    ]


def _kept(request: StaffRequest, draft: Draft, occurrence: Occurrence | None) -> JsonResponse:
    """200 with the new revision; 409 with what a colleague wrote there meanwhile; 422 with why it can't be."""
    who, code, said, revision = _cell_sent(request)
    participant = attendance.participant_of(occurrence, who) if occurrence and who else draft.participant
    try:
        kept = actions.write_cell(
            request.actor, draft, code=code, said=said, revision=revision, participant=participant
        )
    except Conflict as conflict:
        return JsonResponse(
            {"why": conflict.words, "changed": _changed(draft, participant, code, conflict)}, status=409
        )
    except Invalid as invalid:
        return JsonResponse({"why": invalid.words}, status=422)
    return JsonResponse({"revision": kept.revision})


def _cell_sent(request: StaffRequest) -> tuple[UUID | None, str, str, int]:
    try:
        sent = json.loads(request.body)
        who = UUID(sent["who"]) if sent["who"] else None
        code, said = str(sent["code"]), str(sent["said"])
        (code + said).encode()  # a lone half of a sign can't be kept
        if "\x00" in code + said:
            raise ValueError("a sign that no text has")
        return who, code, said, int(sent["revision"])
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Invalid(_("This could not be read.")) from error


def _changed(draft: Draft, participant: Any, code: str, conflict: Conflict) -> dict[str, Any] | None:
    """What stands there now; None where nothing may be written there any more."""
    if conflict.code != "changed":
        return None
    one = queries.cells(draft)[participant.id if participant else None, code]
    return {"said": one.said, "revision": one.revision, "by": one.written_by.name}


@require_POST
@staff_page
def save_session(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """The whole form at once, for a browser without scripts; then back to it, or on to signing."""
    occurrence = attendance.session(request.actor, occurrence_id)
    draft = _draft_of(request.actor, occurrence)
    refused = _save_all(request, draft)
    if refused:
        return _show_refused(request, draft, refused)
    if request.POST.get("then") == "sign":
        return redirect("notes:sign", draft.id)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(_page_of(draft))


def _save_all(request: StaffRequest, draft: Draft) -> list[Typed]:
    """Save what was changed; what was not kept, for a colleague had written there, or it can't be so."""
    people = {one.id: one for one in queries.members_of(draft)}
    typed = [
        Typed(people[who] if who else None, code, said, revision)
        for who, code, said, revision in _cells_posted(request.POST)
        if who is None or who in people
    ]
    if not actions.write_all(request.actor, draft, typed=typed).left:
        return []
    now = queries.cells(draft)
    return [one for one in typed if one.said != _said_at(now, one)]


def _said_at(found: Mapping[Any, Any], one: Typed) -> str:
    cell = found.get((one.participant.id if one.participant else None, one.code))
    return cell.said if cell else ""


def _show_refused(request: StaffRequest, draft: Draft, refused: list[Typed]) -> HttpResponse:
    """For a browser without scripts: what was typed and not kept, beside what stands there, to be copied from."""
    now, form = queries.cells(draft), queries.form_of(draft)
    rows = [(one.participant, shown_cells.heading(form, one.code), one.said, _said_at(now, one)) for one in refused]
    return render(request, "notes/refused.html", {"rows": rows, "back": _page_of(draft)}, status=409)


def _cells_posted(posted: Mapping[str, str]) -> Iterator[tuple[UUID | None, str, str, int]]:
    """(who, heading, what was written, from which revision) of every cell of the form that has its revision beside it."""
    for name, said in posted.items():
        revision = posted.get(f"{name}-revision", "")
        if not revision.isdigit():
            continue
        whose, code = ("all", name[4:]) if name.startswith("all-") else (name[:36], name[37:])
        try:
            yield None if whose == "all" else UUID(whose), code, said, int(revision)
        except ValueError:
            continue


def _page_of(draft: Draft) -> str:
    """Where a draft is written."""
    if draft.participant_id is None and draft.occurrence_id:
        return f"/workspace/sessions/{draft.occurrence_id}/#note"
    return reverse("notes:draft", args=[draft.id])


# --- Signing ---------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def sign_session(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """On to signing the note of a session, where anything was written of it."""
    found = queries.group_draft(attendance.session(request.actor, occurrence_id))
    return redirect("notes:sign", found.id) if found else redirect("workspace:session", occurrence_id)


@require_http_methods(["GET", "POST"])
@staff_page
def sign(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What will be signed, what is missing, what is odd; then the signature, which is a fresh proof of who signs."""
    draft = queries.draft(request.actor, draft_id)
    if not may_sign(request.actor, draft):
        raise NotYours()
    if request.method == "GET":
        return render(request, "notes/sign.html", _to_sign(request, draft))
    if not take_proof(request):
        return prove_again(come_back_to=reverse("notes:sign", args=[draft.id]))
    try:
        signed = _sign(request, draft)
    except (Conflict, Invalid) as refused:
        give_proof_back(request)
        shown = _to_sign(request, draft) | {"refused": refused.words}
        return render(request, "notes/sign.html", shown, status=refused.status)
    messages.success(request, signed)
    return HttpResponseRedirect("/workspace/")


def _to_sign(request: StaffRequest, draft: Draft) -> dict[str, Any]:
    page = shown_cells.to_sign(draft, request.person)
    return {
        "page": page,
        "draft": draft,
        "back": _page_of(draft),
        "is_proved": has_proved_since_last_signature(request),
    }


def _sign(request: StaffRequest, draft: Draft) -> str:
    has_looked, shown = request.POST.get("has_looked") == "yes", request.POST.get("shown") or "nothing"
    if draft.participant is not None:
        actions.sign_note(request.actor, draft, has_looked=has_looked, shown=shown)
        return _("Signed.")
    chosen = set(request.POST.getlist("people"))
    theirs = [one for one in queries.people_of(draft) if str(one.id) in chosen]
    done = actions.sign_group_note(request.actor, draft, participants=theirs, has_looked=has_looked, shown=shown)
    return _("Signed: %(notes)s notes.") % {"notes": len(done.notes)}


# --- Notes about one person ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def of_person(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Someone's notes, the newest first; and beginning one."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    form = BeginForm(request.POST or None)
    if request.method == "POST":
        status = attempt(form, lambda said: _remember(form, _begin(request, participant, said)))
        if status is None:
            return redirect("notes:draft", form.cleaned_data["draft_id"])
    else:
        status = 200
    kind = request.GET.get("kind", "")
    found = queries.notes_of(request.actor, participant.id)
    if kind in {one.value for one in Kind}:
        found = found.filter(kind=kind)
    shown = {
        "participant": participant,
        "notes": [(one, KINDS[Kind(one.kind)]) for one in found[:100]],
        "drafts": [(one, shown_cells.form_name(one)) for one in queries.open_drafts(request.actor, participant)],
        "form": form,
        "kinds": [(one.value, KINDS[one]) for one in Kind if one != Kind.OWN],
        "kind": kind,
        "may_write": is_clinician_of(request.actor, participant),
    }
    return render(request, "notes/of_person.html", shown, status=status)


def _begin(request: StaffRequest, participant: Any, said: dict[str, Any]) -> UUID:
    return actions.begin_note(request.actor, participant, form=said["form"]).subject_id


def _remember(form: BeginForm, draft_id: UUID) -> None:
    form.cleaned_data["draft_id"] = draft_id


@require_http_methods(["GET", "POST"])
@staff_page
def draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Write a note about one person."""
    found = queries.draft(request.actor, draft_id)
    if found.participant is None:
        return HttpResponseRedirect(_page_of(found))
    open_chart(request.actor, found.participant.id, purpose=Purpose.TREATMENT)
    zone = found.participant.time_zone if found.occurrence is None else request.organization.time_zone
    times = TimesForm(request.POST or None, zone=zone, begins_at=found.begins_at, ends_at=found.ends_at)
    status: int | None = 200
    if request.method == "POST":
        refused = _save_all(request, found)
        status = None
        if found.occurrence is None and (found.begins_at is None or times.has_changed()):
            status = attempt(
                times,
                lambda said: actions.set_times(request.actor, found, begins_at=times.begins_at, ends_at=times.ends_at),
            )
        if status is None and refused:
            return _show_refused(request, found, refused)
        if status is None:
            then_sign = request.POST.get("then") == "sign"
            return redirect("notes:sign", found.id) if then_sign else redirect("notes:draft", found.id)
    shown = {"draft": found, "times": times, "page": shown_cells.to_write(found)}
    return render(request, "notes/draft.html", shown, status=status or 200)


@require_POST
@staff_page
def drop(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Leave a note that was not signed."""
    found = queries.draft(request.actor, draft_id)
    try:
        actions.drop_draft(request.actor, found)
        messages.success(request, _("The note is dropped."))
    except Conflict as conflict:
        messages.error(request, conflict.words)
        return HttpResponseRedirect(_page_of(found))
    return redirect("notes:of-person", found.participant_id) if found.participant_id else redirect("/workspace/")


@require_http_methods(["GET", "POST"])
@staff_page
def note(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """One signed note, with what was added to it; and adding something, signed."""
    found = queries.note(request.actor, note_id)
    form = AddendumForm(request.POST or None)
    status: int | None = 200
    if request.method == "POST":
        if not take_proof(request):  # what was typed stays on the page
            messages.error(request, _("Show that it is you in another window, then send it again."))
            return render(request, "notes/note.html", _shown(request, found) | {"form": form}, status=401)
        status = attempt(form, lambda said: actions.sign_addendum(request.actor, found, said=said["said"]))
        if status is None:
            messages.success(request, _("The addendum is signed."))
            return redirect("notes:note", found.id)
        give_proof_back(request)
    else:
        _note_look(request, found)
    return render(request, "notes/note.html", _shown(request, found) | {"form": form}, status=status)


def _note_look(request: StaffRequest, found: Note) -> None:
    note_document_opened(request.actor, found, participant_id=found.participant_id, purpose=Purpose.TREATMENT)


def _shown(request: StaffRequest, found: Note) -> dict[str, Any]:
    return {
        "note": found,
        "addenda": queries.addenda(found),
        "is_whole": queries.is_whole(found),
        "may_add": may_add_to(request.actor, found),
        "may_cosign": found.needs_cosignature and may_cosign(request.actor, found) and not queries.cosignature(found),
        "cosignature": queries.cosignature(found),
        "is_proved": has_proved_since_last_signature(request),
        "may_open_chart": people.participants(request.actor).filter(id=found.participant_id).exists(),
    }


@require_GET
@staff_page
def pdf(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """A signed note on paper: a tagged PDF."""
    found = queries.note(request.actor, note_id)
    _note_look(request, found)
    made = printing.as_pdf(found, queries.addenda(found), queries.cosignature(found), request.organization)
    return pdf_response(made, f"note-{found.begins_at:%Y-%m-%d}.pdf")


# --- What waits -------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def to_finish(request: StaffRequest) -> HttpResponse:
    """Every note that waits to be written or signed: one's own; for a director, everybody's."""
    everybodys = request.actor.has_role("director") and request.GET.get("of") == "everybody"
    shown = {"waiting": queries.to_finish(request.actor, of_everybody=everybodys), "of_everybody": everybodys}
    return render(request, "notes/to_finish.html", shown | {"may_see_all": request.actor.has_role("director")})


# --- Second signatures -----------------------------------------------------------------------------------------------


@require_GET
@staff_page
def to_cosign(request: StaffRequest) -> HttpResponse:
    """What waits for my signature beside a colleague's."""
    return render(request, "notes/to_cosign.html", {"notes": queries.to_cosign(request.actor)})


@require_POST
@staff_page
def cosign(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Sign beside who wrote it."""
    found = queries.note(request.actor, note_id)
    if not take_proof(request):
        return prove_again(come_back_to=reverse("notes:note", args=[found.id]))
    try:
        actions.cosign(request.actor, found)
    except Conflict as conflict:
        give_proof_back(request)
        messages.error(request, conflict.words)
        return redirect("notes:note", found.id)
    messages.success(request, _("You have signed it."))
    return redirect("notes:to-cosign")


@require_http_methods(["GET", "POST"])
@staff_page
def supervisors(request: StaffRequest) -> HttpResponse:
    """Whose notes are signed by whom beside them; a director chooses."""
    if not request.actor.has_role("director"):
        raise NotYours()
    if request.method == "POST":
        staff = people.staff_member(request.actor, _uuid(request.POST.get("staff")))
        chosen = request.POST.get("supervisor") or None
        try:
            supervisor = people.staff_member(request.actor, _uuid(chosen)) if chosen else None
            actions.choose_supervisor(request.actor, staff, supervisor=supervisor)
            messages.success(request, _("It holds from the next note on."))
        except Invalid as invalid:
            messages.error(request, invalid.words)
        return redirect("notes:supervisors")
    carers = people.carers(request.actor)
    shown = [(one, queries.supervisor_of(one.id)) for one in carers]
    return render(request, "notes/supervisors.html", {"rows": shown, "carers": carers})


def _uuid(told: str | None) -> UUID:
    try:
        return UUID(told or "")
    except ValueError:
        raise NotYours() from None


# --- Behind a door of its own ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def own(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """One's own notes about somebody, behind their door: opened by a fresh proof, written and read by nobody else."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    if not is_clinician_of(request.actor, participant):
        raise NotYours()
    here = reverse("notes:own", args=[participant.id])
    is_sent = request.method == "POST"
    is_proved = has_proved_lately(request, within=FORM_TIME if is_sent else None)
    if not is_proved and not is_sent:
        return prove_again(come_back_to=here)
    which = request.POST.get("form") or request.GET.get("form", "")
    form = OwnNoteForm(request.POST or None, which=which, zone=participant.time_zone)
    status: int | None = 200
    if not is_proved:  # what was typed stays on the page
        messages.error(request, _("Show that it is you in another window, then send it again."))
        status = 401
    elif is_sent:
        status = attempt(
            form,
            lambda said: actions.write_own_note(
                request.actor, participant, form=said["form"], said=form.said, on_day=said["on_day"]
            ),
        )
        if status is None:
            messages.success(request, _("Sealed. Only you can read it."))
            return HttpResponseRedirect(here)
    shown = {
        "participant": participant,
        "own": [(one, DOORS[Door(one.door)]) for one in queries.own_notes(request.actor, participant) if is_proved],
        "form": form,
        "is_proved": is_proved,
    }
    return render(request, "notes/own.html", shown, status=status)


@require_GET
@staff_page
def own_note(request: StaffRequest, own_id: UUID) -> HttpResponse:
    """Read one of them."""
    found = queries.own_note(request.actor, own_id)
    if not has_proved_lately(request):
        return prove_again(come_back_to=reverse("notes:own-note", args=[found.id]))
    actions.read_own_note(request.actor, found)
    parts = json.loads(queries.unsealed(found))
    return render(request, "notes/own_note.html", {"own": found, "parts": parts, "door": DOORS[Door(found.door)]})
