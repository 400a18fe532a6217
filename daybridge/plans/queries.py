"""Looking at what people work on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from daybridge.core import clock, sealing
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.plans.models import GoalWords, Objective, PlanDraft, PlanStep, PlanVersion
from daybridge.plans.rules import ANSWERS, Due, Step, certification_due, review_due
from daybridge.plans.rules.content import Content
from daybridge.programs import queries as programs
from daybridge.programs.models import Episode
from daybridge.programs.rules import Limit, RulePack, pack_from_json


def objectives(participant_id: UUID) -> list[Objective]:
    """What somebody works on now, by number."""
    return objectives_of([participant_id]).get(participant_id, [])


#: So long after a stay has ended, notes of its last days are still written.
_WRITTEN_FOR = timedelta(days=14)


def objectives_of(participant_ids: Collection[UUID]) -> dict[UUID, list[Objective]]:
    """Participant -> what they work on now, or did until their stay ended a fortnight ago at most; who has nothing is left out."""
    found: dict[UUID, list[Objective]] = {}
    rows = Objective.objects.filter(participant_id__in=participant_ids, ended_at=None)
    rows = rows.filter(Q(episode__ended_on=None) | Q(episode__ended_on__gte=clock.today("UTC") - _WRITTEN_FOR))
    for one in rows.order_by("episode__admitted_on", "number"):
        found.setdefault(one.participant_id, []).append(one)
    return found


def every_objective(participant_id: UUID) -> list[Objective]:
    """Everything that somebody ever worked on, the newest stay first."""
    found = Objective.objects.filter(participant_id=participant_id).select_related("made_by", "ended_by", "episode")
    return list(found.order_by("-episode__admitted_on", "number"))


def objective(actor: Actor, objective_id: UUID) -> Objective:
    """One of somebody whom this actor may look at. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = Objective.objects.filter(id=objective_id, participant_id__in=visible).select_related("participant").first()
    if found is None:
        raise NotYours()
    return found


# --- The plan that holds them ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How somebody's treatment plan stands: what holds, what is written beside it, who has said yes, and what is due."""

    in_force: PlanVersion | None
    draft: PlanDraft | None
    steps: Sequence[PlanStep]
    review: Due | None
    #: By when a physician certifies; None where no rule asks, or the one before is still good.
    certification: Due | None
    #: Whether what holds is of the stay that they are in; who is in no program now has nothing to wait for.
    is_of_this_stay: bool

    @property
    def answer(self) -> PlanStep | None:
        """How the participant answered the version that holds: their own signature before what others wrote of it."""
        theirs = [one for one in self.steps if one.kind in ANSWERS]
        own = [one for one in theirs if one.kind == Step.SIGNED]
        return own[-1] if own else theirs[-1] if theirs else None

    @property
    def looked_at(self) -> datetime | None:
        """When it was signed, or looked at again since."""
        if self.in_force is None:
            return None
        return max([self.in_force.signed_at, *(one.at for one in self.steps if one.kind == Step.REVIEWED)])


def standing(participant: Participant) -> Standing:
    """How the plan of somebody stands today."""
    return standings([participant])[participant.id]


def standings(participants: Collection[Participant]) -> dict[UUID, Standing]:
    """The same of many, in a number of queries that does not grow; everybody is in it."""
    ids = [one.id for one in participants]
    newest = PlanVersion.objects.filter(participant_id__in=ids).select_related("signed_by", "episode")
    newest = newest.order_by("participant_id", "-episode__admitted_on", "-number").distinct("participant_id")
    holds = {one.participant_id: one for one in newest}
    episodes = Episode.objects.filter(participant_id__in=ids, ended_on=None).select_related("program")
    stays = {one.participant_id: one for one in episodes}
    drafts = PlanDraft.objects.filter(participant_id__in=ids, closed_at=None).select_related("changed_by")
    written = {
        one.participant_id: one
        for one in drafts
        if one.participant_id not in stays or one.episode_id == stays[one.participant_id].id
    }
    steps: dict[UUID, list[PlanStep]] = {}
    for step in PlanStep.objects.filter(version__in=holds.values()).select_related("staff").order_by("at", "id"):
        steps.setdefault(step.version_id, []).append(step)
    certified: dict[UUID, list[datetime]] = {}
    done = PlanStep.objects.filter(version__episode__in=stays.values(), kind=Step.CERTIFIED)
    for who, at in done.values_list("version__participant_id", "at"):
        certified.setdefault(who, []).append(at)
    return {
        one.id: _standing(one, holds.get(one.id), written.get(one.id), steps, stays.get(one.id), certified.get(one.id, []))
        for one in participants
    }  # fmt: skip


