import uuid

from django.db import models

from daybridge.core import clock
from daybridge.core.ids import new_id


class TenantModel(models.Model):
    """A row that belongs to one organization and stands behind its walls."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey("people.Organization", models.PROTECT, related_name="+", db_index=False)
    organization_id: uuid.UUID

    class Meta:
        abstract = True


class AuditEntry(models.Model):
    """One line of the audit: who did or saw what, when. Only ever added."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    organization_id = models.UUIDField()
    actor_kind = models.CharField(max_length=12)
    account_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=80)
    deed = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    participant_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organization_id", "participant_id", "-id"], name="audit_of_a_participant")]


class AuditSeal(models.Model):
    """A batch of audit entries, hashed onto the batch before it and signed. Only ever added."""

    organization_id = models.UUIDField()
    number = models.PositiveIntegerField()
    #: The batch holds this organization's entries with after_id < id <= up_to_id.
    after_id = models.BigIntegerField()
    up_to_id = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    sealed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization_id", "number"], name="one_seal_per_number")]


class ReactionFailure(TenantModel):
    """A reaction that failed while its cause was saved; a job tries it again until it succeeds."""

    event = models.CharField(max_length=80)
    stored = models.JSONField()
    reaction = models.CharField(max_length=160)
    error = models.CharField(max_length=160)
    failed_at = models.DateTimeField(default=clock.now)
    made_good_at = models.DateTimeField(null=True)


class Alarm(TenantModel):
    """Part of the machinery is not working; shown to those who can have it mended until it is."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=160)
    raised_at = models.DateTimeField(default=clock.now)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "about"],
                condition=models.Q(cleared_at=None),
                name="one_open_alarm_per_fault",
            )
        ]


class Heartbeat(TenantModel):
    """When an organization's last heartbeat passed each leg of an alert's road; see `heartbeat`."""

    since = models.DateTimeField(default=clock.now)
    rules_at = models.DateTimeField(null=True)
    jobs_at = models.DateTimeField(null=True)
    screens_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_heartbeat_each")]
