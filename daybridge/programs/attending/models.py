from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.programs.attending.rules import (
    MOST_ANSWER_CHARACTERS,
    MOST_BETTER_CHARACTERS,
    MOST_NOTE_CHARACTERS,
    Outcome,
    Reason,
)


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


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    def live(self) -> "CalendarLinkQuerySet":
        return self.filter(ended_at=None)


class CalendarLink(TenantModel):
    """A private address that a participant's own calendar follows. Its secret part is signed, and kept nowhere."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    #: Whether it names groups and places; otherwise every session is an appointment.
    shows_names = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(ended_at=None), name="one_living_calendar_link_a_person"
            )
        ]


class ChangeRequest(TenantModel):
    """Somebody's times do not suit them any more: those of one seat, or in all. Only ever added; the phone makes the id."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    #: Empty where other hours are asked for in all.
    seat = models.ForeignKey("programs.Seat", models.PROTECT, null=True, related_name="+", db_index=False)
    seat_id: UUID | None
    #: What would be better, in their own words.
    better = models.CharField(max_length=MOST_BETTER_CHARACTERS)
    note = models.CharField(max_length=MOST_NOTE_CHARACTERS, blank=True)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["participant", "-made_at"], name="changes_asked_by_a_person")]


class ChangeAnswer(TenantModel):
    """What somebody of the team said to it. Only ever added; the newest holds, so that a talk may end in an answer."""

    request = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="answers")
    request_id: UUID
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Outcome])
    words = models.CharField(max_length=MOST_ANSWER_CHARACTERS)
    at = models.DateTimeField(default=clock.now)
