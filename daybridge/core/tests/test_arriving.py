"""Who sends or reads slowly, or never, holds up nobody else."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from daybridge import asgi
from daybridge.core import arriving

Message = dict[str, Any]
#: More than there are threads for pages.
MANY = 3 * asgi._THREADS


def _post(path: str, length: int) -> Message:
    headers = [(b"host", b"localhost"), (b"content-length", str(length).encode())]
    headers += [(b"content-type", b"application/x-www-form-urlencoded"), (b"cookie", b"csrftoken=" + b"a" * 32)]
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": headers,
        "client": ("127.0.0.1", 5), "server": ("localhost", 80),
    }  # fmt: skip


async def _get(path: str) -> httpx.Response:
    transport = httpx.ASGITransport(asgi.application)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
        return await browser.get(path)


@pytest.mark.parametrize("length", [9, 300_000])
def test_requests_that_never_arrive_keep_nobody_waiting(really_commits: None, length: int) -> None:
    async def others_ask() -> httpx.Response:
        given_up = asyncio.Event()

        async def nothing_comes() -> Message:
            await given_up.wait()
            return {"type": "http.disconnect"}

        async def unheard(_: Message) -> None: ...

        stuck = [
            asyncio.create_task(asgi.application(_post("/accounts/login/", length), nothing_comes, unheard))
            for _ in range(MANY)
        ]
        try:
            await asyncio.sleep(0.3)
            return await asyncio.wait_for(_get("/static/ui/mark.svg"), 5)
        finally:
            given_up.set()
            await asyncio.wait(stuck, timeout=10)

    assert asyncio.run(others_ask()).status_code == 200


def test_answers_that_nobody_reads_keep_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def long_answer(environ: Message, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"x" * 4096] * 100 if environ["PATH_INFO"] == "/long" else [b"short"]

    monkeypatch.setattr(asgi._in_threads, "app", long_answer)

    async def others_ask() -> httpx.Response:
        async def nothing_comes() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def unread(_: Message) -> None:
            await asyncio.Event().wait()

        stuck = [asyncio.create_task(asgi.application(_post("/long", 0), nothing_comes, unread)) for _ in range(MANY)]
        await asyncio.sleep(0.3)
        try:
            return await asyncio.wait_for(_get("/short"), 5)
        finally:
            for one in stuck:
                one.cancel()

    assert asyncio.run(others_ask()).text == "short"


async def _answer_to(body: list[Message], length: int, app: Any = None) -> list[Message]:
    said: list[Message] = []

    async def come() -> Message:
        return body.pop(0) if body else await asyncio.Event().wait()  # type: ignore[return-value]

    async def hear(message: Message) -> None:
        said.append(message)

    await arriving.Whole(app or _echo, largest=1000)(_post("/", length), come, hear)
    return said


async def _echo(scope: Message, receive: Callable[[], Awaitable[Message]], send: Any) -> None:
    await send(await receive())


def test_what_came_in_pieces_is_handed_on_as_one() -> None:
    pieces = [{"type": "http.request", "body": part, "more_body": part != b"c"} for part in (b"a", b"b", b"c")]
    assert asyncio.run(_answer_to(pieces, 3)) == [{"type": "http.request", "body": b"abc", "more_body": False}]


def test_what_is_larger_than_anything_that_is_read_is_handed_on_unread() -> None:
    pieces = [{"type": "http.request", "body": b"a", "more_body": True}]
    assert asyncio.run(_answer_to(pieces, 1001))[0]["body"] == b"a"


def test_a_browser_that_leaves_in_the_middle_asks_nothing() -> None:
    pieces = [{"type": "http.request", "body": b"a", "more_body": True}, {"type": "http.disconnect"}]
    assert asyncio.run(_answer_to(pieces, 3)) == []


def test_what_takes_too_long_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "_PATIENCE_SECONDS", 0.05)
    said = asyncio.run(_answer_to([{"type": "http.request", "body": b"a", "more_body": True}], 3))
    assert said[0]["status"] == 408
