import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from daybridge.installation import backup, home, postgres, roles
from daybridge.installation.restore import restore
from daybridge.installation.trouble import Trouble

from .conftest import copy_of

Live = Callable[[Path], Path]

_TABLES = """
    create table entry (id int generated always as identity primary key, organization_id uuid not null, words text);
    create table log (id int generated always as identity primary key, words text);
    alter table entry enable row level security;
    alter table entry force row level security;
    create policy wall on entry using (organization_id = (select current_setting('app.org')::uuid));
    revoke update, delete on log from daybridge_app;
    create function settled() returns bigint language sql security definer as 'select count(*) from log';
"""


def quietly(_: str) -> None:
    pass


@pytest.fixture
def filled(running_home: Path) -> Path:
    with roles.connected(home.database("owner")) as owner:
        owner.execute(_TABLES)
    with roles.connected(home.database("app")) as app:
        app.execute("select set_config('app.org', gen_random_uuid()::text, false)")
        fill = "insert into entry (organization_id, words) select current_setting('app.org')::uuid, n::text"
        app.execute(f"{fill} from generate_series(1, 500) n")
        app.execute("insert into log (words) values ('one'), ('two')")
    return running_home


@pytest.fixture
def archive(filled: Path) -> Path:
    file = filled.parent / "clinic.backup"
    backup.create(file, quietly)
    return file


def test_a_backup_is_private_whole_and_says_what_it_holds(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in archive.parent.iterdir() if path.name.startswith(".")] == []
    with zipfile.ZipFile(archive) as file:
        assert set(file.namelist()) == {"database.dump", "secrets.json", "audit-heads.log", "manifest.json"}
        manifest = json.loads(file.read("manifest.json"))
        assert json.loads(file.read("secrets.json"))["field_key"] == home.secrets().field_key
    assert manifest["tables"] == {"entry": 500, "log": 2}
    assert manifest["postgresql"] == 17


def test_a_restore_into_another_home_brings_rows_walls_grants_and_keys(archive: Path, live_in: Live) -> None:
    secrets = home.secrets()
    live_in(archive.parent / "other")
    proven = restore(archive, replace=False, say=quietly)
    assert any(sentence.startswith("502 rows in 2 tables, the same in every table") for sentence in proven)
    assert home.secrets() == secrets
    with postgres.in_use(home.home()), roles.connected(home.database("app")) as app:
        with pytest.raises(psycopg.errors.UndefinedObject):
            app.execute("select count(*) from entry")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("delete from log")
        assert app.execute("select settled()").fetchone() == (2,)
        assert app.execute("insert into log (words) values ('three') returning id").fetchone() == (3,)
        with roles.connected(home.database("owner")) as owner:
            owner.execute("create table later (id int)")
        app.execute("insert into later values (1)")


def test_the_counts_agree_with_the_rows_although_people_go_on_working(filled: Path, live_in: Live) -> None:
    stop, written = threading.Event(), [0]
    known = home.database("app")

    def go_on_working() -> None:
        with roles.connected(known) as app:
            while not stop.is_set():
                app.execute("insert into log (words) values ('meanwhile')")
                written[0] += 1

    worker = threading.Thread(target=go_on_working)
    worker.start()
    try:
        made = backup.create(filled.parent / "busy.backup", quietly)
    finally:
        stop.set()
        worker.join()
    assert written[0] + 2 > made.tables["log"]
    live_in(filled.parent / "other")
    assert restore(filled.parent / "busy.backup", replace=False, say=quietly)


def test_a_backup_never_replaces_a_file(archive: Path) -> None:
    with pytest.raises(Trouble, match=r"exists already. Choose another name"):
        backup.create(archive, quietly)


def test_a_backup_without_room_leaves_nothing_behind(filled: Path) -> None:
    with pytest.raises(Trouble, match=r"cannot be written to /dev/full/x"):
        backup.create(Path("/dev/full/x"), quietly)


