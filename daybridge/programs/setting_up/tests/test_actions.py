"""Setting a program up from a template, and changing what it is made of."""

from dataclasses import replace
from typing import Any

import pytest

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.models import AuditEntry
from daybridge.programs import on_file
from daybridge.programs.calendar.actions import end_series
from daybridge.programs.models import Group, Program, Room, RulePackVersion, Site, Track
from daybridge.programs.rules import GroupDetails, LevelOfCare, Limit, Mode, Number, RulePack, pack_from_json
from daybridge.programs.setting_up import actions, queries
from tests.cast import House, a_series, later

SKILLS = GroupDetails(name="More skills", kind="skills", curriculum="skills", capacity=12, soft_capacity=10, minutes=60)


def a_site(house: House, name: str = "Harbor Street", zone: str = "America/Chicago") -> Site:
    opened = actions.open_site(house.system, house.organization, name=name, time_zone=zone)
    return Site.objects.get(id=opened.subject_id)


def a_room(house: House, site: Site, name: str = "Cypress room", capacity: int = 12) -> Room:
    added = actions.add_room(house.system, site, name=name, capacity=capacity)
    return queries.room(house.system, added.subject_id)


def set_up(house: House, *sites: Site, template: str = "dual-diagnosis", **told: Any) -> Program:
    known = on_file.templates()[template]
    usual = {"name": "Both at once", "level_of_care": known.level_of_care, "rule_pack": known.rules}
    opened = actions.set_up_program(
        told.pop("actor", house.system), house.organization, template=template, sites=sites, **{**usual, **told}
    )
    return Program.objects.get(id=opened.subject_id)


