"""A WebSocket on a connection that carried a request before."""

import asyncio
from typing import Any

import uvicorn

from daybridge.core.upgrading import Http

_ASKED = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
_UPGRADED = (
    b"GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def test_it_outlives_the_clock_of_idle_connections_when_the_answer_before_it_ends_late() -> None:
    asyncio.run(asyncio.wait_for(_asked_for_before_the_answer_ends(), 20))


async def _asked_for_before_the_answer_ends() -> None:
    answer_may_end, is_ended = asyncio.Event(), asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            while (told := await receive())["type"] == "websocket.receive":
                await send({"type": "websocket.send", "text": told["text"]})
            return
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok", "more_body": True})
        await answer_may_end.wait()
        await send({"type": "http.response.body"})
        is_ended.set()

    config = uvicorn.Config(app, port=0, http=Http, lifespan="off", log_level="error", timeout_keep_alive=0)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_ASKED)
    assert (await reader.readuntil(b"\r\n\r\nok")).startswith(b"HTTP/1.1 200")
    writer.write(_UPGRADED)
    assert b"101 Switching" in await reader.readuntil(b"\r\n\r\n")
    answer_may_end.set()
    await is_ended.wait()
    for _ in range(3):  # the clock stands at 0 s: it rings before these come back
        writer.write(b"\x81\x82\0\0\0\0hi")
        assert await reader.readexactly(4) == b"\x81\x02hi"
    writer.close()
    server.should_exit = True
    await serving
