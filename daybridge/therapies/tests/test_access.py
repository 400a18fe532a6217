from daybridge.therapies.access import writes_therapy_of
from tests.cast import House


def test_outlines_are_written_by_staff_in_care_who_treat_them(house: House) -> None:
    ana = house.participants["Ana"]
    assert writes_therapy_of(house.actors["Ben"], ana)
    assert not any(writes_therapy_of(house.actors[who], ana) for who in ("Cleo", "Ana", "Zoe", "Ines"))
    assert not writes_therapy_of(house.system, ana)
