"""What holds in a room on video, whatever server carries it. Plain Python."""

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from daybridge.people.rules import plain_word


class Stand(StrEnum):
    """How somebody stands at a room's door."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    REMOVED = "removed"


class Fault(StrEnum):
    """Why somebody can't come in, or what they said can't stand."""

    NEEDS_NAME = "needs a name"
    NAMES_THEM = "names them"
    NOT_FREE = "not free"
    NEEDS_PLACE = "needs a place"
    NEEDS_NUMBER = "needs a number"
    NEEDS_CONSENT = "needs consent"
    REMOVED = "removed"
    LOCKED = "locked"
    ENDED = "ended"
    TOO_FAST = "too fast"
    MAY_NOT_SHARE = "may not share"
    ANOTHER_SHARES = "another shares"
    NEEDS_PROMISE = "needs a promise"
    TAKEN_BACK = "taken back"
    NOBODY_ALONE = "nobody alone"
    KEPT_APART = "kept apart"
    NO_SERVER = "no server"
    NOT_LIMITED = "not limited"
    NO_SCREENS = "no screens"
    NO_SCREEN_NOW = "no screen now"
    NOT_HERE = "not here"


#: A browser says so often that it is still there; after so long without a word it is not.
BEAT_EVERY = timedelta(seconds=10)
SILENT_AFTER = timedelta(seconds=25)
#: From the page that hands it out to the connection that uses it up.
TICKET_LASTS = timedelta(seconds=30)
#: What lets a browser use the relay: for as long as a long session takes.
RELAY_LASTS = timedelta(hours=4)
MOST_NAME_CHARACTERS = 30
MOST_CHAT_CHARACTERS = 1000
#: Which wording of the consent is in force; a new one is asked for anew.
CONSENT_WORDING = 1
_FEWEST_DIGITS = 4
#: A family name of so many letters is found inside a longer word, too.
_LONG_WORD = 4
#: How many sit together when a room is split: nobody alone, and nobody in a crowd.
FEWEST_TOGETHER, MOST_TOGETHER = 2, 3
#: The longest count-down, in minutes.
LONGEST_TIMER = 90


def name_of(called: str) -> str:
    """What others call somebody, as it is kept: without signs that nobody sees, which would hide a name in a name."""
    bare = "".join(sign for sign in called if sign.isspace() or not unicodedata.category(sign).startswith("C"))
    return " ".join(bare.split())[:MOST_NAME_CHARACTERS]


def fault_in_name(called: str, *, family_name: str, leaders: Iterable[str] = ()) -> Fault | None:
    """Others see this name, and nobody's legal one: no family name, however it is written, no number, no address, nobody's who leads."""
    name = name_of(called)
    plain, words = plain_word(name), {plain_word(word) for word in re.findall(r"[\w'’]+", name)}
    if not any(words):
        return Fault.NEEDS_NAME
    if plain in {plain_word(one) for one in leaders}:
        return Fault.NOT_FREE
    family = [plain_word(word) for word in re.findall(r"[\w'’]+", family_name)]
    is_told = any(word in words or (len(word) >= _LONG_WORD and word in plain) for word in family)
    many_digits = sum(letter.isdigit() for letter in name) >= _FEWEST_DIGITS
    return Fault.NAMES_THEM if is_told or many_digits or "@" in name else None


def faults_in_arrival(
    *, called: str, family_name: str, location: str, call_back: str, agrees: bool, leaders: Iterable[str] = ()
) -> dict[str, Fault]:
    """Field -> what is missing before somebody may wait at the door."""
    faults = {}
    if fault := fault_in_name(called, family_name=family_name, leaders=leaders):
        faults["called"] = fault
    if not location.strip():
        faults["location"] = Fault.NEEDS_PLACE
    if sum(one.isdigit() for one in call_back) < _FEWEST_DIGITS:
        faults["call_back"] = Fault.NEEDS_NUMBER
    if not agrees:
        faults["agrees"] = Fault.NEEDS_CONSENT
    return faults


def faults_of_company(
    *, called: str, family_name: str, keeps_it: bool, leaders: Iterable[str] = ()
) -> dict[str, Fault]:
    """The same for somebody who comes beside a participant: a name, and that they keep to themselves what they hear."""
    faults = {}
    if fault := fault_in_name(called, family_name=family_name, leaders=leaders):
        faults["called"] = fault
    if not keeps_it:
        faults["keeps_it"] = Fault.NEEDS_PROMISE
    return faults


def why_outside(stand: Stand | None, *, is_locked: bool, is_ended: bool) -> Fault | None:
    """Why somebody may not come to the door. A locked room lets back in who was in it, and nobody else."""
    if is_ended:
        return Fault.ENDED
    if stand == Stand.REMOVED:
        return Fault.REMOVED
    return Fault.LOCKED if is_locked and stand != Stand.ADMITTED else None


def why_no_screen(*, leads: bool, is_let: bool, another_shares: bool, is_carried: bool = True) -> Fault | None:
    """Why somebody may not share a screen now. One is shared at a time; who leads the session may take the place of another's."""
    if not is_carried:
        return Fault.NO_SCREENS
    if leads:
        return None
    if not is_let:
        return Fault.MAY_NOT_SHARE
    return Fault.ANOTHER_SHARES if another_shares else None


