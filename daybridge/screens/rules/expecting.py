"""Results held against the medicines: expected, unexpected, or not to be told without confirmation. Plain Python."""

import re
from collections.abc import Mapping, Sequence
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
class Judged:
    """How a result stands beside the medicines, by which reason (a code for a sentence) and because of which medicines."""

    standing: Standing
    reason: str
    medicines: tuple[str, ...] = ()


def judge(analyte: Analyte, outcome: Outcome, method: Method, medicines: Mapping[str, str]) -> Judged:
    """Hold one result against what somebody takes on the day of the specimen.

    `medicines`: each by its name, with all the words by which it may be known: the name again, and what is in it.
    """
    own = _named(medicines, analyte.expected_from)
    if outcome is Outcome.POSITIVE:
        if own:
            return Judged(Standing.EXPECTED, "prescribed", own)
        like = _named(medicines, analyte.looks_like) if method is Method.PRESUMPTIVE else ()
        return Judged(Standing.UNCLEAR, "may_look_like", like) if like else Judged(Standing.UNEXPECTED, "present")
    if outcome is Outcome.NEGATIVE:
        if not own:
            return Judged(Standing.EXPECTED, "absent")
        missed = _named({name: medicines[name] for name in own}, analyte.missed) if method is Method.PRESUMPTIVE else ()
        return (
            Judged(Standing.UNCLEAR, "is_missed", missed) if missed else Judged(Standing.UNEXPECTED, "not_found", own)
        )
    return Judged(Standing.NOT_JUDGED, outcome.value)


def asks_for_confirmation(method: Method, standing: Standing) -> bool:
    """A quick test that surprises is confirmed before anything is built on it."""
    return method is Method.PRESUMPTIVE and standing in (Standing.UNEXPECTED, Standing.UNCLEAR)


def _named(medicines: Mapping[str, str], ingredients: Sequence[str]) -> tuple[str, ...]:
    """The medicines whose words hold one of these ingredients as a word."""
    return tuple(
        name
        for name, words in medicines.items()
        if any(re.search(rf"(?<!\w){re.escape(one.casefold())}(?!\w)", words.casefold()) for one in ingredients)
    )
