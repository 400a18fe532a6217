from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.core.models import TenantModel
from daybridge.programs.availability import models as availability_models  # noqa: F401 - Django finds a room's tables in this file
from daybridge.programs.rules import EndReason, Focus


class Program(TenantModel):
    """A program that people are admitted to."""

    name = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    focus = models.CharField(max_length=20, choices=[(focus.value, focus.value) for focus in Focus])
    is_open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class EpisodeQuerySet(models.QuerySet["Episode"]):
    def current(self) -> "EpisodeQuerySet":
        return self.filter(ended_on=None)


class Episode(TenantModel):
    """One stay in a program, from admission to discharge (FHIR: EpisodeOfCare)."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="episodes")
    participant_id: UUID
    program = models.ForeignKey(Program, models.PROTECT, related_name="episodes")
    program_id: UUID
    admitted_on = models.DateField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, blank=True, choices=[(r.value, r.value) for r in EndReason])
    #: Whether the daily check-in asks about urges and cravings.
    substance_use_focus = models.BooleanField(default=False)
    #: Whether the daily check-in asks about medicines.
    asks_about_medicines = models.BooleanField(default=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant"], condition=Q(ended_on=None), name="one_open_episode"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("admitted_on")), name="an_episode_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["organization", "program", "ended_on"], name="episodes_of_a_program")]
