from decimal import Decimal
from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.medications.watching.rules import Sent
from daybridge.people.models import Participant


class LabResultQuerySet(models.QuerySet["LabResult"]):
    def visible_to(self, actor: Actor) -> "LabResultQuerySet":
        """Results of participants this actor may look at."""
        return self.filter(participant_id__in=Participant.objects.visible_to(actor).values("id"))


class LabResult(TenantModel):
    """Something that was measured, or said to be done. Only ever added; a correction is a row that names what it corrects."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    #: A code of packs/tests.yaml.
    test = models.CharField(max_length=40)
    #: As it came; None where the test has no value.
    value: "models.Field[Decimal | None, Decimal | None]" = models.DecimalField(
        max_digits=12, decimal_places=3, null=True
    )
    unit = models.CharField(max_length=20, blank=True)
    #: The same in the unit that the test is read in.
    reads: "models.Field[Decimal | None, Decimal | None]" = models.DecimalField(
        max_digits=14, decimal_places=3, null=True
    )
    note = models.TextField(blank=True)
    taken_on = models.DateField()
    #: `typed` by staff, or `lab`: it came from the laboratory.
    source = models.CharField(max_length=5)
    #: Of a laboratory's: `rules.Sent` as JSON, with its own words, range, flags and the report that it stands in.
    as_sent = models.JSONField(default=dict)
    corrects = models.UUIDField(null=True)
    entered_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    entered_by_id: UUID | None
    entered_at = models.DateTimeField(default=clock.now)

    objects = LabResultQuerySet.as_manager()

    @property
    def sent(self) -> Sent | None:
        """As the laboratory wrote it; None for what staff typed."""
        return Sent(**self.as_sent) if self.as_sent else None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source="typed", entered_by__isnull=False) | Q(source="lab"),
                name="a_typed_result_says_who",
            ),
            models.CheckConstraint(
                condition=Q(value=None, reads=None, unit="")
                | Q(value__isnull=False, reads__isnull=False) & ~Q(unit=""),
                name="a_measured_result_has_a_unit",
            ),
        ]
        indexes = [models.Index(fields=["participant", "-taken_on"], name="results_of_a_participant")]


class ResultReading(TenantModel):
    """Who of the staff has seen a result, and what they decided. Only ever added."""

    result = models.ForeignKey(LabResult, models.PROTECT, related_name="readings")
    result_id: UUID
    note = models.TextField(blank=True)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_by_id: UUID
    made_at = models.DateTimeField(default=clock.now)


class WarningOverride(TenantModel):
    """Somebody read a warning and went on, and why. Only ever added; it holds until one of the medicines or the warning changes."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    medicine = models.ForeignKey("medications.Medicine", models.PROTECT, related_name="+", db_index=False)
    medicine_id: UUID
    #: The other one; None where the warning is about one medicine.
    beside = models.ForeignKey("medications.Medicine", models.PROTECT, null=True, related_name="+", db_index=False)
    beside_id: UUID | None
    warning = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    #: As it was shown: its title.
    said = models.CharField(max_length=300)
    #: A digest of the medicines and the warning as they were then.
    holds_for = models.CharField(max_length=64)
    why = models.TextField()
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_by_id: UUID
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="who_goes_on_over_a_warning_says_why"),
            models.UniqueConstraint(fields=["medicine", "warning", "holds_for"], name="a_warning_is_overridden_once"),
        ]


class PackEdit(TenantModel):
    """A site's change to a pack, by its director, with the reason. Only ever added; the newest one of a pack holds."""

    pack = models.CharField(max_length=40)
    #: Counts this site's edits of the pack, from 1.
    number = models.PositiveIntegerField()
    #: The pack's version that was edited.
    version = models.PositiveIntegerField()
    is_on = models.BooleanField(default=True)
    #: {"lithium-level.0": 60, ...}: only those that differ from the shipped ones.
    intervals = models.JSONField(default=dict)
    why = models.TextField()
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "pack", "number"], name="one_edit_of_a_pack_per_number"),
            models.CheckConstraint(condition=~Q(why=""), name="an_edit_of_a_pack_says_why"),
        ]


class PackSignOff(TenantModel):
    """A director signed a pack off as it stood. Only ever added; it says nothing about a later version or edit."""

    pack = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    #: The site's edit that was signed (0: the pack as it was shipped).
    number = models.PositiveIntegerField()
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "pack", "version", "number"], name="a_pack_signed_once"),
        ]
