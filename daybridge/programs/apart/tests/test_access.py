"""Who may know of a no-contact pair."""

from daybridge.people.actions import join_care_team, leave_care_team
from daybridge.people.models import CareTeamMember
from daybridge.people.rules import TeamRole
from daybridge.programs.apart.access import may_know_of
from daybridge.programs.apart.queries import pair_of
from tests.cast import House


def test_a_director_and_whoever_treats_both_may_know_and_nobody_else(house: House) -> None:
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    pair = pair_of(zoe, ana)
    may = {name for name, actor in house.actors.items() if may_know_of(actor, pair)}
    assert may == {"Dora"}, "Ben treats Ana alone, Cleo Zoe alone"
    join_care_team(house.system, zoe, staff=house.staff["Ben"], role=TeamRole.MEMBER)
    assert may_know_of(house.actors["Ben"], pair) and not may_know_of(house.actors["Cleo"], pair)
    leave_care_team(house.system, zoe, staff=house.staff["Ben"])
    assert CareTeamMember.objects.exists() and not may_know_of(house.actors["Ben"], pair)


def test_the_machinery_keeps_nobody_apart(house: House) -> None:
    assert not may_know_of(house.system, pair_of(house.participants["Ana"], house.participants["Zoe"]))
