"""Looking at medicines, doses and side effects. Every window is bounded in days or rows; a list's cost does not grow with its history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.medications import rules
from daybridge.medications.models import (
    DoseEntry,
    Medicine,
    MedicineNote,
    MedicineVersion,
    SideEffectEntry,
    SideEffectReading,
)
from daybridge.medications.precautions.queries import allergies_of as allergies_of  # part of what this room tells
from daybridge.medications.rules import Counts, Details, Dose, Nearness, Run, Slot, Told, Version
from daybridge.people.models import CareTeamMember, Participant
from daybridge.programs import queries as programs

#: How far around a dose the days are read that a run may reach over.
_DAYS_AROUND = 120
_MOST_UNREAD = 50


def medicine(actor: Actor, medicine_id: UUID) -> Medicine:
    """One medicine of somebody whom this actor may look at. Raises NotYours."""
    found = Medicine.objects.visible_to(actor).select_related("participant").filter(id=medicine_id).first()
    if found is None:
        raise NotYours()
    return found


def side_effect(actor: Actor, entry_id: UUID) -> SideEffectEntry:
    """What was told of one side effect by somebody whom this actor may look at. Raises NotYours."""
    found = SideEffectEntry.objects.visible_to(actor).select_related("participant").filter(id=entry_id).first()
    if found is None:
        raise NotYours()
    return found


# --- The list --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """A refill or an injection as it falls due."""

    kind: str
    due_on: date
    nearness: Nearness


@dataclass(frozen=True)
class Listed:
    """A medicine with all that was ever decided and noted of it, on one of the participant's days."""

    medicine: Medicine
    #: Newest first.
    versions: Sequence[MedicineVersion]
    notes: Sequence[MedicineNote]
    today: date

    @cached_property
    def decided(self) -> tuple[Version, ...]:
        return tuple(_as_rules_read(one) for one in self.versions)

    @cached_property
    def now(self) -> MedicineVersion:
        """What holds today; of one that has not begun yet what will hold first."""
        held = rules.in_force(self.decided, self.today)
        by_number = {one.number: one for one in self.versions}
        return by_number[held.number] if held else self.versions[-1]

    @cached_property
    def details(self) -> Details:
        return details_of(self.now)

    @property
    def is_stopped(self) -> bool:
        return self.now.step == "stopped"

    @property
    def has_begun(self) -> bool:
        return self.now.from_on <= self.today

    @property
    def planned(self) -> MedicineVersion | None:
        """What was decided last, where it only holds from a later day."""
        last = self.versions[0]
        return last if last.from_on > self.today and last.number != self.now.number else None

    @property
    def dues(self) -> list[Due]:
        """The next injection, or refill of what is not injected, as it was noted last; of a stopped medicine none."""
        kind = self.details.due_kind
        due_on = next((note.due_on for note in self.notes if note.kind == kind), None)
        if self.is_stopped or due_on is None:
            return []
        return [Due(kind, due_on, rules.nearness(due_on, today=self.today, window_days=self.details.window_days))]


def details_of(version: MedicineVersion) -> Details:
    return Details(
        name=version.name,
        amount=version.amount,
        form=version.form,
        how_often=version.how_often,
        starts_on=version.starts_on,
        times=tuple(version.times),
        weekdays=tuple(version.weekdays),
        every_days=version.every_days,
        window_days=version.window_days,
        purpose=version.purpose,
        prescriber=version.prescriber,
        route=version.route,
        rxcui=version.rxcui,
    )


def _as_rules_read(version: MedicineVersion) -> Version:
    details = None if version.step == "stopped" else details_of(version)
    return Version(number=version.number, from_on=version.from_on, details=details)


def _listed(found: "QuerySet[Medicine]") -> list[Listed]:
    versions = Prefetch(
        "versions", MedicineVersion.objects.select_related("made_by").order_by("-number"), to_attr="decided"
    )
    notes = Prefetch(
        "notes", MedicineNote.objects.select_related("made_by").order_by("-made_at", "-id"), to_attr="noted"
    )
    return [
        Listed(one, one.decided, one.noted, clock.today(one.participant.time_zone))
        for one in found.select_related("participant").prefetch_related(versions, notes)
    ]


