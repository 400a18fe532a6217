"""Pairs of a room on video, and its timer, over real sockets: who sees, hears, reads and unlocks whom."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from daybridge.attendance.actions import add_facilitator
from daybridge.attendance.models import PresenceMark
from daybridge.attendance.rules import Way
from daybridge.core import clock, guard
from daybridge.core.models import AuditEntry
from daybridge.people.live import accounts_signed_in
from daybridge.people.models import Staff
from daybridge.programs.apart.actions import keep_apart
from daybridge.programs.apart.queries import pair_of
from daybridge.telehealth.actions import admit
from daybridge.telehealth.models import RoomConnection, RoomGuest
from daybridge.telehealth.signalling import pairs
from daybridge.telehealth.signalling.broker import YES_ASKED_EVERY, Broker
from daybridge.telehealth.tests.deeds import Guest, Live, OnPaper, Serving, serving


class Group:
    """Ben, who leads, and four people who are in the room."""

    def __init__(self, on: Serving, sfu: OnPaper) -> None:
        self.on, self.sfu = on, sfu
        self.ben = on.host()
        called = {"Ana": "Kestrel", "Bo": "Wren", "Cy": "Heron", "Dee": "Gull"}
        self.people = {name: on.admitted(self.ben, name, named) for name, named in called.items()}
        self.ids = {name: one.room["you"]["id"] for name, one in self.people.items()}

    def split(self, *pairs: tuple[str, ...], minutes: int = 0) -> None:
        self.ben.say("split", by_hand=[[self.ids[name] for name in pair] for pair in pairs], minutes=minutes)
        for number, pair in enumerate(pairs, start=1):
            for name in pair:
                self.people[name].until_room(_in_pair(number, len(pair)))

    def until_out(self, guest: Guest) -> None:
        """The server, too, has noticed that they are gone."""
        patience = time.monotonic() + 20
        while self.sfu.rooms_of(guest):
            assert time.monotonic() < patience
            time.sleep(0.01)


def _in_pair(number: int, people: int) -> Any:
    return lambda room: room.get("pair") == number and len(room["people"]) == people


def _called(guest: Guest) -> set[str]:
    return {one["called"] for one in guest.room["people"]}


@pytest.fixture
def group(really_commits: None) -> Iterator[Group]:
    with transaction.atomic():
        live = Live("Dee Hart", "Eli Moss")
        live.furnish()
    sfu = OnPaper()
    with serving(live, Broker(accounts_signed_in, media=sfu)) as running:
        yield Group(running, sfu)


def _words_heard(guest: Guest) -> list[str]:
    return [str(one["words"]) for one in guest.heard if one["type"] == "chat"]


def test_each_pair_sees_hears_reads_and_unlocks_itself_alone(group: Group) -> None:
    ben, ana, bo, cy, dee = group.ben, *(group.people[name] for name in ("Ana", "Bo", "Cy", "Dee"))
    group.split(("Ana", "Bo"), ("Cy", "Dee"), minutes=5)
    assert _called(ana) == _called(bo) == {"Kestrel", "Wren"} and _called(cy) == _called(dee) == {"Heron", "Gull"}
    assert 290 < ana.room["timer"]["seconds"] <= 300 and ana.room["timer"]["back"]
    assert "pairs" not in ana.room and "waiting" not in ana.room
    ben.until_room(lambda room: [one["people"] for one in room["pairs"]] == [["Kestrel", "Wren"], ["Heron", "Gull"]])
    assert _called(ben) == {"Ben Okafor"}

    group.on.settle()
    assert all(len(group.sfu.rooms_of(one)) == 1 for one in (ben, ana, bo, cy, dee)), "each in one room of the server"
    assert group.sfu.rooms_of(ana) == group.sfu.rooms_of(bo) != group.sfu.rooms_of(cy) == group.sfu.rooms_of(dee)
    assert group.sfu.rooms_of(ben)[0] not in (group.sfu.rooms_of(ana)[0], group.sfu.rooms_of(cy)[0])
    ana.say("signal", do="publish", sdp="", place=1)  # of the room they have left
    ana.say("signal", do="publish", sdp="", place=2)

    ana.say("chat", words="ours alone")
    ana.say("reaction", sign="heart")
    bo.until("chat", words="ours alone")
    group.on.settle()
    assert group.sfu.rooms_of(ana)[0] in [room for room, who, _ in group.sfu.signals if who == group.ids["Ana"]]
    assert [who for _, who, _ in group.sfu.signals].count(group.ids["Ana"]) == 1
    ana.say("wrapped", to=group.ids["Cy"], epoch=1, iv="", data="a key")
    ana.say("wrapped", to=group.ids["Bo"], epoch=1, iv="", data="a key")
    assert bo.until("wrapped")["from"] == group.ids["Ana"], "the first of a pair makes its key"
    bo.say("wrapped", to=group.ids["Ana"], epoch=2, iv="", data="not theirs to make")
    ben.say("wrapped", to=group.ids["Ana"], epoch=2, iv="", data="nor the room's")
    cy.say("chat", words="for the facilitator", to="team")
    ben.until("chat", words="for the facilitator")
    ben.say("chat", words="two more minutes", to="all")
    for one in (ana, bo, cy, dee):
        assert one.until("chat", words="two more minutes")["everywhere"]
    ben.say("chat", words="in the room")
    ben.until("chat", words="in the room")
    group.on.settle(ana, bo, ben)
    for one in (cy, dee, ben):
        assert "ours alone" not in _words_heard(one) and not [it for it in one.heard if it["type"] == "reaction"]
    assert not [one for guest in (ana, cy) for one in guest.heard if one["type"] == "wrapped"]

    ben.say("call-back")
    for one in (ana, bo, cy, dee):
        one.until_room(lambda room: room.get("pair") == 0 and len(room["people"]) == 5)
        assert room_is_whole(one) and one.room["timer"] is None
    group.on.settle()
    assert len(group.sfu.rooms) == 1 and "in the room" not in _words_heard(ana)
    with group.on.live.within():
        ways = PresenceMark.objects.filter(participant=group.on.live.house.participants["Ana"]).values_list("way")
        assert list(ways) == [(Way.IN,)], "one seat, and its minutes go on"
        deeds = AuditEntry.objects.filter(deed="telehealth.RoomSplit")
        assert deeds.count() == 2


def room_is_whole(guest: Guest) -> bool:
    return _called(guest) == {"Ben Okafor", "Kestrel", "Wren", "Heron", "Gull"}


def test_who_loses_the_connection_comes_back_to_their_pair_and_who_is_late_waits_in_the_room(group: Group) -> None:
    ben, ana = group.ben, group.people["Ana"]
    group.split(("Ana", "Bo"), ("Cy", "Dee"))
    group.people["Bo"].socket.close()
    ben.until_room(lambda room: room.get("pairs") and room["pairs"][0]["alone"])
    bo = group.on.browser("Bo").connect().until_in()
    bo.until_room(_in_pair(1, 2))
    ana.until_room(_in_pair(1, 2))
    group.on.settle()
    assert group.sfu.rooms_of(bo) == group.sfu.rooms_of(ana)
    eli = group.on.admitted(ben, "Eli", "Finch")
    assert eli.room["pair"] == 0 and _called(eli) == {"Ben Okafor", "Finch"}


def test_a_pair_calls_the_facilitator_who_comes_and_goes(group: Group) -> None:
    ben, ana, bo = group.ben, group.people["Ana"], group.people["Bo"]
    group.split(("Ana", "Bo"), ("Cy", "Dee"))
    ana.say("call")
    assert ben.until("called") == {"type": "called", "pair": 1, "called": "Kestrel"}
    assert ana.until("call-heard")["rings"] is True
    ben.until_room(lambda room: room["pairs"][0]["calls"])
    ben.say("visit", pair=1)
    for one in (ben, ana, bo):
        one.until_room(_in_pair(1, 3))
    group.on.settle()
    assert group.sfu.rooms_of(ben) == group.sfu.rooms_of(ana) and ana.room["keeper"] == ben.room["you"]["id"]
    assert not ben.room["pairs"][0]["calls"]
    ben.say("visit", pair=0)
    ana.until_room(_in_pair(1, 2))
    ben.until_room(_in_pair(0, 1))
    ben.socket.close()
    group.until_out(ben)
    ana.say("call")
    assert ana.until("call-heard", rings=False), "nobody heard it, and the caller is told so"


def test_whoever_hands_over_inside_a_pair_is_back_in_the_room_and_the_pair_goes_on(group: Group) -> None:
    ben, ana, live = group.ben, group.people["Ana"], group.on.live
    with live.within():
        add_facilitator(live.house.actors["Ben"], live.session, staff=live.house.staff["Cora"])
    cora = group.on.host("Cora")
    group.split(("Ana", "Bo"), ("Cy", "Dee"))
    for one, many in ((ben, 3), (cora, 4)):
        one.say("visit", pair=1)
        one.until_room(_in_pair(1, many))
    ben.say("hand-over", who=ben.sees("Cora Lindqvist")["id"])
    ben.until_room(lambda room: room["pair"] == 0 and not room["you"]["leads"])
    ana.until_room(lambda room: _called(ana) == {"Kestrel", "Wren", "Cora Lindqvist"})
    group.on.settle()
    assert group.sfu.rooms_of(cora) == group.sfu.rooms_of(ana) != group.sfu.rooms_of(ben)
    cora.say("call-back")
    cora.until_room(lambda room: not room["pairs"] and len(room["people"]) == 6)
    staff = {one["called"]: one["leads"] for one in cora.room["people"] if one["staff"]}
    assert staff == {"Ben Okafor": False, "Cora Lindqvist": True}, "who chooses pairs by hand is offered guests alone"


def test_whoever_is_found_to_lead_no_longer_is_brought_back_from_the_pair_they_visit(group: Group) -> None:
    dora, ana, live = group.on.host("Dora"), group.people["Ana"], group.on.live
    group.split(("Ana", "Bo"), ("Cy", "Dee"))
    dora.say("visit", pair=1)
    ana.until_room(_in_pair(1, 3))
    with live.within(), guard.writing():
        Staff.objects.filter(id=live.house.staff["Dora"].id).update(roles=["therapist"])
    for _ in range(30):
        group.on.tick()
    dora.until_room(lambda room: room["pair"] == 0 and not room["you"]["leads"])
    ana.until_room(_in_pair(1, 2))


def test_nobody_but_the_facilitator_splits_visits_or_calls_back(group: Group) -> None:
    ana, cy = group.people["Ana"], group.people["Cy"]
    for kind, more in (("split", {"size": 2}), ("call-back", {}), ("timer", {"minutes": 5})):
        ana.say(kind, **more)
        assert "permission" in ana.until("refused")["words"]
    group.split(("Ana", "Bo"), ("Cy", "Dee"))
    ana.say("visit", pair=2)
    ana.say("chat", words="to all of you", to="all")
    group.on.settle(ana)
    cy.say("chat", words="still we two")
    cy.until("chat", words="still we two")
    assert ana.room["pair"] == 1 and "to all of you" not in _words_heard(cy)


def test_whoever_is_kept_apart_is_in_no_pair_together(group: Group) -> None:
    ben, house = group.ben, group.on.live.house
    with group.on.live.within():
        keep_apart(
            house.actors["Dora"], pair_of(house.participants["Ana"], house.participants["Bo"]), why="They asked for it."
        )
    ben.say("split", by_hand=[[group.ids["Ana"], group.ids["Bo"]], [group.ids["Cy"], group.ids["Dee"]]])
    words = ben.until("refused")["words"]
    assert not any(name in words for name in ("Ana", "Bo", "Kestrel", "Wren"))
    for _ in range(5):
        ben.say("split", size=2)
        ben.until_room(lambda room: len(room["pairs"]) == 2)
        assert not any({"Kestrel", "Wren"} <= set(pair["people"]) for pair in ben.room["pairs"])
        ben.say("call-back")
        ben.until_room(lambda room: not room["pairs"])
    for wrong in ([[group.ids["Ana"]]], "nobody", [["x", group.ids["Cy"]]], [[ben.room["you"]["id"], group.ids["Cy"]]]):
        ben.say("split", by_hand=wrong)
        ben.until("refused")
    for name in ("Cy", "Dee"):
        group.people[name].socket.close()
    ben.until_room(lambda room: len(room["people"]) == 3)
    ben.say("split", size=2)
    assert "can't be put in pairs" in ben.until("refused")["words"]


def test_the_count_down_calls_them_back_and_a_timer_is_the_same_for_all(group: Group) -> None:
    ben, ana = group.ben, group.people["Ana"]
    room = group.on.broker.rooms[group.on.live.session.id]
    ben.say("timer", minutes=5)
    ana.until_room(lambda shown: shown["timer"] and shown["timer"]["seconds"] <= 300)
    ana = group.on.browser("Ana").connect().until_in()
    assert 200 < ana.room["timer"]["seconds"] <= 300, "it goes on for whoever comes back"
    ben.say("timer", minutes=0)
    ana.until_room(lambda shown: shown["timer"] is None)
    for wrong in ("many", -4, None):
        ben.say("timer", minutes=wrong)
    ben.say("split", size=3, minutes=1)
    ana.until_room(lambda shown: shown["pair"] and shown["timer"]["back"])
    ben.say("timer", minutes=2)
    ana.until_room(lambda shown: shown["timer"]["seconds"] > 60 and shown["timer"]["back"])
    room.timer_ends = time.monotonic()
    group.on.tick()
    ana.until_room(lambda shown: shown["pair"] == 0 and shown["timer"] is None and len(shown["people"]) == 5)


def test_without_a_media_server_there_are_no_pairs(really_commits: None) -> None:
    with transaction.atomic():
        live = Live()
        live.furnish()
    with serving(live) as on:
        ben = on.host()
        on.admitted(ben, "Ana", "Kestrel")
        on.admitted(ben, "Bo", "Wren")
        ben.say("split", size=2)
        assert "video server" in ben.until("refused")["words"]


def test_who_is_called_back_while_they_are_moved_ends_in_the_room_and_everybody_goes_on(group: Group) -> None:
    """A count-down beside a press: a pair that exists no longer takes nobody in, and stops no screen."""
    on, ben, dee, bo = group.on, group.ben, group.people["Dee"], group.people["Bo"]
    room = on.broker.rooms[group.on.live.session.id]
    person = next(one for one in room.people.values() if one.called == "Gull")
    back: list[asyncio.Task[None]] = []

    async def call_back() -> None:
        back.append(asyncio.create_task(pairs.all_back(on.broker, room)))

    async def let_go() -> None:
        person.media_turn.release()
        await back[0]

    on.do(person.media_turn.acquire())  # the media server takes its time with the last of them
    ben.say("split", by_hand=[[group.ids["Bo"], group.ids["Cy"]], [group.ids["Ana"], group.ids["Dee"]]])
    bo.until("media", place=2)
    on.do(call_back())
    bo.until("media", place=3)
    on.do(let_go())
    bo.say("hand", up=True)
    dee.until_room(
        lambda shown: (
            shown.get("pair") == 0 and len(shown["people"]) == 5 and any(one["hand"] for one in shown["people"])
        )
    )
    assert len(group.sfu.rooms) == 1


def test_who_is_let_in_twice_at_one_moment_comes_in_once(group: Group) -> None:
    on, eli = group.on, group.on.browser("Eli").knock("Swift").connect()
    group.ben.sees_waiting("Swift")
    room = on.broker.rooms[group.on.live.session.id]
    person = next(one for one in room.people.values() if one.called == "Swift")

    async def twice() -> None:
        await asyncio.gather(on.broker._come_in(room, person), on.broker._come_in(room, person))
        room.show()

    with group.on.live.within():
        admit(group.on.live.house.actors["Ben"], RoomGuest.objects.get(called="Swift"))
    on.do(twice())
    eli.until_in()
    with group.on.live.within():
        assert RoomConnection.objects.filter(guest__called="Swift").count() == 1


def test_minutes_that_ended_while_the_browser_was_there_begin_again(group: Group) -> None:
    ana = group.people["Ana"]
    with group.on.live.within(), guard.writing():
        RoomConnection.objects.filter(id=group.ids["Ana"]).update(ended_at=clock.now())
    for _ in range(YES_ASKED_EVERY):
        group.on.tick()
    assert ana.is_closed() and ana.heard[-1]["type"] != "closed", "the browser comes back by itself"
