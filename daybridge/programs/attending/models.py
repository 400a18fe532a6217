from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.programs.attending.rules import MOST_NOTE_CHARACTERS, Reason


class Absence(TenantModel):
    """Somebody told that they will not come: to one session, or on these days. Rows are only ever added; the phone makes the id.

    `Booking.absence` says of which sessions it took the seat off.
    """

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    #: Empty where days were told.
    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, null=True, related_name="+", db_index=False)
    occurrence_id: UUID | None
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Reason])
    note = models.CharField(max_length=MOST_NOTE_CHARACTERS, blank=True)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="an_absence_ends_after_it_began")
        ]
        indexes = [models.Index(fields=["participant", "last_on"], name="absences_of_a_person")]


class AbsenceTakenBack(TenantModel):
    """They come after all. Only ever added; the phone makes the id."""

    absence = models.OneToOneField(Absence, models.PROTECT, related_name="taken_back")
    absence_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    saved_at = models.DateTimeField(default=clock.now)