def faults_of(error: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return dict(error.value.fields)


@pytest.fixture
def dora(house: House) -> Actor:
    return house.actors["Dora"]


# --- From a template -------------------------------------------------------------------------------------------------


def test_a_program_has_its_templates_rules_tracks_and_groups(house: House, dora: Actor) -> None:
    program = set_up(house, a_site(house), actor=dora, name_es="Las dos")
    template = on_file.templates()["dual-diagnosis"]
    assert (program.template, program.template_version, program.level_of_care) == ("dual-diagnosis", 1, "iop")
    assert (program.focus, program.languages, program.name_es) == ("dual_diagnosis", ["en", "es"], "Las dos")
    assert pack_from_json(program.rule_pack) == on_file.rule_packs()[template.rules].pack
    assert {track.code for track in Track.objects.filter(program=program)} == {"morning", "evening"}
    groups = {group.name: group for group in Group.objects.filter(program=program).select_related("track", "site")}
    assert groups.keys() == {group.name.en for group in template.groups}
    skills = groups["Skills, evenings"]
    assert (skills.kind, skills.curriculum, skills.track.code) == ("skills", "skills", "evening")  # type: ignore[union-attr]
    assert skills.suggested_times == [{"weekday": day, "start": "18:10"} for day in (0, 1, 3)]
    assert (skills.site.name, skills.least_age) == ("Harbor Street", 18)  # type: ignore[union-attr]
    assert groups["Process in Spanish"].language == "es"
    [version] = RulePackVersion.objects.filter(program=program)
    assert (version.number, version.made_by_id) == (1, dora.who)
    assert AuditEntry.objects.filter(subject_id=program.id, deed="programs.ProgramOpened").count() == 1


def test_with_two_sites_nobody_guesses_where_a_group_meets(house: House) -> None:
    program = set_up(house, a_site(house), a_site(house, "Northside"))
    assert not Group.objects.filter(program=program).exclude(site=None).exists()
    assert program.sites.count() == 2


@pytest.mark.parametrize("template", sorted(on_file.templates()))
def test_every_template_becomes_a_program_whose_groups_keep_its_rules(house: House, template: str) -> None:
    sites = [] if on_file.templates()[template].is_virtual else [a_site(house)]
    card = queries.program_card(house.system, set_up(house, *sites, template=template).id)
    assert card.shortfalls == () and not [row for _track, rows in card.groups for row in rows if row.faults]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"name": " "}, "name", "Give it a name"),
        ({"rule_pack": "nobodys"}, "rule_pack", "Choose the rules"),
        ({"level_of_care": LevelOfCare.PHP}, "rule_pack", "another level of care"),
        ({"sites": ()}, "sites", "Choose where it meets"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_makes_nothing(
    house: House, wrong: dict[str, Any], field: str, words: str
) -> None:
    sites = wrong.pop("sites", (a_site(house),))
    before = Program.objects.count()
    with pytest.raises(Invalid) as error:
        set_up(house, *sites, **wrong)
    assert words in faults_of(error)[field] and Program.objects.count() == before


def test_rules_that_a_templates_groups_do_not_keep_are_refused_by_name(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = dict(on_file.rule_packs())
    narrow = packs["us-commercial-iop"].model_copy(update={"code": "narrow"})
    narrow.__dict__["pack"] = RulePack(numbers={Limit.MOST_GROUP: Number(8, "ours")})
    monkeypatch.setattr(on_file, "rule_packs", lambda: {**packs, "narrow": narrow})
    with pytest.raises(Invalid) as error:
        set_up(house, a_site(house), rule_pack="narrow")
    assert faults_of(error)["rule_pack"] == "Process, mornings: The rules allow 8 in a group."


def test_there_is_no_program_from_a_template_that_is_not_here(house: House) -> None:
    with pytest.raises(Invalid, match="no such template"):
        actions.set_up_program(
            house.system, house.organization, template="zeppelin", name="x", level_of_care=LevelOfCare.IOP,
            rule_pack="us-php", sites=[],
        )  # fmt: skip


@pytest.mark.parametrize("who", ["Ben", "Cleo", "Ana"])
def test_only_a_director_sets_a_program_up(house: House, who: str) -> None:
    with pytest.raises(Refused):
        set_up(house, a_site(house), actor=house.actors[who])


# --- Rules -----------------------------------------------------------------------------------------------------------


def _changed(program: Program, limit: Limit, number: Number | None) -> RulePack:
    pack = pack_from_json(program.rule_pack)
    numbers = {one: known for one, known in pack.numbers.items() if one != limit}
    return replace(pack, numbers={**numbers, limit: number} if number else numbers)


def _sourced(value: int) -> Number:
    from datetime import date

    return Number(value, "Contract of 2026", date(2026, 11, 1))


def test_a_change_of_the_rules_is_a_version_with_its_reason(house: House, dora: Actor) -> None:
    program = set_up(house, a_site(house), actor=dora)
    pack = _changed(program, Limit.LEAST_WEEK_MINUTES, _sourced(600))
    actions.set_rules(dora, program, pack=pack, why="Our new contract says 10 hours.", based_on=1)
    program.refresh_from_db()
    assert pack_from_json(program.rule_pack) == pack and program.rule_pack_number == 2
    newest, first = queries.rule_changes(program)
    assert (newest.version.why, newest.version.made_by.name) == ("Our new contract says 10 hours.", "Dora Quill")  # type: ignore[union-attr]
    assert newest.differs == (("Minutes a week, at least", 540, 600),) and first.differs == ()


def test_two_directors_never_overwrite_each_other(house: House, dora: Actor) -> None:
    program = set_up(house, a_site(house))
    actions.set_rules(dora, program, pack=_changed(program, Limit.REVIEW_DAYS, None), why="x", based_on=1)
    with pytest.raises(Conflict, match="since you opened the page"):
        actions.set_rules(dora, program, pack=pack_from_json(program.rule_pack), why="y", based_on=1)


@pytest.mark.parametrize(
    ("limit", "number", "field", "words"),
    [
        (Limit.LEAST_DAY_MINUTES, _sourced(25 * 60), "least_day_minutes-value", "A day has 24 hours"),
        (Limit.LARGEST_GAP_DAYS, _sourced(0), "largest_gap_days-value", "Between 1 and 14"),
        (Limit.LEAST_WEEK_MINUTES, _sourced(1_200), "least_week_minutes-value", "above the most"),
        (Limit.MOST_GROUP, Number(10, " "), "most_group-source", "who says so"),
        (Limit.MOST_GROUP, Number(10, "ours"), "most_group-since", "from which day"),
        (Limit.INDIVIDUAL_DAYS, None, "individual_days-value", "Say both"),
    ],
)
def test_a_number_that_cannot_be_is_refused_beside_it(
    house: House, dora: Actor, limit: Limit, number: Number | None, field: str, words: str
) -> None:
    program = set_up(house, a_site(house))
    with pytest.raises(Invalid) as error:
        actions.set_rules(dora, program, pack=_changed(program, limit, number), why="x", based_on=1)
    assert words in faults_of(error)[field] and RulePackVersion.objects.count() == 1


def test_rules_say_whose_they_are_and_why_they_changed(house: House, dora: Actor) -> None:
    program = set_up(house, a_site(house))
    with pytest.raises(Invalid) as error:
        actions.set_rules(
            dora, program, pack=replace(pack_from_json(program.rule_pack), payer=" "), why=" ", based_on=1
        )
    assert faults_of(error).keys() == {"payer", "why"}


def test_groups_that_no_longer_keep_the_rules_are_shown_and_stay(house: House, dora: Actor) -> None:
    program = set_up(house, a_site(house))
    actions.set_rules(
        dora, program, pack=_changed(program, Limit.MOST_GROUP, _sourced(10)), why="The state's cap.", based_on=1
    )
    card = queries.program_card(dora, program.id)
    faults = {row.group.name: row.faults for _track, rows in card.groups for row in rows if row.faults}
    assert faults["Skills, mornings"] == ("The rules allow 10 in a group.",) and "Process, mornings" not in faults


# --- Name, languages and sites ---------------------------------------------------------------------------------------


def test_a_program_is_renamed_and_meets_elsewhere_too(house: House, dora: Actor) -> None:
    first = a_site(house)
    program = set_up(house, first)
    second = a_site(house, "Northside")
    actions.change_program(dora, program, name="Both", languages=["es", "en"], sites=[first, second])
    program.refresh_from_db()
    assert (program.name, program.languages) == ("Both", ["en", "es"])
    assert {site.name for site in program.sites.all()} == {"Harbor Street", "Northside"}
    actions.change_program(dora, program, name="Both", languages=["en", "es"], sites=[first])
    assert [site.name for site in program.sites.all()] == ["Harbor Street"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"name": ""}, "name", "Give it a name"),
        ({"languages": []}, "languages", "at least one"),
        ({"languages": ["fr"]}, "languages", "at least one"),
        ({"languages": ["en"]}, "languages", "Process in Spanish"),
        ({"sites": []}, "sites", "Process in Spanish"),
    ],
)
def test_groups_stand_in_the_way_of_taking_away_what_they_need(
    house: House, dora: Actor, wrong: dict[str, Any], field: str, words: str
) -> None:
    site = a_site(house)
    program = set_up(house, site)
    told = {"name": "Both", "languages": ["en", "es"], "sites": [site], **wrong}
    with pytest.raises(Invalid) as error:
        actions.change_program(dora, program, **told)
    assert words in faults_of(error)[field]


