"""Homes that tests copy: an installation with its tables, and one in which a small demo was lived.

Each is kept in the temporary folder under the hash of what it is made from, so a second run of the same code finds it there, in another
checkout too. Nothing in a home names its own place.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from daybridge.installation import home

ROOT = Path(tempfile.gettempdir()) / f"daybridge-prepared-{os.geteuid()}"
#: The demo that journeys walk through: a small one, with all that the critical ones meet, is lived in a fifth of the time.
IS_WHOLE = bool(os.environ.get("DAYBRIDGE_WHOLE_DEMO"))
DEMO = ["demo"] if IS_WHOLE else ["demo", "--days", "16", "--participants", "14"]
#: A demo has sessions that run now and alerts that wait since minutes; one that is older than this is lived again (seconds).
_FRESH = 20 * 60
#: Homes of other code that stay beside the newest of a kind.
_KEPT = 2


def migrated() -> Path:
    """A home with all tables and nothing in them; never served itself, only copied."""
    return _prepared("migrated", _key(_migration_files()), lambda path: daybridge(path, "migrate"))


def demo() -> Path:
    """A home in which a demo was lived in the last 20 minutes; never served itself, only copied."""
    kind = "whole-demo" if IS_WHOLE else "small-demo"
    return _prepared(kind, _key(_product_files()), _live, is_fresh=lambda path: time.time() - _made_at(path) < _FRESH)


def _live(path: Path) -> None:
    copy(migrated(), path)
    daybridge(path, *DEMO)


def copy(prepared: Path, to: Path) -> None:
    """Copy a prepared home, with its owners."""
    subprocess.run(["cp", "-a", f"{prepared}/.", str(to)], check=True)


def daybridge(of_home: Path, *words: str) -> None:
    """Run the product's own command in a home."""
    command = [sys.executable, "-m", "daybridge.cli", *words]
    ran = subprocess.run(command, env=settings(of_home), cwd=home.CHECKOUT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def settings(of_home: Path) -> dict[str, str]:
    """The environment of a process of that home; e-mail goes where the demo puts it."""
    kept = {name: value for name, value in environment_of_product().items() if name != "DAYBRIDGE_EMAIL_BACKEND"}
    return {**kept, "DAYBRIDGE_HOME": str(of_home)}


def environment_of_product() -> dict[str, str]:
    """That of the tests, without what only the tests may do (`rows_beside_a_browser` in the journeys)."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}


def _prepared(
    kind: str, key: str, make: Callable[[Path], None], is_fresh: Callable[[Path], bool] = lambda path: True
) -> Path:
    """The home of this kind and key, made if it is not there; one process makes it, others wait."""
    path = ROOT / f"{kind}-{key}"
    with locked(kind):
        if not (path.exists() and is_fresh(path)):
            unfinished = path.with_suffix(".new")
            for stale in (unfinished, path):
                shutil.rmtree(stale, ignore_errors=True)
            share_secrets(unfinished)
            make(unfinished)
            unfinished.rename(path)
            _drop_older(kind)
    return path


def share_secrets(of_home: Path) -> None:
    """Give a home the secrets that all prepared homes have, before Django reads them; its database is copied later."""
    with locked("sharing"):
        home.secrets(ROOT)
    of_home.mkdir(mode=0o711, exist_ok=True)
    shutil.copy(home.secrets_file(ROOT), home.secrets_file(of_home))


def secrets_mark() -> str:
    """Tells the secrets of today's prepared homes from those of homes that were removed."""
    return hashlib.sha256(home.secrets_file(ROOT).read_bytes()).hexdigest()[:16]


def locked(name: str) -> AbstractContextManager[None]:
    """Hold a lock that other test processes of this machine wait for."""
    ROOT.mkdir(mode=0o711, exist_ok=True)
    return home.locked(name, ROOT)


def _drop_older(kind: str) -> None:
    for path in sorted(ROOT.glob(f"{kind}-*"), key=_made_at, reverse=True)[1 + _KEPT :]:
        shutil.rmtree(path)


def _made_at(path: Path) -> float:
    return path.stat().st_mtime


def _migration_files() -> Iterable[Path]:
    yield home.CHECKOUT / "uv.lock"
    yield home.CHECKOUT / "daybridge" / "core" / "tenancy.py"
    yield from (home.CHECKOUT / "daybridge" / "installation").glob("*.py")
    yield from (home.CHECKOUT / "daybridge").glob("*/migrations/*.py")


def _product_files() -> Iterable[Path]:
    """All that a lived demo can hang on: code, data files and packages."""
    yield home.CHECKOUT / "uv.lock"
    for path in (home.CHECKOUT / "daybridge").rglob("*"):
        if path.suffix in (".py", ".yaml", ".toml", ".json", ".csv", ".typ") and not {"tests", "static"} & set(
            path.parts
        ):
            yield path


def _key(files: Iterable[Path]) -> str:
    hashed = hashlib.sha256()
    for path in sorted(files):
        hashed.update(f"{path.relative_to(home.CHECKOUT)}\0".encode() + path.read_bytes())
    return hashed.hexdigest()[:16]


if __name__ == "__main__":
    {"migrated": migrated, "demo": demo}[sys.argv[1]]()
