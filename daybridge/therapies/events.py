from dataclasses import dataclass

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OutlineWritten(Event):
    words = "wrote an outline of the work with somebody"
    kind: str
    number: int
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class HomeworkAgreed(Event):
    words = "agreed on what to try until next time"
