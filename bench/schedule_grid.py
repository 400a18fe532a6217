"""What the week grid, and the check while a session is dragged, cost on the server beside the caseload board, in one run.

Two organizations: 6 sessions a week with 20 people, and 60 with 200; everybody sits in three. The three pages are asked in turn.
"""

import http.client
import os
import sys
from dataclasses import dataclass
from datetime import timedelta

from bench import ground
from bench.pages import server_seconds

ROUNDS = int(os.environ.get("ROUNDS", "60"))
#: Sessions a week, and people.
SIZES = [(6, 20), (60, 200)]
SEATS_EACH, ROOMS = 3, 12


@dataclass(frozen=True)
class House:
    """One organization, its director's cookie, and the addresses that are asked."""

    sessions: int
    people: int
    cookie: str
    week: str
    check: str


def houses() -> list[House]:
    from django.db import transaction

    made = []
    for number, (sessions, people) in enumerate(SIZES):
        with transaction.atomic():
            made.append(_house(number, sessions, people))
    return made


def _house(number: int, sessions: int, people: int) -> House:
    from daybridge.core import clock
    from daybridge.programs.calendar.actions import take_seat
    from daybridge.programs.calendar.models import Occurrence
    from daybridge.programs.grid.rules import code_of
    from daybridge.programs.models import Room
    from tests import cast

    house = cast.a_house(f"House {number}")
    cast.a_program(house, "Dual diagnosis", cast.Focus.DUAL_DIAGNOSIS)
    dora = cast.a_staff_member(house, f"Dora{number} Bench", "director")
    house.actors["Dora"] = house.actors[f"Dora{number}"]
    leads = [cast.a_staff_member(house, f"L{one}x{number} Bench", "therapist") for one in range(ROOMS)]
    cast.a_site(house, "Lakeside", *(f"Room {one:02}" for one in range(ROOMS)), capacity=20)
    rooms = list(Room.objects.filter(organization=house.organization).order_by("name"))
    series = [
        cast.a_series(
            house, cast.a_group(house, f"Group {one}", capacity=20), one % 5, (9 + one // 5 % 4 * 2) * 60,
            lead=f"L{one % ROOMS}x{number}", room=rooms[one % ROOMS],
        )
        for one in range(sessions)
    ]  # fmt: skip
    today = clock.today("America/Chicago")
    for one in range(people):
        person = cast.a_participant(house, f"P{one}x{number} Bench", therapist=leads[one % ROOMS], with_account=False)
        for seat in range(SEATS_EACH):
            take_seat(house.system, person, series=series[(one + seat) % (sessions // 5 * 5)], from_on=today)
    session = cast.sign_in(dora.account).cookies["sessionid"].value  # type: ignore[arg-type]
    week = today + timedelta(days=7)
    held = Occurrence.objects.filter(series=series[0], on_day__gte=week).earliest("on_day")
    asked = f"day={held.on_day + timedelta(days=1)}&start=11:00"
    return House(
        sessions, people, f"sessionid={session}", f"/workspace/schedule/?week={code_of(week)}",
        f"/workspace/schedule/sessions/{held.id}/check/?{asked}",
    )  # fmt: skip


def main() -> None:
    with ground.database():
        made = houses()
        with ground.web():
            connection = http.client.HTTPConnection("127.0.0.1", ground.PORT)
            seen: dict[tuple[House, str], list[float]] = {}
            for _ in range(ROUNDS):
                for house in made:
                    for page, path in (("board", "/workspace/caseload/"), ("grid", house.week), ("check", house.check)):
                        seen.setdefault((house, page), []).append(server_seconds(connection, path, house.cookie))
    _tell(made, {key: ground.median(took[1:]) * 1000 for key, took in seen.items()})


def _tell(made: list[House], milliseconds: dict[tuple[House, str], float]) -> None:
    rows = [f"{'sessions':>8} {'people':>7} {'board':>10} {'grid':>10} {'check':>10} {'grid : board':>13}"]
    for house in made:
        board, grid, check = (milliseconds[house, page] for page in ("board", "grid", "check"))
        rows.append(
            f"{house.sessions:8} {house.people:7} {board:7.1f} ms {grid:7.1f} ms {check:7.1f} ms {grid / board:11.2f} x"
        )
    rows.append(f"Medians of {ROUNDS} interleaved rounds. Targets at 60: grid 100 ms, check 50 ms.")
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
