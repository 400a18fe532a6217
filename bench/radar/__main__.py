"""How well each detector of the setback radar does on labelled series.

    python -m bench.radar SERIES LABELS [--groups FILE]
    python -m bench.radar --example fried2021|smoking_lapse

Files are CSV or .csv.gz with these headings (bench/radar/files.py says more):
    SERIES  person,time,variable,value   time: days as a number or ISO 8601; value empty: an entry was due and was missed
    LABELS  person,onset                 one line for each setback
    GROUPS  person,group
A variable named "lapse" with a value above 0 reports a lapse. Which end of a variable is worse is taken from its name where
it says so, from --higher-is-worse and --lower-is-worse, and otherwise from other people's labels (one bit, out of fold).
"""

import argparse
import itertools
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean, median, stdev

from bench.radar.examples import EXAMPLES
from bench.radar.files import Clock, Labels, Series, WrongFile, read_groups, read_labels, read_series
from bench.radar.measure import (
    DETECTORS,
    POINTS,
    Caught,
    Cut,
    Detector,
    Followed,
    Parts,
    View,
    between,
    calibration,
    calibration_error,
    caught,
    folds,
    gap_interval,
    pooled,
    thresholds,
    within,
)
from daybridge.safety.radar import (
    LAPSE,
    Entry,
    Moment,
    Past,
    Reading,
    Scale,
    Scales,
    Seen,
    budget_table,
    findings,
    follow,
    moments,
    read,
    readings,
    take,
    threshold_for,
)

CASELOAD = 20  # people per clinician, for the budget table
BUDGETS = (0.25, 0.5, 1.0, 2.0)
# How words of a variable's name begin where its high end is better, or worse; short words must stand alone.
BETTER_HIGH = (
    "positive", "happ", "intention", "efficacy", "confiden", "motivat", "sleep", "energ", "calm", "relax", "content",
    "cheerful", "cohesion", "alliance", "wellbeing", "support", "enthusias", "satisf", "mood",
)  # fmt: skip
WORSE_HIGH = (
    "craving", "urge", "stress", "anxi", "negative", "sad", "depress", "irrita", "worr", "nervous", "hopeless", "pain",
    "tired", "fatigue", "lonel", "alone", "angry", "anger", "distress", "unrelaxed", "anhedonia", "mania", "fear", "upset",
    "guilt", "withdrawal", "insomnia", "sleepless", "temptation", "afraid", "unhappy", "phq", "gad", "pcl",
)  # fmt: skip
WORSE_ALONE = ("use", "used", "down", "risk")


def main() -> int:
    """Read what was asked for, measure, print; sentences and not tracebacks for files that can't be read."""
    words = _arguments()
    try:
        began = time.perf_counter()
        _measure(words)
        print(f"\nWhole run: {time.perf_counter() - began:.0f} s, seed {words.seed}.")
    except WrongFile as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("series", nargs="?", type=Path)
    reader.add_argument("labels", nargs="?", type=Path)
    reader.add_argument("--groups", type=Path)
    reader.add_argument("--example", choices=sorted(EXAMPLES))
    reader.add_argument("--ahead", type=float, help="days in which a setback must follow; 0: do not ask (default 7)")
    reader.add_argument("--after", type=float, help="days in which an onset must be seen; 0: do not ask (default 10)")
    reader.add_argument("--higher-is-worse", default="", metavar="A,B")
    reader.add_argument("--lower-is-worse", default="", metavar="A,B")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--nightly", type=int, default=2_000, help="people in the timed night; 10000 is the claim")
    words = reader.parse_args()
    if not words.example and not (words.series and words.labels):
        reader.error("name SERIES and LABELS, or --example")
    return words


def _measure(words: argparse.Namespace) -> None:
    if words.example:
        example = EXAMPLES[words.example](words.seed)
        series, labels, groups, about = example.series, example.labels, example.groups, example.about
        asks = (example.ahead, example.after)
    else:
        clock = Clock()
        series, labels = read_series(words.series, clock), read_labels(words.labels, clock)
        groups, about, asks = {}, (f"{words.series.name} with {words.labels.name}",), (True, True)
    if words.groups:
        groups = read_groups(words.groups)
    strangers = sorted(set(labels) - set(series))
    if len(strangers) == len(labels):
        raise WrongFile("Nobody in LABELS is in SERIES under the same name (or there is no onset at all).")
    if len(series) < 2:
        raise WrongFile("SERIES holds one person. Thresholds are chosen on other people, so two are needed at least.")
    print("\n".join(about))
    if strangers:
        print(f"Left out: {len(strangers)} people with labels and no series ({', '.join(strangers[:5])} …).")
    for view in _views(words, series, asks):
        _report(view, series, labels, groups, words)
    _throughput(words.nightly, words.seed)


