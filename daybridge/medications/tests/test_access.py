"""Who may change a list of medicines, and who reads side effects."""

from daybridge.medications.access import (
    looks_after_medicines_of,
    reads_side_effects_of,
    signs_orders_of,
    states_precautions_of,
)
from tests.cast import House, a_prescriber, a_staff_member


def test_a_prescriber_or_nurse_of_the_care_team_looks_after_medicines_and_nobody_else(house: House) -> None:
    ana = house.participants["Ana"]
    a_prescriber(house)
    a_prescriber(house, "Tomas Reed", role="nurse")
    a_staff_member(house, "Noor Said", "prescriber")
    may = {name: looks_after_medicines_of(actor, ana) for name, actor in house.actors.items()}
    assert {name for name, one in may.items() if one} == {"Priya", "Tomas"}
    assert not looks_after_medicines_of(house.system, ana)


def test_clinicians_who_treat_someone_read_what_they_tell(house: House) -> None:
    ana = house.participants["Ana"]
    a_prescriber(house)
    a_prescriber(house, "Lena Brook", role="peer")
    may = {name: reads_side_effects_of(actor, ana) for name, actor in house.actors.items()}
    assert {name for name, one in may.items() if one} == {"Priya", "Ben", "Cora", "Dora"}
    assert not reads_side_effects_of(house.system, ana)


def test_clinicians_who_treat_someone_state_what_is_known_and_a_prescriber_alone_signs_orders(house: House) -> None:
    ana = house.participants["Ana"]
    a_prescriber(house)
    a_prescriber(house, "Tomas Reed", role="nurse")
    a_staff_member(house, "Noor Said", "prescriber")
    states = {name for name, actor in house.actors.items() if states_precautions_of(actor, ana)}
    signs = {name for name, actor in house.actors.items() if signs_orders_of(actor, ana)}
    assert states == {"Priya", "Tomas", "Ben", "Cora", "Dora"} and signs == {"Priya"}
