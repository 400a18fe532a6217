"""The pages on which a director sets a program up and keeps it; all staff may look."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core.errors import Conflict
from daybridge.people.access import is_director
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.programs.models import Program, Site
from daybridge.programs.rules import LevelOfCare
from daybridge.programs.setting_up import actions, queries
from daybridge.programs.setting_up.forms import (
    GroupForm,
    ProgramForm,
    RoomForm,
    RulesForm,
    SetUpForm,
    SiteForm,
    TrackForm,
)
from daybridge.ui.forms import attempt

#: Offered while a time zone is written; any other of the world's may be written too.
ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
)  # fmt: skip


def _page(request: StaffRequest, name: str, page: dict[str, Any], *, status: int = 200) -> HttpResponse:
    told = {"may_edit": is_director(request.actor, None), "zones": ZONES}
    return render(request, f"programs/{name}.html", told | page, status=status)


def _attempted(request: StaffRequest, form: Any, deed: Callable[[dict[str, Any]], object]) -> int | None:
    """None when it is done; 200 for a page that only shows the form; else the status of the page that says why not."""
    return attempt(form, deed) if request.method == "POST" else 200


def _chosen_sites(request: StaffRequest, chosen: Sequence[UUID]) -> list[Site]:
    return list(queries.open_sites(request.actor).filter(id__in=chosen))


def _done_or_told(request: StaffRequest, deed: Callable[[], object], done: str) -> None:
    """Do what a button asks; what stands in the way is said above the page it came from."""
    try:
        deed()
    except Conflict as refused:
        messages.warning(request, refused.words)
    else:
        messages.success(request, done)


# --- Programs --------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def programs(request: StaffRequest) -> HttpResponse:
    """Every open program."""
    return _page(request, "list", {"rows": queries.program_rows(request.actor)})


@require_GET
@staff_page
def templates(request: StaffRequest) -> HttpResponse:
    """What a new program can be made from."""
    return _page(request, "templates", {"cards": queries.template_cards()})


@require_http_methods(["GET", "POST"])
@staff_page
def set_up(request: StaffRequest, code: str) -> HttpResponse:
    """Make a program from one template."""
    template = queries.template(code)
    form = SetUpForm(request.POST or None, template=template, sites=queries.open_sites(request.actor))
    made: list[Any] = []

    def deed(said: dict[str, Any]) -> object:
        told = {name: said[name] for name in ("name", "name_es", "rule_pack")}
        level, sites = LevelOfCare(said["level_of_care"]), _chosen_sites(request, form.chosen_sites)
        made.append(
            actions.set_up_program(
                request.actor, request.organization, template=code, level_of_care=level, sites=sites, **told
            )
        )
        return made

    status = _attempted(request, form, deed)
    if status is not None:
        return _page(request, "set_up", {"card": queries.template_card(template), "form": form}, status=status)
    messages.success(request, _("The program is made. Look its rules and groups through."))
    return redirect("programs:program", made[0].subject_id)


@require_GET
@staff_page
def program(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """One program: its rules, tracks, groups and sites."""
    return _program_page(request, program_id, TrackForm())


def _program_page(request: StaffRequest, program_id: UUID, form: TrackForm, *, status: int = 200) -> HttpResponse:
    page = {"card": queries.program_card(request.actor, program_id), "form": form}
    return _page(request, "program", page, status=status)


@require_http_methods(["GET", "POST"])
@staff_page
def change(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """Change a program's name, languages and sites."""
    found = queries.program(request.actor, program_id)
    form = ProgramForm(
        request.POST or None, program=found, sites=queries.open_sites(request.actor), at=queries.sites_of(found)
    )

    def deed(said: dict[str, Any]) -> object:
        told = {name: said[name] for name in ("name", "name_es", "languages")}
        return actions.change_program(request.actor, found, sites=_chosen_sites(request, form.chosen_sites), **told)

    status = _attempted(request, form, deed)
    if status is not None:
        return _page(request, "change", {"program": found, "form": form}, status=status)
    messages.success(request, _("Saved."))
    return redirect("programs:program", found.id)


