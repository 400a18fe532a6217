"""Reconciling somebody's medicines: what the referral, the list and the person say, line by line, until it is signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybridge.assessments import queries as assessments
from daybridge.core import clock
from daybridge.core.errors import DaybridgeError
from daybridge.core.ids import new_id
from daybridge.intake import queries as intake
from daybridge.medications import queries as medications
from daybridge.medications.access import looks_after_medicines_of
from daybridge.medications.queries import Listed
from daybridge.medications.reconciling import actions, queries
from daybridge.medications.reconciling.rules import Decision, Deed, Line, Occasion, OnList, added_id, side_by_side
from daybridge.medications.reconciling.sentences import deed_in_words, occasion_in_words, says_in_words
from daybridge.medications.sentences import when_in_words
from daybridge.medications.watching.queries import Found, Proposed
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.workspace.medicines import watching
from daybridge.workspace.medicines.form import MedicineForm, initial_of
from daybridge.workspace.medicines.known import known_of


class DeedForm(forms.Form):
    """What is decided of one line."""

    deed = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    why = forms.CharField(max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 1}))

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deed"].label = _("What is decided")
        self.fields["deed"].choices = [(one.value, deed_in_words(one)) for one in line.choices]  # type: ignore[attr-defined]
        self.fields["why"].label = _("Why, where it differs")


class OccasionForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    occasion = forms.ChoiceField(widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occasion"].label = _("On which occasion")
        self.fields["occasion"].choices = [(one.value, occasion_in_words(one)) for one in Occasion]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Row:
    """One line with its two forms; `label` is what a change or a new medicine says."""

    line: Line
    says: str
    form: DeedForm
    label: MedicineForm

    @property
    def deed(self) -> str:
        return str(self.form["deed"].value() or "")

    @property
    def is_said_anew(self) -> bool:
        """Whether what the label says is part of what is decided."""
        return self.deed in (Deed.CHANGE, Deed.ADD)

    @property
    def is_readable(self) -> bool:
        return self.form.is_valid() and (not self.is_said_anew or self.label.is_valid())

    @property
    def is_open(self) -> bool:
        """Whether what the label says is unfolded."""
        return self.is_said_anew or bool(self.label.is_bound and self.label.errors)


@dataclass(frozen=True)
class ReconcilePage:
    """Everything on the page; `look` is what stands against what was decided so far."""

    rows: Sequence[Row]
    head: OccasionForm
    look: watching.Look


def _page_of(participant: Participant, typed: QueryDict | None, revision: int) -> ReconcilePage:
    listed = [one for one in medications.medicines_of(participant) if not one.is_stopped]
    by_id = {one.medicine.id: one for one in listed}
    signed = queries.reconciliations_of(participant.id)
    taking = queries.told_since(participant.id, signed)
    on_list = [
        OnList(one.medicine.id, one.versions[0].number, one.now.name, f"{one.now.amount}. {when_in_words(one.details)}")
        for one in listed
    ]
    # What was decided of a referral, and of what they told, is not asked again.
    referred = intake.referred_medicines(participant.id, after=signed[0].signed_at if signed else None)
    lines = side_by_side(on_list, referred, queries.as_told(taking) if taking else None)
    today = clock.today(participant.time_zone)
    rows = [
        _row(line, by_id.get(line.medicine_id) if line.medicine_id else None, typed, participant, today)
        for line in lines
    ]
    due = queries.due_of(participant, signed, moves=assessments.moves_of)
    usual = {"occasion": due.occasion.value if due else Occasion.ADMISSION.value, "revision": revision}
    head = OccasionForm(typed, prefix="head") if typed is not None else OccasionForm(prefix="head", initial=usual)
    return ReconcilePage(rows, head, _look(participant, rows, head, typed))


def _look(participant: Participant, rows: Sequence[Row], head: OccasionForm, typed: QueryDict | None) -> watching.Look:
    """The warnings about all that signing would add or change, once its lines can be read."""
    if typed is None or any(not row.is_readable for row in rows):
        return watching.Look(Found([]))
    head.full_clean()
    signing = head.cleaned_data.get("id") or new_id()
    proposed = [
        Proposed(row.line.medicine_id or added_id(signing, row.line), row.label.details)
        for row in rows
        if row.is_said_anew
    ]
    stopping = [row.line.medicine_id for row in rows if row.deed == Deed.STOP and row.line.medicine_id]
    return watching.look_at(participant, proposed, typed, stopping=stopping)


def _row(line: Line, one: Listed | None, typed: QueryDict | None, participant: Participant, today: Any) -> Row:
    form = DeedForm(typed, line=line, prefix=line.key)
    prefix = f"{line.key}-label"
    usual: dict[str, Any] = {"name": line.name, "amount": line.referred.partition(", ")[2][:200], "starts_on": today}
    said = initial_of(one.details, today=today) if one else usual
    is_typed = typed is not None and f"{prefix}-name" in typed
    uses = typed is not None and typed.get(f"{line.key}-deed") in (Deed.CHANGE, Deed.ADD)
    kept = (
        {name: typed.get(f"{prefix}-{name}", "") for name in MedicineForm.base_fields} if typed and is_typed else said
    )
    known = one.details if one else None
    label = (
        MedicineForm(typed, prefix=prefix, known=known)
        if uses
        else MedicineForm(prefix=prefix, known=known, initial=kept)
    )
    return Row(line, says_in_words(line.says), form, label)


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Line by line; what is half decided is kept with every button, and signing does all of it at once."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    if request.method == "GET":
        draft = queries.draft_of(participant.id)
        shown = _page_of(participant, _query(draft.typed) if draft else None, draft.revision if draft else 0)
        return _shown(request, participant, shown, draft.revision if draft else 0)
    found = _page_of(participant, request.POST, 0)
    head = found.head
    if not head.is_valid():
        return _shown(request, participant, found, 0, status=422)
    said = head.cleaned_data
    try:
        if "sign" in request.POST:
            return _sign(request, participant, found)
        actions.keep_reconciling(request.actor, participant, typed=_typed(request.POST), revision=said["revision"])
    except DaybridgeError as refused:
        return _refused(request, participant, found, refused)
    messages.success(request, _("It is kept. Nothing on the list has changed yet."))
    return redirect("workspace:reconcile", participant.id)


def _sign(request: StaffRequest, participant: Participant, found: ReconcilePage) -> HttpResponse:
    if found.look.status or any(not row.is_readable for row in found.rows):
        return _shown(request, participant, found, found.head.cleaned_data["revision"], status=422)
    said = found.head.cleaned_data
    decisions = [_decision(row) for row in found.rows]
    actions.reconcile(
        request.actor, participant, reconciliation_id=said["id"], occasion=said["occasion"], decisions=decisions,
        revision=said["revision"],
    )  # fmt: skip
    watching.go_on(request, found.look)
    messages.success(request, _("Signed. The list says what you decided, and so does their phone."))
    return redirect("workspace:medicines", participant.id)


def _decision(row: Row) -> Decision:
    said = row.form.cleaned_data
    details = row.label.details if row.label.is_bound and row.is_said_anew else None
    despite = row.label.cleaned_data["despite"] if details else ""
    return Decision(line=row.line, deed=said["deed"], why=said["why"], details=details, despite=despite)


def _refused(
    request: StaffRequest, participant: Participant, found: ReconcilePage, refused: DaybridgeError
) -> HttpResponse:
    """What was refused beside its line; everything typed stays."""
    if refused.status not in (409, 422):
        raise refused
    for row in found.rows:
        for name, words in refused.fields.items():
            key, _dash, own = name.partition("-")
            form = row.form if own in row.form.fields else row.label
            if key == row.line.key and form.is_bound and own in form.fields:
                form.add_error(own, words)
    found.head.add_error(None, refused.words)
    return _shown(request, participant, found, found.head.cleaned_data["revision"], status=refused.status)


def _typed(sent: QueryDict) -> Mapping[str, list[str]]:
    """What was typed, without what belongs to this one request."""
    left_out = {"csrfmiddlewaretoken", "keep", "sign", "head-revision"}
    return {name: sent.getlist(name) for name in sent if name not in left_out}


def _query(typed: Mapping[str, Sequence[str]]) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, values in typed.items():
        made.setlist(name, list(values))
    return made


def _shown(
    request: StaffRequest, participant: Participant, found: ReconcilePage, revision: int, *, status: int = 200
) -> HttpResponse:
    draft = queries.draft_of(participant.id)
    signed = queries.reconciliations_of(participant.id)
    taking = queries.told_since(participant.id, signed)
    shown = {
        "participant": participant,
        "found": found,
        "look": found.look,
        "revision": revision,
        "draft": draft,
        "taking": taking,
        "known": known_of(participant),
        "may_change": looks_after_medicines_of(request.actor, participant),
        "signed": [
            (
                one,
                occasion_in_words(one.occasion),
                [(line, deed_in_words(line["deed"])) for line in one.lines],
                queries.is_whole(one),
            )
            for one in signed
        ],
    }
    return render(request, "workspace/reconcile.html", shown, status=status)
