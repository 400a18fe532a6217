"""`daybridge library`: naming, showing and checking pieces."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from daybridge import cli
from daybridge.installation.trouble import Trouble
from daybridge.library import pieces
from daybridge.library.tests.test_pieces import EXERCISE, SOUND

runner = CliRunner()


@pytest.fixture(autouse=True)
def _the_folder_stays() -> Iterator[None]:
    before = pieces.folders()
    yield
    pieces.use_folder(before[-1])


def _run(*words: str) -> str:
    return runner.invoke(cli.app, ["library", *words], catch_exceptions=False).stdout


def test_every_piece_is_named_with_what_it_is_about() -> None:
    assert "ride-the-urge" in _run("list") and "(exercise; urges)" in _run("list")
    assert "Kind limits (for supporters; article; relationships)" in _run("list")
    assert _run("show", "kind-limits").startswith("Kind limits")


def test_a_piece_is_shown_as_it_is_read() -> None:
    said = _run("show", "ride-the-urge", "--language", "es")
    assert said.startswith("Pasar la ola") and "[ride]" in said and "NIAAA" in said
    with pytest.raises(Trouble, match="There is no piece zeppelins"):
        _run("show", "zeppelins")
    with pytest.raises(Trouble, match="no language fr"):
        _run("show", "ride-the-urge", "--language", "fr")


def test_a_file_is_checked_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(SOUND)
    assert "ours.yaml is sound: Our clinic, article." in _run("check", str(path))
    assert _run("show", str(path)).startswith("Our clinic")
    path.write_text(EXERCISE)
    assert "Some of it has no Spanish" in _run("check", str(path))
    path.write_text(SOUND.replace("minutes: 1", "minutes: 1\nmood: 3").replace("kind: article", "kind: poem"))
    with pytest.raises(Trouble, match="no article yet: 2 faults"):
        _run("check", str(path))
    assert f"{path}:3: kind" in runner.invoke(cli.app, ["library", "check", str(path)]).stdout


def test_the_doctor_says_which_file_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAYBRIDGE_HOME", str(tmp_path))
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "odd.yaml").write_text("kind: poem\n")
    assert cli._faulty_pieces() == 1
    assert "library: odd.yaml is left out." in capsys.readouterr().out
