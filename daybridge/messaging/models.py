from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.messaging.rules import What
from daybridge.messaging.rules.files import FORMATS, Kind
from daybridge.people.models import Participant


def by(who: UUID | None) -> Q:
    """Rows of a member of staff, or (None) of the participant."""
    return Q(staff_id=who) if who else Q(staff=None)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> "MessageQuerySet":
        """The messages of participants this actor may look at."""
        return self.filter(participant_id__in=Participant.objects.visible_to(actor).values("id"))


class Message(TenantModel):
    """Something that a participant and their care team wrote to one another. Whoever writes makes the id; rows are only ever added.

    A thread is everything that was written with one participant, by number. `about` names the message that this one puts in
    other words; both stay.
    """

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    number = models.PositiveIntegerField()
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="versions", db_index=False)
    about_id: UUID | None
    #: Who of the staff wrote it; None: the participant.
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    staff_id: UUID | None
    words = models.TextField()
    #: Marked by the participant who wrote it: somebody is asked at once.
    is_urgent = models.BooleanField(default=False)
    #: A file came with it (`MessageFile`), and words may be missing.
    has_file = models.BooleanField(default=False, db_default=False)
    made_at: "models.Field[datetime, datetime]" = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "number"], name="one_message_a_number"),
            models.CheckConstraint(condition=~Q(words="") | Q(has_file=True), name="a_message_says_something"),
            models.CheckConstraint(
                condition=Q(is_urgent=False) | Q(staff=None), name="participants_write_what_is_urgent"
            ),
        ]


class MessageFile(TenantModel):
    """A picture, a voice note or a document that came with a message, encrypted with a key that the database does not have."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    message = models.OneToOneField(Message, models.PROTECT, related_name="file")
    message_id: UUID
    media_type = models.CharField(max_length=40)
    #: What the sender called it, as far as it is plain; shown beside a document, and no name of a file of ours.
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    #: What a scanner said of it (`scanning.Verdict`).
    verdict = models.CharField(max_length=13)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(default=clock.now)

    @property
    def kind(self) -> Kind:
        return FORMATS[self.media_type].kind

    @property
    def ending(self) -> str:
        return FORMATS[self.media_type].ending


class MessageStep(TenantModel):
    """What happened to a thread up to one of its messages (`rules.What`). Only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    what = models.CharField(max_length=11)
    up_to = models.PositiveIntegerField()
    #: Who of the staff did it; None: the participant.
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    staff_id: UUID | None
    to_staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    to_staff_id: UUID | None
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=[one.value for one in What]), name="what_happens_to_a_thread"),
            models.CheckConstraint(
                condition=Q(what=What.HANDED_OVER, to_staff__isnull=False)
                | ~Q(what=What.HANDED_OVER) & Q(to_staff=None),
                name="a_thread_is_handed_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(what__in=[What.FETCHED, What.READ]) | Q(staff__isnull=False),
                name="staff_look_after_a_thread",
            ),
        ]
        indexes = [models.Index(fields=["participant", "what", "-up_to"], name="steps_of_a_thread")]


class TeamMessage(TenantModel):
    """What staff wrote to one another about a participant, who never reads it here. A table of its own is the wall. Only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    number = models.PositiveIntegerField()
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    staff_id: UUID
    words = models.TextField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "number"], name="one_team_message_a_number"),
            models.CheckConstraint(condition=~Q(words=""), name="a_team_message_has_words"),
        ]


class TeamReading(TenantModel):
    """How far a member of staff has read what staff wrote about a participant. Only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    staff_id: UUID
    up_to = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["participant", "staff", "-up_to"], name="team_readings")]


class Announcement(TenantModel):
    """One word to everybody in a group or a program, which nobody answers. Only ever added."""

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", db_index=False)
    program_id: UUID
    #: Of this program; None: to everybody in it.
    group = models.ForeignKey("programs.Group", models.PROTECT, null=True, related_name="+", db_index=False)
    group_id: UUID | None
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    staff_id: UUID
    words = models.TextField()
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="an_announcement_has_words")]
        indexes = [models.Index(fields=["organization", "-sent_at"], name="announcements_by_time")]


class AnnouncementTo(TenantModel):
    """To whom an announcement went: who was there when it was sent. Only ever added."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="went_to")
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "participant"], name="announced_once_to_each")]


class AnnouncementReading(TenantModel):
    """That an announcement was on somebody's screen. Only ever added."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="readings")
    announcement_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "participant"], name="an_announcement_read_once")
        ]
