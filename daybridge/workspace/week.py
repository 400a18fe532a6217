"""When a participant can come, as staff see it: the hours that are taken, and whether somebody has gone through them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from daybridge.core import clock
from daybridge.core.errors import Conflict
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs.availability import actions, queries, rules
from daybridge.programs.availability.models import WeekConfirmed, WeekTold
from daybridge.programs.availability.sentences import WHYS, week_in_words

_HOURS = range(6, 22)


@dataclass(frozen=True)
class HourRow:
    """One hour of the week: what takes each weekday's, empty where it is free."""

    clock: str
    days: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class WeekCard:
    """One of the two weeks that may alternate; `monday` is the next such week."""

    monday: date
    rows: Sequence[HourRow]


@dataclass(frozen=True)
class WeekShown:
    participant: Participant
    told: WeekTold | None
    confirmed: WeekConfirmed | None
    cards: Sequence[WeekCard]
    words: Sequence[tuple[str, str]]


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The week that a participant told last, as hours and in words."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    days = list(zip(WEEKDAYS_ABBR.values(), WEEKDAYS.values(), strict=True))
    return render(request, "workspace/week.html", {"page": _shown(participant), "days": days})


def _shown(participant: Participant) -> WeekShown:
    told = queries.week_of(participant.id)
    week = told.said if told else rules.Week()
    today = clock.today(participant.time_zone)
    monday = today - timedelta(days=today.weekday())
    mondays = [monday] if week.other is None else [monday, monday + timedelta(days=7)]
    return WeekShown(
        participant,
        told,
        getattr(told, "confirmed", None),
        [WeekCard(one, _rows(week, one)) for one in mondays] if told else [],
        week_in_words(week) if told else [],
    )


def _rows(week: rules.Week, monday: date) -> list[HourRow]:
    pattern = rules.pattern_of(week, monday)
    return [
        HourRow(
            f"{hour:02}:00",
            [
                (span.why, str(WHYS[rules.Why(span.why)])) if (span := _takes(pattern, weekday, hour)) else ("", "")
                for weekday in range(7)
            ],
        )
        for hour in _HOURS
    ]


def _takes(pattern: Sequence[rules.Span], weekday: int, hour: int) -> rules.Span | None:
    """What takes some of an hour; staff see a half-taken hour as taken, and the words say to the minute."""
    start, end = hour * 60, hour * 60 + 60
    return next((one for one in pattern if one.weekday == weekday and one.start < end and start < one.end), None)


@require_POST
@staff_page
def confirm(request: StaffRequest, week_id: UUID) -> HttpResponse:
    """Somebody has gone through it with the person."""
    told = queries.told(request.actor, week_id)
    try:
        actions.confirm_week(request.actor, told)
        messages.success(request, _("Confirmed. The schedule counts on it."))
    except Conflict as newer:
        messages.error(request, newer.words)
    return redirect("workspace:week", told.participant_id)
