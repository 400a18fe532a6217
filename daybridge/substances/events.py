from dataclasses import dataclass
from datetime import date, datetime

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class UseHistoryWritten(Event):
    words = "wrote down how somebody uses a substance"
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class UseGoalChosen(Event):
    words = "wrote down what somebody wants with a substance"
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class UseDayTold(Event):
    words = "told of use on a day"
    on_day: date
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class DayMarked(Event):
    words = "wrote down what a day is remembered by"
    on_day: date
    saved_at: datetime
