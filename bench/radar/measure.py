"""What is measured: whether scores rank, catch in time, mean what they say, and do so for everybody.

Two questions can be asked of labels, and a file can't say which one it means, so both are answered:
- AHEAD: does a setback follow within the next days? (lapses; past ones are known to the radar as lapses)
- AFTER: how soon after its onset is a worsening seen? (drifts; the radar is told nothing of the labels)
"""

import bisect
import itertools
import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import NamedTuple

from daybridge.safety.radar import GAP_DAYS, MINIMUM_DAYS, Reading, points, raised_at

MONTH = 30.4
FALSE_ALARMS_PER_MONTH = 1.0
FOLDS = 5
STEPS = 200  # thresholds tried at most, evenly over the scores that occur

Scores = list[tuple[float, float]]


class Detector(NamedTuple):
    """One way of turning a reading into a score."""

    code: str
    score: Callable[[Reading], float]
    of_lapses: bool = False


def _points(reading: Reading) -> float:
    """The sum without reliable change: no published figure stands behind the bench's, so it gives no points here."""
    return points(reading._replace(reliable_change=0.0))


DETECTORS = (
    Detector("threshold (one cut for all)", lambda r: r.level),
    Detector("jump (own-baseline z)", lambda r: r.jump),
    Detector("single jump (one answer)", lambda r: r.single_jump),
    Detector("drift (EWMA)", lambda r: r.ewma),
    Detector("drift (CUSUM)", lambda r: r.cusum),
    Detector("reliable change", lambda r: r.reliable_change),
    Detector("silence (streak)", lambda r: r.silent_days),
    Detector("silence (share missed)", lambda r: r.missed_share),
    Detector("days since last lapse", lambda r: 1 / (1 + r.days_since_lapse), of_lapses=True),
    Detector("lapses in 30 days", lambda r: r.lapses, of_lapses=True),
    Detector("combined points", _points),
)
POINTS = DETECTORS[-1]


@dataclass(frozen=True)
class View:
    """The question asked of the labels, with its window in days."""

    name: str
    days: float
    is_ahead: bool

    def catches(self, onset: float) -> tuple[float, float]:
        """From when to when a finding counts as catching this onset."""
        return (onset - self.days, onset) if self.is_ahead else (onset, onset + self.days)

    def is_in(self, at: float, onset: float) -> bool:
        """Ahead: before the onset, not with it. After: the onset's own moment counts."""
        first, last = self.catches(onset)
        return first <= at < last if self.is_ahead else first <= at <= last


