"""How what was told of a session becomes one row a person; the deeds that use this are in `actions`."""

from collections.abc import Collection
from uuid import UUID

from daybridge.attendance import queries, rules
from daybridge.attendance.models import Attendance, HeldSession, PresenceMark
from daybridge.attendance.queries import Running, Told
from daybridge.attendance.rules import State
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.rules import State as Planned
from daybridge.programs.rules import Limit, RulePack, pack_from_json


def locked(occurrence: Occurrence, participant_ids: Collection[UUID] | None = None) -> HeldSession:
    """How a session is held, made with the first thing told of it; whoever else tells something of it waits until this is done.

    With it the others that these people, or all of its people, are seen in about that time, whose minutes may change with it: in one
    order always, so that no two wait for each other.
    """
    HeldSession.objects.bulk_create(
        [HeldSession(organization_id=occurrence.organization_id, occurrence=occurrence)], ignore_conflicts=True
    )
    elsewhere = queries.came_elsewhere(
        occurrence, participant_ids, begin=occurrence.begins_at - rules.EARLIEST_BEFORE,
        end=occurrence.ends_at + rules.LONGEST_OVERRUN,
    )  # fmt: skip
    ids = {occurrence.id, *(one.occurrence_id for one in elsewhere)}
    held = HeldSession.objects.select_for_update(of=("self",)).filter(occurrence_id__in=ids).order_by("occurrence_id")
    return next(one for one in list(held) if one.occurrence_id == occurrence.id)


def settle(occurrence: Occurrence, participant_ids: Collection[UUID] | None = None) -> list[Attendance]:
    """Work out anew how a session went: for everybody expected, for whom something was told, or for these alone.

    Nobody is in two sessions at once: how those went that ran meanwhile, and in which they were seen, is worked out with it.
    """
    running = queries.running(occurrence)
    elsewhere = queries.came_meanwhile(running, participant_ids)
    beside: dict[UUID, set[UUID]] = {}
    for one in elsewhere:
        beside.setdefault(one.occurrence_id, set()).add(one.participant_id)
    for other in calendar.occurrences_by_id(beside).values() if beside else ():
        meanwhile = queries.running(other)
        _work_out(meanwhile, beside[other.id], queries.came_meanwhile(meanwhile, beside[other.id]))
    return _work_out(running, participant_ids, elsewhere)


def _work_out(
    running: Running, participant_ids: Collection[UUID] | None, elsewhere: Collection[PresenceMark]
) -> list[Attendance]:
    occurrence = running.occurrence
    told = queries.told_of(occurrence, participant_ids, elsewhere=elsewhere)
    pack = pack_from_json(occurrence.series.group.program.rule_pack)
    told_away = queries.told_away([occurrence.id]).get(occurrence.id, ())
    away = {one.participant_id for one in told_away if one.participant_id}
    booked = {one.id for one in queries.expected([occurrence.id]).get(occurrence.id, ())}
    if occurrence.state == Planned.CANCELLED:
        booked |= set(queries.would_have_come(occurrence))
    everybody = booked | away | told.keys()
    of = everybody if participant_ids is None else everybody & set(participant_ids)
    if participant_ids and of != set(participant_ids):  # who was not expected, and was not there after all
        Attendance.objects.filter(occurrence=occurrence, participant_id__in=set(participant_ids) - of).delete()
    rows = [
        _row(running, pack, who, told.get(who, Told()), is_expected=who in booked | away, told_away=who in away)
        for who in sorted(of)
    ]
    return Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["occurrence", "participant"],
        update_fields=[
            "on_day", "state", "scheduled_minutes", "minutes", "first_at", "last_at", "is_here", "is_late",
            "left_early", "is_from_afar",
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
        on_day=running.on_day, state=state, scheduled_minutes=scheduled if is_expected else 0,
        minutes=found.minutes if is_there else 0, first_at=found.first_at, last_at=found.last_at,
        is_here=is_there and found.is_here,
        is_late=is_there and rules.is_late(found, running.begins_at, pack.value(Limit.LATE_MINUTES)),
        left_early=is_there and over and was_there
        and rules.left_early(found, running.ends_at, pack.value(Limit.LATE_MINUTES)),
        is_from_afar=told.is_from_afar,
    )  # fmt: skip


def accounts(occurrence: Occurrence, participants: Collection[Participant] = ()) -> tuple[UUID, ...]:
    """Whose screens look again: those who lead it, and these people's phones."""
    found = [*(one.account_id for one in queries.leaders(occurrence)), *(one.account_id for one in participants)]
    return tuple(dict.fromkeys(one for one in found if one))
