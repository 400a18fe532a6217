"""What is watched of someone's medicines: tests due, results, warnings, and the moment in which a warning asks for a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core.actors import Actor
from daybridge.medications import queries as lists
from daybridge.medications.access import looks_after_medicines_of
from daybridge.medications.queries import Listed
from daybridge.medications.rules import Nearness, tidied
from daybridge.medications.watching import actions, queries, rules
from daybridge.medications.watching.models import LabResult
from daybridge.medications.watching.queries import Found, Proposed, StandingWarning, Watch
from daybridge.medications.watching.sentences import (
    came_in_words,
    due_in_words,
    language,
    number_in_words,
    pack_in_words,
    range_in_words,
    sent_in_words,
    source_in_words,
    test_in_words,
    why_due_in_words,
)
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.ui.forms import attempt
from daybridge.ui.plots import Phase
from daybridge.ui.score_plots import Mark, ScoreDrawing, draw_score
from daybridge.workspace.medicines.form import MedicineForm
from daybridge.workspace.medicines.watching_form import CorrectForm, ResultForm, SeenForm

_ENOUGH_FOR_A_PLOT = 2
_TONES = {Nearness.OVERDUE: "trouble", Nearness.OPEN: "next", Nearness.NEAR: "next"}

# --- In words --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownDue:
    """One test that is due: what, when in words, the last one."""

    test: str
    words: str
    tone: str
    why: str
    last: str
    last_on: date | None
    pack: str
    name: str


@dataclass(frozen=True)
class ShownResult:
    """One result in the table behind a plot, with the range it lies outside of and who has seen it."""

    row: LabResult
    value: str
    source: str
    told: Sequence[str]
    outside: str
    is_striking: bool
    is_beyond: bool
    readings: Sequence[Any]
    form: SeenForm | None


@dataclass(frozen=True)
class ShownTest:
    """One test over time: its newest value, a plot where there are enough, everything behind it."""

    code: str
    name: str
    last: str
    last_on: date
    range: str
    sentence: str
    drawings: Sequence[ScoreDrawing]
    results: Sequence[ShownResult]


@dataclass(frozen=True)
class ShownPack:
    """A pack that speaks of something they take: its tests that are due, what to talk over, whether it is signed."""

    code: str
    name: str
    source: str
    version: int
    teach: str
    is_signed: bool
    dues: Sequence[ShownDue]


def _due(due: rules.Due, watch: Watch) -> ShownDue:
    last = next((one for one in watch.results if one.test == due.test and one.taken_on == due.last_on), None)
    return ShownDue(
        test=test_in_words(due.test),
        words=due_in_words(due, today=watch.today),
        tone=_TONES.get(due.nearness, "plain"),
        why=why_due_in_words(due.why),
        last=came_in_words(last) if last else "",
        last_on=due.last_on,
        pack=pack_in_words(due.pack),
        name=due.name,
    )


def _packs(watch: Watch) -> list[ShownPack]:
    said = language()
    return [
        ShownPack(
            pack.code, pack.said(said), pack.source, pack.version, pack.teach.said(said) if pack.teach else "",
            pack.code not in watch.packs.unsigned, [_due(due, watch) for due in watch.dues if due.pack == pack.code],
        )
        for pack in watch.about
    ]  # fmt: skip


def _tests(watch: Watch, wrong: tuple[UUID, SeenForm] | None) -> list[ShownTest]:
    by_test: dict[str, list[LabResult]] = {}
    for one in watch.results:
        by_test.setdefault(one.test, []).append(one)
    to_see = {one.id for one in watch.to_see}
    return [_test(code, found, watch, to_see, wrong) for code, found in by_test.items()]


def _test(
    code: str, found: Sequence[LabResult], watch: Watch, to_see: set[UUID], wrong: tuple[UUID, SeenForm] | None
) -> ShownTest:
    known = rules.tests().get(code)
    unit, newest, ranges = known.unit if known else "", found[0], watch.ranges(code)
    return ShownTest(
        code=code,
        name=test_in_words(code),
        last=came_in_words(newest),
        last_on=newest.taken_on,
        range=range_in_words(ranges[0], unit) if ranges else "",
        sentence=_sentence(found, unit),
        drawings=_drawings(found, watch, ranges),
        results=[_result(one, watch, unit, is_open=one.id in to_see, wrong=wrong) for one in found],
    )


def _sentence(found: Sequence[LabResult], unit: str) -> str:
    values = [one.reads for one in found if one.reads is not None]
    if len(values) < _ENOUGH_FOR_A_PLOT:
        return ""
    return _("From %(first)s to %(last)s %(unit)s over %(count)s results.") % {
        "first": number_in_words(values[-1]), "last": number_in_words(values[0]), "unit": unit, "count": len(values),
    }  # fmt: skip


def _result(
    one: LabResult, watch: Watch, unit: str, *, is_open: bool, wrong: tuple[UUID, SeenForm] | None
) -> ShownResult:
    left, striking = watch.outside_of(one), watch.is_striking(one)
    form = None
    if is_open:
        form = wrong[1] if wrong and wrong[0] == one.id else SeenForm(prefix=f"seen-{one.id}")
    return ShownResult(
        row=one,
        value=came_in_words(one),
        source=source_in_words(one),
        told=sent_in_words(one),
        outside=f"{range_in_words(left, unit)} ({pack_in_words(left.pack)})" if left else "",
        is_striking=striking,
        is_beyond=one.reads is not None and rules.crossed(one.test, one.reads) is not None,
        readings=list(one.readings.all()),
        form=form,
    )


def _drawings(found: Sequence[LabResult], watch: Watch, ranges: Sequence[rules.Range]) -> Sequence[ScoreDrawing]:
    """Oldest first, on a scale that holds the values and the range; what lies outside is a diamond."""
    marks = [(one, one.reads) for one in reversed(found) if one.reads is not None]
    if len(marks) < _ENOUGH_FOR_A_PLOT:
        return ()
    ends = [end for one in ranges[:1] for end in (one.low, one.high) if end is not None]
    values = [value for _one, value in marks] + ends
    room = (max(values) - min(values)) * Decimal("0.15") or Decimal(1)
    low, high = float(max(Decimal(0), min(values) - room)), float(max(values) + room)
    noise = None
    if ranges:
        noise = (float(ranges[0].low or Decimal(str(low))), float(ranges[0].high or Decimal(str(high))))
    return draw_score(
        [Mark(one.taken_on, float(value), "worse" if watch.is_striking(one) else "") for one, value in marks],
        scale=(round(low, 2), round(high, 2)), bands=(), noise=noise, phases=_phases(watch),
        first_on=marks[0][0].taken_on - timedelta(days=3), last_on=watch.today,
    )  # fmt: skip


def _phases(watch: Watch) -> list[Phase]:
    """When the amounts of what they take changed last."""
    return [Phase(one.changed_on, one.name) for one in watch.courses if one.changed_on]


# --- What waits, on Today and on the chart ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Wait:
    """One person of whom tests are late, or a result waits to be seen."""

    participant: Participant
    late: str
    to_see: str


@dataclass(frozen=True)
class Waiting:
    """The first of them, and how many there are."""

    people: Sequence[Wait]
    total: int


def waiting(actor: Actor, *, most: int) -> Waiting:
    found = queries.waiting(actor)
    shown = [
        Wait(
            one.participant,
            _some([test_in_words(due.test) for due in one.overdue]),
            _some([f"{test_in_words(r.test)} {came_in_words(r)}" for r in one.to_see]),
        )
        for one in found[:most]
    ]
    return Waiting(shown, len(found))


def _some(names: Sequence[str]) -> str:
    """The first two by name, and how many more."""
    once = list(dict.fromkeys(names))
    shown = ", ".join(once[:2])
    return _("%(names)s and %(more)s more") % {"names": shown, "more": len(once) - 2} if len(once) > 2 else shown


@dataclass(frozen=True)
class Card:
    """What is to be watched at one look: what is due, results nobody has seen, warnings, names nobody knows."""

    dues: Sequence[ShownDue]
    to_see: Sequence[tuple[LabResult, str, str]]
    warnings: Sequence[StandingWarning]
    unknown: Sequence[str]
    is_signed: bool

    @property
    def is_anything(self) -> bool:
        return bool(self.dues or self.to_see or self.warnings or self.unknown)


def card(participant: Participant, listed: Sequence[Listed] | None = None) -> Card:
    """For the chart and the list of medicines; ten queries, seven with `listed`."""
    watch = queries.watch(participant, listed)
    found = queries.warnings_of(participant, language=language(), known=watch)
    pressing = [due for due in watch.dues if due.nearness is not Nearness.LATER]
    return Card(
        dues=[_due(due, watch) for due in pressing],
        to_see=[(one, test_in_words(one.test), came_in_words(one)) for one in watch.to_see],
        warnings=found.warnings,
        unknown=[name for name, _words in watch.unknown],
        is_signed=all(pack.code not in watch.packs.unsigned for pack in watch.about),
    )


# --- The moment of a warning -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """What was found about medicines that are about to be saved, what of it was shown before, and the reason for going on."""

    found: Found
    medicine_ids: Sequence[UUID] = ()
    shown: frozenset[str] = frozenset()
    why: str = ""

    @property
    def stopping(self) -> Sequence[StandingWarning]:
        return [one for one in self.found.warnings if one.stops]

    @property
    def others(self) -> Sequence[StandingWarning]:
        return [one for one in self.found.warnings if not one.stops]

    @property
    def asks_why(self) -> bool:
        """Whether everything that stops was shown, and only the reason is missing."""
        return bool(self.stopping) and all(one.key in self.shown for one in self.stopping)

    @property
    def status(self) -> int | None:
        """422 where it stops: something that was not shown yet, or no reason."""
        is_over = self.asks_why and bool(self.why.strip())
        return 422 if self.stopping and not is_over else None

    def stopping_of(self, medicine_id: UUID) -> Sequence[StandingWarning]:
        """What stops this medicine; of two that are saved in one step, the first has the warning."""
        return [
            one for one in self.stopping if next((id for id in self.medicine_ids if id in one.ids), None) == medicine_id
        ]


def look(request: StaffRequest, participant: Participant, form: MedicineForm, medicine_id: UUID | None = None) -> Look:
    """Look for warnings once a form can be read; one that can't finds nothing yet."""
    if not form.is_valid():
        return Look(Found([]))
    return look_at(participant, [Proposed(medicine_id or form.cleaned_data["id"], form.details)], request.POST)


