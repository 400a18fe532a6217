from dataclasses import dataclass
from datetime import date

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class LedgerExported(Event):
    words = "took a file of somebody's minutes out of the house"
    first_on: date
    last_on: date


@dataclass(frozen=True, kw_only=True)
class MinutesExported(Event):
    words = "took a file of everybody's minutes of a week out of the house"
    monday: date
