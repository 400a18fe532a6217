"""The signalling socket: a ticket first, then what one says and asks for. Every deed of a facilitator is an action's to permit.

One process holds all rooms of an installation; web processes hand their sockets on to it (docs/adr/0041).
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.utils import translation
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from daybridge.attendance.actions import add_facilitator
from daybridge.core.errors import DaybridgeError
from daybridge.core.ids import new_id
from daybridge.telehealth import actions, queries, rules
from daybridge.telehealth.media.sfu import MediaTrouble, Message, RelayedSfu, Sfu
from daybridge.telehealth.queries import Entrant
from daybridge.telehealth.rules import MOST_CHAT_CHARACTERS, Stand
from daybridge.telehealth.sentences import fault_in_words
from daybridge.telehealth.signalling import desk, pairs, screens
from daybridge.telehealth.signalling.desk import Closed, SignedIn
from daybridge.telehealth.signalling.rooms import MOST_WAITING, Circle, LiveRoom, Person, is_id

log = structlog.get_logger()
_TICKET_WITHIN_SECONDS = 10.0
_LARGEST_MESSAGE = 128 * 1024
_LONGEST_COORDINATE = 44
_LONGEST_CAPTION, _LONGEST_IV = 2048, 24
#: Closing codes that a browser reads: come back by yourself, or don't.
AGAIN, NOT_AGAIN = 4000, 4003
#: In ticks: so soon does a yes that was taken back end what is open.
YES_ASKED_EVERY = 2
SIGNS = frozenset({"thumbs-up", "heart", "smile"})
#: What a browser may say of itself.
TELLS = frozenset({"mic_on", "camera_on", "can_encrypt"})
Deed = Callable[[], Awaitable[None]]


class Broker:
    """All rooms of this process."""

    def __init__(
        self, signed_in: SignedIn, *, media: Sfu | RelayedSfu | None = None, relays: Callable[[str], list[Message]] | None = None,
        tick_seconds: float = 1.0,
    ) -> None:  # fmt: skip
        self.rooms: dict[UUID, LiveRoom] = {}
        self.media = media
        self._signed_in = signed_in
        self._relays = relays or (lambda name: [])
        self._tick_seconds = tick_seconds
        self._beats: dict[UUID, dict[UUID, Any]] = {}
        self._ticks = 0
        self._tasks: set[asyncio.Task[None]] = set()

    # --- A connection ------------------------------------------------------------------------------------------------

    async def answer(self, socket: WebSocket) -> None:
        """One browser, from its ticket to its end."""
        occurrence_id: UUID = socket.path_params["occurrence_id"]
        if not _is_same_site(socket):
            await socket.close(NOT_AGAIN)
            return
        await socket.accept()
        session_key = socket.cookies.get("sessionid", "")
        found = await self._let_on(socket, session_key, occurrence_id)
        if isinstance(found, Closed):
            with suppress(RuntimeError, WebSocketDisconnect):
                await socket.send_json({"type": "closed", "why": found.why, "words": found.words})
                await socket.close(NOT_AGAIN)
            return
        person = Person(new_id(), found, session_key, desk.now(), is_facilitator=found.guest is None)
        writing = asyncio.create_task(_write(socket, person))
        at = None
        try:
            await self._enter(person)
            at = await self._read(socket, person)
        finally:
            person.close()
            await self._leave(person, at or person.heard_at)
            await asyncio.wait([writing], timeout=2)
            writing.cancel()

    async def _let_on(self, socket: WebSocket, session_key: str, occurrence_id: UUID) -> Entrant | Closed:
        try:
            first = json.loads(await asyncio.wait_for(socket.receive_text(), _TICKET_WITHIN_SECONDS))
            ticket = str(first["ticket"])
        except (TimeoutError, ValueError, KeyError, TypeError, WebSocketDisconnect):
            return Closed("ticket")
        return await desk.in_thread(lambda: desk.let_on(self._signed_in, session_key, ticket, occurrence_id))

    async def _enter(self, person: Person) -> None:
        entrant = person.entrant
        room = self.rooms.setdefault(entrant.occurrence.id, LiveRoom(entrant.occurrence.id, entrant.room.is_locked))
        others = room.by_account(person.account_id)
        room.enter(person)  # before anything is waited for: of windows that open at once, one stays
        for other in others:
            other.tell({"type": "closed", "why": "elsewhere", "words": ""})
            other.close()
            await self._leave(other, other.heard_at)
        if entrant.guest is None:
            person.is_in = True
            self.begin(self._welcome_in_turn(room, person))
        elif entrant.guest.stand == Stand.ADMITTED:
            await self._come_in(room, person)
        room.show()

    async def _come_in(self, room: LiveRoom, person: Person) -> None:
        """Somebody who was let in: their minutes begin, then they see and hear. Once, of two who let them in at one moment."""
        if person.is_coming:
            return
        person.is_coming = True
        try:
            person.entrant = await desk.within(person.entrant, lambda: desk.come_in(person.entrant, person.id))
        except DaybridgeError as error:
            person.tell({"type": "closed", "why": error.code, "words": error.words})
            person.close()
            return
        assert person.entrant.guest
        person.is_muted, person.is_camera_off = person.entrant.guest.is_muted, person.entrant.guest.is_camera_off
        person.is_in = person.id in room.people and not person.is_closed
        if person.is_in:
            person.circle = room.place_of(person)
            self.begin(self._welcome_in_turn(room, person))
        else:
            await self._end_connection(person, person.heard_at)

    async def _read(self, socket: WebSocket, person: Person) -> Any:
        """Do what a browser asks for until it goes; answers when it did, or None where it went silent."""
        while not person.is_closed:
            try:
                text = await socket.receive_text()
            except (WebSocketDisconnect, RuntimeError, KeyError):
                return None if person.is_closed else desk.now()
            if len(text) > _LARGEST_MESSAGE or person.is_closed:
                return None
            person.heard_at = desk.now()
            if not person.is_in_pace(time.monotonic()):
                return person.heard_at
            try:
                message = json.loads(text)
                kind = message["type"]
            except (ValueError, KeyError, TypeError):
                return desk.now()
            await self._do(person, str(kind), message)
        return None

    async def _leave(self, person: Person, at: Any) -> None:
        """Their minutes end and nobody sees them any more. The media server hears of it beside that: it may take its time."""
        room = self.rooms.get(person.entrant.occurrence.id)
        if room is None or room.people.pop(person.id, None) is None:
            return
        if person.is_in:
            person.is_in = False
            circle = room.circle_of(person)
            screens.end_screen(self, circle, of=person)
            self.begin(self.out_of(circle, person))
            await self._end_connection(person, at)
        if room.people:
            room.show()
        elif self.rooms.get(room.occurrence_id) is room:  # the last two may leave at once
            del self.rooms[room.occurrence_id]
            for circle in room.circles():
                self.begin(self.close(circle))

    def begin(self, deed: Coroutine[Any, Any, None]) -> None:
        """Beside everything else: nobody's beats, words or minutes wait for it."""
        task = asyncio.create_task(deed)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end_connection(self, person: Person, at: Any) -> None:
        if person.entrant.guest:
            try:
                await desk.within(person.entrant, lambda: desk.leave(person.entrant, person.id, at))
            except DaybridgeError as error:  # the session was called off meanwhile: it has no minutes
                log.warning("a connection's end could not be told", error=error.code)

    # --- What people ask for -----------------------------------------------------------------------------------------

    async def _do(self, person: Person, kind: str, message: Message) -> None:
        room = self.rooms.get(person.entrant.occurrence.id)
        if room is None:
            return
        if kind == "beat":
            if person.is_in and person.entrant.guest:
                of_it = self._beats.setdefault(person.entrant.actor.organization_id, {})
                of_it[person.id] = person.heard_at
            person.tell({"type": "beat"})
        elif not person.is_in:
            return  # who waits can do nothing but wait
        elif kind in _SHOWN and not person.may_show():
            if kind == "chat":
                self._give_back(person, _words_of(message), rules.Fault.TOO_FAST)
            else:
                self.refuse(person, rules.Fault.TOO_FAST)
        elif kind in _OWN:
            await _OWN[kind](self, room, person, message)
        elif kind in _DEEDS:
            self._in_turn(person, person.deeds_turn, lambda: self._lead(room, person, kind, message))

    def _in_turn(self, person: Person, turn: asyncio.Lock, deed: Deed) -> None:
        """In order, and beside everything else: a slow media server keeps no beat waiting. Whoever heaps them up is let go."""
        if person.waiting >= MOST_WAITING:
            person.close()
            return
        person.waiting += 1
        self.begin(_when_it_is_its_turn(person, turn, deed))

    async def _lead(self, room: LiveRoom, person: Person, kind: str, message: Message) -> None:
        try:
            await _DEEDS[kind](self, room, person, message)
        except DaybridgeError as error:
            person.tell({"type": "refused", "words": error.words})
        except Exception as error:
            log.exception("a deed in a room on video failed", deed=kind, error=type(error).__name__)
            person.close()  # it comes back by itself and shows how things stand

    def refuse(self, person: Person, fault: rules.Fault) -> None:
        with translation.override(person.entrant.language):
            person.tell({"type": "refused", "words": fault_in_words(fault)})

    def _give_back(self, person: Person, said: str, fault: rules.Fault) -> None:
        """Words of the chat that reached nobody, to whoever wrote them."""
        with translation.override(person.entrant.language):
            person.tell({"type": "unsent", "words": fault_in_words(fault), "said": said})

    async def _hand(self, room: LiveRoom, person: Person, message: Message) -> None:
        person.hand_at = desk.now() if message.get("up") else None
        room.show()

    async def _say_of_oneself(self, room: LiveRoom, person: Person, message: Message) -> None:
        told = {name: bool(message[name]) for name in TELLS if name in message}
        if "key" in message:
            person.key = _public_key(message["key"])
        person.tells |= told
        room.show()

    async def _chat(self, room: LiveRoom, person: Person, message: Message) -> None:
        """To everybody, or a private word: from a participant to the facilitators, from a facilitator to one person.

        A private word that reaches nobody is told to whoever wrote it, and given back to them.
        """
        words = _words_of(message)
        to = str(message.get("to", ""))
        if not words:
            return
        told = {"type": "chat", "from": str(person.id), "called": person.called, "words": words, "private": bool(to)}
        if not to:
            room.tell_all(told, room.circle_of(person))
        elif to == "all" and person.is_facilitator:
            room.tell_all(told | {"private": False, "everywhere": True})
        elif to == "team" and (leaders := set(room.facilitators())):
            for one in leaders | {person}:
                one.tell(told)
        elif person.is_facilitator and (other := room.whoever(UUID(to)) if is_id(to) else None):
            for one in {other, person}:
                one.tell(told | {"to": str(other.id), "to_called": other.called})
        elif to == "team" or person.is_facilitator:
            self._give_back(person, words, rules.Fault.NOT_HERE)

    async def _react(self, room: LiveRoom, person: Person, message: Message) -> None:
        if message.get("sign") in SIGNS:
            told = {"type": "reaction", "from": str(person.id), "sign": message["sign"]}
            room.tell_all(told, room.circle_of(person))

    async def _hand_on(self, room: LiveRoom, person: Person, message: Message) -> None:
        """From one browser to another, unread: a wrapped key (from the keeper of their circle alone), or two browsers' own pictures."""
        other = _beside(room, person, str(message.get("to", "")))
        is_key = message["type"] == "wrapped"
        if other and (
            person is room.keeper_of(room.circle_of(person)) if is_key else self.media is None and _is_pair(room)
        ):
            other.tell({**message, "from": str(person.id)})

    async def _caption(self, room: LiveRoom, person: Person, message: Message) -> None:
        """What somebody says, in words that their browser sealed: handed on to the others, unread and kept nowhere."""
        sealed = {name: message.get(name) for name in ("epoch", "iv", "data")}
        if (
            not isinstance(sealed["epoch"], int)
            or len(str(sealed["data"])) > _LONGEST_CAPTION
            or len(str(sealed["iv"])) > _LONGEST_IV
        ):
            return
        if person.is_muted:
            return  # who may not be heard may not be read instead
        for one in room.within(room.circle_of(person)):
            if one is not person:
                one.tell({"type": "caption", "from": str(person.id), **sealed})

    # --- Deeds of facilitators -----------------------------------------------------------------------------------------

    async def _admit(self, room: LiveRoom, person: Person, message: Message) -> None:
        wanted = list(room.waiting()) if message.get("who") == "all" else [room.anybody(message.get("who"))]
        for one in wanted:
            if one is None or one.entrant.guest is None:
                continue
            guest = one.entrant.guest
            await desk.within(person.entrant, lambda guest=guest: actions.admit(person.entrant.actor, guest))  # type: ignore[misc]
            if not one.is_in and not one.is_closed:
                await self._come_in(room, one)
        room.show()

    async def _let_back(self, room: LiveRoom, person: Person, message: Message) -> None:
        """Somebody who was asked to leave may come to the door again and is let in."""
        guest_id = UUID(message["guest"]) if is_id(message.get("guest")) else None

        def deed() -> None:
            for guest in queries.guests(room.occurrence_id, [guest_id] if guest_id else []):
                actions.admit(person.entrant.actor, guest)

        await desk.within(person.entrant, deed)
        await self._tell_kept_out(room, person, message)

    async def _tell_kept_out(self, room: LiveRoom, person: Person, message: Message) -> None:
        found = await desk.within(person.entrant, lambda: queries.kept_out(room.occurrence_id))
        if not await desk.within(person.entrant, lambda: desk.still_leads(person.entrant)):
            return
        person.tell({"type": "kept-out", "guests": [{"guest": str(one.id), "called": one.called} for one in found]})

    async def _tell_callers(self, room: LiveRoom, person: Person, message: Message) -> None:
        """Who could call in place of coming: guests whose browser is not here, with the code that they say, and who is on the phone."""
        if not await desk.within(person.entrant, lambda: desk.still_leads(person.entrant)):
            return
        found = await desk.within(person.entrant, lambda: desk.callers(room.occurrence_id))
        here = {one.entrant.guest.id for one in room.inside() if one.entrant.guest}
        person.tell({
            "type": "callers",
            "guests": [
                {
                    "guest": str(one.guest.id), "called": one.guest.called, "code": one.code, "on_phone": one.is_on_phone,
                    "name": one.guest.participant.name_in_group,
                }
                for one in found
                if one.guest.id not in here
            ],
        })  # fmt: skip

    async def _on_phone(self, room: LiveRoom, person: Person, message: Message) -> None:
        guest_id, holds = (
            UUID(message["guest"]) if is_id(message.get("guest")) else None,
            bool(message.get("holds")),
        )

        def deed() -> None:
            for guest in queries.guests(room.occurrence_id, [guest_id] if guest_id else []):
                actions.put_on_phone(person.entrant.actor, guest, holds=holds)

        await desk.within(person.entrant, deed)
        await self._tell_callers(room, person, message)

    async def _remove(self, room: LiveRoom, person: Person, message: Message) -> None:
        other = room.anybody(message.get("who"))
        if other is None or other.entrant.guest is None:
            return
        guest = other.entrant.guest
        await desk.within(person.entrant, lambda: actions.remove(person.entrant.actor, guest))
        with translation.override(other.entrant.language):
            words = fault_in_words(rules.Fault.REMOVED)
        for one in room.by_account(other.account_id):
            one.tell({"type": "closed", "why": "removed", "words": words})
            one.close()
            await self._leave(one, desk.now())
        await self._tell_kept_out(room, person, message)

    async def _limit(self, room: LiveRoom, person: Person, message: Message) -> None:
        other = room.anybody(message.get("who"))
        if other is None or other.entrant.guest is None:
            return
        muted, camera_off = bool(message.get("muted")), bool(message.get("camera_off"))
        guest = other.entrant.guest
        await desk.within(
            person.entrant,
            lambda: actions.limit_guest(person.entrant.actor, guest, muted=muted, camera_off=camera_off),
        )
        other.is_muted, other.is_camera_off = muted, camera_off
        room.show()  # their own browser obeys at once
        if not await self._allow(room, other):
            self.refuse(person, rules.Fault.NOT_LIMITED)

    async def _lock(self, room: LiveRoom, person: Person, message: Message) -> None:
        holds = bool(message.get("holds"))
        entrant = person.entrant
        await desk.within(entrant, lambda: actions.lock_room(entrant.actor, entrant.room, holds=holds))
        room.is_locked = holds
        room.show()

    async def _end(self, room: LiveRoom, person: Person, message: Message) -> None:
        entrant = person.entrant
        await desk.within(entrant, lambda: actions.end_room(entrant.actor, entrant.room))
        for one in list(room.people.values()):
            one.tell({"type": "closed", "why": "ended", "words": ""})
            one.close()
            await self._leave(one, desk.now())

    async def _hand_over(self, room: LiveRoom, person: Person, message: Message) -> None:
        """Another of the staff in the room leads it from now on, in place of whoever says so."""
        other = room.anybody(message.get("who"))
        if other is None or other.entrant.staff is None:
            return
        staff, entrant = other.entrant.staff, person.entrant
        await desk.within(
            entrant, lambda: add_facilitator(entrant.actor, entrant.occurrence, staff=staff, takes_over=True)
        )
        for one in list(room.facilitators()):
            one.is_facilitator = await desk.within(one.entrant, lambda one=one: desk.still_leads(one.entrant))  # type: ignore[misc]
        screens.end_screen_without_right(self, room)
        pairs.bring_home(self, room)
        room.show()

    # --- Pictures and sound --------------------------------------------------------------------------------------------

    async def _welcome_in_turn(self, room: LiveRoom, person: Person) -> None:
        async with person.media_turn:
            await self.welcome(room, person)

    async def welcome(self, room: LiveRoom, person: Person) -> None:
        """What an admitted browser needs for pictures and sound where they are now. Nobody gets it before."""
        kind, info, circle = "peer", {}, room.circle_of(person)
        person.place += 1
        person.key = None  # their browser makes another for each place: no key of one is of use in another
        if self.media:
            try:
                at = circle.media_room = circle.media_room or str(new_id())
                await self.media.ensure_room(at)
                await self._allow(room, person)  # before: what they may send stands in what they join with
                info = dict(await self.media.join_info(at, str(person.id)))
                kind = "sfu"
                if person.id not in room.people:  # they went meanwhile
                    await self.remove_at(at, str(person.id))
            except MediaTrouble as trouble:
                log.warning("the media server is away", error=str(trouble))
                kind = "away"
        person.tell(
            {"type": "media", "kind": kind, "relays": self._relays(str(person.id)), "place": person.place, **info}
        )

    async def _allow(self, room: LiveRoom, person: Person) -> bool:
        """Whether the media server heard what somebody may send."""
        audio, video = not person.is_muted, not person.is_camera_off
        at = room.circle_of(person).media_room
        return await self._media(at, lambda media: media.set_allowed(at, str(person.id), audio=audio, video=video))

    async def out_of(self, circle: Circle, person: Person) -> None:
        await self.remove_at(circle.media_room, str(person.id))

    async def remove_at(self, media_room: str, who: str) -> None:
        await self._media(media_room, lambda media: media.remove(media_room, who))

    async def close(self, circle: Circle) -> None:
        await self._media(circle.media_room, lambda media: media.close_room(circle.media_room))

    async def _media(self, media_room: str, ask: Callable[[Sfu], Awaitable[None]]) -> bool:
        """Whether the media server did it; where there is none, there was nothing to do."""
        if self.media and media_room:
            try:
                await ask(self.media)
            except MediaTrouble as trouble:
                log.warning("the media server did not do it", error=str(trouble))
                return False
        return True

    async def _signal(self, room: LiveRoom, person: Person, message: Message) -> None:
        self._in_turn(person, person.media_turn, lambda: self._hand_to_media(room, person, message))

    async def _hand_to_media(self, room: LiveRoom, person: Person, message: Message) -> None:
        at = room.circle_of(person).media_room
        if not (self.media and at and person.is_in) or message.get("place", person.place) != person.place:
            return
        if not self.media.capabilities.is_relayed:
            return
        circle = room.circle_of(person)
        who, sends_screen, screen = str(person.id), message.get("of") == "screen", circle.screen
        if sends_screen:
            if screen is None or screen.of is not person:
                return  # it was taken from them meanwhile
            who = str(screen.id)
            message = {**message, "of": "send"}
        sdp = str(message.get("sdp", ""))
        if message.get("do") == "publish" and not rules.is_within(sdp, audio=0 if sends_screen else 1, video=1):
            return
        try:
            await cast(RelayedSfu, self.media).signal(at, who, message)
        except MediaTrouble as trouble:
            log.warning("the media server refused", error=str(trouble))
            if message.get("do") not in ("publish", "answer"):  # without these nothing is seen or heard
                return
            if screen and sends_screen:
                screens.give_up_screen(self, room, circle, screen)
            else:
                person.tell({"type": "media", "kind": "away", "relays": [], "place": person.place})

    async def tell_from_media(self, media_room: str, who: str, message: Message) -> None:
        """The media server's word for one browser."""
        for room in self.rooms.values():
            for circle in room.circles():
                if circle.media_room != media_room:
                    continue
                screen, person = circle.screen, _inside(room, who)
                if screen and who == str(screen.id) != str(screen.of.id):
                    screen.of.tell({"type": "signal", **message, "of": "screen"})
                elif person and room.circle_of(person) is circle:
                    person.tell({"type": "signal", **message})

    async def media_is_back(self) -> None:
        """The media server forgot all rooms when it went away: everybody joins again, in new ones."""
        for room in list(self.rooms.values()):
            for circle in room.circles():
                circle.media_room = ""
                screens.end_screen(self, circle)
            for person in list(room.inside()):
                await self._welcome_in_turn(room, person)

    # --- The clock -----------------------------------------------------------------------------------------------------

    async def keep(self) -> None:
        """Write down beats, let go of who went silent, and of who is signed in or expected no longer."""
        while True:
            await asyncio.sleep(self._tick_seconds)
            try:
                await self.tick()
            except Exception as error:
                log.exception("rooms on video could not be looked after; trying again", error=type(error).__name__)

    async def tick(self) -> None:
        """Nothing in it waits for the media server."""
        beats, self._beats = self._beats, {}
        if beats:
            await desk.in_thread(lambda: desk.hear(beats))
        now = desk.now()
        everybody = [one for room in self.rooms.values() for one in room.people.values()]
        for person in everybody:
            if rules.is_silent(person.heard_at, now):
                person.close()
                await self._leave(person, person.heard_at)
        for room in list(self.rooms.values()):
            if room.timer_calls_back and room.timer_ends is not None and time.monotonic() >= room.timer_ends:
                self.begin(pairs.time_is_up(self, room))
        self._ticks += 1
        if everybody and self._ticks % 30 == 0:
            await self._ask_who_is_welcome(everybody)
        if self._ticks % YES_ASKED_EVERY == 0:
            await self._let_go_of_who_was_taken_back([one for one in everybody if one.entrant.guest])

    async def _ask_who_is_welcome(self, everybody: list[Person]) -> None:
        keys = {one.session_key for one in everybody}
        welcome = await desk.in_thread(lambda: self._signed_in(keys))
        signed_in = [one for one in everybody if one.session_key in welcome]
        stands = await desk.in_thread(lambda: [desk.how_it_stands(one.entrant) for one in signed_in])
        known = dict(zip(signed_in, stands, strict=True))
        for person in everybody:
            now = known.get(person) or desk.Stands(Closed("signed-out"), person.entrant)
            person.entrant, was_facilitator, person.is_facilitator = now.entrant, person.is_facilitator, now.leads
            if was_facilitator != now.leads and (room := self.rooms.get(person.entrant.occurrence.id)):
                screens.end_screen_without_right(self, room)
                pairs.bring_home(self, room)
                room.show()
            if out := now.out:
                person.tell({"type": "closed", "why": out.why, "words": out.words})
                person.close()
                await self._leave(person, desk.now())

    async def _let_go_of_who_was_taken_back(self, guests: list[Person]) -> None:
        """A yes that was taken back in another window, or by another person, ends what is open."""
        if not guests:
            return
        gone = await desk.in_thread(lambda: desk.no_longer_welcome([one.entrant for one in guests]))
        for person in guests:
            if person.entrant.guest and person.entrant.guest.id in gone:
                with translation.override(person.entrant.language):
                    words = fault_in_words(rules.Fault.TAKEN_BACK)
                person.tell({"type": "closed", "why": "taken-back", "words": words})
                person.close()
                await self._leave(person, desk.now())
        inside = {one.id: one.entrant for one in guests if one.is_in}
        ended = await desk.in_thread(lambda: desk.ended(inside))
        for person in guests:
            if person.id in ended and person.is_in:
                person.close()  # it comes back by itself, and its minutes begin anew


