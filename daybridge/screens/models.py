from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.people.models import Participant
from daybridge.screens.rules import NEXT, Method, Outcome, Standing, State, Validity

MOST_WORDS = 1000


def _one_of(kind: type[StrEnum]) -> list[str]:
    return [one.value for one in kind]


def _allowed_steps() -> Q:
    """A step that may follow: the table of states, kept by the database too."""
    first = Q(before="", state=State.ORDERED, number=1)
    rest = Q(pk__in=[])
    for before, after in NEXT.items():
        if after:
            rest |= Q(before=before.value, state__in=sorted(one.value for one in after), number__gt=1)
    return first | rest


class ScreenQuerySet(models.QuerySet["Screen"]):
    def visible_to(self, actor: Actor) -> "ScreenQuerySet":
        """The screens of participants this actor may look at."""
        return self.filter(participant_id__in=Participant.objects.visible_to(actor).values("id"))


class ScreenDraw(TenantModel):
    """Days drawn by chance within rules, with the seed they came from, so that anybody can draw them again (`rules.draw`). Only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    #: `rules.Drawing` as JSON.
    within = models.JSONField()
    seed = models.CharField(max_length=64)
    days = models.JSONField(default=list)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=clock.now)


class Screen(TenantModel):
    """One drug screen of one person, for a reason of theirs (FHIR: ServiceRequest). How it came to stand so is in its steps."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="screens")
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, null=True, related_name="+", db_index=False)
    #: What a laboratory is told, and tells again.
    order_number = models.CharField(max_length=20)
    #: The laboratory's own number, once it has told one.
    lab_number = models.CharField(max_length=80, blank=True)
    panel = models.CharField(max_length=40)
    reason = models.CharField(max_length=400)
    where = models.CharField(max_length=120, blank=True)
    drawn = models.ForeignKey(ScreenDraw, models.PROTECT, null=True, related_name="screens")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=11, default=State.ORDERED)
    ordered_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    ordered_at = models.DateTimeField(default=clock.now)

    collected_at = models.DateTimeField(null=True)
    collected_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    #: Why somebody watched; empty where nobody did.
    observed_why = models.CharField(max_length=200, blank=True)
    #: What was measured of it: `rules.Specimen` as JSON, and what that says.
    specimen = models.JSONField(default=dict)
    validity = models.CharField(max_length=7, blank=True)
    #: When results last came that said something else than before, and when somebody went through them with the participant.
    resulted_at = models.DateTimeField(null=True)
    talked_at = models.DateTimeField(null=True)

    objects = ScreenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "order_number"], name="one_order_number_each"),
            models.CheckConstraint(condition=Q(state__in=_one_of(State)), name="states_of_a_screen_are_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_screen_has_a_reason_of_its_person"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="a_window_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(validity__in=["", *_one_of(Validity)]), name="a_specimen_is_valid_dilute_or_invalid"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "notified", "no_show", "refused", "unable", "withdrawn"])
                | Q(collected_at__isnull=False),
                name="what_is_read_was_collected",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "state", "opens_at"], name="screens_that_wait"),
            models.Index(fields=["participant", "-opens_at"], name="screens_of_somebody"),
        ]

    def __str__(self) -> str:
        return self.order_number


class ScreenStep(TenantModel):
    """One change of how a screen stands, by whom and in which words. Only ever added, and only what may follow."""

    screen = models.ForeignKey(Screen, models.PROTECT, related_name="steps")
    screen_id: UUID
    number = models.PositiveSmallIntegerField()
    before = models.CharField(max_length=11, blank=True)
    state = models.CharField(max_length=11)
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    words = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["screen", "number"], name="one_screen_step_a_number"),
            models.CheckConstraint(condition=_allowed_steps(), name="a_screen_goes_only_where_it_may"),
        ]


class ScreenResult(TenantModel):
    """One version of what was found of one analyte. A correction is another version; of each way the one reported last holds."""

    screen = models.ForeignKey(Screen, models.PROTECT, related_name="results")
    screen_id: UUID
    number = models.PositiveSmallIntegerField()
    analyte = models.CharField(max_length=40)
    method = models.CharField(max_length=11)
    outcome = models.CharField(max_length=8)
    value = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    #: How it stands beside the medicines of the day of collection, why, and because of which of them.
    standing = models.CharField(max_length=10)
    because = models.CharField(max_length=20)
    medicines = models.JSONField(default=list)
    is_correction = models.BooleanField(default=False)
    reported_at: "models.Field[datetime, datetime]" = models.DateTimeField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    report = models.ForeignKey("screens.LabReport", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["screen", "number"], name="one_screen_result_a_number"),
            models.CheckConstraint(condition=Q(method__in=_one_of(Method)), name="ways_of_a_result_are_known"),
            models.CheckConstraint(condition=Q(outcome__in=_one_of(Outcome)), name="outcomes_of_a_result_are_known"),
            models.CheckConstraint(condition=Q(standing__in=_one_of(Standing)), name="standings_of_a_result_are_known"),
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | Q(report__isnull=False), name="a_result_came_from_somewhere"
            ),
        ]


class Said(models.TextChoices):
    BEFORE = "before"
    TALKED = "talked"
    CONFIRM = "confirm"


class ScreenWords(TenantModel):
    """What was said about a screen: by the participant beforehand, or in the talk about its results. Only ever added."""

    screen = models.ForeignKey(Screen, models.PROTECT, related_name="words")
    screen_id: UUID
    kind = models.CharField(max_length=7, choices=Said.choices)
    said = models.CharField(max_length=MOST_WORDS)
    agreed = models.CharField(max_length=MOST_WORDS, blank=True)
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="before", staff=None) | (~Q(kind="before") & Q(staff__isnull=False)),
                name="only_they_themselves_say_it_beforehand",
            )
        ]


class LabMessage(TenantModel):
    """A message as it came, byte for byte, with what it was answered. Only ever added, also where it could not be read."""

    sender = models.CharField(max_length=200, blank=True)
    control_id = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    original = models.BinaryField()
    digest = models.CharField(max_length=64)
    #: AA, AE or AR, and why (a code of `sentences`).
    answer = models.CharField(max_length=2)
    why = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=8)
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "sender", "control_id", "digest"], name="a_message_is_kept_once"
            )
        ]


class LabReport(TenantModel):
    """One order's results of a message: matched to a screen, attached to somebody, set aside, or waiting for a person."""

    message = models.ForeignKey(LabMessage, models.PROTECT, related_name="reports")
    message_id: UUID
    number = models.PositiveSmallIntegerField()
    #: `rules.Report` as JSON.
    says = models.JSONField()
    is_screen = models.BooleanField()
    participant = models.ForeignKey("people.Participant", models.PROTECT, null=True, related_name="+")
    participant_id: UUID | None
    screen = models.ForeignKey(Screen, models.PROTECT, null=True, related_name="reports")
    #: Why it waits (a code of `sentences`).
    waits_for = models.CharField(max_length=20, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    set_aside_why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="one_lab_report_a_number"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(participant__isnull=False) | ~Q(set_aside_why=""),
                name="nothing_is_settled_without_a_place_or_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "message"], condition=Q(settled_at=None), name="reports_that_wait")
        ]
