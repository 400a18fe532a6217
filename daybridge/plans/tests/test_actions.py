from datetime import timedelta

import pytest

from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.plans import queries
from daybridge.plans.actions import add_objective, end_objective
from daybridge.plans.models import Objective
from daybridge.plans.rules import Ending
from daybridge.programs.actions import discharge
from daybridge.programs.rules import EndReason
from tests.cast import House, episode_of


def test_objectives_are_numbered_in_a_stay_and_what_ended_stays_to_be_read(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    for said in ("Sleep seven hours", "Call June twice a week"):
        add_objective(ben, ana, said=said)
    first, second = queries.objectives(ana.id)
    assert (first.number, second.number) == (1, 2)
    end_objective(ben, first, ending=Ending.REACHED)
    assert end_objective(ben, first, ending=Ending.SET_ASIDE).repeated
    assert queries.objectives(ana.id) == [second]
    assert [one.ending for one in queries.every_objective(ana.id)] == ["reached", ""]
    add_objective(ben, ana, said="Walk daily")
    assert [one.number for one in queries.objectives(ana.id)] == [2, 3]


def test_what_is_no_objective_is_refused_and_so_is_a_stranger(house: House) -> None:
    ana = house.participants["Ana"]
    with pytest.raises(Invalid):
        add_objective(house.actors["Ben"], ana, said=" ")
    for who in ("Cleo", "Ana", "Zoe"):
        with pytest.raises(Refused):
            add_objective(house.actors[who], ana, said="Sleep")
    assert not Objective.objects.exists()


def test_who_left_works_on_nothing_here_once_the_notes_of_their_last_days_are_written(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    add_objective(ben, ana, said="Sleep seven hours")
    episode = episode_of(ana)
    discharge(ben, episode, reason=EndReason.COMPLETED, ended_on=episode.admitted_on)
    assert len(queries.objectives(ana.id)) == 1
    with clock.at(clock.now() + timedelta(days=15)):
        assert queries.objectives(ana.id) == []
    with pytest.raises(Conflict):
        add_objective(ben, ana, said="Walk daily")
