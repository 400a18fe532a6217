from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from daybridge.core.models import TenantModel
from daybridge.people.rules import HomeScreen, Role, TeamRole, full_name, name_in_group


class Organization(models.Model):
    """A treatment organization; nothing of one is ever visible to another. Holds the site's policies."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(max_length=64)
    phone = models.CharField(max_length=32)
    #: When staff read and answer, as shown to participants: "Monday to Friday, 8 am to 5 pm".
    reply_hours = models.CharField(max_length=120)
    reply_hours_es = models.CharField(max_length=120, blank=True)
    referral_answer_minutes = models.PositiveIntegerField(default=240)
    staff_idle_minutes = models.PositiveIntegerField(default=15)
    participant_idle_days = models.PositiveIntegerField(default=30)
    #: How long a participant stays signed in, left idle, on a phone that is not only theirs.
    shared_phone_idle_minutes = models.PositiveIntegerField(default=15, db_default=15)

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by its address, as signing in does."""


class Account(AbstractBaseUser):
    """How someone signs in: an e-mail address and what they prove it with. Says nothing about who they are."""

    last_login = None
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    organization_id: UUID
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    #: When staff or the machine's administrator closed a supporter's account. No invitation reopens it; one that a supporter closed can be reopened.
    blocked_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    objects = AccountManager()

    def __str__(self) -> str:
        return str(self.id)  # an address in a log or an error page would be a disclosure

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Staff(TenantModel):
    """Someone who works here."""

    account = models.OneToOneField(Account, models.PROTECT, null=True, related_name="staff")
    account_id: UUID | None
    name = models.CharField(max_length=120)
    credentials = models.CharField(max_length=60, blank=True)
    roles = ArrayField(models.CharField(max_length=20))
    email = models.EmailField()
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(roles__contained_by=[role.value for role in Role]), name="staff_roles_are_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, actor: Actor) -> "ParticipantQuerySet":
        """The participants this actor may look at: a director all, staff those they care for, a participant themself.

        A supporter none: what is shared with them is found by its share, never by the person.
        """
        if actor.is_system or actor.has_role(Role.DIRECTOR):
            return self
        if actor.is_participant:
            return self.filter(id=actor.who)
        if not actor.is_staff:
            return self.none()
        mine = CareTeamMember.objects.current().filter(staff_id=actor.who)
        return self.filter(id__in=mine.values("participant_id"))


class Participant(TenantModel):
    """Someone in care here, or referred to it."""

    account = models.OneToOneField(Account, models.PROTECT, null=True, related_name="participant")
    account_id: UUID | None
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    chosen_name = models.CharField(max_length=80, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    born_on = models.DateField()
    administrative_sex = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=2, default="en")
    time_zone = models.CharField(max_length=64)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    record_number = models.CharField(max_length=20)
    registered_at = models.DateTimeField(default=clock.now)
    home_screen = models.CharField(max_length=12, default=HomeScreen.DAYBRIDGE, db_default=HomeScreen.DAYBRIDGE.value)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "record_number"], name="one_record_number_each"),
            models.CheckConstraint(
                condition=Q(home_screen__in=[look.value for look in HomeScreen]), name="home_screen_is_known"
            ),
        ]
        indexes = [models.Index(fields=["organization", "born_on"], name="participant_by_birth_date")]

    @property
    def participant_id(self) -> UUID:
        return self.id

    @property
    def called(self) -> str:
        """The name to greet someone with."""
        return self.chosen_name or self.given_name

    @property
    def name(self) -> str:
        return full_name(self.given_name, self.family_name, self.chosen_name)

    @property
    def name_in_group(self) -> str:
        return name_in_group(self.given_name, self.family_name, self.chosen_name)

    def __str__(self) -> str:
        return str(self.id)


class ZoneStay(TenantModel):
    """From when on a participant lived in a time zone. Rows are only ever added; someone who never moved has none."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="zone_stays", db_index=False)
    participant_id: UUID
    zone = models.CharField(max_length=64)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "since"], name="in_one_zone_at_a_time")]


class Identifier(TenantModel):
    """A number someone else knows the participant by: a hospital's record number, a payer's member id."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="identifiers")
    participant_id: UUID
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "system", "value"], name="one_participant_per_identifier")
        ]


class Contact(TenantModel):
    """Someone the participant may call on a bad day; theirs to add and remove."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="contacts")
    participant_id: UUID
    name = models.CharField(max_length=80)
    relation = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=32)
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)


class SupporterQuerySet(models.QuerySet["Supporter"]):
    def current(self) -> "SupporterQuerySet":
        """Those whom no participant has removed."""
        return self.filter(removed_at=None)


class Supporter(TenantModel):
    """Someone a participant lets see part of how they are, as this participant calls them.

    `account` is who signs in, empty until they have joined. One account may support several participants, with a row for
    each; it is never the account of a participant or of staff.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="supporters")
    participant_id: UUID
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="supports")
    account_id: UUID | None
    name = models.CharField(max_length=80)
    relation = models.CharField(max_length=60, blank=True)
    email = models.EmailField()
    language = models.CharField(max_length=2, default="en")
    added_at = models.DateTimeField(default=clock.now)
    joined_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = SupporterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "account"], condition=Q(removed_at=None), name="a_supporter_once"
            ),
            models.CheckConstraint(
                condition=Q(account=None, joined_at=None) | Q(account__isnull=False, joined_at__isnull=False),
                name="joined_with_an_account",
            ),
        ]
        indexes = [models.Index(fields=["account"], name="supporter_by_account")]

    def __str__(self) -> str:
        return str(self.id)


class CareTeamQuerySet(models.QuerySet["CareTeamMember"]):
    def current(self) -> "CareTeamQuerySet":
        return self.filter(until=None)


class CareTeamMember(TenantModel):
    """A member of staff's part in a participant's care, from one moment until another."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="care_team")
    participant_id: UUID
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="caseload")
    staff_id: UUID
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in TeamRole])
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    objects = CareTeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(role="primary", until=None), name="one_primary_therapist"
            ),
            models.UniqueConstraint(
                fields=["participant", "staff"], condition=Q(until=None), name="on_a_care_team_once"
            ),
        ]


class Invitation(TenantModel):
    """A one-time link that lets one person set up how they sign in."""

    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="invitations")
    participant_id: UUID | None
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="invitations")
    staff_id: UUID | None
    supporter = models.ForeignKey(Supporter, models.PROTECT, null=True, related_name="invitations")
    supporter_id: UUID | None
    #: What a supporter must know: the word agreed on with the participant, as Django keeps a password. Empty for others.
    word = models.CharField(max_length=128, blank=True)
    #: SHA-256 of the link's secret; the secret itself is never stored.
    token_digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    wrong_answers = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(participant__isnull=False, staff__isnull=True, supporter__isnull=True)
                | Q(participant__isnull=True, staff__isnull=False, supporter__isnull=True)
                | Q(participant__isnull=True, staff__isnull=True, supporter__isnull=False),
                name="an_invitation_is_for_one_person",
            ),
            models.CheckConstraint(
                condition=Q(supporter=None, word="") | (Q(supporter__isnull=False) & ~Q(word="")),
                name="a_supporter_knows_a_word",
            ),
        ]
