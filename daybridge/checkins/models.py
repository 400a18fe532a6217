from uuid import UUID

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel


class CheckIn(TenantModel):
    """One check-in, as the participant sent it. The phone makes the id; rows are only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="check_ins", db_index=False)
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="+", db_index=False)
    episode_id: UUID
    #: The participant's own calendar day that this is about.
    on_day = models.DateField()
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)
    clock_was_wrong = models.BooleanField(default=False)
    mood = models.SmallIntegerField()
    anxiety = models.SmallIntegerField(null=True)
    urge = models.SmallIntegerField(null=True)
    sleep_hours = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    medicines = models.CharField(max_length=4, null=True)
    note = models.TextField(blank=True)
    #: What the person's own diary asks in the check-in: target -> {"level": 0 to 5, "acted": true}.
    marks = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mood__range=(1, 5)), name="mood_is_1_to_5"),
            models.CheckConstraint(condition=Q(anxiety__range=(0, 10)), name="anxiety_is_0_to_10"),
            models.CheckConstraint(condition=Q(urge__range=(0, 10)), name="urge_is_0_to_10"),
            models.CheckConstraint(condition=Q(sleep_hours__range=(0, 24)), name="sleep_is_0_to_24_hours"),
            models.CheckConstraint(condition=Q(medicines__in=["all", "some", "none"]), name="medicines_are_known"),
        ]
        indexes = [
            models.Index(fields=["participant", "-on_day", "-made_at"], name="check_ins_of_a_participant"),
            BrinIndex(fields=["saved_at"], autosummarize=True, name="check_ins_as_they_came"),
        ]


class DiarySetup(TenantModel):
    """What one person's check-in and diary ask, as a clinician once set it. Rows are only ever added; the newest holds."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    number = models.PositiveIntegerField()
    #: Which of the check-in's questions are asked beyond mood: {"anxiety": true, "sleep": true, ...}.
    asks = models.JSONField()
    #: [{"code": "...", "kind": "urge", "own": "", "danger": "use", "on_check_in": true}, ...] in the order they are asked.
    targets = models.JSONField()
    #: Codes of the skills that the diary lists; empty: all of the site's.
    skills = models.JSONField()
    set_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    set_by_id: UUID | None
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "number"], name="one_diary_setup_of_each_number")]


class Entry(TenantModel):
    """A worksheet or diary page as the participant sent it. The phone makes the id; rows are only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="+", db_index=False)
    episode_id: UUID
    #: The entry that this one goes on with or corrects; its own id for a first one. The last one made is what holds.
    about = models.UUIDField()
    worksheet = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    on_day = models.DateField()
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)
    clock_was_wrong = models.BooleanField(default=False)
    #: Whether their team may read it. One that is kept is read by nobody but its author.
    is_shared = models.BooleanField()
    answers = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["participant", "-on_day", "-made_at"], name="entries_of_a_participant"),
            models.Index(fields=["participant", "about"], name="entries_about_one_thing"),
        ]


class GoneThrough(TenantModel):
    """Something that a person wrote or told was looked at together: a worksheet, or the setbacks of a day. Only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    #: What it was about (`Entry.about`); None for the setbacks of a day.
    about = models.UUIDField(null=True)
    on_day = models.DateField()
    in_session = models.BooleanField()
    #: What the two agreed on, in a few words.
    agreed = models.CharField(max_length=300, blank=True)
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    staff_id: UUID
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["participant", "-at"], name="gone_through_together")]
