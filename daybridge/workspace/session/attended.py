"""Hours and attendance as they stand on a line of the board."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from daybridge.attendance.ledger.queries import Mark
from daybridge.attendance.ledger.rules import Week
from daybridge.attendance.ledger.sentences import done_of, short_of
from daybridge.attendance.rules import State
from daybridge.ui import words


@dataclass(frozen=True)
class HoursMark:
    """Hours of a week against the plan: "5 h of 9 h", how much of it is done and ahead (percent), and the same in a sentence."""

    words: str
    share: int
    share_ahead: int
    sentence: str
    short: str


@dataclass(frozen=True)
class StripMark:
    """The last sessions, the oldest first: a shape with a letter for each, and the same in words."""

    marks: Sequence[tuple[str, str]]
    title: str


def hours_mark(week: Week) -> HoursMark | None:
    """None where nothing was planned for the week and nothing was attended."""
    counted = week.minutes
    if week.prescribed is None and not counted.attended and not counted.ahead:
        return None
    said = _hours(counted.attended, counted.ahead, week.prescribed, week.short, get_language() or "")
    return HoursMark(said[0], week.share, week.share_ahead, *said[1:])


@lru_cache(maxsize=4096)
def _hours(attended: int, ahead: int, prescribed: int | None, short: int, language: str) -> tuple[str, str, str]:
    """Looking sentences up took longer than all the minutes: a board says the same ones again and again."""
    said = words.hours_of(attended)
    if prescribed is not None:
        said = _("%(hours)s of %(asked)s") % {"hours": said, "asked": words.hours_of(prescribed)}
    return said, done_of(attended, ahead, prescribed), short_of(short)


def strip_mark(marks: Sequence[Mark]) -> StripMark | None:
    return _strip(tuple(_kind(one) for one in marks), get_language() or "") if marks else None


def _kind(mark: Mark) -> str:
    """Of who was there, whether for all of it or a part: they came late or left early."""
    if mark.state == State.PRESENT:
        return "part" if mark.is_late or mark.left_early else "there"
    return {State.EXCUSED: "excused", State.NO_SHOW: "missed"}.get(mark.state, "off")


@lru_cache(maxsize=4096)
def _strip(kinds: tuple[str, ...], language: str) -> StripMark:
    letters = _letters(language)
    return StripMark([(kind, letters[kind]) for kind in kinds], _in_words(kinds))


@cache
def _letters(language: str) -> dict[str, str]:
    return {
        "there": pgettext("letter of a session", "T"),
        "part": pgettext("letter of a session", "P"),
        "excused": pgettext("letter of a session", "E"),
        "missed": pgettext("letter of a session", "M"),
        "off": pgettext("letter of a session", "O"),
    }


def _in_words(kinds: Sequence[str]) -> str:
    """The last 10 sessions: there 7, there for a part 1, missed 2. The newest: missed."""
    said = {
        "there": pgettext("a session", "there"),
        "part": pgettext("a session", "there for a part"),
        "excused": pgettext("a session", "excused"),
        "missed": pgettext("a session", "missed"),
        "off": pgettext("a session", "called off by us"),
    }
    counts = Counter(kinds)
    listed = ", ".join(f"{words} {counts[kind]}" for kind, words in said.items() if counts[kind])
    head = ngettext("The last session", "The last %(count)s sessions", len(kinds)) % {"count": len(kinds)}
    return _("%(head)s: %(listed)s. The newest: %(newest)s.") % {
        "head": head, "listed": listed, "newest": said[kinds[-1]],
    }  # fmt: skip
