"""Setting what somebody's week must hold."""

import pytest

from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.programs.models import Track
from daybridge.programs.needs import queries
from daybridge.programs.needs.actions import set_needs
from daybridge.programs.needs.models import NeedsSet
from daybridge.programs.needs.rules import Needs, asked
from daybridge.programs.needs.sentences import asked_in_words, own_in_words
from daybridge.programs.rules import Hours, RulePack
from tests.cast import House, later, some_needs


def test_the_newest_holds_and_what_was_set_stays(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    assert queries.needs_of(ana.id) == Needs()
    some_needs(house, ana, by="Ben")
    with clock.at(later(minutes=1)):
        set_needs(ben, ana, needs=Needs(minimum_days=4), why="A new job", based_on=1)
    newest = queries.newest(ana.id)
    assert newest and (newest.number, newest.why, newest.set_by) == (2, "A new job", house.staff["Ben"])
    assert queries.needs_of(ana.id) == Needs(minimum_days=4) and NeedsSet.objects.count() == 2


def test_nobody_overwrites_what_a_colleague_set_since(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    some_needs(house, ana)
    for based_on in (0, 2):
        with pytest.raises(Conflict, match="since you opened the page"):
            set_needs(ben, ana, needs=Needs(), why="Mine", based_on=based_on)
    assert NeedsSet.objects.count() == 1


def test_what_cannot_be_is_said_beside_its_field(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    with guard.writing():
        elsewhere = Track.objects.create(
            organization=house.organization, program=house.programs["Adult day"], code="noon", name="Noon"
        )
    needs = Needs(
        600, 540, kinds={"skills": 20}, track_id=elsewhere.id, gender_specific_kinds=("skills",),
        preferred=(Hours(0, 540, 25 * 60),),
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        set_needs(ben, ana, needs=needs, why=" ", based_on=0)
    assert refused.value.fields == {
        "minimum_minutes": "The least is above the most.", "kinds": "Between 1 and 14.",
        "track_id": "This track is not one of their program.", "why": "Say why, for whoever reads it later.",
        "gender_specific_kinds": "Say which groups they chose, too.", "preferred": "A day has 24 hours.",
    }  # fmt: skip
    with pytest.raises(Refused):
        set_needs(house.actors["Cleo"], ana, needs=Needs(), why="Mine", based_on=0)
    with pytest.raises(Refused):
        set_needs(house.actors["Ana"], ana, needs=Needs(), why="Mine", based_on=0)


def test_many_are_looked_up_at_once_and_everybody_is_in_it(house: House, django_assert_num_queries: object) -> None:
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    some_needs(house, ana)
    set_needs(house.actors["Dora"], ana, needs=Needs(minimum_days=2), why="Less", based_on=1)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = queries.needs_of_many([ana.id, zoe.id])
    assert found == {ana.id: Needs(minimum_days=2), zoe.id: Needs()}


def test_needs_are_said_in_words(house: House) -> None:
    needs = Needs(510, None, 3, kinds={"skills": 2}, languages=("es",), gender_groups=("women",),
                  gender_specific_kinds=("process",), preferred=(Hours(1, 540, 720),))  # fmt: skip
    assert own_in_words(needs, track="Mornings") == [
        ("Hours a week, at least", "8 h 30 min"), ("Days a week, at least", "3"),
        ("Groups each week", "Skills group: 2 sessions"), ("Languages", "Spanish"), ("Track", "Mornings"),
        ("Gender-specific groups they chose", "Women"), ("In such groups only for", "Process group"),
        ("Times they like best", "Tuesday, 09:00 to 12:00"),
    ]  # fmt: skip
    said = [(name, told, by.value) for name, told, by in asked_in_words(asked(needs, RulePack()))]
    assert said == [("Hours a week, at least", "8 h 30 min", "person"), ("Days a week, at least", "3", "person")]
