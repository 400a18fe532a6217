"""The three roles of the database and what each may do; made once, and again without harm.

The owner owns everything and runs migrations. The application owns nothing and bypasses nothing, so row-level security
always holds for it. The dump role reads everything, for backups only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from daybridge.installation import home
from daybridge.installation.home import APP, DATABASE_NAME, DUMP, OWNER, PORT, Database, Role
from daybridge.installation.trouble import Trouble

#: Left on the database as its comment by the last step, so that a start cut short is noticed and gone through again.
_READY = "daybridge roles 1"
_MINIMUM_VERSION = 160000

#: What the tables need of PostgreSQL's own modules, as the owner makes it: in a schema apart, so that a backup of the tables can be
#: put beside or over them. An exclusion constraint asks for equal ids and ranges that meet in one index.
EXTENSIONS = """
    create schema if not exists extensions;
    create extension if not exists btree_gist with schema extensions;
"""
_GRANTS = """
    revoke all on database {database} from public;
    grant connect on database {database} to {app}, {dump};
    revoke all on schema public from public;
    grant usage on schema public to {app}, {dump};
    alter default privileges for role {owner} in schema public grant select, insert, update, delete on tables to {app};
    alter default privileges for role {owner} in schema public grant usage on sequences to {app};
    alter default privileges for role {owner} in schema public grant execute on functions to {app};
    alter default privileges for role {owner} in schema public grant select on tables to {dump};
    alter default privileges for role {owner} in schema public grant select on sequences to {dump};
    grant select on all tables in schema public to {dump};
    grant select on all sequences in schema public to {dump};
"""


@contextmanager
def connected(known: Database) -> Iterator["psycopg.Connection[Any]"]:
    """A connection on which each statement stands for itself; a refusal comes as one plain sentence."""
    try:
        connection = psycopg.connect(home.as_conninfo(known), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise _unreachable(known, error) from error
    with connection:
        yield connection


def _unreachable(known: Database, error: psycopg.Error) -> Trouble:
    words = str(error).strip().splitlines()[0].rsplit("FATAL:", 1)[-1].rsplit("failed: ", 1)[-1].strip().rstrip(".")
    where = f"{known['host']}:{known['port']}" if home.database_url() else "its own PostgreSQL"
    if home.database_url() and known["user"] in (APP, DUMP) and "password authentication failed" in words:
        return Trouble(
            f"The database at {where} has no role {known['user']} with this installation's password.",
            "Run: daybridge migrate. If another installation uses this server, copy its secrets.json here first.",
        )
    if "password authentication failed" in words:
        return Trouble(
            f"The database at {where} does not accept the password of {known['user']}.",
            f"The secrets file must be the one this database was made with: {home.secrets_file()}.",
        )
    way_out = "Check DATABASE_URL and that the server runs." if home.database_url() else "Start it with daybridge up."
    return Trouble(f"Daybridge cannot reach the database at {where} ({words}).", way_out)


# --- Our own PostgreSQL ----------------------------------------------------------------------------------------------


def prepare_embedded(of_home: Path) -> None:
    """See that our own server has the roles and the database; one short query when it has."""
    with connected(superuser(of_home)) as connection:
        if _is_ready(connection, DATABASE_NAME):
            return
        _make_roles(connection, of_home)
    make_database(of_home, DATABASE_NAME)


def superuser(of_home: Path, name: str = "postgres") -> Database:
    """How our own server's superuser reaches a database: for making roles, never for the work of the house."""
    return {
        "host": str(home.socket_folder(of_home)),
        "port": PORT,
        "name": name,
        "user": "postgres",
        "password": home.secrets(of_home).passwords["postgres"],
        "options": {},
    }


def make_database(of_home: Path, name: str, *, is_open: bool = True) -> None:
    """Make a database of the owner's on our own server, with what each role may do; a second time changes nothing.

    With `is_open=False` the roles are let in later by `open_to_roles`: a restore brings its own grants.
    """
    with connected(superuser(of_home)) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            command = "create database {} owner {} template template0"
            connection.execute(sql.SQL(command).format(sql.Identifier(name), sql.Identifier(OWNER)))
    if is_open:
        open_to_roles(owner_of(of_home, name))