def is_within(sdp: str, *, audio: int, video: int) -> bool:
    """Whether an offer sends no more sounds and pictures than it has a place for, and nothing else: data would pass a mute."""
    kinds = [line[2:].partition(" ")[0] for line in sdp.splitlines() if line.startswith("m=")]
    return kinds.count("audio") <= audio and kinds.count("video") <= video and set(kinds) <= {"audio", "video"}


def spoken_code(secret: str, guest_id: UUID) -> str:
    """Four digits by which somebody who calls is known to who leads the session, without saying their name aloud."""
    signed = hmac.new(secret.encode(), b"by phone " + guest_id.bytes, hashlib.sha256).digest()
    return f"{int.from_bytes(signed[:4]) % 10_000:04}"


def is_silent(heard_at: datetime, now: datetime) -> bool:
    return now - heard_at > SILENT_AFTER


def relay_credentials(secret: str, name: str, now: datetime) -> tuple[str, str]:
    """User name and password for the TURN server, good until they run out (its `use-auth-secret`)."""
    user = f"{int((now + RELAY_LASTS).timestamp())}:{name}"
    signed = hmac.new(secret.encode(), user.encode(), hashlib.sha1).digest()
    return user, base64.b64encode(signed).decode()


# --- Pairs and threes --------------------------------------------------------------------------------------------------

Pairs = list[list[UUID]]


def by_chance(shuffled: Sequence[UUID], size: int, apart: Collection[frozenset[UUID]]) -> Pairs | None:
    """Split people, who come in an order of chance, into pairs or threes. None where nobody-alone and kept-apart leave no way."""
    size = min(max(size, FEWEST_TOGETHER), MOST_TOGETHER)
    count = len(shuffled) // 2 if size == FEWEST_TOGETHER else -(-len(shuffled) // size)
    if len(shuffled) < FEWEST_TOGETHER:
        return None
    least, more = divmod(len(shuffled), count)
    room_for = [least + (number < more) for number in range(count)]
    pairs: Pairs = [[] for _ in room_for]
    return pairs if _seat(list(shuffled), pairs, room_for, apart) else None


def _seat(people: list[UUID], pairs: Pairs, room_for: list[int], apart: Collection[frozenset[UUID]]) -> bool:
    """Put each in the first place that is free and keeps them from nobody; go back where that leaves somebody without one."""
    if not people:
        return True
    one, others = people[0], people[1:]
    tried: set[tuple[int, tuple[UUID, ...]]] = set()
    for number, pair in enumerate(pairs):
        alike = (room_for[number], tuple(pair))
        if len(pair) == room_for[number] or alike in tried or any(frozenset((one, it)) in apart for it in pair):
            continue
        tried.add(alike)
        pair.append(one)
        if _seat(others, pairs, room_for, apart):
            return True
        pair.pop()
    return False


def fault_in_pairs(pairs: Pairs, present: Collection[UUID], apart: Collection[frozenset[UUID]]) -> Fault | None:
    """Why people can't sit together as somebody has put them. Who is in no pair stays with the facilitator."""
    everybody = [one for pair in pairs for one in pair]
    sizes_hold = all(FEWEST_TOGETHER <= len(pair) <= MOST_TOGETHER for pair in pairs)
    if not pairs or not sizes_hold or len(set(everybody)) != len(everybody) or not set(everybody) <= set(present):
        return Fault.NOBODY_ALONE
    together = (frozenset((one, other)) for pair in pairs for one in pair for other in pair)
    return Fault.KEPT_APART if any(two in apart for two in together) else None
