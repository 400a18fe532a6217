"""What this room keeps about a participant: their medicines with every change, doses and side effects as they told them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.medications import sentences
from daybridge.medications.models import (
    DoseEntry,
    Medicine,
    MedicineNote,
    MedicineVersion,
    SideEffectEntry,
    SideEffectReading,
)
from daybridge.medications.ordering import sentences as order_words
from daybridge.medications.ordering.models import MedicineOrder, OrderSending
from daybridge.medications.precautions import sentences as known_words
from daybridge.medications.precautions.models import (
    AllergyStatement,
    NaloxoneNote,
    PregnancyAnswer,
    RegistryLook,
    Stated,
)
from daybridge.medications.reconciling import sentences as reconciling_words
from daybridge.medications.reconciling.models import Reconciliation, TakingTold
from daybridge.medications.watching import sentences as watched
from daybridge.medications.watching.models import LabResult, ResultReading, WarningOverride
from daybridge.people.models import Participant
from daybridge.ui import words

_INSIDE = "It stands inside what it belongs to."
_VERSIONS = MedicineVersion.objects.select_related("made_by").order_by("number")


def _name(medicine: Medicine | None) -> str:
    """What it was called last; empty where they don't know which one it was."""
    versions = list(medicine.versions.all()) if medicine else []
    return versions[-1].name if versions else ""


# --- Medicines -------------------------------------------------------------------------------------------------------


def _medicines(participant: Participant) -> Iterable[Medicine]:
    notes = Prefetch("notes", MedicineNote.objects.select_related("made_by").order_by("made_at", "id"))
    found = Medicine.objects.filter(participant_id=participant.id).select_related("entered_by")
    return in_portions(found.prefetch_related(Prefetch("versions", _VERSIONS), notes).order_by("entered_at", "id"))


def _medicine_as_json(one: Medicine) -> dict[str, Any]:
    return row_as_json(one) | {
        "versions": [row_as_json(each, without=["medicine"]) for each in one.versions.all()],
        "notes": [row_as_json(each, without=["medicine"]) for each in one.notes.all()],
    }


def _medicine_in_words(one: Medicine) -> Told:
    noted = (
        Line(
            words.exact_moment(each.made_at),
            _said(sentences.note_in_words(each.kind, each.done_on, each.due_on), each.made_by),
        )
        for each in one.notes.all()
    )
    return Told(_name(one), (*(_version(each) for each in one.versions.all()), *noted))


def _version(one: MedicineVersion) -> Line:
    times = " ".join(sentences.clock_time(at) for at in one.times)
    days = ", ".join(sentences.weekday_in_words(day) for day in one.weekdays)
    every = _("every %(count)s days") % {"count": one.every_days} if one.every_days else ""
    how = " ".join(filter(None, (sentences.how_often_in_words(one.how_often), days, every, times)))
    parts = (
        one.name,
        one.amount,
        sentences.form_in_words(one.form),
        how,
        one.purpose,
        one.prescriber,
        sentences.route_in_words(one.route),
        one.why,
        one.despite,
        one.made_by,
    )
    label = f"{sentences.step_in_words(one.step)}, {words.day(one.from_on, 'dated')}"
    return Line(label, _said(*parts))


def _said(*parts: Any) -> str:
    return ", ".join(str(part) for part in parts if part)


# --- Doses and side effects ------------------------------------------------------------------------------------------


def _doses(participant: Participant) -> Iterable[DoseEntry]:
    found = DoseEntry.objects.filter(participant_id=participant.id).select_related("medicine")
    named = found.prefetch_related(Prefetch("medicine__versions", _VERSIONS))
    return in_portions(named.order_by("due_on", "slot", "made_at", "id"))


def _dose_in_words(one: DoseEntry) -> Told:
    at = one.at_time or one.slot
    reason = sentences.reason_in_words(one.reason) if one.reason else ""
    said = _said(sentences.state_in_words(one.state), sentences.clock_time(at) if at else "", reason, one.note)
    title = f"{words.day(one.due_on, 'dated')}: {_name(one.medicine)}"
    return Told(title, (Line("", said), Line(_("Written"), words.exact_moment(one.made_at))))


