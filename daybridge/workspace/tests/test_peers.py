"""Peer spaces on the staff's screens: opening, the queue with its clocks, each deed of a moderator, and what a care team is told."""

import pytest
from django.test import Client

from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.peers import actions
from daybridge.peers.models import PeerModeration, PeerPost, PeerSpace
from daybridge.peers.rules import State
from daybridge.peers.tests.deeds import a_space, a_space_of_two, fresh, joins, post, posts
from daybridge.safety.actions import take_alert
from daybridge.safety.models import Alert
from tests.cast import House, a_group, a_staff_member, sign_in


@pytest.fixture
def space(house: House) -> PeerSpace:
    return a_space_of_two(house)


def _desk(house: House, name: str) -> Client:
    account = house.staff[name].account
    assert account
    return sign_in(account)


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_a_director_opens_a_space_for_a_group_and_names_who_looks_after_it(house: House) -> None:
    a_staff_member(house, "Pia Lund", "peer")
    group, dora = a_group(house, "Evening skills"), _desk(house, "Dora")
    assert "You look after no peer space" in _text(dora, "/workspace/peers/")
    sent = {"id": new_id(), "whom": f"group {group.id}", "name": "Evenings", "slow_minutes": 0, "look_hours": 12}
    assert dora.post("/workspace/peers/", sent).status_code == 422
    sent["moderators"] = [str(house.staff["Pia"].id)]
    assert dora.post("/workspace/peers/", sent).status_code == 302
    [made] = PeerSpace.objects.all()
    assert (made.group, made.look_hours) == (group, 12)
    assert "Evenings" in _text(_desk(house, "Pia"), "/workspace/peers/")
    for name in ("Pia", "Ben"):
        assert _desk(house, name).post("/workspace/peers/", sent | {"id": new_id()}).status_code == 404


def test_settings_rules_circle_and_closing_stand_on_the_spaces_page(house: House, space: PeerSpace) -> None:
    dora, at = _desk(house, "Dora"), f"/workspace/peers/{space.id}/"
    pia = str(house.staff["Pia"].id)
    settings = {
        "deed": "settings",
        "settings-name": "Nights",
        "settings-slow_minutes": "10",
        "settings-look_hours": "8",
    }
    assert dora.post(at, settings).status_code == 422  # nobody would look after it
    assert dora.post(at, settings | {"settings-moderators": [pia]}).status_code == 302
    assert (fresh(space).name, fresh(space).slow_minutes) == ("Nights", 10)
    assert (
        dora.post(at, {"deed": "rules", "rules-words": "No films."}).status_code == 302
        and fresh(space).rules_number == 1
    )
    circle = {"deed": "circle", "circle-id": new_id(), "circle-asks": "How are you arriving?", "circle-hours": "4"}
    assert _desk(house, "Pia").post(at, circle).status_code == 302
    assert _desk(house, "Pia").post(at, settings).status_code == 404
    assert dora.post(at, {"deed": "nonsense"}).status_code == 404
    assert dora.post(at, {"deed": "close"}).status_code == 302 and fresh(space).closed_at
    assert "Closed" in _text(dora, at)


def test_staff_who_do_not_look_after_a_space_find_nothing_of_it(house: House, space: PeerSpace) -> None:
    made = posts(house, space)
    for name in ("Ben", "Cleo", "Dev"):
        client = _desk(house, name)
        for address in (
            f"/workspace/peers/{space.id}/",
            f"/workspace/peers/posts/{made.id}/",
            f"/workspace/peers/members/{made.member_id}/",
        ):
            assert client.get(address).status_code == 404
        assert made.words not in _text(client, "/workspace/peers/moderation/")


