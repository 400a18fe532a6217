"""A session on video that runs, reached by the product's own deeds, and the socket of a real server in this process."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import uvicorn
from django.test import Client
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from daybridge.attendance.tests.deeds import a_session, again, minute
from daybridge.core import clock, guard, tenancy
from daybridge.core.actors import Actor
from daybridge.installation.media import ROOMS_AT
from daybridge.people.live import accounts_signed_in
from daybridge.people.models import Participant, Staff, Supporter
from daybridge.privacy.rules import Part
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.models import Group
from daybridge.programs.rules import Mode
from daybridge.telehealth import queries
from daybridge.telehealth.actions import Arriving, admit, ask_to_join, ask_to_join_beside, open_room
from daybridge.telehealth.media.sfu import Capabilities
from daybridge.telehealth.models import RoomGuest, VideoRoom
from daybridge.telehealth.signalling.broker import Broker
from daybridge.telehealth.signalling.handing import hand_on
from tests.cast import (
    House,
    a_family_group,
    a_house,
    a_participant,
    a_program,
    a_staff_member,
    a_supporter,
    sign_in,
)

PLACE = {"location": "12 Elm Street, Aurora", "call_back": "555-0142"}


def on_video(house: House, *names: str) -> Occurrence:
    """`a_session`, which may be joined from elsewhere."""
    session = a_session(house, *names)
    with guard.writing():
        Group.objects.filter(id=session.series.group_id).update(mode=Mode.HYBRID)
    return again(session)


def knock(house: House, session: Occurrence, who: str = "Ana", called: str = "Kestrel", **more: Any) -> RoomGuest:
    """They come to the door and say who they want to be."""
    told = Arriving(**{"called": called, "agrees": True, **PLACE, **more})
    asked = ask_to_join(house.actors[who], house.participants[who], occurrence=session, told=told)
    return RoomGuest.objects.select_related("room__occurrence__series__group", "participant").get(id=asked.subject_id)


def knock_beside(house: House, session: Occurrence, supporter: Supporter, called: str = "Heron") -> RoomGuest:
    """Somebody of a participant's comes to the door of a family group."""
    actor = house.actors[supporter.name.split()[0]]
    asked = ask_to_join_beside(actor, supporter, occurrence=session, called=called, keeps_it=True)
    return queries.guests(session.id, [asked.subject_id])[0]


def go_by_video(house: House, session: Occurrence, who: Participant) -> None:
    """All that can be told of somebody in a room: they waited, were let in, muted, and left."""
    from daybridge.telehealth.actions import begin_connection, end_connection, limit_guest
    from daybridge.telehealth.models import RoomConnection
    from daybridge.telehealth.queries import acting

    with minute(session, 12):
        guest = knock(house, session, who.given_name)
        admit(house.actors["Ben"], guest)
        limit_guest(house.actors["Ben"], guest, muted=True, camera_off=True)
        begin_connection(acting(guest), guest, connection_id=guest.id)
    with minute(session, 30) as now:
        end_connection(acting(guest), RoomConnection.objects.get(guest=guest), at=now)


class OnPaper:
    """A media server (RelayedSfu) that writes down who has a place in which of its rooms and what browsers say, and carries nothing."""

    capabilities = Capabilities(is_relayed=True)

    def __init__(self) -> None:
        #: Room -> who has a place there -> of whose screen it is.
        self.rooms: dict[str, dict[str, str]] = {}
        self.signals: list[tuple[str, str, str]] = []

    @property
    def places(self) -> dict[str, str]:
        return {who: screen_of for there in self.rooms.values() for who, screen_of in there.items()}

    def rooms_of(self, guest: "Guest") -> list[str]:
        return [name for name, there in self.rooms.items() if guest.room["you"]["id"] in there]

    async def ensure_room(self, room: str) -> None:
        self.rooms.setdefault(room, {})

    async def close_room(self, room: str) -> None:
        self.rooms.pop(room, None)

    async def join_info(self, room: str, who: str, *, screen_of: str = "") -> dict[str, Any]:
        self.rooms[room][who] = screen_of
        return {}

    async def list_participants(self, room: str) -> set[str]:
        return set(self.rooms[room])

    async def set_allowed(self, room: str, who: str, *, audio: bool, video: bool) -> None:
        assert room in self.rooms

    async def remove(self, room: str, who: str) -> None:
        self.rooms.get(room, {}).pop(who, None)

    async def signal(self, room: str, who: str, message: dict[str, Any]) -> None:
        self.signals.append((room, who, str(message.get("do"))))


