"""A safety plan is written together, signed by both, and looked at again."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from daybridge.core import clock, guard, tenancy
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.safety import actions as safety
from daybridge.safety.models import Alert, SafetyPlanStep, SafetyPlanVersion
from daybridge.safety.plan import actions, queries
from daybridge.safety.plan.rules import Line, Need, Section
from tests.cast import House, a_plan, an_agreed_plan, an_alert, make_house


def _standing(house: House, name: str = "Ana") -> queries.Standing:
    return queries.standing_of(house.participants[name].id)


def _crisis(house: House) -> None:
    """Ana says she is not safe; Ben takes it, reaches her and ends it; Cora looks at it again, and it is closed."""
    alert, ben = an_alert(house, house.participants["Ana"], "not_safe"), house.actors["Ben"]
    safety.take_alert(ben, alert)
    safety.log_contact(ben, alert, result="reached")
    safety.close_alert(ben, alert, outcome="talked")
    safety.look_again(house.actors["Cora"], alert, agrees=True)


def test_a_plan_is_in_force_when_both_have_signed_it(house: House) -> None:
    plan = a_plan(house, house.participants["Ana"], by="Ben")
    actions.countersign_plan(house.actors["Ben"], plan)
    assert (_standing(house).in_force, _standing(house).draft) == (None, plan)
    actions.sign_plan(house.actors["Ana"], plan, step_id=new_id(), made_at=clock.now())
    assert (_standing(house).in_force, _standing(house).draft) == (plan, None)


def test_the_old_one_holds_until_both_have_signed_the_new_one(house: House) -> None:
    ana = house.participants["Ana"]
    old = an_agreed_plan(house, ana, "Walk to the pier")
    new = a_plan(house, ana, "Call Luz", based_on=old.id)
    actions.sign_plan(house.actors["Ana"], new, step_id=new_id(), made_at=clock.now())
    assert (_standing(house).in_force, _standing(house).draft) == (old, new)
    actions.countersign_plan(house.actors["Ben"], new)
    assert _standing(house).in_force == new
    assert [one.number for one in _standing(house).versions] == [2, 1]


def test_who_writes_from_a_version_that_is_not_the_newest_is_told_and_nothing_is_overwritten(house: House) -> None:
    ana = house.participants["Ana"]
    first = a_plan(house, ana)
    theirs = a_plan(house, ana, "Call Luz", by="Ben", based_on=first.id)
    with pytest.raises(Conflict) as told:
        a_plan(house, ana, "Paint", based_on=first.id)
    assert told.value.code == "plan-changed"
    assert _standing(house).draft == theirs
    mine = a_plan(house, ana, "Paint", based_on=theirs.id)
    assert _standing(house).draft == mine and theirs in _standing(house).versions


def test_a_plan_sent_twice_is_saved_once(house: House) -> None:
    ana, version_id = house.participants["Ana"], new_id()
    for repeated in (False, True):
        written = actions.write_plan(
            house.actors["Ana"], ana, version_id=version_id, based_on=None,
            sections={Section.STEPS: [Line("Paint")]}, made_at=clock.now(),
        )  # fmt: skip
        assert written.repeated is repeated
    assert SafetyPlanVersion.objects.count() == 1


def test_an_id_that_is_someone_elses_is_refused(house: House, elsewhere: House) -> None:
    tenancy.enter(elsewhere.organization.id)
    behind_walls = a_plan(elsewhere, elsewhere.participants["Eli"])
    tenancy.enter(house.organization.id)
    theirs = a_plan(house, house.participants["Zoe"])
    for taken in (theirs.id, behind_walls.id):
        with pytest.raises(Conflict):
            actions.write_plan(
                house.actors["Ana"], house.participants["Ana"], version_id=taken, based_on=None,
                sections={Section.STEPS: [Line("Paint")]}, made_at=clock.now(),
            )  # fmt: skip


def test_a_plan_with_a_line_that_cannot_be_or_none_at_all_is_not_saved(house: House) -> None:
    ana = house.participants["Ana"]
    for sections in ({}, {Section.PEOPLE: [Line("Luz", phone="ask her")]}):
        with pytest.raises(Invalid):
            actions.write_plan(
                house.actors["Ana"], ana, version_id=new_id(), based_on=None, sections=sections, made_at=clock.now()
            )
    assert not SafetyPlanVersion.objects.exists()


def test_a_version_that_was_changed_meanwhile_can_not_be_signed(house: House) -> None:
    ana = house.participants["Ana"]
    seen = a_plan(house, ana)
    a_plan(house, ana, "Something else", by="Ben", based_on=seen.id)
    with pytest.raises(Conflict):
        actions.sign_plan(house.actors["Ana"], seen, step_id=new_id(), made_at=clock.now())
    with pytest.raises(Conflict):
        actions.countersign_plan(house.actors["Ben"], seen)


def test_signing_twice_is_signing_once(house: House) -> None:
    plan, step_id = a_plan(house, house.participants["Ana"]), new_id()
    for repeated in (False, True):
        signed = actions.sign_plan(house.actors["Ana"], plan, step_id=step_id, made_at=clock.now())
        assert signed.repeated is repeated
    assert plan.steps.count() == 1


def test_agreement_in_person_names_its_witness_and_is_not_the_participants_signature(house: House) -> None:
    plan = a_plan(house, house.participants["Ana"], by="Ben")
    actions.witness_agreement(house.actors["Ben"], plan)
    actions.countersign_plan(house.actors["Ben"], plan)
    assert _standing(house).in_force == plan
    assert list(plan.steps.values_list("kind", "staff__name")) == [
        ("in_person", "Ben Okafor"),
        ("countersigned", "Ben Okafor"),
    ]
    actions.sign_plan(house.actors["Ana"], plan, step_id=new_id(), made_at=clock.now())  # her own, later, on her phone
    assert plan.steps.filter(kind="signed", staff=None).exists()


def test_nobody_of_the_staff_signs_for_the_participant_even_past_the_actions(house: House) -> None:
    plan = a_plan(house, house.participants["Ana"])
    with pytest.raises(Refused):
        actions.sign_plan(house.actors["Ben"], plan, step_id=new_id(), made_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic(), guard.writing():
        SafetyPlanStep.objects.create(
            organization=house.organization, plan=plan, kind="signed", staff=house.staff["Ben"], at=clock.now()
        )


def test_a_dropped_draft_leaves_what_was_in_force(house: House) -> None:
    ana = house.participants["Ana"]
    old = an_agreed_plan(house, ana)
    actions.drop_draft(house.actors["Ben"], a_plan(house, ana, "Paint", based_on=old.id))
    assert (_standing(house).in_force, _standing(house).draft, _standing(house).begins_from) == (old, None, old.id)
    with pytest.raises(Conflict):
        actions.drop_draft(house.actors["Ben"], old)  # in force: replaced, never dropped


def test_versions_and_signatures_are_only_ever_added(house: House) -> None:
    plan = an_agreed_plan(house, house.participants["Ana"])
    for rows in (SafetyPlanVersion.objects.filter(id=plan.id), plan.steps.all()):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), guard.writing():
            rows.update(saved_at=clock.now())


def test_what_was_written_is_in_no_audit_line(house: House) -> None:
    an_agreed_plan(house, house.participants["Ana"], "seven quiet herons")
    lines = AuditEntry.objects.filter(deed__startswith="safety.SafetyPlan")
    assert lines.count() == 3 and "herons" not in str(list(lines.values()))


# --- Looking at it again ---------------------------------------------------------------------------------------------


def test_a_plan_is_due_after_thirty_days_and_a_look_begins_them_anew(house: House) -> None:
    plan = an_agreed_plan(house, house.participants["Ana"])
    with clock.at(clock.now() + timedelta(days=29)):
        assert _standing(house).need is None
    with clock.at(clock.now() + timedelta(days=30)):
        assert (_standing(house).need, _standing(house).is_due) == (Need.INTERVAL, True)
        actions.review_plan(house.actors["Ben"], plan)
        assert _standing(house).need is None


def test_a_plan_is_due_at_once_when_an_urgent_alert_was_closed(house: House) -> None:
    plan = an_agreed_plan(house, house.participants["Ana"])
    with clock.at(clock.now() + timedelta(days=1)):
        _crisis(house)
        assert _standing(house).need is Need.CRISIS
    with clock.at(clock.now() + timedelta(days=2)):
        actions.review_plan(house.actors["Cora"], plan)
        assert _standing(house).need is None


def test_only_what_is_in_force_is_looked_at_again(house: House) -> None:
    ana = house.participants["Ana"]
    old = an_agreed_plan(house, ana)
    an_agreed_plan(house, ana, "Call Luz", based_on=old.id)
    with pytest.raises(Conflict):
        actions.review_plan(house.actors["Ben"], old)


def test_the_primary_therapist_sees_whose_plan_needs_them_crises_first(house: House) -> None:
    from tests.cast import a_participant

    ana, ben = house.participants["Ana"], house.staff["Ben"]
    an_agreed_plan(house, ana)
    for name in ("Ivy Finch", "Rowan Lark"):
        a_participant(house, name, therapist=ben)
    a_plan(house, house.participants["Ivy"])
    with clock.at(clock.now() + timedelta(days=1)):
        _crisis(house)
        found = [(one.participant.given_name, one.need) for one in queries.to_look_at(house.actors["Ben"])]
    assert found == [("Ana", Need.CRISIS), ("Ivy", Need.TO_SIGN), ("Rowan", Need.NO_PLAN)]
    assert queries.to_look_at(house.actors["Cora"]) == []  # she only covers


def test_more_people_need_no_more_queries(house: House, django_assert_num_queries: object) -> None:
    from tests.cast import a_participant

    an_agreed_plan(house, house.participants["Ana"])
    with django_assert_num_queries(4):  # type: ignore[operator]
        queries.to_look_at(house.actors["Ben"])
    for name in ("Ivy Finch", "Rowan Lark", "Hazel Thicket"):
        a_participant(house, name, therapist=house.staff["Ben"])
        an_agreed_plan(house, house.participants[name.split()[0]])
    with clock.at(clock.now() + timedelta(days=31)), django_assert_num_queries(4):  # type: ignore[operator]
        assert len(queries.to_look_at(house.actors["Ben"])) == 4


def test_two_who_save_at_once_leave_one_newest_and_one_who_is_told(really_commits: None) -> None:
    with clock.at(clock.now()), tenancy.at_the_door(tenancy.MACHINERY):
        house = make_house()
    told: list[str] = []

    def save(name: str) -> None:
        try:
            with tenancy.inside(house.organization.id):
                a_plan(house, house.participants["Ana"], f"{name} wrote this", by=name)
        except Conflict as conflict:
            told.append(conflict.code)
        finally:
            connection.close()

    at_once = [Thread(target=save, args=(name,)) for name in ("Ana", "Ben")]
    for one in at_once:
        one.start()
    for one in at_once:
        one.join()
    with tenancy.inside(house.organization.id):
        assert told == ["plan-changed"] and SafetyPlanVersion.objects.count() == 1
        assert not Alert.objects.exists()
