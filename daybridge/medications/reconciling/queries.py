"""Looking at what a person says they take, at what is half decided, and at what was signed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core import clock, sealing
from daybridge.core.actors import Actor
from daybridge.medications.access import MEDICAL
from daybridge.medications.reconciling.models import Reconciliation, ReconcilingDraft, TakingTold
from daybridge.medications.reconciling.rules import Due, Occasion, Taking, due
from daybridge.people.models import CareTeamMember, Participant
from daybridge.programs import queries as programs
from daybridge.programs.models import Episode
from daybridge.programs.rules import Limit, pack_from_json


def taking_of(participant_id: UUID) -> TakingTold | None:
    """What somebody told last of what they take."""
    return TakingTold.objects.filter(participant_id=participant_id).order_by("-made_at", "-id").first()


def told_since(participant_id: UUID, signed: Sequence[Reconciliation]) -> TakingTold | None:
    """What somebody told last of what they take, where nobody has gone through it yet; `signed`: newest first."""
    told = taking_of(participant_id)
    return told if told and not (signed and told.made_at <= signed[0].signed_at) else None


def as_told(row: TakingTold) -> Taking:
    return Taking(
        says={UUID(one["medicine_id"]): one["says"] for one in row.lines},
        words={UUID(one["medicine_id"]): one["words"] for one in row.lines},
        more=row.more,
    )


def draft_of(participant_id: UUID) -> ReconcilingDraft | None:
    return (
        ReconcilingDraft.objects.filter(participant_id=participant_id, closed_at=None)
        .select_related("changed_by")
        .first()
    )


def reconciliations_of(participant_id: UUID) -> list[Reconciliation]:
    """What was signed, newest first."""
    found = Reconciliation.objects.filter(participant_id=participant_id).select_related("signed_by")
    return list(found.order_by("-signed_at"))


def digest_of(row: Reconciliation) -> str:
    """The seal of what was signed."""
    about = {"participant": row.participant_id, "episode": row.episode_id, "occasion": row.occasion}
    return sealing.digest_of({"lines": row.lines}, signed_by=row.signed_by_id, signed_at=row.signed_at, about=about)


def is_whole(row: Reconciliation) -> bool:
    return row.digest == digest_of(row)


#: Stays -> the days on which their level of care became another one: another room knows them, the caller brings them.
Moves = Callable[[Collection[UUID]], Mapping[UUID, Sequence[date]]]


def due_of(participant: Participant, signed: Sequence[Reconciliation], *, moves: Moves) -> Due | None:
    """By when somebody's medicines are reconciled, and why; None where that is done or no rule asks."""
    episode = Episode.objects.filter(participant=participant, ended_on=None).select_related("program").first()
    days = [clock.day_of(one.signed_at, participant.time_zone) for one in signed]
    return _due(episode, moves([episode.id]), days) if episode else None


def _due(episode: Episode, moved: Mapping[UUID, Sequence[date]], signed_on: Sequence[date]) -> Due | None:
    limit = pack_from_json(episode.program.rule_pack).value(Limit.RECONCILE_DAYS)
    return due(episode.admitted_on, moved.get(episode.id, ()), limit, signed_on)


@dataclass(frozen=True)
class ToReconcile:
    """Somebody whose medicines wait to be reconciled."""

    participant: Participant
    due_on: date
    is_over: bool
    #: Whether it is for another level of care, not for the admission.
    is_for_level: bool


def to_reconcile(actor: Actor, *, moves: Moves) -> list[ToReconcile]:
    """Whose medicines wait among the people on whose care teams this prescriber or nurse is, the longest first."""
    if not actor.has_role(*MEDICAL):
        return []
    mine = CareTeamMember.objects.current().filter(staff_id=actor.who).values("participant_id")
    here = list(programs.open_episodes(actor).filter(participant_id__in=mine))
    signed: dict[UUID, list[date]] = {}
    zones = {one.participant_id: one.participant.time_zone for one in here}
    done = Reconciliation.objects.filter(participant_id__in=zones).values_list("participant_id", "signed_at")
    for who, at in done:
        signed.setdefault(who, []).append(clock.day_of(at, zones[who]))
    moved = moves([one.id for one in here])
    waiting = [(one.participant, _due(one, moved, signed.get(one.participant_id, []))) for one in here]
    found = [
        ToReconcile(who, it.on, it.on < clock.today(who.time_zone), it.occasion is Occasion.LEVEL_CHANGE)
        for who, it in waiting
        if it
    ]
    return sorted(found, key=lambda one: (one.due_on, one.participant.name))
