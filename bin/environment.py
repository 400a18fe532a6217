"""Makes what Daybridge needs to run, when it is missing or out of date, and then runs it.

Runs on a bare Python 3.11+: the virtual environment, Node and the browser's part are what it makes.
"""

# ruff: noqa: T201 - it talks to the person at the terminal

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
BUILT = CHECKOUT / "daybridge" / "static" / "built"
LOCALE = CHECKOUT / "daybridge" / "locale"
_PYTHON = VENV / "bin" / "python"
_OWN_UV = CHECKOUT / ".uv"
_STAMPS = VENV / "daybridge-stamps.json"
_UV_VERSION, _OLDEST_UV, _OLDEST_NODE = "0.13.9", (0, 8), 20
_CLIENT_SOURCES = (
    "client",
    "daybridge/ui/styles",
    "daybridge/ui/icons.txt",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
)


def main() -> NoReturn:
    """Make the environment for one of the programs in this folder and become it."""
    program, words = sys.argv[1], sys.argv[2:]
    os.environ.pop("VIRTUAL_ENV", None)  # somebody else's
    if program == "test":
        python_packages("dev")
        translations()
        become(str(_PYTHON), str(CHECKOUT / "bin" / "stages.py"), *words)
    python_packages()
    if program == "demo" or words[:1] in (["up"], ["demo"]):
        translations()
        client()
    become(str(_PYTHON), "-m", "daybridge.cli", *(["demo", "--up"] if program == "demo" else []), *words)


def become(*command: str) -> NoReturn:
    """Go on as this program."""
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


# --- Telling ---------------------------------------------------------------------------------------------------------


def say(sentence: str) -> None:
    print(f"  · {sentence}", flush=True)


def stop(what: str, way_out: str, output: str = "") -> NoReturn:
    """End with one plain sentence and a way out, below the last lines of what the failed program said."""
    for line in output.strip().splitlines()[-15:]:
        print(f"    {line}", file=sys.stderr)
    print(f"{what}\n{way_out}", file=sys.stderr)
    sys.exit(1)


def run(command: list[str], what: str, way_out: str, **words: str) -> None:
    """Run a program quietly; when it fails, show what it said."""
    try:
        ran = subprocess.run(
            command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
            stdin=subprocess.DEVNULL, env={**os.environ, **words},
        )  # fmt: skip
    except OSError as error:
        stop(what, way_out, str(error))
    except KeyboardInterrupt:
        stop("Stopped before everything was made.", "Start again at any time; it goes on where it was.")
    if ran.returncode:
        stop(what, way_out, ran.stdout)


# --- Stamps: what was made from what ---------------------------------------------------------------------------------


def stamp_of(*sources: str) -> str:
    """A fingerprint of files and folders, by their names and content."""
    hashed = hashlib.sha256()
    for path in sorted(_files(CHECKOUT / source for source in sources)):
        hashed.update(f"{path.relative_to(CHECKOUT)}\0".encode())
        hashed.update(hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()


def _files(sources: Iterable[Path]) -> Iterable[Path]:
    for source in sources:
        if source.is_file():
            yield source
        else:
            yield from (path for path in source.rglob("*") if path.is_file() and "node_modules" not in path.parts)


def stamps() -> dict[str, str]:
    """What has been made so far."""
    try:
        stored: dict[str, str] = json.loads(_STAMPS.read_text())
    except (OSError, ValueError):
        return {}
    return stored


def remember(**made: str) -> None:
    unfinished = _STAMPS.with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps(stamps() | made, indent=1))
    unfinished.rename(_STAMPS)


def require_writable() -> None:
    """Say so at once when nothing can be made here."""
    probe = CHECKOUT / f".write-probe-{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        stop(
            f"The folder {CHECKOUT} cannot be written by this account, and Daybridge is not built in it yet.",
            "Copy it to a folder of your own, or run this once as its owner.",
        )


# --- Python packages -------------------------------------------------------------------------------------------------


