"""The public formats: small instances written here, solved, and read by checkers that see each rule broken."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from daybridge.installation.trouble import Trouble
from daybridge.programs.schedule import generate, reading
from daybridge.programs.schedule.commands import schedule_commands
from daybridge.programs.schedule.formats import (
    columns,
    curriculum,
    enrolment,
    files,
    sectioning,
    university,
    university_model,
)
from daybridge.programs.schedule.solving import Limits

SECTIONING: dict[str, Any] = {
    "name": "two courses", "students": {"1": ["A", "B"], "2": ["A", "B"]},
    "classes": {
        "a1": {"limit": 1, "parent": None}, "a2": {"limit": 1, "parent": None}, "b1": {"limit": None, "parent": None},
        "b2": {"limit": 1, "parent": "b1"}, "b3": {"limit": 1, "parent": "b1"},
    },
    "courses": {"A": [[["a1", "a2"]]], "B": [[["b1"], ["b2", "b3"]]]},
    "conflicts": [["a1", "b2"], ["a2", "b1"]],
}  # fmt: skip
CTT = """Name: toy
Courses: 2
Rooms: 2
Days: 2
Periods_per_day: 2
Curricula: 1
Constraints: 1

COURSES:
c1 t1 2 2 10
c2 t2 2 1 30

ROOMS:
r1 20
r2 40

CURRICULA:
q1 2 c1 c2

UNAVAILABILITY_CONSTRAINTS:
c1 0 0

END.
"""
XML = """<?xml version="1.0"?>
<problem name="toy" nrDays="2" slotsPerDay="288" nrWeeks="1">
  <optimization time="1" room="1" distribution="1" student="1"/>
  <rooms><room id="1" capacity="5"><unavailable days="10" start="0" length="50" weeks="1"/></room></rooms>
  <courses>
    <course id="A"><config id="1"><subpart id="1"><class id="1" limit="1"><room id="1" penalty="0"/>
      <time days="10" start="10" length="10" weeks="1" penalty="0"/><time days="01" start="10" length="10" weeks="1" penalty="3"/>
    </class></subpart></config></course>
    <course id="B"><config id="2"><subpart id="2"><class id="2" limit="1"><room id="1" penalty="2"/>
      <time days="01" start="10" length="10" weeks="1" penalty="0"/><time days="01" start="30" length="10" weeks="1" penalty="1"/>
    </class></subpart></config></course>
  </courses>
  <distributions><distribution type="NotOverlap" required="true"><class id="1"/><class id="2"/></distribution></distributions>
  <students><student id="s"><course id="A"/><course id="B"/></student></students>
