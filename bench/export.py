"""What it costs to take one's own record out: two years of everything, and eight, over HTTP from a real web process.

Each day of those years brings one of each: a check-in, a diary page and a thought record, a questionnaire, two notices, a visit to
the library, a look of staff at the chart; and each week an alert with its steps, a version of the safety plan, a finding of the
radar. One day is lived by the product's own actions; its rows are then copied, a day back each. That is more than anybody writes.
Memory is the most that the web process ever held (VmHWM), read before and after.
"""

import http.client
import os
import re
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import ground

YEARS = (0, 2, 8)


def _another_week(row: Any, k: int) -> None:
    row.occasion = f"week-{k * 1000 + row.due_on.toordinal() % 1000}"


#: Table -> every how many days there is one, and what a copy of `k` days before changes beyond its days.
_LIVED: dict[str, tuple[int, Any]] = {
    "checkins.CheckIn": (1, None),
    "checkins.Entry": (1, lambda row, k: setattr(row, "about", row.id)),
    "measures.Assignment": (7, _another_week),
    "measures.Sheet": (1, None),
    "measures.SheetPart": (1, None),
    "measures.Score": (1, None),
    "notifications.Notice": (1, lambda row, k: setattr(row, "key", f"{row.key}-{k}")),
    "notifications.Delivery": (1, None),
    "library.Opened": (1, None),
    "safety.Alert": (7, None),
    "safety.AlertStep": (7, None),
    "safety.SupportRequest": (7, None),
    "safety.SafetyPlanVersion": (7, lambda row, k: setattr(row, "number", 1000 + k)),
    "safety.SafetyPlanStep": (7, None),
    "safety.RadarFinding": (7, None),
    "core.AuditEntry": (1, lambda row, k: setattr(row, "id", None)),
}


def main() -> None:
    said = [
        f"load average {os.getloadavg()[0]:.1f} at the start",
        _row("years", "shape", "rows", "size", "seconds", "of CPU", "memory grew"),
    ]
    with ground.database():
        people = _people()
        with ground.web() as address:
            for years in YEARS:
                for shape in ("page", "json"):
                    said.append(_measured(address, years, shape, people[years]))
    sys.stdout.write("\n".join(said) + "\n")


def _row(*cells: object) -> str:
    return " | ".join(f"{cell!s:>11}" for cell in cells)


# --- A life ----------------------------------------------------------------------------------------------------------


def _people() -> dict[int, str]:
    """The cookies of somebody for each number of years, each with a proof of who they are that is young enough."""
    from django.db import transaction

    from daybridge.core import guard
    from tests import cast

    cookies = {}
    with transaction.atomic():
        house = cast.a_house()
        cast.a_program(house, "Dual diagnosis", cast.Focus.DUAL_DIAGNOSIS)
        ben = cast.a_staff_member(house, "Ben Okafor", "therapist")
        cast.a_staff_member(house, "Dora Quill", "director")
        for years in YEARS:
            ana = cast.a_participant(house, f"P{years} Bench", therapist=ben, admitted_days_ago=40)
            if years:
                _live_a_day(house, ana)
                with guard.writing():
                    _copy(ana, days=365 * years)
            cookies[years] = _signed_in(ana)
    return cookies


