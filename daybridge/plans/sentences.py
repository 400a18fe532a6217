"""Objectives in a person's words."""

from django.utils.translation import gettext_lazy as lazy

from daybridge.plans.rules import MOST_CHARACTERS, MOST_OPEN, Ending, Fault

ENDINGS = {
    Ending.REACHED: lazy("Reached"),
    Ending.CHANGED: lazy("Put in other words"),
    Ending.SET_ASIDE: lazy("Set aside for now"),
}
_FAULTS = {
    Fault.NEEDS_WORDS: lazy("Write what they work on."),
    Fault.TOO_LONG: lazy("Keep it to %(characters)s characters."),
    Fault.TOO_MANY: lazy("There are %(objectives)s on the list already. End one first."),
}


def fault_in_words(fault: Fault) -> str:
    return str(_FAULTS[fault]) % {"characters": MOST_CHARACTERS, "objectives": MOST_OPEN}
