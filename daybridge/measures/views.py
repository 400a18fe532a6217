"""What staff do with questionnaires: see what is due, ask, take back, and enter what was answered on paper or by asking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core import clock
from daybridge.core.errors import Conflict
from daybridge.measures import actions, charts, outcomes, queries, rules
from daybridge.measures.forms import AskForm, SheetForm
from daybridge.measures.instruments import Instrument, in_language, library
from daybridge.measures.models import Assignment, Sheet
from daybridge.measures.rules import Told, Way
from daybridge.measures.sentences import occasion_in_words, way_in_words
from daybridge.measures.sheets import answers_from
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import note_document_opened, open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs import queries as programs
from daybridge.ui.forms import attempt

#: How long before somebody's first admission the answers on paper may be from that are entered here.
PAPER_MAY_BE = timedelta(days=400)


@dataclass(frozen=True)
class Asked:
    """One questionnaire that was asked, as a list shows it."""

    assignment: Assignment
    name: str
    occasion: str
    is_overdue: bool
    state: str = ""


@require_GET
@staff_page
def due(request: StaffRequest) -> HttpResponse:
    """What is open for everyone I care for, person by person, the longest due first."""
    today = clock.today(request.organization.time_zone)
    open_now = sorted(
        _asked(queries.assignments(request.actor, on=today)), key=lambda one: str(one.assignment.participant_id)
    )
    people = [(found[0].assignment.participant, found) for _id, found in _by_person(open_now)]
    people.sort(key=lambda one: (not any(asked.is_overdue for asked in one[1]), one[0].family_name))
    return render(request, "measures/due.html", {"people": people})


def _by_person(asked: list[Asked]) -> Iterable[tuple[UUID, list[Asked]]]:
    for participant_id, found in groupby(asked, key=lambda one: one.assignment.participant_id):
        yield participant_id, list(found)


def _asked(found: Iterable[Assignment]) -> list[Asked]:
    return [
        Asked(
            one,
            _name(one.instrument),
            occasion_in_words(one.occasion),
            rules.is_overdue(one.due_on, clock.today(one.participant.time_zone)),
        )
        for one in found
    ]


def _name(code: str) -> str:
    """What an instrument is called; its code where the site took its file away."""
    known = library().get(code)
    return _called(known) if known else code


def _called(instrument: Instrument) -> str:
    return in_language(instrument.name, queries.language())


@require_GET
@staff_page
def person(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What one participant was asked, and everything that can be asked or entered; the look is written down."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    return _person_page(request, participant, AskForm(instruments=_to_ask()))


def _person_page(request: StaffRequest, participant: Participant, form: AskForm, *, status: int = 200) -> HttpResponse:
    today = clock.today(participant.time_zone)
    asked = [
        Asked(one, _name(one.instrument), occasion_in_words(one.occasion), False, _state(one, today))
        for one in queries.assignments_of(participant.id)
    ]
    episodes = list(programs.episodes_of(participant.id))
    page = {
        "participant": participant,
        "episode": next((one for one in episodes if one.ended_on is None), None),
        "measured": charts.measured(participant, episodes),
        "asked": asked,
        "form": form,
        "entered": [(one.code, _called(one)) for one in actions.askable().values()],
    }
    return render(request, "measures/person.html", page, status=status)


def _state(one: Any, today: Any) -> str:
    """Where an assignment stands: `answered`, `withdrawn`, `missed`, `overdue` or `open`."""
    if one.is_answered:
        return "answered"
    if one.withdrawn_at:
        return "withdrawn"
    if one.until < today:
        return "missed"
    return "overdue" if rules.is_overdue(one.due_on, today) else "open"


def _to_ask() -> list[Instrument]:
    return [one for one in actions.askable().values() if one.by == "participant"]


@require_GET
@staff_page
def sheet(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    """One sheet: every question with its answer, the scores with their sources; the look is written down."""
    found = queries.sheet(request.actor, sheet_id)
    note_document_opened(request.actor, found, participant_id=found.participant_id, purpose=Purpose.TREATMENT)
    instrument, result = queries.instrument(found.instrument), queries.result_of(found)
    page = {
        "sheet": found,
        "name": _called(instrument),
        "way": way_in_words(found.way),
        "answers": charts.answered(instrument, found, result),
        "later": charts.came_later(instrument, found),
        "scores": charts.scores(result),
        "patterns": [in_language(one, queries.language()) for one in instrument.patterns if result.patterns[one.code]],
        "instrument": instrument,
    }
    return render(request, "measures/sheet.html", page)


@require_POST
@staff_page
def ask(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Ask for a questionnaire beside the battery."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    episode = programs.current_episode(participant.id)
    form = AskForm(request.POST, instruments=_to_ask())
    if episode is None:
        form.full_clean()
        form.add_error(None, _("They are in no program now, so nothing can be asked."))
        return _person_page(request, participant, form, status=409)
    episode = programs.episode(episode.id)
    asked = []
    status = attempt(
        form, lambda said: asked.append(actions.ask_for(request.actor, episode, instrument=said["instrument"]))
    )
    if status:
        return _person_page(request, participant, form, status=status)
    if asked[0].repeated:
        messages.info(request, _("You asked for this today already. It still waits for their answer."))
    else:
        messages.success(request, _("It is asked. They find it in their app, or here on the tablet."))
    return redirect("measures:person", participant.id)


@require_POST
@staff_page
def withdraw(request: StaffRequest, assignment_id: UUID) -> HttpResponse:
    """Take back what was asked."""
    asked = queries.assignment(request.actor, assignment_id)
    actions.withdraw(request.actor, asked)
    messages.success(request, _("It is taken back."))
    return redirect("measures:person", asked.participant_id)


@require_http_methods(["GET", "POST"])
@staff_page
def enter(request: StaffRequest, participant_id: UUID, code: str) -> HttpResponse:
    """Enter what a participant answered on paper, or answers now while a clinician asks."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    instrument = queries.instrument(code)
    today = clock.today(participant.time_zone)
    form = SheetForm(
        request.POST if request.method == "POST" else None,
        instrument=instrument,
        since=_earliest(participant),
        until=today,
        initial={"on_day": today},
    )
    if request.method == "GET":
        return _enter_page(request, participant, instrument, form)
    status = attempt(form, lambda said: _keep(request, participant, form, said))
    if status:
        if status == 409:
            form.begin_anew()
        return _enter_page(request, participant, instrument, form, status=status)
    messages.success(request, _("%(name)s is saved.") % {"name": _called(instrument)})
    return redirect("measures:person", participant.id)


