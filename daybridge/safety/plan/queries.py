"""Looking at safety plans. With an actor, what is not theirs is not found; without one, the caller has been let in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Prefetch

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people.models import Participant, Supporter
from daybridge.people.rules import TeamRole
from daybridge.programs import queries as programs
from daybridge.safety.models import Alert
from daybridge.safety.plan import rules
from daybridge.safety.plan.models import HelpAsked, SafetyPlanStep, SafetyPlanVersion
from daybridge.safety.plan.rules import Mark, Need, Review, Version

_STEPS = Prefetch("steps", SafetyPlanStep.objects.select_related("staff").order_by("at", "id"))


@dataclass(frozen=True)
class Standing:
    """How somebody's safety plan stands; `versions` are all that were saved, newest first."""

    in_force: SafetyPlanVersion | None
    draft: SafetyPlanVersion | None
    review: Review | None
    need: Need | None
    versions: Sequence[SafetyPlanVersion]

    @property
    def is_due(self) -> bool:
        return self.need in (Need.CRISIS, Need.INTERVAL)

    @property
    def begins_from(self) -> UUID | None:
        """What the next version must have been written from."""
        return rules.begins_from([known(one) for one in self.versions])


def standing_of(participant_id: UUID) -> Standing:
    """One person's plan, with the words of every version."""
    return _standings([participant_id], SafetyPlanVersion.objects.select_related("written_by"))[participant_id]


def standings(participant_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """How the plans of many stand, without a word of what is in them."""
    return _standings(list(participant_ids), SafetyPlanVersion.objects.defer("sections"))


def _standings(participant_ids: Sequence[UUID], versions: object) -> dict[UUID, Standing]:
    assert hasattr(versions, "filter")
    found = versions.filter(participant_id__in=participant_ids).prefetch_related(_STEPS).order_by("-number")
    by_person: dict[UUID, list[SafetyPlanVersion]] = {one: [] for one in participant_ids}
    for version in found:
        by_person[version.participant_id].append(version)
    crises = _crises_over(participant_ids)
    return {one: _standing(mine, crises.get(one)) for one, mine in by_person.items()}


def _crises_over(participant_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When the last alert that calls for a new look at the plan was closed, by participant."""
    closed = Alert.objects.filter(participant_id__in=participant_ids, level__in=rules.policy().after_alerts)
    return dict(closed.exclude(closed_at=None).values_list("participant_id").annotate(over=Max("closed_at")))


def _standing(versions: Sequence[SafetyPlanVersion], crisis_over_at: datetime | None) -> Standing:
    facts, by_id = [known(one) for one in versions], {one.id: one for one in versions}
    agreed, drafted = rules.in_force(facts), rules.draft(facts)
    in_force = by_id[agreed.id] if agreed else None
    review = None
    if in_force:
        looked_at = rules.last_looked_at((step.kind, step.saved_at) for step in in_force.steps.all())
        review = rules.review_of(rules.policy(), looked_at=looked_at, crisis_over_at=crisis_over_at)
    need = rules.need_of(facts, review, now=clock.now())
    return Standing(in_force, by_id[drafted.id] if drafted else None, review, need, versions)


@dataclass(frozen=True)
class TheirPart:
    """What of a safety plan concerns one supporter: whether the plan in force names them, and how they can help."""

    is_named: bool
    ways: Sequence[str]


def part_of_supporter(supporter: Supporter) -> TheirPart:
    """For whoever may see it: the supporter while it is shared, and the participant."""
    in_force = standing_of(supporter.participant_id).in_force
    said = HelpAsked.objects.filter(supporter=supporter).order_by("-said_at", "-id").first()
    return TheirPart(
        is_named=in_force is not None and rules.names(in_force.sections, supporter.name),
        ways=said.ways if said else (),
    )


def known(version: SafetyPlanVersion) -> Version:
    """What the rules read of a version; its steps are looked up where they were not fetched with it."""
    return Version(version.id, version.number, frozenset(step.kind for step in version.steps.all()))


def version(actor: Actor, version_id: UUID) -> SafetyPlanVersion:
    """One version. Raises NotYours."""
    found = SafetyPlanVersion.objects.visible_to(actor).filter(id=version_id).select_related("participant").first()
    if found is None:
        raise NotYours()
    return found


def step_of(version: SafetyPlanVersion, kind: Mark) -> SafetyPlanStep | None:
    """The last step of a kind, from those fetched with the version."""
    return next((step for step in reversed(version.steps.all()) if step.kind == kind), None)


_OF_PRIMARY = {"participant__care_team__until": None, "participant__care_team__role": TeamRole.PRIMARY}


@dataclass(frozen=True)
class ToLookAt:
    """Somebody whose plan needs their primary therapist."""

    participant: Participant
    need: Need
    since: datetime | None


def to_look_at(actor: Actor) -> list[ToLookAt]:
    """The plans that need this member of staff, who is the primary therapist: crises first, then the longest due."""
    mine = programs.open_episodes(actor).filter(**_OF_PRIMARY, participant__care_team__staff_id=actor.who)
    people = {one.participant_id: one.participant for one in mine.select_related("participant")}
    order = list(Need)
    found = [
        ToLookAt(
            people[person_id], standing.need, standing.review.due_at if standing.is_due and standing.review else None
        )
        for person_id, standing in standings(people).items()
        if standing.need
    ]
    return sorted(found, key=lambda one: (order.index(one.need), one.since or clock.now(), one.participant.family_name))


def therapists_with_plans(actor: Actor) -> set[UUID]:
    """The primary therapists (staff ids) for whom somebody's plan waits."""
    found = programs.open_episodes(actor).filter(**_OF_PRIMARY)
    therapist = dict(found.values_list("participant_id", "participant__care_team__staff_id"))
    return {therapist[person_id] for person_id, standing in standings(therapist).items() if standing.need}
