import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from daybridge.installation import cluster, home, postgres, roles
from daybridge.installation.trouble import Trouble

from .conftest import as_nobody, copy_of, needs_root


def asked(of_home: Path, question: str) -> object:
    with roles.connected(roles.superuser(of_home, "daybridge")) as connection:
        found = connection.execute(question).fetchone()  # type: ignore[call-overload]
    return found[0] if found else None


def keep(of_home: Path, words: str) -> None:
    with roles.connected(roles.owner_of(of_home, "daybridge")) as connection:
        connection.execute("create table if not exists kept (words text)")
        connection.execute("insert into kept values (%s)", [words])


def test_a_first_start_makes_a_durable_database_that_listens_on_its_socket_only(a_home: Path) -> None:
    with postgres.in_use(a_home):
        settings = "fsync listen_addresses data_checksums server_encoding jit max_connections full_page_writes"
        found = [asked(a_home, f"select current_setting('{name}')") for name in settings.split()]
        assert found == ["on", "", "on", "UTF8", "off", "200", "on"]
        assert asked(a_home, "select datcollate from pg_database where datname = 'daybridge'") == "C.UTF-8"
        assert asked(a_home, "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'") == asked(
            a_home, "select count(*) from pg_hba_file_rules where auth_method = 'reject'"
        )
    assert not postgres.is_running(a_home)


def test_a_second_start_is_quick_and_keeps_the_data(running_home: Path) -> None:
    keep(running_home, "still here")
    postgres.stop(running_home)
    began = time.monotonic()
    postgres.start(running_home)
    assert time.monotonic() - began < 15  # a moment, and patience with busy machines
    assert asked(running_home, "select words from kept") == "still here"


def test_the_last_one_out_stops_it(running_home: Path) -> None:
    with postgres.in_use(running_home):
        pass
    assert postgres.is_running(running_home)


