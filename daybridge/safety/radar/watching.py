"""A person's state, grown moment by moment, and what every detector says of it now."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from daybridge.safety.radar.detectors import (
    GAP_DAYS,
    WINDOW_DAYS,
    Drift,
    Due,
    Usual,
    jump,
    missed_share,
    overall_jump,
    reliable_worsening,
    silent_days,
)
from daybridge.safety.radar.series import LAPSE, Moment, Scales

CARRY_DAYS = 3  # how long the last answer still speaks while nothing newer comes
LAPSE_DAYS = 30  # over which past lapses are counted


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
    lapses = (*seen.lapses, moment.at) if (moment.values.get(LAPSE) or 0) > 0 else seen.lapses
    due, missed_in_a_row = _with_due(seen, moment) if moment.was_due else (seen.due, seen.missed_in_a_row)
    given = {
        code: scales[code].held(value) for code, value in moment.values.items() if value is not None and code in scales
    }
    if given and seen.day is not None and moment.day > seen.day:
        seen = _with_day_closed(seen, scales)
    return Seen(
        at=moment.at,
        usual=seen.usual,
        drifts=seen.drifts,
        overall=seen.overall,
        day=moment.day if given else seen.day,
        tallies=_tallied(seen.tallies, given) if given else seen.tallies,
        due=due,
        missed_in_a_row=missed_in_a_row,
        lapses=lapses,
    )


def _tallied(tallies: Mapping[str, tuple[float, int]], given: Mapping[str, float]) -> dict[str, tuple[float, int]]:
    if not tallies:
        return {code: (value, 1) for code, value in given.items()}
    grown = dict(tallies)
    for code, value in given.items():
        total, count = grown.get(code, (0.0, 0))
        grown[code] = (total + value, count + 1)
    return grown


def _with_due(seen: Seen, moment: Moment) -> tuple[tuple[Due, ...], int]:
    """The due entries of the window with this one, and how many were missed in a row."""
    missed = 0 if moment.was_answered else 1
    kept, first = seen.due, moment.day - WINDOW_DAYS
    while kept and kept[0].day <= first:
        kept = kept[1:]
    if kept and kept[-1].day == moment.day:
        today = Due(moment.day, kept[-1].due + 1, kept[-1].missed + missed)
        kept = kept[:-1]
    else:
        today = Due(moment.day, 1, missed)
    return (*kept, today), seen.missed_in_a_row + 1 if missed else 0


def _with_day_closed(seen: Seen, scales: Scales) -> Seen:
    """The last answered day becomes part of the usual, its tallies start anew."""
    assert seen.day is not None
    values = values_of(seen)
    jumps = _jumps(values, seen, scales)
    usual, drifts = dict(seen.usual), dict(seen.drifts)
    for code, value in values.items():
        usual[code] = usual.get(code, _NO_USUAL).with_day(value)
    for code, z in jumps.items():
        drifts[code] = drifts.get(code, _NO_DRIFT).with_day(seen.day, z)
    return seen._replace(usual=usual, drifts=drifts, overall=_overall(seen, jumps), tallies={})


_NO_USUAL, _NO_DRIFT = Usual(), Drift()


def values_of(seen: Seen) -> dict[str, float]:
    return {code: total / count for code, (total, count) in seen.tallies.items()}


def jumps_of(seen: Seen, scales: Scales) -> dict[str, float]:
    return _jumps(values_of(seen), seen, scales)


def _jumps(values: Mapping[str, float], seen: Seen, scales: Scales) -> dict[str, float]:
    found = {}
    for code, value in values.items():
        z = jump(seen.usual.get(code, _NO_USUAL), value, scales[code])
        if z is not None:
            found[code] = z
    return found


def _overall(seen: Seen, jumps: Mapping[str, float]) -> Drift:
    z = overall_jump(list(jumps.values()))
    return seen.overall if z is None or seen.day is None else seen.overall.with_day(seen.day, z)


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


def read(seen: Seen, scales: Scales) -> Reading:
    """What the detectors say about a person at the last moment; `read(seen._replace(at=now), scales)` asks for a later one.
    Answers older than the carry say nothing about today any more."""
    now = Reading(
        seen.at,
        silent_days=silent_days(seen.due, seen.missed_in_a_row),
        missed_share=missed_share(seen.due),
        days_since_lapse=seen.at - seen.lapses[-1] if seen.lapses else math.inf,
        lapses=sum(seen.at - at <= LAPSE_DAYS for at in seen.lapses),
    )
    if seen.day is None or seen.at - seen.day > GAP_DAYS:
        return now
    jumps = jumps_of(seen, scales)
    overall = _overall(seen, jumps)
    now = now._replace(ewma=overall.ewma, cusum=overall.cusum)
    if math.floor(seen.at) - seen.day > CARRY_DAYS:
        return now
    values = values_of(seen)
    return now._replace(
        level=sum(scales[code].severity(value) for code, value in values.items()) / len(values),
        jump=overall_jump(list(jumps.values())) or 0.0,
        single_jump=max(jumps.values(), default=0.0),
        reliable_change=max(worsenings_of(seen, scales, values).values(), default=0.0),
    )


def worsenings_of(seen: Seen, scales: Scales, values: Mapping[str, float]) -> dict[str, float]:
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
