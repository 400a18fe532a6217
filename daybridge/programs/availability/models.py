from uuid import UUID

from django.db import models

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.programs.availability.rules import Week


class WeekTold(TenantModel):
    """A person's week as it was told once, whole. Rows are only ever added; the one made last holds. The phone or the page makes the id."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    #: Who of the staff wrote it down with them; the participant did where nobody is named.
    told_to = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    told_to_id: UUID | None
    #: `availability.rules.Week` as JSON.
    week = models.JSONField()
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["participant", "-made_at", "-id"], name="weeks_told_by_a_person")]

    @property
    def said(self) -> Week:
        return Week.from_json(self.week)


class WeekConfirmed(TenantModel):
    """A member of staff has gone through it with the person: the schedule may count on it. Only ever added."""

    told = models.OneToOneField(WeekTold, models.PROTECT, related_name="confirmed")
    told_id: UUID
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)
