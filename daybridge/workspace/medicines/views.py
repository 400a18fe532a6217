"""Medicines on the staff's screens: the list with its history, two weeks of doses, side effects, and what waits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from daybridge.assessments import queries as assessments
from daybridge.core.actors import Actor
from daybridge.medications import actions, queries
from daybridge.medications.access import looks_after_medicines_of, reads_side_effects_of, signs_orders_of
from daybridge.medications.models import Medicine, SideEffectEntry
from daybridge.medications.ordering import queries as ordering
from daybridge.medications.ordering.sentences import kind_in_words
from daybridge.medications.queries import Cell, Due, GridRow, Listed
from daybridge.medications.reconciling import queries as reconciling
from daybridge.medications.reconciling.queries import ToReconcile
from daybridge.medications.rules import Nearness
from daybridge.medications.sentences import (
    clock_time,
    counts_in_words,
    due_in_words,
    effects_in_words,
    form_in_words,
    note_in_words,
    reason_in_words,
    route_in_words,
    state_in_words,
    step_in_words,
    strength_in_words,
    when_in_words,
)
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.ui.forms import attempt
from daybridge.workspace.medicines import watching
from daybridge.workspace.medicines.form import NoteForm, ReadingForm
from daybridge.workspace.medicines.known import known_of

_WAITING_SHOWN = 8


# --- In words --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownDue:
    words: str
    tone: str


@dataclass(frozen=True)
class ShownStep:
    """One line of a medicine's history."""

    at: datetime
    words: str
    why: str
    by: str


@dataclass(frozen=True)
class ShownMedicine:
    """A medicine as the list shows it."""

    id: UUID
    name: str
    amount: str
    kind: str
    is_coded: bool
    despite: str
    when: str
    purpose: str
    prescriber: str
    since: date
    dues: Sequence[ShownDue]
    planned: str
    planned_from: date | None
    stopped_on: date | None
    why: str
    is_injection: bool
    has_begun: bool
    history: Sequence[ShownStep]


def shown_medicine(one: Listed) -> ShownMedicine:
    details, planned = one.details, one.planned
    return ShownMedicine(
        id=one.medicine.id,
        name=details.name,
        amount=details.amount,
        kind=", ".join(filter(None, (_kind(details.form, details.amount), route_in_words(details.route)))),
        is_coded=bool(details.rxcui),
        despite=one.now.despite,
        when=when_in_words(details),
        purpose=details.purpose,
        prescriber=details.prescriber,
        since=details.starts_on,
        dues=[shown_due(due, one.today) for due in one.dues],
        planned=_decided(planned) if planned else "",
        planned_from=planned.from_on if planned else None,
        stopped_on=one.now.from_on if one.is_stopped else None,
        why=one.now.why if one.is_stopped else "",
        is_injection=details.is_injection,
        has_begun=one.has_begun,
        history=_history(one),
    )


def _kind(form: str, amount: str) -> str:
    """What it looks like, where the label's words don't say so already."""
    said = form_in_words(form)
    return "" if said.casefold() in amount.casefold() else said


def shown_due(due: Due, today: date) -> ShownDue:
    tone = {Nearness.LATER: "plain", Nearness.OVERDUE: "trouble"}.get(due.nearness, "next")
    return ShownDue(due_in_words(due.kind, due.due_on, due.nearness, today=today), tone)


def _decided(version: Any) -> str:
    if version.step == "stopped":
        return _("Stops")
    details = queries.details_of(version)
    return f"{details.name}, {details.amount}. {when_in_words(details)}"


def _history(one: Listed) -> list[ShownStep]:
    """Everything that was decided and noted, newest first."""
    steps = [
        ShownStep(
            version.made_at, f"{step_in_words(version.step)}: {_decided(version)}", version.why, version.made_by.name
        )
        for version in one.versions
    ]
    steps += [
        ShownStep(note.made_at, note_in_words(note.kind, note.done_on, note.due_on), "", note.made_by.name)
        for note in one.notes
    ]
    return sorted(steps, key=lambda step: step.at, reverse=True)


