from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.plans.rules import MOST_CHARACTERS, Ending


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
