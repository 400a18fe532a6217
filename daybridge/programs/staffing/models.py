from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.programs.staffing.rules import Days, Reason, StaffWeek


class StaffWeekTold(TenantModel):
    """The hours that somebody works, whole, as told once. Rows are only ever added; the newest holds."""

    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    staff_id: UUID
    #: Counts what was told of this person, from 1.
    number = models.PositiveIntegerField()
    #: `staffing.rules.StaffWeek` as JSON.
    week = models.JSONField()
    #: Empty where the machinery told it.
    told_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    told_by_id: UUID | None
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "number"], name="one_staff_week_a_number")]

    @property
    def said(self) -> StaffWeek:
        return StaffWeek.from_json(self.week)


class LeaveQuerySet(models.QuerySet["Leave"]):
    def standing(self) -> "LeaveQuerySet":
        """Those that nobody took back."""
        return self.filter(taken_back_at=None)


class Leave(TenantModel):
    """Somebody who works here is away, from one day to another, or for some minutes of each of these days."""

    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="leaves")
    staff_id: UUID
    from_on = models.DateField()
    until_on = models.DateField()
    #: Minutes since midnight on the organization's clock; both empty for whole days.
    start = models.PositiveSmallIntegerField(null=True)
    end = models.PositiveSmallIntegerField(null=True)
    #: Only they and directors read it.
    reason = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Reason])
    told_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    told_by_id: UUID | None
    told_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    taken_back_by_id: UUID | None

    objects = LeaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="a_leave_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__lt=F("end"), end__lte=24 * 60),
                name="a_leave_is_of_whole_days_or_of_hours",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[one.value for one in Reason]), name="a_leave_has_a_known_reason"
            ),
        ]
        indexes = [models.Index(fields=["organization", "from_on"], name="leaves_by_day")]

    @property
    def days(self) -> Days:
        return Days(self.from_on, self.until_on, self.start, self.end)
