"""Who may say when somebody works."""

from daybridge.programs.staffing.access import is_own_or_director
from tests.cast import House, a_leave


def test_they_and_directors_may_and_nobody_else(house: House) -> None:
    leave, ben = a_leave(house), house.staff["Ben"]
    may = {name: [is_own_or_director(actor, one) for one in (ben, leave)] for name, actor in house.actors.items()}
    assert may.pop("Ben") == may.pop("Dora") == [True, True]
    assert set(map(tuple, may.values())) == {(False, False)} and {"Ana", "Cleo", "Dev", "Ines"} <= may.keys()
