"""Whom to look at before the next session, because something moved against that person's own usual. Plain Python.

The radar reads one person's series (check-in values, measure scores, reported lapses, and when an entry was due) and adds
up points that stand in this file, each with its reason. Nothing is fitted. Every finding names its facts (what, which day,
which value, against which usual), so that a clinician can check it against the answers.

A score is a reason to look. It is never a prediction of suicide and never a probability of anything. What a person states
(item 9, *not safe*, an urge to die) never goes through here: rules.py brings it to a human at once, whatever the radar says.

How it reads: the unit is the day (the mean of a day's answers). A day is held against all earlier days of the same person
(an own baseline that grows), so every standardized value uses the past only: the self-starting chart of Hawkins 1987.
Jumps are read from it directly, drifts through an EWMA (Roberts 1959; Lucas and Saccucci 1990) and a one-sided CUSUM
(Page 1954). Silence counts only where an entry was due. Times are days as numbers (`date.toordinal()` plus a fraction).
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LAPSE = "lapse"  # the variable that reports a lapse: more than 0 says that there was one

MINIMUM_DAYS = (
    3  # fewer days are no usual; in an IOP the first week is when most people leave, so no more are waited for
)
PRIOR_SPREAD, PRIOR_DAYS = 0.10, 4  # until own days speak, a tenth of the scale is taken as usual spread, worth 4 days
SPREAD_FLOOR = 0.05  # of the scale: somebody who always ticks the same is no alarm for one tick
Z_LIMIT = 3.0  # one odd day alone does not make a drift (robust CUSUM, Lucas and Crosier 1982)
SMOOTHING = 0.2  # the EWMA's usual weight for shifts of one own SD (Lucas and Saccucci 1990): a memory of about 9 days
SLACK = 0.5  # the CUSUM's usual slack: half of the shift it should find, one own SD
TOGETHER = (
    0.4  # correlation assumed between one person's answers, so that many questions do not count as many witnesses
)
GAP_DAYS = 14  # after two weeks without an answer an old drift says nothing about now; the usual stays
CARRY_DAYS = 3  # how long the last answer still speaks while nothing newer comes
WINDOW_DAYS, FEWEST_DUE = 14, 5  # the share missed is read over two weeks, and not from a handful of entries
LAPSE_DAYS = 30  # over which past lapses are counted


# --- What is read ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scale:
    """One thing that is asked: its ends, which end is worse, and the reliable change of a measure where published."""

    code: str
    low: float
    high: float
    high_is_worse: bool = True
    reliable_change: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"{self.code}: a scale needs a low end under its high end.")
        if self.reliable_change is not None and not (0 < self.reliable_change < math.inf):
            raise ValueError(f"{self.code}: a reliable change is a number above 0.")

    @property
    def span(self) -> float:
        return self.high - self.low

    def worse(self, value: float) -> float:
        """The same value so that more is worse."""
        return value if self.high_is_worse else -value

    def severity(self, value: float) -> float:
        """How far towards the worse end, 0 to 1; a value beyond the scale counts as its end."""
        share = (value - self.low) / self.span
        return min(1.0, max(0.0, share if self.high_is_worse else 1 - share))


Scales = Mapping[str, Scale]


class Entry(NamedTuple):
    """One value at one time. No value: an entry was due and nothing came."""

    at: float
    variable: str
    value: float | None


class Moment(NamedTuple):
    """Everything that was due or given at one time."""

    at: float
    values: Mapping[str, float | None]

    @property
    def day(self) -> int:
        return math.floor(self.at)

    @property
    def was_answered(self) -> bool:
        return any(value is not None for value in self.values.values())

    @property
    def was_due(self) -> bool:
        """A lapse may be told at any time; told alone, it says nothing about check-ins."""
        return any(variable != LAPSE for variable in self.values)


def moments(entries: Iterable[Entry]) -> list[Moment]:
    """One person's entries in order of time, whatever order they came in. A value beats a miss, the larger of two values
    the smaller. Raises ValueError on a time or value that is no number."""
    found: dict[float, dict[str, float | None]] = {}
    for at, variable, value in entries:
        if not math.isfinite(at) or (value is not None and not math.isfinite(value)):
            raise ValueError(f"{variable} at {at}: {value} is no number that can be read.")
        values = found.setdefault(at, {})
        known = values.get(variable)
        values[variable] = value if known is None else known if value is None else max(known, value)
    return [Moment(at, values) for at, values in sorted(found.items())]


# --- Detectors: one step of each -------------------------------------------------------------------------------------


class Usual(NamedTuple):
    """A person's own baseline of one variable: how many days, their mean, and the sum of squares around it."""

    days: int = 0
    mean: float = 0.0
    squares: float = 0.0
    first: float = 0.0

    def with_day(self, value: float) -> "Usual":
        """The baseline grown by one day (Welford 1962)."""
        days = self.days + 1
        off = value - self.mean
        mean = self.mean + off / days
        return Usual(days, mean, self.squares + off * (value - mean), self.first if self.days else value)