# --- A real server ---------------------------------------------------------------------------------------------------


class Live:
    """A house that is committed, with a session on video that began ten minutes ago, and a server of its sockets."""

    def __init__(self, *more: str) -> None:
        self.more = more
        self.house = a_house()
        self.supporters: dict[str, Supporter] = {}
        self.house.system = Actor.system(self.house.organization.id, "test")

    def furnish(self) -> None:
        """Two days before, as seats are given before a session is held."""
        from tests.journeys.sessions_now import a_session_at

        house, now = self.house, clock.now()
        with clock.at(now - timedelta(days=2)):
            a_program(house, "Dual diagnosis")
            for name, role in (
                ("Ben Okafor", "therapist"),
                ("Cora Lindqvist", "therapist"),
                ("Dora Quill", "director"),
            ):
                a_staff_member(house, name, role)
            people = [
                a_participant(house, name, therapist=house.staff["Ben"], phone="555-0188")
                for name in ("Ana Rivera", "Bo Lark", "Cy Vance", *self.more)
            ]
            self.session = a_session_at(house, now - timedelta(minutes=10), people)

    def within(self) -> Any:
        return tenancy.inside(self.house.organization.id)

    def person(self, name: str) -> Staff | Participant | Supporter:
        return self.house.staff.get(name) or self.house.participants.get(name) or self.supporters[name]

    def asks_families(self) -> Supporter:
        """The session is of a family group, and Ana's brother Sam is asked to it. She agrees."""
        house, group = self.house, self.session.series.group
        with guard.writing():
            Group.objects.filter(id=group.id).update(kind="family")
        self.session = again(self.session)
        sam = a_supporter(house, house.participants["Ana"], "Sam Ortiz", Part.FAMILY_GROUPS)
        a_family_group(house, sam, by="Dora", series=self.session.series)
        self.supporters["Sam"] = sam
        return sam


class Guest:
    """A browser of somebody's: its sign-in, its ticket, its socket, and what the room told it last."""

    def __init__(self, live: Live, port: int, name: str) -> None:
        self._live, self.port, self.name = live, port, name
        with live.within():
            account = live.person(name).account
            assert account
            self.client: Client = sign_in(account)
        self.room: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []

    def knock(self, called: str, **more: str) -> "Guest":
        with self._live.within():
            if self.name in self._live.supporters:
                knock_beside(self._live.house, self._live.session, self._live.supporters[self.name], called)
            else:
                knock(self._live.house, self._live.session, self.name, called, **more)
        return self

    def ticket(self, session: Occurrence | None = None) -> str:
        answer = self.client.post(f"/telehealth/{(session or self._live.session).id}/ticket/")
        assert answer.status_code == 200, answer.content
        return str(answer.json()["ticket"])

    def connect(self, *, ticket: str | None = None, cookie: str | None = None, origin: str | None = None) -> "Guest":
        key = cookie if cookie is not None else self.client.cookies["sessionid"].value
        self.socket: ClientConnection = connect(
            f"ws://localhost:{self.port}/telehealth/live/{self._live.session.id}",
            origin=origin or f"http://localhost:{self.port}",  # type: ignore[arg-type]
            additional_headers={"Cookie": f"sessionid={key}"},
            max_queue=None,  # a browser takes what it is told at once, and so answers pings, also while the test looks elsewhere
            legacy=True,
        )
        self.say("ticket", ticket=self.ticket() if ticket is None else ticket)
        return self

    def say(self, kind: str, **more: Any) -> None:
        self.socket.send(json.dumps({"type": kind, **more}))

    def until(self, kind: str, **holds: Any) -> dict[str, Any]:
        """Read on until a message of this kind says this."""
        while True:
            told = json.loads(self.socket.recv(timeout=20))
            self.heard.append(told)
            if told["type"] == "room":
                self.room = told
            if told["type"] == kind and all(told.get(name) == value for name, value in holds.items()):
                return told  # type: ignore[no-any-return]

    def until_room(self, holds: Any) -> dict[str, Any]:
        """Read on until the room is so."""
        while not (self.room and holds(self.room)):
            self.until("room")
        return self.room

    def until_in(self) -> "Guest":
        self.until_room(lambda room: room["you"]["is_in"])
        return self

    def sees(self, called: str) -> dict[str, Any]:
        """Somebody in the room."""
        room = self.until_room(lambda room: any(one["called"] == called for one in room.get("people", [])))
        return next(one for one in room["people"] if one["called"] == called)  # type: ignore[no-any-return]

    def sees_waiting(self, called: str) -> dict[str, Any]:
        room = self.until_room(lambda room: any(one["called"] == called for one in room.get("waiting", [])))
        return next(one for one in room["waiting"] if one["called"] == called)  # type: ignore[no-any-return]

    def is_closed(self) -> bool:
        try:
            while True:
                self.heard.append(json.loads(self.socket.recv(timeout=20)))
        except ConnectionClosed:
            return True


