"""Somebody of whom a bit of everything is kept: what an export of one's own record is held against."""

import pickle
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession

from daybridge.assessments.actions import add_to_signed, sign_section
from daybridge.attendance.actions import note_guest
from daybridge.attendance.tests.deeds import go_to_a_session, minute
from daybridge.checkins.actions import go_through, set_diary
from daybridge.checkins.models import Entry
from daybridge.checkins.rules import Watched
from daybridge.contingency import actions as rewards
from daybridge.contingency.models import LedgerEntry
from daybridge.contingency.rules import Deed, Ending
from daybridge.core import clock, guard
from daybridge.core.ids import new_id
from daybridge.library.rules import Helped, Way
from daybridge.library.tests.test_actions import an_opening
from daybridge.medications.actions import note_refill, read_side_effect
from daybridge.medications.ordering.actions import hand_order_over
from daybridge.medications.precautions.actions import log_registry_look, note_naloxone, state_pregnancy
from daybridge.medications.precautions.rules import Look, Naloxone, Pregnancy
from daybridge.medications.reconciling.actions import reconcile, tell_taking
from daybridge.medications.reconciling.rules import Decision, Line, Taking
from daybridge.medications.watching.actions import read_result
from daybridge.messaging import actions as messaging
from daybridge.messaging.tests.deeds import a_message
from daybridge.notes.actions import choose_supervisor, cosign, sign_addendum
from daybridge.notes.tests.deeds import a_signed_note
from daybridge.notifications.actions import set_preferences
from daybridge.notifications.rules import QuietHours
from daybridge.peers.tests.deeds import live_in
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
from daybridge.telehealth.tests.deeds import go_by_video
from tests.cast import MONDAY, a_worksheet, an_absence, an_entry, go_on_over_a_warning, some_needs
from tests.permissions.scene import Scene, make_scene, scene_of

#: What Ana kept to herself: her team reads it nowhere, and her own record has it.
KEPT = "nobody else may read of the lighthouse"
#: What nobody may run as a script.
HOSTILE = "</script><script>alert('x')</script><img src=x onerror=alert(1)> & \"quoted\""


@pytest.fixture
def lived_scene(kept_lived_scene: bytes, db: None, now: datetime) -> Scene:
    """The scene of the permissions in which Ana has lived through a bit of everything (`live`)."""
    return scene_of(kept_lived_scene)


@pytest.fixture(scope="session")
def kept_lived_scene(keep_world: Any) -> bytes:
    with keep_world("lived_scene"), clock.at(MONDAY):
        scene = make_scene()
        live(scene)
        return pickle.dumps(scene)


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
    go_by_video(house, scene.occurrence, ana)
    go_to_a_session(house, scene.occurrence, ana)
    with minute(scene.family_date, 5):
        note_guest(ben, scene.family_date, invitation_id=scene.family_invitation.id, has_come=True)
    sign_addendum(ben, scene.note, said="The walk was on Sunday.")
    choose_supervisor(house.actors["Dora"], house.staff["Ben"], supervisor=house.staff["Cora"])
    sign_section(mine, scene.assessment, signature_id=new_id(), section="emotional", made_at=clock.now())
    add_to_signed(ben, scene.worksheet_of_level, said="The sister agrees.")
    live_through(house, scene.screen)
    live_in(house, scene.space)
    sign_own_plan(mine, scene.treatment, step_id=new_id(), made_at=clock.now())
    _end_rewards(scene)
    goal = next(scene.treatment.says.goals)
    say_goal(mine, ana, words_id=new_id(), goal_id=goal.id, said="Laugh at breakfast", made_at=clock.now())
    go_through(
        ben, ana, entry_id=new_id(), about=scene.worksheet_id, on_day=clock.today(ana.time_zone), agreed="Walk first"
    )
    _write_to_one_another(scene)
    cosign(house.actors["Cora"], a_signed_note(house, ana))
    _go_through_medicines(scene)
    read_result(house.actors["Priya"], scene.result, reading_id=new_id(), note="Once more in two weeks.")
    go_on_over_a_warning(house, scene.ana)
    read_side_effect(house.actors["Priya"], scene.side_effect, reading_id=new_id(), answer="Take it with food.")
    with guard.writing():
        Identifier.objects.create(organization=house.organization, participant=ana, system="Lakeside", value="MRN-77")
        UserSession.objects.create(user=ana.account, session_key="k" * 32, ip="192.0.2.7", user_agent="Firefox Android")


def _write_to_one_another(scene: Scene) -> None:
    """A message put in other words, and every step that a thread may take."""
    house, ana, ben = scene.house, scene.ana, scene.house.actors["Ben"]
    a_message(house, HOSTILE, about=scene.message.id)
    messaging.note_fetched(house.actors["Ana"], ana, up_to=2)
    messaging.note_read(house.actors["Ana"], ana, up_to=2)
    messaging.mark_urgent(ben, scene.message)
    messaging.settle(ben, ana, up_to=3)
    messaging.note_announcements_read(house.actors["Ana"], ana, ids=[scene.announcement.id])
    messaging.hand_over(ben, ana, to=house.staff["Ben"])


def _go_through_medicines(scene: Scene) -> None:
    """All that is known before a medicine is given, and a list that was gone through and ordered from."""
    house, ana, priya = scene.house, scene.ana, scene.house.actors["Priya"]
    today = clock.today(ana.time_zone)
    note_naloxone(priya, ana, note_id=new_id(), said=Naloxone(step="given", on_day=today, kind="Spray", lot="L-7"))
    look = Look(on_day=today, states=("TX",), found="Nothing but ours", next_on=today + timedelta(days=90))
    log_registry_look(priya, ana, look_id=new_id(), look=look)
    said = Pregnancy(on_day=today, pregnant="no", contraception="yes", words="Since May")
    state_pregnancy(priya, ana, answer_id=new_id(), said=said)
    taking = Taking(says={scene.medicine.id: "differently"}, words={scene.medicine.id: "At noon"}, more="Melatonin")
    tell_taking(house.actors["Ana"], ana, entry_id=new_id(), told=taking, made_at=clock.now())
    line = Line(key="m", name="Heronine", medicine_id=scene.medicine.id, number=1, says="differently", told="At noon")
    kept = Decision(line=line, deed="keep", why="Noon is all right")
    left = Decision(line=Line(key="t0", name="Melatonin", told="Melatonin"), deed="not_taking", why="Stopped last week")
    reconcile(priya, ana, reconciliation_id=new_id(), occasion="admission", decisions=[kept, left], revision=0)
    hand_order_over(priya, scene.order, sending_id=new_id())


def _end_rewards(scene: Scene) -> None:
    """A pause, an entry of the ledger, and the end, at which the seed is shown."""
    ben, enrolment = scene.house.actors["Ben"], scene.enrolment
    rewards.pause_rewards(ben, enrolment, why="In a hospital")
    rewards.end_rewards(ben, enrolment, ending=Ending.COMPLETED)
    with guard.writing():
        LedgerEntry.objects.create(
            organization=scene.house.organization, enrolment=enrolment, deed=Deed.KEPT, draw=scene.prize, cents=0,
            full_cents=0, on_day=clock.today(scene.ana.time_zone), given_by=scene.house.staff["Ben"],
        )  # fmt: skip
