"""The web process: a plain ASGI entry that serves live updates itself and hands everything else to Django through WSGI."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybridge.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application
from django.db import InterfaceError, OperationalError, connection

django_pages: Any = get_wsgi_application()

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route

from daybridge.core.live import Switchboard
from daybridge.installation import home
from daybridge.people.live import account_of_session

AWAY = (OperationalError, InterfaceError)
switchboard = Switchboard()
_THREADS = int(os.environ.get("DAYBRIDGE_THREADS", "10"))


@asynccontextmanager
async def listening(_: Starlette) -> AsyncIterator[None]:
    task = asyncio.create_task(switchboard.listen(home.conninfo("app")))
    yield
    task.cancel()


async def live(request: Request) -> Response:
    """Server-Sent Events for whoever is signed in: names and ids, never content."""
    session_key = request.cookies.get("sessionid", "")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    try:
        account_id = await asyncio.to_thread(who_listens, session_key)
    except AWAY:  # a browser never comes back after a refusal, so it is told to come again soon
        return Response(b"retry: 2000\n\n", media_type="text/event-stream", headers=headers)
    if account_id is None:
        return Response(status_code=401)
    frames = switchboard.stream(account_id, lambda: is_still_welcome(session_key))
    return StreamingResponse(frames, media_type="text/event-stream", headers=headers)


def who_listens(session_key: str) -> UUID | None:
    """The account of this session; the database connection goes back, for these threads serve no requests that would do it."""
    try:
        return account_of_session(session_key)
    finally:
        connection.close()


def is_still_welcome(session_key: str) -> bool:
    """Whether the stream may go on; while the database is away it ends, and the browser comes again."""
    try:
        return who_listens(session_key) is not None
    except AWAY:
        return False


pages: Any = WSGIMiddleware(django_pages, workers=_THREADS)
application = Starlette(
    routes=[Route("/live", live), Mount("/", pages)],
    lifespan=listening,
)
