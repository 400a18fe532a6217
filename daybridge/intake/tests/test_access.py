import pytest

from daybridge.core.errors import Refused
from daybridge.intake import access
from tests.cast import House


def test_who_does_not_work_at_intake_is_told_to_whom_to_go(house: House) -> None:
    for who in ("Ines", "Dora"):
        access.check_works_intake(house.actors[who], "Pass it on to them.")
    with pytest.raises(Refused, match="Pass it on to them"):
        access.check_works_intake(house.actors["Ben"], "Pass it on to them.")
