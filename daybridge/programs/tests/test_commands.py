"""`daybridge programs`: naming, showing and checking."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from daybridge import cli
from daybridge.installation.trouble import Trouble
from daybridge.programs import on_file

runner = CliRunner()


@pytest.fixture(autouse=True)
def _the_folder_stays() -> Iterator[None]:
    before = on_file.folder()
    yield
    on_file.use_folder(before)


def _run(*words: str) -> str:
    return runner.invoke(cli.app, ["programs", *words], catch_exceptions=False).stdout


def test_everything_on_file_is_named() -> None:
    said = _run("list")
    assert "Dual diagnosis (IOP; 15 groups)" in said
    assert "Medicare, intensive outpatient (United States, Medicare; 4 to be confirmed)" in said
    assert "Skills (12 weeks)" in said


def test_a_template_is_shown_with_its_week() -> None:
    said = _run("show", "evening", "--language", "es")
    assert said.startswith("Programa de noche (evening, version 1)")
    assert "[cbt] mon 19:25 (60 min, 12 seats, en, room)" in said
    assert "Week: 630 min (mon 180, tue 180, wed 90, thu 180)" in said
    assert "Week of morning:" in _run("show", "dual-diagnosis")


def test_a_rule_pack_is_shown_with_its_sources() -> None:
    said = _run("show", "us-medicare-iop")
    assert "540  9 hours a week" in said and "since 2024-01-01" in said and "[to be confirmed]" in said


def test_a_curriculum_is_shown_week_by_week() -> None:
    said = _run("show", "skills")
    assert " 1  Just notice (begin here): You can notice" in said and "12  Two sides at once:" in said


def test_what_is_not_here_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no program, rule pack or curriculum zeppelin"):
        _run("show", "zeppelin")
    with pytest.raises(Trouble, match="no language fr"):
        _run("show", "skills", "--language", "fr")


def test_a_file_is_checked_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    text = (on_file.SHIPPED / "templates" / "evening.yaml").read_text()
    path.write_text(text)
    assert "ours.yaml is sound: template evening, Evening program." in _run("check", str(path))
    assert _run("show", str(path)).startswith("Evening program")
    path.write_text(text.replace("kind: cbt", "kind: seance").replace("curriculum: learning", "curriculum: spells"))
    with pytest.raises(Trouble, match="not sound yet: 2 faults"):
        _run("check", str(path))
    said = runner.invoke(cli.app, ["programs", "check", str(path)]).stdout
    assert "There is no kind of group seance." in said and f"{path}:" in said
    for name, what in (("rules/us-php.yaml", "rule pack us-php"), ("curricula/family.yaml", "curriculum family")):
        path.write_text((on_file.SHIPPED / name).read_text())
        assert f"is sound: {what}" in _run("check", str(path))


def test_the_doctor_says_which_file_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAYBRIDGE_HOME", str(tmp_path))
    (tmp_path / "programs" / "rules").mkdir(parents=True)
    (tmp_path / "programs" / "rules" / "odd.yaml").write_text("code: odd\n")
    assert cli._faulty_programs() == 1
    assert "programs: rules/odd.yaml is left out." in capsys.readouterr().out
