from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.plans.rules import MOST_CHARACTERS, Ending, Step
from daybridge.plans.rules.content import MOST_WORDS, Content


class Objective(TenantModel):
    """One thing that somebody works on in a stay (FHIR: Goal). Its words never change: what changes is a new one."""

    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="objectives")
    episode_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="objectives")
    participant_id: UUID
    #: Counts the objectives of a stay, from 1: staff speak of them by number.
    number = models.PositiveSmallIntegerField()
    said = models.CharField(max_length=MOST_CHARACTERS)
    #: Code of a measure that speaks to it, empty where none does.
    measure = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    ending = models.CharField(max_length=9, blank=True, choices=[(one.value, one.value) for one in Ending])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "number"], name="one_objective_a_number"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="an_objective_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PlanDraft(TenantModel):
    """A treatment plan as it is written: whole, changed again and again, until it is signed or left. One at a time for each person."""

    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="+", db_index=False)
    episode_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="plan_drafts", db_index=False)
    participant_id: UUID
    #: `rules.content.Content` as JSON.
    content = models.JSONField(default=dict)
    #: Counts its changes: who writes on an older one is told.
    revision = models.PositiveIntegerField(default=1)
    begun_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField(default=clock.now)
    #: The page on somebody's screen that changed it last: no page is behind itself.
    changed_on = models.UUIDField(null=True)
    #: When it was signed, or left.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(closed_at=None), name="one_plan_is_written_at_a_time"
            )
        ]


class PlanVersion(TenantModel):
    """A treatment plan as a clinician signed it, whole (FHIR: CarePlan). It holds from then on, until the next. Only ever added."""

    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="plan_versions")
    episode_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="plan_versions")
    participant_id: UUID
    #: Counts the versions of a stay, from 1.
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    #: SHA-256, in hexadecimal, of what was signed, by whom and when.
    digest = models.CharField(max_length=64)
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    signed_by_id: UUID
    signed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "number"], name="one_plan_version_a_number")]

    @property
    def says(self) -> Content:
        return Content.from_json(self.content)


class PlanStep(TenantModel):
    """What was done with a version: the participant signed it or did not want to, a physician certified it, it was looked at again. Only ever added."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="steps")
    version_id: UUID
    kind = models.CharField(max_length=9, choices=[(one.value, one.value) for one in Step])
    #: Who of the staff did it; the participant did where nobody is named.
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    staff_id: UUID | None
    words = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], condition=Q(kind=Step.SIGNED), name="a_plan_is_signed_once_by_its_person"
            ),
            models.CheckConstraint(
                condition=Q(kind=Step.SIGNED, staff=None) | (~Q(kind=Step.SIGNED) & Q(staff__isnull=False)),
                name="nobody_signs_a_treatment_plan_for_another",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Step.DECLINED) | ~Q(words=""), name="who_declines_a_plan_says_why"
            ),
        ]


class GoalWords(TenantModel):
    """How a participant says a goal of theirs, in words of their own. Only ever added; the newest are shown beside what was signed."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    goal_id = models.UUIDField()
    said = models.CharField(max_length=MOST_WORDS)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["participant", "goal_id"], name="words_of_a_goal")]
