"""What the board and a referral's page are told."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from daybridge.core import clock
from daybridge.core.errors import NotYours
from daybridge.intake import actions, queries
from daybridge.intake.actions import NewPerson
from daybridge.intake.models import Referral
from daybridge.intake.rules import (
    IdentifierFact,
    NotRead,
    PersonFacts,
    PersonName,
    Place,
    ProblemFact,
    State,
    When,
)
from daybridge.intake.tests.referrals import MIRA, SUBSTANCE_USE, a_call, a_referral
from tests.cast import House, a_staff_member


def names(house: House, who: str = "Ines") -> dict[str, list[str]]:
    board = queries.referral_board(house.actors[who])
    return {column.state: [card.name for card in column.cards] for column in board.columns if column.cards}


def someone(given: str, born_on: str = "1970-01-01") -> PersonFacts:
    return PersonFacts(names=(PersonName(given, "Test"),), born_on=When(born_on))


def test_open_referrals_stand_under_their_state(house: House) -> None:
    a_referral(house, person=someone("Aron"))
    a_referral(house, State.WAITING_LIST, person=someone("Bela"))
    a_referral(house, State.DECLINED, person=someone("Cato"))
    assert names(house) == {"received": ["Aron Test"], "waiting_list": ["Bela Test"]}
    assert [card.name for card in queries.closed_referrals(house.actors["Ines"])] == ["Cato Test"]


def test_who_waits_longest_for_an_answer_stands_first(house: House, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with clock.at(later):
        a_referral(house, person=someone("Late"))
    a_referral(house, person=someone("Early"))
    a_call(house, a_referral(house, person=someone("Answered")))
    assert names(house) == {"received": ["Early Test", "Late Test", "Answered Test"]}


@pytest.mark.parametrize(
    ("minutes", "words", "tone"),
    [
        (0, "Answer due in 4 h", "calm"),
        (160, "Answer due in 1 h 20 min", "calm"),
        (200, "Answer due in 40 min", "soon"),
        (300, "1 h late", "late"),
        (60 * 24 * 4, "3 days late", "late"),
    ],
)
def test_a_clock_is_told_in_words(house: House, now: datetime, minutes: int, words: str, tone: str) -> None:
    a_referral(house)
    with clock.at(now + timedelta(minutes=minutes)):
        board = queries.referral_board(house.actors["Ines"])
    [card] = board.columns[0].cards
    assert (card.clock, card.clock_tone) == (words, tone)
    assert board.overdue == (tone == "late")


def test_an_answer_in_time_and_a_late_one_are_told_apart(house: House, now: datetime) -> None:
    in_time, late = a_referral(house, person=someone("A")), a_referral(house, person=someone("B"))
    a_call(house, in_time)
    with clock.at(now + timedelta(hours=5, minutes=30)):
        a_call(house, late)
    cards = queries.referral_board(house.actors["Ines"]).columns[0].cards
    assert {card.name: card.clock for card in cards} == {
        "A Test": "Answered in time",
        "B Test": "Answered 1 h 30 min late",
    }


@pytest.mark.parametrize("rows", [1, 12])
def test_the_board_asks_the_database_as_often_for_one_referral_as_for_many(
    house: House, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        a_referral(house, person=someone(f"P{number}"))
    with django_assert_num_queries(1):
        queries.referral_board(house.actors["Ines"])


@pytest.mark.parametrize("steps", [1, 8])
def test_a_referral_s_page_asks_as_often_for_a_long_history(house: House, steps: int) -> None:
    from django.db import connection

    referral = a_referral(house)
    for _ in range(steps):
        a_call(house, referral)
    with CaptureQueriesContext(connection) as asked:
        queries.referral_detail(house.actors["Ines"], queries.referral(house.actors["Ines"], referral.id))
    assert len(asked) == 3


def test_the_original_s_bytes_are_not_fetched_for_a_page(house: House) -> None:
    referral = queries.referral(house.actors["Ines"], a_referral(house).id)
    assert "original" in referral.document.get_deferred_fields()


# --- Who may see -----------------------------------------------------------------------------------------------------


def admitted(house: House, **more: Any) -> Referral:
    """A referral whose person is now in Ben's care."""
    referral = a_referral(house, State.ACCEPTED, **more)
    actions.admit_referred(
        house.actors["Ines"],
        referral,
        person=NewPerson(given_name="Mira", family_name="Solis", born_on=date(1988, 3, 2)),
        program=house.programs["Adult day"],
        primary_therapist=house.staff["Ben"],
        admitted_on=date(2026, 11, 23),
    )
    return referral