Handle = Callable[[Broker, LiveRoom, Person, Message], Awaitable[None]]
#: What everybody in the room may do.
_OWN: Mapping[str, Handle] = {
    "hand": Broker._hand,
    "me": Broker._say_of_oneself,
    "chat": Broker._chat,
    "reaction": Broker._react,
    "wrapped": Broker._hand_on,
    "peer": Broker._hand_on,
    "signal": Broker._signal,
    "share": screens.share,
    "call": pairs.call,
    "caption": Broker._caption,
}
#: What everybody in the room is shown at once: at a pace at which people speak.
_SHOWN = frozenset({"hand", "me", "chat", "reaction", "share", "caption", "call"})
#: What an action permits to who leads the session, and to nobody else.
_DEEDS: Mapping[str, Handle] = {
    "admit": Broker._admit,
    "let-back": Broker._let_back,
    "kept-out": Broker._tell_kept_out,
    "remove": Broker._remove,
    "limit": Broker._limit,
    "let-share": screens.let_share,
    "callers": Broker._tell_callers,
    "on-phone": Broker._on_phone,
    "lock": Broker._lock,
    "end": Broker._end,
    "hand-over": Broker._hand_over,
    "split": pairs.split,
    "call-back": pairs.call_back,
    "visit": pairs.visit,
    "timer": pairs.set_timer,
}


