from dataclasses import dataclass
from datetime import date, datetime

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ReminderSet(Event):
    """`number` is the version; 1 for a new reminder."""

    words = "set a reminder"
    number: int
    next_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReminderRemoved(Event):
    words = "removed a reminder"


@dataclass(frozen=True, kw_only=True)
class RemindersEnded(Event):
    """`subject_id` is the participant: their stay is over."""

    words = "ended reminders of what belongs to a stay"
    count: int


@dataclass(frozen=True, kw_only=True)
class ReminderPaused(Event):
    """`until` None: it goes on."""

    words = "paused or went on with a reminder"
    until: date | None


@dataclass(frozen=True, kw_only=True)
class RemindersPaused(Event):
    """Of all their reminders. `until` None: they go on."""

    words = "paused or went on with all reminders"
    until: date | None


@dataclass(frozen=True, kw_only=True)
class RemindersTimed(Event):
    words = "moved reminders to the clock of another time zone"
    count: int


@dataclass(frozen=True, kw_only=True)
class OccurrencesPlanned(Event):
    """`count` occurrences were put on the ledger for people whose reminders were due; `is_all` when no more are."""

    words = "put reminders that were due on the ledger"
    count: int
    is_all: bool


@dataclass(frozen=True, kw_only=True)
class OccurrencesSent(Event):
    words = "handed reminders to their channels"
    sent: int
    failed: int
    put_back: int


@dataclass(frozen=True, kw_only=True)
class OccurrencesOver(Event):
    words = "closed reminders whose day was over"
    count: int


@dataclass(frozen=True, kw_only=True)
class ReminderSnoozed(Event):
    """`subject_id` is the notice."""

    words = "put off a reminder"
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ReminderDone(Event):
    """`subject_id` is the notice."""

    words = "said that what a reminder was for is done"


@dataclass(frozen=True, kw_only=True)
class RemindersAnswered(Event):
    """`subject_id` is the participant: they did what they were to be reminded of that day."""

    words = "did what a reminder was for"
    purpose: str
    on_day: date


@dataclass(frozen=True, kw_only=True)
class ChannelsTested(Event):
    """`subject_id` is the notice of the test."""

    words = "tested how reminders reach them"
