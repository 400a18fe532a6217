"""What minutes cost: twelve weeks of 200 people at once, one person's page, a program's week, and the board that shows them.

200 people sit in six of thirty weekly sessions each; twelve weeks of them are settled but for the last two days. Twelve weeks are read
in this process; pages are asked of a real web process in turn, as everywhere. `PAGES=board` asks for the board alone, so that an
earlier version can be measured with the same data.
"""

import http.client
import os
import sys
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bench import ground
from bench.pages import _sql, server_seconds

ROUNDS = int(os.environ.get("ROUNDS", "60"))
PEOPLE, WEEKS, SERIES, EACH = 200, 12, 30, 6
CASELOAD = 40
SHOWN = os.environ.get("PAGES", "board,person,program,ledger").split(",")
_STATES = ("present",) * 20 + ("no_show", "no_show", "excused", "excused", "cancelled")


@dataclass(frozen=True)
class House:
    organization: Any
    therapist: str
    director: str
    people: list[Any]
    program: str


def a_house() -> House:
    from django.db import transaction

    from tests import cast

    with transaction.atomic():
        house = cast.a_house()
        program = cast.a_program(house, "Dual diagnosis", cast.Focus.DUAL_DIAGNOSIS)
        leads = [cast.a_staff_member(house, f"L{one} Bench", "therapist") for one in range(PEOPLE // CASELOAD)]
        dora = cast.a_staff_member(house, "Dora Quill", "director")
        cast.asks_for(house, 540)
        people = [
            cast.a_participant(
                house, f"P{one} Bench", therapist=leads[one // CASELOAD], admitted_days_ago=7 * WEEKS, with_account=False
            )
            for one in range(PEOPLE)
        ]  # fmt: skip
        for one in people[::2]:
            cast.some_needs(house, one, minimum_minutes=480)
        _live(house, leads, people)
        cookies = [cast.sign_in(one.account).cookies["sessionid"].value for one in (leads[0], dora)]  # type: ignore[arg-type]
    therapist, director = (f"sessionid={one}" for one in cookies)
    return House(house.organization.id, therapist, director, [one.id for one in people], str(program.id))


def _live(house: Any, leads: list[Any], people: list[Any]) -> None:
    """Twelve weeks of sessions, as rows: each person in six a week, at six times."""
    from daybridge.attendance.models import Attendance
    from daybridge.core import clock, guard
    from daybridge.programs.calendar.models import Booking, Occurrence, Seat, Series
    from daybridge.programs.models import Group

    of, today = {"organization": house.organization}, clock.today("America/Chicago")
    first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    program = house.programs["Dual diagnosis"]
    with guard.writing():
        groups = [
            Group(**of, program=program, name=f"Group {one}", kind="skills", capacity=60, soft_capacity=60, minutes=90)
            for one in range(SERIES)
        ]
        series = [
            Series(
                **of, group=group, weekday=number % 5, start=(9 + number // 5 * 2) * 60, minutes=90,
                lead=leads[number % len(leads)], from_on=first,
            )
            for number, group in enumerate(groups)
        ]  # fmt: skip
        dates = [
            _occurrence(Occurrence, of, one, first + timedelta(days=one.weekday, weeks=week))
            for one in series
            for week in range(WEEKS)
        ]
        by_series: dict[Any, list[Any]] = {}
        for one in dates:
            by_series.setdefault(one.series_id, []).append(one)
        sits = [
            (who, series[(number + 7 * seat) % SERIES], number)
            for number, who in enumerate(people)
            for seat in range(EACH)
        ]
        Group.objects.bulk_create(groups)
        Series.objects.bulk_create(series)
        Occurrence.objects.bulk_create(dates)
        Seat.objects.bulk_create([Seat(**of, series=one, participant=who, from_on=first) for who, one, _ in sits])
        pairs = [(who, one, number) for who, of_series, number in sits for one in by_series[of_series.id]]
        Booking.objects.bulk_create(
            [
                Booking(**of, occurrence=one, participant=who, who=who.id, during=(one.begins_at, one.ends_at))
                for who, one, _ in pairs
            ],
            batch_size=2_000,
        )
        Attendance.objects.bulk_create(
            [
                _attendance(Attendance, of, who, one, _STATES[(number + one.on_day.toordinal()) % len(_STATES)])
                for who, one, number in pairs
                if one.on_day < today - timedelta(days=2)
            ],
            batch_size=2_000,
        )


def _occurrence(model: Any, of: dict[str, Any], series: Any, day: date) -> Any:
    begins = datetime(day.year, day.month, day.day, series.start // 60, tzinfo=ZoneInfo("America/Chicago"))
    return model(**of, series=series, on_day=day, begins_at=begins, ends_at=begins + timedelta(minutes=90))


def _attendance(model: Any, of: dict[str, Any], who: Any, one: Any, state: str) -> Any:
    minutes = 80 if state == "present" else 0
    return model(
        **of, occurrence=one, participant=who, on_day=one.on_day, state=state, scheduled_minutes=90, minutes=minutes,
        first_at=one.begins_at if minutes else None, last_at=one.ends_at if minutes else None,
    )  # fmt: skip


def twelve_weeks(house: House) -> list[float]:
    """Seconds for the weeks of everybody, several times; the number of queries is told once."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from daybridge.attendance.ledger import queries
    from daybridge.core import clock, tenancy

    took, today = [], clock.today("America/Chicago")
    with transaction.atomic():
        tenancy.enter(house.organization)
        for _ in range(max(5, ROUNDS // 4)):
            with CaptureQueriesContext(connection) as captured:
                began = time.perf_counter()
                found = queries.weeks_of_many(
                    house.people, first=today - timedelta(weeks=WEEKS - 1), last=today
                )  # fmt: skip
                took.append(time.perf_counter() - began)
        parts = sum(len(day.parts) for weeks in found.values() for week in weeks for day in week.days)
    sys.stdout.write(f"{PEOPLE} people x {WEEKS} weeks: {parts} sessions in {len(captured)} queries\n")
    return took


def main() -> None:
    with ground.database():
        house = a_house()
        _sql("analyze")
        seen: dict[str, list[float]] = {}
        if "ledger" in SHOWN:
            seen["ledger"] = twelve_weeks(house)
        pages = {
            "board": ("/workspace/caseload/", house.therapist),
            "person": (f"/workspace/people/{house.people[0]}/minutes/", house.therapist),
            "program": (f"/workspace/programs/{house.program}/minutes/", house.director),
        }
        with ground.web():
            connection = http.client.HTTPConnection("127.0.0.1", ground.PORT)
            for _ in range(ROUNDS):
                for name, (path, cookie) in pages.items():
                    if name in SHOWN:
                        seen.setdefault(name, []).append(server_seconds(connection, path, cookie))
    for name, took in seen.items():
        milliseconds = [one * 1000 for one in took[1:]]
        line = f"{name:>8} {ground.median(milliseconds):8.1f} ms  p95 {ground.percentile(milliseconds, 0.95):8.1f} ms"
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"Medians of {ROUNDS} interleaved rounds.\n")


if __name__ == "__main__":
    main()
