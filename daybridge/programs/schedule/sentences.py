"""Reasons and changes as sentences, in the reader's language. They stay as careful as the data: nobody else is ever in them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybridge.programs.schedule.explanation import Change, Explanation, Reason, Relaxation
from daybridge.programs.schedule.instance import DAY, Span
from daybridge.ui.words import clock_of
from daybridge.ui.words import hours_of as hours


def why_not(explanation: Explanation) -> list[str]:
    """Each reason as one sentence, the plan's own numbers first."""
    return [reason_in_words(reason) for reason in explanation.reasons]


def what_would_help(explanation: Explanation) -> list[str]:
    """Each set of changes as one line, the cheapest first."""
    return [relaxation_in_words(one) for one in explanation.relaxations]


def reason_in_words(reason: Reason) -> str:
    """One reason. Codes that are not known here say only that it is not possible, which tells nothing."""
    needed, given = reason.needed, reason.given
    when = _when(reason)
    sentences = {
        "minutes": _("The plan asks for %(needed)s a week; the groups that fit and have a seat give %(given)s.")
        % {"needed": hours(needed), "given": hours(given)},
        "days": _("The plan asks for %(needed)d days a week; groups that fit are on %(given)d.") % {"needed": needed, "given": given},
        "gap": _("The plan allows %(needed)d days in a row without a group; this week would have more.") % {"needed": needed},
        "kind": _("The plan asks for %(needed)d groups of the kind “%(kind)s”; %(given)d can be had.")
        % {"needed": needed, "given": given, "kind": reason.about},
        "time": _("In the free hours there are %(given)s of groups at most.") % {"given": hours(given)},
        "no_seat": ngettext(
            "%(when)s has no seat for this person (%(places)d place).", "%(when)s has no seat for this person (%(places)d places).", given,
        ) % {"when": when, "places": given},
        "not_held": _("%(when)s is not held this week.") % {"when": when},
        "language": _("Other groups are held in another language (%(language)s).") % {"language": reason.about},
        "track": _("Other groups belong to another track (%(track)s).") % {"track": reason.about},
        "mode": _("Other groups meet in a way this person cannot take part in."),
        "reach": _("Other groups meet at a site that is out of reach (%(site)s).") % {"site": reason.about},
    }  # fmt: skip
    return sentences.get(reason.code, _("Other groups are not possible for this person."))


def relaxation_in_words(relaxation: Relaxation) -> str:
    """The changes of one set, joined."""
    return _("; and ").join(change_in_words(change) for change in relaxation.changes)


def change_in_words(change: Change) -> str:
    """One change, as something a person could decide."""
    when = _when(change)
    sentences = {
        "seat": _("one more seat on %(when)s") % {"when": when},
        "time": _("being free on %(when)s, the way there included") % {"when": when},
        "video": _("taking part by video on %(when)s") % {"when": when},
        "way": _("coming in person") if change.about == "in_person" else _("taking part by video"),
        "held": _("holding the group on %(when)s") % {"when": when},
        "language": _("groups in another language (%(language)s), with an interpreter") % {"language": change.about},
        "track": _("groups of another track (%(track)s)") % {"track": change.about},
    }
    return sentences.get(change.code, _("asking for other hours, only if their needs allow it"))


def span_in_words(span: Span) -> str:
    """Tuesday 17:30 to 19:00."""
    days = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    start, end = span.start - span.day * DAY, span.end - span.day * DAY
    return _("%(day)s %(start)s to %(end)s") % {"day": days[span.day], "start": clock_of(start), "end": clock_of(end)}


def _when(told: Reason | Change) -> str:
    """Skills, Tuesday 17:30 to 19:00; only the time where nobody put a name to it."""
    if told.span is None:
        return ""
    time = span_in_words(told.span)
    return _("%(group)s, %(time)s") % {"group": told.about, "time": time} if told.about else time
