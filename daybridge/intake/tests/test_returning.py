"""Somebody who has left would like to come back: one tap, a referral, and what they see of it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from daybridge.core import clock, guard, tenancy
from daybridge.core.errors import Conflict
from daybridge.intake import actions, queries
from daybridge.intake.models import Referral
from daybridge.intake.rules import DeclineReason, State, WaitingReason
from daybridge.intake.tests.referrals import a_referral
from daybridge.notifications.models import Notice
from daybridge.people.models import Participant
from daybridge.programs.actions import discharge
from daybridge.programs.rules import EndReason
from tests.cast import House, episode_of, sign_in

PAGE = "/companion/after/"


@pytest.fixture
def left(house: House) -> Participant:
    ana = house.participants["Ana"]
    discharge(house.actors["Ben"], episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today(ana.time_zone))
    return ana


@pytest.fixture
def phone(left: Participant) -> Client:
    return sign_in(left.account)  # type: ignore[arg-type]


def _ask(house: House) -> Referral:
    asked = actions.request_return(house.actors["Ana"], house.participants["Ana"])
    return Referral.objects.get(id=asked.subject_id)


def test_one_tap_makes_one_referral_that_intake_hears_of(house: House, left: Participant, phone: Client) -> None:
    for _twice in range(2):
        assert phone.post(PAGE, {"action": "return"})["Location"] == PAGE
    tenancy.enter(house.organization.id)
    referral = Referral.objects.get(participant=left)
    assert (referral.came_by, referral.identity, referral.name) == ("app", "known", "Ana Rivera")
    assert referral.is_about_substance_use, "its program treats substance use"
    assert referral.answer_due_at == clock.now() + timedelta(minutes=house.organization.referral_answer_minutes)
    told = set(Notice.objects.filter(kind="work-waiting").values_list("staff_id", flat=True))
    assert told == {house.staff["Ines"].id, house.staff["Dora"].id}
    board = sign_in(house.staff["Ines"].account).get("/referrals/").content.decode()  # type: ignore[arg-type]
    assert str(referral.id) in board


def test_they_see_where_it_stands_and_hear_of_each_decision(house: House, left: Participant, phone: Client) -> None:
    referral, ines = _ask(house), house.actors["Ines"]
    assert phone.get(PAGE).context["return_request"].state == State.RECEIVED
    tenancy.enter(house.organization.id)
    actions.start_screening(ines, referral)
    actions.put_on_waiting_list(ines, referral, reason=WaitingReason.PLACE, note="seven quiet herons")
    page = phone.get(PAGE)
    assert page.context["return_request"].state == State.WAITING_LIST and "herons" not in page.content.decode()
    tenancy.enter(house.organization.id)
    actions.accept(ines, referral)
    assert Notice.objects.filter(participant=left, kind="answer", link=PAGE).count() == 2
    actions.admit_referred(
        ines,
        referral,
        person=None,
        program=house.programs["Dual diagnosis"],
        primary_therapist=house.staff["Ben"],
        admitted_on=clock.today(left.time_zone),
    )
    assert episode_of(left).ended_on is None
    assert queries.return_request(house.actors["Ana"]) is None


def test_it_can_be_canceled_and_made_again(house: House, left: Participant, phone: Client) -> None:
    first = _ask(house)
    phone.post(PAGE, {"action": "cancel"})
    tenancy.enter(house.organization.id)
    first.refresh_from_db()
    assert (first.state, first.reason) == (State.WITHDRAWN, "person")
    assert phone.post(PAGE, {"action": "cancel"}).status_code == 404
    tenancy.enter(house.organization.id)
    again = _ask(house)
    assert again.id != first.id
    actions.decline(house.actors["Ines"], again, reason=DeclineReason.NO_PLACE, note="Call us.")
    assert re.search(r'name="action" value="return"', phone.get(PAGE).content.decode())


def test_who_is_in_a_program_has_nothing_to_ask(house: House) -> None:
    with pytest.raises(Conflict):
        _ask(house)
    page = sign_in(house.participants["Ana"].account).get(PAGE).content.decode()  # type: ignore[arg-type]
    assert 'value="return"' not in page


def test_what_the_hospital_told_stays_the_newest_that_is_known_of_their_health(house: House, left: Participant) -> None:
    hospital = a_referral(house, State.SCREENING)
    with guard.writing():
        Referral.objects.filter(id=hospital.id).update(
            participant=left, identity="known", state=State.WITHDRAWN, reason="person"
        )
    with clock.at(clock.now() + timedelta(days=30)):
        _ask(house)
    newest = queries.newest_referral_of(left.id)
    assert newest and newest.id == hospital.id
    assert queries.referred_allergies(left.id)[0] == hospital.id


def test_whoever_was_referred_by_somebody_else_sees_that_and_cannot_cancel_it(
    house: House, left: Participant, phone: Client
) -> None:
    referral = a_referral(house, State.SCREENING)
    with guard.writing():
        Referral.objects.filter(id=referral.id).update(participant=left, identity="known")
    assert phone.post(PAGE, {"action": "return"}).status_code == 302
    page = phone.get(PAGE)
    assert page.context["return_request"].referral.id == referral.id and 'value="cancel"' not in page.content.decode()
    assert phone.post(PAGE, {"action": "cancel"}).status_code == 404
