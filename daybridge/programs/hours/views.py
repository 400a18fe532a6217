"""The director's pages: a week of a program, and the hours of everybody who works here."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from daybridge.core.errors import Refused
from daybridge.people import queries as people
from daybridge.people.access import is_director
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.calendar.sentences import occurrence_in_words
from daybridge.programs.hours import queries, sentences
from daybridge.programs.hours.actions import export_hours
from daybridge.programs.staffing import queries as staffing


@require_GET
@staff_page
def hours(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """Hours asked against hours booked in one week, seats that are free, and how much everybody leads."""
    monday = queries.monday_of(request.organization, request.GET.get("week", ""))
    card = queries.hours_card(request.actor, request.organization, program_id, monday)
    page = {
        "card": card,
        "week": _week(monday),
        "before": _beside(request, monday, -1),
        "after": _beside(request, monday, 1),
        "is_this_week": monday == queries.monday_of(request.organization, ""),
        "short": [_person(one) for one in card.short],
        "whole": [_person(one) for one in card.whole],
        "times": [
            (one, occurrence_in_words(one.occurrence, zone_of(one.occurrence.series)), sentences.seats_in_words(one))
            for one in card.times
        ],
        "leads": [(one, sentences.load_in_words(one), sentences.faults_of_load(one)) for one in card.leads],
    }
    return render(request, "programs/hours.html", page)


def _person(row: queries.PersonRow) -> dict[str, object]:
    return {
        "row": row,
        "hours": sentences.hours_in_words(row),
        "by": sentences.asked_by_in_words(row),
        "share": sentences.share_of(row),
        "missing": sentences.missing_in_words(row),
        "over": sentences.over_in_words(row),
    }


def _week(monday: date) -> str:
    year, number, _weekday = monday.isocalendar()
    return f"{year}-W{number:02}"


def _beside(request: StaffRequest, monday: date, weeks: int) -> str:
    """The week before or after, where it can be shown."""
    this = queries.monday_of(request.organization, "")
    other = monday + timedelta(weeks=weeks)
    is_shown = -queries.WEEKS_BACK <= (other - this).days // 7 <= queries.WEEKS_AHEAD
    return _week(other) if is_shown else ""


@require_GET
@staff_page
def as_file(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """The same hours as a file; that it was taken out is written down."""
    monday = queries.monday_of(request.organization, request.GET.get("week", ""))
    card = queries.hours_card(request.actor, request.organization, program_id, monday)
    export_hours(request.actor, card.program, monday=monday)
    answer = HttpResponse("".join(sentences.csv_lines(card)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="daybridge-hours-{_week(monday)}.csv"'
    return answer


@require_GET
@staff_page
def staff_hours(request: StaffRequest) -> HttpResponse:
    """Everybody who works here: their hours, what they may cover, and when they are away."""
    if not is_director(request.actor, None):
        raise Refused(_("A director reads this page."))
    found = staffing.staff_rows(list(people.staff_members(request.actor)), request.organization)
    rows = [(one, sentences.week_in_words(one.week), sentences.away_in_words(one)) for one in found]
    return render(request, "programs/staff_hours.html", {"rows": rows})
