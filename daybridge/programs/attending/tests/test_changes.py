"""Asking for other times, and what the team says to it."""

import pytest

from daybridge.core.errors import Conflict, Invalid, NotYours
from daybridge.core.ids import new_id
from daybridge.notifications.models import Notice
from daybridge.programs.attending import queries
from daybridge.programs.attending.actions import ToldChange, answer_change, ask_for_change
from daybridge.programs.attending.models import ChangeAnswer, ChangeRequest
from daybridge.programs.attending.sentences import asked_of_in_words
from daybridge.programs.calendar.actions import take_seat
from daybridge.programs.calendar.models import Seat
from tests.cast import House, a_change_request, a_group, a_series, later


@pytest.fixture
def seat(house: House) -> Seat:
    series = a_series(house, a_group(house))
    take_seat(house.actors["Ben"], house.participants["Ana"], series=series, from_on=series.from_on)
    return Seat.objects.get()


def _waiting(house: House) -> list[ChangeRequest]:
    return queries.changes_waiting([one.id for one in house.participants.values()])


def test_it_is_kept_once_and_the_seat_stays_theirs(house: House, seat: Seat) -> None:
    told = ToldChange(id=new_id(), made_at=later(days=9), better=" Mornings ", seat=seat)
    answers = [ask_for_change(house.actors["Ana"], house.participants["Ana"], told=told) for _ in range(2)]
    assert [one.repeated for one in answers] == [False, True] and answers[0].saved_at == answers[1].saved_at
    request = ChangeRequest.objects.get()
    assert request.better == "Mornings" and request.made_at == answers[0].saved_at
    assert asked_of_in_words(request) == "Skills: Tuesday, 09:00 to 10:30" and Seat.objects.get().until_on is None


def test_one_that_says_nothing_or_names_a_seat_of_another_is_refused(house: House, seat: Seat) -> None:
    with pytest.raises(Invalid) as empty:
        a_change_request(house, house.participants["Ana"], better="  ")
    assert set(empty.value.fields) == {"better"}
    with pytest.raises(Conflict, match="not yours"):
        a_change_request(house, house.participants["Zoe"], seat)
    with pytest.raises(NotYours):
        queries.own_seat(house.participants["Zoe"].id, seat.id)


def test_an_answer_ends_the_waiting_tells_the_person_and_may_be_followed_by_another(house: House) -> None:
    ben, request = house.actors["Ben"], a_change_request(house, house.participants["Ana"])
    assert _waiting(house) == [request] and asked_of_in_words(request) == "Other hours"
    told = [answer_change(ben, request, outcome="talk", words="Let us talk on Monday.").repeated for _ in range(2)]
    assert told == [False, True] and _waiting(house) == []
    assert Notice.objects.get(participant=house.participants["Ana"]).link == "/companion/week/"
    answer_change(ben, request, outcome="done", words="You have the morning group now.")
    (found,) = queries.changes_of(house.participants["Ana"].id)
    assert [one.outcome for one in found.answers.all()] == ["done", "talk"] and ChangeAnswer.objects.count() == 2


@pytest.mark.parametrize(("outcome", "words", "at"), [("maybe", "Yes", "outcome"), ("done", " ", "words")])
def test_an_answer_without_a_sentence_or_an_outcome_is_refused(house: House, outcome: str, words: str, at: str) -> None:
    request = a_change_request(house, house.participants["Ana"])
    with pytest.raises(Invalid) as refused:
        answer_change(house.actors["Ben"], request, outcome=outcome, words=words)
    assert set(refused.value.fields) == {at} and _waiting(house) == [request]


def test_it_is_found_by_those_who_care_for_them(house: House) -> None:
    request = a_change_request(house, house.participants["Ana"])
    assert queries.change_request(house.actors["Ben"], request.id) == request
    with pytest.raises(NotYours):
        queries.change_request(house.actors["Cleo"], request.id)
