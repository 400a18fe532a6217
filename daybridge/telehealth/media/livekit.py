"""LiveKit, which a site runs itself or rents: browsers reach it by an address and a token of their own, and we give it orders over HTTP.

A token opens one room for one connection, for a minute, and says what it may send; it holds no name, no list of rooms, no recording. A removed
person's browser may hold a newer token that LiveKit gave it, so whoever is in a room without a seat of ours is put out again (docs/adr/0039).
"""

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
import structlog
from livekit import api
from livekit.protocol.models import ParticipantInfo, ParticipantPermission, TrackSource

from daybridge.telehealth.media.sfu import Capabilities, MediaTrouble

log = structlog.get_logger()
T = TypeVar("T")
#: From our word to a browser until it has come in.
TOKEN_LASTS = timedelta(minutes=1)
_ANSWER_WITHIN_SECONDS = 5.0
_SWEEP_SECONDS = 5.0
_EMPTY_SECONDS = 60
_MOST_PEOPLE = 40


@dataclass(frozen=True)
class Allowed:
    """What somebody may send."""

    audio: bool = True
    video: bool = True

    @property
    def sources(self) -> list[str]:
        return [name for name, holds in (("microphone", self.audio), ("camera", self.video)) if holds]

    @property
    def permission(self) -> ParticipantPermission:
        known = {"microphone": TrackSource.MICROPHONE, "camera": TrackSource.CAMERA}
        return ParticipantPermission(
            can_subscribe=True, can_publish=bool(self.sources), can_publish_data=False,
            can_publish_sources=[known[one] for one in self.sources],
        )  # fmt: skip


class LiveKit:
    """An Sfu that browsers reach themselves."""

    capabilities = Capabilities(is_relayed=False, carries_screens=False)

    def __init__(self, *, url: str, key: str, secret: str) -> None:
        self._url, self._key, self._secret = url, key, secret
        self._api: api.LiveKitAPI | None = None
        self._seats: dict[str, set[str]] = {}
        self._allowed: dict[tuple[str, str], Allowed] = {}

    async def run(self) -> None:
        """Look every few seconds who is there, for as long as the process lives."""
        try:
            while True:
                await asyncio.sleep(_SWEEP_SECONDS)
                for room in list(self._seats):
                    with suppress(MediaTrouble):
                        await self.sweep(room)
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        if self._api:
            await self._api.aclose()
            self._api = None

    async def sweep(self, room: str) -> None:
        """Put out who has no seat, and set right what somebody may send who came in with an older word of it."""
        for one in await self._list(room):
            if one.identity not in self._seats.get(room, ()):
                log.warning("somebody without a seat was put out of a room")
                await self.remove(room, one.identity)
            elif set(one.permission.can_publish_sources) != set(
                self._may(room, one.identity).permission.can_publish_sources
            ):
                await self._update(room, one.identity)

    # --- Rooms and people --------------------------------------------------------------------------------------------

    async def ensure_room(self, room: str) -> None:
        wanted = api.CreateRoomRequest(
            name=room, empty_timeout=_EMPTY_SECONDS, departure_timeout=_EMPTY_SECONDS, max_participants=_MOST_PEOPLE
        )
        await self._ask(self._rooms.create_room(wanted))
        self._seats.setdefault(room, set())

    async def close_room(self, room: str) -> None:
        for who in self._seats.pop(room, set()):
            self._allowed.pop((room, who), None)
        await self._ask_if_there(self._rooms.delete_room(api.DeleteRoomRequest(room=room)))

    async def join_info(self, room: str, who: str, *, screen_of: str = "") -> Mapping[str, Any]:
        if screen_of:
            raise MediaTrouble("No screen is shared through LiveKit.")
        self._seats.setdefault(room, set()).add(who)
        may = self._may(room, who)
        grants = api.VideoGrants(
            room_join=True, room=room, can_subscribe=True, can_publish=bool(may.sources), can_publish_data=False,
            can_publish_sources=may.sources, can_update_own_metadata=False,
        )  # fmt: skip
        token = api.AccessToken(self._key, self._secret).with_identity(who).with_grants(grants).with_ttl(TOKEN_LASTS)
        return {"server": self._url, "token": token.to_jwt()}

    async def list_participants(self, room: str) -> set[str]:
        return {one.identity for one in await self._list(room)}

    async def set_allowed(self, room: str, who: str, *, audio: bool, video: bool) -> None:
        self._allowed[room, who] = Allowed(audio, video)
        if who in self._seats.get(room, ()):
            await self._update(room, who)

    async def remove(self, room: str, who: str) -> None:
        self._seats.get(room, set()).discard(who)
        self._allowed.pop((room, who), None)
        await self._ask_if_there(self._rooms.remove_participant(api.RoomParticipantIdentity(room=room, identity=who)))

    # --- Orders ------------------------------------------------------------------------------------------------------

    def _may(self, room: str, who: str) -> Allowed:
        return self._allowed.get((room, who), Allowed())

    async def _update(self, room: str, who: str) -> None:
        wanted = api.UpdateParticipantRequest(room=room, identity=who, permission=self._may(room, who).permission)
        await self._ask_if_there(self._rooms.update_participant(wanted))

    async def _list(self, room: str) -> list[ParticipantInfo]:
        found = await self._ask_if_there(self._rooms.list_participants(api.ListParticipantsRequest(room=room)))
        return list(found.participants) if found else []

    @property
    def _rooms(self) -> Any:
        if self._api is None:
            patience = aiohttp.ClientTimeout(total=_ANSWER_WITHIN_SECONDS)
            self._api = api.LiveKitAPI(self._url, self._key, self._secret, timeout=patience)
        return self._api.room

    async def _ask(self, order: Coroutine[Any, Any, T]) -> T:
        try:
            return await order
        except api.ServerError as error:
            raise MediaTrouble(f"LiveKit refused: {error.code}") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise MediaTrouble("LiveKit does not answer.") from error

    async def _ask_if_there(self, order: Coroutine[Any, Any, T]) -> T | None:
        """The same of a room or a person that may be gone, or not here yet."""
        try:
            return await self._ask(order)
        except MediaTrouble as trouble:
            if (
                isinstance(trouble.__cause__, api.ServerError)
                and trouble.__cause__.code == api.ServerErrorCode.NOT_FOUND
            ):
                return None
            raise
