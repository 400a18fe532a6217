import pytest

from daybridge.people import access
from tests.cast import House


@pytest.mark.parametrize(
    ("who", "treats"), [("Ben", True), ("Cora", True), ("Dora", True), ("Cleo", False), ("Ines", False), ("Ana", False)]
)
def test_the_care_team_and_directors_treat_someone(house: House, who: str, treats: bool) -> None:
    assert access.treats_participant_of(house.actors[who], house.participants["Ana"]) is treats


def test_the_system_may_what_the_care_team_may(house: House) -> None:
    assert access.treats_participant_of(house.system, house.participants["Ana"])
