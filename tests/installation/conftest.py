"""Real homes with a real PostgreSQL each, short-lived and never the developer's own."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from daybridge.installation import home, postgres
from tests import prepared

NOBODY = 65534
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")


def _quick_disk() -> str:
    """Memory where there is enough of it: what is tested are processes that die, not machines."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2e9 else "/tmp"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that every account may pass through; pytest's own is closed and deep."""
    made = Path(tempfile.mkdtemp(prefix="dbr-", dir=_quick_disk()))
    made.chmod(0o711)
    yield made
    for data in made.rglob("postmaster.pid"):
        postgres.stop(data.parent.parent)
    shutil.rmtree(made)


@pytest.fixture
def a_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new installation's home, with nothing in it yet."""
    return _live_in(folder / "home", monkeypatch)


@pytest.fixture
def live_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Path]:
    """Move to another home."""
    return lambda path: _live_in(path, monkeypatch)


def _live_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAYBRIDGE_HOME", str(path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return home.home()


@pytest.fixture(scope="session")
def made_home() -> Iterator[Path]:
    """A home whose database was made once for the whole run; never started itself, only copied."""
    with tempfile.TemporaryDirectory(prefix="dbr-", dir=_quick_disk()) as made:
        path = Path(made)
        path.chmod(0o711)
        with postgres.in_use(path):
            pass
        yield path


@pytest.fixture(scope="session")
def migrated_home() -> Path:
    """The same with all tables, for `up`; never served itself, only copied."""
    return prepared.migrated()


@pytest.fixture
def running_home(made_home: Path, a_home: Path) -> Iterator[Path]:
    """A home whose PostgreSQL runs, with roles and an empty database."""
    copy_of(made_home, a_home)
    with postgres.in_use(a_home):
        yield a_home


def copy_of(made_home: Path, target: Path) -> None:
    """Copy a home with its owners; nothing in it names its own place."""
    for part in ("secrets.json", "postgres"):
        os.spawnlp(os.P_WAIT, "cp", "cp", "-a", str(made_home / part), str(target / part))


def as_nobody(deed: Callable[[], str]) -> str:
    """Do something as an ordinary account, in a process of its own; an exception comes back as its words."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os.chdir("/")
        try:
            said = deed()
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said
