"""Presence and minutes in a person's words."""

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from daybridge.attendance.rules import Fault, Source, State

STATES = {
    State.EXPECTED: pgettext_lazy("attendance", "expected"),
    State.PRESENT: pgettext_lazy("attendance", "was there"),
    State.EXCUSED: pgettext_lazy("attendance", "excused"),
    State.NO_SHOW: pgettext_lazy("attendance", "did not come"),
    State.CANCELLED: pgettext_lazy("attendance", "called off by us"),
}
SOURCES = {
    Source.STAFF: lazy("told by staff"),
    Source.DOOR: lazy("code at the door"),
    Source.TABLET: lazy("tablet at the door"),
    Source.VIDEO: lazy("video"),
    Source.PHONE: lazy("telephone"),
    Source.CORRECTION: lazy("corrected"),
}
_FAULTS = {
    Fault.BACKWARDS: lazy("The end has to be after the beginning."),
    Fault.OVERLAP: lazy("These times overlap."),
    Fault.OUTSIDE: lazy("This time does not belong to the session."),
    Fault.AHEAD: lazy("This time is still to come."),
    Fault.NEEDS_REASON: lazy("Say why in a few words."),
    Fault.NEEDS_PLACE: lazy("Say where you are now. Your team needs it if you need help."),
    Fault.NEEDS_NUMBER: lazy("Give a number on which we can call you back."),
}


def fault_in_words(fault: Fault) -> str:
    return str(_FAULTS[fault])
