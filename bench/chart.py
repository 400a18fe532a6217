"""What somebody's chart and treatment plan cost on the server after four weeks, and after two years of everything, in one run.

Both lives go through the product's own deeds, day by day: check-ins, worksheets, questionnaires, medicines with their doses, test
results, drug screens, days of use, setbacks, plans. The pages are asked in turn over HTTP; then the queries of the chart are counted.
"""

import http.client
import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench import ground
from bench.pages import server_seconds

ROUNDS = int(os.environ.get("ROUNDS", "60"))
DAYS = [28, int(os.environ.get("DAYS", "730"))]
PAGES = {"chart": "/workspace/people/{}/", "treatment plan": "/workspace/people/{}/treatment/"}
TARGET_MS = 120


@dataclass(frozen=True)
class Life:
    days: int
    cookie: str
    who: str
    #: How many queries the chart took.
    queries: int = 0


def lives() -> list[Life]:
    from django.db import transaction

    made = []
    for days in DAYS:
        with transaction.atomic():
            made.append(_life(days))
    return made


def _life(days: int) -> Life:
    from daybridge.core import clock
    from tests import cast

    now = clock.now()
    with clock.at(now - timedelta(days=days)):
        house = cast.a_house(f"House of {days} days")
        program = cast.a_program(house, "Dual diagnosis", cast.Focus.DUAL_DIAGNOSIS)
        for name, role in (("Ben", "therapist"), ("Dora", "director")):
            house.staff[name] = cast.a_staff_member(house, f"{name}{days} Bench", role)
            house.actors[name] = house.actors[f"{name}{days}"]
        ana = cast.a_participant(
            house, f"Ana{days} Bench", therapist=house.staff["Ben"], program=program, admitted_days_ago=0
        )
        house.participants["Ana"], house.actors["Ana"] = ana, house.actors[f"Ana{days}"]
        cast.a_prescriber(house, f"Priya{days} Bench", of=f"Ana{days}")
        house.actors["Priya"] = house.actors[f"Priya{days}"]
    for day in range(1, days):
        with clock.at(now - timedelta(days=days - day)):
            _live(house, ana, day, ids=days * 100_000 + 10 * day)
    client = cast.sign_in(house.staff["Ben"].account)
    cookie = client.cookies["sessionid"].value
    return Life(days, f"sessionid={cookie}", str(ana.id), _queries(client, PAGES["chart"].format(ana.id)))


def _queries(client: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path, HTTP_HOST="localhost")
    with CaptureQueriesContext(connection) as asked:
        client.get(path, HTTP_HOST="localhost")
    return len(asked)


def _live(house: Any, ana: Any, day: int, *, ids: int) -> None:
    """One day: a little every day, more every week, a plan every quarter of a year."""
    from daybridge.medications.models import Medicine
    from daybridge.screens.tests.deeds import collected, found
    from daybridge.substances.rules import State
    from daybridge.substances.tests.deeds import a_day
    from tests import cast

    cast.an_entry(house, ana, mood=1 + day % 5, anxiety=day % 11, urge=day % 7)
    a_day(house, State.USED if day % 11 == 0 else State.NONE)
    if day == 1:
        for number in range(6):
            cast.a_medicine(house, ana, days_ago=0, name="Lithium" if number == 0 else f"Medicine {number}")
    for one in Medicine.objects.filter(participant=ana)[: 2 + day % 3]:
        cast.a_dose(house, one)
    if day % 7 == 0:
        cast.a_sheet(house, ana, **{str(item): day % 4 for item in range(1, 9)})
        cast.a_worksheet(house, ana)
        found(house, collected(house), fentanyl="negative" if day % 28 else "positive")
    if day % 30 == 0:
        cast.a_worksheet(house, ana, "setback", answers={"what": "used"})
        cast.a_result(house, ana)
    if day % 90 == 2:
        _plan(house, ana, ids)


def _plan(house: Any, ana: Any, ids: int) -> None:
    from daybridge.plans import actions, queries
    from daybridge.plans.tests.deeds import a_plan

    ben = house.actors["Ben"]
    draft = queries.draft(ben, actions.begin_plan(ben, ana).subject_id)
    changed = actions.change_plan(ben, draft, content=a_plan(ids=ids), revision=draft.revision)
    actions.sign_plan(ben, draft, revision=changed.revision)


def main() -> None:
    with ground.database():
        made = lives()
        with ground.web():
            connection = http.client.HTTPConnection("127.0.0.1", ground.PORT)
            seen: dict[tuple[int, str], list[float]] = {}
            for _ in range(ROUNDS):
                for life in made:
                    for page, path in PAGES.items():
                        took = server_seconds(connection, path.format(life.who), life.cookie)
                        seen.setdefault((life.days, page), []).append(took)
    _tell(made, {key: ground.median(took[2:]) * 1000 for key, took in seen.items()})


def _tell(made: list[Life], milliseconds: dict[tuple[int, str], float]) -> None:
    short, long = made
    for page in PAGES:
        few, many = (milliseconds[life.days, page] for life in made)
        sys.stdout.write(
            f"{page:<16} {short.days} days {few:7.1f} ms   {long.days} days {many:7.1f} ms   {many / few:5.2f} x\n"
        )
    sys.stdout.write(f"Queries of the chart: {short.queries} and {long.queries}.\n")
    sys.stdout.write(f"Medians of {ROUNDS} interleaved rounds. Target for the chart of two years: {TARGET_MS} ms.\n")


if __name__ == "__main__":
    main()