def _views(words: argparse.Namespace, series: Series, asks: tuple[bool, bool]) -> Iterator[View]:
    """Windows of 7 and 10 days; of a seventh and half of the series where those are short."""
    spans = [max(entry.at for entry in entries) - min(entry.at for entry in entries) for entries in series.values()]
    days = max(1.0, round(median(spans)))
    ahead = words.ahead if words.ahead is not None else round(min(7.0, max(1.0, days / 7)), 1) * asks[0]
    after = words.after if words.after is not None else round(min(10.0, max(1.0, days / 2)), 1) * asks[1]
    if ahead > 0:
        yield View(f"AHEAD: a setback within the next {ahead:g} days", ahead, True)
    if after > 0:
        yield View(f"AFTER: an onset seen within {after:g} days", after, False)


# --- From files to readings ------------------------------------------------------------------------------------------


def _directions(words: argparse.Namespace, variables: Sequence[str]) -> dict[str, bool | None]:
    """Whether high is worse, by what was said or by name; None where neither says so."""
    said = {name: True for name in words.higher_is_worse.split(",") if name}
    said |= {name: False for name in words.lower_is_worse.split(",") if name}
    unknown = sorted(set(said) - set(variables))
    if unknown:
        raise WrongFile(f"No variable is called {', '.join(unknown)}. SERIES has {', '.join(variables)}.")
    return {name: said.get(name, _by_name(name)) for name in variables}


def _by_name(name: str) -> bool | None:
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)]
    if any(word.startswith(WORSE_HIGH) or word in WORSE_ALONE for word in words):
        return True
    return False if any(word.startswith(BETTER_HIGH) for word in words) else None


def _learned(variable: str, people: Sequence[str], walked: dict[str, list[Moment]], labels: Labels, view: View) -> bool:
    """Whether high is worse, from these people's labels: moments that should be called against the person's others."""
    off = 0.0
    for person in people:
        onsets = labels.get(person, [])
        sides: dict[bool, list[float]] = defaultdict(list)
        for moment in walked[person] if onsets else ():
            value = moment.values.get(variable)
            if value is not None:
                sides[any(view.is_in(moment.at, onset) for onset in onsets)].append(value)
        if len(sides) == 2:
            off += (fmean(sides[True]) - fmean(sides[False])) * len(sides[True])
    return off >= 0


def _scales(series: Series, directions: dict[str, bool]) -> dict[str, Scale]:
    """Ends as they occur in the file. Reliable change: 1.96 x sqrt 2 x the median own SD, for want of a published one."""
    values: dict[str, list[float]] = defaultdict(list)
    own: dict[str, list[float]] = defaultdict(list)
    for entries in series.values():
        given: dict[str, list[float]] = defaultdict(list)
        for entry in entries:
            if entry.value is not None:
                given[entry.variable].append(entry.value)
        for name, theirs in given.items():
            values[name] += theirs
            own[name].append(stdev(theirs) if len(theirs) > 1 else 0.0)
    return {
        name: Scale(
            name, min(values[name]), max(values[name]), high, (median(own[name]) or stdev(values[name])) * 2.772
        )
        for name, high in directions.items()
        if min(values[name]) < max(values[name])
    }


def _followed(series: Series, labels: Labels, scales: Scales, view: View) -> dict[str, Followed]:
    """Everybody's readings at every due moment. Ahead: setbacks that began are known to the radar as lapses."""
    found = {}
    for person, entries in sorted(series.items()):
        onsets = labels.get(person, [])
        told = [Entry(onset, LAPSE, 1.0) for onset in onsets] if view.is_ahead else []
        walked = moments([*entries, *told])
        due = {moment.at for moment in walked if moment.was_due}
        kept = [reading for reading in readings(walked, scales) if reading.at in due]
        if kept:
            found[person] = Followed(person, kept, onsets, view)
    return found


