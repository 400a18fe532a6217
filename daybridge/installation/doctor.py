"""Looks an installation over: what is well, what is wrong, and how to mend it."""

import os
import platform
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTPException
from typing import Any

import psycopg

from daybridge.installation import home, media, postgres, roles, schema
from daybridge.installation.home import APP, DUMP
from daybridge.installation.trouble import Trouble

_LEAST_FREE_BYTES = 2_000_000_000
_SEALED_WITHIN = timedelta(minutes=10)
_HEARTBEAT_WITHIN = timedelta(minutes=1)
_CLOCK_MAY_DIFFER = timedelta(seconds=30)
Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `mend` is empty when it is well. A hint is worth knowing and stops nothing."""

    about: str
    words: str
    mend: str = ""
    is_hint: bool = False

    @property
    def is_well(self) -> bool:
        return not self.mend


def examine() -> Iterator[Finding]:
    """Every check in turn; a check that cannot look is itself a finding."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybridge.settings")  # some look at what the site has set
    for check in (_python, _screens, _folder, _demo, _secrets, _disk, _clock, _mail, _texts, _outside, _video):
        yield from _looked(check.__name__.strip("_"), check)
    yield from _examine_database()


def _looked(about: str, check: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield check()
    except Trouble as trouble:
        yield Finding(about, trouble.what, trouble.way_out)


# --- This machine ----------------------------------------------------------------------------------------------------


def _python() -> Finding:
    return Finding("python", f"Python {platform.python_version()}.")


def _screens() -> Finding:
    built = home.CHECKOUT / "daybridge" / "static" / "built"
    if built.is_dir() and any(built.iterdir()):
        return Finding("screens", "The browser's part is built.")
    return Finding(
        "screens",
        f"The browser's part is not built ({built} is empty).",
        "Run bin/daybridge up, which builds it.",
    )


def _folder() -> Finding:
    folder = home.home()
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding(
            "folder", f"{folder} cannot be written.", "Set DAYBRIDGE_HOME to a folder that you can write in."
        )
    if (folder / home.RESTORING).exists():
        return Finding("folder", "A restore was cut short.", "Run it again: daybridge restore FILE --replace")
    return Finding("folder", f"The installation lies in {folder}.")


def _demo() -> Finding:
    if home.demo_mark().exists():
        words = "The demo program lives in this folder; its sign-ins are known to everyone."
        return Finding("demo", words, "Set DAYBRIDGE_HOME to another folder for real people.", is_hint=True)
    return Finding("demo", "No demo program lives here.")


def _secrets() -> Finding:
    home.secrets()
    if not home.secrets_are_private():
        path = home.secrets_file()
        return Finding("secrets", f"Other accounts can read {path}.", f"Run: chmod 600 {path}")
    return Finding("secrets", "Only this account can read the secrets.")


def _disk() -> Finding:
    free = shutil.disk_usage(home.home()).free
    if free < _LEAST_FREE_BYTES:
        return Finding(
            "disk",
            f"Only {free / 1e9:.1f} GB are free.",
            "Free some space, or move DAYBRIDGE_HOME to a larger disk.",
        )
    return Finding("disk", f"{free / 1e9:.0f} GB are free.")


def _clock() -> Finding:
    now = datetime.now(UTC)
    if now.timestamp() < Path(__file__).stat().st_mtime - 86_400:
        return Finding(
            "clock",
            f"The clock says {now:%Y-%m-%d}, before this Daybridge was made.",
            "Set it, and keep it set by NTP.",
        )
    return Finding("clock", f"The clock says {now:%Y-%m-%d %H:%M} UTC.")


# --- Ways out --------------------------------------------------------------------------------------------------------

_GUIDE = "docs/operating.md"


def _mail() -> Finding:
    """Whether the mail server takes us in, with its encryption and our password; no mail is sent."""
    from django.conf import settings
    from django.core.mail import get_connection

    if not settings.MAIL_IS_SET_UP:
        mend = f"Set DAYBRIDGE_SMTP_HOST and what belongs to it ({_GUIDE}, E-mail, text messages and push)."
        return Finding("e-mail", "No notice is mailed: no mail server is set up.", mend, is_hint=True)
    try:
        with get_connection():
            return Finding("e-mail", "Mail is taken.")
    except (OSError, SMTPException) as error:
        what = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not take mail ({error})."
        return Finding("e-mail", what, "Mend the mail server, or the DAYBRIDGE_SMTP_ variables.")


def _texts() -> Finding:
    if os.environ.get("DAYBRIDGE_SMS_URL"):
        return Finding("text messages", "They leave by DAYBRIDGE_SMS_URL.")
    mend = f"Set DAYBRIDGE_SMS_URL and what belongs to it ({_GUIDE}, E-mail, text messages and push)."
    return Finding("text messages", "None is sent: no service is set up.", mend, is_hint=True)


def _outside() -> Finding:
    if os.environ.get("DAYBRIDGE_ALARM_URL") or os.environ.get("DAYBRIDGE_ALARM_COMMAND"):
        return Finding("dead-man switch", "Somebody outside is told when Daybridge stalls.")
    mend = f"Set DAYBRIDGE_ALARM_URL or DAYBRIDGE_ALARM_COMMAND ({_GUIDE}, When alerts don't travel)."
    words = "Nobody outside is told when Daybridge stalls: only open screens and the log say so."
    return Finding("dead-man switch", words, mend, is_hint=True)


def _video() -> Finding:
    """A LiveKit of the site's own gets an order that changes nothing; what `up` starts says itself what it lacks."""
    known = media.known()
    if not known.is_livekit:
        return Finding("video", "No LiveKit is set: `up` starts Janus where it is installed.")
    words = media.trouble_with_livekit(known)
    if not words:
        return Finding("video", "LiveKit takes our orders.")
    return Finding("video", words, f"Look at DAYBRIDGE_LIVEKIT_URL, _KEY and _SECRET ({_GUIDE}, Video).")


# --- The database ----------------------------------------------------------------------------------------------------


def _examine_database() -> Iterator[Finding]:
    with ExitStack() as held:
        try:
            if home.is_embedded():
                held.enter_context(postgres.in_use(home.home()))
            connection = held.enter_context(roles.connected(home.database("owner")))
            reading = held.enter_context(roles.connected(home.database("dump")))
        except Trouble as trouble:
            yield Finding("postgresql", trouble.what, trouble.way_out)
            return
        for check in (_server, _time_there, _app_role, _dump_role, _walls):
            yield check(connection)
        yield from _looked("tables", _tables)
        for look in (_audit, _worker):
            yield look(reading)


def _server(connection: Connection) -> Finding:
    version = connection.info.server_version
    if version < 160000:
        return Finding("server", f"The server is PostgreSQL {version // 10000}.", "Upgrade it to 16 or newer.")
    kind = "our own" if home.is_embedded() else "DATABASE_URL"
    return Finding("server", f"PostgreSQL {version // 10000}.{version % 10000} ({kind}) accepts connections.")


def _time_there(connection: Connection) -> Finding:
    apart = abs(datetime.now(UTC) - _one(connection, "select clock_timestamp()"))
    if apart > _CLOCK_MAY_DIFFER:
        return Finding(
            "server clock",
            f"The server's clock is {apart.seconds} s apart from ours.",
            "Keep both set by NTP.",
        )
    return Finding("server clock", "The server's clock agrees with ours.")


def _app_role(connection: Connection) -> Finding:
    question = """
        select array_remove(array[
            case when rolsuper then 'is a superuser' end,
            case when rolbypassrls then 'passes through the organizations'' walls' end,
            case when rolcreaterole or rolcreatedb then 'may make roles or databases' end,
            case when exists (select from pg_class where relowner = role.oid) then 'owns tables' end,
            case when exists (select from pg_auth_members where member = role.oid) then 'is a member of other roles' end,
            case when exists (select from unnest(array['core_auditentry', 'core_auditseal']) audit
                              where has_table_privilege(role.oid, to_regclass(audit), 'update, delete, truncate'))
                then 'may change what the audit holds' end
        ], null) from pg_roles role where rolname = %s
    """
    found = _one(connection, question, APP)
    if found is None:
        return Finding("application role", f"There is no role {APP}.", "Run: daybridge migrate")
    if found:
        mend = f"As the server's administrator, take that from {APP} (docs/operating.md, Roles)."
        return Finding("application role", f"The role {APP} {' and '.join(found)}.", mend)
    return Finding("application role", "The application's role owns nothing and passes through no walls.")


def _dump_role(connection: Connection) -> Finding:
    if _one(connection, "select rolbypassrls from pg_roles where rolname = %s", DUMP):
        return Finding("backup role", "The backup's role reads everything.")
    mend = f"As the server's administrator: alter role {DUMP} bypassrls"
    return Finding("backup role", "The backup's role cannot read every organization.", mend)


def _walls(connection: Connection) -> Finding:
    question = """
        select array_agg(table_.relname::text order by 1) from pg_class table_
        join pg_attribute on attrelid = table_.oid and attname = 'organization_id' and not attisdropped
        where table_.relnamespace = to_regnamespace('public') and table_.relkind in ('r', 'p')
        and not (table_.relrowsecurity and table_.relforcerowsecurity
                 and exists (select from pg_policy where polrelid = table_.oid))
    """
    if open_tables := _one(connection, question):
        what = f"Tables without the organizations' walls: {', '.join(open_tables)}."
        return Finding("walls", what, "Stop Daybridge and run daybridge migrate; if they stay open, restore a backup.")
    return Finding("walls", "Every organization's table stands behind its walls.")


def _tables() -> Finding:
    found = schema.ask()
    schema.refuse_newer(found)
    if found.missing:
        return Finding(
            "tables",
            f"{len(found.missing)} migrations are missing.",
            "Take a backup, then: daybridge migrate",
        )
    return Finding("tables", f"The tables are up to date; organizations: {found.organizations}.")


def _audit(reading: Connection) -> Finding:
    if not _one(reading, "select to_regclass('core_auditentry') is not null"):
        return Finding("audit", "There is no audit yet.", "Run: daybridge migrate")
    question = """
        select min(entry.at) from core_auditentry entry where entry.id > coalesce(
            (select max(up_to_id) from core_auditseal seal where seal.organization_id = entry.organization_id), 0)
    """
    oldest = _one(reading, question)
    if oldest and (waiting := datetime.now(UTC) - oldest) > _SEALED_WITHIN:
        words = f"Audit entries have waited {_spoken(waiting)} for their seal."
        return Finding("audit", words, "Keep a worker running (daybridge up); it seals them.")
    return Finding("audit", "The audit is sealed.")


def _worker(reading: Connection) -> Finding:
    if not _one(reading, "select to_regclass('procrastinate_workers') is not null"):
        return Finding("worker", "The jobs' tables are missing.", "Run: daybridge migrate")
    last = _one(reading, "select max(last_heartbeat) from procrastinate_workers")
    if last and datetime.now(UTC) - last < _HEARTBEAT_WITHIN:
        return Finding("worker", "A worker is at work.")
    words = f"The last worker was seen {_spoken(datetime.now(UTC) - last)} ago." if last else "No worker is at work."
    return Finding("worker", words, "Alerts are not escalated without one; run: daybridge up", is_hint=True)


def _spoken(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} days"


def _one(connection: Connection, question: str, *values: object) -> Any:
    found = connection.execute(question, values or None).fetchone()
    return found[0] if found else None
