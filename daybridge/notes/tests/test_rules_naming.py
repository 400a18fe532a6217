"""Who is told by a shared part, and what only looks like somebody."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.notes.rules import Named, Person, names_in
from daybridge.notes.rules.naming import How

_ANA = Person("ana", "Ana", "Ruiz", phone="(312) 555-0142")
_HOPE = Person("hope", "Hope", "Young")
_MAJO = Person("majo", "María José", "García-López", chosen="Majo")
_LIAM = Person("liam", "Liam", "O'Brien")
_LUZ = Person("luz", "Luz", "de la Cruz")
_MAY = Person("may", "May", "Tran")
_ED = Person("ed", "Ed", "Moss")
_LI = Person("li", "Li", "St. James")
_AMIR = Person("amir", "Amir", "Amin")
_ANGEL = Person("angel", "Ángel", "Núñez Rey", chosen="Robin")
_GROUP = [_ANA, _HOPE, _MAJO, _LIAM, _LUZ, _MAY, _ED, _LI, _AMIR, _ANGEL]


def _told(said: str, how: How = How.NAME) -> list[tuple[str, str]]:
    return [(one.key, one.passage) for one in names_in(said, _GROUP) if one.how == how]


@pytest.mark.parametrize(
    ("said", "key", "passage"),
    [
        ("The group thanked Ana.", "ana", "Ana"),
        ("ana said that the wave helps", "ana", "ana"),
        ("ANA SPOKE", "ana", "ANA"),
        ("It was Ana's idea.", "ana", "Ana"),
        ("A talk with Mr. Ruiz.", "ana", "Ruiz"),
        ("maria opened the round", "majo", "maria"),
        ("Mari\u0301a opened the round", "majo", "Mari\u0301a"),
        ("MariaJose opened the round", "majo", "MariaJose"),
        ("a word from Ms. Garcia", "majo", "Garcia"),
        ("a word from Ms. Lopez", "majo", "Lopez"),
        ("Majo opened the round", "majo", "Majo"),
        ("O’Brien left early", "liam", "O’Brien"),
        ("OBrien left early", "liam", "OBrien"),
        ("asked de la Cruz to read", "luz", "de la Cruz"),
        ("asked Li to read", "li", "Li"),
        ("the story of James", "li", "James"),
        ("angel nunez spoke", "angel", "nunez"),
    ],
)
def test_a_name_is_found_in_any_capitals_without_accents_with_an_s_and_in_parts(
    said: str, key: str, passage: str
) -> None:
    assert (key, passage) in _told(said)


@pytest.mark.parametrize(
    "said",
    [
        "Others thanked Hope for it.",
        "Hope said that the wave helps.",
        "Hope noticed a tight jaw.",
        "Hope was tearful.",
        "Hope was",
        "It helped. Hope's list was read.",
        "Somebody (Hope) left.",
        "Hope R. left the room.",
        "A talk with Ms. Hope about it.",
        "Ms. Hope.",
        "HOPE SAID",
        "Hope and two others left.",
        "El grupo escuchó a Hope.",
        "Ana y después Hope",
    ],
)
def test_a_name_that_is_a_word_is_found_where_it_speaks_for_a_person(said: str) -> None:
    assert "hope" in dict(_told(said))


@pytest.mark.parametrize(
    "said",
    [
        "We hope for rain.",
        "Hope and fear were on the board.",
        "Hope was the theme.",
        "The Hope Center lends its hall.",
        "A film, Finding Hope Again, was watched.",
        "Topic: Hope",
        "HOPE GROUP",
        "Young people came.",
        "La luz se apagó. Luz y sombra.",
        "In May we move.",
        "On May 14 we move.",
        "The 14th May is free.",
        "May is Mental Health Month.",
        "An ED visit.",
        "de la casa, la cruz",
        "The robin sang. Robin eggs.",
        "",
    ],
)
def test_the_same_words_as_words_are_nobodys_name(said: str) -> None:
    assert _told(said) == []


def test_may_is_somebody_where_no_date_is_meant() -> None:
    assert _told("Others thanked May for it.") == [("may", "May")]
    assert _told("The example of May T. was used.") == [("may", "May")]


def test_staff_and_others_who_are_not_in_the_group_are_nobody() -> None:
    assert names_in("Co-led by Dr. Patel, RN, and Ben; call 312-555-0199.", _GROUP) == []


@pytest.mark.parametrize(
    "said",
    [
        "A.R. spoke",
        "A. R. spoke",
        "A.R spoke",
        "AR spoke",
        "AR's list",
        "A.M.R. spoke",
        "BM/AR paired",
        "Ms. R. spoke",
        "Mr R spoke",
    ],
)
def test_initials_are_found_with_and_without_dots(said: str) -> None:
    assert "ana" in dict(_told(said, How.INITIALS))


def test_initials_of_all_the_names_and_of_the_chosen_one_are_found() -> None:
    assert _told("MJGL and M.L.", How.INITIALS) == [("majo", "M.L.")]
    assert _told("MJGL spoke", How.INITIALS) == [("majo", "MJGL")]
    assert _told("R.R. and ÁN", How.INITIALS) == [("angel", "R.R.")]
    assert _told("and ÁN spoke", How.INITIALS) == [("angel", "ÁN")]
    assert _told("LD spoke", How.INITIALS) == [("luz", "LD")]


@pytest.mark.parametrize(
    "said",
    [
        "AA and NA meet.",
        "An A.A. meeting",
        "at 10 A.M.",
        "WE ARE AR FROM HERE",
        "AR GROUP",
        "ar",
        "a.r.",
        "Plan A. Review it.",
        "CAR",
        "AR-15",
        "R&AR",
        "Ms. O'Hara",
    ],
)
def test_acronyms_times_and_shouted_words_are_no_initials(said: str) -> None:
    assert _told(said, How.INITIALS) == []


def test_a_given_name_with_an_initial_is_told_by_its_name() -> None:
    assert names_in("Ana R. spoke", [_ANA]) == [Named("ana", How.NAME, "Ana")]


@pytest.mark.parametrize(
    "written",
    [
        "(312) 555-0142",
        "312.555.0142",
        "312 555 0142",
        "3125550142",
        "+1 312-555-0142",
        "13125550142",
        "555-0142",
        "5550142",
        "555 01 42",
        "555–0142",
        "3 5550142",
    ],
)
def test_a_telephone_number_is_found_in_any_spelling(written: str) -> None:
    assert _told(f"Her cell is {written}, she said.", How.PHONE)


@pytest.mark.parametrize(
    "said", ["room 555, part 0142", "555:0142", "12:30-1:45", "55501423", "PHQ-9 14", "95550142", "555-014", "555-0143"]
)
def test_times_scores_and_parts_of_other_numbers_are_no_telephone_numbers(said: str) -> None:
    assert _told(said, How.PHONE) == []


def test_a_date_that_happens_to_have_the_same_digits_is_a_date() -> None:
    person = Person("amir", "Amir", "Amin", phone="312 228 2026")
    assert names_in("on 2/28/2026 and 12/28/2026", [person]) == []
    assert names_in("at 228-2026", [person]) == [Named("amir", How.PHONE, "228-2026")]


def test_somebody_without_a_number_or_with_half_of_one_is_not_told_by_digits() -> None:
    assert names_in("12345 1234567", [Person("x", "", "", phone="12345"), Person("y", "", "")]) == []


def test_everybody_is_named_once_a_way_in_the_order_of_the_people() -> None:
    said = "Liam and Ana, A.R., 555-0142, then Ana again"
    assert names_in(said, [_ANA, _HOPE, _LIAM]) == [
        Named("ana", How.NAME, "Ana"),
        Named("ana", How.INITIALS, "A.R."),
        Named("ana", How.PHONE, "555-0142"),
        Named("liam", How.NAME, "Liam"),
    ]


@given(st.text(max_size=400), st.text(max_size=20), st.text(max_size=20), st.text(max_size=15))
def test_any_text_and_any_name_are_read_and_what_is_found_stands_in_the_text(
    said: str, given_name: str, family: str, phone: str
) -> None:
    person = Person("x", given_name, family, chosen=family[::-1], phone=phone)
    assert all(one.passage in said for one in names_in(said, [person, *_GROUP]))


@given(
    st.sampled_from([_ANA, _MAJO, _LIAM, _AMIR]),
    st.text(alphabet=" .,;:\n", min_size=1, max_size=5),
    st.sampled_from([str.lower, str.upper, str.title]),
)
def test_a_name_that_is_no_word_is_found_wherever_it_stands(person: Person, apart: str, spelt) -> None:  # type: ignore[no-untyped-def]
    said = f"then{apart}{spelt(person.given.split()[0])}{apart}spoke"
    assert [one.key for one in names_in(said, [person]) if one.how == How.NAME] == [person.key]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "?!" * 4000,
        "😀" * 8000,
        "שלום " * 1600,
        "a" * 8000,
        "5 " * 4000,
        "5" * 8000,
        "Hope " * 1600,
        "A." * 4000,
        "AR AR " * 1300,
        "\u0301" * 8000,
    ],
)
def test_8000_odd_characters_are_read_in_bounded_time(said: str) -> None:
    began = time.process_time()
    names_in(said, _GROUP)
    assert time.process_time() - began < 2
