from datetime import date
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.measures.rules import Way


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def unanswered(self) -> "AssignmentQuerySet":
        """Those that nobody has finished nor taken back."""
        finished = Sheet.objects.filter(assignment=OuterRef("pk"), finished_at__isnull=False)
        return self.filter(withdrawn_at=None).exclude(Exists(finished))

    def open_on(self, day: date) -> "AssignmentQuerySet":
        """Those that may be answered on this day."""
        return self.unanswered().filter(due_on__lte=day, until__gte=day)


class Assignment(TenantModel):
    """One instrument that somebody is asked to answer on one occasion of their stay."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="+", db_index=False)
    episode_id: UUID
    instrument = models.CharField(max_length=40)
    #: `intake`, `week-3`, `month-1`, `discharge`, `after-30`; `asked-2026-11-24` for what a clinician asks beside the battery.
    occasion = models.CharField(max_length=20)
    due_on = models.DateField()
    until = models.DateField()
    assigned_at = models.DateTimeField(default=clock.now)
    assigned_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "instrument", "occasion"], name="asked_once_an_occasion"),
            models.CheckConstraint(condition=Q(until__gte=F("due_on")), name="an_assignment_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=["organization", "until"], name="assignments_by_their_end")]


class Sheet(TenantModel):
    """One set of answers to one instrument. The phone or the page makes the id; what was answered stands in its parts."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, null=True, related_name="+", db_index=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="sheets")
    assignment_id: UUID | None
    instrument = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])
    #: The participant's own day of the last answers.
    on_day = models.DateField()
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    #: Who wrote the answers down, where that was not the participant.
    entered_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    #: The administrative sex that cuts were judged by; empty where it is not on record and the lower line held.
    sex = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [models.Index(fields=["participant", "instrument", "-on_day"], name="sheets_of_a_participant")]


class SheetPart(TenantModel):
    """Answers as they came, all given so far. The phone makes the id; rows are only ever added."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="parts")
    sheet_id: UUID
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)
    #: {"1": "2", "9": "declined"}: numbers as they were given, exactly.
    answers = models.JSONField()
    is_last = models.BooleanField(default=False)

    class Meta:
        indexes = [BrinIndex(fields=["saved_at"], autosummarize=True, name="answers_as_they_came")]


class Score(TenantModel):
    """One score of a finished sheet; without a value where answers are missing that it needs."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="scores")
    sheet_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    instrument = models.CharField(max_length=40)
    score = models.CharField(max_length=40)
    on_day = models.DateField()
    value = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    converted = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    band = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=40, blank=True)
    is_prorated = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "score"], name="each_score_once_a_sheet")]
        indexes = [models.Index(fields=["participant", "on_day"], name="scores_of_a_participant")]

    @property
    def shown(self) -> Decimal | None:
        """The value on the scale that its bands stand on."""
        return self.value if self.converted is None else self.converted