def _signed_in(participant: Any) -> str:
    from django.conf import settings

    from tests import cast

    client = cast.sign_in(participant.account)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() + 3600}]
    session["account_authentication_methods_user"] = str(participant.account_id)
    session.save()
    return f"sessionid={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _live_a_day(house: Any, ana: Any) -> None:
    from daybridge.core import clock
    from daybridge.core.ids import new_id
    from daybridge.library.actions import keep_opening
    from daybridge.library.rules import Told, Way
    from daybridge.notifications.actions import notify
    from daybridge.privacy.actions import open_chart
    from daybridge.privacy.rules import Purpose
    from daybridge.programs.queries import current_episode
    from daybridge.safety.actions import answer_participant, close_alert, log_contact, take_alert
    from daybridge.safety.radar.models import RadarFinding
    from tests import cast

    ben, mine = house.actors["Ben"], house.actors[ana.given_name]
    note = "I walked to the pier and back, and talked with my sister on the way. " * 3
    cast.an_entry(house, ana, mood=3, anxiety=4, sleep_hours=6.5, medicines="all", note=note)
    marks = {code: {"level": 2} for code in ("anger", "fear", "sadness", "shame", "joy", "calm")}
    cast.a_worksheet(
        house, ana, "diary", answers={"marks": marks, "skills": ["cold-water", "slow-breathing"], "note": note}
    )
    cast.a_worksheet(house, ana, answers={"situation": note, "for-it": note, "against-it": note, "balanced": note})
    cast.a_sheet(house, ana)
    for key in ("one", "two"):
        notify(house.system, ana, kind="answer", key=f"{key}-{ana.id}", link="/companion/")
    seen = new_id()
    keep_opening(
        mine, ana, entry_id=seen, visit_id=seen, code="better-sleep", version=1, made_at=clock.now(), told=Told(Way.CHOSEN, True, None)
    )  # fmt: skip
    alert = cast.an_alert(house, ana)
    take_alert(ben, alert)
    alert.refresh_from_db()
    log_contact(ben, alert, result="reached", note=note)
    answer_participant(ben, alert, words="I call you at five.")
    close_alert(ben, alert, outcome="talked", note=note)
    cast.an_agreed_plan(house, ana, *("Walk to the pier",) * 7)
    open_chart(ben, ana.id, purpose=Purpose.TREATMENT)
    day, episode = clock.today(ana.time_zone), current_episode(ana.id)
    from daybridge.core import guard

    assert episode
    with guard.writing():
        RadarFinding.objects.create(
            organization_id=ana.organization_id, participant=ana, episode=episode, kind="jump", points=3, first_on=day,
            last_on=day, ended_on=day, history=[[day.isoformat(), 3]],
            facts=[{"code": "mood", "on_day": day.isoformat(), "value": 1, "baseline": 3.4, "days": 21}],
        )  # fmt: skip


def _copy(ana: Any, *, days: int) -> None:
    """The day's rows again for each day before it, parents before what points at them."""
    from django.apps import apps

    from tests.architecture.test_record import rows_about

    ids: dict[tuple[Any, int], Any] = {}
    for table, (every, change) in _LIVED.items():
        model: Any = apps.get_model(table)
        originals = _looks(model, ana) if table == "core.AuditEntry" else rows_about(ana, table)
        copies = [_copied(row, k, ids, change) for k in range(every, days, every) for row in originals]
        model.objects.bulk_create(copies, batch_size=500)


def _looks(model: Any, ana: Any) -> list[Any]:
    return list(model.objects.filter(participant_id=ana.id, deed="privacy.ChartOpened"))


def _copied(row: Any, k: int, ids: dict[tuple[Any, int], Any], change: Any) -> Any:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for name, value in values.items():
        if isinstance(value, (date, datetime)):
            values[name] = value - timedelta(days=k)
        elif isinstance(value, uuid.UUID) and (value, k) in ids:
            values[name] = ids[value, k]
    if isinstance(row.pk, uuid.UUID):
        values["id"] = ids[row.pk, k] = uuid.uuid4()
    copy = type(row)(**values)
    if change:
        change(copy, k)
    return copy


# --- Taking it out ---------------------------------------------------------------------------------------------------


def _measured(address: str, years: int, shape: str, cookies: str) -> str:
    before, worked, began = _most_memory(), _worked(), time.perf_counter()
    body = _asked(address, shape, cookies)
    took = time.perf_counter() - began
    rows = len(re.findall(rb'<article class="record-row">', body)) if shape == "page" else body.count(b'{"id"')
    grew, worked = _most_memory() - before, _worked() - worked
    size = f"{len(body) / 1e6:.1f} MB"
    return _row(years, shape, f"{rows:,}", size, f"{took:.2f} s", f"{worked:.2f} s", f"{grew / 1024:.0f} MB")


def _asked(address: str, shape: str, cookies: str) -> bytes:
    door = http.client.HTTPConnection(address.removeprefix("http://"), timeout=300)
    token = "b" * 32
    headers = {"Cookie": f"{cookies}; csrftoken={token}", "X-CSRFToken": token}
    if shape == "page":
        door.request("GET", "/companion/data/record/", headers=headers)
    else:
        door.request("POST", "/companion/data/record.json", headers=headers)
    answer = door.getresponse()
    body = answer.read()
    assert answer.status == 200, (answer.status, body[:300])
    return body


def _most_memory() -> int:
    """The most that the web process, our only child that is one, ever held, in kB."""
    return max(_peak(child) for child in _children())


def _worked() -> float:
    """Seconds of processor time that the web process has had: what it costs whoever else is on the machine."""
    ticks = (Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in _children())
    return sum(int(one[11]) + int(one[12]) for one in ticks) / os.sysconf("SC_CLK_TCK")


def _children() -> Iterator[str]:
    for task in Path("/proc/self/task").iterdir():
        yield from (one for one in (task / "children").read_text().split() if "uvicorn" in _command(one))


def _command(pid: str) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def _peak(pid: str) -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main()
