from dataclasses import dataclass
from datetime import date

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class HoursExported(Event):
    words = "took a file of hours asked and booked out of the house"
    monday: date