</problem>"""


def _tim() -> str:
    """Two events, one room, one feature, two students: both come to the first, one to the second, which must come after."""
    head = [2, 1, 1, 2, 2]
    return "\n".join(map(str, [*head, 1, 1, 1, 0, 1, 1, 0, *[1] * 45, *[1] * 45, 0, 1, -1, 0]))


def test_sectioning_is_solved_to_proof() -> None:
    problem = sectioning.read(SECTIONING)
    answer = columns.solve(problem, Limits(10, workers=1))
    assert answer.wrong == () and answer.levels[0].value == answer.levels[0].bound == 1


def test_sectioning_broken_is_seen() -> None:
    problem = sectioning.read(SECTIONING)
    both = {"1": ("a1", "b1", "b2"), "2": ("a1", "b1", "b3")}
    assert sectioning.check(problem, both) == ["class a1 has 2 of 1"]
    assert any("parent" in words for words in sectioning.check(problem, {"1": ("a1", "b2"), "2": ("a2", "b1", "b3")}))
    assert "no classes" in sectioning.check(problem, {"1": ("a1", "b1", "b2")})[0]


def test_a_curriculum_is_solved_to_proof_and_its_cost_counted_twice() -> None:
    problem = curriculum.read(CTT)
    answer = curriculum.solve(problem, Limits(10, workers=1))
    assert answer.wrong == () and answer.levels[0].is_proven
    assert answer.levels[0].value == curriculum.cost(problem, answer.solution)


def test_a_curriculum_broken_is_seen() -> None:
    problem = curriculum.read(CTT)
    found = curriculum.check(problem, {"c1": ((0, "r1"), (1, "r1")), "c2": ((1, "r1"),)})
    assert (
        len(found) == 4
        and any("period 0" in words for words in found)
        and any("room r1 has 2" in words for words in found)
    )


@pytest.mark.full
def test_enrolment_is_solved_and_broken_is_seen() -> None:
    problem = enrolment.read(_tim(), "toy")
    assert problem.size == (2, 1) and problem.before == ((0, 1),)
    answer = enrolment.solve(problem, Limits(5, workers=1))
    assert (
        answer.wrong == ()
        and answer.levels[0].value == 0
        and answer.levels[1].value == enrolment.cost(problem, answer.solution)
    )
    assert len(enrolment.check(problem, {0: (3, 0), 1: (3, 0)})) == 3


def test_a_university_is_solved_and_broken_is_seen() -> None:
    problem = university.read(XML)
    answer = university_model.solve(problem, Limits(10, workers=1))
    assert answer.wrong == () and answer.levels[0].value == 3 + 2 + 1
    first, second = problem.classes["1"].times[1], problem.classes["2"].times[0]
    wrong = university.check(problem, university.Solution({"1": first, "2": second}, {"1": "1", "2": "1"}, {}))
    assert any("at once" in words for words in wrong) and any("NotOverlap" in words for words in wrong)
    assert any("whole configuration" in words for words in wrong)
    away = university.check(
        problem,
        university.Solution({"1": problem.classes["1"].times[0], "2": second}, {"1": "1", "2": "1"}, {"s": ("1", "2")}),
    )
    assert away == ["class 1 is in room 1 when it is not to be had"]


@pytest.mark.parametrize(
    ("kind", "numbers", "kept"),
    [
        ("SameStart", (), False), ("SameTime", (), False), ("DifferentTime", (), True), ("SameDays", (), True), ("DifferentDays", (), False),
        ("SameWeeks", (), True), ("DifferentWeeks", (), False), ("Overlap", (), False), ("NotOverlap", (), True), ("SameRoom", (), False),
        ("DifferentRoom", (), True), ("SameAttendees", (), False), ("Precedence", (), True), ("WorkDay", (30,), True), ("MinGap", (5,), False),
    ],
)  # fmt: skip
def test_each_distribution_of_pairs(kind: str, numbers: tuple[int, ...], kept: bool) -> None:
    """Ten to twenty and twenty-two to thirty-two on one day, in rooms that are three slots apart."""
    problem = university.University("", {}, {}, {("1", "2"): 3, ("2", "1"): 3}, {}, {}, (), {})
    rule = university.Distribution(kind, numbers, True, 0, ())
    assert (
        university.is_kept(problem, rule, university.Time(1, 1, 10, 10), university.Time(1, 1, 22, 10), "1", "2")
        is kept
    )


@pytest.mark.parametrize(
    ("kind", "numbers", "broken"),
    [("MaxDays", (1,), 1), ("MaxDayLoad", (15,), 5), ("MaxBreaks", (0, 1), 1), ("MaxBlock", (15, 5), 1)],
)
def test_each_distribution_of_many(kind: str, numbers: tuple[int, ...], broken: int) -> None:
    problem = university.University("", {}, {}, {}, {}, {}, (), {})
    times = {"a": university.Time(1, 1, 10, 10), "b": university.Time(1, 1, 22, 10), "c": university.Time(2, 1, 0, 5)}
    rule = university.Distribution(kind, numbers, True, 0, ("a", "b", "c"))
    assert university.times_broken(problem, rule, university.Solution(times, dict.fromkeys(times), {})) == broken


def test_the_command_reads_every_format_and_writes_a_result(tmp_path: Path) -> None:
    (tmp_path / "s.json.gz").write_bytes(gzip.compress(json.dumps(SECTIONING).encode()))
    (tmp_path / "toy.ctt").write_text(CTT)
    (tmp_path / "toy.tim").write_text(_tim())
    (tmp_path / "toy.xml").write_text(XML)
    (tmp_path / "ours.json").write_text(json.dumps(reading.to_json(generate.program(12))))
    for name in ("s.json.gz", "toy.ctt", "toy.tim", "toy.xml", "ours.json"):
        out = tmp_path / f"{name}.out"
        told = CliRunner().invoke(
            schedule_commands, ["solve", str(tmp_path / name), "--seconds", "3", "--out", str(out), "--workers", "1"]
        )
        assert told.exit_code == 0, (name, told.output, told.exception)
        assert json.loads(out.read_text())["levels"]
    again = CliRunner().invoke(schedule_commands, ["solve", str(tmp_path / "ours.json.out.json")])
    assert isinstance(again.exception, Trouble)


def test_a_result_is_an_instance_too(tmp_path: Path) -> None:
    (tmp_path / "ours.json").write_text(json.dumps(reading.to_json(generate.program(12))))
    CliRunner().invoke(
        schedule_commands,
        ["solve", str(tmp_path / "ours.json"), "--seconds", "2", "--out", str(tmp_path / "out.json"), "--quiet"],
    )
    assert len(reading.read((tmp_path / "out.json").read_text()).people) == 12


def test_files_that_are_nothing_are_refused_in_words(tmp_path: Path) -> None:
    for name, text in (
        ("x.txt", ""),
        ("x.tim", "1 2"),
        ("x.ctt", "Name: x"),
        ("x.xml", "<a"),
        ("y.xml", "<!ENTITY a 'b'>"),
        ("x.json", "[]"),
        ("y.json", "{"),
    ):
        (tmp_path / name).write_text(text)
        told = CliRunner().invoke(schedule_commands, ["solve", str(tmp_path / name)])
        assert isinstance(told.exception, Trouble), (name, told.exception)
    with pytest.raises(files.UnknownFormat):
        files.read(tmp_path / "x.txt")
