"""How what was told of a session becomes one row a person; the deeds that use this are in `actions`."""

from collections.abc import Collection
from uuid import UUID

from daybridge.attendance import queries, rules
from daybridge.attendance.models import Attendance, HeldSession
from daybridge.attendance.queries import Running, Told
from daybridge.attendance.rules import State
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.rules import State as Planned
from daybridge.programs.rules import Limit, RulePack, pack_from_json


def locked(occurrence: Occurrence) -> HeldSession:
    """How a session is held, made with the first thing told of it; whoever else tells something of it waits until this is done."""
    HeldSession.objects.bulk_create(
        [HeldSession(organization_id=occurrence.organization_id, occurrence=occurrence, began_at=occurrence.begins_at)],
        ignore_conflicts=True,
    )
    return HeldSession.objects.select_for_update(of=("self",)).get(occurrence=occurrence)


def settle(occurrence: Occurrence, participant_ids: Collection[UUID] | None = None) -> list[Attendance]:
    """Work out anew how a session went: for everybody expected, for whom something was told, or for these alone."""
    running, told = queries.running(occurrence), queries.told_of(occurrence, participant_ids)
    pack = pack_from_json(occurrence.series.group.program.rule_pack)
    told_away = queries.told_away([occurrence.id]).get(occurrence.id, ())
    away = {one.participant_id for one in told_away if one.participant_id}
    booked = {one.id for one in queries.expected([occurrence.id]).get(occurrence.id, ())}
    if occurrence.state == Planned.CANCELLED:
        booked |= set(queries.would_have_come(occurrence))
    everybody = booked | away | told.keys()
    of = everybody if participant_ids is None else everybody & set(participant_ids)
    rows = [
        _row(running, pack, who, told.get(who, Told()), is_expected=who in booked | away, told_away=who in away)
        for who in sorted(of)
    ]
    return Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["occurrence", "participant"],
        update_fields=[
            "state", "scheduled_minutes", "minutes", "first_at", "last_at", "is_here", "is_late", "left_early",
            "is_from_afar",
        ],
    )  # fmt: skip


def _row(
    running: Running, pack: RulePack, participant_id: UUID, told: Told, *, is_expected: bool, told_away: bool
) -> Attendance:
    occurrence, over = running.occurrence, running.is_ended
    found = rules.presence(
        told.marks, begin=running.begins_at, end=running.ends_at, now=clock.now(), breaks=running.pauses
    )
    was_there = bool(found.spans)
    state = rules.state_of(
        found, is_over=over, is_excused=told.is_excused or told_away,
        is_cancelled=occurrence.state == Planned.CANCELLED,
    )  # fmt: skip
    scheduled = int((occurrence.ends_at - occurrence.begins_at).total_seconds()) // 60
    is_there = state == State.PRESENT
    return Attendance(
        organization_id=occurrence.organization_id, occurrence=occurrence, participant_id=participant_id,
        on_day=occurrence.on_day, state=state, scheduled_minutes=scheduled if is_expected else 0,
        minutes=found.minutes if is_there else 0, first_at=found.first_at, last_at=found.last_at, is_here=found.is_here,
        is_late=is_there and rules.is_late(found, running.begins_at, pack.value(Limit.LATE_MINUTES)),
        left_early=is_there and over and was_there
        and rules.left_early(found, running.ends_at, pack.value(Limit.LATE_MINUTES)),
        is_from_afar=told.is_from_afar,
    )  # fmt: skip


def accounts(occurrence: Occurrence, participants: Collection[Participant] = ()) -> tuple[UUID, ...]:
    """Whose screens look again: those who lead it, and these people's phones."""
    found = [*(one.account_id for one in queries.leaders(occurrence)), *(one.account_id for one in participants)]
    return tuple(dict.fromkeys(one for one in found if one))