def spread(usual: Usual, scale: Scale) -> float:
    """The person's own day-to-day spread: own days blended with a prior, and never under the floor."""
    prior = PRIOR_DAYS * (PRIOR_SPREAD * scale.span) ** 2
    blended = (prior + usual.squares) / (PRIOR_DAYS + max(usual.days - 1, 0))
    return max(math.sqrt(blended), SPREAD_FLOOR * scale.span)


def jump(usual: Usual, value: float, scale: Scale) -> float | None:
    """How many own SDs a day is worse than the person's usual before it. None while there is no usual yet."""
    if usual.days < MINIMUM_DAYS:
        return None
    return scale.worse(value - usual.mean) / (spread(usual, scale) * math.sqrt(1 + 1 / usual.days))


def overall_jump(jumps: Sequence[float]) -> float | None:
    """One standardized value for all answers of a day, counting that they move together."""
    if not jumps:
        return None
    count = len(jumps)
    return sum(jumps) / math.sqrt(count * (1 + (count - 1) * TOGETHER))


class Drift(NamedTuple):
    """What an EWMA and a CUSUM remember of the days so far."""

    average: float = 0.0
    variance: float = 0.0
    cusum: float = 0.0
    last_day: int | None = None

    def with_day(self, day: int, z: float) -> "Drift":
        """Both grown by one standardized day; both start anew after a long gap."""
        if self.last_day is not None and day - self.last_day > GAP_DAYS:
            return Drift().with_day(day, z)
        z = max(-Z_LIMIT, min(Z_LIMIT, z))
        return Drift(
            (1 - SMOOTHING) * self.average + SMOOTHING * z,
            (1 - SMOOTHING) ** 2 * self.variance + SMOOTHING**2,
            max(0.0, self.cusum + z - SLACK),
            day,
        )

    @property
    def ewma(self) -> float:
        """The EWMA in its own standard errors: comparable on the 2nd day and on the 60th."""
        return self.average / math.sqrt(self.variance) if self.variance else 0.0


def reliable_worsening(usual: Usual, value: float, scale: Scale) -> float:
    """Worsening since the first value in reliable changes: 1 or more is change beyond error (Jacobson and Truax 1991)."""
    if not usual.days or scale.reliable_change is None:
        return 0.0
    return max(0.0, scale.worse(value - usual.first) / scale.reliable_change)


class Due(NamedTuple):
    """One day's due entries."""

    day: int
    due: int
    missed: int


def silent_days(days: Sequence[Due], missed_in_a_row: int) -> float:
    """Due entries missed in a row, in days' worth of what is due for this person. With nothing due there is no silence."""
    full = days[:-1] or days
    return missed_in_a_row * len(full) / sum(one.due for one in full) if full else 0.0


