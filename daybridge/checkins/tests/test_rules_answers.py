"""What worksheets take, what they say of danger, and which of several versions holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from daybridge.checkins.rules import Version, dangers_in, faults_in_answers, last_words, night
from daybridge.checkins.worksheets import Worksheet, as_asked, worksheets

THOUGHT, CHAIN, SLEEP, SETBACK = (
    worksheets()[code] for code in ("thought-record", "chain-analysis", "sleep-diary", "setback")
)
NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sheet", "answers", "faults"),
    [
        (THOUGHT, {"situation": "On the bus"}, {}),
        (THOUGHT, {}, {"situation": "missing"}),
        (THOUGHT, {"situation": "  a", "made-up": 1}, {"made-up": "unknown"}),
        (THOUGHT, {"situation": 3}, {"situation": "unreadable"}),
        (THOUGHT, {"situation": "\x00"}, {"answers": "unreadable"}),
        (THOUGHT, {"situation": "x" * 4001}, {"situation": "too-long"}),
        (THOUGHT, {"situation": "a", "thoughts": [{"thought": "I fail", "belief": 80}, {}]}, {}),
        (THOUGHT, {"situation": "a", "thoughts": [{"thought": None}]}, {}),
        (THOUGHT, {"situation": "a", "thoughts": "none"}, {"thoughts": "unreadable"}),
        (THOUGHT, {"situation": "a", "thoughts": [3]}, {"thoughts": "unreadable"}),
        (THOUGHT, {"situation": "a", "thoughts": [{}] * 9}, {"thoughts": "too-long"}),
        (THOUGHT, {"situation": "a", "thoughts": [{"other": "x"}]}, {"thoughts": "unknown"}),
        (THOUGHT, {"situation": "a", "thoughts": [{"belief": 101}]}, {"thoughts": "out-of-range"}),
        (THOUGHT, {"situation": "a", "balanced-belief": "80"}, {"balanced-belief": "unreadable"}),
        (THOUGHT, {"situation": "a", "balanced-belief": True}, {"balanced-belief": "unreadable"}),
        (THOUGHT, {"situation": "a", "feelings-now": [30, None]}, {}),
        (THOUGHT, {"situation": "a", "feelings-now": 30}, {"feelings-now": "unreadable"}),
        (THOUGHT, {"situation": "a", "feelings-now": ["30"]}, {"feelings-now": "unreadable"}),
        (CHAIN, {"behavior": "I left", "target": "urge-leave", "skills": ["said-no"], "at": "23:15"}, {}),
        (CHAIN, {"behavior": "I left", "skills": "said-no"}, {"skills": "unreadable"}),
        (CHAIN, {"behavior": "I left", "skills": ["x" * 61]}, {"skills": "too-long"}),
        (CHAIN, {"behavior": "I left", "target": ["a"]}, {"target": "unreadable"}),
        (CHAIN, {"behavior": "I left", "at": "24:00"}, {"at": "unreadable"}),
        (CHAIN, {"behavior": "I left", "at": ""}, {}),
        (CHAIN, {"behavior": "I left", "links": [{"is": "thought", "link": "Now"}]}, {}),
        (CHAIN, {"behavior": "I left", "links": [{"is": "made-up"}]}, {"links": "unknown"}),
        (THOUGHT, {"situation": "a", "for-it": "x" * 50_000}, {"answers": "too-long"}),
        (THOUGHT, {"situation": "She typed \\u0000 at me"}, {}),
        (THOUGHT, {"situation": "a", "thoughts": [{"other": "x", "belief": 101}]}, {"thoughts": "out-of-range"}),
    ],
)
def test_answers_that_cannot_be_are_named(sheet: Worksheet, answers: dict[str, Any], faults: dict[str, str]) -> None:
    assert faults_in_answers(sheet, sheet.version, answers) == faults


def test_fields_of_another_version_are_kept_for_a_phone_may_lag_behind() -> None:
    for lagging in (
        {"situation": "a", "from-tomorrow": 1},
        {"thoughts": [{"dropped-column": "x"}]},
        {"balanced-belief": 70},
    ):
        assert faults_in_answers(THOUGHT, THOUGHT.version + 1, lagging) == {}
    assert faults_in_answers(CHAIN, CHAIN.version + 1, {"links": [{"is": "dropped-option"}]}) == {}
    assert faults_in_answers(THOUGHT, THOUGHT.version + 1, {"balanced-belief": 101}) == {
        "balanced-belief": "out-of-range"
    }


@pytest.mark.parametrize("answer", [float("nan"), [{"deep": "\x00"}], {"\x00": 1}, float("inf"), ["\ud83d"], [[[[1]]]]])
def test_what_no_column_can_hold_is_refused_wherever_it_stands(answer: Any) -> None:
    assert faults_in_answers(THOUGHT, THOUGHT.version + 1, {"situation": "a", "new": answer}) == {
        "answers": "unreadable"
    }


def test_a_setback_says_of_which_danger_it_is_and_free_text_is_never_looked_at() -> None:
    assert dangers_in(SETBACK, {"what": "used"}) == [("use", "used")]
    assert dangers_in(SETBACK, {"what": "withdrew", "note": "I want to die"}) == []


def test_the_last_one_made_holds_whatever_came_first() -> None:
    first = Version("1", "a", NOW)
    second = Version("2", "a", NOW + timedelta(minutes=5))
    other = Version("3", "b", NOW)
    assert last_words([second, other, first]) == {"a": "2", "b": "3"}


def test_what_a_human_hears_of_cannot_be_on_a_worksheet_that_may_be_kept_to_oneself() -> None:
    told = SETBACK.model_dump() | {"is_kept_or_shared": True}
    with pytest.raises(ValueError, match="can't be kept to oneself"):
        Worksheet.model_validate(told)


@pytest.mark.parametrize("code", worksheets())
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_worksheet_is_whole_in_both_languages(code: str, language: str) -> None:
    asked = as_asked(worksheets()[code], language)
    assert asked["name"] and asked["steps"]
    assert all(field["label"] for step in asked["steps"] for field in step["fields"])


# --- Sleep -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "in_bed", "asleep", "efficiency"),
    [
        ({"to-bed": "23:00", "up": "07:00"}, 480, 480, 100),
        (
            {
                "to-bed": "23:00",
                "lights-out": "23:30",
                "falling-asleep": 20,
                "awake": 30,
                "woke": "06:30",
                "up": "07:00",
            },
            480,
            370,
            77,
        ),
        ({"to-bed": "00:30", "up": "06:30", "falling-asleep": 60}, 360, 300, 83),
    ],
)
def test_sleep_efficiency_is_asleep_of_in_bed(
    answers: dict[str, Any], in_bed: int, asleep: int, efficiency: int
) -> None:
    slept = night(answers)
    assert slept and (slept.in_bed, slept.asleep, slept.efficiency) == (in_bed, asleep, efficiency)


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"to-bed": "23:00"},
        {"to-bed": "", "up": "07:00"},
        {"to-bed": "23:00", "up": "23:00"},
        {"to-bed": "23:00", "up": "07:00", "awake": 500},
        {"to-bed": "23:00", "up": "07:00", "woke": "08:00"},
        {"to-bed": "23:00", "up": "07:00", "lights-out": "22:00"},
    ],
)
def test_a_night_that_cannot_be_has_no_efficiency(answers: dict[str, Any]) -> None:
    assert night(answers) is None
