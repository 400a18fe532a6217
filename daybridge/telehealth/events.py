from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class AboutRoom(Event):
    """Something happened in a room on video."""

    words = "did something in a room on video"
    occurrence_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoomOpened(AboutRoom):
    words = "opened a room on video"


@dataclass(frozen=True, kw_only=True)
class RoomLocked(AboutRoom):
    """`holds`: false where it was opened to new people again."""

    words = "closed a room on video to new people, or opened it to them"
    holds: bool


@dataclass(frozen=True, kw_only=True)
class RoomSplit(AboutRoom):
    """`pairs`: how many; none where everybody was called back. Who sat with whom is kept nowhere."""

    words = "split a room on video into pairs, or called everybody back"
    pairs: int


@dataclass(frozen=True, kw_only=True)
class TimerSet(AboutRoom):
    words = "set the timer of a room on video"
    minutes: int


@dataclass(frozen=True, kw_only=True)
class RoomEnded(AboutRoom):
    words = "ended a room on video for everybody"


@dataclass(frozen=True, kw_only=True)
class AskedToJoin(AboutRoom):
    """Somebody waits at the door; who leads the session looks again."""

    words = "asked to join a session on video"
    agreed: bool = False
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("session", self.occurrence_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class VideoTakenBack(Event):
    """They meet in person or by phone from now on; whoever leads a session that runs looks again."""

    words = "took back their yes to care by video"


@dataclass(frozen=True, kw_only=True)
class GuestAdmitted(AboutRoom):
    words = "let somebody into a room on video"


@dataclass(frozen=True, kw_only=True)
class GuestRemoved(AboutRoom):
    words = "asked somebody to leave a room on video"


@dataclass(frozen=True, kw_only=True)
class GuestLimited(AboutRoom):
    words = "switched somebody's microphone or camera off or on"
    muted: bool
    camera_off: bool


@dataclass(frozen=True, kw_only=True)
class ScreenAllowed(AboutRoom):
    """`holds`: false where it was taken back."""

    words = "let somebody share their screen in a room on video, or took it back"
    holds: bool


@dataclass(frozen=True, kw_only=True)
class GuestOnPhone(AboutRoom):
    """`holds`: false where they hung up. Their minutes are told by `PresenceMarked`."""

    words = "said that somebody takes part in a session by telephone, or has hung up"
    holds: bool


@dataclass(frozen=True, kw_only=True)
class ConnectionBegun(AboutRoom):
    words = "came into a room on video"


@dataclass(frozen=True, kw_only=True)
class ConnectionEnded(AboutRoom):
    words = "left a room on video"


@dataclass(frozen=True, kw_only=True)
class ConnectionsHeard(Event):
    """Browsers are still there. It changes nothing that anybody reads, so it is no line of the audit (always `repeated`)."""

    words = "heard connections of a room on video"