# --- Sites and rooms -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Chicago", "Mars/Olympus", "", "America/Chicago "])
def test_a_site_in_no_known_zone_is_refused_beside_the_field(house: House, dora: Actor, zone: str) -> None:
    with pytest.raises(Invalid) as error:
        actions.open_site(dora, house.organization, name="Harbor Street", time_zone=zone)
    assert "no time zone" in faults_of(error)["time_zone"]


def test_two_sites_never_have_one_name(house: House, dora: Actor) -> None:
    a_site(house)
    other = a_site(house, "Northside")
    with pytest.raises(Invalid) as error:
        a_site(house, "harbor street")
    assert "here already" in faults_of(error)["name"]
    with pytest.raises(Invalid):
        actions.change_site(dora, other, name="Harbor Street", time_zone="America/Chicago")


def test_a_site_is_changed_and_says_so_in_the_audit(house: House, dora: Actor) -> None:
    site = a_site(house)
    actions.change_site(dora, site, name="Harbor House", time_zone="America/Denver", address=" 1 Main ")
    site.refresh_from_db()
    assert (site.name, site.time_zone, site.address) == ("Harbor House", "America/Denver", "1 Main")
    assert AuditEntry.objects.get(deed="programs.SiteChanged").facts == {"time_zone": "America/Denver"}


