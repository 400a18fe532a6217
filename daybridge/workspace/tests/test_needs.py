"""What somebody's week must hold, on the screen of those who treat them."""

from datetime import date

import pytest
from django.test import Client

from daybridge.programs.needs import queries
from daybridge.programs.needs.rules import Needs
from daybridge.programs.rules import Hours, Limit, Number, RulePack
from daybridge.programs.setting_up.actions import set_rules
from tests.cast import House, sign_in, some_needs


@pytest.fixture
def ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


def _address(house: House, page: str = "needs") -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/{page}/"


SENT = {
    "based_on": "0", "minimum_minutes": "8.5", "maximum_days": "5", "kind-skills": "2", "kind-process": "",
    "languages": ["es"], "gender_groups": ["women"], "gender_specific_kinds": ["process"], "why": "A new shift",
    "day-0-0-start": "09:00", "day-0-0-end": "12:00", "day-6-1-start": "20:00", "day-6-1-end": "00:00",
}  # fmt: skip


def test_needs_are_set_with_a_reason_and_stand_on_the_week(house: House, ben: Client) -> None:
    with_rules = RulePack("x", "Here", "Us", numbers={Limit.LEAST_WEEK_DAYS: Number(3, "Us", date(2026, 1, 1))})
    set_rules(house.actors["Dora"], house.programs["Dual diagnosis"], pack=with_rules, why="So", based_on=0)
    assert "Days a week, at least: 3" in ben.get(_address(house)).content.decode()
    assert ben.post(_address(house), SENT).status_code == 302
    assert queries.needs_of(house.participants["Ana"].id) == Needs(
        510, None, None, 5, kinds={"skills": 2}, languages=("es",), gender_groups=("women",),
        gender_specific_kinds=("process",), preferred=(Hours(0, 540, 720), Hours(6, 1200, 1440)),
    )  # fmt: skip
    shown = " ".join(ben.get(_address(house, "week")).content.decode().split())
    for words in (
        '8 h 30 min <span class="soft">(set for them)', '3 <span class="soft">(the program&#x27;s rules)', "A new shift",
        "Skills group: 2 sessions", "Monday, 09:00 to 12:00; Sunday, 20:00 to 24:00", "Ben Okafor",
    ):  # fmt: skip
        assert words in shown, words
    again = ben.get(_address(house)).content.decode()
    assert (
        'value="8.5"' in again
        and 'value="09:00"' in again
        and 'value="00:00"' in again
        and "<details open" in again.replace(' class="card fold"', "")
    )


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"minimum_minutes": "200"}, "minimum_minutes", "More than 0 hours, and no more than a week has: 168."),
        ({"minimum_minutes": "20", "maximum_minutes": "10"}, "minimum_minutes", "The least is above the most."),
        ({"minimum_days": "9"}, "minimum_days", "Between 1 and 7."),
        ({"kind-skills": "-1"}, "kind-skills", "Write 0 or more."),
        ({"kind-skills": "40"}, "kind-skills", "At most 14."),
        ({"gender_groups": []}, "gender_specific_kinds", "Say which groups they chose, too."),
        ({"day-0-0-end": "08:00"}, "day-0-0-end", "It ends before it begins."),
        ({"day-0-0-end": "25:00"}, "day-0-0-end", "Write a time from 00:00 to 23:59."),
        ({"day-0-0-end": ""}, "day-0-0-end", "Say both: from when, and until when."),
        ({"day-0-1-start": "11:00", "day-0-1-end": "13:00"}, "day-0-1-start", "Two of these are at the same time."),
        ({"why": ""}, "why", "Say why, for whoever reads it later."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    house: House, ben: Client, wrong: dict[str, object], field: str, said: str
) -> None:
    answer = ben.post(_address(house), SENT | wrong)
    shown = answer.content.decode()
    assert answer.status_code == 422 and f'id="id_{field}_error"' in shown and said in shown
    assert "A new shift" in shown or field == "why"
    assert queries.newest(house.participants["Ana"].id) is None


def test_a_colleagues_change_is_not_overwritten(house: House, ben: Client) -> None:
    some_needs(house, house.participants["Ana"])
    answer = ben.post(_address(house), SENT)
    assert answer.status_code == 409 and "since you opened the page" in answer.content.decode()


def test_no_track_of_another_program_and_nobody_of_another_team(house: House, ben: Client) -> None:
    assert ben.post(_address(house), SENT | {"track_id": str(house.organization.id)}).status_code == 422
    cleo = sign_in(house.staff["Cleo"].account)  # type: ignore[arg-type]
    assert cleo.get(_address(house)).status_code == cleo.post(_address(house), SENT).status_code == 404
