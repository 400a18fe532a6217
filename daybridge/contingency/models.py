from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from daybridge.contingency.rules import Deed, Ending, EvidenceKind, Funding, Protocol, Verdict
from daybridge.core import clock
from daybridge.core.models import TenantModel

MOST_WORD, MOST_WORDS = 40, 200


class ProtocolSignOff(TenantModel):
    """A director, as medical director, signed a protocol's version off as its file stood. Only ever added."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    #: Of everything that the file said: a file that says something else is not signed off.
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "code", "digest"], name="a_protocol_signed_off_once")
        ]


class RewardsSwitch(TenantModel):
    """A program gives rewards, or does so no more for who is new. Only ever added; the newest holds."""

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", db_index=False)
    program_id: UUID
    number = models.PositiveIntegerField()
    is_on = models.BooleanField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="one_switch_a_number")]


class Enrolment(TenantModel):
    """Somebody takes part, by a protocol and a funding source that stay as they were then (FHIR: CarePlan.activity).

    Offered with the digest of a seed; it begins when they say yes with a word of their own. Terms and commitment never change: the
    application may not write to those columns again.
    """

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="enrolments")
    participant_id: UUID
    episode = models.ForeignKey("programs.Episode", models.PROTECT, related_name="+", db_index=False)
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+")
    program_id: UUID
    protocol_code = models.CharField(max_length=40)
    protocol_version = models.PositiveIntegerField()
    #: The whole file, as `rules.Protocol` and `rules.Funding` read it.
    protocol_terms = models.JSONField()
    funding_code = models.CharField(max_length=40)
    funding_terms = models.JSONField()
    #: SHA-256 of the seed, in hexadecimal; empty where nothing is drawn.
    commitment = models.CharField(max_length=64, blank=True)
    #: On which days of the week attendance counts, 0 for Monday.
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    offered_at = models.DateTimeField(default=clock.now)
    offered_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    offered_by_id: UUID
    #: The participant's own, said after the commitment was shown; empty until they agree.
    word = models.CharField(max_length=MOST_WORD, blank=True)
    agreed_at = models.DateTimeField(null=True)
    #: The first day, on their own clock.
    begun_on = models.DateField(null=True)
    #: Who of the staff saw them agree in person; empty where they did on their own phone.
    witnessed_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    witnessed_by_id: UUID | None
    ended_at = models.DateTimeField(null=True)
    #: Empty where the participant ended it.
    ended_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    ended_by_id: UUID | None
    ending = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Ending])
    ending_words = models.CharField(max_length=MOST_WORDS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(ended_at=None), name="one_enrolment_in_rewards_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, word="", begun_on=None, witnessed_by=None)
                | (Q(agreed_at__isnull=False, begun_on__isnull=False) & (~Q(word="") | Q(commitment=""))),
                name="who_takes_part_has_agreed_with_a_word",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="rewards_end_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["program", "ended_at"], name="enrolments_of_a_program")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def protocol(self) -> Protocol:
        return Protocol.model_validate(self.protocol_terms)

    @property
    def funding(self) -> Funding:
        return Funding.model_validate(self.funding_terms)

    @property
    def is_running(self) -> bool:
        return self.agreed_at is not None and self.ended_at is None


class DrawSeed(TenantModel):
    """What draws are made from, before it is shown. No query but the drawing of a slip, and its showing, may read it."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="+")
    enrolment_id: UUID
    seed = models.BinaryField(max_length=32)


class SeedShown(TenantModel):
    """The seed of an enrolment that is over, for everybody to check its draws with. Only ever added."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="shown_seed")
    seed = models.CharField(max_length=64)
    shown_at = models.DateTimeField(default=clock.now)


class Pausing(TenantModel):
    """Days on which somebody who takes part has no target; they are given back at the end."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="pauses")
    enrolment_id: UUID
    from_on = models.DateField()
    #: The last day of it; empty while it lasts.
    until_on = models.DateField(null=True)
    why = models.CharField(max_length=MOST_WORDS)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment"], condition=Q(until_on=None), name="one_pause_at_a_time"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="a_pause_ends_after_it_began"
            ),
        ]


