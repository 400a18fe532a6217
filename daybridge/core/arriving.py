"""A request takes a thread only once it is here whole: who sends slowly waits alone, not in front of everybody else.

There are few threads, and a page reads its form while it holds one (and a transaction). Without this, as many connections
as there are threads, each promising a few bytes that never come, would keep every other person out.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

#: Every form and entry is smaller; what is larger is a referral's file, of which only some are held at once.
_SMALL_BYTES = 64 * 1024
_FILES_AT_ONCE = 8
_PATIENCE_SECONDS, _SLOWEST_BYTES_PER_SECOND = 20.0, 32 * 1024


class Whole:
    """Hands requests on with their body in one piece; one larger than `largest` bytes is handed on unread, to be refused."""

    def __init__(self, app: App, *, largest: int) -> None:
        self._app = app
        self._largest = largest
        self._files = asyncio.Semaphore(_FILES_AT_ONCE)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        length = _announced(scope) if scope["type"] == "http" else 0
        if not 0 < length <= self._largest:  # without a length Django reads nothing
            await self._app(scope, receive, send)
            return
        async with nullcontext() if length <= _SMALL_BYTES else self._files:
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS + length / _SLOWEST_BYTES_PER_SECOND):
                    body = await _whole(receive)
            except TimeoutError:
                await _say_too_slow(send)
                return
            if body is not None:
                await self._app(scope, _again(body, receive), send)


def _announced(scope: Message) -> int:
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(told) if told.isdigit() else 0


async def _whole(receive: Receive) -> bytes | None:
    """The body; None when the browser left meanwhile."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    held = [body]

    async def told() -> Message:
        return {"type": "http.request", "body": held.pop(), "more_body": False} if held else await receive()

    return told


async def _say_too_slow(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 408, "headers": headers})
    await send({"type": "http.response.body", "body": b"This took too long to arrive. Please send it again.\n"})
