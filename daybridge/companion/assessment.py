"""A participant's own side of their assessment: a section at a time, kept as it is typed, signed by themselves.

Opening a section needs the network. What is typed once it is open is kept in this browser until the server has it.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from daybridge.assessments import actions, queries
from daybridge.assessments.actions import Typed
from daybridge.assessments.models import Assessment
from daybridge.assessments.on_file import Ask
from daybridge.assessments.queries import OwnSection
from daybridge.assessments.rules import MOST_CHARACTERS, Kind
from daybridge.assessments.sentences import language
from daybridge.companion.views import OwnRequest, for_participants
from daybridge.core import clock
from daybridge.core.errors import DaybridgeError, NotYours
from daybridge.core.ids import new_id
from daybridge.ui.cells import cells_posted, keep_cell


def _own(request: OwnRequest) -> Assessment:
    found = queries.open_one(request.person.id, Kind.ASSESSMENT)
    if found is None:
        raise NotYours()
    return found


@never_cache
@require_GET
@for_participants
def page(request: OwnRequest) -> HttpResponse:
    """What one is asked, section by section, and which wait."""
    found, tongue = queries.open_one(request.person.id, Kind.ASSESSMENT), language()
    sections = [
        (one, one.section.name.said(tongue), one.section.lede.said(tongue) if one.section.lede else "")
        for one in (queries.own_sections(found) if found else ())
    ]
    done = sum(one.is_signed for one, _name, _lede in sections)
    shown = {"sections": sections, "done": done, "is_open": found is not None}
    return render(request, "companion/assessment.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def section(request: OwnRequest, code: str) -> HttpResponse:
    """One section: to write, and to sign as it stands."""
    found = queries.open_one(request.person.id, Kind.ASSESSMENT)
    if found is None:  # signed by the clinician meanwhile, perhaps while this was written
        messages.error(request, _("Your team has signed this already. Tell them what is missing."))
        return redirect("own-assessment")
    if request.method == "GET":
        return _section_page(request, found, code)
    typed = [Typed(name, said, revision) for name, said, revision in cells_posted(request.POST)]
    try:
        kept = actions.write_answers(request.actor, found, typed=typed)
        if kept.left:
            messages.error(request, _("This was changed on another phone meanwhile. What you typed stands below."))
            return _section_page(request, found, code, status=409, typed={one.code: one.said for one in typed})
        if request.POST.get("deed") == "sign":
            actions.sign_section(request.actor, found, signature_id=_id(request), section=code, made_at=clock.now())
            messages.success(request, _("Signed. Thank you: your team reads it before you meet."))
            return redirect("own-assessment")
    except DaybridgeError as refused:
        if refused.status not in (409, 422):
            raise
        messages.error(request, refused.words)
        return _section_page(request, found, code, status=refused.status, typed={one.code: one.said for one in typed})
    messages.success(request, _("Saved."))
    return redirect(reverse("own-assessment-section", args=[code]))


def _id(request: OwnRequest) -> UUID:
    try:
        return UUID(request.POST.get("signature_id", ""))
    except ValueError:
        raise NotYours() from None


def _section_page(
    request: OwnRequest, found: Assessment, code: str, *, status: int = 200, typed: dict[str, str] | None = None
) -> HttpResponse:
    own = next((one for one in queries.own_sections(found) if one.section.code == code), None)
    if own is None:
        raise NotYours()
    tongue = language()
    shown = {
        "one": found,
        "own": own,
        "name": own.section.name.said(tongue),
        "lede": own.section.lede.said(tongue) if own.section.lede else "",
        "asks": [_asked(own, asked, tongue, typed or {}) for asked in own.section.asks],
        "signature_id": new_id(),
        "most": MOST_CHARACTERS,
    }
    return render(request, "companion/assessment_section.html", shown, status=status)


def _asked(own: OwnSection, asked: Ask, tongue: str, typed: dict[str, str]) -> dict[str, object]:
    known = own.answers.get(asked.code)
    return {
        "code": asked.code,
        "key": f"all-{asked.code}",
        "name": (asked.own or asked.name).said(tongue),
        "lines": asked.lines,
        "said": typed.get(asked.code, known.said if known else ""),
        "revision": known.revision if known else 0,
        "choices": [(one.code, one.name.said(tongue)) for one in asked.choices],
    }


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def cells(request: OwnRequest) -> JsonResponse:
    """What stands on one's own side, and keeping one answer of it: see client/notes/keeping.ts."""
    if request.method == "GET":
        return JsonResponse({"cells": queries.as_cells(_own(request), is_theirs=True)})
    found = queries.open_one(request.person.id, Kind.ASSESSMENT)
    if found is None:
        return JsonResponse({"why": _("Your team has signed this already. Tell them what is missing.")}, status=409)

    def write(code: str, said: str, revision: int) -> int:
        return actions.write_answer(request.actor, found, code=code, said=said, revision=revision).revision

    return keep_cell(request, write, lambda code: queries.cell(found, code, is_theirs=True))