@require_http_methods(["GET", "POST"])
@staff_page
def rules(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """A program's rules with their sources and every change to them; a director changes them here."""
    found = queries.program(request.actor, program_id)
    form = RulesForm(request.POST or None, program=found)

    def deed(said: dict[str, Any]) -> object:
        return actions.set_rules(request.actor, found, pack=form.pack(), why=said["why"], based_on=said["based_on"])

    status = _attempted(request, form, deed)
    if status is not None:
        return _rules_page(request, found, form, status=status)
    messages.success(request, _("The rules are set. They hold from now on."))
    return redirect("programs:rules", found.id)


def _rules_page(request: StaffRequest, found: Program, form: RulesForm, *, status: int) -> HttpResponse:
    card = queries.program_card(request.actor, found.id)
    return _page(request, "rules", {"card": card, "form": form, "changes": queries.rule_changes(found)}, status=status)


# --- Tracks and groups -----------------------------------------------------------------------------------------------


@require_POST
@staff_page
def add_track(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """Add a track to a program."""
    found, form = queries.program(request.actor, program_id), TrackForm(request.POST)
    status = attempt(form, lambda said: actions.add_track(request.actor, found, **said))
    if status is not None:
        return _program_page(request, program_id, form, status=status)
    messages.success(request, _("The track is added."))
    return redirect("programs:program", found.id)


@require_POST
@staff_page
def close_track(request: StaffRequest, track_id: UUID) -> HttpResponse:
    """Close a track of a program."""
    found = queries.track(request.actor, track_id)
    _done_or_told(request, lambda: actions.close_track(request.actor, found), _("The track is closed."))
    return redirect("programs:program", found.program_id)


@require_http_methods(["GET", "POST"])
@staff_page
def add_group(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """Add a group to a program."""
    found = queries.program(request.actor, program_id)
    form = _group_form(request, found)
    status = _attempted(
        request, form, lambda said: actions.add_group(request.actor, found, **_said_of_group(request, form))
    )
    if status is not None:
        return _page(request, "group", {"program": found, "form": form}, status=status)
    messages.success(request, _("The group is added."))
    return redirect("programs:program", found.id)


@require_http_methods(["GET", "POST"])
@staff_page
def group(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """One group; a director changes or closes it here."""
    found = queries.group(request.actor, group_id)
    form = _group_form(request, found.program, group=found)
    status = _attempted(
        request, form, lambda said: actions.change_group(request.actor, found, **_said_of_group(request, form))
    )
    if status is not None:
        page = {"program": found.program, "group": found, "form": form}
        return _page(request, "group", page, status=status)
    messages.success(request, _("Saved."))
    return redirect("programs:program", found.program_id)


@require_POST
@staff_page
def close_group(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """Close a group."""
    found = queries.group(request.actor, group_id)
    _done_or_told(request, lambda: actions.close_group(request.actor, found), _("The group is closed."))
    return redirect("programs:program", found.program_id)


def _group_form(request: StaffRequest, of: Program, **more: Any) -> GroupForm:
    return GroupForm(
        request.POST or None,
        tracks=queries.tracks_of(of),
        sites=queries.sites_of(of),
        rooms=queries.rooms_of_program(of),
        **more,
    )


def _said_of_group(request: StaffRequest, form: GroupForm) -> dict[str, Any]:
    find: dict[str, Callable[[Any, UUID], Any]] = {
        "track": queries.track, "site": queries.site, "room": queries.room
    }  # fmt: skip
    chosen = {
        name: look(request.actor, UUID(form.cleaned_data[name])) if form.cleaned_data[name] else None
        for name, look in find.items()
    }
    return {"details": form.details(), **chosen}


# --- Sites and rooms -------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def sites(request: StaffRequest) -> HttpResponse:
    """Every open site; a director opens another."""
    form = SiteForm(request.POST or None, initial={"time_zone": request.organization.time_zone})
    made: list[Any] = []

    def deed(said: dict[str, Any]) -> object:
        made.append(actions.open_site(request.actor, request.organization, **said))
        return made

    status = _attempted(request, form, deed)
    if status is not None:
        return _page(request, "sites", {"sites": queries.open_sites(request.actor), "form": form}, status=status)
    messages.success(request, _("The site is open. Add its rooms."))
    return redirect("programs:site", made[0].subject_id)


@require_http_methods(["GET", "POST"])
@staff_page
def site(request: StaffRequest, site_id: UUID) -> HttpResponse:
    """One site with its rooms; a director changes it here."""
    found = queries.site(request.actor, site_id)
    known = {"name": found.name, "time_zone": found.time_zone, "address": found.address}
    form = SiteForm(request.POST or None, initial=known)
    status = _attempted(request, form, lambda said: actions.change_site(request.actor, found, **said))
    if status is not None:
        return _site_page(request, found, form, RoomForm(prefix="room"), status=status)
    messages.success(request, _("Saved."))
    return redirect("programs:site", found.id)


def _site_page(request: StaffRequest, found: Site, form: SiteForm, room_form: RoomForm, *, status: int) -> HttpResponse:
    page = {"site": found, "rooms": queries.rooms_of(found), "form": form, "room_form": room_form}
    return _page(request, "site", page, status=status)


@require_POST
@staff_page
def close_site(request: StaffRequest, site_id: UUID) -> HttpResponse:
    """Close a site."""
    found = queries.site(request.actor, site_id)
    _done_or_told(request, lambda: actions.close_site(request.actor, found), _("The site is closed."))
    return redirect("programs:sites")


@require_POST
@staff_page
def add_room(request: StaffRequest, site_id: UUID) -> HttpResponse:
    """Add a room to a site."""
    found, form = queries.site(request.actor, site_id), RoomForm(request.POST, prefix="room")
    status = attempt(form, lambda said: actions.add_room(request.actor, found, **said))
    if status is not None:
        known = {"name": found.name, "time_zone": found.time_zone, "address": found.address}
        return _site_page(request, found, SiteForm(initial=known), form, status=status)
    messages.success(request, _("The room is added."))
    return redirect("programs:site", found.id)


@require_http_methods(["GET", "POST"])
@staff_page
def room(request: StaffRequest, room_id: UUID) -> HttpResponse:
    """One room; a director changes or closes it here."""
    found = queries.room(request.actor, room_id)
    known = {"name": found.name, "capacity": found.capacity, "equipment": ", ".join(found.equipment)}
    form = RoomForm(request.POST or None, initial=known)
    status = _attempted(request, form, lambda said: actions.change_room(request.actor, found, **said))
    if status is not None:
        return _page(request, "room", {"room": found, "form": form}, status=status)
    messages.success(request, _("Saved."))
    return redirect("programs:site", found.site_id)


@require_POST
@staff_page
def close_room(request: StaffRequest, room_id: UUID) -> HttpResponse:
    """Close a room."""
    found = queries.room(request.actor, room_id)
    _done_or_told(request, lambda: actions.close_room(request.actor, found), _("The room is closed."))
    return redirect("programs:site", found.site_id)


# --- Curricula -------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def curricula(request: StaffRequest) -> HttpResponse:
    """Every curriculum."""
    return _page(request, "curricula", {"cards": queries.curriculum_cards()})


@require_GET
@staff_page
def curriculum(request: StaffRequest, code: str) -> HttpResponse:
    """One curriculum, week by week."""
    return _page(request, "curriculum", {"card": queries.curriculum_card(code)})
