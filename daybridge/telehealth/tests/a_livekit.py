"""What a LiveKit server is to us, at its HTTP boundary: RoomService by Twirp and browsers' tokens, both by signature and grants.

Written from LiveKit's public description of its server API; no LiveKit can be had here. Nothing of ours is in it.
"""

import time
from collections.abc import Callable
from typing import Any

import jwt
from aiohttp import web
from livekit.protocol import models, room

KEY, SECRET = "APIdaybridge", "a secret of thirty-two letters or more"


class Refused(Exception):
    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.code, self.status = code, status


class ALiveKit:
    def __init__(self) -> None:
        self.rooms: dict[str, dict[str, models.ParticipantInfo]] = {}
        #: (method, what the order's token grants), as they came.
        self.orders: list[tuple[str, dict[str, Any]]] = []
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        app = web.Application()
        app.router.add_post("/twirp/livekit.RoomService/{method}", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"ws://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    # --- Browsers ------------------------------------------------------------------------------------------------------

    def connect(self, token: str, *, at: float | None = None) -> models.ParticipantInfo:
        """A browser comes in with a token, at some time."""
        claims = self._claims(token, at=at)
        video = claims.get("video", {})
        there = self.rooms.get(video.get("room", ""))
        if not video.get("roomJoin") or there is None:
            raise Refused("permission_denied", 403)
        sources = [models.TrackSource.Value(one.upper()) for one in video.get("canPublishSources", [])]
        permission = models.ParticipantPermission(
            can_subscribe=video.get("canSubscribe", True), can_publish=video.get("canPublish", True),
            can_publish_data=video.get("canPublishData", True), can_publish_sources=sources,
        )  # fmt: skip
        there[claims["sub"]] = models.ParticipantInfo(
            identity=claims["sub"],
            name=claims.get("name", ""),
            metadata=claims.get("metadata", ""),
            permission=permission,
        )
        return there[claims["sub"]]

    # --- Orders --------------------------------------------------------------------------------------------------------

    def _claims(self, token: str, *, at: float | None = None) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token, SECRET, algorithms=["HS256"], issuer=KEY, options={"require": ["exp"], "verify_exp": False}
            )
        except jwt.InvalidTokenError as error:
            raise Refused("unauthenticated", 401) from error
        if claims["exp"] < (at or time.time()):
            raise Refused("unauthenticated", 401)
        return claims

    async def _answer(self, request: web.Request) -> web.Response:
        deeds: dict[str, tuple[Any, Callable[[Any, dict[str, Any]], Any]]] = {
            "CreateRoom": (room.CreateRoomRequest, self._create),
            "DeleteRoom": (room.DeleteRoomRequest, self._delete),
            "ListParticipants": (room.ListParticipantsRequest, self._list),
            "RemoveParticipant": (room.RoomParticipantIdentity, self._remove),
            "UpdateParticipant": (room.UpdateParticipantRequest, self._update),
        }
        method = request.match_info["method"]
        try:
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            grants = self._claims(token).get("video", {})
            self.orders.append((method, grants))
            if method not in deeds:
                raise Refused("bad_route", 404)
            kind, deed = deeds[method]
            answer = deed(kind.FromString(await request.read()), grants)
        except Refused as refused:
            return web.json_response({"code": refused.code, "msg": refused.code}, status=refused.status)
        return web.Response(body=answer.SerializeToString(), content_type="application/protobuf")

    def _create(self, asked: Any, grants: dict[str, Any]) -> Any:
        if not grants.get("roomCreate"):
            raise Refused("permission_denied", 403)
        self.rooms.setdefault(asked.name, {})
        return models.Room(name=asked.name)

    def _delete(self, asked: Any, grants: dict[str, Any]) -> Any:
        if not grants.get("roomCreate"):
            raise Refused("permission_denied", 403)
        if self.rooms.pop(asked.room, None) is None:
            raise Refused("not_found", 404)
        return room.DeleteRoomResponse()

    def _ruled(self, name: str, grants: dict[str, Any]) -> dict[str, models.ParticipantInfo]:
        if not grants.get("roomAdmin") or grants.get("room") != name:
            raise Refused("permission_denied", 403)
        if name not in self.rooms:
            raise Refused("not_found", 404)
        return self.rooms[name]

    def _list(self, asked: Any, grants: dict[str, Any]) -> Any:
        return room.ListParticipantsResponse(participants=self._ruled(asked.room, grants).values())

    def _remove(self, asked: Any, grants: dict[str, Any]) -> Any:
        if self._ruled(asked.room, grants).pop(asked.identity, None) is None:
            raise Refused("not_found", 404)
        return room.RemoveParticipantResponse()

    def _update(self, asked: Any, grants: dict[str, Any]) -> Any:
        found = self._ruled(asked.room, grants).get(asked.identity)
        if found is None:
            raise Refused("not_found", 404)
        found.permission.CopyFrom(asked.permission)
        return found
