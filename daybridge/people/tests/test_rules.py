from datetime import date

import pytest

from daybridge.people.rules import age_on, full_name, is_guessed, name_in_group, plain_word


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 4, 11), 35), (date(2026, 4, 12), 36), (date(2026, 11, 23), 36), (date(1990, 4, 12), 0)],
)
def test_someone_is_a_year_older_on_their_birthday_and_not_before(day: date, age: int) -> None:
    assert age_on(date(1990, 4, 12), day) == age


def test_someone_born_on_the_29th_of_february_is_older_on_the_1st_of_march() -> None:
    assert [age_on(date(2004, 2, 29), day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [21, 22]


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [("", "Ana Rivera"), ("Ana", "Ana Rivera"), ("Lu", "Lu Rivera (Ana Rivera)")],
)
def test_the_chosen_name_comes_first_and_the_legal_one_beside_it(chosen: str, shown: str) -> None:
    assert full_name("Ana", "Rivera", chosen) == shown


def test_a_word_is_the_same_however_it_is_written() -> None:
    assert plain_word(" Tía's Kettle-7 ") == plain_word("TIAS kettle 7") == "tiaskettle7"


@pytest.mark.parametrize(
    ("word", "guessed"),
    [("kettle", False), ("blue kettle", False), ("keys", True), ("a-b-c-d", True), ("111111", True), ("aabbaabb", True),
     ("Rivera", True), ("ana rivera", True), ("12-04-1990", True), ("", True)],
)  # fmt: skip
def test_a_short_word_a_name_or_a_birth_date_is_guessed(word: str, guessed: bool) -> None:
    assert is_guessed(word, ["Ana", "Rivera", "Ana Rivera", "12041990", ""]) is guessed


def test_in_a_group_somebody_is_known_by_the_chosen_name_and_a_letter() -> None:
    assert name_in_group("Anastasia", "Rivera", "Ana") == "Ana R."
    assert name_in_group("Ana", "Rivera", "") == "Ana R."
    assert name_in_group("Ana", "", "") == "Ana"
