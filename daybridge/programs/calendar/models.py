from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.programs.calendar.rules import State, Weekly

if TYPE_CHECKING:
    from daybridge.people.models import Staff
    from daybridge.programs.models import Room


class Series(TenantModel):
    """A group's weekly time with its room and who leads it, from one day until another. A change ends one and begins the next.

    One that ended before it began was taken back and never held.
    """

    group = models.ForeignKey("programs.Group", models.PROTECT, related_name="series")
    group_id: UUID
    weekday = models.PositiveSmallIntegerField()
    #: Minutes since midnight on the clock of the site, or of the organization where there is no site.
    start = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    site = models.ForeignKey("programs.Site", models.PROTECT, null=True, related_name="+", db_index=False)
    site_id: UUID | None
    room = models.ForeignKey("programs.Room", models.PROTECT, null=True, related_name="+", db_index=False)
    room_id: UUID | None
    lead = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    lead_id: UUID
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="a_series_has_a_weekday"),
            models.CheckConstraint(condition=Q(start__lt=24 * 60), name="a_series_begins_on_its_day"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 480)), name="a_series_fits_in_a_day"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on") - timedelta(days=1)),
                name="a_series_ends_after_it_began",
            ),
        ]

    @property
    def weekly(self) -> Weekly:
        return Weekly(self.weekday, self.start, self.minutes, self.from_on, self.until_on)


class Seat(TenantModel):
    """A participant's place in a series, from one day until another: past rosters stay as they were."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="seats")
    series_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="seats")
    participant_id: UUID
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    #: Somebody ended this very seat; one that ended with its weekly time comes back with it.
    is_left = models.BooleanField(default=False, db_default=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "participant"], condition=Q(until_on=None), name="one_open_seat_in_a_series"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on") - timedelta(days=1)),
                name="a_seat_ends_after_it_began",
            ),
        ]


class Occurrence(TenantModel):
    """A series on one date: `on_day` is the date it stands for, `begins_at` when it really is (FHIR: Appointment)."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="occurrences", db_index=False)
    series_id: UUID
    on_day = models.DateField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=9, default=State.PLANNED, choices=[(one.value, one.value) for one in State])
    #: Why it does not take place, for staff.
    why = models.CharField(max_length=200, blank=True)
    #: Who leads it, and where, in place of what its series says, on this date alone.
    cover = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    cover_id: UUID | None
    other_room = models.ForeignKey("programs.Room", models.PROTECT, null=True, related_name="+", db_index=False)
    other_room_id: UUID | None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "on_day"], name="a_series_once_a_day"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="an_occurrence_takes_time"),
        ]
        indexes = [models.Index(fields=["organization", "begins_at"], name="occurrences_by_time")]

    @property
    def led_by(self) -> "Staff":
        return self.cover or self.series.lead

    @property
    def held_in(self) -> "Room | None":
        return self.other_room or self.series.room


class BookingQuerySet(models.QuerySet["Booking"]):
    def standing(self) -> "BookingQuerySet":
        return self.filter(is_on=True)

    def put_back(self) -> int:
        """They stand again."""
        return self.update(is_on=True, changed_at=clock.now(), changes=F("changes") + 1)

    def take_off(self, **why: object) -> int:
        """They do not stand any more; calendars that follow them learn of it."""
        changed = {"is_on": False, "changed_at": clock.now(), "changes": F("changes") + 1}
        return self.update(**changed, **why)


class Booking(TenantModel):
    """Who or what is taken by an occurrence: a participant, a member of staff, or a room; `who` is its id whichever it is.

    Two that stand for the same `who` never meet: the database refuses the second.
    """

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="bookings")
    occurrence_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, null=True, related_name="bookings")
    participant_id: UUID | None
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    room = models.ForeignKey("programs.Room", models.PROTECT, null=True, related_name="+", db_index=False)
    who = models.UUIDField()
    during = DateTimeRangeField()
    is_on = models.BooleanField(default=True)
    #: Taken by the participant for this date alone, to make up for hours that are missing.
    is_make_up = models.BooleanField(default=False)
    #: What took it off, where the participant told that they will not come.
    absence = models.ForeignKey("programs.Absence", models.PROTECT, null=True, related_name="bookings", db_index=False)
    absence_id: UUID | None
    #: When it was last taken off or put back, and how often: what a calendar that follows it goes by (SEQUENCE).
    changed_at = models.DateTimeField(default=clock.now)
    changes = models.PositiveIntegerField(default=0)

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="nobody_is_in_two_places",
                expressions=[("who", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(is_on=True),
            ),
            models.CheckConstraint(
                condition=Q(participant=F("who"), staff=None, room=None)
                | Q(participant=None, staff=F("who"), room=None)
                | Q(participant=None, staff=None, room=F("who")),
                name="a_booking_is_of_one",
            ),
        ]


class Closure(TenantModel):
    """A day on which a site, or the whole house where none is named, holds nothing."""

    site = models.ForeignKey("programs.Site", models.PROTECT, null=True, related_name="+", db_index=False)
    site_id: UUID | None
    day = models.DateField()
    name = models.CharField(max_length=80)
    #: What it took off the calendar, for whoever takes the closure back: ids of occurrences and of bookings.
    occurrences = ArrayField(models.UUIDField(), default=list)
    bookings = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "site", "day"], nulls_distinct=False, name="a_day_closed_once"
            )
        ]
