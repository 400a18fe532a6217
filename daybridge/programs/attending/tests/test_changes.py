"""Asking for other times, and what the team says to it."""

import pytest

from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid, NotYours
from daybridge.core.ids import new_id
from daybridge.notifications.models import Notice
from daybridge.programs.attending import queries
from daybridge.programs.attending.actions import ToldChange, answer_change, ask_for_change
from daybridge.programs.attending.models import ChangeAnswer, ChangeRequest
from daybridge.programs.attending.rules import MOST_UNANSWERED
from daybridge.programs.attending.sentences import asked_of_in_words
from daybridge.programs.calendar.actions import take_seat
from daybridge.programs.calendar.models import Seat
from tests.cast import House, a_change_request, a_group, a_participant, a_series, later


@pytest.fixture
def seat(house: House) -> Seat:
    series = a_series(house, a_group(house))
    take_seat(house.actors["Ben"], house.participants["Ana"], series=series, from_on=series.from_on)
    return Seat.objects.get()


def _waiting(house: House) -> list[ChangeRequest]:
    return [one.request for one in queries.changes_waiting([one.id for one in house.participants.values()], most=8)[0]]


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


def test_who_asks_again_and_again_with_a_clock_set_back_buries_nobody(house: House) -> None:
    a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    ana, noor = house.participants["Ana"], house.participants["Noor"]
    seats = _some_seats(house, 3)
    with clock.at(later(hours=1)):
        hers = a_change_request(house, noor)
    for number, seat in enumerate((*seats, None)):
        with clock.at(later(hours=2 + number)):
            told = ToldChange(id=new_id(), made_at=later(days=-300), better=f"{number}", seat=seat)
            ask_for_change(house.actors["Ana"], ana, told=told)
    found, people = queries.changes_waiting([ana.id, noor.id], most=8)
    assert [(one.request.participant_id, one.more) for one in found] == [(noor.id, 0), (ana.id, 3)] and people == 2
    assert found[0].request == hers and found[1].request.better == "0"
    assert queries.changes_waiting([ana.id, noor.id], most=1) == ([found[0]], 2)


def test_what_is_asked_anew_takes_the_place_of_what_was_asked_before(house: House, seat: Seat) -> None:
    ana = house.participants["Ana"]
    a_change_request(house, ana, seat, better="Mornings")
    with clock.at(later(hours=1)):
        newest = a_change_request(house, ana, seat, better="Evenings")
    with clock.at(later(hours=2)):
        whole = a_change_request(house, ana, better="All of it")
    assert _waiting(house) == [newest]
    assert {one.id for one in queries.changes_of(ana.id)} == {newest.id, whole.id}
    with clock.at(later(hours=3)):
        answer_change(house.actors["Ben"], newest, outcome="done", words="From Monday.")
    assert _waiting(house) == [whole], "the one before does not come back"


def test_more_than_a_team_can_read_is_refused_in_words_until_they_answer(house: House) -> None:
    ana = house.participants["Ana"]
    told = [ToldChange(id=new_id(), made_at=clock.now(), better="x") for _ in range(MOST_UNANSWERED + 1)]
    for one in told[:-1]:
        ask_for_change(house.actors["Ana"], ana, told=one)
    assert ask_for_change(house.actors["Ana"], ana, told=told[0]).repeated, "what is sent again is no new one"
    with pytest.raises(Conflict, match="Talk with them"):
        ask_for_change(house.actors["Ana"], ana, told=told[-1])
    assert ChangeRequest.objects.count() == MOST_UNANSWERED
    with clock.at(later(hours=1)):
        answer_change(house.actors["Ben"], _waiting(house)[0], outcome="talk", words="Let us talk.")
    with clock.at(later(hours=2)):
        assert not ask_for_change(house.actors["Ana"], ana, told=told[-1]).repeated


def _some_seats(house: House, count: int) -> list[Seat]:
    for number in range(count):
        series = a_series(house, a_group(house, f"Group {number}"), weekday=number + 1)
        take_seat(house.actors["Ben"], house.participants["Ana"], series=series, from_on=series.from_on)
    return list(Seat.objects.order_by("series__weekday"))
