from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class ScreenChanged(Event):
    """Something about a drug screen that open screens should show."""

    words = "changed a drug screen"
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("screens", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class ScreenOrdered(ScreenChanged):
    words = "ordered a drug screen"


@dataclass(frozen=True, kw_only=True)
class ScreensDrawn(ScreenChanged):
    words = "had days of drug screens drawn by chance"
    days: int
    seed: str


@dataclass(frozen=True, kw_only=True)
class ScreenAnnounced(ScreenChanged):
    words = "told a participant of a drug screen"


@dataclass(frozen=True, kw_only=True)
class ScreenMarked(ScreenChanged):
    words = "wrote down how a drug screen went"
    state: str


@dataclass(frozen=True, kw_only=True)
class ScreenCollected(ScreenChanged):
    words = "wrote down a specimen"
    validity: str


@dataclass(frozen=True, kw_only=True)
class ScreenResulted(ScreenChanged):
    """Results were kept; all as expected, or not to be judged."""

    words = "kept results of a drug screen"
    state: str


@dataclass(frozen=True, kw_only=True)
class ScreenUnexpected(ScreenResulted):
    """Results were kept, and some don't fit the medicines. It calls for a talk, never for a penalty."""

    words = "kept results of a drug screen that were not expected"
    is_opioid: bool


@dataclass(frozen=True, kw_only=True)
class ScreenTalked(ScreenChanged):
    words = "went through results of a drug screen with a participant"


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(ScreenChanged):
    words = "asked a laboratory to confirm results of a drug screen"


@dataclass(frozen=True, kw_only=True)
class ScreenToldBefore(ScreenChanged):
    words = "said beforehand what a drug screen may find"


@dataclass(frozen=True, kw_only=True)
class LabMessageTaken(Event):
    """`ack` is what the sender is told; the same message again is answered as the first time."""

    words = "took in a message of a laboratory"
    ack: str
    why: str
    matched: int = 0
    waiting: int = 0


@dataclass(frozen=True, kw_only=True)
class LabReportSettled(Event):
    words = "gave a laboratory's report its place"
    is_set_aside: bool
