"""What a therapist's caseload board and a chart cost on the server as programs and their histories grow.

Four organizations in one database, measured in turn within each round: 100, 1,000 and 10,000 people in care with a hundred
check-ins each, and 100 people with ten thousand each. Every therapist cares for forty. The people are copies, made in SQL, of one
whom the product's own actions admitted.
"""

import http.client
import os
import sys
import time
from dataclasses import dataclass
from typing import Any

from bench import ground

ROUNDS = int(os.environ.get("ROUNDS", "60"))
#: People in care, and check-ins of each.
SIZES = [(100, 100), (1_000, 100), (10_000, 100), (100, 10_000)]
CASELOAD = 40
PAGES = {"board": "/workspace/caseload/", "chart": "/workspace/people/{}/", "bell": "/workspace/alerts/count/"}


@dataclass(frozen=True)
class Clinic:
    """One organization of some size, its therapist's and its director's cookies, and the id of one of their people."""

    people: int
    entries: int
    therapist: str
    director: str
    participant: str


def clinics() -> list[Clinic]:
    from django.db import transaction

    from tests import cast

    made = []
    for number, (people, entries) in enumerate(SIZES):
        with transaction.atomic():
            house = cast.a_house(f"Clinic {number}")
            cast.a_program(house, "Dual diagnosis", cast.Focus.DUAL_DIAGNOSIS)
            staff = [cast.a_staff_member(house, f"{name}{number} Bench", role) for name, role in _STAFF]
            ana = cast.a_participant(house, f"Ana{number} Bench", therapist=staff[0], admitted_days_ago=60)
            cookies = [cast.sign_in(one.account).cookies["sessionid"].value for one in staff]  # type: ignore[arg-type]
        made.append(Clinic(people, entries, *(f"sessionid={one}" for one in cookies), str(ana.id)))
        _fill(str(ana.id), people, entries)
    _sql("analyze")
    return made


_STAFF = (("Ben", "therapist"), ("Dora", "director"))


def _fill(participant: str, people: int, entries: int) -> None:
    """Copies of one participant, forty to each therapist, and everybody's check-ins."""
    ana = {"ana": participant, "others": people - 1, "forty": CASELOAD, "entries": entries}
    _sql("create temporary table ana as select * from people_participant where id = %(ana)s", ana)
    for table, key in (("people_account", "id in (select account_id from ana)"), ("programs_episode", _ANAS), ("people_careteammember", _ANAS)):  # fmt: skip
        _sql(f"create temporary table {table}_ana as select * from {table} where {key}", ana)
    _sql(_COPIES, ana)
    _sql(_ENTRIES, ana)
    _sql("drop table ana, people_account_ana, programs_episode_ana, people_careteammember_ana, copies")


_ANAS = "participant_id = %(ana)s"
_COPIES = """
create temporary table copies as select n, gen_random_uuid() as account, gen_random_uuid() as person, gen_random_uuid() as episode,
 gen_random_uuid() as member, gen_random_uuid() as staff from generate_series(1, %(others)s) as n;
insert into people_account (id, organization_id, email, password, is_active, created_at)
 select account, organization_id, account || '@example.net', '', true, created_at from copies, people_account_ana;
insert into people_participant (id, organization_id, account_id, given_name, family_name, chosen_name, pronouns, born_on,
  administrative_sex, language, time_zone, phone, email, record_number, registered_at)
 select person, organization_id, account, 'Copy', 'Number ' || n, '', '', born_on, '', language, time_zone, '', '',
  'C' || n, registered_at from copies, ana;
insert into people_staff (id, organization_id, name, credentials, roles, email, language, is_active)
 select staff, organization_id, 'Therapist ' || n, '', '{therapist}', '', 'en', true from copies, ana where n %% %(forty)s = 0;
insert into programs_episode (id, organization_id, participant_id, program_id, admitted_on, end_reason, substance_use_focus,
  asks_about_medicines)
 select episode, organization_id, person, program_id, admitted_on, '', true, true from copies, programs_episode_ana;
insert into people_careteammember (id, organization_id, participant_id, staff_id, role, since)
 select member, organization_id, person, case when n < %(forty)s then staff_id else
  (select max(staff::text)::uuid from copies as t where t.n = c.n / %(forty)s * %(forty)s) end, role, since
 from copies as c, people_careteammember_ana;
insert into copies select 0, null, e.participant_id, e.id from programs_episode_ana as e;
"""
_ENTRIES = """
insert into checkins_checkin (id, organization_id, participant_id, episode_id, on_day, made_at, saved_at, clock_was_wrong, mood,
  anxiety, urge, sleep_hours, medicines, note, marks)
 select gen_random_uuid(), ana.organization_id, person, episode, (now() - back)::date, now() - back, now() - back, false,
  1 + d %% 5, d %% 11, d %% 7, 7.5, 'all', 'A quiet day, walked by the lake.', '{}'
 from ana, copies, generate_series(0, %(entries)s - 1) as d,
  lateral (select d * interval '1 day' as back) as b
 order by d;
"""


def _sql(statement: str, values: dict[str, Any] | None = None) -> None:
    _connection().execute(statement, values) if values is None else [
        _connection().execute(one, values) for one in statement.split(";") if one.strip()
    ]


_open: list[Any] = []


def _connection() -> Any:
    import psycopg

    from daybridge.installation import home, roles

    if not _open:
        conninfo = home.as_conninfo(roles.superuser(ground.HOME, home.DATABASE_NAME))
        _open.append(psycopg.ClientCursor(psycopg.connect(conninfo, autocommit=True)))
    return _open[0]


def server_seconds(connection: http.client.HTTPConnection, path: str, cookie: str) -> float:
    """How long the server took over one page, from the request's last byte to the answer's last."""
    began = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} was answered {answer.status}.")
    return time.perf_counter() - began


def main() -> None:
    with ground.database():
        made = clinics()
        with ground.web():
            connection = http.client.HTTPConnection("127.0.0.1", ground.PORT)
            seen: dict[tuple[Clinic, str], list[float]] = {}
            for _ in range(ROUNDS):
                for clinic in made:
                    for page, path in PAGES.items():
                        took = server_seconds(connection, path.format(clinic.participant), clinic.therapist)
                        seen.setdefault((clinic, page), []).append(took)
                    if _ % 10 == 0:
                        took = server_seconds(connection, PAGES["board"], clinic.director)
                        seen.setdefault((clinic, "whole program"), []).append(took)
    _tell(made, {key: ground.median(took[1:]) * 1000 for key, took in seen.items()})


def _tell(made: list[Clinic], milliseconds: dict[tuple[Clinic, str], float]) -> None:
    shown = ["board", "chart", "bell", "whole program"]
    rows = [f"{'in care':>8} {'check-ins':>10} " + " ".join(f"{page:>20}" for page in shown)]
    for clinic in made:
        cells = []
        for page in shown:
            took, first = milliseconds[clinic, page], milliseconds[made[0], page]
            cells.append(f"{took:9.1f} ms {took / first:6.2f} x")
        rows.append(
            f"{clinic.people:8,} {clinic.people * clinic.entries:10,} " + " ".join(f"{one:>20}" for one in cells)
        )
    rows.append(
        f"Medians of {ROUNDS} interleaved rounds; x is against the first row. Board: a caseload of {CASELOAD}, target 25 ms."
    )
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
