"""Who may decide about a proposal."""

from datetime import date

from daybridge.programs.models import Program
from daybridge.programs.planning.access import may_decide
from daybridge.programs.planning.models import Proposal
from tests.cast import House


def _proposal(house: House, who: str | None) -> Proposal:
    participant = house.participants[who] if who else None
    return Proposal(
        organization=house.organization, program=Program(), participant=participant, from_on=date(2026, 11, 23)
    )


def test_of_a_place_whoever_treats_them_intake_and_directors(house: House) -> None:
    place = _proposal(house, "Ana")
    may = [name for name in ("Ben", "Ines", "Dora", "Cleo", "Dev", "Ana") if may_decide(house.actors[name], place)]
    assert may == ["Ben", "Ines", "Dora"]


def test_of_a_whole_week_directors_alone(house: House) -> None:
    week = _proposal(house, None)
    assert [name for name in ("Ben", "Ines", "Dora", "Cleo", "Ana") if may_decide(house.actors[name], week)] == ["Dora"]
