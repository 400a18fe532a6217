"""A site's own instruments, and the words of licensed ones that it loads."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from daybridge.measures import instruments
from daybridge.measures.instruments import FaultyInstrument, check, faults_in, library
from daybridge.measures.tests.test_reading import SOUND

WORDS = """\
words_for: who-5
permission: made-up words for this test
items:
  "1": {en: First}
  "2": {en: Second}
  "3": {en: Third}
  "4": {en: Fourth, es: Cuarta}
  "5": {en: Fifth}
choices:
  zero-to-five:
    0: {en: Never}
    1: {en: Once}
    2: {en: Twice}
    3: {en: Often}
    4: {en: Mostly}
    5: {en: Always, es: Siempre}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    before = instruments._folders
    (tmp_path / "words").mkdir()
    instruments.use_folder(tmp_path)
    yield tmp_path
    instruments.use_folder(before[-1])


def _words(folder: Path, text: str = WORDS) -> Path:
    path = folder / "words" / "who-5.yaml"
    path.write_text(text)
    return path


def test_a_sites_own_instrument_is_in_the_library(folder: Path) -> None:
    (folder / "sleep.yaml").write_text(SOUND)
    assert library()["sleep"].has_words and "phq-9" in library()


def test_a_file_that_cannot_be_read_at_all_keeps_nothing_else_out_of_the_library(folder: Path) -> None:
    (folder / "odd.yaml").write_text('code: "\\UFFFFFFFF"\n')
    (folder / "round.yaml").symlink_to(folder / "round.yaml")
    (folder / "words" / "odd.yaml").write_text('words_for: "\\UFFFFFFFF"\n')
    (folder / "sleep.yaml").write_text(SOUND)
    assert library()["sleep"].has_words and "phq-9" in library()
    assert {path.name for path in faults_in(folder)} == {"odd.yaml", "round.yaml"}


def test_words_make_a_licensed_instrument_answerable_and_leave_its_scoring(folder: Path) -> None:
    shipped = instruments.read(instruments.SHIPPED / "who-5.yaml")
    _words(folder)
    here = library()["who-5"]
    assert here.has_words and not shipped.has_words
    assert (here.by_code["4"].es, here.answers_of(here.items[0])[5].es) == ("Cuarta", "Siempre")
    assert here.scores == shipped.scores


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("words_for: who-5", "words_for: who-6", "There is no instrument who-6."),
        ('  "5": {en: Fifth}\n', "", "Item 5 has no words."),
        ('"5": {en: Fifth}', '"6": {en: Fifth}', "There is no item 6."),
        ("zero-to-five:", "one-to-five:", "There are no choices called one-to-five."),
        ("permission: made-up words for this test\n", "", "permission: this is missing."),
    ],
)
def test_words_of_nothing_are_said_and_left_out(folder: Path, old: str, new: str, said: str) -> None:
    path = _words(folder, WORDS.replace(old, new))
    with pytest.raises(FaultyInstrument, match=said):
        check(path)
    assert list(faults_in(folder)) == [path]
    assert not library()["who-5"].has_words and "phq-9" in library(), "the rest of the library stands"


def test_an_instrument_whose_answers_have_no_words_is_not_asked(folder: Path) -> None:
    _words(folder, WORDS[: WORDS.index("choices:")])
    assert not library()["who-5"].has_words