def python_packages(*groups: str) -> None:
    """The virtual environment as the lock file says, with these groups of packages beside the main ones."""
    wanted, known = stamp_of("uv.lock", "pyproject.toml"), stamps()
    have = set(known.get("groups", "").split())
    is_current = known.get("lock") == wanted and _works(_PYTHON)
    if is_current and have.issuperset(groups):
        return
    require_writable()
    together = sorted(have.union(groups))  # never take away what another program here needs
    uv = find_uv()
    say("Installing Python packages" if VENV.exists() else "Installing Python packages (the first time takes a minute)")
    command = [uv, "sync", "--locked", "--inexact", "--compile-bytecode", "--quiet", "--no-default-groups"]
    command += [word for group in together for word in ("--group", group)]
    if not _works(_PYTHON):
        command += ["--python", sys.executable]
    run(
        command,
        "The Python packages could not be installed.",
        "Is there a network to the package registry (pypi.org)? Then start again; it goes on where it was.",
        UV_PROJECT_ENVIRONMENT=str(VENV),
        UV_PYTHON_DOWNLOADS="never",
        UV_LINK_MODE=os.environ.get("UV_LINK_MODE", "copy"),
    )
    remember(lock=wanted, groups=" ".join(together))


def _works(python: Path) -> bool:
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def find_uv() -> str:
    """The installer: the machine's own when it is recent, or one for this checkout alone."""
    for uv in filter(None, (shutil.which("uv"), str(_OWN_UV / "bin" / "uv"))):
        if _version_of(uv) >= _OLDEST_UV:
            return uv
    say("Getting uv, which installs Python packages")
    way_out = (
        "On Debian or Ubuntu: apt-get install python3-venv. Elsewhere install uv (docs.astral.sh/uv). Then start again."
    )
    run(
        [sys.executable, "-m", "venv", "--clear", str(_OWN_UV)],
        "This Python cannot make virtual environments.",
        way_out,
    )
    run(
        [str(_OWN_UV / "bin" / "python"), "-m", "pip", "install", "--quiet", f"uv=={_UV_VERSION}"],
        "uv could not be installed.",
        "Is there a network to the package registry (pypi.org)? Then start again.",
    )
    return str(_OWN_UV / "bin" / "uv")


def _version_of(program: str) -> tuple[int, ...]:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ()
    found = re.search(r"(\d+)\.(\d+)", said)
    return tuple(int(part) for part in found.groups()) if found else ()


# --- Translations ----------------------------------------------------------------------------------------------------


def translations() -> None:
    """Compile the catalogues that are newer than what was compiled from them."""
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    compiled = all(source.with_suffix(".mo").exists() for source in sources)
    wanted = stamp_of(*(str(source.relative_to(CHECKOUT)) for source in sources))
    if not sources or (compiled and stamps().get("translations") == wanted):
        return
    for source in sources:
        target = source.with_suffix(".mo")
        run(
            [
                str(VENV / "bin" / "pybabel"),
                "compile",
                "--input-file",
                str(source),
                "--output-file",
                str(target),
            ],
            f"The translation {source} could not be compiled.",
            "Mend the line that is named above.",
        )
    remember(translations=wanted)


# --- The browser's part ----------------------------------------------------------------------------------------------


def client() -> None:
    """Build the browser's part when its sources have changed."""
    if not (CHECKOUT / "package.json").exists():
        return
    wanted = stamp_of(*_CLIENT_SOURCES)
    if stamps().get("client") == wanted and BUILT.is_dir() and any(BUILT.iterdir()):
        return
    require_writable()
    node_packages()
    say("Building the browser's part")
    run(
        ["npm", "run", "--silent", "build"],
        "The browser's part could not be built.",
        "What stopped it is said above.",
    )
    remember(client=wanted)


def node_packages() -> None:
    """Node and the packages of the browser's part, as the lock file says; npm is on the PATH afterwards."""
    _find_node()
    wanted = stamp_of("package-lock.json")
    if stamps().get("node_packages") == wanted and (CHECKOUT / "node_modules").is_dir():
        return
    require_writable()
    say("Installing the packages of the browser's part")
    run(
        ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
        "The packages of the browser's part could not be installed.",
        "Is there a network to the package registry (registry.npmjs.org)? Then start again.",
    )
    remember(node_packages=wanted)


def _find_node() -> None:
    if _version_of("node") >= (_OLDEST_NODE, 0) and shutil.which("npm"):
        return
    python_packages("node")
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    if _version_of("node") < (_OLDEST_NODE, 0):
        stop(
            "The browser's part needs Node 20 or newer, and the one from the Python package does not run here.",
            "Install Node 20 or newer (nodejs.org), then start again.",
        )


if __name__ == "__main__":
    main()
