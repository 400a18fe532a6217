"""What an objective may be. Plain Python."""

from enum import StrEnum

MOST_CHARACTERS = 300
#: So many at once: more is no plan that anybody works by.
MOST_OPEN = 12


class Ending(StrEnum):
    """Why an objective is not worked on any more."""

    REACHED = "reached"
    CHANGED = "changed"
    SET_ASIDE = "set_aside"


class Fault(StrEnum):
    NEEDS_WORDS = "needs words"
    TOO_LONG = "too long"
    TOO_MANY = "too many"


def fault_in_objective(said: str, *, open_ones: int) -> Fault | None:
    """Why an objective can't be put on the list; `open_ones`: how many are on it already."""
    if not said.strip():
        return Fault.NEEDS_WORDS
    if len(said.strip()) > MOST_CHARACTERS:
        return Fault.TOO_LONG
    return Fault.TOO_MANY if open_ones >= MOST_OPEN else None