@dataclass
class Followed:
    """One person under one view: what every due moment's reading was, and which answer it should have given."""

    name: str
    readings: Sequence[Reading]
    onsets: Sequence[float]
    view: View
    truths: list[bool | None] = field(init=False)
    months_at_risk: float = field(init=False)

    def __post_init__(self) -> None:
        times = [reading.at for reading in self.readings]
        self.end = max([times[-1], *self.onsets])
        self.warm_from = times[0] if self.view.is_ahead else math.floor(times[0]) + MINIMUM_DAYS
        self.truths = [self._truth(at) for at in times]
        quiet = [at for at, truth in zip(times, self.truths, strict=True) if truth is False]
        steps = (min(later - earlier, GAP_DAYS) for earlier, later in itertools.pairwise(quiet))
        self.months_at_risk = (sum(steps) + 1) / MONTH if quiet else 0.0
        # onsets that could have been caught: something was due in their window
        self.catchable = [onset for onset in self.onsets if any(self.view.is_in(at, onset) for at in times)]

    def _truth(self, at: float) -> bool | None:
        """Whether it should be called at this time; None where nobody can say."""
        if any(self.view.is_in(at, onset) for onset in self._near(at)):
            return True
        if self.view.is_ahead:
            return False if at + self.view.days <= self.end else None  # what follows the series' end is not known
        # how long a worsening lasts is not known; and days before there is a usual would only flatter what has nothing to say
        ordinary = at >= self.warm_from and (not self.onsets or at < self.onsets[0])
        return False if ordinary else None

    def _near(self, at: float) -> Sequence[float]:
        low = bisect.bisect_left(self.onsets, at - self.view.days - 1)
        return self.onsets[low : bisect.bisect_right(self.onsets, at + self.view.days + 1)]

    def scores(self, detector: Detector) -> Scores:
        return [(reading.at, detector.score(reading)) for reading in self.readings]

    def false_alarms(self, scores: Scores, threshold: float) -> int:
        """Findings where nothing followed; one finding stands for as long as the view's window, a week at most."""
        quiet = [one for one, truth in zip(scores, self.truths, strict=True) if truth is False]
        return len(raised_at(quiet, threshold=threshold, quiet_days=min(7.0, self.view.days)))

    def leads(self, scores: Scores, threshold: float) -> list[float | None]:
        """For each onset how many days before it (after: negative) the score first stood in its window; None: missed."""
        found: list[float | None] = []
        for onset in self.catchable:
            hits = (at for at, score in scores if score >= threshold and self.view.is_in(at, onset))
            first = next(hits, None)
            found.append(None if first is None else onset - first)
        return found

    def by_chance(self, scores: Scores, threshold: float) -> tuple[int, int]:
        """The same catch asked of windows in which nothing happened: how many were caught, of how many."""
        caught = windows = 0
        hit, began = False, None
        for (at, score), truth in zip(scores, self.truths, strict=True):
            if truth is not False:
                hit, began = False, None
                continue
            began = at if began is None else began
            hit = hit or score >= threshold
            if at - began >= self.view.days * 0.99:
                caught, windows = caught + hit, windows + 1
                hit, began = False, None
        return caught, windows


# --- Ranking ---------------------------------------------------------------------------------------------------------


def auc(scored: Iterable[tuple[float, bool]]) -> float | None:
    """The chance that a moment that should be called scores above one that should not; ties count half."""
    ordered = sorted(scored)
    positives = sum(truth for _, truth in ordered)
    negatives = len(ordered) - positives
    if not positives or not negatives:
        return None
    ranks, index = 0.0, 0
    while index < len(ordered):
        last = index
        while last + 1 < len(ordered) and ordered[last + 1][0] == ordered[index][0]:
            last += 1
        ranks += (index + last + 2) / 2 * sum(truth for _, truth in ordered[index : last + 1])
        index = last + 1
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def pooled(people: Sequence[Followed], detector: Detector) -> float | None:
    return auc(
        (score, truth)
        for person in people
        for (_, score), truth in zip(person.scores(detector), person.truths, strict=True)
        if truth is not None
    )


def within(people: Sequence[Followed], detector: Detector) -> float | None:
    """Moments against the same person's other moments: scores minus the person's mean, people with both kinds only."""
    centred: list[tuple[float, bool]] = []
    for person in people:
        known = [
            (score, truth)
            for (_, score), truth in zip(person.scores(detector), person.truths, strict=True)
            if truth is not None
        ]
        if len({truth for _, truth in known}) == 2:
            mean = fmean(score for score, _ in known)
            # rounded so that a constant score stays a tie
            centred += [(round(score - mean, 9), truth) for score, truth in known]
    return auc(centred)


def between(people: Sequence[Followed], detector: Detector) -> float | None:
    """People with a setback against people without: the mean score. Ahead: until the first onset only, and for the others
    over as many days, so that neither a lapse that happened nor a longer series speaks for itself."""
    cases = [person for person in people if person.onsets]
    controls = [_Mean(person, detector) for person in people if not person.onsets]
    won, pairs = 0.0, 0
    for case in cases:
        days = case.onsets[0] - case.readings[0].at if case.view.is_ahead else math.inf
        ours = _Mean(case, detector).over(days)
        for control in controls:
            theirs = control.over(days)
            if ours is not None and theirs is not None:
                won += 1.0 if ours > theirs else 0.5 * (ours == theirs)
                pairs += 1
    return won / pairs if pairs else None


