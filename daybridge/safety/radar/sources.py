"""The door through which series come to the radar: what is read of each person, and on which scales it stands.

Another source is one more line in `SOURCES`. What a person states (not safe, item 9, an urge to die)
is no series and has no door here: safety's rules bring it to a human at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.checkins import queries as checkins
from daybridge.checkins.rules import HIGHEST_MOOD, LOWEST_MOOD, Medicines
from daybridge.measures import queries as measures
from daybridge.safety.radar.series import Scale, Scales, Told
from daybridge.safety.sentences import on_paper


@dataclass(frozen=True)
class Source:
    """Where some series come from.

    `told(participant_ids, since)` reads many people at once, in no order; `who(since)` is whoever told something since a
    moment; `named(code)` is what a variable is called in the viewer's language.
    """

    scales: Callable[[], Sequence[Scale]]
    told: Callable[[Sequence[UUID], date], Mapping[UUID, Sequence[Told]]]
    who: Callable[[datetime], Collection[UUID]]
    named: Callable[[str], str]


# --- Check-ins -------------------------------------------------------------------------------------------------------


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


def _check_ins_words(code: str) -> str:
    return {
        "mood": _("Mood"),
        "anxiety": _("Anxiety"),
        "urge": _("Urge"),
        "sleep": _("Sleep"),
        "medicines": _("Medicines"),
    }[code]


_CHECK_INS_SCALES = (
    Scale("mood", LOWEST_MOOD, HIGHEST_MOOD, high_is_worse=False),
    Scale("anxiety", 0, 10),
    Scale("urge", 0, 10),
    Scale("sleep", 0, FULL_NIGHT_HOURS, high_is_worse=False),
    Scale("medicines", 0, 2),
)
CHECK_INS = Source(lambda: _CHECK_INS_SCALES, _of_check_ins, checkins.who_told, _check_ins_words)


# --- Measures --------------------------------------------------------------------------------------------------------


def _measures_scales() -> Sequence[Scale]:
    """The scores whose file says which change is more than noise, on the scale that this figure stands on."""
    return [
        Scale(
            f"{code} {name}",
            float(score.scale[0]),
            float(score.scale[1]),
            score.better == "lower",
            float(score.change.reliable),
        )
        for (code, name), score in measures.read_by_change().items()
        if score.change
    ]


def _of_measures(participant_ids: Sequence[UUID], since: date) -> Mapping[UUID, Sequence[Told]]:
    found: dict[UUID, list[Told]] = {}
    for (person, code, score), line in measures.lines_of_many(dict.fromkeys(participant_ids, since)).items():
        values = [(one.on_day, one.value) for one in line if one.value is not None]
        found.setdefault(person, []).extend(Told(day.toordinal(), {f"{code} {score}": float(at)}) for day, at in values)
    return found


MEASURES = Source(_measures_scales, _of_measures, measures.who_finished, on_paper)
SOURCES: Sequence[Source] = (CHECK_INS, MEASURES)


# --- All of them -----------------------------------------------------------------------------------------------------


def scales() -> Scales:
    """Every scale that is read, by its code."""
    return {scale.code: scale for source in SOURCES for scale in source.scales()}


def named(code: str) -> str:
    """What a variable is called; one that no source knows any more keeps its code."""
    return next((source.named(code) for source in SOURCES if any(one.code == code for one in source.scales())), code)


def who_told(since: datetime) -> list[UUID]:
    """Whoever told something since a moment, through any source."""
    return sorted(set().union(*(source.who(since) for source in SOURCES)))


def told(participant_ids: Sequence[UUID], since: date) -> dict[UUID, list[Told]]:
    """What these people told since a day, from every source; who told nothing is left out."""
    found: dict[UUID, list[Told]] = {}
    for source in SOURCES:
        for person, values in source.told(participant_ids, since).items():
            found.setdefault(person, []).extend(values)
    return found