def test_a_site_closes_with_its_rooms_once_nothing_meets_there(house: House, dora: Actor) -> None:
    site = a_site(house)
    room, program = a_room(house, site), set_up(house, site)
    with pytest.raises(Conflict, match="Process, mornings"):
        actions.close_site(dora, site)
    for group in Group.objects.filter(program=program):
        actions.close_group(dora, group)
    actions.close_site(dora, site)
    room.refresh_from_db()
    assert not room.is_open and not queries.open_sites(dora).exists() and not program.sites.exists()
    with pytest.raises(Conflict, match="closed"):
        actions.add_room(dora, Site.objects.get(id=site.id), name="Late", capacity=3)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"name": " "}, "name"), ({"capacity": 0}, "capacity"), ({"capacity": 501}, "capacity")]
)
def test_a_room_that_cannot_be_is_refused_beside_the_field(
    house: House, dora: Actor, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as error:
        actions.add_room(dora, a_site(house), **{"name": "Cypress", "capacity": 12, **wrong})
    assert faults_of(error).keys() == {field}


def test_a_room_keeps_its_name_to_itself_and_its_equipment_once(house: House, dora: Actor) -> None:
    site = a_site(house)
    actions.add_room(dora, site, name="Cypress", capacity=12, equipment=["mats", " mats ", "", "screen"])
    assert Room.objects.get().equipment == ["mats", "screen"]
    with pytest.raises(Invalid):
        a_room(house, site, "cypress")


def test_a_room_never_becomes_smaller_than_a_group_in_it(house: House, dora: Actor) -> None:
    site = a_site(house)
    program, room = set_up(house, site), a_room(house, site)
    actions.add_group(dora, program, details=SKILLS, site=site, room=room)
    with pytest.raises(Invalid) as error:
        actions.change_room(dora, room, name="Cypress room", capacity=11)
    assert faults_of(error)["capacity"] == "More skills has 12 seats and meets here."
    with pytest.raises(Conflict, match="More skills"):
        actions.close_room(dora, room)
    actions.change_room(dora, room, name="Cypress", capacity=12, equipment=["mats"])
    actions.close_group(dora, Group.objects.get(name="More skills"))
    actions.close_room(dora, room)
    room.refresh_from_db()
    assert (room.name, room.is_open, room.equipment) == ("Cypress", False, ["mats"])


# --- Tracks and groups -----------------------------------------------------------------------------------------------


def test_a_track_is_added_closed_and_opened_again(house: House, dora: Actor) -> None:
    program = set_up(house, a_site(house))
    added = actions.add_track(dora, program, name="Young adults", name_es="Jóvenes")
    with pytest.raises(Invalid, match="below"):
        actions.add_track(dora, program, name="young ADULTS")
    actions.close_track(dora, Track.objects.get(id=added.subject_id))
    assert actions.add_track(dora, program, name="Young adults").subject_id == added.subject_id
    with pytest.raises(Conflict, match="Process, mornings"):
        actions.close_track(dora, Track.objects.get(program=program, code="morning"))
    with pytest.raises(Invalid):
        actions.add_track(dora, program, name="!!!")


def test_a_group_is_added_changed_and_closed(house: House, dora: Actor) -> None:
    site = a_site(house)
    program, room = set_up(house, site), a_room(house, site)
    added = actions.add_group(dora, program, details=SKILLS)
    group = Group.objects.get(id=added.subject_id)
    actions.change_group(dora, group, details=replace(SKILLS, name="Skills at noon", minutes=45), room=room)
    group.refresh_from_db()
    assert (group.name, group.minutes, group.room, group.site) == ("Skills at noon", 45, room, site)
    actions.close_group(dora, group)
    for again in (actions.close_group, lambda *who: actions.change_group(*who, details=SKILLS)):
        with pytest.raises(Conflict, match="was closed"):
            again(dora, group)
    assert actions.add_group(dora, program, details=replace(SKILLS, name="Skills at noon")).subject_id != group.id


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"kind": "seance"}, "kind", "Choose a kind"),
        ({"curriculum": "spells"}, "curriculum", "no such curriculum"),
        ({"capacity": 13}, "capacity", "The rules allow 12"),
        ({"minutes": 25 * 60}, "minutes", "Between 5 and 480"),
        ({"minutes": 20}, "minutes", "at least 30"),
        ({"name": "skills, MORNINGS"}, "name", "here already"),
    ],
)
def test_a_group_that_cannot_be_is_refused_beside_the_field(
    house: House, dora: Actor, wrong: dict[str, Any], field: str, words: str
) -> None:
    program = set_up(house, a_site(house))
    with pytest.raises(Invalid) as error:
        actions.add_group(dora, program, details=replace(SKILLS, **wrong))
    assert words in faults_of(error)[field]


