"""A file that is wrong is refused with the path and a sentence for each fault; a sound one comes back as it was."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybridge.programs.schedule import generate, reading

A_FILE: dict[str, Any] = {
    "format": "daybridge-schedule-1",
    "name": "Harbor Bridge",
    "people": [
        {
            "id": "ana", "free": [{"day": "tue", "start": "16:00", "end": "21:00"}], "minimum_minutes": 90,
            "maximum_minutes": 600, "travel": {"main": 30}, "present": ["s"],
        },
        {"id": "ben", "free": [], "minimum_minutes": 0, "maximum_minutes": 0},
    ],
    "sessions": [
        {
            "id": "s", "group": "Skills", "kind": "skills", "day": "tue", "start": "17:30", "end": "19:00", "capacity": 12,
            "soft_capacity": 10, "site": "main", "rooms": ["r"], "facilitators": ["dora"],
        },
    ],
    "rooms": [{"id": "r", "site": "main", "capacity": 12}],
    "staff": [{"id": "dora", "hours": [{"day": "tue", "start": "08:00", "end": "24:00"}]}],
    "no_contact": [["ana", "ben"]],
    "rules": {"source": "42 CFR 410.44", "between_sites": [{"from": "main", "to": "south", "minutes": 20}]},
}  # fmt: skip


def _with(path: str, value: Any) -> dict[str, Any]:
    """The file with one place changed; "sessions[+]" adds."""
    changed = json.loads(json.dumps(A_FILE))
    at: Any = changed
    *way, last = path.replace("]", "").replace("[", ".").split(".")
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if last == "+":
        at.append(value)
    else:
        at[int(last) if isinstance(at, list) else last] = value
    return changed


def _faults(found: Any) -> dict[str, str]:
    with pytest.raises(reading.FaultyInstance) as refused:
        reading.from_json(found)
    return {fault.path: fault.words for fault in refused.value.faults}


def test_a_sound_file_is_read() -> None:
    instance = reading.from_json(A_FILE)
    assert instance.session["s"].span.minutes == 90 and instance.rules.minutes_between("south", "main") == 20
    assert reading.to_json(instance)["sessions"][0]["start"] == "17:30"


@pytest.mark.parametrize(
    ("path", "value", "at", "words"),
    [
        ("people[0].free[+]", {"day": "tue", "start": "20:00", "end": "22:00"}, "people[0].free[1]", "overlaps free[0]"),
        ("people[0].free[0].end", "25:00", "people[0].free[0].end", "there is no 25:00"),
        ("people[0].free[0].end", "16:00", "people[0].free[0].end", "not after the start"),
        ("people[0].free[0].end", "16", "people[0].free[0].end", "written like 17:30"),
        ("people[0].free[0].day", "someday", "people[0].free[0].day", "one of mon"),
        ("people[0].present", ["nowhere"], "people[0].present[0]", 'no session "nowhere"'),
        ("people[0].maximum_minutes", 60, "people[0].maximum_minutes", "less than minimum_minutes"),
        ("people[0].minimum_minutes", "540", "people[0].minimum_minutes", "whole number of minutes"),
        ("people[0].comes", "by_boat", "people[0].comes", "in_person"),
        ("people[0].colour", "blue", "people[0].colour", "no such field"),
        ("people[1].id", "ana", "people[1].id", "there twice"),
        ("sessions[0].facilitators", [], "sessions[0].facilitators", 'Nobody leads group "Skills"'),
        ("sessions[0].facilitators", ["zoe"], "sessions[0].facilitators[0]", 'no member of staff "zoe"'),
        ("sessions[0].rooms", ["q"], "sessions[0].rooms[0]", 'no room "q"'),
        ("sessions[0].end", "17:00", "sessions[0].end", "not after the start"),
        ("sessions[0].start", "25:00", "sessions[0].start", "there is no 25:00"),
        ("sessions[0].site", None, "sessions[0].site", "on video"),
        ("sessions[0].soft_capacity", 20, "sessions[0].soft_capacity", "more than the capacity"),
        ("sessions[+]", {**A_FILE["sessions"][0], "id": "t"}, "sessions[1].rooms", 'Room "r" is in sessions[0]'),
        ("sessions[+]", {**A_FILE["sessions"][0], "id": "t"}, "sessions[1].facilitators", 'Facilitator "dora" is in'),
        ("rooms[0].site", "south", "sessions[0].rooms[0]", 'at site "south"'),
        ("no_contact[0]", ["ana", "zoe"], "no_contact[0]", 'no person "zoe"'),
        ("no_contact[0]", ["ana", "ana"], "no_contact[0]", "two different people"),
        ("format", "other", "format", "must say"),
        ("people", {}, "people", "a list"),
        ("rules.between_sites", [{}], "rules.between_sites", "from"),
        ("extra", 1, "extra", "no such field"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_is(path: str, value: Any, at: str, words: str) -> None:
    assert words in _faults(_with(path, value)).get(at, "")


def test_what_is_missing_is_named_and_all_faults_are_told_at_once() -> None:
    found = _with("people[0].free[0].end", "25:00")
    del found["sessions"][0]["capacity"]
    assert _faults(found).keys() == {"people[0].free[0].end", "sessions[0].capacity"}


def test_no_json_is_refused_in_words() -> None:
    with pytest.raises(reading.FaultyInstance, match="not JSON"):
        reading.read("{")


@settings(max_examples=15, deadline=None)
@given(st.integers(5, 40), st.integers(1, 50), st.booleans(), st.booleans())
def test_a_made_up_program_is_sound_and_comes_back_as_it_was(people: int, seed: int, tight: bool, open_: bool) -> None:
    instance = generate.program(people, seed, is_tight=tight, as_candidates=open_)
    again = reading.read(json.dumps(reading.to_json(instance)))
    assert (again.people, again.sessions, again.rooms, again.staff) == (
        instance.people,
        instance.sessions,
        instance.rooms,
        instance.staff,
    )
    assert (again.no_contact, again.rules) == (instance.no_contact, instance.rules)
