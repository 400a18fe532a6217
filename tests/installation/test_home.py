import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from daybridge.installation import home
from daybridge.installation.trouble import Trouble

from .conftest import NOBODY, as_nobody, needs_root


def test_secrets_are_made_once_and_only_their_owner_can_read_them(a_home: Path) -> None:
    first = home.secrets()
    assert home.secrets() == first
    assert stat.S_IMODE((a_home / "secrets.json").stat().st_mode) == 0o600
    assert home.secrets_are_private()
    assert set(first.passwords) == {"postgres", "owner", "app", "dump"}
    assert not list(a_home.glob(".secrets.json.*"))


def test_processes_that_start_at_once_get_the_same_secrets(a_home: Path) -> None:
    ask = "from daybridge.installation.home import secrets; print(secrets().field_key)"
    asking = [subprocess.Popen([sys.executable, "-c", ask], stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert len({one.communicate()[0] for one in asking}) == 1


def test_importing_the_home_imports_no_django() -> None:
    ask = "import sys, daybridge.installation.home; sys.exit('django' in sys.modules or 'cryptography' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0


def test_damaged_secrets_are_said_to_be_damaged_and_stay_as_they_are(a_home: Path) -> None:
    (a_home / "secrets.json").write_text('{"field_key": ')
    with pytest.raises(Trouble, match=r"damaged. Take it out of your latest backup"):
        home.secrets()
    assert (a_home / "secrets.json").read_text() == '{"field_key": '


def test_secrets_from_before_there_was_push_get_a_key_once_and_keep_all_others(a_home: Path) -> None:
    whole = json.loads(home.secrets().to_json())
    del whole["push_private_key"]
    (a_home / "secrets.json").write_text(json.dumps(whole))
    completed = home.secrets()
    assert len(completed.push_private_key) == 43 and completed.field_key == whole["field_key"]
    assert home.secrets() == completed and home.secrets_are_private()


@needs_root
def test_a_folder_that_cannot_be_written_is_one_plain_sentence(a_home: Path) -> None:
    a_home.chmod(0o755)
    said = as_nobody(lambda: str(home.secrets()))
    assert said.startswith(f"Trouble: Daybridge cannot write in {a_home} (permission denied). Set DAYBRIDGE_HOME")


@needs_root
def test_a_folder_that_cannot_be_made_is_one_plain_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBRIDGE_HOME", str(folder / "new"))
    assert as_nobody(lambda: str(home.home())).startswith("Trouble: Daybridge cannot write in")


@needs_root
def test_another_accounts_secrets_are_said_to_be_anothers(a_home: Path) -> None:
    home.secrets()
    assert "belongs to another account. Run Daybridge as the account that made it" in as_nobody(
        lambda: str(home.secrets())
    )


def test_each_role_reaches_our_own_database_by_its_socket(a_home: Path) -> None:
    stored = json.loads((a_home / "secrets.json").read_text()) if home.secrets() else {}
    for role in ("app", "owner", "dump"):
        known = home.database(role)
        assert (known["host"], known["user"]) == (str(a_home / "run"), f"daybridge_{role}")
        assert known["password"] == stored["passwords"][role]


def test_database_url_is_the_owners_way_and_the_other_roles_follow(
    a_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://clinic:p%40ss@db.example:6432/iop?sslmode=verify-full")
    owner, app = home.database("owner"), home.database("app")
    assert owner == {
        "host": "db.example",
        "port": 6432,
        "name": "iop",
        "user": "clinic",
        "password": "p@ss",
        "options": {"sslmode": "verify-full"},
    }
    assert (app["host"], app["name"], app["user"], app["options"]) == (
        "db.example",
        "iop",
        "daybridge_app",
        {"sslmode": "verify-full"},
    )
    assert "sslmode='verify-full'" in home.conninfo("app")


@pytest.mark.parametrize(
    "url", ["mysql://a:b@c/d", "postgresql://", "postgresql://host/name", "postgresql://u:p@h:port/n"]
)
def test_a_database_url_that_is_none_is_one_plain_sentence(
    a_home: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(Trouble, match=r"Write it as postgresql://"):
        home.database("owner")


def test_a_password_with_quotes_survives_the_line_for_libpq() -> None:
    known = home.Database(host="h", port=1, name="n", user="u", password="it's a \\ ", options={})
    assert "password='it\\'s a \\\\ '" in home.as_conninfo(known)


def test_a_deep_home_gets_a_short_socket_folder(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    assert home.socket_folder(folder) == folder / "run"
    assert len(os.fsencode(home.socket_folder(deep))) < 60
    assert home.socket_folder(deep) != home.socket_folder(deep / "..")


@needs_root
def test_a_home_behind_a_closed_folder_gets_a_socket_folder_that_postgresql_can_reach(folder: Path) -> None:
    closed = folder / "closed" / "home"
    closed.mkdir(parents=True)
    closed.parent.chmod(0o700)
    assert home.socket_folder(closed).parent == Path("/run")
    assert os.geteuid() != NOBODY
