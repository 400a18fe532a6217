"""What comes out of a public instance: a solution, how good it is, what a checker of its own rules says, and what is not modelled."""

from dataclasses import dataclass
from typing import Any

from daybridge.programs.schedule.instance import Level


@dataclass(frozen=True)
class Answer:
    """`wrong` holds every broken hard rule in words: empty, or the solution does not count."""

    name: str
    solution: Any
    levels: tuple[Level, ...]
    wrong: tuple[str, ...]
    #: In words: what of the format the engine leaves out, so that nobody takes the figures for more than they are.
    not_modelled: tuple[str, ...]
