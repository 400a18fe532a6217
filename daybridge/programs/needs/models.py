from uuid import UUID

from django.db import models

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.programs.needs.rules import Needs


class NeedsSet(TenantModel):
    """What somebody's week must hold, whole, as it was set once and why. Rows are only ever added; the newest holds."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    #: Counts what was set for this person, from 1.
    number = models.PositiveIntegerField()
    #: `needs.rules.Needs` as JSON.
    needs = models.JSONField()
    why = models.CharField(max_length=400)
    #: Empty where the machinery set it.
    set_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    set_by_id: UUID | None
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "number"], name="one_needs_set_a_number")]

    @property
    def said(self) -> Needs:
        return Needs.from_json(self.needs)