def test_two_starts_at_once_make_one_server(made_home: Path, a_home: Path) -> None:
    copy_of(made_home, a_home)
    use = (
        "import sys; from daybridge.installation import home, postgres\n"
        "with postgres.in_use(home.home()): print(postgres.server_pid(home.home()), flush=True); sys.stdin.read()"
    )
    starting = [
        subprocess.Popen([sys.executable, "-c", use], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    pids = {one.stdout.readline().strip() for one in starting if one.stdout}  # each stays until all have said it
    for one in starting:
        one.communicate()
    assert len(pids) == 1
    assert pids != {"None"}
    assert not postgres.is_running(a_home)


def test_everything_acknowledged_survives_kill_9(running_home: Path) -> None:
    for number in range(20):
        keep(running_home, str(number))
    killed = postgres.server_pid(running_home)
    assert killed
    os.kill(killed, signal.SIGKILL)
    postgres.start(running_home)
    assert postgres.server_pid(running_home) != killed
    assert asked(running_home, "select count(*) from kept") == 20


def test_a_lock_left_by_a_process_whose_number_somebody_else_has_now_does_not_stop_a_start(running_home: Path) -> None:
    postgres.stop(running_home)
    stranger = subprocess.Popen(["sleep", "60"])
    (running_home / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n{running_home}/postgres\n1\n5432\n")
    (running_home / "run" / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n")
    try:
        postgres.start(running_home)
        assert postgres.is_running(running_home)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_lock_of_a_living_server_is_never_removed(running_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is up but says it is not ready yet belongs to somebody."""
    monkeypatch.setattr(postgres, "_START_SECONDS", 0.2)
    pid_file = running_home / "postgres" / "postmaster.pid"
    whole = pid_file.read_text()
    pid_file.write_text("\n".join([*whole.splitlines()[:7], "starting"]))
    with pytest.raises(Trouble, match=r"Another PostgreSQL .* is already working"):
        postgres.start(running_home)
    pid_file.write_text(whole)


def test_a_first_start_that_was_cut_short_is_made_good(a_home: Path) -> None:
    (a_home / "postgres.new.123" / "base").mkdir(parents=True)
    said: list[str] = []
    with postgres.in_use(a_home, said.append):
        assert asked(a_home, "select 1") == 1
    assert "The last start was cut short while it made the database folder; it is made again." in said
    assert not list(a_home.glob("postgres.new*"))


def test_a_half_made_folder_without_data_is_moved_aside(a_home: Path) -> None:
    (a_home / "postgres" / "base" / "1").mkdir(parents=True)
    (a_home / "postgres" / "PG_VERSION").write_text("17\n")
    said: list[str] = []
    with postgres.in_use(a_home, said.append):
        assert asked(a_home, "select 1") == 1
    assert any("held no data; it was moved to" in sentence for sentence in said)
    assert (next(a_home.glob("postgres.incomplete.*")) / "PG_VERSION").exists()


def test_a_damaged_folder_with_data_is_left_for_a_person(a_home: Path) -> None:
    (a_home / "postgres" / "base" / "16384").mkdir(parents=True)
    with pytest.raises(Trouble, match=r"is damaged: parts of it are missing. Do not delete it"):
        postgres.start(a_home)
    assert (a_home / "postgres" / "base" / "16384").exists()


def test_a_folder_of_another_postgresql_is_one_plain_sentence(running_home: Path) -> None:
    postgres.stop(running_home)
    (running_home / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(Trouble, match=r"made by PostgreSQL 15, and this Daybridge brings PostgreSQL 17. Take a backup"):
        postgres.start(running_home)


def test_secrets_that_do_not_belong_to_the_database_are_one_plain_sentence(running_home: Path) -> None:
    (running_home / "secrets.json").unlink()
    with pytest.raises(Trouble, match=r"does not accept the password of postgres. The secrets file must be the one"):
        postgres.start(running_home)


def test_a_server_that_cannot_start_says_why(running_home: Path) -> None:
    postgres.stop(running_home)
    with (running_home / "postgres" / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = lots\n")
    with pytest.raises(Trouble, match=r"PostgreSQL did not start \(configuration file .* contains errors\). Its log"):
        postgres.start(running_home)


def test_what_people_typed_never_reaches_the_log(running_home: Path) -> None:
    keep(running_home, "once")
    with roles.connected(roles.owner_of(running_home, "daybridge")) as connection:
        connection.execute("create unique index on kept (words)")
        connection.execute("insert into kept values (%s)", ["feels very low today"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into kept values (%s)", ["feels very low today"])
        with pytest.raises(psycopg.errors.DataError):
            connection.execute("select 'feels very low today'::int")
    assert "feels" not in (running_home / "log" / "postgresql.log").read_text()


def test_a_deep_home_works(made_home: Path, folder: Path, live_in: object) -> None:
    deep = folder / ("d" * 70) / ("e" * 70)
    assert callable(live_in)
    copy_of(made_home, live_in(deep))
    with postgres.in_use(deep):
        assert asked(deep, "select 1") == 1
    shutil.rmtree(home.socket_folder(deep))


@needs_root
def test_a_home_that_only_root_can_reach_works_and_stays_closed(folder: Path, live_in: object) -> None:
    closed = folder / "closed" / "home"
    assert callable(live_in)
    live_in(closed)
    closed.parent.chmod(0o700)
    with postgres.in_use(closed):
        pid = postgres.server_pid(closed)
        assert asked(closed, "select 1") == 1
        assert Path(f"/proc/{pid}").stat().st_uid != 0
        assert closed.parent.stat().st_mode & 0o077 == 0
        os.kill(pid or 0, signal.SIGKILL)
        postgres.start(closed)
        assert asked(closed, "select 1") == 1
    shutil.rmtree(home.socket_folder(closed))


@needs_root
def test_root_hands_the_server_to_an_ordinary_account(running_home: Path) -> None:
    assert Path(f"/proc/{postgres.server_pid(running_home)}").stat().st_uid != 0
    assert (running_home / "postgres").stat().st_mode & 0o777 == 0o700
    assert (running_home / "run").stat().st_mode & 0o777 == 0o711


@needs_root
def test_an_ordinary_account_runs_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not home.can_be_reached(Path(postgres.account.tool("postgres")).parent):
        pytest.skip("this checkout is closed to other accounts")
    folder.chmod(0o777)
    monkeypatch.setenv("DAYBRIDGE_HOME", str(folder / "home"))

    def deed() -> str:
        with postgres.in_use(home.home()):
            return f"{asked(home.home(), 'select 1')} {Path(home.home() / 'postgres').stat().st_uid}"

    assert as_nobody(deed) == "1 65534"
    assert as_nobody(deed) == "1 65534"


@needs_root
def test_another_accounts_database_is_said_to_be_anothers(running_home: Path) -> None:
    running_home.chmod(0o777)
    said = as_nobody(lambda: ",".join(cluster.prepare(running_home)))
    assert "belongs to another account. Run Daybridge as the account that made it" in said
