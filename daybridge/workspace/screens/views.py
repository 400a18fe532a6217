"""Drug screens and withdrawal scales on the staff's screens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from daybridge.contingency.queries import screens as rewards
from daybridge.contingency.rules import Verdict
from daybridge.contingency.sentences import VERDICTS
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.measures import queries as measures
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs import queries as programs
from daybridge.screens import actions, queries
from daybridge.screens.access import works_results, works_screens_of
from daybridge.screens.actions.reading import Result
from daybridge.screens.models import Screen, ScreenResult
from daybridge.screens.queries import Grid
from daybridge.screens.rules import (
    HAS_RESULTS,
    HAS_SPECIMEN,
    WAITS,
    Method,
    Outcome,
    Specimen,
    Standing,
    State,
    Validity,
    book,
    next_score,
    validity,
)
from daybridge.screens.rules.panels import Withdrawal
from daybridge.screens.sentences import FAULTS, OUTCOMES, STANDINGS, STATES, VALIDITIES, standing_in_words
from daybridge.ui.forms import attempt
from daybridge.ui.words import day as day_in_words
from daybridge.workspace.screens.form import (
    CollectForm,
    ConfirmForm,
    MarkForm,
    OrderForm,
    ResultsForm,
    TalkForm,
    moment,
)


def _language() -> str:
    return get_language() or "en"


# --- Somebody's screens ----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Somebody's drug screens through time; order one, or have days drawn by chance."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    if request.method == "GET":
        return _page(
            request, participant, OrderForm(initial={"on": clock.today(participant.time_zone) + timedelta(days=1)})
        )
    form = OrderForm(request.POST)
    status = attempt(form, lambda said: _order(request.actor, participant, form, said))
    if status:
        return _page(request, participant, form, status=status)
    messages.success(request, _("Ordered. They are told in the hour before the window opens, in neutral words."))
    return redirect("workspace:screens", participant.id)


def _order(actor: Actor, participant: Participant, form: OrderForm, said: dict[str, Any]) -> object:
    if said["how"] == "random":
        return actions.draw_screens(
            actor, participant, draw_id=said["id"], order=form.order, within=form.drawing,
            hours=(said["opens"], said["closes"]),
        )  # fmt: skip
    zone = participant.time_zone
    return actions.order_screen(
        actor, participant, screen_id=said["id"], order=form.order,
        opens_at=moment(said["on"], said["opens"], zone), closes_at=moment(said["on"], said["closes"], zone),
    )  # fmt: skip


def _page(request: StaffRequest, participant: Participant, form: OrderForm, *, status: int = 200) -> HttpResponse:
    found = queries.screens_of(participant.id)
    shown = {
        "participant": participant,
        "listed": [(one, STATES[State(one.screen.state)], _panel(one.screen)) for one in found],
        "grid": shown_grid(queries.grid(found)),
        "draws": queries.draws_of(participant.id),
        "others": queries.other_results(participant.id),
        "form": form,
        "may_work": works_screens_of(request.actor, participant),
        "counted": _counted(participant),
    }
    return render(request, "workspace/screens.html", shown, status=status)


def _counted(participant: Participant) -> str:
    """What is looked for where screens count for somebody's rewards by themselves."""
    protocol, named = rewards.counts_by_screens(participant.id), queries.names(_language())
    return ", ".join(named.get(one, one) for one in protocol.absent) if protocol else ""


def _panel(screen: Screen) -> str:
    known = book().panels.get(screen.panel)
    return known.name(_language()) if known else screen.panel


@dataclass(frozen=True)
class Cell:
    """A mark of the grid: its shape by outcome, a ring around what was not expected, and the words of both."""

    outcome: str
    standing: str
    words: str


@dataclass(frozen=True)
class ShownGrid:
    days: Sequence[datetime]
    rows: Sequence[tuple[str, Sequence[Cell | None]]]


