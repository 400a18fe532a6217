"""What the setback radar costs where it runs: a night over 10,000 people in care, one entry, and the alert budget of the demo.

Everything, PostgreSQL too, is held on one core. The people are copies, made in SQL, of one whom the product's own actions admitted,
with made-up days that go up and down; one in twelve gets worse in the last week, one in ten days has no entry. Two nights are read:
the first, when nothing stands yet, and the one after it. Reading rows, permission, walls, audit and writing are on.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any

from bench import ground, pages

PEOPLE, DAYS = int(os.environ.get("PEOPLE", "10000")), int(os.environ.get("DAYS", "60"))
ENTRIES = int(os.environ.get("ENTRIES", "1000"))
_MADE_UP_DAYS = """
insert into checkins_checkin (id, organization_id, participant_id, episode_id, on_day, made_at, saved_at, clock_was_wrong, mood,
  anxiety, urge, sleep_hours, medicines, note, marks)
 select gen_random_uuid(), e.organization_id, e.participant_id, e.id, current_date - d, now() - d * interval '1 day',
  now() - d * interval '1 day', false,
  greatest(1, least(5, round(base.felt - bad + random() * 1.6 - 0.8))),
  greatest(0, least(10, round(8 - 1.6 * (base.felt - bad) + random() * 3 - 1.5))),
  greatest(0, least(10, round(6 - 1.4 * (base.felt - bad) + random() * 3 - 1.5))),
  greatest(2, least(11, round((5 + 0.6 * (base.felt - bad) + random() * 2 - 1) * 2) / 2)),
  case when random() < 0.88 then 'all' when random() < 0.7 then 'some' else 'none' end, '', '{}'
 from (select *, 2.2 + random() * 1.6 as felt, random() < 0.08 as declines from programs_episode) as base
  join programs_episode as e on e.id = base.id,
  generate_series(1, %(days)s) as d,
  lateral (select case when base.declines and d < 7 then 1.4 else 0 end as bad) as worse
 where random() < 0.9
 order by d desc;
"""


def main() -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # who is started from here on stands on the same core
    said = [
        f"{PEOPLE:,} people in care, {DAYS} days each, one core for everything; load average {os.getloadavg()[0]:.1f} at the start"
    ]
    with ground.database():
        house = _a_program()
        said += _nights(house)
        said += _entries(house)
        said += _page(house)
        said += _budget(house)
    sys.stdout.write("\n".join(said) + "\n")


def _a_program() -> Any:
    from django.db import transaction

    from tests import cast

    with transaction.atomic():
        house = cast.a_house("Large place")
        cast.a_program(house, "Dual diagnosis", cast.Focus.DUAL_DIAGNOSIS)
        ben = cast.a_staff_member(house, "Ben Okafor", "therapist")
        cast.a_staff_member(house, "Dora Quill", "director")
        ana = cast.a_participant(house, "Ana Bench", therapist=ben, admitted_days_ago=DAYS + 1)
    pages._sql("update people_account set created_at = now() - interval '90 days'")
    pages._fill(str(ana.id), PEOPLE, 0)
    pages._sql(_MADE_UP_DAYS, {"days": DAYS})
    pages._sql("analyze")
    return house


# --- A night ---------------------------------------------------------------------------------------------------------


def _nights(house: Any) -> list[str]:
    from daybridge.core import clock

    rows = []
    for night, name in enumerate(("first night, nothing stands yet", "the night after it")):
        moment = (clock.now() + timedelta(days=night)).replace(hour=23, minute=0)
        with clock.at(moment):
            rows.append(_night(house, name))
    return rows


def _night(house: Any, name: str) -> str:
    from daybridge.core import tenancy
    from daybridge.safety.radar import jobs
    from daybridge.safety.radar.models import RadarFinding, WorthALook

    took = {"begin": 0.0, "read": 0.0, "put forward": 0.0}
    with _timed(took, "begin"), tenancy.inside(house.organization.id):
        jobs.begin_nights(house.system)
    slowest = 0.0
    for ids in _deferred():
        began = time.perf_counter()
        with _timed(took, "read"), tenancy.inside(house.organization.id):
            jobs.read_people(house.system, participant_ids=ids)
        slowest = max(slowest, time.perf_counter() - began)
    with _timed(took, "put forward"), tenancy.inside(house.organization.id):
        jobs.put_forward(house.system)
    with tenancy.inside(house.organization.id):
        living, shown = RadarFinding.objects.living().count(), WorthALook.objects.count()
    parts = ", ".join(f"{part} {seconds:.1f}" for part, seconds in took.items())
    return (
        f"{name}: {sum(took.values()):.1f} s ({parts}; the slowest job {slowest:.2f} s); {living:,} findings stand, "
        f"{shown:,} people put forward so far (target 60 s)"
    )


def _deferred() -> list[list[str]]:
    """The participants of each reading job that waits, and none of them waits any more."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select args -> 'participant_ids' from procrastinate_jobs where task_name = 'safety.read_with_radar'"
        )
        found = [row[0] for row in cursor.fetchall()]
    pages._sql("delete from procrastinate_jobs where task_name = 'safety.read_with_radar'")
    return [one if isinstance(one, list) else json.loads(one) for one in found]


