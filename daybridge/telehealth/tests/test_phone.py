"""Whoever can't come by video goes on by telephone: one seat, and minutes that count once."""

import pytest

from daybridge.attendance import queries as attendance
from daybridge.attendance.models import Attendance, PresenceMark
from daybridge.attendance.rules import Source, Way
from daybridge.attendance.tests.deeds import minute
from daybridge.core.errors import Conflict
from daybridge.core.ids import new_id
from daybridge.telehealth.actions import admit, begin_connection, end_connection, end_room, put_on_phone, remove
from daybridge.telehealth.models import RoomConnection, RoomGuest
from daybridge.telehealth.queries import acting
from daybridge.telehealth.tests.deeds import knock, on_video, room_of
from tests.cast import House


def _minutes(guest: RoomGuest) -> int:
    return Attendance.objects.get(participant=guest.participant, occurrence=guest.room.occurrence).minutes


def _come(guest: RoomGuest) -> None:
    begin_connection(acting(guest), guest, connection_id=new_id())


def _go(guest: RoomGuest) -> None:
    still = RoomConnection.objects.select_related("guest__room__occurrence").get(guest=guest, ended_at=None)
    from daybridge.core import clock

    end_connection(acting(guest), still, at=clock.now())


def test_minutes_go_on_by_telephone_and_are_counted_once_when_video_takes_over_again(house: House) -> None:
    session = on_video(house)
    with minute(session, 0):
        guest = knock(house, session)
        admit(house.actors["Ben"], guest)
        _come(guest)
    with minute(session, 10):
        _go(guest)
    with minute(session, 12):
        put_on_phone(house.actors["Ben"], guest, holds=True)
        assert put_on_phone(house.actors["Ben"], guest, holds=True).repeated
        assert attendance.on_the_phone(session.id) == {guest.participant_id}
    with minute(session, 20):
        _come(guest)
        assert attendance.on_the_phone(session.id) == set()
    with minute(session, 30):
        _go(guest)
    with minute(session, 40):
        assert _minutes(guest) == 10 + 18
        marks = PresenceMark.objects.filter(participant=guest.participant, source=Source.PHONE).order_by("at")
        assert [(one.way, one.location, one.call_back) for one in marks] == [
            (Way.IN, "12 Elm Street, Aurora", "555-0142"), (Way.OUT, "12 Elm Street, Aurora", "555-0142"),
        ]  # fmt: skip


@pytest.mark.parametrize("how", ["hangs up", "is removed", "room is ended"])
def test_a_call_ends_with_the_tap_the_removal_or_the_room(house: House, how: str) -> None:
    session, ben = on_video(house), house.actors["Ben"]
    with minute(session, 5):
        guest = knock(house, session)
        put_on_phone(ben, guest, holds=True)
    with minute(session, 25):
        if how == "hangs up":
            put_on_phone(ben, guest, holds=False)
        elif how == "is removed":
            remove(ben, guest)
            with pytest.raises(Conflict):
                put_on_phone(ben, guest, holds=True)
        else:
            end_room(ben, room_of(session))
            with pytest.raises(Conflict):
                put_on_phone(ben, guest, holds=True)
    with minute(session, 40):
        assert _minutes(guest) == 20 and attendance.on_the_phone(session.id) == set()
