"""Results held against the medicines: expected, unexpected, or not to be told without confirmation. Plain Python."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from daybridge.screens.rules.panels import Analyte


class Outcome(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"
    NOT_DONE = "not_done"
    #: It came in words or figures that this program does not read: a person looks.
    UNREAD = "unread"


class Method(StrEnum):
    PRESUMPTIVE = "presumptive"
    CONFIRMED = "confirmed"


class Standing(StrEnum):
    EXPECTED = "expected"
    UNEXPECTED = "unexpected"
    #: A medicine may look like it in a quick test, or is missed by it.
    UNCLEAR = "unclear"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True)
class OnList:
    """A medicine beside a specimen: its name, what is known to be in it (a brand says nothing by itself), and whether it must show.

    `gone_for_days`: how long it had been off the list, or past the reach of its last injection; 0 while it was taken.
    """

    name: str
    ingredients: frozenset[str] = frozenset()
    as_needed: bool = False
    gone_for_days: int = 0

    @property
    def is_taken(self) -> bool:
        return not self.gone_for_days


@dataclass(frozen=True)
class Judged:
    """How a result stands beside the medicines, by which reason (a code for a sentence) and because of which medicines."""

    standing: Standing
    reason: str
    medicines: tuple[str, ...] = ()


def judge(analyte: Analyte, outcome: Outcome, method: Method, medicines: Iterable[OnList]) -> Judged:
    """Hold one result against what somebody takes on the day of the specimen, or stopped a short time before."""
    listed = list(medicines)
    taken = [one for one in listed if one.is_taken]
    own = _holding(taken, analyte.expected_from)
    if outcome is Outcome.POSITIVE:
        if own:
            return Judged(Standing.EXPECTED, "prescribed", _names(own))
        lately = [one for one in listed if 0 < one.gone_for_days <= analyte.days[1]]
        if past := _holding(lately, analyte.expected_from):
            return Judged(Standing.UNCLEAR, "stopped", _names(past))
        like = _holding(taken, analyte.looks_like) if method is Method.PRESUMPTIVE else []
        if like:
            return Judged(Standing.UNCLEAR, "may_look_like", _names(like))
        return Judged(Standing.UNEXPECTED, "present")
    if outcome is Outcome.NEGATIVE:
        return _absent(analyte, method, own)
    return Judged(Standing.NOT_JUDGED, outcome.value)


def _absent(analyte: Analyte, method: Method, own: Sequence[OnList]) -> Judged:
    """Nothing was found: what should have shown, unless it is taken only now and then, or a quick test does not see it."""
    if not own:
        return Judged(Standing.EXPECTED, "absent")
    steady = [one for one in own if not one.as_needed]
    if not steady:
        return Judged(Standing.EXPECTED, "as_needed", _names(own))
    missed = _holding(steady, analyte.missed) if method is Method.PRESUMPTIVE else []
    if missed:
        return Judged(Standing.UNCLEAR, "is_missed", _names(missed))
    return Judged(Standing.UNEXPECTED, "not_found", _names(steady))


def asks_for_confirmation(method: Method, standing: Standing) -> bool:
    """A quick test that surprises is confirmed before anything is built on it."""
    return method is Method.PRESUMPTIVE and standing in (Standing.UNEXPECTED, Standing.UNCLEAR)


def _names(found: Iterable[OnList]) -> tuple[str, ...]:
    return tuple(one.name for one in found)


def _holding(medicines: Iterable[OnList], ingredients: Sequence[str]) -> list[OnList]:
    """The medicines that hold one of these ingredients: by what is known of the name, or by a word of the name itself."""
    return [
        one
        for one in medicines
        if not one.ingredients.isdisjoint(ingredients)
        or any(re.search(rf"(?<!\w){re.escape(each.casefold())}(?!\w)", one.name.casefold()) for each in ingredients)
    ]
