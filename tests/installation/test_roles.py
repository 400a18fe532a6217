from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from daybridge.installation import home, postgres, roles
from daybridge.installation.home import Database
from daybridge.installation.trouble import Trouble

from .conftest import copy_of


def made_by_owner(of_home: Path) -> None:
    with roles.connected(home.database("owner")) as connection:
        connection.execute("create table note (id int generated always as identity, words text)")


def test_the_application_works_on_what_the_owner_makes_later_and_owns_nothing(running_home: Path) -> None:
    made_by_owner(running_home)
    with roles.connected(home.database("app")) as app:
        app.execute("insert into note (words) values ('seen')")
        app.execute("update note set words = 'seen again'")
        assert app.execute("select words from note").fetchone() == ("seen again",)
        for refused in ("create table mine ()", "create temp table mine ()", "truncate note", "drop table note"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(refused)
    with roles.connected(roles.superuser(running_home)) as connection:
        question = "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = %s"
        assert connection.execute(question, ["daybridge_app"]).fetchone() == (False,)
        assert connection.execute(question, ["daybridge_owner"]).fetchone() == (True,)  # it may make test databases


def test_the_backups_role_reads_through_the_walls_and_writes_nothing(running_home: Path) -> None:
    made_by_owner(running_home)
    with roles.connected(home.database("owner")) as owner:
        owner.execute("insert into note (words) values ('behind a wall')")
        owner.execute("alter table note enable row level security; alter table note force row level security")
    with roles.connected(home.database("app")) as app:
        assert app.execute("select count(*) from note").fetchone() == (0,)
    with roles.connected(home.database("dump")) as dump:
        assert dump.execute("select count(*) from note").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            dump.execute("delete from note")


def test_preparing_again_changes_nothing_and_gives_nothing_back(running_home: Path) -> None:
    made_by_owner(running_home)
    with roles.connected(home.database("owner")) as owner:
        owner.execute("revoke update, delete on note from daybridge_app")
        owner.execute("comment on database daybridge is null")  # as if the first preparation had been cut short
    roles.prepare_embedded(running_home)
    with roles.connected(home.database("app")) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("delete from note")


def test_a_test_database_is_made_open_to_the_same_roles(running_home: Path) -> None:
    roles.make_database(running_home, "test_daybridge")
    with roles.connected(roles.owner_of(running_home, "test_daybridge")) as owner:
        owner.execute("create table note (words text)")
    with roles.connected({**home.database("app"), "name": "test_daybridge"}) as app:
        app.execute("insert into note values ('x')")
    roles.drop_database(running_home, "test_daybridge")
    with (
        pytest.raises(Trouble, match=r"does not exist"),
        roles.connected({**home.database("app"), "name": "test_daybridge"}),
    ):
        pass


# --- A server of an administrator's ----------------------------------------------------------------------------------


@pytest.fixture
def server(made_home: Path, a_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Somebody's PostgreSQL with an empty database, and our own home that points to it."""
    theirs = a_home.parent / "theirs"
    theirs.mkdir(mode=0o711)
    copy_of(made_home, theirs)
    with postgres.in_use(theirs):
        administrator = roles.superuser(theirs, "clinic")
        with roles.connected(roles.superuser(theirs)) as connection:
            for name in ("daybridge_app", "daybridge_dump"):
                connection.execute(f"drop owned by {name}")  # type: ignore[call-overload]
            connection.execute("drop database daybridge")
            connection.execute("drop role daybridge_app; drop role daybridge_dump")
            connection.execute("create role clinic_owner login createrole password 'pw'")
            connection.execute("create database clinic owner clinic_owner")
        url = f"postgresql://postgres:{administrator['password']}@/clinic?host={administrator['host']}"
        monkeypatch.setenv("DATABASE_URL", url)
        yield administrator


def test_the_roles_are_made_on_an_administrators_server(server: Database) -> None:
    roles.prepare_server()
    roles.prepare_server()
    for role in ("app", "dump"):
        with roles.connected(home.database(role)) as connection:
            assert connection.execute("select current_database()").fetchone() == ("clinic",)


def test_a_user_that_may_not_make_the_backups_role_is_one_plain_sentence(
    server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://clinic_owner:pw@/clinic?host={server['host']}")
    with pytest.raises(
        Trouble, match=r"clinic_owner. may not make or change the role daybridge_dump. Have the server's"
    ):
        roles.prepare_server()
    with roles.connected(server) as administrator:
        administrator.execute("create role daybridge_dump login bypassrls")
        administrator.execute("grant daybridge_dump to clinic_owner with admin option")
    with pytest.raises(Trouble, match=r"has no role daybridge_dump with this installation.s password. If another"):
        roles.prepare_server()


def test_another_installations_roles_are_not_taken_over_unasked(server: Database) -> None:
    roles.prepare_server()
    home.secrets_file().unlink()
    with pytest.raises(Trouble, match=r"copy its secrets.json here; if none does: daybridge migrate --set-passwords"):
        roles.prepare_server()
    roles.prepare_server(set_passwords=True)


def test_a_server_that_is_not_there_is_one_plain_sentence(a_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/c")
    with pytest.raises(Trouble, match=r"cannot reach the database at 127.0.0.1:1 .* Check DATABASE_URL"):
        roles.prepare_server()
