"""A web process hands the sockets of rooms on video on to the one process that holds the rooms (docs/adr/0041), and says nothing itself."""

import asyncio
import os
from contextlib import suppress
from urllib.parse import urlsplit

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from daybridge.installation.media import ROOMS_AT
from daybridge.telehealth.signalling.broker import AGAIN, NOT_AGAIN

log = structlog.get_logger()
_OPENS_WITHIN_SECONDS = 10.0
#: What the rooms have to know of a browser: who it says that it is, and whose page it shows.
_HANDED = ("cookie", "origin")


async def hand_on(socket: WebSocket) -> None:
    """One browser's socket, both ways, until either end is closed."""
    try:
        rooms = await _reach(socket)
    except InvalidStatus:  # the rooms refuse it before a word is said
        await socket.close(NOT_AGAIN)
        return
    except (OSError, TimeoutError, InvalidHandshake, InvalidURI, ValueError) as trouble:
        log.warning("the rooms on video are away", error=str(trouble))
        await socket.accept()  # a browser reads the code of nothing but an open socket
        await socket.close(AGAIN)
        return
    async with rooms:
        await socket.accept()
        ways = {asyncio.create_task(_from_browser(socket, rooms)), asyncio.create_task(_to_browser(socket, rooms))}
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
    with suppress(RuntimeError, WebSocketDisconnect, OSError):
        await socket.close(rooms.close_code if rooms.close_code in (AGAIN, NOT_AGAIN) else AGAIN)


async def _reach(socket: WebSocket) -> ClientConnection:
    at = urlsplit(os.environ.get(ROOMS_AT, ""))
    if not (at.hostname and at.port):
        raise OSError("nobody said where they are")
    told = [(name, value) for name in _HANDED if (value := socket.headers.get(name))]
    # Under the name that the browser knows us by: whether its page is ours is asked by the rooms.
    return await connect(
        f"ws://{socket.headers.get('host', '')}{socket.url.path}", host=at.hostname, port=at.port, additional_headers=told,
        user_agent_header=None, compression=None, proxy=None, max_size=None, open_timeout=_OPENS_WITHIN_SECONDS,
    )  # fmt: skip


async def _from_browser(socket: WebSocket, rooms: ClientConnection) -> None:
    with suppress(ConnectionClosed, WebSocketDisconnect, RuntimeError, KeyError):  # KeyError: bytes, which nobody sends
        while True:
            await rooms.send(await socket.receive_text())


async def _to_browser(socket: WebSocket, rooms: ClientConnection) -> None:
    with suppress(ConnectionClosed, WebSocketDisconnect, RuntimeError, OSError):
        async for words in rooms:
            await socket.send_text(str(words))