class _Mean:
    """A person's mean score over the first days, quick to ask again."""

    def __init__(self, person: Followed, detector: Detector) -> None:
        scores = person.scores(detector)
        self.after = [at - scores[0][0] for at, _ in scores]
        self.sums = list(itertools.accumulate((score for _, score in scores), initial=0.0))

    def over(self, days: float) -> float | None:
        count = bisect.bisect_left(self.after, days)
        return round(self.sums[count] / count, 9) if count else None


# --- Catching at one false alarm per person-month --------------------------------------------------------------------


def folds(people: Sequence[str], seed: int) -> list[set[str]]:
    """The people cut into parts, at random but the same for the same seed."""
    drawn = sorted(people)
    random.Random(seed).shuffle(drawn)
    count = min(FOLDS, len(drawn))
    return [set(drawn[part::count]) for part in range(count)]


class Cut(NamedTuple):
    """A threshold that keeps the allowed false alarms, and the next lower one with the share of it that still fits.

    Coarse scores (points, counts) rarely meet a rate exactly. As on any ROC curve what lies between two thresholds is
    mixed from both, so that a coarse detector is not held against a fine one at fewer false alarms."""

    kept: float
    lower: float
    share: float

    def weighted(self) -> list[tuple[float, float]]:
        return [(self.kept, 1 - self.share), (self.lower, self.share)] if self.share else [(self.kept, 1.0)]


