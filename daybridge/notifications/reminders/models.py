from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.notifications.reminders.rules import Purpose, Schedule
from daybridge.people.models import Participant


class Reminder(TenantModel):
    """Something a participant wants to be reminded of. What they set stands in its versions; here is where it has got to."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    purpose = models.CharField(max_length=9, choices=[(one.value, one.value) for one in Purpose])
    made_at = models.DateTimeField(default=clock.now)
    #: What holds now; only a row that is being made has none.
    current = models.ForeignKey(
        "notifications.ReminderVersion", models.PROTECT, null=True, related_name="+", db_index=False
    )
    current_id: UUID | None
    paused_until = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)
    #: What it reminds of was done for that local day already, so that day's occurrence is not heard.
    done_on = models.DateField(null=True)
    #: Since when it has been as it is, and up to which local day and time its occurrences are on the ledger.
    since = models.DateTimeField(default=clock.now)
    settled_day = models.DateField()
    settled_time = models.TimeField()
    #: When the next occurrence is due; None when none is to come.
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(next_at=None), name="a_removed_reminder_is_never_due"
            )
        ]
        indexes = [
            models.Index(
                fields=["organization", "next_at"], condition=Q(next_at__isnull=False), name="reminders_to_come"
            ),
            models.Index(fields=["participant"], condition=Q(removed_at=None), name="reminders_of_a_person"),
        ]

    @property
    def version(self) -> "ReminderVersion":
        """What holds now."""
        assert self.current is not None
        return self.current

    @property
    def settled(self) -> datetime:
        """Up to when by the local clock its occurrences are on the ledger."""
        return datetime.combine(self.settled_day, self.settled_time)

    def schedule(self, *, all_paused_until: date | None) -> Schedule:
        """When it is due, with its own pause and with the one of all reminders."""
        told = self.version
        pauses = [one for one in (self.paused_until, all_paused_until) if one]
        return Schedule(told.at, frozenset(told.days), told.starts_on, told.ends_on, max(pauses) if pauses else None)


class ReminderVersion(TenantModel):
    """A reminder as it was once set. Rows are only ever added."""

    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="versions")
    reminder_id: UUID
    number = models.PositiveIntegerField()
    at = models.TimeField()
    #: Days of the week; Monday is 0.
    days = ArrayField(models.PositiveSmallIntegerField())
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    even_when_quiet = models.BooleanField(default=False)
    #: The person's own words, shown to them in the app and to nobody else; they leave the house by no channel.
    own_words = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reminder", "number"], name="one_version_of_each_number"),
            models.CheckConstraint(
                condition=Q(days__contained_by=list(range(7))) & Q(days__len__gt=0), name="a_reminder_has_days"
            ),
        ]
