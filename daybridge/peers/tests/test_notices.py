"""Who hears that something waits in a space, and who does not."""

from datetime import timedelta

import pytest

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from daybridge.notifications.models import Delivery, Notice
from daybridge.peers import actions, queries
from daybridge.peers.jobs import call_for_late
from daybridge.peers.models import PeerPost, PeerSpace
from daybridge.peers.rules import Deed
from daybridge.peers.tests.deeds import a_peer, a_space, a_space_of_two, joins, post, posts, replies
from tests.cast import House, sign_in


@pytest.fixture
def space(house: House) -> PeerSpace:
    return a_space_of_two(house)


def _told(house: House, name: str) -> list[str]:
    """Where the notes lead that somebody of the house has about spaces."""
    person = house.staff.get(name) or house.participants[name]
    found = Notice.objects.filter(key__startswith="peers", account_id=person.account_id)
    return [one.link for one in found.order_by("made_at")]


def _reported(house: House, said: PeerPost, who: str = "Noa") -> None:
    actions.report_post(house.actors[who], said, report_id=new_id(), why="unkind")


def _waiting(link: str) -> int:
    return Delivery.objects.filter(notice__link=link, state="planned").count()


def test_a_moderator_hears_of_a_report_once_and_no_more_when_it_was_looked_at(house: House, space: PeerSpace) -> None:
    said = posts(house, space)
    assert not _told(house, "Pia")
    a_peer(house, "Uma Reed")
    joins(house, space, "Uma", "Wren", "bird")
    _reported(house, said)
    _reported(house, said, "Uma")
    link = f"/workspace/peers/posts/{said.id}/"
    assert _told(house, "Pia") == [link] and not _told(house, "Dora") and not _told(house, "Ben")
    assert _waiting(link)
    actions.leave_post(house.actors["Pia"], post(said), reason="It is a joke between them")
    assert not _waiting(link)


def test_a_post_that_peers_do_not_see_yet_calls_a_moderator(house: House) -> None:
    space = a_space(house, is_premoderated=True)
    joins(house, space)
    said = posts(house, space)
    assert _told(house, "Pia") == [f"/workspace/peers/posts/{said.id}/"]


def test_the_directors_hear_once_of_what_is_late(house: House, space: PeerSpace) -> None:
    said = posts(house, space)
    _reported(house, said)
    system = Actor.system(house.organization.id, "peers.call_for_late")
    call_for_late(system)
    assert not _told(house, "Dora")
    due = queries.concern_about(said.id).due_at  # type: ignore[union-attr]
    with clock.at(due + timedelta(minutes=1)):
        call_for_late(system)
        call_for_late(system)
        assert _told(house, "Dora") == [f"/workspace/peers/posts/{said.id}/"]
        actions.leave_post(house.actors["Pia"], post(said), reason="It is a joke between them")
    other = posts(house, space, said="Another one")
    _reported(house, other)
    actions.move_post(house.actors["Pia"], post(other), deed=Deed.HIDE, reason="Unkind")
    with clock.at(clock.now() + timedelta(days=2)):
        call_for_late(system)
        assert len(_told(house, "Dora")) == 1


def test_whoever_is_replied_to_has_one_note_until_they_look(house: House, space: PeerSpace) -> None:
    said = posts(house, space)
    me = queries.membership(house.actors["Ana"], space.id)
    link = f"/companion/peers/{space.id}/#{me.id}"
    replies(house, said)  # one's own
    assert not _told(house, "Ana")
    replies(house, said, "Noa")
    replies(house, said, "Noa", "And one more thing")
    assert _told(house, "Ana") == [link] and not _told(house, "Noa")
    [note] = Notice.objects.filter(link=link)
    assert "Kite" not in note.key and "Noa" not in note.key
    with clock.at(clock.now() + timedelta(minutes=5)):
        actions.note_seen(house.actors["Ana"], me, at=clock.now())
        assert not _waiting(link)
        replies(house, said, "Noa", "Are you there?")
    assert _told(house, "Ana") == [link, link]


def test_nobody_hears_of_a_peer_whom_they_do_not_see(house: House, space: PeerSpace) -> None:
    said = posts(house, space)
    me, kite = (queries.membership(house.actors[name], space.id) for name in ("Ana", "Noa"))
    actions.keep_away(house.actors["Ana"], me, other=kite.id, is_block=False)
    replies(house, said, "Noa")
    assert not _told(house, "Ana")


def test_a_reply_that_waits_for_a_moderator_is_told_when_peers_see_it(house: House) -> None:
    space = a_space(house, is_premoderated=True)
    a_peer(house, "Noa Stern")
    joins(house, space)
    joins(house, space, "Noa", "Kite", "sun")
    said = posts(house, space)
    actions.move_post(house.actors["Pia"], said, deed=Deed.RELEASE)
    reply = replies(house, post(said), "Noa")
    assert not _told(house, "Ana")
    actions.move_post(house.actors["Pia"], post(reply), deed=Deed.RELEASE)
    assert len(_told(house, "Ana")) == 1


def test_whoever_a_moderator_wrote_to_has_a_note(house: House, space: PeerSpace) -> None:
    me = queries.membership(house.actors["Ana"], space.id)
    actions.warn_member(house.actors["Pia"], me, deed_id=new_id(), words="Please leave names out.")
    assert len(_told(house, "Ana")) == 1 and not _told(house, "Noa")
    kites = posts(house, space, "Noa", "Louder than it should be")
    actions.move_post(house.actors["Pia"], kites, deed=Deed.HIDE, reason="Too loud")
    assert len(_told(house, "Noa")) == 1
    actions.leave_space(house.actors["Noa"], queries.membership(house.actors["Noa"], space.id))
    assert len(_told(house, "Noa")) == 1


def test_a_second_word_of_a_moderator_is_told_once_the_first_was_looked_at(house: House, space: PeerSpace) -> None:
    me, pia = queries.membership(house.actors["Ana"], space.id), house.actors["Pia"]
    link = f"/companion/peers/{space.id}/#{me.id}"
    with clock.at(clock.now() + timedelta(minutes=1)):
        actions.warn_member(pia, me, deed_id=new_id(), words="Please leave names out.")
        actions.warn_member(pia, me, deed_id=new_id(), words="And please be kind.")
    assert _told(house, "Ana") == [link]
    phone = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert phone.get(f"/companion/peers/{space.id}/").status_code == 200
        assert not _waiting(link)
    with clock.at(clock.now() + timedelta(minutes=10)):
        actions.warn_member(pia, me, deed_id=new_id(), words="Once more, please.")
    assert _told(house, "Ana") == [link, link]
