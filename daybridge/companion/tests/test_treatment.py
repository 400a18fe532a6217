"""A participant's own treatment plan on their phone: read, signed, said in their own words."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from daybridge.core import clock, guard
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.plans import queries
from daybridge.plans.models import GoalWords, PlanStep
from daybridge.plans.tests.deeds import a_plan, signed
from tests.cast import House, sign_in

PAGE = "/companion/treatment/"


def test_without_a_plan_it_says_so(house: House) -> None:
    assert "There is no plan yet" in sign_in(house.participants["Ana"].account).get(PAGE).content.decode()


def test_it_is_read_and_signed_once(house: House) -> None:
    version, phone = signed(house), sign_in(house.participants["Ana"].account)
    shown = phone.get(PAGE).content.decode()
    assert "Low mood since spring" in shown and "I have read it and sign it" in shown
    # One signs below what one has read.
    assert shown.index("Low mood since spring") < shown.index("I have read it and sign it")
    sent = {"deed": "sign", "version": str(version.id), "step_id": str(new_id())}
    for _ in range(2):
        assert phone.post(PAGE, sent).status_code == 302
    assert PlanStep.objects.get().staff is None
    assert "You have signed it" in phone.get(PAGE).content.decode()


def test_hours_are_those_of_their_own_clock(house: House) -> None:
    version, ana = signed(house), house.participants["Ana"]
    with guard.writing():
        Participant.objects.filter(id=ana.id).update(time_zone="Pacific/Honolulu")
    phone = sign_in(ana.account)
    phone.post(PAGE, {"deed": "sign", "version": str(version.id), "step_id": str(new_id())})
    own = clock.now().astimezone(ZoneInfo("Pacific/Honolulu"))
    shown = phone.get(PAGE).content.decode()
    assert (
        f"{own:%H:%M}" in shown
        and f"{clock.now().astimezone(ZoneInfo(house.organization.time_zone)):%H:%M}" not in shown
    )


def test_a_version_that_was_not_on_the_screen_is_not_signed(house: House) -> None:
    old = signed(house)
    signed(house, replace(a_plan(), strengths="A choir"))
    phone = sign_in(house.participants["Ana"].account)
    answer = phone.post(PAGE, {"deed": "sign", "version": str(old.id), "step_id": str(new_id())}, follow=True)
    assert "changed meanwhile" in answer.content.decode() and not PlanStep.objects.exists()


def test_a_goal_is_said_in_their_own_words_and_staff_see_it_beside_what_was_signed(house: House) -> None:
    version, ana = signed(house), house.participants["Ana"]
    goal, phone = next(version.says.goals), sign_in(ana.account)
    phone.post(PAGE, {"deed": "say", "goal": str(goal.id), "said": "Laugh at breakfast"})
    shown = phone.get(PAGE).content.decode()
    assert "Laugh at breakfast" in shown and f"<q>{goal.said}</q>" in shown  # what they sign is what they read
    staff = sign_in(house.staff["Ben"].account).get(f"/workspace/people/{ana.id}/treatment/").content.decode()
    assert "Laugh at breakfast" in staff and goal.said in staff
    empty = phone.post(PAGE, {"deed": "say", "goal": str(goal.id), "said": " "}, follow=True)
    assert "in a few words" in empty.content.decode() and GoalWords.objects.count() == 1
    assert phone.post(PAGE, {"deed": "say", "goal": "x", "said": "y"}).status_code == 404
    assert queries.is_whole(version)


def test_nobody_elses_goal_is_said(house: House) -> None:
    version = signed(house)
    goal, zoe = next(version.says.goals), sign_in(house.participants["Zoe"].account)
    assert zoe.post(PAGE, {"deed": "say", "goal": str(goal.id), "said": "Mine"}).status_code == 404
    assert not GoalWords.objects.exists()


def test_words_that_are_refused_stand_on_the_page(house: House) -> None:
    version, phone = signed(house), sign_in(house.participants["Ana"].account)
    goal = next(version.says.goals)
    answer = phone.post(PAGE, {"deed": "say", "goal": str(goal.id), "said": "Herons " * 60})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "This is not saved" in shown and "Herons Herons" in shown
    gone = phone.post(PAGE, {"deed": "say", "goal": str(new_id()), "said": "Laugh at breakfast"})
    assert gone.status_code == 409 and "Laugh at breakfast" in gone.content.decode()