@dataclass(frozen=True)
class ShownCell:
    """One dose in the grid: a shape, and the words that say the same."""

    state: str
    words: str


@dataclass(frozen=True)
class ShownDose:
    """One told dose in the table behind the grid."""

    on_day: date
    time: str
    words: str
    note: str


@dataclass(frozen=True)
class ShownRow:
    """A medicine's two weeks: a shape for each dose, what they come to, and a table that says it all."""

    name: str
    counts: str
    days: Sequence[tuple[date, Sequence[ShownCell]]]
    table: Sequence[ShownDose]


def shown_row(row: GridRow) -> ShownRow:
    counts = counts_in_words(row.counts) if row.counts.due else ""
    if row.as_needed:
        counts = f"{counts} {_('Taken as needed in 14 days: %(count)s.') % {'count': len(row.as_needed)}}".strip()
    scheduled = [
        ShownDose(day, clock_time(cell.slot), _cell_in_words(cell), cell.note)
        for day, cells in row.days
        for cell in cells
        if cell.state != "later"
    ]
    loose = [ShownDose(one.dose.due_on, "", _("Taken as needed"), one.dose.note) for one in row.as_needed]
    return ShownRow(
        row.listed.now.name,
        counts,
        [
            (day, [ShownCell(cell.state, f"{clock_time(cell.slot)} {_cell_in_words(cell)}") for cell in cells])
            for day, cells in row.days
        ],
        sorted([*scheduled, *loose], key=lambda dose: (dose.on_day, dose.time), reverse=True),
    )


def _cell_in_words(cell: Cell) -> str:
    said = state_in_words(cell.state)
    if cell.at_time:
        said = _("%(state)s, at %(time)s") % {"state": said, "time": clock_time(cell.at_time)}
    return f"{said}: {reason_in_words(cell.reason)}" if cell.state == "skipped" or cell.reason else said


@dataclass(frozen=True)
class ShownEffect:
    """A side effect as it was told, and who has read it."""

    entry: SideEffectEntry
    what: str
    strength: str
    medicine: str
    readings: Sequence[Any]


def shown_effects(found: Sequence[SideEffectEntry], medicines: Sequence[Listed]) -> list[ShownEffect]:
    names = {one.medicine.id: one.now.name for one in medicines}
    return [
        ShownEffect(
            one,
            effects_in_words(one.what),
            strength_in_words(one.strength),
            names.get(one.medicine_id, "") if one.medicine_id else "",
            list(one.readings.all()),
        )
        for one in found
    ]


# --- What waits, on Today and on the chart ---------------------------------------------------------------------------


@dataclass(frozen=True)
class MedicinesWaiting:
    """Side effects that nobody has read, and refills and injections within a week; the first of them, and how many."""

    side_effects: Sequence[tuple[SideEffectEntry, str]]
    side_effects_total: int
    dues: Sequence[tuple[Participant, str, ShownDue]]
    dues_total: int
    reconcile: Sequence[ToReconcile]
    reconcile_total: int
    watched: watching.Waiting

    @property
    def is_anything(self) -> bool:
        return bool(self.side_effects_total or self.dues_total or self.reconcile_total or self.watched.total)


def waiting(actor: Actor) -> MedicinesWaiting:
    found, reconcile = queries.waiting(actor), reconciling.to_reconcile(actor, moves=assessments.moves_of)
    return MedicinesWaiting(
        [(one, effects_in_words(one.what)) for one in found.side_effects[:_WAITING_SHOWN]],
        len(found.side_effects),
        [
            (listed.medicine.participant, listed.now.name, shown_due(due, listed.today))
            for listed, due in found.dues[:_WAITING_SHOWN]
        ],
        len(found.dues),
        reconcile[:_WAITING_SHOWN],
        len(reconcile),
        watching.waiting(actor, most=_WAITING_SHOWN),
    )


@dataclass(frozen=True)
class MedicinesCard:
    """What a chart says of medicines at one look."""

    medicines: Sequence[ShownMedicine]
    unread: int