class TargetTold(TenantModel):
    """How the target of a day went, and by what it is seen. Only ever added: a correction is the next number, and the last one stands."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="targets", db_index=False)
    enrolment_id: UUID
    on_day = models.DateField()
    number = models.PositiveSmallIntegerField()
    #: Nothing that people tell of themselves is among these, and the table takes nothing else.
    evidence = models.CharField(max_length=13, choices=[(one.value, one.value) for one in EvidenceKind])
    #: The session or the screen.
    evidence_id: "models.Field[UUID | None, UUID | None]" = models.UUIDField(null=True)
    #: What was read where a result was taken.
    reading = models.CharField(max_length=MOST_WORDS, blank=True)
    verdict = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Verdict])
    #: Of a correction.
    why = models.CharField(max_length=MOST_WORDS, blank=True)
    #: Empty where it followed from what was told elsewhere, such as a session that was corrected.
    told_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    told_by_id: UUID | None
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "on_day", "number"], name="a_target_told_once_a_number"),
            models.CheckConstraint(
                condition=Q(evidence__in=[one.value for one in EvidenceKind]), name="only_what_others_saw_is_evidence"
            ),
            models.CheckConstraint(condition=Q(verdict__in=[one.value for one in Verdict]), name="a_verdict_is_known"),
            models.CheckConstraint(
                condition=(
                    Q(evidence=EvidenceKind.POINT_OF_CARE, evidence_id=None, told_by__isnull=False) & ~Q(reading="")
                )
                | (~Q(evidence=EvidenceKind.POINT_OF_CARE) & Q(evidence_id__isnull=False)),
                name="evidence_says_where_it_comes_from",
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="who_corrects_a_target_says_why"),
        ]


class Draw(TenantModel):
    """One slip out of the bowl. Only ever added, and one for each number of a day: nothing is drawn again."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="draws", db_index=False)
    enrolment_id: UUID
    #: The day whose target earned it.
    on_day = models.DateField()
    number = models.PositiveSmallIntegerField()
    #: From 0, as they are numbered in the protocol's bowl.
    slip = models.PositiveIntegerField()
    prize = models.CharField(max_length=40)
    #: What the slip says, and what could be given under the cap.
    slip_cents = models.PositiveIntegerField()
    cents = models.PositiveIntegerField()
    #: The day on which it was drawn, on their own clock: the cap is reckoned by it.
    drawn_on = models.DateField()
    drawn_at = models.DateTimeField(default=clock.now)
    #: Who of the staff drew with them in the room; empty where they did on their own phone, or where it was drawn at the end.
    drawn_with = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    drawn_with_id: UUID | None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "on_day", "number"], name="nothing_is_drawn_again"),
            models.CheckConstraint(condition=Q(number__gte=1), name="draws_count_from_one"),
            models.CheckConstraint(condition=Q(cents__lte=F("slip_cents")), name="no_more_than_the_slip_says"),
        ]

    @property
    def participant_id(self) -> UUID:
        return self.enrolment.participant_id


class LedgerEntry(TenantModel):
    """What became of a prize, or of a voucher's cents. Only ever added."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="entries")
    enrolment_id: UUID
    deed = models.CharField(max_length=11, choices=[(one.value, one.value) for one in Deed])
    #: Of a prize.
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, related_name="entries")
    draw_id: UUID | None
    #: The day whose target earned a credit and which credit of that day it is.
    for_day = models.DateField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    #: The day on which it was done, on the participant's own clock.
    on_day = models.DateField()
    cents = models.PositiveIntegerField()
    #: Of a credit: what it would be without the cap.
    full_cents = models.PositiveIntegerField()
    #: What was handed over or bought.
    what = models.CharField(max_length=MOST_WORDS, blank=True)
    #: Who handed it over; a credit is nobody's deed.
    given_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    given_by_id: UUID | None
    #: To whom, as they were called then.
    given_to = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draw"], condition=Q(deed__in=[Deed.HANDED_OVER, Deed.DECLINED]), name="a_prize_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "for_day", "number"],
                condition=Q(deed=Deed.CREDITED),
                name="credited_once_a_number",
            ),
            models.CheckConstraint(
                condition=Q(deed=Deed.CREDITED, draw=None, for_day__isnull=False, number__isnull=False)
                | Q(deed=Deed.REDEEMED, draw=None, for_day=None, number=None)
                | Q(
                    deed__in=[Deed.HANDED_OVER, Deed.DECLINED, Deed.KEPT],
                    draw__isnull=False,
                    for_day=None,
                    number=None,
                ),
                name="an_entry_is_of_a_prize_or_of_a_voucher",
            ),
            models.CheckConstraint(condition=Q(cents__lte=F("full_cents")), name="no_more_than_was_earned"),
            models.CheckConstraint(
                condition=~Q(deed__in=[Deed.HANDED_OVER, Deed.REDEEMED])
                | (Q(given_by__isnull=False) & ~Q(given_to="")),
                name="both_names_stand_on_what_is_given",
            ),
        ]


class CabinetEntry(TenantModel):
    """What was put into a program's cabinet or taken out of it. Only ever added; what is there is their sum."""

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+")
    program_id: UUID
    #: A kind of slip.
    prize = models.CharField(max_length=40)
    change = models.IntegerField()
    #: Whether somebody counted; else a prize was handed over.
    is_count = models.BooleanField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
