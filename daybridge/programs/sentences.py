"""What this room's codes say to a person."""

from collections.abc import Iterable

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.programs import on_file
from daybridge.programs.rules import (
    BOUNDS,
    Gender,
    GroupFault,
    GroupLanguage,
    Hours,
    LevelOfCare,
    Limit,
    Mode,
    PackFault,
    RulePack,
)
from daybridge.ui import words

LEVELS_OF_CARE = {
    LevelOfCare.PHP: lazy("Partial hospitalization (PHP)"),
    LevelOfCare.IOP: lazy("Intensive outpatient (IOP)"),
    LevelOfCare.OP: lazy("Outpatient (OP)"),
}
MODES = {Mode.ROOM: lazy("In the room"), Mode.VIDEO: lazy("By video"), Mode.HYBRID: lazy("In the room or by video")}
LANGUAGES = {
    GroupLanguage.EN: lazy("English"),
    GroupLanguage.ES: lazy("Spanish"),
    GroupLanguage.BOTH: lazy("English and Spanish"),
}
GENDERS = {
    Gender.EVERYONE: lazy("Everyone"),
    Gender.WOMEN: lazy("Women"),
    Gender.MEN: lazy("Men"),
    Gender.NONBINARY: lazy("Nonbinary people"),
}
LIMITS = {
    Limit.LEAST_WEEK_MINUTES: lazy("Minutes a week, at least"),
    Limit.MOST_WEEK_MINUTES: lazy("Minutes a week, at most"),
    Limit.LEAST_WEEK_DAYS: lazy("Days a week, at least"),
    Limit.MOST_WEEK_DAYS: lazy("Days a week, at most"),
    Limit.LEAST_DAY_MINUTES: lazy("Minutes on a day, at least"),
    Limit.LARGEST_GAP_DAYS: lazy("Days between two visits, at most"),
    Limit.LEAST_SESSION_MINUTES: lazy("Minutes of a session, at least"),
    Limit.MOST_SESSION_MINUTES: lazy("Minutes of a session, at most"),
    Limit.LEAST_GROUP: lazy("People in a group, at least"),
    Limit.MOST_GROUP: lazy("People in a group, at most"),
    Limit.INDIVIDUAL_SESSIONS: lazy("Individual sessions"),
    Limit.INDIVIDUAL_DAYS: lazy("Individual sessions: in so many days"),
    Limit.REVIEW_DAYS: lazy("Days between two reviews of the plan, at most"),
    Limit.CERTIFY_DAYS: lazy("Days after which a physician certifies the plan again, at most"),
    Limit.RECONCILE_DAYS: lazy("Days after admission in which medicines are reconciled, at most"),
    Limit.LATE_MINUTES: lazy("Minutes after which somebody is late, or before which they left early"),
    Limit.LEAST_BILLED_MINUTES: lazy("Minutes of a session that a payer counts, at least"),
    Limit.WEEK_BEGINS_ON: lazy("Day on which the payer's week begins (1 Monday to 7 Sunday)"),
    Limit.NOTE_HOURS: lazy("Hours after a session in which its notes are signed, at most"),
    Limit.COSIGN_UNCREDENTIALED: lazy("Notes by staff without credentials need a second signature (1 yes, 0 no)"),
}
_GROUP_FAULTS = {
    GroupFault.NEEDS_NAME: lazy("Give it a name."),
    GroupFault.SEATS_OUT_OF_BOUNDS: lazy("Between 1 and 500."),
    GroupFault.WORKS_BEST_ABOVE_SEATS: lazy("At least 1, and not more than its seats."),
    GroupFault.LONGER_THAN_A_DAY_HOLDS: lazy("Between 5 and 480 minutes (8 hours)."),
    GroupFault.AGE_OUT_OF_BOUNDS: lazy("Between 0 and 120."),
    GroupFault.AGES_OUT_OF_ORDER: lazy("This is below the youngest age."),
    GroupFault.LANGUAGE_NOT_SPOKEN: lazy("This program is not in that language yet."),
    GroupFault.ROOM_TOO_SMALL: lazy("This room holds fewer people than the group."),
    GroupFault.VIDEO_HAS_NO_ROOM: lazy("A group by video has no room."),
}


def pack_fault(fault: PackFault, limit: Limit) -> str:
    """Why a number of the rules can't be so."""
    low, high = BOUNDS[limit]
    if fault == PackFault.OUT_OF_BOUNDS:
        return _("Between %(low)s and %(high)s.") % {"low": low, "high": high}
    return {
        PackFault.MORE_THAN_A_DAY: _("A day has 24 hours: 1,440 minutes."),
        PackFault.LEAST_ABOVE_MOST: _("The least is above the most."),
        PackFault.NOT_IN_A_WEEK: _("So many minutes do not fit into so few days."),
        PackFault.NEEDS_SOURCE: _("Say who says so."),
        PackFault.NEEDS_DAY: _("Say from which day it holds."),
        PackFault.BELONGS_TOGETHER: _("Say both: how many sessions, and in how many days."),
    }[fault]


def group_fault(fault: GroupFault, pack: RulePack) -> str:
    """Why a field of a group can't be so, by the rules of its program."""
    numbers = {
        GroupFault.MORE_THAN_RULES_ALLOW: (Limit.MOST_GROUP, lazy("The rules allow %(number)s in a group.")),
        GroupFault.SHORTER_THAN_RULES_ALLOW: (
            Limit.LEAST_SESSION_MINUTES, lazy("The rules want at least %(number)s minutes."),
        ),
        GroupFault.LONGER_THAN_RULES_ALLOW: (
            Limit.MOST_SESSION_MINUTES, lazy("The rules allow %(number)s minutes at most."),
        ),
    }  # fmt: skip
    if fault in numbers:
        limit, words = numbers[fault]
        return str(words) % {"number": pack.value(limit)}
    return str(_GROUP_FAULTS[fault])


def hours_fault_in_words(fault: str) -> str:
    """Why hours of a week can't be."""
    return {
        "no-day": _("There is no such day."),
        "too-long": _("A day has 24 hours."),
        "backwards": _("It ends before it begins."),
        "overlap": _("Two of these are at the same time."),
    }[fault]


def kind_in_words(code: str) -> str:
    """A kind of group in the language of whoever looks; its code where the file names it no more."""
    found = on_file.kinds().get(code)
    return found.name.said(get_language()) if found else code


def hours_in_words(hours: Iterable[Hours]) -> str:
    """Monday, 09:00 to 12:00; Tuesday, 13:00 to 17:00."""
    return "; ".join(
        _("%(day)s, %(start)s to %(end)s")
        % {"day": WEEKDAYS[one.weekday], "start": words.clock_of(one.start), "end": words.clock_of(one.end)}
        for one in sorted(hours)
    )
