"""When a participant can come, as staff see it: the hours that are taken, and whether somebody has gone through them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs import queries as programs
from daybridge.programs.apart import queries as apart
from daybridge.programs.attending import queries as attending
from daybridge.programs.attending.sentences import OUTCOMES
from daybridge.programs.availability import actions, queries, rules
from daybridge.programs.availability.models import WeekConfirmed, WeekTold
from daybridge.programs.availability.sentences import WHYS, week_in_words
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Occurrence, Seat, Series
from daybridge.programs.calendar.sentences import series_in_words
from daybridge.programs.models import Episode
from daybridge.programs.needs import queries as needs
from daybridge.programs.needs.models import NeedsSet
from daybridge.programs.needs.rules import Needs, asked
from daybridge.programs.needs.sentences import SAID_BY, asked_in_words, choices_in_words
from daybridge.programs.planning import queries as planning
from daybridge.programs.planning.actions import change_seats
from daybridge.programs.planning.changes import Change, EndSeat, GiveSeat
from daybridge.programs.planning.models import Proposal
from daybridge.programs.planning.queries import VersionRow, version_rows
from daybridge.programs.rules import RulePack, pack_from_json
from daybridge.programs.setting_up.queries import language
from daybridge.programs.teaching import queries as teaching
from daybridge.ui import words
from daybridge.workspace.week import coming

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
class CourseRow:
    """A group's curriculum as somebody goes through it: how many topics they had, which, and the next with its day."""

    group: str
    count: int
    total: int
    had: Sequence[str]
    next_on: date | None
    next: str


@dataclass(frozen=True)
class WeekShown:
    participant: Participant
    told: WeekTold | None
    confirmed: WeekConfirmed | None
    cards: Sequence[WeekCard]
    words: Sequence[tuple[str, str]]
    #: What they have, and when it is.
    seats: Sequence[tuple[Seat, str]]
    #: Weekly times of their program that they have no seat in.
    offers: Sequence["Offer"]
    #: A search for their week that goes on, or whose answer waits; and what was changed of their seats.
    looking: Proposal | None
    versions: Sequence[VersionRow]
    #: What they have had of the curricula of their groups, and what comes next.
    courses: Sequence[CourseRow]
    needs: "NeedsCard"
    #: From whom they are kept apart, as far as whoever looks may know.
    apart: Sequence[apart.Pair]
    #: What they told that they will not come to, and the days on which they are away.
    away: Sequence[coming.Away]
    days_away: Sequence[tuple[str, str]]
    changes: Sequence[coming.AskedChange]
    outcomes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class NeedsCard:
    """What their week must hold: each number with whose it is, what else is asked, and who set it why."""

    numbers: Sequence[tuple[str, str, str]]
    choices: Sequence[tuple[str, str]]
    newest: NeedsSet | None


@dataclass(frozen=True)
class Offer:
    """A weekly time somebody could have a seat in: how many are free on its next date, and what of theirs it meets."""

    series: Series
    when: str
    free: int
    meets: str
    #: Whether its group is for them: language, track, age, gender.
    is_for_them: bool


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The week that a participant told last, as hours and in words."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    days = list(zip(WEEKDAYS_ABBR.values(), WEEKDAYS.values(), strict=True))
    return render(request, "workspace/week.html", {"page": _shown(request.actor, participant), "days": days})


def _shown(actor: Actor, participant: Participant) -> WeekShown:
    told = queries.week_of(participant.id)
    week = told.said if told else rules.Week()
    today = clock.today(participant.time_zone)
    monday = today - timedelta(days=today.weekday())
    mondays = [monday] if week.other is None else [monday, monday + timedelta(days=7)]
    seats = calendar.seats_of(participant.id, today)
    episode = programs.current_episode(participant.id)
    return WeekShown(
        participant,
        told,
        getattr(told, "confirmed", None),
        [WeekCard(one, _rows(week, one)) for one in mondays] if told else [],
        week_in_words(week) if told else [],
        [(one, series_in_words(one.series)) for one in seats],
        _offers(participant, episode, week, today, seated={one.series_id for one in seats}) if episode else [],
        planning.open_for(participant.id),
        version_rows(actor, planning.versions_for(participant.id)),
        [_course(one) for one in teaching.courses(participant.id)],
        _needs(actor, participant, episode),
        apart.pairs_of(actor, participant.id),
        coming.of_person(participant),
        coming.days_of_person(participant),
        coming.changes_of_person(participant),
        [(one.value, str(words)) for one, words in OUTCOMES.items()],
    )


