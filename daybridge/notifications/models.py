from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.notifications.reminders import models as reminder_models  # noqa: F401 - Django finds a room's tables in this file
from daybridge.notifications.rules import Audience, Channel, State, audience_of
from daybridge.people.models import Participant, Staff

_ONE_PERSON = Q(participant__isnull=False, staff__isnull=True) | Q(participant__isnull=True, staff__isnull=False)


def whose(person: Staff | Participant) -> dict[str, UUID]:
    """How rows of this person are found."""
    return {"staff_id" if isinstance(person, Staff) else "participant_id": person.id}


class OfOnePerson(TenantModel):
    """A row of a member of staff or of a participant."""

    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    staff_id: UUID | None
    participant = models.ForeignKey("people.Participant", models.PROTECT, null=True, related_name="+", db_index=False)
    participant_id: UUID | None

    class Meta:
        abstract = True

    @property
    def person(self) -> Staff | Participant:
        """Whose it is."""
        found = self.staff or self.participant
        assert found is not None
        return found

    @property
    def whose(self) -> dict[str, UUID]:
        """How other rows of the same person are found."""
        return whose(self.person)

    @property
    def audience(self) -> Audience:
        return audience_of(is_staff=self.staff_id is not None)


class Notice(OfOnePerson):
    """Something a person is told: that something waits, and where. Never what about."""

    #: How they sign in, when it was planned; someone who has not joined yet is reached from outside only.
    account = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    account_id: UUID | None
    kind = models.CharField(max_length=40)
    #: What it is about, so that the same thing is told once: an alert's id with its step, an assignment's id.
    key = models.CharField(max_length=160)
    link = models.CharField(max_length=200, blank=True)
    planned_for = models.DateTimeField()
    made_at = models.DateTimeField(default=clock.now)
    #: Of an occurrence of a reminder: which, its local day and time (which are its name), and when that day is over.
    reminder = models.ForeignKey("notifications.Reminder", models.PROTECT, null=True, related_name="+", db_index=False)
    reminder_id: UUID | None
    on_day = models.DateField(null=True)
    at_time = models.TimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    #: How it ended (`reminders.rules.Outcome`); empty while it is open.
    outcome = models.CharField(max_length=9, blank=True)
    outcome_at = models.DateTimeField(null=True)
    #: It was put off, so many times, the last time until then: each time is a round of deliveries.
    round = models.PositiveSmallIntegerField(default=0)
    snoozed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "on_day", "at_time"],
                condition=Q(reminder__isnull=False),
                name="one_notice_of_an_occurrence",
            ),
            models.CheckConstraint(
                condition=Q(reminder=None) | Q(on_day__isnull=False, at_time__isnull=False, ends_at__isnull=False),
                name="an_occurrence_has_a_day_and_an_end",
            ),
            models.CheckConstraint(condition=_ONE_PERSON, name="a_notice_is_for_one_person"),
            models.UniqueConstraint(fields=["staff", "kind", "key"], name="one_notice_to_staff"),
            models.UniqueConstraint(fields=["participant", "kind", "key"], name="one_notice_to_participant"),
        ]
        indexes = [
            models.Index(fields=["account", "-made_at"], name="notices_of_an_account"),
            models.Index(fields=["organization", "kind", "-made_at"], name="notices_of_a_kind"),
            models.Index(
                fields=["organization", "ends_at"],
                condition=Q(reminder__isnull=False, outcome=""),
                name="open_occurrences",
            ),
            models.Index(
                fields=["participant", "-planned_for"],
                condition=Q(reminder__isnull=False),
                name="occurrences_of_a_person",
            ),
        ]


class Delivery(TenantModel):
    """A notice on its way by one channel."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    notice_id: UUID
    channel = models.CharField(max_length=8, choices=[(channel.value, channel.value) for channel in Channel])
    #: How often what it tells of had been put off.
    round = models.PositiveSmallIntegerField(default=0)
    #: The channel that failed before this one was taken; empty when it was planned from the start.
    instead_of = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=9, default=State.PLANNED, choices=[(one.value, one.value) for one in State])
    planned_for = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    #: The last trouble, as a code: "refused", "timeout", "http-500", "not-set-up", "no-device" ...
    error = models.CharField(max_length=20, blank=True)
    #: When it was handed to the channel, and when the next server (a push service, a mail server) answered that it has it.
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel", "round"], name="one_delivery_by_channel")]
        indexes = [
            models.Index(
                fields=["organization", "planned_for"], condition=Q(state="planned"), name="waiting_deliveries"
            )
        ]


class PushSubscription(OfOnePerson):
    """A browser that shows notices, with the keys that seal what is sent to it (RFC 8291)."""

    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+", db_index=False)
    account_id: UUID
    endpoint = models.URLField(max_length=500)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    #: What the person recognizes it by: "Firefox, Android".
    device = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "endpoint"], condition=Q(removed_at=None), name="a_device_is_one_persons"
            ),
            models.CheckConstraint(condition=_ONE_PERSON, name="a_device_is_for_one_person"),
        ]
        indexes = [models.Index(fields=["account"], condition=Q(removed_at=None), name="devices_of_an_account")]


class Preference(OfOnePerson):
    """How a person wants to be reached. Someone without one is reached as is usual (`rules.usual_channels`)."""

    #: {"alerts": ["push", "sms"], ...}; a group that is left out is as usual.
    channels = models.JSONField(default=dict)
    has_quiet_hours = models.BooleanField(default=True)
    quiet_since = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    #: By what else to tell of a reminder that nobody has seen after so many minutes; empty for nothing else.
    second_channel = models.CharField(max_length=8, blank=True)
    second_after_minutes = models.PositiveSmallIntegerField(default=30)
    #: Until which local day no reminder of their own is to be heard; that day they begin again.
    paused_until = models.DateField(null=True)
    #: Of staff: where text messages go once the code was typed. A participant's is the one in their record.
    phone = models.CharField(max_length=32, blank=True)
    phone_asked_at = models.DateTimeField(null=True)
    phone_wrong_codes = models.PositiveSmallIntegerField(default=0)
    phone_verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ONE_PERSON, name="a_preference_is_for_one_person"),
            models.UniqueConstraint(fields=["staff"], name="one_preference_of_staff"),
            models.UniqueConstraint(fields=["participant"], name="one_preference_of_participant"),
        ]
