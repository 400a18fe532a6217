import pytest

from daybridge.therapies.rules import (
    HEADINGS,
    MOST_CHARACTERS,
    MOST_HOMEWORK,
    Kind,
    changed,
    fault_in_homework,
    faults_in,
    lines_of,
)


@pytest.mark.parametrize(
    ("kind", "content", "faults"),
    [
        (Kind.FORMULATION, {"thoughts": "It is my fault"}, {}),
        (Kind.FORMULATION, {"thoughts": " "}, {"situations": "empty"}),
        (Kind.FORMULATION, {"thoughts": "x", "weather": "rain"}, {"weather": "unknown"}),
        (Kind.FORMULATION, {"thoughts": "x" * (MOST_CHARACTERS + 1)}, {"thoughts": "too-long"}),
        (Kind.TARGETS, {"life": "a\x00b"}, {"life": "unreadable"}),
        (Kind.WELLNESS, {"sleep_hours": "7", "movement_minutes": "", "food": "Breakfast"}, {}),
        (Kind.WELLNESS, {"sleep_hours": "70"}, {"sleep_hours": "out-of-range"}),
        (Kind.WELLNESS, {"quiet_minutes": "soon"}, {"quiet_minutes": "out-of-range"}),
        (Kind.WELLNESS, {"quiet_minutes": "٧"}, {"quiet_minutes": "out-of-range"}),
    ],
)
def test_an_outline_says_something_under_its_own_headings(
    kind: Kind, content: dict[str, str], faults: dict[str, str]
) -> None:
    assert faults_in(kind, content) == faults


def test_what_a_version_changed_is_told_by_its_headings() -> None:
    assert changed({"life": "one", "skills": "wait"}, {"life": "one", "quality": "rent"}) == ["quality", "skills"]
    assert changed({"life": ""}, {}) == []


def test_targets_are_written_one_a_line() -> None:
    assert lines_of(" one \n\n two\r\n") == ["one", "two"]


def test_homework_has_words_and_an_end() -> None:
    assert [fault_in_homework(said) for said in ("Walk", " ", "a\x00", "x" * (MOST_HOMEWORK + 1))] == [
        "", "empty", "unreadable", "too-long",
    ]  # fmt: skip


def test_what_endangers_life_comes_first() -> None:
    assert HEADINGS[Kind.TARGETS][0] == "life"
