"""Which medicines of a list do not go together, and which of that asks for a reason. Plain Python over recognised ingredients."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from daybridge.medications.watching.rules.names import classes_of, fits
from daybridge.medications.watching.rules.reading import One, Warned, Warnings

#: Adding a medicine that treats opioid use is never held up, whatever a warning says (FDA, 20 Sep 2017).
NEVER_HELD_UP = "moud-agonist"


@dataclass(frozen=True)
class Taken:
    """A medicine of somebody's list: what is in it, and the first day without it where it is stopped."""

    key: str
    ingredients: frozenset[str]
    stopped_on: date | None = None

    def still_counts(self, days: int, today: date) -> bool:
        return self.stopped_on is None or today < self.stopped_on + timedelta(days=days)


@dataclass(frozen=True)
class Standing:
    """A warning that holds: of which medicines (their keys, in order), for what in them."""

    pack: str
    version: int
    warning: Warned
    keys: tuple[str, ...]
    ingredients: tuple[str, ...]


def standing(
    packs: Iterable[Warnings], taken: Sequence[Taken], *, conditions: Collection[str], today: date
) -> list[Standing]:
    """Every warning that holds among these medicines, in the packs' order. The order of the list changes nothing."""
    found = []
    for pack in packs:
        held = [one for warned in pack.warnings for one in _of_one(pack, warned, taken, conditions, today)]
        said_better = {(code, one.keys) for one in held for code in one.warning.instead_of}
        found += [one for one in held if (one.warning.code, one.keys) not in said_better]
    return found


def _of_one(
    pack: Warnings, warned: Warned, taken: Sequence[Taken], conditions: Collection[str], today: date
) -> Iterator[Standing]:
    if warned.condition:
        if warned.condition in conditions:
            for one in taken:
                if hit := sorted(_hits(warned.sides[0], one, today)):
                    yield Standing(pack.code, pack.version, warned, (one.key,), tuple(hit))
        return
    for first, second in combinations(sorted(taken, key=lambda one: one.key), 2):
        if first.stopped_on and second.stopped_on:
            continue
        if hit := sorted(_between(warned, first, second, today)):
            yield Standing(pack.code, pack.version, warned, (first.key, second.key), tuple(hit))


def _between(warned: Warned, first: Taken, second: Taken, today: date) -> set[str]:
    """The ingredients of two medicines for which a warning holds; empty where it does not."""
    if warned.same:
        return set(first.ingredients & second.ingredients) if not (first.stopped_on or second.stopped_on) else set()
    one, other = warned.sides
    found: set[str] = set()
    for here, there in ((first, second), (second, first)):
        for a in _hits(one, here, today):
            for b in _hits(other, there, today) - {a}:  # the same ingredient twice is told by itself
                found |= {a, b}
    return found


def _hits(side: One, medicine: Taken, today: date) -> set[str]:
    """The ingredients of a medicine that a side of a warning is about, unless it was stopped too long ago."""
    return {
        code
        for code in medicine.ingredients
        if fits(code, ingredients=side.ingredients, classes=side.classes)
        and medicine.still_counts(side.washout(code), today)
    }


def holds_up(one: Standing, proposed: Taken, *, today: date) -> bool:
    """Whether a warning asks for a reason before this medicine is added.

    A medicine that treats opioid use is never held up: going without it is the greater danger.
    """
    if NEVER_HELD_UP in classes_of(proposed.ingredients) or proposed.key not in one.keys:
        return False
    return any(side.interrupts and _hits(side, proposed, today) for side in one.warning.sides)
