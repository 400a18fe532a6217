"""Who is connected to a room, and what each of them may know of it."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from daybridge.telehealth.media.sfu import Message
from daybridge.telehealth.queries import Entrant

_MESSAGES_WAITING = 256
#: More in a second than any browser of ours says; who says more is let go.
MOST_A_SECOND = 100
#: So much that one browser asks for waits for the media server at the most: twice what coming in takes.
MOST_WAITING = 60
#: Of what others are shown; a person who means well says less, and the rest is refused.
MOST_SHOWN_A_SECOND = 10


@dataclass(eq=False)
class Person:
    """One browser at a room's door or in it. Others know its `id`, which lasts as long as the connection."""

    id: UUID
    entrant: Entrant
    session_key: str
    heard_at: datetime
    is_facilitator: bool
    #: Being let in: from the first who let them in until their browser is told.
    is_coming: bool = False
    is_in: bool = False
    hand_at: datetime | None = None
    is_muted: bool = False
    is_camera_off: bool = False
    #: Whether who leads the session lets them share their screen, for as long as this connection lasts.
    may_share: bool = False
    #: Their browser's public key of this connection, for the room key to be wrapped for (docs/adr/0039).
    key: Any = None
    #: What their browser says of itself: whether their microphone and camera are on, whether it can encrypt.
    tells: dict[str, bool] = field(default_factory=dict)
    outgoing: "asyncio.Queue[Message | None]" = field(default_factory=lambda: asyncio.Queue(_MESSAGES_WAITING))
    is_closed: bool = False
    #: The pair they are in; None for the room itself.
    circle: "Circle | None" = None
    #: Counts the places they have been in: what their browser says of an earlier one is out of date.
    place: int = 0
    media_turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    deeds_turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0

    _second: int = 0
    _said: int = 0
    _shown: int = 0

    def is_in_pace(self, moment: float) -> bool:
        """Whether this browser says no more in a second than one of ours would."""
        if int(moment) != self._second:
            self._second, self._said, self._shown = int(moment), 0, 0
        self._said += 1
        return self._said <= MOST_A_SECOND

    def may_show(self) -> bool:
        """Whether what they say now may be shown to everybody, or was too much for this second."""
        self._shown += 1
        return self._shown <= MOST_SHOWN_A_SECOND

    @property
    def account_id(self) -> UUID | None:
        return self.entrant.actor.account_id

    @property
    def called(self) -> str:
        return self.entrant.called

    def tell(self, message: Message) -> None:
        """Hand on a message; a browser that doesn't read is let go, and comes back by itself."""
        if self.outgoing.full():
            self.close()
        elif not self.is_closed:
            self.outgoing.put_nowait(message)

    def close(self) -> None:
        """Send what waits, then end the connection."""
        if not self.is_closed:
            self.is_closed = True
            while self.outgoing.full():
                self.outgoing.get_nowait()
            self.outgoing.put_nowait(None)

    def as_seen(self) -> Message:
        """What everybody in the room knows of them."""
        return {
            "id": str(self.id), "called": self.called, "staff": self.entrant.guest is None, "leads": self.is_facilitator, "hand": self.hand_at is not None,
            "muted": self.is_muted, "camera_off": self.is_camera_off, "may_share": self.may_share, "key": self.key, **self.tells,
        }  # fmt: skip

    def known(self) -> Message:
        """Who it is by the record, for who leads alone."""
        return dict(zip(("name", "of"), self.entrant.known_as, strict=True)) if self.entrant.guest else {}

    def as_led(self) -> Message:
        """`as_seen`, for who leads: a chosen name may be anybody's, or a new one."""
        return self.as_seen() | self.known()


@dataclass(frozen=True)
class Screen:
    """The one screen that is shared in a circle: under which id it is sent, and whose it is."""

    id: UUID
    of: Person

    def as_seen(self) -> Message:
        return {"id": str(self.id), "of": str(self.of.id)}


@dataclass(eq=False)
class Circle:
    """Who sees and hears each other now: all who are in the room, or one pair of it. Each has a room of its own at the media server."""

    #: 0 for the room itself; pairs count from 1.
    number: int = 0
    #: Who belongs to a pair, by account: somebody whose connection broke comes back to it.
    accounts: frozenset[UUID | None] = frozenset()
    #: Set once the media server has a room for it; another one after the server went away.
    media_room: str = ""
    screen: Screen | None = None
    #: Somebody in it has called the facilitator, who has not come yet.
    calls: bool = False


