"""What a media server has to do for us. Who is let in, mute, bans, keys and minutes are ours, whatever server it is."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Message = dict[str, Any]
#: How a server answers one person's browser: (room, who, message).
Tell = Callable[[str, str, Message], Awaitable[None]]


class MediaTrouble(Exception):
    """The media server is away or refused; people stay in the room and hear that pictures and sound are missing."""


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """`is_relayed`: browsers speak to it through our signalling alone; else they get an address and a token of their own.

    `carries_screens`: somebody may have a second place for the screen they share.
    """

    is_relayed: bool
    carries_screens: bool = True


class Sfu(Protocol):
    """Rooms and people are opaque ids; a server never learns a name."""

    capabilities: Capabilities

    async def ensure_room(self, room: str) -> None: ...

    async def close_room(self, room: str) -> None: ...

    async def join_info(self, room: str, who: str, *, screen_of: str = "") -> Mapping[str, Any]:
        """What a browser needs to take part; called for admitted people only.

        `screen_of`: a second place, of somebody's who is in the room, for the one screen they share; nothing is received by it, and
        what it sends does not go back to them.
        """
        ...

    async def list_participants(self, room: str) -> set[str]: ...

    async def set_allowed(self, room: str, who: str, *, audio: bool, video: bool) -> None:
        """Let somebody's sound and picture through, or not. It may be told before `join_info`, and holds for whatever they publish later."""
        ...

    async def remove(self, room: str, who: str) -> None: ...


class RelayedSfu(Sfu, Protocol):
    """One that browsers never reach themselves: what they offer and answer goes through us."""

    async def signal(self, room: str, who: str, message: Message) -> None: ...
