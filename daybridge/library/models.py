from uuid import UUID

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.library.rules import MOST_NOTE_CHARACTERS, Helped, Way


class AssignedQuerySet(models.QuerySet["Assigned"]):
    def standing(self) -> "AssignedQuerySet":
        """Those that nobody has taken back."""
        return self.filter(taken_back_at=None)


class Assigned(TenantModel):
    """A piece that a clinician gave somebody to read or do, with a line why."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    code = models.CharField(max_length=40)
    note = models.CharField(max_length=MOST_NOTE_CHARACTERS, blank=True)
    assigned_at = models.DateTimeField(default=clock.now)
    assigned_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True)

    objects = AssignedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "code"], condition=Q(taken_back_at=None), name="assigned_once_at_a_time"
            )
        ]


class Opened(TenantModel):
    """One line of a visit to a piece, as the phone told it; the phone makes the id, and rows are only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    #: The same for all lines of one visit; the first line's own id.
    visit_id = models.UUIDField()
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])
    is_done = models.BooleanField(default=False)
    helped = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Helped])
    #: The participant's own day.
    on_day = models.DateField()
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["participant", "-made_at"], name="opened_by_a_participant"),
            BrinIndex(fields=["saved_at"], autosummarize=True, name="opened_as_they_came"),
        ]
