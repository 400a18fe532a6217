"""Which parts of the sum gave points and on what facts, so that a clinician can check each."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from daybridge.safety.radar.detectors import Drift, Usual
from daybridge.safety.radar.points import PARTS
from daybridge.safety.radar.series import Scales
from daybridge.safety.radar.watching import Reading, Seen, jumps_of, read, values_of, worsenings_of


class Fact(NamedTuple):
    """One checkable fact: what, on which day, which value, the usual it is held against and over how many days that goes."""

    code: str
    day: int
    value: float
    baseline: float | None = None
    days: int | None = None


class Finding(NamedTuple):
    """One part of the sum that gave points, with its facts, the strongest first."""

    code: str
    points: int
    facts: tuple[Fact, ...]


FACTS_SHOWN = 3
LEAST_TOLD = 0.5  # own SDs: a last day that lies nearer to the usual, or on its good side, does not show a drift
STRONG_ENOUGH = 0.5  # what speaks less than half as much as the strongest answer is not told beside it


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
    values = values_of(seen)
    strength = _strength(code, seen, scales, values)
    ranked = sorted(values, key=lambda one: (-strength.get(one, -math.inf), one))
    least = max(strength.values(), default=0.0) * (1 if code == "single_jump" else STRONG_ENOUGH)
    shown = tuple(_answer(one, seen, values[one], code) for one in ranked if strength.get(one, 0.0) >= least > 0)
    return shown or (Fact(code, today, reading.ewma, 0.0),)  # what drifted is not what was answered last


def _strength(code: str, seen: Seen, scales: Scales, values: Mapping[str, float]) -> Mapping[str, float]:
    """How much each answer speaks for a finding."""
    if code == "level":
        return {one: scales[one].severity(value) for one, value in values.items()}
    if code == "reliable_change":
        return worsenings_of(seen, scales, values)
    jumps = jumps_of(seen, scales)
    if code == "drift" and seen.day is not None:
        grown = {one: seen.drifts.get(one, Drift()).with_day(seen.day, z).ewma for one, z in jumps.items()}
        return {one: ewma for one, ewma in grown.items() if jumps[one] >= LEAST_TOLD}
    return jumps


def _answer(variable: str, seen: Seen, value: float, code: str) -> Fact:
    assert seen.day is not None
    usual = seen.usual.get(variable, Usual())
    against = usual.first if code == "reliable_change" else usual.mean
    return Fact(variable, seen.day, value, against, usual.days) if usual.days else Fact(variable, seen.day, value)
