"""The shipped files are sound, and a file of a site's own is read line by line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from daybridge.library.pieces import SHIPPED as PIECES
from daybridge.programs import on_file
from daybridge.programs.rules import Focus, LevelOfCare, Limit

KINDS = {
    "process", "skills", "cbt", "psychoeducation", "staying-well", "triggers", "healthy-decisions", "family", "peer",
    "mindfulness", "movement", "nutrition", "sleep", "stress", "individual", "medication",
}  # fmt: skip
TEMPLATES = {"adult-mental-health", "dual-diagnosis", "adolescent", "perinatal", "evening", "virtual"}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """A site's own folder, in use; the one before is in use again afterwards."""
    before = on_file.folder()
    for name in ("rules", "templates", "curricula"):
        (tmp_path / name).mkdir()
    on_file.use_folder(tmp_path)
    yield tmp_path
    on_file.use_folder(before)


def test_every_kind_and_every_template_that_was_asked_for_is_here() -> None:
    assert set(on_file.kinds()) == KINDS
    assert set(on_file.templates()) == TEMPLATES
    assert {one.code for one in on_file.kinds().values() if one.is_visit} == {"individual", "medication"}


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_the_times_of_a_template_meet_its_own_rules_in_every_track(code: str) -> None:
    template = on_file.templates()[code]
    pack = on_file.rule_packs()[template.rules].pack
    for track in [track.code for track in template.tracks] or [None]:
        week = template.week(track)
        assert sum(week.values()) >= (pack.value(Limit.LEAST_WEEK_MINUTES) or 0)
        assert sum(week.values()) <= (pack.value(Limit.MOST_WEEK_MINUTES) or 10_080)
        assert len(week) >= (pack.value(Limit.LEAST_WEEK_DAYS) or 0)


def test_templates_are_what_they_are_called() -> None:
    found = on_file.templates()
    assert found["dual-diagnosis"].focus == Focus.DUAL_DIAGNOSIS
    assert found["adolescent"].ages.most == 17
    assert on_file.rule_packs()["us-samhsa-iop-adolescent"].pack.value(Limit.LEAST_WEEK_MINUTES) == 6 * 60
    assert found["virtual"].is_virtual and all(group.mode == "video" for group in found["virtual"].groups)
    assert {one.level_of_care for one in on_file.rule_packs().values()} == set(LevelOfCare)


def test_every_number_of_every_rule_pack_says_who_says_so() -> None:
    for rules in on_file.rule_packs().values():
        for number in rules.pack.numbers.values():
            assert number.source
            # What no source that was read says is never taken for a rule before a site has said yes to it.
            if any(word in number.source for word in ("House default", "background", "confirm with")):
                assert not number.is_confirmed, (rules.code, number)


def test_every_handout_that_names_a_piece_names_one_of_the_library() -> None:
    pieces = {path.stem for path in PIECES.glob("*.yaml")}
    for curriculum in on_file.curricula().values():
        for topic in curriculum.topics:
            assert {one.piece for one in topic.handouts if one.piece} <= pieces, topic.code


def test_nobody_waits_longer_than_two_weeks_for_an_entry() -> None:
    assert {one.code: one.longest_wait for one in on_file.curricula().values() if one.longest_wait > 2} == {}


# --- A site's own ----------------------------------------------------------------------------------------------------


def test_a_sites_own_file_takes_the_place_of_a_shipped_one(own: Path) -> None:
    path = own / "rules" / "ours.yaml"
    path.write_text(
        (on_file.SHIPPED / "rules" / "us-commercial-iop.yaml").read_text().replace("value: 540", "value: 600")
    )
    on_file._rule_packs.cache_clear()
    assert on_file.rule_packs()["us-commercial-iop"].pack.value(Limit.LEAST_WEEK_MINUTES) == 600
    assert on_file.faults_in(own) == {}


