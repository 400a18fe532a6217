"""Use in a person's words."""

from collections.abc import Iterable

from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.substances.models import UseHistory
from daybridge.substances.on_file import Coded, use
from daybridge.substances.rules import OTHER, Goal, Source, State, Sums

GOALS = {
    Goal.STOP: lazy("I want to stop"),
    Goal.LESS: lazy("I want to use less"),
    Goal.SAFER: lazy("I want to be safer with it"),
    Goal.NOT_SURE: lazy("I'm not sure yet"),
    Goal.KEEP: lazy("I want to leave it as it is"),
}
STATES = {
    State.USED: pgettext_lazy("a day", "Used"),
    State.NONE: pgettext_lazy("a day", "Did not use"),
    State.NOT_SURE: pgettext_lazy("a day", "Not sure"),
    State.CLEARED: pgettext_lazy("a day", "Take back"),
}
SOURCES = {
    Source.PERSON: lazy("They told it"),
    Source.REFERRAL: lazy("From the referral"),
    Source.STAFF: lazy("Staff noticed it"),
}


def substance(key: str) -> str:
    """What is used, in the reader's language or in the person's own words."""
    code, _colon, own = key.partition(":")
    known = use().by_code.get(code)
    return own if code == OTHER and own else known.words.said(_language()) if known else key


def substances(keys: Iterable[str]) -> str:
    return ", ".join(map(substance, keys))


def coded(code: str, among: Iterable[Coded]) -> str:
    """The words of a code; the code itself for one that the file has no more."""
    found = next((one for one in among if one.code == code), None)
    return found.words.said(_language()) if found else code


def _language() -> str:
    return (get_language() or "en")[:2]


def history_in_words(one: UseHistory) -> str:
    """How, how often, since which age, when last, how much: "by mouth · every day · first at 16"."""
    parts = [coded(one.route, use().routes), coded(one.frequency, use().frequencies)]
    if one.first_age is not None:
        parts.append(_("first at %(age)s") % {"age": one.first_age})
    return " · ".join(filter(None, [*parts, one.amount]))


def sums_in_words(sums: Sums) -> str:
    """What told days come to: days, never a share of days that nobody told of."""
    told = ngettext("%(days)s day told", "%(days)s days told", sums.told) % {"days": sums.told}
    of = sums.told + sums.untold
    parts = [
        _("%(told)s of %(of)s") % {"told": told, "of": of},
        _("%(days)s with use") % {"days": sums.with_use},
        _("%(days)s without") % {"days": sums.without},
    ]
    if sums.not_sure:
        parts.append(_("%(days)s not sure") % {"days": sums.not_sure})
    if sums.longest_without:
        parts.append(_("longest stretch without: %(days)s") % {"days": sums.longest_without})
    return " · ".join(parts)