def missed_share(days: Sequence[Due]) -> float:
    """Which share of the due entries of the last two weeks was missed; 0 from too few."""
    due = sum(one.due for one in days)
    return sum(one.missed for one in days) / due if due >= FEWEST_DUE else 0.0


# --- A person's state, grown moment by moment ------------------------------------------------------------------------


class Seen(NamedTuple):
    """All that the radar keeps of one person. `tallies` are sums and counts of the last answered day, not yet in `usual`."""

    at: float = -math.inf
    usual: Mapping[str, Usual] = {}
    drifts: Mapping[str, Drift] = {}
    overall: Drift = Drift()
    day: int | None = None
    tallies: Mapping[str, tuple[float, int]] = {}
    due: tuple[Due, ...] = ()
    missed_in_a_row: int = 0
    lapses: tuple[float, ...] = ()


def take(seen: Seen, moment: Moment, scales: Scales) -> Seen:
    """The state after one more moment. Variables without a scale are left alone. Raises ValueError when the moment is
    earlier than what was taken already: an entry that came late means reading the series again."""
    if moment.at < seen.at:
        raise ValueError("A moment earlier than the last one: read the whole series again.")
    if moment.values.get(LAPSE):
        seen = seen._replace(lapses=(*seen.lapses, moment.at))
    if moment.was_due:
        seen = _with_due(seen, moment)
    given = {code: value for code, value in moment.values.items() if value is not None and code in scales}
    if given:
        if seen.day is not None and moment.day > seen.day:
            seen = _with_day_closed(seen, scales)
        tallies = dict(seen.tallies)
        for code, value in given.items():
            total, count = tallies.get(code, (0.0, 0))
            tallies[code] = (total + value, count + 1)
        seen = seen._replace(day=moment.day, tallies=tallies)
    return seen._replace(at=moment.at)


def _with_due(seen: Seen, moment: Moment) -> Seen:
    missed = 0 if moment.was_answered else 1
    kept = tuple(one for one in seen.due if one.day > moment.day - WINDOW_DAYS)
    if kept and kept[-1].day == moment.day:
        today = Due(moment.day, kept[-1].due + 1, kept[-1].missed + missed)
        kept = kept[:-1]
    else:
        today = Due(moment.day, 1, missed)
    return seen._replace(due=(*kept, today), missed_in_a_row=seen.missed_in_a_row + 1 if missed else 0)


def _with_day_closed(seen: Seen, scales: Scales) -> Seen:
    """The last answered day becomes part of the usual, its tallies start anew."""
    assert seen.day is not None
    jumps = _jumps(seen, scales)
    usual, drifts = dict(seen.usual), dict(seen.drifts)
    for code, value in _values(seen).items():
        usual[code] = usual.get(code, Usual()).with_day(value)
        if code in jumps:
            drifts[code] = drifts.get(code, Drift()).with_day(seen.day, jumps[code])
    overall = _overall(seen, jumps)
    return seen._replace(usual=usual, drifts=drifts, overall=overall, tallies={})


def _values(seen: Seen) -> dict[str, float]:
    return {code: total / count for code, (total, count) in seen.tallies.items()}


def _jumps(seen: Seen, scales: Scales) -> dict[str, float]:
    found = {}
    for code, value in _values(seen).items():
        z = jump(seen.usual.get(code, Usual()), value, scales[code])
        if z is not None:
            found[code] = z
    return found


def _overall(seen: Seen, jumps: Mapping[str, float]) -> Drift:
    z = overall_jump(list(jumps.values()))
    return seen.overall if z is None or seen.day is None else seen.overall.with_day(seen.day, z)


# --- What it says now ------------------------------------------------------------------------------------------------


