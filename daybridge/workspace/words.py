"""The workspace's codes as staff read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from daybridge.checkins.rules import STRONGEST, Insight, Mark, Watched
from daybridge.checkins.sentences import MOODS
from daybridge.checkins.worksheets import diary_words
from daybridge.workspace.rules import Reason, Standing

TEAM_ROLES = {
    "primary": gettext_lazy("primary therapist"),
    "covering": gettext_lazy("covers"),
    "member": gettext_lazy("care team"),
    "director": gettext_lazy("director"),
}

#: Monday first.
WEEKDAY_NAMES = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


def moods() -> Sequence[str]:
    """The five moods in the viewer's language."""
    return [str(mood) for mood in MOODS]


def program(name: str, name_es: str) -> str:
    """A program's name in the viewer's language, where it has one."""
    return name_es if name_es and get_language() == "es" else name


def mood(value: int | None) -> str:
    return str(MOODS[value - 1]) if value else ""


def why_here(standing: Standing, reason: Reason) -> str:
    """Why someone stands where they stand on the board, in a few words."""
    match reason:
        case Reason.CLOCK_PASSED:
            return _("An alert is past its time")
        case Reason.LOW_MOOD:
            return _("Last mood: %(mood)s") % {"mood": mood(standing.mood)}
        case Reason.QUIET:
            quiet = standing.quiet_days or 0
            silence = ngettext("No check-in for %(days)s full day", "No check-in for %(days)s full days", quiet)
            return silence % {"days": quiet}
        case Reason.NOT_SET_UP:
            return _("App not set up yet")
        case _:
            return ""


def alarm(kind: str) -> tuple[str, str]:
    """An operational alarm as a headline and what it means for the people on duty."""
    known = {
        "reaction": (
            _("Alerts may come late."),
            _(
                "A step that raises alerts failed and is being tried again. Look at the caseload board more often, and call your administrator."
            ),
        ),
        "channel": (
            _("Some notices don't arrive."),
            _(
                "E-mail, text messages or notices on devices can't be sent. Nothing is lost: it is on these screens. Look here more often, and call your administrator."
            ),
        ),
        "engine": (
            _("The engine that finds weeks made a mistake."),
            _(
                "It found a week that breaks a rule, or could not be told the calendar. Nothing of it was shown or changed. Plan by hand for now, and tell your administrator."
            ),
        ),
        "heartbeat": (
            _("Alerts may not reach anyone."),
            _(
                "The heartbeat that follows an alert's road has stopped. Until this is gone, look at the caseload board every few minutes and call people yourself. Call your administrator now."
            ),
        ),
    }
    return known.get(kind, (_("Part of Daybridge is not working."), _("Call your administrator.")))


# --- Between sessions --------------------------------------------------------------------------------------------------


def marks(stored: Mapping[str, Any], watched: Mapping[str, Watched]) -> list[str]:
    """What a check-in marked of the person's own diary: "Urge to use: 3 of 5, acted on it"."""
    language = get_language() or "en"
    said = []
    for code, mark in ((code, Mark.from_json(one)) for code, one in stored.items() if code in watched):
        parts = (
            [_("%(value)s of %(most)s") % {"value": mark.level, "most": STRONGEST}] if mark.level is not None else []
        )
        parts += [_("acted on it")] if mark.acted else []
        said.append(f"{watched[code].said(diary_words(), language)}: {', '.join(parts) or _('no')}")
    return said


def insight_in_words(one: Insight) -> str:
    """What went together, as counts of days."""
    words = {
        "sleep-mood": _(
            "Good mood after 7 hours of sleep or more: %(good_with)s of %(days_with)s days; after less: %(good_without)s of %(days_without)s."
        ),
        "sleep-urge": _(
            "Low urges after 7 hours of sleep or more: %(good_with)s of %(days_with)s days; after less: %(good_without)s of %(days_without)s."
        ),
        "skills-mood": _(
            "Good mood on days with skills: %(good_with)s of %(days_with)s; on days without: %(good_without)s of %(days_without)s."
        ),
        "skills-urge": _(
            "Low urges on days with skills: %(good_with)s of %(days_with)s; on days without: %(good_without)s of %(days_without)s."
        ),
        "movement-mood": _(
            "Good mood on days with 20 minutes of movement: %(good_with)s of %(days_with)s; on others: %(good_without)s of %(days_without)s."
        ),
        "medicines-mood": _(
            "Good mood on days with all medicines taken: %(good_with)s of %(days_with)s; on others: %(good_without)s of %(days_without)s."
        ),
    }[one.code]
    return words % {
        "good_with": one.good_with,
        "days_with": one.days_with,
        "good_without": one.good_without,
        "days_without": one.days_without,
    }
