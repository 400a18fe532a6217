"""What this room keeps about a participant: their stays."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.programs.models import Episode
from daybridge.programs.rules import EndReason
from daybridge.ui import words

_ENDS = {
    EndReason.COMPLETED: lazy("You finished the program"),
    EndReason.STEPPED_DOWN: lazy("You went on with less care"),
    EndReason.STEPPED_UP: lazy("You went on with more care"),
    EndReason.LEFT_EARLY: lazy("You left before the end"),
    EndReason.TRANSFERRED: lazy("You went on somewhere else"),
    EndReason.OTHER: lazy("Another reason"),
}


def _episodes(participant: Participant) -> Iterable[Episode]:
    found = Episode.objects.filter(participant_id=participant.id).select_related("program")
    return in_portions(found.order_by("admitted_on", "id"))


def _as_json(one: Episode) -> dict[str, Any]:
    return row_as_json(one) | {
        "program": {"id": str(one.program_id), "name": one.program.name, "focus": one.program.focus}
    }


def _in_words(one: Episode) -> Told:
    yes, no = _("yes"), _("no")
    return Told(
        one.program.name,
        (
            Line(_("Admitted"), words.day(one.admitted_on, "plain")),
            Line(_("Ended"), words.day(one.ended_on, "plain") if one.ended_on else _("not yet")),
            Line(_("How it ended"), _ENDS[EndReason(one.end_reason)] if one.end_reason else ""),
            Line(_("Check-ins ask about urges"), yes if one.substance_use_focus else no),
            Line(_("Check-ins ask about medicines"), yes if one.asks_about_medicines else no),
        ),
    )


SECTIONS = (
    Section(
        code="episodes",
        title=lazy("Your stays in the program"),
        lede=lazy("When you came, and when you left."),
        tables=("programs.Episode",),
        read=_episodes,
        as_json=_as_json,
        in_words=_in_words,
    ),
)
