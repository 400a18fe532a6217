from enum import StrEnum
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.medications.precautions.rules import Answer, NaloxoneStep, Severity, ToldBy


def _values(choices: type[StrEnum]) -> list[str]:
    return [one.value for one in choices]


class Stated(TenantModel):
    """Something a clinician wrote down of somebody. The form makes the id; rows are only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_by_id: UUID
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class AllergyStatement(Stated):
    """An allergy or intolerance as it was told, that none is known, or (`taken_back`) that an earlier one was wrong (FHIR: AllergyIntolerance)."""

    kind = models.CharField(max_length=11)
    told_by = models.CharField(max_length=10, blank=True)
    substance = models.CharField(max_length=120, blank=True)
    rxcui = models.CharField(max_length=8, blank=True)
    reactions = models.CharField(max_length=400, blank=True)
    severity = models.CharField(max_length=8, blank=True)
    since = models.CharField(max_length=80, blank=True)
    #: The referral it was taken over from.
    referral_id = models.UUIDField(null=True)
    #: The earlier statement that this one takes the place of.
    corrects = models.UUIDField(null=True)
    #: Why an earlier one is taken back.
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["allergy", "intolerance"], why="") & ~Q(substance="")
                | Q(kind="none_known", substance="", why="")
                | Q(kind="taken_back", substance="", corrects__isnull=False) & ~Q(why=""),
                name="a_statement_of_an_allergy_says_what",
            ),
            models.CheckConstraint(
                condition=Q(told_by__in=_values(ToldBy)) | Q(kind="taken_back"), name="an_allergy_was_told_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["", *_values(Severity)]), name="severities_of_allergies_are_known"
            ),
        ]


class NaloxoneNote(Stated):
    """That naloxone was offered, given or declined, or that they have it."""

    step = models.CharField(max_length=8)
    on_day = models.DateField()
    kind = models.CharField(max_length=80, blank=True)
    lot = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step__in=_values(NaloxoneStep)), name="steps_of_naloxone_are_known")
        ]


class RegistryLook(Stated):
    """A look at a state's prescription monitoring program, and when the next is due."""

    on_day = models.DateField()
    states: "models.Field[list[str], list[str]]" = ArrayField(models.CharField(max_length=2))
    found = models.CharField(max_length=400)
    next_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(states__len__gte=1) & ~Q(found=""), name="a_look_at_a_registry_says_where_and_what"
            )
        ]


class PregnancyAnswer(Stated):
    """Whether somebody is pregnant and uses contraception, as they say it; or that it was not asked, or does not apply."""

    on_day = models.DateField()
    pregnant = models.CharField(max_length=14)
    contraception = models.CharField(max_length=14)
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pregnant__in=_values(Answer), contraception__in=_values(Answer)),
                name="answers_about_pregnancy_are_known",
            )
        ]
