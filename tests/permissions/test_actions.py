"""Every action refuses those who have no part in Ana's care. Driven by the registry: an action without an example fails."""

import importlib

import pytest
from django.db import transaction

from daybridge.core import tenancy
from daybridge.core.actions import ACTIONS, Deed, organization_of
from daybridge.core.errors import Refused
from daybridge.core.models import AuditEntry
from daybridge.intake.models import Referral
from daybridge.programs.apart.queries import pair_of
from tests.architecture.test_laws import HOUSE, ROOMS
from tests.permissions.scene import STRANGERS, Example, Scene


def _of_the_product() -> dict[str, Deed]:
    """Every action of every room; tests' own made-up actions left out."""
    for room in ROOMS:
        if (HOUSE / room / "actions.py").exists() or (HOUSE / room / "actions").is_dir():
            importlib.import_module(f"daybridge.{room}.actions")
        for path in (HOUSE / room).glob("*/actions.py"):
            importlib.import_module(f"daybridge.{room}.{path.parent.name}.actions")
    return {name: deed for name, deed in ACTIONS.items() if ".tests." not in deed.perform.__module__}


KNOWN = _of_the_product()
_ADMINISTERS = {"Dev": "Administrators look after who works here; it says nothing about a participant."}
_A_LOOK_IS_WRITTEN = "It only writes down a look. The room that shows the document has decided who may: its address is in test_addresses."


def _on_house(by: str, **may: str) -> Example:
    return Example(on=lambda scene: scene.house.organization, by=by, may=may)


def _on_ana(by: str) -> Example:
    return Example(on=lambda scene: scene.ana, by=by)


def _on_referral() -> Example:
    return Example(on=lambda scene: scene.referral, by="Ines")


def _on_alert(by: str = "Ben") -> Example:
    return Example(on=lambda scene: scene.alert, by=by)


def _on_look(by: str = "Ben") -> Example:
    return Example(on=lambda scene: scene.look, by=by)


def _on_plan(by: str) -> Example:
    return Example(on=lambda scene: scene.plan, by=by)


def _on_medicine() -> Example:
    return Example(on=lambda scene: scene.medicine, by="Priya")


def _on_supporter(by: str) -> Example:
    return Example(on=lambda scene: scene.supporter, by=by)


def _on_ben() -> Example:
    return Example(on=lambda scene: scene.house.staff["Ben"], by="Ben")


def _on_invitation() -> Example:
    return Example(on=lambda scene: scene.invitation, by="system")


