import pytest

from daybridge.core.errors import Refused
from daybridge.people import access, actions
from daybridge.people.models import Staff
from tests.cast import House, a_supporter, sign_in


@pytest.mark.parametrize(
    ("who", "treats"), [("Ben", True), ("Cora", True), ("Dora", True), ("Cleo", False), ("Ines", False), ("Ana", False)]
)
def test_the_care_team_and_directors_treat_someone(house: House, who: str, treats: bool) -> None:
    assert access.treats_participant_of(house.actors[who], house.participants["Ana"]) is treats


def test_what_names_a_member_of_staff_is_not_written_by_the_system(house: House) -> None:
    ana = house.participants["Ana"]
    assert access.is_staff_treating_participant_of(house.actors["Ben"], ana)
    assert not access.is_staff_treating_participant_of(house.system, ana)
    assert not access.is_staff_treating_participant_of(house.actors["Cleo"], ana)


def test_the_system_may_what_the_care_team_may(house: House) -> None:
    assert access.treats_participant_of(house.system, house.participants["Ana"])


@pytest.mark.parametrize("role", ["director", "intake"])
def test_an_administrator_makes_nobody_who_sees_everyone(house: House, role: str) -> None:
    """Else they would be one themself a minute later, by a second name and their own address."""
    dev = sign_in(house.staff["Dev"].account)  # type: ignore[arg-type]
    told = {"name": "Dev Second", "email": "dev2@example.org", "roles": ["nurse", role]}
    assert dev.post("/staff/", told).status_code == 422
    with pytest.raises(Refused):
        actions.register_staff(house.actors["Dev"], house.organization, **told)  # type: ignore[arg-type]
    assert not Staff.objects.filter(email="dev2@example.org").exists()
    assert sign_in(house.staff["Dora"].account).post("/staff/", told).status_code == 302  # type: ignore[arg-type]


def test_an_administrator_makes_no_link_for_someone_who_sees_everyone(house: House) -> None:
    """The link and the address they typed themselves are all that it takes to sign up as that person."""
    added = actions.register_staff(
        house.actors["Dora"], house.organization, name="Gil", email="gil@example.org", roles=["intake"]
    )
    link = f"/staff/{added.subject_id}/invite/"
    dev = sign_in(house.staff["Dev"].account)  # type: ignore[arg-type]
    assert link not in dev.get("/staff/").content.decode() and dev.post(link).status_code == 403
    dora = sign_in(house.staff["Dora"].account)  # type: ignore[arg-type]
    assert link in dora.get("/staff/").content.decode() and dora.post(link).status_code == 200


@pytest.mark.parametrize(("who", "may"), [("Sam", True), ("Ana", False), ("Zoe", False), ("Ben", False)])
def test_only_a_supporter_takes_a_second_link_and_closes_their_own_account(house: House, who: str, may: bool) -> None:
    sam = a_supporter(house, house.participants["Ana"])
    asked = a_supporter(house, house.participants["Zoe"], "Kim Hart", joins=False).invitations.get()
    actor = house.actors[who]
    assert access.is_invited_supporter(actor, asked) is may
    assert access.closes_supporters_account(actor, sam.account) is may  # type: ignore[arg-type]
    assert not access.is_invited_supporter(actor, house.participants["Ana"].invitations.get())
    for one in (actor, house.system):
        assert not access.closes_supporters_account(one, house.participants["Zoe"].account)  # type: ignore[arg-type]
    assert access.closes_supporters_account(house.system, sam.account)  # type: ignore[arg-type]
