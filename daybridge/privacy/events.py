from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ChartOpened(Event):
    words = "looked at a chart"
    purpose: str


@dataclass(frozen=True, kw_only=True)
class DocumentOpened(Event):
    words = "opened a document"
    purpose: str


@dataclass(frozen=True, kw_only=True)
class RecordExported(Event):
    words = "took out their own record"
    #: `page` or `json`
    shape: str


@dataclass(frozen=True, kw_only=True)
class SharingChosen(Event):
    """`parts` are all that is shared now, `wording` the warning that was read; no part is a stop."""

    words = "chose what to share with a supporter"
    parts: tuple[str, ...]
    until: date | None = None
    wording: int | None = None


@dataclass(frozen=True, kw_only=True)
class SharingEnded(Event):
    words = "ended everything a participant shared"
    count: int


@dataclass(frozen=True, kw_only=True)
class SharingStoppedForThem(Event):
    """`subject_id` is the supporter, `stop_id` this one stop, `why` a code of `privacy.rules.StopReason`."""

    words = "stopped for a participant what they share with a supporter"
    stop_id: UUID
    why: str


@dataclass(frozen=True, kw_only=True)
class SharedPartOpened(Event):
    words = "looked at what a participant shares"
    supporter_id: UUID
    part: str
