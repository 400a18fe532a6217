from dataclasses import dataclass
from datetime import date

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class FindingsEnded(Event):
    words = "ended what the setback radar said"
    ended: int


@dataclass(frozen=True, kw_only=True)
class NightBegun(Event):
    words = "began the setback radar's reading of a day"
    zone: str
    on_day: date
    people: int


@dataclass(frozen=True, kw_only=True)
class PeopleRead(Event):
    words = "changed what the setback radar says"
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
