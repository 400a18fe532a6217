"""What this room keeps about a participant: their medicines with every change, doses and side effects as they told them."""

from collections.abc import Iterable
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
        one.why,
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


# --- Results, and warnings that somebody went on over -----------------------------------------------------------------


def _results(participant: Participant) -> Iterable[LabResult]:
    read = Prefetch("readings", ResultReading.objects.select_related("made_by").order_by("made_at", "id"))
    found = LabResult.objects.filter(participant_id=participant.id).select_related("entered_by")
    return in_portions(found.prefetch_related(read).order_by("taken_on", "entered_at", "id"))


def _result_as_json(one: LabResult) -> dict[str, Any]:
    return row_as_json(one) | {"readings": [row_as_json(each, without=["result"]) for each in one.readings.all()]}


def _result_in_words(one: LabResult) -> Told:
    came = watched.value_in_words(one.test, one.value, one.unit)
    entered = _said(words.exact_moment(one.entered_at), watched.source_in_words(one.source), one.entered_by)
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