async def _when_it_is_its_turn(person: Person, turn: asyncio.Lock, deed: Deed) -> None:
    try:
        async with turn:
            await deed()
    finally:
        person.waiting -= 1


def _words_of(message: Message) -> str:
    return str(message.get("words", "")).strip()[:MOST_CHAT_CHARACTERS]


def _public_key(told: object) -> Message | None:
    """A P-256 key as a browser exports it (JWK), and nothing else that somebody would have everybody hear."""
    parts = {"kty": "EC", "crv": "P-256", "x": "", "y": ""}
    if not isinstance(told, dict) or told.keys() != parts.keys():
        return None
    is_short = all(isinstance(told[name], str) and len(told[name]) <= _LONGEST_COORDINATE for name in parts)
    return told if is_short else None


def _inside(room: LiveRoom, who: str) -> Person | None:
    found = room.people.get(UUID(who)) if is_id(who) else None
    return found if found and found.is_in and not found.is_closed else None


def _beside(room: LiveRoom, person: Person, who: str) -> Person | None:
    """Somebody who sees and hears this person now."""
    found = _inside(room, who)
    return found if found and room.circle_of(found) is room.circle_of(person) else None


def _is_pair(room: LiveRoom) -> bool:
    """Without a media server two browsers speak to each other; more would each send to all, which phones can't.

    One of them is the staff's: to a peer it would tell somebody's network address.
    """
    inside = list(room.inside())
    return len(inside) <= 2 and any(one.entrant.staff for one in inside)


def _is_same_site(socket: WebSocket) -> bool:
    """Another site's page may not open a socket with somebody's cookie, ticket or none."""
    origin = urlsplit(socket.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == socket.headers.get("host", "")


async def _write(socket: WebSocket, person: Person) -> None:
    with suppress(RuntimeError, WebSocketDisconnect, OSError):
        while (message := await person.outgoing.get()) is not None:
            await socket.send_text(
                json.dumps(message)
            )  # in ASCII: half a sign of somebody's would else end the writing
        if socket.client_state == WebSocketState.CONNECTED:
            await socket.close(AGAIN)
