"""Minutes as staff see them: one person's weeks that open into sessions and into who said what, and a program's week for its director."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from daybridge.attendance.ledger import queries, sentences
from daybridge.attendance.ledger.actions import export_ledger, export_minutes
from daybridge.attendance.ledger.queries import Ledger, Said, Session
from daybridge.attendance.ledger.rules import WEEK, By, Day, Minutes, Part, Week, added
from daybridge.attendance.models import PresenceMark
from daybridge.attendance.rules import Source, State, Way
from daybridge.attendance.sentences import SOURCES
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import Refused
from daybridge.people.access import is_director
from daybridge.people.models import Organization, Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs import queries as programs
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.calendar.sentences import occurrence_in_words
from daybridge.programs.hours.queries import WEEKS_AHEAD, WEEKS_BACK, monday_of
from daybridge.programs.models import Program

#: A page of a ledger holds so many weeks.
WEEKS_SHOWN = 12
_CAME = {Way.IN: lazy("came"), Way.OUT: lazy("left")}
_TONES = {
    State.PRESENT: "good", State.EXPECTED: "plain", State.EXCUSED: "plain", State.NO_SHOW: "next",
    State.CANCELLED: "plain",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """Something that somebody or something told of a session; `not_counted` says why it counts no more."""

    at: datetime
    words: str
    by: str = ""
    why: str = ""
    not_counted: str = ""


@dataclass(frozen=True)
class SessionShown:
    session: Session
    part: Part
    minutes: Minutes
    state: str
    tone: str
    told: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class DayShown:
    day: Day
    sessions: Sequence[SessionShown]


@dataclass(frozen=True)
class WeekShown:
    """A week with its figures, in words where it was not whole or falls short."""

    week: Week
    days_in_care: str
    done: str
    short: str
    days: Sequence[DayShown]
    is_now: bool

    @property
    def minutes(self) -> Minutes:
        return self.week.minutes


# --- One person ------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Somebody's weeks, newest first; each opens into its days and sessions, and each session into who said what."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    by, today = _by(request), clock.today(request.organization.time_zone)
    first_of_all = queries.first_day_of(participant.id) or today
    last = min(_day(request.GET.get("until", "")) or today, today)
    first = max(last - timedelta(weeks=WEEKS_SHOWN - 1), min(first_of_all, last))
    shown = queries.ledger(participant, first=first, last=last, by=by)
    forecast = queries.forecast(participant, clock.now())
    told = {
        "participant": participant,
        "by": by.value,
        "weeks": _weeks(shown, today),
        "older": first - timedelta(weeks=1) if shown.weeks[0].begins_on > first_of_all else None,
        "is_newest": last == today,
        "forecast": forecast,
        "done": sentences.done_in_words(forecast.week) if forecast else "",
        "forecast_words": sentences.forecast_in_words(forecast) if forecast else "",
        "short": sentences.short_in_words(forecast.week) if forecast else "",
        "fitting": [_fitting(one) for one in forecast.sessions] if forecast else [],
    }
    return render(request, "workspace/minutes.html", told)


@require_GET
@staff_page
def as_file(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """All of somebody's sessions and weeks as a file; that it was taken out is written down."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    by, today = _by(request), clock.today(request.organization.time_zone)
    first = min(queries.first_day_of(participant.id) or today, today)
    export_ledger(request.actor, participant, first=first, last=today)
    shown = queries.ledger(participant, first=first, last=today, by=by)
    return _file(sentences.sessions_as_csv(shown), f"daybridge-minutes-{participant.record_number}.csv")


def _by(request: StaffRequest) -> By:
    return By.PAYER if request.GET.get("weeks") == By.PAYER else By.ISO


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


def _fitting(one: Occurrence) -> tuple[str, str]:
    return str(one.series.group), occurrence_in_words(one, zone_of(one.series))


def _file(lines: Iterable[str], name: str) -> HttpResponse:
    answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _weeks(shown: Ledger, today: date) -> list[WeekShown]:
    """Newest first."""
    told = queries.said(shown.participant.id, list(shown.sessions))
    return [
        WeekShown(
            week,
            sentences.days_in_words(week),
            sentences.done_in_words(week),
            sentences.short_in_words(week),
            [DayShown(day, [_session(shown, pair, told) for pair in day.parts]) for day in week.days],
            is_now=week.begins_on <= today <= week.ends_on,
        )
        for week in reversed(shown.weeks)
    ]


