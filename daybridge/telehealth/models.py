from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.telehealth.rules import MOST_NAME_CHARACTERS, Stand


class VideoRoom(TenantModel):
    """The room on video of one session. Nothing that is said or shown in it is kept, here or anywhere."""

    occurrence = models.OneToOneField("programs.Occurrence", models.PROTECT, related_name="video_room")
    occurrence_id: UUID
    is_locked = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(default=clock.now)


class RoomGuest(TenantModel):
    """A participant at a room's door or in it, or somebody of theirs who was asked to a family group; and what others call them there."""

    room = models.ForeignKey(VideoRoom, models.PROTECT, related_name="guests")
    room_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    #: Set where it is not the participant who comes, but this person of theirs: no place, no number and no minutes are told of them.
    supporter = models.ForeignKey("people.Supporter", models.PROTECT, null=True, related_name="+", db_index=False)
    supporter_id: UUID | None
    called = models.CharField(max_length=MOST_NAME_CHARACTERS)
    #: Where they are and how to call them back, as they said when they came to the door.
    location = models.CharField(max_length=200)
    call_back = models.CharField(max_length=32)
    asked_at = models.DateTimeField(default=clock.now)
    stand = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Stand], default=Stand.WAITING)
    #: Who of the staff let them in or asked them to leave, the last time.
    settled_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    #: What their facilitator has switched off for them, until they switch it on again.
    is_muted = models.BooleanField(default=False)
    is_camera_off = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "participant"], condition=Q(supporter=None), name="a_guest_once"),
            models.UniqueConstraint(
                fields=["room", "supporter"], condition=Q(supporter__isnull=False), name="a_supporter_comes_once"
            ),
            models.CheckConstraint(
                condition=Q(stand=Stand.WAITING) | Q(settled_by__isnull=False), name="somebody_let_a_guest_in_or_out"
            ),
        ]


class RoomConnection(TenantModel):
    """One browser of a guest in a room, from when until when it was heard. Presence follows it (`attendance`)."""

    guest = models.ForeignKey(RoomGuest, models.PROTECT, related_name="connections")
    guest_id: UUID
    began_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(heard_at__gte=F("began_at")), name="heard_after_it_began"),
            models.UniqueConstraint(fields=["guest"], condition=Q(ended_at=None), name="one_open_connection_a_guest"),
        ]
        indexes = [models.Index(fields=["heard_at"], condition=Q(ended_at=None), name="open_connections")]

    @property
    def participant_id(self) -> UUID:
        return self.guest.participant_id


class TelehealthConsent(TenantModel):
    """A participant agreed to care by video in one wording, or took that back. Rows are only ever added; the newest holds."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    wording = models.PositiveSmallIntegerField()
    agrees = models.BooleanField(default=True)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["participant", "-given_at"], name="newest_word_on_video")]
