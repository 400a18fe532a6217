"""A pytest plugin that `bin/test` loads: the first failure on the terminal when it happens, and a record of the stage.

The record, `var/test/<stage>.json`, holds `passed` and `failed` (counts of tests), `slowest` (node id, seconds) and `files` (seconds of each). While a test runs,
`var/test/running/<stage>-<process>` holds its node id, so that a run that is ended can say what was under way.
"""

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

_RECORDS = Path(__file__).parents[1] / "var" / "test"
_SLOWEST = 20


class RunRecord:
    """Counts what the controlling process hears of each test."""

    def __init__(self, stage: str, console: int) -> None:
        self._stage, self._console = stage, console
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._failed: set[str] = set()
        self._files: defaultdict[str, float] = defaultdict(float)
        self._passed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] += report.duration
        self._files[report.nodeid.partition("::")[0]] += report.duration
        self._passed += report.when == "call" and report.passed
        if report.failed:
            self._note_failure(report.nodeid, report.longreprtext)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._note_failure(report.nodeid, report.longreprtext)

    def _note_failure(self, node: str, text: str) -> None:
        if not self._failed:
            lines = "\n".join(f"  {self._stage} │ {line}" for line in text.splitlines()[-40:])
            os.write(self._console, f"✗ {self._stage}: first failure: {node}\n{lines}\n".encode())
        self._failed.add(node)

    def pytest_sessionfinish(self) -> None:
        """Add to the stage's record: a stage may run pytest more than once."""
        path = _RECORDS / f"{self._stage}.json"
        before = json.loads(path.read_text()) if path.exists() else {"passed": 0, "failed": 0, "slowest": []}
        seconds = [*before["slowest"], *((node, round(spent, 1)) for node, spent in self._seconds.items())]
        record = {
            "passed": before["passed"] + self._passed,
            "failed": before["failed"] + len(self._failed),
            "slowest": sorted(seconds, key=lambda row: -row[1])[:_SLOWEST],
            "files": {file: round(spent, 1) for file, spent in sorted(self._files.items(), key=lambda row: -row[1])},
        }
        path.write_text(json.dumps(record, indent=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Say what is under way in this process."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    under_way = _RECORDS / "running" / f"{os.environ.get('DAYBRIDGE_STAGE', 'pytest')}-{process}"
    under_way.write_text(f"  {item.nodeid} (since {time.strftime('%H:%M:%S')})")
    try:
        return (yield)
    finally:
        under_way.unlink(missing_ok=True)


def pytest_configure(config: pytest.Config) -> None:
    stage, console = os.environ.get("DAYBRIDGE_STAGE"), os.environ.get("DAYBRIDGE_CONSOLE")
    if stage and console and not hasattr(config, "workerinput"):
        config.pluginmanager.register(RunRecord(stage, int(console)))
