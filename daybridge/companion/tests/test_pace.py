from uuid import uuid4

import pytest

from daybridge.companion.api.pace import MOST_AN_HOUR, Pace
from daybridge.core import clock
from daybridge.core.errors import TooMany
from tests.cast import House, later


def test_a_loop_is_braked_and_what_asks_for_a_human_never_is(house: House) -> None:
    pace, account = Pace(), uuid4()
    for _ in range(MOST_AN_HOUR):
        pace.note(account, "/api/companion/entries")
    with pytest.raises(TooMany):
        pace.note(account, "/api/companion/entries")
    pace.note(account, "/api/companion/support-requests")
    pace.note(account, "/api/companion/answers")
    pace.note(uuid4(), "/api/companion/entries")
    with clock.at(later(minutes=61)):
        pace.note(account, "/api/companion/entries")
