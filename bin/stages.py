"""Everything that is checked, stage by stage, and one summary at the end. Started by bin/test in the made environment."""

# ruff: noqa: T201 - it talks to the person at the terminal

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import environment
from environment import CHECKOUT, VENV, say

Commands = list[list[str]]


def main() -> int:
    """Run the chosen stages, all of them when none is named, and say how each went."""
    chosen, words = _chosen(sys.argv[1:])
    os.environ.setdefault("DAYBRIDGE_HOME", str(CHECKOUT / "var" / "test"))  # never the demo's database
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    living = _live_demo_meanwhile() if chosen == list(STAGES) and not words else None
    outcomes: dict[str, tuple[bool, float]] = {}
    for name in chosen:
        print(f"\n━━ {name} ━━", flush=True)
        began = time.monotonic()
        outcomes[name] = (_run(name, words), time.monotonic() - began)
    if living:
        living.wait()
    _summarize(outcomes)
    return 0 if all(went_well for went_well, _ in outcomes.values()) else 1


def _live_demo_meanwhile() -> "subprocess.Popen[bytes]":
    """The journeys walk through ten weeks that one process lives: it begins while the other stages run."""
    os.environ["DAYBRIDGE_LIVED_FOR"] = str(time.time_ns())
    return subprocess.Popen(_python("-m", "tests.journeys.living"), cwd=CHECKOUT)


def _chosen(words: list[str]) -> tuple[list[str], list[str]]:
    stages: list[str] = []
    while words and words[0] in STAGES:
        stages.append(words.pop(0))
    if words and not stages:
        if words[0] in ("-h", "--help") or (
            not words[0].startswith("-") and not Path(words[0].split("::")[0]).exists()
        ):
            print(f"Stages: {', '.join(STAGES)}. Words after them go to pytest: bin/test python -k alerts")
            sys.exit(0 if words[0].startswith("-") else 2)
        stages = ["python"]
    return stages or list(STAGES), words


def _run(name: str, words: list[str]) -> bool:
    try:
        commands = STAGES[name](words)
    except SystemExit:  # what it needs could not be made; the sentence is on the screen
        return False
    went_well = True
    for command in commands:
        went_well &= subprocess.run(command, cwd=CHECKOUT, check=False).returncode == 0
    return went_well


def _summarize(outcomes: dict[str, tuple[bool, float]]) -> None:
    print("\n━━ summary ━━")
    for name, (went_well, seconds) in outcomes.items():
        print(f"  {'✓' if went_well else '✗'} {name:<12}{seconds:7.1f} s  {'' if went_well else 'FAILED'}".rstrip())
    failed = [name for name, (went_well, _) in outcomes.items() if not went_well]
    total = sum(seconds for _, seconds in outcomes.values())
    print(f"  {'failed: ' + ', '.join(failed) if failed else 'everything passed'} ({total:.0f} s)", flush=True)


# --- Stages ----------------------------------------------------------------------------------------------------------


def _tool(name: str, *words: str) -> list[str]:
    return [str(VENV / "bin" / name), *words]


def _python(*words: str) -> list[str]:
    return [str(VENV / "bin" / "python"), *words]


def _format(_: list[str]) -> Commands:
    return [_tool("ruff", "format", "--check", ".")]


def _lint(_: list[str]) -> Commands:
    templates = sorted({str(path) for path in (CHECKOUT / "daybridge").rglob("templates")})
    return [_tool("ruff", "check", "."), _tool("djlint", "--check", "--lint", "--quiet", *templates)]


def _types(_: list[str]) -> Commands:
    return [_tool("mypy")]


def _laws(_: list[str]) -> Commands:
    return [_tool("lint-imports")]


def _migrations(_: list[str]) -> Commands:
    return [_python("-m", "daybridge.cli", "migrations-check")]


def _python_tests(words: list[str]) -> Commands:
    environment.client()  # screens need what is built
    if any(not word.startswith("-") and Path(word.split("::")[0]).exists() for word in words):
        return [_python("-m", "pytest", *words)]
    everything = ["-m", "pytest", "-n", "2", "--dist", "worksteal", "--ignore=tests/journeys", *words]
    if words:
        return [_python(*everything)]
    return [
        _tool("coverage", "erase"),
        _python(*everything, "-p", "tests.reached"),
        _tool("coverage", "combine", "--quiet"),
        _tool("coverage", "report"),
    ]


def _client(_: list[str]) -> Commands:
    environment.node_packages()
    return [["npm", "run", "--silent", "typecheck"], ["npm", "test", "--silent"]]


def _journeys(words: list[str]) -> Commands:
    environment.client()
    _browser()
    # A journey waits as much as it works: three at a time, each with a copy of the demo, a file's journeys together.
    three = [] if words else ["-n", "3", "--dist", "loadgroup"]
    return [_python("-m", "pytest", "tests/journeys", *three, *words)]


STAGES: dict[str, Callable[[list[str]], Commands]] = {
    "format": _format,
    "lint": _lint,
    "types": _types,
    "laws": _laws,
    "migrations": _migrations,
    "python": _python_tests,
    "client": _client,
    "journeys": _journeys,
}


# --- The browser -----------------------------------------------------------------------------------------------------


def _browser() -> None:
    """Chromium for the journeys, and its headless kin that spends a third of the processor time; the machine's, or Debian's where we are root."""
    missing = [one for one in (WHOLE, HEADLESS) if not shutil.which(one)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium (the first time takes a minute)")
        environment.run(
            ["sh", "-c", f"apt-get update -q && apt-get install -q -y --no-install-recommends {' '.join(missing)}"],
            "Chromium could not be installed.",
            f"Install it yourself (apt-get install {' '.join(missing)}), then start again.",
            DEBIAN_FRONTEND="noninteractive",
        )
    whole = shutil.which(WHOLE) or shutil.which("chromium-browser")
    if whole:
        os.environ.setdefault("DAYBRIDGE_CHROMIUM", whole)
        os.environ.setdefault("DAYBRIDGE_HEADLESS", shutil.which(HEADLESS) or whole)
        return
    environment.run(
        [str(VENV / "bin" / "playwright"), "install", "chromium"],
        "Playwright's Chromium could not be installed.",
        "Install Chromium so that it is on the PATH, then start again.",
    )


WHOLE, HEADLESS = "chromium", "chromium-headless-shell"


if __name__ == "__main__":
    sys.exit(main())