class Reading(NamedTuple):
    """What every detector says at one time; more is worse. `days_since_lapse` is infinite when none is known."""

    at: float
    level: float = 0.0
    jump: float = 0.0
    single_jump: float = 0.0
    ewma: float = 0.0
    cusum: float = 0.0
    reliable_change: float = 0.0
    silent_days: float = 0.0
    missed_share: float = 0.0
    days_since_lapse: float = math.inf
    lapses: int = 0

    @property
    def points(self) -> int:
        return sum(part.points(self) for part in PARTS)


def read(seen: Seen, scales: Scales) -> Reading:
    """What the detectors say about a person now. Answers older than the carry say nothing about today any more."""
    now = Reading(
        seen.at,
        silent_days=silent_days(seen.due, seen.missed_in_a_row),
        missed_share=missed_share(seen.due),
        days_since_lapse=seen.at - seen.lapses[-1] if seen.lapses else math.inf,
        lapses=sum(seen.at - at <= LAPSE_DAYS for at in seen.lapses),
    )
    if seen.day is None or seen.at - seen.day > GAP_DAYS:
        return now
    jumps = _jumps(seen, scales)
    overall = _overall(seen, jumps)
    now = now._replace(ewma=overall.ewma, cusum=overall.cusum)
    if math.floor(seen.at) - seen.day > CARRY_DAYS:
        return now
    values = _values(seen)
    return now._replace(
        level=sum(scales[code].severity(value) for code, value in values.items()) / len(values),
        jump=overall_jump(list(jumps.values())) or 0.0,
        single_jump=max(jumps.values(), default=0.0),
        reliable_change=max(_worsenings(seen, scales, values).values(), default=0.0),
    )


def _worsenings(seen: Seen, scales: Scales, values: Mapping[str, float]) -> dict[str, float]:
    return {code: reliable_worsening(seen.usual.get(code, Usual()), values[code], scales[code]) for code in values}


def readings(series: Iterable[Moment], scales: Scales) -> Iterator[Reading]:
    """What the radar would have said after each moment, from that moment and earlier ones only."""
    seen = Seen()
    for moment in series:
        seen = take(seen, moment, scales)
        yield read(seen, scales)


def follow(series: Iterable[Moment], scales: Scales) -> Seen:
    """The state after a whole series, for the night's look at everybody."""
    seen = Seen()
    for moment in series:
        seen = take(seen, moment, scales)
    return seen


# --- The points ------------------------------------------------------------------------------------------------------


class Part(NamedTuple):
    """One line of the sum: points for reaching a value, the highest step that is reached counts."""

    code: str
    value: Callable[[Reading], float]
    steps: tuple[tuple[float, int], ...]
    reason: str

    def points(self, reading: Reading) -> int:
        value = self.value(reading)
        return max((points for least, points in self.steps if value >= least), default=0)


PARTS = (
    Part(
        "lapse_recency",
        lambda reading: -reading.days_since_lapse,
        ((-90, 1), (-30, 2), (-14, 4), (-7, 5), (-3, 6)),
        "Days since the last lapse alone almost equal boosted trees on unseen people (AUC .752 and .780), so it weighs most.",
    ),
    Part(
        "lapse_count",
        lambda reading: reading.lapses,
        ((2, 1), (4, 2), (8, 3)),
        "More lapses within 30 days add to how recent the last one is; less than recency, which they contain.",
    ),
    Part(
        "jump",
        lambda reading: reading.jump,
        ((1.0, 1), (1.5, 2), (2.0, 3), (2.5, 4)),
        "A day worse than own usual beat one cut for all on every open set; a point for each half SD from one SD on.",
    ),
    Part(
        "single_jump",
        lambda reading: reading.single_jump,
        ((2.0, 1), (3.0, 2)),
        "One answer far off its own usual (an urge, for example) must not drown in quiet ones; few points, it is noisy.",
    ),
    Part(
        "drift",
        lambda reading: reading.ewma,
        ((1.0, 1), (1.5, 2), (2.0, 3), (2.5, 4), (3.0, 5)),
        "Slow worsening shows in the EWMA sooner than in any one day; 3 standard errors is the usual control limit.",
    ),
    Part(
        "level",
        lambda reading: reading.level,
        ((0.4, 1), (0.6, 2), (0.8, 3)),
        "Somebody who is badly off all the time never leaves the own usual; few points, for one cut for all is weak.",
    ),
    Part(
        "reliable_change",
        lambda reading: reading.reliable_change,
        ((1.0, 2),),
        "A measure worse than at its first time by more than its error calls for a review of the plan (domain.md 5.1).",
    ),
    Part(
        "silence",
        lambda reading: reading.silent_days,
        ((1, 1), (2, 2), (3, 3), (5, 4)),
        "Missed sessions and silence come before leaving; a day's worth of due entries is a point.",
    ),
    Part(
        "missed_share",
        lambda reading: reading.missed_share,
        ((0.34, 1), (0.67, 2)),
        "Answering now and then is a weaker sign than falling silent: a point from a third, two from two thirds.",
    ),
)
MOST_POINTS = sum(max(points for _, points in part.steps) for part in PARTS)