EXAMPLES: dict[str, Example] = {
    **{
        f"attendance.{deed}": Example(on=lambda scene: scene.occurrence, by="Ben")
        for deed in (
            "mark_presence",
            "mark_everybody",
            "correct_presence",
            "excuse",
            "begin_session",
            "end_session",
            "begin_break",
            "end_break",
            "correct_breaks",
            "add_facilitator",
        )
    },
    "assessments.begin_assessment": _on_ana("Ben"),
    **{
        f"assessments.{deed}": Example(on=lambda scene: scene.assessment, by="Ben")
        for deed in (
            "fill_in_from_referral",
            "confirm_answer",
            "leave_assessment",
            "sign_assessment",
            "end_stay",
        )
    },
    **{
        f"assessments.{deed}": Example(
            on=lambda scene: scene.assessment, by="Ben", may={"Ana": "It is about her: she writes on her own side."}
        )
        for deed in ("write_answer", "write_answers")
    },
    "assessments.sign_section": Example(on=lambda scene: scene.assessment, by="Ana"),
    "assessments.add_to_signed": Example(on=lambda scene: scene.worksheet_of_level, by="Ben"),
    "assessments.change_level": _on_ana("Ben"),
    "assessments.attach_report": _on_ana("Ben"),
    "assessments.note_admission": Example(on=lambda scene: scene.episode, by="system"),
    "assessments.note_end": Example(on=lambda scene: scene.episode, by="system"),
    "attendance.note_guest": Example(on=lambda scene: scene.family_date, by="Ben"),
    "attendance.settle_forgotten": Example(on=lambda scene: scene.occurrence, by="system"),
    **{
        f"attendance.{deed}": _on_ana("Ana")
        for deed in ("tell_presence", "promise_to_come", "rate_session", "tell_practice")
    },
    "attendance.export_ledger": _on_ana("Ben"),
    "attendance.export_minutes": Example(on=lambda scene: scene.program, by="Dora"),
    "checkins.check_in": _on_ana("Ana"),
    "checkins.save_entry": _on_ana("Ana"),
    "checkins.set_diary": _on_ana("Ben"),
    "checkins.go_through": _on_ana("Ben"),
    **{
        f"contingency.{deed}": Example(on=lambda scene: scene.enrolment, by="Ben")
        for deed in ("agree_in_person", "change_days", "pause_rewards", "resume_rewards", "redeem_voucher")
    },
    "contingency.agree": Example(on=lambda scene: scene.enrolment, by="Ana"),
    "contingency.count_cabinet": Example(on=lambda scene: scene.program, by="Dora"),
    "contingency.draw": Example(
        on=lambda scene: scene.enrolment, by="Ben", may={"Ana": "They are her draws, on her own phone."}
    ),
    "contingency.end_rewards": Example(
        on=lambda scene: scene.enrolment, by="Ben", may={"Ana": "It is her part: she may leave at any time."}
    ),
    "contingency.export_rewards": Example(on=lambda scene: scene.program, by="Dora"),
    "contingency.offer_rewards": _on_ana("Ben"),
    "contingency.record_target": Example(on=lambda scene: scene.enrolment, by="Ben"),
    "contingency.settle_prize": Example(on=lambda scene: scene.prize, by="Ben"),
    "contingency.sign_off_protocol": _on_house("Dora"),
    "contingency.switch_rewards": Example(on=lambda scene: scene.program, by="Dora"),
    "telehealth.ask_to_join": _on_ana("Ana"),
    "telehealth.take_video_back": _on_ana("Ana"),
    "telehealth.ask_to_join_beside": Example(on=lambda scene: scene.supporter, by="Sam"),
    "telehealth.open_room": Example(on=lambda scene: scene.occurrence, by="Ben"),
    **{
        f"telehealth.{deed}": Example(on=lambda scene: scene.guest, by="Ben")
        for deed in ("admit", "remove", "limit_guest", "allow_screen", "put_on_phone")
    },
    **{
        f"telehealth.{deed}": Example(on=lambda scene: scene.guest.room, by="Ben")
        for deed in ("lock_room", "split_room", "set_timer", "end_room")
    },
    "telehealth.begin_connection": Example(on=lambda scene: scene.guest, by="Ana"),
    "telehealth.end_connection": Example(on=lambda scene: scene.connection, by="Ana"),
    "telehealth.hear": _on_house("system"),
    "intake.receive_referral": _on_house("Ines"),
    "intake.receive_phone_referral": _on_house("Ines"),
    "intake.request_return": _on_ana("Ana"),
    "intake.cancel_return_request": Example(
        on=lambda scene: Referral(organization=scene.house.organization, came_by="app", participant=scene.ana), by="Ana"
    ),
    "intake.log_call": _on_referral(),
    "intake.start_screening": _on_referral(),
    "intake.accept": _on_referral(),
    "intake.put_on_waiting_list": _on_referral(),
    "intake.decline": _on_referral(),
    "intake.withdraw": _on_referral(),
    "intake.reopen": _on_referral(),
    "intake.link_known_person": _on_referral(),
    "intake.treat_as_new_person": _on_referral(),
    "intake.admit_referred": _on_referral(),
    "library.assign": _on_ana("Ben"),
    "library.take_back": Example(on=lambda scene: scene.given, by="Ben"),
    "library.keep_opening": _on_ana("Ana"),
    "measures.assign": Example(on=lambda scene: scene.episode, by="system"),
    "measures.ask_for": Example(on=lambda scene: scene.episode, by="Ben"),
    "measures.withdraw": Example(on=lambda scene: scene.assignment, by="Ben"),
    "measures.hand_tablet_over": _on_ana("Ben"),
    "measures.export": _on_house(
        "Ben", Cleo="Each takes out only those they care for.", Dev="Each takes out only those they care for."
    ),
    "measures.keep_answers": Example(
        on=lambda scene: scene.ana, by="Ben", may={"Ana": "They are her answers; Ben enters what she wrote on paper."}
    ),
    "medications.add_medicine": _on_ana("Priya"),
    "medications.change_medicine": _on_medicine(),
    "medications.stop_medicine": _on_medicine(),
    "medications.note_refill": _on_medicine(),
    "medications.note_injection": _on_medicine(),
    "medications.tell_dose": _on_ana("Ana"),
    "medications.tell_side_effect": _on_ana("Ana"),
    **{
        f"medications.{deed}": _on_ana("Ben")
        for deed in ("state_allergy", "take_allergy_back", "note_naloxone", "log_registry_look", "state_pregnancy")
    },
    "medications.tell_taking": _on_ana("Ana"),
    "medications.keep_reconciling": _on_ana("Priya"),
    "medications.reconcile": _on_ana("Priya"),
    "medications.sign_order": _on_medicine(),
    "medications.hand_order_over": Example(on=lambda scene: scene.order, by="Priya"),
    "medications.read_side_effect": Example(on=lambda scene: scene.side_effect, by="Ben"),
    "medications.enter_result": _on_ana("Priya"),
    "medications.keep_sent_result": _on_ana("Priya"),
    "medications.read_result": Example(on=lambda scene: scene.result, by="Priya"),
    "medications.override_warnings": _on_medicine(),
    "medications.edit_pack": _on_house("Dora"),
    "medications.sign_off_pack": _on_house("Dora"),
    **{
        f"peers.{deed}": Example(on=lambda scene: scene.space, by="Dora")
        for deed in ("change_space", "write_rules", "close_space")
    },
    "peers.open_space": Example(on=lambda scene: scene.house.programs["Dual diagnosis"], by="Dora"),
    "peers.open_circle": Example(on=lambda scene: scene.space, by="Ben"),
    **{f"peers.{deed}": Example(on=lambda scene: scene.space, by="Ana") for deed in ("join_space", "write")},
    **{
        f"peers.{deed}": Example(on=lambda scene: scene.peer, by="Ana")
        for deed in ("agree_to_rules", "leave_space", "note_seen", "keep_away", "let_in")
    },
    "peers.end_membership": Example(on=lambda scene: scene.peer, by="system"),
    **{
        f"peers.{deed}": Example(on=lambda scene: scene.peer_post, by="Ana")
        for deed in ("encourage", "react", "report_post", "take_back")
    },
    **{
        f"peers.{deed}": Example(on=lambda scene: scene.peer_post, by="Ben")
        for deed in ("move_post", "leave_post", "escalate_post", "answer_question")
    },
    "peers.tell_team_of_post": Example(on=lambda scene: scene.peer_post, by="system"),
    **{
        f"peers.{deed}": Example(on=lambda scene: scene.peer, by="Ben")
        for deed in ("warn_member", "pause_member", "resume_member", "look_behind_name")
    },
    "screens.order_screen": _on_ana("Ben"),
    "screens.draw_screens": _on_ana("Ben"),
    **{
        f"screens.{deed}": Example(on=lambda scene: scene.screen, by="Ben")
        for deed in ("announce_screen", "mark_screen", "collect", "keep_results", "ask_for_confirmation", "talk_over")
    },
    "screens.tell_before": Example(on=lambda scene: scene.screen, by="Ana"),
    "screens.take_message": _on_house("Priya"),
    **{
        f"screens.{deed}": Example(on=lambda scene: scene.lab_report, by="Priya")
        for deed in ("link_report", "attach_report", "set_report_aside")
    },
    "messaging.send_message": Example(on=lambda scene: scene.ana, by="Ben", may={"Ana": "It is her own thread."}),
    "messaging.note_fetched": _on_ana("Ana"),
    "messaging.note_read": Example(on=lambda scene: scene.ana, by="Ben", may={"Ana": "It is her own thread."}),
    "messaging.settle": _on_ana("Ben"),
    "messaging.hand_over": _on_ana("Ben"),
    "messaging.announce": Example(on=lambda scene: scene.house.programs["Dual diagnosis"], by="Dora"),
    "messaging.note_announcements_read": _on_ana("Ana"),
    "messaging.write_to_team": _on_ana("Ben"),
    "messaging.note_team_read": _on_ana("Ben"),
    "messaging.mark_urgent": Example(on=lambda scene: scene.message, by="Ben"),
    "notifications.notify": _on_ana("system"),
    "notifications.cancel_waiting": _on_house("system"),
    "notifications.mark_sent": Example(on=lambda scene: scene.delivery, by="system"),
    "notifications.mark_failed": Example(on=lambda scene: scene.delivery, by="system"),
    "notifications.mark_shown": Example(on=lambda scene: scene.notice, by="Ana"),
    "notifications.mark_list_shown": _on_ana("Ana"),
    "notifications.mark_opened": Example(on=lambda scene: scene.notice, by="Ana"),
    "notifications.add_device": _on_ana("Ana"),
    "notifications.remove_device": Example(on=lambda scene: scene.device, by="Ana"),
    "notifications.set_preferences": _on_ana("Ana"),
    "notifications.ask_phone_code": Example(on=lambda scene: scene.house.staff["Ben"], by="Ben"),
    "notifications.prove_phone": Example(on=lambda scene: scene.house.staff["Ben"], by="Ben"),
    "notifications.add_reminder": _on_ana("Ana"),
    "notifications.change_reminder": Example(on=lambda scene: scene.reminder, by="Ana"),
    "notifications.pause_reminder": Example(on=lambda scene: scene.reminder, by="Ana"),
    "notifications.remove_reminder": Example(on=lambda scene: scene.reminder, by="Ana"),
    "notifications.pause_reminders": _on_ana("Ana"),
    "notifications.try_channels": _on_ana("Ana"),
    "notifications.follow_clock": _on_ana("system"),
    "notifications.close_answered": _on_ana("system"),
    "notifications.close_open": _on_ana("system"),
    "notifications.end_with_stay": _on_ana("system"),
    "notifications.plan_due": _on_house("system"),
    "notifications.note_handed_over": _on_house("system"),
    "notifications.close_what_is_over": _on_house("system"),
    "notifications.snooze": Example(on=lambda scene: scene.notice, by="Ana"),
    "notifications.mark_done": Example(on=lambda scene: scene.notice, by="Ana"),
    "notes.begin_group_note": Example(on=lambda scene: scene.held, by="Ben"),
    "notes.begin_note": _on_ana("Ben"),
    **{
        f"notes.{deed}": Example(on=lambda scene: scene.draft, by="Ben")
        for deed in (
            "write_cell",
            "write_all",
            "set_times",
            "drop_draft",
            "sign_group_note",
            "sign_note",
        )
    },
    "notes.sign_addendum": Example(on=lambda scene: scene.note, by="Ben"),
    "notes.cosign": Example(on=lambda scene: scene.note, by="Dora"),
    "notes.choose_supervisor": Example(on=lambda scene: scene.house.staff["Ben"], by="Dora"),
    "notes.write_own_note": _on_ana("Ben"),
    "notes.read_own_note": Example(on=lambda scene: scene.own_note, by="Ben"),
    "plans.add_objective": _on_ana("Ben"),
    "plans.begin_plan": _on_ana("Ben"),
    **{
        f"plans.{deed}": Example(on=lambda scene: scene.treatment_draft, by="Ben")
        for deed in ("change_plan", "leave_plan", "sign_plan")
    },
    **{
        f"plans.{deed}": Example(on=lambda scene: scene.treatment, by="Ben")
        for deed in ("answer_for_them", "review_plan")
    },
    "plans.certify_plan": Example(on=lambda scene: scene.treatment, by="Priya"),
    "plans.sign_own_plan": Example(on=lambda scene: scene.treatment, by="Ana"),
    "plans.say_goal": _on_ana("Ana"),
    "plans.end_objective": Example(on=lambda scene: scene.objective, by="Ben"),
    "programs.tell_week": _on_ana("Ana"),
    "programs.set_needs": _on_ana("Ben"),
    "programs.export_hours": Example(on=lambda scene: scene.program, by="Dora"),
    "programs.tell_staff_week": _on_ben(),
    "programs.tell_leave": _on_ben(),
    "programs.take_leave_back": Example(on=lambda scene: scene.leave, by="Ben"),
    "programs.keep_apart": Example(on=lambda scene: pair_of(scene.ana, scene.invited), by="Ben"),
    "programs.end_apart": Example(on=lambda scene: scene.pair, by="Dora"),
    "programs.open_series": Example(on=lambda scene: scene.group, by="Dora"),
    "programs.end_series": Example(on=lambda scene: scene.series, by="Dora"),
    "programs.take_seat": _on_ana("Ben"),
    "programs.leave_seat": Example(on=lambda scene: scene.seat, by="Ben"),
    "programs.leave_all_seats": _on_ana("system"),
    "programs.take_make_up": _on_ana("Ana"),
    "programs.give_back_make_up": _on_ana("Ana"),
    "programs.tell_absence": _on_ana("Ana"),
    "programs.ask_for_change": _on_ana("Ana"),
    "programs.answer_change": Example(on=lambda scene: scene.change_request, by="Ben"),
    "programs.make_calendar_link": _on_ana("Ana"),
    "programs.choose_titles": Example(on=lambda scene: scene.calendar_link, by="Ana"),
    "programs.end_calendar_link": Example(on=lambda scene: scene.calendar_link, by="Ana"),
    "programs.come_after_all": Example(on=lambda scene: scene.absence, by="Ana"),
    "programs.cancel_occurrence": Example(on=lambda scene: scene.occurrence, by="Dora"),
    "programs.close_day": _on_house("Dora"),
    "programs.restore_occurrence": Example(on=lambda scene: scene.occurrence, by="Dora"),
    "programs.change_occurrence": Example(on=lambda scene: scene.occurrence, by="Dora"),
    "programs.reopen_series": Example(on=lambda scene: scene.series, by="Dora"),
    "programs.open_day": Example(on=lambda scene: scene.closure, by="Dora"),
    "programs.extend_calendar": _on_house("system"),
    "programs.publish": Example(on=lambda scene: scene.program, by="Dora"),
    "programs.change_seats": _on_ana("Ben"),
    "programs.undo": Example(on=lambda scene: scene.version, by="Ben"),
    "programs.ask_for_place": _on_ana("Ben"),
    "programs.ask_for_week": Example(on=lambda scene: scene.program, by="Dora"),
    **{
        f"programs.{deed}": Example(on=lambda scene: scene.proposal, by="system")
        for deed in ("begin_search", "keep_found", "give_up")
    },
    **{
        f"programs.{deed}": Example(on=lambda scene: scene.proposal, by="Ben")
        for deed in ("cancel_search", "accept", "decline")
    },
    "programs.confirm_week": Example(on=lambda scene: scene.week, by="Ben"),
    "substances.write_history": _on_ana("Ben"),
    **{
        f"substances.{deed}": Example(
            on=lambda scene: scene.ana, by="Ben", may={"Ana": "It is her own use; both of them tell of it."}
        )
        for deed in ("choose_goal", "tell_use_day", "mark_day")
    },
    **{f"therapies.{deed}": _on_ana("Ben") for deed in ("write_outline", "agree_on_homework")},
    "people.found_organization": _on_house("system"),
    "people.register_staff": _on_house("Dora", **_ADMINISTERS),
    "people.register_participant": _on_house("Ines"),
    "people.join_care_team": _on_ana("Ben"),
    "people.leave_care_team": _on_ana("Ben"),
    "people.invite_participant": Example(on=lambda scene: scene.invited, by="Ben"),
    "people.invite_staff": Example(on=lambda scene: scene.newcomer, by="Dora", may=_ADMINISTERS),
    "people.count_wrong_answer": _on_invitation(),
    "people.accept_invitation": _on_invitation(),
    "people.add_supporter": _on_ana("Ana"),
    "people.invite_supporter": _on_supporter("Ana"),
    "people.remove_supporter": _on_supporter("Ana"),
    "people.accept_as_supporter": Example(on=lambda scene: scene.second_link, by="Sam"),
    "people.close_account": Example(on=lambda scene: scene.supporter.account, by="Sam"),
    "people.block_supporter": _on_supporter("Ben"),
    "privacy.share": _on_supporter("Ana"),
    "privacy.stop_sharing": _on_supporter("Ana"),
    "privacy.stop_sharing_for_them": _on_supporter("Ben"),
    "safety.say_how_to_help": _on_supporter("Ana"),
    "safety.report_concern": _on_supporter("Sam"),
    "programs.ask_to_group": _on_supporter("Ben"),
    "programs.end_asking": Example(
        on=lambda scene: scene.family_invitation, by="Ben", may={"Ana": "Whoever of hers is asked is hers to say."}
    ),
    "programs.answer_date": Example(on=lambda scene: scene.family_invitation, by="Sam"),
    "privacy.end_sharing": _on_ana("system"),
    "privacy.look_at_shared": Example(on=lambda scene: scene.share, by="Sam"),
    "people.add_contact": _on_ana("Ana"),
    "people.remove_contact": Example(on=lambda scene: scene.contact, by="Ana"),
    "people.choose_language": _on_ana("Ana"),
    "people.choose_home_screen": _on_ana("Ana"),
    "people.change_time_zone": Example(on=lambda scene: scene.ana, by="Ben", may={"Ana": "It is her own clock."}),
    "people.note_sign_in": Example(on=lambda scene: scene.ana.account, by="Ana"),
    "privacy.look_at_chart": Example(on=lambda scene: scene.ana, by="Ben", may={"Ana": "It is her own chart."}),
    "privacy.export_record": _on_ana("Ana"),
    "privacy.note_document_opened": Example(
        on=lambda scene: scene.referral, by="Ben", may={"Cleo": _A_LOOK_IS_WRITTEN, "Dev": _A_LOOK_IS_WRITTEN}
    ),
    "programs.open_program": _on_house("Dora"),
    "programs.set_up_program": _on_house("Dora"),
    "programs.open_site": _on_house("Dora"),
    **{f"programs.{deed}_site": Example(on=lambda scene: scene.site, by="Dora") for deed in ("change", "close")},
    "programs.add_room": Example(on=lambda scene: scene.site, by="Dora"),
    **{f"programs.{deed}_room": Example(on=lambda scene: scene.room, by="Dora") for deed in ("change", "close")},
    **{
        f"programs.{deed}": Example(on=lambda scene: scene.program, by="Dora")
        for deed in ("change_program", "set_rules", "add_track", "add_group")
    },
    "programs.close_track": Example(on=lambda scene: scene.track, by="Dora"),
    **{f"programs.{deed}_group": Example(on=lambda scene: scene.group, by="Dora") for deed in ("change", "close")},
    "programs.admit": _on_ana("Ines"),
    "programs.discharge": Example(on=lambda scene: scene.episode, by="Ben"),
    "safety.ask_for_support": _on_ana("Ana"),
    "safety.raise_alert": _on_ana("system"),
    "safety.grow_alert": _on_alert("system"),
    "safety.escalate": _on_alert("system"),
    "safety.ask_after": _on_alert("system"),
    "safety.take_alert": _on_alert(),
    "safety.hand_over": _on_alert(),
    "safety.log_contact": _on_alert(),
    "safety.answer_participant": _on_alert(),
    "safety.close_alert": _on_alert(),
    "safety.reopen_alert": _on_alert(),
    "safety.take_over": _on_alert(),
    "safety.look_again": _on_alert(),
    "safety.follow_up": _on_alert(),
    "safety.raise_by_staff": _on_ana("Ben"),
    "safety.edit_rule": _on_house("Dora"),
    "safety.sign_off_rule": _on_house("Dora"),
    "safety.edit_ladder": _on_house("Dora"),
    "safety.add_shift": _on_house("Dora"),
    "safety.remove_shift": Example(on=lambda scene: scene.shift, by="Dora"),
    "safety.hand_over_shift": Example(on=lambda scene: scene.shift, by="Ben"),
    "safety.acknowledge_shift": Example(on=lambda scene: scene.shift, by="Cora"),
    "safety.add_holiday": _on_house("Dora"),
    "safety.remove_holiday": Example(on=lambda scene: scene.holiday, by="Dora"),
    "safety.note_gaps": _on_house("system"),
    "safety.tell_staff": _on_house("system"),
    "safety.keep_findings": _on_house("system"),
    "safety.end_findings": _on_ana("system"),
    "safety.begin_night": _on_house("system"),
    "safety.put_forward": _on_house("system"),
    "safety.say_of_look": _on_look(),
    "safety.choose_budget": _on_house("Dora"),
    "safety.write_plan": Example(
        on=lambda scene: scene.ana, by="Ben", may={"Ana": "It is her own plan; both of them write it."}
    ),
    "safety.sign_plan": _on_plan("Ana"),
    "safety.countersign_plan": _on_plan("Ben"),
    "safety.witness_agreement": _on_plan("Ben"),
    "safety.review_plan": _on_plan("Ben"),
    "safety.drop_draft": Example(
        on=lambda scene: scene.plan, by="Ben", may={"Ana": "It is her own plan; either may leave a draft."}
    ),
}


