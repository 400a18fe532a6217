from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class AboutComing(Event):
    """Something was told about coming; `accounts` are those whose screens look again."""

    words = "told something about coming"
    saved_at: datetime
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("week", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class AbsenceTold(AboutComing):
    """`sessions`: how many seats it took off. `came_late`: some stand, because they were over long before it came."""

    words = "told that they will not come"
    sessions: int = 0
    came_late: bool = False


@dataclass(frozen=True, kw_only=True)
class CameBack(AboutComing):
    """`gone`: how many of the seats somebody else has by now."""

    words = "told that they come after all"
    gone: int = 0


@dataclass(frozen=True, kw_only=True)
class CalendarLinkMade(Event):
    words = "made a link for their own calendar"
    shows_names: bool


@dataclass(frozen=True, kw_only=True)
class CalendarTitlesChosen(Event):
    words = "chose what their own calendar names"
    shows_names: bool


@dataclass(frozen=True, kw_only=True)
class CalendarLinkEnded(Event):
    words = "ended the link for their own calendar"


@dataclass(frozen=True, kw_only=True)
class ChangeAsked(AboutComing):
    words = "asked for other times"


@dataclass(frozen=True, kw_only=True)
class ChangeAnswered(AboutComing):
    words = "answered who asked for other times"
    outcome: str
