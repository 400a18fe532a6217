"""Who is in a space, who looks after it, and who joins."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from daybridge.core import clock, guard
from daybridge.peers import access
from daybridge.peers.models import PeerSpace
from daybridge.peers.tests.deeds import a_peer, a_space, joins, posts
from daybridge.programs.calendar.models import Seat
from daybridge.programs.planning.actions import change_seats
from daybridge.programs.planning.changes import GiveSeat
from tests.cast import House, a_group, a_series


def test_directors_open_spaces_and_moderators_look_after_theirs(house: House) -> None:
    space = a_space(house)
    actors = house.actors
    assert [name for name, actor in actors.items() if access.opens_spaces(actor, space)] == ["Dora"]
    assert {name for name, actor in actors.items() if access.moderates(actor, space)} == {"Dora", "Pia"}
    mine = joins(house, space)
    made = posts(house, space)
    assert access.moderates(actors["Pia"], mine) and access.moderates(actors["Pia"], made)
    assert not access.moderates(actors["Ben"], made) and not access.moderates(actors["Ana"], made)
    assert access.tells_team(house.system, made) and access.tells_team(actors["Pia"], made)
    assert not access.tells_team(actors["Ben"], made)


def test_members_are_in_their_space_and_nobody_else_is(house: House) -> None:
    space, actors = a_space(house), house.actors
    assert {name for name, actor in actors.items() if access.may_join(actor, space)} == {"Ana"}
    assert not access.is_in_space(actors["Ana"], space)
    mine = joins(house, space)
    assert {name for name, actor in actors.items() if access.is_in_space(actor, space)} == {"Ana"}
    assert access.is_member_self(actors["Ana"], mine) and not access.is_member_self(actors["Zoe"], mine)


def test_a_groups_space_is_for_who_sits_in_it(house: House) -> None:
    space = a_space(house)
    group = a_group(house)
    with guard.writing():
        PeerSpace.objects.filter(id=space.id).update(group=group)
    space.refresh_from_db()
    a_peer(house, "Noa Stern")
    assert not access.may_join(house.actors["Ana"], space)
    series = a_series(house, group, weekday=0, start=9 * 60)
    given = GiveSeat(series_id=series.id, participant_id=house.participants["Ana"].id, from_on=series.from_on)
    change_seats(house.actors["Ben"], house.participants["Ana"], changes=[given], why="x")
    assert access.may_join(house.actors["Ana"], space) and not access.may_join(house.actors["Noa"], space)
    with guard.writing():
        Seat.objects.update(until_on=series.from_on)
    evening = datetime.combine(series.from_on, time(20), ZoneInfo("America/Chicago"))  # UTC is a day ahead
    with clock.at(evening):
        assert access.may_join(house.actors["Ana"], space)
    with clock.at(evening + timedelta(hours=5)):
        assert not access.may_join(house.actors["Ana"], space)
    with guard.writing():
        Seat.objects.update(from_on=series.from_on + timedelta(days=1), until_on=None)
    with clock.at(evening):
        assert not access.may_join(house.actors["Ana"], space)