# --- Findings, for a human to check ----------------------------------------------------------------------------------


class Fact(NamedTuple):
    """One checkable fact: what, on which day, which value, and the usual it is held against where there is one."""

    code: str
    day: int
    value: float
    baseline: float | None = None


class Finding(NamedTuple):
    """One part of the sum that gave points, with its facts, the strongest first."""

    code: str
    points: int
    facts: tuple[Fact, ...]


FACTS_SHOWN = 3


def findings(seen: Seen, scales: Scales) -> list[Finding]:
    """Which parts gave how many points and on what facts; most points first."""
    reading = read(seen, scales)
    found = []
    for part in PARTS:
        points = part.points(reading)
        if points:
            found.append(Finding(part.code, points, _facts(part.code, reading, seen, scales)[:FACTS_SHOWN]))
    return sorted(found, key=lambda finding: -finding.points)


def _facts(code: str, reading: Reading, seen: Seen, scales: Scales) -> tuple[Fact, ...]:
    today = math.floor(seen.at)
    alone = {
        "silence": (reading.silent_days, 0.0),
        "missed_share": (reading.missed_share, 0.0),
        "lapse_count": (float(reading.lapses), None),
    }
    if code in alone:
        value, baseline = alone[code]
        return (Fact(code, today, value, baseline),)
    if code == "lapse_recency":
        return (Fact(code, math.floor(seen.lapses[-1]), reading.days_since_lapse),)
    values = _values(seen)
    strength = _strength(code, seen, scales, values)
    ranked = sorted(values, key=lambda one: (-strength.get(one, -math.inf), one))
    shown = tuple(_answer(one, seen, values[one], code) for one in ranked if strength.get(one, 0.0) > 0)
    return shown or (Fact(code, today, reading.ewma, 0.0),)  # what drifted is not what was answered last


def _strength(code: str, seen: Seen, scales: Scales, values: Mapping[str, float]) -> Mapping[str, float]:
    """How much each answer speaks for a finding."""
    if code == "level":
        return {one: scales[one].severity(value) for one, value in values.items()}
    if code == "reliable_change":
        return _worsenings(seen, scales, values)
    jumps = _jumps(seen, scales)
    if code == "drift" and seen.day is not None:
        return {one: seen.drifts.get(one, Drift()).with_day(seen.day, z).ewma for one, z in jumps.items()}
    return jumps


def _answer(variable: str, seen: Seen, value: float, code: str) -> Fact:
    assert seen.day is not None
    usual = seen.usual.get(variable, Usual())
    against = usual.first if code == "reliable_change" else usual.mean
    return Fact(variable, seen.day, value, against if usual.days else None)


# --- The alert budget ------------------------------------------------------------------------------------------------


class Scored(NamedTuple):
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


def budget_table(people: Sequence[Scored], *, clinicians: int, days: float, ahead_days: float) -> list[Budget]:
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
