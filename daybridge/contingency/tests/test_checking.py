"""An outsider checks the draws with the lines of docs/contingency.md, and the command line with its own."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from daybridge.contingency import actions, queries
from daybridge.contingency.commands import verify
from daybridge.contingency.rules import Ending, Verdict
from daybridge.contingency.tests.deeds import again, begun, drawn, told
from daybridge.core import clock, tenancy
from daybridge.installation.home import CHECKOUT
from daybridge.installation.trouble import Trouble
from tests.cast import House, later

LINES = re.findall(r"```python\n(.*?)```", (CHECKOUT / "docs" / "contingency.md").read_text(), re.DOTALL)[0]


@pytest.fixture
def ended(house: House) -> dict[str, Any]:
    """Six draws over three targets, and the end."""
    found = begun(house, word="árbol | 7")
    for number in range(3):
        with clock.at(later(days=4 * number)):
            told(house, found, Verdict.MET)
            drawn(house, found)
    actions.end_rewards(house.actors["Ben"], found, ending=Ending.COMPLETED)
    return json.loads(json.dumps(queries.to_check(again(found.id)), ensure_ascii=False))  # type: ignore[no-any-return]


def _outsider(folder: Path, file: dict[str, Any]) -> tuple[int, str]:
    (folder / "draws.json").write_text(json.dumps(file), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-c", LINES], cwd=folder, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_the_lines_of_the_document_make_every_draw_again(ended: dict[str, Any], tmp_path: Path) -> None:
    assert len([line for line in LINES.splitlines() if line]) <= 20
    assert _outsider(tmp_path, ended) == (0, "6 draws are right\n")


def _change_slip(file: dict[str, Any]) -> None:
    file["draws"][2][2] = (file["draws"][2][2] + 1) % file["slips"]


def _skip(file: dict[str, Any]) -> None:
    del file["draws"][1]


def _swap(file: dict[str, Any]) -> None:
    file["seed"] = "00" * 32


def _other_word(file: dict[str, Any]) -> None:
    file["word"] = "owl"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(_change_slip, "another slip"), (_skip, "is missing"), (_swap, "another seed"), (_other_word, "another slip")],
)
def test_what_was_changed_is_found(
    ended: dict[str, Any], tmp_path: Path, spoil: Callable[[dict[str, Any]], None], said: str
) -> None:
    spoil(ended)
    code, words = _outsider(tmp_path, ended)
    assert code == 1 and said in words


def test_the_command_says_the_same(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    found = begun(house)
    told(house, found, Verdict.MET)
    with pytest.raises(Trouble, match="not shown yet"):
        verify(str(found.id))
    tenancy.enter(house.organization.id)
    actions.end_rewards(house.actors["Ben"], found, ending=Ending.COMPLETED)
    verify(str(found.id))
    assert "1 draws were made again" in capsys.readouterr().out
    with pytest.raises(Trouble, match="no id"):
        verify("x")
    with pytest.raises(Trouble, match="no such"):
        verify(str(house.organization.id))
