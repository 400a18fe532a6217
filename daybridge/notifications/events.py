from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class NoticePlanned(Event):
    words = "planned a notice"
    kind: str
    staff_id: UUID | None = None
    planned_for: datetime


@dataclass(frozen=True, kw_only=True)
class DeliverySent(Event):
    """`subject_id` is the notice."""

    words = "sent a notice"
    channel: str
    account_id: UUID | None = None

    def pokes(self) -> Iterable[Poke]:
        if self.channel == "in_app" and self.account_id:
            yield Poke("notices", self.subject_id, (self.account_id,))


@dataclass(frozen=True, kw_only=True)
class NoticesCancelled(Event):
    words = "called off notices whose cause was dealt with"
    count: int


@dataclass(frozen=True, kw_only=True)
class DeliveryFailed(Event):
    """`subject_id` is the notice; `is_over` when this channel is not tried again, `then` the channel taken instead."""

    words = "could not send a notice"
    channel: str
    error: str
    is_over: bool
    then: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeShown(Event):
    words = "was shown a notice"
    channel: str


@dataclass(frozen=True, kw_only=True)
class NoticesShown(Event):
    """`subject_id` is the person whose list showed them."""

    words = "was shown notices on their list"
    count: int


@dataclass(frozen=True, kw_only=True)
class NoticeOpened(Event):
    words = "opened a notice"
    channel: str


@dataclass(frozen=True, kw_only=True)
class DeviceAdded(Event):
    words = "let a device show notices"


@dataclass(frozen=True, kw_only=True)
class DeviceRemoved(Event):
    words = "stopped notices on a device"
    reason: str


@dataclass(frozen=True, kw_only=True)
class PreferencesSet(Event):
    words = "chose how to be reached"


@dataclass(frozen=True, kw_only=True)
class PhoneAsked(Event):
    words = "asked for a code to prove a phone number"


@dataclass(frozen=True, kw_only=True)
class PhoneProven(Event):
    words = "typed the code that was sent to a phone"
    is_right: bool
