"""The one screen that is shared in a circle: who may, its place at the media server, and how it ends."""

from typing import TYPE_CHECKING, Any

import structlog

from daybridge.core.ids import new_id
from daybridge.telehealth import actions, rules
from daybridge.telehealth.media.sfu import MediaTrouble, Message
from daybridge.telehealth.signalling import desk
from daybridge.telehealth.signalling.rooms import Circle, LiveRoom, Person, Screen

if TYPE_CHECKING:
    from daybridge.telehealth.signalling.broker import Broker

log = structlog.get_logger()


async def share(broker: "Broker", room: LiveRoom, person: Person, message: Message) -> None:
    """Somebody begins to share their screen, or stops. Without the right to it they get no place at the media server."""
    circle = room.circle_of(person)
    if not message.get("on"):
        end_screen(broker, circle, of=person)
        room.show()
        return
    another = circle.screen is not None and circle.screen.of is not person
    is_carried = broker.media is None or broker.media.capabilities.carries_screens
    fault = rules.why_no_screen(
        leads=person.is_facilitator, is_let=person.may_share, another_shares=another, is_carried=is_carried
    )
    if fault:
        broker.refuse(person, fault)
        person.tell({"type": "screen", "id": ""})
        return
    end_screen(broker, circle)
    circle.screen = Screen(new_id() if broker.media else person.id, person)
    broker.begin(_place(broker, room, circle, circle.screen))


async def _place(broker: "Broker", room: LiveRoom, circle: Circle, screen: Screen) -> None:
    """Its place at the media server; whoever shares it hears of it, or why there is none."""
    at = circle.media_room
    info: dict[str, Any] = {}
    if broker.media:
        try:
            info = dict(await broker.media.join_info(at, str(screen.id), screen_of=str(screen.of.id)))
        except MediaTrouble as trouble:
            log.warning("no screen can be shared", error=str(trouble))
            give_up_screen(broker, room, circle, screen)
    if circle.screen is not screen:  # it ended, or they were moved, meanwhile
        await broker.remove_at(at, str(screen.id))
        return
    screen.of.tell({"type": "screen", "id": str(screen.id), **info})
    room.show()


def give_up_screen(broker: "Broker", room: LiveRoom, circle: Circle, screen: Screen) -> None:
    """The media server does not take it."""
    if circle.screen is screen:
        broker.refuse(screen.of, rules.Fault.NO_SCREEN_NOW)
        end_screen(broker, circle)
        room.show()


async def let_share(broker: "Broker", room: LiveRoom, person: Person, message: Message) -> None:
    """One participant at a time may share their screen; whoever could before can no longer."""
    other, holds = room.anybody(message.get("who")), bool(message.get("holds"))
    if other is None or other.entrant.guest is None:
        return
    guest = other.entrant.guest
    await desk.within(person.entrant, lambda: actions.allow_screen(person.entrant.actor, guest, holds=holds))
    for one in list(room.inside()):
        one.may_share = holds and one is other
    end_screen_without_right(broker, room)
    room.show()


def end_screen_without_right(broker: "Broker", room: LiveRoom) -> None:
    for circle in room.circles():
        if circle.screen and not (circle.screen.of.is_facilitator or circle.screen.of.may_share):
            end_screen(broker, circle)


def end_screen(broker: "Broker", circle: Circle, *, of: Person | None = None) -> None:
    """The screen that is shared there ends; of this person alone where they are named."""
    screen = circle.screen
    if screen is None or (of and screen.of is not of):
        return
    circle.screen = None
    if screen.id != screen.of.id:
        broker.begin(broker.remove_at(circle.media_room, str(screen.id)))
    screen.of.tell({"type": "screen", "id": ""})