def test_the_queue_has_clocks_and_no_legal_names(house: House, space: PeerSpace) -> None:
    made, pia = posts(house, space, said="So loud here"), _desk(house, "Pia")
    assert "Nothing waits" in _text(pia, "/workspace/peers/moderation/")
    actions.report_post(house.actors["Noa"], made, report_id=new_id(), why="unkind", words="It hurt")
    for address in (
        "/workspace/peers/moderation/",
        f"/workspace/peers/posts/{made.id}/",
        f"/workspace/peers/{space.id}/",
    ):
        text = _text(pia, address)
        assert "So loud here" in text and "Fern" in text and "answer by" in text and "It hurt" in text
        assert "Rivera" not in text and "Stern" not in text and "Kite" not in text.replace("Quiet", "")
    assert "1 post waits" in _text(pia, "/workspace/") and "1 post waits" in _text(pia, "/workspace/peers-for-me/")
    assert "1 post waits" not in _text(_desk(house, "Ben"), "/workspace/")
    part = pia.get("/workspace/peers/moderation/", headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith("<div") and "So loud here" in part


@pytest.mark.parametrize(
    ("sent", "state", "written"),
    [
        ({"deed": "hide", "hide-reason": "It tells how"}, State.HIDDEN, "hide"),
        ({"deed": "leave", "leave-reason": "Fine"}, State.SHOWN, "leave"),
        ({"deed": "warn", "warn-words": "Speak of yourself"}, State.SHOWN, "warn"),
        ({"deed": "pause", "pause-days": "2", "pause-reason": "A rest"}, State.SHOWN, "pause"),
        ({"deed": "resume", "resume-reason": "We talked"}, State.SHOWN, "resume"),
        ({"deed": "escalate", "escalate-reason": "Sounds hopeless"}, State.SHOWN, "escalate"),
    ],
)
def test_each_deed_is_written_down_with_its_reason_and_once_however_often_its_button_is_tapped(
    house: House, space: PeerSpace, sent: dict[str, str], state: State, written: str
) -> None:
    made, pia = posts(house, space), _desk(house, "Pia")
    actions.report_post(house.actors["Noa"], made, report_id=new_id(), why="other")
    at = f"/workspace/peers/posts/{made.id}/"
    once = {f"{sent['deed']}-id": str(new_id())}
    empty = {name: "" for name in sent if name != "deed"} | {"deed": sent["deed"]} | once
    assert pia.post(at, empty).status_code == 422 and not PeerModeration.objects.exists()
    for _tap in range(2):
        assert pia.post(at, sent | once).status_code == 302
    [line] = PeerModeration.objects.all()
    assert (line.deed, line.staff, post(made).state) == (written, house.staff["Pia"], state)
    assert "Done, and written down." in _text(pia, at)


def test_a_hidden_post_is_shown_again_and_one_that_waits_is_let_through(house: House) -> None:
    space = a_space(house, is_premoderated=True)
    joins(house, space)
    made, pia = posts(house, space), _desk(house, "Pia")
    at = f"/workspace/peers/posts/{made.id}/"
    assert "Let it through" in _text(pia, at) and pia.post(at, {"deed": "release"}).status_code == 302
    pia.post(at, {"deed": "hide", "hide-reason": "x"})
    assert "Show it again" in _text(pia, at)
    assert pia.post(at, {"deed": "restore", "restore-reason": "Looked again"}).status_code == 302
    assert post(made).state == State.SHOWN and pia.post(at, {"deed": "release"}).status_code == 302
    assert pia.post(at, {"deed": "restore", "restore-reason": "Again"}).status_code == 302  # done already, and said so
    actions.take_back(house.actors["Ana"], made)
    assert pia.post(at, {"deed": "hide", "hide-reason": "x"}).status_code == 409
    assert pia.post(at, {"deed": "shout"}).status_code == 404


def test_a_question_is_answered(house: House, space: PeerSpace) -> None:
    from daybridge.peers.rules import Kind

    asked = posts(house, space, said="What do I say at work?", kind=Kind.QUESTION, is_unnamed=True)
    pia, at = _desk(house, "Pia"), f"/workspace/peers/posts/{asked.id}/"
    assert "asked without a name" in _text(pia, at)
    assert pia.post(at, {"deed": "answer", "answer-words": "As much as you like."}).status_code == 302
    assert PeerPost.objects.get(id=asked.id).answer == "As much as you like."


def test_who_is_behind_a_name_is_shown_once_after_a_reason(house: House, space: PeerSpace) -> None:
    made, pia = posts(house, space), _desk(house, "Pia")
    at = f"/workspace/peers/members/{made.member_id}/?post={made.id}"
    assert "Rivera" not in _text(pia, at) and pia.post(at, {"reason": " "}).status_code == 422
    shown = pia.post(at, {"reason": "To call her"})
    assert shown.status_code == 200 and "Ana Rivera" in shown.content.decode()
    assert "Rivera" not in _text(pia, at)
    assert AuditEntry.objects.filter(deed="peers.NameLookedBehind").count() == 1
    assert "Rivera" not in _text(pia, f"/workspace/peers/posts/{made.id}/")


def test_a_moderator_sees_whether_the_alert_was_taken_and_not_by_whom(house: House, space: PeerSpace) -> None:
    told, worried = posts(house, space, said="None of it matters"), posts(house, space, said="Nobody would mind")
    pia, queue = _desk(house, "Pia"), "/workspace/peers/moderation/"
    actions.report_post(house.actors["Noa"], worried, report_id=new_id(), why="danger")
    assert _text(pia, queue).count("Not taken yet") == 1 and "None of it matters" not in _text(pia, queue)
    actions.escalate_post(house.actors["Pia"], told, deed_id=new_id(), reason="Three nights in a row")
    text = _text(pia, queue)
    assert "None of it matters" in text and text.count("Not taken yet") == 2 and "answer by" in text
    take_alert(house.actors["Ben"], Alert.objects.get(participant=house.participants["Ana"]))
    for page in (queue, f"/workspace/peers/posts/{told.id}/", f"/workspace/peers/{space.id}/"):
        text = _text(pia, page)
        assert "Not taken yet" not in text and "Taken" in text and "Rivera" not in text
        assert "Okafor" not in text


def test_a_care_team_reads_what_was_handed_on_and_nothing_else(house: House, space: PeerSpace) -> None:
    posts(house, space, said="Only for peers")
    made, ben = posts(house, space, said="None of it matters"), _desk(house, "Ben")
    ana = house.participants["Ana"]
    at = f"/workspace/people/{ana.id}/peers/"
    assert "Nothing was handed on" in _text(ben, at)
    actions.escalate_post(house.actors["Pia"], made, deed_id=new_id(), reason="Three nights in a row")
    text = _text(ben, at)
    assert "None of it matters" in text and "Three nights in a row" in text
    assert "Only for peers" not in text and "Fern" not in text
    alert = Alert.objects.get(participant=ana)
    page = _text(ben, f"/workspace/alerts/{alert.id}/")
    assert at in page and "A moderator of a peer space is worried" in page
    assert _desk(house, "Cleo").get(at).status_code == 404 and _desk(house, "Pia").get(at).status_code == 404
