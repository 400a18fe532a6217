"""Sam's page for telling Ana's team that he is worried, and what her team sees of it."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.people import actions as people
from daybridge.people.models import Supporter
from daybridge.privacy import actions as privacy
from daybridge.safety import actions
from daybridge.safety.concerns.models import SupporterConcern
from daybridge.safety.models import Alert
from tests.cast import House, a_supporter, proved, sign_in

WORDS = "She has not slept since Sunday."


@pytest.fixture
def sam(house: House) -> Supporter:
    return a_supporter(house, house.participants["Ana"])


def _sams(sam: Supporter) -> Client:
    return sign_in(sam.account)  # type: ignore[arg-type]


def _page(sam: Supporter) -> str:
    return f"/supporter/{sam.id}/worried/"


def _words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def _sent(**changes: object) -> dict[str, object]:
    return {"concern_id": new_id(), "words": WORDS, "danger": "not-sure", **changes}


def _id_on(answer: HttpResponse) -> str:
    found = re.search(r'name="concern_id"\s+value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def test_before_anything_is_typed_the_page_says_who_reads_when_and_what_nobody_can_promise(
    house: House, sam: Supporter
) -> None:
    browser = _sams(sam)
    assert f'href="{_page(sam)}"' in browser.get("/supporter/").content.decode()
    answer = browser.get(_page(sam))
    before = answer.content.decode().split("<textarea")[0]
    for said in (
        "care team", house.organization.reply_hours, "around the clock", "tel:911", "tel:988", "unless Ana", "promise that Ana",
    ):  # fmt: skip
        assert said in re.sub(r"\s+", " ", before), said
    assert house.organization.name not in answer.content.decode(), "which program it is, is Ana's to share"


def test_sam_sends_once_however_often_he_taps_and_sees_what_he_sent(house: House, sam: Supporter) -> None:
    browser = _sams(sam)
    sent = _sent(concern_id=_id_on(browser.get(_page(sam))))
    for _tap in range(2):
        assert browser.post(_page(sam), sent)["Location"] == _page(sam)
    assert SupporterConcern.objects.get().words == WORDS
    answer = browser.get(_page(sam))
    assert WORDS in _words(answer) and "Not read yet" in _words(answer) and _id_on(answer) != sent["concern_id"]


def test_who_sees_danger_is_told_again_to_call(sam: Supporter) -> None:
    assert "call 911 now" in _words(_sams(sam).post(_page(sam), _sent(danger="yes"), follow=True))


def test_sam_learns_that_it_was_read_and_nothing_of_who_or_what_came_of_it(house: House, sam: Supporter) -> None:
    _sams(sam).post(_page(sam), _sent())
    with clock.at(clock.now() + timedelta(minutes=5)):
        actions.take_alert(house.actors["Ben"], Alert.objects.get())
        actions.log_contact(house.actors["Ben"], Alert.objects.get(), result="reached", note="She is fine")
        actions.answer_participant(house.actors["Ben"], Alert.objects.get(), words="Your brother wrote")
        words = _words(_sams(sam).get(_page(sam)))
    assert "The team has read this." in words and "Not read yet" not in words
    assert not [one for one in ("Ben", "fine", "brother", "reached", "closed") if one in words]


@pytest.mark.parametrize(
    ("changes", "status", "kept"),
    [
        ({"words": ""}, 422, "not-sure"),
        ({"words": "so worried " * 200}, 422, "so worried so worried"),
        ({"danger": ""}, 422, WORDS),
        ({"danger": "perhaps"}, 422, WORDS),
        ({"concern_id": "made up"}, 422, WORDS),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(
    sam: Supporter, changes: dict[str, object], status: int, kept: str
) -> None:
    answer = _sams(sam).post(_page(sam), _sent(**changes))
    assert answer.status_code == status and kept in answer.content.decode()
    assert 'role="alert"' in answer.content.decode() and not SupporterConcern.objects.exists()


def test_the_sixth_of_a_day_says_to_call_and_keeps_the_words(sam: Supporter) -> None:
    browser = _sams(sam)
    for number in range(5):
        assert browser.post(_page(sam), _sent(words=f"Worry {number}")).status_code == 302
    answer = browser.post(_page(sam), _sent())
    assert answer.status_code == 429 and WORDS in answer.content.decode() and "911" in _words(answer)


def test_other_words_under_an_id_that_is_taken_go_under_a_new_one(sam: Supporter) -> None:
    browser, sent = _sams(sam), _sent()
    browser.post(_page(sam), sent)
    answer = browser.post(_page(sam), {**sent, "words": "Now she is gone."})
    assert answer.status_code == 409 and "Now she is gone." in answer.content.decode()
    assert browser.post(_page(sam), _sent(concern_id=_id_on(answer), words="Now she is gone.")).status_code == 302


def test_it_is_there_with_nothing_shared_and_gone_at_the_next_request_after_a_removal(
    house: House, sam: Supporter
) -> None:
    browser = _sams(sam)
    privacy.stop_sharing(house.actors["Ana"], sam)
    assert browser.post(_page(sam), _sent()).status_code == 302
    people.remove_supporter(house.actors["Ana"], Supporter.objects.get(id=sam.id))
    assert browser.get(_page(sam)).status_code == browser.post(_page(sam), _sent()).status_code == 404
    assert SupporterConcern.objects.count() == 1


def test_it_is_nobody_elses_page(house: House, sam: Supporter) -> None:
    kim = a_supporter(house, house.participants["Ana"], "Kim Ortiz")
    others = [_sams(kim), proved(house.participants["Ana"].account), sign_in(house.staff["Ben"].account)]  # type: ignore[arg-type]
    for browser in others:
        assert browser.get(_page(sam)).status_code == browser.post(_page(sam), _sent()).status_code == 404
    assert Client().get(_page(sam)).status_code == 302
    assert not SupporterConcern.objects.exists()


def test_the_page_is_in_spanish_too(house: House, sam: Supporter) -> None:
    browser = _sams(sam)
    browser.post(reverse("people:language"), {"language": "es"})
    words = _words(browser.get(_page(sam)))
    assert house.organization.reply_hours_es in words and "equipo" in words
    assert not re.search(r"\b(worried|danger|care team|Before you write|Send)\b", words)


def test_the_team_sees_who_wrote_what_on_the_alert_and_in_the_list(house: House, sam: Supporter) -> None:
    _sams(sam).post(_page(sam), _sent(danger="yes"))
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    for address in (f"/workspace/alerts/{Alert.objects.get().id}/", "/workspace/alerts/"):
        words = _words(ben.get(address))
        assert WORDS in words and "Sam Ortiz" in words and "brother" in words, address
    chart = _words(ben.get(f"/workspace/people/{house.participants['Ana'].id}/"))
    assert "A supporter says they are in danger" in chart
