from datetime import timedelta
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.people.models import Participant
from daybridge.safety.radar import models as radar_models  # noqa: F401 - Django finds a room's tables in this file
from daybridge.safety.rules import Level

#: The outcome of an alert whose facts stand in another one since people have one open alert each.
JOINED = "joined"
#: How long whoever answered an alert still sees it afterwards, where they don't treat the person.
AFTER_CLOSING = timedelta(days=14)


class SupportRequest(TenantModel):
    """A participant asked for someone, or said they are not safe. The phone makes the id."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="support_requests")
    participant_id: UUID
    kind = models.CharField(max_length=10, choices=[("contact", "contact"), ("not_safe", "not_safe")])
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)
    alert = models.ForeignKey("safety.Alert", models.PROTECT, null=True, related_name="requests")
    alert_id: UUID | None


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, actor: Actor) -> "AlertQuerySet":
        """Alerts about participants this actor may look at, those they own, and those they took (as on-call staff do).

        What was theirs only by taking it leaves their sight two weeks after it was closed.
        """
        visible = Participant.objects.visible_to(actor).values("id")
        mine = Q(owner_id=actor.person_id) | Q(taken_by_id=actor.person_id) if actor.is_staff else Q(pk=None)
        is_recent = Q(closed_at=None) | Q(closed_at__gte=clock.now() - AFTER_CLOSING)
        return self.filter(Q(participant_id__in=visible) | mine & is_recent)

    def still_open(self) -> "AlertQuerySet":
        return self.filter(closed_at=None)

    def to_be_looked_at_again(self) -> "AlertQuerySet":
        """Urgent alerts that someone ended and nobody else has looked at yet."""
        return self.still_open().exclude(ended_at=None)

    def with_clock_running(self) -> "AlertQuerySet":
        return self.still_open().filter(Q(taken_at=None) | Q(ended_at__isnull=False))


class Alert(TenantModel):
    """Something that calls for a human: the facts, the rules that hold, its owner and its clock. One open one a person.

    `rule`, `rule_version`, `rule_source` and `level` are those of the gravest cause.
    """

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="alerts")
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, null=True, related_name="alerts", db_index=False)
    rule = models.CharField(max_length=40)
    rule_version = models.PositiveIntegerField()
    rule_source = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    #: What raised it and made it grow, gravest first, each as its rule was then: see `rules.Cause`.
    causes = models.JSONField(default=list)
    #: The shortest clock among its causes.
    answer_within_minutes = models.PositiveIntegerField(default=0)
    #: [{"code": "urge", "on_day": "2026-11-23", "value": 9}, ...]
    facts = models.JSONField()
    raised_at = models.DateTimeField(default=clock.now)
    #: By when someone was to have taken it. Passing it on moves it no more than it helps the person.
    promised_at = models.DateTimeField()
    #: When it goes on to the next, or, once it is taken, nowhere: the machinery's own clock.
    due_at = models.DateTimeField()
    owner = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="alerts")
    owner_id: UUID | None
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    reached_at = models.DateTimeField(null=True)
    #: What staff wrote to the participant, shown to them as it is.
    answer = models.TextField(blank=True)
    #: An urgent alert that someone ended waits here for a second look; its clock runs for whoever is asked for that.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    ended_by_id: UUID | None
    second_look_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    follow_up_on = models.DateField(null=True)
    followed_up_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)

    taken_by_id: UUID | None

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant"], condition=Q(closed_at=None), name="one_open_alert_each"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(outcome=JOINED) | Q(taken_at__isnull=False) & ~Q(outcome=""),
                name="closing_needs_a_taker_and_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(second_look_by=None) | ~Q(second_look_by=F("ended_by")),
                name="a_second_look_is_another_persons",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "due_at"], condition=Q(closed_at=None), name="open_alerts_by_clock"),
            models.Index(fields=["participant", "-raised_at"], name="alerts_of_a_participant"),
            models.Index(
                fields=["organization", "follow_up_on"],
                condition=Q(follow_up_on__isnull=False, followed_up_at=None),
                name="follow_ups_by_day",
            ),
        ]


class AlertStep(TenantModel):
    """One line of an alert's history. Only ever added."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=20)
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    to_staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    facts = models.JSONField(default=list)
    note = models.TextField(blank=True)
    #: With which outcome it was ended or closed by this step; empty on other steps, and on those written before 0009.
    outcome = models.CharField(max_length=30, blank=True, default="", db_default="")


# --- What a site decides ---------------------------------------------------------------------------------------------


class RuleEdit(TenantModel):
    """A site's change to a rule, by its director, with the reason. Only ever added; the newest one of a rule holds."""

    rule = models.CharField(max_length=40)
    #: Counts this site's edits of the rule, from 1.
    number = models.PositiveIntegerField()
    #: The rulebook's version that was edited.
    version = models.PositiveIntegerField()
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    answer_within_minutes = models.PositiveIntegerField()
    is_on = models.BooleanField(default=True)
    at_least = models.PositiveIntegerField(null=True)
    days = models.PositiveIntegerField(null=True)
    below = models.PositiveIntegerField(null=True)
    why = models.TextField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "rule", "number"], name="one_edit_per_number"),
        ]


class RuleSignOff(TenantModel):
    """A director signed a rule off as it stood. Only ever added; it says nothing about a later version or edit."""

    rule = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    #: The site's edit that was signed (0: the rule as it was shipped).
    number = models.PositiveIntegerField()
    signed_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "rule", "version", "number"], name="signed_off_once"),
        ]


class LadderEdit(TenantModel):
    """A site's own ladder and working hours, whole. Only ever added; the newest one holds."""

    number = models.PositiveIntegerField()
    #: As `rulebook/ladder.toml` is read: see `rules.ladder`.
    ladder = models.JSONField()
    why = models.TextField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="one_ladder_per_number")]


class Holiday(TenantModel):
    """A day on which the site stays closed."""

    day = models.DateField()
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "day"], name="a_holiday_once")]


class OnCallShift(TenantModel):
    """Someone is on call from one moment until another, and perhaps someone backs them up."""

    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="shifts")
    staff_id: UUID
    backup = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    backup_id: UUID | None
    since = models.DateTimeField()
    until = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="a_shift_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(backup=None) | ~Q(backup=F("staff")), name="nobody_backs_themselves_up"),
        ]
        indexes = [
            models.Index(fields=["organization", "until"], condition=Q(removed_at=None), name="shifts_by_end"),
        ]


class ShiftHandOver(TenantModel):
    """A shift is handed to a colleague; until they acknowledge it, whoever had it is still on call."""

    shift = models.ForeignKey(OnCallShift, models.PROTECT, related_name="hand_overs")
    from_staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    to_staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    to_staff_id: UUID
    offered_at = models.DateTimeField(default=clock.now)
    acknowledged_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], condition=Q(acknowledged_at=None), name="one_hand_over_offered_at_a_time"
            ),
        ]


# The tables of concerns and of the safety plan are safety's too.
from daybridge.safety.concerns.models import SupporterConcern as SupporterConcern  # noqa: E402
from daybridge.safety.plan.models import HelpAsked as HelpAsked  # noqa: E402
from daybridge.safety.plan.models import SafetyPlanStep as SafetyPlanStep  # noqa: E402
from daybridge.safety.plan.models import SafetyPlanVersion as SafetyPlanVersion  # noqa: E402
