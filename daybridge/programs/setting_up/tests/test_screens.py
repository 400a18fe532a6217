"""The pages on which a director sets a program up and keeps it; all staff may look."""

from typing import Any

import pytest
from django.test import Client

from daybridge.programs.models import Group, Program, RulePackVersion, Site, Track
from daybridge.programs.rules import Limit
from daybridge.programs.setting_up import queries
from daybridge.programs.setting_up.tests.test_actions import a_room, a_site, set_up
from tests.cast import House, sign_in


@pytest.fixture
def dora(house: House) -> Client:
    account = house.staff["Dora"].account
    assert account
    return sign_in(account)


@pytest.fixture
def ben(house: House) -> Client:
    account = house.staff["Ben"].account
    assert account
    return sign_in(account)


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _rules_form(program: Program, **changed: str) -> dict[str, str]:
    """What the page of rules sends when nothing was touched, and what was."""
    pack = queries.rules.pack_from_json(program.rule_pack)
    said = {"based_on": str(program.rule_pack_number), "jurisdiction": pack.jurisdiction, "payer": pack.payer}
    for limit, number in pack.numbers.items():
        said |= {f"{limit}-value": str(number.value), f"{limit}-source": number.source}
        said |= {f"{limit}-since": str(number.since)} if number.since else {}
        said |= {f"{limit}-is_confirmed": "on"} if number.is_confirmed else {}
    return said | {"why": "The contract says so."} | changed


def test_a_director_sets_a_program_up_from_a_template(house: House, dora: Client) -> None:
    site = a_site(house)
    assert "Dual diagnosis" in _text(dora, "/programs/new/")
    shown = _text(dora, "/programs/new/dual-diagnosis/")
    assert "Process, mornings" in shown and "Mon, Wed, Fri 09:00" in shown and "780 minutes on 5 days" in shown
    answer = dora.post(
        "/programs/new/dual-diagnosis/",
        {"name": "Both", "level_of_care": "iop", "rule_pack": "us-commercial-iop", "sites": [str(site.id)]},
        follow=True,
    )
    page = answer.content.decode()
    program = Program.objects.get(name="Both")
    assert answer.redirect_chain == [(f"/programs/{program.id}/", 302)]
    assert "The program is made." in page and "Managing triggers, evenings" in page and "Harbor Street" in page
    assert "to confirm" in page and "SAMHSA Advisory" in page
    assert "numbers to confirm" in _text(dora, "/programs/")


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(house: House, dora: Client) -> None:
    a_site(house)
    answer = dora.post(
        "/programs/new/evening/", {"name": "Nights here", "level_of_care": "php", "rule_pack": "us-commercial-iop"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "Nights here" in page
    assert "Choose where it meets." in page and "These rules are for another level of care." in page


def test_without_a_site_the_page_says_where_to_add_one(house: House, dora: Client) -> None:
    assert "There is no site yet." in _text(dora, "/programs/new/evening/")


def test_each_number_of_the_rules_is_changed_with_its_source_and_its_day(house: House, dora: Client) -> None:
    program = set_up(house, a_site(house))
    address = f"/programs/{program.id}/rules/"
    assert "Minutes a week, at least" in _text(dora, address)
    changed = {
        "least_week_minutes-value": "600", "least_week_minutes-source": "Contract 7", "least_week_minutes-since": "2026-11-01",
    }  # fmt: skip
    page = dora.post(address, _rules_form(program, **changed), follow=True).content.decode()
    assert "540 → 600" in page and "The contract says so." in page and "Dora Quill" in page
    program.refresh_from_db()
    assert queries.rules.pack_from_json(program.rule_pack).value(Limit.LEAST_WEEK_MINUTES) == 600


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"least_week_minutes-value": "1200"}, "The least is above the most."),
        ({"least_day_minutes-value": "1500"}, "A day has 24 hours: 1,440 minutes."),
        ({"largest_gap_days-value": "0", "largest_gap_days-source": "x"}, "Between 1 and 14."),
        ({"most_group-value": "10"}, "Say from which day it holds."),
        ({"most_group-source": ""}, "Say who says so."),
        ({"most_group-value": "ten"}, "Write a whole number."),
        ({"most_group-since": "31 Feb"}, "Choose a day."),
        ({"payer": ""}, "Say whose rules these are."),
        ({"why": ""}, "Say why, for whoever reads these rules later."),
    ],
)
def test_a_number_that_cannot_be_is_refused_beside_it(
    house: House, dora: Client, changed: dict[str, str], words: str
) -> None:
    program = set_up(house, a_site(house))
    answer = dora.post(f"/programs/{program.id}/rules/", _rules_form(program, **changed))
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "error-summary" in page
    assert RulePackVersion.objects.count() == 1