def look_at(
    participant: Participant, proposed: Sequence[Proposed], typed: QueryDict, *, stopping: Collection[UUID] = ()
) -> Look:
    """Look for warnings about all that one step would save; `typed` says what of it was shown before, and why one goes on."""
    tidy = [replace(one, details=tidied(one.details)) for one in proposed]
    found = queries.warnings_of(participant, *tidy, stopping=stopping, language=language()) if tidy else Found([])
    why = typed.get("why_anyway", "").replace("\x00", "")[: rules.MOST_NOTE_CHARACTERS]
    return Look(found, [one.id for one in tidy], frozenset(typed.getlist("shown")), why)


def go_on(request: StaffRequest, look: Look) -> None:
    """Once it is saved: keep why somebody went on, and tell what else was found."""
    for medicine_id in look.medicine_ids:
        if stopping := look.stopping_of(medicine_id):
            medicine = lists.medicine(request.actor, medicine_id)
            actions.override_warnings(request.actor, medicine, warnings=stopping, why=look.why)
    for one in look.others:
        messages.info(request, _("To think of: %(title)s.") % {"title": one.title})
    for name, said in look.found.unknown:
        words = _("Not recognised in %(name)s: %(words)s. For that no warnings are looked for.")
        if not said.ingredients:
            words = _("%(name)s is not recognised: no warnings are looked for.")
        messages.warning(request, words % {"name": name, "words": " ".join(said.unknown)})
    if look.found.is_outside_silent:
        messages.warning(
            request,
            _("The outside interaction service did not answer. Only the warnings of this house were looked for."),
        )


