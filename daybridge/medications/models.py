from datetime import time
from enum import StrEnum
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.medications.ordering import models as ordering_models  # noqa: F401 - Django finds a room's tables in this file
from daybridge.medications.precautions import models as precautions_models  # noqa: F401 - and these
from daybridge.medications.reconciling import models as reconciling_models  # noqa: F401
from daybridge.medications.rules import (
    AT_TIMES,
    LONGEST_INJECTION_DAYS,
    LONGEST_INTERVAL_DAYS,
    MOST_TIMES_A_DAY,
    Effect,
    Form,
    Reason,
    Route,
    State,
    Strength,
)
from daybridge.medications.terminology import models as terminology_models  # noqa: F401
from daybridge.medications.watching import models as watching_models  # noqa: F401 - Django finds a room's tables in this file
from daybridge.people.models import Participant

_AT_TIMES = sorted(one.value for one in AT_TIMES)


def _values(choices: type[StrEnum]) -> list[str]:
    return [one.value for one in choices]


class MedicineQuerySet(models.QuerySet["Medicine"]):
    def visible_to(self, actor: Actor) -> "MedicineQuerySet":
        """The medicines of participants this actor may look at."""
        return self.filter(participant_id__in=Participant.objects.visible_to(actor).values("id"))


class Medicine(TenantModel):
    """Something that somebody takes or is given. What is known of it stands in its versions; rows are only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="medicines")
    participant_id: UUID
    #: The episode in which it was put on the list.
    episode = models.ForeignKey("programs.Episode", models.PROTECT, null=True, related_name="+", db_index=False)
    episode_id: UUID | None
    entered_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    entered_by_id: UUID
    entered_at = models.DateTimeField(default=clock.now)

    objects = MedicineQuerySet.as_manager()


class MedicineVersion(TenantModel):
    """What was decided about a medicine once, whole: from a day on this holds. Only ever added, so the past stays as it was."""

    medicine = models.ForeignKey(Medicine, models.PROTECT, related_name="versions")
    medicine_id: UUID
    number = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=8)
    #: The first of the participant's own days on which this holds; of a stop the first day without it.
    from_on = models.DateField()
    name = models.CharField(max_length=120)
    #: As it stands on the label: "20 mg, 1 tablet". Words, never reckoned with.
    amount = models.CharField(max_length=200)
    form = models.CharField(max_length=10)
    how_often = models.CharField(max_length=10)
    times: "models.Field[list[time], list[time]]" = ArrayField(models.TimeField(), default=list)
    weekdays: "models.Field[list[int], list[int]]" = ArrayField(models.SmallIntegerField(), default=list)
    every_days = models.PositiveSmallIntegerField(null=True)
    window_days = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField()
    purpose = models.CharField(max_length=200, blank=True)
    prescriber = models.CharField(max_length=200, blank=True)
    route = models.CharField(max_length=13, blank=True)
    #: The RxNorm concept of exactly this name. The dictionary is the installation's and may change, so it is no key.
    rxcui = models.CharField(max_length=8, blank=True)
    #: Why it was changed or stopped.
    why = models.TextField(blank=True)
    #: Why it is given although an allergy that stands speaks of it.
    despite = models.TextField(blank=True)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_by_id: UUID
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["medicine", "number"], name="one_medicine_version_of_each_number"),
            models.UniqueConstraint(
                fields=["medicine"], condition=Q(step="stopped"), name="a_medicine_is_stopped_once_and_for_all"
            ),
            models.CheckConstraint(
                condition=Q(step="added", number=1) | Q(step__in=["changed", "stopped"], number__gt=1),
                name="a_medicine_begins_by_being_added",
            ),
            models.CheckConstraint(condition=Q(step="added") | ~Q(why=""), name="a_change_of_a_medicine_says_why"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(amount=""), name="a_medicine_says_what_and_how_much"),
            models.CheckConstraint(condition=Q(form__in=_values(Form)), name="forms_of_medicine_are_known"),
            models.CheckConstraint(condition=Q(route__in=["", *_values(Route)]), name="routes_of_medicine_are_known"),
            models.CheckConstraint(
                condition=Q(rxcui="") | Q(rxcui__regex=r"^[1-9][0-9]{0,7}$"), name="a_code_of_a_medicine_is_a_number"
            ),
            models.CheckConstraint(
                condition=Q(how_often__in=_AT_TIMES, times__len__range=(1, MOST_TIMES_A_DAY))
                | Q(how_often__in=["as_needed", "injection"], times__len=0),
                name="a_medicine_at_times_says_when",
            ),
            models.CheckConstraint(
                condition=Q(how_often="weekdays", weekdays__len__gte=1, weekdays__contained_by=list(range(7)))
                | (~Q(how_often="weekdays") & Q(weekdays__len=0)),
                name="a_medicine_on_weekdays_says_which",
            ),
            models.CheckConstraint(
                condition=Q(
                    how_often="interval",
                    every_days__isnull=False,
                    every_days__range=(2, LONGEST_INTERVAL_DAYS),
                    window_days=0,
                )
                | Q(
                    how_often="injection",
                    every_days__isnull=False,
                    every_days__range=(2, LONGEST_INJECTION_DAYS),
                    window_days__lt=F("every_days"),
                )
                | Q(how_often__in=["daily", "weekdays", "as_needed"], every_days=None, window_days=0),
                name="a_medicine_every_so_many_days_says_how_many",
            ),
        ]


class MedicineNote(TenantModel):
    """A refill that came or an injection that was given, and when the next is due. Only ever added; the last one holds."""

    medicine = models.ForeignKey(Medicine, models.PROTECT, related_name="notes")
    medicine_id: UUID
    kind = models.CharField(max_length=9)
    #: None where only the next day was written down.
    done_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_by_id: UUID
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["refill", "injection"]), name="notes_of_medicines_are_known"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=False) | Q(due_on__isnull=False), name="a_note_of_a_medicine_names_a_day"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(due_on=None) | Q(due_on__gte=F("done_on")),
                name="the_next_comes_after_this_one",
            ),
        ]


class DoseEntry(TenantModel):
    """What a participant told of one dose, as they sent it. The phone makes the id; rows are only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    medicine = models.ForeignKey(Medicine, models.PROTECT, related_name="doses", db_index=False)
    medicine_id: UUID
    #: The participant's own day and the time on their wall at which it was due; no time for one taken as needed.
    due_on = models.DateField()
    slot = models.TimeField(null=True)
    state = models.CharField(max_length=7)
    at_time = models.TimeField(null=True)
    reason = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    #: The earlier entry that this one takes the place of, where it was told as needed: there is no slot to know it by.
    corrects = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)
    clock_was_wrong = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_values(State)), name="states_of_doses_are_known"),
            models.CheckConstraint(
                condition=Q(reason="") | Q(reason__in=_values(Reason), state__in=["late", "skipped"]),
                name="reasons_are_for_late_and_skipped_doses",
            ),
            models.CheckConstraint(
                condition=Q(at_time=None) | Q(state__in=["taken", "late"]), name="a_dose_not_taken_has_no_time"
            ),
        ]
        indexes = [
            models.Index(fields=["participant", "-due_on"], name="doses_of_a_participant"),
            models.Index(fields=["medicine", "-due_on"], name="doses_of_a_medicine"),
        ]