def _effects(participant: Participant) -> Iterable[SideEffectEntry]:
    read = Prefetch("readings", SideEffectReading.objects.select_related("made_by").order_by("made_at", "id"))
    found = SideEffectEntry.objects.filter(participant_id=participant.id).select_related("medicine")
    named = found.prefetch_related(Prefetch("medicine__versions", _VERSIONS), read)
    return in_portions(named.order_by("made_at", "id"))


def _effect_as_json(one: SideEffectEntry) -> dict[str, Any]:
    return row_as_json(one) | {"readings": [row_as_json(each, without=["side_effect"]) for each in one.readings.all()]}


def _effect_in_words(one: SideEffectEntry) -> Told:
    known = dict(sentences.effects() + sentences.dangers())
    return Told(
        words.exact_moment(one.made_at),
        (
            Line(_("Medicine"), _name(one.medicine)),
            Line("", _said(*(known.get(each, each) for each in one.what), one.words)),
            Line(_("How strong"), dict(sentences.strengths()).get(one.strength, one.strength)),
            Line(_("Since"), words.day(one.since_on, "dated") if one.since_on else ""),
            Line("", _("You asked for a call.") if one.wants_call else ""),
            *(
                Line(words.exact_moment(each.made_at), _said(_("Read"), each.made_by, each.answer))
                for each in one.readings.all()
            ),
        ),
    )


# --- What is known before a medicine is given ------------------------------------------------------------------------


def _rows_of(model: type[Any], staff: str, *order: str) -> Any:
    """Reads all rows of one table about somebody, with who of the staff made them."""
    return lambda participant: in_portions(
        model.objects.filter(participant_id=participant.id).select_related(staff).order_by(*order)
    )


def _allergy_in_words(one: AllergyStatement) -> Told:
    severity = known_words.severity_in_words(one.severity) if one.severity else ""
    title = _said(known_words.kind_in_words(one.kind), one.substance)
    said = _said(one.reactions, severity, one.since, known_words.told_by_in_words(one.told_by), one.why)
    return Told(title, (Line("", said), _written(one)))


def _written(one: Stated) -> Line:
    return Line(words.exact_moment(one.made_at), str(one.made_by))


def _naloxone_in_words(one: NaloxoneNote) -> Told:
    title = f"{words.day(one.on_day, 'dated')}: {known_words.naloxone_in_words(one.step)}"
    return Told(title, (Line("", _said(one.kind, one.lot)), _written(one)))


def _look_in_words(one: RegistryLook) -> Told:
    next_on = words.day(one.next_on, "dated") if one.next_on else ""
    title = f"{words.day(one.on_day, 'dated')}: {', '.join(one.states)}"
    return Told(title, (Line("", one.found), Line(_("Next look due"), next_on), _written(one)))


def _pregnancy_in_words(one: PregnancyAnswer) -> Told:
    said = _said(
        known_words.pregnant_in_words(one.pregnant), known_words.contraception_in_words(one.contraception), one.words
    )
    return Told(words.day(one.on_day, "dated"), (Line("", said), _written(one)))


# --- Reconciling and orders ------------------------------------------------------------------------------------------


Taking = tuple[TakingTold, dict[str, str]]


def _taking(participant: Participant) -> Iterator[Taking]:
    """Each with the names of their medicines, by id."""
    theirs = Medicine.objects.filter(participant_id=participant.id).prefetch_related(Prefetch("versions", _VERSIONS))
    names = {str(one.id): _name(one) for one in theirs}
    for one in in_portions(TakingTold.objects.filter(participant_id=participant.id).order_by("made_at", "id")):
        yield one, names


def _taking_as_json(told: Taking) -> dict[str, Any]:
    return row_as_json(told[0])