@pytest.mark.parametrize(
    ("who", "sees"), [("Ines", True), ("Dora", True), ("Ben", False), ("Cleo", False), ("Dev", False), ("Ana", False)]
)
def test_before_an_admission_only_intake_and_directors_see_a_referral(house: House, who: str, sees: bool) -> None:
    referral, actor = a_referral(house), house.actors[who]
    assert Referral.objects.visible_to(actor).exists() is sees
    if not sees:
        with pytest.raises(NotYours):
            queries.referral(actor, referral.id)
        with pytest.raises(NotYours):
            queries.original_of(actor, referral.id)
        assert queries.referral_board(actor).is_empty


@pytest.mark.parametrize("facts", [{}, SUBSTANCE_USE])
@pytest.mark.parametrize(("who", "sees"), [("Ben", True), ("Cleo", False), ("Dev", False)])
def test_after_it_the_person_s_therapist_sees_it_too(house: House, who: str, sees: bool, facts: dict[str, Any]) -> None:
    referral = admitted(house, **facts)
    assert Referral.objects.visible_to(house.actors[who]).filter(id=referral.id).exists() is sees


@pytest.mark.parametrize(("facts", "sees"), [({}, True), (SUBSTANCE_USE, False)])
def test_a_peer_on_the_team_sees_no_referral_that_tells_of_substance_use(
    house: House, facts: dict[str, Any], sees: bool
) -> None:
    from daybridge.people.actions import join_care_team
    from daybridge.people.rules import TeamRole

    peer = a_staff_member(house, "Pax Lane", "peer")
    referral = admitted(house, **facts)
    referral.refresh_from_db()
    assert referral.participant
    join_care_team(house.actors["Dora"], referral.participant, staff=peer, role=TeamRole.MEMBER)
    assert Referral.objects.visible_to(house.actors["Pax"]).exists() is sees


def test_another_organization_sees_nothing(house: House, elsewhere: House) -> None:
    from daybridge.core import tenancy

    a_referral(house)
    tenancy.enter(elsewhere.organization.id)
    assert queries.referral_board(elsewhere.actors["Esi"]).is_empty
    assert not Referral.objects.exists()


def test_boards_that_look_again_are_those_of_intake_and_directors(house: House) -> None:
    accounts = {house.staff[name].account_id for name in ("Ines", "Dora")}
    assert set(queries.intake_accounts()) == accounts


# --- One referral ----------------------------------------------------------------------------------------------------


def test_what_was_not_read_is_told_in_words_with_its_place(house: House) -> None:
    received = actions.receive_referral(
        house.actors["Ines"],
        house.organization,
        original=b"x",
        media_type="application/fhir+json",
        facts=queries.ReferralFacts(),
        not_read=[
            NotRead("wrong_shape", Place(14, "Condition", "code"), "object"),
            NotRead("kind_not_read", Place(5, "Claim"), "Claim", 9, (8, 9, 12, 13)),
            NotRead("kind_not_read", Place(6, "Goal"), "Goal", 2, (7,)),
        ],
    )
    detail = queries.referral_detail(house.actors["Ines"], queries.referral(house.actors["Ines"], received.subject_id))
    assert [(line.words, line.place) for line in detail.not_read] == [
        ("It should be an object, so this entry was left out.", "entry 14, Condition.code")
    ]
    assert [line.place for line in detail.kinds_not_read] == ["entries 5, 8, 9, 12, 13 and 4 more", "entries 6, 7"]
    assert "The birth date." in detail.missing


