"""The two data sets that were given, turned into series and labels. Their answers are read where they are, never shipped."""

import csv
import gzip
import io
import os
import random
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from statistics import stdev
from typing import NamedTuple

from bench.radar.files import Labels, Series, WrongFile
from daybridge.safety.radar import Entry

CHECKOUT = Path(__file__).parents[2]
WORSENING_SD = 1.5


class Example(NamedTuple):
    """A data set as it goes through the same door as any other."""

    series: Series
    labels: Labels
    groups: dict[str, str]
    about: tuple[str, ...]
    ahead: bool
    after: bool


def _table(folder: str, name: str) -> list[dict[str, str]]:
    shared = Path(os.environ.get("DAYBRIDGE_SHARED", CHECKOUT.parent / "shared"))
    path = shared / "data" / "ema" / folder / name
    if not path.exists():
        raise WrongFile(f"{path} is not there. Say where the shared folder is: DAYBRIDGE_SHARED=/path/to/shared")
    return list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode())))


def smoking_lapse(seed: int) -> Example:
    """49 people in the first week of quitting; onset is each prompt at which they said that they had smoked.

    Time is the day's number plus a tenth for each prompt. A prompt between someone's first and last that is not in the
    file (up to ten a day were sent) counts as missed.
    """
    names = {
        "intention": "intention",
        "stress": "stress",
        "negativeAffect": "negative_affect",
        "positiveAffect": "positive_affect",
    }
    series: Series = defaultdict(list)
    labels: Labels = defaultdict(list)
    groups: dict[str, str] = {}
    for row in _table("smoking_lapse", "smoking_lapse.csv.gz"):
        person, at = row["subjnr"], int(row["daynr"]) + (int(row["beepnr"]) - 1) / 10
        groups[person] = f"gender {row['gender']}"
        for column, name in names.items():
            series[person].append(Entry(at, name, float(row[column]) if row[column] else None))
        if row["smokeLapse"] == "1":
            labels[person].append(at)
    for person, entries in series.items():
        answered = {round(entry.at * 10) for entry in entries}
        missed = set(range(min(answered), max(answered))) - answered
        series[person] += [Entry(prompt / 10, name, None) for prompt in sorted(missed) for name in names.values()]
    about = (
        "smoking_lapse: onset = each prompt with smokeLapse; variables intention, stress, negative and positive affect;",
        "prompts of ten a day that are not in the file count as missed; groups = gender as coded in the file.",
    )
    return Example(dict(series), dict(labels), groups, about, ahead=True, after=False)


ITEMS = {
    "Q1": "unrelaxed", "Q2": "irritable", "Q3": "worried", "Q4": "nervous", "Q5": "hopeless", "Q6": "anhedonia",
    "Q7": "tired", "Q9": "alone", "Q10": "angry",
}  # fmt: skip


def fried2021(seed: int) -> Example:
    """79 students, 14 days x 4 prompts. Nobody is labelled in it, so a worsening is put in, and said to be put in.

    Half of the people (drawn by seed) get worse from a random day between 40 and 60 % of their series on: 1.5 of their own
    SD is added to every mood item, cut at the scale's end. The other half stays as it was.
    """
    series: Series = defaultdict(list)
    for row in _table("fried2021", "clean_ema.csv.gz"):
        when = datetime.fromisoformat(row["Scheduled"])
        at = when.toordinal() + when.hour / 24
        series[row["ID"]] += [Entry(at, name, float(row[q]) if row[q] else None) for q, name in ITEMS.items()]
    draw = random.Random(seed)
    people = sorted(series, key=int)
    labels: Labels = {}
    for person in sorted(draw.sample(people, len(people) // 2), key=int):
        onset = float(_onset(series[person], draw))
        labels[person] = [onset]
        series[person] = worsened(series[person], onset)
    about = (
        f"fried2021: 9 mood items; the labels are INJECTED: {len(labels)} of {len(people)} people get {WORSENING_SD} own SD "
        f"worse on every item",
        f"from a random day on (seed {seed}), cut at the scale's end 5; real worsening is slower, and less on every item.",
    )
    return Example(dict(series), labels, {}, about, ahead=False, after=True)


def _onset(entries: list[Entry], draw: random.Random) -> int:
    days = sorted({int(entry.at) for entry in entries})
    return days[draw.randint(round(len(days) * 0.4), min(round(len(days) * 0.6), len(days) - 1))]


def worsened(entries: list[Entry], onset: float) -> list[Entry]:
    """The same entries, 1.5 own SD worse from the onset on."""
    values = defaultdict(list)
    for entry in entries:
        if entry.value is not None:
            values[entry.variable].append(entry.value)
    by = {name: WORSENING_SD * stdev(given) if len(given) > 1 else 0.0 for name, given in values.items()}
    return [
        entry._replace(value=min(5.0, entry.value + by[entry.variable]))
        if entry.value is not None and entry.at >= onset
        else entry
        for entry in entries
    ]


EXAMPLES = {"fried2021": fried2021, "smoking_lapse": smoking_lapse}
