from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.core.models import TenantModel
from daybridge.notes.rules import Door, Kind


class DraftQuerySet(models.QuerySet["Draft"]):
    def still_open(self) -> "DraftQuerySet":
        return self.filter(closed_at=None)


class Draft(TenantModel):
    """A note that is being written: of a group's session (with a part for each person), or of one person. Its words are in cells."""

    #: A code of `notes/on_file/shipped`, and that file's version.
    form = models.CharField(max_length=40)
    form_version = models.PositiveIntegerField()
    #: The session it is of; empty for a contact or whatever else was on no calendar.
    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, null=True, related_name="drafts")
    occurrence_id: UUID | None
    #: Whom it is about; empty for a group's note.
    participant = models.ForeignKey("people.Participant", models.PROTECT, null=True, related_name="drafts")
    participant_id: UUID | None
    #: From when until when, of what was on no calendar.
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    begun_by_id: UUID
    begun_at = models.DateTimeField(default=clock.now)
    #: When everything of it was signed, or it was dropped.
    closed_at = models.DateTimeField(null=True)
    is_dropped = models.BooleanField(default=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(occurrence__isnull=False) | Q(participant__isnull=False), name="a_draft_is_of_something"
            ),
            models.UniqueConstraint(
                fields=["occurrence"], condition=Q(participant=None, is_dropped=False), name="one_group_note_a_session"
            ),
        ]


class DraftCell(TenantModel):
    """What stands under one heading of a draft: of the group, or of one person. `revision` counts its changes, from 1."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="cells", db_index=False)
    draft_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, null=True, related_name="+", db_index=False)
    participant_id: UUID | None
    #: The heading's code; `objective` for what a person's part is tied to (its id).
    code = models.CharField(max_length=40)
    said = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    written_by_id: UUID
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "participant", "code"], nulls_distinct=False, name="one_cell_under_a_heading"
            )
        ]


class Note(TenantModel):
    """What was signed, as it was signed (FHIR: DocumentReference). Only ever added: the application can't change one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="notes")
    draft_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="notes", db_index=False)
    participant_id: UUID
    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, null=True, related_name="notes")
    occurrence_id: UUID | None
    #: What it is tied to of what they work on.
    objective = models.ForeignKey("plans.Objective", models.PROTECT, null=True, related_name="notes")
    objective_id: UUID | None
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    form = models.CharField(max_length=40)
    form_version = models.PositiveIntegerField()
    #: Of when it is: their own minutes, where it is of a session.
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    #: Everything that it says, in the words that were signed: see `rules.text`.
    text = models.JSONField()
    language = models.CharField(max_length=2)
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    signed_by_id: UUID
    signed_at = models.DateTimeField(default=clock.now)
    #: SHA-256 of the text with who signed it and when, in hexadecimal; the audit has it too.
    digest = models.CharField(max_length=64)
    #: By when it was to be signed, and whether that had passed.
    due_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    #: Somebody has to sign beside; `supervisor` is who, a director where nobody is named.
    needs_cosignature = models.BooleanField(default=False)
    supervisor = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+")
    supervisor_id: UUID | None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "participant"], name="one_note_a_person_of_a_draft"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="a_note_is_of_a_time"),
            models.CheckConstraint(
                condition=Q(supervisor=None) | Q(needs_cosignature=True), name="a_supervisor_signs_what_needs_it"
            ),
        ]
        indexes = [models.Index(fields=["participant", "-begins_at"], name="notes_of_a_person")]


class Addendum(TenantModel):
    """What was added to a signed note, signed like it. Only ever added."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="addenda")
    note_id: UUID
    said = models.TextField()
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    signed_by_id: UUID
    signed_at = models.DateTimeField(default=clock.now)
    digest = models.CharField(max_length=64)


class CoSignature(TenantModel):
    """Somebody else signs a note beside who wrote it. Only ever added."""

    note = models.OneToOneField(Note, models.PROTECT, related_name="cosignature")
    note_id: UUID
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    signed_by_id: UUID
    signed_at = models.DateTimeField(default=clock.now)
    #: Of the note as it was read: the same as the note's.
    digest = models.CharField(max_length=64)


class Supervision(TenantModel):
    """Whose notes somebody signs beside them, from a moment until another."""

    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    staff_id: UUID
    supervisor = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    supervisor_id: UUID
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=Q(until=None), name="one_supervisor_each"),
            models.CheckConstraint(condition=~Q(staff=F("supervisor")), name="nobody_supervises_themself"),
        ]


class OwnNote(TenantModel):
    """A note behind a door of its own, sealed: whoever wrote it reads it, and nobody else. In no chart, search, report or export.

    Only ever added; what changes is a new one. `words` are encrypted with a key that the database does not have.
    """

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    door = models.CharField(max_length=15, choices=[(one.value, one.value) for one in Door if one])
    form = models.CharField(max_length=40)
    sealed = models.BinaryField()
    #: SHA-256 of the sealed words: of the words themselves, a short note could be guessed without the key.
    digest = models.CharField(max_length=64)
    written_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    written_by_id: UUID
    on_day = models.DateField()
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["written_by", "participant", "-written_at"], name="own_notes_of_a_clinician")]