def test_every_action_has_an_example() -> None:
    for name in KNOWN:
        assert name in EXAMPLES, (
            f"{name} has no example. Add it to EXAMPLES in tests/permissions/test_actions.py: on what of Ana's it is done, "
            f"who does it in earnest (`by`), and who else may although they have no part in her care, with the reason."
        )
    assert EXAMPLES.keys() <= KNOWN.keys(), "An example names an action that is gone: take it out."


def test_who_does_it_in_earnest_may(scene: Scene) -> None:
    """So that the refusals below are refusals of the person, never of an example that nobody could do."""
    for name, example in EXAMPLES.items():
        actor, subject = scene.actor(example.by), example.on(scene)
        assert organization_of(subject) == actor.organization_id, name
        assert KNOWN[name].allow(actor, subject), f"{name}: {example.by} may not"


@pytest.mark.parametrize("who", ["Ana", *STRANGERS])
def test_every_action_refuses(scene: Scene, who: str) -> None:
    subjects = {name: example.on(scene) for name, example in EXAMPLES.items()}
    let_through = []
    for name, example in EXAMPLES.items():
        may = who == example.by or who in example.may
        if _is_refused(scene, who, name, subjects[name]) == may:
            let_through.append(f"{name} " + ("refuses them, though declared that they may" if may else "lets them"))
    assert not let_through, f"{who}: " + "; ".join(let_through)


def _is_refused(scene: Scene, who: str, name: str, subject: object) -> bool:
    """Try it as this person with a row of Ana's in hand; what it would have changed is rolled back."""
    deed = KNOWN[name].perform
    with transaction.atomic():
        before = AuditEntry.objects.count()
        try:
            deed(scene.actor(who), subject)
        except Refused:
            of_the_house = scene.actor(who).organization_id == scene.house.organization.id
            assert AuditEntry.objects.count() - before == of_the_house, f"{name}: the refusal is not in the audit once"
            return True
        except Exception:
            return False  # past the permission: what it would have said next is not what is asked here
        finally:
            transaction.set_rollback(True)
    return False


def test_behind_other_walls_nothing_of_anas_is_there_to_act_on(scene: Scene) -> None:
    """Esi can't get hold of a row in the first place: behind Elm Court's walls the database has none."""
    subjects = {type(found): found for found in (example.on(scene) for example in EXAMPLES.values())}
    tenancy.enter(scene.elsewhere.organization.id)
    for model, found in subjects.items():
        assert not model._default_manager.filter(pk=found.pk).exists(), model.__name__  # type: ignore[attr-defined]
