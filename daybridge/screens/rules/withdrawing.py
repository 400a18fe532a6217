"""When the next score of a withdrawal scale is due. Plain Python; bands and hours are data (`panels.yaml`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daybridge.screens.rules.panels import Scale, Withdrawal


@dataclass(frozen=True)
class NextScore:
    """When somebody is scored again, and the band that says so."""

    due_at: datetime
    band: Withdrawal


def next_score(scale: Scale, scores: Sequence[tuple[datetime, int]]) -> NextScore | None:
    """By the last of somebody's scores (the oldest first); None before the first, and once it is over.

    It is over after so many in a row in the lowest band as the scale says.
    """
    if not scores:
        return None
    last = [scale.band(value) for _at, value in scores[-scale.ends_after :]]
    if len(last) == scale.ends_after and all(band == scale.bands[0] for band in last):
        return None
    return NextScore(scores[-1][0] + timedelta(hours=last[-1].again_hours), last[-1])
