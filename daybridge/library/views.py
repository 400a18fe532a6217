"""What staff do with the library: read it, give somebody a piece, see what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from daybridge.library import actions, queries
from daybridge.library.forms import AssignForm
from daybridge.library.pieces import Piece, blocks, in_language
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.ui.forms import attempt

LONGEST_SEARCH = 80


def _wanted(request: StaffRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_SEARCH]


def _listed(wanted: str) -> list[tuple[str, list[dict[str, Any]]]]:
    language = queries.language()
    return [
        (topic, [{"piece": one, "title": in_language(one.title, language)} for one in some])
        for topic, some in queries.by_topic(wanted)
    ]


@require_GET
@staff_page
def shelf(request: StaffRequest) -> HttpResponse:
    """Everything in the library by topic, and a search."""
    wanted = _wanted(request)
    name = "library/shelf.html#found" if request.headers.get("HX-Request") else "library/shelf.html"
    return render(request, name, {"wanted": wanted, "topics": _listed(wanted)})


@require_GET
@staff_page
def piece(request: StaffRequest, code: str) -> HttpResponse:
    """One article or exercise, as participants read it, with its sources and when it is suggested."""
    found = queries.piece(code)
    return render(request, "library/piece.html", _shown(found))


def _shown(found: Piece) -> dict[str, Any]:
    language = queries.language()
    return {
        "piece": found,
        "title": in_language(found.title, language),
        "blocks": blocks(in_language(found.body, language)),
        "steps": [
            (in_language(step.words, language), [in_language(one.words, language) for one in getattr(step, "prompts", ())])
            for step in found.steps
        ],
        "reasons": [in_language(one.because, language) for one in found.suggest_when],
        "is_in_language": language != "es" or found.has_spanish,
    }  # fmt: skip


@require_GET
@staff_page
def person(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What one participant was given and opened, and a search to give them more; the look is written down."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    if request.headers.get("HX-Request"):
        wanted = _wanted(request)
        page = {"participant": participant, "wanted": wanted, "topics": _listed(wanted)}
        return render(request, "library/person.html#found", page)
    return _person_page(request, participant, AssignForm())


def _person_page(
    request: StaffRequest, participant: Participant, form: AssignForm, *, status: int = 200
) -> HttpResponse:
    wanted = _wanted(request)
    page = {
        "participant": participant,
        "reading": queries.reading(participant.id),
        "wanted": wanted,
        "topics": _listed(wanted),
        "form": form,
    }
    return render(request, "library/person.html", page, status=status)


@require_POST
@staff_page
def assign(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Give them a piece, with a line why."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    form = AssignForm(request.POST)
    given = []
    status = attempt(form, lambda said: given.append(actions.assign(request.actor, participant, **said)))
    if status:
        return _person_page(request, participant, form, status=status)
    title = queries.title_of(given[0].code)
    if given[0].repeated:
        messages.info(request, _("They have %(title)s already.") % {"title": title})
    else:
        messages.success(request, _("%(title)s is on their phone now.") % {"title": title})
    return redirect("library:person", participant.id)


@require_POST
@staff_page
def take_back(request: StaffRequest, assigned_id: UUID) -> HttpResponse:
    """Take back what was given."""
    given = queries.assigned(request.actor, assigned_id)
    actions.take_back(request.actor, given)
    messages.success(request, _("%(title)s is taken back.") % {"title": queries.title_of(given.code)})
    return redirect("library:person", given.participant_id)
