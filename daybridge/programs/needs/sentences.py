"""What somebody's week must hold, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from daybridge.programs.needs.rules import MOST_OF_A_KIND, NUMBERS, Asked, Needs, Number, SaidBy
from daybridge.programs.rules import BOUNDS, Gender, GroupLanguage
from daybridge.programs.sentences import GENDERS, LANGUAGES, hours_fault_in_words, hours_in_words, kind_in_words
from daybridge.ui import words

#: Whose number it is, as staff read it.
SAID_BY = {
    SaidBy.PERSON: lazy("set for them"),
    SaidBy.PROGRAM: lazy("the program's rules"),
    SaidBy.NOBODY: lazy("nobody says"),
}


def fault_in_words(name: str, fault: str) -> str:
    """Why a part can't be, beside its field."""
    if fault == "out-of-bounds" and name in ("minimum_minutes", "maximum_minutes"):
        return _("More than 0 hours, and no more than a week has: 168.")
    if fault == "out-of-bounds":
        low, high = BOUNDS[NUMBERS[name]] if name in NUMBERS else (1, MOST_OF_A_KIND)
        return _("Between %(low)s and %(high)s.") % {"low": low, "high": high}
    return {
        "least-above-most": _("The least is above the most."),
        "not-in-days": _("So many minutes do not fit into so few days."),
        "unknown": _("Choose one of the list."),
        "no-group": _("Say which groups they chose, too."),
        "too-many": _("These are more than fit."),
    }.get(fault) or hours_fault_in_words(fault)


def asked_in_words(asked: Asked) -> list[tuple[str, str, SaidBy]]:
    """Each number that is asked: what it is, how much, and who says so. What nobody asks is left out."""
    said = [
        (_("Hours a week, at least"), asked.minimum_minutes, words.hours_of(asked.minimum_minutes.value)),
        (_("Hours a week, at most"), asked.maximum_minutes, words.hours_of(asked.maximum_minutes.value)),
        (_("Days a week, at least"), asked.minimum_days, str(asked.minimum_days.value)),
        (_("Days a week, at most"), asked.maximum_days, str(asked.maximum_days.value)),
        (_("Days between two visits, at most"), asked.largest_gap_days, str(asked.largest_gap_days.value)),
    ]
    return [(name, told, number.said_by) for name, number, told in said if _is_asked(number)]


def _is_asked(number: Number) -> bool:
    return number.said_by is not SaidBy.NOBODY


def choices_in_words(needs: Needs, *, track: str = "") -> list[tuple[str, str]]:
    """What is asked beside the numbers, each part with what is said of it; parts that say nothing are left out."""
    said = [
        (_("Groups each week"), ", ".join(
            ngettext("%(kind)s: %(count)s session", "%(kind)s: %(count)s sessions", count)
            % {"kind": kind_in_words(code), "count": count}
            for code, count in needs.kinds.items()
        )),
        (_("Languages"), ", ".join(str(LANGUAGES[GroupLanguage(one)]) for one in needs.languages)),
        (_("Track"), track),
        (_("Gender-specific groups they chose"), ", ".join(str(GENDERS[Gender(one)]) for one in needs.gender_groups)),
        (_("In such groups only for"), ", ".join(kind_in_words(one) for one in needs.gender_specific_kinds)),
        (_("Times they like best"), hours_in_words(needs.preferred)),
    ]  # fmt: skip
    return [(name, told) for name, told in said if told]


def own_in_words(needs: Needs, *, track: str = "") -> list[tuple[str, str]]:
    """Everything that was set for somebody, for their own record."""
    numbers = {
        _("Hours a week, at least"): needs.minimum_minutes and words.hours_of(needs.minimum_minutes),
        _("Hours a week, at most"): needs.maximum_minutes and words.hours_of(needs.maximum_minutes),
        _("Days a week, at least"): needs.minimum_days,
        _("Days a week, at most"): needs.maximum_days,
        _("Days between two visits, at most"): needs.largest_gap_days,
    }
    return [(name, str(told)) for name, told in numbers.items() if told] + choices_in_words(needs, track=track)
