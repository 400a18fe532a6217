from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.attendance.afterwards import models as afterwards_models  # noqa: F401 - Django finds a room's tables in this file
from daybridge.attendance.rules import FROM_AFAR, Source, State, Way
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.core.models import TenantModel


class HeldSession(TenantModel):
    """How a date of the calendar really went: when it began and ended (FHIR: Encounter). Made with the first thing told of it."""

    occurrence = models.OneToOneField("programs.Occurrence", models.PROTECT, related_name="held")
    occurrence_id: UUID
    #: Only where somebody said that it began at another time than the calendar says.
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: Nobody had ended it: the clock did, at the time it was to end.
    is_ended_by_clock = models.BooleanField(default=False)
    ended_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    ended_by_id: UUID | None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(began_at=None) | Q(ended_at__gt=F("began_at")),
                name="a_session_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, is_ended_by_clock=False, ended_by=None) | Q(ended_at__isnull=False),
                name="who_ended_a_session_that_ended",
            ),
        ]


class Break(TenantModel):
    """A pause of a session, for everybody: its minutes are nobody's."""

    held = models.ForeignKey(HeldSession, models.PROTECT, related_name="breaks")
    held_id: UUID
    begins_at = models.DateTimeField()
    #: Empty while it lasts.
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("begins_at")), name="a_break_takes_time"
            ),
            models.UniqueConstraint(fields=["held"], condition=Q(ends_at=None), name="one_break_at_a_time"),
        ]


class Facilitator(TenantModel):
    """Who leads a session beside, or in place of, whom the calendar names: from a moment until another."""

    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, related_name="facilitators")
    occurrence_id: UUID
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    staff_id: UUID
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)
    #: What whoever takes over should know, in the words of whoever hands over.
    note = models.CharField(max_length=1000, blank=True)
    added_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "staff"], condition=Q(until=None), name="a_facilitator_once")
        ]


class Correction(TenantModel):
    """Somebody of the staff says how one person's presence really was, and why. Only ever added."""

    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, related_name="+", db_index=False)
    occurrence_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    why = models.CharField(max_length=400)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["occurrence", "participant"], name="corrections_of_a_session")]


class PresenceMark(TenantModel):
    """One source says that somebody came to a session or left it. Only ever added; the source makes the id, so that twice is once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, related_name="+", db_index=False)
    occurrence_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    way = models.CharField(max_length=3, choices=[(one.value, one.value) for one in Way])
    source = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Source])
    #: Which connection, where somebody may have two of one kind.
    stream = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)
    #: Who of the staff told it; empty where a device did, or the person themself.
    told_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    #: Where they are and how to call them back, confirmed each time somebody comes from elsewhere.
    location = models.CharField(max_length=200, blank=True)
    call_back = models.CharField(max_length=32, blank=True)
    #: Of marks that a correction put in place of those before it.
    correction = models.ForeignKey(Correction, models.PROTECT, null=True, related_name="marks")
    correction_id: UUID | None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source=Source.CORRECTION, correction__isnull=False)
                | (~Q(source=Source.CORRECTION) & Q(correction=None)),
                name="a_corrected_mark_has_its_correction",
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.IN, source__in=[one.value for one in sorted(FROM_AFAR)])
                | (~Q(location="") & ~Q(call_back="")),
                name="who_comes_from_afar_says_where_they_are",
            ),
        ]
        indexes = [
            models.Index(fields=["occurrence", "participant", "at"], name="marks_of_a_session"),
            models.Index(fields=["participant", "at"], name="marks_of_a_person"),
        ]


class MarkWithdrawn(TenantModel):
    """A correction no longer counts this mark. Only ever added; the mark itself stays to be read."""

    mark = models.OneToOneField(PresenceMark, models.PROTECT, related_name="withdrawn")
    mark_id: UUID
    correction = models.ForeignKey(Correction, models.PROTECT, related_name="withdraws")


class Excuse(TenantModel):
    """Somebody of the staff excuses a person from a session, and says why; or says that it holds no longer. Only ever added; the newest holds."""

    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, related_name="+", db_index=False)
    occurrence_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    holds = models.BooleanField(default=True)
    why = models.CharField(max_length=400)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["occurrence", "participant"], name="excuses_of_a_session")]


class Promise(TenantModel):
    """A participant says that they will come. Only ever added; not coming is told in `programs.attending`."""

    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, related_name="+", db_index=False)
    occurrence_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occurrence", "participant"], name="a_promise_once")]


class GuestVisit(TenantModel):
    """Whether a guest came to a session of a family group, as staff say. Only ever added; the newest holds. No attendance and no minutes."""

    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, related_name="+", db_index=False)
    occurrence_id: UUID
    invitation = models.ForeignKey("programs.FamilyInvitation", models.PROTECT, related_name="+", db_index=False)
    invitation_id: UUID
    #: Whose guest it is.
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    has_come = models.BooleanField()
    said_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["occurrence", "invitation", "-said_at"], name="guests_who_came")]


class Attendance(TenantModel):
    """How one session went for one person, worked out anew from all that was told whenever something was: the ledger adds these up.

    It holds nothing that marks, corrections, excuses and the calendar do not say (tests/… prove that it can be made again).
    """

    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, related_name="attendances", db_index=False)
    occurrence_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="attendances", db_index=False)
    participant_id: UUID
    #: The day on which it began, on the clock of where it is.
    on_day = models.DateField()
    state = models.CharField(max_length=9, choices=[(one.value, one.value) for one in State])
    #: Minutes that they were expected for; 0 for who came without being expected.
    scheduled_minutes = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    is_here = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    left_early = models.BooleanField(default=False)
    #: They come, or came, from elsewhere.
    is_from_afar = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "participant"], name="one_attendance_a_session"),
            models.CheckConstraint(
                condition=Q(minutes=0) | Q(state=State.PRESENT), name="minutes_are_of_who_was_there"
            ),
        ]
        indexes = [models.Index(fields=["participant", "on_day"], name="attendance_by_day")]
