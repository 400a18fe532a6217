from daybridge.substances.access import tells_use_of
from tests.cast import House


def test_use_is_told_by_the_person_or_with_staff_who_treat_them(house: House) -> None:
    ana = house.participants["Ana"]
    assert [who for who in ("Ana", "Ben", "Dora") if tells_use_of(house.actors[who], ana)] == ["Ana", "Ben", "Dora"]
    assert not any(tells_use_of(house.actors[who], ana) for who in ("Cleo", "Zoe", "Ines"))
    assert not tells_use_of(house.system, ana)
