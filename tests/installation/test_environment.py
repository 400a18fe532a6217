"""What bin/ says when a machine lacks what it needs. Making the whole environment is bin/test itself."""

import shutil
import subprocess
from pathlib import Path

import pytest

from daybridge.installation import home

from .conftest import NOBODY, needs_root

BIN = home.CHECKOUT / "bin"


@pytest.mark.parametrize("program", ["demo", "test", "daybridge"])
def test_a_machine_without_python_is_told_so(folder: Path, program: str) -> None:
    for tool in ("sh", "dirname", "readlink"):
        (folder / tool).symlink_to(shutil.which(tool) or "")
    ran = subprocess.run(
        ["/bin/sh", str(BIN / program)], env={"PATH": str(folder)}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[0] == "Daybridge needs Python 3.11, 3.12 or 3.13, and there is none here."
    assert "apt-get install python3" in ran.stderr.splitlines()[1]


@needs_root
def test_a_checkout_that_cannot_be_written_and_is_not_built_is_told_so(folder: Path) -> None:
    shutil.copytree(BIN, folder / "checkout" / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "uv.lock"):
        shutil.copy(home.CHECKOUT / file, folder / "checkout" / file)
    path = {"PATH": "/usr/bin:/bin"}
    has_python = "import sys; sys.exit(sys.version_info < (3, 11))"
    if subprocess.run(["/usr/bin/env", "python3", "-c", has_python], env=path, check=False).returncode:
        pytest.skip("no Python here that an ordinary account can run")
    ran = subprocess.run(
        ["/bin/sh", str(folder / "checkout" / "bin" / "demo")],
        env=path, user=NOBODY, group=NOBODY, extra_groups=[], cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "cannot be written by this account, and Daybridge is not built in it yet." in ran.stderr
    assert "Copy it to a folder of your own" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_program_is_found_through_a_link_from_elsewhere(folder: Path) -> None:
    (folder / "daybridge").symlink_to(BIN / "daybridge")
    said = subprocess.run([folder / "daybridge", "--help"], cwd="/", capture_output=True, text=True, check=False)
    assert "Daybridge runs an intensive outpatient program" in said.stdout