def card(participant: Participant, listed: Sequence[Listed]) -> MedicinesCard:
    effects = queries.side_effects_of(participant.id)
    taken = [shown_medicine(one) for one in listed if not one.is_stopped]
    return MedicinesCard(taken, sum(not one.readings.all() for one in effects))


# --- Pages -----------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def for_me(request: StaffRequest) -> HttpResponse:
    """What waits for me, fetched again when something about medicines has changed."""
    return render(request, "workspace/today.html#my-medicines", {"waiting": waiting(request.actor)})


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Someone's medicines, doses and side effects; the look is written down."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    return _page(request, participant)


def _page(
    request: StaffRequest, participant: Participant, *, wrong: tuple[UUID, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    listed = queries.medicines_of(participant)
    effects = shown_effects(queries.side_effects_of(participant.id), listed)
    rows = [shown_row(row) for row in queries.grid(participant, listed)]
    shown = {
        "participant": participant,
        "medicines": [(shown_medicine(one), _note_form(one, wrong)) for one in listed if not one.is_stopped],
        "stopped": [shown_medicine(one) for one in listed if one.is_stopped],
        "rows": rows,
        "days": [day for day, _cells in rows[0].days] if rows else [],
        "effects": [(one, _reading_form(one, wrong)) for one in effects],
        "may_change": looks_after_medicines_of(request.actor, participant),
        "known": known_of(participant, listed),
        "orders": [(one, kind_in_words(one.kind)) for one in ordering.orders_of(participant.id)],
        "may_order": signs_orders_of(request.actor, participant),
        "may_read": reads_side_effects_of(request.actor, participant),
        "watch": watching.card(participant, listed),
    }
    return render(request, "workspace/medicines.html", shown, status=status)


def _note_form(one: Listed, wrong: tuple[UUID, forms.Form] | None) -> forms.Form:
    if wrong and wrong[0] == one.medicine.id:
        return wrong[1]
    is_injection = one.details.is_injection
    return NoteForm(is_injection=is_injection, prefix=f"note-{one.medicine.id}", initial={"done_on": one.today})


def _reading_form(one: ShownEffect, wrong: tuple[UUID, forms.Form] | None) -> forms.Form:
    return wrong[1] if wrong and wrong[0] == one.entry.id else ReadingForm(prefix=f"read-{one.entry.id}")


def opened(request: StaffRequest, medicine_id: UUID) -> Medicine:
    """A medicine whose chart the look at it is written into."""
    medicine = queries.medicine(request.actor, medicine_id)
    open_chart(request.actor, medicine.participant_id, purpose=Purpose.TREATMENT)
    return medicine


@require_http_methods(["POST"])
@staff_page
def note(request: StaffRequest, medicine_id: UUID) -> HttpResponse:
    """Write down a refill that was picked up or an injection that was given."""
    medicine = opened(request, medicine_id)
    one = queries.listed(medicine.participant, medicine.id)
    is_injection = one.details.is_injection
    form = NoteForm(request.POST, is_injection=is_injection, prefix=f"note-{medicine.id}")
    deed: Callable[..., object] = actions.note_injection if is_injection else actions.note_refill
    status = attempt(
        form,
        lambda said: deed(request.actor, medicine, note_id=said["id"], done_on=said["done_on"], due_on=said["due_on"]),
    )
    if status:
        return _page(request, medicine.participant, wrong=(medicine.id, form), status=status)
    messages.success(request, _("It is written down."))
    return redirect("workspace:medicines", medicine.participant_id)


@require_http_methods(["POST"])
@staff_page
def read(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Write down that a side effect was read, with a line back where there is one."""
    told = queries.side_effect(request.actor, entry_id)
    form = ReadingForm(request.POST, prefix=f"read-{told.id}")
    status = attempt(
        form,
        lambda said: actions.read_side_effect(request.actor, told, reading_id=said["id"], answer=said["answer"]),
    )
    if status:
        participant = open_chart(request.actor, told.participant_id, purpose=Purpose.TREATMENT).participant
        return _page(request, participant, wrong=(told.id, form), status=status)
    messages.success(request, _("They see on their phone that you have read it."))
    return redirect("workspace:medicines", told.participant_id)
