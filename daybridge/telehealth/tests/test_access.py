from daybridge.attendance.tests.deeds import minute
from daybridge.telehealth.access import leads_room, leads_room_of
from daybridge.telehealth.tests.deeds import knock, on_video, room_of
from tests.cast import House


def test_whoever_leads_the_session_rules_its_room(house: House) -> None:
    session = on_video(house)
    with minute(session, 0):
        guest = knock(house, session)
    room = room_of(session)
    assert all(
        leads_room(house.actors[name], room) and leads_room_of(house.actors[name], guest) for name in ("Ben", "Dora")
    )
    assert not any(
        leads_room(house.actors[name], room) or leads_room_of(house.actors[name], guest) for name in ("Cora", "Ana")
    )