@pytest.mark.parametrize("part", ["database.dump", "secrets.json"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(archive: Path, live_in: Live, part: str) -> None:
    content = bytearray(archive.read_bytes())
    at = content.index(part.encode()) + 200
    content[at] ^= 0xFF
    archive.write_bytes(content)
    other = live_in(archive.parent / "other")
    with pytest.raises(Trouble, match=r"is damaged or not a Daybridge backup"):
        restore(archive, replace=False, say=quietly)
    assert list(other.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK not a zip", b"x" * 5000])
def test_a_file_that_is_no_backup_is_refused(folder: Path, a_home: Path, content: bytes) -> None:
    (folder / "file").write_bytes(content)
    with pytest.raises(Trouble, match=r"is damaged or not a Daybridge backup"):
        restore(folder / "file", replace=False, say=quietly)
    with pytest.raises(Trouble, match=r"There is no file"):
        restore(folder / "no file", replace=False, say=quietly)


def test_an_installation_is_never_overwritten_unasked(archive: Path) -> None:
    postgres.stop(home.home())
    with pytest.raises(Trouble, match=r"holds an installation already. Set DAYBRIDGE_HOME .* or add --replace"):
        restore(archive, replace=False, say=quietly)


def test_replacing_keeps_what_was_there_aside(archive: Path) -> None:
    with roles.connected(home.database("owner")) as owner:
        owner.execute("insert into log (words) values ('after the backup')")
    postgres.stop(home.home())
    proven = restore(archive, replace=True, say=quietly)
    aside = next(home.home().glob("before-restore.*"))
    assert any(str(aside) in sentence for sentence in proven)
    assert {path.name for path in aside.iterdir()} == {"postgres", "secrets.json"}
    with postgres.in_use(home.home()), roles.connected(home.database("dump")) as dump:
        assert dump.execute("select count(*) from log").fetchone() == (2,)
    assert not (home.home() / "restoring").exists()


def test_a_restore_that_fails_leaves_everything_as_it_was(archive: Path) -> None:
    with zipfile.ZipFile(archive) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    manifest = json.loads(parts["manifest.json"])
    manifest["tables"]["log"] = 3
    with zipfile.ZipFile(archive, "w") as changed:
        for name, content in {**parts, "manifest.json": json.dumps(manifest).encode()}.items():
            changed.writestr(name, content)
    postgres.stop(home.home())
    with pytest.raises(Trouble, match=r"After the restore log differ from the backup. Nothing was changed here"):
        restore(archive, replace=True, say=quietly)
    assert not (home.home() / "restoring").exists()
    with postgres.in_use(home.home()), roles.connected(home.database("dump")) as dump:
        assert dump.execute("select count(*) from log").fetchone() == (2,)


def test_a_home_that_is_being_served_is_not_replaced(archive: Path) -> None:
    with postgres.shared(home.home(), "up"), pytest.raises(Trouble, match=r"Daybridge is running on"):
        restore(archive, replace=True, say=quietly)
    with pytest.raises(Trouble, match=r"Another daybridge command is working"):
        restore(archive, replace=True, say=quietly)  # running_home itself still uses the database


def test_a_restore_that_was_cut_short_is_not_taken_for_an_empty_installation(archive: Path) -> None:
    postgres.stop(home.home())
    (home.home() / "restoring").mkdir()
    shutil.move(home.home() / "postgres", home.home() / "restoring" / "postgres")
    with pytest.raises(Trouble, match=r"was cut short.* Run it again: daybridge restore FILE --replace"):
        postgres.start(home.home())


def test_a_backup_of_a_newer_release_is_refused(archive: Path) -> None:
    with zipfile.ZipFile(archive) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    manifest = json.loads(parts["manifest.json"]) | {"migrations": ["people.9999_from_the_future"]}
    with zipfile.ZipFile(archive, "w") as changed:
        for name, content in {**parts, "manifest.json": json.dumps(manifest).encode()}.items():
            changed.writestr(name, content)
    with pytest.raises(Trouble, match=r"made by a newer Daybridge .* Update Daybridge"):
        restore(archive, replace=True, say=quietly)


def test_a_restored_installation_is_migrated_and_its_audit_verified(
    migrated_home: Path, a_home: Path, live_in: Live
) -> None:
    copy_of(migrated_home, a_home)
    with postgres.in_use(a_home):
        made = backup.create(a_home.parent / "whole.backup", quietly)
    assert any(name.startswith("people.") for name in made.migrations)
    live_in(a_home.parent / "other")
    proven = restore(a_home.parent / "whole.backup", replace=False, say=quietly)
    assert "audit" in proven[-1]


@pytest.fixture
def their_server(made_home: Path, folder: Path) -> Iterator[str]:
    """The address of an administrator's empty database, whose owner has another name than ours."""
    theirs = folder / "theirs"
    theirs.mkdir(mode=0o711)
    copy_of(made_home, theirs)
    with postgres.in_use(theirs):
        with roles.connected(roles.superuser(theirs)) as connection:
            connection.execute("create role clinic login superuser password 'pw'")
            connection.execute("create database clinic owner clinic")
        yield f"postgresql://clinic:pw@/clinic?host={theirs / 'run'}"


def test_a_restore_into_an_administrators_server_and_back_over_it(
    archive: Path, their_server: str, live_in: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    field_key = home.secrets().field_key
    live_in(archive.parent / "other")
    monkeypatch.setenv("DATABASE_URL", their_server)
    assert restore(archive, replace=False, say=quietly)
    assert home.secrets().field_key == field_key
    with roles.connected(home.database("app")) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("delete from log")
    with pytest.raises(Trouble, match=r"holds tables already"):
        restore(archive, replace=False, say=quietly)
    passwords = home.secrets().passwords
    proven = restore(archive, replace=True, say=quietly)
    assert home.secrets().passwords == passwords
    assert any("kept in the schema before_restore_" in sentence for sentence in proven)
