"""Saying yes to a treatment plan: its clinician first, from then on it holds; then its person, a physician where the rules ask, and every look again."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.people.access import is_participant_self
from daybridge.people.models import Participant
from daybridge.plans import queries
from daybridge.plans.access import certifies_plan_of, writes_plan_of
from daybridge.plans.events import GoalSaid, PlanAnswered, PlanCertified, PlanReviewed, PlanSigned
from daybridge.plans.models import GoalWords, Objective, PlanDraft, PlanStep, PlanVersion
from daybridge.plans.rules import ANSWERS, Ending, Step, content
from daybridge.plans.rules.content import MOST_WORDS, Content, Target
from daybridge.plans.sentences import missing_in_words


@action(allow=writes_plan_of)
def sign_plan(actor: Actor, draft: PlanDraft, *, revision: int) -> PlanSigned:
    """A clinician signs the plan as it stood on their screen (`revision`): it holds from now on, and its objectives are on the list.

    Raises Invalid (422) with what is missing, Conflict (409) when it has changed since, is signed already, or was left.
    """
    draft = PlanDraft.objects.select_for_update(of=("self",)).select_related("participant", "episode").get(id=draft.id)
    if draft.closed_at is not None:
        raise Conflict(_("This plan is signed or was left. Open the newest one."), code="closed")
    if draft.revision != revision:
        raise Conflict(_("This has changed while you looked at it. Look again, then sign."), code="changed")
    if draft.episode.ended_on is not None:
        raise Conflict(_("This person is in no program now."))
    says = Content.from_json(draft.content)
    missing = content.faults_in(says, clock.today(draft.participant.time_zone))
    if missing:
        raise Invalid(
            _("Something is missing."), fields={"plan": " ".join(missing_in_words(one, says) for one in missing)}
        )
    listed = {one.id: one for one in Objective.objects.select_for_update().filter(episode=draft.episode, ended_at=None)}
    says = _new_ids_for_new_words(says, listed)
    made = _version(actor, draft, says)
    ended = _put_on_the_list(actor, made, says, listed)
    draft.content, draft.closed_at = says.to_json(), made.signed_at
    draft.save(update_fields=["content", "closed_at"])
    return PlanSigned(
        organization_id=made.organization_id, subject_id=made.id, participant_id=made.participant_id, number=made.number,
        digest=made.digest, objectives=tuple(one.id for one in says.objectives), ended=ended,
    )  # fmt: skip


def _new_ids_for_new_words(says: Content, listed: dict[UUID, Objective]) -> Content:
    """The words of an objective on the list never change: notes were written to them. Other words are another objective.

    So is one that was taken off the list meanwhile, or stood on that of an earlier stay, and is in the plan again.
    """
    ids = [one.id for one in says.objectives]
    known = {one.id: one for one in Objective.objects.filter(id__in=ids)}

    def kept(one: content.Objective) -> content.Objective:
        row = known.get(one.id)
        stays = row is None or (row.id in listed and row.said == one.said.strip())
        return one if stays else replace(one, id=new_id())

    return replace(says, problems=tuple(
        replace(problem, goals=tuple(
            replace(goal, objectives=tuple(map(kept, goal.objectives))) for goal in problem.goals
        ))
        for problem in says.problems
    ))  # fmt: skip


def _version(actor: Actor, draft: PlanDraft, says: Content) -> PlanVersion:
    known = PlanVersion.objects.filter(episode=draft.episode).aggregate(last=Max("number"))["last"] or 0
    made = PlanVersion(
        organization_id=draft.organization_id, episode=draft.episode, participant_id=draft.participant_id,
        number=known + 1, content=says.to_json(), signed_by_id=actor.who, signed_at=clock.now(),
    )  # fmt: skip
    made.digest = queries.digest_of(made)
    made.save(force_insert=True)
    return made


def _put_on_the_list(actor: Actor, made: PlanVersion, says: Content, listed: dict[UUID, Objective]) -> tuple[UUID, ...]:
    """New objectives are put on the list, and those that the plan has no more are taken off; which those were.

    One that stays is held against the measure that the plan names now.
    """
    last = Objective.objects.filter(episode=made.episode).aggregate(last=Max("number"))["last"] or 0
    wanted = {one.id: one for one in says.objectives}
    new = [one for one in wanted.values() if one.id not in listed]
    Objective.objects.bulk_create([
        Objective(
            id=one.id, organization_id=made.organization_id, episode=made.episode, participant_id=made.participant_id,
            number=last + number, said=one.said.strip(), measure=_measure_of(one), made_by_id=actor.who,
        )
        for number, one in enumerate(new, 1)
    ])  # fmt: skip
    moved = [row for row in listed.values() if row.id in wanted and row.measure != _measure_of(wanted[row.id])]
    for row in moved:
        row.measure = _measure_of(wanted[row.id])
    Objective.objects.bulk_update(moved, ["measure"])
    gone = [one for one in listed if one not in wanted]
    Objective.objects.filter(id__in=gone).update(ended_at=clock.now(), ended_by_id=actor.who, ending=Ending.CHANGED)
    return tuple(gone)


def _measure_of(one: content.Objective) -> str:
    return one.code if one.seen_by == Target.MEASURE else ""


@action(allow=is_participant_self)
def sign_own_plan(actor: Actor, version: PlanVersion, *, step_id: UUID, made_at: datetime) -> PlanAnswered:
    """The participant signs the plan that holds, signed in as themselves. Twice is once. Raises Conflict (409) when there is a newer one."""
    known = PlanStep.objects.filter(id=step_id).first()
    if known and known.version_id != version.id:
        raise IdTaken()
    return _answer(version, Step.SIGNED, step_id=step_id, at=min(made_at, clock.now()))


@action(allow=writes_plan_of)
def answer_for_them(actor: Actor, version: PlanVersion, *, answer: Step, words: str = "") -> PlanAnswered:
    """Write down that the participant agreed in person, or did not want to sign and why: never as their own signature.

    Raises Invalid (422) for a refusal without a reason, Conflict (409) when there is a newer plan.
    """
    if answer not in ANSWERS - {Step.SIGNED}:
        raise Invalid(_("Choose one of these."), fields={"answer": _("Choose one of these.")})
    if answer == Step.DECLINED and not words.strip():
        raise Invalid(_("Write why, in their words."), fields={"words": _("Write why, in their words.")})
    return _answer(version, answer, staff_id=actor.who, words=words.strip()[:400])


def _answer(
    version: PlanVersion, kind: Step, *, step_id: UUID | None = None, at: datetime | None = None, staff_id: UUID | None = None,
    words: str = "",
) -> PlanAnswered:  # fmt: skip
    _lock_and_refuse_older(version)
    done = PlanStep.objects.filter(version=version, kind=kind).first()
    if done is None or (kind == Step.DECLINED and done.words != words):
        _step(version, kind, step_id=step_id, at=at, staff_id=staff_id, words=words)
        done = None
    return PlanAnswered(
        organization_id=version.organization_id, subject_id=version.id, participant_id=version.participant_id,
        kind=kind.value, digest=version.digest, repeated=done is not None,
    )  # fmt: skip


@action(allow=certifies_plan_of)
def certify_plan(actor: Actor, version: PlanVersion) -> PlanCertified:
    """A prescriber certifies, or certifies again, that this plan is needed. Raises Conflict (409) when there is a newer one."""
    _lock_and_refuse_older(version)
    _step(version, Step.CERTIFIED, staff_id=actor.who)
    return PlanCertified(
        organization_id=version.organization_id, subject_id=version.id, participant_id=version.participant_id,
        digest=version.digest,
    )  # fmt: skip


@action(allow=writes_plan_of)
def review_plan(actor: Actor, version: PlanVersion, *, words: str = "") -> PlanReviewed:
    """Write down that the plan was looked at together and still fits; its next look counts from now."""
    _lock_and_refuse_older(version)
    _step(version, Step.REVIEWED, staff_id=actor.who, words=words.strip()[:400])
    return PlanReviewed(
        organization_id=version.organization_id, subject_id=version.id, participant_id=version.participant_id,
    )  # fmt: skip


def _lock_and_refuse_older(version: PlanVersion) -> None:
    """Nobody says yes to what does not hold any more."""
    Participant.objects.select_for_update(of=("self",), no_key=True).get(id=version.participant_id)
    newest = queries.in_force(version.participant_id)
    if newest is None or newest.id != version.id:
        raise Conflict(_("There is a newer plan. Read that one first."), code="plan-changed")


def _step(
    version: PlanVersion, kind: Step, *, step_id: UUID | None = None, at: datetime | None = None,
    staff_id: UUID | None = None, words: str = "",
) -> None:  # fmt: skip
    PlanStep.objects.create(
        id=step_id or new_id(), organization_id=version.organization_id, version=version, kind=kind, staff_id=staff_id,
        words=words, at=at or clock.now(),
    )  # fmt: skip


# --- In the participant's own words ----------------------------------------------------------------------------------


@action(allow=is_participant_self)
def say_goal(
    actor: Actor, participant: Participant, *, words_id: UUID, goal_id: UUID, said: str, made_at: datetime
) -> GoalSaid:
    """A participant says a goal of theirs in other words: their team sees it at once, and the next version begins with it.

    What was signed stays as it was. Raises Invalid (422) for nothing or too much, Conflict (409) for a goal that is not in their plan.
    """
    holds = queries.in_force(participant.id)
    if holds is None or goal_id not in {goal.id for goal in holds.says.goals}:
        raise Conflict(_("This goal is not in your plan any more."))
    said = said.strip()
    if not said or len(said) > MOST_WORDS:
        words = (
            _("Write it in a few words.")
            if not said
            else _("Keep it to %(characters)s characters.") % {"characters": MOST_WORDS}
        )
        raise Invalid(words, fields={"said": words})
    known = GoalWords.objects.filter(id=words_id).first()
    if known and (known.participant_id, known.goal_id) != (participant.id, goal_id):
        raise IdTaken()
    if not known:
        GoalWords.objects.create(
            id=words_id, organization_id=participant.organization_id, participant=participant, goal_id=goal_id, said=said,
            made_at=min(made_at, clock.now()),
        )  # fmt: skip
    return GoalSaid(
        organization_id=participant.organization_id, subject_id=words_id, participant_id=participant.id, goal_id=goal_id,
        repeated=known is not None,
    )  # fmt: skip
