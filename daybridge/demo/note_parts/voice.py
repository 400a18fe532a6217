"""How a fragment becomes a text: filled with words, nothing twice, and nothing that does not belong to somebody's life."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from daybridge.demo.note_parts.words import WORDS

_SLOT = re.compile(r"\{(\w+)\}")
#: What belongs to a life that somebody does not have.
_LACKS = {
    "children": re.compile(
        r"\b(child(ren)?|sons?|daughters?|kid|teacher|the school|school (pick-up|forms|clothes)|grandchild(ren)?|grandchildren|custody"
        r"|night feeding|bad parent|good mothers)\b",
        re.IGNORECASE,
    ),
    "partner": re.compile(r"\b(a partner|partner's)\b"),
    "work": re.compile(
        r"\b(managers?|supervisor|shift|coworker|work (days|nights|messages)|a warning at work|rumors at work|human resources"
        r"|customer|break room|(after|at) work|lunch break|commute|this job|two jobs|bad shift|swap)\b"
    ),
    "search": re.compile(r"\b(job interview|job form|(going )?back (to|at) work|gap in the record|what do you do)\b"),
    "car": re.compile(r"\b(car|driv(e|ing)|highway|parking|garage|red lights|license|bridge)\b"),
    "bus": re.compile(r"\bbus\b"),
}


@dataclass
class Voice:
    """One text being written: what its fragments are filled with, nothing twice."""

    chance: Random
    is_dual: bool
    lacks: frozenset[str] = frozenset()
    given: Mapping[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def one(self, fragments: Sequence[str]) -> str:
        """One of these that fits their life, filled in."""
        return self.filled(self.chance.choice(fitting(tuple(fragments), self.lacks)))

    def filled(self, fragment: str) -> str:
        return _SLOT.sub(lambda slot: self._word(slot[1]), fragment.removeprefix("!"))

    def _word(self, name: str) -> str:
        if name in self.given:
            return self.given[name]
        own = WORDS.get(f"{name}.{'dual' if self.is_dual else 'mind'}")
        options = fitting(own or WORDS[name], self.lacks)
        left = [one for one in options if one not in self.used] or options
        word = self.chance.choice(left)
        self.used.add(word)
        return self.filled(word)


@cache
def fitting(fragments: tuple[str, ...], lacks: frozenset[str]) -> tuple[str, ...]:
    return tuple(one for one in fragments if not any(_LACKS[lack].search(one) for lack in lacks)) or fragments


@cache
def lacks_of(who: str) -> frozenset[str]:
    """What somebody's life does not have, the same in every text about them; nothing is missing where nobody is said."""
    if not who:
        return frozenset()
    chance = Random(f"life of {who}")  # noqa: S311 - a play, not a secret
    has_work, drives = chance.random() < 0.6, chance.random() < 0.6
    lacks = {"search" if has_work else "work", "bus" if drives else "car"}
    return frozenset(lacks | {one for one, odds in (("children", 0.5), ("partner", 0.5)) if chance.random() < odds})


def capital(said: str) -> str:
    return said[:1].upper() + said[1:]
