"""Scoring at a terminal: a sheet of answers in, JSON out, every mistake in words."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from daybridge.cli import app
from daybridge.installation.trouble import Trouble

NINE_ONES = {str(item): 1 for item in range(1, 10)}


def score(code: str, answers: Any, *more: str) -> dict[str, Any]:
    told = answers if isinstance(answers, str) else json.dumps(answers)
    done = CliRunner().invoke(
        app, ["instruments", "score", code, "--answers", "-", *more], input=told, catch_exceptions=False
    )
    assert done.exit_code == 0
    return dict(json.loads(done.stdout))


def test_a_sheet_is_scored_with_band_source_and_what_needs_a_human() -> None:
    found = score("PHQ9", NINE_ONES)
    assert found["complete"] is True
    assert found["scores"]["total"]["value"] == 9
    assert found["scores"]["total"]["band"] == {"code": "mild", "name": "mild", "source": "Kroenke 2001"}
    assert found["critical"] == [{"code": "thoughts-of-death", "item": "9", "value": 1}]


@pytest.mark.parametrize("missing", [{}, {"9": None}, {"9": "declined"}])
def test_an_incomplete_sheet_gets_no_value_and_no_band(missing: dict[str, Any]) -> None:
    total = score("phq-9", {str(item): 3 for item in range(1, 9)} | missing)["scores"]["total"]
    assert (total["value"], total["band"], total["missing"]) == (None, None, ["9"])


def test_items_may_be_called_as_papers_call_them() -> None:
    sheet = {"q1": 1, "Item 2": 1, "3": "1", "question_4": 1.0, "q05": 1, "6": 1, "7": 1, "8": 1, "9": 0}
    assert score("phq_9", sheet)["scores"]["total"]["value"] == 8


@pytest.mark.parametrize(
    ("code", "answers", "words"),
    [
        ("phq-10", "{}", "There is no instrument phq-10"),
        ("phq-9", "[1, 2]", "no JSON object"),
        ("phq-9", "{1: 2}", "could not be read as JSON"),
        ("phq-9", '{"1": 4}', "1: this is no answer to it; it takes 0, 1, 2, 3."),
        ("phq-9", '{"1": 1.5}', "1: this is no answer"),
        ("phq-9", '{"1": "often"}', "1: this is no answer"),
        ("phq-9", '{"1": NaN}', "1: this is no answer"),
        ("phq-9", '{"1": [1]}', "1: this is no answer"),
        ("phq-9", '{"1": true}', "1: this is no answer"),
        ("phq-9", '{"1": "yes"}', "1: this is no answer"),
        ("phq-9", '{"9": 3, "9": 0}', "9 is answered twice"),
        ("phq-9", "[" * 200_000, "could not be read as JSON"),
        ("phq-9", '{"1": "na"}', "1: this item applies to everybody"),
        ("phq-9", '{"12": 1}', "12: Patient Health Questionnaire (PHQ-9) has no such item"),
        ("phq-9", '{"1": 1, "q1": 2}', "q1: this item is answered twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_scored_is_said_in_words(code: str, answers: str, words: str, monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    with pytest.raises(Trouble) as refused:
        CliRunner().invoke(app, ["instruments", "score", code, "--answers", "-"], input=answers, catch_exceptions=False)
    assert words in refused.value.what


def test_a_file_is_checked_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("code: mine\nversion: zero\n")
    runner = CliRunner()
    with pytest.raises(Trouble, match=r"no instrument yet: 5 faults"):
        runner.invoke(app, ["instruments", "check", str(path)], catch_exceptions=False)
    assert f"{path}:2: version" in runner.invoke(app, ["instruments", "check", str(path)]).stdout


def test_an_instrument_is_shown_with_what_its_items_take() -> None:
    shown = CliRunner().invoke(app, ["instruments", "show", "pc-ptsd-5"]).stdout
    assert "exposure" in shown and "[1, 0]" in shown
    assert "(words not shipped) [0 to 10]" in CliRunner().invoke(app, ["instruments", "show", "ors"]).stdout


def test_every_instrument_is_listed_with_its_licence() -> None:
    assert "phq-9" in CliRunner().invoke(app, ["instruments", "list"]).stdout