def test_rules_that_a_colleague_changed_meanwhile_are_not_overwritten(house: House, dora: Client) -> None:
    program = set_up(house, a_site(house))
    answer = dora.post(f"/programs/{program.id}/rules/", _rules_form(program, based_on="0"))
    assert answer.status_code == 409 and "since you opened the page" in answer.content.decode()


def test_a_program_made_without_a_template_gets_its_rules_here(house: House, dora: Client) -> None:
    program = house.programs["Adult day"]
    assert "Nobody has set any rules yet." in _text(dora, f"/programs/{program.id}/")
    said = _rules_form(
        program, payer="Medicare", jurisdiction="US",
        **{"least_week_days-value": "3", "least_week_days-source": "Contract", "least_week_days-since": "2026-11-01"},
    )  # fmt: skip
    assert dora.post(f"/programs/{program.id}/rules/", said).status_code == 302
    assert "Days a week, at least" in _text(dora, f"/programs/{program.id}/")


def test_a_group_is_added_changed_and_closed(house: House, dora: Client) -> None:
    site = a_site(house)
    program, room = set_up(house, site), a_room(house, site)
    said: dict[str, Any] = {
        "name": "Skills at noon", "kind": "skills", "curriculum": "skills", "minutes": "45", "capacity": "12",
        "soft_capacity": "10", "language": "en", "mode": "room", "site": str(site.id), "room": str(room.id),
        "track": str(Track.objects.filter(program=program)[0].id), "least_age": "18", "credentials": "LCSW, LPC,",
    }  # fmt: skip
    adding = f"/programs/{program.id}/groups/"
    assert "Add a group" in _text(dora, adding)
    wrong = dora.post(adding, {**said, "minutes": "1500", "capacity": "20", "credentials": "a" * 30})
    assert wrong.status_code == 422 and "Short ones, with commas between" in wrong.content.decode()
    wrong = dora.post(adding, {**said, "minutes": "1500", "capacity": "20"})
    for words in ("Between 5 and 480 minutes", "The rules allow 12 in a group.", "Skills at noon"):
        assert words in wrong.content.decode()
    assert "Skills at noon" in dora.post(adding, said, follow=True).content.decode()
    group = Group.objects.get(name="Skills at noon")
    assert (group.room, group.credentials) == (room, ["LCSW", "LPC"])
    address = f"/programs/groups/{group.id}/"
    assert 'value="Skills at noon"' in _text(dora, address)
    assert "Later skills" in dora.post(address, {**said, "name": "Later skills"}, follow=True).content.decode()
    assert "The group is closed." in dora.post(f"{address}close/", follow=True).content.decode()
    assert "was closed already" in dora.post(f"{address}close/", follow=True).content.decode()
    assert "This group was closed." in _text(dora, address)


def test_tracks_are_added_and_closed(house: House, dora: Client) -> None:
    program = set_up(house, a_site(house))
    page = dora.post(f"/programs/{program.id}/tracks/", {"name": "Young adults"}, follow=True).content.decode()
    assert "Young adults" in page and "No group is in this track yet." in page
    assert dora.post(f"/programs/{program.id}/tracks/", {"name": "young adults"}).status_code == 422
    track = Track.objects.get(code="young-adults")
    assert "The track is closed." in dora.post(f"/programs/tracks/{track.id}/close/", follow=True).content.decode()
    morning = Track.objects.get(program=program, code="morning")
    assert "These groups are in it" in dora.post(f"/programs/tracks/{morning.id}/close/", follow=True).content.decode()


