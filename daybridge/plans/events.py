from dataclasses import dataclass

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ObjectiveAdded(Event):
    words = "put an objective on the list"
    number: int


@dataclass(frozen=True, kw_only=True)
class ObjectiveEnded(Event):
    words = "took an objective off the list"
    number: int
    ending: str