def _taking_in_words(told: Taking) -> Told:
    one, names = told
    lines = [
        Line(names.get(each["medicine_id"], ""), _said(reconciling_words.says_in_words(each["says"]), each["words"]))
        for each in one.lines
    ]
    return Told(words.exact_moment(one.made_at), (*lines, Line(_("What else"), one.more)))


def _reconciliation_in_words(one: Reconciliation) -> Told:
    title = f"{words.exact_moment(one.signed_at)}: {reconciling_words.occasion_in_words(one.occasion)}, {one.signed_by}"
    decided = (
        Line(
            each["name"],
            _said(
                reconciling_words.deed_in_words(each["deed"]),
                each["became"],
                each["why"],
                each["referred"],
                each["listed"],
                each["told"],
            ),
        )
        for each in one.lines
    )
    return Told(title, (*decided, Line("SHA-256", one.digest)))


def _orders(participant: Participant) -> Iterable[MedicineOrder]:
    sent = Prefetch("sendings", OrderSending.objects.select_related("made_by").order_by("made_at", "id"))
    found = MedicineOrder.objects.filter(participant_id=participant.id).select_related("signed_by")
    return in_portions(found.prefetch_related(sent).order_by("signed_at", "id"))


def _order_as_json(one: MedicineOrder) -> dict[str, Any]:
    return row_as_json(one) | {"sendings": [row_as_json(each, without=["order"]) for each in one.sendings.all()]}


def _order_in_words(one: MedicineOrder) -> Told:
    text = one.text
    said = _said(text["amount"], text["directions"], text["quantity"], text["note"], text["schedule"])
    sent = (
        Line(
            words.exact_moment(each.made_at),
            _said(order_words.sending_in_words(each.way, each.reference, is_sent=each.is_sent), each.made_by),
        )
        for each in one.sendings.all()
    )
    return Told(
        f"{order_words.kind_in_words(one.kind)}: {text['drug']}",
        (Line("", said), Line(words.exact_moment(one.signed_at), f"{one.signed_by}, SHA-256 {one.digest}"), *sent),
    )


# --- Results, and warnings that somebody went on over -----------------------------------------------------------------


def _results(participant: Participant) -> Iterable[LabResult]:
    read = Prefetch("readings", ResultReading.objects.select_related("made_by").order_by("made_at", "id"))
    found = LabResult.objects.filter(participant_id=participant.id).select_related("entered_by")
    return in_portions(found.prefetch_related(read).order_by("taken_on", "entered_at", "id"))


def _result_as_json(one: LabResult) -> dict[str, Any]:
    return row_as_json(one) | {"readings": [row_as_json(each, without=["result"]) for each in one.readings.all()]}


def _result_in_words(one: LabResult) -> Told:
    came = _said(watched.came_in_words(one), *watched.sent_in_words(one))
    entered = _said(words.exact_moment(one.entered_at), watched.source_in_words(one), one.entered_by)
    return Told(
        f"{words.day(one.taken_on, 'dated')}: {watched.test_in_words(one.test)}",
        (
            Line("", _said(came, one.note)),
            Line(_("Corrected"), _("It takes the place of an earlier one.") if one.corrects else ""),
            Line(_("Written"), entered),
            *(
                Line(words.exact_moment(each.made_at), _said(_("Seen"), each.made_by, each.note))
                for each in one.readings.all()
            ),
        ),
    )


def _overrides(participant: Participant) -> Iterable[WarningOverride]:
    found = WarningOverride.objects.filter(participant_id=participant.id).select_related(
        "made_by", "medicine", "beside"
    )
    named = found.prefetch_related(Prefetch("medicine__versions", _VERSIONS), Prefetch("beside__versions", _VERSIONS))
    return in_portions(named.order_by("made_at", "id"))


def _override_in_words(one: WarningOverride) -> Told:
    return Told(
        one.said,
        (
            Line(_("Medicine"), _said(_name(one.medicine), _name(one.beside))),
            Line(_("Why it was given all the same"), one.why),
            Line(_("Written"), _said(words.exact_moment(one.made_at), one.made_by)),
        ),
    )