class Server:
    """An ASGI endpoint for sockets of rooms behind a real port, in a loop of its own."""

    def __init__(self, endpoint: Any) -> None:
        app = Starlette(routes=[WebSocketRoute("/telehealth/live/{occurrence_id:uuid}", endpoint)])
        self._server = uvicorn.Server(
            uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self.loop: asyncio.AbstractEventLoop

    def start(self) -> int:
        began = threading.Event()
        startup = self._server.startup

        async def noted(*args: Any, **more: Any) -> None:
            await startup(*args, **more)
            self.loop = asyncio.get_running_loop()
            began.set()

        self._server.startup = noted  # type: ignore[method-assign]
        self._thread.start()
        assert began.wait(20)
        return int(self._server.servers[0].sockets[0].getsockname()[1])

    def end(self) -> None:
        """Ask it to stop, which takes it a tick."""
        self._server.should_exit = True

    def stop(self) -> None:
        self.end()
        self._thread.join(20)


@contextmanager
def serving(live: Live, broker: Broker | None = None) -> Iterator["Serving"]:
    """The rooms, and two web processes' ways to them, which browsers take in turn."""
    broker = broker or Broker(accounts_signed_in)
    rooms, webs = Server(broker.answer), [Server(hand_on), Server(hand_on)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROOMS_AT, f"ws://127.0.0.1:{rooms.start()}")
        known = Serving(live, broker, rooms, [one.start() for one in webs])
        try:
            yield known
        finally:
            for one in known.guests:
                if hasattr(one, "socket"):
                    one.socket.close()
            for server in (*webs, rooms):
                server.end()
            for server in (*webs, rooms):
                server.stop()


class Serving:
    def __init__(self, live: Live, broker: Broker, rooms: Server, ports: list[int]) -> None:
        self.live, self.broker, self.rooms, self.ports = live, broker, rooms, ports
        self.guests: list[Guest] = []

    def browser(self, name: str) -> Guest:
        self.guests.append(Guest(self.live, self.ports[len(self.guests) % len(self.ports)], name))
        return self.guests[-1]

    def do(self, coroutine: Any) -> Any:
        """In the rooms' loop, at the caller's moment (`clock.at`)."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.rooms.loop).result(30)

    def host(self, name: str = "Ben") -> Guest:
        return self.browser(name).connect().until_in()

    def admitted(self, host: Guest, name: str, called: str) -> Guest:
        guest = self.browser(name).knock(called).connect()
        host.say("admit", who=host.sees_waiting(called)["id"])
        return guest.until_in()

    def tick(self) -> None:
        self.do(self.broker.tick())

    def settle(self, *guests: Guest) -> None:
        """All that these have said was heard, and what the rooms began beside (words for the media server, its places) is done."""
        for one in guests:
            one.say("beat")
            one.until("beat")
        self.do(self._end_of_tasks())

    async def _end_of_tasks(self) -> None:
        while self.broker._tasks:
            await asyncio.gather(*self.broker._tasks)


def room_of(session: Occurrence) -> VideoRoom:
    return VideoRoom.objects.select_related("occurrence__series").get(occurrence=session)


def opened(house: House, session: Occurrence) -> VideoRoom:
    open_room(house.actors["Ben"], session)
    return room_of(session)


def is_id(text: str) -> bool:
    return str(UUID(text)) == text
