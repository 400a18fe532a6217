"""What this room keeps about a participant: drug screens, what was found, what was said, and other results of laboratories."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core import clock
from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.screens import queries
from daybridge.screens.models import LabReport, Screen, ScreenDraw, ScreenResult
from daybridge.screens.rules import Outcome, Report, Said, State, in_force
from daybridge.screens.sentences import OUTCOMES, STATES
from daybridge.ui import words


def _screens(participant: Participant) -> Iterable[Screen]:
    found = Screen.objects.filter(participant_id=participant.id).exclude(**_NOT_TOLD).select_related("ordered_by")
    return in_portions(
        found.prefetch_related("results__made_by", "steps__staff", "words__staff").order_by("ordered_at", "id")
    )


#: A day drawn by chance that nobody has told them of yet: whoever knew it could wait for it (ADR 34).
_NOT_TOLD = {"state": State.ORDERED, "drawn__isnull": False}


def _is_not_yet(row: Any) -> bool:
    screen = row if isinstance(row, Screen) else row.screen
    return screen.state == State.ORDERED and screen.drawn_id is not None


def _screen_as_json(one: Screen) -> dict[str, Any]:
    return row_as_json(one) | {
        part: [row_as_json(row) for row in getattr(one, part).all()] for part in ("steps", "results", "words")
    }


def _screen_in_words(one: Screen) -> Told:
    named, results = queries.names(get_language() or "en"), one.results.all()
    holds = in_force(Said(row.analyte, row.method, row.reported_at, row.number) for row in results)
    lines = [
        Line(_("Why"), one.reason),
        Line(_("Ordered by"), str(one.ordered_by)),
        Line(_("How it stands"), STATES[State(one.state)]),
        *(_result(row, named, holds=row.number in holds) for row in results),
        *(Line(_("Said"), f"{row.said} {row.agreed}".strip()) for row in one.words.all()),
    ]
    return Told(f"{one.order_number}, {words.exact_moment(one.opens_at)}", tuple(lines))


def _result(row: ScreenResult, named: Mapping[str, str], *, holds: bool) -> Line:
    said = " ".join(filter(None, (str(OUTCOMES[Outcome(row.outcome)]), row.value, row.unit)))
    return Line(named.get(row.analyte, row.analyte), said if holds else f"{said} ({_('changed since')})")


def _draws(participant: Participant) -> Iterable[ScreenDraw]:
    found = ScreenDraw.objects.filter(participant_id=participant.id).select_related("participant", "made_by")
    return in_portions(found.order_by("made_at", "id"))


def _draw_in_words(one: ScreenDraw) -> Told:
    told = ", ".join(words.day(date.fromisoformat(day), "dated") for day in _gone(one))
    return Told(words.exact_moment(one.made_at), (Line(_("Days until today"), told),))


def _draw_as_json(one: ScreenDraw) -> dict[str, Any]:
    """With the days that have come; neither the others nor the seed, from which they could be drawn."""
    return row_as_json(one, without=["days", "seed"]) | {"days_until_today": _gone(one)}


def _gone(one: ScreenDraw) -> list[str]:
    """The days of a draw that have come, on their person's own calendar."""
    today = clock.today(one.participant.time_zone).isoformat()
    return [day for day in one.days if day <= today]


def _reports(participant: Participant) -> Iterable[LabReport]:
    return in_portions(LabReport.objects.filter(participant_id=participant.id).order_by("id"))


def _report_in_words(one: LabReport) -> Told:
    report = Report.from_json(one.says)
    return Told(report.what, tuple(Line(row.name, f"{row.value} {row.unit}".strip()) for row in report.readings))


SECTIONS = (
    Section(
        code="drug-screens",
        title=lazy("Your drug screens"),
        lede=lazy("Why each was asked for, what was found, and what was said about it."),
        tables=("screens.Screen", "screens.ScreenStep", "screens.ScreenResult", "screens.ScreenWords"),
        read=_screens,
        as_json=_screen_as_json,
        in_words=_screen_in_words,
        is_not_yet=_is_not_yet,
    ),
    Section(
        code="drug-screen-draws",
        title=lazy("Days drawn by chance"),
        lede=lazy("By which rules, and the days that have come. You are told of the others in their turn."),
        tables=("screens.ScreenDraw",),
        read=_draws,
        as_json=_draw_as_json,
        in_words=_draw_in_words,
        left_out={
            "screens.ScreenDraw.days": "Days drawn by chance that lie ahead: those that have come are `days_until_today`.",
            "screens.ScreenDraw.seed": "Whoever has the seed can draw the days that lie ahead; staff can show it.",
        },
    ),
    Section(
        code="laboratory-reports",
        title=lazy("Reports of laboratories"),
        lede=lazy("What laboratories sent about you."),
        tables=("screens.LabReport",),
        read=_reports,
        in_words=_report_in_words,
    ),
)