SECTIONS = (
    Section(
        code="medicines",
        title=lazy("Your medicines"),
        lede=lazy("What stands on your list, and each change to it."),
        tables=("medications.Medicine", "medications.MedicineVersion", "medications.MedicineNote"),
        read=_medicines,
        as_json=_medicine_as_json,
        in_words=_medicine_in_words,
        left_out={"medications.MedicineVersion.medicine": _INSIDE, "medications.MedicineNote.medicine": _INSIDE},
    ),
    Section(
        code="doses",
        title=lazy("Your doses"),
        lede=lazy("What you told of each dose."),
        tables=("medications.DoseEntry",),
        read=_doses,
        in_words=_dose_in_words,
    ),
    Section(
        code="side_effects",
        title=lazy("Your side effects"),
        lede=lazy("What you told, who read it, and what they answered."),
        tables=("medications.SideEffectEntry", "medications.SideEffectReading"),
        read=_effects,
        as_json=_effect_as_json,
        in_words=_effect_in_words,
        left_out={"medications.SideEffectReading.side_effect": _INSIDE},
    ),
    Section(
        code="allergies",
        title=lazy("Your allergies"),
        lede=lazy("What was written down of allergies, and what was taken back."),
        tables=("medications.AllergyStatement",),
        read=_rows_of(AllergyStatement, "made_by", "made_at", "id"),
        in_words=_allergy_in_words,
    ),
    Section(
        code="naloxone",
        title=lazy("Naloxone"),
        lede=lazy("When it was offered or given."),
        tables=("medications.NaloxoneNote",),
        read=_rows_of(NaloxoneNote, "made_by", "on_day", "id"),
        in_words=_naloxone_in_words,
    ),
    Section(
        code="pdmp_looks",
        title=lazy("Looks at the state's prescription register"),
        lede=lazy("When your team looked there, and what they wrote down."),
        tables=("medications.RegistryLook",),
        read=_rows_of(RegistryLook, "made_by", "on_day", "id"),
        in_words=_look_in_words,
    ),
    Section(
        code="pregnancy",
        title=lazy("Pregnancy and birth control"),
        lede=lazy("What you said when you were asked."),
        tables=("medications.PregnancyAnswer",),
        read=_rows_of(PregnancyAnswer, "made_by", "on_day", "id"),
        in_words=_pregnancy_in_words,
    ),
    Section(
        code="taking",
        title=lazy("What you said you take"),
        lede=lazy("As you told it on your phone."),
        tables=("medications.TakingTold",),
        read=_taking,
        as_json=_taking_as_json,
        in_words=_taking_in_words,
    ),
    Section(
        code="reconciliations",
        title=lazy("When your list was gone through"),
        lede=lazy("Each line, and what was decided."),
        tables=("medications.Reconciliation",),
        read=_rows_of(Reconciliation, "signed_by", "signed_at", "id"),
        in_words=_reconciliation_in_words,
    ),
    Section(
        code="orders",
        title=lazy("Orders for your medicines"),
        lede=lazy("What your prescriber signed, and what came of it."),
        tables=("medications.MedicineOrder", "medications.OrderSending"),
        read=_orders,
        as_json=_order_as_json,
        in_words=_order_in_words,
        left_out={"medications.OrderSending.order": _INSIDE},
    ),
    Section(
        code="results",
        title=lazy("Your test results"),
        lede=lazy("What was measured for your medicines, and who has seen it."),
        tables=("medications.LabResult", "medications.ResultReading"),
        read=_results,
        as_json=_result_as_json,
        in_words=_result_in_words,
        left_out={"medications.ResultReading.result": _INSIDE},
    ),
    Section(
        code="medicine_warnings",
        title=lazy("Warnings about your medicines"),
        lede=lazy("Where a prescriber read a warning and decided to go on, and why."),
        tables=("medications.WarningOverride",),
        read=_overrides,
        in_words=_override_in_words,
    ),
)
