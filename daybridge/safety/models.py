from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.people.models import Participant
from daybridge.safety.rules import Level


class SupportRequest(TenantModel):
    """A participant asked for someone, or said they are not safe. The phone makes the id."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="support_requests")
    participant_id: UUID
    kind = models.CharField(max_length=10, choices=[("contact", "contact"), ("not_safe", "not_safe")])
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)
    alert = models.ForeignKey("safety.Alert", models.PROTECT, null=True, related_name="requests")
    alert_id: UUID | None


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, actor: Actor) -> "AlertQuerySet":
        """Alerts about participants this actor may look at, and those they own."""
        visible = Participant.objects.visible_to(actor).values("id")
        return self.filter(Q(participant_id__in=visible) | Q(owner_id=actor.person_id))

    def still_open(self) -> "AlertQuerySet":
        return self.filter(closed_at=None)

    def not_taken(self) -> "AlertQuerySet":
        return self.still_open().filter(taken_at=None)


class Alert(TenantModel):
    """Something that calls for a human: the facts, the rule that raised it, its owner and its clock."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="alerts")
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, null=True, related_name="alerts", db_index=False)
    rule = models.CharField(max_length=40)
    rule_version = models.PositiveIntegerField()
    rule_source = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    gravity = models.PositiveSmallIntegerField()
    marks = ArrayField(models.CharField(max_length=80))
    #: [{"code": "urge", "on_day": "2026-11-23", "value": 9}, ...]
    facts = models.JSONField()
    raised_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    owner = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="alerts")
    owner_id: UUID | None
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    reached_at = models.DateTimeField(null=True)
    #: What staff wrote to the participant, shown to them as it is.
    answer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "rule"], condition=Q(closed_at=None), name="one_open_alert_per_rule"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(taken_at__isnull=False) & ~Q(outcome=""),
                name="closing_needs_an_owner_and_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "due_at"], condition=Q(closed_at=None), name="open_alerts_by_clock"),
            models.Index(fields=["participant", "-raised_at"], name="alerts_of_a_participant"),
        ]


class AlertStep(TenantModel):
    """One line of an alert's history. Only ever added."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=20)
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    to_staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    facts = models.JSONField(default=list)
    note = models.TextField(blank=True)
