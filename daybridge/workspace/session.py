"""The session's page: attendance in one tap, the note beside it, handing over, the sheet to sign."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.attendance import actions
from daybridge.attendance import queries as attendance
from daybridge.attendance.actions import Arrival
from daybridge.attendance.queries import Running
from daybridge.attendance.rules import Source, Way
from daybridge.attendance.sentences import SOURCES
from daybridge.core import clock
from daybridge.core.errors import DaybridgeError, NotYours
from daybridge.notes import actions as notes
from daybridge.people import queries as people
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.programs import queries as programs
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.calendar.sentences import occurrence_in_words
from daybridge.ui.forms import attempt
from daybridge.workspace import session_page
from daybridge.workspace.session_form import AddForm, BeginForm, CorrectForm, EndForm, ExcuseForm, HandOverForm


@require_GET
@staff_page
def page(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """One session: who is there and the note, for whoever leads it."""
    return _page(request, attendance.session(request.actor, occurrence_id))


def _page(request: StaffRequest, occurrence: Occurrence, *, status: int = 200, **bound: Any) -> HttpResponse:
    roster = session_page.roster(request.actor, occurrence)
    zone = ZoneInfo(zone_of(occurrence.series))
    colleagues = [one for one in people.carers(request.actor) if one not in roster.leaders]
    shown = {
        "roster": roster,
        **_note(request, roster),
        "when": occurrence_in_words(occurrence, str(zone)),
        "zone": zone,
        "end_form": EndForm(zone=zone, initial={"at": _known_end(roster.running, zone)}),
        "hand_over_form": HandOverForm(colleagues=colleagues),
        "add_form": AddForm(people=_others(request, roster)),
        "facilitators": attendance.facilitators(occurrence),
    }
    with timezone.override(zone):
        return render(request, "workspace/session.html", shown | bound, status=status)


def _note(request: StaffRequest, roster: session_page.Roster) -> dict[str, Any]:
    """A group has one note for all; of a visit each person has one of a kind that is chosen."""
    if session_page.is_visit(roster.occurrence):
        return {"visits": session_page.visit_notes(roster, request.actor), "begin_form": BeginForm()}
    return {"note": session_page.group_note(roster)}


def _others(request: StaffRequest, roster: session_page.Roster) -> list[Any]:
    """Who may have come without being expected: people of the program whom the reader treats."""
    here = {one.participant.id for one in roster.rows}
    episodes = programs.open_episodes(request.actor).filter(program_id=roster.occurrence.series.group.program_id)
    found = [one.participant for one in episodes.order_by("participant__given_name")]
    return [one for one in found if one.id not in here]


@require_GET
@staff_page
def state(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """Who is there by now, fetched again when somebody comes or goes."""
    return _roster(request, attendance.session(request.actor, occurrence_id))


def _roster(request: StaffRequest, occurrence: Occurrence) -> HttpResponse:
    with timezone.override(ZoneInfo(zone_of(occurrence.series))):
        shown = {"roster": session_page.roster(request.actor, occurrence)}
        return render(request, "workspace/session.html#roster", shown)


def _deed(request: StaffRequest, occurrence_id: UUID, deed: Callable[[Occurrence], object], said: str) -> HttpResponse:
    """One tap; without a script the page comes back, with one only the roster does."""
    occurrence = attendance.session(request.actor, occurrence_id)
    try:
        deed(occurrence)
    except DaybridgeError as error:
        if error.status not in (409, 422):
            raise
        messages.error(request, error.words)
        return _after(request, occurrence)
    if said:
        messages.success(request, said)
    return _after(request, occurrence)


def _after(request: StaffRequest, occurrence: Occurrence) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _roster(request, occurrence)
    return redirect("workspace:session", occurrence.id)


@require_POST
@staff_page
def mark(request: StaffRequest, occurrence_id: UUID, participant_id: UUID, way: str) -> HttpResponse:
    """They are here, or they have gone."""
    if way not in ("here", "gone"):
        raise NotYours()

    def deed(occurrence: Occurrence) -> None:
        told = Arrival(way=Way.IN if way == "here" else Way.OUT, source=Source.STAFF, at=clock.now())
        who = attendance.participant_of(occurrence, participant_id)
        actions.mark_presence(request.actor, occurrence, participant=who, told=told)

    return _deed(request, occurrence_id, deed, "")


@require_POST
@staff_page
def everybody(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """Everybody who is expected and has not been seen is here."""

    def deed(occurrence: Occurrence) -> None:
        roster = session_page.roster(request.actor, occurrence)
        coming = [row for row in roster.rows if row.is_expected and not row.was_here and not row.away]
        actions.mark_everybody(request.actor, occurrence, participants=[row.participant for row in coming])

    return _deed(request, occurrence_id, deed, "")


@require_POST
@staff_page
def add(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """Somebody came who was not expected."""
    occurrence = attendance.session(request.actor, occurrence_id)
    form = AddForm(request.POST, people=_others(request, session_page.roster(request.actor, occurrence)))

    def deed(said: dict[str, Any]) -> None:
        who = people.participant(request.actor, said["person"])
        told = Arrival(way=Way.IN, source=Source.STAFF, at=clock.now())
        actions.mark_presence(request.actor, occurrence, participant=who, told=told)

    status = attempt(form, deed)
    return (
        _page(request, occurrence, status=status, add_form=form)
        if status
        else redirect("workspace:session", occurrence.id)
    )


@require_POST
@staff_page
def pause(request: StaffRequest, occurrence_id: UUID, way: str) -> HttpResponse:
    """A break begins or ends."""
    if way not in ("begin", "end"):
        raise NotYours()

    def deed(occurrence: Occurrence) -> None:
        (actions.begin_break if way == "begin" else actions.end_break)(request.actor, occurrence)

    return _deed(request, occurrence_id, deed, "")


@require_POST
@staff_page
def begin(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """It begins now, and not when the calendar says."""
    return _deed(
        request, occurrence_id, lambda one: actions.begin_session(request.actor, one, at=clock.now()),
        _("The session begins now. Minutes count from here on."),
    )  # fmt: skip


@require_POST
@staff_page
def end(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """It is over, or was over at another time than was said."""
    occurrence = attendance.session(request.actor, occurrence_id)
    zone = ZoneInfo(zone_of(occurrence.series))
    form = EndForm(request.POST, zone=zone)

    def deed(said: dict[str, Any]) -> None:
        at = _moment(occurrence, said["at"], zone) if said["at"] else clock.now()
        actions.end_session(request.actor, occurrence, at=at)

    status = attempt(form, deed)
    if status:
        return _page(request, occurrence, status=status, end_form=form)
    messages.success(request, _("The session is ended. Minutes are reckoned, and whoever is missing is known."))
    return redirect("workspace:session", occurrence.id)


def _known_end(running: Running, zone: ZoneInfo) -> Any:
    """What stands in the field: when it ended, or was to where that has passed; nothing, which is now, while it runs."""
    is_past = running.is_ended or clock.now() >= running.ends_at
    return running.ends_at.astimezone(zone).time() if is_past else None


def _moment(occurrence: Occurrence, at: Any, zone: ZoneInfo) -> datetime:
    """A clock time of the session's own night: past midnight belongs to the next day. The present minute is now."""
    begins = occurrence.begins_at.astimezone(zone)
    moment = datetime.combine(begins.date(), at, zone)
    if moment < begins - timedelta(hours=6):
        moment = datetime.combine(begins.date() + timedelta(days=1), at, zone)
    now = clock.now().astimezone(zone)
    return now if moment <= now < moment + timedelta(minutes=1) else moment


