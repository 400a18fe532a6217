from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.assessments.on_file import Form
from daybridge.assessments.rules import MOST_CHARACTERS, Change, Kind, Level
from daybridge.core import clock
from daybridge.core.models import TenantModel

_KINDS = [(one.value, one.value) for one in Kind]
_LEVELS = [(one.value, one.value) for one in Level]


class Assessment(TenantModel):
    """A document about somebody while it is filled, by them and by staff, until it is signed or left. One open of each kind in a stay."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="assessments")
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="+")
    episode_id: UUID
    kind = models.CharField(max_length=10, choices=_KINDS)
    #: Counts the documents of a kind about somebody, from 1.
    number = models.PositiveSmallIntegerField()
    #: A code of `on_file`, and that file whole as it was when this was begun: what is asked never changes under what was answered.
    form_code = models.CharField(max_length=40)
    form_version = models.PositiveIntegerField()
    template = models.JSONField()
    #: Empty where it followed from an admission.
    begun_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    begun_by_id: UUID | None
    begun_at = models.DateTimeField(default=clock.now)
    #: When it was signed, or left.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "kind"], condition=Q(closed_at=None), name="one_open_assessment_of_a_kind"
            ),
            models.UniqueConstraint(fields=["participant", "kind", "number"], name="one_assessment_a_number"),
        ]

    @cached_property
    def form(self) -> Form:
        return Form.model_validate(self.template)


class OwnAnswer(TenantModel):
    """What a participant wrote under one question, on their own side. `revision` counts its changes, from 1."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="own_answers", db_index=False)
    assessment_id: UUID
    code = models.CharField(max_length=40)
    said = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "code"], name="one_own_answer_to_a_question")]


class Answer(TenantModel):
    """What staff wrote under one question, or what was filled in there beforehand."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers", db_index=False)
    assessment_id: UUID
    code = models.CharField(max_length=40)
    said = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    #: From where it was filled in beforehand, as `sentences.source_in_words` reads it; empty for what somebody typed.
    source = models.JSONField(default=dict, blank=True)
    #: False while nobody has said that what was filled in is right.
    is_confirmed = models.BooleanField(default=True)
    #: Empty where the machinery filled it in.
    written_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    written_by_id: UUID | None
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="one_answer_to_a_question"),
            models.CheckConstraint(
                condition=Q(is_confirmed=True) | ~Q(source={}), name="only_what_was_filled_in_is_confirmed"
            ),
        ]


class SectionSignature(TenantModel):
    """A participant signed what they wrote in a section, as it stood. Only ever added; it holds while the words are the same."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="section_signatures")
    assessment_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    section = models.CharField(max_length=40)
    said = models.JSONField()
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=clock.now)


class SignedAssessment(TenantModel):
    """A document as a clinician signed it, whole, with what the participant wrote (FHIR: QuestionnaireResponse). Only ever added."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="signed")
    assessment_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="signed_assessments")
    participant_id: UUID
    kind = models.CharField(max_length=10, choices=_KINDS)
    #: The form, both sides, where each answer came from: see `queries.content_of`.
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    signed_by_id: UUID
    signed_at = models.DateTimeField(default=clock.now)

    @property
    def said(self) -> dict[str, str]:
        """The staff's side."""
        return dict(self.content["staff"])

    @property
    def told(self) -> dict[str, Any]:
        return dict(self.content)


class AssessmentAddendum(TenantModel):
    """What was added to a signed document, signed like it. Only ever added."""

    signed = models.ForeignKey(SignedAssessment, models.PROTECT, related_name="addenda")
    signed_id: UUID
    said = models.TextField(max_length=MOST_CHARACTERS)
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    signed_by_id: UUID
    signed_at = models.DateTimeField(default=clock.now)
    digest = models.CharField(max_length=64)


class LicensedReport(TenantModel):
    """A report that a site made with a licensed tool elsewhere, byte for byte. Only ever added; nothing reads what it says."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="licensed_reports")
    participant_id: UUID
    title = models.CharField(max_length=120)
    made_on = models.DateField(null=True)
    original = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "sha256"], name="the_same_report_once")]


class LevelChange(TenantModel):
    """One line of somebody's way between levels of care. Only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="level_changes", db_index=False)
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="level_changes")
    episode_id: UUID
    kind = models.CharField(max_length=11, choices=[(one.value, one.value) for one in Change])
    from_level = models.CharField(max_length=11, choices=_LEVELS)
    to_level = models.CharField(max_length=11, choices=_LEVELS)
    reason = models.CharField(max_length=400, blank=True)
    on_day = models.DateField()
    #: The worksheet behind it, or the page for leaving.
    signed = models.ForeignKey(SignedAssessment, models.PROTECT, null=True, related_name="+")
    signed_id: UUID | None
    #: Empty where it followed from an admission or a discharge by itself.
    decided_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_by_id: UUID | None
    #: Whether the stay ended with it.
    ends_stay = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode"], condition=Q(ends_stay=True), name="a_stay_ends_once"),
            models.UniqueConstraint(
                fields=["episode"], condition=Q(kind__in=["admission", "readmission"]), name="a_stay_begins_once"
            ),
        ]
        indexes = [models.Index(fields=["participant", "on_day", "saved_at"], name="levels_of_a_person")]
