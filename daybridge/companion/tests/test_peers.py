"""Peer spaces on a phone: what stands there, what is refused and not lost, and what hostile input does."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from daybridge.core import clock, guard
from daybridge.core.ids import new_id
from daybridge.peers import actions, queries
from daybridge.peers.models import PeerPost, PeerReport, PeerSpace
from daybridge.peers.rules import MOST_REPORTS_AN_HOUR, ON_A_PAGE, WORDING, Deed, Kind
from daybridge.peers.tests.deeds import a_peer, a_space, joins, posts
from daybridge.safety.models import Alert
from tests.cast import House, sign_in


@pytest.fixture
def space(house: House) -> PeerSpace:
    """Noa is Kite there; Ana may join."""
    made = a_space(house, about="For the hours after group")
    a_peer(house, "Noa Stern")
    joins(house, made, "Noa", "Kite", "sun")
    return made


def _phone(house: House, name: str = "Ana") -> Client:
    account = house.participants[name].account
    assert account
    return sign_in(account)


def _at(space: PeerSpace, rest: str = "") -> str:
    return f"/companion/peers/{space.id}/{rest}"


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def _join(client: Client, space: PeerSpace, **said: object) -> object:
    sent = {
        "member_id": new_id(),
        "wording": WORDING,
        "rules_number": 0,
        "name": "Fern",
        "avatar": "leaf",
        "agreed": "yes",
    }
    return client.post(_at(space, "join/"), {**sent, **said})


def test_joining_shows_the_rules_and_refuses_beside_the_field(house: House, space: PeerSpace) -> None:
    phone = _phone(house)
    assert "For the hours after group" in _text(phone, "/companion/peers/")
    page = _text(phone, _at(space, "join/"))
    assert "Nobody reads along day and night" in page and "988" in page and "Pia" in page and "no photos" in page
    assert "Stern" not in page and "Kite" not in page
    refused = _join(phone, space, name="Ana", agreed="")
    text = refused.content.decode()  # type: ignore[attr-defined]
    assert refused.status_code == 422 and "too close to your own name" in text and "Read this and tick it" in text  # type: ignore[attr-defined]
    assert 'value="Ana"' in text
    summary = text.split('<div class="error-summary"', 1)[1].split("</div>", 1)[0]
    assert "autofocus" in summary and 'href="#peer-name"' in summary and 'href="#peer-agreed"' in summary
    assert text.count("Check what you chose") == 1 and "#peer-avatars" not in summary
    assert _join(phone, space, member_id="nonsense").status_code == 404  # type: ignore[attr-defined]
    assert _join(phone, space).status_code == 302  # type: ignore[attr-defined]
    assert "You are Fern here." in _text(phone, _at(space))
    assert phone.get(_at(space, "join/")).status_code == 302


def test_in_spanish_the_sun_is_no_sunday(house: House, space: PeerSpace) -> None:
    phone = _phone(house)
    phone.post(reverse("people:language"), {"language": "es"})
    page = _text(phone, _at(space, "join/"))
    assert "<span>Sol</span>" in page and "<span>dom</span>" not in page
    _join(phone, space)
    assert re.search(r"</svg>\s*Abrir\s*</a>", _text(phone, "/companion/peers/"))


def test_a_stranger_to_a_space_finds_nothing_of_it(house: House, space: PeerSpace) -> None:
    made = posts(house, space, "Noa")
    for who in ("Ana", "Zoe"):
        client = _phone(house, who)
        for rest in ("", "mine/", f"posts/{made.id}/", f"posts/{made.id}/report/"):
            assert client.get(_at(space, rest)).status_code == 404, rest
        assert client.post(_at(space, f"posts/{made.id}/sign/"), {"kind": "thanks"}).status_code == 404
    assert _phone(house, "Zoe").get(_at(space, "join/")).status_code == 404


def test_what_was_refused_stands_there_still_under_the_same_id(house: House, space: PeerSpace) -> None:
    joins(house, space)
    phone, post_id = _phone(house), str(new_id())
    refused = phone.post(_at(space), {"kind": "post", "post_id": post_id, "said": "call 555-0177 <b>"})
    text = refused.content.decode()
    assert refused.status_code == 422 and "Leave out phone numbers" in text and post_id in text
    assert "call 555-0177 &lt;b&gt;" in text and not PeerPost.objects.exists()
    for _ in range(2):
        assert phone.post(_at(space), {"kind": "post", "post_id": post_id, "said": "A word"}).status_code == 302
    assert PeerPost.objects.count() == 1
    changed = phone.post(_at(space), {"kind": "post", "post_id": post_id, "said": "A word and more"})
    text = changed.content.decode()
    assert (
        changed.status_code == 409 and "A word and more</textarea>" in text and post_id not in text.split("</form>")[0]
    )


def test_words_are_shown_as_words_and_never_run(house: House, space: PeerSpace) -> None:
    joins(house, space)
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\n\nnext line"
    phone = _phone(house)
    phone.post(_at(space), {"kind": "post", "post_id": new_id(), "said": hostile})
    text = _text(_phone(house, "Noa"), _at(space))
    assert "<script>alert" not in text and "&lt;script&gt;" in text and "<br>" in text
    for sent in ({"said": "x" * 200_000}, {"said": "\x00"}, {}):
        assert phone.post(_at(space), {"kind": "post", "post_id": new_id(), **sent}).status_code == 422
    assert (
        phone.post(_at(space), {"kind": "shout", "post_id": new_id(), "said": "A kind we don't know"}).status_code
        == 302
    )
    assert phone.post(_at(space), {"kind": "post", "post_id": "x", "said": "No id"}).status_code == 404
    assert phone.get(_at(space) + "?before=x").status_code == 404


def test_older_posts_come_when_they_are_asked_for(house: House, space: PeerSpace) -> None:
    joins(house, space)
    for number in range(ON_A_PAGE + 3):
        with clock.at(clock.now() + timedelta(minutes=number)):
            posts(house, space, said=f"Word number {number:02}")
    phone = _phone(house)
    first = _text(phone, _at(space))
    assert "Word number 14" in first and "Word number 02" not in first and "Older posts" in first
    before = queries.feed(queries.membership(house.actors["Ana"], space.id)).before
    older = _text(phone, _at(space) + f"?before={before}")
    assert "Word number 02" in older and "Word number 14" not in older and "Older posts" not in older


def test_ten_more_posts_cost_no_more_queries(house: House, space: PeerSpace, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    joins(house, space)
    for number in range(11):
        made = posts(house, space, said=f"Word {number}")
        actions.react(house.actors["Noa"], made, kind="thanks")
    phone = _phone(house)
    phone.get(_at(space))
    with django_assert_max_num_queries(40):
        phone.get(_at(space))


def test_a_thread_takes_a_reply_a_sign_a_kind_word(house: House, space: PeerSpace) -> None:
    joins(house, space)
    made, phone = posts(house, space, "Noa", "Hello"), _phone(house)
    thread = _at(space, f"posts/{made.id}/")
    assert phone.post(thread, {"post_id": new_id(), "said": "Hello back"}).status_code == 302
    assert phone.post(thread + "sign/", {"kind": "thanks"}).status_code == 302
    assert phone.post(thread + "encourage/", {"reply_id": new_id(), "ready": "proud"}).status_code == 302
    text = _text(_phone(house, "Noa"), thread)
    assert "Hello back" in text and 'Thank you: <span class="soft">Fern</span>' in text and "That took courage" in text
    assert phone.post(thread + "applaud/", {}).status_code == 404
    assert phone.post(thread, {"post_id": new_id(), "said": "a@b.cc"}).status_code == 422


def test_a_report_says_what_happens_now_and_worry_is_an_alert(house: House, space: PeerSpace) -> None:
    joins(house, space)
    made, phone = posts(house, space, "Noa", "So tired of it"), _phone(house)
    report = _at(space, f"posts/{made.id}/report/")
    assert "Nobody here learns that it was you." in _text(phone, report)
    assert phone.post(report, {"report_id": new_id(), "why": ""}).status_code == 422
    told = phone.post(report, {"report_id": new_id(), "why": "danger", "words": "Please look"}).content.decode()
    assert "Their care team was told with an alert." in told and "988" in told and "555-0100" in told
    assert Alert.objects.filter(participant=house.participants["Noa"]).count() == 1 and PeerReport.objects.count() == 1
    again = phone.post(report, {"report_id": new_id(), "why": "danger"})
    assert again.status_code == 409 and Alert.objects.count() == 1


def test_keeping_away_leaving_and_agreeing_stand_on_ones_own_page(house: House, space: PeerSpace) -> None:
    joins(house, space)
    made, phone, mine = posts(house, space, "Noa", "Rain all day"), _phone(house), _at(space, "mine/")
    phone.post(_at(space, f"posts/{made.id}/block/"), {})
    assert "Rain all day" not in _text(phone, _at(space)) and "blocked" in _text(phone, mine)
    phone.post(mine, {"deed": "let-in", "other": str(made.member_id)})
    assert "Rain all day" in _text(phone, _at(space))
    actions.write_rules(house.actors["Dora"], space, words="No films here.")
    assert "The rules have changed." in _text(phone, _at(space)) and "No films here." in _text(phone, mine)
    refused = phone.post(_at(space), {"kind": "post", "post_id": new_id(), "said": "Not yet agreed"})
    assert refused.status_code == 409
    phone.post(mine, {"deed": "agree", "wording": WORDING, "rules_number": 1, "agreed": "yes"})
    assert phone.post(_at(space), {"kind": "post", "post_id": new_id(), "said": "Agreed"}).status_code == 302
    assert phone.post(mine, {"deed": "leave"}).status_code == 302 and phone.get(mine).status_code == 404


def test_a_hidden_post_says_why_and_a_pause_says_until_when(house: House, space: PeerSpace) -> None:
    member = joins(house, space)
    made, phone, pia = posts(house, space), _phone(house), house.actors["Pia"]
    actions.move_post(pia, made, deed=Deed.HIDE, reason="It tells how. Thank you for being here.")
    actions.warn_member(pia, member, deed_id=new_id(), words="Please speak of yourself.")
    actions.pause_member(pia, member, deed_id=new_id(), days=2, reason="A rest")
    text = _text(phone, _at(space))
    assert "It tells how. Thank you for being here." in text and "Please speak of yourself." in text
    assert "You can read here, and write again from" in text and "<textarea" not in text
    assert "A rest" not in text and made.words not in _text(_phone(house, "Noa"), _at(space))


def test_today_says_that_something_is_new_and_no_more(house: House, space: PeerSpace) -> None:
    joins(house, space)
    phone = _phone(house)
    assert phone.get("/api/companion/today").json()["peers"] is False
    with clock.at(clock.now() + timedelta(minutes=1)):
        posts(house, space, "Noa", "Hello")
        phone = _phone(house)
        assert phone.get("/api/companion/today").json()["peers"] is True
        assert "Something new" in _text(phone, "/companion/peers/")
        phone.get(_at(space))
        assert phone.get("/api/companion/today").json()["peers"] is False


def test_a_question_without_a_name_carries_no_id_of_its_asker(house: House, space: PeerSpace) -> None:
    member = joins(house, space)
    _phone(house).post(
        _at(space), {"kind": "question", "post_id": new_id(), "said": "What do I say at work?", "unnamed": "yes"}
    )
    phone = _phone(house, "Noa")
    [asked] = PeerPost.objects.all()
    for rest in ("", f"posts/{asked.id}/", f"posts/{asked.id}/report/"):
        text = _text(phone, _at(space, rest))
        assert "Somebody, without a name" in text or rest.endswith("report/")
        assert "Fern" not in text and str(member.id) not in text and "/mute/" not in text


def test_everything_is_there_in_spanish(house: House, space: PeerSpace) -> None:
    joins(house, space)
    phone = _phone(house)
    text = phone.get(_at(space), headers={"Accept-Language": "es"}).content.decode()
    assert "Nadie vigila día y noche" in text or "Nobody watches" in text


# --- Nothing is lost, and nobody is found out ------------------------------------------------------------------------


def test_nobody_learns_who_asked_without_a_name_by_keeping_them_away(house: House, space: PeerSpace) -> None:
    joins(house, space)
    asked = posts(house, space, "Noa", "Is it normal to shake?", kind=Kind.QUESTION, is_unnamed=True)
    phone = _phone(house)
    for deed in ("mute", "block"):
        assert phone.post(_at(space, f"posts/{asked.id}/{deed}/")).status_code == 404
    assert "Kite" not in _text(phone, _at(space, "mine/"))


def test_worry_about_words_that_were_taken_back_meanwhile_still_reaches_the_team(
    house: House, space: PeerSpace
) -> None:
    """Who has read them, and sends what they chose a minute later, is not told that there is nothing here."""
    joins(house, space)
    made, phone = posts(house, space, "Noa", "I do not want to wake up"), _phone(house)
    assert phone.get(_at(space, f"posts/{made.id}/report/")).status_code == 200
    actions.take_back(house.actors["Noa"], made)
    told = phone.post(_at(space, f"posts/{made.id}/report/"), {"report_id": new_id(), "why": "danger"})
    assert told.status_code == 200 and "988" in told.content.decode()
    assert "wake up" not in told.content.decode()
    assert Alert.objects.get().participant == house.participants["Noa"]
    assert phone.get(_at(space, f"posts/{made.id}/report/")).status_code == 404
    other = posts(house, space, "Noa", "Good night", kind=Kind.POST)
    actions.take_back(house.actors["Noa"], other)
    assert (
        phone.post(_at(space, f"posts/{other.id}/report/"), {"report_id": new_id(), "why": "other"}).status_code == 404
    )


def test_who_reported_a_post_for_something_else_can_still_say_that_they_are_worried(
    house: House, space: PeerSpace
) -> None:
    joins(house, space)
    made, phone = posts(house, space, "Noa", "Leave me alone, all of you"), _phone(house)
    phone.post(_at(space, f"posts/{made.id}/report/"), {"report_id": new_id(), "why": "unkind"})
    assert not Alert.objects.exists()
    for _ in range(2):
        phone.post(_at(space, f"posts/{made.id}/report/"), {"report_id": new_id(), "why": "danger"})
    assert Alert.objects.get().participant == house.participants["Noa"]
    assert sorted(one.why for one in PeerReport.objects.all()) == ["danger", "unkind"]
    assert len(queries.told_to_team(house.participants["Noa"])) == 1


def test_worry_is_never_braked(house: House, space: PeerSpace) -> None:
    me = joins(house, space)
    made = posts(house, space, "Noa", "I do not want to wake up")
    with guard.writing():
        PeerReport.objects.bulk_create(
            PeerReport(organization_id=space.organization_id, member=me, post=new_id(), why="other")
            for _ in range(MOST_REPORTS_AN_HOUR)
        )
    actions.report_post(house.actors["Ana"], made, report_id=new_id(), why="danger")
    assert Alert.objects.exists()
