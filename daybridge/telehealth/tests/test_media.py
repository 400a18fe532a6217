"""What a media server has to do, asked of both that we know: Janus itself, and LiveKit at its HTTP boundary."""

import asyncio
import json
import shutil
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import jwt
import pytest
from django.db import transaction
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from daybridge.installation import home, media
from daybridge.people.live import accounts_of_sessions
from daybridge.telehealth.media.janus import Janus
from daybridge.telehealth.media.livekit import TOKEN_LASTS, LiveKit
from daybridge.telehealth.media.sfu import MediaTrouble
from daybridge.telehealth.signalling.broker import Broker
from daybridge.telehealth.tests.a_livekit import KEY, SECRET, ALiveKit, Refused
from daybridge.telehealth.tests.deeds import Guest, Live, serving

ROOM, OTHER, ANA, BO = "room-1", "room-2", "ana-1", "bo-1"


class OnJanus:
    """A Janus as `up` starts it, one at a time, for its settings lie in the home. Its own list knows whoever was given a seat."""

    def __init__(self) -> None:
        self.server: Any = None

    def arrive(self, info: Any) -> None:
        """They are there as soon as we say so: there is nothing that a browser holds."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        with home.locked("janus-of-tests"):
            async with self._started():
                yield

    @asynccontextmanager
    async def _started(self) -> AsyncIterator[None]:
        folder, account = media._folder()
        known, program = media._janus(shutil.which("janus") or "", folder, account, "192.0.2.1")
        self.process = subprocess.Popen(
            program.words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **media.started_as(program)
        )
        there = asyncio.Event()

        async def tell(*_: Any) -> None: ...

        async def back() -> None:
            there.set()

        self.server = Janus(
            url=known.janus_url, api_secret=known.janus_secret, admin_key=known.janus_admin_key, tell=tell, back=back
        )
        holding = asyncio.create_task(self.server.run())
        try:
            await asyncio.wait_for(there.wait(), 30)
            yield
        finally:
            holding.cancel()
            with suppress(asyncio.CancelledError):
                await holding
            await self.stop()

    async def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


class OnLiveKit:
    def __init__(self) -> None:
        self.there = ALiveKit()

    def arrive(self, info: Any) -> None:
        self.there.connect(info["token"])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self.server = LiveKit(url=await self.there.start(), key=KEY, secret=SECRET)
        try:
            yield
        finally:
            await self.server.aclose()
            await self.stop()

    async def stop(self) -> None:
        await self.there.stop()


On = OnJanus | OnLiveKit
_JANUS = pytest.mark.skipif(not shutil.which("janus"), reason="Janus is not installed")


@pytest.fixture(params=[pytest.param(OnJanus, marks=_JANUS), OnLiveKit])
def on(request: pytest.FixtureRequest, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> On:
    if request.param is OnJanus:  # its settings lie where its own account may read them
        monkeypatch.setattr(media, "_folder", lambda: (tmp_path, None))
    return request.param()  # type: ignore[no-any-return]


def ask(on: On, deed: Callable[[Any], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with on.running():
            await deed(on.server)

    asyncio.run(whole())


async def _until_there(server: Any, who: set[str]) -> None:
    """Janus takes a seat away a moment after it said so."""
    until = time.monotonic() + 5
    while await server.list_participants(ROOM) != who:
        assert time.monotonic() < until, await server.list_participants(ROOM)
        await asyncio.sleep(0.05)


# --- Of both ---------------------------------------------------------------------------------------------------------


def test_who_is_given_a_seat_is_in_that_room_and_in_no_other(on: On) -> None:
    async def deed(server: Any) -> None:
        for room in (ROOM, OTHER):
            await server.ensure_room(room)
        on.arrive(await server.join_info(ROOM, ANA))
        on.arrive(await server.join_info(ROOM, BO))
        assert await server.list_participants(ROOM) == {ANA, BO}
        assert await server.list_participants(OTHER) == set()

    ask(on, deed)


def test_a_room_that_is_asked_for_twice_is_one_room(on: On) -> None:
    async def deed(server: Any) -> None:
        await asyncio.gather(server.ensure_room(ROOM), server.ensure_room(ROOM))
        on.arrive(await server.join_info(ROOM, ANA))
        await server.ensure_room(ROOM)
        assert await server.list_participants(ROOM) == {ANA}

    ask(on, deed)


def test_who_is_removed_is_there_no_more_and_others_are(on: On) -> None:
    async def deed(server: Any) -> None:
        await server.ensure_room(ROOM)
        for who in (ANA, BO):
            on.arrive(await server.join_info(ROOM, who))
        await server.remove(ROOM, ANA)
        await server.remove(ROOM, ANA)  # twice is once
        await _until_there(server, {BO})

    ask(on, deed)


def test_a_room_that_is_closed_is_empty_when_it_is_opened_again(on: On) -> None:
    async def deed(server: Any) -> None:
        await server.ensure_room(ROOM)
        on.arrive(await server.join_info(ROOM, ANA))
        await server.close_room(ROOM)
        await server.ensure_room(ROOM)
        assert await server.list_participants(ROOM) == set()
        on.arrive(await server.join_info(ROOM, BO))
        await _until_there(server, {BO})

    ask(on, deed)


def test_what_somebody_may_send_can_be_said_before_they_join_and_of_who_is_not_there(on: On) -> None:
    async def deed(server: Any) -> None:
        await server.ensure_room(ROOM)
        await server.set_allowed(ROOM, ANA, audio=False, video=True)
        on.arrive(await server.join_info(ROOM, ANA))
        await server.set_allowed(ROOM, ANA, audio=True, video=False)
        await server.set_allowed(ROOM, "nobody", audio=False, video=False)
        assert await server.list_participants(ROOM) == {ANA}

    ask(on, deed)


def test_once_it_is_gone_an_order_says_so(on: On) -> None:
    async def deed(server: Any) -> None:
        await server.ensure_room(ROOM)
        await on.stop()
        with pytest.raises(MediaTrouble):
            await server.ensure_room(OTHER)

    ask(on, deed)


# --- Of LiveKit, whose browsers hold a token -------------------------------------------------------------------------


@pytest.fixture
def livekit() -> OnLiveKit:
    return OnLiveKit()


def test_a_token_opens_one_room_for_one_connection_for_a_minute_and_names_nobody(livekit: OnLiveKit) -> None:
    async def deed(server: LiveKit) -> None:
        await server.ensure_room(ROOM)
        info = await server.join_info(ROOM, ANA)
        told = jwt.decode(info["token"], SECRET, algorithms=["HS256"])
        assert told.keys() == {
            "sub",
            "iss",
            "nbf",
            "exp",
            "video",
            *(set(told) & {"identity", "name", "kind", "metadata"}),
        }
        assert (told["sub"], told["iss"]) == (ANA, KEY)
        assert not any(told.get(one) for one in ("name", "metadata", "attributes", "kind"))
        assert told["exp"] - told["nbf"] == TOKEN_LASTS.total_seconds() <= 60
        assert told["video"] == {
            "roomJoin": True, "room": ROOM, "canSubscribe": True, "canPublish": True, "canPublishData": False,
            "canPublishSources": ["microphone", "camera"], "canUpdateOwnMetadata": False,
        }  # fmt: skip
        with pytest.raises(Refused):
            livekit.there.connect(info["token"], at=time.time() + 61)
        with pytest.raises(Refused):
            livekit.there.connect(
                jwt.encode({**told, "sub": BO}, "another secret, of thirty-two letters", algorithm="HS256")
            )

    ask(livekit, deed)


def test_a_mute_stands_in_the_token_and_reaches_who_is_there(livekit: OnLiveKit) -> None:
    async def deed(server: LiveKit) -> None:
        await server.ensure_room(ROOM)
        await server.set_allowed(ROOM, ANA, audio=False, video=True)
        ana = livekit.there.connect((await server.join_info(ROOM, ANA))["token"])
        assert list(ana.permission.can_publish_sources) == [1]
        await server.set_allowed(ROOM, ANA, audio=False, video=False)
        assert not ana.permission.can_publish and not ana.permission.can_publish_sources
        await server.set_allowed(ROOM, ANA, audio=True, video=True)
        assert ana.permission.can_publish and sorted(ana.permission.can_publish_sources) == [1, 2]
        assert ana.permission.can_subscribe and not ana.permission.can_publish_data

    ask(livekit, deed)


def test_who_comes_in_with_an_older_word_of_what_they_may_send_is_set_right(livekit: OnLiveKit) -> None:
    async def deed(server: LiveKit) -> None:
        await server.ensure_room(ROOM)
        token = (await server.join_info(ROOM, ANA))["token"]
        await server.set_allowed(ROOM, ANA, audio=False, video=False)
        ana = livekit.there.connect(token)
        assert ana.permission.can_publish
        await server.sweep(ROOM)
        assert not ana.permission.can_publish and await server.list_participants(ROOM) == {ANA}

    ask(livekit, deed)


def test_who_was_removed_and_comes_back_with_a_token_that_is_still_good_is_put_out_again(livekit: OnLiveKit) -> None:
    async def deed(server: LiveKit) -> None:
        await server.ensure_room(ROOM)
        token = (await server.join_info(ROOM, ANA))["token"]
        livekit.there.connect(token)
        await server.remove(ROOM, ANA)
        livekit.there.connect(token)
        assert await server.list_participants(ROOM) == {ANA}
        await server.sweep(ROOM)
        assert await server.list_participants(ROOM) == set()

    ask(livekit, deed)


def test_an_order_grants_itself_no_more_than_it_needs_and_never_a_list_of_rooms_or_a_recording(
    livekit: OnLiveKit,
) -> None:
    async def deed(server: LiveKit) -> None:
        await server.ensure_room(ROOM)
        livekit.there.connect((await server.join_info(ROOM, ANA))["token"])
        await server.set_allowed(ROOM, ANA, audio=True, video=True)
        await server.sweep(ROOM)
        await server.remove(ROOM, ANA)
        await server.close_room(ROOM)

    ask(livekit, deed)
    methods = {method for method, _ in livekit.there.orders}
    assert methods == {"CreateRoom", "ListParticipants", "UpdateParticipant", "RemoveParticipant", "DeleteRoom"}
    for method, grants in livekit.there.orders:
        assert not any(grants.get(one) for one in ("roomList", "roomRecord", "ingressAdmin", "roomJoin")), method
        assert method in ("CreateRoom", "DeleteRoom") or grants["room"] == ROOM


def test_when_the_process_ends_nothing_of_the_way_to_livekit_is_left_open(livekit: OnLiveKit) -> None:
    async def deed(server: LiveKit) -> None:
        holding = asyncio.create_task(server.run())
        await server.ensure_room(ROOM)
        holding.cancel()
        with suppress(asyncio.CancelledError):
            await holding
        assert server._api is None

    ask(livekit, deed)


def test_a_wrong_key_is_said_in_words(livekit: OnLiveKit) -> None:
    async def deed(server: LiveKit) -> None:
        well = media.Media(livekit_url=server._url, livekit_key=KEY, livekit_secret=SECRET)
        assert await asyncio.to_thread(media.trouble_with_livekit, well) == ""
        wrong = replace(well, livekit_secret="not the secret of this server, at all")
        assert await asyncio.to_thread(media.trouble_with_livekit, wrong) == "LiveKit refused: unauthenticated."

    ask(livekit, deed)
    assert "no key" in media.trouble_with_livekit(media.Media(livekit_url="ws://127.0.0.1:9"))
    away = media.Media(livekit_url="ws://127.0.0.1:9", livekit_key=KEY, livekit_secret=SECRET)
    assert media.trouble_with_livekit(away) == "LiveKit does not answer."


# --- Janus alone ---------------------------------------------------------------------------------------------------------


def test_an_answer_of_janus_that_nobody_understands_is_not_the_end_of_the_session() -> None:
    asked: list[str] = []

    async def answer(socket: ServerConnection) -> None:
        async for text in socket:
            told = json.loads(text)
            asked.append(told["janus"])
            data = {} if asked == ["create"] else {"data": {"id": len(asked)}}
            await socket.send(json.dumps({"janus": "success", "transaction": told["transaction"], **data}))

    async def hold() -> None:
        there = asyncio.Event()

        async def tell(*_: Any) -> None: ...

        async def back() -> None:
            there.set()

        async with serve(answer, "127.0.0.1", 0, subprotocols=[Subprotocol("janus-protocol")]) as server:
            port = server.sockets[0].getsockname()[1]
            janus = Janus(url=f"ws://127.0.0.1:{port}", api_secret="a", admin_key="b", tell=tell, back=back)
            holding = asyncio.create_task(janus.run())
            await asyncio.wait_for(there.wait(), 30)
            holding.cancel()

    asyncio.run(hold())
    assert asked[:3] == ["create", "create", "attach"]


# --- Through the room's own door -------------------------------------------------------------------------------------


class InThread:
    """The same, in a loop of its own beside the test's."""

    def __init__(self) -> None:
        self.there, self._loop = ALiveKit(), asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def __enter__(self) -> str:
        return asyncio.run_coroutine_threadsafe(self.there.start(), self._loop).result(10)

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.there.stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


