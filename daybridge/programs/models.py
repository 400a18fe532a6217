from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import get_language

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.programs.apart import models as apart_models  # noqa: F401 - Django finds a room's tables in this file
from daybridge.programs.attending import models as attending_models  # noqa: F401
from daybridge.programs.availability import models as availability_models  # noqa: F401 - Django finds a room's tables in this file
from daybridge.programs.calendar import models as calendar_models  # noqa: F401 - and these
from daybridge.programs.families import models as families_models  # noqa: F401
from daybridge.programs.needs import models as needs_models  # noqa: F401
from daybridge.programs.planning import models as planning_models  # noqa: F401
from daybridge.programs.rules import EndReason, Focus, Gender, GroupLanguage, LevelOfCare, Mode
from daybridge.programs.staffing import models as staffing_models  # noqa: F401


def english() -> list[str]:
    return ["en"]


class Called(models.Model):
    """Something with a name in English and, where somebody wrote it, in Spanish."""

    name: "models.CharField[str, str]"
    name_es: "models.CharField[str, str]"

    class Meta:
        abstract = True

    @property
    def called(self) -> str:
        """Its name in the language of whoever looks."""
        return self.name_es if self.name_es and get_language() == "es" else self.name


class SiteQuerySet(models.QuerySet["Site"]):
    def still_open(self) -> "SiteQuerySet":
        return self.filter(is_open=True)


class Site(TenantModel):
    """A place where an organization's groups meet, with its own clock on the wall (FHIR: Location)."""

    name = models.CharField(max_length=80)
    #: IANA name; a site's hours and its groups' times are on this clock.
    time_zone = models.CharField(max_length=64)
    address = models.CharField(max_length=200, blank=True)
    is_open = models.BooleanField(default=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", Lower("name"), condition=Q(is_open=True), name="one_open_site_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoomQuerySet(models.QuerySet["Room"]):
    def still_open(self) -> "RoomQuerySet":
        return self.filter(is_open=True)


class Room(TenantModel):
    """A room of a site: how many people it holds and what is in it."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="rooms")
    site_id: UUID
    name = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField()
    equipment = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_open = models.BooleanField(default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("site", Lower("name"), condition=Q(is_open=True), name="one_open_room_a_name"),
            models.CheckConstraint(condition=Q(capacity__range=(1, 500)), name="a_room_holds_someone"),
        ]

    def __str__(self) -> str:
        return self.name


class Program(Called, TenantModel):
    """A program that people are admitted to."""

    name = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    focus = models.CharField(max_length=20, choices=[(focus.value, focus.value) for focus in Focus])
    is_open = models.BooleanField(default=True)
    level_of_care = models.CharField(max_length=4, default=LevelOfCare.IOP, db_default=LevelOfCare.IOP.value)
    languages = ArrayField(models.CharField(max_length=2), default=english)
    #: The template it was made from, and that file's version; empty and 0 for a program that was made without one.
    template = models.CharField(max_length=40, blank=True, default="", db_default="")
    template_version = models.PositiveIntegerField(default=0, db_default=0)
    #: The rules that hold now, as `rules.pack` reads them; empty while nobody has set any. The newest `RulePackVersion`.
    rule_pack = models.JSONField(default=dict, blank=True)
    #: Which version of its rules holds; 0 while nobody has set any.
    rule_pack_number = models.PositiveIntegerField(default=0, db_default=0)
    sites = models.ManyToManyField(Site, through="programs.ProgramSite", related_name="programs")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level_of_care__in=[level.value for level in LevelOfCare]), name="level_of_care_is_known"
            ),
            models.CheckConstraint(
                condition=Q(languages__contained_by=["en", "es"]) & Q(languages__len__gte=1),
                name="a_program_speaks_a_language_we_know",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgramSite(TenantModel):
    """A site at which a program meets. A program without one meets by video only."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="program_sites", db_index=False)
    program_id: UUID
    site = models.ForeignKey(Site, models.PROTECT, related_name="program_sites")
    site_id: UUID

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "site"], name="a_site_once_in_a_program")]


