"""The installation's home folder: its secrets, where its database is reached, and what else lies in it.

Imported by settings before anything else, so it imports neither Django nor anything slow.
"""

import base64
import fcntl
import json
import os
import secrets as randomness
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypedDict
from urllib.parse import parse_qsl, unquote, urlsplit

from daybridge.installation.trouble import Trouble

CHECKOUT = Path(__file__).resolve().parents[2]
DATABASE_NAME = "daybridge"
OWNER, APP, DUMP = "daybridge_owner", "daybridge_app", "daybridge_dump"
PORT = 5432
#: A socket's whole path fits in 108 bytes with its closing zero on Linux.
_LONGEST_SOCKET_PATH = 107
_SOCKET_NAME = f".s.PGSQL.{PORT}"
_LARGEST_LOG = 10_000_000
#: The folder in a home where a restore builds what is to take its place; one that is there was cut short.
RESTORING = "restoring"

Role = Literal["app", "owner", "dump"]


class Database(TypedDict):
    """How one role reaches the database; `options` are further libpq words of a DATABASE_URL, such as sslmode."""

    host: str
    port: int
    name: str
    user: str
    password: str
    options: dict[str, str]


@dataclass(frozen=True)
class Secrets:
    """What must never leave the installation except in its backup. Keys and passwords are text; audit keys base64.

    `push_private_key` signs what is sent to browsers' push services (VAPID, RFC 8292): base64url of the P-256 scalar.
    """

    django_secret_key: str
    field_key: str
    audit_private_key: str
    audit_public_key: str
    push_private_key: str
    passwords: Mapping[str, str]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, sort_keys=True) + "\n"


# --- The folder ------------------------------------------------------------------------------------------------------