def medicines_of(participant: Participant) -> list[Listed]:
    """Everything on someone's list, what they take now first, by name; stopped ones with the last stopped first."""
    listed = _listed(Medicine.objects.filter(participant_id=participant.id))
    present = sorted((one for one in listed if not one.is_stopped), key=lambda one: one.now.name.casefold())
    past = sorted((one for one in listed if one.is_stopped), key=lambda one: one.now.from_on, reverse=True)
    return [*present, *past]


def lists_of(participant_ids: Any) -> dict[UUID, list[Listed]]:
    """The lists of several people at once, by participant; those with none are left out. Four queries, however many they are."""
    lists: dict[UUID, list[Listed]] = {}
    for one in _listed(Medicine.objects.filter(participant_id__in=participant_ids)):
        lists.setdefault(one.medicine.participant_id, []).append(one)
    return lists


def listed(participant: Participant, medicine_id: UUID) -> Listed:
    """One medicine of someone whom the caller was let look at. Raises NotYours."""
    found = _listed(Medicine.objects.filter(participant_id=participant.id, id=medicine_id))
    if not found:
        raise NotYours()
    return found[0]


# --- Doses -----------------------------------------------------------------------------------------------------------


def told_doses(participant_id: UUID, *, since: date, until: date) -> list[DoseEntry]:
    """Everything that was told of doses of these days, in the order in which it was told."""
    found = DoseEntry.objects.filter(participant_id=participant_id, due_on__range=(since, until))
    return list(found.order_by("made_at", "id"))


def as_told(entry: DoseEntry) -> Told:
    dose = Dose(
        medicine_id=entry.medicine_id,
        due_on=entry.due_on,
        slot=entry.slot,
        state=entry.state,
        at_time=entry.at_time,
        reason=entry.reason,
        note=entry.note,
        corrects=entry.corrects,
    )
    return Told(id=entry.id, made_at=entry.made_at, dose=dose)


def slots_due(one: Listed, days: Iterable[date]) -> dict[date, list[Slot]]:
    """The slots of a medicine on each of these days."""
    return {day: [(one.medicine.id, day, slot) for slot in rules.slots_on(one.decided, day)] for day in days}


def run_of_skipped(participant: Participant, medicine_id: UUID, day: date) -> Run | None:
    """The run of due days around a day on which this medicine was said not to be taken."""
    one = listed(participant, medicine_id)
    days = [day + timedelta(days=away) for away in range(-_DAYS_AROUND, _DAYS_AROUND + 1)]
    entries = DoseEntry.objects.filter(medicine_id=medicine_id, due_on__range=(days[0], days[-1]))
    said = rules.last_words(as_told(entry) for entry in entries)
    due = slots_due(one, days)
    for slot in said:  # one that was told stays a dose of its day, whatever was decided since
        if slot not in due[slot[1]]:
            due[slot[1]].append(slot)
    return rules.not_taken_around(day, due, said)


@dataclass(frozen=True)
class Cell:
    """One dose of a day in the grid: when, what was said (`unsaid`: nothing; `later`: its moment has not come)."""

    slot: time
    state: str
    reason: str = ""
    note: str = ""
    at_time: time | None = None


@dataclass(frozen=True)
class GridRow:
    """One medicine's last two weeks: a day has a cell for each dose, none where none was due."""

    listed: Listed
    days: Sequence[tuple[date, Sequence[Cell]]]
    counts: Counts
    #: Those taken as needed: day, time, note.
    as_needed: Sequence[Told]


def grid(participant: Participant, medicines: Sequence[Listed], *, days: int = rules.GRID_DAYS) -> list[GridRow]:
    """The doses of the last days, today included, for each medicine that had any or was told of."""
    if not medicines:
        return []
    today = medicines[0].today
    shown = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    told = [as_told(entry) for entry in told_doses(participant.id, since=shown[0], until=today)]
    said, loose = rules.last_words(told), rules.taken_as_needed(told)
    rows = [_grid_row(participant, one, shown, said, loose) for one in medicines]
    return [row for row in rows if row.counts.due or row.as_needed or any(cells for _day, cells in row.days)]