@contextmanager
def _timed(took: dict[str, float], part: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    took[part] += time.perf_counter() - began


# --- One entry -------------------------------------------------------------------------------------------------------


def _entries(house: Any) -> list[str]:
    """What reading one person again takes, as the minute's job does it."""
    from django.db import transaction

    from daybridge.core import tenancy
    from daybridge.people.models import Participant
    from daybridge.safety.radar import jobs

    chance, took, changed = Random(7), [], 0  # noqa: S311
    with tenancy.inside(house.organization.id):
        everyone = list(Participant.objects.exclude(account=None).values_list("id", "episodes__id"))
    for person, episode in chance.sample(everyone, min(ENTRIES, len(everyone))):
        with tenancy.inside(house.organization.id):
            _an_entry(house, person, episode, chance)
            before = _findings_of(person)
            began = time.perf_counter()
            with transaction.atomic():
                jobs.read_people(house.system, participant_ids=[str(person)])
            took.append(time.perf_counter() - began)
            changed += _findings_of(person) != before
    took = took[20:]
    return [
        f"one entry ({len(took)} of them, {changed} changed a finding): p50 {ground.median(took) * 1000:.1f} ms, "
        f"p99 {ground.percentile(took, 0.99) * 1000:.1f} ms, most {max(took) * 1000:.1f} ms (target 5 ms)"
    ]


def _an_entry(house: Any, person: Any, episode: Any, chance: Random) -> Any:
    from daybridge.checkins.models import CheckIn
    from daybridge.core import clock, guard, rows

    entry = CheckIn(
        organization_id=house.organization.id, participant_id=person, episode_id=episode, made_at=clock.now(),
        on_day=clock.today("America/Chicago"), mood=chance.randint(1, 5), anxiety=chance.randint(0, 10),
        urge=chance.randint(0, 7), sleep_hours=6.5, medicines="all",
    )  # fmt: skip
    with guard.writing():
        rows.add(entry)
    return entry


def _findings_of(person: Any) -> list[Any]:
    from daybridge.safety.radar.models import RadarFinding

    found = RadarFinding.objects.filter(participant_id=person, ended_on=None)
    return sorted(found.values_list("kind", "points", "facts"), key=str)


# --- The director's page ---------------------------------------------------------------------------------------------


def _page(house: Any) -> list[str]:
    """What the table of the director's page takes in so large a place."""
    from daybridge.core import clock, tenancy
    from daybridge.safety.radar import queries

    began = time.perf_counter()
    with tenancy.inside(house.organization.id):
        queries.costs(house.system, until=clock.today("America/Chicago") + timedelta(days=1))
    return [f"the table of all budgets over {PEOPLE:,} people: {time.perf_counter() - began:.1f} s"]


# --- The alert budget ------------------------------------------------------------------------------------------------


def _budget(house: Any) -> list[str]:
    from daybridge.core import clock, tenancy
    from daybridge.core.actors import Actor
    from daybridge.demo.actions import live_demo
    from daybridge.demo.people import ZONE
    from daybridge.safety.radar import queries

    live_demo()
    (organization,) = set(tenancy.organizations()) - {house.organization.id}
    with tenancy.inside(organization):
        costs = queries.costs(Actor.system(organization, "bench"), until=clock.today(ZONE))
    rows = [
        "the demo program's last four weeks",
        f"{'a day':>6} {'shown':>6} {'dropped':>8} {'seen ahead':>12} {'by chance':>10}",
    ]
    for one in costs:
        share = "–" if one.share is None else f"{one.seen_ahead} of {one.setbacks}"
        rows.append(f"{one.budget:6g} {one.shown:6} {one.dropped:8} {share:>12} {one.by_chance or 0:10.0%}")
    return rows


if __name__ == "__main__":
    main()
