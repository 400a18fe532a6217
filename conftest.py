"""The tests' PostgreSQL is the product's own, embedded, with its roles, so row-level security holds in every test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections, transaction
from django.middleware import csrf
from django.utils import translation

from daybridge.installation import cluster, home, postgres, roles
from tests import prepared

pytest_plugins = ["tests.cast", "tests.permissions.scene", "tests.lived"]
_CLEARED = """
do $$ declare one record; is_filled boolean; begin
  set local session_replication_role = replica;  -- no foreign keys to heed, for nothing stays
  for one in select schemaname, tablename from pg_tables where schemaname = 'public'
    and tablename not in ('django_migrations', 'django_content_type', 'auth_permission') loop
    execute format('select exists (select from %I.%I)', one.schemaname, one.tablename) into is_filled;
    if is_filled then
      execute format('delete from %I.%I', one.schemaname, one.tablename);
    end if;
  end loop;
end $$
"""


def pytest_configure(config: pytest.Config) -> None:
    """Passwords are hashed slowly on purpose; a hundred made-up people need not wait for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Each browser of a test has a server of its own, which need not list every built file before its first answer.
    settings.WHITENOISE_AUTOREFRESH = True
    # A form's token is random: made of letters that make no name, it holds no "Zoe" by chance where a page must not show one.
    csrf.CSRF_ALLOWED_CHARS = "JQXZjqxz"
    _watch_for_queries_in_loops()


def _watch_for_queries_in_loops() -> None:
    """Every page that a test asks for fails when it looks the same thing up row by row (django-zeal)."""
    from zeal.constants import initialize_app_registry
    from zeal.patch import patch

    initialize_app_registry()
    patch()
    # A page asks for its organization, and what it hands a file or a form to asks again: two, however many rows there are.
    # allauth's own pages look a passkey up twice. Whoever is notified has rows of their own, written person by person.
    settings.ZEAL_ALLOWLIST = [
        {"model": "people.Organization", "field": "get()"},
        {"model": "mfa.Authenticator"},
        {"model": "notifications.Notice", "field": "get()"},
    ]
    settings.MIDDLEWARE = ["zeal.middleware.zeal_middleware", *settings.MIDDLEWARE]


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """A page in Spanish leaves its language on the thread, as a real one leaves it to the next request's middleware."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def phones_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The brake on a phone that writes too fast counts in the process, by account and hour: all tests share one of both."""
    from daybridge.companion.api import door, pace

    monkeypatch.setattr(door, "_pace", pace.Pace())


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str) -> Iterator[None]:
    """A database for each test process, copied from a migrated template, used as the application's own role."""
    with prepared.locked(home.home().name):
        _start()
        _make_database(_database(worker_id))
    _move_to(_database(worker_id))
    yield
    _leave()


#: What a test can start from, the fullest first: fixtures whose data is committed once in a test process, in a database of its own,
#: by the session's fixture `kept_…`.
_WORLDS = ("lived_scene", "scene", "house")
KeepWorld = Callable[[str], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def keep_world(worker_id: str, django_db_setup: None, django_db_blocker: Any) -> KeepWorld:
    """A way to fill such a database: what is done in the transaction that this opens is there for all tests that ask for it."""

    @contextmanager
    def keeping(world: str) -> Iterator[None]:
        with prepared.locked(home.home().name):
            _make_database(_database(worker_id, world))
        _move_to(_database(worker_id, world))
        with django_db_blocker.unblock(), transaction.atomic():
            yield

    return keeping


@pytest.fixture
def db(request: pytest.FixtureRequest, worker_id: str, django_db_setup: None) -> None:
    """One transaction that is rolled back: in the world that the test asks for, or in an empty database."""
    world = next((name for name in _WORLDS if name in request.fixturenames), "")
    if world:
        request.getfixturevalue(f"kept_{world}")
    _move_to(_database(worker_id, world))
    request.getfixturevalue("_django_db_helper")


def _database(worker_id: str, world: str = "") -> str:
    return "_".join(filter(None, ("daybridge_test", worker_id, world)))


def _make_database(name: str) -> None:
    roles.drop_database(home.home(), name)
    with roles.connected(roles.superuser(home.home())) as server:
        server.execute(f"create database {name} template {home.DATABASE_NAME} owner {home.OWNER}")  # type: ignore[call-overload]
        # What a commit on the disk is for, a machine that fails, is in no test.
        server.execute(f"alter database {name} set synchronous_commit = off")  # type: ignore[call-overload]
    roles.open_to_roles(roles.owner_of(home.home(), name))


def _move_to(name: str) -> None:
    """Work in this database from here on."""
    if connections["default"].settings_dict["NAME"] != name:
        _leave()
        settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name


def _leave() -> None:
    connections["default"].close()
    connections["default"].close_pool()


def _start() -> None:
    """Start the tests' own server, copied from a prepared home with all tables; one test process at a time."""
    source, of_home = prepared.migrated(), home.home()
    made_from, origin = of_home / "made-from", f"{source.name} {prepared.secrets_mark()}"
    if not made_from.exists() or made_from.read_text() != origin:
        postgres.stop(of_home)
        shutil.rmtree(cluster.data_folder(of_home), ignore_errors=True)
        prepared.copy(source, of_home)
        made_from.write_text(origin)
    postgres.running(of_home)


@pytest.fixture
def as_owner(django_db_setup: None) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A connection as the tables' owner, to tamper with what the application can't touch."""
    known = roles.owner_of(home.home(), settings.DATABASES["default"]["NAME"])
    with psycopg.connect(home.as_conninfo(known), autocommit=True) as connection:
        yield connection


@pytest.fixture
def really_commits(worker_id: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For what only shows after a commit: nothing is rolled back, and a superuser empties the tables afterwards."""
    _move_to(_database(worker_id))
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connections["default"].close()
            name = settings.DATABASES["default"]["NAME"]
            with roles.connected(roles.superuser(home.home(), name)) as server:
                server.execute(_CLEARED)