def drop_database(of_home: Path, name: str) -> None:
    """Remove a database of our own server, with whoever is still connected to it."""
    with connected(superuser(of_home)) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def rename_database(of_home: Path, old: str, new: str) -> None:
    """Give a database of our own server another name; nobody may be connected to it."""
    with connected(superuser(of_home)) as connection:
        command = sql.SQL("alter database {} rename to {}").format(sql.Identifier(old), sql.Identifier(new))
        connection.execute(command)


def owner_of(of_home: Path, name: str) -> Database:
    """How the owner reaches a database of our own server."""
    password = home.secrets(of_home).passwords["owner"]
    return {**superuser(of_home, name), "user": OWNER, "password": password}


def _is_ready(connection: "psycopg.Connection[Any]", name: str) -> bool:
    question = "select shobj_description(oid, 'pg_database') = %s from pg_database where datname = %s"
    return bool((connection.execute(question, [_READY, name]).fetchone() or (False,))[0])


def _make_roles(connection: "psycopg.Connection[Any]", of_home: Path) -> None:
    passwords = home.secrets(of_home).passwords
    _make_role(connection, OWNER, "createdb nobypassrls", passwords["owner"])
    _make_role(connection, APP, "nobypassrls", passwords["app"])
    _make_role(connection, DUMP, "bypassrls", passwords["dump"])


def _make_role(connection: "psycopg.Connection[Any]", name: str, rights: str, password: str) -> None:
    exists = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
    command = f"{'alter' if exists else 'create'} role {{}} login {rights} password {{}}"
    hashed = _hashed(connection, name, password)
    connection.execute(sql.SQL(command).format(sql.Identifier(name), sql.Literal(hashed)))


def _hashed(connection: "psycopg.Connection[Any]", name: str, password: str) -> str:
    """The password as the server keeps it, so that the clear one is never sent or logged."""
    return connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()


# --- Any PostgreSQL --------------------------------------------------------------------------------------------------


def open_to_roles(owner: Database) -> None:
    """As the owner, let the application work and the dump role read in this database, now and after each migration."""
    names = {"database": owner["name"], "owner": owner["user"], "app": APP, "dump": DUMP}
    quoted = {word: sql.Identifier(name) for word, name in names.items()}
    with connected(owner) as connection, connection.transaction():
        connection.execute(sql.SQL(_GRANTS).format(**quoted))
        comment = sql.SQL("comment on database {} is {}").format(quoted["database"], sql.Literal(_READY))
        connection.execute(comment)


# --- A server of an administrator's ----------------------------------------------------------------------------------


def prepare_server(*, set_passwords: bool = False, open_now: bool = True) -> None:
    """With DATABASE_URL: make the application's and the dump role there, and what they may do.

    `set_passwords` gives roles that exist already the passwords of this installation; `open_now=False` leaves the grants
    to a restore that is under way.
    """
    owner, passwords = home.database("owner"), home.secrets().passwords
    with connected(owner) as connection:
        _check_version(connection)
        for name, rights, key in ((APP, "nobypassrls", "app"), (DUMP, "bypassrls", "dump")):
            exists = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
            if not exists or set_passwords:
                _make_role_there(connection, name, rights, passwords[key])
        if open_now and not _is_ready(connection, owner["name"]):
            open_to_roles(owner)
    if open_now:
        _check_password("app")
        _check_password("dump")


def _check_version(connection: "psycopg.Connection[Any]") -> None:
    if connection.info.server_version < _MINIMUM_VERSION:
        raise Trouble(
            f"The database server is PostgreSQL {connection.info.server_version // 10000}; Daybridge needs 16 or newer.",
            "Upgrade it, or leave DATABASE_URL unset to use the PostgreSQL that Daybridge brings.",
        )


def _make_role_there(connection: "psycopg.Connection[Any]", name: str, rights: str, password: str) -> None:
    try:
        _make_role(connection, name, rights, password)
    except psycopg.errors.InsufficientPrivilege as error:
        raise Trouble(
            f"The user of DATABASE_URL ({connection.info.user}) may not make or change the role {name}.",
            "Have the server's administrator make it as docs/operating.md shows under 'Your own PostgreSQL'.",
        ) from error


def _check_password(role: Role) -> None:
    try:
        with connected(home.database(role)):
            pass
    except Trouble as trouble:
        if "password" not in trouble.what:
            raise
        raise Trouble(
            trouble.what,
            "If another installation uses this server, copy its secrets.json here; if none does: daybridge migrate --set-passwords",
        ) from trouble