def shown_grid(grid: Grid) -> ShownGrid:
    """The grid in words, the oldest screen first."""
    named = queries.names(_language())
    days = [one.screen.collected_at or one.screen.opens_at for one in grid.screens]
    return ShownGrid(days, [(named[row.analyte], [_cell(one) for one in row.cells]) for row in grid.rows])


def _cell(one: ScreenResult | None) -> Cell | None:
    if one is None:
        return None
    words = f"{OUTCOMES[Outcome(one.outcome)]}, {STANDINGS[Standing(one.standing)]}"
    return Cell(one.outcome, one.standing, words)


# --- One screen ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def one(request: StaffRequest, screen_id: UUID) -> HttpResponse:
    """One screen: told, collected, read, talked over; every form keeps what was typed when it is refused."""
    screen = queries.screen(request.actor, screen_id)
    open_chart(request.actor, screen.participant_id, purpose=Purpose.TREATMENT)
    if request.method == "GET":
        return _one(request, screen)
    deed = request.POST.get("deed", "")
    if deed == "announce":
        actions.announce_screen(request.actor, screen)
        messages.success(request, _("They have a note."))
        return redirect("workspace:screen", screen.id)
    form = _form(deed, screen, request.POST)
    if form is None:
        return _one(request, screen, status=422)
    status = attempt(form, lambda said: _DEEDS[deed](request.actor, screen, form, said))
    if status:
        return _one(request, queries.screen(request.actor, screen_id), wrong=(deed, form), status=status)
    messages.success(request, _("It is written down."))
    return redirect("workspace:screen", screen.id)


def _form(deed: str, screen: Screen, data: Any = None) -> forms.Form | None:
    if deed == "collect":
        now = clock.now()
        day = clock.today(screen.participant.time_zone)
        return CollectForm(data, prefix="c", initial={"on": day, "at": _local(now, screen), "minutes": 2})
    if deed == "results":
        return ResultsForm(data, prefix="r", panel=screen.panel, language=_language())
    kind = {"mark": MarkForm, "talk": TalkForm, "confirm": ConfirmForm}.get(deed)
    return kind(data, prefix=deed[0]) if kind else None


def _local(at: datetime, screen: Screen) -> str:
    return at.astimezone(ZoneInfo(screen.participant.time_zone)).strftime("%H:%M")


def _collect(actor: Actor, screen: Screen, form: Any, said: dict[str, Any]) -> object:
    at = moment(said["on"], said["at"], screen.participant.time_zone)
    return actions.collect(actor, screen, collected_at=at, specimen=form.specimen, observed_why=said["observed_why"])


def _results(actor: Actor, screen: Screen, form: Any, said: dict[str, Any]) -> object:
    method = Method(said["method"])
    had = {(one.analyte, one.method) for one in queries.shown(screen).holds}
    found = [
        Result(analyte=code, outcome=Outcome(value), method=method, is_correction=(code, method.value) in had)
        for code, value in said.items()
        if value and code != "method"
    ]
    return actions.keep_results(actor, screen, results=found)


_DEEDS: dict[str, Callable[[Actor, Screen, Any, dict[str, Any]], object]] = {
    "collect": _collect,
    "results": _results,
    "mark": lambda actor, screen, form, said: actions.mark_screen(
        actor, screen, state=State(said["state"]), words=said["words"]
    ),
    "talk": lambda actor, screen, form, said: actions.talk_over(
        actor, screen, said=said["said"], agreed=said["agreed"]
    ),
    "confirm": lambda actor, screen, form, said: actions.ask_for_confirmation(actor, screen, words=said["words"]),
}


@dataclass(frozen=True)
class ShownResult:
    """A result in words, with the window in days and what a test of it is poor at."""

    name: str
    outcome: str
    value: str
    standing: str
    mark: str
    why: str
    days: tuple[int, int] | None
    note: str
    source: str
    row: ScreenResult


