"""What a drug screen shows for a target that names what is not to be found. Plain Python."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.contingency.rules.evidence import Evidence, EvidenceKind, Verdict
from daybridge.screens.rules import Outcome, Standing, State, Validity


@dataclass(frozen=True)
class Screened:
    """A drug screen as it stands now: what was to be looked for, and analyte -> what holds of it.

    `on_day`: when the specimen was taken, or when it was not given.
    """

    id: UUID
    on_day: date
    state: State
    panel: frozenset[str]
    validity: Validity | None = None
    found: Mapping[str, tuple[Outcome, Standing]] | None = None


#: A specimen that nobody gave. Who could not give one is excused, as is one that can't be relied on.
_NOT_GIVEN = {State.NO_SHOW: Verdict.REFUSED, State.REFUSED: Verdict.REFUSED, State.UNABLE: Verdict.EXCUSED}


def verdict_of(screen: Screened, absent: Collection[str]) -> Verdict | None:
    """How a target of finding none of these went by a screen; None where it shows nothing, or nothing for certain yet.

    What a medicine explains speaks for nobody's use. A thin specimen in which nothing is found shows neither.
    """
    found = screen.found or {}
    looked_for = set(absent) <= {*screen.panel, *found}
    if screen.state in _NOT_GIVEN or Validity.INVALID in (screen.validity, screen.state):
        return _NOT_GIVEN.get(screen.state, Verdict.EXCUSED) if looked_for else None
    if any(found.get(one) == (Outcome.POSITIVE, Standing.UNEXPECTED) for one in absent):
        return Verdict.NOT_MET
    if not _is_clear(found, absent):
        return None
    return Verdict.EXCUSED if screen.validity == Validity.DILUTE else Verdict.MET


def _is_clear(found: Mapping[str, tuple[Outcome, Standing]], absent: Collection[str]) -> bool:
    """All of them were looked for: at least one was not found, and what was found comes from a medicine."""
    told = [found.get(one) for one in absent]
    clear = [one is not None and one[0] == Outcome.NEGATIVE for one in told]
    return any(clear) and all(
        is_clear or one == (Outcome.POSITIVE, Standing.EXPECTED) for is_clear, one in zip(clear, told, strict=True)
    )


#: Of several screens of a day the first of these stands.
_ORDER = (Verdict.NOT_MET, Verdict.MET, Verdict.REFUSED, Verdict.EXCUSED)


def days_of_screens(screens: Iterable[Screened], absent: Collection[str]) -> dict[date, tuple[Verdict, UUID]]:
    """Day -> how its target went by all screens of that day, and the one that shows it. A specimen that came outweighs one that did not."""
    found: dict[date, tuple[Verdict, UUID]] = {}
    for one in sorted(screens, key=lambda screen: (screen.on_day, screen.id)):
        verdict = verdict_of(one, absent)
        stood = found.get(one.on_day)
        if verdict and (stood is None or _ORDER.index(verdict) < _ORDER.index(stood[0])):
            found[one.on_day] = (verdict, one.id)
    return found


def told_by_screen(stood: Evidence | None, shown: tuple[Verdict, UUID] | None) -> Evidence | None:
    """What is to be written down of a day beside what stands for it; None where that is right.

    What stood on a screen that shows nothing any more is excused. What staff read on the spot is that day's target too: only a
    result that says otherwise takes its place.
    """
    told = Evidence(EvidenceKind.SCREEN, *shown) if shown else None
    if stood is None:
        return told
    if stood.kind == EvidenceKind.POINT_OF_CARE:
        is_result = told is not None and told.verdict in (Verdict.MET, Verdict.NOT_MET)
        return told if told and is_result and told.verdict != stood.verdict else None
    if told is None:
        return None if stood.verdict == Verdict.EXCUSED else Evidence(EvidenceKind.SCREEN, Verdict.EXCUSED, stood.id)
    return told if told.verdict != stood.verdict else None
