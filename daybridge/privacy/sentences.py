"""Why somebody looked, and what can be shared: in the viewer's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.privacy.rules import Part, Purpose

#: As the participant chooses: the name, and exactly what the other one sees.
OWN = {
    Part.HOW_I_AM: (lazy("How I am"), lazy("Your mood on each of the last 14 days you checked in. No notes.")),
    Part.SAFETY_PLAN: (lazy("My safety plan"), lazy("The plan you and your team signed, word for word.")),
    Part.PROGRESS: (
        lazy("My progress"),
        lazy("On how many of the last 90 days there was no setback, and what you have done so far."),
    ),
    Part.WHO_TO_CALL: (
        lazy("Who to call in a crisis"),
        lazy("The people you can call, with their numbers, and your program's name and number."),
    ),
}


def part_in_words(part: str) -> str:
    """What is shared, as the participant reads it."""
    return str(OWN[Part(part)][0])


def part_of(part: str, called: str) -> str:
    """What somebody shares, as their supporter reads it."""
    return {
        Part.HOW_I_AM: _("How %(name)s is"),
        Part.SAFETY_PLAN: _("%(name)s's safety plan"),
        Part.PROGRESS: _("%(name)s's progress"),
        Part.WHO_TO_CALL: _("Who to call in a crisis"),
    }[Part(part)] % {"name": called}


def look_in_words(part: str, by: str) -> str:
    """That a supporter looked, as the participant reads it."""
    return {
        Part.HOW_I_AM: _("%(name)s looked at how you are"),
        Part.SAFETY_PLAN: _("%(name)s looked at your safety plan"),
        Part.PROGRESS: _("%(name)s looked at your progress"),
        Part.WHO_TO_CALL: _("%(name)s looked at who to call in a crisis"),
    }[Part(part)] % {"name": by}


def part_for_staff(part: str) -> str:
    """What somebody shares, as their team reads it: that it is shared, never what is in it."""
    return {
        Part.HOW_I_AM: _("mood"),
        Part.SAFETY_PLAN: _("safety plan"),
        Part.PROGRESS: _("progress"),
        Part.WHO_TO_CALL: _("who to call"),
    }[Part(part)]


PURPOSES = {
    Purpose.TREATMENT: lazy("for treatment"),
    Purpose.PAYMENT: lazy("for payment"),
    Purpose.OPERATIONS: lazy("for running the program"),
    Purpose.OWN_RECORD: lazy("their own record"),
}


def purpose_in_words(purpose: str) -> str:
    """Why somebody looked; nothing where it was not said."""
    return str(PURPOSES[Purpose(purpose)]) if purpose else ""