def home() -> Path:
    """The folder that holds everything of this installation that is not code; made when it is missing."""
    folder = Path(os.environ.get("DAYBRIDGE_HOME") or _default_home()).expanduser().absolute()
    try:
        if not folder.is_dir():
            _make_folder(folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder


def _default_home() -> Path:
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    return Path("~/.local/share/daybridge")


def _make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # Root's PostgreSQL runs as another account, which has to pass through; nobody may list it.
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def unwritable(folder: Path, error: OSError) -> Trouble:
    """The sentence for a folder that we may not write in."""
    return Trouble(
        f"Daybridge cannot write in {folder} ({(error.strerror or str(error)).lower()}).",
        "Set DAYBRIDGE_HOME to a folder that you can write in, or ask the owner of this one to let you.",
    )


def log_folder(of_home: Path | None = None) -> Path:
    """Where PostgreSQL and the processes write their logs."""
    folder = (of_home or home()) / "log"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise unwritable(folder.parent, error) from error
    return folder


def log_file(name: str, of_home: Path | None = None) -> Path:
    """A log to be opened; one that has grown large is kept beside it as `.log.1` and begun anew."""
    path = log_folder(of_home) / f"{name}.log"
    if path.exists() and path.stat().st_size > _LARGEST_LOG:
        path.rename(path.with_suffix(".log.1"))
    return path


def demo_mark() -> Path:
    """The file that says that the demo program lives, or began to live, in this home."""
    return home() / ".demo"


def audit_heads_file() -> Path:
    """The audit's heads, kept outside the database so that a chain cut short is noticed."""
    return home() / "audit-heads.log"


@contextmanager
def locked(name: str, of_home: Path | None = None) -> Iterator[None]:
    """Hold one of the home's locks, waiting for whoever has it; the system frees it when its holder dies."""
    descriptor = open_lock(name, of_home or home())
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def open_lock(name: str, of_home: Path) -> int:
    """A descriptor to lock; closing it frees the lock."""
    try:
        return os.open(of_home / f".{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise unwritable(of_home, error) from error


def write_private_file(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all, readable by its owner only, and on the disk before returning."""
    temporary = path.with_name(f".{path.name}.{randomness.token_hex(4)}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise unwritable(path.parent, error) from error


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# --- Secrets ---------------------------------------------------------------------------------------------------------


def secrets_file(of_home: Path | None = None) -> Path:
    return (of_home or home()) / "secrets.json"


def secrets(of_home: Path | None = None) -> Secrets:
    """This installation's secrets; made on first use, by one process even when several start at once."""
    path = secrets_file(of_home)
    if not _exists(path):
        with locked("secrets", of_home):
            if not path.exists():
                write_private_file(path, _new_secrets().to_json().encode())
    return _read(path) or _completed(path, of_home)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError as error:
        raise _not_ours(path) from error


def _completed(path: Path, of_home: Path | None) -> Secrets:
    """Secrets that were made before there was a key for push get one."""
    with locked("secrets", of_home):
        known = _read(path)
        if known is None:
            stored = json.loads(path.read_text()) | {"push_private_key": _new_push_key()}
            write_private_file(path, (json.dumps(stored, indent=2, sort_keys=True) + "\n").encode())
            known = Secrets(**{field.name: stored[field.name] for field in fields(Secrets)})
    return known


def _read(path: Path) -> Secrets | None:
    """The secrets; None when the file is older than the key for push and has everything else."""
    try:
        stored = json.loads(path.read_text())
        if {field.name for field in fields(Secrets)} - set(stored) == {"push_private_key"}:
            return None
        return Secrets(**{field.name: stored[field.name] for field in fields(Secrets)})
    except PermissionError as error:
        raise _not_ours(path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble(
            f"The secrets file {path} is damaged.",
            "Take it out of your latest backup (it is the part named secrets.json); without it encrypted fields are lost.",
        ) from error


def _not_ours(path: Path) -> Trouble:
    return Trouble(
        f"The secrets file {path} belongs to another account.",
        "Run Daybridge as the account that made it, or set DAYBRIDGE_HOME to a folder of your own.",
    )


def _new_secrets() -> Secrets:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    return Secrets(
        django_secret_key=randomness.token_urlsafe(64),
        field_key=base64.urlsafe_b64encode(randomness.token_bytes(32)).decode(),
        audit_private_key=base64.b64encode(private.private_bytes_raw()).decode(),
        audit_public_key=base64.b64encode(private.public_key().public_bytes_raw()).decode(),
        push_private_key=_new_push_key(),
        passwords={role: randomness.token_urlsafe(32) for role in ("postgres", "owner", "app", "dump")},
    )


def _new_push_key() -> str:
    from cryptography.hazmat.primitives.asymmetric import ec

    scalar = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(scalar.to_bytes(32, "big")).rstrip(b"=").decode()


def secrets_are_private() -> bool:
    """Whether nobody but the owner can read the secrets."""
    return not stat.S_IMODE(secrets_file().stat().st_mode) & 0o077


# --- The database ----------------------------------------------------------------------------------------------------


def database_url() -> str:
    """The server that an administrator pointed us at; empty for the PostgreSQL that we run ourselves."""
    return os.environ.get("DATABASE_URL", "").strip()


def is_embedded() -> bool:
    """Whether we run PostgreSQL ourselves."""
    return not database_url()


def database(role: Role) -> Database:
    """How this role reaches the database."""
    known = _from_url(database_url()) if database_url() else _embedded()
    if role == "owner":
        return known
    return {**known, "user": f"daybridge_{role}", "password": secrets().passwords[role]}


def conninfo(role: Role) -> str:
    """The same as one libpq line, for psycopg outside Django and for the client tools' environment."""
    return as_conninfo(database(role))


def as_conninfo(known: Database) -> str:
    words = {
        "host": known["host"],
        "port": str(known["port"]),
        "dbname": known["name"],
        "user": known["user"],
        "password": known["password"],
        **known["options"],
    }
    return " ".join(f"{word}={_quoted(value)}" for word, value in words.items() if value)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _embedded() -> Database:
    return {
        "host": str(socket_folder(home())),
        "port": PORT,
        "name": DATABASE_NAME,
        "user": OWNER,
        "password": secrets().passwords["owner"],
        "options": {},
    }


@cache
def _from_url(url: str) -> Database:
    wrong = Trouble(
        "DATABASE_URL is not the address of a PostgreSQL database.",
        "Write it as postgresql://user:password@host:5432/name, with %40 for an @ in the password.",
    )
    try:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        port = parts.port or int(query.pop("port", PORT))
    except ValueError as error:
        raise wrong from error
    host, name = unquote(parts.hostname or query.pop("host", "")), unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not (host and name and parts.username):
        raise wrong
    password = unquote(parts.password or "")
    return {
        "host": host,
        "port": port,
        "name": name,
        "user": unquote(parts.username),
        "password": password,
        "options": query,
    }


# --- The socket of our own PostgreSQL --------------------------------------------------------------------------------


def socket_folder(of_home: Path) -> Path:
    """The folder of the PostgreSQL socket: in the home, or a short private one when the home is deep or closed."""
    inside = of_home / "run"
    if len(os.fsencode(inside / _SOCKET_NAME)) <= _LONGEST_SOCKET_PATH and _others_can_reach(of_home):
        return inside
    mark = sha256(os.fsencode(of_home)).hexdigest()[:16]
    runtime = Path("/run") if os.geteuid() == 0 else Path("/tmp")  # noqa: S108 - its owner is checked before it is used
    return runtime / f"daybridge-{os.geteuid()}-{mark}"


def _others_can_reach(folder: Path) -> bool:
    """Whether PostgreSQL can: only root's runs as another account, which must pass through every folder above."""
    return os.geteuid() != 0 or can_be_reached(folder)


def can_be_reached(path: Path) -> bool:
    """Whether any account may pass through every folder on the way to `path`, itself included."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents])
