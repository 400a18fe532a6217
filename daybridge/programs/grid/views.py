"""The week of sessions: all staff look, a director sets, moves, changes and cancels. Every change is a version, and can be undone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid, NotYours
from daybridge.people import queries as people
from daybridge.people.access import is_director
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.programs.calendar import queries as sessions
from daybridge.programs.calendar.actions import close_day, open_day
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.grid import changing, checks, queries, rules, sentences
from daybridge.programs.grid.forms import (
    CancelForm,
    ChangeForm,
    CheckForm,
    ClosureForm,
    EndForm,
    SuggestedForm,
    TimeForm,
)
from daybridge.programs.grid.queries import Look
from daybridge.programs.grid.rules import By
from daybridge.programs.models import Program
from daybridge.programs.planning import actions as versions
from daybridge.programs.planning import queries as planning
from daybridge.programs.planning.changes import CancelDate, Change, EndTime
from daybridge.programs.setting_up import queries as places
from daybridge.ui.forms import attempt

# --- Looking ---------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def page(request: StaffRequest) -> HttpResponse:
    """A week of sessions."""
    look, which = _look(request, request.GET)
    name = next((one.label for one in which if one.value == str(look.which)), "")
    done = request.GET.get("done", "")
    lately = queries.lately(request.actor)
    shown = {
        "grid": queries.week(request.actor, request.organization, look, name=name),
        "bys": sentences.BYS.items(),
        "which": which,
        "lately": lately,
        "done": next((one for one in lately if str(one.version.id) == done and one.may_undo), None),
        "may_edit": is_director(request.actor, None),
        "today": rules.code_of(clock.today(request.organization.time_zone)),
        "new": queries.programs_without_times(request.actor) if is_director(request.actor, None) else [],
    }
    return render(request, "programs/schedule.html", shown)


def _look(request: StaffRequest, asked: QueryDict) -> tuple[Look, list[queries.Choice]]:
    """What an address asks to see, and what else of its kind there is; a stranger's id is as none."""
    by = By(asked.get("by", "")) if asked.get("by", "") in set(By) else By.HOUSE
    which = queries.choices(request.actor, by)
    told = asked.get("which", "")
    chosen = told if told in {one.value for one in which} else which[0].value if which else ""
    monday = rules.monday_of(asked.get("week", ""), clock.today(request.organization.time_zone))
    return Look(by if chosen else By.HOUSE, UUID(chosen) if chosen else None, monday, asked.get("day", "")), which


def _back(request: StaffRequest, *, done: object = None, week: str = "") -> HttpResponse:
    """To the week that somebody came from, with what was done and its undo on top."""
    look, _which = _look(request, QueryDict(request.POST.get("look", "")))
    told = QueryDict(look.asked, mutable=True)
    if week:
        told["week"] = week
    if done:
        told["done"] = str(done)
    return redirect(f"{reverse('schedule:week')}?{told.urlencode()}")


