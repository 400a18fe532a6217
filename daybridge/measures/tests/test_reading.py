"""A site's own file: what is wrong with it is said line by line, and nothing in it can do anything but score."""

import os
from pathlib import Path

import pytest

from daybridge.measures.instruments import FaultyInstrument, called, check, faults_in, library, read

SOUND = """\
code: sleep
version: 1
name: {en: Sleep}
licence: own
source: written for this test
choices:
  often:
    - {value: 0, en: Never}
    - {value: 2, en: Often}
items:
  - {code: "1", choices: often, en: I slept badly}
  - {code: "2", number: {least: 0, most: 7}, en: How many nights}
scores:
  - code: total
    en: Sleep
    items: ["1", "2"]
    low: 0
    high: 9
    bands_source: this test
    bands:
      - {code: good, start: 0, en: good}
      - {code: bad, start: 5, en: bad}
"""


def faults_of(text: str, tmp_path: Path) -> list[tuple[int, str]]:
    path = tmp_path / "sleep.yaml"
    path.write_text(text)
    with pytest.raises(FaultyInstrument) as refused:
        read(path)
    return [(fault.line, fault.words) for fault in refused.value.faults]


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sleep.yaml"
    path.write_text(SOUND)
    assert [item.code for item in read(path).items] == ["1", "2"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("version: 1", "version: none", 2, "version"),
        ("licence: own", "license: own", 4, "no such key"),
        ("licence: own", "licence: free", 4, "licence"),
        ("{value: 2, en: Often}", "{value: 0, en: Often}", 11, "same value"),
        ("choices: often,", "choices: oftn,", 11, "no choices called oftn"),
        (", en: How many nights", "", 12, "no words"),
        ("least: 0, most: 7", "least: 9, most: 7", 12, "least is more"),
        ("number: {least: 0, most: 7},", "", 12, "either choices or number"),
        ('code: "2", number', 'code: "1", number', 12, "used twice"),
        ('code: "2", number', 'code: "2", asked_if: {all: [{item: "3", at_least: 1}]}, number', 12, "not an item before"),
        ('items: ["1", "2"]', 'items: ["1", "3"]', 16, "no item 3"),
        ("high: 9", "high: 10", 17, "0 to 9, not 0 to 10"),
        ("start: 0, en: good", "start: 1, en: good", 20, "Bands go up"),
        ("    bands_source: this test\n", "", 19, "bands_source"),
        ("start: 5", "start: 5, colour: red", 22, "no such key"),
        ("source: written", "source: 'written", 5, "no YAML"),
        ("version: 1", "version: 1\nversion: 2", 3, "said twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in SOUND
    found = faults_of(SOUND.replace(old, new), tmp_path)
    assert any(at == line and words in said for at, said in found), found


@pytest.mark.parametrize("text", ["", "[]", "just words", "a: &a [*a]", "\x00", "- " * 50_000])
def test_what_is_no_instrument_at_all_is_refused(tmp_path: Path, text: str) -> None:
    assert faults_of(text, tmp_path)


def test_a_file_cannot_make_objects(tmp_path: Path) -> None:
    assert faults_of(SOUND.replace("version: 1", "version: !!python/object/apply:os.getpid []"), tmp_path)


def test_an_alias_that_multiplies_is_refused(tmp_path: Path) -> None:
    layers = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))
    assert faults_of(f"a0: &a0 [x, x]\n{layers}\n", tmp_path)


@pytest.mark.parametrize("name", ["PHQ-9", "phq9", "phq_9", " Phq 9 "])
def test_an_instrument_is_found_as_people_call_it(name: str) -> None:
    found = called(name, library().values())
    assert found and found.code == "phq-9"
    assert called("no such scale", library().values()) is None


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("high: 9", "high: 300000000", 18, "less than or equal to 100000"),
        ("high: 9", "high: 1e99999999", 18, "less than or equal to 100000"),
        ("high: 9", "high: 1e-99999999", 18, "no more than 12 decimal places"),
        ("value: 2", f"value: {'9' * 4_000}", 9, "less than or equal to 100000"),
        ("version: 1", f"version: {'9' * 4_000}", 2, "less than or equal to 2147483647"),
        ('items: ["1", "2"]', 'items: ["1", "2", "2"]', 17, "counted twice"),
        ("    bands:", "    zero_unless: {item: gone, at_least: 1}\n    bands:", 20, "There is no item gone"),
        ("    bands:", "    missing: {most: 2, source: t}\n    bands:", 20, "nothing answered would have a score"),
        ("    bands:", "    cuts: [{code: c, at_least: 40, en: c, source: t}]\n    bands:", 20, "outside the score"),
        ("    bands:", "    line: {case: 99, source: t}\n    bands:", 20, "outside the score"),
        ("en: I slept badly}", "en: I slept badly, critical: [{code: c, at_least: 9}]}", 11, "nobody would ever hear"),
    ],
)
def test_what_can_never_be_met_is_a_fault(before: str, after: str, line: int, words: str, tmp_path: Path) -> None:
    assert before in SOUND
    faults = faults_of(SOUND.replace(before, after), tmp_path)
    assert any(words in said for _line, said in faults), faults
    assert line in {at for at, _said in faults}, faults


def test_what_is_no_file_or_too_deep_or_too_large_is_a_fault_of_that_file_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "deep.yaml").write_text("[" * 5_000)
    (tmp_path / "large.yaml").write_text("#" * 110_000)
    (tmp_path / "sleep.yaml").write_text(SOUND)
    said = {path.stem: faults[0].words for path, faults in faults_in(tmp_path).items()}
    assert said == {
        "pipe": "There is no such file.",
        "deep": "Nothing in an instrument is nested so deep.",
        "large": "The file is far larger than any instrument.",
    }


def test_a_file_with_far_more_items_than_anybody_answers_is_refused_at_once(tmp_path: Path) -> None:
    many = "".join(f'  - {{code: "x{n}", choices: often, en: Slept}}\n' for n in range(201))
    faults = faults_of(SOUND.replace("scores:\n", many + "scores:\n"), tmp_path)
    assert len(faults) == 1 and "at most 200 items" in faults[0][1]


@pytest.mark.parametrize("text", ['code: "\\UFFFFFFFF"\n', f"%YAML 1.{'9' * 5_000}\n---\ncode: sleep\n"])
def test_what_the_reader_itself_stumbles_over_is_a_fault_of_that_file_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.yaml").write_text(text)
    (tmp_path / "sleep.yaml").write_text(SOUND)
    with pytest.raises(FaultyInstrument, match="This is no YAML"):
        check(tmp_path / "odd.yaml")
    with pytest.raises(FaultyInstrument, match="This is no YAML"):
        read(tmp_path / "odd.yaml")
    assert [path.stem for path in faults_in(tmp_path)] == ["odd"]


def test_nobody_rewords_an_instrument_whose_words_are_shipped(tmp_path: Path) -> None:
    words = tmp_path / "words" / "phq-9.yaml"
    words.parent.mkdir()
    items = "".join(f'  "{item}": {{en: Something else}}\n' for item in range(1, 11))
    words.write_text(f"words_for: phq-9\npermission: none\nitems:\n{items}")
    with pytest.raises(FaultyInstrument, match="has its words already"):
        check(words)
