"""What staff write to one another about a participant: read by the team, never by the participant, on no way."""

from typing import Any

import pytest
from django.urls import get_resolver

from daybridge.companion.record import json_pieces
from daybridge.core.errors import IdTaken, Invalid, NotYours, Refused
from daybridge.core.ids import new_id
from daybridge.messaging import actions, queries
from daybridge.messaging.events import TeamMessageSent
from daybridge.messaging.models import TeamMessage, TeamReading
from daybridge.messaging.rules import MOST_CHARACTERS
from daybridge.messaging.tests.deeds import a_message
from daybridge.notifications.models import Notice
from tests.architecture.test_laws import patterns
from tests.cast import House, sign_in

CANARY = "lone egret"


def write(house: House, words: str = CANARY, *, by: str = "Ben", id: Any = None) -> TeamMessageSent:
    return actions.write_to_team(house.actors[by], house.participants["Ana"], message_id=id or new_id(), words=words)


def _page(house: House) -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/messages/team/"


def test_colleagues_read_it_and_are_told_once_until_they_have_looked(house: House) -> None:
    ana, cora = house.participants["Ana"], house.actors["Cora"]
    for words in ("One", "Two"):
        write(house, words)
    assert [one.words for one in queries.team_thread(cora, ana).messages] == ["One", "Two"]
    told = Notice.objects.filter(kind="message-waiting", staff=house.staff["Cora"])
    assert (queries.team_thread(cora, ana).unread, told.count()) == (2, 1)
    assert not Notice.objects.filter(kind="message-waiting", staff=house.staff["Ben"]).exists()
    events = [actions.note_team_read(cora, ana, up_to=up_to) for up_to in (9, 2, 0)]
    assert [one.repeated for one in events] == [False, True, True] and TeamReading.objects.count() == 1
    write(house, "Three")
    assert (queries.team_thread(cora, ana).unread, told.count()) == (1, 2)
    assert queries.team_thread(house.actors["Ben"], ana).unread == 0


def test_it_is_kept_once_and_the_same_id_with_other_words_is_refused(house: House) -> None:
    id = new_id()
    assert [write(house, id=id).repeated for _ in range(2)] == [False, True]
    for more in ({"words": "Other"}, {"by": "Cora"}):
        with pytest.raises(IdTaken):
            write(house, id=id, **more)  # type: ignore[arg-type]
    assert TeamMessage.objects.count() == 1


@pytest.mark.parametrize("words", ["", "  ", "a\x00b", "x" * (MOST_CHARACTERS + 1)])
def test_what_is_no_message_is_refused(house: House, words: str) -> None:
    with pytest.raises(Invalid):
        write(house, words)


@pytest.mark.parametrize("name", ["Ana", "Zoe", "Cleo", "Dev"])
def test_nobody_else_writes_or_reads_it(house: House, name: str) -> None:
    with pytest.raises(Refused):
        write(house, by=name)
    with pytest.raises(Refused):
        actions.note_team_read(house.actors[name], house.participants["Ana"], up_to=1)
    if name == "Ana":
        with pytest.raises(NotYours):
            queries.team_thread(house.actors[name], house.participants["Ana"])


def test_a_participant_meets_it_on_no_way(house: House) -> None:
    """Every page and answer of the companion, their record as a file and as a page, their notices, and what their screens are told."""
    ana: Any = house.participants["Ana"]
    a_message(house, "Hello", by="Ben")
    sent = write(house)
    assert ana.account_id not in sent.accounts and sent.accounts
    assert all(ana.account_id not in poke.accounts for poke in sent.pokes())
    assert not Notice.objects.filter(participant=ana, key__contains="team").exists()
    phone = sign_in(ana.account)
    asked = 0
    for pattern in sorted(set(patterns(get_resolver()))):
        if pattern.startswith(("companion/", "api/companion/", "kiosk/", "notices/")) and "<" not in pattern:
            answer = phone.get(f"/{pattern}")
            told = b"".join(answer) if answer.streaming else answer.content
            assert CANARY.encode() not in told, pattern
            asked += 1
    assert asked > 40
    assert CANARY not in "".join(json_pieces(ana, house.organization))
    assert phone.get(_page(house)).status_code == 404


def test_staff_write_on_a_page_of_its_own_that_says_who_reads(house: House) -> None:
    browser, page = sign_in(house.staff["Ben"].account), _page(house)  # type: ignore[arg-type]
    refused = browser.post(page, {"id": new_id(), "words": " "})
    assert refused.status_code == 422 and "Write something first." in refused.content.decode()
    id = new_id()
    assert browser.post(page, {"id": id, "words": CANARY}).status_code == 302
    again = browser.post(page, {"id": id, "words": "other herons"})
    assert again.status_code == 409 and "other herons" in again.content.decode()
    cora = sign_in(house.staff["Cora"].account)  # type: ignore[arg-type]
    shown = cora.get(page).content.decode()
    assert CANARY in shown and "Read by the care team" in shown and "read/" in shown
    assert cora.post(page + "read/", {"up_to": "1"}).status_code == 204
    assert "intersect" not in cora.get(page + "thread/").content.decode()
    ordinary = browser.get(f"/workspace/people/{house.participants['Ana'].id}/messages/").content.decode()
    assert CANARY not in ordinary and "Among staff" in ordinary
    assert sign_in(house.staff["Cleo"].account).get(page).status_code == 404  # type: ignore[arg-type]
