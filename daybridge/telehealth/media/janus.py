"""Janus (videoroom, multistream) behind our own signalling: this process holds the only session, over loopback and with its secret.

A browser's offers and answers come here through the broker; nobody but us speaks to Janus. Rooms are private, people are opaque
ids, `record` is off and locked. A mute is applied again on every publish, for Janus forgets it (docs/adr/0039).
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from daybridge.telehealth.media.sfu import Capabilities, MediaTrouble, Message, Tell

log = structlog.get_logger()
_PLUGIN = "janus.plugin.videoroom"
_ANSWER_WITHIN_SECONDS = 5.0
_KEEP_ALIVE_SECONDS = 20.0
_TRY_AGAIN_SECONDS = 0.25
#: So long an empty room stays: Janus 1.1.2 takes people away a moment after it said so, and has died of a room that was gone by then.
_LINGERS_SECONDS = 10.0
_MOST_PUBLISHERS = 30
_MOST_BITS = 800_000


@dataclass(eq=False)
class Seat:
    """One person's place in a room of Janus: what they send by one handle, what they receive by another."""

    room: str
    who: str
    sends_by: int
    receives_by: int = 0
    #: Whom they could receive, and whom they have been offered.
    feeds: set[str] = field(default_factory=set)
    offered: set[str] = field(default_factory=set)
    #: (mid, kind) of what they send.
    tracks: list[tuple[str, str]] = field(default_factory=list)
    #: Whose pictures they want now, None: everybody's; by which mid each person's comes, and which are held back.
    watched: set[str] | None = None
    pictures: dict[str, str] = field(default_factory=dict)
    held_back: set[str] = field(default_factory=set)
    audio: bool = True
    video: bool = True
    is_ready: bool = False
    is_sealed: bool = False
    #: Whose screen it sends; such a seat receives nothing.
    screen_of: str = ""
    #: An offer is with their browser: the next one waits for its answer.
    awaits_answer: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Janus:
    """A RelayedSfu."""

    capabilities = Capabilities(is_relayed=True)

    def __init__(
        self, *, url: str, api_secret: str, admin_key: str, tell: Tell, back: Callable[[], Awaitable[None]],
        must_seal: bool = True,
    ) -> None:  # fmt: skip
        self._must_seal = must_seal
        self._url, self._api_secret, self._admin_key = url, api_secret, admin_key
        self._tell, self._back = tell, back
        self._socket: ClientConnection | None = None
        self._session = self._manager = 0
        self._asked: dict[str, asyncio.Future[Message]] = {}
        self._rooms: dict[str, str] = {}
        self._emptied: dict[str, asyncio.Task[None]] = {}
        self._seats: dict[tuple[str, str], Seat] = {}
        self._by_handle: dict[int, Seat] = {}
        self._limits: dict[tuple[str, str], tuple[bool, bool]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._making = asyncio.Lock()

    # --- The one session ---------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Hold the session for as long as the process lives; when Janus was away it has forgotten all rooms."""
        said = ""
        while True:
            try:
                async with connect(self._url, subprotocols=["janus-protocol"], max_size=2**22) as socket:  # type: ignore[list-item]
                    await self._hold(socket)
            except Exception as trouble:  # or groups would be without pictures until the process is started again
                why = f"{type(trouble).__name__}: {trouble}"
                if why != said:
                    log.warning("there is no session with Janus", error=why)
                    said = why
            self._forget()
            await asyncio.sleep(_TRY_AGAIN_SECONDS)

    async def _hold(self, socket: ClientConnection) -> None:
        self._socket = socket
        reading = asyncio.create_task(self._read(socket))
        try:
            self._session = (await self._ask({"janus": "create"}))["data"]["id"]
            self._manager = await self._attach()
            self._begin(self._back())
            while not reading.done():
                await asyncio.wait([reading], timeout=_KEEP_ALIVE_SECONDS)
                await self._send({"janus": "keepalive"})
        finally:
            reading.cancel()

    def _forget(self) -> None:
        self._socket, self._session, self._manager = None, 0, 0
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(MediaTrouble("Janus went away."))
        self._asked.clear()
        for task in self._emptied.values():
            task.cancel()
        for known in (self._emptied, self._rooms, self._seats, self._by_handle, self._limits):
            known.clear()

    async def _read(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for text in socket:
                self._take(json.loads(text))

    def _take(self, told: Message) -> None:
        waiting = self._asked.get(told.get("transaction", ""))
        if waiting and told["janus"] != "ack":
            if not waiting.done():
                waiting.set_result(told)
            return
        seat = self._by_handle.get(told.get("sender", 0))
        if seat and told["janus"] == "event":
            self._begin(self._notice(seat, told))
        elif seat and told["janus"] == "trickle" and "candidate" in told.get("candidate", {}):
            of = "send" if told["sender"] == seat.sends_by else "receive"
            self._begin(self._tell(seat.room, seat.who, {"do": "ice", "of": of, "candidate": told.get("candidate")}))

    def _begin(self, deed: Awaitable[None]) -> None:
        async def done() -> None:
            with suppress(MediaTrouble, ConnectionClosed):
                await deed

        task = asyncio.create_task(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, message: Message, handle: int = 0) -> str:
        if self._socket is None:
            raise MediaTrouble("Janus is not there.")
        transaction = secrets.token_hex(8)
        told = {**message, "transaction": transaction, "apisecret": self._api_secret}
        if self._session:
            told["session_id"] = self._session
        if handle:
            told["handle_id"] = handle
        try:
            await self._socket.send(json.dumps(told))
        except ConnectionClosed as error:
            raise MediaTrouble("Janus went away.") from error
        return transaction

    async def _ask(self, message: Message, handle: int = 0) -> Message:
        """Send and wait for what comes of it (an acknowledgement alone is nothing yet)."""
        transaction = await self._send(message, handle)
        self._asked[transaction] = waiting = asyncio.get_running_loop().create_future()
        try:
            told = await asyncio.wait_for(waiting, _ANSWER_WITHIN_SECONDS)
        except TimeoutError as error:
            raise MediaTrouble("Janus does not answer.") from error
        finally:
            self._asked.pop(transaction, None)
        refused = told.get("error") or (_data(told).get("error") and {"reason": _data(told)["error"]})
        if refused:
            raise MediaTrouble(str(refused.get("reason")))
        return dict(told)

    async def _attach(self) -> int:
        return int((await self._ask({"janus": "attach", "plugin": _PLUGIN}))["data"]["id"])

    async def _request(self, body: Message, handle: int, jsep: Message | None = None) -> Message:
        message: Message = {"janus": "message", "body": body}
        return await self._ask(message | ({"jsep": jsep} if jsep else {}), handle)

    # --- Rooms and people --------------------------------------------------------------------------------------------

    async def ensure_room(self, room: str) -> None:
        async with self._making:  # two who come at once find one room, and find it made
            if task := self._emptied.pop(room, None):  # whoever opens it again finds nobody of before
                task.cancel()
                await self._destroy(room)
            if room not in self._rooms:
                await self._make_room(room)

    async def _make_room(self, room: str) -> None:
        secret = secrets.token_urlsafe(24)
        body = {
            "request": "create", "admin_key": self._admin_key, "room": room, "secret": secret, "permanent": False,
            "is_private": True, "record": False, "lock_record": True, "publishers": _MOST_PUBLISHERS,
            "bitrate": _MOST_BITS, "bitrate_cap": True, "audiocodec": "opus", "videocodec": "vp8",
            "audiolevel_ext": False, "notify_joining": False, "require_e2ee": self._must_seal,
        }  # fmt: skip
        await self._request(body, self._manager)
        self._rooms[room] = secret

    async def close_room(self, room: str) -> None:
        for seat in [one for one in self._seats.values() if one.room == room]:
            await self.remove(room, seat.who)
        if room in self._rooms and room not in self._emptied:
            self._emptied[room] = asyncio.create_task(self._linger(room))

    async def _linger(self, room: str) -> None:
        await asyncio.sleep(_LINGERS_SECONDS)
        del self._emptied[room]
        await self._destroy(room)

    async def _destroy(self, room: str) -> None:
        with suppress(MediaTrouble):
            await self._request({"request": "destroy", "room": room, "secret": self._rooms.pop(room)}, self._manager)

    async def join_info(self, room: str, who: str, *, screen_of: str = "") -> Mapping[str, Any]:
        handle = await self._attach()
        audio, video = self._limits.get((room, who), (True, True))  # what holds now, not before it was waited for
        seat = Seat(room, who, handle, audio=audio, video=video, screen_of=screen_of)
        self._seats[room, who] = self._by_handle[seat.sends_by] = seat
        told = await self._request({"request": "join", "ptype": "publisher", "room": room, "id": who}, seat.sends_by)
        seat.feeds |= {str(one["id"]) for one in _data(told).get("publishers", ())}
        return {}

    async def list_participants(self, room: str) -> set[str]:
        told = await self._request({"request": "listparticipants", "room": room}, self._manager)
        return {str(one["id"]) for one in _data(told).get("participants", ())}

    async def set_allowed(self, room: str, who: str, *, audio: bool, video: bool) -> None:
        self._limits[room, who] = audio, video
        if seat := self._seats.get((room, who)):
            seat.audio, seat.video = audio, video
            await self._moderate(seat)

    async def _moderate(self, seat: Seat) -> None:
        for mid, kind in seat.tracks:
            is_let_through = seat.audio if kind == "audio" else seat.video
            body = {
                "request": "moderate", "room": seat.room, "secret": self._rooms.get(seat.room, ""), "id": seat.who,
                "mid": mid, "mute": not is_let_through,
            }  # fmt: skip
            await self._request(body, self._manager)

    async def remove(self, room: str, who: str) -> None:
        """Take their handles away: nothing of them is passed on, and nothing reaches them."""
        self._limits.pop((room, who), None)
        if seat := self._seats.pop((room, who), None):
            for handle in (seat.sends_by, seat.receives_by):
                self._by_handle.pop(handle, None)
                if handle:
                    with suppress(MediaTrouble):
                        await self._ask({"janus": "detach"}, handle)

    # --- What browsers offer and answer ------------------------------------------------------------------------------

    async def signal(self, room: str, who: str, message: Message) -> None:
        seat = self._seats.get((room, who))
        if seat is None:
            return
        do, sdp = message.get("do"), str(message.get("sdp", ""))
        if do == "publish":
            await self._publish(seat, sdp, is_sealed=bool(message.get("sealed")))
        elif do == "answer" and seat.receives_by:
            answered: Message = {"type": "answer", "sdp": sdp, "e2ee": self._must_seal or seat.is_sealed}
            await self._request({"request": "start", "room": room}, seat.receives_by, answered)
            seat.awaits_answer = False
            await self._send_watched(seat)
            await self._offer_feeds(seat)
        elif do == "watch" and isinstance(wanted := message.get("of"), list):
            seat.watched = {str(one) for one in wanted[:_MOST_PUBLISHERS]}
            await self._send_watched(seat)
        elif do == "ice":
            handle = seat.sends_by if message.get("of") == "send" else seat.receives_by
            if handle:
                candidate = message.get("candidate") or {"completed": True}
                await self._send({"janus": "trickle", "candidate": candidate}, handle)

    async def _publish(self, seat: Seat, sdp: str, *, is_sealed: bool) -> None:
        seat.is_sealed = is_sealed
        if sdp:
            offered: Message = {"type": "offer", "sdp": sdp, "e2ee": is_sealed}
            told = await self._request({"request": "publish"}, seat.sends_by, offered)
            seat.tracks = [(str(one["mid"]), str(one["type"])) for one in _data(told).get("streams", ())]
            if not (seat.audio and seat.video):
                await self._moderate(seat)
            await self._tell(seat.room, seat.who, {"do": "published", "sdp": told["jsep"]["sdp"]})
        seat.is_ready = True
        await self._offer_feeds(seat)

    async def _notice(self, seat: Seat, told: Message) -> None:
        """Somebody began to send, or went; or Janus renews what this person receives."""
        data = _data(told)
        if told.get("sender") == seat.receives_by and told.get("jsep"):
            await self._hand_offer(seat, told)
            return
        gone = {data.get("leaving"), data.get("unpublished")} - {None, "ok"}  # `ok`: it is this person themself
        seat.feeds -= gone
        seat.offered -= gone
        if published := data.get("publishers"):
            seat.feeds |= {str(one["id"]) for one in published}
            await self._offer_feeds(seat)

    async def _offer_feeds(self, seat: Seat) -> None:
        """Have Janus offer whom they don't receive yet: one offer at a time, the next when it was answered."""
        async with seat.turn:
            new = {one for one in seat.feeds - seat.offered if not self._is_own(seat, one)}
            if seat.screen_of or not new or not seat.is_ready or seat.awaits_answer:
                return
            seat.offered |= new
            streams = [{"feed": one} for one in sorted(new)]
            if seat.receives_by:
                body: Message = {"request": "update", "subscribe": streams}
            else:
                seat.receives_by = await self._attach()
                self._by_handle[seat.receives_by] = seat
                body = {"request": "join", "ptype": "subscriber", "room": seat.room, "streams": streams}
            try:
                told = await self._request(body, seat.receives_by)
            except MediaTrouble as trouble:
                log.warning("somebody went while they were to be received", error=str(trouble))
                seat.offered -= new
                gone = new - await self._publishers(seat.room)
                seat.feeds -= gone
                if gone:
                    self._begin(self._offer_feeds(seat))
                return
            await self._hand_offer(seat, told)

    async def _send_watched(self, seat: Seat) -> None:
        """Hold back pictures that nobody looks at: a phone shows a few of fourteen."""
        if seat.watched is None or not seat.receives_by or seat.awaits_answer:
            return
        wanted = {mid for feed, mid in seat.pictures.items() if feed not in seat.watched}
        changed = [{"mid": mid, "send": mid not in wanted} for mid in sorted(wanted ^ seat.held_back)]
        back = {feed for feed, mid in seat.pictures.items() if mid in seat.held_back - wanted}
        if changed:
            seat.held_back = wanted
            await self._request({"request": "configure", "streams": changed}, seat.receives_by)
        for sender in (self._seats.get((seat.room, feed)) for feed in sorted(back)):
            if sender:  # a whole picture first, else nothing is seen until the next one comes by itself
                await self._request({"request": "configure", "keyframe": True}, sender.sends_by)

    def _is_own(self, seat: Seat, feed: str) -> bool:
        """Whether it is the screen that this very person shares: they look at it already."""
        shown = self._seats.get((seat.room, feed))
        return bool(shown and shown.screen_of == seat.who)

    async def _publishers(self, room: str) -> set[str]:
        told = await self._request({"request": "listparticipants", "room": room}, self._manager)
        return {str(one["id"]) for one in _data(told).get("participants", ()) if one.get("publisher")}

    async def _hand_offer(self, seat: Seat, told: Message) -> None:
        if not (jsep := told.get("jsep")):
            return
        seat.awaits_answer = True
        streams = [
            {"mid": str(one["mid"]), "from": str(one["feed_id"])}
            for one in _data(told).get("streams", ())
            if one.get("active", True) and one.get("feed_id")
        ]
        seat.pictures = {
            str(one["feed_id"]): str(one["mid"])
            for one in _data(told).get("streams", ())
            if one.get("type") == "video" and one.get("active", True) and one.get("feed_id")
        }
        seat.held_back &= set(seat.pictures.values())
        await self._tell(seat.room, seat.who, {"do": "offer", "sdp": jsep["sdp"], "streams": streams})


def _data(told: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (told.get("plugindata") or {}).get("data") or {}
    return found
