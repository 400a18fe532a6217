import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from daybridge.installation import home, roles
from daybridge.installation.doctor import Finding, examine

pytestmark = pytest.mark.full


def findings() -> dict[str, Finding]:
    return {finding.about: finding for finding in examine()}


def wrong() -> Iterator[str]:
    return (about for about, finding in findings().items() if not finding.is_well and not finding.is_hint)


def test_the_roles_walls_and_server_of_a_new_home_are_well(running_home: Path) -> None:
    assert not set(wrong()) & {
        "server",
        "application role",
        "backup role",
        "walls",
        "secrets",
        "folder",
        "disk",
        "clock",
    }


def test_every_finding_that_is_not_well_says_how_to_mend_it(running_home: Path) -> None:
    found = findings()
    assert "daybridge migrate" in found["tables"].mend
    assert all(finding.is_well or finding.mend for finding in found.values())


def test_secrets_that_others_can_read_are_found(running_home: Path) -> None:
    home.secrets_file().chmod(0o644)
    assert findings()["secrets"].mend == f"Run: chmod 600 {home.secrets_file()}"


def test_a_table_without_walls_is_found(running_home: Path) -> None:
    with roles.connected(home.database("owner")) as owner:
        owner.execute("create table note (organization_id uuid)")
        assert "Tables without the organizations' walls: note." in findings()["walls"].words
        owner.execute("alter table note enable row level security; create policy wall on note using (true)")
        assert not findings()["walls"].is_well  # not forced
        owner.execute("alter table note force row level security")
    assert findings()["walls"].is_well


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("alter role daybridge_app superuser", "is a superuser"),
        ("alter role daybridge_app bypassrls", "passes through the organizations' walls"),
        ("alter role daybridge_app createdb", "may make roles or databases"),
        ("grant daybridge_owner to daybridge_app", "is a member of other roles"),
        (
            "create table core_auditseal (); grant delete on core_auditseal to daybridge_app",
            "may change what the audit holds",
        ),
        ("create table mine (); alter table mine owner to daybridge_app", "owns tables"),
    ],
)
def test_an_application_role_that_may_too_much_is_found(running_home: Path, change: str, words: str) -> None:
    with roles.connected(roles.superuser(running_home, "daybridge")) as server:
        server.execute(change)  # type: ignore[call-overload]
    assert words in findings()["application role"].words


def test_a_database_that_cannot_be_reached_is_a_finding_like_any_other(
    a_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/c")
    assert "cannot reach the database" in findings()["postgresql"].words


def test_ways_out_that_nobody_set_up_are_hints_and_a_dead_mail_server_is_wrong(a_home: Path) -> None:
    script = "from daybridge.installation.doctor import examine; print([(one.about, one.is_hint, one.words) for one in examine()])"
    set_up = {"DAYBRIDGE_SMTP_HOST": "127.0.0.1", "DAYBRIDGE_SMTP_PORT": "1", "DAYBRIDGE_ALARM_COMMAND": "true"}

    def ways(settings: dict[str, str]) -> dict[str, tuple[bool, str]]:
        told = ("DAYBRIDGE_EMAIL", "DJANGO_SETTINGS_MODULE")  # nobody who calls the doctor tells it the settings
        plain = {name: value for name, value in os.environ.items() if not name.startswith(told)}
        ran = subprocess.run(
            [sys.executable, "-c", script], env=plain | settings, capture_output=True, text=True, check=True
        )
        return {about: (is_hint, words) for about, is_hint, words in ast.literal_eval(ran.stdout)}

    nothing, some = ways({}), ways(set_up)
    assert [nothing[way][0] for way in ("e-mail", "text messages", "dead-man switch")] == [True, True, True]
    assert not some["e-mail"][0] and some["e-mail"][1].startswith("127.0.0.1:1 does not take mail")
    assert some["dead-man switch"] == (False, "Somebody outside is told when Daybridge stalls.")