def test_why_a_referral_is_protected_is_told_in_our_words(house: House) -> None:
    facts = {
        "problems": (ProblemFact("Opioid abuse (disorder)", place=Place(6, "Condition")),),
        "marked": (Place(6, "Condition"), Place(7, "CarePlan")),
    }
    referral = a_referral(house, **facts)
    detail = queries.referral_detail(house.actors["Ines"], queries.referral(house.actors["Ines"], referral.id))
    assert [(line.words, line.place) for line in detail.protected_by] == [
        ("Opioid misuse (disorder)", "entry 6, Condition"),
        ("", "entry 7, CarePlan"),
    ]
    assert detail.is_reworded


# --- Who it may be ---------------------------------------------------------------------------------------------------


def test_a_likely_known_person_is_offered_with_reasons(house: House) -> None:
    person = PersonFacts(names=(PersonName("ANA", "RIVERA"),), born_on=When("1990-12-04"))
    [likely] = queries.likely_known_people(house.actors["Ines"], a_referral(house, person=person))
    assert likely.name == "Ana Rivera"
    assert likely.reasons == (
        "The same name.",
        "The same birth date with day and month swapped (1990-04-12 on record).",
    )


def test_someone_is_found_by_a_number_alone_with_the_doubts_told(house: House) -> None:
    from daybridge.people.actions import register_participant

    register_participant(
        house.actors["Ines"], house.organization, given_name="Noa", family_name="Lind", born_on=date(1961, 1, 1),
        identifiers=[("urn:mrn", "A-17")],
    )  # fmt: skip
    person = PersonFacts(
        names=MIRA.names, born_on=MIRA.born_on, identifiers=(IdentifierFact("urn:mrn", "A-17", "Record number"),)
    )
    [likely] = queries.likely_known_people(house.actors["Ines"], a_referral(house, person=person))
    assert likely.reasons == ("The same number: Record number.",)
    assert likely.doubts == ("But the names differ.", "But the birth dates differ (1961-01-01 on record).")


def test_a_stranger_with_the_same_birth_date_is_not_offered(house: House) -> None:
    person = PersonFacts(names=(PersonName("Hana", "Kim"),), born_on=When("1990-04-12"))
    assert queries.likely_known_people(house.actors["Ines"], a_referral(house, person=person)) == []


def test_half_a_birth_date_still_finds_someone_of_the_same_name(house: House) -> None:
    for told in ("1990", "1990-04"):
        person = PersonFacts(names=(PersonName("Ana", "Rivera"),), born_on=When(told))
        assert len(queries.likely_known_people(house.actors["Ines"], a_referral(house, person=person))) == 1, told


def test_people_of_another_organization_are_never_offered(house: House, elsewhere: House) -> None:
    person = PersonFacts(names=(PersonName("Eli", "Stone"),), born_on=When("1990-04-12"))
    assert queries.likely_known_people(house.actors["Ines"], a_referral(house, person=person)) == []


def test_a_therapist_is_offered_nobody(house: House) -> None:
    person = PersonFacts(names=(PersonName("Ana", "Rivera"),), born_on=When("1990-04-12"))
    assert queries.likely_known_people(house.actors["Ben"], a_referral(house, person=person)) == []


def test_another_open_referral_about_the_same_person_is_told(house: House) -> None:
    first, again = a_referral(house), a_referral(house)
    a_referral(house, State.DECLINED)
    [twin] = queries.likely_same_referrals(house.actors["Ines"], again)
    assert twin.id == first.id
    assert twin.reasons == ("The same name.", "The same birth date.")
