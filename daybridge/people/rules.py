"""What people are called and who belongs together. Plain Python."""

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
