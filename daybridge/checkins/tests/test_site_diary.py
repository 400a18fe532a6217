"""A site's own names for urges, feelings and skills, in the house's folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from daybridge.checkins import worksheets

OWN = """
targets:
  - {code: urge-gamble, kind: urge, danger: use, words: {en: Urge to gamble, es: Ganas de apostar}}
modules:
  - code: ours
    words: {en: Ours, es: Nuestras}
    skills:
      - {code: harbor-breath, words: {en: Harbor breath, es: Respiración del puerto}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    worksheets.use_diary(tmp_path / "none")


def _use(folder: Path, text: str) -> list[str]:
    path = folder / "diary.yaml"
    path.write_text(text)
    worksheets.use_diary(path)
    return [fault.words for fault in worksheets.faults_in_diary(path)]


def test_a_site_names_its_own_targets_and_skills(folder: Path) -> None:
    assert _use(folder, OWN) == []
    assert list(worksheets.diary_words().by_code) == ["urge-gamble", "harbor-breath"]


@pytest.mark.parametrize(
    ("wrong", "instead"),
    [
        ("es: Ganas de apostar", "fr: Envie"),
        ("kind: urge", "kind: wish"),
        ("harbor-breath", "urge-gamble"),
        ("danger: use", "danger: fire"),
    ],
)
def test_a_file_that_cannot_be_is_named_and_the_shipped_words_stay(folder: Path, wrong: str, instead: str) -> None:
    assert _use(folder, OWN.replace(wrong, instead))
    assert "urge-suicide" in worksheets.diary_words().by_code


def test_without_a_file_nothing_is_wrong(folder: Path) -> None:
    assert worksheets.faults_in_diary(folder / "diary.yaml") == []