# --- Pages -----------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Tests due, warnings and results of one person; the look is written down."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    return _page(request, participant)


def _page(
    request: StaffRequest, participant: Participant, *, form: ResultForm | None = None,
    wrong: tuple[UUID, SeenForm] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    watch = queries.watch(participant)
    may_enter = looks_after_medicines_of(request.actor, participant)
    shown = {
        "participant": participant,
        "packs": _packs(watch),
        "warnings": queries.warnings_of(participant, language=language(), known=watch).warnings,
        "unknown": watch.unknown,
        "tests": _tests(watch, wrong if may_enter else None),
        "may_enter": may_enter,
        "form": (form or _empty_form(watch)) if may_enter else None,
    }
    return render(request, "workspace/watching.html", shown, status=status)


def _empty_form(watch: Watch) -> ResultForm:
    return ResultForm(initial={"taken_on": watch.today}, first=tuple(due.test for due in watch.dues))


@require_POST
@staff_page
def enter(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Write down a result."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    form = ResultForm(request.POST)
    status = attempt(form, lambda said: _enter(request, participant, said))
    if status:
        return _page(request, participant, form=form, status=status)
    messages.success(request, _("The result is written down."))
    return redirect("workspace:watching", participant.id)


def _enter(
    request: StaffRequest, participant: Participant, said: dict[str, Any], corrects: UUID | None = None
) -> object:
    return actions.enter_result(
        request.actor, participant, result_id=said["id"], test=said["test"], value=said.get("value"),
        unit=said.get("unit", ""), taken_on=said["taken_on"], note=said["note"], corrects=corrects,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff_page
def correct(request: StaffRequest, result_id: UUID) -> HttpResponse:
    """Write a result anew that was written down wrong; the first one stays in the record."""
    found = queries.result(request.actor, result_id)
    participant = open_chart(request.actor, found.participant_id, purpose=Purpose.TREATMENT).participant
    usual = {name: getattr(found, name) for name in ("test", "value", "unit", "taken_on", "note")}
    form, status = CorrectForm(initial=usual, test=found.test), 200
    if request.method == "POST":
        form = CorrectForm(request.POST, test=found.test)
        failed = attempt(form, lambda said: _enter(request, participant, said, corrects=found.id))
        if failed is None:
            messages.success(request, _("It is corrected. What was written before stays in the record."))
            return redirect("workspace:watching", participant.id)
        status = failed
    shown = {"participant": participant, "form": form, "name": test_in_words(found.test)}
    return render(request, "workspace/correct_result.html", shown, status=status)


@require_POST
@staff_page
def seen(request: StaffRequest, result_id: UUID) -> HttpResponse:
    """Write down that a result was seen, and what is done about it."""
    found = queries.result(request.actor, result_id)
    form = SeenForm(request.POST, prefix=f"seen-{found.id}")
    status = attempt(
        form, lambda said: actions.read_result(request.actor, found, reading_id=said["id"], note=said["note"])
    )
    if status:
        participant = open_chart(request.actor, found.participant_id, purpose=Purpose.TREATMENT).participant
        return _page(request, participant, wrong=(found.id, form), status=status)
    messages.success(request, _("It is written down that you have seen it."))
    return redirect("workspace:watching", found.participant_id)
