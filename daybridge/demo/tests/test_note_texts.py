"""The demo's notes read like notes of different people on different days: held to the house's own look for copied parts."""

import re
from collections.abc import Iterator
from functools import cache
from random import Random
from time import process_time

import pytest

from daybridge.demo import note_texts
from daybridge.demo.note_parts import body, growing, learning, skills, staying, thoughts
from daybridge.demo.people import person
from daybridge.demo.tests.test_texts import NEVER
from daybridge.notes import on_file as forms
from daybridge.notes.rules import Person, Written, copies, names_in
from daybridge.programs import on_file

SESSIONS, PEOPLE, HEARD_A_WEEK = 300, 8, 3
MODULES = (skills, thoughts, staying, learning, body)
OPEN = ("process", "process", "process", "peer", "movement", "sleep", "stress", "nutrition", "mindfulness")
UNKNOWN = ("drumming", "A topic of this site")
Own = dict[str, str]


def _topics() -> list[tuple[str, str]]:
    courses = on_file.curricula().values()
    return [(one.kind, topic.name.en) for one in courses for topic in one.topics]


@cache
def _sessions() -> list[tuple[dict[str, str], list[tuple[str, Own]]]]:
    """Three hundred sessions of four groups, each with its eight people."""
    chance, topics = Random(7), [*_topics(), *((kind, "") for kind in OPEN * 3), UNKNOWN]
    return [_session(chance, number, *chance.choice(topics)) for number in range(SESSIONS)]


