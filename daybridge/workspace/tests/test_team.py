"""Who cares for a participant, changed by those who do."""

import pytest
from django.test import Client

from daybridge.core.errors import Conflict
from daybridge.core.ids import new_id
from daybridge.people import actions
from daybridge.people import queries as people
from daybridge.people.rules import TeamRole
from tests.cast import House, a_staff_member, sign_in


@pytest.fixture
def ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


def _page(house: House, after: str = "") -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/team/{after}"


def _team(house: House) -> dict[str, str]:
    return {one.name: one.role for one in people.care_team(house.participants["Ana"].id)}


def test_a_prescriber_joins_the_team_and_then_looks_after_the_medicines(house: House, ben: Client) -> None:
    priya = a_staff_member(house, "Priya Sandhu", "prescriber")
    assert "Priya" in ben.get(_page(house)).content.decode()
    desk = sign_in(priya.account)  # type: ignore[arg-type]
    assert desk.get(f"/workspace/people/{house.participants['Ana'].id}/medicines/add/").status_code == 404
    answer = ben.post(_page(house), {"staff": priya.id, "part": "member"}, follow=True)
    assert f"{priya} is on the care team." in answer.content.decode() and _team(house)[str(priya)] == "member"
    assert desk.get(f"/workspace/people/{house.participants['Ana'].id}/medicines/add/").status_code == 200
    assert ben.post(_page(house, f"{priya.id}/leave/")).status_code == 302
    assert str(priya) not in _team(house)
    assert desk.get(f"/workspace/people/{house.participants['Ana'].id}/medicines/add/").status_code == 404


def test_there_is_always_one_primary_therapist(house: House, ben: Client) -> None:
    mine = house.staff["Ben"]
    assert _team(house)[str(mine)] == TeamRole.PRIMARY
    for said in ({"staff": mine.id, "part": "member"}, {"staff": "", "part": "primary"}):
        refused = ben.post(_page(house), said)
        assert refused.status_code in (409, 422)
    assert "Name another primary therapist first" in ben.post(_page(house, f"{mine.id}/leave/")).content.decode()
    assert _team(house)[str(mine)] == TeamRole.PRIMARY
    cleo = house.staff["Cleo"]
    gone = ben.post(_page(house), {"staff": cleo.id, "part": "primary"})
    assert (gone.status_code, gone.headers["Location"]) == (302, "/workspace/caseload/")
    assert _team(house)[str(cleo)] == TeamRole.PRIMARY and str(mine) not in _team(house)


def test_only_those_who_treat_people_join_and_nobody_strange_is_found(house: House, ben: Client) -> None:
    ines = house.staff["Ines"]
    assert ben.post(_page(house), {"staff": ines.id, "part": "member"}).status_code == 422
    with pytest.raises(Conflict):
        actions.join_care_team(house.actors["Ben"], house.participants["Ana"], staff=ines, role="member")
    assert ben.post(_page(house, f"{new_id()}/leave/")).status_code == 404
    assert "They are not on this care team." in ben.post(_page(house, f"{ines.id}/leave/")).content.decode()