@require_POST
@staff_page
def hand_over(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """A colleague leads it beside oneself, or in one's place."""
    occurrence = attendance.session(request.actor, occurrence_id)
    form = HandOverForm(request.POST, colleagues=people.carers(request.actor))

    def deed(said: dict[str, Any]) -> None:
        staff = people.staff_member(request.actor, said["to"])
        actions.add_facilitator(
            request.actor, occurrence, staff=staff, takes_over=said["takes_over"], note=said["note"]
        )

    status = attempt(form, deed)
    if status:
        return _page(request, occurrence, status=status, hand_over_form=form)
    messages.success(request, _("They find it on their Today now."))
    gone = form.cleaned_data["takes_over"] and not request.actor.has_role("director")
    return redirect("workspace:today") if gone else redirect("workspace:session", occurrence.id)


@require_http_methods(["GET", "POST"])
@staff_page
def person(request: StaffRequest, occurrence_id: UUID, participant_id: UUID) -> HttpResponse:
    """How one person's presence was told, and how it really was."""
    occurrence = attendance.session(request.actor, occurrence_id)
    who = attendance.participant_of(occurrence, participant_id)
    zone = ZoneInfo(zone_of(occurrence.series))
    row = attendance.attendances([occurrence.id]).get((occurrence.id, who.id))
    correct = CorrectForm(zone=zone, initial=_as_told(row, zone))
    excuse = ExcuseForm()
    status: int | None = 200
    if request.method == "POST" and request.POST.get("deed") == "excuse":
        excuse = ExcuseForm(request.POST)
        status = attempt(
            excuse,
            lambda said: actions.excuse(
                request.actor, occurrence, participant=who, why=said["why"], holds=not said["takes_back"]
            ),
        )
    elif request.method == "POST":
        correct = CorrectForm(request.POST, zone=zone)
        status = attempt(
            correct,
            lambda said: actions.correct_presence(
                request.actor, occurrence, participant=who, why=said["why"],
                spans=[(_moment(occurrence, a, zone), _moment(occurrence, b, zone) if b else None) for a, b in correct.spans],
            ),
        )  # fmt: skip
    if status is None:
        messages.success(request, _("It is corrected. What was told before stays to be read."))
        return redirect("workspace:session", occurrence.id)
    shown = {
        "occurrence": occurrence, "who": who, "row": row, "marks": [(one, SOURCES[Source(one.source)]) for one in attendance.marks(occurrence, who.id)],
        "elsewhere": attendance.seen_elsewhere(occurrence, who.id),
        "correct": correct, "excuse": excuse, "when": occurrence_in_words(occurrence, str(zone)),
    }  # fmt: skip
    with timezone.override(zone):
        return render(request, "workspace/session_person.html", shown, status=status)


def _as_told(row: Any, zone: ZoneInfo) -> dict[str, Any]:
    if row is None or row.first_at is None:
        return {}
    last = row.last_at if row.last_at and not row.is_here else None
    return {"from_1": row.first_at.astimezone(zone).time(), "until_1": last.astimezone(zone).time() if last else None}


@require_POST
@staff_page
def begin_note(request: StaffRequest, occurrence_id: UUID, participant_id: UUID) -> HttpResponse:
    """Begin the note of a visit, of a kind that is chosen."""
    occurrence = attendance.session(request.actor, occurrence_id)
    who = attendance.participant_of(occurrence, participant_id)
    form = BeginForm(request.POST)
    made: list[UUID] = []

    def deed(said: dict[str, Any]) -> None:
        made.append(notes.begin_note(request.actor, who, form=said["form"], occurrence=occurrence).subject_id)

    status = attempt(form, deed)
    return _page(request, occurrence, status=status, begin_form=form) if status else redirect("notes:draft", made[0])


@require_GET
@staff_page
def sheet(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """A sheet to sign in on paper: chosen names with the first letter of the last, and nothing else of anybody."""
    occurrence = attendance.session(request.actor, occurrence_id)
    roster = session_page.roster(request.actor, occurrence)
    shown = {"roster": roster, "when": occurrence_in_words(occurrence, zone_of(occurrence.series)), "blank": range(3)}
    return render(request, "workspace/session_sheet.html", shown)


@require_GET
@staff_page
def mine(request: StaffRequest) -> HttpResponse:
    """My sessions, fetched again when something about one has changed."""
    zone = request.organization.time_zone
    shown = session_page.my_sessions(request.actor, on=clock.today(zone), zone=zone)
    return render(request, "workspace/today.html#my-sessions", {"sessions": shown})