def _needs(actor: Actor, participant: Participant, episode: Episode | None) -> NeedsCard:
    newest = needs.newest(participant.id)
    said = newest.said if newest else Needs()
    pack = pack_from_json(programs.program(actor, episode.program_id).rule_pack) if episode else RulePack()
    numbers = [(name, told, str(SAID_BY[by])) for name, told, by in asked_in_words(asked(said, pack))]
    return NeedsCard(numbers, choices_in_words(said, track=needs.track_of(said)), newest)


def _course(course: teaching.Course) -> CourseRow:
    had = [topic.name.said(language()) for topic in course.had]
    day, topic = course.next or (None, None)
    return CourseRow(
        course.group.called, len(had), course.total, had, day, topic.name.said(language()) if topic else ""
    )


def _offers(
    participant: Participant, episode: Episode, week: rules.Week, today: date, *, seated: set[UUID]
) -> list[Offer]:
    standing = [one for one in calendar.standing_series(episode.program_id, today) if one.id not in seated]
    nexts = calendar.next_of([one.id for one in standing], today)
    ids = [one.id for one in nexts.values()]
    taken, withheld = calendar.taken_seats(ids), apart.withheld(participant.id, ids)
    for one in standing:
        if one.id in nexts:
            nexts[one.id].series = one
    not_for = attending.not_for(participant, nexts.values())
    return [
        Offer(
            one,
            series_in_words(one),
            # Somebody they must not meet sits there: told as full, to whoever looks.
            0 if nexts[one.id].id in withheld else one.group.capacity - taken.get(nexts[one.id].id, 0),
            _meets(week, nexts[one.id], one, participant.time_zone),
            nexts[one.id].id not in not_for,
        )
        for one in standing
        if one.id in nexts
    ]


def _meets(week: rules.Week, occurrence: Occurrence, series: Series, zone: str) -> str:
    """What of their own week it meets, by their own clock, on its next two dates, so that shifts that alternate are seen too."""
    travel = week.travel.get(str(series.site_id), 0) if series.site_id else 0
    begins = occurrence.begins_at.astimezone(ZoneInfo(zone))
    start = begins.hour * 60 + begins.minute
    met = [
        span
        for day in (begins.date(), begins.date() + timedelta(days=7))
        for span in rules.clashes(week, day, start, start + series.minutes, travel=travel)
    ]
    return ", ".join(f"{words.clock_of(start)} – {words.clock_of(end)}" for start, end in dict.fromkeys(met))


def _rows(week: rules.Week, monday: date) -> list[HourRow]:
    pattern = rules.pattern_of(week, monday)
    return [
        HourRow(
            words.clock_of(hour * 60),
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
def give_seat(request: StaffRequest, participant_id: UUID, series_id: UUID) -> HttpResponse:
    """Give them a seat in a weekly time from today on."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    series = calendar.series(request.actor, series_id)
    given = GiveSeat(series_id=series.id, participant_id=participant.id, from_on=clock.today(calendar.zone_of(series)))
    why = _("A seat given by hand")
    return _changed(request, participant, given, why, _("They have a seat in %(group)s.") % {"group": series.group})


@require_POST
@staff_page
def end_seat(request: StaffRequest, seat_id: UUID) -> HttpResponse:
    """Let a seat end today; what was before stays."""
    seat = calendar.seat(request.actor, seat_id)
    ended = EndSeat(
        series_id=seat.series_id, participant_id=seat.participant_id, last_on=clock.today(calendar.zone_of(seat.series))
    )
    why, done = _("A seat ended by hand"), _("The seat has ended. Past sessions stay as they were.")
    return _changed(request, seat.participant, ended, why, done)


def _changed(request: StaffRequest, participant: Participant, change: Change, why: str, done: str) -> HttpResponse:
    try:
        change_seats(request.actor, participant, changes=[change], why=why)
        messages.success(request, done)
    except Conflict as clash:
        messages.error(request, clash.words)
    return redirect("workspace:week", participant.id)


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