def test_a_faulty_file_is_left_out_and_said(own: Path) -> None:
    (own / "curricula" / "odd.yaml").write_text("code: odd\nmood: 3\n")
    assert "odd" not in on_file.curricula() and "skills" in on_file.curricula()
    [(path, faults)] = on_file.faults_in(own).items()
    assert path.name == "odd.yaml" and any("no such key" in fault.words for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "line_of", "words"),
    [
        ("kind: process", "kind: seance", "kind: seance", "There is no kind of group seance."),
        ("curriculum: skills", "curriculum: spells", "curriculum: spells", "There is no curriculum spells."),
        ("capacity: 10", "capacity: 14", "capacity: 14", "capacity: more than the rules allow."),
        ("works_best: 9", "works_best: 19", "works_best: 19", "soft capacity: works best above seats."),
        ("language: en", "language: fr", "language: fr", "language"),
        ("start: 09:00", "start: 25:00", "25:00", "start"),
        ("weekday: mon", "weekday: someday", "someday", "weekday"),
        ("track: morning", "track: dawn", "groups", "there is no track dawn"),
        ("rules: us-commercial-iop", "rules: nobodys", "rules: nobodys", "There is no rule pack nobodys."),
        ("minutes: 60", "minutes: 1500", "minutes: 1500", "minutes: longer than a day holds."),
    ],
)
def test_what_is_wrong_with_a_template_is_said_at_its_line(
    own: Path, old: str, new: str, line_of: str, words: str
) -> None:
    text = (on_file.SHIPPED / "templates" / "dual-diagnosis.yaml").read_text()
    assert old in text
    path = own / "templates" / "ours.yaml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(on_file.FaultyProgram) as found:
        on_file.check(path)
    said = [fault for fault in found.value.faults if words in fault.words]
    assert said, found.value.faults
    lines = path.read_text().splitlines()
    assert line_of in lines[said[0].line - 1] or said[0].line == 1


def test_a_template_that_cannot_meet_its_own_rules_is_refused(own: Path) -> None:
    told = yaml.safe_load((on_file.SHIPPED / "templates" / "evening.yaml").read_text())
    told["groups"] = [group for group in told["groups"] if group["kind"] == "process"]
    for group in told["groups"]:
        group["times"] = [{"weekday": "mon", "start": "17:15"}]
    path = own / "templates" / "short.yaml"
    path.write_text(yaml.safe_dump(told))
    with pytest.raises(on_file.FaultyProgram, match=r"hold 60 minutes a week; the rules want 540") as found:
        on_file.check(path)
    assert "on 1 days; the rules want 3" in str(found.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("rules/us-commercial-iop.yaml", "value: 540", "value: 1500", "least_week_minutes: least above most"),
        ("rules/us-commercial-iop.yaml", "value: 180", "value: 1500", "least_day_minutes: more than a day"),
        ("rules/us-wyoming-iop.yaml", "largest_gap_days: {value: 3", "largest_gap_days: {value: 0", "out of bounds"),
        ("rules/us-php.yaml", "least_week_days", "least_moon_days", "numbers"),
        ("curricula/triggers.yaml", "kind: triggers", "kind: spells", "There is no kind of group spells."),
        ("curricula/triggers.yaml", "code: inside", "code: map", "two of one topic: map"),
        ("curricula/triggers.yaml", "        entry: true\n", "", "nobody can begin"),
    ],
)
def test_what_is_wrong_with_rules_and_curricula_is_said(own: Path, name: str, old: str, new: str, words: str) -> None:
    text = (on_file.SHIPPED / name).read_text()
    assert old in text
    path = own / name
    path.write_text(text.replace(old, new))
    with pytest.raises(on_file.FaultyProgram) as found:
        on_file.check(path)
    assert words in str(found.value)


def test_a_file_that_lies_elsewhere_is_known_by_what_it_says(tmp_path: Path) -> None:
    for name, kind in (
        ("templates/evening.yaml", on_file.Template),
        ("rules/us-php.yaml", on_file.RulesOnFile),
        ("curricula/family.yaml", on_file.Curriculum),
    ):
        path = tmp_path / "mine.yaml"
        path.write_text((on_file.SHIPPED / name).read_text())
        assert isinstance(on_file.check(path), kind)
    with pytest.raises(on_file.FaultyProgram, match="no such file"):
        on_file.check(tmp_path / "none.yaml")
