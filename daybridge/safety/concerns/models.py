from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.safety.concerns.rules import Danger


class SupporterConcern(TenantModel):
    """A supporter's words about their worry, for the care team alone. Rows are only ever added; the form makes the id."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    supporter = models.ForeignKey("people.Supporter", models.PROTECT, related_name="+", db_index=False)
    supporter_id: UUID
    #: The alert that this concern raised or joined.
    alert = models.ForeignKey("safety.Alert", models.PROTECT, related_name="concerns")
    alert_id: UUID
    words = models.TextField()
    danger = models.CharField(max_length=8, choices=[(danger.value, danger.value) for danger in Danger])
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_concern_has_words"),
        ]
        indexes = [models.Index(fields=["supporter", "-saved_at"], name="concerns_of_a_supporter")]
