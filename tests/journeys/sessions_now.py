"""Beside a journey's demo: sessions that run now, are over, and come tomorrow, with Robin and Kit in them; Robin was at the one that is over.

Run in a process of its own, for that of the tests has another database: `python -m tests.journeys.sessions_now`.
"""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from daybridge.installation import schema

if TYPE_CHECKING:
    from daybridge.people.models import Participant
    from daybridge.programs.calendar.models import Occurrence
    from daybridge.programs.models import Room
    from tests.cast import House

_LONG_BEFORE = timedelta(days=2)
_HERE = "America/Chicago"


@cache
def told(home: Path) -> dict[str, Any]:
    """The sessions' ids by name and how the two sign in, set up once beside the demo that lives there."""
    env = {**os.environ, "DAYBRIDGE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "daybridge.settings"}
    command = [sys.executable, "-m", "tests.journeys.sessions_now"]
    said = subprocess.run(command, env=env, check=True, capture_output=True, text=True, timeout=120).stdout
    found: dict[str, Any] = json.loads(said)
    return found


def main() -> None:
    schema.set_up_django("app")
    from daybridge.core import tenancy

    (organization_id,) = tenancy.organizations()
    with tenancy.inside(organization_id):
        sys.stdout.write(json.dumps(_set(organization_id)))


def _set(organization_id: UUID) -> dict[str, Any]:
    from daybridge.attendance.tests.deeds import end, tap
    from daybridge.core import clock
    from daybridge.notes.actions import choose_supervisor
    from tests.cast import PASSWORD, a_staff_member

    house, now = house_of(organization_id), clock.now()
    with clock.at(now - _LONG_BEFORE):
        people = {name: _joined(house, *who) for name, who in _WHO.items()}
        for name in {lead for _, _, lead in _SESSIONS.values()}:
            a_staff_member(house, name, "therapist")
        found = {
            name: a_session_at(house, now + timedelta(minutes=begins), people[who], lead.split()[0])
            for name, (begins, who, lead) in _SESSIONS.items()
        }
        choose_supervisor(house.actors["Dora"], house.staff["Otto"], supervisor=house.staff["Dora"])
    tap(house, found["over"], people["at the door"][0], 0, by="Dora")
    end(house, found["over"], by="Dora")
    for person in people["in the group"][:-1]:  # the last is marked there by the journey
        tap(house, found["held"], person, 0, by="Otto")
    return {
        "sessions": {name: str(one.id) for name, one in found.items()},
        "lead": {"name": house.staff["Otto"].name, "email": house.staff["Otto"].email},
        "emails": [one.email for one in people["at the door"]],
        "password": PASSWORD,
    }


#: Sol arrives at the door in one journey alone: Robin joins and leaves in others.
_WHO = {
    "at the door": ("Robin Vale", "Kit Marsh", "Sol Finch"),
    "in the group": ("Nell Ashby", "Uma Castle", "Ivo Lane"),
}
#: Minutes from now, who sits in it, and who leads it: two who lead nothing else, so that no hour of the day is taken.
_SESSIONS = {
    "over": (-180, "at the door", "Nadia Field"),
    "now": (-20, "at the door", "Nadia Field"),
    "held": (-40, "in the group", "Otto Brand"),
    "tomorrow": (20 * 60, "at the door", "Nadia Field"),
}


def _joined(house: "House", *names: str) -> "list[Participant]":
    from daybridge.notes.tests.deeds import an_objective
    from tests.cast import a_participant

    people = [a_participant(house, name, therapist=house.staff["Ben"], phone="555-0188") for name in names]
    for person in people:
        an_objective(house, person)  # without one nothing can be signed about them
    return people


def house_of(organization_id: UUID) -> "House":
    from daybridge.core.actors import Actor
    from daybridge.people.models import Organization, Staff
    from daybridge.people.queries import actor_for
    from daybridge.programs.models import Program
    from tests.cast import House

    organization = Organization.objects.get(id=organization_id)
    house = House(organization, Actor.system(organization_id, "journey"))
    house.programs["Dual diagnosis"] = Program.objects.order_by("name").first()  # type: ignore[assignment]
    for one in Staff.objects.filter(account__isnull=False).select_related("account"):
        name, known = one.name.split()[0], actor_for(one.account)  # type: ignore[arg-type]
        house.staff[name] = one
        if known:
            house.actors[name] = known[0]
    return house


def a_session_at(house: "House", begins_at: datetime, people: "list[Participant]", lead: str = "Ben") -> "Occurrence":
    """Of a group of its own, which follows a curriculum and may be joined from elsewhere."""
    from daybridge.attendance.tests.deeds import again
    from daybridge.core import guard
    from daybridge.programs.calendar.actions import take_seat
    from daybridge.programs.models import Group
    from daybridge.programs.rules import Mode
    from tests.cast import a_group, a_series

    group = a_group(house, f"Harbor skills {begins_at:%H%M}", capacity=14)
    with guard.writing():
        Group.objects.filter(id=group.id).update(mode=Mode.HYBRID, curriculum="skills")
    room = _room_by_day(house, begins_at)
    local = begins_at.astimezone(ZoneInfo(room.site.time_zone if room else _HERE))
    series = a_series(house, group, local.weekday(), local.hour * 60 + local.minute, lead=lead, room=room)
    for one in people:
        take_seat(house.actors["Dora"], one, series=series, from_on=series.from_on)
    return again(series.occurrences.earliest("begins_at"))


def _room_by_day(house: "House", begins_at: datetime) -> "Room | None":
    """None where the house's own day holds the session; a session ends on the day on which it began, so near midnight it is held out west."""
    from daybridge.core import guard
    from daybridge.programs.models import Room, Site
    from tests.cast import a_site

    begin, end = (at.astimezone(ZoneInfo(_HERE)) for at in (begins_at, begins_at + timedelta(minutes=90)))
    if begin.date() == end.date():
        return None
    site = a_site(house, f"Hilo {begins_at:%H%M}", "Lanai", capacity=14)
    with guard.writing():
        Site.objects.filter(id=site.id).update(time_zone="Pacific/Honolulu")
    return Room.objects.select_related("site").get(site=site)


if __name__ == "__main__":
    main()