def _keep(request: StaffRequest, participant: Participant, form: SheetForm, said: dict[str, Any]) -> None:
    """Save a form. Raises Conflict for one that was saved before and said something else."""
    made_at = _moment_on(said["on_day"], participant)
    told = Told(
        part_id=said["part_id"],
        sheet_id=said["sheet_id"],
        instrument=form.instrument.code,
        version=form.instrument.version,
        way=Way(said["way"]),
        begun_at=made_at,
        made_at=made_at,
        answers=form.answers,
        is_last=True,
    )
    kept = actions.keep_answers(request.actor, participant, told=told)
    if kept.repeated and not _says_the_same(queries.sheet(request.actor, kept.subject_id), form, said):
        words = _(
            "This form was saved before with something else in it, and that stands."
            " What you see here is not saved: to enter it as a new form, save it again."
        )
        raise Conflict(words, code="saved-before")
    if kept.has_critical:
        messages.warning(request, _("An answer here calls for a person today. Open their alerts and speak with them."))


def _says_the_same(sheet: Sheet, form: SheetForm, said: dict[str, Any]) -> bool:
    answers = answers_from(form.instrument, form.answers)
    return (sheet.way, sheet.on_day, queries.answers_of(sheet)) == (said["way"], said["on_day"], answers)


def _earliest(participant: Participant) -> date:
    """The first day of which paper is taken: somewhat before they first came here, and not before they were born."""
    stays = [episode.admitted_on for episode in programs.episodes_of(participant.id)]
    return max(participant.born_on, min(stays) - PAPER_MAY_BE) if stays else participant.born_on


def _moment_on(day: Any, participant: Participant) -> datetime:
    """Noon of a day on their clock, or now for today: paper says no hour."""
    noon = datetime.combine(day, time(12), ZoneInfo(participant.time_zone))
    return clock.now() if day >= clock.today(participant.time_zone) else noon


def _enter_page(
    request: StaffRequest, participant: Participant, instrument: Instrument, form: SheetForm, *, status: int = 200
) -> HttpResponse:
    language = queries.language()
    page = {
        "participant": participant,
        "instrument": instrument,
        "name": _called(instrument),
        "window": in_language(instrument.window, language),
        "form": form,
    }
    return render(request, "measures/enter.html", page, status=status)


@require_GET
@staff_page
def program_outcomes(request: StaffRequest) -> HttpResponse:
    """How much is answered and how people change, program by program, for those I care for."""
    return render(request, "measures/outcomes.html", {"programs": outcomes.outcomes(request.actor)})


@require_GET
@staff_page
def behind_outcomes(request: StaffRequest, program_id: UUID, code: str, score: str) -> HttpResponse:
    """The people behind one line of the outcomes, each with the sheets compared; as on the board, no chart is opened yet."""
    return render(request, "measures/behind.html", {"page": outcomes.behind(request.actor, program_id, code, score)})


@require_POST
@staff_page
def export(request: StaffRequest, kind: str) -> FileResponse:
    """A file of scores or answers; the export is written down before its first line."""
    actions.export(request.actor, request.organization, kind=kind)
    return FileResponse(
        outcomes.as_file(request.actor, kind),
        as_attachment=True,
        filename=f"daybridge-{kind}.csv",
        content_type="text/csv; charset=utf-8",
    )
