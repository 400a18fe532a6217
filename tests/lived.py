"""Somebody of whom a bit of everything is kept: what an export of one's own record is held against."""

from datetime import time, timedelta

from allauth.usersessions.models import UserSession

from daybridge.attendance.tests.deeds import go_to_a_session
from daybridge.checkins.actions import set_diary
from daybridge.checkins.models import Entry
from daybridge.checkins.rules import Watched
from daybridge.core import clock, guard
from daybridge.core.ids import new_id
from daybridge.library.rules import Helped, Way
from daybridge.library.tests.test_actions import an_opening
from daybridge.medications.actions import note_refill, read_side_effect
from daybridge.notes.actions import choose_supervisor, cosign, sign_addendum
from daybridge.notes.tests.deeds import a_signed_note
from daybridge.notifications.actions import set_preferences
from daybridge.notifications.rules import QuietHours
from daybridge.people.actions import change_time_zone
from daybridge.people.models import Identifier
from daybridge.plans.actions import say_goal, sign_own_plan
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs.attending.actions import answer_change, come_after_all
from daybridge.programs.availability.actions import confirm_week
from daybridge.safety.actions import answer_participant, log_contact, take_alert
from daybridge.safety.plan.actions import countersign_plan, sign_plan
from daybridge.safety.radar.actions import say_of_look
from daybridge.screens.tests.deeds import live_through
from tests.cast import a_worksheet, an_absence, an_entry, some_needs
from tests.walls.scene import Scene

#: What Ana kept to herself: her team reads it nowhere, and her own record has it.
KEPT = "nobody else may read of the lighthouse"
#: What nobody may run as a script.
HOSTILE = "</script><script>alert('x')</script><img src=x onerror=alert(1)> & \"quoted\""


def live(scene: Scene) -> None:
    """Fill in what the scene of the walls has nothing of: a diary, something kept, an answer, a signed plan, a device."""
    house, ana, ben = scene.house, scene.ana, scene.house.actors["Ben"]
    mine = house.actors["Ana"]
    set_diary(
        ben,
        ana,
        asks={"anxiety": True},
        targets=[Watched("urge-use", "urge", danger="use")],
        skills=["cold-water"],
        based_on=0,
    )
    marks = {"marks": {"urge-use": {"level": 2, "acted": False}}, "skills": ["cold-water"], "note": "Loud day"}
    a_worksheet(house, ana, "diary", answers=marks)
    first = a_worksheet(house, ana, answers={"situation": KEPT}, is_shared=False)
    again = Entry.objects.get(id=first.subject_id)
    a_worksheet(house, ana, answers={"situation": KEPT, "balanced": "It passes."}, is_shared=False, about=again.id)
    an_entry(house, ana, mood=3, note=HOSTILE)
    an_opening(house, way=Way.COPING, is_done=True, helped=Helped.A_LITTLE)
    sign_plan(mine, scene.plan, step_id=new_id(), made_at=clock.now())
    countersign_plan(ben, scene.plan)
    take_alert(ben, scene.alert)
    scene.alert.refresh_from_db()
    log_contact(ben, scene.alert, result="reached", note="She sounds better")
    answer_participant(ben, scene.alert, words="I call you at five.")
    say_of_look(ben, scene.look, said="useful")
    set_preferences(mine, ana, channels={"messages": ["push"]}, quiet=QuietHours(time(22), time(7)))
    change_time_zone(mine, ana, zone="America/Denver")
    ana.refresh_from_db()
    open_chart(ben, ana.id, purpose=Purpose.TREATMENT)
    note_refill(
        house.actors["Priya"],
        scene.medicine,
        note_id=new_id(),
        done_on=None,
        due_on=clock.today(ana.time_zone) + timedelta(days=9),
    )
    confirm_week(ben, scene.week)
    answer_change(ben, scene.change_request, outcome="talk", words="Let us look at it on Monday.")
    come_after_all(mine, scene.absence, return_id=new_id())
    an_absence(house, ana, first_on=clock.today(ana.time_zone) + timedelta(days=7), reason="care", note=KEPT)
    some_needs(house, ana, by="Ben")
    go_to_a_session(house, scene.occurrence, ana)
    sign_addendum(ben, scene.note, said="The walk was on Sunday.")
    choose_supervisor(house.actors["Dora"], house.staff["Ben"], supervisor=house.staff["Cora"])
    live_through(house, scene.screen)
    sign_own_plan(mine, scene.treatment, step_id=new_id(), made_at=clock.now())
    goal = next(scene.treatment.says.goals)
    say_goal(mine, ana, words_id=new_id(), goal_id=goal.id, said="Laugh at breakfast", made_at=clock.now())
    cosign(house.actors["Cora"], a_signed_note(house, ana))
    read_side_effect(house.actors["Priya"], scene.side_effect, reading_id=new_id(), answer="Take it with food.")
    with guard.writing():
        Identifier.objects.create(organization=house.organization, participant=ana, system="Lakeside", value="MRN-77")
        UserSession.objects.create(user=ana.account, session_key="k" * 32, ip="192.0.2.7", user_agent="Firefox Android")
