import re

from daybridge.demo import message_texts, people, texts
from daybridge.safety.rules import rulebook

NEVER = re.compile(
    r"\b(relaps\w*|clean|dirty|abuse\w*|non-?compliant|lorem|recaíd\w*|limpi[oa]s?|abus\w*)\b", re.IGNORECASE
)


def _all_words(held: object) -> list[str]:
    if isinstance(held, str):
        return [held]
    if isinstance(held, dict):
        return [word for value in held.values() for word in _all_words(value)]
    return [word for value in held for word in _all_words(value)] if isinstance(held, tuple | list) else []


def test_no_text_uses_a_word_that_shames() -> None:
    both = {**vars(texts), **vars(message_texts)}
    written = [word for name, held in both.items() if name.isupper() for word in _all_words(held)]
    assert len(written) > 70
    assert [word for word in written if NEVER.search(word)] == []


def test_both_languages_have_words_for_every_kind_of_day_and_every_rule_of_the_play_has_its_calls() -> None:
    assert texts.NOTES["en"].keys() == texts.NOTES["es"].keys() and texts.ANSWERS.keys() == texts.NOTES.keys()
    assert texts.CALLS.keys() <= rulebook().keys()


def test_telephone_numbers_are_those_of_nobody() -> None:
    numbers = [number for one in map(people.person, range(48)) for number in (one.phone, one.supporter[2])]
    assert all(re.fullmatch(r"555-01\d\d", number) for number in numbers)
