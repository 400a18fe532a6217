"""Diaries: what is watched, what one page marks, and the week as a card."""

from typing import Any

import pytest

from daybridge.checkins.rules import (
    Danger,
    Mark,
    Told,
    Watched,
    card,
    dangers_marked,
    faults_in_marks,
    faults_in_setup,
    read_page,
    skills_used,
    usual,
    watched,
)
from daybridge.checkins.rules.marks import MOST_SKILLS, MOST_TARGETS
from daybridge.checkins.worksheets import diary_words

WORDS = diary_words()
ASKED = {
    one.code: one
    for one in (
        Watched("urge-use", "urge", danger="use"),
        Watched("own-1", "urge", own="Call my ex", danger="leaving"),
        Watched("sadness", "feeling"),
    )
}


@pytest.mark.parametrize(
    ("mark", "is_possible"),
    [(Mark(5, True), True), (Mark(), True), (Mark(6), False), (Mark(-1), False)],
)
def test_marks_outside_their_scale_are_named(mark: Mark, is_possible: bool) -> None:
    assert faults_in_marks({"urge-use": mark}) == (set() if is_possible else {"urge-use"})


def test_acting_on_an_urge_of_zero_is_possible_and_is_told() -> None:
    marks = {"urge-use": Mark(level=0, acted=True)}
    assert faults_in_marks(marks) == set()
    assert dangers_marked(marks, ASKED) == [Danger("use", "urge-use", 0, True)]


def test_an_urge_that_was_not_felt_says_nothing_and_neither_does_a_feeling() -> None:
    marks = {"urge-use": Mark(level=0, acted=False), "sadness": Mark(level=5), "dropped": Mark(level=5)}
    assert not dangers_marked(marks, ASKED)


def test_somebodys_own_words_are_what_a_danger_is_called_by() -> None:
    assert dangers_marked({"own-1": Mark(acted=True)}, ASKED) == [Danger("leaving", "Call my ex", 0, True)]


@pytest.mark.parametrize(
    "answers",
    [
        {"marks": []},
        {"skills": "all"},
        {"note": 7},
        {"note": "\x00"},
        {"note": "half of a sign \ud83d"},
        {"note": "x" * 4001},
        {"more": 1},
        {"marks": {"a": 3}},
        {"marks": {"a": {"level": "3"}}},
        {"marks": {"a": {"level": True}}},
        {"marks": {"a": {"acted": 1}}},
        {"marks": {"a": {"other": 1}}},
        {"skills": [3]},
        {"is_moment": "yes"},
        {"skills": ["a"] * (MOST_SKILLS + 1)},
    ],
)
def test_what_is_no_page_is_not_read(answers: dict[str, Any]) -> None:
    assert read_page(answers) is None


def test_a_page_is_read_as_it_was_written() -> None:
    page = read_page({"marks": {"a": {"level": 2, "acted": False}}, "skills": ["b"], "note": "n", "is_moment": True})
    assert page and (page.marks["a"], page.skills, page.note, page.is_moment) == (Mark(2, False), ["b"], "n", True)
    assert page.marks["a"].to_json() == {"level": 2, "acted": False}


@pytest.mark.parametrize(
    ("targets", "skills", "faults"),
    [
        ([watched(WORDS.targets[0])], ["slow-breathing"], {}),
        ([Watched("own-1", "urge", own="Gamble")], [], {}),
        ([watched(WORDS.targets[0])] * 2, [], {"targets": "twice"}),
        ([Watched(f"own-{n}", "urge", own="x") for n in range(MOST_TARGETS + 1)], [], {"targets": "too-many"}),
        ([Watched("own-1", "urge", own="x" * 61)], [], {"targets": "too-long"}),
        ([Watched("made-up", "urge")], [], {"targets": "unknown"}),
        ([], ["made-up"], {"skills": "unknown"}),
        ([], ["slow-breathing"] * (MOST_SKILLS + 1), {"skills": "unknown"}),
    ],
)
def test_a_setup_that_cannot_be_is_named(targets: list[Watched], skills: list[str], faults: dict[str, str]) -> None:
    assert faults_in_setup(targets, skills, WORDS) == faults


def test_a_target_is_said_in_the_persons_language_or_in_their_own_words() -> None:
    assert watched(WORDS.targets[0]).said(WORDS, "es") == WORDS.targets[0].words.es
    assert Watched("own-1", "urge", own="Gamble").said(WORDS, "es") == "Gamble"
    assert Watched("dropped-by-the-site", "urge").said(WORDS, "en") == "dropped-by-the-site"


def test_a_diary_that_nobody_set_up_watches_feelings_only() -> None:
    assert {one.kind for one in usual(WORDS)} == {"feeling"}
    assert not any(one.danger for one in usual(WORDS))


def test_a_target_is_kept_and_read_back_as_it_was() -> None:
    own = Watched("own-1", "urge", "Gamble", "use", on_check_in=True)
    assert Watched(**own.to_json()) == own


def test_a_card_shows_the_strongest_of_a_day_and_leaves_gaps_as_gaps() -> None:
    told = [
        Told(1, {"a": Mark(2, False)}, ["s"]),
        Told(1, {"a": Mark(4, True), "b": Mark()}, ["s", "t"]),
        Told(3, {"a": Mark(0)}, ["s"]),
    ]
    assert card(told, codes=["a", "b"], days=[1, 2, 3]) == {
        "a": [Mark(4, True), None, Mark(0)],
        "b": [Mark(), None, None],
    }
    assert skills_used(told) == {"s": 2, "t": 1}