def _parts(series: Series, labels: Labels, view: View, words: argparse.Namespace) -> tuple[Parts, list[str]]:
    """The people cut into parts; in each the unseen people and the others, read with the directions the others give."""
    variables = sorted(
        {entry.variable for entries in series.values() for entry in entries if entry.value is not None} - {LAPSE}
    )
    known = _directions(words, variables)
    open_ones = [name for name, high in known.items() if high is None]
    walked = {person: moments(entries) for person, entries in series.items()} if open_ones else {}
    done: dict[tuple[bool, ...], dict[str, Followed]] = {}
    parts = []
    for unseen in folds(list(series), words.seed):
        others = [person for person in sorted(series) if person not in unseen]
        directions = {
            name: _learned(name, others, walked, labels, view) if high is None else high for name, high in known.items()
        }
        key = tuple(directions.values())
        if key not in done:
            done[key] = _followed(series, labels, _scales(series, directions), view)
        parts.append(
            ([p for n, p in done[key].items() if n in unseen], [p for n, p in done[key].items() if n not in unseen])
        )
    lines = ["worse high: " + (", ".join(name for name, high in known.items() if high) or "none")]
    lines.append("worse low: " + (", ".join(name for name, high in known.items() if high is False) or "none"))
    if open_ones:
        ends = [f"{name} {_end({key[list(known).index(name)] for key in done})}" for name in open_ones]
        lines.append(f"worse end learned from other people: {', '.join(ends)}")
    return parts, lines


def _end(learned: set[bool]) -> str:
    return "not the same in all folds" if len(learned) == 2 else "high" if learned == {True} else "low"


# --- The report ------------------------------------------------------------------------------------------------------


def _report(view: View, series: Series, labels: Labels, groups: dict[str, str], words: argparse.Namespace) -> None:
    parts, lines = _parts(series, labels, view, words)
    people = sorted((person for unseen, _ in parts for person in unseen), key=lambda person: person.name)
    onsets = sum(len(person.catchable) for person in people)
    months = sum(person.months_at_risk for person in people)
    print(
        f"\n{view.name}\n{len(people)} people, {onsets} onsets that could be caught, {months:.1f} person-months without"
    )
    print("\n".join(lines))
    if not onsets or not months:
        print("Nothing to measure: no onset lies where something was due, or nobody has time without one.")
        return
    cuts = _table(view, people, parts)
    _calibration(parts)
    _budget(view, people)
    if groups and POINTS in cuts:
        _groups(people, parts, cuts[POINTS], groups, words.seed)


def _table(view: View, people: Sequence[Followed], parts: Parts) -> dict[Detector, list[Cut]]:
    print(f"\n{'':29}{'AUC':>7}{'AUC':>9}{'AUC':>8}   at 1 false alarm per person-month, threshold from other people")
    print(
        f"{'detector':29}{'pooled':>7}{'between':>9}{'within':>8}{'caught':>9}{'chance':>8}"
        f"{'lead days' if view.is_ahead else 'delay days':>12}{'false/month':>13}"
    )
    cuts: dict[Detector, list[Cut]] = {}
    columns: dict[str, dict[str, float]] = defaultdict(dict)
    for detector in DETECTORS:
        if detector.of_lapses and not view.is_ahead:
            continue
        cuts[detector] = thresholds(parts, detector)
        found = caught(parts, detector, cuts[detector])
        figures = {
            "pooled": pooled(people, detector), "between": between(people, detector),
            "within": within(people, detector), "caught": found.sensitivity,
        }  # fmt: skip
        for column, figure in figures.items():
            if figure is not None:
                columns[column][detector.code] = figure
        print(_line(detector, figures, found, view))
    for column, by_detector in columns.items():
        best = max(by_detector, key=lambda code: by_detector[code])
        combined = by_detector.get(POINTS.code)
        aside = "" if best == POINTS.code or combined is None else f" (combined points {combined:.3f})"
        print(f"wins {column}: {best} {by_detector[best]:.3f}{aside}")
    return cuts


def _line(detector: Detector, figures: dict[str, float | None], found: Caught, view: View) -> str:
    lead = found.lead if view.is_ahead or found.lead is None else -found.lead
    return (
        f"{detector.code:29}{_figure(figures['pooled']):>7}{_figure(figures['between']):>9}{_figure(figures['within']):>8}"
        f"{_figure(found.sensitivity, 2):>9}{_figure(found.chance, 2):>8}{_figure(lead, 1):>12}"
        f"{_figure(found.false_per_month, 2):>13}"
    )


