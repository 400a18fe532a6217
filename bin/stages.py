"""Run the tests: what `bin/test` starts once the environment is installed.

The stages run in two lanes, side by side: what takes one core, and tests that share all cores. Each stage writes its output to
`var/test/<stage>.log`; the terminal shows the first failure of a stage when it happens, a line when a stage ends, and a summary.
`var/test/last-run.json` records the run. docs/contributing.md explains the tiers.
"""

# ruff: noqa: T201 - it talks to the person at the terminal

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import environment
from environment import CHECKOUT, VENV, say

RECORDS = CHECKOUT / "var" / "test"
LAST_RUN = RECORDS / "last-run.json"
#: A run that is not over by then is ended, with a report of what was under way (seconds).
DEADLINE, DEADLINE_FULL = 20 * 60, 60 * 60
#: After so many failures a stage stops.
MAX_FAILURES = 10
SLOWEST = 20


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    full: bool = False
    words: tuple[str, ...] = ()
    #: The only test files to run, from `--changed`; None for all.
    files: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Command:
    """A program that a stage runs."""

    words: list[str]
    env: dict[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    """How a stage went."""

    seconds: float = 0.0
    outcome: str = "not run"
    passed: int = 0
    failed: int = 0
    slowest: list[tuple[str, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Stage:
    name: str
    lane: str
    commands: Callable[[Options], Iterable[Command]]
    #: The stage of the other lane whose results it reads.
    after: str = ""


def main() -> int:
    """Run the chosen stages; return the exit status: 0 when everything passed."""
    arguments = _parser().parse_args(_split_words(sys.argv[1:]))
    if arguments.last:
        return _print_last()
    chosen = [STAGES[name] for name in arguments.stages] or list(STAGES.values())
    words, files = tuple(arguments.words), None
    os.environ["DAYBRIDGE_HOME"] = str(RECORDS / "home")  # never the demo's database
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    if arguments.full:
        os.environ["DAYBRIDGE_FULL"] = "1"  # longer searches for what no example shows
    if words and not arguments.stages:
        return _run_pytest_here(list(words))
    if arguments.changed:
        files = _changed_files()
    return Run(chosen, Options(arguments.full, words, files)).run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bin/test", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("stages", nargs="*", choices=[*STAGES, []], help=", ".join(STAGES))
    parser.add_argument("--full", action="store_true", help="everything there is, slow and wide: before a release")
    parser.add_argument("--changed", action="store_true", help="only what the import graph says a change can reach")
    parser.add_argument("--last", action="store_true", help="show how the last run went")
    parser.add_argument("--words", nargs=argparse.REMAINDER, default=[], help=argparse.SUPPRESS)
    return parser


def _split_words(words: list[str]) -> list[str]:
    """Put what is not ours, a file or a flag of pytest's and all after it, behind `--words`."""
    ours = {*STAGES, "--full", "--changed", "--last", "-h", "--help"}
    first = next((index for index, word in enumerate(words) if word not in ours), len(words))
    return [*words[:first], *(["--words", *words[first:]] if words[first:] else [])]


def _run_pytest_here(words: list[str]) -> int:
    """`bin/test FILE`: just that, on this terminal."""
    if not any(word.startswith("-") or Path(word.split("::")[0]).exists() for word in words):
        print(f"There is no stage and no file {words[0]}. Stages: {', '.join(STAGES)}.")
        return 2
    environment.client()
    _programs()
    if any("journeys" in word for word in words):
        _browser()
    return subprocess.run(_python("-m", "pytest", *words), cwd=CHECKOUT, check=False).returncode


# --- A run -----------------------------------------------------------------------------------------------------------


class Run:
    """One run of `bin/test`: its lanes, its deadline and its record."""

    def __init__(self, stages: list[Stage], options: Options) -> None:
        self._stages, self._options = stages, options
        self._outcomes = {stage.name: Outcome() for stage in stages}
        self._over = {stage.name: threading.Event() for stage in stages}
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._ended_early = threading.Event()
        #: The terminal under another number: a stage's own output goes to its log.
        self._console = os.dup(sys.stdout.fileno())
        self._lock = threading.Lock()

    def run(self) -> int:
        began, started_at = time.monotonic(), datetime.now(UTC)
        shutil.rmtree(RECORDS / "running", ignore_errors=True)
        (RECORDS / "running").mkdir(parents=True)
        LAST_RUN.unlink(missing_ok=True)  # a run that is killed leaves no record of the one before
        commit = _commit()
        self._prepare()
        alarm = threading.Timer(DEADLINE_FULL if self._options.full else DEADLINE, self._end_at_deadline)
        alarm.daemon = True
        alarm.start()
        lanes = [
            threading.Thread(target=self._run_lane, args=(lane,)) for lane in {stage.lane: 0 for stage in self._stages}
        ]
        try:
            for lane in lanes:
                lane.start()
            for lane in lanes:
                lane.join()
        except KeyboardInterrupt:
            self._end("Interrupted.")
        alarm.cancel()
        return self._report(time.monotonic() - began, started_at, commit)

    def _prepare(self) -> None:
        """What several stages need, made once before they run side by side."""
        names = {stage.name for stage in self._stages}
        if names - {"tables", "format", "lint", "types", "architecture", "migrations", "rules"}:
            environment.client()
        if names & {"client", "accessibility"}:
            environment.node_packages()
        if names & {"screens", "journeys"}:
            _programs()
        if "journeys" in names:
            _browser()

    def _run_lane(self, lane: str) -> None:
        for stage in self._stages:
            if stage.lane != lane:
                continue
            if stage.after in self._over:
                self._over[stage.after].wait()
            if not self._ended_early.is_set():
                self._run_stage(stage)
            self._over[stage.name].set()

    def _run_stage(self, stage: Stage) -> None:
        outcome, began = self._outcomes[stage.name], time.monotonic()
        log, record = RECORDS / f"{stage.name}.log", RECORDS / f"{stage.name}.json"
        record.unlink(missing_ok=True)
        self._tell(f"▸ {stage.name}")
        is_passed = True
        with log.open("w") as out:
            for command in stage.commands(self._options):
                is_passed &= self._run_command(stage.name, command, out) == 0
        outcome.seconds = time.monotonic() - began
        outcome.outcome = "passed" if is_passed else "failed"
        if self._ended_early.is_set():
            outcome.outcome = "ended"
        if record.exists():
            told = json.loads(record.read_text())
            outcome.passed, outcome.failed, outcome.slowest = told["passed"], told["failed"], told["slowest"]
        if not is_passed:
            self._tell("".join(f"  {stage.name} │ {line}\n" for line in log.read_text().splitlines()[-60:]).rstrip())
        self._tell(_line(stage.name, outcome))

    def _run_command(self, name: str, command: Command, out: Any) -> int:
        env = {**os.environ, **command.env, "DAYBRIDGE_STAGE": name, "DAYBRIDGE_CONSOLE": str(self._console)}
        with subprocess.Popen(
            command.words, cwd=CHECKOUT, env=env, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            text=True, start_new_session=True, pass_fds=[self._console],
        ) as process:  # fmt: skip
            with self._lock:
                self._running[name] = process
            try:
                return process.wait()
            finally:
                with self._lock:
                    self._running.pop(name, None)

    def _end_at_deadline(self) -> None:
        minutes = (DEADLINE_FULL if self._options.full else DEADLINE) // 60
        self._end(f"Not over after {minutes} minutes.")

    def _end(self, why: str) -> None:
        """End what runs, and say what was under way."""
        self._ended_early.set()
        under_way = [path.read_text() for path in sorted((RECORDS / "running").iterdir())]
        self._tell("\n".join([f"{why} Under way: {', '.join(self._running) or 'nothing'}", *under_way]))
        with self._lock:
            for process in self._running.values():
                os.killpg(process.pid, signal.SIGTERM)
        time.sleep(5)  # what is asked to end stops its servers first
        with self._lock:
            for process in self._running.values():
                os.killpg(process.pid, signal.SIGKILL)

    def _tell(self, text: str) -> None:
        with self._lock:
            print(text, flush=True)

    def _report(self, seconds: float, started_at: datetime, commit: dict[str, Any]) -> int:
        is_passed = all(one.outcome == "passed" for one in self._outcomes.values())
        is_whole = [stage.name for stage in self._stages] == list(STAGES) and not self._options.words
        slowest = sorted((row for one in self._outcomes.values() for row in one.slowest), key=lambda row: -row[1])
        record = {
            **commit,
            "started_at": started_at.isoformat(timespec="seconds"),
            "whole": is_whole and self._options.files is None,
            "full": self._options.full,
            "outcome": "passed" if is_passed else "failed",
            "seconds": round(seconds, 1),
            "stages": {name: asdict(one) | {"slowest": None} for name, one in self._outcomes.items()},
            "slowest": slowest[:SLOWEST],
        }
        LAST_RUN.write_text(json.dumps(record, indent=1))
        return _print_last()


def _line(name: str, outcome: Outcome) -> str:
    counts = f"{outcome.passed:6,} passed" if outcome.passed or outcome.failed else ""
    counts += f", {outcome.failed} failed" if outcome.failed else ""
    sign = "✓" if outcome.outcome == "passed" else "✗"
    return f"  {sign} {name:<14}{outcome.seconds:7.1f} s  {counts}{'' if sign == '✓' else '  ' + outcome.outcome.upper()}".rstrip()


def _print_last() -> int:
    if not LAST_RUN.exists():
        print("No run of bin/test is recorded here.")
        return 2
    run = json.loads(LAST_RUN.read_text())
    state = "clean" if run["clean"] else "with changes that are not committed"
    print(f"\n━━ {run['started_at']} · {run['commit'][:12]} {state}{' · --full' if run['full'] else ''} ━━")
    outcomes = {name: Outcome(**{**one, "slowest": []}) for name, one in run["stages"].items()}
    for name, outcome in outcomes.items():
        print(_line(name, outcome))
    for name, seconds in run["slowest"][:5]:
        print(f"    {seconds:6.1f} s  {name}")
    failed = [name for name, outcome in outcomes.items() if outcome.outcome != "passed"]
    print(f"  {'failed: ' + ', '.join(failed) if failed else 'everything passed'} ({run['seconds']:.0f} s)")
    total = [sum(one.passed for one in outcomes.values()), sum(one.failed for one in outcomes.values())]
    print(f"{total[0]} passed, {max(total[1], len(failed))} failed", flush=True)
    return 1 if failed else 0


def _commit() -> dict[str, Any]:
    """Which commit is tested, and whether the work tree differs from it."""
    try:
        commit, changes = _git("rev-parse", "HEAD").strip(), _git("status", "--porcelain")
    except (OSError, subprocess.CalledProcessError):
        return {"commit": "unknown", "clean": False, "dirty": True}
    return {"commit": commit, "clean": not changes, "dirty": bool(changes)}


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout


# --- Stages ----------------------------------------------------------------------------------------------------------


def _tool(name: str, *words: str) -> Command:
    return Command([str(VENV / "bin" / name), *words])


def _python(*words: str) -> list[str]:
    return [str(VENV / "bin" / "python"), *words]


_RECORDED = ("-p", "tests.run_record", "-q", f"--maxfail={MAX_FAILURES}")


def _pytest(*words: str, workers: str = "auto", **env: str) -> Command:
    return Command(_python("-m", "pytest", *_RECORDED, "-n", workers, "--dist", "worksteal", *words), env)


def _prepared(kind: str, **env: str) -> list[Command]:
    return [Command(_python("-m", "tests.prepared", kind), env)]


def _tables(_: Options) -> list[Command]:
    """An installation with its tables, which tests copy; kept by the hash of the migrations."""
    return _prepared("migrated")


def _demo(options: Options) -> list[Command]:
    """The demo that the journeys walk through, lived."""
    return _prepared("demo", **({"DAYBRIDGE_WHOLE_DEMO": "1"} if options.full else {}))


def _format(_: Options) -> list[Command]:
    return [_tool("ruff", "format", "--check", ".")]


def _lint(_: Options) -> list[Command]:
    templates = sorted({str(path) for path in (CHECKOUT / "daybridge").rglob("templates")})
    return [_tool("ruff", "check", "."), _tool("djlint", "--check", "--lint", "--quiet", *templates)]


def _types(_: Options) -> list[Command]:
    return [_tool("mypy")]


def _architecture(_: Options) -> list[Command]:
    return [_tool("lint-imports")]


def _migrations(_: Options) -> list[Command]:
    return [Command(_python("-m", "daybridge.cli", "migrations-check"))]


def _client(_: Options) -> list[Command]:
    return [Command(["npm", "run", "--silent", "typecheck"]), Command(["npm", "test", "--silent"])]


#: The rules of the modules, in the files that are held to the coverage gate.
_RULES = ("rules.py", "rules/*.py")
_ACCESS = ("access.py",)
_ACTIONS = "tests/permissions/test_actions.py"


def _modules(*names: str) -> list[str]:
    return [f"daybridge/{depth}{name}" for name in names for depth in ("*/", "*/*/")]


def _files(options: Options, *patterns: str) -> list[str]:
    """Test files of these patterns; only those that a change can reach where that was asked for."""
    found = sorted(str(path.relative_to(CHECKOUT)) for one in patterns for path in CHECKOUT.glob(one))
    return found if options.files is None else [file for file in found if file in options.files]


def _traced(words: list[str], *, of: tuple[str, ...], options: Options) -> Iterable[Command]:
    """Run tests in one process under coverage, and hold these files to 100 %."""
    data = f"--data-file={RECORDS / 'coverage'}"
    yield Command([str(VENV / "bin" / "coverage"), "run", data, "-m", "pytest", *_RECORDED, *words])
    if options.files is None:
        yield _tool("coverage", "report", data, f"--include={','.join(_modules(*of))}")


def _rules(options: Options) -> Iterable[Command]:
    """Rules are plain Python: neither Django nor a database is loaded."""
    files = _files(options, *_modules("tests/test_rules*.py"))
    plain = ["--noconftest", "-p", "no:django", "-o", "addopts=-p tests.environment --strict-markers --disable-socket"]
    return _traced([*plain, *files, *options.words], of=_RULES, options=options) if files else ()


def _screens(options: Options) -> Iterable[Command]:
    """Actions, queries, screens over HTTP, architecture and installation."""
    elsewhere = [
        "tests/journeys",
        "tests/permissions",
        "tests/accessibility",
        *_files(Options(), *_modules("tests/test_rules*.py", "tests/test_access.py")),
    ]
    files = list(options.files or ()) if options.files is not None else ["daybridge", "tests"]
    files = [file for file in files if file not in elsewhere and not file.startswith(tuple(elsewhere[:3]))]
    ignored = [f"--ignore={path}" for path in elsewhere]
    return [_pytest(*([] if options.full else ["-m", "not full"]), *ignored, *files, *options.words)] if files else []


def _access(options: Options) -> Iterable[Command]:
    """Who may: the functions that decide it, and every action tried by every person, under coverage."""
    decide = _files(Options(), *_modules("tests/test_access.py"))
    return _traced([*decide, _ACTIONS, *options.words], of=_ACCESS, options=Options())


def _permissions(options: Options) -> Iterable[Command]:
    """Every address tried by every person; the pages that they may open are kept for the accessibility stage."""
    shutil.rmtree(RECORDS / "pages", ignore_errors=True)
    yield _pytest("tests/permissions", "tests/accessibility", f"--ignore={_ACTIONS}", *options.words)


def _journeys(options: Options) -> Iterable[Command]:
    """What needs a real browser: the critical journeys, and in a full run all of them."""
    if not options.full:
        yield _pytest("tests/journeys", "-m", "critical", *options.words, workers="0")
        return
    video = "tests/journeys/test_video.py"  # three browsers with moving pictures keep both cores busy, so it goes alone
    whole = {"DAYBRIDGE_WHOLE_DEMO": "1"}
    yield _pytest("tests/journeys", f"--ignore={video}", "--dist", "loadfile", *options.words, **whole)
    yield _pytest(video, *options.words, workers="0", **whole)


def _accessibility(options: Options) -> Iterable[Command]:
    """Every page as the server sends it, held against axe's rules; what only a browser can show is among the journeys."""
    if not (RECORDS / "pages").is_dir():
        yield _pytest("tests/accessibility", *options.words)
    yield Command(["node", "tests/accessibility/check_pages.mjs"])


STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        Stage("tables", "one core", _tables),
        Stage("format", "one core", _format),
        Stage("lint", "one core", _lint),
        Stage("architecture", "one core", _architecture),
        Stage("types", "one core", _types),
        Stage("migrations", "one core", _migrations),
        Stage("client", "one core", _client),
        Stage("access", "one core", _access),
        Stage("demo", "one core", _demo),
        Stage("journeys", "one core", _journeys),
        Stage("accessibility", "one core", _accessibility, after="permissions"),
        Stage("rules", "all cores", _rules),
        Stage("permissions", "all cores", _permissions),
        Stage("screens", "all cores", _screens),
    )
}


# --- Programs of the machine -----------------------------------------------------------------------------------------

_CHROMIUM, _HEADLESS = "chromium", "chromium-headless-shell"


#: The program that is looked for, and Debian's package that brings it.
_PROGRAMS = {_CHROMIUM: _CHROMIUM, _HEADLESS: _HEADLESS, "janus": "janus", "turnserver": "coturn", "ip": "iproute2"}


def _programs() -> None:
    """Install what tests drive, where we are root on Debian: browsers, and the servers for video."""
    missing = [package for program, package in _PROGRAMS.items() if not shutil.which(program)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium and the servers for video (the first time takes a minute)")
        environment.run(
            ["sh", "-c", f"apt-get update -q && apt-get install -q -y --no-install-recommends {' '.join(missing)}"],
            "Chromium and the servers for video could not be installed.",
            f"Install them yourself (apt-get install {' '.join(missing)}), then start again.",
            DEBIAN_FRONTEND="noninteractive",
        )


def _browser() -> None:
    """Find Chromium and its headless shell, which takes a third of the processor time."""
    whole = shutil.which(_CHROMIUM) or shutil.which("chromium-browser")
    if whole:
        os.environ.setdefault("DAYBRIDGE_CHROMIUM", whole)
        os.environ.setdefault("DAYBRIDGE_HEADLESS", shutil.which(_HEADLESS) or whole)
        return
    environment.run(
        [str(VENV / "bin" / "playwright"), "install", "chromium"],
        "Playwright's Chromium could not be installed.",
        "Install Chromium so that it is on the PATH, then start again.",
    )


# --- What a change can reach -----------------------------------------------------------------------------------------

#: A change of one of these can reach every test.
_EVERYTHING = re.compile(
    r"^(conftest\.py|pyproject\.toml|uv\.lock|tests/\w+\.py|daybridge/(core|settings|urls|reactions)\b.*|.*/migrations/.*|bin/.*)$"
)


def _changed_files() -> tuple[str, ...] | None:
    """The test files that import what has changed since main, directly or not; None where that is all of them."""
    base = _git("merge-base", "HEAD", "main").strip()
    changed = {*_git("diff", "--name-only", base).split(), *_git("ls-files", "-o", "--exclude-standard").split()}
    if any(_EVERYTHING.match(path) for path in changed):
        return None
    reach = [str(VENV / "bin" / "python"), "-m", "tests.reach", *sorted(changed)]
    found = subprocess.run(reach, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout.split()
    print(f"{len(changed)} changed files reach {len(found)} test files.")
    return tuple(found)


if __name__ == "__main__":
    sys.exit(main())
