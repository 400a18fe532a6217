"""What people are called and who belongs together. Plain Python."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff does here; one person may hold several."""

    THERAPIST = "therapist"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    PEER = "peer"
    INTAKE = "intake"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"


#: These see people without being on their care team, so only a director gives them to someone.
SEE_EVERYONE = frozenset({Role.DIRECTOR, Role.INTAKE})


#: Who may be asked about a participant and answer for them; administrators and intake staff are not.
CARE = frozenset({Role.THERAPIST, Role.PRESCRIBER, Role.NURSE, Role.PEER, Role.DIRECTOR})


class HomeScreen(StrEnum):
    """What the companion is called and looks like on a participant's home screen."""

    DAYBRIDGE = "daybridge"
    NOTES = "notes"
    JOURNAL = "journal"


class TeamRole(StrEnum):
    """A member of staff's part in one participant's care."""

    PRIMARY = "primary"
    COVERING = "covering"
    MEMBER = "member"


#: Who is asked next when nobody answered: the primary therapist, who covers, the rest of the team.
TEAM_ORDER = (TeamRole.PRIMARY, TeamRole.COVERING, TeamRole.MEMBER)


def age_on(born_on: date, day: date) -> int:
    """Completed years of age on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def full_name(given: str, family: str, chosen: str) -> str:
    """The name staff see: the chosen name first, the legal one beside it when it differs."""
    legal = f"{given} {family}".strip()
    return f"{chosen} {family} ({legal})" if chosen and chosen != given else legal


def name_in_group(given: str, family: str, chosen: str) -> str:
    """How somebody is called where others are: "Ana R.", the chosen name with the first letter of the last."""
    return f"{chosen or given} {family[:1]}." if family else chosen or given


SHORTEST_WORD = 6


def plain_word(word: str) -> str:
    """A word as it is compared: capitals, accents, spaces and signs make no difference, for it is passed on by voice."""
    bare = unicodedata.normalize("NFKD", word).casefold()
    return "".join(sign for sign in bare if sign.isalnum())


def is_guessed(word: str, known: Iterable[str]) -> bool:
    """Whether a word is too short or is what a stranger who knows these names and dates would try first."""
    plain = plain_word(word)
    tried = {plain_word(one) for one in known}
    return len(plain) < SHORTEST_WORD or len(set(plain)) < 3 or any(one and plain == one for one in tried)