def threshold_at(people: Sequence[Followed], detector: Detector, allowed: float = FALSE_ALARMS_PER_MONTH) -> Cut:
    """The lowest threshold with at most the allowed false alarms per person-month; infinite when none keeps it alone."""
    given = [(person, person.scores(detector)) for person in people]
    budget = allowed * sum(person.months_at_risk for person in people)
    values = sorted({score for _, scores in given for _, score in scores})
    values = values[1:]  # the lowest score is "nothing to say", never a finding
    tried = values[:: max(1, len(values) // STEPS)]

    def alarms(threshold: float) -> int:
        return sum(person.false_alarms(scores, threshold) for person, scores in given)

    low, high = 0, len(tried)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if alarms(tried[middle]) <= budget else (middle + 1, high)
    kept = tried[low] if low < len(tried) else math.inf
    if not low:
        return Cut(kept, kept, 0.0)
    fewer, more = alarms(kept), alarms(tried[low - 1])
    return Cut(kept, tried[low - 1], (budget - fewer) / (more - fewer) if more > fewer else 0.0)


class Caught(NamedTuple):
    """What thresholds chosen on other people caught, at which false alarms. Counts are weighted, so not always whole."""

    onsets: float
    caught: float
    lead: float | None
    false_alarms: float
    months: float
    chance: float | None

    @property
    def sensitivity(self) -> float | None:
        return self.caught / self.onsets if self.onsets else None

    @property
    def false_per_month(self) -> float | None:
        return self.false_alarms / self.months if self.months else None


Parts = Sequence[tuple[Sequence[Followed], Sequence[Followed]]]


def thresholds(parts: Parts, detector: Detector) -> list[Cut]:
    """For each part of the people the threshold that the others chose."""
    return [threshold_at(others, detector) for _, others in parts]


def caught(parts: Parts, detector: Detector, cuts: Sequence[Cut], group: set[str] | None = None) -> Caught:
    """What is caught in each part at the threshold of the others; of one subgroup only when one is given."""
    leads: list[tuple[float, float]] = []
    onsets = alarms = months = hits = windows = 0.0
    for (unseen, _), cut in zip(parts, cuts, strict=True):
        for person in unseen:
            if group is not None and person.name not in group:
                continue
            scores = person.scores(detector)
            onsets += len(person.catchable)
            months += person.months_at_risk
            for threshold, weight in cut.weighted():
                leads += [(lead, weight) for lead in person.leads(scores, threshold) if lead is not None]
                alarms += weight * person.false_alarms(scores, threshold)
                by_chance = person.by_chance(scores, threshold)
                hits, windows = hits + weight * by_chance[0], windows + weight * by_chance[1]
    found = sum(weight for _, weight in leads)
    return Caught(onsets, found, _weighted_median(leads), alarms, months, hits / windows if windows else None)


def _weighted_median(weighted: list[tuple[float, float]]) -> float | None:
    half, passed = sum(weight for _, weight in weighted) / 2, 0.0
    for value, weight in sorted(weighted):
        passed += weight
        if weight and passed >= half:
            return value
    return None


# --- Calibration -----------------------------------------------------------------------------------------------------


class Decile(NamedTuple):
    """Moments with like scores: what was said about them from other people, and what came."""

    lowest: float
    highest: float
    moments: int
    said: float
    seen: float


def calibration(parts: Parts, detector: Detector) -> list[Decile]:
    """Out of fold: other people's share of setbacks at each score (never falling with the score) against the own."""
    rows: list[tuple[float, float, bool]] = []
    for unseen, others in parts:
        share = _rising_share(_known(others, detector))
        rows += [(score, share(score), truth) for score, truth in _known(unseen, detector)]
    rows.sort()
    return [_decile(part) for part in _tenths(rows)]


def _known(people: Sequence[Followed], detector: Detector) -> list[tuple[float, bool]]:
    return [
        (score, truth)
        for person in people
        for (_, score), truth in zip(person.scores(detector), person.truths, strict=True)
        if truth is not None
    ]


def _rising_share(known: list[tuple[float, bool]]) -> Callable[[float], float]:
    """Pool adjacent violators: the share of setbacks by score, smoothed so that it never falls."""
    by_score: dict[float, list[bool]] = defaultdict(list)
    for score, truth in known:
        by_score[score].append(truth)
    blocks: list[tuple[float, float, int]] = []  # lowest score, share, moments
    for score in sorted(by_score):
        truths = by_score[score]
        blocks.append((score, fmean(truths), len(truths)))
        while len(blocks) > 1 and blocks[-2][1] >= blocks[-1][1]:
            (first, share, count), (_, other, more) = blocks[-2:]
            blocks[-2:] = [(first, (share * count + other * more) / (count + more), count + more)]
    starts = [first for first, _, _ in blocks]
    return lambda score: blocks[max(0, bisect.bisect_right(starts, score) - 1)][1] if blocks else 0.0


def _tenths(rows: list[tuple[float, float, bool]]) -> list[list[tuple[float, float, bool]]]:
    """Ten parts of like size; equal scores stay together, so there can be fewer."""
    parts: list[list[tuple[float, float, bool]]] = [[]]
    for index, row in enumerate(rows):
        full = len(parts[-1]) >= len(rows) / 10
        if full and row[0] != rows[index - 1][0]:
            parts.append([])
        parts[-1].append(row)
    return [part for part in parts if part]


def _decile(rows: list[tuple[float, float, bool]]) -> Decile:
    said, seen = fmean(row[1] for row in rows), fmean(row[2] for row in rows)
    return Decile(rows[0][0], rows[-1][0], len(rows), said, seen)


def calibration_error(deciles: Sequence[Decile]) -> float:
    """The mean distance between said and seen, by how many moments it concerns."""
    total = sum(one.moments for one in deciles)
    return sum(abs(one.said - one.seen) * one.moments for one in deciles) / total if total else 0.0


# --- Subgroups -------------------------------------------------------------------------------------------------------


def gap_interval(one: Sequence[Followed], other: Sequence[Followed], detector: Detector, seed: int) -> str:
    """The 95 % interval of the difference in pooled AUC, drawing people with replacement."""
    draw = random.Random(seed)
    sides = [[_known([person], detector) for person in side] for side in (one, other)]
    if sum(len(known) for side in sides for known in side) > 30_000:
        return "not drawn (too many moments)"
    gaps = []
    for _ in range(200):
        drawn = [auc(row for known in draw.choices(side, k=len(side)) for row in known) for side in sides]
        if drawn[0] is not None and drawn[1] is not None:
            gaps.append(drawn[0] - drawn[1])
    if len(gaps) < 100:
        return "too few setbacks to say"
    gaps.sort()
    return f"95 % interval {gaps[int(len(gaps) * 0.025)]:+.2f} to {gaps[int(len(gaps) * 0.975)]:+.2f}"