class RulePackVersion(TenantModel):
    """The rules of a program as somebody set them, whole, with the reason. Only ever added; the newest one holds."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="rule_pack_versions", db_index=False)
    program_id: UUID
    #: Counts the versions of this program's rules, from 1.
    number = models.PositiveIntegerField()
    pack = models.JSONField()
    why = models.TextField()
    made_at = models.DateTimeField(default=clock.now)
    #: Empty where the machinery set it, as in founding a site at the terminal.
    made_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    made_by_id: UUID | None

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="one_rule_pack_a_number")]


class Track(Called, TenantModel):
    """A way through a program for some of its people, such as mornings or young adults."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="tracks", db_index=False)
    program_id: UUID
    code = models.SlugField(max_length=40, db_index=False)
    name = models.CharField(max_length=80)
    name_es = models.CharField(max_length=80, blank=True)
    is_open = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "code"], name="a_track_once_in_a_program")]

    def __str__(self) -> str:
        return self.name


class GroupQuerySet(models.QuerySet["Group"]):
    def still_open(self) -> "GroupQuerySet":
        return self.filter(is_open=True)


class Group(Called, TenantModel):
    """A group that a program offers; when it meets stands on the calendar (FHIR: HealthcareService)."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="groups")
    program_id: UUID
    name = models.CharField(max_length=80)
    name_es = models.CharField(max_length=80, blank=True)
    #: A code of `programs/templates/kinds.yaml`.
    kind = models.CharField(max_length=40)
    #: A code of a curriculum's file; empty where the group follows none.
    curriculum = models.CharField(max_length=40, blank=True)
    #: No more than this many people, ever.
    capacity = models.PositiveSmallIntegerField()
    #: With how many it works best; above that somebody says yes to it.
    soft_capacity = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=4, default=GroupLanguage.EN)
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="groups")
    track_id: UUID | None
    mode = models.CharField(max_length=6, default=Mode.ROOM)
    #: Where it meets unless the calendar says otherwise.
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="groups")
    site_id: UUID | None
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="groups")
    room_id: UUID | None
    least_age = models.PositiveSmallIntegerField(null=True, blank=True)
    most_age = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=10, blank=True, default=Gender.EVERYONE)
    #: One of these is enough to lead it; none: anybody of the staff may.
    credentials = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    minutes = models.PositiveSmallIntegerField()
    #: When the template would have it meet: [{"weekday": 0 for Monday, "start": "09:00"}, ...]. A suggestion, no booking.
    suggested_times = models.JSONField(default=list, blank=True)
    is_open = models.BooleanField(default=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("program", Lower("name"), condition=Q(is_open=True), name="one_open_group_a_name"),
            models.CheckConstraint(
                condition=Q(soft_capacity__gte=1, soft_capacity__lte=F("capacity"), capacity__lte=500),
                name="a_group_has_seats",
            ),
            models.CheckConstraint(condition=Q(minutes__range=(5, 480)), name="a_group_fits_in_a_day"),
            models.CheckConstraint(
                condition=Q(least_age=None) | Q(most_age=None) | Q(least_age__lte=F("most_age")),
                name="ages_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(language__in=[one.value for one in GroupLanguage]), name="group_language"
            ),
            models.CheckConstraint(condition=Q(mode__in=[one.value for one in Mode]), name="group_mode"),
            models.CheckConstraint(condition=Q(gender__in=[one.value for one in Gender]), name="group_gender"),
            models.CheckConstraint(condition=Q(room=None) | Q(site__isnull=False), name="a_room_is_at_a_site"),
        ]

    def __str__(self) -> str:
        return self.name


class EpisodeQuerySet(models.QuerySet["Episode"]):
    def current(self) -> "EpisodeQuerySet":
        return self.filter(ended_on=None)


class Episode(TenantModel):
    """One stay in a program, from admission to discharge (FHIR: EpisodeOfCare)."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="episodes")
    participant_id: UUID
    program = models.ForeignKey(Program, models.PROTECT, related_name="episodes")
    program_id: UUID
    admitted_on = models.DateField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, blank=True, choices=[(r.value, r.value) for r in EndReason])
    #: Whether the daily check-in asks about urges and cravings.
    substance_use_focus = models.BooleanField(default=False)
    #: Whether the daily check-in asks about medicines.
    asks_about_medicines = models.BooleanField(default=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant"], condition=Q(ended_on=None), name="one_open_episode"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("admitted_on")), name="an_episode_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["organization", "program", "ended_on"], name="episodes_of_a_program")]
