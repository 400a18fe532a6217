from uuid import UUID

from django.db import models

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.therapies.rules import MOST_HOMEWORK, Kind


class Outline(TenantModel):
    """A formulation or an order of targets, whole, as a therapist wrote it. Only ever added; the newest of a kind holds."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    #: Counts the versions of a person's outline of this kind, from 1.
    number = models.PositiveIntegerField()
    #: Heading -> words: `rules.HEADINGS`.
    content = models.JSONField()
    #: Whether its person may read it on their phone.
    is_shared = models.BooleanField(default=False)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_by_id: UUID
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "kind", "number"], name="one_outline_a_number")]


class Homework(TenantModel):
    """What somebody and their therapist agreed to try until next time. Only ever added; the newest is what is tried now."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    said = models.CharField(max_length=MOST_HOMEWORK)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_by_id: UUID
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["participant", "-made_at"], name="homework_of_a_participant")]
