"""The session's page: attendance in one tap, the note beside it, handing over, the sheet to sign."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
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
from daybridge.workspace.session import page as session_page
from daybridge.workspace.session.form import (
    AddForm,
    BeginForm,
    CorrectForm,
    ExcuseForm,
    HandOverForm,
    MomentForm,
    SpansForm,
)


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
        "began_form": _begin_form(roster.running, zone),
        "end_form": _end_form(roster.running, zone),
        "breaks_form": _breaks_form(roster.running, zone),
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
    """They are here, or they have gone; or whether a guest of theirs came."""
    if way == "guest":
        return _note_guest(request, occurrence_id)
    if way not in ("here", "gone"):
        raise NotYours()

    def deed(occurrence: Occurrence) -> None:
        at = _came_at(occurrence) if way == "here" else clock.now()
        told = Arrival(way=Way.IN if way == "here" else Way.OUT, source=Source.STAFF, at=at)
        who = attendance.participant_of(occurrence, participant_id)
        actions.mark_presence(request.actor, occurrence, participant=who, told=told)

    return _deed(request, occurrence_id, deed, "")


def _note_guest(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    invitation_id, came = _id(request.POST.get("invitation", "")), request.POST.get("came")
    if invitation_id is None or came not in ("yes", "no"):
        raise NotYours()

    def deed(occurrence: Occurrence) -> None:
        actions.note_guest(request.actor, occurrence, invitation_id=invitation_id, has_come=came == "yes")

    return _deed(request, occurrence_id, deed, "")


def _id(sent: str) -> UUID | None:
    try:
        return UUID(sent)
    except ValueError:
        return None


def _came_at(occurrence: Occurrence) -> datetime:
    """Whoever is tapped while it runs came now; whoever is tapped when it is over was there from its beginning."""
    ran = attendance.running(occurrence)
    return ran.begins_at if clock.now() >= ran.ends_at else clock.now()


@require_POST
@staff_page
def everybody(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """Everybody who is expected and has not been seen is here."""

    def deed(occurrence: Occurrence) -> None:
        roster = session_page.roster(request.actor, occurrence)
        coming = [row for row in roster.rows if row.is_expected and not row.was_here and not row.away]
        people_there = [row.participant for row in coming]
        actions.mark_everybody(request.actor, occurrence, participants=people_there, at=_came_at(occurrence))

    return _deed(request, occurrence_id, deed, "")


@require_POST
@staff_page
def add(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """Somebody came who was not expected."""
    occurrence = attendance.session(request.actor, occurrence_id)
    form = AddForm(request.POST, people=_others(request, session_page.roster(request.actor, occurrence)))

    def deed(said: dict[str, Any]) -> None:
        who = people.participant(request.actor, said["person"])
        told = Arrival(way=Way.IN, source=Source.STAFF, at=_came_at(occurrence))
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
    """A break begins or ends, or it is said which breaks there really were."""
    if way == "correct":
        return _correct_breaks(request, attendance.session(request.actor, occurrence_id))
    if way not in ("begin", "end"):
        raise NotYours()

    def deed(occurrence: Occurrence) -> None:
        (actions.begin_break if way == "begin" else actions.end_break)(request.actor, occurrence)

    return _deed(request, occurrence_id, deed, "")


def _correct_breaks(request: StaffRequest, occurrence: Occurrence) -> HttpResponse:
    ran, zone = attendance.running(occurrence), ZoneInfo(zone_of(occurrence.series))
    form = _breaks_form(ran, zone, request.POST)
    status = attempt(
        form, lambda said: actions.correct_breaks(request.actor, occurrence, spans=_spans(form, occurrence, zone))
    )
    if status:
        return _page(request, occurrence, status=status, breaks_form=form)
    messages.success(request, _("The breaks are corrected. Minutes are reckoned anew."))
    return redirect("workspace:session", occurrence.id)


def _breaks_form(running: Running, zone: ZoneInfo, sent: Any = None) -> SpansForm:
    lasts = running.open_break is not None
    return SpansForm(sent, zone=zone, known=running.pauses, lasts=lasts, auto_id="break_%s")


def _spans(form: SpansForm, occurrence: Occurrence, zone: ZoneInfo) -> list[tuple[datetime, datetime | None]]:
    return [
        (_moment(occurrence, first, zone), _moment(occurrence, until, zone) if until else None)
        for first, until in form.spans
    ]


@require_POST
@staff_page
def begin(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """It began at another time than the calendar says; without a time, now."""
    occurrence = attendance.session(request.actor, occurrence_id)
    zone = ZoneInfo(zone_of(occurrence.series))
    form = _begin_form(attendance.running(occurrence), zone, request.POST)
    status = attempt(
        form, lambda said: actions.begin_session(request.actor, occurrence, at=_told(occurrence, said["at"], zone))
    )
    if status:
        return _page(request, occurrence, status=status, began_form=form)
    messages.success(request, _("Minutes count from then on."))
    return redirect("workspace:session", occurrence.id)


def _begin_form(running: Running, zone: ZoneInfo, sent: Any = None) -> MomentForm:
    known = running.begins_at.astimezone(zone).time() if running.has_begun else None
    return MomentForm(sent, zone=zone, label=_("Began at"), initial={"at": known}, auto_id="begin_%s")


def _end_form(running: Running, zone: ZoneInfo, sent: Any = None) -> MomentForm:
    return MomentForm(sent, zone=zone, label=_("Ended at"), initial={"at": _known_end(running, zone)})


def _told(occurrence: Occurrence, at: time | None, zone: ZoneInfo) -> datetime:
    return _moment(occurrence, at, zone) if at else clock.now()


@require_POST
@staff_page
def end(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """It is over, or was over at another time than was said."""
    occurrence = attendance.session(request.actor, occurrence_id)
    zone = ZoneInfo(zone_of(occurrence.series))
    form = _end_form(attendance.running(occurrence), zone, request.POST)
    status = attempt(
        form, lambda said: actions.end_session(request.actor, occurrence, at=_told(occurrence, said["at"], zone))
    )
    if status:
        return _page(request, occurrence, status=status, end_form=form)
    messages.success(request, _("The session is ended. Minutes are reckoned, and whoever is missing is known."))
    return redirect("workspace:session", occurrence.id)


def _known_end(running: Running, zone: ZoneInfo) -> Any:
    """What stands in the field: when it ended, or was to where that has passed; nothing, which is now, while it runs."""
    is_past = running.is_ended or clock.now() >= running.ends_at
    return running.ends_at.astimezone(zone).time() if is_past else None


def _moment(occurrence: Occurrence, at: time, zone: ZoneInfo) -> datetime:
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
    known, lasts = attendance.spans_of(occurrence, who.id), row is not None and row.is_here
    correct = CorrectForm(zone=zone, known=known, lasts=lasts)
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
        correct = CorrectForm(request.POST, zone=zone, known=known, lasts=lasts)
        status = attempt(
            correct,
            lambda said: actions.correct_presence(
                request.actor, occurrence, participant=who, why=said["why"], spans=_spans(correct, occurrence, zone)
            ),
        )
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