def _session(shown: Ledger, pair: tuple[Part, Minutes], told: dict[UUID, Said]) -> SessionShown:
    part, minutes = pair
    session = shown.sessions[part.occurrence_id]
    state = sentences.state_in_words(part, session, clock.now())
    lines = _lines(told.get(part.occurrence_id, Said()))
    return SessionShown(session, part, minutes, state, _TONES[part.state], sentences.minutes_in_words(part), lines)


def _lines(told: Said) -> list[Line]:
    """Who said what, in the order of what it is about; of a correction, the reason and what it put in place."""
    marks = [_mark(one) for one in told.marks]
    reasons = [Line(one.made_at, _("corrected how it was"), str(one.made_by), one.why) for one in told.corrections]
    excuses = [
        Line(one.made_at, _("excused") if one.holds else _("took the excuse back"), str(one.made_by), one.why)
        for one in told.excuses
    ]
    return sorted([*marks, *reasons, *excuses], key=lambda line: line.at)


def _mark(mark: PresenceMark) -> Line:
    by = str(mark.told_by) if mark.told_by and mark.source != Source.CORRECTION else ""
    said = _("%(came)s: %(source)s") % {"came": _CAME[Way(mark.way)], "source": SOURCES[Source(mark.source)]}
    withdrawn = getattr(mark, "withdrawn", None)
    return Line(mark.at, said, by, "", _not_counted(withdrawn.correction.made_by) if withdrawn else "")


def _not_counted(by: object) -> str:
    return _("does not count any more: corrected by %(name)s") % {"name": by}


# --- A program -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonRow:
    """Somebody's week as a director reads it."""

    participant: Participant
    week: Week

    @property
    def short(self) -> str:
        return sentences.short_in_words(self.week)

    @property
    def days_in_care(self) -> str:
        return sentences.days_in_words(self.week)


@dataclass(frozen=True)
class MinutesCard:
    """A week of a program: whose week falls short first."""

    program: Program
    monday: date
    people: Sequence[PersonRow]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=WEEK - 1)

    @property
    def at_risk(self) -> int:
        return sum(one.week.short > 0 for one in self.people)

    @property
    def minutes(self) -> Minutes:
        return added(one.week.minutes for one in self.people)

    @property
    def prescribed(self) -> int:
        return sum(one.week.prescribed or 0 for one in self.people)


@require_GET
@staff_page
def program(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """The minutes of everybody in a program in one week."""
    card = _card(request.actor, request.organization, program_id, request.GET.get("week", ""))
    this = monday_of(request.organization, "")
    told = {
        "card": card,
        "week": _code(card.monday),
        "before": _beside(card.monday, this, -1),
        "after": _beside(card.monday, this, 1),
        "is_now": card.monday == this,
    }
    return render(request, "workspace/program_minutes.html", told)


@require_GET
@staff_page
def program_as_file(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """The same as a file; that it was taken out is written down."""
    card = _card(request.actor, request.organization, program_id, request.GET.get("week", ""))
    export_minutes(request.actor, card.program, monday=card.monday)
    lines = sentences.people_as_csv((one.participant, one.week) for one in card.people)
    return _file(lines, f"daybridge-minutes-{_code(card.monday)}.csv")


def _card(actor: Actor, organization: Organization, program_id: UUID, week: str) -> MinutesCard:
    if not is_director(actor, None):
        raise Refused(_("A director reads this page."))
    monday, program = monday_of(organization, week), programs.program(actor, program_id)
    people = queries.people_of(program, monday, monday + timedelta(days=WEEK - 1))
    weeks = queries.weeks_of_many([one.id for one in people], first=monday, last=monday)
    rows = [PersonRow(one, weeks[one.id][0]) for one in people]
    return MinutesCard(program, monday, sorted(rows, key=lambda row: -row.week.short))


def _code(monday: date) -> str:
    year, number, _weekday = monday.isocalendar()
    return f"{year}-W{number:02}"


def _beside(monday: date, this: date, weeks: int) -> str:
    """The week before or after, where it can be shown."""
    other = monday + timedelta(weeks=weeks)
    return _code(other) if -WEEKS_BACK <= (other - this).days // WEEK <= WEEKS_AHEAD else ""
