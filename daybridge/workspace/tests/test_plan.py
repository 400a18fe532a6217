"""The safety plan on the staff's screens."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.safety.models import SafetyPlanVersion
from daybridge.safety.plan import queries
from daybridge.safety.plan.actions import sign_plan
from tests.cast import House, a_plan, an_agreed_plan, sign_in


@pytest.fixture
def ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


def _at(house: House, after: str = "") -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/plan/{after}"


def _written(**more: object) -> dict[str, object]:
    return {
        "version_id": new_id(),
        "signs": "I stop answering\nI sleep all day\n\n",
        "people-0-text": "Luz",
        "people-0-relation": "sister",
        "people-0-phone": "555-0150",
        "people-1-text": "",
        **more,
    }


def test_a_plan_is_written_read_and_signed(house: House, ben: Client) -> None:
    assert "No safety plan yet" in ben.get(_at(house)).content.decode()
    assert ben.post(_at(house, "edit/"), _written())["Location"] == _at(house)
    plan = SafetyPlanVersion.objects.get()
    assert [line["text"] for line in plan.sections["signs"]] == ["I stop answering", "I sleep all day"]
    page = ben.get(_at(house)).content.decode()
    assert "I sleep all day" in page and 'href="tel:555-0150"' in page and "Draft, not in force yet" in page
    ben.post(f"/workspace/plans/{plan.id}/sign/")
    sign_plan(house.actors["Ana"], plan, step_id=new_id(), made_at=clock.now())
    assert "Version 1 is in force" in ben.get(_at(house)).content.decode()


def test_agreed_in_person_names_its_witness_and_never_says_that_she_signed(house: House, ben: Client) -> None:
    plan = a_plan(house, house.participants["Ana"], by="Ben")
    ben.post(f"/workspace/plans/{plan.id}/in-person/")
    ben.post(f"/workspace/plans/{plan.id}/sign/")
    said = ben.get(_at(house)).content.decode()
    assert "The participant agreed in person; witnessed: Ben Okafor" in said
    assert "Signed by the participant" not in said


def test_a_form_that_is_sent_twice_is_one_version(house: House, ben: Client) -> None:
    written = _written()
    for _ in range(2):
        assert ben.post(_at(house, "edit/"), written).status_code == 302
    assert SafetyPlanVersion.objects.count() == 1


def test_who_writes_while_the_other_saves_sees_both_and_loses_nothing(house: House, ben: Client) -> None:
    ana = house.participants["Ana"]
    form = ben.get(_at(house, "edit/")).content.decode()
    assert re.search(r'name="based_on"[^>]*>', form)
    theirs = a_plan(house, ana, "Paint the fence")
    answer = ben.post(_at(house, "edit/"), _written(based_on=""))
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Paint the fence" in said and "I stop answering" in said and 'value="555-0150"' in said
    assert f'name="based_on" value="{theirs.id}"' in said
    assert SafetyPlanVersion.objects.count() == 1
    ben.post(_at(house, "edit/"), _written(based_on=theirs.id))
    assert [one.number for one in queries.standing_of(ana.id).versions] == [2, 1]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"people-0-phone": "ask her"}, "Write a phone number with 3 to 30 digits"),
        ({"people-0-text": ""}, "Write who or where it is."),
        ({"signs": "\n".join(["one"] * 13)}, "Warning signs: at most 12 lines."),
        ({"signs": "x" * 201}, "Warning signs: a line can have 200 characters."),
    ],
)
def test_what_cannot_be_saved_is_said_beside_its_field_and_stays(
    house: House, ben: Client, wrong: dict[str, object], words: str
) -> None:
    answer = ben.post(_at(house, "edit/"), _written(**wrong))
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not SafetyPlanVersion.objects.exists()


def test_an_old_screen_signs_nothing_that_was_not_on_it(house: House, ben: Client) -> None:
    seen = a_plan(house, house.participants["Ana"])
    newer = a_plan(house, house.participants["Ana"], "Paint", based_on=seen.id)
    state = ben.get(_at(house, f"state/?seen={seen.id}")).content.decode()
    assert "The plan was changed while you had it open." in state and "/sign/" not in state
    answer = ben.post(f"/workspace/plans/{seen.id}/sign/", follow=True).content.decode()
    assert "Read the newest one first." in answer
    assert not newer.steps.exists() and not seen.steps.exists()


def test_the_part_that_is_fetched_again_says_no_word_of_the_plan(house: House, ben: Client) -> None:
    plan = an_agreed_plan(house, house.participants["Ana"], "seven quiet herons")
    state = ben.get(_at(house, f"state/?seen={plan.id}")).content.decode()
    assert "Version 1 is in force" in state and "herons" not in state


def test_every_look_at_a_plan_is_written_down(house: House, ben: Client) -> None:
    an_agreed_plan(house, house.participants["Ana"])
    for after in ("", "edit/", "print/"):
        before = AuditEntry.objects.filter(deed="privacy.ChartOpened").count()
        assert ben.get(_at(house, after)).status_code == 200
        looks = AuditEntry.objects.filter(deed="privacy.ChartOpened").order_by("id")
        assert looks.count() == before + 1 and looks.last().facts == {"purpose": "treatment"}  # type: ignore[union-attr]


def test_the_sheet_of_paper_has_the_numbers_to_call_first(house: House, ben: Client) -> None:
    an_agreed_plan(house, house.participants["Ana"], "Walk to the pier")
    said = ben.get(_at(house, "print/")).content.decode()
    assert said.index("988") < said.index("Walk to the pier")
    assert "Draft" not in said


def test_the_chart_says_how_the_plan_stands(house: House, ben: Client) -> None:
    ana = house.participants["Ana"]
    chart = f"/workspace/people/{ana.id}/"
    assert "No safety plan yet." in ben.get(chart).content.decode()
    plan = a_plan(house, ana)
    assert "a draft is not signed by both yet" in ben.get(chart).content.decode()
    ben.post(f"/workspace/plans/{plan.id}/sign/")
    sign_plan(house.actors["Ana"], plan, step_id=new_id(), made_at=clock.now())
    assert "To be looked at again by 23 December 2026." in ben.get(chart).content.decode()


def test_today_says_whose_plan_is_to_be_reviewed_until_it_is(house: House, ben: Client) -> None:
    plan = an_agreed_plan(house, house.participants["Ana"])
    assert "Safety plan to review" not in ben.get("/workspace/").content.decode()
    with clock.at(clock.now() + timedelta(days=30)):
        later = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
        assert "Safety plan to review" in later.get("/workspace/").content.decode()
        later.post(f"/workspace/plans/{plan.id}/reviewed/")
        assert "Safety plan to review" not in later.get("/workspace/").content.decode()
