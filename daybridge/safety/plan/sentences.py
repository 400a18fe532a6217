"""A safety plan's parts, steps and needs in plain words of our own."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.safety.plan.rules import MOST_CHARACTERS, MOST_LINES, MOST_WAYS, Fault, Mark, Need, Section

TITLES = {
    Section.SIGNS: lazy("Warning signs"),
    Section.STEPS: lazy("What I can do"),
    Section.PLACES: lazy("Places and people"),
    Section.PEOPLE: lazy("Who to ask for help"),
    Section.PROFESSIONALS: lazy("Professionals and crisis lines"),
    Section.SAFER: lazy("Making things safer"),
    Section.MATTERS: lazy("What matters to me"),
}
HINTS = {
    Section.SIGNS: lazy("How do you notice that a hard time is on its way?"),
    Section.STEPS: lazy("Small things that have helped you before and that need nobody else."),
    Section.PLACES: lazy("Where it is easier to be, and whose company does you good."),
    Section.PEOPLE: lazy("Who may know how you are. With a number, one tap calls them."),
    Section.PROFESSIONALS: lazy("Your program, your doctor, a crisis team nearby. 988 and 911 stand on every plan."),
    Section.SAFER: lazy("What you put out of reach, who keeps it for you, what you change at home."),
    Section.MATTERS: lazy("Who and what you want to be there for."),
}


@dataclass(frozen=True)
class Part:
    """A section as it is shown: its name, what belongs there, and its lines."""

    code: str
    title: Any
    hint: Any
    lines: Any = ()


def parts(sections: Any = None) -> list[Part]:
    """Every section in order, with the lines that a version keeps in it."""
    return [Part(one.value, TITLES[one], HINTS[one], tuple((sections or {}).get(one.value, ()))) for one in Section]


def fault_in_words(section: Section, fault: Fault) -> str:
    said = {
        Fault.TOO_MANY: _("%(section)s: at most %(lines)s lines."),
        Fault.TOO_LONG: _("%(section)s: a line can have %(characters)s characters."),
        Fault.NO_TEXT: _("%(section)s: every line needs words."),
        Fault.NO_NUMBER_HERE: _("%(section)s: there is no place for a number."),
        Fault.PHONE: _("%(section)s: write a phone number with 3 to 30 digits, for example 555-0123."),
    }[fault]
    return said % {"section": TITLES[section], "lines": MOST_LINES, "characters": MOST_CHARACTERS}


def fault_in_ways_in_words(fault: Fault) -> str:
    if fault is Fault.TOO_MANY:
        return _("At most %(lines)s lines.") % {"lines": MOST_WAYS}
    return _("A line can have %(characters)s characters.") % {"characters": MOST_CHARACTERS}


def step_in_words(kind: str) -> str:
    """A step of a version's history, before who did it."""
    return {
        Mark.SIGNED: _("Signed by the participant, signed in as themselves"),
        Mark.IN_PERSON: _("The participant agreed in person; witnessed"),
        Mark.COUNTERSIGNED: _("Signed by the clinician"),
        Mark.REVIEWED: _("Looked at again; it still fits"),
        Mark.DROPPED: _("Draft dropped"),
    }[Mark(kind)]


def need_in_words(need: Need) -> str:
    """What a plan needs, for the one who looks after it."""
    return {
        Need.CRISIS: _("Look at it together: there was a crisis"),
        Need.TO_SIGN: _("A draft waits for a clinician"),
        Need.NO_PLAN: _("No safety plan in force"),
        Need.INTERVAL: _("Time to look at it again"),
    }[need]
