"""One's own medicines as the phone shows them: the list, the doses around today, what one told, and who read it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from ninja import Schema

from daybridge.core import clock
from daybridge.medications import queries as medications
from daybridge.medications import rules
from daybridge.medications.models import DoseEntry, SideEffectEntry
from daybridge.medications.queries import GridRow, Listed
from daybridge.medications.reconciling import queries as reconciling
from daybridge.medications.rules import HowOften
from daybridge.medications.sentences import clock_time, counts_in_words, due_in_words, when_in_words
from daybridge.people.models import Participant
from daybridge.programs import queries as programs

#: The days before today that can be filled in, and those ahead that a phone knows without a network.
DAYS_BACK, DAYS_AHEAD = 3, 7


class OwnMedicine(Schema):
    """A medicine in the person's own words: what it is, how much as on the label, when, what it is for."""

    id: UUID
    name: str
    amount: str
    when: str
    purpose: str
    as_needed: bool
    #: Refill and injection as they fall due; `is_near` within a week.
    dues: list["OwnDue"]
    #: The last two weeks as counts; empty where no dose was asked after.
    counts: str


class OwnDue(Schema):
    words: str
    is_near: bool


class DueDose(Schema):
    medicine_id: UUID
    slot: str
    due_at: datetime


class DueDay(Schema):
    day: date
    doses: list[DueDose]


class OwnDose(Schema):
    id: UUID
    medicine_id: UUID
    due_on: date
    slot: str | None
    state: str
    at_time: str | None
    reason: str
    note: str
    corrects: UUID | None
    made_at: datetime


class OwnSideEffect(Schema):
    id: UUID
    medicine_id: UUID | None
    what: list[str]
    words: str
    strength: str
    made_at: datetime
    read_by: str
    read_at: datetime | None
    answer: str


class Medicines(Schema):
    #: Somebody is there who reads it: the person is in a program now.
    is_open: bool
    medicines: list[OwnMedicine]
    days: list[DueDay]
    told: list[OwnDose]
    side_effects: list[OwnSideEffect]
    #: When they told last what they take; none where they never did.
    taking_told_at: datetime | None


OwnMedicine.model_rebuild()


def medicines_of(participant: Participant) -> Medicines:
    """Everything the page of medicines needs, some days ahead too, so that it works without a network."""
    today = clock.today(participant.time_zone)
    listed = medications.medicines_of(participant)
    days = [today + timedelta(days=away) for away in range(-DAYS_BACK, DAYS_AHEAD + 1)]
    taking = reconciling.taking_of(participant.id)
    told = medications.told_doses(participant.id, since=days[0], until=days[-1])
    counted = {row.listed.medicine.id: row for row in medications.grid(participant, listed)}
    return Medicines(
        is_open=programs.current_episode(participant.id) is not None,
        medicines=[_own(one, counted.get(one.medicine.id)) for one in listed if _is_shown(one, days[0])],
        days=[DueDay(day=day, doses=_due(listed, day, participant.time_zone)) for day in days],
        told=[_own_dose(entry) for entry in told],
        side_effects=[_own_side_effect(entry) for entry in medications.side_effects_of(participant.id)],
        taking_told_at=taking.made_at if taking else None,
    )


def _is_shown(one: Listed, since: date) -> bool:
    """What is taken now, and what was stopped so lately that its last doses can still be filled in."""
    return not one.is_stopped or one.now.from_on > since


def _own(one: Listed, row: GridRow | None) -> OwnMedicine:
    details = one.details
    return OwnMedicine(
        id=one.medicine.id,
        name=details.name,
        amount=details.amount,
        when="" if one.is_stopped else when_in_words(details),
        purpose=details.purpose,
        as_needed=details.how_often == HowOften.AS_NEEDED and not one.is_stopped,
        dues=[
            OwnDue(
                words=due_in_words(due.kind, due.due_on, due.nearness, today=one.today),
                is_near=due.nearness is not rules.Nearness.LATER,
            )
            for due in one.dues
        ],
        counts=counts_in_words(row.counts) if row and row.counts.due else "",
    )


def _due(listed: list[Listed], day: date, zone: str) -> list[DueDose]:
    doses = [
        DueDose(medicine_id=one.medicine.id, slot=clock_time(slot), due_at=rules.moment_due(day, slot, zone))
        for one in listed
        for slot in rules.slots_on(one.decided, day)
    ]
    return sorted(doses, key=lambda dose: dose.slot)


def _own_dose(entry: DoseEntry) -> OwnDose:
    return OwnDose(
        id=entry.id,
        medicine_id=entry.medicine_id,
        due_on=entry.due_on,
        slot=clock_time(entry.slot) if entry.slot else None,
        state=entry.state,
        at_time=clock_time(entry.at_time) if entry.at_time else None,
        reason=entry.reason,
        note=entry.note,
        corrects=entry.corrects,
        made_at=entry.made_at,
    )


def _own_side_effect(entry: SideEffectEntry) -> OwnSideEffect:
    readings = list(entry.readings.all())
    answers = [one for one in readings if one.answer]
    last = answers[-1] if answers else readings[0] if readings else None
    return OwnSideEffect(
        id=entry.id,
        medicine_id=entry.medicine_id,
        what=list(entry.what),
        words=entry.words,
        strength=entry.strength,
        made_at=entry.made_at,
        read_by=last.made_by.name if last else "",
        read_at=last.made_at if last else None,
        answer=answers[-1].answer if answers else "",
    )