def _media_of(guest: Guest) -> dict[str, Any]:
    """It comes before or after the room that says they are in."""
    found = [one for one in guest.heard if one["type"] == "media"]
    return found[0] if found else guest.until("media")


def test_a_browser_gets_its_token_once_it_is_let_in_and_what_a_facilitator_says_reaches_livekit(
    really_commits: None, settings: Any
) -> None:
    with transaction.atomic():
        live = Live()
        live.furnish()
    away = InThread()
    with away as url:
        server = LiveKit(url=url, key=KEY, secret=SECRET)
        settings.VIDEO_SERVER = url
        with serving(live, Broker(accounts_of_sessions, media=server)) as on:
            ben = on.host()
            assert _media_of(ben)["server"] == url
            ana = on.browser("Ana").knock("Kestrel").connect()
            who = ben.sees_waiting("Kestrel")["id"]
            assert not [one for one in ana.heard if one["type"] == "media"]
            ben.say("admit", who=who)
            ana.until_in()
            there = away.there.connect(_media_of(ana)["token"])
            assert there.identity == who and not there.name
            ben.say("share", on=True)
            assert "can't be shared" in ben.until("refused")["words"]
            ana.say("signal", do="publish", sdp="v=0")  # such a server hears browsers itself: nothing is relayed
            ben.say("limit", who=who, muted=True, camera_off=False)
            ana.until_room(lambda room: room["you"]["muted"])
            on.settle(ben, ana)
            assert list(there.permission.can_publish_sources) == [1]
            page = ana.client.get(f"/telehealth/{live.session.id}/")
            assert "livekit" in page.content.decode() and url in page.headers["Content-Security-Policy"]
            ben.say("remove", who=who)
            assert ana.is_closed()
            ben.until("kept-out")
            until = time.monotonic() + 5
            while any(away.there.rooms.values()):
                assert time.monotonic() < until
                time.sleep(0.01)
            settings.VIDEO_SERVER = ""
            page = ben.client.get(f"/telehealth/{live.session.id}/")
            assert "livekit" not in page.content.decode() and url not in page.headers["Content-Security-Policy"]
            for one in on.guests:
                one.socket.close()
            until = time.monotonic() + 10
            while on.broker.rooms or on.broker._tasks:  # LiveKit hears of who left
                assert time.monotonic() < until
                time.sleep(0.01)
            on.do(server.aclose())
