from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.people.models import Participant
from daybridge.safety.radar.rules import Said


class RadarFindingQuerySet(models.QuerySet["RadarFinding"]):
    def visible_to(self, actor: Actor) -> "RadarFindingQuerySet":
        """Findings about participants whom this actor cares for; never a participant's own: this is for clinicians."""
        if actor.is_participant:
            return self.none()
        return self.filter(participant_id__in=Participant.objects.visible_to(actor).values("id"))

    def living(self) -> "RadarFindingQuerySet":
        """Those that stand now, of people who are in a program."""
        return self.filter(ended_on=None, episode__ended_on=None)


class RadarFinding(TenantModel):
    """One thing that changed for somebody against their own usual. It grows, shrinks and ends; there is one of a kind."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="radar_findings", db_index=False)
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="+")
    episode_id: UUID
    #: A part of the sum: `jump`, `drift`, `silence` ... (safety.radar.points)
    kind = models.CharField(max_length=20)
    points = models.PositiveSmallIntegerField()
    #: [{"code": "mood", "on_day": "2026-11-23", "value": 1, "baseline": 3.4, "days": 21}, ...], the strongest first
    facts = models.JSONField()
    #: Each change of its points: [["2026-11-21", 2], ["2026-11-23", 3]]
    history = models.JSONField()
    first_on = models.DateField()
    #: The last day on which its facts changed.
    last_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = RadarFindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "kind"], condition=Q(ended_on=None), name="one_living_finding_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(points__gte=1), name="a_finding_has_points"),
        ]
        indexes = [
            models.Index(fields=["participant", "ended_on"], name="findings_of_a_participant"),
            models.Index(fields=["organization", "ended_on"], name="findings_by_their_end"),
        ]


class WorthALookQuerySet(models.QuerySet["WorthALook"]):
    def visible_to(self, actor: Actor) -> "WorthALookQuerySet":
        if actor.is_participant:
            return self.none()
        return self.filter(participant_id__in=Participant.objects.visible_to(actor).values("id"))


class WorthALook(TenantModel):
    """Someone put before their clinician on one day, within the alert budget. Only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="looks", db_index=False)
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    staff_id: UUID
    #: The site's own day.
    on_day = models.DateField()
    points = models.PositiveSmallIntegerField()
    put_at = models.DateTimeField(default=clock.now)

    objects = WorthALookQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "on_day"], name="put_forward_once_a_day")]
        indexes = [models.Index(fields=["staff", "-on_day"], name="looks_of_a_clinician")]


class LookFeedback(TenantModel):
    """What a clinician said of somebody who was put before them; the latest stands. Only ever added."""

    look = models.ForeignKey(WorthALook, models.PROTECT, related_name="feedback")
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    said = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Said])
    said_at = models.DateTimeField(default=clock.now)


class RadarBudget(TenantModel):
    """How many people a day each clinician is asked to look at; the latest holds. Only ever added."""

    per_day = models.DecimalField(max_digits=3, decimal_places=1)
    why = models.TextField()
    chosen_at = models.DateTimeField(default=clock.now)
    chosen_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(per_day__gt=0, per_day__lte=9), name="a_budget_can_be_kept")]
        indexes = [models.Index(fields=["organization", "-chosen_at"], name="budgets_latest_first")]


class RadarNight(TenantModel):
    """Everyone living in one zone is being read for one of their days. Only ever added."""

    zone = models.CharField(max_length=64)
    on_day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "zone", "on_day"], name="a_night_is_read_once")]
