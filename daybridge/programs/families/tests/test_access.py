import dataclasses

import pytest

from daybridge.core import guard
from daybridge.people import actions as people
from daybridge.privacy import actions as privacy
from daybridge.privacy.rules import Part
from daybridge.programs.families.access import is_asked_now
from daybridge.programs.families.actions import end_asking
from daybridge.programs.families.models import FamilyInvitation
from tests.cast import House, a_family_group, a_supporter


@pytest.mark.parametrize("who", ["Ana", "Ben", "Dora", "Zoe", "Kim"])
def test_nobody_answers_for_who_is_asked(house: House, who: str) -> None:
    invitation = a_family_group(house, a_supporter(house, house.participants["Ana"], "Sam Ortiz", Part.FAMILY_GROUPS))
    a_supporter(house, house.participants["Ana"], "Kim Ortiz", Part.FAMILY_GROUPS)
    assert is_asked_now(house.actors["Sam"], invitation)
    assert not is_asked_now(house.actors[who], invitation)
    assert not is_asked_now(dataclasses.replace(house.actors["Sam"], account_id=None), invitation)


@pytest.mark.parametrize("how", ["not shared", "stopped", "removed", "taken back", "closed group"])
def test_they_are_asked_while_the_participant_agrees_and_the_team_asks(house: House, how: str) -> None:
    part = Part.HOW_I_AM if how == "not shared" else Part.FAMILY_GROUPS
    sam = a_supporter(house, house.participants["Ana"], "Sam Ortiz", part)
    invitation = a_family_group(house, sam)
    assert is_asked_now(house.actors["Sam"], invitation) is (how != "not shared")
    if how == "stopped":
        privacy.stop_sharing(house.actors["Ana"], sam)
    elif how == "removed":
        people.remove_supporter(house.actors["Ana"], sam)
    elif how == "taken back":
        end_asking(house.actors["Ana"], invitation)
    elif how == "closed group":
        with guard.writing():
            invitation.group.is_open = False
            invitation.group.save(update_fields=["is_open"])
    assert not is_asked_now(house.actors["Sam"], invitation)
    assert FamilyInvitation.objects.filter(id=invitation.id).exists(), "what was is kept"
