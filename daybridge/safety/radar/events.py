from dataclasses import dataclass
from datetime import date

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class FindingsChanged(Event):
    words = "changed what the setback radar says"
    begun: int
    changed: int
    ended: int


@dataclass(frozen=True, kw_only=True)
class NightBegun(Event):
    words = "began the setback radar's reading of a day"
    zone: str
    on_day: date
    people: int


@dataclass(frozen=True, kw_only=True)
class PeopleRead(Event):
    words = "read many people with the setback radar"
    people: int
    begun: int
    changed: int
    ended: int


@dataclass(frozen=True, kw_only=True)
class PutForward(Event):
    words = "put people before their clinicians who may be worth a look"
    on_day: date
    people: int


@dataclass(frozen=True, kw_only=True)
class LookAnswered(Event):
    words = "said whether a look was useful"
    said: str


@dataclass(frozen=True, kw_only=True)
class AlertBudgetChosen(Event):
    words = "chose the alert budget"
    per_day: str
