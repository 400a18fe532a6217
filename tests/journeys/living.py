"""The demo that the journeys walk through: lived once a run, by whichever process comes first; the others wait for it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO
from uuid import uuid4

from daybridge.installation import home
from tests import environment  # noqa: F401 - says which home is that of the tests

HERE = Path(tempfile.gettempdir()) / f"{Path(os.environ['DAYBRIDGE_HOME']).name}-journeys"
LIVED = HERE.with_name(f"{HERE.name}-lived")
DEMO = [sys.executable, "-m", "daybridge.cli", "demo"]
#: The run for which it is lived: of bin/test as a whole, else of pytest.
_RUN = os.environ.get("DAYBRIDGE_LIVED_FOR") or os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex


def live_once(out: IO[str]) -> None:
    """Live it, unless that was done in this run; what it says goes to `out`."""
    LIVED.mkdir(exist_ok=True)
    with home.locked("journeys", LIVED):
        of_run = LIVED / "lived-in-run"
        if not of_run.exists() or of_run.read_text() != _RUN:
            of_run.unlink(missing_ok=True)
            done = subprocess.run([*DEMO, "--reset"], stdout=out, stderr=out, env=settings(LIVED), check=False)
            assert done.returncode == 0, Path(out.name).read_text()
            of_run.write_text(_RUN)


def settings(of_home: Path) -> dict[str, str]:
    """The environment of a process of that home; e-mail goes where the demo puts it."""
    kept = {name: value for name, value in os.environ.items() if name != "DAYBRIDGE_EMAIL_BACKEND"}
    return {**kept, "DAYBRIDGE_HOME": str(of_home)}


if __name__ == "__main__":
    with tempfile.NamedTemporaryFile("w", prefix="daybridge-living-", suffix=".log") as log:
        live_once(log)
