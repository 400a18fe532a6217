"""Takes HL7 messages in, from a listener on this machine (MLLP) or from an uploaded file, and answers each once it is saved."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils.translation import gettext as _

from daybridge.core import clock, tenancy
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.core.ids import new_id
from daybridge.interop.hl7_reading import LARGEST, Read, acknowledgment, read_message
from daybridge.people import queries as people
from daybridge.screens import actions
from daybridge.screens.events import LabMessageTaken

_BEGIN, _END = b"\x0b", b"\x1c\r"
MOST_CONNECTIONS, _PATIENCE_SECONDS = 8, 60


def receive(actor: Actor, original: bytes, *, way: str) -> LabMessageTaken:
    """Read and keep one message, whatever it is. What is far too large to keep whole is the caller's to refuse."""
    house = people.organization_of(actor)
    read = read_message(original, zone=house.time_zone)
    return actions.take_message(
        actor, house, original=original, sender=read.sender, control_id=read.control_id,
        kind=read.kind, answer=read.answer, why=read.why, reports=read.reports, way=way,
    )  # fmt: skip


def answer_to(organization_id: Any, original: bytes) -> bytes:
    """Keep a message in a transaction of its own; only then is it answered. The same one again is answered the same."""
    read = read_message(original)
    with tenancy.inside(organization_id):
        taken = receive(Actor.system(organization_id, "hl7 listen"), original, way="listener")
    said = Read(taken.ack, taken.why, read.sender, read.control_id, read.kind)
    return acknowledgment(said, now=clock.now(), number=new_id().hex[:20].upper())


def _answered(organization_id: Any, original: bytes) -> bytes:
    try:
        return answer_to(organization_id, original)
    finally:
        close_old_connections()


class Listener:
    """Answers one sender after the other on a few connections; a message that never ends is cut off at the limit."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer = answer
        self._places = asyncio.Semaphore(MOST_CONNECTIONS)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one sender until they go, fall silent, or send what is no message."""
        with contextlib.suppress(ConnectionError):
            if not self._places.locked():
                async with self._places:
                    await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                framed = await asyncio.wait_for(reader.readuntil(_END), _PATIENCE_SECONDS)
            except (
                asyncio.LimitOverrunError
            ):  # it is not read to its end, so it is not kept: the sender is told and let go
                refusal = acknowledgment(Read("AR", "too_many"), now=clock.now(), number=new_id().hex[:20].upper())
                writer.write(_BEGIN + refusal + _END)
                return await _let_go(reader)
            except (asyncio.IncompleteReadError, TimeoutError):
                return None
            original = framed[: -len(_END)].removeprefix(_BEGIN)
            answer = await sync_to_async(self._answer, thread_sensitive=False)(original)
            writer.write(_BEGIN + answer + _END)
            await writer.drain()


async def _let_go(reader: asyncio.StreamReader) -> None:
    """Throw away what a sender is still sending, up to a point: a door shut in the middle would lose them the answer."""
    with contextlib.suppress(TimeoutError):
        for _chunk in range(256):
            if not await asyncio.wait_for(reader.read(65_536), 1):
                return


async def listening(answer: Callable[[bytes], bytes], *, host: str, port: int) -> asyncio.Server:
    """Open the door; the caller keeps it open."""
    return await asyncio.start_server(Listener(answer).serve, host, port, limit=LARGEST)


def listen(organization: str, *, port: int) -> None:
    """Listen on this machine alone, until it is stopped: what comes from elsewhere comes through a tunnel the site looks after."""
    with tenancy.at_the_door(tenancy.MACHINERY):
        found = people.organization_by_slug(organization)
    if found is None:
        raise NotYours(_("Say for which organization: add --organization and its short name."))

    async def _forever() -> None:
        async with await listening(partial(_answered, found.id), host="127.0.0.1", port=port) as server:
            await server.serve_forever()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_forever())
