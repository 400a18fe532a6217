"""What this room keeps about a participant: their stays."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.programs.availability.models import WeekConfirmed, WeekTold
from daybridge.programs.availability.sentences import week_in_words
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


# --- Their week ------------------------------------------------------------------------------------------------------


def _weeks(participant: Participant) -> Iterable[WeekTold]:
    found = WeekTold.objects.filter(participant_id=participant.id).select_related("told_to", "confirmed__staff")
    return in_portions(found.order_by("made_at", "id"))


def _confirmed(one: WeekTold) -> WeekConfirmed | None:
    return getattr(one, "confirmed", None)


def _week_as_json(one: WeekTold) -> dict[str, Any]:
    confirmed = _confirmed(one)
    return row_as_json(one) | {"confirmed": row_as_json(confirmed) if confirmed else None}


def _week_in_words(one: WeekTold) -> Told:
    confirmed = _confirmed(one)
    return Told(
        words.exact_moment(one.made_at),
        (
            *(Line(name, said) for name, said in week_in_words(one.said)),
            Line(_("Written down by"), str(one.told_to) if one.told_to else _("you")),
            Line(_("Confirmed by"), f"{confirmed.staff}, {words.exact_moment(confirmed.at)}" if confirmed else ""),
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
    Section(
        code="weeks",
        title=lazy("When you can come"),
        lede=lazy("Each week that you told, and who went through it with you."),
        tables=("programs.WeekTold", "programs.WeekConfirmed"),
        read=_weeks,
        as_json=_week_as_json,
        in_words=_week_in_words,
    ),
)
