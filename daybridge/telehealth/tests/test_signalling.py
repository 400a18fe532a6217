"""Rooms on video over real sockets: who gets in, what each may know and do, and whose minutes it makes."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from daybridge.attendance.models import Attendance, PresenceMark
from daybridge.attendance.rules import Way
from daybridge.core import clock, guard
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.people.live import accounts_of_sessions
from daybridge.people.models import Staff
from daybridge.programs.calendar.models import Booking
from daybridge.telehealth import jobs
from daybridge.telehealth.media.sfu import MediaTrouble
from daybridge.telehealth.models import RoomConnection, RoomGuest
from daybridge.telehealth.rules import SILENT_AFTER, TICKET_LASTS
from daybridge.telehealth.signalling.broker import AGAIN, Broker
from daybridge.telehealth.signalling.rooms import MOST_A_SECOND, MOST_SHOWN_A_SECOND, MOST_WAITING, Person
from daybridge.telehealth.tests.deeds import Guest, Live, OnPaper, Serving, serving


@pytest.fixture
def live(really_commits: None) -> Live:
    from django.db import transaction

    with transaction.atomic():
        made = Live()
        made.furnish()
    return made


@pytest.fixture
def on(live: Live) -> Iterator[Serving]:
    with serving(live) as running:
        yield running


def _why(guest: Guest) -> str:
    return str(guest.until("closed")["why"])


def _marks(on: Serving, name: str) -> list[tuple[str, Any]]:
    with on.live.within():
        found = PresenceMark.objects.filter(participant=on.live.house.participants[name]).order_by("at", "id")
        return [(one.way, one.at) for one in found]


def _guest_id(on: Serving, called: str) -> str:
    with on.live.within():
        return str(RoomGuest.objects.get(called=called).id)


def _deeds(on: Serving) -> list[str]:
    with on.live.within():
        return list(AuditEntry.objects.filter(deed__startswith="telehealth.").values_list("deed", flat=True))


# --- Tickets ---------------------------------------------------------------------------------------------------------


def test_a_ticket_opens_one_room_once_for_one_person_and_half_a_minute(on: Serving) -> None:
    ana, bo = on.browser("Ana").knock("Kestrel"), on.browser("Bo").knock("Wren")
    ticket = ana.ticket()
    ana.connect(ticket=ticket).until("room")
    assert _why(on.browser("Ana").connect(ticket=ticket)) == "ticket"  # used
    assert _why(bo.connect(ticket=ana.ticket())) == "ticket"  # another's
    fresh = bo.ticket()
    assert _why(bo.connect(ticket=fresh[:-1] + ("A" if fresh[-1] != "A" else "B"))) == "ticket"  # forged
    assert _why(bo.connect(ticket="no ticket")) == "ticket"
    with clock.at(clock.now() - TICKET_LASTS):
        old = bo.ticket()
    assert _why(bo.connect(ticket=old)) == "ticket"
    with on.live.within():
        other = on.live.session.series.occurrences.exclude(id=on.live.session.id).earliest("begins_at")
    from daybridge.telehealth.tickets import ticket_for

    account = on.live.house.participants["Bo"].account
    assert account and _why(bo.connect(ticket=ticket_for(account.id, other.id))) == "ticket"
    assert _why(bo.connect(cookie="")) == "signed-out"


def test_another_sites_page_opens_no_socket(on: Serving) -> None:
    ana = on.browser("Ana").knock("Kestrel")
    with pytest.raises(Exception, match="403"):
        ana.connect(origin="https://elsewhere.example")


def test_two_web_processes_lead_to_one_room(on: Serving) -> None:
    ben, ana = on.host(), on.browser("Ana").knock("Kestrel")
    assert len({ben.port, ana.port}) == 2
    ana.connect()
    ben.say("admit", who=ben.sees_waiting("Kestrel")["id"])
    ana.until_in()
    ana.say("chat", words="over here")
    ben.until("chat", words="over here")


def test_when_the_room_process_goes_browsers_are_told_to_come_again(on: Serving) -> None:
    ben = on.host()
    on.rooms.stop()
    assert ben.is_closed() and ben.socket.close_code == AGAIN
    with pytest.raises(ConnectionClosed) as closed:  # and so is who comes meanwhile
        on.browser("Ben").connect().until("room")
    assert closed.value.rcvd and closed.value.rcvd.code == AGAIN


def test_a_stranger_has_no_ticket_and_who_has_not_said_where_they_are_neither(on: Serving) -> None:
    address = f"/telehealth/{on.live.session.id}/ticket/"
    assert on.browser("Cora").client.post(address).status_code == 404
    assert on.browser("Ana").client.post(address).status_code == 409


# --- The door --------------------------------------------------------------------------------------------------------


def test_who_waits_knows_nothing_of_the_room_until_they_are_let_in(on: Serving) -> None:
    ben, ana = on.host(), on.browser("Ana").knock("Kestrel").connect()
    waiting = ben.sees_waiting("Kestrel")
    assert waiting["name"] == "Ana R."
    ana.until("room")
    ana.say("chat", words="hello?")
    ana.say("admit", who="all")
    ana.say("signal", do="publish", sdp="v=0")
    on.settle(ana)
    ben.say("chat", words="nobody outside reads this")
    ben.until("chat")
    ben.say("admit", who=waiting["id"])
    ana.until_in()
    assert {one["type"] for one in ana.heard} <= {"room", "media", "beat"}
    assert all("people" not in one or one["you"]["is_in"] for one in ana.heard if one["type"] == "room")
    assert not [one for one in ben.heard if one.get("words") == "hello?"]
    assert {one["called"] for one in ana.room["people"]} == {"Ben Okafor", "Kestrel"}
    assert "telehealth.GuestAdmitted" in _deeds(on)


def test_who_leads_sees_whose_each_chosen_name_is_also_when_two_are_alike_or_one_is_new(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    bo = on.browser("Bo").knock("Kestrel").connect()
    (waits,) = ben.until_room(lambda room: [one["name"] for one in room["waiting"]] == ["Bo L."])["waiting"]
    ben.say("admit", who=waits["id"])
    bo.until_in()
    two = ben.until_room(lambda room: len(room["people"]) == 3)["people"]
    assert {(one["called"], one.get("name")) for one in two} == {
        ("Ben Okafor", None),
        ("Kestrel", "Ana R."),
        ("Kestrel", "Bo L."),
    }
    ana.socket.close()
    on.browser("Ana").knock("Wren").connect().until_in()
    assert ben.sees("Wren")["name"] == "Ana R."
    assert not [one for one in bo.room["people"] if "name" in one]


def test_a_peer_never_receives_a_legal_name_a_number_or_where_somebody_is(on: Serving) -> None:
    ben = on.host()
    ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
    ana.say("chat", words="hi")
    bo.until("chat")
    told = str(bo.heard)
    with on.live.within():
        person = on.live.house.participants["Ana"]
        secrets = [
            person.family_name,
            person.email,
            person.phone,
            person.record_number,
            str(person.id),
            "Elm Street",
            "555-0142",
        ]
    assert not [one for one in secrets if one and one in told] and "Kestrel" in told


def test_all_are_let_in_at_once_and_a_locked_room_lets_back_in_who_was_there(on: Serving) -> None:
    ben = on.host()
    ana, bo = on.browser("Ana").knock("Kestrel").connect(), on.browser("Bo").knock("Wren").connect()
    ben.sees_waiting("Kestrel"), ben.sees_waiting("Wren")
    ben.say("admit", who="all")
    ana.until_in(), bo.until_in()
    cy = on.browser("Cy").knock("Finch")
    ben.say("lock", holds=True)
    ben.until_room(lambda room: room["locked"])
    assert cy.client.post(f"/telehealth/{on.live.session.id}/ticket/").status_code == 409
    bo.socket.close()
    on.browser("Bo").connect().until_in()
    ben.say("lock", holds=False)
    ben.until_room(lambda room: not room["locked"])
    cy.connect().until("room")


def test_who_is_asked_to_leave_stays_out_until_they_are_let_back_in(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    ben.say("remove", who=ben.sees("Kestrel")["id"])
    told = ana.until("closed")
    assert told["why"] == "removed" and "asked you to leave" in told["words"] and ana.is_closed()
    assert ana.client.post(f"/telehealth/{on.live.session.id}/ticket/").status_code == 409
    assert [way for way, _ in _marks(on, "Ana")] == [Way.IN, Way.OUT]
    (out,) = ben.until("kept-out")["guests"]
    ben.say("let-back", guest=out["guest"])
    ben.until("kept-out", guests=[])
    on.browser("Ana").connect().until_in()
    assert {"telehealth.GuestRemoved", "telehealth.GuestAdmitted"} <= set(_deeds(on))


# --- In the room -----------------------------------------------------------------------------------------------------


def test_nobody_but_who_leads_the_session_can_rule_the_room(on: Serving) -> None:
    ben = on.host()
    ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
    wren = ana.sees("Wren")["id"]
    cy = on.browser("Cy").knock("Finch").connect()
    waiting = ben.sees_waiting("Finch")["id"]
    deeds: list[dict[str, Any]] = [
        {"kind": "admit", "who": waiting}, {"kind": "remove", "who": wren}, {"kind": "lock", "holds": True},
        {"kind": "limit", "who": wren, "muted": True, "camera_off": True}, {"kind": "end"},
    ]  # fmt: skip
    for deed in deeds:
        ana.say(deed.pop("kind"), **deed)
        assert "permission" in ana.until("refused")["words"]
    ana.say("kept-out")
    ana.say("wrapped", to=wren, data="a key of my own")
    ana.say("chat", words="still here")
    bo.until("chat")
    cy.until("room")
    assert not cy.room["you"]["is_in"] and not [one for one in bo.heard if one["type"] == "wrapped"]
    with on.live.within():
        assert AuditEntry.objects.filter(deed__startswith="refused telehealth.").count() == 5
        assert not RoomGuest.objects.filter(is_muted=True).exists()


def test_a_mute_of_the_facilitators_holds_when_somebody_comes_back(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    ben.say("limit", who=ben.sees("Kestrel")["id"], muted=True, camera_off=False)
    ana.until_room(lambda room: room["you"]["muted"])
    ana.socket.close()
    again = on.browser("Ana").connect().until_in()
    assert again.room["you"]["muted"] and not again.room["you"]["camera_off"]
    ben.until_room(lambda room: any(one["muted"] for one in room["people"]))


def test_hands_words_signs_and_private_words_reach_whom_they_are_for(on: Serving) -> None:
    ben = on.host()
    ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
    ana.say("hand", up=True)
    bo.until_room(lambda room: any(one["hand"] for one in room["people"]))
    ana.say("chat", words="I feel unwell", to="team")
    assert ben.until("chat") | {"from": ""} == {
        "type": "chat", "from": "", "called": "Kestrel", "words": "I feel unwell", "private": True,
    }  # fmt: skip
    ben.say("chat", words="I'll call you", to=ben.sees("Kestrel")["id"])
    assert ana.until("chat", words="I'll call you")["private"]
    ana.say("chat", words="x" * 5000)
    assert len(bo.until("chat")["words"]) == 1000
    ana.say("reaction", sign="heart")
    ana.say("reaction", sign="<script>")
    assert bo.until("reaction")["sign"] == "heart"
    assert not [one for one in bo.heard if one["type"] == "chat" and one["private"]]


def test_a_private_word_finds_who_has_come_back_and_one_that_reaches_nobody_is_given_back(on: Serving) -> None:
    ben = on.host()
    ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
    kestrel, wren = ben.sees("Kestrel")["id"], ben.sees("Wren")["id"]
    ana.socket.close()
    ben.until_room(lambda room: len(room["people"]) == 2)
    ben.say("chat", words="Are you there?", to=kestrel)
    told = ben.until("unsent")
    assert told["said"] == "Are you there?" and "not in the room" in told["words"]
    ana = on.browser("Ana").connect().until_in()
    now = ana.room["you"]["id"]
    assert now != kestrel
    ben.say("chat", words="Welcome back", to=kestrel)
    assert ana.until("chat", words="Welcome back")["private"]
    assert ben.until("chat", words="Welcome back")["to"] == now
    ben.say("remove", who=wren)
    ben.until("kept-out")
    for nobody in (wren, ben.room["you"]["id"][:-1], "nobody"):
        ben.say("chat", words="psst", to=nobody)
        ben.until("unsent", said="psst")
    ben.socket.close()
    ana.until_room(lambda room: len(room["people"]) == 1)
    ana.say("chat", words="I feel unwell", to="team")
    assert ana.until("unsent")["said"] == "I feel unwell"
    assert not [one for one in bo.heard + ana.heard if one.get("words") == "psst"]


def test_whoever_takes_over_rules_the_room_from_then_on(on: Serving) -> None:
    ben, cora = on.host(), None
    with on.live.within():
        from daybridge.attendance.actions import add_facilitator

        add_facilitator(on.live.house.actors["Ben"], on.live.session, staff=on.live.house.staff["Cora"])
    cora = on.host("Cora")
    ben.say("hand-over", who=ben.sees("Cora Lindqvist")["id"])
    ben.until_room(lambda room: not room["you"]["leads"])
    cora.say("lock", holds=True)
    cora.until_room(lambda room: room["locked"])
    ben.say("lock", holds=False)
    assert "permission" in ben.until("refused")["words"]


def test_ending_it_for_everybody_ends_everybodys_minutes_and_whoever_leads_it_can_open_it_again(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    ben.say("end")
    assert _why(ana) == "ended" and _why(ben) == "ended"
    assert [way for way, _ in _marks(on, "Ana")] == [Way.IN, Way.OUT]
    assert ana.client.post(f"/telehealth/{on.live.session.id}/ticket/").status_code == 409
    on.host()
    on.browser("Ana").connect().until_in()


# --- Captions --------------------------------------------------------------------------------------------------------


def test_captions_are_handed_on_as_they_were_sealed_to_the_others_and_not_of_who_is_muted(on: Serving) -> None:
    ben = on.host()
    ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
    cy = on.browser("Cy").knock("Finch").connect()
    kestrel = ben.sees("Kestrel")["id"]
    ana.say("caption", epoch=7, iv="aXY=", data="c2VhbGVk", words="in the clear", called="Ben Okafor")
    assert bo.until("caption") == {"type": "caption", "from": kestrel, "epoch": 7, "iv": "aXY=", "data": "c2VhbGVk"}
    ana.say("caption", epoch=8, iv="aXY=", data="x" * 5000)
    ana.say("caption", epoch="8", iv="aXY=", data="x")
    ben.say("limit", who=kestrel, muted=True, camera_off=False)
    ana.until_room(lambda room: room["you"]["muted"])
    ana.say("caption", epoch=9, iv="aXY=", data="c2VhbGVk")
    ana.say("chat", words="that is all")
    bo.until("chat"), ana.until("chat")
    on.settle(cy)
    assert [one["epoch"] for one in bo.heard if one["type"] == "caption"] == [7]
    assert not [one for one in ana.heard + cy.heard if one["type"] == "caption"]


# --- A screen ---------------------------------------------------------------------------------------------------------


class Slow(OnPaper):
    """Takes no word for a browser to its end, and refuses what somebody may send."""

    async def signal(self, room: str, who: str, message: dict[str, Any]) -> None:
        await asyncio.Event().wait()

    async def set_allowed(self, room: str, who: str, *, audio: bool, video: bool) -> None:
        raise MediaTrouble("it does not answer")


def test_a_media_server_that_does_not_answer_mutes_nobody_unsaid_and_keeps_no_heap_of_words(live: Live) -> None:
    with serving(live, Broker(accounts_of_sessions, media=Slow())) as on:
        ben = on.host()
        ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
        ben.say("limit", who=ben.sees("Kestrel")["id"], muted=True, camera_off=False)
        assert "may still be heard" in ben.until("refused")["words"]
        assert ana.until_room(lambda room: room["you"]["muted"])
        for _ in range(MOST_WAITING + 1):
            ana.say("signal", do="ice", of="send", candidate=None)
        assert ana.is_closed()
        bo.say("chat", words="still here"), ben.until("chat", words="still here")


class Hangs(OnPaper):
    """Takes people in, then answers nothing any more."""

    is_hung = False

    async def ensure_room(self, room: str) -> None:
        await self._answer()
        await super().ensure_room(room)

    async def remove(self, room: str, who: str) -> None:
        await self._answer()

    async def set_allowed(self, room: str, who: str, *, audio: bool, video: bool) -> None:
        await self._answer()

    async def _answer(self) -> None:
        if self.is_hung:
            await asyncio.Event().wait()


def test_a_media_server_that_hangs_keeps_no_beat_waiting_and_nobody_in_the_room(live: Live) -> None:
    hangs = Hangs()
    with serving(live, Broker(accounts_of_sessions, media=hangs)) as on:
        ben = on.host()
        ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
        ben.say("let-share", who=ben.sees("Kestrel")["id"], holds=True)
        ana.until_room(lambda room: room["you"]["may_share"])
        ana.say("share", on=True), ben.until_room(lambda room: room["screen"])
        for one in (ana, bo):
            one.say("beat"), one.until("beat")
        on.tick()
        hangs.is_hung = True
        ben.say("limit", who=ben.sees("Kestrel")["id"], muted=True, camera_off=False)
        assert ana.until_room(lambda room: room["you"]["muted"])  # their own browser obeys meanwhile
        ben.say("beat"), ben.until("beat")
        with on.live.within():
            heard = dict(RoomConnection.objects.values_list("guest__called", "heard_at"))
        with clock.at(max(heard.values()) + SILENT_AFTER + timedelta(seconds=1)):
            on.do(asyncio.wait_for(on.broker.tick(), 10))
        assert ana.is_closed() and bo.is_closed()
        assert _marks(on, "Ana")[-1] == (Way.OUT, heard["Kestrel"])
        assert _marks(on, "Bo")[-1] == (Way.OUT, heard["Wren"])

        ana = on.browser("Ana").connect().until_in()  # whoever comes waits for pictures, and is in and heard
        ana.say("beat"), ana.until("beat")


class Breaks(OnPaper):
    """Fails in a way that nobody foresaw."""

    is_broken = False

    async def set_allowed(self, room: str, who: str, *, audio: bool, video: bool) -> None:
        if self.is_broken:
            raise ZeroDivisionError


def test_who_did_what_failed_unforeseen_comes_again_and_sees_how_things_stand(live: Live) -> None:
    breaks = Breaks()
    with serving(live, Broker(accounts_of_sessions, media=breaks)) as on:
        ben = on.host()
        ana = on.admitted(ben, "Ana", "Kestrel")
        breaks.is_broken = True
        ben.say("limit", who=ben.sees("Kestrel")["id"], muted=True, camera_off=False)
        assert ben.is_closed() and ben.socket.close_code == AGAIN
        ana.say("beat"), ana.until("beat")


def test_who_leads_shares_a_screen_and_a_participant_only_whom_they_let_one_at_a_time(live: Live) -> None:
    paper = OnPaper()
    with serving(live, Broker(accounts_of_sessions, media=paper)) as on:
        ben = on.host()
        ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
        kestrel, wren = ben.sees("Kestrel")["id"], ben.sees("Wren")["id"]
        ana.say("share", on=True)
        assert "Ask your facilitator" in ana.until("refused")["words"] and ana.until("screen")["id"] == ""
        ana.say("let-share", who=kestrel, holds=True)
        assert "permission" in ana.until("refused")["words"]
        ana.say("signal", do="publish", of="screen", sdp="m=video 9")
        on.settle(ana)
        assert set(paper.places.values()) == {""} and not paper.signals

        ben.say("let-share", who=kestrel, holds=True)
        ana.until_room(lambda room: room["you"]["may_share"])
        ana.say("share", on=True)
        place = ana.until("screen")["id"]
        assert paper.places[place] == kestrel
        assert bo.until_room(lambda room: room["screen"])["screen"] == {"id": place, "of": kestrel}
        for sdp in ("m=audio 9\nm=video 9", "m=video 9\nm=video 9", "m=video 9"):
            ana.say("signal", do="publish", of="screen", sdp=sdp)
        bo.say("signal", do="publish", of="screen", sdp="m=video 9")
        ben.say("signal", do="publish", sdp="m=audio 9\nm=video 9\nm=video 9")
        ben.say("signal", do="publish", sdp="m=audio 9\nm=video 9")
        on.settle(ana, bo, ben)
        said = sorted((who, do) for _, who, do in paper.signals)
        assert said == sorted([(place, "publish"), (ben.room["you"]["id"], "publish")])

        ben.say("let-share", who=wren, holds=True)  # another may, so the first can no longer
        assert ana.until("screen")["id"] == ""
        on.settle()
        assert place not in paper.places
        bo.until_room(lambda room: room["you"]["may_share"] and room["screen"] is None)
        bo.say("share", on=True)
        place = bo.until("screen")["id"]
        ben.say("share", on=True)  # who leads takes the place of another's
        assert bo.until("screen")["id"] == ""
        on.settle()
        assert place not in paper.places
        bo.say("share", on=True)
        assert "Somebody else shares" in bo.until("refused")["words"]
        ben.socket.close()
        bo.until_room(lambda room: room["screen"] is None and len(room["people"]) == 2)
        on.settle()
        assert set(paper.places.values()) == {""}
        assert "telehealth.ScreenAllowed" in _deeds(on)


class NoScreens(OnPaper):
    """Has no place for a screen, and later none for what it sends."""

    has_places = False

    async def join_info(self, room: str, who: str, *, screen_of: str = "") -> dict[str, Any]:
        if screen_of and not self.has_places:
            raise MediaTrouble("it went away")
        return await super().join_info(room, who, screen_of=screen_of)

    async def signal(self, room: str, who: str, message: dict[str, Any]) -> None:
        if self.places[who]:
            raise MediaTrouble("it went away")
        await super().signal(room, who, message)


def test_a_screen_that_the_media_server_does_not_take_is_refused_in_words_and_pictures_go_on(live: Live) -> None:
    paper = NoScreens()
    with serving(live, Broker(accounts_of_sessions, media=paper)) as on:
        ben = on.host()
        ben.say("share", on=True)
        assert "did not answer" in ben.until("refused")["words"] and ben.until("screen")["id"] == ""
        paper.has_places = True
        ben.say("share", on=True)
        assert ben.until("screen")["id"]
        ben.until_room(lambda room: room["screen"])
        ben.say("signal", do="publish", of="screen", sdp="m=video 9")
        assert "did not answer" in ben.until("refused")["words"] and ben.until("screen")["id"] == ""
        ben.until_room(lambda room: room["screen"] is None)
        on.settle(ben)
        assert set(paper.places.values()) == {""}
        assert [one["kind"] for one in ben.heard if one["type"] == "media"] == ["sfu"]


def test_a_screen_ends_with_the_right_to_it_and_between_two_browsers_it_comes_in_the_cameras_place(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    kestrel = ben.sees("Kestrel")["id"]
    ben.say("let-share", who=kestrel, holds=True)
    ana.until_room(lambda room: room["you"]["may_share"])
    ana.say("share", on=True)
    assert ana.until("screen")["id"] == kestrel
    assert ben.until_room(lambda room: room["screen"])["screen"] == {"id": kestrel, "of": kestrel}
    ben.say("let-share", who=kestrel, holds=False)
    assert ana.until("screen")["id"] == ""
    ben.until_room(lambda room: room["screen"] is None)
    ana.say("share", on=True)
    assert "Ask your facilitator" in ana.until("refused")["words"]


# --- By telephone ----------------------------------------------------------------------------------------------------


def test_who_leads_sees_whose_code_a_caller_says_and_marks_them_in_one_tap(on: Serving) -> None:
    ben = on.host()
    ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
    page = ana.client.get(f"/telehealth/{on.live.session.id}/").content.decode()
    ben.sees("Wren")
    ben.say("on-phone", guest=_guest_id(on, "Kestrel"), holds=True)
    assert "by video now" in ben.until("refused")["words"]
    ana.socket.close()
    ben.until_room(lambda room: len(room["people"]) == 2)
    ben.say("callers")
    (caller,) = ben.until("callers")["guests"]
    assert caller | {"guest": "", "code": ""} == {
        "guest": "", "code": "", "called": "Kestrel", "name": "Ana R.", "on_phone": False,
    }  # fmt: skip
    assert f"<strong>{caller['code']}</strong>" in page
    for kind in ("callers", "on-phone"):
        bo.say(kind, guest=caller["guest"], holds=True)
    assert "permission" in bo.until("refused")["words"]
    assert not [one for one in bo.heard if one["type"] == "callers"]

    ben.say("on-phone", guest=caller["guest"], holds=True)
    assert ben.until("callers")["guests"][0]["on_phone"]
    with on.live.within():
        assert Attendance.objects.get(participant=on.live.house.participants["Ana"]).is_here
    on.browser("Ana").connect().until_in()
    ben.say("callers")
    assert ben.until("callers")["guests"] == []
    assert {"telehealth.GuestOnPhone"} <= set(_deeds(on))
    assert [way for way, _ in _marks(on, "Ana")] == [Way.IN, Way.OUT, Way.IN, Way.IN, Way.OUT]


# --- Minutes ---------------------------------------------------------------------------------------------------------


def test_a_closed_tab_ends_the_minutes_at_that_moment_and_coming_back_goes_on(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    ben.sees("Kestrel")
    before = clock.now()
    ana.socket.close()
    ben.until_room(lambda room: len(room["people"]) == 1)
    (_came, left) = _marks(on, "Ana")
    assert left[0] == Way.OUT and timedelta(0) <= left[1] - before < timedelta(seconds=5)
    on.browser("Ana").connect().until_in()
    with on.live.within():
        row = Attendance.objects.get(participant=on.live.house.participants["Ana"])
        assert row.is_here and row.is_from_afar
        mark = PresenceMark.objects.filter(way=Way.IN).latest("at")
        assert (mark.location, mark.call_back) == ("12 Elm Street, Aurora", "555-0142")


def test_a_pulled_link_ends_the_minutes_at_the_last_beat_that_was_heard(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    ana.say("beat")
    ana.until("beat")
    on.tick()
    with on.live.within():
        heard = RoomConnection.objects.get(ended_at=None).heard_at
    for one in (ben, ana):  # nobody says a word any more; no packet tells that a cable was pulled
        assert one.socket.state.name == "OPEN"
    with clock.at(heard + SILENT_AFTER + timedelta(seconds=1)):
        on.tick()
    assert ana.is_closed()
    assert _marks(on, "Ana")[-1] == (Way.OUT, heard)


def test_a_web_process_that_died_leaves_minutes_until_the_last_beat(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    ana.say("beat")
    ana.until("beat")
    on.tick()
    room = on.broker.rooms[on.live.session.id]
    on.broker.rooms.clear()  # what a killed process forgets
    with on.live.within():
        heard = RoomConnection.objects.get(ended_at=None).heard_at
        with clock.at(heard + SILENT_AFTER):
            jobs.end_silent(on.live.house.system)
        assert RoomConnection.objects.get().ended_at is None
        with clock.at(heard + SILENT_AFTER + timedelta(seconds=1)):
            jobs.end_silent(on.live.house.system)
            jobs.end_silent(on.live.house.system)
        assert RoomConnection.objects.get().ended_at == heard
    assert _marks(on, "Ana")[-1] == (Way.OUT, heard) and len(_marks(on, "Ana")) == 2
    assert room.people


def test_a_second_window_takes_the_place_of_the_first(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    on.browser("Ana").connect().until_in()
    assert _why(ana) == "elsewhere"
    ben.say("chat", words="x")
    ben.until("chat")
    assert [one["called"] for one in ben.room["people"]].count("Kestrel") == 1


def test_who_is_signed_out_elsewhere_is_let_go(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    with on.live.within():
        ana.client.logout()
    for _ in range(30):
        on.tick()
    assert _why(ana) == "signed-out"
    ben.until_room(lambda room: len(room["people"]) == 1)


def test_a_browser_that_floods_the_room_is_let_go_and_nobody_else(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    ben.sees("Kestrel")
    for _ in range(2 * MOST_A_SECOND):
        try:
            ana.say("hand", up=True)
        except ConnectionClosed:
            break
    assert ana.is_closed()
    ben.until_room(lambda room: len(room["people"]) == 1)


def test_nothing_but_a_public_key_is_passed_on_as_one(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    key = {"kty": "EC", "crv": "P-256", "x": "a" * 43, "y": "b" * 43}
    ana.say("me", key=key)
    ben.until_room(lambda room: any(one["key"] == key for one in room["people"]))
    for wrong in ("x" * 1000, {**key, "d": "private"}, {**key, "x": "a" * 1000}):
        ana.say("me", key=wrong)
        ben.until_room(lambda room: not any(one["key"] for one in room["people"]))
        ana.say("me", key=key)
        ben.until_room(lambda room: any(one["key"] == key for one in room["people"]))


# --- Somebody who means harm -----------------------------------------------------------------------------------------


def test_half_a_sign_in_what_somebody_says_cuts_nobody_off(on: Serving) -> None:
    ben = on.host()
    ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
    half = "\ud800"
    ana.say("chat", words=f"half {half}")
    ana.say("me", key={"kty": "EC", "crv": "P-256", "x": half, "y": half})
    ana.say("chat", words="and the rest")
    for one in (ben, bo):
        one.until("chat", words="and the rest")
    bo.say("beat")
    bo.until("beat")


def test_who_is_asked_to_leave_is_out_with_every_window(on: Serving) -> None:
    """Two windows that open at the same moment may both be in for a while."""
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    broker = on.broker
    room = broker.rooms[on.live.session.id]
    of_ana = room.by_account(next(one for one in room.inside() if one.called == "Kestrel").account_id)

    async def open_two_more() -> None:
        windows = [
            Person(new_id(), of_ana[0].entrant, of_ana[0].session_key, clock.now(), is_facilitator=False)
            for _ in range(2)
        ]
        await asyncio.gather(*(broker._enter(one) for one in windows))

    on.do(open_two_more())
    ben.say("remove", who=next(str(one.id) for one in room.inside() if one.called == "Kestrel"))
    ben.until("kept-out", guests=[{"guest": str(of_ana[0].entrant.guest.id), "called": "Kestrel"}])
    assert [one.called for one in room.people.values()] == ["Ben Okafor"]
    assert ana.is_closed()


def test_who_is_expected_no_longer_is_let_go_and_who_leads_no_longer_rules_no_longer(on: Serving) -> None:
    """Their seat was taken back; and who leads the session no longer rules it no longer: at the next look, half a minute later."""
    ben, dora = on.host(), on.browser("Dora").connect().until_in()
    ana = on.admitted(ben, "Ana", "Kestrel")
    with on.live.within(), guard.writing():
        Booking.objects.filter(participant=on.live.house.participants["Ana"]).take_off()
        Staff.objects.filter(id=on.live.house.staff["Dora"].id).update(roles=["therapist"])
    for _ in range(30):
        on.tick()
    assert _why(ana) == "not-yours"
    still = {"Ben Okafor": True, "Dora Quill": False}
    ben.until_room(lambda room: {one["called"]: one["leads"] for one in room["people"]} == still)
    assert not dora.until_room(lambda room: not room["you"]["leads"]).get("waiting")


def test_two_participants_alone_are_not_connected_from_browser_to_browser(on: Serving) -> None:
    """It would tell each the other's network address. Somebody who leads the session may: that is what a visit is."""
    ben = on.host()
    ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
    ben.socket.close()
    ana.until_room(lambda room: len(room["people"]) == 2)
    ana.say("peer", to=ana.sees("Wren")["id"], candidate={"candidate": "192.0.2.7"})
    ana.say("chat", words="can you see me?")
    bo.until("chat")
    assert "peer" not in {one["type"] for one in bo.heard}


def test_nobody_floods_what_others_read(on: Serving) -> None:
    ben = on.host()
    ana = on.admitted(ben, "Ana", "Kestrel")
    for number in range(MOST_SHOWN_A_SECOND * 3):
        ana.say("chat", words=f"spam {number}")
    told = ana.until("unsent")
    assert told["said"].startswith("spam") and "Wait a moment" in told["words"], "what was too much is given back"
    ben.say("chat", words="please stop")
    ben.until("chat", words="please stop")
    assert len([one for one in ben.heard if one.get("words", "").startswith("spam")]) <= 2 * MOST_SHOWN_A_SECOND
