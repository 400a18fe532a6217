"""The process that holds the rooms on video, one for a whole installation: web processes hand their sockets on to it (docs/adr/0041)."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybridge.settings")

import django
from django.conf import settings

django.setup()

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute

from daybridge.core import clock
from daybridge.installation import media
from daybridge.people.live import accounts_signed_in
from daybridge.telehealth.media.janus import Janus
from daybridge.telehealth.rules import relay_credentials
from daybridge.telehealth.signalling.broker import Broker

if TYPE_CHECKING:
    from daybridge.telehealth.media.livekit import LiveKit


def relays_for(name: str) -> list[dict[str, object]]:
    """The relay that a browser may use, and what opens it for the time of a session."""
    known = media.known()
    if not known.turn_urls:
        return []
    user, password = relay_credentials(known.turn_secret, name, clock.now())
    return [{"urls": list(known.turn_urls), "username": user, "credential": password}]


broker = Broker(accounts_signed_in, relays=relays_for)


def _media_server() -> "Janus | LiveKit | None":
    known = media.known()
    if known.is_livekit:
        from daybridge.telehealth.media.livekit import LiveKit

        return LiveKit(url=known.livekit_url, key=known.livekit_key, secret=known.livekit_secret)
    if not known.has_rooms:
        return None
    return Janus(
        url=known.janus_url, api_secret=known.janus_secret, admin_key=known.janus_admin_key, tell=broker.tell_from_media,
        back=broker.media_is_back, must_seal=settings.VIDEO_IS_SEALED,
    )  # fmt: skip


@asynccontextmanager
async def keeping(_: Starlette) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(broker.keep())]
    if server := _media_server():
        broker.media = server
        tasks.append(asyncio.create_task(server.run()))
    yield
    for one in tasks:
        one.cancel()


application = Starlette(
    routes=[WebSocketRoute("/telehealth/live/{occurrence_id:uuid}", broker.answer)], lifespan=keeping
)