def test_sites_and_rooms_are_added_changed_and_closed(house: House, dora: Client) -> None:
    assert "No site is open." in _text(dora, "/programs/sites/")
    wrong = dora.post("/programs/sites/", {"name": "Harbor Street", "time_zone": "Chicago"})
    assert wrong.status_code == 422 and "There is no time zone Chicago" in wrong.content.decode()
    made = dora.post("/programs/sites/", {"name": "Harbor Street", "time_zone": "America/Chicago"}, follow=True)
    assert "Add its rooms." in made.content.decode()
    site = Site.objects.get()
    address = f"/programs/sites/{site.id}/"
    assert dora.post(f"{address}rooms/", {"room-name": "Cypress", "room-capacity": "0"}).status_code == 422
    said = {"room-name": "Cypress", "room-capacity": "12", "room-equipment": "mats, screen"}
    assert "mats, screen" in dora.post(f"{address}rooms/", said, follow=True).content.decode()
    room = site.rooms.get()
    assert 'value="mats, screen"' in _text(dora, f"/programs/rooms/{room.id}/")
    assert dora.post(f"/programs/rooms/{room.id}/", {"name": "Cypress", "capacity": "501"}).status_code == 422
    assert (
        "holds 14 people"
        in dora.post(f"/programs/rooms/{room.id}/", {"name": "Cypress", "capacity": "14"}, follow=True).content.decode()
    )
    assert dora.post(address, {"name": "Harbor", "time_zone": "Mars"}).status_code == 422
    assert (
        "Saved." in dora.post(address, {"name": "Harbor", "time_zone": "America/Denver"}, follow=True).content.decode()
    )
    assert "The room is closed." in dora.post(f"/programs/rooms/{room.id}/close/", follow=True).content.decode()
    assert "This room is closed." in _text(dora, f"/programs/rooms/{room.id}/")
    assert "The site is closed." in dora.post(f"{address}close/", follow=True).content.decode()
    assert "This site is closed." in _text(dora, address)


def test_a_program_is_renamed(house: House, dora: Client) -> None:
    site = a_site(house)
    program = set_up(house, site)
    address = f"/programs/{program.id}/change/"
    assert 'value="Both at once"' in _text(dora, address)
    said = {"name": "Both", "name_es": "Las dos", "languages": ["en", "es"], "sites": [str(site.id)]}
    assert "Process in Spanish" in dora.post(address, {**said, "languages": ["en"]}).content.decode()
    assert "Saved." in dora.post(address, said, follow=True).content.decode()
    dora.post("/staff/language/", {"language": "es"})
    assert "Las dos" in _text(dora, f"/programs/{program.id}/")


def test_curricula_are_read_week_by_week(house: House, ben: Client) -> None:
    assert "Skills" in _text(ben, "/programs/curricula/")
    page = _text(ben, "/programs/curricula/skills/")
    assert (
        "Week 6: Ride it out" in page and "/library/pieces/ride-the-urge/" in page and "waits 2 weeks at most" in page
    )
    assert "begin in any week" in _text(ben, "/programs/curricula/learning/")
    assert ben.get("/programs/curricula/spells/").status_code == 404


def test_other_staff_look_and_change_nothing(house: House, ben: Client) -> None:
    site = a_site(house)
    program, room = set_up(house, site), a_room(house, site)
    group = Group.objects.filter(program=program)[0]
    for address in (
        "/programs/", "/programs/new/", "/programs/new/evening/", f"/programs/{program.id}/", "/programs/sites/",
        f"/programs/{program.id}/change/", f"/programs/{program.id}/rules/", f"/programs/{program.id}/groups/",
        f"/programs/groups/{group.id}/", f"/programs/sites/{site.id}/", f"/programs/rooms/{room.id}/",
    ):  # fmt: skip
        page = _text(ben, address)
        main = page[page.index("<main") :]
        assert 'method="post"' not in main, address
    assert ben.post("/programs/sites/", {"name": "Mine", "time_zone": "America/Chicago"}).status_code == 403
    assert ben.post(f"/programs/{program.id}/rules/", _rules_form(program)).status_code == 403
    assert "Minutes a week, at least" in _text(ben, f"/programs/{program.id}/rules/")


def test_what_is_not_there_is_not_found(house: House, dora: Client) -> None:
    nothing = "01a209fe-7200-77ec-bc35-da4d22b6cdd3"
    for address in (f"{nothing}/", f"groups/{nothing}/", f"sites/{nothing}/", f"rooms/{nothing}/", "new/zeppelin/"):
        assert dora.get(f"/programs/{address}").status_code == 404


def test_a_longer_list_takes_no_more_queries(house: House, dora: Client, django_assert_max_num_queries: Any) -> None:
    site = a_site(house)
    for number in range(4):
        set_up(house, site, name=f"Program {number}")
    with django_assert_max_num_queries(25):
        dora.get("/programs/")
    with django_assert_max_num_queries(25):
        dora.get(f"/programs/{Program.objects.get(name='Program 1').id}/")
