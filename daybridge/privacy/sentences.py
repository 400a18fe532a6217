"""Why somebody looked, and what can be shared: in the viewer's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.privacy.rules import Part, Purpose, StopReason

#: As the participant chooses: the name, and exactly what the other one sees.
OWN = {
    Part.HOW_I_AM: (lazy("How I am"), lazy("Your mood on each of the last 14 days you checked in. No notes.")),
    Part.SAFETY_PLAN: (lazy("My safety plan"), lazy("The plan you and your team signed, word for word.")),
    Part.THEIR_PART: (
        lazy("Their part in my safety plan"),
        lazy("That you may turn to them on a bad day, and how they can help. Nothing else of the plan."),
    ),
    Part.WARNING_SIGNS: (
        lazy("My warning signs"),
        lazy("This one section of the plan you and your team signed, word for word."),
    ),
    Part.PROGRESS: (
        lazy("My progress"),
        lazy("On how many of the last 90 days there was no setback, and what you have done so far."),
    ),
    Part.WHO_TO_CALL: (
        lazy("Who to call in a crisis"),
        lazy("The people you can call, with their numbers, and your program's name and number."),
    ),
    Part.FAMILY_GROUPS: (
        lazy("Family groups"),
        lazy("When and where they meet, if your team asks this person to come. They then know where you get care."),
    ),
    Part.ABOUT_USE: (
        lazy("Alcohol and drugs"),
        lazy(
            "Pages on how to help with them. They then know that this is part of your care. Only tick it if it is so."
        ),
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
        Part.THEIR_PART: _("Your part in %(name)s's plan"),
        Part.WARNING_SIGNS: _("%(name)s's warning signs"),
        Part.PROGRESS: _("%(name)s's progress"),
        Part.WHO_TO_CALL: _("Who to call in a crisis"),
        Part.FAMILY_GROUPS: _("Family groups"),
        Part.ABOUT_USE: _("Helping with alcohol and drugs"),
    }[Part(part)] % {"name": called}


def look_in_words(part: str, by: str) -> str:
    """That a supporter looked, as the participant reads it."""
    return {
        Part.HOW_I_AM: _("%(name)s looked at how you are"),
        Part.SAFETY_PLAN: _("%(name)s looked at your safety plan"),
        Part.THEIR_PART: _("%(name)s looked at their part in your plan"),
        Part.WARNING_SIGNS: _("%(name)s looked at your warning signs"),
        Part.PROGRESS: _("%(name)s looked at your progress"),
        Part.WHO_TO_CALL: _("%(name)s looked at who to call in a crisis"),
        Part.FAMILY_GROUPS: _("%(name)s looked at the family groups"),
        Part.ABOUT_USE: _("%(name)s looked at how to help with alcohol and drugs"),
    }[Part(part)] % {"name": by}


def part_for_staff(part: str) -> str:
    """What somebody shares, as their team reads it: that it is shared, never what is in it."""
    return {
        Part.HOW_I_AM: _("mood"),
        Part.SAFETY_PLAN: _("safety plan"),
        Part.THEIR_PART: _("their part in the safety plan"),
        Part.WARNING_SIGNS: _("warning signs"),
        Part.PROGRESS: _("progress"),
        Part.WHO_TO_CALL: _("who to call"),
        Part.FAMILY_GROUPS: _("family groups"),
        Part.ABOUT_USE: _("that care is about alcohol or drugs"),
    }[Part(part)]


STOP_REASONS = {
    StopReason.ASKED_BY_PHONE: lazy("They asked on the phone"),
    StopReason.ASKED_IN_PERSON: lazy("They asked in person"),
    StopReason.FEARED_HARM: lazy("Harm is feared, and they could not be asked in time"),
}

PURPOSES = {
    Purpose.TREATMENT: lazy("for treatment"),
    Purpose.PAYMENT: lazy("for payment"),
    Purpose.OPERATIONS: lazy("for running the program"),
    Purpose.OWN_RECORD: lazy("their own record"),
}


def purpose_in_words(purpose: str) -> str:
    """Why somebody looked; nothing where it was not said."""
    return str(PURPOSES[Purpose(purpose)]) if purpose else ""