def _session(chance: Random, number: int, kind: str, topic: str) -> tuple[dict[str, str], list[tuple[str, Own]]]:
    shared = note_texts.shared_part(chance, kind=kind, topic=topic, people=PEOPLE)
    people = range(number % 4 * PEOPLE, number % 4 * PEOPLE + PEOPLE)
    return shared, [(str(one), _own(chance, one, kind, shared["topic"], number // 30)) for one in people]


def _own(chance: Random, number: int, kind: str, topic: str, weeks_in: int, mood: int | None = 3) -> Own:
    is_dual = number % 5 < 2
    worked_on = note_texts.objectives(Random(number), is_dual=is_dual)
    return note_texts.own_part(
        chance, kind=kind, topic=topic, is_dual=is_dual, mood=chance.choice((None, 1, 2, 3, 3, 4, 4, 5)) if mood else mood,
        urge=chance.choice((None, *range(11))), weeks_in=weeks_in, objective=chance.choice(worked_on), who=str(number),
    )  # fmt: skip


def _every_own() -> Iterator[Own]:
    return (own for _, owns in _sessions() for _, own in owns)


def _fragments(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        yield from (word for one in held.values() for word in _fragments(one))
    elif isinstance(held, tuple):
        yield from (word for one in held for word in _fragments(one))
    elif hasattr(held, "__dataclass_fields__"):
        yield from (word for name in held.__dataclass_fields__ for word in _fragments(getattr(held, name)))


def test_the_houses_own_look_finds_hardly_any_part_to_be_copied() -> None:
    before: dict[str, list[Written]] = {}
    warned, written = set(), 0
    for number, (_, owns) in enumerate(_sessions()):
        now = [Written(key, own["response"]) for key, own in owns]
        earlier = [(key, one) for key, _ in owns for one in before.get(key, [])[-3 * HEARD_A_WEEK :]]
        warned |= {(number, found.of) for found in copies(now, earlier)}
        written += len(now)
        for one in now:
            before.setdefault(one.key, []).append(Written(f"{one.key} in {number}", one.said))
    assert written == SESSIONS * PEOPLE and len(warned) < 0.01 * written


def test_no_two_sessions_of_one_topic_are_told_alike() -> None:
    told = [shared["group"] for shared, _ in _sessions()]
    assert len(set(told)) > 0.97 * len(told)
    assert all(2 <= len(re.findall(r"\.(?= [A-Z]|$)", one)) <= 5 for one in told)


def test_no_part_names_anybody_of_the_demo_or_counts_heads() -> None:
    people = [
        Person(str(number), one.given_name, one.family_name, one.chosen_name, one.phone)
        for number, one in enumerate(map(person, range(60)))
    ]
    for number, (shared, owns) in enumerate(_sessions()):
        assert names_in(" ".join(shared.values()), people) == []
        assert not re.search(
            r"\b(two|three|four|five|six|seven|eight|\d+) (members|people|participants)", shared["group"]
        )
        if number % 10 == 0:
            assert names_in("\n".join(own["response"] for _, own in owns), people) == []


def test_a_response_is_a_sentence_or_two_of_a_length_that_is_read() -> None:
    for own in _every_own():
        said = own["response"]
        assert 12 <= len(said.split()) <= 40, said
        assert said[0].isupper() and said[-1] in ".”" and "{" not in said and "!" not in said.replace("!”", ""), said
        assert not re.search(r"\b(a a|the the|and and|to to|one times|a [aeio]\w+)\b|  |\.\.|;;|, ;|; and\b", said), (
            said
        )


def test_no_fragment_uses_a_word_that_shames() -> None:
    held = [word for module in MODULES for word in _fragments(module.TOPICS)]
    from daybridge.demo.note_parts import alone, frame, openings, words

    for module in (alone, frame, openings, words, growing):
        held += [word for name, value in vars(module).items() if name.isupper() for word in _fragments(value)]
    assert len(held) > 2_500
    assert [word for word in held if NEVER.search(word) or re.search(r"addict|non-?complian|denie[sd]", word)] == []


def test_every_topic_of_every_course_has_words_of_its_own() -> None:
    for kind, topic in _topics():
        shared = note_texts.shared_part(Random(1), kind=kind, topic=topic, people=6)
        assert shared["topic"] == topic
    known = {topic.name for module in MODULES for topic in module.TOPICS.values()}
    assert {topic for _, topic in _topics()} <= known
    assert len(known) == sum(len(module.TOPICS) for module in MODULES)


def test_a_topic_is_found_by_its_code_and_one_that_is_unknown_stands_as_it_was_said() -> None:
    by_code = note_texts.shared_part(Random(1), kind="family", topic="what-it-is", people=6)
    assert by_code["topic"] == "What it is like"
    kind, topic = UNKNOWN
    shared = note_texts.shared_part(Random(1), kind=kind, topic=topic, people=1)
    assert shared["topic"] == topic and shared["group"] and "pair" not in shared["interventions"]


def test_codes_are_those_of_the_groups_note() -> None:
    group = forms.forms()["group"]
    for own in _every_own():
        assert set(own) == {one.code for one in group.own}
        for code in ("participation", "affect", "risk", "practice"):
            asked = group.ask(code)
            assert asked and own[code] in {one.code for one in asked.choices}
    shared, _ = _sessions()[0]
    assert set(shared) == {one.code for one in group.shared}


def test_risk_is_voiced_rarely_and_then_the_response_says_what_was_done() -> None:
    voiced = [own for own in _every_own() if own["risk"] != "none"]
    assert 0 < len(voiced) < 0.03 * SESSIONS * PEOPLE
    for own in voiced:
        assert own["risk"] == "looked-at" and re.search(r"safety plan|Safety plan|therapist", own["response"])
        assert own["affect"] not in ("bright", "even")
    untold = [own for own in _every_own() if own["risk"] == "none"]
    assert not [own for own in untold if re.search(r"thoughts of (dying|not being)|dead", own["response"])]


def test_a_low_mood_does_not_read_cheerful() -> None:
    for seed in range(400):
        own = note_texts.own_part(
            Random(seed), kind="skills", topic="Ask for what you need", is_dual=False, mood=1 + seed % 2, urge=None, weeks_in=4,
            objective="",
        )  # fmt: skip
        assert own["affect"] != "bright"
        assert not re.search(r"smil|laughed|cheerful|proud|“hopeful”", own["response"]), own["response"]


def test_urges_are_told_of_those_alone_who_are_here_for_them_too_and_as_strong_as_they_were() -> None:
    told = 0
    for seed in range(300):
        of_mind = note_texts.own_part(
            Random(seed), kind="triggers", topic="My map", is_dual=False, mood=3, urge=9, weeks_in=2, objective=""
        )
        assert not re.search(r"\b(drink|using|alcohol|naloxone|sponsor|9 of 10)\b", of_mind["response"]), of_mind[
            "response"
        ]
        dual = note_texts.own_part(
            Random(seed), kind="triggers", topic="My map", is_dual=True, mood=3, urge=9, weeks_in=2, objective=""
        )
        told += "9 of 10" in dual["response"]
    assert told > 60


def test_somebodys_life_stays_the_same_over_all_that_is_written_of_them() -> None:
    """Nobody has no children one week and a son the next."""
    said = {
        str(who): " ".join(
            _own(Random(f"{who} {seed}"), who, "process", "How the week went", 3)["response"] for seed in range(120)
        )
        for who in range(12)
    }
    with_children = [
        who for who, text in said.items() if re.search(r"\b(grown son|teenage son|daughter|the children)\b", text)
    ]
    assert 0 < len(with_children) < 12
    assert not [who for who, text in said.items() if "job interview" in text and re.search(r"\ba manager\b", text)]


@pytest.mark.parametrize("is_dual", [True, False])
def test_objectives_are_two_to_four_and_about_different_things(is_dual: bool) -> None:
    for seed in range(60):
        found = note_texts.objectives(Random(seed), is_dual=is_dual)
        about = [code for one in found for code, aim in growing.AIMS.items() if one in aim.said]
        assert 2 <= len(found) <= 4 and len(set(about)) == len(found)
        assert ("urge" in about) == is_dual
    assert len({one for seed in range(60) for one in note_texts.objectives(Random(seed), is_dual=is_dual)}) > 40


@pytest.mark.parametrize("code", ["individual-dap", "medication-visit"])
@pytest.mark.parametrize("medicine", ["", "Sertraline"])
def test_notes_of_one_person_alone_fill_every_heading_that_is_asked(code: str, medicine: str) -> None:
    form = forms.forms()[code]
    for seed in range(60):
        written = note_texts.individual_part(
            Random(seed), form=code, is_dual=seed % 2 == 0, mood=1 + seed % 5, urge=seed % 11, weeks_in=seed % 9,
            objective=note_texts.objectives(Random(seed), is_dual=seed % 2 == 0)[0], medicine=medicine, who=str(seed),
        )  # fmt: skip
        assert set(written) <= {one.code for one in form.asks}
        for asked in form.asks:
            said = written.get(asked.code, "")
            assert said or not asked.required, asked.code
            assert not asked.choices or said in {one.code for one in asked.choices}
            assert "{" not in said and "  " not in said
        assert (written["risk"] == "none") != bool(written.get("risk-steps"))
        if "taking" in written:
            assert (written["taking"] == "none-prescribed") == (not medicine)


def test_any_other_form_is_refused() -> None:
    with pytest.raises(KeyError):
        note_texts.individual_part(
            Random(1), form="nursing", is_dual=False, mood=3, urge=None, weeks_in=1, objective="", who="1"
        )


def test_chance_alone_decides() -> None:
    one, other = (_session(Random(3), 1, "skills", "Say no") for _ in range(2))
    assert one == other != _session(Random(4), 1, "skills", "Say no")


def test_ten_weeks_are_written_in_two_seconds() -> None:
    begun = process_time()
    for number in range(2_300):
        _own(Random(number), number % 40, "skills", "Ride it out", 3)
    assert process_time() - begun < 2
