"""A site's own file: what is wrong with it is said line by line, and nothing in it can do anything but score."""

from pathlib import Path

import pytest

from daybridge.measures.instruments import FaultyInstrument, called, library, read

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
