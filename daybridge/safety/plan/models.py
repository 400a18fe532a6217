from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.people.models import Participant
from daybridge.safety.plan.rules import MOST_CHARACTERS, MOST_WAYS, Mark

_BY_STAFF = [Mark.IN_PERSON.value, Mark.COUNTERSIGNED.value, Mark.REVIEWED.value]


class SafetyPlanVersionQuerySet(models.QuerySet["SafetyPlanVersion"]):
    def visible_to(self, actor: Actor) -> "SafetyPlanVersionQuerySet":
        """The plans of participants this actor may look at."""
        return self.filter(participant_id__in=Participant.objects.visible_to(actor).values("id"))


class SafetyPlanVersion(TenantModel):
    """A safety plan as it was once saved, whole. Rows are only ever added; the phone or the page makes the id."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="safety_plans", db_index=False)
    participant_id: UUID
    number = models.PositiveIntegerField()
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    based_on_id: UUID | None
    #: Who of the staff wrote it; the participant did where nobody is named.
    written_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    written_by_id: UUID | None
    #: {"signs": [{"text": "...", "relation": "", "phone": ""}, ...], ...}: every section of `plan.rules.Section`.
    sections = models.JSONField()
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)

    objects = SafetyPlanVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "number"], name="one_plan_of_each_number"),
        ]


class SafetyPlanStep(TenantModel):
    """What was done with a version: signed, agreed in person, countersigned, looked at again, dropped. Only ever added."""

    plan = models.ForeignKey(SafetyPlanVersion, models.PROTECT, related_name="steps")
    plan_id: UUID
    kind = models.CharField(max_length=14, choices=[(mark.value, mark.value) for mark in Mark])
    #: Who of the staff did it; the participant did where nobody is named.
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    staff_id: UUID | None
    at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind"], condition=~Q(kind=Mark.REVIEWED.value), name="a_plan_is_signed_once_by_each"
            ),
            models.CheckConstraint(
                condition=Q(kind=Mark.SIGNED.value, staff=None)
                | Q(kind__in=_BY_STAFF, staff__isnull=False)
                | Q(kind=Mark.DROPPED.value),
                name="nobody_signs_a_plan_for_another",
            ),
        ]


class HelpAsked(TenantModel):
    """How one supporter can help on a bad day, as the participant says it. Rows are only ever added; the newest holds, also an empty one."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    supporter = models.ForeignKey("people.Supporter", models.PROTECT, related_name="+", db_index=False)
    supporter_id: UUID
    ways = ArrayField(models.CharField(max_length=MOST_CHARACTERS), size=MOST_WAYS)
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ways__len__lte=MOST_WAYS), name="help_in_a_few_ways"),
        ]
        indexes = [models.Index(fields=["supporter", "-said_at"], name="help_asked_of_a_supporter")]