@dataclass(eq=False)
class LiveRoom:
    """A room with somebody in it or at its door."""

    occurrence_id: UUID
    is_locked: bool
    people: dict[UUID, Person] = field(default_factory=dict)
    #: Whose every connection was, those that ended too: a word to one finds its person where they came back.
    accounts: dict[UUID, UUID | None] = field(default_factory=dict)
    main: Circle = field(default_factory=Circle)
    pairs: list[Circle] = field(default_factory=list)
    #: When the count-down that everybody sees is over, on this process's own clock; and whether it calls the pairs back.
    timer_ends: float | None = None
    timer_calls_back: bool = False

    def enter(self, person: Person) -> None:
        self.people[person.id] = person
        self.accounts[person.id] = person.account_id

    def anybody(self, who: object) -> Person | None:
        """Who is connected under an id that a browser says, at the door or inside."""
        return self.people.get(UUID(str(who))) if is_id(who) else None

    def whoever(self, connection_id: UUID) -> Person | None:
        """Who came by this connection and is in the room, by this one or by one that they came back with."""
        account_id = self.accounts.get(connection_id)
        return next((one for one in self.inside() if account_id and one.account_id == account_id), None)

    def inside(self) -> Iterator[Person]:
        return (one for one in self.people.values() if one.is_in and not one.is_closed)

    def circles(self) -> list[Circle]:
        return [self.main, *self.pairs]

    def within(self, circle: Circle) -> list[Person]:
        return [one for one in self.inside() if (one.circle or self.main) is circle]

    def circle_of(self, person: Person) -> Circle:
        return person.circle or self.main

    def place_of(self, person: Person) -> Circle:
        """Where somebody belongs who comes in: their own pair, or the room itself for whoever is late."""
        return next((one for one in self.pairs if person.account_id in one.accounts), self.main)

    def facilitators(self) -> Iterator[Person]:
        return (one for one in self.inside() if one.is_facilitator)

    def waiting(self) -> Iterator[Person]:
        return (one for one in self.people.values() if not one.is_in and not one.is_closed)

    def keeper_of(self, circle: Circle) -> Person | None:
        """Whose browser makes a circle's key and wraps it: the facilitator who has been in the room longest, or who of the others has."""
        return min(self.within(circle), key=lambda one: not one.is_facilitator, default=None)

    def by_account(self, account_id: UUID | None) -> list[Person]:
        return [one for one in self.people.values() if one.account_id == account_id]

    def tell_all(self, message: Message, circle: Circle | None = None) -> None:
        """Everybody in one circle, or in all of them."""
        for one in self.within(circle) if circle else list(self.inside()):
            one.tell(message)

    def show(self) -> None:
        """Everybody sees who is with them now: people who wait see themselves alone, a pair itself alone."""
        # Whoever is being called back is for a moment in a pair that exists no longer.
        circles = {*self.circles(), *map(self.circle_of, self.inside())}
        people = {one: [person.as_seen() for person in self.within(one)] for one in circles}
        keepers = {one: str(keeper.id) if (keeper := self.keeper_of(one)) else "" for one in circles}
        timer = self._timer_as_seen()
        pairs = [self._pair_as_seen(one) for one in self.pairs]
        known = {one: [person.as_led() for person in self.within(one)] for one in circles}
        waiting = [
            {"id": str(one.id), "called": one.called} | one.known() for one in self.waiting() if one.entrant.guest
        ]
        for person in list(self.people.values()):
            shown: Message = {
                "type": "room",
                "you": person.as_seen() | {"is_in": person.is_in},
                "locked": self.is_locked,
            }
            if person.is_in:
                circle = self.circle_of(person)
                shown |= {"people": people[circle], "keeper": keepers[circle], "pair": circle.number, "timer": timer}
                shown["screen"] = circle.screen.as_seen() if circle.screen else None
            if person.is_in and person.is_facilitator:
                shown |= {"people": known[circle], "waiting": waiting, "pairs": pairs}
            person.tell(shown)

    def _timer_as_seen(self) -> Message | None:
        """Seconds that are left: clocks of browsers differ."""
        if self.timer_ends is None:
            return None
        left = max(0.0, self.timer_ends - time.monotonic())
        return {"seconds": round(left, 1), "back": self.timer_calls_back}

    def _pair_as_seen(self, pair: Circle) -> Message:
        there = self.within(pair)
        return {
            "number": pair.number, "calls": pair.calls, "people": [one.called for one in there],
            "alone": len(there) < 2,
        }  # fmt: skip


def is_id(text: object) -> bool:
    try:
        UUID(str(text))
    except (ValueError, ValidationError):
        return False
    return True
