"""Pairs and threes of a room, and the count-down that everybody sees: who is moved where, who visits, who calls."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import translation

from daybridge.core.errors import Conflict
from daybridge.telehealth import actions, rules
from daybridge.telehealth.media.sfu import Message
from daybridge.telehealth.sentences import fault_in_words
from daybridge.telehealth.signalling import desk
from daybridge.telehealth.signalling.rooms import Circle, LiveRoom, Person, is_id
from daybridge.telehealth.signalling.screens import end_screen

if TYPE_CHECKING:
    from daybridge.telehealth.signalling.broker import Broker


async def split(broker: "Broker", room: LiveRoom, person: Person, message: Message) -> None:
    """By chance (`size`), or as somebody has put them (`by_hand`: who is with whom). Facilitators stay in the room."""
    if broker.media is None:
        with translation.override(person.entrant.language):
            raise Conflict(fault_in_words(rules.Fault.NO_SERVER))
    there = {one.id: one for one in room.inside() if not one.is_facilitator and one.entrant.guest}
    entrant = person.entrant
    by_hand = message.get("by_hand")
    wanted = _as_put(by_hand, there) if by_hand is not None else None
    pairs = await desk.within(entrant, lambda: desk.split(entrant, list(there.values()), wanted, message.get("size")))
    await all_back(broker, room)
    room.pairs = [
        Circle(number, frozenset(one.account_id for one in pair)) for number, pair in enumerate(pairs, start=1)
    ]
    _count_down(room, message.get("minutes"), calls_back=True)
    for one in list(room.inside()):
        if not one.is_facilitator:
            await _move(broker, room, one)
    room.show()


async def call_back(broker: "Broker", room: LiveRoom, person: Person, message: Message) -> None:
    entrant = person.entrant
    await desk.within(entrant, lambda: actions.split_room(entrant.actor, entrant.room, pairs=()))
    await all_back(broker, room)
    room.show()


async def time_is_up(broker: "Broker", room: LiveRoom) -> None:
    await all_back(broker, room)
    room.show()


async def all_back(broker: "Broker", room: LiveRoom) -> None:
    pairs, room.pairs = room.pairs, []
    if room.timer_calls_back:
        room.timer_ends, room.timer_calls_back = None, False
    for one in list(room.inside()):
        if one.circle in pairs:
            await _move(broker, room, one)
    for circle in pairs:
        await broker.close(circle)


async def _move(broker: "Broker", room: LiveRoom, person: Person, visits: Circle | None = None) -> None:
    """Out of one room of the media server and into another: what was there is neither seen nor heard any more.

    To where they belong, or to a pair that they visit. Where that is is asked when it is their turn: pairs may be gone by then.
    """
    async with person.media_turn:
        circle = visits if visits in room.circles() else room.place_of(person)
        if person.is_closed or not person.is_in or room.circle_of(person) is circle:
            return
        left, person.circle = room.circle_of(person), circle
        person.hand_at = None
        end_screen(broker, left, of=person)
        await broker.out_of(left, person)
        await broker.welcome(room, person)


def bring_home(broker: "Broker", room: LiveRoom) -> None:
    """Whoever leads no longer visits no pair: they could not leave it by themselves."""
    for one in list(room.inside()):
        if not one.is_facilitator and room.circle_of(one) is not room.place_of(one):
            broker.begin(_move_home(broker, room, one))


async def _move_home(broker: "Broker", room: LiveRoom, person: Person) -> None:
    await _move(broker, room, person)
    room.show()


async def visit(broker: "Broker", room: LiveRoom, person: Person, message: Message) -> None:
    """A facilitator goes to a pair, or back to the room (0)."""
    if not await desk.within(person.entrant, lambda: desk.still_leads(person.entrant)):
        return
    circle = next((one for one in room.circles() if one.number == message.get("pair")), None)
    if circle:
        await _move(broker, room, person, circle)
        circle.calls = False
        room.show()


async def call(broker: "Broker", room: LiveRoom, person: Person, message: Message) -> None:
    """Somebody in a pair needs the facilitator now: it rings at every one of them, and the caller hears whether it did."""
    circle = room.circle_of(person)
    if circle is room.main or person.is_facilitator:
        return
    circle.calls = True
    leaders = list(room.facilitators())
    for one in leaders:
        one.tell({"type": "called", "pair": circle.number, "called": person.called})
    person.tell({"type": "call-heard", "rings": bool(leaders)})
    room.show()


async def set_timer(broker: "Broker", room: LiveRoom, person: Person, message: Message) -> None:
    entrant, minutes = person.entrant, _minutes(message.get("minutes"))
    await desk.within(entrant, lambda: actions.set_timer(entrant.actor, entrant.room, minutes=minutes))
    _count_down(room, minutes, calls_back=bool(room.pairs))
    room.show()


def _count_down(room: LiveRoom, minutes: object, *, calls_back: bool) -> None:
    told = _minutes(minutes)
    room.timer_ends = time.monotonic() + told * 60 if told else None
    room.timer_calls_back = calls_back and room.timer_ends is not None


def _minutes(told: object) -> int:
    return min(max(told, 0), rules.LONGEST_TIMER) if isinstance(told, int) else 0


def _as_put(told: object, there: Mapping[UUID, Person]) -> list[list[Person]]:
    """Who is with whom, as a browser says it; whoever is not there makes a pair that nobody may be in."""
    pairs = told if isinstance(told, list) else []
    found = [
        [there.get(UUID(str(who))) if is_id(who) else None for who in pair] for pair in pairs if isinstance(pair, list)
    ]
    return [[one for one in pair if one] for pair in found]
