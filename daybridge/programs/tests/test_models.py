"""What the database itself refuses of a program's parts, whoever writes it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from daybridge.core import guard
from daybridge.programs.models import Group, Program, Room, Site
from tests.cast import House, a_program


def _site(house: House, **told: Any) -> Site:
    with guard.writing():
        return Site.objects.create(
            organization=house.organization, **{"name": "Harbor Street", "time_zone": "America/Chicago", **told}
        )


def _group(house: House, program: Program, **told: Any) -> Group:
    usual = {"name": "Skills", "kind": "skills", "capacity": 12, "soft_capacity": 10, "minutes": 90}
    with guard.writing(), transaction.atomic():
        return Group.objects.create(organization=house.organization, program=program, **{**usual, **told})


def test_an_open_site_has_its_name_alone_and_a_closed_one_lends_it(house: House) -> None:
    first = _site(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        _site(house, name="harbor street")
    with guard.writing():
        Site.objects.filter(id=first.id).update(is_open=False)
    assert _site(house).id != first.id


@pytest.mark.parametrize("capacity", [0, 501])
def test_a_room_holds_between_one_and_five_hundred(house: House, capacity: int) -> None:
    site = _site(house)
    with guard.writing(), pytest.raises(IntegrityError), transaction.atomic():
        Room.objects.create(organization=house.organization, site=site, name="Blue room", capacity=capacity)


@pytest.mark.parametrize(
    "wrong",
    [
        {"soft_capacity": 13},
        {"soft_capacity": 0},
        {"minutes": 1500},
        {"minutes": 0},
        {"least_age": 20, "most_age": 18},
        {"language": "fr"},
        {"mode": "phone"},
        {"gender": "x"},
    ],
)
def test_a_group_that_cannot_be_is_refused(house: House, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        _group(house, a_program(house), **wrong)
    assert not Group.objects.exists()


def test_a_default_room_needs_its_site(house: House) -> None:
    with guard.writing():
        room = Room.objects.create(organization=house.organization, site=_site(house), name="Blue room", capacity=10)
    program = a_program(house)
    with pytest.raises(IntegrityError):
        _group(house, program, room=room)
    assert _group(house, program, room=room, site=room.site).room_id == room.id


@pytest.mark.parametrize("languages", [[], ["fr"], ["en", "fr"]])
def test_a_program_speaks_a_language_we_know(house: House, languages: list[str]) -> None:
    program = a_program(house)
    with guard.writing(), pytest.raises(IntegrityError), transaction.atomic():
        Program.objects.filter(id=program.id).update(languages=languages)