def shown_results(found: Sequence[ScreenResult]) -> list[ShownResult]:
    known, language = book().analytes, _language()
    shown = []
    for one in found:
        analyte = known.get(one.analyte)
        shown.append(
            ShownResult(
                analyte.name(language) if analyte else one.analyte, str(OUTCOMES[Outcome(one.outcome)]),
                f"{one.value} {one.unit}".strip(), str(STANDINGS[Standing(one.standing)]), one.standing,
                standing_in_words(one), analyte.days if analyte else None,
                analyte.note.get(language, analyte.note.get("en", "")) if analyte else "",
                analyte.source if analyte else "", one,
            )
        )  # fmt: skip
    return shown


def _one(
    request: StaffRequest, screen: Screen, *, wrong: tuple[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    found = queries.shown(screen)
    state = State(screen.state)
    open_forms = _open_deeds(found, state) if works_screens_of(request.actor, screen) else ()
    specimen = Specimen(**screen.specimen) if screen.specimen else None
    shown = {
        "participant": screen.participant,
        "screen": screen,
        "found": found,
        "panel": _panel(screen),
        "state": STATES[state],
        "results": shown_results(found.holds),
        "before": shown_results(found.before),
        "steps": [(STATES[State(step.state)], step) for step in found.steps],
        "validity": _validity(screen, specimen),
        "faults": [FAULTS[code] for code in validity(specimen, book().limits)[1]] if specimen else (),
        "limits_source": book().limits.source,
        "forms": {deed: wrong[1] if wrong and wrong[0] == deed else _form(deed, screen) for deed in open_forms},
        "may_announce": state is State.ORDERED and bool(open_forms),
        "shown_after_days": book().shown_after_days,
        "counts": _counts(screen),
    }
    return render(request, "workspace/screen.html", shown, status=status)


def _counts(screen: Screen) -> str:
    """What it is for their rewards, in a sentence; empty where screens count for nothing there."""
    found = rewards.of_screen(screen.participant_id, screen.id)
    if found is None:
        return ""
    if found.target is None:
        return _(
            "It counts for no target of their rewards: it shows nothing for certain yet, or that week has its targets."
        )
    said = _("It is the target of %(day)s for their rewards: %(verdict)s.")
    return said % {"day": day_in_words(found.target.on_day), "verdict": VERDICTS[Verdict(found.target.verdict)]}


def _validity(screen: Screen, specimen: Specimen | None) -> str:
    """How far it can be relied on; nothing is said of a specimen of which nothing was measured."""
    if specimen == Specimen():
        return _("Nothing of it was measured, so nothing is known of how far it can be relied on.")
    return str(VALIDITIES[Validity(screen.validity)]) if screen.validity else ""


def _open_deeds(found: queries.Shown, state: State) -> list[str]:
    """Which forms the page holds, by how the screen stands."""
    open_to = {
        "talk": state in HAS_RESULTS or state is State.INVALID,
        "confirm": found.asks_for_confirmation,
        "results": state in HAS_SPECIMEN,
        "collect": state in WAITS or state in (State.NO_SHOW, State.REFUSED, State.UNABLE),
        "mark": state in WAITS,
    }
    return [deed for deed, is_open in open_to.items() if is_open]


# --- Today -----------------------------------------------------------------------------------------------------------


#: Older scores say nothing of a withdrawal that goes on.
_SCORES_SINCE = timedelta(days=14)


@dataclass(frozen=True)
class ToScore:
    """Somebody whose next score of a withdrawal scale is due, by the band of the last one."""

    participant: Participant
    scale: str
    band: str
    due_at: datetime
    is_past: bool


@dataclass(frozen=True)
class ScreensWaiting:
    """What Today shows of drug screens: to go through, and to collect."""

    to_go_through: Sequence[Screen] = ()
    to_collect: Sequence[Screen] = ()
    #: Laboratory reports that belong to nobody yet; 0 for who does not look after them.
    reports: int = 0
    to_score: Sequence[ToScore] = ()

    @property
    def is_anything(self) -> bool:
        return bool(self.to_go_through or self.to_collect or self.reports)


def waiting(actor: Actor) -> ScreensWaiting:
    """Of the people whom this member of staff treats now."""
    mine = {"participant__care_team__staff_id": actor.who, "participant__care_team__until": None}
    stays = list(programs.open_episodes(actor).filter(**mine).select_related("participant"))
    people = [one.participant_id for one in stays]
    return ScreensWaiting(
        queries.to_go_through(people), queries.to_collect(people, now=clock.now()),
        len(queries.waiting_reports(actor)) if works_results(actor, None) else 0,
        to_score([one.participant for one in stays]),
    )  # fmt: skip


def to_score(people: Sequence[Participant]) -> list[ToScore]:
    """Who is to be scored again for withdrawal, whoever waits longest first; in one query."""
    by_id, scales = {one.id: one for one in people}, book().withdrawal
    scored: dict[tuple[UUID, str], list[tuple[datetime, int]]] = {}
    for one in measures.scored_since(by_id, scales, clock.now() - _SCORES_SINCE) if by_id else ():
        scored.setdefault((one.participant_id, one.instrument), []).append((one.at, int(one.value)))
    found = []
    for (who, code), scores in scored.items():
        following = next_score(scales[code], scores)
        if following:
            name, said = measures.name_of(code), following.band.name(_language())
            found.append(ToScore(by_id[who], name, said, following.due_at, following.due_at <= clock.now()))
    return sorted(found, key=lambda one: one.due_at)


@require_GET
@staff_page
def for_me(request: StaffRequest) -> HttpResponse:
    """What waits for me, fetched again when something about screens has changed."""
    return render(request, "workspace/today.html#my-screens", {"screens": waiting(request.actor)})


# --- Withdrawal ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Score:
    at: datetime
    value: int
    band: str
    asks: str
    width: int


@dataclass(frozen=True)
class Scale:
    """A withdrawal scale as a series: scores with their bands, and what a new one asks for: how soon the next is due, and whom."""

    code: str
    name: str
    scores: Sequence[Score]
    bands: Sequence[tuple[str, Withdrawal]]
    source: str
    is_signed_off: bool
    next_hours: int | None
    asks: str
    #: When the next one is due; None where none is any more.
    due: ToScore | None


_HIGHEST = {"ciwa-ar": 67, "cows": 48}


@require_GET
@staff_page
def withdrawal(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Withdrawal scales as series, with the site's bands: how soon the next one is due, and who is asked."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    due = {one.scale: one for one in to_score([participant])}
    scales = [_scale(participant, code, due.get(measures.name_of(code))) for code in book().withdrawal]
    may_work = works_screens_of(request.actor, participant)
    shown = {"participant": participant, "scales": scales, "may_work": may_work}
    return render(request, "workspace/withdrawal.html", shown)


#: A score of today or yesterday asks somebody; an older one says how it was.
_ASKS_FOR = timedelta(days=1)


def _scale(participant: Participant, code: str, due: ToScore | None) -> Scale:
    said, language = book().withdrawal[code], _language()
    totals = [one for one in measures.totals(participant.id, code) if one.shown is not None]
    at = measures.finished_at([one.sheet_id for one in totals[-14:] if one.sheet_id])
    scores = []
    for one in sorted((one for one in totals[-14:] if one.sheet_id in at), key=lambda one: at[one.sheet_id]):
        value = int(one.shown or 0)
        band = said.band(value)
        scores.append(
            Score(at[one.sheet_id], value, band.name(language), band.asks, round(100 * value / _HIGHEST[code]))
        )
    is_new = bool(scores) and scores[-1].at >= clock.now() - _ASKS_FOR
    last = said.band(scores[-1].value) if is_new else None
    return Scale(
        code, measures.name_of(code), scores[::-1], [(band.name(language), band) for band in said.bands], said.source,
        said.is_signed_off, last.again_hours if last else None, last.asks if last else "",
        due,
    )  # fmt: skip
