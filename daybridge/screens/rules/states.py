"""How a drug screen stands, and what may follow. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where an order is; the words shown are in `sentences`."""

    ORDERED = "ordered"
    NOTIFIED = "notified"
    NO_SHOW = "no_show"
    REFUSED = "refused"
    UNABLE = "unable"
    WITHDRAWN = "withdrawn"
    COLLECTED = "collected"
    INVALID = "invalid"
    DILUTE = "dilute"
    PRESUMPTIVE = "presumptive"
    CONFIRMED = "confirmed"
    AMENDED = "amended"


_COLLECTED = {State.COLLECTED, State.INVALID, State.DILUTE}
_READ = {State.PRESUMPTIVE, State.CONFIRMED}
_NOT_GIVEN = {State.NO_SHOW, State.REFUSED, State.UNABLE}

#: What may follow what. Who did not come, or could not, may still give a specimen later; what was read may be corrected for good.
NEXT: Mapping[State, frozenset[State]] = {
    State.ORDERED: frozenset({State.NOTIFIED, State.WITHDRAWN, *_NOT_GIVEN, *_COLLECTED}),
    State.NOTIFIED: frozenset({State.WITHDRAWN, *_NOT_GIVEN, *_COLLECTED}),
    State.NO_SHOW: frozenset(_COLLECTED),
    State.REFUSED: frozenset(_COLLECTED),
    State.UNABLE: frozenset(_COLLECTED),
    State.WITHDRAWN: frozenset(),
    State.COLLECTED: frozenset({*_READ, State.INVALID, State.DILUTE}),
    State.DILUTE: frozenset({*_READ, State.INVALID}),
    State.INVALID: frozenset({State.AMENDED}),
    State.PRESUMPTIVE: frozenset({State.PRESUMPTIVE, State.CONFIRMED, State.AMENDED}),
    State.CONFIRMED: frozenset({State.CONFIRMED, State.AMENDED}),
    State.AMENDED: frozenset({State.AMENDED, State.CONFIRMED}),
}
#: A specimen is awaited.
WAITS = frozenset({State.ORDERED, State.NOTIFIED})
HAS_SPECIMEN = frozenset({*_COLLECTED, *_READ, State.AMENDED})
HAS_RESULTS = frozenset({*_READ, State.AMENDED})


def follows(state: State, before: State) -> bool:
    return state in NEXT[before]


def state_with_results(before: State, *, is_confirmed: bool, is_correction: bool) -> State:
    """How a screen stands once results have come in."""
    if is_correction and before in {*HAS_RESULTS, State.INVALID}:
        return State.AMENDED
    if is_confirmed and before is not State.INVALID:
        return State.CONFIRMED
    return State.AMENDED if before in (State.CONFIRMED, State.AMENDED, State.INVALID) else State.PRESUMPTIVE


@dataclass(frozen=True)
class Said:
    """One version of a result: which analyte by which way, when the laboratory said it, and its number here."""

    analyte: str
    method: str
    reported_at: datetime
    number: int


def in_force(results: Iterable[Said]) -> frozenset[int]:
    """The numbers of the versions that hold: of each analyte and way the one reported last; an older one that comes late changes nothing."""
    newest: dict[tuple[str, str], Said] = {}
    for one in results:
        known = newest.get((one.analyte, one.method))
        if known is None or (one.reported_at, one.number) >= (known.reported_at, known.number):
            newest[one.analyte, one.method] = one
    return frozenset(one.number for one in newest.values())


def is_shown_to_them(*, talked: bool, resulted_at: datetime | None, now: datetime, after_days: int) -> bool:
    """A participant reads their results once they were gone through with them, or so many days after they came in: they are never held back for long."""
    if resulted_at is None:
        return False
    return talked or now >= resulted_at + timedelta(days=after_days)
