"""Who may write and sign a safety plan."""

from dataclasses import replace

from daybridge.people.actions import join_care_team
from daybridge.people.rules import TeamRole
from daybridge.safety.plan import access
from tests.cast import House, a_plan, a_staff_member


def test_both_write_the_plan_and_the_system_never_does(house: House) -> None:
    ana = house.participants["Ana"]
    may = {name for name, actor in house.actors.items() if access.writes_plan_of(actor, ana)}
    assert may == {"Ana", "Ben", "Cora", "Dora"}
    assert not access.writes_plan_of(house.system, ana)


def test_only_the_participant_signs_for_themselves_and_only_signed_in(house: House) -> None:
    plan = a_plan(house, house.participants["Ana"])
    assert {name for name, actor in house.actors.items() if access.signs_own_plan(actor, plan)} == {"Ana"}
    holds_a_tablet = replace(house.actors["Ana"], account_id=None)
    assert not access.signs_own_plan(holds_a_tablet, plan)


def test_a_clinician_signs_who_is_on_the_care_team(house: House) -> None:
    ana = house.participants["Ana"]
    for name, role in (("Lena Brook", "peer"), ("Priya Sandhu", "prescriber")):
        join_care_team(house.system, ana, staff=a_staff_member(house, name, role), role=TeamRole.MEMBER)
    may = {name for name, actor in house.actors.items() if access.is_clinician_of(actor, ana)}
    assert may == {"Ben", "Cora", "Priya"}  # neither a peer nor a director who does not treat her
