"""Keeping a list of medicines, and what a participant tells of taking them. Rows are only ever added."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.medications import access, queries, rules
from daybridge.medications.events import (
    DoseTold,
    InjectionNoted,
    MedicineAdded,
    MedicineChanged,
    MedicineStopped,
    RefillNoted,
    SideEffectRead,
    SideEffectTold,
)
from daybridge.medications.models import (
    DoseEntry,
    Medicine,
    MedicineNote,
    MedicineVersion,
    SideEffectEntry,
    SideEffectReading,
)
from daybridge.medications.precautions import queries as precautions
from daybridge.medications.rules import Details, Dose, SideEffect
from daybridge.medications.sentences import fault_in_words
from daybridge.people import access as people_access
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs import queries as programs

# --- The list --------------------------------------------------------------------------------------------------------


@action(allow=access.looks_after_medicines_of)
def add_medicine(
    actor: Actor,
    participant: Participant,
    *,
    medicine_id: UUID,
    details: Details,
    due_on: date | None = None,
    despite: str = "",
) -> MedicineAdded:
    """Put a medicine on someone's list; doses are asked after from today, or from its first day where that is later.

    The form makes `medicine_id`, so that one sent twice counts once. `due_on` is the next refill, or the next injection
    where staff give it. `despite` says why it is given although an allergy speaks of it. Raises Invalid (422) for details
    that can't be, and for an allergy that nothing is said about.
    """
    today = clock.today(participant.time_zone)
    details = _checked(details, today=today)
    episode = programs.current_episode(participant.id)
    medicine = Medicine(
        id=medicine_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        episode_id=episode.id if episode else None,
        entered_by_id=actor.who,
        entered_at=clock.now(),
    )
    medicine, repeated = rows.add_once(medicine)
    if repeated and queries.details_of(medicine.versions.get(number=1)) != details:
        raise IdTaken()  # another medicine under the same id is not on the list
    if not repeated:
        _refuse_allergy(participant, details, despite)
        from_on = max(today, details.starts_on)
        rows.insert(
            _version(actor, medicine, number=1, step="added", from_on=from_on, details=details, why="", despite=despite)
        )
        if due_on:
            _refuse(rules.note_may_be(done_on=None, due_on=due_on, today=today))
            rows.insert(_note(actor, medicine, new_id(), done_on=None, due_on=due_on, kind=details.due_kind))
    return MedicineAdded(
        organization_id=participant.organization_id,
        subject_id=medicine_id,
        participant_id=participant.id,
        accounts=people.accounts_around(participant.id),
        repeated=repeated,
    )


@action(allow=access.looks_after_medicines_of)
def change_medicine(
    actor: Actor,
    medicine: Medicine,
    *,
    version_id: UUID,
    details: Details,
    from_on: date,
    why: str,
    despite: str = "",
) -> MedicineChanged:
    """Write down what was decided anew; it holds from a day on, today at the earliest. What held before stays as it was.

    Raises Invalid (422) for what can't be, without a reason, and for an allergy to another name than before that nothing is
    said about (`despite`); Conflict (409) for a medicine that is stopped.
    """
    participant = _locked(medicine)
    today = clock.today(participant.time_zone)
    details, before = _checked(details, today=today), _newest(medicine)
    if (details.name.casefold(), details.rxcui) != (before.name.casefold(), before.rxcui):
        _refuse_allergy(participant, details, despite)
    version, repeated = _decide(actor, medicine, version_id, "changed", details, from_on, why, despite)
    return MedicineChanged(
        organization_id=medicine.organization_id,
        subject_id=medicine.id,
        participant_id=medicine.participant_id,
        accounts=people.accounts_around(medicine.participant_id),
        number=version.number,
        from_on=version.from_on,
        repeated=repeated,
    )


@action(allow=access.looks_after_medicines_of)
def stop_medicine(actor: Actor, medicine: Medicine, *, version_id: UUID, from_on: date, why: str) -> MedicineStopped:
    """Write down that a medicine is stopped; `from_on` is the first day without it. It stays in the list's history.

    Raises Invalid (422) for a day that can't be and without a reason, Conflict (409) for a medicine that is stopped.
    """
    _locked(medicine)
    details = queries.details_of(_newest(medicine))
    version, repeated = _decide(actor, medicine, version_id, "stopped", details, from_on, why)
    return MedicineStopped(
        organization_id=medicine.organization_id,
        subject_id=medicine.id,
        participant_id=medicine.participant_id,
        accounts=people.accounts_around(medicine.participant_id),
        number=version.number,
        from_on=version.from_on,
        repeated=repeated,
    )


def _decide(
    actor: Actor,
    medicine: Medicine,
    version_id: UUID,
    step: str,
    details: Details,
    from_on: date,
    why: str,
    despite: str = "",
) -> tuple[MedicineVersion, bool]:
    """Add a version to a medicine that is locked; the same id again changes nothing."""
    known = MedicineVersion.objects.filter(id=version_id, medicine=medicine).first()
    if known:
        return known, True
    if not why.strip():
        raise Invalid(_("Say why."), fields={"why": _("Say why.")})
    newest = _newest(medicine)
    if newest.step == "stopped":
        raise Conflict(_("This medicine is stopped. Add it anew to begin it again."), code="stopped")
    today = clock.today(medicine.participant.time_zone)
    began_on = medicine.versions.get(number=1).from_on
    if not rules.may_hold_from(from_on, today=today, is_stop=step == "stopped", began_on=began_on):
        words = _("Choose a day from today on, at most 30 days ahead.")
        if step == "stopped":
            words = _("Choose a day at most 30 days back or ahead, and not before it began.")
        raise Invalid(words, fields={"from_on": words})
    version = _version(
        actor,
        medicine,
        number=newest.number + 1,
        step=step,
        from_on=from_on,
        details=details,
        why=why,
        despite=despite,
        id=version_id,
    )
    rows.insert(version)
    return version, False


def _refuse_allergy(participant: Participant, details: Details, despite: str) -> None:
    """An allergy that stands and speaks of this medicine asks why it is given all the same; it never forbids."""
    if despite.strip():
        return
    if meant := precautions.allergies_to(participant.id, details.name, details.rxcui):
        names = ", ".join(one.said.substance for one in meant)
        words = _("The record says: allergy or intolerance to %(names)s. Write why it is given all the same.")
        raise Invalid(_("Please look at this again."), fields={"despite": words % {"names": names}})


def _checked(details: Details, *, today: date) -> Details:
    details = rules.tidied(details)
    _refuse(rules.faults_in(details, today=today))
    return details


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        said = {field: fault_in_words(field, fault) for field, fault in faults.items()}
        raise Invalid(_("Please look at this again."), fields=said)


def _newest(medicine: Medicine) -> MedicineVersion:
    return medicine.versions.order_by("-number")[0]


def _version(
    actor: Actor,
    medicine: Medicine,
    *,
    number: int,
    step: str,
    from_on: date,
    details: Details,
    why: str,
    despite: str = "",
    id: UUID | None = None,
) -> MedicineVersion:
    return MedicineVersion(
        id=id or new_id(),
        organization_id=medicine.organization_id,
        medicine_id=medicine.id,
        number=number,
        step=step,
        from_on=from_on,
        name=details.name,
        amount=details.amount,
        form=details.form,
        how_often=details.how_often,
        times=list(details.times),
        weekdays=list(details.weekdays),
        every_days=details.every_days,
        window_days=details.window_days,
        starts_on=details.starts_on,
        purpose=details.purpose,
        prescriber=details.prescriber,
        route=details.route,
        rxcui=details.rxcui,
        why=why.strip(),
        despite=despite.strip(),
        made_by_id=actor.who,
        made_at=clock.now(),
    )


# --- Refills and injections ------------------------------------------------------------------------------------------


@action(allow=access.looks_after_medicines_of)
def note_refill(
    actor: Actor, medicine: Medicine, *, note_id: UUID, done_on: date | None, due_on: date | None
) -> RefillNoted:
    """Write down that a refill was picked up, and by when the next one is needed. Raises Invalid (422)."""
    repeated = _note_once(actor, medicine, note_id, "refill", done_on, due_on)
    return RefillNoted(
        organization_id=medicine.organization_id,
        subject_id=medicine.id,
        participant_id=medicine.participant_id,
        accounts=people.accounts_around(medicine.participant_id),
        done_on=done_on,
        due_on=due_on,
        repeated=repeated,
    )


@action(allow=access.looks_after_medicines_of)
def note_injection(
    actor: Actor, medicine: Medicine, *, note_id: UUID, done_on: date | None, due_on: date | None = None
) -> InjectionNoted:
    """Write down that an injection was given, and when the next one is due: as often as its list says, unless a day is named.

    Raises Invalid (422), and Conflict (409) for a medicine that staff don't inject.
    """
    listed = queries.listed(medicine.participant, medicine.id)
    if not listed.details.is_injection or listed.details.every_days is None:
        raise Conflict(_("This is no injection that staff give."), code="no-injection")
    if done_on and due_on is None and not listed.is_stopped:
        due_on = rules.next_injection_on(done_on, listed.details.every_days)
    repeated = _note_once(actor, medicine, note_id, "injection", done_on, due_on)
    return InjectionNoted(
        organization_id=medicine.organization_id,
        subject_id=medicine.id,
        participant_id=medicine.participant_id,
        accounts=people.accounts_around(medicine.participant_id),
        done_on=done_on,
        due_on=due_on,
        repeated=repeated,
    )


def _note_once(
    actor: Actor, medicine: Medicine, note_id: UUID, kind: str, done_on: date | None, due_on: date | None
) -> bool:
    """Add a note; whether it was there already."""
    today = clock.today(_locked(medicine).time_zone)
    if MedicineNote.objects.filter(id=note_id, medicine=medicine).exists():
        return True
    _refuse(rules.note_may_be(done_on=done_on, due_on=due_on, today=today))
    rows.insert(_note(actor, medicine, note_id, done_on=done_on, due_on=due_on, kind=kind))
    return False


def _note(
    actor: Actor, medicine: Medicine, note_id: UUID, *, done_on: date | None, due_on: date | None, kind: str
) -> MedicineNote:
    return MedicineNote(
        id=note_id,
        organization_id=medicine.organization_id,
        medicine_id=medicine.id,
        kind=kind,
        done_on=done_on,
        due_on=due_on,
        made_by_id=actor.who,
        made_at=clock.now(),
    )


def _locked(medicine: Medicine) -> Participant:
    """One list is changed by one person at a time."""
    return Participant.objects.select_for_update().get(id=medicine.participant_id)


# --- What a participant tells ----------------------------------------------------------------------------------------


@action(allow=people_access.is_participant_self)
def tell_dose(actor: Actor, participant: Participant, *, entry_id: UUID, dose: Dose, made_at: datetime) -> DoseTold:
    """Save what was said of one dose once, however often the phone sends it. The phone makes `entry_id` (UUIDv7).

    A later entry about the same dose takes its place and removes nothing. Raises Invalid (422) for what can't be,
    Conflict (409) for a medicine that is not theirs and for an id that is taken.
    """
    if faults := rules.faults_in_dose(dose):
        raise Invalid(_("This dose can't be saved."), fields=_said(faults))
    dose = rules.tidied_dose(dose)
    _refuse_strange(participant, dose.medicine_id)
    dating = _dated(participant, dose.due_on, made_at)
    entry = DoseEntry(
        id=entry_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        medicine_id=dose.medicine_id,
        due_on=dating.on_day,
        slot=dose.slot,
        state=dose.state,
        at_time=dose.at_time,
        reason=dose.reason,
        note=dose.note,
        corrects=dose.corrects,
        made_at=dating.made_at,
        saved_at=clock.now(),
        clock_was_wrong=dating.clock_was_wrong,
    )
    entry, repeated = rows.add_once(entry)
    return DoseTold(
        organization_id=entry.organization_id,
        subject_id=entry.id,
        participant_id=entry.participant_id,
        medicine_id=entry.medicine_id,
        due_on=entry.due_on,
        state=entry.state,
        reason=entry.reason,
        saved_at=entry.saved_at,
        repeated=repeated,
    )


@action(allow=people_access.is_participant_self)
def tell_side_effect(
    actor: Actor, participant: Participant, *, entry_id: UUID, told: SideEffect, made_at: datetime
) -> SideEffectTold:
    """Save what was told of a side effect once, however often the phone sends it. The phone makes `entry_id` (UUIDv7).

    Works without an open episode too: nobody who says how bad they feel is turned away by a form. Raises Invalid (422)
    for what can't be, Conflict (409) for a medicine that is not theirs and for an id that is taken.
    """
    if faults := rules.faults_in_side_effect(told):
        raise Invalid(_("This can't be saved yet."), fields=_said(faults))
    if told.medicine_id is not None:
        _refuse_strange(participant, told.medicine_id)
    dating = _dated(participant, clock.day_of(made_at, participant.time_zone), made_at)
    entry = SideEffectEntry(
        id=entry_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        medicine_id=told.medicine_id,
        what=sorted(set(told.what)),
        words=told.words.strip(),
        strength=told.strength,
        since_on=min(told.since_on, dating.on_day) if told.since_on else None,
        wants_call=told.wants_call,
        made_at=dating.made_at,
        saved_at=clock.now(),
        clock_was_wrong=dating.clock_was_wrong,
    )
    entry, repeated = rows.add_once(entry)
    return SideEffectTold(
        organization_id=entry.organization_id,
        subject_id=entry.id,
        participant_id=entry.participant_id,
        medicine_id=entry.medicine_id,
        what=tuple(entry.what),
        strength=entry.strength,
        wants_call=entry.wants_call,
        on_day=clock.day_of(entry.made_at, participant.time_zone),
        saved_at=entry.saved_at,
        accounts=people.accounts_around(participant.id),
        repeated=repeated,
    )


def _refuse_strange(participant: Participant, medicine_id: UUID) -> None:
    """A medicine that is not theirs is refused like one that does not exist."""
    if rows.first(Medicine, "id = %s and participant_id = %s", medicine_id, participant.id) is None:
        raise Conflict(_("This medicine is not on your list. Ask your prescriber or nurse."), code="no-medicine")


def _dated(participant: Participant, day: date, made_at: datetime) -> rules.Dating:
    return rules.date_entry(
        claimed_day=day,
        claimed_at=made_at,
        claimed_at_day=clock.day_of(made_at, participant.time_zone),
        now=clock.now(),
        today=clock.today(participant.time_zone),
    )


def _said(faults: dict[str, str]) -> dict[str, str]:
    return {field: fault_in_words(field, fault) for field, fault in faults.items()}


@action(allow=access.reads_side_effects_of)
def read_side_effect(
    actor: Actor, side_effect: SideEffectEntry, *, reading_id: UUID, answer: str = ""
) -> SideEffectRead:
    """Write down that what was told was read, with a line back to the participant where there is one. A repeat does nothing."""
    if len(answer) > rules.MOST_WORDS_CHARACTERS:
        raise Invalid(_("This is too long."), fields={"answer": _("This is too long. Please shorten it.")})
    reading = SideEffectReading(
        id=reading_id,
        organization_id=side_effect.organization_id,
        side_effect_id=side_effect.id,
        answer=answer.strip(),
        made_by_id=actor.who,
        made_at=clock.now(),
    )
    repeated = not rows.add(reading, unless_known=True)
    if repeated and not SideEffectReading.objects.filter(id=reading_id, side_effect=side_effect).exists():
        raise IdTaken()
    return SideEffectRead(
        organization_id=side_effect.organization_id,
        subject_id=side_effect.id,
        participant_id=side_effect.participant_id,
        accounts=people.accounts_around(side_effect.participant_id),
        repeated=repeated,
    )
