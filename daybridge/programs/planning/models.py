from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.programs.planning.rules import OPEN, Aim, State


class ScheduleVersion(TenantModel):
    """A change of a program's week that somebody published: what, who, why, and how it is taken back. Only ever added."""

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="schedule_versions", db_index=False)
    program_id: UUID
    #: Whose seats alone it changes, where it is of one person.
    participant = models.ForeignKey("people.Participant", models.PROTECT, null=True, related_name="+", db_index=False)
    participant_id: UUID | None
    #: Counts the versions of this program's week, from 1.
    number = models.PositiveIntegerField()
    #: `changes.to_json`: what was done, and what undoes it.
    changes = models.JSONField()
    opposites = models.JSONField()
    why = models.CharField(max_length=400)
    made_at = models.DateTimeField(default=clock.now)
    #: Empty where the machinery did it.
    made_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    #: The version that this one takes back.
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    undoes_id: UUID | None

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="one_version_a_number")]
        indexes = [
            models.Index(fields=["participant"], condition=~Q(participant=None), name="versions_of_a_person"),
        ]


class Proposal(TenantModel):
    """A question to the engine and what it found. Nothing of it is in force unless it was accepted, which made a version."""

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="proposals", db_index=False)
    program_id: UUID
    aim = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Aim])
    #: Who is to be placed, where that is the question.
    participant = models.ForeignKey(
        "people.Participant", models.PROTECT, null=True, related_name="proposals", db_index=False
    )
    participant_id: UUID | None
    from_on = models.DateField()
    #: The last day it is for; empty for good.
    until_on = models.DateField(null=True)
    may_move_others = models.BooleanField(default=False)
    seconds = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=State.WAITING, choices=[(one.value, one.value) for one in State])
    asked_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_by_id: UUID | None
    asked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    #: `rules.Found` as JSON once there is an answer.
    found = models.JSONField(null=True)
    #: A mark of everything the answer was reckoned from: when it is another one by now, the answer is looked at again.
    mark = models.CharField(max_length=64, blank=True)
    version = models.OneToOneField(ScheduleVersion, models.PROTECT, null=True, related_name="proposal")
    version_id: UUID | None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")), name="a_proposal_is_for_some_days"
            ),
            models.CheckConstraint(
                condition=Q(aim=Aim.PLACE, participant__isnull=False) | ~Q(aim=Aim.PLACE) & Q(participant=None),
                name="a_place_is_for_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "-asked_at"], name="proposals_of_a_program"),
            models.Index(fields=["participant"], condition=Q(state__in=OPEN), name="open_proposals_of_a_person"),
        ]


class SearchProgress(models.Model):
    """How far a search is; it says nothing of anybody, so the worker writes it without an action."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, primary_key=True, related_name="progress")
    organization = models.ForeignKey("people.Organization", models.PROTECT, related_name="+", db_index=False)
    aim = models.CharField(max_length=20)
    value = models.IntegerField(null=True)
    bound = models.IntegerField(null=True)
    seconds = models.FloatField(default=0)
