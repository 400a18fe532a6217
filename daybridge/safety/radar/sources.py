"""The door through which series come to the radar: what is read of each person, and on which scales it stands.

Another source (scores of measures, say) is one more line in `SOURCES`. What a person states (not safe, item 9, an urge to die)
is no series and has no door here: safety's rules bring it to a human at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.checkins import queries as checkins
from daybridge.checkins.rules import HIGHEST_MOOD, LOWEST_MOOD, Medicines
from daybridge.safety.radar.series import Scale, Scales, Told

Tellers = Callable[[Sequence[UUID], date], Mapping[UUID, Sequence[Told]]]


@dataclass(frozen=True)
class Source:
    """Where some series come from. `told(participant_ids, since)` reads many people at once, in no order; `named(code)` is
    what a variable is called in the viewer's language."""

    scales: Sequence[Scale]
    told: Tellers
    named: Callable[[str], str]


#: Medicines missed, so that more is worse.
MEDICINES: Mapping[str, float] = {Medicines.ALL: 0.0, Medicines.SOME: 1.0, Medicines.NONE: 2.0}
#: More than a full night is not more sleep for this.
FULL_NIGHT_HOURS = 9


def _of_check_ins(participant_ids: Sequence[UUID], since: date) -> Mapping[UUID, Sequence[Told]]:
    found: dict[UUID, list[Told]] = {}
    for person, on_day, mood, anxiety, urge, sleep_hours, medicines in checkins.answers_since(participant_ids, since):
        values: dict[str, float] = {"mood": mood}
        if anxiety is not None:
            values["anxiety"] = anxiety
        if urge is not None:
            values["urge"] = urge
        if sleep_hours is not None:
            values["sleep"] = float(sleep_hours)
        if medicines is not None:
            values["medicines"] = MEDICINES[medicines]
        found.setdefault(person, []).append(Told(on_day.toordinal(), values))
    return found


def _named(code: str) -> str:
    return {
        "mood": _("Mood"),
        "anxiety": _("Anxiety"),
        "urge": _("Urge"),
        "sleep": _("Sleep"),
        "medicines": _("Medicines"),
    }[code]


CHECK_INS = Source(
    (
        Scale("mood", LOWEST_MOOD, HIGHEST_MOOD, high_is_worse=False),
        Scale("anxiety", 0, 10),
        Scale("urge", 0, 10),
        Scale("sleep", 0, FULL_NIGHT_HOURS, high_is_worse=False),
        Scale("medicines", 0, 2),
    ),
    _of_check_ins,
    _named,
)
SOURCES: Sequence[Source] = (CHECK_INS,)


@cache
def scales() -> Scales:
    """Every scale that is read, by its code."""
    return {scale.code: scale for source in SOURCES for scale in source.scales}


def named(code: str) -> str:
    """What a variable is called; one that no source knows any more keeps its code."""
    return next((source.named(code) for source in SOURCES if any(one.code == code for one in source.scales)), code)


def told(participant_ids: Sequence[UUID], since: date) -> dict[UUID, list[Told]]:
    """What these people told since a day, from every source; who told nothing is left out."""
    found: dict[UUID, list[Told]] = {}
    for source in SOURCES:
        for person, values in source.told(participant_ids, since).items():
            found.setdefault(person, []).extend(values)
    return found
