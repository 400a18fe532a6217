"""Telling how a session goes: who came and went, when it begins and ends, who leads it."""

from daybridge.attendance.actions.guests import note_guest
from daybridge.attendance.actions.presence import (
    Arrival,
    correct_presence,
    excuse,
    mark_everybody,
    mark_presence,
    promise_to_come,
    tell_presence,
)
from daybridge.attendance.actions.running import (
    add_facilitator,
    begin_break,
    begin_session,
    correct_breaks,
    end_break,
    end_session,
    settle_forgotten,
)

__all__ = [
    "Arrival", "add_facilitator", "begin_break", "begin_session", "correct_breaks", "correct_presence", "end_break", "end_session", "excuse",
    "mark_everybody", "mark_presence", "note_guest", "promise_to_come", "settle_forgotten", "tell_presence",
]  # fmt: skip
