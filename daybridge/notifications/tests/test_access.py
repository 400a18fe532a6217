from daybridge.core.actors import Actor
from daybridge.notifications import access
from daybridge.notifications.models import PushSubscription
from daybridge.people.models import Organization
from tests.cast import House


def test_people_decide_for_themselves(house: House) -> None:
    ana, ben = house.participants["Ana"], house.staff["Ben"]
    assert access.is_self(house.actors["Ana"], ana) and not access.is_self(house.actors["Ben"], ana)
    assert access.is_this_member_of_staff(house.actors["Ben"], ben)
    assert not access.is_this_member_of_staff(house.actors["Dora"], ben)
    assert not access.is_this_member_of_staff(house.system, ben)


def test_a_device_is_its_owners_and_the_systems(house: House) -> None:
    device = PushSubscription(organization=Organization(), participant=house.participants["Ana"])
    assert access.is_for_self(house.actors["Ana"], device) and access.is_for_self(house.system, device)
    assert not access.is_for_self(house.actors["Ben"], device)


def test_nobody_in_particular_owns_nothing(house: House) -> None:
    """An actor without a person is not the owner of a row that has no member of staff."""
    device = PushSubscription(organization=Organization(), participant=house.participants["Ana"])
    nobody = Actor(kind=house.actors["Ben"].kind, organization_id=house.organization.id)
    assert not access.is_for_self(nobody, device)
