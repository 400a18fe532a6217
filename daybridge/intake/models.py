from functools import cached_property
from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.intake.rules import CLOSED, ReferralFacts, State, from_json
from daybridge.people.models import CareTeamMember
from daybridge.people.rules import Role

#: Clinical roles of a care team, who may know of substance use to treat someone; others of the team may not need to.
_CLINICIANS = (Role.THERAPIST, Role.PRESCRIBER, Role.NURSE)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor) -> "ReferralQuerySet":
        """Intake and directors see all; a care team sees those of its participants, under 42 CFR Part 2 its clinicians only."""
        if actor.is_system or actor.has_role(Role.INTAKE, Role.DIRECTOR):
            return self
        if not actor.is_staff:
            return self.none()
        mine = CareTeamMember.objects.current().filter(staff_id=actor.who).values("participant_id")
        treated = self.filter(participant_id__in=mine)
        return treated if actor.has_role(*_CLINICIANS) else treated.filter(is_about_substance_use=False)

    def still_open(self) -> "ReferralQuerySet":
        return self.exclude(state__in=CLOSED)

    def from_others(self) -> "ReferralQuerySet":
        """Those that tell of somebody's health; a participant who asks to come back tells nothing new."""
        return self.exclude(came_by="app")


class Referral(TenantModel):
    """Someone was sent to us: what was said about them, where it stands, and by when an answer is owed."""

    state = models.CharField(max_length=14, choices=[(s.value, s.value) for s in State], default=State.RECEIVED)
    #: Why it waits, was declined or withdrawn: a code of the rules.
    reason = models.CharField(max_length=20, blank=True)
    #: A file, a call, or the participant themself, who would like to come back (`app`).
    came_by = models.CharField(max_length=6, choices=[("file", "file"), ("phone", "phone"), ("app", "app")])
    received_at = models.DateTimeField(default=clock.now)
    answer_due_at = models.DateTimeField()
    first_response_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now)

    given_name = models.CharField(max_length=300, blank=True)
    family_name = models.CharField(max_length=300, blank=True)
    born_on = models.DateField(null=True)
    #: Everything it says (`rules.ReferralFacts`) and what in it was not read (`rules.NotRead`), as JSON.
    facts = models.JSONField()
    not_read = models.JSONField(default=list)
    is_about_substance_use = models.BooleanField()

    #: Whether someone has said who this is: someone on record, or someone new.
    identity = models.CharField(max_length=5, blank=True, choices=[("known", "known"), ("new", "new")])
    participant = models.ForeignKey("people.Participant", models.PROTECT, null=True, related_name="referrals")
    participant_id: UUID | None
    episode = models.ForeignKey("programs.Episode", models.PROTECT, null=True, related_name="referrals", db_index=False)
    episode_id: UUID | None

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="a_referral_s_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="admitted", episode__isnull=False, participant__isnull=False)
                | ~Q(state="admitted") & Q(episode=None),
                name="admitted_means_in_an_episode",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "withdrawn", "waiting_list"]) | ~Q(reason=""),
                name="no_decision_without_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(identity="known", participant__isnull=False)
                | Q(identity="new")
                | Q(identity="", participant=None),
                name="a_known_person_is_named",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "state", "answer_due_at"], name="referrals_by_state_and_clock"),
            models.Index(fields=["organization", "born_on"], name="referrals_by_birth_date"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @cached_property
    def told(self) -> ReferralFacts:
        """What it says, as facts."""
        return from_json(ReferralFacts, self.facts)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED


class ReferralDocument(TenantModel):
    """The file that a referral came as, byte for byte. Only ever added."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="document")
    referral_id: UUID
    original = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=80)
    #: What the sender called the file, for those who may see the referral; never used as a name of a file of ours.
    filename = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "sha256"], name="the_same_file_once")]


class ReferralStep(TenantModel):
    """One line of a referral's history: a call, a decision. Only ever added."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=20)
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    #: Codes of the rules: whom a call was with, what came of it, why something was decided.
    call_with = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