def _standing(
    participant: Participant, holds: PlanVersion | None, written: PlanDraft | None, steps: Mapping[UUID, list[PlanStep]],
    episode: Episode | None, certified: Sequence[datetime],
) -> Standing:  # fmt: skip
    pack = pack_from_json(episode.program.rule_pack) if episode else RulePack()
    zone = participant.time_zone
    theirs = steps.get(holds.id, []) if holds else []
    return Standing(
        holds, written, theirs, _review_due(holds, theirs, pack, zone),
        certification_due(episode.admitted_on, [clock.day_of(at, zone) for at in certified], pack.value(Limit.CERTIFY_DAYS))
        if episode
        else None,
        episode is None or (holds is not None and holds.episode_id == episode.id),
    )  # fmt: skip


def _review_due(holds: PlanVersion | None, steps: Sequence[PlanStep], pack: RulePack, zone: str) -> Due | None:
    if holds is None:
        return None
    looked = [clock.day_of(one.at, zone) for one in steps if one.kind == Step.REVIEWED]
    return review_due(clock.day_of(holds.signed_at, zone), looked, pack.value(Limit.REVIEW_DAYS))


def in_force(participant_id: UUID) -> PlanVersion | None:
    """The version that holds: the newest of the stay that somebody is in, or of their last one."""
    found = PlanVersion.objects.filter(participant_id=participant_id).select_related("signed_by", "episode")
    return found.order_by("-episode__admitted_on", "-number").first()


def versions(participant_id: UUID) -> list[PlanVersion]:
    """Every version, the newest first."""
    found = PlanVersion.objects.filter(participant_id=participant_id).select_related("signed_by", "episode")
    return list(found.prefetch_related("steps__staff").order_by("-episode__admitted_on", "-number"))


def steps_of(version: PlanVersion) -> list[PlanStep]:
    """What was done with a version, in order."""
    return list(version.steps.select_related("staff").order_by("at", "id"))


def draft_of(participant_id: UUID) -> PlanDraft | None:
    """What is written beside the plan that holds; what was half written in an earlier stay is nothing, once they are here again."""
    episode = programs.current_episode(participant_id)
    found = PlanDraft.objects.filter(participant_id=participant_id, closed_at=None)
    found = found.filter(episode=episode) if episode else found
    return found.select_related("changed_by", "participant").first()


def draft(actor: Actor, draft_id: UUID) -> PlanDraft:
    """One of somebody whom this actor may look at. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = PlanDraft.objects.filter(id=draft_id, participant_id__in=visible).select_related("participant").first()
    if found is None:
        raise NotYours()
    return found


def version(actor: Actor, version_id: UUID) -> PlanVersion:
    """One of somebody whom this actor may look at. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = PlanVersion.objects.filter(id=version_id, participant_id__in=visible)
    one = found.select_related("participant", "signed_by", "episode").first()
    if one is None:
        raise NotYours()
    return one


def goal_words(participant_id: UUID) -> dict[UUID, GoalWords]:
    """Goal -> how the participant said it last in words of their own."""
    found = GoalWords.objects.filter(participant_id=participant_id).order_by("made_at", "saved_at", "id")
    return {one.goal_id: one for one in found}


def in_their_words(says: Content, words: Mapping[UUID, GoalWords]) -> Content:
    """A plan with each goal as its participant says it now."""
    return replace(says, problems=tuple(
        replace(problem, goals=tuple(
            replace(goal, said=words[goal.id].said) if goal.id in words else goal for goal in problem.goals
        ))
        for problem in says.problems
    ))  # fmt: skip


def digest_of(version: PlanVersion) -> str:
    """What makes a signed plan the one that was signed."""
    about = {"participant": version.participant_id, "episode": version.episode_id, "number": version.number}
    return sealing.digest_of(version.content, signed_by=version.signed_by_id, signed_at=version.signed_at, about=about)


def is_whole(version: PlanVersion) -> bool:
    return version.digest == digest_of(version)