def test_a_group_meets_only_where_its_program_does(house: House, dora: Actor) -> None:
    here = a_site(house)
    program, elsewhere = set_up(house, here), a_site(house, "Northside")
    there, small = a_room(house, elsewhere, "Room A"), a_room(house, here, "Closet", 3)
    for told, field, words in (
        ({"site": elsewhere}, "site", "does not meet at that site"),
        ({"site": here, "room": there}, "room", "not at that site"),
        ({"room": small}, "room", "holds fewer people"),
        ({"details": replace(SKILLS, mode=Mode.VIDEO), "site": here}, "site", "at no site"),
    ):
        with pytest.raises(Invalid) as error:
            actions.add_group(dora, program, **{"details": SKILLS, **told})  # type: ignore[arg-type]
        assert words in faults_of(error)[field]


def test_a_track_of_another_program_is_none_of_this_one(house: House, dora: Actor) -> None:
    site = a_site(house)
    program, other = set_up(house, site), set_up(house, site, name="Other")
    with pytest.raises(Invalid) as error:
        actions.add_group(dora, program, details=SKILLS, track=Track.objects.filter(program=other)[0])
    assert "not one of this program" in faults_of(error)["track"]


def test_what_was_closed_meanwhile_takes_no_group(house: House, dora: Actor) -> None:
    here, there = a_site(house), a_site(house, "Northside")
    program, room = set_up(house, here, there), a_room(house, here)
    added = actions.add_track(dora, program, name="Young adults")
    track = Track.objects.get(id=added.subject_id)
    actions.close_track(dora, track)
    actions.close_room(dora, room)
    actions.close_site(dora, there)
    for told, field in (({"track": track}, "track"), ({"room": room}, "room"), ({"site": there}, "site")):
        with pytest.raises(Invalid) as error:
            actions.add_group(dora, program, details=SKILLS, **told)  # type: ignore[arg-type]
        assert faults_of(error).keys() == {field}
    with pytest.raises(Invalid) as error:
        set_up(house, there)
    assert faults_of(error).keys() == {"sites"}


def test_nothing_closes_under_what_the_calendar_holds(house: House, dora: Actor) -> None:
    site = a_site(house)
    program, room = set_up(house, site), a_room(house, site)
    group = Group.objects.get(id=actions.add_group(dora, program, details=SKILLS).subject_id)
    series = a_series(house, group, room=room)
    with pytest.raises(Conflict, match="End its weekly times"):
        actions.close_group(dora, group)
    for close, what in ((actions.close_room, room), (actions.close_site, site)):
        with pytest.raises(Conflict, match="More skills"):
            close(dora, what)  # type: ignore[operator]
    end_series(dora, series, last_on=series.from_on)
    with clock.at(later(days=30)):
        actions.close_group(dora, group)
        actions.close_room(dora, room)
