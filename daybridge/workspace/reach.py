"""How reminders really reach someone, as their chart says it: by which ways, how often, never what for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybridge.notifications.reminders.queries import REACH_DAYS, Reach, Way, reach_of
from daybridge.notifications.reminders.sentences import way_in_words
from daybridge.notifications.sentences import STAFF_CHANNELS
from daybridge.people.models import Participant


@dataclass(frozen=True)
class WayLine:
    """One channel: its name, whether it works, what came of the last weeks' reminders by it."""

    name: str
    state: str
    tone: str
    words: str
    last_shown_at: datetime | None


@dataclass(frozen=True)
class ReachCard:
    summary: str
    paused: object
    ways: Sequence[WayLine]
    days: int = REACH_DAYS


def reach_card(person: Participant) -> ReachCard:
    """The panel on a chart."""
    reach = reach_of(person)
    return ReachCard(_summary(reach), reach.paused_until, [_line(one) for one in reach.ways])


def _summary(reach: Reach) -> str:
    if not reach.occurrences:
        return _("No reminders in the last 30 days.")
    said = {"seen": reach.seen, "count": reach.occurrences - reach.cancelled, "done": reach.done}
    return _("Seen: %(seen)s of %(count)s reminders. Done: %(done)s.") % said


def _line(one: Way) -> WayLine:
    tone = {"works": "good", "not-chosen": "plain", "not-set-up": "plain"}.get(one.state, "next")
    return WayLine(str(STAFF_CHANNELS[one.channel]), way_in_words(one.state), tone, _counts(one), one.last_shown_at)


def _counts(one: Way) -> str:
    if not one.planned:
        return ""
    if not one.can_tell:
        told = ngettext(
            "%(count)s sent. This way never tells if it was seen.",
            "%(count)s sent. This way never tells if they were seen.",
            one.accepted,
        )
        return told % {"count": one.accepted}
    said = {
        "shown": one.shown,
        "opened": one.opened,
        "count": one.planned,
        "percent": round(100 * one.shown / one.planned),
    }
    return _("Shown: %(shown)s of %(count)s (%(percent)s %%). Opened: %(opened)s.") % said
