"""The alert budget: how many findings a clinician gets on a day at each threshold, and what fewer cost in sensitivity."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from daybridge.safety.radar.points import MOST_POINTS


class Past(NamedTuple):
    """One person's past: the score after each moment, and when setbacks began that are known by now."""

    scores: Sequence[tuple[float, float]]
    onsets: Sequence[float] = ()


def raised_at(scores: Iterable[tuple[float, float]], *, threshold: float, quiet_days: float) -> list[float]:
    """When a finding would have been raised: at the threshold or above, and then not again while it stands."""
    raised: list[float] = []
    for at, score in scores:
        if score >= threshold and (not raised or at - raised[-1] >= quiet_days):
            raised.append(at)
    return raised


class Budget(NamedTuple):
    """What one threshold costs: findings per clinician and day, and the share of known setbacks found before they began."""

    threshold: float
    findings_per_clinician_day: float
    sensitivity: float | None


def budget_table(people: Sequence[Past], *, clinicians: int, days: float, ahead_days: float) -> list[Budget]:
    """What every threshold from 1 point up would have cost over `days`. Sensitivity is None when no setback is known."""
    if clinicians < 1 or days <= 0:
        raise ValueError("A budget needs at least one clinician and one day.")
    table = []
    for threshold in range(1, MOST_POINTS + 1):
        count = caught = onsets = 0
        for person in people:
            raised = raised_at(person.scores, threshold=threshold, quiet_days=ahead_days)
            count += len(raised)
            onsets += len(person.onsets)
            caught += sum(any(onset - ahead_days <= at < onset for at in raised) for onset in person.onsets)
        table.append(Budget(threshold, count / clinicians / days, caught / onsets if onsets else None))
    return table


def threshold_for(table: Sequence[Budget], *, findings_per_clinician_day: float) -> Budget | None:
    """The lowest threshold that keeps the budget; None when even the highest does not."""
    kept = [one for one in table if one.findings_per_clinician_day <= findings_per_clinician_day]
    return min(kept, key=lambda one: one.threshold, default=None)
