"""What is a near-copy, which passage is shown, and that no text however odd stops a signature."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.notes.rules import Copied, Written, copies

_ANA = "Ana practised paced breathing and said her urge fell from 6 to 3. She wants to call her sister before Friday."
_BEN = "Ben brought the chain analysis of Saturday, named the bus stop as the first link, and asked peers for other ways home."


def _shares(*said: str) -> list[float]:
    return [one.share for one in copies([Written(str(place), one) for place, one in enumerate(said)])]


def test_two_people_who_said_different_things_are_no_copies() -> None:
    assert copies([Written("ana", _ANA, ["Ana"]), Written("ben", _BEN, ["Ben"])]) == []


def test_a_text_with_another_name_and_pronouns_is_a_whole_copy_and_the_passage_is_shown() -> None:
    of_ben = _ANA.replace("Ana", "Ben").replace("her", "his").replace("She", "He")
    assert copies([Written("ana", _ANA, ["Ana Ruiz"]), Written("ben", of_ben, ["Ben"])]) == [
        Copied(
            "ana",
            "ben",
            1.0,
            "practised paced breathing and said her urge fell from 6 to 3. She wants to call her sister before Friday",
        )
    ]


def test_a_spanish_text_with_another_name_and_article_is_a_whole_copy() -> None:
    of_her = "La paciente habló de su hermana y dijo que practicará la respiración antes de dormir; ella llega puntual."
    of_him = "El paciente habló de su hermana y dijo que practicará la respiración antes de dormir; el llega puntual."
    assert _shares(of_her, of_him) == [1.0]


@pytest.mark.parametrize(
    "copy",
    [
        _ANA.replace("6 to 3", "7 to 3"),
        _ANA.replace("sister", "cousin"),
        _ANA.removesuffix(" before Friday."),
        "On Tuesday, after a slow start: " + _ANA,
        _ANA.replace("practised", "practiced").replace("breathing", "braething"),
        "Wants to call her sister before Friday. Practised paced breathing and said her urge fell from 6 to 3.",
    ],
)
def test_a_changed_word_a_dropped_or_added_clause_and_another_order_are_seen_through(copy: str) -> None:
    (found,) = copies([Written("ana", _ANA, ["Ana"]), Written("ben", copy, ["Ben"])])
    assert found.share >= 0.72


def test_the_passage_is_the_longest_stretch_of_the_first_ones_own_words() -> None:
    changed = _ANA.replace("wants to call", "means to ring")
    (found,) = copies([Written("ana", _ANA, ["Ana"]), Written("ben", changed)])
    assert found.passage == "practised paced breathing and said her urge fell from 6 to 3"


def test_a_name_told_with_an_apostrophe_is_left_out_too() -> None:
    one = "Ana's chain began at Ana's mother’s house, and the group saw it."
    other = "Ben's chain began at Ben's mother's house, and the group saw it."
    (found,) = copies([Written("ana", one, ["Ana"]), Written("ben", other, ["Ben"])])
    assert found.share == 1.0


def test_last_weeks_text_of_the_same_person_is_held_against_this_weeks() -> None:
    last_week = Written("note-1", _ANA.replace("Friday", "Monday"), ["Ana"])
    (found,) = copies([Written("ana", _ANA, ["Ana"]), Written("ben", _BEN)], [("ana", last_week), ("ben", last_week)])
    assert (found.of, found.like) == ("ana", "note-1")


def test_what_was_written_before_of_somebody_who_is_not_in_this_note_is_passed_over() -> None:
    assert copies([Written("ana", _ANA)], [("gone", Written("note-1", _ANA))]) == []


def test_a_line_of_a_few_words_is_no_text_of_its_own() -> None:
    assert _shares("No change since last week.", "No change since last week.") == []
    assert _shares("", "") == []


def test_one_line_given_to_everybody_is_seen_in_every_pair() -> None:
    assert _shares(*[_ANA] * 12) == [1.0] * 66


def test_the_most_alike_come_first() -> None:
    alike = copies([Written("a", _ANA), Written("b", _ANA.replace("sister", "cousin")), Written("c", _ANA)])
    assert [(one.of, one.like) for one in alike] == [("a", "c"), ("a", "b"), ("b", "c")]


_SENTENCES = st.lists(
    st.sampled_from("group urge fell said wants mother house walked slept asked felt drew".split()),
    min_size=6,
    max_size=60,
)


@given(_SENTENCES)
def test_an_exact_copy_with_exchanged_names_and_pronouns_is_always_found(words: list[str]) -> None:
    one, other = " ".join(["Ana", "she", *words, "her"]), " ".join(["Ben", "he", *words, "his"])
    (found,) = copies([Written("ana", one, ["Ana"]), Written("ben", other, ["Ben"])])
    assert found.share == 1.0 and found.passage.endswith(words[-1])


@given(st.lists(_SENTENCES, min_size=2, max_size=5), st.randoms())
def test_the_order_of_the_people_makes_no_difference(lines: list[list[str]], chance) -> None:  # type: ignore[no-untyped-def]
    texts = [Written(str(place), " ".join(words)) for place, words in enumerate(lines)]
    turned = chance.sample(texts, len(texts))
    assert {(frozenset((one.of, one.like)), one.share) for one in copies(texts)} == {
        (frozenset((one.of, one.like)), one.share) for one in copies(turned)
    }


@given(st.lists(st.text(max_size=300), min_size=2, max_size=4))
def test_any_text_at_all_is_compared_and_shares_are_shares(lines: list[str]) -> None:
    for found in copies([Written(str(place), said, [said[:5]]) for place, said in enumerate(lines)]):
        assert 0.72 <= found.share <= 1 and found.passage in lines[int(found.of)]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "?!.,;:" * 1333,
        "😀" * 4000,
        "מטופלת אמרה " * 600,
        "a" * 8000,
        "a " * 4000,
        "a b " * 2000,
        "x'" * 4000,
        "e\u0301" * 4000,
        "\u0301" * 8000,
    ],
)
def test_fourteen_texts_of_8000_odd_characters_are_compared_in_bounded_time(said: str) -> None:
    began = time.process_time()
    copies([Written(str(place), said + str(place), ["Ana"]) for place in range(14)], [("0", Written("old", said))])
    assert time.process_time() - began < 5
