"""What opening a group's page and saving what is typed cost on the server, beside the caseload board, in one run.

A session of twelve people that is over, its note half written; the same with three people. Asked in turn. `cell` is the autosave of
a line of twenty words, a new one each time, through sign-in, permission, walls and audit.
"""

import http.client
import json
import os
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bench import ground
from bench.pages import server_seconds

ROUNDS = int(os.environ.get("ROUNDS", "60"))
SIZES = [3, 12]
_WORDS = "talked about the walk home past the old shop and chose a longer road for friday evening with a friend".split()
_typed = count(1)


@dataclass(frozen=True)
class House:
    people: int
    cookie: str
    csrf: str
    session: str
    who: str


def houses() -> list[House]:
    from django.db import transaction

    made = []
    for people in SIZES:
        with transaction.atomic():
            made.append(_house(people))
    return made


def _house(people: int) -> House:
    from daybridge.notes.tests.deeds import a_draft, fill

    house, session, cookie = _held(people)
    fill(house, a_draft(house, session))
    who = next(iter(house.participants.values()))
    csrf = "c" * 32
    return House(people, f"sessionid={cookie}; csrftoken={csrf}", csrf, str(session.id), str(who.id))


def held_session(people: int) -> tuple[str, str]:
    """The cookie of whoever leads a session of so many that is over and not written of, and its page."""
    _, session, cookie = _held(people)
    return cookie, f"/workspace/sessions/{session.id}/"


def _held(people: int) -> tuple[Any, Any, str]:
    from daybridge.attendance.tests.deeds import again, end, tap
    from daybridge.core import clock
    from daybridge.notes.tests.deeds import an_objective
    from daybridge.programs.calendar.actions import take_seat
    from tests import cast

    house = cast.a_house(f"House of {people}")
    program = cast.a_program(house, "Dual diagnosis", cast.Focus.DUAL_DIAGNOSIS)
    name = f"Ben{people}"
    ben = cast.a_staff_member(house, f"{name} Bench", "therapist")
    house.staff["Dora"] = cast.a_staff_member(house, f"Dora{people} Bench", "director")
    house.actors |= {"Ben": house.actors[name], "Dora": house.actors[f"Dora{people}"]}
    house.staff["Ben"] = ben
    ago = clock.now() - timedelta(hours=3)
    with clock.at(ago - timedelta(hours=20)):
        local = ago.astimezone(ZoneInfo("America/Chicago"))
        group = cast.a_group(house, "Skills", capacity=20)
        series = cast.a_series(house, group, local.weekday(), min(local.hour * 60, 22 * 60))
        for number in range(people):
            who = cast.a_participant(
                house, f"P{number}x{people} Bench", therapist=ben, program=program, with_account=False
            )
            take_seat(house.system, who, series=series, from_on=series.from_on)
            an_objective(house, who)
    session = again(series.occurrences.earliest("begins_at"))
    for who in house.participants.values():
        tap(house, session, who, 0)
    end(house, session)
    return house, again(session), cast.sign_in(ben.account).cookies["sessionid"].value  # type: ignore[arg-type]


def cell_seconds(connection: http.client.HTTPConnection, house: House, revision: int) -> tuple[float, int]:
    """How long keeping one line takes, from the request to its answer, and the revision that it has then."""
    said = f"{' '.join(_WORDS)} {next(_typed)}"
    body = json.dumps({"who": house.who, "code": "response", "said": said, "revision": revision})
    headers = {
        "Cookie": house.cookie,
        "X-CSRFToken": house.csrf,
        "Content-Type": "application/json",
        "Host": f"localhost:{ground.PORT}",
    }
    began = time.perf_counter()
    connection.request("POST", f"/notes/sessions/{house.session}/cells/", body, headers)
    answer = connection.getresponse()
    told = answer.read()
    took = time.perf_counter() - began
    if answer.status != 200:
        raise SystemExit(f"{answer.status}: {told[:200]!r}")
    return took, int(json.loads(told)["revision"])


def main() -> None:
    with ground.database():
        made = houses()
        with ground.web():
            connection = http.client.HTTPConnection("127.0.0.1", ground.PORT)
            seen: dict[tuple[int, str], list[float]] = {}
            revisions = {house.people: 1 for house in made}
            for _ in range(ROUNDS):
                for house in made:
                    page = f"/workspace/sessions/{house.session}/"
                    seen.setdefault((house.people, "board"), []).append(
                        server_seconds(connection, "/workspace/caseload/", house.cookie)
                    )
                    seen.setdefault((house.people, "page"), []).append(server_seconds(connection, page, house.cookie))
                    took, revisions[house.people] = cell_seconds(connection, house, revisions[house.people])
                    seen.setdefault((house.people, "cell"), []).append(took)
    rows = [f"{'people':>6} {'board':>10} {'group page':>12} {'autosave':>10} {'page : board':>13}"]
    for people in SIZES:
        board, page, cell = (ground.median(seen[people, one][1:]) * 1000 for one in ("board", "page", "cell"))
        rows.append(f"{people:6} {board:7.1f} ms {page:9.1f} ms {cell:7.1f} ms {page / board:11.2f} x")
    rows.append(f"Medians of {ROUNDS} interleaved rounds. Targets at 12: group page 60 ms, autosave 15 ms.")
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
