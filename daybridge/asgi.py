"""The web process: a plain ASGI entry that serves live updates itself, hands the sockets of rooms on video on, and everything else to Django through WSGI."""

import asyncio
import os
from collections.abc import AsyncIterator, Collection
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
from starlette.routing import Mount, Route, WebSocketRoute

from daybridge.core.arriving import Whole
from daybridge.core.live import Switchboard
from daybridge.core.middleware import LARGEST_REQUEST
from daybridge.installation import home
from daybridge.people.live import accounts_of_sessions
from daybridge.safety.beating import POKE, received
from daybridge.telehealth.signalling.handing import hand_on

AWAY = (OperationalError, InterfaceError)
switchboard = Switchboard()
#: More would only take turns under one interpreter lock and stretch the slowest answers (docs/performance.md).
_THREADS = int(os.environ.get("DAYBRIDGE_THREADS", "4"))


@asynccontextmanager
async def listening(_: Starlette) -> AsyncIterator[None]:
    news = asyncio.create_task(switchboard.listen(home.conninfo("app")))
    door = asyncio.create_task(switchboard.keep(still_welcome))
    switchboard.answers[POKE] = answer_heartbeat
    yield
    news.cancel()
    door.cancel()


def answer_heartbeat(organization_id: UUID) -> None:
    """Note that this process heard a beat; one that can't be noted now is a beat that did not come."""
    try:
        received(organization_id)
    except AWAY:
        return
    finally:
        connection.close()


async def live(request: Request) -> Response:
    """Server-Sent Events for whoever is signed in: names and ids, never content."""
    session_key = request.cookies.get("sessionid", "")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    try:
        found = await asyncio.to_thread(who_listens, [session_key])
    except AWAY:  # a browser never comes back after a refusal, so it is told to come again soon
        return Response(b"retry: 2000\n\n", media_type="text/event-stream", headers=headers)
    if session_key not in found:
        return Response(status_code=401)
    if switchboard.has_enough(found[session_key]):
        return Response(b"retry: 60000\n\n", media_type="text/event-stream", headers=headers)
    frames = switchboard.stream(found[session_key], session_key)
    return StreamingResponse(frames, media_type="text/event-stream", headers=headers)


def who_listens(session_keys: Collection[str]) -> dict[str, UUID]:
    """The accounts of sessions; the database connection goes back, for these threads serve no requests that would do it."""
    try:
        return accounts_of_sessions(session_keys)
    finally:
        connection.close()


def still_welcome(session_keys: Collection[str]) -> Collection[str]:
    """The sessions whose streams may go on; all of them while the database is away, for then there is no news either."""
    try:
        return who_listens(session_keys)
    except AWAY:
        return session_keys


#: No limit to the pieces of an answer that wait: a browser that reads slowly, or never, keeps no thread either.
_in_threads: Any = WSGIMiddleware(django_pages, workers=_THREADS, send_queue_size=0)
pages: Any = Whole(_in_threads, largest=LARGEST_REQUEST)
application = Starlette(
    routes=[
        Route("/live", live),
        WebSocketRoute("/telehealth/live/{occurrence_id:uuid}", hand_on),
        Mount("/", pages),
    ],
    lifespan=listening,
)
