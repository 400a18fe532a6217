from datetime import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.substances.rules import MOST_AMOUNT, MOST_OWN, MOST_WORDS, Goal, Source, State

#: A substance's key: `rules.key_of`.
_KEY = MOST_OWN + 10


class ToldRow(TenantModel):
    """Something that was told. Only ever added; who of the staff wrote it with the person, or nobody: they told it themselves."""

    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    staff_id: UUID | None
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class UseHistory(ToldRow):
    """How somebody uses or used one substance, as it was known then. The newest of a substance is what is known now."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    substance = models.CharField(max_length=_KEY)
    source = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Source])
    route = models.CharField(max_length=30, blank=True)
    frequency = models.CharField(max_length=30, blank=True)
    first_age = models.PositiveSmallIntegerField(null=True)
    last_used_on = models.DateField(null=True)
    amount = models.CharField(max_length=MOST_WORDS, blank=True)
    is_mistake = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["participant", "substance"], name="use_of_a_substance")]
        constraints = [
            models.CheckConstraint(condition=Q(staff__isnull=False), name="staff_write_use_histories"),
            models.CheckConstraint(condition=Q(first_age=None) | Q(first_age__lte=110), name="age_of_first_use_can_be"),
        ]


class UseGoal(ToldRow):
    """What somebody wants with a substance, as they said then. The newest of a substance holds."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    substance = models.CharField(max_length=_KEY)
    goal = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Goal])
    said = models.CharField(max_length=MOST_WORDS, blank=True)

    class Meta:
        indexes = [models.Index(fields=["participant", "substance"], name="goals_for_a_substance")]


class UseDay(ToldRow):
    """What was told of one day. Of a day's rows the one said last holds."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    on_day = models.DateField()
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in State])
    substances = ArrayField(models.CharField(max_length=_KEY), default=list)
    amount = models.CharField(max_length=MOST_AMOUNT, blank=True)

    class Meta:
        indexes = [models.Index(fields=["participant", "on_day"], name="use_days_of_a_participant")]


class RememberedDay(ToldRow):
    """By what somebody remembers a day: a birthday, a move. Of a day's rows the one said last holds; without words it is taken back."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    on_day = models.DateField()
    said = models.CharField(max_length=MOST_AMOUNT, blank=True)

    class Meta:
        indexes = [models.Index(fields=["participant", "on_day"], name="days_that_are_remembered")]


def said_at(row: ToldRow) -> tuple[datetime, datetime]:
    """By what rows about one thing are put in the order in which they were said."""
    return row.made_at, row.saved_at
