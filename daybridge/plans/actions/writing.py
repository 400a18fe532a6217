"""A treatment plan while it is written: begun from what holds, changed as a whole, left or signed."""

from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.plans import queries
from daybridge.plans.access import writes_plan_of
from daybridge.plans.events import PlanBegun, PlanChanged, PlanLeft
from daybridge.plans.models import Objective as Row
from daybridge.plans.models import PlanDraft
from daybridge.plans.rules.content import Content, Goal, Objective, Problem, Target
from daybridge.programs.models import Episode


@action(allow=writes_plan_of)
def begin_plan(actor: Actor, participant: Participant) -> PlanBegun:
    """Begin to write, from the version that holds, goals in the participant's newest words; once, however often.

    What was half written in an earlier stay is left: it could never be signed. Raises Conflict (409) for who is in no program now.
    """
    episode = Episode.objects.select_for_update(of=("self",)).filter(participant=participant, ended_on=None).first()
    if episode is None:
        raise Conflict(_("This person is in no program now."))
    half_written = PlanDraft.objects.filter(participant=participant, closed_at=None)
    half_written.exclude(episode=episode).update(closed_at=clock.now())
    known = half_written.first()
    made = known or PlanDraft.objects.create(
        organization_id=participant.organization_id, episode=episode, participant=participant,
        content=_beginning(participant, episode).to_json(), begun_by_id=actor.who, changed_by_id=actor.who,
    )  # fmt: skip
    return PlanBegun(
        organization_id=made.organization_id, subject_id=made.id, participant_id=participant.id,
        repeated=known is not None,
    )  # fmt: skip


def _beginning(participant: Participant, episode: Episode) -> Content:
    """What holds; before there was a plan, the objectives that stand on the list already."""
    holds = queries.in_force(participant.id)
    if holds and holds.episode_id == episode.id:
        return queries.in_their_words(holds.says, queries.goal_words(participant.id))
    listed = Row.objects.filter(episode=episode, ended_at=None).order_by("number")
    found = tuple(
        Objective(one.id, one.said, Target.MEASURE if one.measure else Target.BEHAVIOR, one.measure) for one in listed
    )
    return Content((Problem(new_id(), goals=(Goal(new_id(), objectives=found),)),)) if found else Content()


@action(allow=writes_plan_of)
def change_plan(
    actor: Actor, draft: PlanDraft, *, content: Content, revision: int, page: UUID | None = None,
    shown_on: UUID | None = None,
) -> PlanChanged:  # fmt: skip
    """Keep the whole plan as it stands on somebody's screen, signable or not.

    `revision`: which one they began from; `page`: on which page, which sends again and again while one types; `shown_on`: the
    page that takes its place with this answer, so that what the old one sent before and comes late is refused. Raises Conflict
    (409, `changed`) when something else has written on it since.
    """
    draft = _open_draft(draft)
    told = content.to_json()
    is_same = told == draft.content
    is_behind = draft.revision != revision and not (page and draft.changed_on == page)
    if is_behind and not is_same:
        raise Conflict(_("This plan was written on elsewhere meanwhile."), code="changed")
    if not is_same:
        draft.content, draft.revision = told, draft.revision + 1
        draft.changed_by_id, draft.changed_at = actor.who, clock.now()
    if not is_same or shown_on:
        draft.changed_on = shown_on or page
        draft.save(update_fields=["content", "revision", "changed_on", "changed_by", "changed_at"])
    return PlanChanged(
        organization_id=draft.organization_id, subject_id=draft.id, participant_id=draft.participant_id,
        revision=draft.revision, repeated=is_same,
    )  # fmt: skip


@action(allow=writes_plan_of)
def leave_plan(actor: Actor, draft: PlanDraft) -> PlanLeft:
    """Leave a plan that is not signed; what holds stays. Harmless when it runs twice."""
    found = PlanDraft.objects.select_for_update(of=("self",)).get(id=draft.id)
    repeated = found.closed_at is not None
    if not repeated:
        found.closed_at = clock.now()
        found.save(update_fields=["closed_at"])
    return PlanLeft(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id,
        repeated=repeated,
    )  # fmt: skip


def _open_draft(draft: PlanDraft) -> PlanDraft:
    found = PlanDraft.objects.select_for_update(of=("self",)).get(id=draft.id)
    if found.closed_at is not None:
        raise Conflict(_("This plan is signed or was left. Open the newest one."), code="closed")
    return found
