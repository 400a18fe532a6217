"""Who watches the heartbeat: a process of its own that says aloud when it stalls, on screens, in the log and outside.

It needs nothing to work but itself: a database that is away is a stall too.
"""

import json
import os
import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn
from uuid import UUID

import structlog
from django.db import DatabaseError, connection

from daybridge.core import alarms, clock, heartbeat, live, tenancy
from daybridge.core.actors import Actor
from daybridge.core.events import Poke
from daybridge.installation import home
from daybridge.people import queries as people

log = structlog.get_logger()
LOOK_EVERY_SECONDS = 5.0
_HOOK_SECONDS = 10
#: So long the database may be away before that is said; a restart takes less.
_AWAY_SECONDS = 60.0
#: Less than this is soon nothing: PostgreSQL stops when it can't write ahead.
_LEAST_FREE_BYTES = 100_000_000
#: Whether what was said was heard.
Say = Callable[[str, str, str], bool]


def tell_outside(state: str, leg: str, organization: str) -> bool:
    """Call the site's own hook: a URL that is posted to, a command that is run. Neither hears more than what has stalled.

    Each is tried whatever becomes of the other. True when one of them took it, and where the site has set up neither.
    """
    told = {"state": state, "leg": leg, "organization": organization, "at": clock.now().isoformat()}
    ways = [(_post, os.environ.get("DAYBRIDGE_ALARM_URL")), (_run, os.environ.get("DAYBRIDGE_ALARM_COMMAND"))]
    heard = [_is_heard(way, where, told) for way, where in ways if where]
    return any(heard) or not heard


def _is_heard(way: Callable[[str, dict[str, str]], None], where: str, told: dict[str, str]) -> bool:
    try:
        way(where, told)
    except Exception as error:  # whatever it is, the other way is still to be tried and the watch goes on
        with suppress(OSError):  # a log on a full disk can't be written
            log.error("the site's alarm hook failed", way=way.__name__.strip("_"), error=type(error).__name__)
        return False
    return True


def _post(url: str, told: dict[str, str]) -> None:
    headers = {"Content-Type": "application/json"}
    asked = urllib.request.Request(url, json.dumps(told).encode(), headers, method="POST")  # noqa: S310 - the site's own
    urllib.request.urlopen(asked, timeout=_HOOK_SECONDS).close()  # noqa: S310


def _run(command: str, told: dict[str, str]) -> None:
    known = {f"DAYBRIDGE_ALARM_{name.upper()}": value for name, value in told.items()}
    subprocess.run(command, shell=True, env={**os.environ, **known}, timeout=_HOOK_SECONDS, check=True)  # noqa: S602 - the site's own setting


@dataclass
class Watch:
    """What was seen last and what has been told so far, so that each stall and each recovery is told once.

    `look` asks the database and may hang; `judge` tells outside and may have to wait there. Neither waits for the other.
    """

    say: Say = tell_outside
    now: Callable[[], float] = time.monotonic
    free_bytes: Callable[[], int] = lambda: shutil.disk_usage(home.home()).free
    seen: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    seen_database: float = 0.0

    def __post_init__(self) -> None:
        self.seen_database = self.now()

    def look(self) -> None:
        """Look once at every organization. A database that is away is noticed by `judge`: it may hang instead of failing."""
        try:
            for organization_id in tenancy.organizations():
                with tenancy.inside(organization_id):
                    leg = heartbeat.stalls()
                    _show(organization_id, leg)
                self.seen = {**self.seen, str(organization_id): leg}
            self.seen_database = self.now()
        except DatabaseError:
            return  # `judge` notices
        finally:
            connection.close()  # a watch holds nothing that could go stale under it

    def judge(self) -> None:
        """Tell outside what is new since it was last told: the database away for too long, the disk all but full, a stall.

        The database and the disk are nobody's and stand under no organization.
        """
        is_away = self.now() - self.seen_database > _AWAY_SECONDS
        self._is_now("", "database" if is_away else "disk" if self.free_bytes() < _LEAST_FREE_BYTES else "")
        for organization, leg in self.seen.items():
            self._is_now(organization, leg)

    def _is_now(self, organization: str, leg: str) -> None:
        """Tell what has stalled (empty: nothing) when it is new. What nobody heard is not told: the next look tries again."""
        before = self.told.get(organization, "")
        if leg == before:
            return
        if self.say("stalled" if leg else "recovered", leg or before, organization):
            self.told[organization] = leg
        with suppress(OSError):  # a log on a full disk can't be written, and must not end the watch
            log.error(
                "the heartbeat stalls" if leg else "the heartbeat goes on", leg=leg or before, organization=organization
            )


def _show(organization_id: UUID, leg: str) -> None:
    """Put up the alarm on every staff screen, or take it down; screens are told only of a change."""
    shown = {alarm.about for alarm in alarms.open_alarms() if alarm.kind == heartbeat.ALARM}
    if shown == ({leg} if leg else set()):
        return
    for about in shown - {leg}:
        alarms.clear_alarm(organization_id, kind=heartbeat.ALARM, about=about)
    if leg and leg not in shown:
        alarms.raise_alarm(organization_id, kind=heartbeat.ALARM, about=leg)
    staff = people.staff_members(Actor.system(organization_id, "heartbeat"))
    accounts = [account for account in staff.values_list("account_id", flat=True) if account]
    live.send(Poke("alarms", organization_id, tuple(accounts)))


def watch_for_ever() -> None:
    """Look every few seconds until the process ends; the look is a thread's, so that one that hangs is still seen."""
    watch = Watch()
    threading.Thread(target=_for_ever, args=[watch.look], daemon=True).start()
    _for_ever(watch.judge)


def _for_ever(step: Callable[[], None]) -> NoReturn:
    while True:
        try:
            step()
        except Exception as error:  # whatever it is, the next one is due
            with suppress(OSError):
                log.error("a look of the watch failed", error=type(error).__name__)
        time.sleep(LOOK_EVERY_SECONDS)
