"""What a supporter's concern may say, and which signal it is for the rulebook."""

from datetime import date, timedelta
from enum import StrEnum

from daybridge.safety.rules.findings import Signal

MOST_CHARACTERS = 2_000
#: A supporter can report this many concerns about one participant within `WINDOW`.
MOST_IN_WINDOW = 5
WINDOW = timedelta(days=1)
#: The kind of the rules that concerns are held against; `about` of such a rule is a value of `Danger`.
KIND = "supporter_worried"


class Danger(StrEnum):
    """The supporter's answer to "Are they in danger right now?"."""

    NO = "no"
    NOT_SURE = "not-sure"
    YES = "yes"


class WordsError(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too-long"


def normalized(words: str) -> str:
    """The words without space around them, with a line break as one character: browsers send two."""
    return words.replace("\r\n", "\n").strip()


def words_error(words: str) -> WordsError | None:
    """Why normalized words can't be saved; None when they can."""
    if not words:
        return WordsError.EMPTY
    return WordsError.TOO_LONG if len(words) > MOST_CHARACTERS else None


def signal_of_concern(*, concern_id: str, on_day: date, danger: Danger) -> Signal:
    return Signal(KIND, concern_id, on_day, of=danger, about=danger)