class SideEffectQuerySet(models.QuerySet["SideEffectEntry"]):
    def visible_to(self, actor: Actor) -> "SideEffectQuerySet":
        """What was told by participants this actor may look at."""
        return self.filter(participant_id__in=Participant.objects.visible_to(actor).values("id"))


class SideEffectEntry(TenantModel):
    """What a participant told of a side effect, as they sent it. The phone makes the id; rows are only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    #: None where they don't know which medicine it comes from.
    medicine = models.ForeignKey(Medicine, models.PROTECT, null=True, related_name="side_effects", db_index=False)
    medicine_id: UUID | None
    what: "models.Field[list[str], list[str]]" = ArrayField(models.CharField(max_length=12), default=list)
    words = models.TextField(blank=True)
    strength = models.CharField(max_length=6)
    since_on = models.DateField(null=True)
    wants_call = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)
    clock_was_wrong = models.BooleanField(default=False)

    objects = SideEffectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what__contained_by=_values(Effect)),
                name="side_effects_are_known",
            ),
            models.CheckConstraint(condition=Q(strength__in=_values(Strength)), name="strengths_are_known"),
        ]
        indexes = [models.Index(fields=["participant", "-made_at"], name="side_effects_of_a_participant")]


class SideEffectReading(TenantModel):
    """Who of the staff read what was told of a side effect, and what they wrote back. Only ever added."""

    side_effect = models.ForeignKey(SideEffectEntry, models.PROTECT, related_name="readings")
    side_effect_id: UUID
    #: What they write to the participant, who reads it on their phone.
    answer = models.TextField(blank=True)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_by_id: UUID
    made_at = models.DateTimeField(default=clock.now)
