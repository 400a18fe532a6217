"""What a name in a space may be, what words may carry, who sees whose, and what waits how long. Plain Python."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from daybridge.people.rules import plain_word

#: The wording of what people agree to when they join (`companion/peers_rules.html`); a new wording is a new number, and is agreed to anew.
WORDING = 1
#: Pictures to choose from, each an icon of ours: a picture of one's own could be a face.
AVATARS = (
    "bird",
    "feather",
    "fish",
    "leaf",
    "moon",
    "mountain",
    "shell",
    "sprout",
    "star",
    "sun",
    "tree-pine",
    "waves",
)
SHORTEST_NAME, LONGEST_NAME, MOST_DIGITS = 2, 24, 2
MOST_WORDS, MOST_ANSWER_WORDS = 1000, 200
#: Nobody writes faster than this to be met; a script does.
MOST_AN_HOUR, MOST_REPORTS_AN_HOUR = 30, 20
#: So many posts stand on a page; more are shown when they are asked for.
ON_A_PAGE, REPLIES_SHOWN = 12, 3
LONGEST_SLOW_MINUTES, LONGEST_LOOK_HOURS, LONGEST_PAUSE_DAYS = 1440, 168, 30
#: A report of danger asks for somebody at once; the alert that it raises has a clock of its own.
DANGER_HOURS = 1


class Kind(StrEnum):
    POST = "post"
    REPLY = "reply"
    ENCOURAGE = "encourage"
    QUESTION = "question"
    ANSWER = "answer"


class State(StrEnum):
    """How a post stands: peers see `shown` alone."""

    SHOWN = "shown"
    WAITING = "waiting"
    HIDDEN = "hidden"
    TAKEN_BACK = "taken_back"


class Reaction(StrEnum):
    WITH_YOU = "with-you"
    THANKS = "thanks"
    STRENGTH = "strength"
    ME_TOO = "me-too"


class Encouragement(StrEnum):
    PROUD = "proud"
    STEP = "step"
    NOT_ALONE = "not-alone"
    REST = "rest"


class Why(StrEnum):
    """Why a post stands in the queue."""

    DANGER = "danger"
    UNKIND = "unkind"
    PRIVATE = "private"
    TRIGGER = "trigger"
    OTHER = "other"
    FIRST_LOOK = "first_look"
    NAMES = "names"


#: What a peer may say; the others come by themselves.
REPORTED = (Why.DANGER, Why.UNKIND, Why.PRIVATE, Why.TRIGGER, Why.OTHER)


class Deed(StrEnum):
    """What is written down of moderating."""

    HIDE = "hide"
    RESTORE = "restore"
    RELEASE = "release"
    LEAVE = "leave"
    WARN = "warn"
    PAUSE = "pause"
    RESUME = "resume"
    ESCALATE = "escalate"
    LOOK_BEHIND = "look_behind"
    ANSWER = "answer"


class Step(StrEnum):
    """What became of a membership."""

    JOINED = "joined"
    AGREED = "agreed"
    LEFT = "left"
    ENDED = "ended"


# --- Names -----------------------------------------------------------------------------------------------------------


class NameFault(StrEnum):
    LENGTH = "length"
    SIGNS = "signs"
    OWN = "own"
    NOT_FREE = "not_free"


def fault_of_name(name: str, *, own: Iterable[str], not_free: Iterable[str]) -> NameFault | None:
    """Why a name can't be chosen. `own`: what would tell who they are; `not_free`: names of peers, of staff, and whole names of others.

    That it is not free is said in one way whatever the reason, or asking would find out who is here (ADR 38).
    """
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        return NameFault.LENGTH
    if not all(_is_plain(sign) for sign in name) or sum(sign.isdigit() for sign in name) > MOST_DIGITS:
        return NameFault.SIGNS
    plain = plain_word(name)
    if sum(sign.isalpha() for sign in plain) < SHORTEST_NAME:
        return NameFault.SIGNS
    if _tells(name, own):
        return NameFault.OWN
    return NameFault.NOT_FREE if plain in {plain_word(one) for one in not_free} else None


def _is_plain(sign: str) -> bool:
    """Latin letters, digits, space, hyphen, apostrophe: nothing that looks like another letter, and no address."""
    return sign in " -'’" or sign in "0123456789" or (sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN"))


def _tells(name: str, own: Iterable[str]) -> bool:
    """Whether a name holds a word that would tell who it is: as a word of its own, or run together with others."""
    plain, words = plain_word(name), {plain_word(word) for word in re.split(r"[\s'’-]+", name)}
    for one in own:
        for word in map(plain_word, re.split(r"[\s.@_'’-]+", one)):
            if len(word) >= 2 and (word in words or (len(word) >= 4 and word in plain)):
                return True
        if len(plain_word(one)) >= 4 and plain_word(one) in plain:
            return True
    return False


# --- Words -----------------------------------------------------------------------------------------------------------


class WordsFault(StrEnum):
    NOTHING = "nothing"
    TOO_LONG = "too_long"
    CONTACT = "contact"
    OWN_NAME = "own_name"


_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b")
_CONTACT = re.compile(
    r"""[^\s@]+@[^\s@]+\.\w                                     # an e-mail address
      | \b\S+\s*[\[({]\s*at\s*[\])}]\s*\w                        # ... (at) ...
      | \b\w+\s+at\s+\w+\s+dot\s+\w                              # ... at ... dot ...
      | (?<!\w)@\w{2,}                                           # @somebody
      | https?://|\bwww\.|\b[\w-]+\.(?:com|net|org|me|io|gg|co|us|link|app|info)\b
      | \b(?:instagram|insta|snap|snapchat|whatsapp|telegram|tiktok|facebook|discord|venmo|cashapp)\b\s*(?:is\s+|:|=|@)\s*\S
      | (?:\+|\(|\b)\d(?:[\s().·•/-]{0,3}\d){6,14}(?!\d)         # a telephone number""",
    re.IGNORECASE | re.VERBOSE,
)
#: Signs that hide how words run, or that no keyboard has.
_HIDING = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def cleaned(words: str) -> str:
    """Words as they are kept: no signs that hide, no more than one empty line in a row."""
    bare = _HIDING.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"\n{3,}", "\n\n", bare).strip()


