from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.medications.reconciling.rules import Occasion


class TakingTold(TenantModel):
    """What a participant says they take, as they sent it. The phone makes the id; rows are only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    #: For each medicine of their list: `medicine_id`, `says`, `words`.
    lines = models.JSONField(default=list)
    #: What else they take, one a line.
    more = models.TextField(blank=True)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)


class ReconcilingDraft(TenantModel):
    """What is half decided, kept as it was typed, until it is signed. One at a time for each person."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    #: Field of the form -> what was typed.
    typed = models.JSONField(default=dict)
    #: Counts its changes: who goes on with an older one is told.
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(closed_at=None), name="one_list_is_reconciled_at_a_time"
            )
        ]


class Reconciliation(TenantModel):
    """A list of medicines that somebody went through line by line, as they signed it. Only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, null=True, related_name="+", db_index=False)
    episode_id: UUID | None
    occasion = models.CharField(max_length=12)
    #: Each line as it stood, what was decided, and why.
    lines = models.JSONField()
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    signed_by_id: UUID
    signed_at = models.DateTimeField(default=clock.now)
    #: SHA-256, in hexadecimal, of what was signed, by whom and when.
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(occasion__in=[one.value for one in Occasion]), name="lists_are_reconciled_on_occasions"
            )
        ]
