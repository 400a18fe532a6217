import dataclasses
from datetime import timedelta
from uuid import UUID

import pytest

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.people import actions as people
from daybridge.privacy import actions
from daybridge.privacy.access import is_shared_with
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part
from daybridge.programs.actions import discharge
from tests.cast import House, a_supporter, episode_of, later


def _sees(actor: Actor, participant_id: UUID, part: Part) -> bool:
    return Share.objects.seen_by(actor).filter(participant_id=participant_id, part=part).exists()


@pytest.mark.parametrize("part", Part)
def test_a_supporter_sees_the_parts_that_are_shared_and_no_other(house: House, part: Part) -> None:
    ana = house.participants["Ana"]
    a_supporter(house, ana, "Sam Ortiz", Part.PROGRESS, Part.WHO_TO_CALL)
    assert _sees(house.actors["Sam"], ana.id, part) is (part in (Part.PROGRESS, Part.WHO_TO_CALL))
    assert not _sees(house.actors["Sam"], house.participants["Zoe"].id, part)


@pytest.mark.parametrize("who", ["Ana", "Ben", "Dora", "Zoe", "Kim"])
def test_nobody_else_sees_it_as_a_supporter(house: House, who: str) -> None:
    ana = house.participants["Ana"]
    a_supporter(house, ana)
    a_supporter(house, house.participants["Zoe"], "Kim Hart")
    assert not _sees(house.actors[who], ana.id, Part.HOW_I_AM)
    assert not is_shared_with(house.actors[who], Share.objects.get(participant=ana))


def test_a_supporter_without_an_account_is_nobody(house: House) -> None:
    ana = house.participants["Ana"]
    a_supporter(house, ana)
    assert not _sees(dataclasses.replace(house.actors["Sam"], account_id=None), ana.id, Part.HOW_I_AM)


@pytest.mark.parametrize("how", ["stop", "choose other", "remove", "close account", "discharge", "run out"])
def test_what_ends_it_ends_it_at_once(house: House, how: str) -> None:
    ana, ana_acts = house.participants["Ana"], house.actors["Ana"]
    sam = a_supporter(house, ana, "Sam Ortiz", Part.SAFETY_PLAN, days=5)
    share, actor = Share.objects.get(), house.actors["Sam"]
    assert _sees(actor, ana.id, Part.SAFETY_PLAN) and is_shared_with(actor, share)
    until = clock.today(ana.time_zone)
    with clock.at(later(days=6) if how == "run out" else clock.now()):
        if how == "stop":
            actions.stop_sharing(ana_acts, sam)
        elif how == "choose other":
            actions.share(ana_acts, sam, parts=[Part.PROGRESS], until=until, has_read=True)
        elif how == "remove":
            people.remove_supporter(ana_acts, sam)
        elif how == "close account":
            people.close_account(actor, sam.account)  # type: ignore[arg-type]
        elif how == "discharge":
            discharge(house.actors["Ben"], episode_of(ana), ended_on=until, reason="completed")
        assert not _sees(actor, ana.id, Part.SAFETY_PLAN) and not is_shared_with(actor, share)


def test_it_holds_to_the_last_second_of_the_last_day(house: House) -> None:
    """Ana lives in Chicago, where Friday ends at six in the morning UTC."""
    ana = house.participants["Ana"]
    a_supporter(house, ana, days=4)
    [share] = Share.objects.all()
    with clock.at(share.runs_out_at - timedelta(microseconds=1)):
        assert _sees(house.actors["Sam"], ana.id, Part.HOW_I_AM)
    with clock.at(share.runs_out_at):
        assert not _sees(house.actors["Sam"], ana.id, Part.HOW_I_AM)
    assert share.runs_out_at.isoformat() == "2026-11-28T06:00:00+00:00"