def _figure(value: float | None, places: int = 3) -> str:
    return "-" if value is None else f"{value + 0.0:.{places}f}"


def _calibration(parts: Parts) -> None:
    deciles = calibration(parts, POINTS)
    print("\nCalibration of the combined points by tenths (equal scores stay together)")
    print("points    moments    said by other people    came")
    for one in deciles:
        print(f"{f'{one.lowest:g}-{one.highest:g}':10}{one.moments:7}{one.said:20.3f}{one.seen:13.3f}")
    print(f"mean distance {calibration_error(deciles):.3f}")


def _budget(view: View, people: Sequence[Followed]) -> None:
    """What an alert budget costs, with a caseload as many clinics have it."""
    days = max(person.end for person in people) - min(person.readings[0].at for person in people) + 1
    longest = max(person.end - person.readings[0].at for person in people) + 1
    past = []
    for person in people:
        shift = 0.0 if view.is_ahead else view.days  # after: caught until this many days after the onset
        past.append(Past(person.scores(POINTS), [onset + shift for onset in person.onsets]))
    clinicians = max(1, round(len(people) / CASELOAD))
    table = budget_table(past, clinicians=clinicians, days=min(days, longest), ahead_days=view.days)
    print(f"\nAlert budget of the combined points, {CASELOAD} people per clinician ({clinicians} clinicians)")
    print("budget per clinician-day    threshold    findings per clinician-day    found")
    for budget in BUDGETS:
        one = threshold_for(table, findings_per_clinician_day=budget)
        if one:
            print(
                f"{budget:16.2f}{one.threshold:21g}{one.findings_per_clinician_day:22.2f}{_figure(one.sensitivity, 2):>17}"
            )


def _groups(people: Sequence[Followed], parts: Parts, cuts: list[Cut], groups: dict[str, str], seed: int) -> None:
    """The combined points in each subgroup, at the threshold that everybody's folds chose."""
    names = sorted(set(groups.values()))
    print("\nSubgroups, combined points")
    print("group                  people  onsets  AUC pooled  AUC within    caught  false/month")
    for name in names:
        members = [person for person in people if groups.get(person.name) == name]
        found = caught(parts, POINTS, cuts, {person.name for person in members})
        print(
            f"{name[:20]:22}{len(members):7}{found.onsets:8g}{_figure(pooled(members, POINTS)):>12}"
            f"{_figure(within(members, POINTS)):>12}{_figure(found.sensitivity, 2):>10}{_figure(found.false_per_month, 2):>13}"
        )
    for first, second in itertools.pairwise(names):
        sides = [[person for person in people if groups.get(person.name) == name] for name in (first, second)]
        ours, theirs = (pooled(side, POINTS) for side in sides)
        if ours is not None and theirs is not None:
            print(f"gap {first} - {second}: AUC {ours - theirs:+.3f}, {gap_interval(*sides, POINTS, seed)}")
    left = [person.name for person in people if person.name not in groups]
    if left:
        print(f"{len(left)} people are in no group.")


# --- Speed -----------------------------------------------------------------------------------------------------------


def _throughput(people: int, seed: int) -> None:
    """The claim: one entry in 5 ms, a night's 10,000 people in 60 s, on one core."""
    draw = random.Random(seed)
    scales = {name: Scale(name, 0, 10) for name in ("mood", "anxiety", "urge", "sleep_hours")}
    one = [
        Entry(day + 0.8, name, None if draw.random() < 0.2 else float(draw.randint(0, 10)))
        for day in range(60)
        for name in scales
    ]
    slowest, total, seen = 0.0, 0.0, Seen()
    walked: list[Reading] = []
    for moment in moments(one):
        began = time.perf_counter()
        seen = take(seen, moment, scales)
        walked.append(read(seen, scales))
        findings(seen, scales)
        took = time.perf_counter() - began
        slowest, total = max(slowest, took), total + took
    began = time.perf_counter()
    for _ in range(people):
        state = follow(moments(one), scales)
        findings(state, scales)
    night = time.perf_counter() - began
    print(
        f"\nSpeed, one core: an entry with its findings {total / len(walked) * 1e3:.2f} ms (slowest {slowest * 1e3:.2f});"
        f" a night of {people:,} people with 60 days x {len(scales)} answers {night:.1f} s"
        f" ({night / people * 10_000:.0f} s for 10,000)."
    )


if __name__ == "__main__":
    sys.exit(main())