def fault_of_words(words: str, *, own: Iterable[str], most: int = MOST_WORDS) -> WordsFault | None:
    """Why words can't be put up. `own`: the writer's own whole names and numbers."""
    if not words:
        return WordsFault.NOTHING
    if len(words) > most:
        return WordsFault.TOO_LONG
    if has_contact(words):
        return WordsFault.CONTACT
    return WordsFault.OWN_NAME if names_in(words, own) else None


def has_contact(words: str) -> bool:
    """Whether words hold a telephone number, an address or a handle, also in signs that only look otherwise."""
    return bool(_CONTACT.search(_DATE.sub(" ", unicodedata.normalize("NFKC", words))))


def names_in(words: str, known: Iterable[str]) -> bool:
    """Whether one of these whole names or numbers stands in words, in either order: "Ana Rivera", "Rivera, Ana"."""
    said = [plain_word(word) for word in re.split(r"[^\w'’]+", words)]
    run = f" {' '.join(word for word in said if word)} "
    for name in known:
        parts = [plain_word(part) for part in re.split(r"[^\w'’]+", name) if plain_word(part)]
        if parts and any(f" {' '.join(way)} " in run for way in (parts, [*parts[1:], parts[0]])):
            return True
    return False


def whole_names(given: str, family: str, chosen: str) -> tuple[str, ...]:
    """How somebody's whole name may be written: with the legal and with the chosen first name."""
    return tuple(f"{first} {family}" for first in dict.fromkeys((given, chosen)) if first and family)


# --- Who writes, and who sees whose --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How a membership stands beside its space."""

    wording: int
    rules_number: int
    paused_until: datetime | None
    is_open: bool
    #: The number of the space's own rules that hold.
    number: int

    @property
    def must_agree(self) -> bool:
        return self.wording < WORDING or self.rules_number < self.number

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and self.paused_until > now

    def may_write(self, now: datetime) -> bool:
        return self.is_open and not self.must_agree and not self.is_paused(now)


def may_be_here(*, is_enrolled: bool, is_alumnus: bool, alumni_may_stay: bool) -> bool:
    """Whether somebody may join or stay in a space: while they are in its program, and after it where the site allows them to stay.

    `is_alumnus`: a member whose stay in the program ended; one who lost their place in the group goes, whatever the site allows.
    """
    return is_enrolled or (is_alumnus and alumni_may_stay)


def next_at(last: datetime | None, slow_minutes: int, now: datetime) -> datetime | None:
    """When somebody may write again in slow mode; None when they may now."""
    if last is None or not slow_minutes:
        return None
    at = last + timedelta(minutes=slow_minutes)
    return at if at > now else None


def unseen_by(
    me: UUID, *, blocks: Iterable[tuple[UUID, UUID]], mutes: Iterable[tuple[UUID, UUID]], apart: Iterable[UUID]
) -> frozenset[UUID]:
    """Whose posts somebody does not see: whom they block or mute, who blocks them, and whom they must not meet."""
    found = set(apart)
    for one, other in blocks:
        if me in (one, other):
            found |= {one, other}
    found |= {other for one, other in mutes if one == me}
    return frozenset(found - {me})


# --- The queue -------------------------------------------------------------------------------------------------------


def first_state(*, is_premoderated: bool, names_somebody: bool) -> State:
    return State.WAITING if is_premoderated or names_somebody else State.SHOWN


def looks_waiting(state: State, *, is_premoderated: bool) -> bool:
    """Whether its writer is told that a post waits. Not when a name alone holds it: they would learn whose names are here (ADR 38)."""
    return state is State.WAITING and is_premoderated


def due_at(why: Why, raised_at: datetime, look_hours: int) -> datetime:
    """By when somebody looks at it."""
    return raised_at + timedelta(hours=min(look_hours, DANGER_HOURS) if why is Why.DANGER else look_hours)


_GRAVITY: Mapping[Why, int] = {
    why: place
    for place, why in enumerate(
        (Why.DANGER, Why.PRIVATE, Why.NAMES, Why.UNKIND, Why.TRIGGER, Why.OTHER, Why.FIRST_LOOK)
    )
}


def graver(one: Why, other: Why) -> Why:
    return min(one, other, key=_GRAVITY.__getitem__)


#: What a post must be for a deed, and what it is afterwards.
_MOVES: Mapping[Deed, tuple[Collection[State], State]] = {
    Deed.HIDE: ((State.SHOWN, State.WAITING), State.HIDDEN),
    Deed.RESTORE: ((State.HIDDEN,), State.SHOWN),
    Deed.RELEASE: ((State.WAITING,), State.SHOWN),
}


def moved(deed: Deed, state: State) -> State | None:
    """How a post stands after a deed; None where the deed does not fit."""
    before, after = _MOVES[deed]
    return after if state in before else None


def reached(deed: Deed, state: State) -> bool:
    """Whether a deed was done already."""
    return _MOVES[deed][1] is state
