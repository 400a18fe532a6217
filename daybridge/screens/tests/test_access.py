"""Who works with drug screens and laboratories' results."""

from daybridge.screens import access
from daybridge.screens.tests.deeds import a_screen
from tests.cast import House, a_prescriber


def test_clinicians_of_the_team_work_with_screens_and_peers_do_not(house: House) -> None:
    a_prescriber(house)
    a_prescriber(house, "Pia Peer", role="peer")
    screen = a_screen(house)
    may = {name for name, actor in house.actors.items() if access.works_screens_of(actor, screen)}
    assert {"Ben", "Priya", "Dora"} <= may and not {"Pia", "Cleo", "Dev", "Ana"} & may
    assert access.sees_screens_of(house.actors["Ana"], screen) and not access.sees_screens_of(
        house.actors["Cleo"], screen
    )
    assert access.announces_screens_of(house.system, screen) and not access.works_screens_of(house.system, screen)


def test_results_of_nobody_are_seen_by_medical_staff_and_directors(house: House) -> None:
    a_prescriber(house)
    assert access.works_results(house.actors["Priya"], None) and access.works_results(house.actors["Dora"], None)
    assert not access.works_results(house.actors["Ben"], None) and not access.works_results(house.system, None)
    assert access.takes_messages(house.system, None) and not access.takes_messages(house.actors["Cleo"], None)
