"""Live updates: poke, never push. A committed event tells the right people's open screens to look again.

PostgreSQL's NOTIFY carries the poke from the transaction that made it to every web process, after its commit. One LISTEN
connection per process feeds a small queue per open browser; a frame holds an event's name and an id. A poke that is lost
(a restart, a full queue) costs nothing: a browser looks again whenever it reconnects.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import psycopg
import structlog
from django.db import connection

from daybridge.core.events import Event, Poke

CHANNEL = "daybridge"
_ACCOUNTS_PER_NOTICE = 150  # a NOTIFY payload holds at most 8,000 bytes
_FRAMES_WAITING = 32
#: Of one account in one process: far more than anybody has open tabs, and too few to wear the process out with.
MOST_STREAMS = 50
_HEARTBEAT_SECONDS, _LOOK_EVERY_SECONDS, _ASKED_AT_ONCE = 30.0, 1.0, 200

log = structlog.get_logger()


def poke(event: Event) -> None:
    """Send the event's pokes when the present transaction commits."""
    for one in event.pokes():
        send(one)


def send(poke: Poke) -> None:
    """Poke some accounts' screens when the present transaction commits."""
    for start in range(0, len(poke.accounts), _ACCOUNTS_PER_NOTICE):
        accounts = [str(account) for account in poke.accounts[start : start + _ACCOUNTS_PER_NOTICE]]
        payload = json.dumps({"n": poke.name, "i": str(poke.id), "a": accounts})
        with connection.cursor() as cursor:
            cursor.execute("select pg_notify(%s, %s)", [CHANNEL, payload])


def frame(name: str, data: object) -> bytes:
    """One Server-Sent Event."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


@dataclass(eq=False)
class Listener:
    """One open browser; when its queue is full the oldest news is dropped for a single 'look again'."""

    account_id: UUID
    session_key: str
    frames: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(_FRAMES_WAITING))
    welcomed_at: float = field(default_factory=time.monotonic)

    def offer(self, news: bytes) -> None:
        if self.frames.full():
            self._forget_frames()
            news = frame("refresh", {})
        self.frames.put_nowait(news)

    def end(self) -> None:
        """Close the stream; what still waits is not sent."""
        self._forget_frames()
        self.frames.put_nowait(b"")

    def _forget_frames(self) -> None:
        while not self.frames.empty():
            self.frames.get_nowait()


def _log_failure(done: "asyncio.Future[None]") -> None:
    if not done.cancelled() and done.exception():
        log.error("a poke could not be answered", error=type(done.exception()).__name__)


@dataclass
class Switchboard:
    """Every browser that is listening in this process, by account."""

    listeners: dict[UUID, set[Listener]] = field(default_factory=dict)
    #: What the process itself does when a poke of this name comes; called in a thread with the poke's id.
    answers: dict[str, Callable[[UUID], None]] = field(default_factory=dict)

    def has_enough(self, account_id: UUID) -> bool:
        """Whether this account listens as often as it may."""
        return len(self.listeners.get(account_id, ())) >= MOST_STREAMS

    def publish(self, payload: str) -> None:
        """Hand one NOTIFY payload to the browsers of the accounts it names."""
        notice = json.loads(payload)
        if answer := self.answers.get(notice["n"]):
            answering = asyncio.get_running_loop().run_in_executor(None, answer, UUID(notice["i"]))
            answering.add_done_callback(_log_failure)
            return
        news = frame(notice["n"], {"id": notice["i"]})
        for account in notice["a"]:
            for listener in self.listeners.get(UUID(account), ()):
                listener.offer(news)

    def tell_all(self, name: str) -> None:
        """Ask every browser to look again, after a gap in which pokes may have been lost."""
        for listeners in self.listeners.values():
            for listener in listeners:
                listener.offer(frame(name, {}))

    async def stream(self, account_id: UUID, session_key: str) -> AsyncIterator[bytes]:
        """The frames for one browser until it leaves or is no longer welcome."""
        listener = Listener(account_id, session_key)
        self.listeners.setdefault(account_id, set()).add(listener)
        try:
            yield frame("refresh", {})
            while news := await listener.frames.get():
                yield news
        finally:
            self.listeners[account_id].discard(listener)
            if not self.listeners[account_id]:
                del self.listeners[account_id]

    async def keep(self, still_welcome: Callable[[Sequence[str]], Container[str]]) -> None:
        """Ask every half minute which sessions are still welcome, many in one look-up so that no alert waits behind it."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
            try:
                await self._ask_again(still_welcome)
            except Exception as error:
                log.exception(
                    "live updates could not see who is still signed in; trying again", error=type(error).__name__
                )

    async def _ask_again(self, still_welcome: Callable[[Sequence[str]], Container[str]]) -> None:
        long_ago = time.monotonic() - _HEARTBEAT_SECONDS
        everyone = (listener for listeners in self.listeners.values() for listener in listeners)
        due = [listener for listener in everyone if listener.welcomed_at <= long_ago][:_ASKED_AT_ONCE]
        if not due:
            return
        welcome = await asyncio.to_thread(still_welcome, [listener.session_key for listener in due])
        for listener in due:
            listener.welcomed_at = time.monotonic()
            if listener.session_key in welcome:
                listener.offer(b": still here\n\n")
            else:
                listener.end()

    async def listen(self, conninfo: str) -> None:
        """Hold the LISTEN connection for as long as the process lives, reconnecting when it drops."""
        while True:
            with suppress(psycopg.Error):
                async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as listening:
                    await listening.execute(f"listen {CHANNEL}")
                    self.tell_all("refresh")
                    async for notice in listening.notifies():
                        self.publish(notice.payload)
            log.warning("live updates lost the database; trying again")
            await asyncio.sleep(1)
