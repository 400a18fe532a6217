"""What asks for another look at a treatment plan: gathered from every room, with where it stands; whose plan waits, on Today."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybridge.assessments.actions import change_level
from daybridge.assessments.rules import Change, Level
from daybridge.attendance.tests.deeds import a_session, end, tap
from daybridge.checkins import queries as checkins
from daybridge.checkins.actions import set_diary
from daybridge.checkins.rules import QUESTIONS, Watched
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.plans import actions, queries
from daybridge.plans.rules.content import Content, Service
from daybridge.plans.tests.deeds import a_plan, signed
from daybridge.screens.tests.deeds import collected, found
from daybridge.workspace.treatment import page as treatment_page
from daybridge.workspace.treatment import revising
from tests.cast import (
    House,
    a_medicine,
    a_participant,
    a_prescriber,
    a_sheet,
    a_staff_member,
    a_worksheet,
    an_alert,
    later,
    sign_in,
)

GRAVE = {str(item): 3 for item in range(1, 9)}


def _asks(who: Participant) -> list[str]:
    found = revising.gathered(who, queries.standing(who), revising.lines_of(who))
    return [one.words for one in found.asks]


def _setback(house: House, who: Participant, **said: object) -> None:
    a_worksheet(house, who, "setback", answers={"what": "used"}, **said)


def test_scores_that_got_reliably_worse_since_the_plan_ask_for_a_look_until_there_was_one(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    a_sheet(house, ana)
    version = signed(house)
    assert _asks(ana) == []
    with clock.at(later(days=7)):
        a_sheet(house, ana, **GRAVE)
        assert _asks(ana) == ["Patient Health Questionnaire (PHQ-9): worse"]
        actions.review_plan(ben, version)
        assert _asks(ana) == []
    with clock.at(later(days=14)):
        a_sheet(house, ana, **GRAVE)
        assert _asks(ana) == []  # nothing new: it was looked at when it was as bad


def test_what_was_answered_on_the_day_of_the_look_counts_by_the_minute(house: House) -> None:
    ana = house.participants["Ana"]
    a_sheet(house, ana)
    with clock.at(later(days=7)):
        signed(house)
    with clock.at(later(days=7, hours=1)):
        a_sheet(house, ana, **GRAVE)
        assert _asks(ana) == ["Patient Health Questionnaire (PHQ-9): worse"]


def test_what_was_worse_when_the_plan_was_written_does_not_ask_again(house: House) -> None:
    ana = house.participants["Ana"]
    a_sheet(house, ana)
    with clock.at(later(days=7)):
        a_sheet(house, ana, **GRAVE)
    with clock.at(later(days=7, hours=1)):
        signed(house)
        assert _asks(ana) == []


def test_a_setback_after_the_plan_asks_for_a_look(house: House) -> None:
    ana = house.participants["Ana"]
    with clock.at(later(days=-1)):
        _setback(house, ana)
    signed(house)
    with clock.at(later(days=1)):
        _setback(house, ana)
        assert _asks(ana) == ["A setback"]
        page = sign_in(house.staff["Ben"].account).get(f"/workspace/people/{ana.id}/treatment/").content.decode()
        assert "This asks for another look at the plan, by" in page and "A setback on 1 day" in page


def test_marks_of_acting_on_a_danger_are_setbacks_of_many_at_once(house: House) -> None:
    ana = house.participants["Ana"]
    watched = Watched("urge-use", "urge", danger="use")
    set_diary(house.actors["Ben"], ana, asks=dict.fromkeys(QUESTIONS, True), targets=[watched], skills=(), based_on=0)
    a_worksheet(house, ana, "diary", answers={"marks": {"urge-use": {"level": 4, "acted": True}}, "skills": []})
    a_worksheet(house, ana, "diary", answers={"marks": {"urge-use": {"level": 4, "acted": False}}, "skills": []})
    before = clock.now() - timedelta(minutes=1)
    told = checkins.setbacks_since({ana.id: before, new_id(): before})
    assert told == {ana.id: {clock.today(ana.time_zone)}}
    assert checkins.setbacks_since({}) == {} and checkins.setbacks_since({ana.id: clock.now()}) == {}


def test_a_review_begins_with_what_has_happened_each_with_where_it_stands(house: House) -> None:
    ana = house.participants["Ana"]
    a_sheet(house, ana)
    signed(house)
    with clock.at(later(days=7)):
        a_sheet(house, ana, **GRAVE)
        a_prescriber(house)
        a_medicine(house, ana, days_ago=1)
        found = revising.gathered(ana, queries.standing(ana), revising.lines_of(ana))
        said = {one.words: one.address for one in found.happened}
        assert "Patient Health Questionnaire (PHQ-9): 8, now 24" in said
        [medicine] = [address for words, address in said.items() if words.startswith("Added:")]
        assert medicine == f"/workspace/people/{ana.id}/medicines/"


def test_what_happened_later_on_the_day_of_the_look_has_happened_since(house: House) -> None:
    ana = house.participants["Ana"]
    with clock.at(later(days=1)):
        a_sheet(house, ana)
        signed(house)
    assert revising.since_last_look(ana, queries.standing(ana), revising.lines_of(ana)) == []
    with clock.at(later(days=1, hours=1)):
        a_sheet(house, ana, **GRAVE)
        an_alert(house, ana)
    told = [one.words for one in revising.since_last_look(ana, queries.standing(ana), revising.lines_of(ana))]
    assert told == ["Patient Health Questionnaire (PHQ-9): 8, now 24", "1 alert"]


def test_what_is_done_and_stands_in_no_plan_is_named(house: House) -> None:
    ana = house.participants["Ana"]
    session = a_session(house)
    says = a_plan()
    signed(house, says)
    tap(house, session, ana, 0)
    end(house, session)
    a_prescriber(house)
    a_medicine(house, ana)
    with clock.at(session.begins_at + timedelta(hours=3)):
        found = treatment_page.plan_page(ana).outside
        assert [one.service for one in found] == [Service.MEDICINE]  # any group is in the plan, medicines are not
        signed(house, _of_kind(says, "no-such-kind"))
        names = [one.name for one in treatment_page.plan_page(ana).outside]
        assert len(names) == 2 and "Skills group" in names


def _of_kind(says: Content, kind: str) -> Content:
    return replace(says, problems=tuple(
        replace(problem, goals=tuple(
            replace(goal, objectives=tuple(
                replace(one, interventions=tuple(replace(done, code=kind) for done in one.interventions))
                for one in goal.objectives
            ))
            for goal in problem.goals
        ))
        for problem in says.problems
    ))  # fmt: skip


# --- Today -----------------------------------------------------------------------------------------------------------


def test_today_names_whose_plan_waits_for_their_therapist_and_why(house: House) -> None:
    ben, ana = house.actors["Ben"], house.participants["Ana"]
    found = revising.waiting(ben)
    assert (ana.id, ["No plan is signed yet"]) in [(one.participant.id, one.words) for one in found.shown]
    signed(house)
    assert ana.id not in [one.participant.id for one in revising.waiting(ben).shown]
    with clock.at(later(days=1)):
        _setback(house, ana)
    with clock.at(later(days=9)):
        [one] = [one for one in revising.waiting(ben).shown if one.participant == ana]
        assert one.words == ["A setback"] and one.is_over
        page = sign_in(house.staff["Ben"].account).get("/workspace/").content.decode()
        assert "Treatment plans" in page and "A setback" in page
    assert ana.id not in [one.participant.id for one in revising.waiting(house.actors["Cora"]).shown]


def test_who_prescribes_and_is_a_therapist_too_is_told_of_both(house: House) -> None:
    both = a_staff_member(house, "Omar Haddad", "therapist", "prescriber")
    who = a_participant(house, "Quin Quiet", therapist=both, program=house.programs["Dual diagnosis"])
    assert [(one.participant, one.words) for one in revising.waiting(house.actors["Omar"]).shown] == [
        (who, ["No plan is signed yet"])
    ]


def test_a_colleague_of_another_team_is_told_of_nobody(house: House) -> None:
    signed(house)
    with clock.at(later(days=1)):
        _setback(house, house.participants["Ana"])
        shown = revising.waiting(house.actors["Cleo"]).shown
        assert house.participants["Ana"].id not in [one.participant.id for one in shown]


def test_the_number_of_queries_does_not_grow_with_the_people(house: House) -> None:
    ben = house.actors["Ben"]
    signed(house)
    with CaptureQueriesContext(
        connection,
    ) as few:
        revising.waiting(ben)
    for number in range(4):
        who = a_participant(
            house, f"P{number} Quiet", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"]
        )
        begun = actions.begin_plan(ben, who)
        draft = queries.draft(ben, begun.subject_id)
        changed = actions.change_plan(ben, draft, content=a_plan(ids=100 + 10 * number), revision=draft.revision)
        actions.sign_plan(ben, draft, revision=changed.revision)
    with CaptureQueriesContext(connection) as more:
        revising.waiting(ben)
    assert len(more) == len(few)


def test_a_plan_is_found_by_whose_stay_it_is(house: House) -> None:
    ana = house.participants["Ana"]
    assert not queries.standing(ana).is_of_this_stay
    signed(house)
    told = queries.standing(ana)
    assert told.is_of_this_stay and told.looked_at == clock.now() and UUID(int=4) not in {one.id for one in told.steps}


def test_an_unexpected_screen_and_another_level_of_care_ask_for_a_look(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    signed(house)
    with clock.at(later(hours=3)):
        found(house, collected(house), fentanyl="positive")
        change_level(
            ben, ana, change_id=new_id(), kind=Change.STEP_UP, to_level=Level.PARTIAL, reason="Not safe between sessions",
            on_day=clock.today(ana.time_zone),
        )  # fmt: skip
        asks = revising.gathered(ana, queries.standing(ana), revising.lines_of(ana)).asks
        assert sorted(one.words for one in asks) == ["An unexpected drug screen", "Another level of care"]
        client = sign_in(house.staff["Ben"].account)
        assert [client.get(one.address).status_code for one in asks] == [200, 200]
        actions.review_plan(ben, queries.version(ben, signed_id(house)))
        assert _asks(ana) == []


def signed_id(house: House) -> UUID:
    holds = queries.in_force(house.participants["Ana"].id)
    assert holds
    return holds.id
