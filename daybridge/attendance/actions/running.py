"""When a session begins, pauses and ends, and who leads it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.attendance import queries, rules
from daybridge.attendance.access import leads
from daybridge.attendance.actions import settling
from daybridge.attendance.events import (
    BreakBegun,
    BreakEnded,
    BreaksCorrected,
    FacilitatorAdded,
    SessionBegun,
    SessionEnded,
)
from daybridge.attendance.models import Break, Facilitator, HeldSession
from daybridge.attendance.rules import Fault, State
from daybridge.attendance.sentences import fault_in_words
from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import may_be_asked_to_care, nobody_but_the_system
from daybridge.people.models import Staff
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.rules import State as Planned


@action(allow=leads)
def begin_session(actor: Actor, occurrence: Occurrence, *, at: datetime) -> SessionBegun:
    """Say when a session really began, where that is not the time on the calendar, or say it anew. Minutes count from then on.

    Raises Invalid (422) for a moment that can't be, Conflict (409) for a session that does not take place.
    """
    if occurrence.state != Planned.PLANNED:
        raise Conflict(_("This session does not take place."))
    held = settling.locked(occurrence)
    fault = rules.fault_in_moment(
        at, begin=occurrence.begins_at, end=held.ended_at or occurrence.ends_at, now=clock.now()
    )
    if fault is None and at >= (held.ended_at or occurrence.ends_at):
        fault = Fault.BACKWARDS
    if fault:
        raise Invalid(fault_in_words(fault), fields={"at": fault_in_words(fault)})
    if held.ended_at and rules.is_settled_for_good(held.ended_at, clock.now()):
        raise Conflict(_("It was ended long ago. Correct each person's times, and say why."))
    repeated = held.began_at == at
    held.began_at = at
    held.save(update_fields=["began_at"])
    settling.settle(occurrence)
    return SessionBegun(
        organization_id=held.organization_id, subject_id=held.id, occurrence_id=occurrence.id, at=at,
        repeated=repeated, accounts=settling.accounts(occurrence),
    )  # fmt: skip


@action(allow=leads)
def end_session(actor: Actor, occurrence: Occurrence, *, at: datetime) -> SessionEnded:
    """End a session, or say when it really ended: how it went for everybody is worked out, and who is missing is known.

    Raises Invalid (422) for a moment that can't be, Conflict (409) for a session that does not take place.
    """
    if occurrence.state != Planned.PLANNED:
        raise Conflict(_("This session does not take place."))
    held = settling.locked(occurrence)
    if held.ended_at and at != held.ended_at and rules.is_settled_for_good(held.ended_at, clock.now()):
        raise Conflict(_("It was ended long ago. Correct each person's times, and say why."))
    begin = held.began_at or occurrence.begins_at
    fault = rules.fault_in_ending(at, begin=begin, scheduled_end=occurrence.ends_at, now=clock.now())
    if fault:
        raise Invalid(fault_in_words(fault), fields={"at": fault_in_words(fault)})
    held.ended_at, held.ended_by_id, held.is_ended_by_clock = at, actor.who, False
    held.save(update_fields=["ended_at", "ended_by", "is_ended_by_clock"])
    return _ended(occurrence, at)


def _ended(occurrence: Occurrence, at: datetime, *, by_clock: bool = False) -> SessionEnded:
    Break.objects.filter(held__occurrence=occurrence, ends_at=None, begins_at__lt=at).update(ends_at=at)
    rows = settling.settle(occurrence)
    missing = tuple(one.participant_id for one in rows if one.state == State.NO_SHOW)
    return SessionEnded(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, occurrence_id=occurrence.id,
        on_day=queries.running(occurrence).on_day, at=at, by_clock=by_clock, missing=missing,
        accounts=settling.accounts(occurrence, [one.participant for one in rows]),
    )  # fmt: skip


@action(allow=nobody_but_the_system)
def settle_forgotten(actor: Actor, occurrence: Occurrence) -> SessionEnded:
    """End a session that nobody ended at the time it was to end, or settle one that we called off. Harmless when it runs twice."""
    if occurrence.state == Planned.CANCELLED:
        rows = settling.settle(occurrence) if queries.is_open(occurrence) else []
        return SessionEnded(
            organization_id=occurrence.organization_id, subject_id=occurrence.id, occurrence_id=occurrence.id,
            on_day=occurrence.on_day, at=occurrence.ends_at, by_clock=True, repeated=not rows,
        )  # fmt: skip
    held = settling.locked(occurrence)
    if held.ended_at or not rules.is_forgotten(occurrence.ends_at, clock.now()):
        return SessionEnded(
            organization_id=occurrence.organization_id, subject_id=occurrence.id, occurrence_id=occurrence.id,
            on_day=occurrence.on_day, at=held.ended_at or occurrence.ends_at, repeated=True,
        )  # fmt: skip
    held.ended_at, held.is_ended_by_clock = _end_by_clock(occurrence, held), True
    held.save(update_fields=["ended_at", "is_ended_by_clock"])
    return _ended(occurrence, held.ended_at, by_clock=True)


def _end_by_clock(occurrence: Occurrence, held: HeldSession) -> datetime:
    """When it was to end; who began it only then still held it for a moment."""
    return max(occurrence.ends_at, held.began_at + rules.CLOCKS_DIFFER) if held.began_at else occurrence.ends_at


@action(allow=leads)
def begin_break(actor: Actor, occurrence: Occurrence) -> BreakBegun:
    """A pause begins, for everybody."""
    held = settling.locked(occurrence)
    running = queries.Running(occurrence, held)
    open_one = Break.objects.filter(held=held, ends_at=None).first()
    if running.is_ended or not running.has_begun:
        raise Conflict(_("A break is taken while the session runs."))
    made = open_one or Break.objects.create(
        organization_id=occurrence.organization_id, held=held, begins_at=clock.now()
    )
    settling.settle(occurrence)
    return BreakBegun(
        organization_id=made.organization_id, subject_id=made.id, occurrence_id=occurrence.id,
        repeated=open_one is not None, accounts=settling.accounts(occurrence),
    )  # fmt: skip


@action(allow=leads)
def end_break(actor: Actor, occurrence: Occurrence) -> BreakEnded:
    """The pause is over."""
    held = settling.locked(occurrence)
    open_one = Break.objects.filter(held=held, ends_at=None).first()
    if open_one:
        open_one.ends_at = max(clock.now(), open_one.begins_at + rules.SHORTEST_BREAK)
        open_one.save(update_fields=["ends_at"])
        settling.settle(occurrence)
    return BreakEnded(
        organization_id=occurrence.organization_id, subject_id=open_one.id if open_one else held.id,
        occurrence_id=occurrence.id, repeated=open_one is None, accounts=settling.accounts(occurrence),
    )  # fmt: skip


@action(allow=leads)
def correct_breaks(
    actor: Actor, occurrence: Occurrence, *, spans: Sequence[tuple[datetime, datetime | None]]
) -> BreaksCorrected:
    """Say which breaks there really were, in order, in place of those that are known. Raises Invalid (422)."""
    held = settling.locked(occurrence)
    end = held.ended_at or occurrence.ends_at
    fault = rules.fault_in_correction(spans, begin=occurrence.begins_at, end=end, now=clock.now())
    if fault:
        raise Invalid(fault_in_words(fault), fields={"spans": fault_in_words(fault)})
    if held.ended_at and rules.is_settled_for_good(held.ended_at, clock.now()):
        raise Conflict(_("It was ended long ago. Correct each person's times, and say why."))
    Break.objects.filter(held=held).delete()
    Break.objects.bulk_create(
        [
            Break(organization_id=occurrence.organization_id, held=held, begins_at=begin, ends_at=until)
            for begin, until in spans
        ]
    )
    settling.settle(occurrence)
    told = tuple(f"{begin.isoformat()}/{until.isoformat() if until else ''}" for begin, until in spans)
    return BreaksCorrected(
        organization_id=held.organization_id, subject_id=held.id, occurrence_id=occurrence.id, breaks=told,
        accounts=settling.accounts(occurrence),
    )  # fmt: skip


@action(allow=leads)
def add_facilitator(
    actor: Actor, occurrence: Occurrence, *, staff: Staff, takes_over: bool = False, note: str = ""
) -> FacilitatorAdded:
    """Have a colleague lead a session beside oneself, or in one's place. What is already written stays where it is.

    Raises Invalid (422) for who does not care for people here, Conflict (409) for who leads it already and takes nothing over.
    """
    settling.locked(occurrence)
    if not may_be_asked_to_care(staff):
        raise Invalid(_("Choose somebody who works with participants."), fields={"staff": _("Choose somebody else.")})
    leading = [one.id for one in queries.leaders(occurrence)]
    repeated = staff.id in leading and not takes_over
    now = clock.now()
    if takes_over:
        _hand_over(actor, occurrence, leading, to=staff)
    if staff.id not in leading:
        Facilitator.objects.create(
            organization_id=occurrence.organization_id, occurrence=occurrence, staff=staff, since=now,
            note=note.strip()[:1000], added_by_id=actor.person_id if actor.is_staff else None,
        )  # fmt: skip
    return FacilitatorAdded(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, occurrence_id=occurrence.id,
        staff_id=staff.id, takes_over=takes_over, repeated=repeated, accounts=settling.accounts(occurrence),
    )  # fmt: skip


def _hand_over(actor: Actor, occurrence: Occurrence, leading: Sequence[UUID], *, to: Staff) -> None:
    """Whoever hands over leads it no longer: a director hands over for whoever the calendar names."""
    giver = actor.who if actor.is_staff and actor.who in leading else occurrence.led_by.id
    if giver == to.id:
        return
    ended = Facilitator.objects.filter(occurrence=occurrence, staff_id=giver, until=None).update(until=clock.now())
    if not ended:
        Facilitator.objects.create(
            organization_id=occurrence.organization_id, occurrence=occurrence, staff_id=giver, until=clock.now()
        )
