"""Why somebody's week cannot be, and what would make it possible: the data, apart from the search that finds it."""

from dataclasses import dataclass
from typing import Any

from daybridge.programs.schedule.instance import Span


@dataclass(frozen=True, order=True)
class Reason:
    """One reason. `code`: a barrier's name, no_seat, not_held, or what is short (minutes, days, gap, kind); the numbers belong to it.

    `no_seat` says how many places the session has and nothing of who holds them.
    """

    code: str
    about: str = ""
    needed: int = 0
    given: int = 0
    span: Span | None = None


@dataclass(frozen=True, order=True)
class Change:
    """One thing that could be otherwise. `code`: seat, language, track, way, video, time, held or plan; `about`: a session or a word."""

    code: str
    about: str
    span: Span | None = None


@dataclass(frozen=True, order=True)
class Relaxation:
    """Changes that together make the week possible: each was tried by solving again. The cost only orders them."""

    cost: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Explanation:
    """Nothing to explain when there are no reasons."""

    person: str
    reasons: tuple[Reason, ...]
    relaxations: tuple[Relaxation, ...]


def from_json(found: dict[str, Any]) -> Explanation:
    """As `dataclasses.asdict` told it and JSON carried it."""
    return Explanation(
        found["person"],
        tuple(Reason(**one | {"span": _span(one["span"])}) for one in found["reasons"]),
        tuple(
            Relaxation(
                one["cost"], tuple(Change(**change | {"span": _span(change["span"])}) for change in one["changes"])
            )
            for one in found["relaxations"]
        ),
    )


def _span(found: dict[str, int] | None) -> Span | None:
    return Span(**found) if found else None
