"""The solver costs half a second and 80 MB to load: no web process may, and the engine needs no Django to be used."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "daybridge"
ENGINE = HOUSE / "programs" / "schedule"
#: Modules of the engine that build models and are imported only by what solves.
MODELS = {"model", "solving", "seating", "placing", "repairing", "designing", "reasons"}


def _loaded_after(statement: str, **environment: str) -> set[str]:
    asked = f"{statement}\nimport sys; print(' '.join(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )
    assert said.returncode == 0, said.stderr
    return set(said.stdout.split())


def test_a_web_process_never_loads_the_solver() -> None:
    """Settings, every application, every address and the command line, as a web process has them when it answers."""
    whole_web = (
        "import django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
        "import daybridge.asgi, daybridge.cli, daybridge.reactions"
    )
    loaded = _loaded_after(whole_web, DJANGO_SETTINGS_MODULE="daybridge.settings")
    assert "daybridge.urls" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("ortools", "pandas", "numpy")}


def test_only_the_engine_names_the_solver() -> None:
    for path in HOUSE.rglob("*.py"):
        if ENGINE not in path.parents:
            names = {
                name
                for node in ast.walk(ast.parse(path.read_text()))
                for name in (
                    [one.name for one in node.names] if isinstance(node, ast.Import)
                    else [str(node.module)] if isinstance(node, ast.ImportFrom) else []
                )
            }  # fmt: skip
            assert not any(name.startswith("ortools") for name in names), path


@pytest.mark.parametrize(
    "module", ["instance", "reading", "checker", "fit", "greedy", "comfort", "commands", "generate"]
)
def test_what_reads_and_checks_a_week_needs_no_solver(module: str) -> None:
    loaded = _loaded_after(f"import daybridge.programs.schedule.{module}")
    assert "ortools" not in loaded and module not in MODELS


def test_the_engine_needs_no_django() -> None:
    everything = "; ".join(f"import daybridge.programs.schedule.{name}" for name in sorted(MODELS))
    loaded = _loaded_after(f"{everything}; import daybridge.programs.schedule.formats.files")
    assert "ortools" in loaded and "django" not in loaded