@require_GET
@staff_page
def session(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """One session: who comes, the dates ahead, and what a director may do with it."""
    return _session_page(request, sessions.occurrence(request.actor, occurrence_id))


def _session_page(request: StaffRequest, one: Occurrence, *, status: int = 200, **bound: Any) -> HttpResponse:
    zone = sessions.zone_of(one.series)
    day, start, end = rules.on_clock(one.begins_at, one.ends_at, zone)
    look, _which = _look(request, QueryDict(request.POST.get("look", "") or request.GET.urlencode()))
    may_edit = is_director(request.actor, None)
    forms = {
        "change": _change_form(request, one),
        "cancel": CancelForm(prefix="cancel"),
        "end": EndForm(prefix="end", initial={"last_on": day}),
    }
    shown = {
        "one": one,
        "when": sentences.dated_in_words(one, zone),
        "where": sentences.where_in_words(one),
        "zone": zone,
        "minutes": end - start,
        "roster": queries.roster(request.actor, one),
        "ahead": queries.dates_ahead(one),
        "look": f"{look.asked}&day={day.isoformat()}",
        "may_edit": may_edit,
        "may_change": may_edit and one.state == "planned" and one.begins_at > clock.now(),
        "version": queries.version_of(one) if may_edit else None,
        **forms,
        **bound,
    }
    return render(request, "programs/session.html", shown, status=status)


def _change_form(request: StaffRequest, one: Occurrence, said: QueryDict | None = None) -> ChangeForm:
    zone = sessions.zone_of(one.series)
    room = one.held_in
    local = one.begins_at.astimezone(rules.zone(zone))
    known = {
        "day": local.date(), "start": local.time(), "room": str(room.id) if room else "", "lead": str(one.led_by.id),
        "minutes": int((one.ends_at - one.begins_at).total_seconds()) // 60, "scope": rules.Scope.ONCE.value,
    }  # fmt: skip
    staff = people.carers(request.actor)
    staff += [] if one.led_by in staff else [one.led_by]
    return ChangeForm(said, initial=known, rooms=queries.rooms_for(one), staff=staff)


@require_GET
@staff_page
def check(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """What a session would meet at another time, in words; for whoever may move it, while they hold it."""
    if not is_director(request.actor, None):
        raise NotYours()
    one = sessions.occurrence(request.actor, occurrence_id)
    form = CheckForm(request.GET)
    if form.is_valid() and form.cleaned_data["room"] and not queries.is_room(form.cleaned_data["room"]):
        form.add_error("room", _("Choose one of the list."))
    if not form.is_valid():
        return JsonResponse({"errors": [str(words[0]) for words in form.errors.values()]}, status=422)
    found = checks.check(request.actor, request.organization, one, changing.target(one, form.cleaned_data))
    return JsonResponse({"when": found.when, "now": _told(found.now), "later": _told(found.later)})


def _told(met: Sequence[checks.Met]) -> list[dict[str, object]]:
    return [{"kind": one.meets.value, "words": one.words, "refused": one.is_refused} for one in met]


# --- Changing --------------------------------------------------------------------------------------------------------


def _publish(request: StaffRequest, program: Program, changes: Sequence[Change], why: str) -> UUID:
    return versions.publish(request.actor, program, changes=changes, why=why).subject_id


def _refuse_what_has_begun(one: Occurrence) -> None:
    """A date that has begun was held as it was, and its page offers no form; so is what would change from it on."""
    if one.begins_at <= clock.now():
        raise Conflict(_("This session has begun. Change a later one."))


@require_POST
@staff_page
def change(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """Hold one date otherwise, or its weekly time from that date on."""
    one = sessions.occurrence(request.actor, occurrence_id)
    _refuse_what_has_begun(one)
    form, made = _change_form(request, one, request.POST), []

    def deed(said: dict[str, Any]) -> object:
        made.append(_publish(request, one.series.group.program, [changing.changed(one, said)], said["why"]))
        return made

    status = attempt(form, deed)
    if status is not None:
        return _session_page(request, one, status=status, change=form)
    return _back(request, done=made[0], week=rules.code_of(form.cleaned_data["day"]))


@require_POST
@staff_page
def cancel(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """Say that one date does not take place."""
    one = sessions.occurrence(request.actor, occurrence_id)
    _refuse_what_has_begun(one)
    form, made = CancelForm(request.POST, prefix="cancel"), []

    def deed(said: dict[str, Any]) -> object:
        change = CancelDate(occurrence_id=one.id, why=said["why"])
        made.append(_publish(request, one.series.group.program, [change], said["why"]))
        return made

    status = attempt(form, deed)
    if status is not None:
        return _session_page(request, one, status=status, cancel=form)
    return _back(request, done=made[0])


@require_POST
@staff_page
def end(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """Let the weekly time that a date belongs to end with a day."""
    one = sessions.occurrence(request.actor, occurrence_id)
    form, made = EndForm(request.POST, prefix="end"), []

    def deed(said: dict[str, Any]) -> object:
        change = EndTime(series_id=one.series_id, last_on=changing.last_day(one, said["last_on"]))
        made.append(_publish(request, one.series.group.program, [change], said["why"]))
        return made

    status = attempt(form, deed)
    if status is not None:
        return _session_page(request, one, status=status, end=form)
    return _back(request, done=made[0])


@require_POST
@staff_page
def undo(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Take one version of a week back."""
    version = planning.version(request.actor, version_id)
    try:
        versions.undo(request.actor, version)
    except (Conflict, Invalid) as refused:
        messages.warning(request, refused.words)
    else:
        messages.success(request, _("Taken back. That is a version too: it can be done again."))
    return _back(request)


# --- Setting times ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def set_time(request: StaffRequest) -> HttpResponse:
    """Set a weekly time for a group."""
    _directors_only(request)
    rooms, made = queries.all_rooms(request.actor), []
    known = {"group": request.GET.get("group", ""), "from_on": clock.today(request.organization.time_zone)}
    staff, groups = people.carers(request.actor), queries.groups_to_set(request.actor)
    form = TimeForm(request.POST or None, initial=known, groups=groups, rooms=rooms, staff=staff)

    def deed(said: dict[str, Any]) -> object:
        group = queries.group_of_house(request.actor, UUID(said["group"]))
        room = next((one for one in rooms if str(one.id) == said["room"]), None)
        made.append(_publish(request, group.program, [changing.opened(group, said, room)], said["why"]))
        return made

    status = attempt(form, deed) if request.method == "POST" else 200
    if status is not None:
        return render(request, "programs/set_time.html", {"form": form}, status=status)
    return _back(request, done=made[0], week=rules.code_of(form.cleaned_data["from_on"]))


@require_http_methods(["GET", "POST"])
@staff_page
def set_suggested(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """Set the times that a program's template suggests, each with its room and who leads it."""
    _directors_only(request)
    program = places.program(request.actor, program_id)
    groups = {one.id: one for one in places.groups_of(program)}
    rooms = queries.all_rooms(request.actor)
    today = clock.today(request.organization.time_zone)
    rows, may = changing.suggested(groups.values()), changing.leaders(request.actor, groups.values())
    taken = changing.taken_already(sessions.series_of_house(request.organization.id, today))
    dealt, made = rules.deal(rows, [may[row.group_id] for row in rows], taken), []
    form = SuggestedForm(
        request.POST or None, initial={"from_on": today}, rows=rows, groups=groups, rooms=rooms,
        staff=people.carers(request.actor), dealt=dealt,
    )  # fmt: skip

    def deed(said: dict[str, Any]) -> object:
        here = {one.id: one for one in rooms}
        changes = changing.chosen_times(form, groups, here, taken=taken, may=may, from_on=said["from_on"])
        made.append(_publish(request, program, changes, _("The times that the template suggests")))
        return made

    status = attempt(form, deed) if request.method == "POST" else 200
    if status is not None:
        return render(request, "programs/set_suggested.html", {"form": form, "program": program}, status=status)
    return _back(request, done=made[0], week=rules.code_of(form.cleaned_data["from_on"]))


def _directors_only(request: StaffRequest) -> None:
    if not is_director(request.actor, None):
        raise NotYours()


# --- Closed days -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def closures(request: StaffRequest) -> HttpResponse:
    """The days to come on which a site or the house is closed; a director adds one."""
    sites = list(places.open_sites(request.actor))
    form = ClosureForm(request.POST or None, sites=sites)
    today = clock.today(request.organization.time_zone)

    def deed(said: dict[str, Any]) -> object:
        if said["day"] < today:
            raise Invalid(_("Check the date."), fields={"day": _("That day is over.")})
        site = next((one for one in sites if str(one.id) == said["site"]), None)
        return close_day(request.actor, request.organization, day=said["day"], name=said["name"], site=site)

    status = attempt(form, deed) if request.method == "POST" else 200
    if status is not None:
        shown = {"form": form, "closures": queries.closures_since(request.actor, today)}
        shown["may_edit"] = is_director(request.actor, None)
        return render(request, "programs/closures.html", shown, status=status)
    messages.success(request, _("Closed. What stood on the calendar that day does not take place."))
    return redirect("schedule:closures")


@require_POST
@staff_page
def reopen(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    """Take a closed day back."""
    try:
        open_day(request.actor, queries.closure(request.actor, closure_id))
    except Conflict as refused:
        messages.warning(request, refused.words)
    else:
        messages.success(request, _("Open again. What was taken off the calendar that day takes place."))
    return redirect("schedule:closures")
