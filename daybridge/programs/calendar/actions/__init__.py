"""What is done to the calendar."""

from daybridge.programs.calendar.actions.dates import (
    cancel_occurrence,
    change_occurrence,
    close_day,
    open_day,
    restore_occurrence,
)
from daybridge.programs.calendar.actions.seats import (
    give_back_make_up,
    leave_all_seats,
    leave_seat,
    take_make_up,
    take_seat,
)
from daybridge.programs.calendar.actions.times import end_series, extend_calendar, open_series, reopen_series

__all__ = [
    "cancel_occurrence",
    "change_occurrence",
    "close_day",
    "end_series",
    "extend_calendar",
    "give_back_make_up",
    "leave_all_seats",
    "leave_seat",
    "open_day",
    "open_series",
    "reopen_series",
    "restore_occurrence",
    "take_make_up",
    "take_seat",
]
