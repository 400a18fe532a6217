"""The pages of minutes: weeks open into sessions, sessions into who said what, and each figure is their sum."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from daybridge.attendance.actions import correct_presence, excuse
from daybridge.attendance.ledger.rules import Minutes
from daybridge.attendance.rules import Way
from daybridge.attendance.tests.deeds import a_session, again, end, minute, tap
from daybridge.core import clock
from daybridge.core.models import AuditEntry
from daybridge.programs.calendar.actions import take_seat
from daybridge.programs.calendar.models import Occurrence
from tests.cast import House, a_group, a_participant, a_series, asks_for, later, sign_in


@pytest.fixture
def ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


@pytest.fixture
def dora(house: House) -> Client:
    return sign_in(house.staff["Dora"].account)  # type: ignore[arg-type]


def _shown(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return " ".join(answer.content.decode().split())


def _of(house: House, who: str = "Ana", page: str = "minutes/") -> str:
    return f"/workspace/people/{house.participants[who].id}/{page}"


def _rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode())))


def test_a_week_opens_into_its_sessions_and_each_into_who_said_what(house: House, ben: Client) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    asks_for(house, 540)
    tap(house, session, ana, 20)
    tap(house, session, ana, 60, Way.OUT)
    end(house, session)
    with clock.at(later(days=1, hours=4)):
        spans = [(session.begins_at, session.begins_at + timedelta(minutes=70))]
        correct_presence(house.actors["Ben"], session, participant=ana, spans=spans, why="The list was wrong")
        excuse(house.actors["Ben"], session, participant=ana, why="A dentist")
        shown = _shown(sign_in(house.staff["Ben"].account), _of(house))  # type: ignore[arg-type]
    for words in ("1 h 10 min done, of 9 h planned", "Tuesday, 24 November", "Skills", "was there", "left early",
                  "70 of 90 min", "came: corrected", "corrected how it was", "The list was wrong", "A dentist",
                  "1 h 10 min of 9 h by Tuesday, 24 November.", "7 h 50 min short"):  # fmt: skip
        assert words in shown, words
    assert "came late" not in shown
    withdrawn = re.findall(r"<del>(.*?)</del>", shown)
    assert withdrawn == ["came: told by staff", "left: told by staff"]
    assert shown.count("does not count any more: corrected by Ben Okafor") == 2


def test_a_first_week_says_for_how_many_days_and_what_is_ahead_is_no_failure(house: House, ben: Client) -> None:
    a_session(house)
    asks_for(house, 90)
    shown = _shown(ben, _of(house))
    [this, _before, first] = shown.split("Week by week")[1].split('class="opens"')[0:3]
    assert "1 h 30 min ahead, of 1 h 30 min planned" in shown and "short" not in this and "this week" in this
    assert "3 of 7 days" in first, "she came on a Friday"
    assert "expected" in shown and "Nobody has told anything of this session." in shown


def test_a_session_of_which_nobody_took_attendance_says_so(house: House) -> None:
    a_session(house)
    with clock.at(later(days=2)):
        shown = _shown(sign_in(house.staff["Ben"].account), _of(house))  # type: ignore[arg-type]
    assert "attendance not taken yet" in shown


def test_sessions_that_fit_stand_beside_what_is_short(house: House, ben: Client) -> None:
    a_session(house)
    asks_for(house, 180)
    shown = _shown(ben, _of(house))
    assert "1 h 30 min short" in shown and "No session with a free seat fits" in shown
    a_series(house, a_group(house, "Sleep", capacity=9), weekday=3, lead="Cora")
    shown = _shown(ben, _of(house))
    assert "These sessions would fit" in shown and "Sleep" in shown and "Thu 26 Nov, 09:00 to 10:30" in shown


def test_payer_weeks_and_older_weeks_are_in_the_address(house: House, ben: Client) -> None:
    assert 'href="?weeks=payer" aria-current="page"' in _shown(ben, _of(house) + "?weeks=payer")
    assert "&amp;until=" not in _shown(ben, _of(house) + "?until=nonsense")
    a_participant(house, "Old Timer", therapist=house.staff["Ben"], admitted_days_ago=200)
    shown = _shown(ben, _of(house, "Old"))
    [older] = re.findall(r'rel="next" href="\?weeks=iso&amp;until=(\d{4}-\d\d-\d\d)"', shown)
    assert len(re.findall(r'class="opens"', shown)) == 12
    assert f'&amp;until={older}"' not in _shown(ben, _of(house, "Old") + f"?until={older}")


def test_the_file_holds_each_session_and_sums_that_are_exact_and_taking_it_is_written_down(
    house: House, ben: Client
) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    asks_for(house, 540)
    tap(house, session, ana, 5)
    end(house, session)
    with clock.at(later(days=9)):
        client = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
        rows = _rows(client, _of(house, page="minutes.csv"))
    for name in Minutes.__dataclass_fields__:
        sessions = sum(int(one[f"{name}_minutes"]) for one in rows if not one["week"])
        assert sessions == sum(int(one[f"{name}_minutes"]) for one in rows if one["week"] == "total"), name
    told = {(one["day"], one["state"], one["attended_minutes"]) for one in rows if not one["week"]}
    assert ("2026-11-24", "present", "85") in told and ("2026-12-01", "expected", "0") in told
    assert AuditEntry.objects.filter(deed="attendance.LedgerExported", participant_id=ana.id).count() == 1


def test_a_directors_week_puts_who_is_at_risk_first_and_adds_up(house: House, dora: Client) -> None:
    session = a_session(house, "Bo Lind", "Kai Lund")
    asks_for(house, 90)
    tap(house, session, house.participants["Bo"], 0)
    end(house, session)
    address = f"/workspace/programs/{house.programs['Dual diagnosis'].id}/minutes/"
    with minute(session, 400):
        client = sign_in(house.staff["Dora"].account)  # type: ignore[arg-type]
        shown = _shown(client, address)
        rows = _rows(client, address.replace("minutes/", "minutes.csv"))
    assert "2 of 3 fall short" in shown and "1 h 30 min short" in shown and "All together" in shown
    assert shown.index("Kai Lund") < shown.index("Ana Rivera") < shown.index("Bo Lind"), (
        "by what is short, then by name"[:0] or shown
    )
    assert [(one["name"], one["attended_minutes"], one["missed_minutes"], one["short_minutes"]) for one in rows][
        -1
    ] == ("Bo Lind", "90", "0", "0")
    assert sum(int(one["missed_minutes"]) for one in rows) == 180
    assert AuditEntry.objects.filter(deed="attendance.MinutesExported").count() == 1
    assert "Nobody was in this program" in _shown(client, address + "?week=2026-W20")
    assert _shown(client, address + "?week=never", 404)


def test_only_who_may_reads_them(house: House, ben: Client) -> None:
    program = house.programs["Dual diagnosis"].id
    cleo = sign_in(house.staff["Cleo"].account)  # type: ignore[arg-type]
    for page in ("minutes/", "minutes.csv"):
        assert _shown(cleo, _of(house, page=page), 404)
        assert _shown(ben, f"/workspace/programs/{program}/{page}", 403)


def test_more_sessions_and_more_people_cost_no_more_queries(house: House, dora: Client) -> None:
    session = a_session(house)
    asks_for(house, 240)
    address = f"/workspace/programs/{house.programs['Dual diagnosis'].id}/minutes/"
    end(house, session)

    def of(look: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            look()
        return len(captured)

    def looks() -> list[int]:
        with clock.at(later(days=15)):
            client = sign_in(house.staff["Dora"].account)  # type: ignore[arg-type]
            client.get(address)
            return [of(lambda at=at: client.get(at)) for at in (address, _of(house))]  # type: ignore[misc]

    before = looks()
    for number in range(5):
        a_participant(house, f"P{number} Bench", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
        take_seat(house.actors["Dora"], house.participants[f"P{number}"], series=session.series, from_on=session.on_day)
    following = again(Occurrence.objects.get(series=session.series, on_day=session.on_day + timedelta(days=7)))
    for who in ("Ana", "P1"):
        tap(house, following, house.participants[who], 4)
        tap(house, following, house.participants[who], 50, Way.OUT)
    end(house, following)
    assert looks() == before