def waits_for_a_dose(participant: Participant) -> bool:
    """Whether a dose of today is due that nothing was said of yet."""
    today = grid(participant, medicines_of(participant), days=1)
    return any(cell.state == "unsaid" for row in today for _day, cells in row.days for cell in cells)


def _grid_row(
    participant: Participant, one: Listed, days: Sequence[date], said: Mapping[Slot, Told], loose: Sequence[Told]
) -> GridRow:
    due = slots_due(one, days)
    for slot in said:
        if slot[0] == one.medicine.id and slot not in due[slot[1]]:
            due[slot[1]].append(slot)  # told of, though what was decided since no longer asks for it
    zone = participant.time_zone
    everything = [slot for slots in due.values() for slot in slots]
    return GridRow(
        one,
        [
            (day, [_cell(slot, said.get(slot), zone) for slot in sorted(due[day], key=lambda slot: slot[2])])
            for day in days
        ],
        rules.count(everything, said, zone=zone, now=clock.now()),
        [told for told in loose if told.dose.medicine_id == one.medicine.id],
    )


def _cell(slot: Slot, told: Told | None, zone: str) -> Cell:
    if told is None:
        is_later = rules.moment_due(slot[1], slot[2], zone) > clock.now()
        return Cell(slot[2], "later" if is_later else "unsaid")
    return Cell(slot[2], told.dose.state, told.dose.reason, told.dose.note, told.dose.at_time)


# --- Side effects ----------------------------------------------------------------------------------------------------


def _with_readings(found: "QuerySet[SideEffectEntry]") -> "QuerySet[SideEffectEntry]":
    readings = Prefetch("readings", SideEffectReading.objects.select_related("made_by").order_by("made_at", "id"))
    return found.prefetch_related(readings).order_by("-made_at", "-id")


def side_effects_of(participant_id: UUID, *, most: int = 20) -> list[SideEffectEntry]:
    """What was told last of side effects, newest first, each with who has read it (`readings`)."""
    return list(_with_readings(SideEffectEntry.objects.filter(participant_id=participant_id))[:most])


# --- What waits ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """What waits for a prescriber or nurse: side effects nobody has read, refills and injections that are near of those in care."""

    side_effects: Sequence[SideEffectEntry]
    dues: Sequence[tuple[Listed, Due]]


def waiting(actor: Actor) -> Waiting:
    """What waits for this member of staff among the people on whose care teams they are."""
    mine = CareTeamMember.objects.current().filter(staff_id=actor.who).values("participant_id")
    unread = SideEffectEntry.objects.filter(participant_id__in=mine, readings=None).select_related("participant")
    here = programs.open_episodes(actor).filter(participant_id__in=mine).values("participant_id")
    noted = Medicine.objects.filter(participant_id__in=here, notes__due_on__isnull=False).distinct()
    dues = [(one, due) for one in _listed(noted) for due in one.dues if due.nearness is not Nearness.LATER]
    return Waiting(list(unread.order_by("-made_at")[:_MOST_UNREAD]), sorted(dues, key=lambda one: one[1].due_on))


def with_injection_due_before(day: date) -> list[UUID]:
    """For the machinery: whoever had an injection due before this day; some of them have had it since."""
    found = MedicineNote.objects.filter(kind="injection", due_on__lt=day)
    return list(found.values_list("medicine__participant_id", flat=True).distinct())


def injections_overdue(participant: Participant) -> list[tuple[UUID, date, int]]:
    """(medicine, when it was due, days since) of the injections whose window has closed, by the participant's own day."""
    return [
        (one.medicine.id, due.due_on, (one.today - due.due_on).days)
        for one in medicines_of(participant)
        for due in one.dues
        if due.kind == "injection" and due.nearness is Nearness.OVERDUE
    ]
